/* SPDX-License-Identifier: MIT */
/* The resolver's face: submit, wait, next, cancel, close, and the order in which waiting questions
 * are started. */
#include "resolver_state.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

int64_t resolver_now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t sesame_resolver_now(void) {
  return resolver_now_us() / 1000;
}

/* ---- queues ---- */

void queue_push(queue *q, question *x) {
  x->next = NULL;
  x->previous = q->last;
  if (q->last)
    q->last->next = x;
  else
    q->first = x;
  q->last = x;
  x->in = q;
}

void queue_remove(question *x) {
  queue *q = x->in;
  if (!q)
    return;
  *(x->previous ? &x->previous->next : &q->first) = x->next;
  *(x->next ? &x->next->previous : &q->last) = x->previous;
  x->next = x->previous = NULL;
  x->in = NULL;
}

/* ---- opening and closing ---- */

static bool in_range(int value, int most) {
  return value >= 0 && value <= most;
}

static int set_options(sesame_resolver *r, const sesame_resolver_options *given) {
  sesame_resolver_options *o = &r->options;
  if (given)
    *o = *given;
  o->servers = NULL;
  if (!in_range(o->timeout_ms, 3600000) || !in_range(o->tries, SESAME_TRIES_MAX) ||
      !in_range(o->in_flight, SESAME_IN_FLIGHT_MAX) || !in_range(o->qps, 1000000))
    return SESAME_BAD_OPTION;
  o->timeout_ms = o->timeout_ms ? o->timeout_ms : SESAME_TIMEOUT_DEFAULT_MS;
  o->tries = o->tries ? o->tries : SESAME_TRIES_DEFAULT;
  o->in_flight = o->in_flight ? o->in_flight : SESAME_IN_FLIGHT_DEFAULT;
  return SESAME_OK;
}

static int add_system_servers(sesame_resolver *r) {
  char texts[SESAME_SERVERS_MAX][SERVER_TEXT_MAX];
  int count = transport_system_servers(texts, SESAME_SERVERS_MAX);
  for (int i = 0; i < count; i++) {
    int status = resolver_add_server(r, texts[i]);
    if (status != SESAME_OK)
      return status;
  }
  return count < 0 ? -count : SESAME_OK;
}

static int add_servers(sesame_resolver *r, const sesame_resolver_options *given) {
  if (!given || !given->servers || given->server_count == 0)
    return add_system_servers(r);
  for (size_t i = 0; i < given->server_count; i++) {
    int status = resolver_add_server(r, given->servers[i]);
    if (status != SESAME_OK)
      return status;
  }
  return SESAME_OK;
}

int sesame_resolver_open(sesame_resolver **out, const sesame_resolver_options *options) {
  *out = NULL;
  sesame_resolver *r = calloc(1, sizeof *r);
  if (!r)
    return SESAME_NO_MEMORY;
  int status = set_options(r, options);
  if (status == SESAME_OK)
    status = transport_open(&r->transport, r->options.timeout_ms, &r->stats.tcp);
  if (status == SESAME_OK)
    status = add_servers(r, options);
  if (status != SESAME_OK) {
    sesame_resolver_close(r);
    return status;
  }
  *out = r;
  return SESAME_OK;
}

static void free_questions(question *x, bool by_after) {
  for (question *next; x; x = next) {
    next = by_after ? x->after : x->next;
    sesame_answer_free(x->answer);
    free(x);
  }
}

void sesame_resolver_close(sesame_resolver *r) {
  attempt *a;
  if (!r)
    return;
  while (r->transport && (a = transport_finished(r->transport)) != NULL) {
    sesame_answer_free(a->answer);
    free(a);
  }
  resolver_close_servers(r);
  transport_close(r->transport);
  free_questions(r->unsettled, true);
  free_questions(r->ready.first, false);
  free_questions(r->spare, false);
  free(r);
}

/* ---- questions in ---- */

static question *new_question(sesame_resolver *r) {
  question *x = r->spare;
  if (!x)
    return calloc(1, sizeof *x);
  r->spare = x->next;
  memset(x, 0, offsetof(question, wanted));
  return x;
}

static void recycle(sesame_resolver *r, question *x) {
  x->next = r->spare;
  r->spare = x;
}

/* TEXT -> NAME; U-labels are converted. */
static sesame_status read_name(sesame_name *name, const char *text) {
  size_t length = strlen(text);
  for (size_t i = 0; i < length; i++)
    if ((unsigned char)text[i] >= 0x80) {
      char ascii[SESAME_NAME_TEXT_MAX];
      sesame_status status = sesame_domain_to_ascii(ascii, text, length, NULL);
      return status == SESAME_OK ? sesame_name_parse(name, ascii, strlen(ascii)) : status;
    }
  return sesame_name_parse(name, text, length);
}

static int fill_question(question *x, const sesame_question *q) {
  if (q->type < 1 || q->type > 65535)
    return SESAME_BAD_OPTION;
  int status = read_name(&x->name, q->name);
  if (status == SESAME_OK && q->server)
    status = sesame_server_parse(q->server, x->wanted);
  x->adhoc = q->server != NULL;
  x->type = q->type;
  x->recurse = q->recurse != 0;
  x->checking_disabled = q->checking_disabled != 0;
  x->deadline_ms = q->deadline_ms;
  return status;
}

