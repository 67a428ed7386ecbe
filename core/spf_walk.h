/* SPDX-License-Identifier: MIT */
/* The static walk of an SPF policy: the whole tree of records below a domain, for no sender in
 * particular, and what each term costs one that matches nothing (RFC 7208 4.6.4). It asks nobody:
 * it says what it needs, is fed, and gives a tree. */
#ifndef SESAME_SPF_WALK_H
#define SESAME_SPF_WALK_H

#include "addrset.h"
#include "message.h"
#include "spf_record.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_SPF_WALK_MAX_QUERIES = 300, /* questions asked for one walk */
  SESAME_SPF_WALK_MAX_NODES = 2000,  /* records placed in the tree, repetitions included */
  SESAME_SPF_WALK_MAX_TERMS = 20000, /* terms placed in the tree, repetitions included */
  SESAME_SPF_WALK_LOOKUPS = 10,      /* terms that look up, RFC 7208 4.6.4 */
  SESAME_SPF_WALK_MAX_DEPTH = 32     /* records between the domain's and the deepest */
};

typedef struct sesame_spf_walk sesame_spf_walk;

/* What evaluation does with a term on the way of a sender that matches nothing. */
typedef enum sesame_spf_standing {
  SESAME_SPF_COUNTED, /* "counted": costs a lookup */
  SESAME_SPF_FREE,    /* "free": costs none */
  SESAME_SPF_DEAD,    /* "dead": never reached: after `all`, or after an include that passes all */
  SESAME_SPF_IGNORED, /* "ignored": a redirect in a record that has `all`, RFC 7208 6.1 */
  SESAME_SPF_LOOP,    /* "loop": its target is being evaluated already; costs a lookup */
  SESAME_SPF_UNKNOWN  /* "unknown": costs a lookup; DNS did not tell what lies below */
} sesame_spf_standing;

/* What is wrong with a term, a record or a whole tree. */
typedef enum sesame_spf_problem {
  SESAME_SPF_NO_PROBLEM,
  SESAME_SPF_SYNTAX,          /* "syntax": the record has faults: permerror, 4.6 */
  SESAME_SPF_NO_RECORD,       /* "no-record": no SPF record there: permerror, 5.2, 6.1 */
  SESAME_SPF_SEVERAL_RECORDS, /* "several-records": permerror, 4.5 */
  SESAME_SPF_IN_LOOP,         /* "loop": permerror once the limit is met, 4.6.4 */
  SESAME_SPF_BAD_TARGET,      /* "bad-target": no domain name: permerror, 4.3, 5.2, 6.1 */
  SESAME_SPF_MX_LIMIT,        /* "mx-limit": more than 10 MX records: permerror, 4.6.4 */
  SESAME_SPF_LOOKUP_LIMIT,    /* "lookup-limit": more than 10 terms that look up, 4.6.4 */
  SESAME_SPF_VOID_LIMIT,      /* "void-limit": more than 2 terms that find nothing, 4.6.4 */
  SESAME_SPF_NOT_LEARNT,      /* "not-learnt": DNS did not answer: temperror now */
  SESAME_SPF_TOO_LARGE        /* "too-large": beyond the bounds of the walk */
} sesame_spf_problem;

typedef enum sesame_spf_tree_result {
  SESAME_SPF_TREE_OK,        /* "ok" */
  SESAME_SPF_TREE_NONE,      /* "none": the domain has no SPF record */
  SESAME_SPF_TREE_PERMERROR, /* "permerror": senders that match nothing before it get permerror */
  SESAME_SPF_TREE_UNKNOWN    /* "unknown": could not be learnt */
} sesame_spf_tree_result;

/* Names of these, as in the comments; never NULL but for NO_PROBLEM. */
const char *sesame_spf_standing_name(sesame_spf_standing standing);
const char *sesame_spf_problem_name(sesame_spf_problem problem);
const char *sesame_spf_tree_result_name(sesame_spf_tree_result result);

typedef struct sesame_spf_node sesame_spf_node;

/* A term at one place of the tree. Costs are those of the address family for which they are
 * greater; the families differ only below %{v}. Arrays of two: IPv4 senders, IPv6 senders. */
