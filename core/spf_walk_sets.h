/* SPDX-License-Identifier: MIT */
/* What a policy says to each address, limits lifted: for every outcome the addresses that certainly
 * have it and those that possibly have it. Macros, ptr and DNS failures make the difference between
 * the two. Internal to the walk; knows nothing of records or trees. */
#ifndef SESAME_SPF_WALK_SETS_H
#define SESAME_SPF_WALK_SETS_H

#include "addrset.h"

typedef enum outcome {
  OUTCOME_PASS,
  OUTCOME_FAIL,
  OUTCOME_SOFTFAIL,
  OUTCOME_NEUTRAL,
  OUTCOME_ERROR, /* permerror or temperror */
  OUTCOMES
} outcome;

/* No field is NULL in verdicts that were made; all are in zeroed ones. */
typedef struct verdicts {
  sesame_addrset *certain[OUTCOMES];
  sesame_addrset *possible[OUTCOMES];
  sesame_addrset *decided; /* certainly come to some outcome: do not go on to the next term */
  bool exact; /* what is possible is certain, for every outcome, and decided is all of it */
} verdicts;

/* These return false, and leave *OUT zeroed, only when memory is out. */

/* Nothing is decided. */
bool sesame_verdicts_none(verdicts *out);
/* The addresses of SET, and no others, have outcome WHICH. */
bool sesame_verdicts_exact(verdicts *out, outcome which, sesame_addrset *set);
/* Any address of FAMILY (SESAME_FAMILIES: of both) may have the outcomes of the bits in MASK (1 <<
 * outcome), none certainly. */
bool sesame_verdicts_perhaps(verdicts *out, unsigned mask, sesame_family family);
/* include (RFC 7208 5.2): where CHILD passes WHICH comes out; its errors stay errors; in all other
 * cases nothing is decided. */
bool sesame_verdicts_include(verdicts *out, const verdicts *child, outcome which);
/* IP4 for IPv4 addresses, IP6 for IPv6 addresses. */
bool sesame_verdicts_by_family(verdicts *out, const verdicts *ip4, const verdicts *ip6);
/* The COUNT LIST in order, each for what those before it left undecided (RFC 7208 4.6.2). Frees
 * them, on failure too. */
bool sesame_verdicts_sequence(verdicts *out, verdicts *list, size_t count);
/* One more owner of FROM's sets. */
void sesame_verdicts_copy(verdicts *out, const verdicts *from);
void sesame_verdicts_free(verdicts *v); /* leaves it zeroed; zeroed is fine */

#endif
