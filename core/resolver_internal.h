/* SPDX-License-Identifier: MIT */
/* Shared by the resolver*.c files only. Two halves: the transport (resolver_cares.c, the only file
 * that knows c-ares), which carries one query to one server once, and the policy, which decides
 * what is asked again, where and when. */
#ifndef SESAME_RESOLVER_INTERNAL_H
#define SESAME_RESOLVER_INTERNAL_H

#include "resolver.h"

#include <netinet/in.h>
#include <sys/socket.h>

enum {
  SERVER_TEXT_MAX = 64,
  PORT_DEFAULT = 53,    /* RFC 1035 4.2 */
  PAUSE_FIRST_MS = 50,  /* before a server that just failed is asked the same again */
  PAUSE_MAX_MS = 1000,  /* the pause doubles up to this */
  PAUSE_BLOCKED_MS = 2, /* the kernel had no room for a datagram */
  SICK_AFTER = 3,       /* silences in a row that make a server the last choice ... */
  SICK_MS = 5000,       /* ... for this long */
  PLAIN_MS = 300000,    /* a server that did not understand EDNS is tried with it again */
  BURST_MS = 50,        /* queries that may go at once under a qps cap: those of this time */
  SWEEP_MS = 250,       /* how often the transport looks for queries nobody waits for */
  SOCKET_BUFFER = 4 * 1024 * 1024
};

/* ---- lists: doubly linked rings, the head is a node ---- */

typedef struct node {
  struct node *next, *previous;
} node;

void resolver_list_init(node *head);
bool resolver_list_empty(const node *head);
void resolver_list_append(node *head, node *item);
void resolver_list_prepend(node *head, node *item);
void resolver_list_remove(node *item);
node *resolver_list_take(node *head); /* the first, removed; NULL when there is none */

/* ---- transport ---- */

/* How a query travels. Each server has one line for each way, opened when first used. */
typedef enum way { WAY_UDP, WAY_TCP, WAYS } way;

typedef struct address {
  union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
  } socket;
  socklen_t length;
  char text[SERVER_TEXT_MAX]; /* canonical */
} address;

/* One query to one server. It outlives its question when that was cancelled or gave up. */
typedef struct attempt {
  node link;
  struct question *question; /* NULL: nobody waits for it any more */
  struct server *server;
  struct line *line;
  sesame_answer *answer; /* what came, or NULL */
  int64_t sent_us;
  way way;
  bool edns;             /* the query carries an OPT record */
  sesame_status failure; /* without an answer: TIMEOUT, UNREACHABLE, MALFORMED, NO_MEMORY; IO when
                            the kernel had no room for it */
} attempt;

typedef struct transport transport;

/* NULL when memory or descriptors ran out. An attempt that is not answered ends TIMEOUT_MS after it
 * was sent or somewhat later. */
transport *resolver_transport_open(int timeout_ms);
void resolver_transport_close(transport *t);
int resolver_transport_fd(const transport *t);
/* Sends QUERY; the caller has set question, server, way, edns and sent_us of A. The end of A, which
 * may come at once, is queued: resolver_transport_ended. */
void resolver_transport_send(transport *t, attempt *a, const uint8_t *query, size_t length);
/* Waits up to TIMEOUT_MS (-1: for ever) and reads what came. OK, CANCELLED (a signal came), IO. */
sesame_status resolver_transport_turn(transport *t, int timeout_ms);
/* Ends what was not answered in time; to be called every SWEEP_MS while something flies. */
void resolver_transport_sweep(transport *t);
attempt *resolver_transport_ended(transport *t);
/* Attempts that did not end yet. */
size_t resolver_transport_flying(const transport *t);
/* Closes the lines (WAYS of them) of a server; what flies on them ends unheard. */
void resolver_transport_hang_up(struct line **lines);
int64_t resolver_clock_us(void);

/* ---- servers ---- */

typedef struct server {
  node recent;          /* ad hoc servers without users: the longest unused first */
  struct server *chain; /* next in its bucket of the hash table */
  address address;
  struct line *lines[WAYS];
  node throttled;      /* questions that wait for a token */
  node throttled_link; /* in the resolver's list of such servers, when `listed` */
  int64_t next_us;     /* when the next query may go under the qps cap (may lie in the past) */
  int64_t sick_until_ms;
  int64_t plain_until_ms;
  size_t users; /* questions that named this server and are not answered yet */
  int silences; /* in a row */
  bool edns_seen, configured, listed;
} server;

typedef struct servers {
  server *configured[SESAME_SERVERS_MAX];
  size_t configured_count, adhoc_count;
  server *buckets[SESAME_ADHOC_SERVERS_MAX];
  node idle; /* ad hoc servers without users */
} servers;

