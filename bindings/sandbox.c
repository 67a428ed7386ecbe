/* SPDX-License-Identifier: MIT */
/* A chunk of Lua as data: run in a state of its own, without libraries, within bounds of memory and
 * instructions, and what it returns copied out. Nothing of the caller's state can be reached. */
#include "common.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SANDBOX_META "sesame.sandbox"

enum {
  SANDBOX_DEPTH_MAX = 32,     /* tables within tables */
  SANDBOX_VALUES_MAX = 500000 /* values copied out: shared tables are copied each time */
};

/* What a run may use and has used; the state is closed with the box. */
typedef struct sandbox {
  lua_State *state;
  size_t used, used_max;       /* octets held */
  size_t allocated, total_max; /* octets allocated in all: rehashing and copying are work, too */
  size_t string_max;           /* octets of one string: comparing is one instruction */
  const char *over;            /* the bound that was met first, or NULL */
  long values;
  char path[200]; /* the keys to what cannot be copied */
} sandbox;

static void *refuse(sandbox *box, const char *bound) {
  if (!box->over)
    box->over = bound;
  return NULL;
}

static void *allocate(void *data, void *block, size_t old, size_t size) {
  sandbox *box = data;
  const bool string = !block && old == LUA_TSTRING; /* manual 4.6, lua_Alloc */
  const size_t held = block ? old : 0, grown = size > held ? size - held : 0;
  if (size == 0) {
    free(block);
    box->used -= held;
    return NULL;
  }
  if (string && size > box->string_max)
    return refuse(box, "a string");
  if (grown > box->used_max - box->used || (grown && size > box->total_max - box->allocated))
    return refuse(box, "memory");
  void *made = realloc(block, size);
  if (made) {
    box->used += size - held;
    box->allocated += grown ? size : 0;
  }
  return made;
}

static void out_of_steps(lua_State *S, lua_Debug *debug) {
  void *data;
  (void)debug;
  lua_getallocf(S, &data);
  refuse(data, "instructions");
  luaL_error(S, "runs without end");
}

static int sandbox_close(lua_State *L) {
  sandbox *box = luaL_checkudata(L, 1, SANDBOX_META);
  lua_State *state = box->state;
  box->state = NULL;
  if (state)
    lua_close(state);
  return 0;
}

static sandbox *new_box(lua_State *L, int options) {
  static const char *const names[] = {"memory", "string", "steps", NULL};
  sandbox *box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = (sandbox){0};
  luaL_setmetatable(L, SANDBOX_META);
  sesame_check_options(L, options, names);
  box->used_max =
      (size_t)sesame_option_integer(L, options, "memory", 65536, 1 << 30, 32 * 1024 * 1024);
  box->total_max = box->used_max * 4;
  box->string_max = (size_t)sesame_option_integer(L, options, "string", 64, 1 << 24, 16384);
  return box;
}

/* Pushes the key or plain value at the top of S onto L; false for what is none. */
static bool copy_plain(lua_State *L, lua_State *S) {
  size_t length;
  const char *text;
  switch (lua_type(S, -1)) {
  case LUA_TBOOLEAN:
    lua_pushboolean(L, lua_toboolean(S, -1));
    return true;
  case LUA_TNUMBER:
    if (lua_isinteger(S, -1))
      lua_pushinteger(L, lua_tointeger(S, -1));
    else
      lua_pushnumber(L, lua_tonumber(S, -1));
    return true;
  case LUA_TSTRING:
    text = lua_tolstring(S, -1, &length);
    lua_pushlstring(L, text, length);
    return true;
  default:
    return false;
  }
}

/* Puts the key at the top of S before the path of what cannot be copied. */
static void name_key(sandbox *box, lua_State *S) {
  char before[sizeof box->path];
  memcpy(before, box->path, sizeof before);
  if (lua_isinteger(S, -1))
    snprintf(box->path, sizeof box->path, "[%lld]%.150s", (long long)lua_tointeger(S, -1), before);
  else if (lua_type(S, -1) == LUA_TSTRING)
    snprintf(box->path, sizeof box->path, ".%.40s%.150s", lua_tostring(S, -1), before);
}