typedef struct sesame_spf_visit {
  const sesame_spf_term *term;
  const sesame_spf_node *node; /* the record it stands in */
  sesame_spf_standing standing;
  sesame_spf_problem problem;                     /* a certain error before what is not learnt */
  sesame_spf_problem problem_of[SESAME_FAMILIES]; /* the same for senders of one family */
  int cost;                                       /* 0 or 1 */
  int total;                                      /* with everything below */
  int position;               /* of its own lookup, from 1 in order; 0: it costs none */
  int running;                /* lookups used when it is done */
  bool lower_bound;           /* total may be more: a macro or a failure hides what is below */
  bool macro;                 /* its target depends on the sender */
  bool macro_p;               /* its target has %{p}: perhaps one lookup more, 7.3 */
  bool void_certain;          /* what voids says holds for every sender */
  int voids[SESAME_FAMILIES]; /* void lookups, counted by term: 0 or 1, worst case */
  int void_queries[SESAME_FAMILIES];             /* the same, counted by query */
  const sesame_name *target[SESAME_FAMILIES];    /* NULL: none, or it depends on the sender */
  const sesame_answer *answer[SESAME_FAMILIES];  /* to the first question; NULL: not asked */
  const sesame_spf_node *child[SESAME_FAMILIES]; /* of include and redirect; NULL: not walked */
} sesame_spf_visit;

/* A record at one place of the tree. */
struct sesame_spf_node {
  const sesame_name *name;
  const sesame_answer *answer;     /* to the TXT question; NULL when it was not asked */
  const sesame_spf_record *record; /* NULL when there is not exactly one */
  size_t txt_index;                /* of the record in the answer */
  sesame_spf_problem problem;
  const sesame_spf_visit *parent; /* the term that leads here; NULL for the domain's own */
  sesame_spf_visit *visits;       /* the record's terms as they are written */
  size_t visit_count;
  int total; /* lookups in this record and below */
  bool lower_bound;
};

typedef struct sesame_spf_tree {
  sesame_spf_tree_result result;
  sesame_spf_problem problem;      /* the first that decides RESULT */
  const sesame_spf_visit *culprit; /* the term at fault; NULL when it is the domain's own record */
  const sesame_spf_node *root;
  int lookups; /* that a sender costs who matches nothing */
  bool lower_bound;
  int lookups_of[SESAME_FAMILIES];
  int voids[SESAME_FAMILIES];                /* worst case, counted by term */
  int voids_certain[SESAME_FAMILIES];        /* those that no sender escapes who matches nothing */
  int void_queries[SESAME_FAMILIES];         /* worst case, counted by query */
  int void_queries_certain[SESAME_FAMILIES]; /* the certain ones, counted by query */
  bool voids_unknown;                        /* DNS did not answer for some: there may be more */
  const sesame_spf_visit *over_limit;        /* the first term over the lookup limit, or NULL */
  const sesame_spf_visit *over_void[SESAME_FAMILIES]; /* the same for certain voids by term, */
  const sesame_spf_visit *over_void_queries[SESAME_FAMILIES]; /* for certain ones by query, */
  const sesame_spf_visit *over_void_worst[SESAME_FAMILIES];   /* in the worst case by term */
  /* Addresses that certainly and possibly pass, limits lifted. Macros, ptr and failures make the
   * difference. */
  const sesame_addrset *authorised, *possible;
  size_t queries, nodes; /* how large the walk was */
  bool too_large;        /* it met its bounds: all figures are lower bounds */
} sesame_spf_tree;

/* Begins a walk of DOMAIN. NO_MEMORY; *OUT is NULL then. */
int sesame_spf_walk_open(sesame_spf_walk **out, const sesame_name *domain);

/* A question to be answered: name and type (TXT, A, AAAA, MX). */
typedef struct sesame_spf_need {
  const sesame_name *name;
  int type;
} sesame_spf_need;

/* All questions known now and not answered yet; 0 when the walk is done. *OUT lives until the next
 * call. */
size_t sesame_spf_walk_needs(sesame_spf_walk *walk, const sesame_spf_need **out);
/* The answer to a question; keeps it. An answer nobody asked for, or a second one, is left alone:
 * NOT_FOUND. NO_MEMORY. */
int sesame_spf_walk_feed(sesame_spf_walk *walk, const sesame_name *name, int type,
                         sesame_answer *answer);
/* The tree; it lives as long as the walk. NOT_FOUND while questions are open, NO_MEMORY. */
int sesame_spf_walk_result(sesame_spf_walk *walk, const sesame_spf_tree **out);

/* The addresses that the mechanism of VISIT (of this walk's tree) certainly and possibly matches,
 * qualifiers and terms before it left aside; both empty for modifiers other than redirect. New
 * sets, to be freed. NO_MEMORY. */
int sesame_spf_walk_matches(const sesame_spf_walk *walk, const sesame_spf_visit *visit,
                            sesame_addrset **certain, sesame_addrset **possible);

void sesame_spf_walk_close(sesame_spf_walk *walk); /* NULL is fine */

#ifdef __cplusplus
}
#endif
#endif
