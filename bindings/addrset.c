/* SPDX-License-Identifier: MIT */
/* core/addrset in Lua: immutable sets with operators, texts in and out. */
#include "addrset_box.h"
#include "common.h"

#include <lauxlib.h>

#define ADDRSET "sesame.addrset"

static const char *const family_names[] = {"ip4", "ip6", "both", NULL};

sesame_addrset **sesame_addrset_box(lua_State *L) {
  sesame_addrset **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = NULL;
  luaL_setmetatable(L, ADDRSET);
  return box;
}

static const sesame_addrset *check_set(lua_State *L, int index) {
  sesame_addrset **box = luaL_checkudata(L, index, ADDRSET);
  luaL_argcheck(L, *box, index, "address set expected");
  return *box;
}

/* The set just put into the box on top, or the error that memory is out. */
static int filled(lua_State *L, sesame_addrset **box) {
  return *box ? 1 : luaL_error(L, "out of memory");
}

static bool read_range(lua_State *L, int index, sesame_range *out) {
  size_t length;
  const char *text = lua_tolstring(L, index, &length);
  return text && sesame_range_parse(out, text, length) == SESAME_OK;
}

/* new(list of texts) -> set | nil, message, code */
static int addrset_new(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  const size_t count = lua_rawlen(L, 1);
  sesame_addrset **box = sesame_addrset_box(L); /* stack: list; box */
  sesame_range *ranges = lua_newuserdatauv(L, (count + 1) * sizeof *ranges, 0);
  for (size_t i = 0; i < count; i++) { /* stack: list; box; ranges; text */
    const int type = lua_rawgeti(L, 1, (lua_Integer)i + 1);
    luaL_argcheck(L, type == LUA_TSTRING, 1, "list of strings expected");
    if (!read_range(L, -1, &ranges[i]))
      return sesame_push_failure(L, SESAME_BAD_ADDRESS,
                                 "'%s' is not an address, a prefix or a range",
                                 lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  *box = sesame_addrset_make(ranges, count);
  lua_settop(L, 2);
  return filled(L, box);
}

static int addrset_all(lua_State *L) {
  const int family = luaL_checkoption(L, 1, "both", family_names);
  sesame_addrset **box = sesame_addrset_box(L);
  *box = sesame_addrset_all((sesame_family)family);
  return filled(L, box);
}

typedef sesame_addrset *operation(const sesame_addrset *a, const sesame_addrset *b);

static int operate(lua_State *L, operation *apply) {
  const sesame_addrset *a = check_set(L, 1), *b = check_set(L, 2);
  sesame_addrset **box = sesame_addrset_box(L);
  *box = apply(a, b);
  return filled(L, box);
}

static int addrset_union(lua_State *L) {
  return operate(L, sesame_addrset_union);
}

static int addrset_intersection(lua_State *L) {
  return operate(L, sesame_addrset_intersection);
}

static int addrset_difference(lua_State *L) {
  return operate(L, sesame_addrset_difference);
}

static int addrset_complement(lua_State *L) {
  const sesame_addrset *set = check_set(L, 1);
  sesame_addrset **box = sesame_addrset_box(L);
  *box = sesame_addrset_complement(set);
  return filled(L, box);
}

static int addrset_equal(lua_State *L) {
  lua_pushboolean(L, sesame_addrset_equal(check_set(L, 1), check_set(L, 2)));
  return 1;
}

static int addrset_length(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)sesame_addrset_count(check_set(L, 1)));
  return 1;
}

/* set:contains(address) -> boolean | nil, message, code */
static int addrset_contains(lua_State *L) {
  const sesame_addrset *set = check_set(L, 1);
  const char *text = sesame_check_text(L, 2);
  sesame_range range;
  if (!read_range(L, 2, &range) || sesame_address_compare(range.first, range.last) != 0)
    return sesame_push_failure(L, SESAME_BAD_ADDRESS, "'%s' is not an IP address", text);
  lua_pushboolean(L, sesame_addrset_contains(set, range.family, range.first));
  return 1;
}

static int addrset_is_empty(lua_State *L) {
  const int family = luaL_checkoption(L, 2, "both", family_names);
  lua_pushboolean(L, sesame_addrset_is_empty(check_set(L, 1), (sesame_family)family));
  return 1;
}

static int addrset_is_all(lua_State *L) {
  const int family = luaL_checkoption(L, 2, "both", family_names);
  lua_pushboolean(L, sesame_addrset_is_all(check_set(L, 1), (sesame_family)family));
  return 1;
}

