/* SPDX-License-Identifier: MIT */
/* What one mechanism finds in DNS: the addresses it matches and the lookups that are void. */
#include "spf_walk_internal.h"

#include <stdlib.h>

void sesame_ranges_add(ranges *list, sesame_range range) {
  if (list->count == list->capacity && !list->failed) {
    const size_t capacity = list->capacity ? 2 * list->capacity : 16;
    sesame_range *items = realloc(list->items, capacity * sizeof *items);
    list->failed = !items;
    if (items) {
      list->items = items;
      list->capacity = capacity;
    }
  }
  if (!list->failed)
    list->items[list->count++] = range;
}

static void add_prefix(ranges *out, const sesame_spf_term *term, sesame_family family,
                       const uint8_t *address) {
  const int length = family == SESAME_IP4 ? term->prefix4 : term->prefix6;
  if (out)
    sesame_ranges_add(out,
                      sesame_range_of_prefix(family, sesame_address_read(family, address), length));
}

static void add_all(ranges *out) {
  static const uint8_t nothing[16];
  for (int family = 0; out && family < SESAME_FAMILIES; family++)
    sesame_ranges_add(
        out, sesame_range_of_prefix((sesame_family)family,
                                    sesame_address_read((sesame_family)family, nothing), 0));
}

static void count_void(finding *f, int family, int queries) {
  f->voids[family] = 1;
  f->void_queries[family] = queries;
}

/* The addresses in an answer to A or AAAA; UNKNOWN also when it was not asked. */
static sesame_knowledge add_addresses(const question *q, const sesame_spf_term *term,
                                      sesame_family family, ranges *out) {
  const sesame_knowledge known =
      q ? sesame_status_knowledge(sesame_answer_status(q->answer)) : SESAME_UNKNOWN;
  sesame_record record;
  for (size_t i = 0; known == SESAME_PRESENT && sesame_answer_record(q->answer, i, &record); i++) {
    const uint8_t *address;
    if (sesame_record_address(&record, &address) == (family == SESAME_IP4 ? 4u : 16u))
      add_prefix(out, term, family, address);
  }
  return known;
}

static void not_learnt(finding *f) {
  f->may_match = f->may_fail = f->void_unknown = true;
}

static void look_a(const lookup *l, const sesame_spf_term *term, sesame_family family, finding *f,
                   ranges *out) {
  const sesame_knowledge known = add_addresses(l->question, term, family, out);
  if (known == SESAME_UNKNOWN)
    not_learnt(f);
  else if (known == SESAME_ABSENT)
    count_void(f, family, 1);
}

static void look_exists(const lookup *l, sesame_family family, finding *f, ranges *out) {
  const sesame_knowledge known = sesame_status_knowledge(sesame_answer_status(l->question->answer));
  if (known == SESAME_UNKNOWN)
    not_learnt(f);
  else if (known == SESAME_ABSENT)
    count_void(f, family, 1);
  else if (out && family == SESAME_IP4)
    sesame_ranges_add(out, sesame_range_of_prefix(SESAME_IP4, (sesame_address){0, 0}, 0));
  else if (out)
    sesame_ranges_add(out, sesame_range_of_prefix(SESAME_IP6, (sesame_address){0, 0}, 0));
}

/* Where host INDEX of MX stands in the order of evaluation (RFC 5321 5.1), and its name. False for
 * what is no host: "." says that there is none, RFC 7505. */
static bool read_host(const sesame_answer *mx, size_t index, sesame_name *host, uint32_t *order) {
  uint16_t preference;
  sesame_record record;
  if (!sesame_answer_record(mx, index, &record) || !sesame_record_mx(&record, &preference, host) ||
      sesame_name_labels(host) == 0)
    return false;
  *order = (uint32_t)preference << 16 | (uint32_t)index;
  return true;
}

/* The hosts of an mx mechanism. By term it is void when no host has an address of the family; by
 * query each host without one is. RFC 7208 5.4, 4.6.4. Those after one that is not learnt are not
 * reached: their addresses may match, but do not certainly. */
