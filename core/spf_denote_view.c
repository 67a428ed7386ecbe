/* SPDX-License-Identifier: MIT */
/* What readers of a denotation ask for: its stretches, single addresses, sets of addresses. */
#include "spf_denote_internal.h"

#include <stdlib.h>

static const sesame_range mapped = {
    SESAME_IP6, {0, 0xFFFF00000000}, {0, 0xFFFFFFFFFFFF}}; /* ::ffff:0:0/96 */

sesame_addrset *sesame_denote_set(const ranges *list) {
  sesame_addrset *all = sesame_addrset_make(list->items, list->count);
  sesame_addrset *block = sesame_addrset_make(&mapped, 1);
  sesame_addrset *made = all && block ? sesame_addrset_difference(all, block) : NULL;
  sesame_addrset_free(all);
  sesame_addrset_free(block);
  return made;
}

size_t sesame_spf_denotation_count(const sesame_spf_denotation *denotation) {
  return denotation->maps[SESAME_IP4].count + denotation->maps[SESAME_IP6].count;
}

bool sesame_spf_denotation_stretch(const sesame_spf_denotation *denotation, size_t index,
                                   sesame_spf_stretch *out) {
  sesame_family family = SESAME_IP4;
  if (index >= denotation->maps[SESAME_IP4].count) {
    index -= denotation->maps[SESAME_IP4].count;
    family = SESAME_IP6;
  }
  const stretches *map = &denotation->maps[family];
  if (index >= map->count)
    return false;
  out->range =
      (sesame_range){family, map->items[index].first, sesame_stretches_last(map, index, family)};
  out->decision = map->items[index].value;
  return true;
}

sesame_spf_decision sesame_spf_denotation_at(const sesame_spf_denotation *denotation,
                                             sesame_family family, sesame_address address) {
  if (family == SESAME_IP6 && address.high == 0 && address.low >> 32 == 0xFFFF) {
    family = SESAME_IP4;
    address.low &= UINT32_MAX;
  }
  return sesame_stretches_at(&denotation->maps[family], address);
}

bool sesame_spf_denotation_question(const sesame_spf_denotation *denotation,
                                    sesame_spf_decision number, sesame_spf_question_term *out) {
  const decisions *d = &denotation->decisions;
  if (number < SESAME_SPF_RESULTS || number >= d->count)
    return false;
  const decision *at = &d->items[number];
  *out = (sesame_spf_question_term){.term = d->residuals[at->residual].term,
                                    .domain = d->residuals[at->residual].domain,
                                    .final = at->kind == DECIDE_POLICY,
                                    .yes = at->yes,
                                    .no = at->no};
  return true;
}

sesame_addrset *sesame_spf_denotation_addresses(const sesame_spf_denotation *denotation,
                                                sesame_spf_result result, bool certain) {
  ranges list = {0};
  sesame_spf_stretch at;
  for (size_t i = 0; sesame_spf_denotation_stretch(denotation, i, &at); i++)
    if (at.decision == (sesame_spf_decision)result ||
        (!certain && sesame_decisions_outcomes(&denotation->decisions, at.decision) >> result & 1))
      sesame_ranges_add(&list, at.range);
  sesame_addrset *made = list.failed ? NULL : sesame_denote_set(&list);
  free(list.items);
  return made;
}

const sesame_addrset *sesame_spf_denotation_limited(const sesame_spf_denotation *denotation) {
  return denotation->limited;
}

const char *sesame_spf_denotation_unknown(const sesame_spf_denotation *denotation) {
  return denotation->unknown;
}
