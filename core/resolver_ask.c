/* SPDX-License-Identifier: MIT */
/* The policy: who is asked, how, when again, and when to give up. Moves questions between their
 * states; never waits, and knows no sockets. */
#include "resolver_internal.h"

#include <string.h>
#include <sys/random.h>

enum { RCODE_BADVERS = 16 }; /* RFC 6891 9 */

/* ---- states ---- */

static void begin(sesame_resolver *r, question *q) {
  r->in_flight += !q->begun;
  q->begun = true;
}

static void stop(sesame_resolver *r, question *q) {
  r->in_flight -= q->begun;
  q->begun = false;
}

/* Takes Q out of whatever it waits in. */
static void detach(sesame_resolver *r, question *q) {
  resolver_list_remove(&q->link);
  resolver_heap_remove(&r->heap, q);
  if (q->attempt)
    q->attempt->question = NULL; /* its end will find nobody */
  q->attempt = NULL;
}

/* Waits in LIST; only a deadline may end that. */
static void wait_in(sesame_resolver *r, question *q, node *list, state why) {
  q->state = (uint8_t)why;
  resolver_list_append(list, &q->link);
  if (q->deadline_ms)
    resolver_heap_set(&r->heap, q, q->deadline_ms);
}

/* A time for Q's next step, no later than its deadline. */
static void set_due(sesame_resolver *r, question *q, int64_t ms) {
  int64_t due = r->now_us / 1000 + ms;
  resolver_heap_set(&r->heap, q, q->deadline_ms && q->deadline_ms < due ? q->deadline_ms : due);
}

static void pause(sesame_resolver *r, question *q, int64_t ms) {
  q->state = STATE_PAUSED;
  set_due(r, q, ms);
}

/* A named server's user left: its place may be what a parked question waits for. */
static void leave_server(sesame_resolver *r, question *q) {
  if (!q->named || !q->server)
    return;
  resolver_server_leave(&r->servers, q->server);
  q->server = NULL;
  question *parked = (question *)resolver_list_take(&r->parked);
  if (!parked)
    return;
  resolver_heap_remove(&r->heap, parked);
  parked->state = STATE_QUEUED;
  resolver_list_prepend(&r->queued, &parked->link);
  if (parked->deadline_ms)
    resolver_heap_set(&r->heap, parked, parked->deadline_ms);
}

static void make_ready(sesame_resolver *r, question *q) {
  detach(r, q);
  stop(r, q);
  leave_server(r, q);
  q->state = STATE_READY;
  resolver_list_append(&r->ready, &q->link);
  r->ready_count++;
}

/* Ends Q with what is known. Without memory even for that it is tried again a little later. */
void resolver_finish(sesame_resolver *r, question *q) {
  sesame_status failure = q->failure == SESAME_OK ? SESAME_TIMEOUT : q->failure;
  if (!q->answer)
    q->answer = sesame_answer_failure(&q->name, q->type, failure,
                                      q->server ? q->server->address.text : NULL);
  if (q->answer) {
    make_ready(r, q);
    return;
  }
  detach(r, q);
  q->over = r->out_of_memory = true;
  pause(r, q, PAUSE_FIRST_MS);
}

void resolver_cancel(sesame_resolver *r, question *q) {
  sesame_answer_free(q->answer);
  q->answer = NULL;
  q->failure = SESAME_CANCELLED;
  resolver_finish(r, q);
}

/* ---- sending ---- */

static uint16_t random_id(sesame_resolver *r) {
  uint16_t id;
  if (r->random_left < sizeof(id)) {
    ssize_t got = getrandom(r->random, sizeof(r->random), 0);
    r->random_left = got > 0 ? (size_t)got & ~(size_t)1 : 0;
    if (r->random_left == 0) /* never on a running Linux; ids are then as good as the clock */
      return (uint16_t)(resolver_clock_us() * 40503u);
  }
  r->random_left -= sizeof(id);
  memcpy(&id, r->random + r->random_left, sizeof(id));
  return id;
}

static void send_query(sesame_resolver *r, question *q) {
  uint8_t query[SESAME_QUERY_MAX];
  attempt *a = resolver_attempt_new(r);
  if (!a) {
    r->out_of_memory = true;
    pause(r, q, PAUSE_FIRST_MS);
    return;
  }
  server *s = q->server;
  resolver_server_spend(s, r->qps, r->now_us);
  a->question = q;
  a->server = s;
  a->way = q->by_tcp ? WAY_TCP : WAY_UDP;
  a->edns = !q->plain && r->now_us / 1000 >= s->plain_until_ms;
  a->sent_us = resolver_clock_us();
  q->attempt = a;
  q->state = STATE_FLYING;
  r->stats.queries++;
  r->stats.tcp += q->by_tcp;
  set_due(r, q, r->timeout_ms);
  size_t length = sesame_message_query(query, random_id(r), &q->name, q->type, q->flags,
                                       a->edns ? SESAME_EDNS_SIZE : 0);
  resolver_transport_send(r->transport, a, query, length);
}

