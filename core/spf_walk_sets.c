/* SPDX-License-Identifier: MIT */
/* The algebra of verdicts. Sequences are composed in halves: composition is associative, so n terms
 * cost n log n set operations of their size, not n of the whole. */
#include "spf_walk_sets.h"

#include <string.h>

static sesame_addrset *join(sesame_addrset *a, sesame_addrset *b) {
  if (sesame_addrset_is_empty(b, SESAME_FAMILIES))
    return sesame_addrset_keep(a);
  if (sesame_addrset_is_empty(a, SESAME_FAMILIES))
    return sesame_addrset_keep(b);
  return sesame_addrset_union(a, b);
}

static sesame_addrset *without(sesame_addrset *a, sesame_addrset *b) {
  if (sesame_addrset_is_empty(a, SESAME_FAMILIES) || sesame_addrset_is_empty(b, SESAME_FAMILIES))
    return sesame_addrset_keep(a);
  return sesame_addrset_difference(a, b);
}

/* *SET becomes MADE; its former value loses an owner. */
static bool replace(sesame_addrset **set, sesame_addrset *made) {
  if (!made)
    return false;
  sesame_addrset_free(*set);
  *set = made;
  return true;
}

static bool add(sesame_addrset **set, sesame_addrset *more) {
  return replace(set, join(*set, more));
}

void sesame_verdicts_free(verdicts *v) {
  for (int o = 0; o < OUTCOMES; o++) {
    sesame_addrset_free(v->certain[o]);
    sesame_addrset_free(v->possible[o]);
  }
  sesame_addrset_free(v->decided);
  *v = (verdicts){0};
}

static bool finish(verdicts *out, bool good) {
  if (!good)
    sesame_verdicts_free(out);
  return good;
}

bool sesame_verdicts_none(verdicts *out) {
  *out = (verdicts){0};
  sesame_addrset *empty = sesame_addrset_make(NULL, 0);
  if (!empty)
    return false;
  for (int o = 0; o < OUTCOMES; o++) {
    out->certain[o] = sesame_addrset_keep(empty);
    out->possible[o] = sesame_addrset_keep(empty);
  }
  out->decided = empty;
  out->exact = true;
  return true;
}

void sesame_verdicts_copy(verdicts *out, const verdicts *from) {
  *out = *from;
  for (int o = 0; o < OUTCOMES; o++) {
    sesame_addrset_keep(out->certain[o]);
    sesame_addrset_keep(out->possible[o]);
  }
  sesame_addrset_keep(out->decided);
}

bool sesame_verdicts_exact(verdicts *out, outcome which, sesame_addrset *set) {
  return finish(out, sesame_verdicts_none(out) && add(&out->certain[which], set) &&
                         add(&out->possible[which], set) && add(&out->decided, set));
}

bool sesame_verdicts_perhaps(verdicts *out, unsigned mask, sesame_family family) {
  sesame_addrset *all = sesame_addrset_all(family);
  bool good = sesame_verdicts_none(out) && all;
  out->exact = false;
  for (int o = 0; good && o < OUTCOMES; o++)
    if (mask >> o & 1)
      good = add(&out->possible[o], all);
  sesame_addrset_free(all);
  return finish(out, good);
}

bool sesame_verdicts_include(verdicts *out, const verdicts *child, outcome which) {
  const bool good = sesame_verdicts_none(out) &&
                    add(&out->certain[which], child->certain[OUTCOME_PASS]) &&
                    add(&out->possible[which], child->possible[OUTCOME_PASS]) &&
                    add(&out->certain[OUTCOME_ERROR], child->certain[OUTCOME_ERROR]) &&
                    add(&out->possible[OUTCOME_ERROR], child->possible[OUTCOME_ERROR]) &&
                    add(&out->decided, child->certain[OUTCOME_PASS]) &&
                    add(&out->decided, child->certain[OUTCOME_ERROR]);
  out->exact = child->exact;
  return finish(out, good);
}

