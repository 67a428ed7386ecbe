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

static void push_perhaps(steps *s, unsigned mask, sesame_family family) {
  verdicts v = {0};
  const bool made = sesame_verdicts_perhaps(&v, mask, family);
  push(s, v, made);
}

static void flush(steps *s) {
  if (s->gathered.count)
    push_exact(s, s->of, sesame_addrset_make(s->gathered.items, s->gathered.count));
  s->gathered.count = 0;
}

static void push_error(steps *s, sesame_family family) {
  flush(s);
  push_exact(s, OUTCOME_ERROR, sesame_addrset_all(family));
}

static const place *place_of(const sesame_spf_node *node) {
  return (const place *)node;
}

static bool subtree_of(const sesame_spf_visit *visit, sesame_family family, verdicts *out) {
  const sesame_spf_node *child = visit->child[family];
  if (child) {
    sesame_verdicts_copy(out, &place_of(child)->verdicts);
    return true;
  }
  if (!sesame_spf_walk_certain(visit->problem_of[family]))
    return sesame_verdicts_perhaps(out, ANY_OUTCOME, SESAME_FAMILIES);
  sesame_addrset *all = sesame_addrset_all(SESAME_FAMILIES);
  const bool good = all && sesame_verdicts_exact(out, OUTCOME_ERROR, all);
  sesame_addrset_free(all);
  return good;
}

/* Where senders of one family come, its verdicts stand for both. */
bool sesame_spf_walk_subtree(const sesame_spf_visit *visit, verdicts *out) {
  const unsigned families = place_of(visit->node)->families;
  const bool alike = visit->child[SESAME_IP4] == visit->child[SESAME_IP6] &&
                     visit->problem_of[SESAME_IP4] == visit->problem_of[SESAME_IP6];
  if (families != BOTH_FAMILIES || alike)
    return subtree_of(visit, families >> SESAME_IP4 & 1 ? SESAME_IP4 : SESAME_IP6, out);
  verdicts ip4 = {0}, ip6 = {0};
  const bool good = subtree_of(visit, SESAME_IP4, &ip4) && subtree_of(visit, SESAME_IP6, &ip6) &&
                    sesame_verdicts_by_family(out, &ip4, &ip6);
  sesame_verdicts_free(&ip4);
  sesame_verdicts_free(&ip6);
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

/* What becomes of those of FAMILY whom the addresses found do not hold. */
static void push_rest(steps *s, outcome which, const finding *f, sesame_family family) {
  if (sesame_spf_walk_certain(f->problem)) {
    push_error(s, family);
  } else if (f->depends || f->problem) {
    flush(s);
    push_perhaps(s, 1u << which | (f->problem ? 1u << OUTCOME_ERROR : 0), family);
  }
}

static void step_mechanism(steps *s, const sesame_spf_walk *walk, const policy *p, size_t index) {
  const outcome which = outcome_of(p->record->terms[index].qualifier);
  finding of[SESAME_FAMILIES];
  if (which != s->of)
    flush(s);
  s->of = which;
  for (int f = 0; f < SESAME_FAMILIES; f++)
    of[f] =
        sesame_spf_walk_look(walk, p, index, (sesame_family)f, sesame_ranges_match, &s->gathered);
  if (of[SESAME_IP4].problem == of[SESAME_IP6].problem) {
    push_rest(s, which, &of[SESAME_IP4], SESAME_FAMILIES);
  } else {
    push_rest(s, which, &of[SESAME_IP4], SESAME_IP4);
    push_rest(s, which, &of[SESAME_IP6], SESAME_IP6);
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
  if (sesame_spf_walk_certain(problem))
    push_error(&s, SESAME_FAMILIES);
  else if (problem)
    push_perhaps(&s, ANY_OUTCOME, SESAME_FAMILIES);
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
