/* SPDX-License-Identifier: MIT */
/* check_host(): opening, questions and answers, and the loop that goes on from stage to stage. */
#include "spf_eval_internal.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *sesame_spf_result_name(sesame_spf_result result) {
  static const char *const names[SESAME_SPF_RESULTS] = {"none",     "neutral",   "pass",     "fail",
                                                        "softfail", "temperror", "permerror"};
  return names[result < SESAME_SPF_RESULTS ? result : SESAME_SPF_RESULT_NONE];
}

/* ---- opening ---- */

static bool in_range(int limit, int most) {
  return limit >= -1 && limit <= most;
}

static int check_options(const sesame_spf_options *o) {
  const sesame_spf_text *texts[] = {&o->sender, &o->helo, &o->domain, &o->receiver};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (texts[i]->length > SESAME_SPF_SENDER_MAX)
      return SESAME_TOO_LONG;
  if (!o->limits)
    return SESAME_OK;
  const sesame_spf_limits *l = o->limits;
  bool fine = in_range(l->lookups, SESAME_SPF_EVAL_MAX_QUERIES) &&
              in_range(l->voids, SESAME_SPF_EVAL_MAX_QUERIES) &&
              in_range(l->nesting, SESAME_SPF_EVAL_MAX_QUERIES) &&
              in_range(l->mx, SESAME_SPF_HOSTS_MAX) && in_range(l->ptr, SESAME_SPF_HOSTS_MAX);
  return fine ? SESAME_OK : SESAME_BAD_OPTION;
}

/* The client's address; one that is IPv4 in IPv6 counts as IPv4 (RFC 7208 5). */
static bool read_client(sesame_spf_eval *e, const char *ip) {
  static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  uint8_t six[16];
  e->octets = 4;
  if (inet_pton(AF_INET, ip, e->address) != 1) {
    if (inet_pton(AF_INET6, ip, six) != 1)
      return false;
    bool four = memcmp(six, mapped, sizeof mapped) == 0;
    e->octets = four ? 4 : 16;
    memcpy(e->address, four ? six + 12 : six, e->octets);
  }
  sesame_spf_dotted(e->address, e->octets, e->dotted);
  return inet_ntop(e->octets == 4 ? AF_INET : AF_INET6, e->address, e->readable,
                   sizeof e->readable) != NULL;
}

static void set_macro(sesame_spf_eval *e, char letter, const char *bytes, size_t length) {
  e->macros.value[letter - 'a'] = (sesame_spf_text){bytes, length};
}

/* Appends to the texts kept at *AT, with a NUL behind. */
static const char *keep_text(char **at, const char *bytes, size_t length) {
  char *kept = *at;
  if (length)
    memcpy(kept, bytes, length);
  kept[length] = '\0';
  *at += length + 1;
  return kept;
}

/* Where the domain of an address starts, behind the last "@" (a quoted one may hold more). */
static size_t domain_of(sesame_spf_text address) {
  size_t at = address.length;
  while (at && address.bytes[at - 1] != '@')
    at--;
  return at;
}

/* The name whose record is evaluated, in A-labels; false (and a verdict) when it is none: RFC 7208
 * 4.3. */
static bool open_domain(sesame_spf_eval *e, sesame_spf_text text, char ascii[SESAME_NAME_TEXT_MAX],
                        sesame_name *name) {
  const char *why = NULL;
  if (sesame_domain_to_ascii(ascii, text.bytes, text.length, &why) != SESAME_OK) {
    sesame_eval_finish(e, SESAME_SPF_RESULT_NONE, "bad-domain", NULL, "the domain is none: %s",
                       why ? why : "malformed");
    return false;
  }
  size_t length = strlen(ascii), top = length;
  while (top && ascii[top - 1] != '.')
    top--;
  if (sesame_spf_target(name, ascii, length) != SESAME_OK ||
      !sesame_spf_toplabel(ascii + top, length - top)) {
    sesame_eval_finish(e, SESAME_SPF_RESULT_NONE, "bad-domain", NULL,
                       "%.100s is not a domain name of several labels", ascii);
    return false;
  }
  return true;
}

/* Sender, HELO and receiver as macros, RFC 7208 7.2; in SENDER the domain is in A-labels, ASCII
 * (RFC 8616 4), unless it cannot be. */