/* set:size(family) -> decimal string */
static int addrset_size(lua_State *L) {
  const sesame_addrset *set = check_set(L, 1);
  const int family = luaL_checkoption(L, 2, NULL, family_names);
  char out[SESAME_ADDRSET_SIZE_MAX];
  luaL_argcheck(L, family < SESAME_FAMILIES, 2, "'ip4' or 'ip6' expected");
  lua_pushstring(L, sesame_addrset_size(set, (sesame_family)family, out));
  return 1;
}

static void push_range(lua_State *L, const sesame_range *range) {
  char out[SESAME_ADDRESS_TEXT_MAX];
  lua_createtable(L, 0, 4);
  lua_pushstring(L, family_names[range->family]);
  lua_setfield(L, -2, "family");
  lua_pushstring(L, sesame_address_format(range->family, range->first, out));
  lua_setfield(L, -2, "first");
  lua_pushstring(L, sesame_address_format(range->family, range->last, out));
  lua_setfield(L, -2, "last");
}

/* a:differ(b) -> nil when equal | { family=, first=, last=, only = "a"|"b" } */
static int addrset_differ(lua_State *L) {
  sesame_range range;
  const int sign = sesame_addrset_differ(check_set(L, 1), check_set(L, 2), &range);
  if (sign == 0)
    return 0;
  push_range(L, &range);
  lua_pushstring(L, sign > 0 ? "a" : "b");
  lua_setfield(L, -2, "only");
  return 1;
}

/* set:range(index) -> { family=, first=, last= } | nothing past the end */
static int addrset_range(lua_State *L) {
  const sesame_addrset *set = check_set(L, 1);
  const lua_Integer index = luaL_checkinteger(L, 2);
  sesame_range range;
  if (index < 1 || !sesame_addrset_range(set, (size_t)index - 1, &range))
    return 0;
  push_range(L, &range);
  return 1;
}

static int next_prefix(lua_State *L) {
  const sesame_addrset *set = check_set(L, lua_upvalueindex(1));
  sesame_prefix_cursor *cursor = lua_touserdata(L, lua_upvalueindex(2));
  sesame_prefix prefix;
  char out[SESAME_PREFIX_TEXT_MAX];
  if (!sesame_addrset_prefix(set, cursor, &prefix))
    return 0;
  lua_pushstring(L, sesame_prefix_format(&prefix, out));
  lua_pushstring(L, family_names[prefix.family]);
  lua_pushinteger(L, prefix.length);
  return 3;
}

/* for prefix, family, length in set:prefixes() do */
static int addrset_prefixes(lua_State *L) {
  check_set(L, 1);
  lua_settop(L, 1);
  sesame_prefix_cursor *cursor = lua_newuserdatauv(L, sizeof *cursor, 0);
  *cursor = (sesame_prefix_cursor){0};
  lua_pushcclosure(L, next_prefix, 2);
  return 1;
}

static int addrset_tostring(lua_State *L) {
  char ip4[SESAME_ADDRSET_SIZE_MAX], ip6[SESAME_ADDRSET_SIZE_MAX];
  const sesame_addrset *set = check_set(L, 1);
  lua_pushfstring(L, "addrset (%s IPv4, %s IPv6)", sesame_addrset_size(set, SESAME_IP4, ip4),
                  sesame_addrset_size(set, SESAME_IP6, ip6));
  return 1;
}

static int addrset_gc(lua_State *L) {
  sesame_addrset **box = luaL_checkudata(L, 1, ADDRSET);
  sesame_addrset_free(*box);
  *box = NULL;
  return 0;
}

static const luaL_Reg metamethods[] = {{"__bor", addrset_union},
                                       {"__band", addrset_intersection},
                                       {"__sub", addrset_difference},
                                       {"__bnot", addrset_complement},
                                       {"__eq", addrset_equal},
                                       {"__len", addrset_length},
                                       {"__tostring", addrset_tostring},
                                       {"__gc", addrset_gc},
                                       {NULL, NULL}};

static const luaL_Reg methods[] = {{"contains", addrset_contains}, {"is_empty", addrset_is_empty},
                                   {"is_all", addrset_is_all},     {"size", addrset_size},
                                   {"differ", addrset_differ},     {"range", addrset_range},
                                   {"prefixes", addrset_prefixes}, {NULL, NULL}};

static const luaL_Reg functions[] = {{"new", addrset_new}, {"all", addrset_all}, {NULL, NULL}};

int sesame_open_addrset(lua_State *L) {
  sesame_new_class(L, ADDRSET, methods, metamethods);
  luaL_newlib(L, functions);
  return 1;
}
