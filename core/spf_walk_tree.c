/* SPDX-License-Identifier: MIT */
/* The tree, built in the order of evaluation for a sender that matches nothing: what each term
 * costs, where the limits break. */
#include "spf_walk_internal.h"

#include <limits.h>
#include <stdlib.h>

typedef struct builder {
  sesame_spf_walk *walk;
  sesame_spf_tree *tree;
  int count[SESAME_FAMILIES]; /* lookups so far */
  size_t visits;
  const sesame_spf_visit *unknown; /* the first of which DNS told nothing */
  sesame_spf_problem unknown_problem;
  bool failed; /* memory ran out */
} builder;

static int greater(const int of[SESAME_FAMILIES], unsigned families) {
  int most = 0;
  for (int f = 0; f < SESAME_FAMILIES; f++)
    if (families >> f & 1 && of[f] > most)
      most = of[f];
  return most;
}

/* What was counted since BEFORE, for the family for which it is more. */
static int since(const builder *b, const int before[SESAME_FAMILIES]) {
  int added[SESAME_FAMILIES];
  for (int f = 0; f < SESAME_FAMILIES; f++)
    added[f] = b->count[f] - before[f];
  return greater(added, BOTH_FAMILIES);
}

/* The first problem that is a permerror decides the result; before all that are not known. */
static void report(builder *b, const sesame_spf_visit *visit, sesame_spf_problem problem) {
  if (problem == SESAME_SPF_NOT_LEARNT || problem == SESAME_SPF_TOO_LARGE) {
    if (!b->unknown_problem) {
      b->unknown_problem = problem;
      b->unknown = visit;
    }
  } else if (problem && !b->tree->problem) {
    b->tree->problem = problem;
    b->tree->culprit = visit;
  }
}

static place *new_place(builder *b, question *txt, const sesame_spf_visit *parent) {
  sesame_spf_walk *walk = b->walk;
  if (walk->place_count == walk->place_capacity) {
    const size_t capacity = walk->place_capacity ? 2 * walk->place_capacity : 16;
    place **places = realloc(walk->places, capacity * sizeof *places);
    if (!places)
      return NULL;
    walk->places = places;
    walk->place_capacity = capacity;
  }
  place *at = calloc(1, sizeof *at);
  if (!at)
    return NULL;
  walk->places[walk->place_count++] = at;
  const policy *p = txt->policy;
  at->txt = txt;
  at->node = (sesame_spf_node){.name = &txt->name,
                               .answer = txt->answer,
                               .record = p->record,
                               .txt_index = p->txt_index,
                               .problem = p->problem,
                               .parent = parent,
                               .lower_bound = p->problem == SESAME_SPF_NOT_LEARNT};
  at->above = parent ? (const place *)parent->node : NULL;
  at->depth = at->above ? at->above->depth + 1 : 0;
  at->loop_depth = INT_MAX;
  return at;
}

/* The place above or at AT where TXT's policy is being evaluated. */
static const place *in_progress(const place *at, const question *txt) {
  while (at && at->txt != txt)
    at = at->above;
  return at;
}

static place *build_place(builder *b, question *txt, const sesame_spf_visit *parent,
                          unsigned families);

/* What is wrong for senders of FAMILIES; as V's own problem a certain one goes first. */
static void set_problem(sesame_spf_visit *v, sesame_spf_problem problem, unsigned families) {
  for (int f = 0; f < SESAME_FAMILIES; f++)
    if (families >> f & 1)
      v->problem_of[f] = problem;
  if (!v->problem || (sesame_spf_walk_certain(problem) && !sesame_spf_walk_certain(v->problem)))
    v->problem = problem;
}

/* Why nothing is walked below V for FAMILIES; no problem when a macro hides it. */
static void no_subtree(builder *b, sesame_spf_visit *v, sesame_spf_problem problem,
                       unsigned families) {
  set_problem(v, problem, families);
  v->lower_bound |= !problem || problem == SESAME_SPF_TOO_LARGE;
  b->tree->too_large |= problem == SESAME_SPF_TOO_LARGE;
  report(b, v, problem);
}