long sesame_resolver_submit(sesame_resolver *r, const sesame_question *q) {
  question *x = new_question(r);
  if (!x)
    return -SESAME_NO_MEMORY;
  int status = fill_question(x, q);
  if (status != SESAME_OK) {
    recycle(r, x);
    return -status;
  }
  x->id = ++r->last_id;
  x->after = r->unsettled;
  if (x->after)
    x->after->before = x;
  r->unsettled = x;
  if (x->deadline_ms && (!r->nearest_deadline_ms || x->deadline_ms < r->nearest_deadline_ms))
    r->nearest_deadline_ms = x->deadline_ms;
  r->pending++;
  r->stats.questions++;
  queue_push(&r->waiting, x);
  return x->id;
}

int sesame_resolver_cancel(sesame_resolver *r, long id) {
  for (question *x = r->unsettled; x; x = x->after)
    if (x->id == id) {
      question_settle(r, x, SESAME_CANCELLED);
      return SESAME_OK;
    }
  return SESAME_NOT_FOUND;
}

/* ---- turning ---- */

/* Sends X to the server it is meant for; one that cannot be had now is tried again a little later.
 */
static void dispatch(sesame_resolver *r, question *x) {
  server *s = x->next_server;
  queue_remove(x);
  x->next_server = NULL;
  if (x->adhoc)
    s = resolver_adhoc_server(r, x->wanted);
  else if (!s)
    s = resolver_best_server(r);
  if (s)
    resolver_pace(r, x, s);
  else
    question_pause(x, &r->delayed[0], sesame_resolver_now() + BUSY_PAUSE_MS);
}

static void start_due(sesame_resolver *r, int64_t now_ms) {
  for (int i = 0; i <= SESAME_TRIES_MAX; i++)
    while (r->delayed[i].first && r->delayed[i].first->due_ms <= now_ms)
      dispatch(r, r->delayed[i].first);
  if (r->paced_count)
    resolver_release_paced(r, now_ms * 1000);
  while (r->again.first)
    dispatch(r, r->again.first);
  while (r->waiting.first && r->started < (size_t)r->options.in_flight) {
    r->waiting.first->started = true;
    r->started++;
    dispatch(r, r->waiting.first);
  }
}

/* Questions past their deadline become timeouts, or the best that was learnt before. */
static void check_deadlines(sesame_resolver *r, int64_t now_ms) {
  int64_t nearest = 0;
  if (!r->nearest_deadline_ms || now_ms < r->nearest_deadline_ms)
    return;
  for (question *x = r->unsettled, *after; x; x = after) {
    after = x->after;
    if (x->deadline_ms && x->deadline_ms <= now_ms)
      question_settle(r, x, SESAME_TIMEOUT);
    else if (x->deadline_ms && (!nearest || x->deadline_ms < nearest))
      nearest = x->deadline_ms;
  }
  r->nearest_deadline_ms = nearest;
}

/* One turn without waiting. */
static void turn(sesame_resolver *r) {
  int64_t now = sesame_resolver_now();
  resolver_drain(r);
  resolver_expire(r, now);
  resolver_drain(r);
  check_deadlines(r, now);
  start_due(r, now);
  resolver_drain(r); /* what could not even be sent */
}

static void sooner(int64_t *due, int64_t other) {
  if (other && (!*due || other < *due))
    *due = other;
}

/* When something must be done though no socket moves; 0 when never. */
static int64_t next_due(const sesame_resolver *r) {
  int64_t due = r->nearest_deadline_ms;
  if (r->first_attempt)
    sooner(&due, r->first_attempt->expires_ms + 1);
  for (int i = 0; i <= SESAME_TRIES_MAX; i++)
    if (r->delayed[i].first)
      sooner(&due, r->delayed[i].first->due_ms);
  if (r->paced_count)
    sooner(&due, resolver_paced_due_ms(r));
  if (r->again.first || (r->waiting.first && r->started < (size_t)r->options.in_flight))
    sooner(&due, 1);
  return due;
}

int sesame_resolver_timeout_ms(sesame_resolver *r) {
  int64_t due = next_due(r), now = sesame_resolver_now();
  if (r->ready_count)
    return 0;
  if (!due)
    return -1;
  return due <= now ? 0 : due - now > INT32_MAX ? INT32_MAX : (int)(due - now);
}

int sesame_resolver_wait(sesame_resolver *r, int timeout_ms) {
  int64_t end = timeout_ms < 0 ? INT64_MAX : sesame_resolver_now() + timeout_ms;
  for (bool looked = false;; looked = true) {
    turn(r);
    int64_t now = sesame_resolver_now();
    if (r->ready_count || r->pending == 0 || (looked && now >= end))
      return (int)r->ready_count;
    int pause = sesame_resolver_timeout_ms(r);
    if (now >= end)
      pause = 0;
    else if (end != INT64_MAX && (pause < 0 || pause > end - now))
      pause = (int)(end - now);
    int status = transport_poll(r->transport, pause);
    if (status < 0)
      return status;
    if (status > 0) { /* a signal came */
      turn(r);
      return (int)r->ready_count;
    }
  }
}

sesame_answer *sesame_resolver_next(sesame_resolver *r, long *id) {
  question *x = r->ready.first;
  if (!x)
    return NULL;
  queue_remove(x);
  r->ready_count--;
  r->pending--;
  sesame_answer *answer = x->answer;
  x->answer = NULL;
  if (id)
    *id = x->id;
  recycle(r, x);
  return answer;
}

size_t sesame_resolver_pending(const sesame_resolver *r) {
  return r->pending;
}

int sesame_resolver_fd(sesame_resolver *r) {
  return transport_fd(r->transport);
}

const char *sesame_resolver_server(const sesame_resolver *r, size_t index) {
  return index < r->server_count ? r->servers[index]->text : NULL;
}

void sesame_resolver_statistics(const sesame_resolver *r, sesame_resolver_stats *out) {
  *out = r->stats;
}
