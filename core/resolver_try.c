/* SPDX-License-Identifier: MIT */
/* The life of one question: a try at a server, what its outcome means for the next, and the end. */
#include "resolver_state.h"

#include <stdlib.h>

const sesame_name *attempt_name(const attempt *a, int *type) {
  if (!a->question)
    return NULL;
  *type = a->question->type;
  return &a->question->name;
}

/* ---- attempts ---- */

static void link_attempt(sesame_resolver *r, attempt *a) {
  a->later = NULL;
  a->earlier = r->last_attempt;
  a->linked = true;
  if (r->last_attempt)
    r->last_attempt->later = a;
  else
    r->first_attempt = a;
  r->last_attempt = a;
}

static void unlink_attempt(sesame_resolver *r, attempt *a) {
  if (!a->linked)
    return;
  *(a->earlier ? &a->earlier->later : &r->first_attempt) = a->later;
  *(a->later ? &a->later->earlier : &r->last_attempt) = a->earlier;
  a->linked = false;
}

static attempt *new_attempt(sesame_resolver *r, question *x, server *s) {
  attempt *a = calloc(1, sizeof *a);
  if (!a)
    return NULL;
  a->question = x;
  a->server = s;
  a->sent_us = resolver_now_us();
  a->expires_ms = a->sent_us / 1000 + r->options.timeout_ms;
  a->edns = !s->no_edns && !x->plain;
  return a;
}

void question_send(sesame_resolver *r, question *x, server *s) {
  uint8_t query[SESAME_QUERY_MAX];
  attempt *a = new_attempt(r, x, s);
  if (!a) {
    question_settle(r, x, SESAME_NO_MEMORY);
    return;
  }
  unsigned flags =
      (x->recurse ? SESAME_FLAG_RD : 0u) | (x->checking_disabled ? SESAME_FLAG_CD : 0u);
  r->message_id = (uint16_t)(r->message_id * 25173u +
                             13849u); /* the transport puts a random one in its place */
  size_t length = sesame_message_query(query, r->message_id, &x->name, x->type, flags,
                                       a->edns ? SESAME_EDNS_SIZE : 0);
  x->attempt = a;
  x->server = s;
  x->tries++;
  s->attempts++;
  s->used_at_us = a->sent_us;
  r->stats.queries++;
  link_attempt(r, a);
  queue_push(&r->active, x);
  transport_send(a, query, length);
}

/* ---- questions: ready, next try, or given up ---- */

/* Who was asked last; a server that is not configured may be closed by now. */
static const char *server_text(const question *x) {
  if (x->adhoc)
    return x->wanted;
  return x->server ? x->server->text : NULL;
}

void question_settle(sesame_resolver *r, question *x, sesame_status failure) {
  if (x->attempt)
    x->attempt->question = NULL; /* the transport still owns it */
  x->attempt = NULL;
  if (x->started)
    r->started--;
  if (!x->answer || failure == SESAME_CANCELLED) {
    sesame_answer_free(x->answer);
    x->answer = sesame_answer_failure(&x->name, x->type, failure, server_text(x));
  }
  if (x->server && x->in == &x->server->paced)
    r->paced_count--;
  *(x->before ? &x->before->after : &r->unsettled) = x->after;
  if (x->after)
    x->after->before = x->before;
  queue_remove(x);
  queue_push(&r->ready, x);
  r->ready_count++;
  r->stats.answers++;
}

/* How much an outcome is worth keeping when no better one comes: words of a server beat silence. */
static int worth(sesame_status status) {
  if (sesame_status_knowledge(status) != SESAME_UNKNOWN || status == SESAME_ALIAS)
    return 3;
  if (status == SESAME_TIMEOUT || status == SESAME_UNREACHABLE || status == SESAME_NO_MEMORY)
    return 0;
  return status == SESAME_MALFORMED ? 1 : 2;
}

/* Whether asking the same server again can help. */
static bool is_passing(sesame_status status) {
  return status == SESAME_SERVFAIL || status == SESAME_TIMEOUT || status == SESAME_UNREACHABLE ||
         status == SESAME_MALFORMED;
}

/* Outcomes that are the answer: known, an alias to be asked on, or a chain that no other server
 * will mend. */