/* Sends to Q's server, or lets Q wait for its turn there. */
static void send_in_turn(sesame_resolver *r, question *q) {
  server *s = q->server;
  if (r->qps &&
      (!resolver_list_empty(&s->throttled) || resolver_server_wait_us(s, r->qps, r->now_us) > 0)) {
    stop(r, q);
    wait_in(r, q, &s->throttled, STATE_THROTTLED);
    if (!s->listed)
      resolver_list_append(&r->throttled, &s->throttled_link);
    s->listed = true;
    return;
  }
  begin(r, q);
  send_query(r, q);
}

#define SERVER_OF(n) ((server *)((char *)(n)-offsetof(server, throttled_link)))

static void release_from(sesame_resolver *r, server *s) {
  while (r->in_flight < (size_t)r->in_flight_max &&
         resolver_server_wait_us(s, r->qps, r->now_us) == 0) {
    question *q = (question *)resolver_list_take(&s->throttled);
    if (!q)
      return;
    resolver_heap_remove(&r->heap, q);
    begin(r, q);
    send_query(r, q);
  }
}

void resolver_release(sesame_resolver *r) {
  for (node *n = r->throttled.next, *next; n != &r->throttled; n = next) {
    server *s = SERVER_OF(n);
    next = n->next;
    release_from(r, s);
    if (resolver_list_empty(&s->throttled)) {
      resolver_list_remove(n);
      s->listed = false;
    }
  }
}

int64_t resolver_release_ms(const sesame_resolver *r) {
  int64_t least = -1;
  if (r->in_flight >= (size_t)r->in_flight_max)
    return -1;
  for (const node *n = r->throttled.next; n != &r->throttled; n = n->next) {
    int64_t wait = (resolver_server_wait_us(SERVER_OF(n), r->qps, r->now_us) + 999) / 1000;
    if (least < 0 || wait < least)
      least = wait;
  }
  return least;
}

/* ---- the choice of a server ---- */

/* The configured server asked least for Q; of those the healthy, the idle, the first. -1: all of
 * them said what they will always say. */
static int choose(const sesame_resolver *r, const question *q) {
  int best = -1, best_cost = 0;
  for (size_t i = 0; i < r->servers.configured_count; i++) {
    const server *s = r->servers.configured[i];
    if (q->barred >> i & 1)
      continue;
    int cost = q->asked[i] * 4 + resolver_server_sick(s, r->now_us / 1000) * 2 +
               (resolver_server_wait_us(s, r->qps, r->now_us) > 0);
    if (best < 0 || cost < best_cost) {
      best = (int)i;
      best_cost = cost;
    }
  }
  return best;
}

/* The server of Q's next try into q->server; false when there is none. */
static bool pick(sesame_resolver *r, question *q) {
  int choice = q->named ? 0 : choose(r, q);
  if (choice < 0 || (q->named && q->barred))
    return false;
  if (!q->named) {
    server *s = r->servers.configured[choice];
    if (s != q->server)
      q->by_tcp = q->plain = false;
    q->server = s;
  }
  q->choice = (uint8_t)choice;
  return true;
}

/* A named server is opened when the question's turn comes, so that those waiting hold none. */
static bool reach_named(sesame_resolver *r, question *q) {
  bool full;
  q->server = resolver_server_get(&r->servers, &q->at, &full);
  if (q->server)
    return true;
  if (full) {
    stop(r, q);
    wait_in(r, q, &r->parked, STATE_PARKED);
    return false;
  }
  r->out_of_memory = true;
  pause(r, q, PAUSE_FIRST_MS);
  return false;
}

/* Begins the try that pick chose. */
static void try_now(sesame_resolver *r, question *q) {
  r->stats.retries += q->tries > 0;
  q->tries++;
  q->asked[q->choice]++;
  send_in_turn(r, q);
}

void resolver_ask(sesame_resolver *r, question *q) {
  if (q->named && !q->server && !reach_named(r, q))
    return;
  if (pick(r, q))
    try_now(r, q);
  else
    resolver_finish(r, q);
}

/* ---- what came of it ---- */

/* How much an answer without knowledge, or none at all, is worth telling. */
static int rank(sesame_status status) {
  switch (status) {
  case SESAME_OK:
    return 0; /* nothing yet */
  case SESAME_TIMEOUT:
    return 1;
  case SESAME_NO_MEMORY:
  case SESAME_UNREACHABLE:
    return 2;
  case SESAME_MALFORMED:
    return 3;
  case SESAME_TRUNCATED:
    return 5;
  default:
    return 4;
  }
}

static void remember_failure(question *q, sesame_status failure) {
  if (rank(failure) > rank(q->failure))
    q->failure = failure;
}

/* Takes the attempt's answer when it is better than what is there. */
static void remember_answer(question *q, attempt *a) {
  sesame_status status = sesame_answer_status(a->answer);
  if (rank(status) <= rank(q->failure) && q->failure != SESAME_OK)
    return;
  sesame_answer_free(q->answer);
  q->answer = a->answer;
  a->answer = NULL;
  q->failure = status;
}

