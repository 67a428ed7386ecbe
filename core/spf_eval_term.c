/* SPDX-License-Identifier: MIT */
/* check_host(): one term after the other, RFC 7208 4.6 and 5; mx and ptr go on in spf_eval_hosts.c.
 */
#include "spf_eval_internal.h"

#include <string.h>

int sesame_eval_address_type(const sesame_spf_eval *e) {
  return e->octets == 4 ? SESAME_TYPE_A : SESAME_TYPE_AAAA;
}

const sesame_spf_term *sesame_eval_current(const sesame_spf_eval *e) {
  const spf_frame *f = e->frame;
  if (!f || !f->record)
    return NULL;
  if (f->next < f->record->term_count)
    return &f->record->terms[f->next];
  return f->record->redirect >= 0 ? &f->record->terms[f->record->redirect] : NULL;
}

static void advance(sesame_spf_eval *e) {
  e->frame->next++;
  e->charged = e->term_void = false;
  e->stage = STAGE_TERM;
}

void sesame_eval_no_match(sesame_spf_eval *e) {
  sesame_eval_note(e, sesame_eval_current(e), "no-match");
  advance(e);
}

/* ---- addresses ---- */

static bool same_prefix(const uint8_t *a, const uint8_t *b, unsigned bits) {
  unsigned whole = bits / 8, rest = bits % 8;
  return memcmp(a, b, whole) == 0 && (rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0);
}

static unsigned prefix_of(const sesame_spf_eval *e, const sesame_spf_term *term) {
  if (!term)
    return e->octets == 4 ? 32 : 128;
  return e->octets == 4 ? term->prefix4 : term->prefix6;
}

bool sesame_eval_answer_matches(const sesame_spf_eval *e, const sesame_answer *answer,
                                const sesame_spf_term *term) {
  sesame_record record;
  const uint8_t *address;
  for (size_t i = 0; sesame_answer_record(answer, i, &record); i++)
    if (sesame_record_address(&record, &address) == e->octets &&
        same_prefix(address, e->address, prefix_of(e, term)))
      return true;
  return false;
}

static bool network_matches(const sesame_spf_eval *e, const sesame_spf_term *term) {
  return (term->kind == SESAME_SPF_IP4) == (e->octets == 4) &&
         same_prefix(term->address, e->address, prefix_of(e, term));
}

/* ---- counting, RFC 7208 4.6.4 ---- */

static void lookup_limit(sesame_spf_eval *e, const sesame_spf_term *term) {
  sesame_eval_finish(e, SESAME_SPF_RESULT_PERMERROR, "lookup-limit", term,
                     "more than %d terms that look up", e->limits.lookups);
}

/* Before a term is evaluated at all: receivers that look at their count only now. */
static bool late_limit(sesame_spf_eval *e, const sesame_spf_term *term) {
  if (e->limits.lookups_over != SESAME_SPF_OVER_LATE || e->limits.lookups < 0 ||
      e->frame->count->lookups <= e->limits.lookups || e->charged)
    return false;
  lookup_limit(e, term);
  return true;
}

/* Counts the term at work, once; false when it is not to be evaluated. */
static bool charge(sesame_spf_eval *e, const sesame_spf_term *term) {
  const sesame_spf_limits *l = &e->limits;
  int *count = &e->frame->count->lookups;
  if (e->charged)
    return true;
  e->charged = true;
  if (l->lookups_over == SESAME_SPF_OVER_SKIP && l->lookups >= 0 && *count > l->lookups) {
    sesame_eval_note(e, term, "skip");
    advance(e);
    return false;
  }
  ++*count;
  e->lookups++;
  if (l->lookups_over != SESAME_SPF_OVER_PERMERROR || l->lookups < 0 || *count <= l->lookups)
    return true;
  lookup_limit(e, term);
  return false;
}

bool sesame_eval_count_voids(sesame_spf_eval *e, int count) {
  if (!e->limits.void_per_query)
    count = count > 0 && !e->term_void;
  e->term_void |= count > 0;
  e->voids += count;
  if (e->limits.voids < 0 || e->voids <= e->limits.voids)
    return true;
  sesame_eval_finish(e, SESAME_SPF_RESULT_PERMERROR, "void-limit", sesame_eval_current(e),
                     "more than %d void lookups", e->limits.voids);
  return false;
}

/* ---- targets ---- */

static bool non_ascii(sesame_spf_text text) {
  for (size_t i = 0; i < text.length; i++)
    if ((uint8_t)text.bytes[i] > 0x7E)
      return true;
  return false;
}

static bool uses_local_part(const sesame_spf_term *term) {
  return term->macros & (UINT32_C(1) << ('l' - 'a') | UINT32_C(1) << ('s' - 'a'));
}

/* The target of TERM is no name (RFC 7208 4.3, 4.8; RFC 8616 4): include and redirect are in error;
 * the others are when the name was written so, and do not match when a macro made it. */
static void bad_target(sesame_spf_eval *e, const sesame_spf_term *term) {
  bool follows = term->kind == SESAME_SPF_INCLUDE || term->kind == SESAME_SPF_REDIRECT;
  bool local = uses_local_part(term) && non_ascii(e->macros.value['l' - 'a']);
  if ((local && term->kind != SESAME_SPF_REDIRECT) || (!follows && term->macros))
    sesame_eval_no_match(e);
  else
    sesame_eval_finish(e, SESAME_SPF_RESULT_PERMERROR, "bad-target", term,
                       "the target of this term is not a domain name");
}

