/* SPDX-License-Identifier: MIT */
/* What a whole SPF policy means at one instant: a map from every address to the result its mail
 * gets, and the exact comparison of two such maps. Made from a finished walk; asks nobody. The
 * limits of RFC 7208 4.6.4 are lifted; whom they would hit is told apart from that. */
#ifndef SESAME_SPF_DENOTE_H
#define SESAME_SPF_DENOTE_H

#include "spf_eval.h"
#include "spf_walk.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_SPF_DENOTE_MAX_DECISIONS = 100000, /* different ways to decide in one policy */
  SESAME_SPF_DENOTE_MAX_HEIGHT = 1000       /* questions one after the other */
};

/* What a term says that depends on more than the address (ptr, macros of the sender) is never
 * guessed: such a term stays in the map as a question. A decision is the number of a result
 * (sesame_spf_result), or of a question with one decision for yes and one for no. */
typedef uint32_t sesame_spf_decision;

/* A question: whether TERM, written in the record of DOMAIN, matches. To ask it may also end in
 * temperror or permerror, as evaluation would. */
typedef struct sesame_spf_question_term {
  const char *term;   /* its text as written, NUL-terminated */
  const char *domain; /* whose record it stands in */
  bool final;         /* a redirect that depends on the sender: the result is whatever it gives;
                         YES and NO mean nothing */
  sesame_spf_decision yes, no;
} sesame_spf_question_term;

/* Addresses for which the policy decides alike; their neighbours are decided otherwise. */
typedef struct sesame_spf_stretch {
  sesame_range range;
  sesame_spf_decision decision;
} sesame_spf_stretch;

/* Every IPv4 and every IPv6 address with its decision. IPv6 clients in ::ffff:0:0/96 do not exist:
 * they are IPv4 clients (RFC 7208 5); those addresses are put with their lower neighbours. */
typedef struct sesame_spf_denotation sesame_spf_denotation;

/* Of the policy in WALK, which must be finished; it may be closed afterwards. What could not be
 * learnt has the result temperror, as at a receiver now. SESAME_OK; NOT_FOUND while questions are
 * open, TOO_MANY beyond SESAME_SPF_DENOTE_MAX_DECISIONS or _HEIGHT,
 * NO_MEMORY; *OUT is NULL then. */
int sesame_spf_denote(sesame_spf_denotation **out, sesame_spf_walk *walk);
void sesame_spf_denotation_free(sesame_spf_denotation *denotation); /* NULL is fine */

/* The stretches, IPv4 before IPv6, ascending, without gaps. */
size_t sesame_spf_denotation_count(const sesame_spf_denotation *denotation);
bool sesame_spf_denotation_stretch(const sesame_spf_denotation *denotation, size_t index,
                                   sesame_spf_stretch *out);
/* The decision about one address; an IPv4-mapped one is looked up as IPv4. */
sesame_spf_decision sesame_spf_denotation_at(const sesame_spf_denotation *denotation,
                                             sesame_family family, sesame_address address);
/* False when DECISION is a plain result. The texts live as long as the denotation. */
bool sesame_spf_denotation_question(const sesame_spf_denotation *denotation,
                                    sesame_spf_decision decision, sesame_spf_question_term *out);

/* The addresses that certainly have RESULT, or (CERTAIN false) that can have it by some answer to
 * the questions. Without ::ffff:0:0/96. A new set; NULL when memory is out. */
sesame_addrset *sesame_spf_denotation_addresses(const sesame_spf_denotation *denotation,
                                                sesame_spf_result result, bool certain);
/* The addresses that get permerror by a limit of RFC 7208 4.6.4 (ten lookups, two void ones, by
 * term) if no question is answered yes. Without ::ffff:0:0/96. Lives as long as the denotation. */
const sesame_addrset *sesame_spf_denotation_limited(const sesame_spf_denotation *denotation);
/* The first term that could not be learnt ("include:a.test in the record of b.test"), or NULL. */
const char *sesame_spf_denotation_unknown(const sesame_spf_denotation *denotation);

typedef enum sesame_spf_relation {
  SESAME_SPF_SAME,       /* "equal" */
  SESAME_SPF_UNPROVABLE, /* "unprovable": questions differ, or their order does */
  SESAME_SPF_UNLEARNT,   /* "unknown": DNS did not tell for one of the two */
  SESAME_SPF_DIFFERENT   /* "different" */
} sesame_spf_relation;

/* One stretch in which two policies are not the same. */
typedef struct sesame_spf_change {
  sesame_range range;
  sesame_spf_relation relation; /* any but SAME */
  sesame_spf_result from, to;   /* of A and B, when DIFFERENT */
  const char *term; /* DIFFERENT: the question on which that hangs, or NULL; UNPROVABLE: the one at
                       fault */
  const char *domain; /* in whose record it stands */
  bool matching;      /* DIFFERENT: where TERM matches; else where neither it nor those before do */
} sesame_spf_change;

typedef struct sesame_spf_comparison sesame_spf_comparison;

/* Compares what A and B say to every address. Both must live as long as *OUT. NO_MEMORY. Linear in
 * the number of stretches. */
int sesame_spf_compare(sesame_spf_comparison **out, const sesame_spf_denotation *a,
                       const sesame_spf_denotation *b);
void sesame_spf_comparison_free(sesame_spf_comparison *comparison); /* NULL is fine */

/* DIFFERENT when some stretch is, else UNLEARNT or UNPROVABLE when some stretch is, else SAME. */
sesame_spf_relation sesame_spf_comparison_verdict(const sesame_spf_comparison *comparison);
size_t sesame_spf_comparison_count(const sesame_spf_comparison *comparison);
bool sesame_spf_comparison_change(const sesame_spf_comparison *comparison, size_t index,
                                  sesame_spf_change *out);
/* The addresses that pass by B and not by A (GAINED), or by A and not by B; not those for which
 * that is so only where a question is answered yes. Without ::ffff:0:0/96. A new set; NULL when
 * memory is out. */
sesame_addrset *sesame_spf_comparison_passing(const sesame_spf_comparison *comparison, bool gained);
/* The name above; never NULL. */
const char *sesame_spf_relation_name(sesame_spf_relation relation);

#ifdef __cplusplus
}
#endif
#endif