static void cut_loop(builder *b, place *at, sesame_spf_visit *v, const place *again,
                     unsigned families) {
  v->standing = SESAME_SPF_LOOP;
  if (again->depth < at->loop_depth)
    at->loop_depth = again->depth;
  no_subtree(b, v, SESAME_SPF_IN_LOOP, families);
}

static void attach(place *at, sesame_spf_visit *v, const place *below, unsigned families) {
  for (int f = 0; f < SESAME_FAMILIES; f++)
    if (families >> f & 1)
      v->child[f] = &below->node;
  v->lower_bound |= below->node.lower_bound;
  set_problem(v, below->node.problem, families);
  if (v->problem == SESAME_SPF_NOT_LEARNT)
    v->standing = SESAME_SPF_UNKNOWN;
  if (below->loop_depth < at->loop_depth)
    at->loop_depth = below->loop_depth;
}

/* Goes down one include or redirect for FAMILIES. */
static void descend(builder *b, place *at, sesame_spf_visit *v, const lookup *l,
                    unsigned families) {
  const place *again = l->question ? in_progress(at, l->question) : NULL;
  if (!l->question) {
    no_subtree(b, v, l->problem, families);
  } else if (again) {
    cut_loop(b, at, v, again, families);
  } else if (b->walk->place_count == SESAME_SPF_WALK_MAX_NODES ||
             b->visits >= SESAME_SPF_WALK_MAX_TERMS) {
    no_subtree(b, v, SESAME_SPF_TOO_LARGE, families);
  } else {
    const place *below = build_place(b, l->question, v, families);
    if (below)
      attach(at, v, below, families);
  }
}

static void follow(builder *b, place *at, sesame_spf_visit *v, const lookup pair[SESAME_FAMILIES]) {
  if (sesame_spf_find_hidden(v->term)) {
    no_subtree(b, v, SESAME_SPF_NO_PROBLEM, at->families);
  } else if (pair[SESAME_IP4].question == pair[SESAME_IP6].question &&
             pair[SESAME_IP4].problem == pair[SESAME_IP6].problem) {
    descend(b, at, v, &pair[SESAME_IP4], at->families);
  } else {
    for (int f = 0; f < SESAME_FAMILIES && !b->failed; f++)
      if (at->families >> f & 1)
        descend(b, at, v, &pair[f], 1u << f);
  }
}

/* Adds MORE to *COUNT; V is *OVER where that is the first to pass the limit. True then. */
static bool add_voids(int *count, int more, const sesame_spf_visit *v,
                      const sesame_spf_visit **over) {
  *count += more;
  if (*count <= VOID_LIMIT || *over)
    return false;
  *over = v;
  return true;
}

static void count_voids(builder *b, const place *at, const sesame_spf_visit *v) {
  sesame_spf_tree *tree = b->tree;
  for (int f = 0; f < SESAME_FAMILIES; f++) {
    if (!(at->families >> f & 1))
      continue;
    add_voids(&tree->voids[f], v->voids[f], v, &tree->over_void_worst[f]);
    tree->void_queries[f] += v->void_queries[f];
    if (!v->void_certain)
      continue;
    add_voids(&tree->void_queries_certain[f], v->void_queries[f], v, &tree->over_void_queries[f]);
    if (add_voids(&tree->voids_certain[f], v->voids[f], v, &tree->over_void[f]))
      report(b, v, SESAME_SPF_VOID_LIMIT);
  }
}