/* Expands the target of TERM; false when the term is settled or waits for %{p}. */
static bool find_target(sesame_spf_eval *e, const sesame_spf_term *term, sesame_name *name,
                        char text[SESAME_SPF_DOMAIN_MAX + 1], size_t *length) {
  char missing;
  const spf_frame *f = e->frame;
  if (term->piece_count == 0) { /* the current domain, already a name */
    *name = f->name;
    return true;
  }
  sesame_eval_note_helo(e, term);
  while (sesame_spf_expand(&e->macros, f->record, term, text, length, &missing) != SESAME_OK) {
    if (!e->ptr_known) { /* p is the only letter without a value */
      sesame_eval_learn_names(e, STAGE_TERM);
      return false;
    }
    if (!sesame_eval_count_voids(e, e->ptr_voids))
      return false;
    sesame_eval_fill_p(e, f);
  }
  if (sesame_spf_target(name, text, *length) == SESAME_OK)
    return true;
  bad_target(e, term);
  return false;
}

/* ---- terms ---- */

static void ask_for(sesame_spf_eval *e, const sesame_name *name, int type, spf_stage stage) {
  e->stage = stage;
  sesame_eval_ask(e, name, type);
}

static void follow(sesame_spf_eval *e, const sesame_spf_term *term, const sesame_name *name,
                   const char *text, size_t length) {
  if (e->limits.nesting >= 0 && e->frame->depth >= e->limits.nesting) {
    if (e->limits.lookups_over == SESAME_SPF_OVER_SKIP) {
      sesame_eval_note(e, term, "skip");
      advance(e);
    } else {
      sesame_eval_finish(e, SESAME_SPF_RESULT_PERMERROR, "lookup-limit", term,
                         "includes and redirects are nested deeper than %d", e->limits.nesting);
    }
    return;
  }
  sesame_eval_note(e, term, "enter");
  sesame_eval_enter(e, name, text, length,
                    term->kind == SESAME_SPF_INCLUDE ? VIA_INCLUDE : VIA_REDIRECT);
}

/* A term that looks up. */
static void look_up(sesame_spf_eval *e, const sesame_spf_term *term) {
  sesame_name name;
  char text[SESAME_SPF_DOMAIN_MAX + 1];
  size_t length = 0;
  if (!charge(e, term) || !find_target(e, term, &name, text, &length))
    return;
  switch (term->kind) {
  case SESAME_SPF_A:
    ask_for(e, &name, sesame_eval_address_type(e), STAGE_ADDRESS);
    break;
  case SESAME_SPF_EXISTS:
    ask_for(e, &name, SESAME_TYPE_A, STAGE_EXISTS); /* for IPv6 clients too, RFC 7208 5.7 */
    break;
  case SESAME_SPF_MX:
    ask_for(e, &name, SESAME_TYPE_MX, STAGE_MX);
    break;
  case SESAME_SPF_PTR:
    sesame_eval_match_ptr(e, term, &name);
    break;
  default:
    follow(e, term, &name, text, length);
  }
}

/* No mechanism matched: the redirect, unless the record has an all (6.1); else neutral (4.7). */
static void end_of_record(sesame_spf_eval *e) {
  const sesame_spf_record *record = e->frame->record;
  bool redirect = record->redirect >= 0 && record->all < 0;
  if (redirect && e->frame->next == record->term_count)
    look_up(e, &record->terms[record->redirect]);
  else
    sesame_eval_settle(e, NULL);
}

void sesame_eval_next_term(sesame_spf_eval *e) {
  const sesame_spf_record *record = e->frame->record;
  if (e->frame->next >= record->term_count) {
    if (record->redirect < 0 || record->all >= 0 ||
        !late_limit(e, &record->terms[record->redirect]))
      end_of_record(e);
    return;
  }
  const sesame_spf_term *term = &record->terms[e->frame->next];
  if (term->kind >= SESAME_SPF_REDIRECT)
    advance(e); /* modifiers have no place of their own */
  else if (late_limit(e, term))
    return;
  else if (term->kind == SESAME_SPF_ALL)
    sesame_eval_settle(e, term);
  else if (term->kind != SESAME_SPF_IP4 && term->kind != SESAME_SPF_IP6)
    look_up(e, term);
  else if (network_matches(e, term))
    sesame_eval_settle(e, term);
  else
    sesame_eval_no_match(e);
}

/* The one answer of a or exists: true when it is present; else the term is settled. */
static bool answered(sesame_spf_eval *e) {
  sesame_knowledge known = sesame_status_knowledge(sesame_answer_status(e->slots[0].answer));
  if (known == SESAME_UNKNOWN)
    sesame_eval_dns_error(e, &e->slots[0]);
  else if (known == SESAME_ABSENT && sesame_eval_count_voids(e, 1))
    sesame_eval_no_match(e);
  return known == SESAME_PRESENT;
}

void sesame_eval_match_address(sesame_spf_eval *e) {
  const sesame_spf_term *term = sesame_eval_current(e);
  if (answered(e)) {
    if (sesame_eval_answer_matches(e, e->slots[0].answer, term))
      sesame_eval_settle(e, term);
    else
      sesame_eval_no_match(e);
  }
  sesame_eval_clear_slots(e);
}

void sesame_eval_match_exists(sesame_spf_eval *e) {
  if (answered(e))
    sesame_eval_settle(e, sesame_eval_current(e));
  sesame_eval_clear_slots(e);
}
