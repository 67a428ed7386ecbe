/* SPDX-License-Identifier: MIT */
/* core/spf_walk in Lua: open, needs, feed; the finished tree as tables. */
#include "addrset_box.h"
#include "common.h"
#include "spf_boxes.h"

#define WALK "sesame.spf.walk"

static const char *const family_names[] = {"ip4", "ip6"};

sesame_spf_walk *sesame_check_walk(lua_State *L, int index) {
  sesame_spf_walk **box = luaL_checkudata(L, index, WALK);
  if (!*box)
    luaL_error(L, "the walk is closed");
  return *box;
}

static sesame_spf_walk *check_walk(lua_State *L) {
  return sesame_check_walk(L, 1);
}

static int walk_close(lua_State *L) {
  sesame_spf_walk **box = luaL_checkudata(L, 1, WALK);
  sesame_spf_walk *walk = *box;
  *box = NULL;
  sesame_spf_walk_close(walk);
  return 0;
}

/* spf.walk(domain) -> walk */
static int walk_open(lua_State *L) {
  sesame_name domain;
  sesame_check_name(L, 1, &domain);
  sesame_spf_walk **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = NULL;
  luaL_setmetatable(L, WALK);
  if (sesame_spf_walk_open(box, &domain) != SESAME_OK)
    return luaL_error(L, "not enough memory");
  return 1;
}

/* walk:needs() -> list of { name=, type= } */
static int walk_needs(lua_State *L) {
  const sesame_spf_need *needs;
  char type[12];
  const size_t count = sesame_spf_walk_needs(check_walk(L), &needs);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_createtable(L, 0, 2);
    sesame_push_name(L, needs[i].name);
    lua_setfield(L, -2, "name");
    lua_pushstring(L, sesame_type_name(needs[i].type, type));
    lua_setfield(L, -2, "type");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* walk:feed({ name=, type= }, answer) -> true | nil, message, code */
static int walk_feed(lua_State *L) {
  sesame_spf_walk *walk = check_walk(L);
  sesame_name name;
  luaL_checktype(L, 2, LUA_TTABLE);
  sesame_answer *answer = sesame_check_answer(L, 3);
  lua_settop(L, 3);
  lua_getfield(L, 2, "name");
  lua_getfield(L, 2, "type"); /* stack: walk; question; answer; name; type */
  sesame_check_name(L, 4, &name);
  const int status = sesame_spf_walk_feed(walk, &name, sesame_check_type(L, 5), answer);
  if (status == SESAME_NO_MEMORY)
    return luaL_error(L, "not enough memory");
  if (status != SESAME_OK)
    return sesame_push_failure(L, SESAME_NOT_FOUND, "this was not asked, or is answered already");
  lua_pushboolean(L, true);
  return 1;
}

static void set_integer(lua_State *L, const char *key, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, key);
}

/* Left out when false: a tree has many terms and few of these. */
static void set_flag(lua_State *L, const char *key, bool value) {
  if (value) {
    lua_pushboolean(L, true);
    lua_setfield(L, -2, key);
  }
}

static void set_string(lua_State *L, const char *key, const char *value) {
  if (value) {
    lua_pushstring(L, value);
    lua_setfield(L, -2, key);
  }
}

static void set_text(lua_State *L, const char *key, const sesame_spf_record *record,
                     sesame_span span) {
  lua_pushlstring(L, record->text + span.from, (size_t)(span.to - span.from));
  lua_setfield(L, -2, key);
}

static void set_pair(lua_State *L, const char *key, const int of[SESAME_FAMILIES]) {
  lua_createtable(L, 0, SESAME_FAMILIES);
  for (int f = 0; f < SESAME_FAMILIES; f++)
    set_integer(L, family_names[f], of[f]);
  lua_setfield(L, -2, key);
}

/* Where a finished tree goes: the table of each term is kept in a table of terms, by address. */
typedef struct writer {
  lua_State *L;
  const sesame_spf_walk *walk;
  int terms; /* stack index */
  bool addresses;
} writer;

static void set_sets(const writer *w, const sesame_spf_visit *visit) {
  lua_State *L = w->L;
  sesame_addrset **certain = sesame_addrset_box(L), **possible = sesame_addrset_box(L);
  if (sesame_spf_walk_matches(w->walk, visit, certain, possible) != SESAME_OK)
    luaL_error(L, "not enough memory");
  lua_setfield(L, -3, "possible");
  lua_setfield(L, -2, "addresses");
}

