/* SPDX-License-Identifier: MIT */
/* check_host(): the records under evaluation, and how it ends. */
#include "spf_eval_internal.h"
#include "spf_select.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- ends ---- */

static void out_of_memory(sesame_spf_eval *e) {
  e->no_memory = true;
  e->stage = STAGE_DONE;
  e->unanswered = 0;
}

/* The domains from the first record to the one at work. */
static bool fill_path(sesame_spf_eval *e) {
  size_t count = e->frame ? (size_t)e->frame->depth + 1 : 0, at = count;
  if (!count)
    return true;
  e->path = malloc(count * sizeof *e->path);
  if (!e->path)
    return false;
  for (const spf_frame *f = e->frame; f; f = f->outer)
    e->path[--at] = f->domain;
  e->verdict.path = e->path;
  e->verdict.path_count = count;
  return true;
}

/* Term and record into the verdict. */
static bool fill_term(sesame_spf_eval *e, const sesame_spf_term *term) {
  sesame_spf_verdict *v = &e->verdict;
  const sesame_spf_record *record = e->frame ? e->frame->record : NULL;
  v->record = record ? record->text : NULL;
  v->record_length = record ? record->length : 0;
  if (!record || !term)
    return true;
  size_t length = (size_t)(term->span.to - term->span.from);
  e->mechanism = malloc(length + 1);
  if (!e->mechanism)
    return false;
  memcpy(e->mechanism, record->text + term->span.from, length);
  e->mechanism[length] = '\0';
  v->mechanism = e->mechanism;
  v->span = term->span;
  return true;
}

void sesame_eval_finish(sesame_spf_eval *e, sesame_spf_result result, const char *code,
                        const sesame_spf_term *term, const char *format, ...) {
  sesame_spf_verdict *v = &e->verdict;
  va_list args;
  va_start(args, format);
  vsnprintf(e->reason, sizeof e->reason, format, args);
  va_end(args);
  if (code && term)
    sesame_eval_note(e, term, "error");
  v->result = result;
  v->code = code;
  v->reason = e->reason;
  v->lookups = e->lookups;
  v->voids = e->voids;
  v->queries = e->queries;
  e->stage = STAGE_DONE;
  e->unanswered = 0;
  if (!fill_path(e) || !fill_term(e, term))
    out_of_memory(e);
}

/* A name as people read it, for reasons. */
static const char *readable(const sesame_name *name, char out[SESAME_NAME_TEXT_MAX]) {
  sesame_name_format(name, out);
  return out;
}

void sesame_eval_dns_error(sesame_spf_eval *e, const spf_slot *slot) {
  char name[SESAME_NAME_TEXT_MAX], type[12];
  sesame_eval_finish(e, SESAME_SPF_RESULT_TEMPERROR, "dns-error", sesame_eval_current(e),
                     "the %s records of %.255s could not be learnt (%s)",
                     sesame_type_name(slot->type, type), readable(&slot->name, name),
                     sesame_status_name(sesame_answer_status(slot->answer)));
}

/* ---- frames ---- */

static bool in_loop(const sesame_spf_eval *e, const sesame_name *name) {
  for (const spf_frame *f = e->frame; f; f = f->outer)
    if (sesame_name_equal(&f->name, name))
      return true;
  return false;
}

void sesame_eval_enter(sesame_spf_eval *e, const sesame_name *name, const char *domain,
                       size_t length, spf_via via) {
  /* The same record for the same client goes the same way: it would never end (4.6.4 ends it). */
  if (e->limits.lookups_over != SESAME_SPF_OVER_SKIP && in_loop(e, name)) {
    sesame_eval_finish(e, SESAME_SPF_RESULT_PERMERROR, "loop", sesame_eval_current(e),
                       "the record of %.253s leads back to itself", domain);
    return;
  }
  spf_frame *f = malloc(sizeof *f);
  if (!f) {
    out_of_memory(e);
    return;
  }
  f->outer = e->frame;
  f->count = f;
  if (f->outer && (via == VIA_REDIRECT || !e->limits.scope_include))
    f->count = f->outer->count;
  f->record = NULL;
  f->via = via;
  f->depth = f->outer ? f->outer->depth + 1 : 0;
  f->lookups = 0;
  f->next = 0;
  f->name = *name;
  f->domain_length = length;
  for (size_t i = 0; i < length; i++)
    f->domain[i] = domain[i] >= 'A' && domain[i] <= 'Z' ? (char)(domain[i] + 32) : domain[i];
  f->domain[length] = '\0';
  e->frame = f;
  e->macros.value['p' - 'a'].bytes = NULL;
  e->macros.value['d' - 'a'] = (sesame_spf_text){f->domain, length};
  e->stage = STAGE_RECORD;
  sesame_eval_ask(e, name, SESAME_TYPE_TXT);
}