static void look(builder *b, const place *at, sesame_spf_visit *v) {
  const size_t index = (size_t)(v - at->node.visits);
  v->void_certain = !sesame_spf_find_hidden(v->term);
  for (int f = 0; f < SESAME_FAMILIES; f++) {
    const finding found =
        sesame_spf_walk_look(b->walk, at->txt->policy, index, (sesame_family)f, NULL, NULL);
    v->voids[f] = found.voids;
    v->void_queries[f] = found.void_queries;
    b->tree->too_large |= found.problem == SESAME_SPF_TOO_LARGE;
    if (!(at->families >> f & 1))
      continue;
    set_problem(v, found.problem, 1u << f);
    b->tree->voids_unknown |=
        found.problem == SESAME_SPF_NOT_LEARNT || found.problem == SESAME_SPF_TOO_LARGE;
  }
  count_voids(b, at, v);
  report(b, v, v->problem);
}

static void charge(builder *b, const place *at, sesame_spf_visit *v) {
  v->cost = 1;
  for (int f = 0; f < SESAME_FAMILIES; f++)
    b->count[f] += at->families >> f & 1;
  v->position = greater(b->count, at->families);
  if (v->position > SESAME_SPF_WALK_LOOKUPS && !b->tree->over_limit) {
    b->tree->over_limit = v;
    report(b, v, SESAME_SPF_LOOKUP_LIMIT);
  }
}

static void set_targets(sesame_spf_visit *v, const lookup pair[SESAME_FAMILIES]) {
  for (int f = 0; f < SESAME_FAMILIES; f++)
    if (pair[f].question) {
      v->target[f] = &pair[f].question->name;
      v->answer[f] = pair[f].question->answer;
    }
  v->macro = sesame_spf_find_hidden(v->term) && v->term->kind != SESAME_SPF_PTR;
  v->macro_p = v->term->macros >> ('p' - 'a') & 1;
}

static void visit(builder *b, place *at, size_t index) {
  sesame_spf_visit *v = &at->node.visits[index];
  const lookup *pair = at->txt->policy->lookups[index];
  int before[SESAME_FAMILIES] = {b->count[SESAME_IP4], b->count[SESAME_IP6]};
  v->standing =
      sesame_spf_kind_costs(v->term->kind) && v->term->valid ? SESAME_SPF_COUNTED : SESAME_SPF_FREE;
  if (v->standing == SESAME_SPF_COUNTED) {
    set_targets(v, pair);
    charge(b, at, v);
    if (v->term->kind == SESAME_SPF_INCLUDE || v->term->kind == SESAME_SPF_REDIRECT)
      follow(b, at, v, pair);
    else
      look(b, at, v);
    at->node.lower_bound |= v->lower_bound;
  }
  v->total = since(b, before);
  v->running = greater(b->count, at->families);
}

static void never_reached(const builder *b, place *at, size_t index, sesame_spf_standing standing) {
  at->node.visits[index].standing = standing;
  at->node.visits[index].running = greater(b->count, at->families);
}

/* Mechanisms in order, then the redirect, wherever it stands (RFC 7208 6.1). */
static void visit_all(builder *b, place *at) {
  const sesame_spf_record *record = at->node.record;
  bool over = false; /* an include has passed everybody, or all has matched */
  for (size_t i = 0; i < record->term_count && !b->failed; i++) {
    const sesame_spf_kind kind = record->terms[i].kind;
    if (kind == SESAME_SPF_REDIRECT)
      continue;
    if (over && kind < SESAME_SPF_REDIRECT) {
      never_reached(b, at, i, SESAME_SPF_DEAD);
      continue;
    }
    visit(b, at, i);
    over |= kind == SESAME_SPF_ALL ||
            (kind == SESAME_SPF_INCLUDE && sesame_spf_walk_passes_all(&at->node.visits[i]));
  }
  for (size_t i = 0; i < record->term_count && !b->failed; i++)
    if (record->terms[i].kind == SESAME_SPF_REDIRECT) {
      if (record->all >= 0)
        never_reached(b, at, i, SESAME_SPF_IGNORED);
      else if (over || i != (size_t)record->redirect)
        never_reached(b, at, i, SESAME_SPF_DEAD);
      else
        visit(b, at, i);
    }
}

