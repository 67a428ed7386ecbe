/* SPDX-License-Identifier: MIT */
#include "common.h"

#include <stdarg.h>
#include <string.h>

int sesame_push_failure(lua_State *L, sesame_status status, const char *format, ...) {
  va_list arguments;
  lua_pushnil(L);
  va_start(arguments, format);
  lua_pushvfstring(L, format, arguments);
  va_end(arguments);
  lua_pushstring(L, sesame_status_name(status));
  return 3;
}

static int unknown_option(lua_State *L, const char *key, const char *const *names) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (int i = 0; names[i]; i++) {
    luaL_addstring(&b, i ? ", " : "");
    luaL_addstring(&b, names[i]);
  }
  luaL_pushresult(&b);
  return luaL_error(L, "unknown option '%s' (known: %s)", key, lua_tostring(L, -1));
}

static int is_one_of(const char *key, const char *const *names) {
  for (int i = 0; names[i]; i++)
    if (strcmp(names[i], key) == 0)
      return 1;
  return 0;
}

void sesame_check_options(lua_State *L, int index, const char *const *names) {
  if (lua_isnoneornil(L, index))
    return;
  luaL_checktype(L, index, LUA_TTABLE);
  lua_pushnil(L);
  while (lua_next(L, index)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING)
      luaL_error(L, "an option's name is not a string");
    if (!is_one_of(lua_tostring(L, -1), names))
      unknown_option(L, lua_tostring(L, -1), names);
  }
}

lua_Integer sesame_option_integer(lua_State *L, int index, const char *name, lua_Integer low,
                                  lua_Integer high, lua_Integer fallback) {
  if (lua_isnoneornil(L, index))
    return fallback;
  lua_Integer value = fallback;
  if (lua_getfield(L, index, name) != LUA_TNIL) {
    int whole;
    value = lua_tointegerx(L, -1, &whole);
    if (!whole || value < low || value > high)
      luaL_error(L, "option '%s' is not a whole number from %I to %I", name, low, high);
  }
  lua_pop(L, 1);
  return value;
}

int sesame_check_type(lua_State *L, int index) {
  int whole;
  lua_Integer number = lua_tointegerx(L, index, &whole);
  if (lua_type(L, index) == LUA_TNUMBER && whole && number >= 1 && number <= 65535)
    return (int)number;
  size_t length;
  const char *name = luaL_checklstring(L, index, &length);
  int type = sesame_type_from_name(name, length);
  if (type < 1)
    luaL_error(L, "'%s' is no record type (a name such as TXT, TYPE65, or 1 to 65535)", name);
  return type;
}

const char *sesame_check_text(lua_State *L, int index) {
  size_t length;
  const char *text = luaL_checklstring(L, index, &length);
  luaL_argcheck(L, strlen(text) == length, index, "a text with a NUL");
  return text;
}

const char *sesame_opt_text(lua_State *L, int index, const char *fallback) {
  return lua_isnoneornil(L, index) ? fallback : sesame_check_text(L, index);
}

void sesame_check_name(lua_State *L, int index, sesame_name *out) {
  char ascii[SESAME_NAME_TEXT_MAX];
  const char *why;
  size_t length;
  const char *text = luaL_checklstring(L, index, &length);
  if (length == 1 && text[0] == '.') {
    sesame_name_parse(out, text, length);
    return;
  }
  if (sesame_domain_to_ascii(ascii, text, length, &why) != SESAME_OK)
    luaL_error(L, "'%s' is no domain name: %s", text, why);
  sesame_name_parse(out, ascii, strlen(ascii));
}

void sesame_push_name(lua_State *L, const sesame_name *name) {
  char text[SESAME_NAME_TEXT_MAX];
  sesame_name lowered = *name;
  sesame_name_lower(&lowered);
  size_t length = sesame_name_format(&lowered, text);
  lua_pushlstring(L, text, length);
}

void sesame_new_class(lua_State *L, const char *name, const luaL_Reg *methods,
                      const luaL_Reg *meta) {
  luaL_newmetatable(L, name);
  luaL_setfuncs(L, meta, 0);
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
