/* SPDX-License-Identifier: MIT */
/* Questions to servers: c-ares behind open / submit / wait / next / close. The only part that
 * touches the network. It decides who is asked, when again and when to give up; what an answer
 * means is decided in message.h. */
#ifndef SESAME_RESOLVER_H
#define SESAME_RESOLVER_H

#include "message.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_SERVERS_MAX = 16, /* servers configured for one resolver */
  SESAME_ADHOC_SERVERS_MAX =
      256, /* name servers asked by address kept open at once; the longest unused is closed */
  SESAME_IN_FLIGHT_DEFAULT = 200,
  SESAME_IN_FLIGHT_MAX = 10000,
  SESAME_TIMEOUT_DEFAULT_MS = 2000, /* one try */
  SESAME_TRIES_DEFAULT = 3,         /* tries in all, spread over the servers */
  SESAME_TRIES_MAX = 20
};

typedef struct sesame_resolver sesame_resolver;

/* All zero means all defaults. */
typedef struct sesame_resolver_options {
  const char *const *servers; /* "192.0.2.1", "192.0.2.1:53", "[2001:db8::1]:53", "2001:db8::1",
                                 "fe80::1%eth0"; NULL: the system's, of /etc/resolv.conf as glibc
                                 reads it (127.0.0.1 where it names none or is not there) */
  size_t server_count;
  int timeout_ms; /* for one try */
  int tries;      /* of one question, over all servers */
  int in_flight;  /* questions on their way at once; further ones wait their turn inside */
  int qps;        /* queries a second to one server; 0: no cap */
} sesame_resolver_options;

typedef struct sesame_question {
  const char *name;      /* presentation form; U-labels are converted */
  int type;              /* 1 to 65535 */
  const char *server;    /* "192.0.2.1:53": ask only this one; NULL: those configured */
  int recurse;           /* set RD */
  int checking_disabled; /* set CD (RFC 4035 3.2.2) */
  int64_t deadline_ms;   /* sesame_resolver_now() scale; 0: none beyond tries x timeout */
} sesame_question;

/* SESAME_OK and *OUT, or *OUT = NULL and BAD_ADDRESS, BAD_OPTION, TOO_MANY, NO_MEMORY, IO (the
 * system's configuration could not be read). */
int sesame_resolver_open(sesame_resolver **out, const sesame_resolver_options *options);

/* An id > 0, or a negated status (BAD_NAME, TOO_LONG, BAD_ADDRESS, BAD_OPTION, NO_MEMORY). Never
 * calls back; QUESTION is copied. */
long sesame_resolver_submit(sesame_resolver *resolver, const sesame_question *question);

/* The answer for ID becomes ready with status "cancelled". SESAME_OK, or SESAME_NOT_FOUND when it
 * is ready already or unknown. */
int sesame_resolver_cancel(sesame_resolver *resolver, long id);

/* Sends what is due, reads what came, waits up to TIMEOUT_MS (0: only looks; -1: until something is
 * ready) unless answers are ready. Returns how many are ready, or a negated status. With nothing in
 * flight it returns at once. EINTR ends the wait. */
int sesame_resolver_wait(sesame_resolver *resolver, int timeout_ms);

/* The oldest ready answer, or NULL. *ID (when not NULL) gets the id it answers. Free it with
 * sesame_answer_free. */
sesame_answer *sesame_resolver_next(sesame_resolver *resolver, long *id);

/* Questions submitted whose answer was not yet taken with next. */
size_t sesame_resolver_pending(const sesame_resolver *resolver);

/* An epoll descriptor, readable when wait would do something; and the time until it must be called
 * anyway (-1: never). For foreign event loops. */
int sesame_resolver_fd(sesame_resolver *resolver);
int sesame_resolver_timeout_ms(sesame_resolver *resolver);

/* The configured servers, "address:port" each; INDEX from 0; NULL at the end. */
const char *sesame_resolver_server(const sesame_resolver *resolver, size_t index);

/* Counters since open. */
typedef struct sesame_resolver_stats {
  uint64_t questions, queries, answers, retries, timeouts, tcp;
} sesame_resolver_stats;
void sesame_resolver_statistics(const sesame_resolver *resolver, sesame_resolver_stats *out);

/* Closes sockets, drops what is in flight and ready. NULL is fine. */
void sesame_resolver_close(sesame_resolver *resolver);

/* Milliseconds of the monotonic clock that deadlines are measured on. */
int64_t sesame_resolver_now(void);

/* TEXT -> "address:port" ("[address]:port" for IPv6) in canonical form, port 53 when none is given.
 * BAD_ADDRESS, or OK. */
int sesame_server_parse(const char *text, char out[64]);

#ifdef __cplusplus
}
#endif
#endif
