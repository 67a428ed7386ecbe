/* SPDX-License-Identifier: MIT */
/* The resolver at the Lua face: questions go out, answers come back by id; waiting is the loop's
 * business. */
#include "common.h"
#include "resolver.h"

#include <string.h>

#define RESOLVER_META "sesame.resolver"

typedef struct box {
  sesame_resolver *resolver;
} box;

static int open_count; /* resolvers not yet closed, for tests of leaks */

static sesame_resolver *check_resolver(lua_State *L) {
  box *b = luaL_checkudata(L, 1, RESOLVER_META);
  if (!b->resolver)
    luaL_error(L, "the resolver is closed");
  return b->resolver;
}

static int resolver_close(lua_State *L) {
  box *b = luaL_checkudata(L, 1, RESOLVER_META);
  if (b->resolver)
    open_count--;
  sesame_resolver *resolver = b->resolver;
  b->resolver = NULL;
  sesame_resolver_close(resolver);
  return 0;
}

/* Reads options.servers into SERVERS (the table holds the strings); returns how many. */
static size_t read_servers(lua_State *L, const char **servers) {
  if (!lua_istable(L, 1) || lua_getfield(L, 1, "servers") == LUA_TNIL)
    return 0;
  luaL_checktype(L, -1, LUA_TTABLE);
  size_t count = lua_rawlen(L, -1);
  if (count > SESAME_SERVERS_MAX)
    luaL_error(L, "more than %d servers", SESAME_SERVERS_MAX);
  for (size_t i = 0; i < count; i++) {
    if (lua_rawgeti(L, -1, (lua_Integer)i + 1) != LUA_TSTRING)
      luaL_error(L, "server %d is no string", (int)i + 1);
    servers[i] = sesame_check_text(L, -1);
    lua_pop(L, 1); /* raw and a string: the table still holds it */
  }
  return count;
}

/* resolver.open{ servers, timeout, tries, in_flight, qps } (timeout in milliseconds) -> resolver,
 * or nil, message, code */
static int resolver_open(lua_State *L) {
  static const char *const known[] = {"servers", "timeout", "tries", "in_flight", "qps", NULL};
  const char *servers[SESAME_SERVERS_MAX];
  lua_settop(L, 1);
  sesame_check_options(L, 1, known);
  sesame_resolver_options options = {
      .timeout_ms = (int)sesame_option_integer(L, 1, "timeout", 0, 3600000, 0),
      .tries = (int)sesame_option_integer(L, 1, "tries", 0, SESAME_TRIES_MAX, 0),
      .in_flight = (int)sesame_option_integer(L, 1, "in_flight", 0, SESAME_IN_FLIGHT_MAX, 0),
      .qps = (int)sesame_option_integer(L, 1, "qps", 0, 1000000, 0),
  };
  options.server_count = read_servers(L, servers);
  options.servers = options.server_count ? servers : NULL;
  box *b = lua_newuserdatauv(L, sizeof *b, 0);
  b->resolver = NULL;
  luaL_setmetatable(L, RESOLVER_META);
  int status = sesame_resolver_open(&b->resolver, &options);
  if (status != SESAME_OK)
    return sesame_push_failure(L, (sesame_status)status, "%s",
                               sesame_status_text((sesame_status)status));
  open_count++;
  return 1;
}

