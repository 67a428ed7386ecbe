/* SPDX-License-Identifier: MIT */
/* From the visits of one record to its verdicts: who passes, who fails, who gets an error. */
#include "spf_walk_internal.h"

#include <stdlib.h>

enum { ANY_OUTCOME = (1 << OUTCOMES) - 1 };

/* Verdicts in the order of evaluation. Consecutive mechanisms of one qualifier whose addresses are
 * known are gathered in one. */
typedef struct steps {
  verdicts *items;
  size_t count, capacity;
  ranges gathered;
  outcome of; /* what GATHERED gives */
  bool failed;
} steps;

static outcome outcome_of(char qualifier) {
  switch (qualifier) {
  case '-':
    return OUTCOME_FAIL;
  case '~':
    return OUTCOME_SOFTFAIL;
  case '?':
    return OUTCOME_NEUTRAL;
  default:
    return OUTCOME_PASS;
  }
}

/* Takes V over. */
static void push(steps *s, verdicts v, bool made) {
  if (made && s->count == s->capacity) {
    const size_t capacity = s->capacity ? 2 * s->capacity : 8;
    verdicts *items = realloc(s->items, capacity * sizeof *items);
    if (items) {
      s->items = items;
      s->capacity = capacity;
    } else {
      sesame_verdicts_free(&v);
      made = false;
    }
  }
  if (made)
    s->items[s->count++] = v;
  else
    s->failed = true;
}

static void push_exact(steps *s, outcome which, sesame_addrset *set) {
  verdicts v = {0};
  const bool made = set && sesame_verdicts_exact(&v, which, set);
  sesame_addrset_free(set);
  push(s, v, made);
}

static void push_perhaps(steps *s, unsigned mask) {
  verdicts v = {0};
  const bool made = sesame_verdicts_perhaps(&v, mask);
  push(s, v, made);
}

static void flush(steps *s) {
  if (s->gathered.count)
    push_exact(s, s->of, sesame_addrset_make(s->gathered.items, s->gathered.count));
  s->gathered.count = 0;
}

static void push_error(steps *s) {
  flush(s);
  push_exact(s, OUTCOME_ERROR, sesame_addrset_all(SESAME_FAMILIES));
}

static const place *place_of(const sesame_spf_node *node) {
  return (const place *)node;
}

static bool is_certain_error(sesame_spf_problem problem) {
  return problem && problem != SESAME_SPF_NOT_LEARNT && problem != SESAME_SPF_TOO_LARGE;
}

bool sesame_spf_walk_subtree(const sesame_spf_visit *visit, verdicts *out) {
  const sesame_spf_node *const *child = visit->child;
  if (child[SESAME_IP4] && child[SESAME_IP6] && child[SESAME_IP4] != child[SESAME_IP6])
    return sesame_verdicts_by_family(out, &place_of(child[SESAME_IP4])->verdicts,
                                     &place_of(child[SESAME_IP6])->verdicts);
  const sesame_spf_node *one = child[SESAME_IP4] ? child[SESAME_IP4] : child[SESAME_IP6];
  if (one) {
    sesame_verdicts_copy(out, &place_of(one)->verdicts);
    return true;
  }
  if (!is_certain_error(visit->problem))
    return sesame_verdicts_perhaps(out, ANY_OUTCOME);
  sesame_addrset *all = sesame_addrset_all(SESAME_FAMILIES);
  const bool good = all && sesame_verdicts_exact(out, OUTCOME_ERROR, all);
  sesame_addrset_free(all);
  return good;
}

bool sesame_spf_walk_passes_all(const sesame_spf_visit *visit) {
  for (int family = 0; family < SESAME_FAMILIES; family++)
    if (!visit->child[family] ||
        !sesame_addrset_is_all(place_of(visit->child[family])->verdicts.certain[OUTCOME_PASS],
                               (sesame_family)family))
      return false;
  return true;
}

static void step_include(steps *s, const sesame_spf_visit *visit) {
  verdicts below = {0}, v = {0};
  flush(s);
  const bool made = sesame_spf_walk_subtree(visit, &below) &&
                    sesame_verdicts_include(&v, &below, outcome_of(visit->term->qualifier));
  sesame_verdicts_free(&below);
  push(s, v, made);
}

static void step_mechanism(steps *s, const sesame_spf_walk *walk, const policy *p, size_t index) {
  const outcome which = outcome_of(p->record->terms[index].qualifier);
  if (which != s->of)
    flush(s);
  s->of = which;
  const finding f = sesame_spf_walk_look(walk, p, index, &s->gathered);
  if (is_certain_error(f.problem)) {
    push_error(s);
  } else if (f.may_match || f.may_fail) {
    flush(s);
    push_perhaps(s, 1u << which | (f.may_fail ? 1u << OUTCOME_ERROR : 0));
  }
}

/* What becomes of those no mechanism matched: RFC 7208 4.7, 6.1 */
static void step_end(steps *s, const place *at) {
  const sesame_spf_record *record = at->node.record;
  flush(s);
  if (record->redirect < 0) {
    push_exact(s, OUTCOME_NEUTRAL, sesame_addrset_all(SESAME_FAMILIES));
    return;
  }
  verdicts v = {0};
  const bool made = sesame_spf_walk_subtree(&at->node.visits[record->redirect], &v);
  push(s, v, made);
}

static void step_all(steps *s, const sesame_spf_walk *walk, const place *at) {
  const sesame_spf_record *record = at->node.record;
  for (size_t i = 0; i < record->term_count && !s->failed; i++) {
    const sesame_spf_visit *visit = &at->node.visits[i];
    const sesame_spf_kind kind = visit->term->kind;
    if (kind >= SESAME_SPF_REDIRECT)
      continue; /* a dead redirect may stand before mechanisms that are reached */
    if (visit->standing == SESAME_SPF_DEAD)
      break;
    if (kind == SESAME_SPF_INCLUDE)
      step_include(s, visit);
    else
      step_mechanism(s, walk, at->txt->policy, i);
  }
  if (record->all < 0)
    step_end(s, at);
  flush(s);
}

bool sesame_spf_walk_judge(const sesame_spf_walk *walk, place *at) {
  const sesame_spf_problem problem = at->txt->policy->problem;
  steps s = {.of = OUTCOME_PASS};
  if (is_certain_error(problem))
    push_error(&s);
  else if (problem)
    push_perhaps(&s, ANY_OUTCOME);
  else
    step_all(&s, walk, at);
  bool good = !s.failed && !s.gathered.failed;
  if (good) {
    good = sesame_verdicts_sequence(&at->verdicts, s.items, s.count);
  } else {
    for (size_t i = 0; i < s.count; i++)
      sesame_verdicts_free(&s.items[i]);
  }
  free(s.items);
  free(s.gathered.items);
  return good;
}
