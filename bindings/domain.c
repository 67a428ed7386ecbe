/* SPDX-License-Identifier: MIT */
/* Domain names at the Lua face: always text in presentation form, lower case, without a final dot.
 */
#include "common.h"

#include <string.h>

/* domain.to_ascii(text) -> A-labels, or nil, message, code */
static int domain_to_ascii(lua_State *L) {
  char out[SESAME_NAME_TEXT_MAX];
  const char *why;
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  sesame_status status = sesame_domain_to_ascii(out, text, length, &why);
  if (status != SESAME_OK)
    return sesame_push_failure(L, status, "%s", why);
  lua_pushstring(L, out);
  return 1;
}

static int push_suffix(lua_State *L, const char *(*find)(const char *)) {
  const char *name = sesame_check_text(L, 1);
  lua_pushstring(L, find(name));
  return 1;
}

static int domain_public_suffix(lua_State *L) {
  return push_suffix(L, sesame_domain_public_suffix);
}

static int domain_registrable(lua_State *L) {
  return push_suffix(L, sesame_domain_registrable);
}

static int domain_psl_available(lua_State *L) {
  lua_pushboolean(L, sesame_domain_psl_available());
  return 1;
}

/* domain.within(name, ancestor) */
static int domain_within(lua_State *L) {
  sesame_name name, ancestor;
  sesame_check_name(L, 1, &name);
  sesame_check_name(L, 2, &ancestor);
  lua_pushboolean(L, sesame_name_within(&name, &ancestor));
  return 1;
}

/* domain.labels(name) -> list of labels in presentation form */
static int domain_labels(lua_State *L) {
  sesame_name name, label;
  const uint8_t *bytes;
  size_t length;
  char text[SESAME_NAME_TEXT_MAX];
  sesame_check_name(L, 1, &name);
  lua_newtable(L);
  for (int i = 0; sesame_name_label(&name, i, &bytes, &length); i++) {
    label.length = (uint8_t)(length + 2);
    memcpy(label.wire, bytes - 1, length + 1);
    label.wire[length + 1] = 0;
    size_t used = sesame_name_format(&label, text);
    lua_pushlstring(L, text, used);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

/* domain.parent(name) -> the name without its first label, "." at the end */
static int domain_parent(lua_State *L) {
  sesame_name name;
  sesame_check_name(L, 1, &name);
  sesame_name_parent(&name, 1, &name);
  sesame_push_name(L, &name);
  return 1;
}

/* domain.compare(a, b) -> -1, 0, 1 in canonical order */
static int domain_compare(lua_State *L) {
  sesame_name a, b;
  sesame_check_name(L, 1, &a);
  sesame_check_name(L, 2, &b);
  int order = sesame_name_compare(&a, &b);
  lua_pushinteger(L, (order > 0) - (order < 0));
  return 1;
}

int sesame_open_domain(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"to_ascii", domain_to_ascii},
      {"public_suffix", domain_public_suffix},
      {"registrable", domain_registrable},
      {"psl_available", domain_psl_available},
      {"within", domain_within},
      {"labels", domain_labels},
      {"parent", domain_parent},
      {"compare", domain_compare},
      {NULL, NULL},
  };
  luaL_newlib(L, functions);
  return 1;
}
