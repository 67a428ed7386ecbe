/* SPDX-License-Identifier: MIT */
/* core/spf_eval in Lua: check, needs, feed, result; the verdict as a table. */
#include "common.h"
#include "spf_boxes.h"
#include "spf_eval.h"

#include <string.h>

#define EVAL_META "sesame.spf.check"

static sesame_spf_eval *check_eval(lua_State *L) {
  sesame_spf_eval **box = luaL_checkudata(L, 1, EVAL_META);
  if (!*box)
    luaL_error(L, "the evaluation is closed");
  return *box;
}

static int eval_close(lua_State *L) {
  sesame_spf_eval **box = luaL_checkudata(L, 1, EVAL_META);
  sesame_spf_eval *eval = *box;
  *box = NULL;
  sesame_spf_eval_close(eval);
  return 0;
}

/* ---- limits ---- */

static const char *const over_names[] = {"permerror", "late", "skip", NULL};

/* The numbers and switches of sesame_spf_limits by their names in Lua. */
static const struct number_row {
  const char *name;
  size_t offset;
} numbers[] = {{"lookups", offsetof(sesame_spf_limits, lookups)},
               {"voids", offsetof(sesame_spf_limits, voids)},
               {"mx", offsetof(sesame_spf_limits, mx)},
               {"ptr", offsetof(sesame_spf_limits, ptr)},
               {"nesting", offsetof(sesame_spf_limits, nesting)}};

static const struct switch_row {
  const char *name;
  size_t offset;
} switches[] = {{"void_per_query", offsetof(sesame_spf_limits, void_per_query)},
                {"scope_include", offsetof(sesame_spf_limits, scope_include)},
                {"mx_over_late", offsetof(sesame_spf_limits, mx_over_late)},
                {"ptr_over_error", offsetof(sesame_spf_limits, ptr_over_error)},
                {"ptr_dns_error", offsetof(sesame_spf_limits, ptr_dns_error)},
                {"missing_no_match", offsetof(sesame_spf_limits, missing_no_match)}};

enum { NUMBERS = sizeof numbers / sizeof *numbers, SWITCHES = sizeof switches / sizeof *switches };

static int *number_at(sesame_spf_limits *limits, size_t row) {
  return (int *)((char *)limits + numbers[row].offset);
}

static bool *switch_at(sesame_spf_limits *limits, size_t row) {
  return (bool *)((char *)limits + switches[row].offset);
}

/* A count, or false for none. */
static void read_number(lua_State *L, int *out, const char *name) {
  int whole;
  lua_Integer value = lua_tointegerx(L, -1, &whole);
  if (lua_isboolean(L, -1) && !lua_toboolean(L, -1))
    *out = -1;
  else if (whole && value >= 0 && value <= SESAME_SPF_EVAL_MAX_QUERIES)
    *out = (int)value;
  else if (!lua_isnil(L, -1))
    luaL_error(L, "limit '%s' is a number from 0 to %d, or false for none", name,
               (int)SESAME_SPF_EVAL_MAX_QUERIES);
}

/* Takes what the table at INDEX says over what OUT holds. */
static void read_limits(lua_State *L, int index, sesame_spf_limits *out) {
  static const char *const known[] = {"lookups",
                                      "voids",
                                      "mx",
                                      "ptr",
                                      "nesting",
                                      "lookups_over",
                                      "void_per_query",
                                      "scope_include",
                                      "mx_over_late",
                                      "ptr_over_error",
                                      "ptr_dns_error",
                                      "missing_no_match",
                                      NULL};
  sesame_check_options(L, index, known);
  for (size_t i = 0; i < NUMBERS; i++) {
    lua_getfield(L, index, numbers[i].name);
    read_number(L, number_at(out, i), numbers[i].name);
    lua_pop(L, 1);
  }
  for (size_t i = 0; i < SWITCHES; i++) {
    if (lua_getfield(L, index, switches[i].name) != LUA_TNIL)
      *switch_at(out, i) = lua_toboolean(L, -1);
    lua_pop(L, 1);
  }
  if (lua_getfield(L, index, "lookups_over") != LUA_TNIL)
    out->lookups_over = (sesame_spf_over)luaL_checkoption(L, -1, NULL, over_names);
  lua_pop(L, 1);
}

