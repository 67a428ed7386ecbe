/* SPDX-License-Identifier: MIT */
/* Whom the limits of RFC 7208 4.6.4 hit: the policy is gone through from its beginning, with each
 * address's counts of lookups and void lookups. Terms that depend on the sender are taken not to
 * match, and not to be void. */
#include "spf_denote_internal.h"

#include <stdlib.h>

/* A map's value: outcome, then voids, then lookups. */
enum { LIVE = SESAME_SPF_RESULTS, OUTSIDE, LIMITED, ONE_LOOKUP = 1 << 8, ONE_VOID = 1 << 4 };

static uint32_t outcome_of(uint32_t value) {
  return value & 15;
}

static uint32_t with_outcome(uint32_t value, uint32_t result) {
  return (value & ~(uint32_t)15) | result;
}

typedef struct counter {
  const sesame_spf_walk *walk;
  sesame_family family;
  bool no_memory;
} counter;

static uint32_t charge_one(void *context, uint32_t value) {
  (void)context;
  if (outcome_of(value) != LIVE)
    return value;
  value += ONE_LOOKUP;
  return value / ONE_LOOKUP > SESAME_SPF_WALK_LOOKUPS ? with_outcome(value, LIMITED) : value;
}

static uint32_t void_one(void *context, uint32_t value) {
  (void)context;
  if (outcome_of(value) != LIVE)
    return value;
  value += ONE_VOID;
  return value / ONE_VOID % 16 > VOID_LIMIT ? with_outcome(value, LIMITED) : value;
}

/* Those still live take the outcome that the term has for them. */
static uint32_t decide(void *context, uint32_t state, uint32_t match) {
  (void)context;
  return outcome_of(state) == LIVE && match != UNDECIDED ? with_outcome(state, match) : state;
}

static uint32_t enter(void *context, uint32_t state) {
  (void)context;
  return outcome_of(state) == LIVE ? state : with_outcome(state, OUTSIDE);
}

typedef struct leaving {
  sesame_spf_result match;
  bool redirect;
} leaving;

/* BELOW is what the record of an include or redirect made of those that were live. */
static uint32_t leave(void *context, uint32_t state, uint32_t below) {
  const leaving *l = context;
  const uint32_t found = outcome_of(below);
  if (outcome_of(state) != LIVE)
    return state;
  if (found == SESAME_SPF_RESULT_NONE)
    return with_outcome(below, SESAME_SPF_RESULT_PERMERROR);
  if (l->redirect || found == LIMITED || found == SESAME_SPF_RESULT_PERMERROR ||
      found == SESAME_SPF_RESULT_TEMPERROR)
    return below;
  return with_outcome(below, found == SESAME_SPF_RESULT_PASS ? l->match : LIVE);
}

static bool any_live(const stretches *map) {
  for (size_t i = 0; i < map->count; i++)
    if (outcome_of(map->items[i].value) == LIVE)
      return true;
  return false;
}

static void merge_into(counter *c, stretches *state, const stretches *other, merge_fn *merge,
                       void *context) {
  stretches made;
  if (!sesame_stretches_merge(&made, state, other, merge, context)) {
    c->no_memory = true;
    return;
  }
  sesame_stretches_free(state);
  *state = made;
}

static void decide_claims(counter *c, stretches *state, claims *run) {
  stretches own;
  c->no_memory |= run->failed;
  if (!run->count || c->no_memory)
    return;
  if (sesame_stretches_claimed(&own, run, c->family)) {
    merge_into(c, state, &own, decide, NULL);
    sesame_stretches_free(&own);
  } else {
    c->no_memory = true;
  }
  run->count = 0;
}

static void decide_all(counter *c, stretches *state, uint32_t result) {
  stretches own;
  if (!sesame_stretches_constant(&own, result)) {
    c->no_memory = true;
    return;
  }
  merge_into(c, state, &own, decide, NULL);
  sesame_stretches_free(&own);
}

static void count_record(counter *c, const sesame_spf_node *node, stretches *state);