sesame_status resolver_address_parse(address *out, const char *text);
/* The name servers of a resolv.conf(5); 127.0.0.1 when it names none or is not there (as glibc
 * does); IO when it could not be read for another reason, NO_MEMORY. */
sesame_status resolver_system_servers(servers *set, const char *path);
sesame_status resolver_server_add(servers *set, const char *text);
void resolver_servers_init(servers *set);
void resolver_servers_free(servers *set);
/* The server at ADDRESS with one user more. NULL with *FULL: as many as may be open are in use;
 * without: no memory. The longest unused server is closed to make room. */
server *resolver_server_get(servers *set, const address *at, bool *full);
void resolver_server_leave(servers *set, server *s);
/* Microseconds until a query may go to S (0: now), and that one went. */
int64_t resolver_server_wait_us(const server *s, int qps, int64_t now_us);
void resolver_server_spend(server *s, int qps, int64_t now_us);
/* Health: a server that was silent SICK_AFTER times in a row is the last choice for SICK_MS. */
void resolver_server_silent(server *s, int64_t now_ms);
void resolver_server_heard(server *s);
bool resolver_server_sick(const server *s, int64_t now_ms);

/* ---- questions ---- */

typedef enum state {
  STATE_FREE,
  STATE_QUEUED,    /* in resolver.queued: its turn has not come */
  STATE_PARKED,    /* in resolver.parked: no ad hoc server is free */
  STATE_THROTTLED, /* in its server's list: waits for a token */
  STATE_FLYING,    /* an attempt is under way */
  STATE_PAUSED,    /* waits to ask again */
  STATE_READY      /* in resolver.ready */
} state;

typedef struct question {
  node link;
  long id;
  struct attempt *attempt;
  server *server;        /* named or chosen for the next try */
  sesame_answer *answer; /* the best so far; the answer when ready */
  int64_t deadline_ms, due_ms;
  size_t heap_place, slot;
  uint32_t barred; /* bit per configured server that will not answer this, however often asked */
  uint16_t type, flags;
  sesame_status failure;             /* the best reason so far why there is no answer */
  uint8_t asked[SESAME_SERVERS_MAX]; /* tries per configured server */
  uint8_t state, tries, choice;
  bool named;  /* asks only `at` */
  bool begun;  /* counted in in_flight */
  bool over;   /* no more tries; only memory for the answer was missing */
  bool by_tcp; /* UDP gave a truncated answer */
  bool plain;  /* this server answered EDNS with an error or not at all */
  address at;
  sesame_name name;
} question;

/* ---- the resolver ---- */

typedef struct chunk chunk;

typedef struct heap {
  question **items; /* ordered by due_ms; items[0] is unused */
  size_t count, capacity;
} heap;

bool resolver_heap_reserve(heap *h, size_t count);
void resolver_heap_set(heap *h, question *q, int64_t due_ms);
void resolver_heap_remove(heap *h, question *q);

struct sesame_resolver {
  transport *transport;
  servers servers;
  heap heap;
  node queued, parked, ready, throttled; /* throttled: servers with questions that wait */
  node free_attempts, free_questions;
  chunk *chunks;    /* all memory of attempts and questions */
  question **slots; /* by the low bits of the id */
  size_t slot_count;
  long generation; /* the high bits of the last id */
  size_t in_flight, ready_count, pending;
  int timeout_ms, tries, in_flight_max, qps;
  int64_t now_us, sweep_ms;
  sesame_resolver_stats stats;
  uint8_t random[256];
  size_t random_left;
  bool out_of_memory;
};

/* resolver_ask.c: asks a question whose turn has come. */
void resolver_ask(sesame_resolver *r, question *q);
/* An attempt ended: its question is ready, or is asked again. Frees A. */
void resolver_settle(sesame_resolver *r, attempt *a);
/* Q's time has come: a try took too long, a pause is over, or its deadline is reached. */
void resolver_due(sesame_resolver *r, question *q);
/* Asks throttled servers what may go now. */
void resolver_release(sesame_resolver *r);
/* Milliseconds until resolver_release has something to do; -1: it has not. */
int64_t resolver_release_ms(const sesame_resolver *r);
/* Moves Q to the ready answers: with the best that was learnt, else as a failure. */
void resolver_finish(sesame_resolver *r, question *q);
/* Forgets what was learnt and moves Q to the ready answers as CANCELLED. */
void resolver_cancel(sesame_resolver *r, question *q);

/* resolver_pool.c: memory of attempts and questions, kept for the next. NULL: no memory. */
attempt *resolver_attempt_new(sesame_resolver *r);
void resolver_attempt_free(sesame_resolver *r, attempt *a);
question *resolver_question_new(sesame_resolver *r); /* with its id */
question *resolver_question_find(const sesame_resolver *r, long id);
void resolver_question_free(sesame_resolver *r, question *q);
void resolver_pool_free(sesame_resolver *r);

#endif
