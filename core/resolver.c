/* SPDX-License-Identifier: MIT */
/* The face of the resolver: open, submit, cancel, wait, next, close. What a question goes through
 * is in resolver_ask.c, how it travels in resolver_cares.c. */
#include "resolver_internal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define SYSTEM_CONFIGURATION "/etc/resolv.conf"

enum { TIMEOUT_MAX_MS = 3600000, QPS_MAX = 1000000 };

int64_t sesame_resolver_now(void) {
  return resolver_clock_us() / 1000;
}

static void update_clock(sesame_resolver *r) {
  r->now_us = resolver_clock_us();
}

/* ---- open and close ---- */

/* VALUE, or FALLBACK when it is 0; -1 when it is out of range. */
static int option(int value, int most, int fallback) {
  return value == 0 ? fallback : value < 0 || value > most ? -1 : value;
}

static sesame_status read_options(sesame_resolver *r, const sesame_resolver_options *o) {
  r->timeout_ms = option(o->timeout_ms, TIMEOUT_MAX_MS, SESAME_TIMEOUT_DEFAULT_MS);
  r->tries = option(o->tries, SESAME_TRIES_MAX, SESAME_TRIES_DEFAULT);
  r->in_flight_max = option(o->in_flight, SESAME_IN_FLIGHT_MAX, SESAME_IN_FLIGHT_DEFAULT);
  r->qps = option(o->qps, QPS_MAX, 0);
  bool good = r->timeout_ms > 0 && r->tries > 0 && r->in_flight_max > 0 && r->qps >= 0;
  return good && (o->servers || o->server_count == 0) ? SESAME_OK : SESAME_BAD_OPTION;
}

static sesame_status read_servers(sesame_resolver *r, const sesame_resolver_options *o) {
  sesame_status status = SESAME_OK;
  if (!o->servers || o->server_count == 0)
    return resolver_system_servers(&r->servers, SYSTEM_CONFIGURATION);
  for (size_t i = 0; i < o->server_count && status == SESAME_OK; i++)
    status = o->servers[i] ? resolver_server_add(&r->servers, o->servers[i]) : SESAME_BAD_ADDRESS;
  return status;
}

int sesame_resolver_open(sesame_resolver **out, const sesame_resolver_options *options) {
  static const sesame_resolver_options defaults;
  const sesame_resolver_options *o = options ? options : &defaults;
  *out = NULL;
  sesame_resolver *r = calloc(1, sizeof(*r));
  if (!r)
    return SESAME_NO_MEMORY;
  node *lists[] = {&r->queued,    &r->parked,        &r->ready,
                   &r->throttled, &r->free_attempts, &r->free_questions};
  for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
    resolver_list_init(lists[i]);
  resolver_servers_init(&r->servers);
  sesame_status status = read_options(r, o);
  if (status == SESAME_OK)
    status = read_servers(r, o);
  if (status == SESAME_OK && !(r->transport = resolver_transport_open(r->timeout_ms)))
    status = SESAME_NO_MEMORY;
  if (status == SESAME_OK)
    *out = r;
  else
    sesame_resolver_close(r);
  return (int)status;
}

void sesame_resolver_close(sesame_resolver *resolver) {
  if (!resolver)
    return;
  if (resolver->transport)
    for (attempt *a; (a = resolver_transport_ended(resolver->transport));)
      resolver_attempt_free(resolver, a);
  resolver_transport_close(resolver->transport); /* what flies ends without an answer */
  resolver_pool_free(resolver);
  resolver_servers_free(&resolver->servers);
  free(resolver);
}

/* ---- questions in ---- */

static sesame_status read_name(sesame_name *out, const char *text) {
  char ascii[SESAME_NAME_TEXT_MAX];
  size_t length = strlen(text);
  for (size_t i = 0; i < length; i++)
    if ((unsigned char)text[i] > 0x7F) {
      sesame_status status = sesame_domain_to_ascii(ascii, text, length, NULL);
      return status == SESAME_OK ? sesame_name_parse(out, ascii, strlen(ascii)) : status;
    }
  return sesame_name_parse(out, text, length);
}

static sesame_status read_question(question *q, const sesame_question *asked) {
  if (!asked->name || asked->type < 1 || asked->type > 65535 || asked->deadline_ms < 0)
    return SESAME_BAD_OPTION;
  q->type = (uint16_t)asked->type;
  q->flags = (uint16_t)((asked->recurse ? SESAME_FLAG_RD : 0) |
                        (asked->checking_disabled ? SESAME_FLAG_CD : 0));
  q->deadline_ms = asked->deadline_ms;
  q->named = asked->server != NULL;
  sesame_status status = read_name(&q->name, asked->name);
  if (status == SESAME_OK && q->named)
    status = resolver_address_parse(&q->at, asked->server);
  return status;
}

long sesame_resolver_submit(sesame_resolver *resolver, const sesame_question *asked) {
  question *q = resolver_question_new(resolver);
  if (!q)
    return -SESAME_NO_MEMORY;
  sesame_status status = read_question(q, asked);
  if (status != SESAME_OK) {
    resolver_question_free(resolver, q);
    return -(long)status;
  }
  q->state = STATE_QUEUED;
  resolver_list_append(&resolver->queued, &q->link);
  if (q->deadline_ms)
    resolver_heap_set(&resolver->heap, q, q->deadline_ms);
  resolver->pending++;
  resolver->stats.questions++;
  return q->id;
}

