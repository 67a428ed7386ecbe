/* SPDX-License-Identifier: MIT */
/* What one mechanism finds in DNS for senders of one family (RFC 7208 5): which questions it asks,
 * within which bounds, and which addresses it matches by their answers, in the order of evaluation.
 * Asks nobody; knows no record, no tree and no sender. The evaluator, against which all that is
 * made of this is tested, keeps lookups of its own. Internal to the library: shared by the walk and
 * the denotation. */
#ifndef SESAME_SPF_FIND_H
#define SESAME_SPF_FIND_H

#include "addrset.h"
#include "message.h"
#include "spf_record.h"

#pragma GCC visibility push(hidden)

enum {
  MX_LIMIT = 10,   /* MX records of one mx: more are permerror, RFC 7208 4.6.4 */
  VOID_LIMIT = 2,  /* terms that find nothing: more are permerror, RFC 7208 4.6.4 */
  HIDDEN_VOIDS = 1 /* what a term counts as that depends on the sender, for the sender for whom it
                      is worst: one without a PTR record, in no list */
};

/* Whether what TERM asks for depends on the sender: a macro other than d, o and v, or ptr. */
bool sesame_spf_find_hidden(const sesame_spf_term *term);
/* The type of the question that a term of KIND asks first: TXT, MX, A or AAAA. */
int sesame_spf_find_type(sesame_spf_kind kind, sesame_family family);
/* That of the questions for the hosts of an mx. */
int sesame_spf_find_host_type(sesame_family family);

/* A host of an mx, for which addresses are asked. */
typedef struct spf_host {
  uint16_t preference;
  size_t index; /* of the record in the answer */
  sesame_name name;
} spf_host;

/* The hosts in an answer to MX in the order of evaluation: by preference (RFC 5321 5.1), equal ones
 * as they stand in the answer. "." is none (RFC 7505). No hosts, and false, beyond MX_LIMIT
 * records. */
bool sesame_spf_find_hosts(const sesame_answer *mx, spf_host out[MX_LIMIT], size_t *count);

/* One mechanism's work, but for include. */
typedef struct spf_search {
  const sesame_spf_term *term;
  sesame_family family;
  const sesame_answer *answer; /* to its first question; NULL: not known */
  /* The answer about a host of an mx; NULL: not known. */
  const sesame_answer *(*host)(const void *hosts, const sesame_name *name, int type);
  const void *hosts;
  /* Is told what matches, in the order of evaluation; may be NULL. */
  void (*match)(void *matches, const sesame_range *range);
  void *matches;
} spf_search;

/* What becomes of senders who are in nothing that matched. */
typedef enum spf_end {
  SPF_NO_MATCH,   /* on to the next term */
  SPF_DEPENDS,    /* on the sender: it matches or not, and nothing was told to match */
  SPF_NOT_LEARNT, /* DNS did not tell: temperror now, match or no match later */
  SPF_MX_LIMIT    /* permerror */
} spf_end;

typedef struct spf_found {
  spf_end end;
  int voids;        /* void lookups, counted by term: 0 or 1 */
  int void_queries; /* the same, counted by query */
} spf_found;

spf_found sesame_spf_find(const spf_search *search);

#pragma GCC visibility pop
#endif