void sesame_eval_leave(sesame_spf_eval *e) {
  spf_frame *f = e->frame;
  e->frame = f->outer;
  sesame_spf_record_free(f->record);
  free(f);
  if (!e->frame)
    return;
  e->macros.value['p' - 'a'].bytes = NULL;
  e->macros.value['d' - 'a'] = (sesame_spf_text){e->frame->domain, e->frame->domain_length};
}

/* There is no SPF record at the innermost frame's name (RFC 7208 4.3, 5.2, 6.1). */
static void no_record(sesame_spf_eval *e, const char *what) {
  char domain[SESAME_SPF_DOMAIN_MAX + 1];
  spf_via via = e->frame->via;
  strcpy(domain, e->frame->domain);
  if (via == VIA_ROOT) {
    sesame_eval_finish(e, SESAME_SPF_RESULT_NONE, "no-record", NULL, "%s has no SPF record (%s)",
                       domain, what);
    return;
  }
  sesame_eval_leave(e); /* the term that asked is at fault, in the outer record */
  if (via == VIA_INCLUDE && e->limits.missing_no_match) {
    sesame_eval_no_match(e);
    return;
  }
  sesame_eval_finish(e, SESAME_SPF_RESULT_PERMERROR, "no-record", sesame_eval_current(e),
                     "%s has no SPF record (%s)", domain, what);
}

/* A fault in the innermost frame's record is a permerror before anything is evaluated (4.6). */
static void begin_record(sesame_spf_eval *e, sesame_spf_record *record) {
  spf_frame *f = e->frame;
  f->record = record;
  e->stage = STAGE_TERM;
  e->charged = e->term_void = false;
  if (f->record->valid)
    return;
  size_t i = 0;
  while (i + 1 < f->record->fault_count && !f->record->faults[i].fatal)
    i++;
  const sesame_spf_fault *fault = &f->record->faults[i];
  sesame_eval_finish(e, SESAME_SPF_RESULT_PERMERROR, "syntax", NULL,
                     "the record of %s has a syntax error at octet %d: %s", f->domain,
                     fault->span.from, fault->reason);
  e->verdict.span = fault->span;
}

enum { EXPLANATION_TEXT = 2048 }; /* octets; longer ones are not expanded */

void sesame_eval_read_record(sesame_spf_eval *e) {
  const sesame_answer *answer = e->slots[0].answer;
  sesame_status status = sesame_answer_status(answer);
  sesame_knowledge known = sesame_status_knowledge(status);
  if (known == SESAME_UNKNOWN) {
    if (e->frame->via != VIA_ROOT)
      sesame_eval_leave(e); /* the term that asked could not be evaluated */
    sesame_eval_dns_error(e, &e->slots[0]);
    sesame_eval_clear_slots(e);
    return;
  }
  if (known == SESAME_ABSENT && e->frame->via != VIA_ROOT)
    e->voids++; /* of no consequence: what follows is worse (RFC 7208 5.2) */
  spf_selection selection;
  if (!sesame_spf_select(&selection, answer))
    out_of_memory(e);
  else if (selection.record)
    begin_record(e, selection.record);
  else if (selection.found > 1)
    sesame_eval_finish(e, SESAME_SPF_RESULT_PERMERROR, "several-records", NULL,
                       "%s has %zu SPF records; there may be one", e->frame->domain,
                       selection.found);
  else
    no_record(e, known == SESAME_ABSENT ? sesame_status_name(status) : "other TXT records only");
  sesame_eval_clear_slots(e);
}

/* ---- a record has a result ---- */

sesame_spf_result sesame_spf_result_of(char qualifier) {
  switch (qualifier) {
  case '-':
    return SESAME_SPF_RESULT_FAIL;
  case '~':
    return SESAME_SPF_RESULT_SOFTFAIL;
  case '?':
    return SESAME_SPF_RESULT_NEUTRAL;
  default:
    return SESAME_SPF_RESULT_PASS;
  }
}

/* What RESULT of the innermost record means for the whole: walks out through redirects, and through
 * includes that pass. Returns the frame where that stops: the first of all or one that was included
 * and does not match; *BASE is the frame whose exp= explains the result (6.2). */
static spf_frame *result_outside(spf_frame *f, sesame_spf_result *result, spf_frame **base) {
  *base = f;
  for (; f->via != VIA_ROOT; f = f->outer) {
    if (f->via == VIA_REDIRECT)
      continue;
    if (*result != SESAME_SPF_RESULT_PASS)
      return f;
    spf_frame *outer = f->outer;
    *result = sesame_spf_result_of(outer->record->terms[outer->next].qualifier);
    *base = outer;
  }
  return f;
}

