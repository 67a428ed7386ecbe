/* SPDX-License-Identifier: MIT */
/* Outcomes: one enum, one table of stable names. Knows nothing of DNS bytes, sockets or Lua. */
#ifndef SESAME_STATUS_H
#define SESAME_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

/* Functions of the core return SESAME_OK (0) or one of these, negated where a positive number is an
 * id. The names (sesame_status_name) are part of the public contract: they appear in JSON and in
 * Lua. */
typedef enum sesame_status {
  SESAME_OK = 0, /* "ok": an operation succeeded, or a question was answered with records */

  /* What a question taught: absent. */
  SESAME_NXDOMAIN, /* "nxdomain": the name does not exist (RFC 1035 4.1.1, RFC 8020) */
  SESAME_NODATA,   /* "nodata": the name exists, but not with this type (RFC 2308 2.2) */

  /* What a question taught: nothing. None of these may ever be read as "not there". */
  SESAME_SERVFAIL,     /* "servfail" */
  SESAME_REFUSED,      /* "refused" */
  SESAME_NOTIMP,       /* "notimp" */
  SESAME_FORMERR,      /* "formerr" */
  SESAME_OTHER_RCODE,  /* "other-rcode": any further response code; sesame_answer_rcode tells it */
  SESAME_TIMEOUT,      /* "timeout": no answer within the deadline */
  SESAME_UNREACHABLE,  /* "unreachable": the network or the server's host refused the packet */
  SESAME_MALFORMED,    /* "malformed": an answer came that is no well-formed DNS message, or
                          answers something else */
  SESAME_TRUNCATED,    /* "truncated": TC was set and TCP did not give the rest */
  SESAME_REFERRAL,     /* "referral": the server only named other servers */
  SESAME_LAME,         /* "lame": NOERROR from a server neither authoritative nor recursive */
  SESAME_ALIAS,        /* "alias": a CNAME chain that ends before an answer; to be asked on */
  SESAME_CNAME_LOOP,   /* "cname-loop": the chain returns to a name already met */
  SESAME_CNAME_LENGTH, /* "cname-length": the chain is longer than SESAME_CHAIN_MAX */
  SESAME_CANCELLED,    /* "cancelled": given up before an answer */
  SESAME_NOT_RECORDED, /* "not-recorded": a replay does not hold this question */
  SESAME_NOT_IN_ZONE,  /* "not-in-zone": offline, and below no known zone's apex */

  /* Failures of an operation, not facts about a domain. */
  SESAME_BAD_NAME,    /* "bad-name": not a domain name */
  SESAME_BAD_ADDRESS, /* "bad-address": not an IP address or address and port */
  SESAME_BAD_OPTION,  /* "bad-option": a value out of its documented range */
  SESAME_BAD_SYNTAX,  /* "bad-syntax": a text that does not follow its grammar */
  SESAME_TOO_LONG,    /* "too-long": a text, name or message over its limit */
  SESAME_TOO_MANY,    /* "too-many": more items than a named limit allows */
  SESAME_NOT_FOUND,   /* "not-found": a file or item that is not there */
  SESAME_IO,          /* "io": the operating system refused; errno tells why */
  SESAME_NO_MEMORY,   /* "no-memory" */
  SESAME_STATUS_COUNT
} sesame_status;

/* How much a question taught (design: could not learn never reads as not there). */
typedef enum sesame_knowledge { SESAME_PRESENT, SESAME_ABSENT, SESAME_UNKNOWN } sesame_knowledge;

/* The stable lower-case name of STATUS, never NULL ("invalid" for a number that is none). */
const char *sesame_status_name(sesame_status status);

/* One plain sentence for people, without a full stop; never NULL. */
const char *sesame_status_text(sesame_status status);

/* The status of that name, or SESAME_STATUS_COUNT when there is none. */
sesame_status sesame_status_from_name(const char *name);

/* PRESENT for SESAME_OK, ABSENT for NXDOMAIN and NODATA, UNKNOWN for everything else. */
sesame_knowledge sesame_status_knowledge(sesame_status status);

/* "present", "absent" or "unknown". */
const char *sesame_knowledge_name(sesame_knowledge knowledge);

#ifdef __cplusplus
}
#endif
#endif
