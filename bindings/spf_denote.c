/* SPDX-License-Identifier: MIT */
/* core/spf_denote in Lua: denotations as boxes, their stretches and decisions as tables,
 * comparisons as one table. */
#include "spf_denote.h"
#include "addrset_box.h"
#include "common.h"
#include "spf_boxes.h"

#define DENOTATION "sesame.spf.denotation"

static const char *const family_names[] = {"ip4", "ip6"};

static sesame_spf_denotation *check_denotation(lua_State *L, int index) {
  sesame_spf_denotation **box = luaL_checkudata(L, index, DENOTATION);
  luaL_argcheck(L, *box, index, "denotation expected");
  return *box;
}

static int denotation_gc(lua_State *L) {
  sesame_spf_denotation **box = luaL_checkudata(L, 1, DENOTATION);
  sesame_spf_denotation *denotation = *box;
  *box = NULL;
  sesame_spf_denotation_free(denotation);
  return 0;
}

/* spf.denote(walk) -> denotation | nil, message, code */
static int denote(lua_State *L) {
  sesame_spf_walk *walk = sesame_check_walk(L, 1);
  sesame_spf_denotation **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = NULL;
  luaL_setmetatable(L, DENOTATION);
  const int status = sesame_spf_denote(box, walk);
  if (status == SESAME_NOT_FOUND)
    return sesame_push_failure(L, SESAME_NOT_FOUND, "questions are open: feed what needs() names");
  if (status == SESAME_TOO_MANY)
    return sesame_push_failure(L, SESAME_TOO_MANY, "too many terms that depend on the sender");
  if (status != SESAME_OK)
    return luaL_error(L, "not enough memory");
  return 1;
}

static void set_string(lua_State *L, const char *key, const char *value) {
  lua_pushstring(L, value);
  lua_setfield(L, -2, key);
}

static void set_range(lua_State *L, const sesame_range *range) {
  char out[SESAME_ADDRESS_TEXT_MAX];
  set_string(L, "family", family_names[range->family]);
  set_string(L, "first", sesame_address_format(range->family, range->first, out));
  set_string(L, "last", sesame_address_format(range->family, range->last, out));
}

/* A result's name, or the table of a question; each is made once and kept in the table at KNOWN. */
static void push_decision(lua_State *L, const sesame_spf_denotation *d,
                          sesame_spf_decision decision, int known) {
  sesame_spf_question_term question;
  if (!sesame_spf_denotation_question(d, decision, &question)) {
    lua_pushstring(L, sesame_spf_result_name((sesame_spf_result)decision));
    return;
  }
  luaL_checkstack(L, 6, "a long decision");
  if (lua_rawgeti(L, known, decision) == LUA_TTABLE)
    return;
  lua_pop(L, 1);
  lua_createtable(L, 0, 4);
  lua_pushvalue(L, -1);
  lua_rawseti(L, known, decision);
  set_string(L, "term", question.term);
  set_string(L, "domain", question.domain);
  if (question.final)
    return;
  push_decision(L, d, question.yes, known);
  lua_setfield(L, -2, "yes");
  push_decision(L, d, question.no, known);
  lua_setfield(L, -2, "no");
}

/* denotation:stretches() -> list of { family=, first=, last=, decision= } */
static int denotation_stretches(lua_State *L) {
  const sesame_spf_denotation *d = check_denotation(L, 1);
  sesame_spf_stretch at;
  lua_settop(L, 1);
  lua_newtable(L);
  lua_createtable(L, (int)sesame_spf_denotation_count(d), 0); /* stack: d; decisions; list */
  for (size_t i = 0; sesame_spf_denotation_stretch(d, i, &at); i++) {
    lua_createtable(L, 0, 4);
    set_range(L, &at.range);
    push_decision(L, d, at.decision, 2);
    lua_setfield(L, -2, "decision");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* denotation:at(address) -> decision | nil, message, code */
static int denotation_at(lua_State *L) {
  const sesame_spf_denotation *d = check_denotation(L, 1);
  size_t length;
  const char *text = luaL_checklstring(L, 2, &length);
  sesame_range range;
  if (sesame_range_parse(&range, text, length) != SESAME_OK ||
      sesame_address_compare(range.first, range.last) != 0)
    return sesame_push_failure(L, SESAME_BAD_ADDRESS, "'%s' is not an IP address", text);
  lua_settop(L, 2);
  lua_newtable(L);
  push_decision(L, d, sesame_spf_denotation_at(d, range.family, range.first), 3);
  return 1;
}

static void push_addresses(lua_State *L, const sesame_spf_denotation *d, int result, bool certain) {
  sesame_addrset **box = sesame_addrset_box(L);
  *box = sesame_spf_denotation_addresses(d, (sesame_spf_result)result, certain);
  if (!*box)
    luaL_error(L, "not enough memory");
}

/* denotation:addresses(result) -> certain, possible */
static int denotation_addresses(lua_State *L) {
  const sesame_spf_denotation *d = check_denotation(L, 1);
  const char *names[SESAME_SPF_RESULTS + 1] = {NULL};
  for (int i = 0; i < SESAME_SPF_RESULTS; i++)
    names[i] = sesame_spf_result_name((sesame_spf_result)i);
  const int result = luaL_checkoption(L, 2, NULL, names);
  push_addresses(L, d, result, true);
  push_addresses(L, d, result, false);
  return 2;
}

/* denotation:limited() -> set */
static int denotation_limited(lua_State *L) {
  const sesame_spf_denotation *d = check_denotation(L, 1);
  sesame_addrset **box = sesame_addrset_box(L);
  *box = sesame_addrset_keep((sesame_addrset *)sesame_spf_denotation_limited(d));
  return 1;
}

/* denotation:unknown() -> text | nil */
static int denotation_unknown(lua_State *L) {
  lua_pushstring(L, sesame_spf_denotation_unknown(check_denotation(L, 1)));
  return 1;
}

static int denotation_length(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)sesame_spf_denotation_count(check_denotation(L, 1)));
  return 1;
}