/* The family for which the subtree costs more; the first when there is one subtree or none. */
static const sesame_spf_node *subtree(const sesame_spf_visit *visit) {
  const sesame_spf_node *ip4 = visit->child[SESAME_IP4], *ip6 = visit->child[SESAME_IP6];
  return !ip4 || (ip6 && ip6->total > ip4->total) ? ip6 : ip4;
}

/* The targets of the aliases ANSWER followed; left out where it followed none. */
static void set_chain(lua_State *L, const sesame_answer *answer) {
  sesame_record record;
  sesame_name name;
  if (!sesame_answer_chain_count(answer))
    return;
  lua_newtable(L);
  for (size_t i = 0; sesame_answer_chain(answer, i, &record); i++) {
    sesame_record_name(&record, &name);
    sesame_push_name(L, &name);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "chain");
}

static void set_target(lua_State *L, const sesame_spf_visit *visit) {
  const sesame_spf_node *below = subtree(visit);
  const int family = visit->target[SESAME_IP4] && (!below || below == visit->child[SESAME_IP4])
                         ? SESAME_IP4
                         : SESAME_IP6;
  if (!visit->target[family])
    return;
  sesame_push_name(L, visit->target[family]);
  lua_setfield(L, -2, "target");
  if (!visit->answer[family])
    return;
  set_string(L, "dns", sesame_status_name(sesame_answer_status(visit->answer[family])));
  set_chain(L, visit->answer[family]);
}

static void push_terms(const writer *w, const sesame_spf_node *node);

static void set_record(const writer *w, const sesame_spf_node *node) {
  lua_State *L = w->L;
  if (node->record) {
    lua_pushlstring(L, node->record->text, node->record->length);
    lua_setfield(L, -2, "record");
    set_integer(L, "ttl", sesame_answer_ttl(node->answer));
  }
  push_terms(w, node);
  lua_setfield(L, -2, "terms");
}

static void set_costs(lua_State *L, const sesame_spf_visit *visit) {
  set_integer(L, "cost", visit->cost);
  set_integer(L, "total", visit->total);
  set_integer(L, "running", visit->running);
  if (!visit->cost)
    return;
  set_integer(L, "position", visit->position);
  set_flag(L, "lower_bound", visit->lower_bound);
  set_flag(L, "macro", visit->macro);
  set_flag(L, "macro_p", visit->macro_p);
  if (visit->voids[SESAME_IP4] + visit->voids[SESAME_IP6] + visit->void_queries[SESAME_IP4] +
      visit->void_queries[SESAME_IP6]) {
    set_pair(L, "void_lookups", visit->voids);
    set_pair(L, "void_queries", visit->void_queries);
    set_flag(L, "void_certain", visit->void_certain);
  }
}

static void push_term(const writer *w, const sesame_spf_visit *visit) {
  lua_State *L = w->L;
  const sesame_spf_term *term = visit->term;
  lua_createtable(L, 0, 16);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, w->terms, visit);
  set_text(L, "text", visit->node->record, term->span);
  set_string(L, "kind", sesame_spf_kind_name(term->kind));
  lua_createtable(L, 2, 0);
  lua_pushinteger(L, term->span.from);
  lua_rawseti(L, -2, 1);
  lua_pushinteger(L, term->span.to);
  lua_rawseti(L, -2, 2);
  lua_setfield(L, -2, "range");
  if (term->qualifier) {
    lua_pushlstring(L, &term->qualifier, 1);
    lua_setfield(L, -2, "qualifier");
  }
  set_string(L, "status", sesame_spf_standing_name(visit->standing));
  set_string(L, "problem", sesame_spf_problem_name(visit->problem));
  set_costs(L, visit);
  set_target(L, visit);
  if (w->addresses)
    set_sets(w, visit);
  if (subtree(visit))
    set_record(w, subtree(visit));
}

static void push_terms(const writer *w, const sesame_spf_node *node) {
  luaL_checkstack(w->L, 12, "a deep SPF tree");
  lua_createtable(w->L, (int)node->visit_count, 0);
  for (size_t i = 0; i < node->visit_count; i++) {
    push_term(w, &node->visits[i]);
    lua_rawseti(w->L, -2, (lua_Integer)i + 1);
  }
}

/* The terms from the domain's own record down to VISIT, as the very tables of the tree. A term in a
 * subtree that is shown for the other family only has no table: it is left out. */
