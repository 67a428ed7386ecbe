/* SPDX-License-Identifier: MIT */
/* What the files of the walk share. Not installed. */
#ifndef SESAME_SPF_WALK_INTERNAL_H
#define SESAME_SPF_WALK_INTERNAL_H

#include "spf_find.h"
#include "spf_walk.h"
#include "spf_walk_sets.h"

enum { BOTH_FAMILIES = (1 << SESAME_FAMILIES) - 1 }; /* bit f: family f */

typedef struct question question;

/* Where a term looks first, for one family of senders. */
typedef struct lookup {
  question *question; /* TXT of include and redirect, A or AAAA of a, A of exists, MX of mx */
  sesame_spf_problem problem; /* BAD_TARGET or TOO_LARGE instead of a question */
  bool never; /* a macro made a target that is no name: the mechanism does not match */
} lookup;

/* The policy at one name, shared by all places of the tree where it is met. */
typedef struct policy {
  sesame_spf_record *record; /* NULL unless there is exactly one */
  size_t txt_index;
  sesame_spf_problem problem;         /* NO_RECORD, SEVERAL_RECORDS, SYNTAX, NOT_LEARNT */
  lookup (*lookups)[SESAME_FAMILIES]; /* one pair a term */
  verdicts verdicts;                  /* valid when settled */
  bool settled;                       /* verdicts hold wherever the policy is met */
} policy;

struct question {
  sesame_name name; /* lower case */
  int type;
  uint32_t hash;
  int depth;             /* records above */
  size_t number;         /* its place among the walk's questions */
  sesame_answer *answer; /* NULL: not answered yet */
  policy *policy;        /* of an answered TXT question */
};

struct sesame_spf_walk {
  sesame_name domain;
  question *questions[SESAME_SPF_WALK_MAX_QUERIES];
  sesame_spf_need needs[SESAME_SPF_WALK_MAX_QUERIES];
  size_t question_count, open_count;
  bool failed; /* memory ran out */
  sesame_spf_tree *tree;
  struct place **places; /* all of the tree's records, to be freed */
  size_t place_count, place_capacity;
};

/* spf_walk.c: the question for NAME and TYPE, asked now if it was not yet; NULL beyond the bounds
 * (or out of memory: `failed`). */
question *sesame_spf_walk_ask(sesame_spf_walk *walk, const sesame_name *name, int type, int depth);
/* The same, but never asked. */
question *sesame_spf_walk_find(const sesame_spf_walk *walk, const sesame_name *name, int type);

/* spf_walk_policy.c: reads the policy in an answered TXT question and asks for what its terms look
 * up; asks for the hosts in an answered MX question. Set `failed`. */
void sesame_spf_walk_read_policy(sesame_spf_walk *walk, question *txt);
void sesame_spf_walk_read_hosts(sesame_spf_walk *walk, const question *mx);
void sesame_spf_walk_free_policy(policy *p);

/* A growing list of ranges; `failed` when memory ran out. */
typedef struct ranges {
  sesame_range *items;
  size_t count, capacity;
  bool failed;
} ranges;

void sesame_ranges_add(ranges *list, sesame_range range);

typedef void match_fn(void *matches, const sesame_range *range);
void sesame_ranges_match(void *list, const sesame_range *range); /* MATCHES: a list of ranges */

/* spf_walk_term.c: what a mechanism other than include finds, for senders of one family. */
typedef struct finding {
  sesame_spf_problem problem; /* an error for all who match nothing that MATCH was told:
                                 MX_LIMIT, BAD_TARGET; NOT_LEARNT, TOO_LARGE: one that may pass */
  bool depends;               /* on the sender: it may match anybody */
  int voids, void_queries;
} finding;
/* MATCH, which may be NULL, is told the addresses that certainly match. */
finding sesame_spf_walk_look(const sesame_spf_walk *walk, const policy *p, size_t term,
                             sesame_family family, match_fn *match, void *matches);
/* Whether PROBLEM is an error whatever DNS will say once it answers. */
bool sesame_spf_walk_certain(sesame_spf_problem problem);

/* A record's place in the tree, with what only the walk needs. */
typedef struct place {
  sesame_spf_node node; /* first: a node of the tree is one of these */
  question *txt;
  const struct place *above;
  unsigned families; /* bit f: senders of family f come here; they part below %{v} */
  int depth;         /* places above */
  int loop_depth;    /* the least depth to which a loop from here or below goes back */
  verdicts verdicts;
} place;

/* spf_walk_judge.c: what the record at PLACE and all below it say to each address. Its visits and
 * the places below are complete. False when memory is out. */
bool sesame_spf_walk_judge(const sesame_spf_walk *walk, place *at);
/* What the mechanism of include, or redirect, can say: the verdicts of the record it leads to. */
bool sesame_spf_walk_subtree(const sesame_spf_visit *visit, verdicts *out);
/* Whether an include passes every address (rule E04). */
bool sesame_spf_walk_passes_all(const sesame_spf_visit *visit);

/* spf_walk_tree.c */
bool sesame_spf_walk_build(sesame_spf_walk *walk);
void sesame_spf_walk_free_tree(sesame_spf_walk *walk);

#endif
