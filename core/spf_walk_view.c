/* SPDX-License-Identifier: MIT */
/* What readers of a finished tree ask for: names of its outcomes, the addresses of one term. */
#include "spf_walk_internal.h"

#include <stdlib.h>

const char *sesame_spf_standing_name(sesame_spf_standing standing) {
  static const char *const names[] = {"counted", "free", "dead", "ignored", "loop", "unknown"};
  return names[standing <= SESAME_SPF_UNKNOWN ? standing : SESAME_SPF_UNKNOWN];
}

const char *sesame_spf_problem_name(sesame_spf_problem problem) {
  static const char *const names[] = {NULL,         "syntax",     "no-record", "several-records",
                                      "loop",       "bad-target", "mx-limit",  "lookup-limit",
                                      "void-limit", "not-learnt", "too-large"};
  return names[problem <= SESAME_SPF_TOO_LARGE ? problem : SESAME_SPF_TOO_LARGE];
}

const char *sesame_spf_tree_result_name(sesame_spf_tree_result result) {
  static const char *const names[] = {"ok", "none", "permerror", "unknown"};
  return names[result <= SESAME_SPF_TREE_UNKNOWN ? result : SESAME_SPF_TREE_UNKNOWN];
}

/* Addresses known exactly go to LIST, the others to *BELOW, which is made in any case. */
static bool match(const sesame_spf_walk *walk, const sesame_spf_visit *visit, ranges *list,
                  verdicts *below) {
  const sesame_spf_kind kind = visit->term->kind;
  const bool reached = visit->term->valid && visit->standing != SESAME_SPF_DEAD &&
                       visit->standing != SESAME_SPF_IGNORED;
  unsigned open = 0; /* families in which others than those in LIST may match */
  if (reached && (kind == SESAME_SPF_INCLUDE || kind == SESAME_SPF_REDIRECT))
    return sesame_spf_walk_subtree(visit, below);
  for (int f = 0; reached && f < SESAME_FAMILIES; f++) {
    const finding found = sesame_spf_walk_look(walk, ((const place *)visit->node)->txt->policy,
                                               (size_t)(visit - visit->node->visits),
                                               (sesame_family)f, sesame_ranges_match, list);
    if (found.depends || (found.problem && !sesame_spf_walk_certain(found.problem)))
      open |= 1u << f;
  }
  if (list->failed)
    return false;
  if (!open)
    return sesame_verdicts_none(below);
  return sesame_verdicts_perhaps(below, 1u << OUTCOME_PASS,
                                 open == BOTH_FAMILIES      ? SESAME_FAMILIES
                                 : open == 1u << SESAME_IP4 ? SESAME_IP4
                                                            : SESAME_IP6);
}

int sesame_spf_walk_matches(const sesame_spf_walk *walk, const sesame_spf_visit *visit,
                            sesame_addrset **certain, sesame_addrset **possible) {
  ranges list = {0};
  verdicts below = {0};
  const bool good = match(walk, visit, &list, &below);
  sesame_addrset *own = good ? sesame_addrset_make(list.items, list.count) : NULL;
  *certain = own ? sesame_addrset_union(own, below.certain[OUTCOME_PASS]) : NULL;
  *possible = own ? sesame_addrset_union(own, below.possible[OUTCOME_PASS]) : NULL;
  sesame_addrset_free(own);
  sesame_verdicts_free(&below);
  free(list.items);
  if (*certain && *possible)
    return SESAME_OK;
  sesame_addrset_free(*certain);
  sesame_addrset_free(*possible);
  *certain = *possible = NULL;
  return SESAME_NO_MEMORY;
}