static void fill_macros(sesame_spf_eval *e, const sesame_spf_options *o) {
  char ascii[SESAME_NAME_TEXT_MAX], *at = e->text;
  size_t from = domain_of(o->sender);
  sesame_spf_text domain = {o->sender.bytes + from, o->sender.length - from};
  sesame_spf_text local = {o->sender.bytes, from > 1 ? from - 1 : 0};
  if (domain.length == 0)
    domain = o->domain.length ? o->domain : o->helo;
  if (domain.length &&
      sesame_domain_to_ascii(ascii, domain.bytes, domain.length, NULL) == SESAME_OK)
    domain = (sesame_spf_text){ascii, strlen(ascii)};
  if (local.length == 0)
    local = (sesame_spf_text){"postmaster", 10};
  const char *sender = keep_text(&at, local.bytes, local.length);
  at[-1] = '@';
  const char *kept = keep_text(&at, domain.bytes, domain.length);
  set_macro(e, 's', sender, local.length + 1 + domain.length);
  set_macro(e, 'l', sender, local.length);
  set_macro(e, 'o', kept, domain.length);
  sesame_spf_text unknown = {"unknown", 7}, helo = o->helo.length ? o->helo : unknown;
  sesame_spf_text receiver = o->receiver.length ? o->receiver : unknown;
  set_macro(e, 'h', keep_text(&at, helo.bytes, helo.length), helo.length);
  set_macro(e, 'r', keep_text(&at, receiver.bytes, receiver.length), receiver.length);
  set_macro(e, 'i', e->dotted, strlen(e->dotted));
  set_macro(e, 'c', e->readable, strlen(e->readable));
  set_macro(e, 'v', e->octets == 4 ? "in-addr" : "ip6", e->octets == 4 ? 7 : 3);
  set_macro(e, 't', e->time, strlen(e->time));
}

/* Room for sender, HELO and receiver: a converted domain may be longer than it was. */
static size_t texts_room(const sesame_spf_options *o) {
  return o->sender.length + o->helo.length * 2 + o->domain.length + o->receiver.length +
         SESAME_NAME_TEXT_MAX + 64;
}

static sesame_spf_eval *make_eval(const sesame_spf_options *o) {
  sesame_spf_eval *e = malloc(sizeof *e + texts_room(o));
  if (!e)
    return NULL;
  /* All but the large arrays, which are written before they are read. */
  e->macros = (sesame_spf_macros){0};
  e->limits = o->limits ? *o->limits : sesame_spf_profile_at(0)->limits;
  e->stage = e->after_ptr = STAGE_RECORD;
  e->no_explanation = o->no_explanation;
  e->trace = o->trace;
  e->no_helo = o->helo.length == 0;
  e->no_memory = e->charged = e->term_void = false;
  e->ptr_known = e->ptr_failed = e->ptr_over = e->ptr_empty = e->mx_over = false;
  e->frame = e->exp_frame = NULL;
  e->lookups = e->voids = e->queries = e->ptr_voids = 0;
  e->slot_count = e->unanswered = e->ptr_count = 0;
  e->exp_answer = NULL;
  e->events = NULL;
  e->path = NULL;
  e->mechanism = NULL;
  e->verdict = (sesame_spf_verdict){0};
  snprintf(e->time, sizeof e->time, "%lld", (long long)o->time);
  return e;
}

int sesame_spf_eval_open(sesame_spf_eval **out, const sesame_spf_options *o) {
  char ascii[SESAME_NAME_TEXT_MAX];
  sesame_name name;
  *out = NULL;
  int status = check_options(o);
  if (status != SESAME_OK)
    return status;
  sesame_spf_eval *e = make_eval(o);
  if (!e)
    return SESAME_NO_MEMORY;
  if (!read_client(e, o->ip)) {
    sesame_spf_eval_close(e);
    return SESAME_BAD_ADDRESS;
  }
  fill_macros(e, o);
  sesame_spf_text domain = o->domain.length ? o->domain : e->macros.value['o' - 'a'];
  if (open_domain(e, domain, ascii, &name))
    sesame_eval_enter(e, &name, ascii, strlen(ascii), VIA_ROOT);
  *out = e;
  return SESAME_OK;
}

/* ---- questions and answers ---- */