static bool is_final(sesame_status status) {
  return worth(status) == 3 || status == SESAME_CNAME_LOOP || status == SESAME_CNAME_LENGTH;
}

static void keep_better(question *x, sesame_answer *answer) {
  if (x->answer && worth(sesame_answer_status(x->answer)) > worth(sesame_answer_status(answer))) {
    sesame_answer_free(answer);
    return;
  }
  sesame_answer_free(x->answer);
  x->answer = answer;
}

void question_pause(question *x, queue *delayed, int64_t due_ms) {
  x->due_ms = due_ms;
  queue_push(delayed, x);
}

static void back_off(sesame_resolver *r, question *x) {
  int64_t pause = (int64_t)BACKOFF_FIRST_MS << (x->tries < 8 ? x->tries - 1 : 7);
  if (pause > BACKOFF_MAX_MS)
    pause = BACKOFF_MAX_MS;
  if (x->adhoc)
    x->server = NULL; /* it may be closed meanwhile */
  question_pause(x, &r->delayed[x->tries], sesame_resolver_now() + pause);
}

/* After an attempt that did not do: the next server at once, the same one after a pause, or the
 * best that was learnt. */
static void go_on(sesame_resolver *r, question *x, sesame_status status) {
  server *next = x->adhoc ? x->server : resolver_next_server(r, x->server);
  bool another = next != x->server;
  bool asked_all = !another || x->tries >= (int)r->server_count;
  if (x->tries >= r->options.tries || (asked_all && !is_passing(status))) {
    question_settle(r, x, status);
    return;
  }
  r->stats.retries++;
  x->next_server = next;
  if (another && x->tries < (int)r->server_count)
    queue_push(&r->again, x);
  else
    back_off(r, x);
}

/* EDNS that the server does not know (RFC 6891 7): asked again without, and not tried there any
 * more. */
static bool retry_without_edns(sesame_resolver *r, question *x, const attempt *a,
                               sesame_status status) {
  if (!a->edns || (status != SESAME_FORMERR && status != SESAME_NOTIMP))
    return false;
  a->server->no_edns = true;
  x->next_server = a->server;
  x->tries--; /* the server has not been heard on the question itself */
  queue_push(&r->again, x);
  return true;
}

static void take_outcome(sesame_resolver *r, question *x, attempt *a) {
  sesame_status status = a->answer ? sesame_answer_status(a->answer) : a->status;
  queue_remove(x);
  x->attempt = NULL;
  if (status == SESAME_TIMEOUT || status == SESAME_UNREACHABLE)
    a->server->failures++;
  else
    a->server->failures = 0;
  r->stats.timeouts += status == SESAME_TIMEOUT;
  if (retry_without_edns(r, x, a, status))
    return;
  if (a->answer) {
    keep_better(x, a->answer);
    a->answer = NULL;
  }
  if (status == SESAME_TIMEOUT && x->tries > 1)
    x->plain = true; /* some middle boxes swallow EDNS: the last tries go without */
  if (is_final(status))
    question_settle(r, x, status);
  else
    go_on(r, x, status);
}

void resolver_drain(sesame_resolver *r) {
  attempt *a;
  while ((a = transport_finished(r->transport)) != NULL) {
    if (a->question)
      take_outcome(r, a->question, a);
    unlink_attempt(r, a);
    a->server->attempts--;
    sesame_answer_free(a->answer);
    free(a);
  }
}

/* ---- time ---- */

/* The transport knows its own time-outs; one that it lets pass (it went on to TCP) is given its
 * time anew, then given up. */
void resolver_expire(sesame_resolver *r, int64_t now_ms) {
  attempt *a;
  while ((a = r->first_attempt) != NULL && a->expires_ms < now_ms) {
    unlink_attempt(r, a);
    if (!a->finished)
      transport_expire(a->server);
    if (a->finished)
      continue;
    if (a->extensions++ < EXTENSIONS_MAX) {
      a->expires_ms = now_ms + r->options.timeout_ms;
      link_attempt(r, a);
    } else if (a->question) {
      question *x = a->question;
      a->question = NULL;
      a->status = SESAME_TIMEOUT;
      take_outcome(r, x, a);
    }
  }
}
