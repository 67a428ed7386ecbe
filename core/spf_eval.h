/* SPDX-License-Identifier: MIT */
/* check_host() for one client, RFC 7208 4: no I/O. An evaluation says what it needs, is fed, and
 * goes on until it needs nothing; then it has a verdict. */
#ifndef SESAME_SPF_EVAL_H
#define SESAME_SPF_EVAL_H

#include "message.h"
#include "spf_macro.h"
#include "spf_record.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_SPF_LOOKUPS_MAX = 10, /* terms that look up, RFC 7208 4.6.4 */
  SESAME_SPF_VOIDS_MAX = 2,    /* terms whose lookups find nothing, RFC 7208 4.6.4 */
  SESAME_SPF_MX_MAX = 10,      /* names of one mx, RFC 7208 4.6.4 */
  SESAME_SPF_PTR_MAX = 10,     /* names of one ptr, RFC 7208 4.6.4 */

  SESAME_SPF_HOSTS_MAX = 20,         /* no limit on mx and ptr names may be over this */
  SESAME_SPF_EVAL_MAX_QUERIES = 300, /* questions in all, whatever the limits; then permerror */
  SESAME_SPF_EVAL_MAX_EVENTS = 1000, /* steps kept in a trace */
  SESAME_SPF_SENDER_MAX = 1024       /* octets in a sender, HELO name, domain or receiver */
};

typedef enum sesame_spf_result {
  SESAME_SPF_RESULT_NONE,
  SESAME_SPF_RESULT_NEUTRAL,
  SESAME_SPF_RESULT_PASS,
  SESAME_SPF_RESULT_FAIL,
  SESAME_SPF_RESULT_SOFTFAIL,
  SESAME_SPF_RESULT_TEMPERROR,
  SESAME_SPF_RESULT_PERMERROR,
  SESAME_SPF_RESULTS
} sesame_spf_result;

/* "none", "neutral", "pass", ...; never NULL. */
const char *sesame_spf_result_name(sesame_spf_result result);
/* Of a mechanism with QUALIFIER ('+', '-', '~' or '?') that matches (RFC 7208 4.6.2). */
sesame_spf_result sesame_spf_result_of(char qualifier);

/* When the count of lookups is held against its limit, and what follows. */
typedef enum sesame_spf_over {
  SESAME_SPF_OVER_PERMERROR, /* the lookup over the limit is not made: permerror (RFC 7208 4.6.4) */
  SESAME_SPF_OVER_LATE, /* it is made; permerror when another term of the same record follows */
  SESAME_SPF_OVER_SKIP  /* the lookup after that is left out, as if its term did not match */
} sesame_spf_over;

/* Local policy. A limit of -1 is none (SESAME_SPF_EVAL_MAX_QUERIES still holds). */
typedef struct sesame_spf_limits {
  int lookups; /* terms that look up */
  int voids;   /* void lookups */
  int mx;      /* names of one mx, up to SESAME_SPF_HOSTS_MAX */
  int ptr;     /* names of one ptr, up to SESAME_SPF_HOSTS_MAX */
  int nesting; /* includes and redirects inside one another */
  sesame_spf_over lookups_over;
  bool void_per_query; /* every empty answer is a void lookup; else a term is one at most */
  bool scope_include;  /* an included record counts its lookups for itself */
  bool mx_over_late;   /* too many mx names: the first ones are tried before permerror */
  bool ptr_over_error; /* too many ptr names: permerror when the first ones do not match */
  bool ptr_dns_error;  /* a failed PTR query is a temperror, not a mechanism that does not match */
  bool missing_no_match; /* include of a name without SPF does not match; else permerror (5.2) */
} sesame_spf_limits;

/* What a known kind of receiver does; doc/spf.md tells the sources. */
typedef struct sesame_spf_profile {
  const char *name;    /* "rfc", "strict-void-per-query", "libspf2", "rspamd" */
  const char *summary; /* one sentence, without a full stop */
  sesame_spf_limits limits;
} sesame_spf_profile;

