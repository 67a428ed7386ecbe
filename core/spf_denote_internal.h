/* SPDX-License-Identifier: MIT */
/* What the files of the denotation share. Not installed. */
#ifndef SESAME_SPF_DENOTE_INTERNAL_H
#define SESAME_SPF_DENOTE_INTERNAL_H

#include "spf_denote.h"
#include "spf_walk_internal.h"

#pragma GCC visibility push(hidden)

/* Within a map that is being made: not decided here. */
#define UNDECIDED UINT32_MAX

/* ---- maps of one family ---- */

/* From FIRST to before the next one's; a map's first one begins at 0. */
typedef struct stretch {
  sesame_address first;
  uint32_t value;
} stretch;

typedef struct stretches {
  stretch *items;
  size_t count, capacity;
} stretches;

/* Addresses that ORDER decides unless a lower order does. */
typedef struct claim {
  sesame_address first, last;
  uint32_t order, value;
} claim;

/* Claims of prefixes: any two are disjoint, or one holds the other. */
typedef struct claims {
  claim *items;
  size_t count, capacity;
  bool failed; /* memory ran out */
} claims;

typedef uint32_t merge_fn(void *context, uint32_t a, uint32_t b);
typedef uint32_t change_fn(void *context, uint32_t value);

/* These return false, with *OUT empty, only when memory is out. */
bool sesame_stretches_constant(stretches *out, uint32_t value);
bool sesame_stretches_copy(stretches *out, const stretches *from);
/* The lowest order that claims an address decides; UNDECIDED elsewhere. Sorts C. */
bool sesame_stretches_claimed(stretches *out, claims *c, sesame_family family);
/* MERGE of both values at every address. */
bool sesame_stretches_merge(stretches *out, const stretches *a, const stretches *b, merge_fn *merge,
                            void *context);
/* CHANGE of every value, in place. */
void sesame_stretches_change(stretches *map, change_fn *change, void *context);
uint32_t sesame_stretches_at(const stretches *map, sesame_address address);
/* The last address of stretch INDEX. */
sesame_address sesame_stretches_last(const stretches *map, size_t index, sesame_family family);
/* Gives ::ffff:0:0/96 the value of the address before it. */
bool sesame_stretches_unmap(stretches *map);
void sesame_stretches_free(stretches *map);

void sesame_claims_add(claims *c, sesame_range range, uint32_t order, uint32_t value);

/* ---- decisions ---- */

/* Written once, whatever its places: the same key asks the same. */
typedef struct residual {
  char *key, *term, *domain;
} residual;

typedef enum decision_kind { DECIDE_RESULT, DECIDE_TERM, DECIDE_POLICY } decision_kind;

/* Numbers below SESAME_SPF_RESULTS are results. */
typedef struct decision {
  decision_kind kind;
  uint32_t residual;
  sesame_spf_decision yes, no;
  uint32_t height;   /* questions asked at most */
  uint64_t asks;     /* bit r: residual r < 64 is asked here or later */
  uint32_t outcomes; /* bit r: result r can come out */
} decision;

typedef struct slot_table {
  uint32_t *slots; /* number + 1, 0: free */
  size_t capacity; /* a power of two */
} slot_table;

/* (include of CHILD with a qualifier, then NEXT) -> decision; or CHILD where residual NEXT was
 * answered before */
typedef struct substitution {
  sesame_spf_decision child, next, result;
  uint32_t match;
} substitution;

typedef struct decisions {
  residual *residuals;
  size_t residual_count, residual_capacity;
  decision *items;
  size_t count, capacity;
  slot_table index;
  substitution *done;
  size_t done_count, done_capacity;
  slot_table done_index;
  sesame_status fault; /* NO_MEMORY, TOO_MANY; all results are permerror from then on */
} decisions;

bool sesame_decisions_open(decisions *d);
void sesame_decisions_close(decisions *d);
/* The number of TERM of the record at NAME as a question for senders of FAMILY. */
uint32_t sesame_decisions_residual(decisions *d, const sesame_spf_walk *walk,
                                   const sesame_spf_record *record, const sesame_spf_term *term,
                                   const sesame_name *name, sesame_family family);
/* Ask RESIDUAL: YES if it matches, else NO. It is not asked again in either. */
sesame_spf_decision sesame_decisions_ask(decisions *d, uint32_t residual, sesame_spf_decision yes,
                                         sesame_spf_decision no);
/* Whatever the policy gives that RESIDUAL, a redirect, leads to. */
sesame_spf_decision sesame_decisions_leave(decisions *d, uint32_t residual);
/* An include whose record decides CHILD: MATCH where that passes, NEXT where it does not
 * (RFC 7208 5.2). */
sesame_spf_decision sesame_decisions_include(decisions *d, sesame_spf_decision child,
                                             sesame_spf_result match, sesame_spf_decision next);
/* Bit r: result r can come out. */
unsigned sesame_decisions_outcomes(const decisions *d, sesame_spf_decision decision);

/* ---- the denotation ---- */

struct sesame_spf_denotation {
  decisions decisions;
  stretches maps[SESAME_FAMILIES];
  sesame_addrset *limited;
  char *unknown;
};

/* spf_denote_term.c: claims the addresses that the term at INDEX, which does not depend on the
 * sender, decides by itself, in orders 2 * INDEX and 2 * INDEX + 1; its error, if it has one,
 * claims all addresses. */
finding sesame_denote_look(const sesame_spf_walk *walk, const policy *p, size_t index,
                           sesame_family family, claims *out);
void sesame_claims_all(claims *c, sesame_family family, uint32_t order, uint32_t value);
/* The result of those whom PROBLEM hits: what is not learnt is temperror. */
uint32_t sesame_denote_error(sesame_spf_problem problem);
/* How many mechanisms of NODE are evaluated: those up to `all` or to what passes everybody. */
size_t sesame_denote_reached(const sesame_spf_node *node);

/* spf_denote_limits.c: adds to LIST the addresses of FAMILY that meet a limit. */
bool sesame_denote_limits(const sesame_spf_walk *walk, sesame_family family, ranges *list);

/* spf_denote_view.c: the addresses of LIST without ::ffff:0:0/96. NULL: memory is out. */
sesame_addrset *sesame_denote_set(const ranges *list);

#pragma GCC visibility pop
#endif
