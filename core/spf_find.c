/* SPDX-License-Identifier: MIT */
/* One mechanism, its answers, and what they match. */
#include "spf_find.h"

#include <stdlib.h>

#define LETTER(c) (1u << ((c) - 'a'))
/* %{d}, %{o} and %{v} are known without a sender; %{v} for either family. */
#define SENDER_MACROS ~(LETTER('d') | LETTER('o') | LETTER('v'))

bool sesame_spf_find_hidden(const sesame_spf_term *term) {
  return term->kind == SESAME_SPF_PTR || (term->macros & SENDER_MACROS);
}

int sesame_spf_find_host_type(sesame_family family) {
  return family == SESAME_IP4 ? SESAME_TYPE_A : SESAME_TYPE_AAAA;
}

int sesame_spf_find_type(sesame_spf_kind kind, sesame_family family) {
  switch (kind) {
  case SESAME_SPF_INCLUDE:
  case SESAME_SPF_REDIRECT:
    return SESAME_TYPE_TXT;
  case SESAME_SPF_MX:
    return SESAME_TYPE_MX;
  case SESAME_SPF_A:
    return sesame_spf_find_host_type(family);
  default: /* exists, RFC 7208 5.7 */
    return SESAME_TYPE_A;
  }
}

/* ---- the hosts of an mx ---- */

static int by_preference(const void *a, const void *b) {
  const spf_host *x = a, *y = b;
  if (x->preference != y->preference)
    return x->preference - y->preference;
  return (x->index > y->index) - (x->index < y->index);
}

bool sesame_spf_find_hosts(const sesame_answer *mx, spf_host out[MX_LIMIT], size_t *count) {
  sesame_record record;
  *count = 0;
  if (sesame_answer_count(mx) > MX_LIMIT)
    return false;
  for (size_t i = 0; sesame_answer_record(mx, i, &record); i++) {
    spf_host *host = &out[*count];
    host->index = i;
    if (sesame_record_mx(&record, &host->preference, &host->name) &&
        sesame_name_labels(&host->name) > 0)
      ++*count;
  }
  qsort(out, *count, sizeof *out, by_preference);
  return true;
}

/* ---- what matches ---- */

static void match_prefix(const spf_search *s, const uint8_t *address, int length) {
  const sesame_range range =
      sesame_range_of_prefix(s->family, sesame_address_read(s->family, address), length);
  if (s->match)
    s->match(s->matches, &range);
}

static void match_within(const spf_search *s, const uint8_t *address) {
  match_prefix(s, address, s->family == SESAME_IP4 ? s->term->prefix4 : s->term->prefix6);
}

static void match_all(const spf_search *s) {
  static const uint8_t zero[16];
  match_prefix(s, zero, 0);
}

static void match_addresses(const spf_search *s, const sesame_answer *answer) {
  sesame_record record;
  const uint8_t *address;
  for (size_t i = 0; sesame_answer_record(answer, i, &record); i++)
    if (sesame_record_address(&record, &address) == (s->family == SESAME_IP4 ? 4u : 16u))
      match_within(s, address);
}

/* ---- what is asked for ---- */

static sesame_knowledge known(const sesame_answer *answer) {
  return answer ? sesame_status_knowledge(sesame_answer_status(answer)) : SESAME_UNKNOWN;
}

/* By term an mx is void when no host has an address of the family; by query each host without one
 * is (RFC 7208 4.6.4, 5.4). Hosts behind one that is not learnt are never tried: they match nobody,
 * but are counted where it is asked how many lookups may be void. */
static spf_found find_hosts(const spf_search *s, const spf_host *hosts, size_t count) {
  spf_found found = {0};
  bool present = false;
  for (size_t i = 0; i < count; i++) {
    const sesame_answer *answer =
        s->host(s->hosts, &hosts[i].name, sesame_spf_find_host_type(s->family));
    const sesame_knowledge knowledge = known(answer);
    present |= knowledge == SESAME_PRESENT;
    found.void_queries += knowledge == SESAME_ABSENT;
    if (knowledge == SESAME_UNKNOWN)
      found.end = SPF_NOT_LEARNT;
    else if (found.end == SPF_NO_MATCH)
      match_addresses(s, answer);
  }
  found.voids = !present && found.end == SPF_NO_MATCH;
  return found;
}

static spf_found find_mx(const spf_search *s) {
  spf_host hosts[MX_LIMIT];
  size_t count;
  if (!sesame_spf_find_hosts(s->answer, hosts, &count))
    return (spf_found){.end = SPF_MX_LIMIT};
  return find_hosts(s, hosts, count);
}

static spf_found look_up(const spf_search *s) {
  if (sesame_spf_find_hidden(s->term))
    return (spf_found){SPF_DEPENDS, HIDDEN_VOIDS, HIDDEN_VOIDS};
  switch (known(s->answer)) {
  case SESAME_UNKNOWN:
    return (spf_found){.end = SPF_NOT_LEARNT};
  case SESAME_ABSENT:
    return (spf_found){SPF_NO_MATCH, 1, 1};
  default:
    break;
  }
  if (s->term->kind == SESAME_SPF_MX)
    return find_mx(s);
  if (s->term->kind == SESAME_SPF_A)
    match_addresses(s, s->answer);
  else
    match_all(s); /* exists */
  return (spf_found){0};
}

spf_found sesame_spf_find(const spf_search *search) {
  switch (search->term->kind) {
  case SESAME_SPF_ALL:
    match_all(search);
    break;
  case SESAME_SPF_IP4:
  case SESAME_SPF_IP6:
    if ((search->term->kind == SESAME_SPF_IP4) == (search->family == SESAME_IP4))
      match_within(search, search->term->address);
    break;
  case SESAME_SPF_A:
  case SESAME_SPF_MX:
  case SESAME_SPF_EXISTS:
  case SESAME_SPF_PTR:
    return look_up(search);
  default:
    break;
  }
  return (spf_found){0};
}