/* A record's own STATE starts with those that come to it. */
static void go_below(counter *c, const sesame_spf_node *child, leaving *how, stretches *state) {
  stretches below;
  if (!sesame_stretches_copy(&below, state)) {
    c->no_memory = true;
    return;
  }
  sesame_stretches_change(&below, enter, NULL);
  count_record(c, child, &below);
  if (!c->no_memory)
    merge_into(c, state, &below, leave, how);
  sesame_stretches_free(&below);
}

static void count_subtree(counter *c, const sesame_spf_visit *visit, stretches *state) {
  const sesame_spf_node *child = visit->child[c->family];
  leaving how = {SESAME_SPF_RESULT_NEUTRAL, visit->term->kind == SESAME_SPF_REDIRECT};
  sesame_stretches_change(state, charge_one, NULL);
  if (!how.redirect)
    how.match = sesame_spf_result_of(visit->term->qualifier);
  if (sesame_spf_find_hidden(visit->term)) {
    if (how.redirect)
      decide_all(c, state, SESAME_SPF_RESULT_NEUTRAL);
  } else if (child) {
    go_below(c, child, &how, state);
  } else {
    decide_all(c, state, SESAME_SPF_RESULT_PERMERROR);
  }
}

/* A mechanism that looks up, but no record. */
static void count_lookup(counter *c, const place *at, size_t index, stretches *state) {
  const policy *p = at->txt->policy;
  claims found = {0};
  sesame_stretches_change(state, charge_one, NULL);
  if (sesame_spf_find_hidden(&p->record->terms[index]))
    return;
  const finding f = sesame_denote_look(c->walk, p, index, c->family, &found);
  decide_claims(c, state, &found);
  free(found.items);
  if (f.voids)
    sesame_stretches_change(state, void_one, NULL);
}

static void count_terms(counter *c, const place *at, stretches *state) {
  const size_t reached = sesame_denote_reached(&at->node);
  claims run = {0};
  for (size_t i = 0; i < reached && !c->no_memory; i++) {
    const sesame_spf_visit *visit = &at->node.visits[i];
    const sesame_spf_kind kind = visit->term->kind;
    if (kind >= SESAME_SPF_REDIRECT)
      continue;
    if (!sesame_spf_kind_costs(kind)) {
      sesame_denote_look(c->walk, at->txt->policy, i, c->family, &run);
      continue;
    }
    decide_claims(c, state, &run);
    if (!any_live(state))
      break;
    if (kind == SESAME_SPF_INCLUDE)
      count_subtree(c, visit, state);
    else
      count_lookup(c, at, i, state);
  }
  decide_claims(c, state, &run);
  free(run.items);
}

static void count_record(counter *c, const sesame_spf_node *node, stretches *state) {
  if (node->problem) {
    decide_all(c, state,
               node->problem == SESAME_SPF_NO_RECORD ? SESAME_SPF_RESULT_NONE
                                                     : SESAME_SPF_RESULT_PERMERROR);
    return;
  }
  count_terms(c, (const place *)node, state);
  const sesame_spf_record *record = node->record;
  if (record->all < 0 && record->redirect >= 0 && !c->no_memory &&
      node->visits[record->redirect].standing != SESAME_SPF_DEAD)
    count_subtree(c, &node->visits[record->redirect], state);
  else if (!c->no_memory)
    decide_all(c, state, SESAME_SPF_RESULT_NEUTRAL);
}

bool sesame_denote_limits(const sesame_spf_walk *walk, sesame_family family, ranges *list) {
  const sesame_spf_tree *tree = walk->tree;
  counter c = {walk, family, false};
  stretches state;
  if (tree->lookups_of[family] <= SESAME_SPF_WALK_LOOKUPS && tree->voids[family] <= VOID_LIMIT &&
      !tree->too_large)
    return true;
  if (!sesame_stretches_constant(&state, LIVE))
    return false;
  count_record(&c, tree->root, &state);
  for (size_t i = 0; i < state.count && !c.no_memory; i++)
    if (outcome_of(state.items[i].value) == LIMITED)
      sesame_ranges_add(list, (sesame_range){family, state.items[i].first,
                                             sesame_stretches_last(&state, i, family)});
  sesame_stretches_free(&state);
  return !c.no_memory && !list->failed;
}