static void conclude(sesame_spf_eval *e, sesame_spf_result result, const sesame_spf_term *term,
                     spf_frame *base) {
  if (term)
    sesame_eval_finish(
        e, result, NULL, term, "%.*s of %s matches",
        (int)(term->span.to - term->span.from < 200 ? term->span.to - term->span.from : 200),
        e->frame->record->text + term->span.from, e->frame->domain);
  else
    sesame_eval_finish(e, result, NULL, NULL, "nothing in the record of %s matches",
                       e->frame->domain);
  if (result != SESAME_SPF_RESULT_FAIL || e->no_explanation || e->no_memory ||
      base->record->exp < 0)
    return;
  e->exp_frame = base;
  e->macros.value['d' - 'a'] = (sesame_spf_text){base->domain, base->domain_length};
  e->macros.value['p' - 'a'].bytes = NULL;
  e->stage = STAGE_EXPLAIN;
}

void sesame_eval_settle(sesame_spf_eval *e, const sesame_spf_term *term) {
  sesame_spf_result result =
      term ? sesame_spf_result_of(term->qualifier) : SESAME_SPF_RESULT_NEUTRAL;
  spf_frame *base, *stop = result_outside(e->frame, &result, &base);
  if (term)
    sesame_eval_note(e, term, "match");
  if (stop->via == VIA_ROOT) {
    conclude(e, result, term, base);
    return;
  }
  spf_frame *outer = stop->outer; /* its include does not match: on with what follows it */
  while (e->frame != outer)
    sesame_eval_leave(e);
  sesame_eval_no_match(e);
}

/* ---- explanations, RFC 7208 6.2 ---- */

/* Whether %{p} is to be learnt first. */
static bool wants_p(sesame_spf_eval *e, char missing, spf_stage again) {
  if (missing != 'p')
    return false;
  if (e->ptr_known)
    sesame_eval_fill_p(e, e->exp_frame);
  else
    sesame_eval_learn_names(e, again);
  e->stage = e->ptr_known ? again : e->stage;
  return true;
}

void sesame_eval_note_helo(sesame_spf_eval *e, const sesame_spf_term *term) {
  e->verdict.helo_assumed |= e->no_helo && (term->macros >> ('h' - 'a') & 1);
}

void sesame_eval_explain(sesame_spf_eval *e) {
  const sesame_spf_record *record = e->exp_frame->record;
  char domain[SESAME_SPF_DOMAIN_MAX + 1], missing;
  size_t length;
  sesame_name name;
  sesame_eval_note_helo(e, &record->terms[record->exp]);
  if (sesame_spf_expand(&e->macros, record, &record->terms[record->exp], domain, &length,
                        &missing) != SESAME_OK) {
    if (!wants_p(e, missing, STAGE_EXPLAIN))
      e->stage = STAGE_DONE;
    return;
  }
  e->stage = STAGE_DONE;
  if (sesame_spf_target(&name, domain, length) != SESAME_OK ||
      e->queries >= SESAME_SPF_EVAL_MAX_QUERIES)
    return;
  e->stage = STAGE_EXPLANATION;
  sesame_eval_ask(e, &name, SESAME_TYPE_TXT);
}

void sesame_eval_read_explanation(sesame_spf_eval *e) {
  e->exp_answer = sesame_answer_keep(e->slots[0].answer);
  sesame_eval_clear_slots(e);
  e->verdict.queries = e->queries;
  e->stage = sesame_answer_count(e->exp_answer) == 1 ? STAGE_EXPLAIN_TEXT : STAGE_DONE;
}

void sesame_eval_expand_explanation(sesame_spf_eval *e) {
  char buffer[EXPLANATION_TEXT], missing;
  sesame_record record;
  size_t length;
  e->stage = STAGE_DONE;
  if (!sesame_answer_record(e->exp_answer, 0, &record))
    return;
  length = sesame_record_text(&record, buffer, sizeof buffer);
  if (length > sizeof buffer)
    return;
  sesame_status status =
      sesame_spf_explain(&e->macros, buffer, length, e->explanation, &length, &missing);
  if (status == SESAME_OK)
    e->verdict.explanation = e->explanation;
  else if (status == SESAME_NOT_FOUND)
    wants_p(e, missing, STAGE_EXPLAIN_TEXT);
}

/* ---- trace ---- */

void sesame_eval_note(sesame_spf_eval *e, const sesame_spf_term *term, const char *outcome) {
  const spf_frame *f = e->frame;
  if (!e->trace || !f || !f->record || e->verdict.event_count == SESAME_SPF_EVAL_MAX_EVENTS)
    return;
  if (!e->events)
    e->events = malloc(SESAME_SPF_EVAL_MAX_EVENTS * sizeof *e->events);
  size_t length = (size_t)(term->span.to - term->span.from);
  char *text = malloc(f->domain_length + length + 2);
  if (!e->events || !text) {
    free(text);
    out_of_memory(e);
    return;
  }
  memcpy(text, f->domain, f->domain_length + 1);
  char *own = text + f->domain_length + 1;
  memcpy(own, f->record->text + term->span.from, length);
  own[length] = '\0';
  e->verdict.events = e->events;
  e->events[e->verdict.event_count++] =
      (sesame_spf_event){f->depth, text, own, outcome, e->lookups, e->voids};
}