static const char *copy(lua_State *L, lua_State *S, sandbox *box, int depth);

/* The table at the top of S into a new one at the top of L. */
static const char *copy_table(lua_State *L, lua_State *S, sandbox *box, int depth) {
  if (depth >= SANDBOX_DEPTH_MAX || !lua_checkstack(S, 4))
    return "tables nested too deep";
  luaL_checkstack(L, 4, "a table to be copied");
  lua_newtable(L);
  const int top = lua_gettop(S);
  for (lua_pushnil(S); lua_next(S, top); lua_pop(S, 1)) {
    lua_pushvalue(S, -2);
    const bool known = lua_type(S, -1) != LUA_TBOOLEAN && copy_plain(L, S);
    lua_pop(S, 1);
    const char *fault = known ? copy(L, S, box, depth + 1) : "a key that is no text and no number";
    lua_settop(S, top + (fault ? 1 : 2));
    if (fault) {
      name_key(box, S);
      return fault;
    }
    lua_rawset(L, -3);
  }
  return NULL;
}

/* Pushes a copy of the value at the top of S onto L; or returns what cannot be copied, with
 * anything on both. */
static const char *copy(lua_State *L, lua_State *S, sandbox *box, int depth) {
  if (++box->values > SANDBOX_VALUES_MAX)
    return "too many values";
  if (lua_type(S, -1) == LUA_TTABLE)
    return copy_table(L, S, box, depth);
  if (lua_isnil(S, -1))
    lua_pushnil(L);
  else if (!copy_plain(L, S))
    return lua_isfunction(S, -1) ? "a function" : "what is no data";
  return NULL;
}

static int fail(lua_State *L, sandbox *box, lua_State *S) {
  const char *message =
      S && lua_type(S, -1) == LUA_TSTRING ? lua_tostring(S, -1) : "not enough memory";
  if (!box->over)
    return sesame_push_failure(L, SESAME_BAD_SYNTAX, "%s", message);
  return sesame_push_failure(L, SESAME_TOO_MANY, "%s", box->over);
}

/* sandbox.read(text, name [, { memory, string, steps }]) -> what the chunk TEXT returns: nil, a
 * boolean, number or string, or a table of such; or nil, message, code: "bad-syntax" for what Lua
 * refuses, "too-many" with "memory", "a string" or "instructions" for the bound that was met,
 * "bad-option" for a value that is no data. */
static int sandbox_read(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length), *name = luaL_checkstring(L, 2);
  lua_settop(L, 3);
  sandbox *box = new_box(L, 3);
  const int steps = (int)sesame_option_integer(L, 3, "steps", 1, 1 << 30, 10000000);
  lua_State *S = box->state = lua_newstate(allocate, box);
  if (!S)
    return fail(L, box, NULL);
  lua_sethook(S, out_of_steps, LUA_MASKCOUNT, steps);
  if (luaL_loadbufferx(S, text, length, name, "t") != LUA_OK || lua_pcall(S, 0, 1, 0) != LUA_OK)
    return fail(L, box, S);
  const char *fault = copy(L, S, box, 0);
  if (fault)
    return sesame_push_failure(L, SESAME_BAD_OPTION, "%s%sholds %s",
                               box->path + (box->path[0] == '.'), box->path[0] ? ": " : "", fault);
  lua_pushcfunction(L, sandbox_close);
  lua_pushvalue(L, 4);
  lua_call(L, 1, 0);
  return 1;
}

int sesame_open_sandbox(lua_State *L) {
  static const luaL_Reg methods[] = {{NULL, NULL}};
  static const luaL_Reg meta[] = {
      {"__gc", sandbox_close}, {"__close", sandbox_close}, {NULL, NULL}};
  static const luaL_Reg functions[] = {{"read", sandbox_read}, {NULL, NULL}};
  sesame_new_class(L, SANDBOX_META, methods, meta);
  luaL_newlib(L, functions);
  return 1;
}