static bool fill(builder *b, place *at) {
  const sesame_spf_record *record = at->node.record;
  int before[SESAME_FAMILIES] = {b->count[SESAME_IP4], b->count[SESAME_IP6]};
  at->node.visits = calloc(record->term_count + 1, sizeof *at->node.visits);
  if (!at->node.visits)
    return false;
  at->node.visit_count = record->term_count;
  b->visits += record->term_count;
  for (size_t i = 0; i < record->term_count; i++) {
    at->node.visits[i].term = &record->terms[i];
    at->node.visits[i].node = &at->node;
  }
  visit_all(b, at);
  at->node.total = since(b, before);
  return !b->failed;
}

/* Verdicts hold wherever the policy is met, unless a loop ends above this place. */
static bool judge(builder *b, place *at) {
  policy *p = at->txt->policy;
  if (p->settled) {
    sesame_verdicts_copy(&at->verdicts, &p->verdicts);
    return true;
  }
  if (!sesame_spf_walk_judge(b->walk, at))
    return false;
  p->settled = at->loop_depth >= at->depth && at->families == BOTH_FAMILIES && !b->tree->too_large;
  if (p->settled)
    sesame_verdicts_copy(&p->verdicts, &at->verdicts);
  return true;
}

static place *build_place(builder *b, question *txt, const sesame_spf_visit *parent,
                          unsigned families) {
  place *at = new_place(b, txt, parent);
  if (at) {
    at->families = families;
    if (parent)
      report(b, parent, at->node.problem);
    if ((!at->node.record || fill(b, at)) && judge(b, at))
      return at;
  }
  b->failed = true;
  return NULL;
}

static void conclude(builder *b) {
  sesame_spf_tree *tree = b->tree;
  const sesame_spf_problem own = tree->root->problem;
  const place *root = b->walk->places[0];
  for (int f = 0; f < SESAME_FAMILIES; f++)
    tree->lookups_of[f] = b->count[f];
  tree->lookups = greater(b->count, BOTH_FAMILIES);
  tree->lower_bound = tree->root->lower_bound;
  tree->authorised = root->verdicts.certain[OUTCOME_PASS];
  tree->possible = root->verdicts.possible[OUTCOME_PASS];
  tree->queries = b->walk->question_count;
  tree->nodes = b->walk->place_count;
  if (own) {
    tree->problem = own;
    tree->culprit = NULL;
  } else if (!tree->problem) {
    tree->problem = b->unknown_problem;
    tree->culprit = b->unknown;
  }
  if (tree->problem == SESAME_SPF_NOT_LEARNT || tree->problem == SESAME_SPF_TOO_LARGE)
    tree->result = SESAME_SPF_TREE_UNKNOWN;
  else if (own == SESAME_SPF_NO_RECORD)
    tree->result = SESAME_SPF_TREE_NONE;
  else if (tree->problem)
    tree->result = SESAME_SPF_TREE_PERMERROR;
}

bool sesame_spf_walk_build(sesame_spf_walk *walk) {
  builder b = {.walk = walk, .tree = calloc(1, sizeof *b.tree)};
  walk->tree = b.tree;
  const place *root = b.tree ? build_place(&b, walk->questions[0], NULL, BOTH_FAMILIES) : NULL;
  if (root) {
    b.tree->root = &root->node;
    conclude(&b);
  } else {
    sesame_spf_walk_free_tree(walk);
  }
  return root != NULL;
}

void sesame_spf_walk_free_tree(sesame_spf_walk *walk) {
  for (size_t i = 0; i < walk->place_count; i++) {
    free(walk->places[i]->node.visits);
    sesame_verdicts_free(&walk->places[i]->verdicts);
    free(walk->places[i]);
  }
  free(walk->places);
  walk->places = NULL;
  walk->place_count = walk->place_capacity = 0;
  free(walk->tree);
  walk->tree = NULL;
}
