/* SPDX-License-Identifier: MIT */
/* Two denotations side by side, address by address, without sampling: rule I01. */
#include "spf_denote_internal.h"

#include <stdlib.h>

/* How two decisions are related. */
typedef struct relating {
  sesame_spf_decision a, b;
  sesame_spf_relation relation;
  sesame_spf_result from, to;
  const residual *term; /* see sesame_spf_change */
  bool matching;
} relating;

struct sesame_spf_comparison {
  const sesame_spf_denotation *a, *b;
  sesame_spf_change *changes;
  size_t count, capacity;
  sesame_spf_relation verdict;
  relating *known; /* relations found, by a hash of the two decisions */
  size_t known_count, known_capacity;
  bool no_memory;
};

const char *sesame_spf_relation_name(sesame_spf_relation relation) {
  static const char *const names[] = {"equal", "unprovable", "unknown", "different"};
  return names[relation <= SESAME_SPF_DIFFERENT ? relation : SESAME_SPF_DIFFERENT];
}

static size_t place_for(const sesame_spf_comparison *c, sesame_spf_decision a,
                        sesame_spf_decision b) {
  const uint64_t hash = a * 0x9E3779B97F4A7C15u ^ (b + 1) * 0xC2B2AE3D27D4EB4Fu;
  size_t at = (size_t)(hash >> 17) & (c->known_capacity - 1);
  /* a free place holds twice the number 0: as a relation, that two results "none" are equal */
  while ((c->known[at].a || c->known[at].b) && (c->known[at].a != a || c->known[at].b != b))
    at = (at + 1) & (c->known_capacity - 1);
  return at;
}

static bool room_for_known(sesame_spf_comparison *c) {
  if (2 * (c->known_count + 1) <= c->known_capacity)
    return true;
  relating *old = c->known;
  const size_t capacity = c->known_capacity;
  c->known_capacity = capacity ? 2 * capacity : 64;
  c->known = calloc(c->known_capacity, sizeof *c->known);
  if (!c->known) {
    c->known = old;
    c->known_capacity = capacity;
    c->no_memory = true;
    return false;
  }
  for (size_t i = 0; i < capacity; i++)
    if (old[i].a || old[i].b)
      c->known[place_for(c, old[i].a, old[i].b)] = old[i];
  free(old);
  return true;
}

static relating relate(sesame_spf_comparison *c, sesame_spf_decision a, sesame_spf_decision b);

static const residual *residual_of(const sesame_spf_denotation *d, sesame_spf_decision number) {
  return &d->decisions.residuals[d->decisions.items[number].residual];
}

static bool same_key(const residual *a, const residual *b) {
  const char *x = a->key, *y = b->key;
  while (*x && *x == *y) {
    x++;
    y++;
  }
  return *x == *y;
}

static relating relate_results(sesame_spf_decision a, sesame_spf_decision b) {
  relating r = {.a = a, .b = b};
  if (a == SESAME_SPF_RESULT_TEMPERROR || b == SESAME_SPF_RESULT_TEMPERROR) {
    r.relation = SESAME_SPF_UNLEARNT;
  } else if (a != b) {
    r.relation = SESAME_SPF_DIFFERENT;
    r.from = (sesame_spf_result)a;
    r.to = (sesame_spf_result)b;
  }
  return r;
}

/* Both ask the same: they are the same if they are so after either answer. */
static relating relate_answers(sesame_spf_comparison *c, const decision *a, const decision *b,
                               const residual *asked) {
  const relating yes = relate(c, a->yes, b->yes), no = relate(c, a->no, b->no);
  relating r = no.relation >= yes.relation ? no : yes;
  if (r.relation == SESAME_SPF_DIFFERENT && !(no.relation == r.relation && no.term)) {
    r.matching = no.relation != SESAME_SPF_DIFFERENT;
    r.term = asked;
  }
  return r;
}

static relating relate_questions(sesame_spf_comparison *c, sesame_spf_decision a,
                                 sesame_spf_decision b) {
  const bool asks_a = a >= SESAME_SPF_RESULTS, asks_b = b >= SESAME_SPF_RESULTS;
  relating r = {.a = a, .b = b, .relation = SESAME_SPF_UNPROVABLE};
  r.term = asks_a ? residual_of(c->a, a) : residual_of(c->b, b);
  if (!asks_a || !asks_b)
    return r;
  const decision *x = &c->a->decisions.items[a], *y = &c->b->decisions.items[b];
  if (x->kind != y->kind || !same_key(residual_of(c->a, a), residual_of(c->b, b)))
    return r;
  if (x->kind == DECIDE_POLICY)
    r.relation = SESAME_SPF_SAME;
  else
    r = relate_answers(c, x, y, residual_of(c->a, a));
  r.a = a;
  r.b = b;
  return r;
}

