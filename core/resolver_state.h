/* SPDX-License-Identifier: MIT */
/* The resolver's own state: shared by resolver.c, resolver_try.c and resolver_server.c. */
#ifndef SESAME_RESOLVER_STATE_H
#define SESAME_RESOLVER_STATE_H

#include "resolver_internal.h"

struct question {
  question *next, *previous; /* in `in` */
  queue *in;
  question *after, *before; /* among all that are not settled */
  long id;
  int type, tries;
  bool recurse, checking_disabled, plain, started, adhoc;
  int64_t deadline_ms, due_ms;
  attempt *attempt;             /* in flight */
  server *server, *next_server; /* last asked, to be asked */
  sesame_answer *answer;        /* the best so far */
  char wanted[SERVER_TEXT_MAX]; /* the server named by the question, when adhoc */
  sesame_name name;
};

struct sesame_resolver {
  transport *transport;
  sesame_resolver_options options; /* without the list of servers */
  sesame_resolver_stats stats;
  server *servers[SESAME_SERVERS_MAX];
  size_t server_count;
  server *buckets[SERVER_BUCKETS]; /* the configured and the others */
  size_t adhoc_count;
  queue waiting, again, active, ready; /* not started; to be asked again; in flight; answered */
  queue delayed[SESAME_TRIES_MAX + 1]; /* by tries, so that each is in order of due_ms */
  question *unsettled, *spare;
  attempt *first_attempt, *last_attempt;
  size_t ready_count, pending, started, paced_count;
  int64_t nearest_deadline_ms; /* 0: none */
  long last_id;
  uint16_t message_id;
};

void queue_push(queue *q, question *x);
void queue_remove(question *x); /* from whichever it is in, if any */

/* resolver_try.c */
void question_send(sesame_resolver *r, question *x, server *s);
void question_settle(sesame_resolver *r, question *x, sesame_status failure);
void question_pause(question *x, queue *delayed, int64_t due_ms);
void resolver_drain(sesame_resolver *r);                  /* takes in what the transport finished */
void resolver_expire(sesame_resolver *r, int64_t now_ms); /* attempts whose time is up */

/* resolver_server.c */
int resolver_add_server(sesame_resolver *r, const char *text);
server *resolver_best_server(sesame_resolver *r);
server *resolver_next_server(const sesame_resolver *r, const server *s);
/* The server of that text, connected; NULL when all places are taken by busy ones or it cannot be
 * had. */
server *resolver_adhoc_server(sesame_resolver *r, const char *text);
void resolver_close_servers(sesame_resolver *r);
/* Sends X to S, or lets it wait for S's next free slot. */
void resolver_pace(sesame_resolver *r, question *x, server *s);
void resolver_release_paced(sesame_resolver *r, int64_t now_us);
/* When the next paced question may go, in milliseconds; 0 when there is none. */
int64_t resolver_paced_due_ms(const sesame_resolver *r);

#endif