/* The profile of that name, or NULL; by index from 0 ("rfc"), or NULL at the end. */
const sesame_spf_profile *sesame_spf_profile_named(const char *name);
const sesame_spf_profile *sesame_spf_profile_at(size_t index);

typedef struct sesame_spf_options {
  const char *ip; /* the client's address as text; an IPv4-mapped one counts as IPv4 */
  /* "local@domain", "@domain" (postmaster), or empty: postmaster at HELO (RFC 7208 2.4, 4.3). */
  sesame_spf_text sender;
  sesame_spf_text helo;            /* empty: "unknown" in macros */
  sesame_spf_text domain;          /* whose record is evaluated; empty: the sender's domain */
  sesame_spf_text receiver;        /* %{r}; empty: "unknown" */
  int64_t time;                    /* %{t}: seconds since 1970 */
  const sesame_spf_limits *limits; /* NULL: those of RFC 7208 */
  bool no_explanation;             /* do not look up exp= */
  bool trace;                      /* keep every step */
} sesame_spf_options;

/* One step of an evaluation. */
typedef struct sesame_spf_event {
  int depth;           /* 0: the domain's own record */
  const char *domain;  /* whose record */
  const char *term;    /* its text */
  const char *outcome; /* "match", "no-match", "enter" (include, redirect), "skip", "error" */
  int lookups, voids;  /* used so far */
} sesame_spf_event;

typedef struct sesame_spf_verdict {
  sesame_spf_result result;
  const char *code;      /* of an error or of none: "bad-domain", "no-record", "several-records",
                            "syntax", "bad-target", "lookup-limit", "void-limit", "mx-limit",
                            "ptr-limit", "query-limit", "loop", "dns-error", "time-limit"; else NULL */
  const char *reason;    /* one sentence for people, without a full stop */
  const char *mechanism; /* the term that matched, or that is at fault; NULL when there is none */
  const char *record;    /* the record it stands in, and its place there; or NULL */
  size_t record_length;
  sesame_span span;        /* (of the first fatal fault, for "syntax") */
  const char *const *path; /* domains, from the first to the one whose record that is */
  size_t path_count;
  int lookups, voids, queries; /* used; the lookup over the limit is counted */
  bool helo_assumed;           /* a target was expanded with %{h} though no HELO name was given */
  const char *explanation;     /* NUL-terminated; NULL when there is none */
  const sesame_spf_event *events;
  size_t event_count;
} sesame_spf_verdict;

typedef struct sesame_spf_eval sesame_spf_eval;

/* SESAME_OK; or *OUT = NULL and BAD_ADDRESS (no IP address), TOO_LONG (SESAME_SPF_SENDER_MAX),
 * BAD_OPTION (a limit out of range), NO_MEMORY. A domain that is none is no failure: the verdict is
 * "none". OPTIONS are copied. */
int sesame_spf_eval_open(sesame_spf_eval **out, const sesame_spf_options *options);

/* A name (in lower case) and a type: TXT, A, AAAA, MX, PTR. */
typedef struct sesame_spf_question {
  const sesame_name *name;
  int type;
} sesame_spf_question;

/* The questions that must be answered to go on, all of them at once; 0 when there is a verdict.
 * *OUT lives until the next call for EVAL. */
size_t sesame_spf_eval_needs(sesame_spf_eval *eval, const sesame_spf_question **out);

/* The answer to one of them; EVAL keeps it. NOT_FOUND for a question that is not open. An answer of
 * status "alias" is not complete: ask on first (sesame_answer_join). */
int sesame_spf_eval_feed(sesame_spf_eval *eval, const sesame_name *name, int type,
                         sesame_answer *answer);

/* Gives up with temperror, when too much time has gone by (RFC 7208 4.6.4); a verdict that is there
 * stays. */
void sesame_spf_eval_stop(sesame_spf_eval *eval);

/* The verdict; it lives as long as EVAL. NOT_FOUND while questions are open, NO_MEMORY. */
int sesame_spf_eval_result(const sesame_spf_eval *eval, const sesame_spf_verdict **out);

void sesame_spf_eval_close(sesame_spf_eval *eval); /* NULL is fine */

#ifdef __cplusplus
}
#endif
#endif