bool sesame_eval_ask(sesame_spf_eval *e, const sesame_name *name, int type) {
  if (e->queries >= SESAME_SPF_EVAL_MAX_QUERIES || e->slot_count == SESAME_SPF_HOSTS_MAX) {
    sesame_eval_finish(e, SESAME_SPF_RESULT_PERMERROR, "query-limit", sesame_eval_current(e),
                       "more than %d questions would have to be asked",
                       SESAME_SPF_EVAL_MAX_QUERIES);
    return false;
  }
  spf_slot *slot = &e->slots[e->slot_count++];
  slot->name.length = name->length;
  memcpy(slot->name.wire, name->wire, name->length);
  slot->type = type;
  slot->answer = NULL;
  e->queries++;
  e->unanswered++;
  return true;
}

void sesame_eval_clear_slots(sesame_spf_eval *e) {
  for (size_t i = 0; i < e->slot_count; i++)
    sesame_answer_free(e->slots[i].answer);
  e->slot_count = e->unanswered = 0;
}

static void step(sesame_spf_eval *e) {
  static void (*const steps[])(sesame_spf_eval *) = {
      [STAGE_RECORD] = sesame_eval_read_record,
      [STAGE_TERM] = sesame_eval_next_term,
      [STAGE_ADDRESS] = sesame_eval_match_address,
      [STAGE_EXISTS] = sesame_eval_match_exists,
      [STAGE_MX] = sesame_eval_match_mx,
      [STAGE_MX_HOSTS] = sesame_eval_match_mx_hosts,
      [STAGE_PTR] = sesame_eval_read_names,
      [STAGE_PTR_HOSTS] = sesame_eval_validate_names,
      [STAGE_EXPLAIN] = sesame_eval_explain,
      [STAGE_EXPLANATION] = sesame_eval_read_explanation,
      [STAGE_EXPLAIN_TEXT] = sesame_eval_expand_explanation,
  };
  steps[e->stage](e);
}

/* Whether a question like that of slot INDEX is open before it (an MX list may repeat a name). */
static bool repeated(const sesame_spf_eval *e, size_t index) {
  const spf_slot *slot = &e->slots[index];
  for (size_t i = 0; i < index; i++)
    if (e->slots[i].type == slot->type && sesame_name_equal(&e->slots[i].name, &slot->name))
      return true;
  return false;
}

size_t sesame_spf_eval_needs(sesame_spf_eval *e, const sesame_spf_question **out) {
  /* Each step asks, ends a term or ends it all: terms and questions are bounded, so this is. */
  while (e->stage != STAGE_DONE && e->unanswered == 0)
    step(e);
  size_t count = 0;
  for (size_t i = 0; e->unanswered && i < e->slot_count; i++)
    if (!e->slots[i].answer && !repeated(e, i))
      e->questions[count++] = (sesame_spf_question){&e->slots[i].name, e->slots[i].type};
  *out = e->questions;
  return count;
}

int sesame_spf_eval_feed(sesame_spf_eval *e, const sesame_name *name, int type,
                         sesame_answer *answer) {
  int status = SESAME_NOT_FOUND;
  for (size_t i = 0; e->unanswered && i < e->slot_count; i++) {
    spf_slot *slot = &e->slots[i];
    if (slot->answer || slot->type != type || !sesame_name_equal(&slot->name, name))
      continue;
    slot->answer = sesame_answer_keep(answer);
    e->unanswered--;
    status = SESAME_OK;
  }
  return status;
}

void sesame_spf_eval_stop(sesame_spf_eval *e) {
  if (e->stage == STAGE_DONE)
    return;
  /* A fail that only lacks its explanation stays a fail. */
  if (e->exp_frame) {
    e->stage = STAGE_DONE;
    e->unanswered = 0;
    return;
  }
  sesame_eval_finish(e, SESAME_SPF_RESULT_TEMPERROR, "time-limit", sesame_eval_current(e),
                     "the evaluation took too long");
}

int sesame_spf_eval_result(const sesame_spf_eval *e, const sesame_spf_verdict **out) {
  *out = NULL;
  if (e->no_memory)
    return SESAME_NO_MEMORY;
  if (e->stage != STAGE_DONE)
    return SESAME_NOT_FOUND;
  *out = &e->verdict;
  return SESAME_OK;
}

void sesame_spf_eval_close(sesame_spf_eval *e) {
  if (!e)
    return;
  while (e->frame)
    sesame_eval_leave(e);
  sesame_eval_clear_slots(e);
  sesame_answer_free(e->exp_answer);
  for (size_t i = 0; i < e->verdict.event_count; i++)
    free((void *)e->events[i].domain);
  free(e->events);
  free((void *)e->path);
  free(e->mechanism);
  free(e);
}
