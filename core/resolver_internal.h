/* SPDX-License-Identifier: MIT */
/* Between the resolver (who is asked, when again) and its transport (sockets): shared by the
 * resolver*.c files only. */
#ifndef SESAME_RESOLVER_INTERNAL_H
#define SESAME_RESOLVER_INTERNAL_H

#include "resolver.h"

enum {
  SERVER_TEXT_MAX = 64,   /* "[address]:port" and a NUL */
  SERVER_BUCKETS = 1024,  /* of the table from address to server; a power of two */
  BACKOFF_FIRST_MS = 100, /* before the same server is asked again; doubled each time */
  BACKOFF_MAX_MS = 2000,
  BUSY_PAUSE_MS = 20,    /* before a question to one more server than may be open tries again */
  FORGIVE_US = 30000000, /* a server not used for so long is tried as if it never failed */
  EXTENSIONS_MAX = 2,    /* times an attempt that went on to TCP is given its time anew */
  EVENTS_MAX = 256,      /* socket events taken at once */
  SOCKET_BUFFER =
      4 << 20 /* octets of a UDP socket's buffers: thousands of answers may come at once */
};

typedef struct question question;
typedef struct transport transport;

/* Questions in order; each is in one queue at most. */
typedef struct queue {
  question *first, *last;
} queue;

/* One server, with what was learnt of it. */
typedef struct server {
  struct server *next_in_bucket;
  transport *owner;
  void *channel; /* the transport's own */
  char text[SERVER_TEXT_MAX];
  queue paced;        /* waiting for the server's next free slot */
  int64_t free_at_us; /* when that is */
  int64_t used_at_us;
  int attempts; /* in flight */
  int failures; /* without an answer, one after the other */
  bool configured, no_edns;
} server;

/* One query to one server. */
typedef struct attempt {
  struct attempt *later, *earlier; /* in order of expiry, while `linked` */
  struct attempt *next;            /* in the queue of the finished */
  question *question;              /* NULL when nobody waits for it any more */
  server *server;
  int64_t sent_us, expires_ms;
  sesame_answer *answer; /* what came, or NULL and */
  sesame_status status;  /* why nothing came */
  int extensions;
  bool linked, finished, edns;
} attempt;

/* ---- the transport ---- */

int transport_open(transport **out, int timeout_ms, uint64_t *tcp_count);
void transport_close(transport *t); /* finishes nothing: attempts in flight are freed */
int transport_fd(const transport *t);
/* Connects what is needed for S (its text is set); released again by transport_disconnect, which
 * wants no attempt in flight. */
int transport_connect(transport *t, server *s);
void transport_disconnect(server *s);
/* Sends; A ends up among the finished in any case, perhaps at once. */
void transport_send(attempt *a, const uint8_t *query, size_t length);
/* Reads what came, waiting up to TIMEOUT_MS (-1: for ever): 0, 1 when a signal came, or a negated
 * status. */
int transport_poll(transport *t, int timeout_ms);
/* Has the server's overdue queries finished as timeouts. */
void transport_expire(server *s);
/* The oldest finished attempt, or NULL. */
attempt *transport_finished(transport *t);

/* The name and type an answer to A is read by; NULL when nobody waits. */
const sesame_name *attempt_name(const attempt *a, int *type);

int64_t resolver_now_us(void);

/* The system's servers into TEXTS; returns how many, or a negated status. */
int transport_system_servers(char texts[][SERVER_TEXT_MAX], int most);

#endif
