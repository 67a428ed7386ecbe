/* SPDX-License-Identifier: MIT */
/* Text files as octets without byte order marks or UTF-16. */
#include "common.h"
#include "text.h"

/* text.plain(bytes) -> the text; nil, message, "bad-syntax" for UTF-32 and broken UTF-16 */
static int text_plain(lua_State *L) {
  size_t length, used;
  luaL_Buffer b;
  const char *bytes = luaL_checklstring(L, 1, &length);
  char *out = luaL_buffinitsize(L, &b, sesame_text_room(length));
  sesame_status status = sesame_text_plain(bytes, length, out, &used);
  luaL_pushresultsize(&b, status == SESAME_OK ? used : 0);
  if (status == SESAME_OK)
    return 1;
  if (used == 0)
    return sesame_push_failure(L, status, "UTF-32; save it as UTF-8");
  return sesame_push_failure(L, status, "broken UTF-16 at octet %I; save it as UTF-8",
                             (lua_Integer)used);
}

int sesame_open_text(lua_State *L) {
  static const luaL_Reg functions[] = {{"plain", text_plain}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
