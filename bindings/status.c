/* SPDX-License-Identifier: MIT */
/* The table of outcomes: names, sentences, knowledge. */
#include "common.h"

static sesame_status check_status(lua_State *L) {
  const char *name = sesame_check_text(L, 1);
  sesame_status status = sesame_status_from_name(name);
  if (status == SESAME_STATUS_COUNT)
    luaL_error(L, "'%s' is no status", name);
  return status;
}

static int status_text(lua_State *L) {
  lua_pushstring(L, sesame_status_text(check_status(L)));
  return 1;
}

static int status_known(lua_State *L) {
  lua_pushstring(L, sesame_knowledge_name(sesame_status_knowledge(check_status(L))));
  return 1;
}

static int status_names(lua_State *L) {
  lua_createtable(L, SESAME_STATUS_COUNT, 0);
  for (int i = 0; i < SESAME_STATUS_COUNT; i++) {
    lua_pushstring(L, sesame_status_name((sesame_status)i));
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

int sesame_open_status(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"text", status_text}, {"known", status_known}, {"names", status_names}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