static void set_path(const writer *w, const char *key, const sesame_spf_visit *visit) {
  lua_State *L = w->L;
  lua_Integer depth = 0;
  if (!visit)
    return;
  for (const sesame_spf_visit *v = visit; v; v = v->node->parent)
    depth++;
  lua_createtable(L, (int)depth, 0);
  for (const sesame_spf_visit *v = visit; v; v = v->node->parent) {
    lua_rawgetp(L, w->terms, v);
    lua_rawseti(L, -2, depth--);
  }
  lua_setfield(L, -2, key);
}

static void set_addresses(lua_State *L, const char *key, const sesame_addrset *set) {
  sesame_addrset **box = sesame_addrset_box(L);
  *box = sesame_addrset_keep((sesame_addrset *)set);
  lua_setfield(L, -2, key);
}

/* Paths of both families; a family without one is left out. */
static void set_paths(const writer *w, const char *key,
                      const sesame_spf_visit *const of[SESAME_FAMILIES]) {
  lua_createtable(w->L, 0, SESAME_FAMILIES);
  for (int f = 0; f < SESAME_FAMILIES; f++)
    set_path(w, family_names[f], of[f]);
  lua_setfield(w->L, -2, key);
}

static void set_voids(const writer *w, const sesame_spf_tree *tree) {
  lua_State *L = w->L;
  set_pair(L, "void_lookups", tree->voids);
  set_pair(L, "void_certain", tree->voids_certain);
  set_pair(L, "void_queries", tree->void_queries);
  set_pair(L, "void_queries_certain", tree->void_queries_certain);
  set_flag(L, "void_unknown", tree->voids_unknown);
  lua_createtable(L, 0, 3);
  set_paths(w, "terms", tree->over_void);
  set_paths(w, "queries", tree->over_void_queries);
  set_paths(w, "worst", tree->over_void_worst);
  lua_setfield(L, -2, "over_voids");
  const sesame_spf_visit *void4 = tree->over_void[SESAME_IP4], *void6 = tree->over_void[SESAME_IP6];
  set_path(w, "over_void", void4 ? void4 : void6);
}

static void push_tree(const writer *w, const sesame_spf_tree *tree) {
  lua_State *L = w->L;
  lua_createtable(L, 0, 24);
  sesame_push_name(L, tree->root->name);
  lua_setfield(L, -2, "domain");
  set_string(L, "result", sesame_spf_tree_result_name(tree->result));
  set_string(L, "problem", sesame_spf_problem_name(tree->problem));
  if (tree->root->answer)
    set_string(L, "dns", sesame_status_name(sesame_answer_status(tree->root->answer)));
  set_record(w, tree->root);
  set_integer(L, "lookups", tree->lookups);
  lua_pushboolean(L, tree->lower_bound);
  lua_setfield(L, -2, "lower_bound");
  set_integer(L, "limit", SESAME_SPF_WALK_LOOKUPS);
  set_pair(L, "lookups_of", tree->lookups_of);
  set_flag(L, "too_large", tree->too_large);
  set_integer(L, "queries", (lua_Integer)tree->queries);
  set_integer(L, "records", (lua_Integer)tree->nodes);
  set_addresses(L, "authorised", tree->authorised);
  set_addresses(L, "possible", tree->possible);
  set_path(w, "culprit", tree->culprit);
  set_path(w, "over_limit", tree->over_limit);
  set_voids(w, tree);
}

/* walk:result([{ addresses = true }]) -> tree | nil, message, code while questions are open */
static int walk_result(lua_State *L) {
  static const char *const names[] = {"addresses", NULL};
  const sesame_spf_tree *tree;
  writer w = {L, check_walk(L), 3, false};
  lua_settop(L, 2);
  sesame_check_options(L, 2, names);
  if (lua_istable(L, 2)) {
    lua_getfield(L, 2, "addresses");
    w.addresses = lua_toboolean(L, -1);
    lua_settop(L, 2);
  }
  const int status = sesame_spf_walk_result(check_walk(L), &tree);
  if (status == SESAME_NOT_FOUND)
    return sesame_push_failure(L, SESAME_NOT_FOUND, "questions are open: feed what needs() names");
  if (status != SESAME_OK)
    return luaL_error(L, "not enough memory");
  lua_newtable(L); /* stack: walk; options; tables of terms */
  push_tree(&w, tree);
  return 1;
}

void sesame_spf_walk_register(lua_State *L) {
  static const luaL_Reg methods[] = {{"needs", walk_needs},
                                     {"feed", walk_feed},
                                     {"result", walk_result},
                                     {"close", walk_close},
                                     {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", walk_close}, {"__close", walk_close}, {NULL, NULL}};
  sesame_new_class(L, WALK, methods, meta);
  lua_pushcfunction(L, walk_open);
  lua_setfield(L, -2, "walk");
}