static void look_hosts(const sesame_spf_walk *walk, const sesame_answer *mx,
                       const sesame_spf_term *term, sesame_family family, finding *f, ranges *out) {
  const int type = family == SESAME_IP4 ? SESAME_TYPE_A : SESAME_TYPE_AAAA;
  const size_t count = sesame_answer_count(mx);
  int present = 0, absent = 0;
  uint32_t order, unlearnt = UINT32_MAX;
  sesame_name host;
  for (size_t i = 0; i < count; i++) {
    if (!read_host(mx, i, &host, &order))
      continue;
    const sesame_knowledge known =
        add_addresses(sesame_spf_walk_find(walk, &host, type), term, family, NULL);
    present += known == SESAME_PRESENT;
    absent += known == SESAME_ABSENT;
    if (known == SESAME_UNKNOWN && order < unlearnt)
      unlearnt = order;
  }
  for (size_t i = 0; i < count; i++)
    if (read_host(mx, i, &host, &order) && order < unlearnt)
      add_addresses(sesame_spf_walk_find(walk, &host, type), term, family, out);
  f->void_queries[family] = absent;
  f->voids[family] = present == 0 && unlearnt == UINT32_MAX;
  if (unlearnt != UINT32_MAX)
    not_learnt(f);
}

static void look_mx(const sesame_spf_walk *walk, const lookup *l, const sesame_spf_term *term,
                    sesame_family family, finding *f, ranges *out) {
  const sesame_answer *mx = l->question->answer;
  const sesame_knowledge known = sesame_status_knowledge(sesame_answer_status(mx));
  if (known == SESAME_UNKNOWN)
    not_learnt(f);
  else if (known == SESAME_ABSENT)
    count_void(f, family, 1);
  else if (sesame_answer_count(mx) > MX_LIMIT)
    f->problem = SESAME_SPF_MX_LIMIT;
  else
    look_hosts(walk, mx, term, family, f, out);
}

static void look_family(const sesame_spf_walk *walk, const policy *p, size_t index,
                        sesame_family family, finding *f, ranges *out) {
  const sesame_spf_term *term = &p->record->terms[index];
  const lookup *l = &p->lookups[index][family];
  if (l->problem == SESAME_SPF_TOO_LARGE)
    not_learnt(f);
  if (l->problem)
    f->problem = l->problem;
  if (l->problem || l->never)
    return;
  if (term->kind == SESAME_SPF_A)
    look_a(l, term, family, f, out);
  else if (term->kind == SESAME_SPF_MX)
    look_mx(walk, l, term, family, f, out);
  else
    look_exists(l, family, f, out);
}

/* For the sender for whom it is worst: one without a PTR record, in no list. Rule E14 */
static finding look_hidden(void) {
  finding f = {.may_match = true};
  for (int family = 0; family < SESAME_FAMILIES; family++)
    count_void(&f, family, 1);
  return f;
}

finding sesame_spf_walk_look(const sesame_spf_walk *walk, const policy *p, size_t index,
                             ranges *out) {
  const sesame_spf_term *term = &p->record->terms[index];
  finding f = {.void_certain = true};
  switch (term->kind) {
  case SESAME_SPF_ALL:
    add_all(out);
    break;
  case SESAME_SPF_IP4:
    add_prefix(out, term, SESAME_IP4, term->address);
    break;
  case SESAME_SPF_IP6:
    add_prefix(out, term, SESAME_IP6, term->address);
    break;
  case SESAME_SPF_A:
  case SESAME_SPF_MX:
  case SESAME_SPF_EXISTS:
  case SESAME_SPF_PTR:
    if (sesame_spf_walk_hidden(term))
      return look_hidden();
    for (int family = 0; family < SESAME_FAMILIES; family++)
      look_family(walk, p, index, (sesame_family)family, &f, out);
    break;
  default:
    break;
  }
  return f;
}