static int is_true(lua_State *L, int index, const char *name, int fallback) {
  if (!lua_istable(L, index))
    return fallback;
  int value = lua_getfield(L, index, name) == LUA_TNIL ? fallback : lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

/* resolver:submit(name, type [, { server, recurse, cd, deadline }]) -> id, or nil, message, code.
 * The deadline is on the scale of system.monotonic. */
static int resolver_submit(lua_State *L) {
  static const char *const known[] = {"server", "recurse", "cd", "deadline", NULL};
  sesame_resolver *resolver = check_resolver(L);
  size_t length;
  sesame_question question = {.name = luaL_checklstring(L, 2, &length), .recurse = 1};
  if (strlen(question.name) != length)
    return sesame_push_failure(L, SESAME_BAD_NAME, "a name with a NUL");
  question.type = sesame_check_type(L, 3);
  if (lua_istable(L, 4)) {
    sesame_check_options(L, 4, known);
    question.recurse = is_true(L, 4, "recurse", 1);
    question.checking_disabled = is_true(L, 4, "cd", 0);
    lua_getfield(L, 4, "deadline");
    question.deadline_ms = (int64_t)luaL_optnumber(L, -1, 0);
    lua_getfield(L, 4, "server");
    question.server = sesame_opt_text(L, -1, NULL);
  }
  long id = sesame_resolver_submit(resolver, &question);
  if (id < 0)
    return sesame_push_failure(L, (sesame_status)-id, "%s: %s", question.name,
                               sesame_status_text((sesame_status)-id));
  lua_pushinteger(L, id);
  return 1;
}

/* resolver:wait(milliseconds) -> how many answers are ready */
static int resolver_wait(lua_State *L) {
  int ready = sesame_resolver_wait(check_resolver(L), (int)luaL_optinteger(L, 2, -1));
  if (ready < 0)
    return sesame_push_failure(L, (sesame_status)-ready, "%s",
                               sesame_status_text((sesame_status)-ready));
  lua_pushinteger(L, ready);
  return 1;
}

/* resolver:next() -> id, answer; nothing when none is ready */
static int resolver_next(lua_State *L) {
  sesame_resolver *resolver = check_resolver(L);
  long id;
  sesame_answer **box_of_answer = sesame_new_answer(L);
  *box_of_answer = sesame_resolver_next(resolver, &id);
  if (!*box_of_answer)
    return 0;
  lua_pushinteger(L, id);
  lua_insert(L, -2);
  return 2;
}

static int resolver_cancel(lua_State *L) {
  int status = sesame_resolver_cancel(check_resolver(L), (long)luaL_checkinteger(L, 2));
  lua_pushboolean(L, status == SESAME_OK);
  return 1;
}

static int resolver_fd(lua_State *L) {
  lua_pushinteger(L, sesame_resolver_fd(check_resolver(L)));
  return 1;
}

static int resolver_timeout(lua_State *L) {
  lua_pushinteger(L, sesame_resolver_timeout_ms(check_resolver(L)));
  return 1;
}

static int resolver_pending(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)sesame_resolver_pending(check_resolver(L)));
  return 1;
}

static int resolver_servers(lua_State *L) {
  sesame_resolver *resolver = check_resolver(L);
  const char *server;
  lua_newtable(L);
  for (size_t i = 0; (server = sesame_resolver_server(resolver, i)) != NULL; i++) {
    lua_pushstring(L, server);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static void set_count(lua_State *L, const char *name, uint64_t value) {
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, name);
}

static int resolver_stats(lua_State *L) {
  sesame_resolver_stats stats;
  sesame_resolver_statistics(check_resolver(L), &stats);
  lua_createtable(L, 0, 6);
  set_count(L, "questions", stats.questions);
  set_count(L, "queries", stats.queries);
  set_count(L, "answers", stats.answers);
  set_count(L, "retries", stats.retries);
  set_count(L, "timeouts", stats.timeouts);
  set_count(L, "tcp", stats.tcp);
  return 1;
}

/* resolver.parse_server(text) -> "address:port", or nil, message, code */
static int parse_server(lua_State *L) {
  char out[64];
  const char *text = sesame_check_text(L, 1);
  int status = sesame_server_parse(text, out);
  if (status != SESAME_OK)
    return sesame_push_failure(L, (sesame_status)status,
                               "'%s' is no IP address with or without a port", text);
  lua_pushstring(L, out);
  return 1;
}

static int count_open(lua_State *L) {
  lua_pushinteger(L, open_count);
  return 1;
}

int sesame_open_resolver(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"submit", resolver_submit},
      {"wait", resolver_wait},
      {"next", resolver_next},
      {"cancel", resolver_cancel},
      {"fd", resolver_fd},
      {"timeout", resolver_timeout},
      {"pending", resolver_pending},
      {"servers", resolver_servers},
      {"stats", resolver_stats},
      {"close", resolver_close},
      {NULL, NULL},
  };
  static const luaL_Reg meta[] = {
      {"__gc", resolver_close}, {"__close", resolver_close}, {NULL, NULL}};
  static const luaL_Reg functions[] = {{"open", resolver_open},
                                       {"parse_server", parse_server},
                                       {"count_open", count_open},
                                       {NULL, NULL}};
  sesame_new_class(L, RESOLVER_META, methods, meta);
  luaL_newlib(L, functions);
  return 1;
}