/* The sets of FROM that hold addresses of FAMILY only, added to OUT. */
static bool add_family(verdicts *out, const verdicts *from, sesame_addrset *family) {
  bool good = true;
  for (int o = 0; good && o < OUTCOMES; o++) {
    sesame_addrset *certain = sesame_addrset_intersection(from->certain[o], family);
    sesame_addrset *possible = sesame_addrset_intersection(from->possible[o], family);
    good =
        certain && possible && add(&out->certain[o], certain) && add(&out->possible[o], possible);
    sesame_addrset_free(certain);
    sesame_addrset_free(possible);
  }
  sesame_addrset *decided = sesame_addrset_intersection(from->decided, family);
  good = good && decided && add(&out->decided, decided);
  sesame_addrset_free(decided);
  return good;
}

bool sesame_verdicts_by_family(verdicts *out, const verdicts *ip4, const verdicts *ip6) {
  sesame_addrset *all4 = sesame_addrset_all(SESAME_IP4), *all6 = sesame_addrset_all(SESAME_IP6);
  const bool good = sesame_verdicts_none(out) && all4 && all6 && add_family(out, ip4, all4) &&
                    add_family(out, ip6, all6);
  out->exact = false; /* it may be; two sets are kept in any case */
  sesame_addrset_free(all4);
  sesame_addrset_free(all6);
  return finish(out, good);
}

/* An address certainly has outcome WHICH by NEXT when it has it there and nothing in FIRST may have
 * given it another one. */
static bool then_certain(verdicts *first, const verdicts *next, int which) {
  sesame_addrset *left = sesame_addrset_keep(next->certain[which]);
  bool good = true;
  for (int other = 0; good && other < OUTCOMES; other++)
    if (other != which)
      good = replace(&left, without(left, first->possible[other]));
  good = good && add(&first->certain[which], left);
  sesame_addrset_free(left);
  return good;
}

static bool then_possible(verdicts *first, const verdicts *next, int which) {
  sesame_addrset *left = without(next->possible[which], first->decided);
  const bool good = left && add(&first->possible[which], left);
  sesame_addrset_free(left);
  return good;
}

/* The same where nothing is uncertain: both sets are one. */
static bool then_exact(verdicts *first, const verdicts *next, int which) {
  sesame_addrset *left = without(next->certain[which], first->decided);
  const bool good = left && add(&first->certain[which], left) &&
                    replace(&first->possible[which], sesame_addrset_keep(first->certain[which]));
  sesame_addrset_free(left);
  return good;
}

/* FIRST becomes FIRST and then NEXT. Certain sets first: they need FIRST's possible ones as they
 * were. */
static bool then(verdicts *first, const verdicts *next) {
  const bool exact = first->exact && next->exact;
  bool good = true;
  for (int o = 0; good && o < OUTCOMES; o++)
    good = exact ? then_exact(first, next, o) : then_certain(first, next, o);
  for (int o = 0; good && !exact && o < OUTCOMES; o++)
    good = then_possible(first, next, o);
  first->exact = exact;
  return good && add(&first->decided, next->decided);
}

/* Halves of at least one; LIST[0] becomes the whole. */
static bool fold(verdicts *list, size_t count) {
  if (count < 2)
    return true;
  const size_t half = count / 2;
  return fold(list, half) && fold(list + half, count - half) && then(&list[0], &list[half]);
}

bool sesame_verdicts_sequence(verdicts *out, verdicts *list, size_t count) {
  *out = (verdicts){0};
  bool good;
  if (count == 0) {
    good = sesame_verdicts_none(out);
  } else {
    good = fold(list, count);
    if (good) {
      *out = list[0];
      list[0] = (verdicts){0};
    }
  }
  for (size_t i = 0; i < count; i++)
    sesame_verdicts_free(&list[i]);
  return good;
}
