/* SPDX-License-Identifier: MIT */
/* The addresses that one mechanism decides by itself, for senders of one family, as evaluation
 * would (RFC 7208 5): what DNS does not tell is temperror for all who come to it. */
#include "spf_denote_internal.h"

size_t sesame_denote_reached(const sesame_spf_node *node) {
  size_t count = 0;
  while (count < node->visit_count && (node->visits[count].standing != SESAME_SPF_DEAD ||
                                       node->visits[count].term->kind >= SESAME_SPF_REDIRECT))
    count++;
  return count;
}

void sesame_claims_all(claims *c, sesame_family family, uint32_t order, uint32_t value) {
  sesame_claims_add(c, sesame_range_of_prefix(family, (sesame_address){0, 0}, 0), order, value);
}

uint32_t sesame_denote_error(sesame_spf_problem problem) {
  return sesame_spf_walk_certain(problem) ? SESAME_SPF_RESULT_PERMERROR
                                          : SESAME_SPF_RESULT_TEMPERROR;
}

/* Where a term's matches go. */
typedef struct claiming {
  claims *out;
  uint32_t order, value;
} claiming;

static void claim_range(void *context, const sesame_range *range) {
  const claiming *at = context;
  sesame_claims_add(at->out, *range, at->order, at->value);
}

finding sesame_denote_look(const sesame_spf_walk *walk, const policy *p, size_t index,
                           sesame_family family, claims *out) {
  claiming at = {out, (uint32_t)(2 * index),
                 sesame_spf_result_of(p->record->terms[index].qualifier)};
  const finding found = sesame_spf_walk_look(walk, p, index, family, claim_range, &at);
  if (found.problem)
    sesame_claims_all(out, family, at.order + 1, sesame_denote_error(found.problem));
  return found;
}