/* Asks again, another server if there is one, the same after a pause. QUIET: the last try took its
 * whole time, so that no pause is due. */
static void ask_again(sesame_resolver *r, question *q, bool quiet) {
  if (q->tries >= r->tries || !pick(r, q)) {
    resolver_finish(r, q);
    return;
  }
  int before = q->asked[q->choice];
  if (before == 0 || quiet) {
    try_now(r, q);
    return;
  }
  int64_t ms = before > 5 ? PAUSE_MAX_MS : PAUSE_FIRST_MS << (before - 1);
  pause(r, q, ms < PAUSE_MAX_MS ? ms : PAUSE_MAX_MS);
}

/* Whether the answer settles the question, whoever else might be asked. */
static bool is_final(sesame_status status) {
  switch (status) {
  case SESAME_OK:
  case SESAME_NXDOMAIN:
  case SESAME_NODATA:
  case SESAME_ALIAS:
  case SESAME_CNAME_LOOP:
  case SESAME_CNAME_LENGTH:
    return true;
  default:
    return false;
  }
}

/* Whether the same server may say something else the next time. */
static bool is_passing(sesame_status status) {
  return status == SESAME_SERVFAIL || status == SESAME_MALFORMED || status == SESAME_TRUNCATED;
}

/* Whether the answer says that the server knows no EDNS of ours. BADVERS to version 0 says no more
 * than that (RFC 6891 6.1.3). */
static bool refuses_edns(const sesame_answer *a) {
  sesame_status status = sesame_answer_status(a);
  return status == SESAME_FORMERR || status == SESAME_NOTIMP ||
         sesame_answer_rcode(a) == RCODE_BADVERS;
}

/* RFC 6891 7: what the answer tells about the server. */
static void learn(const sesame_resolver *r, const attempt *a, sesame_status status) {
  server *s = a->server;
  resolver_server_heard(s);
  if (a->edns && !refuses_edns(a->answer) && status != SESAME_MALFORMED)
    s->edns_seen = true;
  else if (!a->edns && !s->edns_seen && a->question->plain && is_final(status))
    s->plain_until_ms = r->now_us / 1000 + PLAIN_MS;
}

/* Silence or nonsense by UDP from a server never seen to speak EDNS: it is asked the plain way
 * next. */
static void suspect_edns(question *q, const attempt *a, sesame_status status) {
  bool odd = status == SESAME_TIMEOUT || status == SESAME_MALFORMED;
  if (odd && a->edns && !a->server->edns_seen && a->way == WAY_UDP)
    q->plain = true;
}

static void settle_answer(sesame_resolver *r, question *q, attempt *a) {
  sesame_status status = sesame_answer_status(a->answer);
  bool refused = a->edns && refuses_edns(a->answer);
  learn(r, a, status);
  if (is_final(status)) {
    sesame_answer_free(q->answer);
    q->answer = a->answer;
    a->answer = NULL;
    make_ready(r, q);
    return;
  }
  remember_answer(q, a);
  if (refused) {
    q->plain = true;
    send_in_turn(r, q);
  } else if (a->way == WAY_UDP && status == SESAME_TRUNCATED) {
    q->by_tcp = true;
    send_in_turn(r, q);
  } else {
    if (!is_passing(status))
      q->barred |= 1u << q->choice;
    suspect_edns(q, a, status);
    ask_again(r, q, false);
  }
}

/* A try without an answer. */
static void settle_failure(sesame_resolver *r, question *q, const attempt *a,
                           sesame_status failure) {
  if (failure == SESAME_IO) { /* our side was busy: no try of the server's */
    q->tries--;
    q->asked[q->choice]--;
    pause(r, q, PAUSE_BLOCKED_MS);
    return;
  }
  remember_failure(q, failure);
  if (failure != SESAME_MALFORMED && failure != SESAME_NO_MEMORY)
    resolver_server_silent(a->server, r->now_us / 1000);
  r->stats.timeouts += failure == SESAME_TIMEOUT;
  suspect_edns(q, a, failure);
  ask_again(r, q, failure == SESAME_TIMEOUT);
}

void resolver_settle(sesame_resolver *r, attempt *a) {
  question *q = a->question;
  if (q) {
    q->attempt = NULL;
    detach(r, q);
    if (a->answer)
      settle_answer(r, q, a);
    else
      settle_failure(r, q, a, a->failure);
  }
  resolver_attempt_free(r, a);
}

void resolver_due(sesame_resolver *r, question *q) {
  attempt *a = q->attempt;
  bool expired = q->deadline_ms && q->deadline_ms <= r->now_us / 1000;
  bool resumed = q->state == STATE_PAUSED;
  if (a && expired) {
    r->stats.timeouts++;
    remember_failure(q, SESAME_TIMEOUT);
  }
  detach(r, q);
  if (expired || q->over)
    resolver_finish(r, q);
  else if (resumed)
    resolver_ask(r, q);
  else if (a)
    settle_failure(r, q, a, SESAME_TIMEOUT);
}