/* ---- comparison ---- */

#define COMPARISON "sesame.spf.comparison"

static int comparison_gc(lua_State *L) {
  sesame_spf_comparison **box = luaL_checkudata(L, 1, COMPARISON);
  sesame_spf_comparison *comparison = *box;
  *box = NULL;
  sesame_spf_comparison_free(comparison);
  return 0;
}

static void push_change(lua_State *L, const sesame_spf_change *change) {
  lua_createtable(L, 0, 9);
  set_range(L, &change->range);
  set_string(L, "relation", sesame_spf_relation_name(change->relation));
  if (change->relation == SESAME_SPF_DIFFERENT) {
    set_string(L, "from", sesame_spf_result_name(change->from));
    set_string(L, "to", sesame_spf_result_name(change->to));
  }
  if (change->term) {
    set_string(L, "term", change->term);
    set_string(L, "domain", change->domain);
    lua_pushboolean(L, change->matching);
    lua_setfield(L, -2, "matching");
  }
}

static void set_passing(lua_State *L, const char *key, const sesame_spf_comparison *c,
                        bool gained) {
  sesame_addrset **box = sesame_addrset_box(L);
  *box = sesame_spf_comparison_passing(c, gained);
  if (!*box)
    luaL_error(L, "not enough memory");
  lua_setfield(L, -2, key);
}

/* spf.compare(a, b) -> { verdict=, changes=, gained=, lost= } */
static int compare(lua_State *L) {
  const sesame_spf_denotation *a = check_denotation(L, 1), *b = check_denotation(L, 2);
  lua_settop(L, 2);
  sesame_spf_comparison **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = NULL;
  luaL_setmetatable(L, COMPARISON);
  if (sesame_spf_compare(box, a, b) != SESAME_OK)
    return luaL_error(L, "not enough memory");
  sesame_spf_change change;
  lua_createtable(L, 0, 4); /* stack: a; b; comparison; result */
  set_string(L, "verdict", sesame_spf_relation_name(sesame_spf_comparison_verdict(*box)));
  lua_createtable(L, (int)sesame_spf_comparison_count(*box), 0);
  for (size_t i = 0; sesame_spf_comparison_change(*box, i, &change); i++) {
    push_change(L, &change);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "changes");
  set_passing(L, "gained", *box, true);
  set_passing(L, "lost", *box, false);
  return 1;
}

void sesame_spf_denote_register(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"stretches", denotation_stretches}, {"at", denotation_at},
      {"addresses", denotation_addresses}, {"limited", denotation_limited},
      {"unknown", denotation_unknown},     {NULL, NULL}};
  static const luaL_Reg meta[] = {
      {"__gc", denotation_gc}, {"__len", denotation_length}, {NULL, NULL}};
  static const luaL_Reg comparison_meta[] = {{"__gc", comparison_gc}, {NULL, NULL}};
  static const luaL_Reg nothing[] = {{NULL, NULL}};
  sesame_new_class(L, DENOTATION, methods, meta);
  sesame_new_class(L, COMPARISON, nothing, comparison_meta);
  lua_pushcfunction(L, denote);
  lua_setfield(L, -2, "denote");
  lua_pushcfunction(L, compare);
  lua_setfield(L, -2, "compare");
}
