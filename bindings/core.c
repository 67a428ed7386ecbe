/* SPDX-License-Identifier: MIT */
/* The one entry of the shared object: a table of modules, one line each. */
#include "common.h"

LUAMOD_API int luaopen_sesame_core(lua_State *L);

int luaopen_sesame_core(lua_State *L) {
  static const luaL_Reg modules[] = {
      {"status", sesame_open_status},
      {"domain", sesame_open_domain},
      {"answer", sesame_open_answer},
      {"resolver", sesame_open_resolver},
      {"zone", sesame_open_zone},
      {"system", sesame_open_system},
      {"addrset", sesame_open_addrset},
      {"taglist", sesame_open_taglist},
      {"dkim", sesame_open_dkim},
      {"spf", sesame_open_spf},
      {"text", sesame_open_text},
      {"sandbox", sesame_open_sandbox},
      {NULL, NULL},
  };
  lua_newtable(L);
  for (const luaL_Reg *m = modules; m->name; m++) {
    lua_pushcfunction(L, m->func);
    lua_call(L, 0, 1);
    lua_setfield(L, -2, m->name);
  }
  return 1;
}