int sesame_resolver_cancel(sesame_resolver *resolver, long id) {
  question *q = resolver_question_find(resolver, id);
  if (!q || q->state == STATE_READY)
    return SESAME_NOT_FOUND;
  update_clock(resolver);
  resolver_cancel(resolver, q);
  return SESAME_OK;
}

/* ---- the pump ---- */

static void settle_ended(sesame_resolver *r) {
  for (attempt *a; (a = resolver_transport_ended(r->transport));)
    resolver_settle(r, a);
}

static void ask_due(sesame_resolver *r) {
  heap *h = &r->heap;
  while (h->count && h->items[1]->due_ms <= r->now_us / 1000)
    resolver_due(r, h->items[1]);
}

static void ask_queued(sesame_resolver *r) {
  while (r->in_flight < (size_t)r->in_flight_max) {
    question *q = (question *)resolver_list_take(&r->queued);
    if (!q)
      return;
    resolver_heap_remove(&r->heap, q);
    resolver_ask(r, q);
  }
}

static void sweep(sesame_resolver *r) {
  if (r->now_us / 1000 < r->sweep_ms)
    return;
  r->sweep_ms = r->now_us / 1000 + SWEEP_MS;
  if (resolver_transport_flying(r->transport))
    resolver_transport_sweep(r->transport);
}

/* Everything that can be done without waiting. A query that fails at once is settled at once, and
 * the next try of its question has a pause before it: so this ends. */
static void pump(sesame_resolver *r) {
  update_clock(r);
  sweep(r);
  settle_ended(r);
  ask_due(r);
  resolver_release(r);
  ask_queued(r);
  settle_ended(r);
}

/* Milliseconds until the pump has something to do; -1: when a socket says so. */
static int64_t pump_due(const sesame_resolver *r) {
  int64_t least = resolver_release_ms(r);
  if (r->heap.count) {
    int64_t due = r->heap.items[1]->due_ms - r->now_us / 1000;
    due = due < 0 ? 0 : due;
    least = least < 0 || due < least ? due : least;
  }
  if (resolver_transport_flying(r->transport) && (least < 0 || least > SWEEP_MS))
    least = SWEEP_MS;
  bool more = !resolver_list_empty(&r->queued) && r->in_flight < (size_t)r->in_flight_max;
  return more ? 0 : least;
}

static int turn_time(const sesame_resolver *r, int64_t end_ms) {
  int64_t due = pump_due(r);
  int64_t left = end_ms < 0 ? due : end_ms - r->now_us / 1000;
  left = left < 0 && end_ms >= 0 ? 0 : left;
  if (r->ready_count > 0)
    return 0;
  return (int)(due >= 0 && due < left ? due : left);
}

int sesame_resolver_wait(sesame_resolver *resolver, int timeout_ms) {
  sesame_resolver *r = resolver;
  sesame_status status = SESAME_OK;
  pump(r);
  int64_t end_ms = timeout_ms < 0 ? -1 : r->now_us / 1000 + timeout_ms;
  while (r->pending > 0) {
    status = resolver_transport_turn(r->transport, turn_time(r, end_ms));
    pump(r);
    bool late = end_ms >= 0 && r->now_us / 1000 >= end_ms;
    if (status != SESAME_OK || r->ready_count > 0 || late || r->out_of_memory)
      break;
  }
  bool starved = r->out_of_memory && r->ready_count == 0;
  r->out_of_memory = false;
  if (starved || (status == SESAME_IO && r->ready_count == 0))
    return starved ? -SESAME_NO_MEMORY : -SESAME_IO;
  return r->ready_count > INT_MAX ? INT_MAX : (int)r->ready_count;
}

/* ---- answers out ---- */

sesame_answer *sesame_resolver_next(sesame_resolver *resolver, long *id) {
  question *q = (question *)resolver_list_take(&resolver->ready);
  if (id)
    *id = q ? q->id : 0;
  if (!q)
    return NULL;
  sesame_answer *answer = q->answer;
  q->answer = NULL;
  resolver->ready_count--;
  resolver->pending--;
  resolver->stats.answers++;
  resolver_question_free(resolver, q);
  return answer;
}

size_t sesame_resolver_pending(const sesame_resolver *resolver) {
  return resolver->pending;
}

int sesame_resolver_fd(sesame_resolver *resolver) {
  return resolver_transport_fd(resolver->transport);
}

int sesame_resolver_timeout_ms(sesame_resolver *resolver) {
  if (resolver->ready_count > 0)
    return 0;
  update_clock(resolver);
  int64_t due = resolver->pending ? pump_due(resolver) : -1;
  return due > INT_MAX ? INT_MAX : (int)due;
}

const char *sesame_resolver_server(const sesame_resolver *resolver, size_t index) {
  const servers *set = &resolver->servers;
  return index < set->configured_count ? set->configured[index]->address.text : NULL;
}

void sesame_resolver_statistics(const sesame_resolver *resolver, sesame_resolver_stats *out) {
  *out = resolver->stats;
}
