/* SPDX-License-Identifier: MIT */
/* check_host(): mx (RFC 7208 5.4), ptr (5.5) and the validated names behind it and %{p} (7.3). The
 * addresses of all hosts are asked for at once, and judged as if they had come one by one. */
#include "spf_eval_internal.h"

#include <stdlib.h>
#include <string.h>

static sesame_knowledge known(const spf_slot *slot) {
  return sesame_status_knowledge(sesame_answer_status(slot->answer));
}

/* ---- mx ---- */

typedef struct exchange {
  uint16_t preference;
  uint16_t index; /* of the record */
} exchange;

static int by_preference(const void *a, const void *b) {
  const exchange *x = a, *y = b;
  return x->preference != y->preference ? x->preference - y->preference : x->index - y->index;
}

/* Asks for the addresses of the first MOST exchanges of ANSWER by preference. */
static void ask_exchanges(sesame_spf_eval *e, const sesame_answer *answer, size_t most) {
  exchange exchanges[SESAME_SPF_HOSTS_MAX * 4];
  size_t count = 0;
  sesame_record record;
  sesame_name name;
  for (size_t i = 0;
       count < sizeof exchanges / sizeof *exchanges && sesame_answer_record(answer, i, &record);
       i++) {
    exchanges[count].index = (uint16_t)i;
    if (sesame_record_mx(&record, &exchanges[count].preference, &name))
      count++;
  }
  qsort(exchanges, count, sizeof *exchanges, by_preference);
  for (size_t i = 0; i < count && i < most && e->stage != STAGE_DONE; i++) {
    uint16_t preference;
    sesame_answer_record(answer, exchanges[i].index, &record);
    sesame_record_mx(&record, &preference, &name);
    sesame_name_lower(&name);
    if (name.length > 1) /* the root is no host (RFC 7505) */
      sesame_eval_ask(e, &name, sesame_eval_address_type(e));
  }
}

static void mx_limit(sesame_spf_eval *e) {
  sesame_eval_finish(e, SESAME_SPF_RESULT_PERMERROR, "mx-limit", sesame_eval_current(e),
                     "more than %d MX records", e->limits.mx);
}

void sesame_eval_match_mx(sesame_spf_eval *e) {
  sesame_answer *answer = sesame_answer_keep(e->slots[0].answer);
  size_t count = sesame_answer_count(answer);
  size_t most = e->limits.mx >= 0 ? (size_t)e->limits.mx : SESAME_SPF_HOSTS_MAX;
  sesame_knowledge learnt = known(&e->slots[0]);
  if (learnt == SESAME_UNKNOWN)
    sesame_eval_dns_error(e, &e->slots[0]);
  sesame_eval_clear_slots(e);
  if (learnt == SESAME_ABSENT) {
    if (sesame_eval_count_voids(e, 1))
      sesame_eval_no_match(e);
  } else if (learnt == SESAME_PRESENT && e->limits.mx >= 0 && count > most &&
             !e->limits.mx_over_late) {
    mx_limit(e);
  } else if (learnt == SESAME_PRESENT) {
    e->stage = STAGE_MX_HOSTS;
    ask_exchanges(e, answer, most);
    /* Names left out are remembered by the count of MX records alone. */
    e->mx_over = e->limits.mx >= 0 && count > most;
  }
  sesame_answer_free(answer);
}

/* Void lookups among the hosts: every one of them, or one when none has an address. */
static int host_voids(const sesame_spf_eval *e, size_t upto) {
  int empty = 0;
  for (size_t i = 0; i < upto; i++)
    empty += known(&e->slots[i]) == SESAME_ABSENT;
  if (e->limits.void_per_query)
    return empty;
  return (size_t)empty == upto;
}

void sesame_eval_match_mx_hosts(sesame_spf_eval *e) {
  const sesame_spf_term *term = sesame_eval_current(e);
  size_t match = 0, error = e->slot_count;
  while (match < e->slot_count && !(known(&e->slots[match]) == SESAME_PRESENT &&
                                    sesame_eval_answer_matches(e, e->slots[match].answer, term)))
    match++;
  for (size_t i = match; i-- > 0;)
    if (known(&e->slots[i]) == SESAME_UNKNOWN)
      error = i;
  bool matched = match < e->slot_count;
  if (error < match)
    sesame_eval_dns_error(e, &e->slots[error]);
  else if ((matched && !e->limits.void_per_query) ||
           sesame_eval_count_voids(e, host_voids(e, e->slot_count))) {
    if (matched)
      sesame_eval_settle(e, term);
    else if (e->mx_over)
      mx_limit(e);
    else
      sesame_eval_no_match(e);
  }
  sesame_eval_clear_slots(e);
}

/* ---- the client's names ---- */