static void push_limits(lua_State *L, sesame_spf_limits limits) {
  lua_createtable(L, 0, NUMBERS + SWITCHES + 1);
  for (size_t i = 0; i < NUMBERS; i++) {
    int value = *number_at(&limits, i);
    if (value < 0)
      lua_pushboolean(L, 0);
    else
      lua_pushinteger(L, value);
    lua_setfield(L, -2, numbers[i].name);
  }
  for (size_t i = 0; i < SWITCHES; i++) {
    lua_pushboolean(L, *switch_at(&limits, i));
    lua_setfield(L, -2, switches[i].name);
  }
  lua_pushstring(L, over_names[limits.lookups_over]);
  lua_setfield(L, -2, "lookups_over");
}

/* spf.profiles() -> list of { name, summary, limits } */
static int spf_profiles(lua_State *L) {
  const sesame_spf_profile *profile;
  lua_newtable(L);
  for (size_t i = 0; (profile = sesame_spf_profile_at(i)); i++) {
    lua_createtable(L, 0, 3);
    lua_pushstring(L, profile->name);
    lua_setfield(L, -2, "name");
    lua_pushstring(L, profile->summary);
    lua_setfield(L, -2, "summary");
    push_limits(L, profile->limits);
    lua_setfield(L, -2, "limits");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* ---- opening ---- */

/* Field NAME of the table at 1 as text; it stays on the stack, so that it lives. */
static sesame_spf_text text_option(lua_State *L, const char *name) {
  size_t length = 0;
  if (lua_getfield(L, 1, name) == LUA_TNIL)
    return (sesame_spf_text){NULL, 0};
  if (lua_type(L, -1) != LUA_TSTRING)
    luaL_error(L, "option '%s' is a string", name);
  const char *bytes = lua_tolstring(L, -1, &length);
  return (sesame_spf_text){bytes, length};
}

static bool boolean_option(lua_State *L, const char *name, bool fallback) {
  bool value = fallback;
  if (lua_getfield(L, 1, name) != LUA_TNIL)
    value = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

static void read_profile(lua_State *L, sesame_spf_limits *out) {
  lua_getfield(L, 1, "profile");
  const char *name = sesame_opt_text(L, -1, "rfc");
  const sesame_spf_profile *profile = sesame_spf_profile_named(name);
  if (profile)
    *out = profile->limits;
  else
    luaL_error(L, "'%s' is no profile (spf.profiles() lists them)", name);
  if (lua_getfield(L, 1, "limits") != LUA_TNIL) {
    luaL_argcheck(L, lua_istable(L, -1), 1, "option 'limits' is a table");
    read_limits(L, lua_gettop(L), out);
  }
  lua_pop(L, 2);
}

/* spf.check(options) -> evaluation | nil, message, code */
static int spf_check(lua_State *L) {
  static const char *const known[] = {"ip",          "sender", "helo",    "domain",
                                      "receiver",    "time",   "profile", "limits",
                                      "explanation", "trace",  NULL};
  sesame_spf_limits limits;
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  sesame_check_options(L, 1, known);
  read_profile(L, &limits);
  sesame_spf_options options = {.limits = &limits,
                                .no_explanation = !boolean_option(L, "explanation", true),
                                .trace = boolean_option(L, "trace", false),
                                .time = sesame_option_integer(L, 1, "time", 0, INT64_MAX, 0)};
  options.sender = text_option(L, "sender");
  options.helo = text_option(L, "helo");
  options.domain = text_option(L, "domain");
  options.receiver = text_option(L, "receiver");
  sesame_spf_text ip = text_option(L, "ip"); /* stack: options; five texts */
  options.ip = ip.bytes && strlen(ip.bytes) == ip.length ? ip.bytes : "";
  sesame_spf_eval **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = NULL;
  luaL_setmetatable(L, EVAL_META);
  int status = sesame_spf_eval_open(box, &options);
  if (status == SESAME_NO_MEMORY)
    return luaL_error(L, "not enough memory");
  if (status == SESAME_BAD_ADDRESS)
    return sesame_push_failure(L, status, "'%s' is no IP address", options.ip);
  if (status == SESAME_TOO_LONG)
    return sesame_push_failure(L, status,
                               "sender, HELO name, domain and receiver are at most %d "
                               "octets long",
                               (int)SESAME_SPF_SENDER_MAX);
  if (status != SESAME_OK)
    return sesame_push_failure(L, status, "mx and ptr limits are at most %d",
                               (int)SESAME_SPF_HOSTS_MAX);
  return 1;
}

/* ---- questions and answers ---- */

/* eval:needs() -> list of { name=, type= } */
static int eval_needs(lua_State *L) {
  const sesame_spf_question *questions;
  char type[12];
  size_t count = sesame_spf_eval_needs(check_eval(L), &questions);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_createtable(L, 0, 2);
    sesame_push_name(L, questions[i].name);
    lua_setfield(L, -2, "name");
    lua_pushstring(L, sesame_type_name(questions[i].type, type));
    lua_setfield(L, -2, "type");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* eval:feed({ name=, type= }, answer) -> true | nil, message, "not-found" */
static int eval_feed(lua_State *L) {
  sesame_spf_eval *eval = check_eval(L);
  sesame_name name;
  luaL_checktype(L, 2, LUA_TTABLE);
  sesame_answer *answer = sesame_check_answer(L, 3);
  lua_settop(L, 3);
  lua_getfield(L, 2, "name");
  lua_getfield(L, 2, "type"); /* stack: evaluation; question; answer; name; type */
  sesame_check_name(L, 4, &name);
  if (sesame_spf_eval_feed(eval, &name, sesame_check_type(L, 5), answer) != SESAME_OK)
    return sesame_push_failure(L, SESAME_NOT_FOUND, "this was not asked, or is answered already");
  lua_pushboolean(L, true);
  return 1;
}

static int eval_stop(lua_State *L) {
  sesame_spf_eval_stop(check_eval(L));
  return 0;
}

/* ---- the verdict ---- */

static void set_string(lua_State *L, const char *key, const char *value) {
  lua_pushstring(L, value); /* nil for NULL */
  lua_setfield(L, -2, key);
}

static void set_integer(lua_State *L, const char *key, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, key);
}

static void set_range(lua_State *L, sesame_span span) {
  lua_createtable(L, 2, 0);
  lua_pushinteger(L, span.from);
  lua_rawseti(L, -2, 1);
  lua_pushinteger(L, span.to);
  lua_rawseti(L, -2, 2);
  lua_setfield(L, -2, "range");
}

static void set_events(lua_State *L, const sesame_spf_verdict *v) {
  lua_createtable(L, (int)v->event_count, 0);
  for (size_t i = 0; i < v->event_count; i++) {
    const sesame_spf_event *event = &v->events[i];
    lua_createtable(L, 0, 6);
    set_integer(L, "depth", event->depth);
    set_string(L, "domain", event->domain);
    set_string(L, "term", event->term);
    set_string(L, "outcome", event->outcome);
    set_integer(L, "lookups", event->lookups);
    set_integer(L, "void_lookups", event->voids);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "trace");
}

/* eval:result() -> verdict | nil, message, "not-found" */
static int eval_result(lua_State *L) {
  const sesame_spf_verdict *v;
  int status = sesame_spf_eval_result(check_eval(L), &v);
  if (status == SESAME_NOT_FOUND)
    return sesame_push_failure(L, status, "questions are open: feed what needs() names");
  if (status != SESAME_OK)
    return luaL_error(L, "not enough memory");
  lua_createtable(L, 0, 12);
  set_string(L, "result", sesame_spf_result_name(v->result));
  set_string(L, "code", v->code);
  set_string(L, "reason", v->reason);
  set_string(L, "mechanism", v->mechanism);
  if (v->record) {
    lua_pushlstring(L, v->record, v->record_length);
    lua_setfield(L, -2, "record");
  }
  if (v->span.to)
    set_range(L, v->span);
  set_string(L, "explanation", v->explanation);
  set_integer(L, "lookups", v->lookups);
  set_integer(L, "void_lookups", v->voids);
  set_integer(L, "queries", v->queries);
  lua_pushboolean(L, v->helo_assumed);
  lua_setfield(L, -2, "helo_assumed");
  lua_createtable(L, (int)v->path_count, 0);
  for (size_t i = 0; i < v->path_count; i++) {
    lua_pushstring(L, v->path[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "path");
  if (v->events)
    set_events(L, v);
  return 1;
}

void sesame_spf_eval_register(lua_State *L) {
  static const luaL_Reg methods[] = {{"needs", eval_needs}, {"feed", eval_feed},
                                     {"stop", eval_stop},   {"result", eval_result},
                                     {"close", eval_close}, {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", eval_close}, {"__close", eval_close}, {NULL, NULL}};
  sesame_new_class(L, EVAL_META, methods, meta);
  lua_pushcfunction(L, spf_check);
  lua_setfield(L, -2, "check");
  lua_pushcfunction(L, spf_profiles);
  lua_setfield(L, -2, "profiles");
}