static relating relate(sesame_spf_comparison *c, sesame_spf_decision a, sesame_spf_decision b) {
  if (a < SESAME_SPF_RESULTS && b < SESAME_SPF_RESULTS)
    return relate_results(a, b);
  if (!room_for_known(c))
    return (relating){.relation = SESAME_SPF_UNPROVABLE};
  const size_t at = place_for(c, a, b);
  if (c->known[at].a || c->known[at].b)
    return c->known[at];
  const relating r = relate_questions(c, a, b);
  if (room_for_known(c)) {
    c->known[place_for(c, a, b)] = r;
    c->known_count++;
  }
  return r;
}

/* ---- changes ---- */

static bool continues(const sesame_spf_change *last, const sesame_spf_change *next) {
  sesame_address after = last->range.last;
  after.low++;
  after.high += after.low == 0;
  return last->range.family == next->range.family &&
         sesame_address_compare(after, next->range.first) == 0 &&
         last->relation == next->relation && last->from == next->from && last->to == next->to &&
         last->term == next->term && last->matching == next->matching;
}

static void add(sesame_spf_comparison *c, const relating *r, sesame_range range) {
  const sesame_spf_change next = {.range = range,
                                  .relation = r->relation,
                                  .from = r->from,
                                  .to = r->to,
                                  .term = r->term ? r->term->term : NULL,
                                  .domain = r->term ? r->term->domain : NULL,
                                  .matching = r->matching};
  if (r->relation > c->verdict)
    c->verdict = r->relation;
  if (c->count && continues(&c->changes[c->count - 1], &next)) {
    c->changes[c->count - 1].range.last = range.last;
    return;
  }
  if (c->count == c->capacity) {
    const size_t capacity = c->capacity ? 2 * c->capacity : 16;
    sesame_spf_change *changes = realloc(c->changes, capacity * sizeof *changes);
    if (!changes) {
      c->no_memory = true;
      return;
    }
    c->changes = changes;
    c->capacity = capacity;
  }
  c->changes[c->count++] = next;
}

static void compare_family(sesame_spf_comparison *c, sesame_family family) {
  const stretches *a = &c->a->maps[family], *b = &c->b->maps[family];
  sesame_address first = {0, 0};
  for (size_t i = 0, j = 0; i < a->count && j < b->count && !c->no_memory;) {
    const sesame_address last_a = sesame_stretches_last(a, i, family);
    const sesame_address last_b = sesame_stretches_last(b, j, family);
    const int order = sesame_address_compare(last_a, last_b);
    const sesame_address last = order <= 0 ? last_a : last_b;
    const relating r = relate(c, a->items[i].value, b->items[j].value);
    if (r.relation != SESAME_SPF_SAME)
      add(c, &r, (sesame_range){family, first, last});
    i += order <= 0;
    j += order >= 0;
    first = last;
    first.low++;
    first.high += first.low == 0;
  }
}

int sesame_spf_compare(sesame_spf_comparison **out, const sesame_spf_denotation *a,
                       const sesame_spf_denotation *b) {
  sesame_spf_comparison *c = calloc(1, sizeof *c);
  *out = NULL;
  if (!c)
    return SESAME_NO_MEMORY;
  c->a = a;
  c->b = b;
  for (int f = 0; f < SESAME_FAMILIES; f++)
    compare_family(c, (sesame_family)f);
  free(c->known);
  c->known = NULL;
  if (c->no_memory) {
    sesame_spf_comparison_free(c);
    return SESAME_NO_MEMORY;
  }
  *out = c;
  return SESAME_OK;
}

void sesame_spf_comparison_free(sesame_spf_comparison *comparison) {
  if (!comparison)
    return;
  free(comparison->changes);
  free(comparison->known);
  free(comparison);
}

sesame_spf_relation sesame_spf_comparison_verdict(const sesame_spf_comparison *comparison) {
  return comparison->verdict;
}

size_t sesame_spf_comparison_count(const sesame_spf_comparison *comparison) {
  return comparison->count;
}

bool sesame_spf_comparison_change(const sesame_spf_comparison *comparison, size_t index,
                                  sesame_spf_change *out) {
  if (index >= comparison->count)
    return false;
  *out = comparison->changes[index];
  return true;
}

sesame_addrset *sesame_spf_comparison_passing(const sesame_spf_comparison *comparison,
                                              bool gained) {
  ranges list = {0};
  for (size_t i = 0; i < comparison->count; i++) {
    const sesame_spf_change *at = &comparison->changes[i];
    const sesame_spf_result now = gained ? at->to : at->from, other = gained ? at->from : at->to;
    if (at->relation == SESAME_SPF_DIFFERENT && !at->matching && now == SESAME_SPF_RESULT_PASS &&
        now != other)
      sesame_ranges_add(&list, at->range);
  }
  sesame_addrset *made = list.failed ? NULL : sesame_denote_set(&list);
  free(list.items);
  return made;
}
