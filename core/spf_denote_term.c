/* SPDX-License-Identifier: MIT */
/* The addresses that one mechanism decides by itself, for senders of one family, as evaluation
 * would (RFC 7208 5): what DNS does not tell is temperror for all who come to it. */
#include "spf_denote_internal.h"

#include <stdlib.h>

size_t sesame_denote_reached(const sesame_spf_node *node) {
  size_t count = 0;
  while (count < node->visit_count && (node->visits[count].standing != SESAME_SPF_DEAD ||
                                       node->visits[count].term->kind >= SESAME_SPF_REDIRECT))
    count++;
  return count;
}

bool sesame_claims_all(claims *c, sesame_family family, uint32_t order, uint32_t value) {
  return sesame_claims_add(c, sesame_range_of_prefix(family, (sesame_address){0, 0}, 0), order,
                           value);
}

/* One term at work. */
typedef struct looking {
  const sesame_spf_walk *walk;
  const sesame_spf_term *term;
  const lookup *lookup;
  sesame_family family;
  uint32_t order, value;
  claims *out;
} looking;

static bool claim_address(const looking *at, const uint8_t *address) {
  const int length = at->family == SESAME_IP4 ? at->term->prefix4 : at->term->prefix6;
  const sesame_address number = sesame_address_read(at->family, address);
  return sesame_claims_add(at->out, sesame_range_of_prefix(at->family, number, length), at->order,
                           at->value);
}

static look settle(const looking *at, sesame_spf_result result) {
  const look good = result == SESAME_SPF_RESULT_TEMPERROR ? LOOK_UNLEARNT : LOOK_GOOD;
  return sesame_claims_all(at->out, at->family, at->order + 1, result) ? good : LOOK_NO_MEMORY;
}

static sesame_knowledge known(const question *q) {
  return q && q->answer ? sesame_status_knowledge(sesame_answer_status(q->answer)) : SESAME_UNKNOWN;
}

static look look_addresses(const looking *at, const question *q) {
  sesame_record record;
  const sesame_knowledge knowledge = known(q);
  if (knowledge == SESAME_UNKNOWN)
    return settle(at, SESAME_SPF_RESULT_TEMPERROR);
  for (size_t i = 0; knowledge == SESAME_PRESENT && sesame_answer_record(q->answer, i, &record);
       i++) {
    const uint8_t *address;
    if (sesame_record_address(&record, &address) == (at->family == SESAME_IP4 ? 4u : 16u) &&
        !claim_address(at, address))
      return LOOK_NO_MEMORY;
  }
  return LOOK_GOOD;
}

typedef struct host {
  uint16_t preference;
  size_t index;
  sesame_name name;
} host;

static int by_preference(const void *a, const void *b) {
  const host *x = a, *y = b;
  if (x->preference != y->preference)
    return x->preference - y->preference;
  return (x->index > y->index) - (x->index < y->index);
}

/* Hosts in the order of evaluation: those after one that is not learnt are never tried. */
static look look_hosts(const looking *at, const sesame_answer *mx) {
  host hosts[MX_LIMIT];
  size_t count = 0;
  sesame_record record;
  for (size_t i = 0; count < MX_LIMIT && sesame_answer_record(mx, i, &record); i++)
    if (sesame_record_mx(&record, &hosts[count].preference, &hosts[count].name) &&
        sesame_name_labels(&hosts[count].name) > 0)
      hosts[count++].index = i;
  qsort(hosts, count, sizeof *hosts, by_preference);
  look result = LOOK_GOOD;
  for (size_t i = 0; i < count && result == LOOK_GOOD; i++)
    result = look_addresses(
        at, sesame_spf_walk_find(at->walk, &hosts[i].name,
                                 at->family == SESAME_IP4 ? SESAME_TYPE_A : SESAME_TYPE_AAAA));
  return result;
}

static look look_mx(const looking *at) {
  const question *q = at->lookup->question;
  switch (known(q)) {
  case SESAME_UNKNOWN:
    return settle(at, SESAME_SPF_RESULT_TEMPERROR);
  case SESAME_ABSENT:
    return LOOK_GOOD;
  default:
    if (sesame_answer_count(q->answer) > MX_LIMIT)
      return settle(at, SESAME_SPF_RESULT_PERMERROR);
    return look_hosts(at, q->answer);
  }
}

static look look_exists(const looking *at) {
  switch (known(at->lookup->question)) {
  case SESAME_UNKNOWN:
    return settle(at, SESAME_SPF_RESULT_TEMPERROR);
  case SESAME_ABSENT:
    return LOOK_GOOD;
  default:
    return sesame_claims_all(at->out, at->family, at->order, at->value) ? LOOK_GOOD
                                                                        : LOOK_NO_MEMORY;
  }
}

static look look_name(const looking *at) {
  if (at->lookup->problem)
    return settle(at, at->lookup->problem == SESAME_SPF_TOO_LARGE ? SESAME_SPF_RESULT_TEMPERROR
                                                                  : SESAME_SPF_RESULT_PERMERROR);
  if (at->lookup->never)
    return LOOK_GOOD;
  if (at->term->kind == SESAME_SPF_A)
    return look_addresses(at, at->lookup->question);
  return at->term->kind == SESAME_SPF_MX ? look_mx(at) : look_exists(at);
}

look sesame_denote_look(const sesame_spf_walk *walk, const policy *p, size_t index,
                        sesame_family family, claims *out) {
  const sesame_spf_term *term = &p->record->terms[index];
  const looking at = {walk,
                      term,
                      &p->lookups[index][family],
                      family,
                      (uint32_t)(2 * index),
                      sesame_spf_result_of(term->qualifier),
                      out};
  switch (term->kind) {
  case SESAME_SPF_ALL:
    return sesame_claims_all(out, family, at.order, at.value) ? LOOK_GOOD : LOOK_NO_MEMORY;
  case SESAME_SPF_IP4:
  case SESAME_SPF_IP6:
    if ((term->kind == SESAME_SPF_IP4) != (family == SESAME_IP4))
      return LOOK_GOOD;
    return claim_address(&at, term->address) ? LOOK_GOOD : LOOK_NO_MEMORY;
  default:
    return look_name(&at);
  }
}

static bool has_address(const looking *at, const sesame_answer *mx) {
  sesame_record record;
  for (size_t i = 0; sesame_answer_record(mx, i, &record); i++) {
    uint16_t preference;
    sesame_name name;
    if (!sesame_record_mx(&record, &preference, &name) || sesame_name_labels(&name) == 0)
      continue;
    const question *q = sesame_spf_walk_find(
        at->walk, &name, at->family == SESAME_IP4 ? SESAME_TYPE_A : SESAME_TYPE_AAAA);
    if (known(q) != SESAME_ABSENT)
      return true;
  }
  return false;
}

bool sesame_denote_void(const sesame_spf_walk *walk, const policy *p, size_t index,
                        sesame_family family) {
  const sesame_spf_term *term = &p->record->terms[index];
  const looking at = {.walk = walk, .term = term, .family = family};
  const question *q = p->lookups[index][family].question;
  if (!q || sesame_spf_walk_hidden(term))
    return false;
  if (known(q) == SESAME_ABSENT)
    return true;
  return term->kind == SESAME_SPF_MX && known(q) == SESAME_PRESENT &&
         sesame_answer_count(q->answer) <= MX_LIMIT && !has_address(&at, q->answer);
}