static void reverse_name(const sesame_spf_eval *e, sesame_name *out) {
  static const char hex[] = "0123456789abcdef";
  char text[96], *at = text;
  for (size_t i = e->octets; i-- > 0;) {
    uint8_t octet = e->address[i];
    if (e->octets == 16) {
      *at++ = hex[octet & 15];
      *at++ = '.';
      *at++ = hex[octet >> 4];
    } else {
      if (octet >= 100)
        *at++ = (char)('0' + octet / 100);
      if (octet >= 10)
        *at++ = (char)('0' + octet / 10 % 10);
      *at++ = (char)('0' + octet % 10);
    }
    *at++ = '.';
  }
  const char *suffix = e->octets == 4 ? "in-addr.arpa" : "ip6.arpa";
  memcpy(at, suffix, strlen(suffix));
  sesame_name_parse(out, text, (size_t)(at - text) + strlen(suffix));
}

void sesame_eval_learn_names(sesame_spf_eval *e, spf_stage after) {
  sesame_name name;
  if (e->queries >= SESAME_SPF_EVAL_MAX_QUERIES) { /* a last resort: as if there were none */
    e->ptr_known = true;
    e->stage = after;
    return;
  }
  reverse_name(e, &name);
  e->after_ptr = after;
  e->stage = STAGE_PTR;
  sesame_eval_ask(e, &name, SESAME_TYPE_PTR);
}

static void names_known(sesame_spf_eval *e) {
  e->ptr_known = true;
  e->stage = e->after_ptr;
  e->verdict.queries = e->queries;
  sesame_eval_clear_slots(e);
}

void sesame_eval_read_names(sesame_spf_eval *e) {
  sesame_answer *answer = sesame_answer_keep(e->slots[0].answer);
  sesame_knowledge learnt = known(&e->slots[0]);
  size_t most = e->limits.ptr >= 0 ? (size_t)e->limits.ptr : SESAME_SPF_HOSTS_MAX;
  size_t count = sesame_answer_count(answer);
  sesame_record record;
  sesame_eval_clear_slots(e);
  e->ptr_failed = learnt == SESAME_UNKNOWN;
  e->ptr_empty = learnt == SESAME_ABSENT;
  e->ptr_voids = e->ptr_empty;
  e->ptr_over = e->limits.ptr >= 0 && count > most;
  for (size_t i = 0; i < most && sesame_answer_record(answer, i, &record); i++) {
    sesame_name name;
    if (sesame_record_name(&record, &name) && name.length > 1 &&
        e->queries < SESAME_SPF_EVAL_MAX_QUERIES) {
      sesame_name_lower(&name);
      sesame_eval_ask(e, &name, sesame_eval_address_type(e));
    }
  }
  sesame_answer_free(answer);
  e->stage = STAGE_PTR_HOSTS;
}

void sesame_eval_validate_names(sesame_spf_eval *e) {
  for (size_t i = 0; i < e->slot_count; i++) {
    spf_slot *slot = &e->slots[i]; /* one that could not be learnt is left out, 5.5 */
    if (known(slot) == SESAME_PRESENT && sesame_eval_answer_matches(e, slot->answer, NULL))
      e->ptr_names[e->ptr_count++] = slot->name;
  }
  if (e->slot_count)
    e->ptr_voids += host_voids(e, e->slot_count);
  names_known(e);
}

void sesame_eval_match_ptr(sesame_spf_eval *e, const sesame_spf_term *term,
                           const sesame_name *target) {
  if (!e->ptr_known) {
    sesame_eval_learn_names(e, STAGE_TERM);
    return;
  }
  if (e->ptr_failed && e->limits.ptr_dns_error) {
    sesame_eval_finish(e, SESAME_SPF_RESULT_TEMPERROR, "dns-error", term,
                       "the names of the client could not be learnt");
    return;
  }
  if (!sesame_eval_count_voids(e, e->ptr_voids))
    return;
  for (size_t i = 0; i < e->ptr_count; i++)
    if (sesame_name_within(&e->ptr_names[i], target)) {
      sesame_eval_settle(e, term);
      return;
    }
  if (e->ptr_over && e->limits.ptr_over_error)
    sesame_eval_finish(e, SESAME_SPF_RESULT_PERMERROR, "ptr-limit", term,
                       "more than %d PTR records", e->limits.ptr);
  else
    sesame_eval_no_match(e);
}

/* The domain itself, else a name below it, else any; "unknown" when there is none (7.3). */
void sesame_eval_fill_p(sesame_spf_eval *e, const spf_frame *frame) {
  const sesame_name *best = e->ptr_count ? &e->ptr_names[0] : NULL;
  int rank = 0;
  for (size_t i = 0; i < e->ptr_count; i++) {
    const sesame_name *name = &e->ptr_names[i];
    int its = sesame_name_within(name, &frame->name) + sesame_name_equal(name, &frame->name);
    if (its > rank) {
      best = name;
      rank = its;
    }
  }
  size_t length = 7;
  if (best)
    length = sesame_name_format(best, e->p);
  e->macros.value['p' - 'a'] = (sesame_spf_text){best ? e->p : "unknown", length};
}
