/* SPDX-License-Identifier: MIT */
/* SPF records: text -> terms and faults, each with its place in the text (RFC 7208 4.5, 4.6, 12).
 * Judges syntax alone: what a name resolves to, and whether a target is a name at all, is not known
 * here. */
#ifndef SESAME_SPF_RECORD_H
#define SESAME_SPF_RECORD_H

#include "status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_SPF_RECORD_MAX = 65535, /* octets in a record: what one TXT record can hold */
  SESAME_SPF_FAULTS_MAX = 64     /* faults listed for one record; further ones are only counted */
};

/* Octets FROM to TO of a text, TO not included. */
typedef struct sesame_span {
  uint16_t from, to;
} sesame_span;

typedef enum sesame_spf_kind {
  /* Mechanisms, RFC 7208 5. */
  SESAME_SPF_ALL,
  SESAME_SPF_INCLUDE,
  SESAME_SPF_A,
  SESAME_SPF_MX,
  SESAME_SPF_PTR,
  SESAME_SPF_EXISTS,
  SESAME_SPF_IP4,
  SESAME_SPF_IP6,
  /* Modifiers, RFC 7208 6. */
  SESAME_SPF_REDIRECT,
  SESAME_SPF_EXP,
  SESAME_SPF_MODIFIER, /* any other: ignored, RFC 7208 6 */
  SESAME_SPF_NO_TERM,  /* text between spaces that is neither; a fault says why */
  SESAME_SPF_KINDS
} sesame_spf_kind;

/* One piece of a macro-string, RFC 7208 7.1: literal text (letter 0), an escape (letter '%', '_' or
 * '-') or a macro (its letter in lower case). */
typedef struct sesame_spf_piece {
  sesame_span span;   /* with the "%{" and "}" */
  char letter;        /* 0, one of "%_-", or one of "slodiphcrtv" */
  bool url_escape;    /* the letter was written in upper case, RFC 7208 7.3 */
  bool reverse;       /* "r" */
  uint8_t delimiters; /* bit i: the i-th of SESAME_SPF_DELIMITERS splits; "." alone when none is
                         written */
  uint16_t parts;     /* right-most parts to keep; 0: all (65535 stands for any larger number) */
} sesame_spf_piece;

#define SESAME_SPF_DELIMITERS ".-+,/_="

/* One term. Its texts are spans of the record's text. */
typedef struct sesame_spf_term {
  sesame_span span;     /* all of it, with the qualifier */
  sesame_span name;     /* "ip4", "redirect", as written */
  sesame_span value;    /* behind ':' or '=', without CIDR lengths; empty when there is none */
  sesame_span cidr;     /* "/24", "//64", "/24//64", or empty */
  sesame_spf_kind kind; /* what it is; SESAME_SPF_NO_TERM when that cannot be told */
  char qualifier;       /* '+', '-', '~', '?'; '+' where none is written; 0 for modifiers */
  bool qualified;       /* the qualifier is written */
  bool valid;           /* no fatal fault lies in it */
  bool has_value;       /* ':' or '=' is written */
  uint8_t prefix4;      /* IPv4 prefix length, 32 where none is written */
  uint8_t prefix6;      /* IPv6 prefix length, 128 where none is written */
  uint8_t address[16];  /* ip4 (first 4 octets), ip6: as written, host bits kept */
  uint16_t piece;       /* index of the first piece of the value, for all but ip4 and ip6 */
  uint16_t piece_count; /* 0: no domain-spec, the current domain stands for it */
  uint32_t macros;      /* bit (letter - 'a') for every macro letter in the value */
} sesame_spf_term;

/* What is wrong, and what might have been meant. */
typedef struct sesame_spf_fault {
  const char *code;       /* stable, static: "unknown-mechanism", ... (doc/spf.md lists them) */
  const char *reason;     /* one static sentence for people, without a full stop */
  const char *suggestion; /* static text to put in place of the span, "" to take it away; or NULL */
  sesame_span span;       /* empty where something is missing */
  bool fatal;             /* permerror (RFC 7208 4.6); else legal, but hardly what was meant */
} sesame_spf_fault;

/* A parsed record: one block of memory, read-only, text included. */
typedef struct sesame_spf_record {
  const char *text;
  size_t length;
  const sesame_spf_term *terms; /* in the order written; those with faults included */
  size_t term_count;
  const sesame_spf_piece *pieces;
  size_t piece_count;
  const sesame_spf_fault *faults; /* in the order of their places */
  size_t fault_count;             /* at most SESAME_SPF_FAULTS_MAX */
  size_t fault_total;             /* those not listed counted too */
  sesame_span version;            /* "v=spf1", or what stands for it */
  bool valid;                     /* no fatal fault: else permerror before anything is evaluated */
  int all, redirect, exp;         /* index of the first of each, or -1; terms with faults count */
} sesame_spf_record;

/* Whether TEXT is an SPF record: "v=spf1" in any case, then a space or the end (RFC 7208 4.5). */
bool sesame_spf_is_record(const char *text, size_t length);

/* Texts that are no SPF record but were meant to be one, or an ancestor of it. */
typedef enum sesame_spf_near {
  SESAME_SPF_NEAR_NOT,           /* "": an SPF record, or nothing like one */
  SESAME_SPF_NEAR_LEADING_SPACE, /* "leading-space": " v=spf1 ..." */
  SESAME_SPF_NEAR_QUOTE,         /* "quote": a quotation mark, plain or curly, before it */
  SESAME_SPF_NEAR_BOM,           /* "byte-order-mark": EF BB BF before it */
  SESAME_SPF_NEAR_SEPARATOR,     /* "separator": "v=spf1;", "v=spf1," or "v=spf1:" */
  SESAME_SPF_NEAR_GLUED,         /* "glued": "v=spf1include:...", "v=spf1-all" */
  SESAME_SPF_NEAR_NO_TAG,        /* "no-tag": "spf1 ..." */
  SESAME_SPF_NEAR_SPACED,        /* "spaced": "v=spf 1", "v = spf1", "v=spf1\t..." */
  SESAME_SPF_NEAR_VERSION,       /* "version": "v=spf", "v=spf2", "v=spf10", "v=spf1.0" */
  SESAME_SPF_NEAR_TAG,           /* "tag": "spf=v1", "v:spf1", "v-spf1", "v=sfp1" */
  SESAME_SPF_NEAR_SENDER_ID,     /* "sender-id": "spf2.0/pra ...", dead (RFC 4406) */
  SESAME_SPF_NEARS
} sesame_spf_near;

sesame_spf_near sesame_spf_near_miss(const char *text, size_t length);
/* The stable name above; never NULL. */
const char *sesame_spf_near_name(sesame_spf_near near);
/* One sentence for people, without a full stop; never NULL. */
const char *sesame_spf_near_text(sesame_spf_near near);

/* Parses TEXT, which need not be valid: everything that is wrong with it becomes a fault. A text
 * that is no SPF record at all has the fault "version" and is read from where its terms seem to
 * start. SESAME_OK, or *OUT = NULL and SESAME_TOO_LONG (over SESAME_SPF_RECORD_MAX) or
 * SESAME_NO_MEMORY. Linear in LENGTH. Free with sesame_spf_record_free. */
sesame_status sesame_spf_record_parse(sesame_spf_record **out, const char *text, size_t length);
void sesame_spf_record_free(sesame_spf_record *record); /* NULL is fine */

/* Writes the record anew from its terms and pieces into OUT, cut at SIZE-1 and NUL-terminated;
 * returns the full length. The same octets as its text, faults or not. */
size_t sesame_spf_record_render(const sesame_spf_record *record, char *out, size_t size);
/* The same for one term. */
size_t sesame_spf_term_render(const sesame_spf_record *record, const sesame_spf_term *term,
                              char *out, size_t size);

/* "all", "include", ..., "redirect", "exp", "modifier", "no-term"; never NULL. */
const char *sesame_spf_kind_name(sesame_spf_kind kind);
/* Whether a term of KIND counts against the limit of ten, RFC 7208 4.6.4. */
bool sesame_spf_kind_costs(sesame_spf_kind kind);

/* Reads one piece of a macro-string at TEXT[AT], AT < LENGTH: the longest run of literal octets, an
 * escape or a macro. False at what is none: a '%' that opens nothing, a macro letter that is
 * unknown or (unless EXPLANATION) one of c, r, t, an octet outside 0x21 to 0x7E (a space is literal
 * in an EXPLANATION, RFC 7208 6.2). OUT->span then is what is at fault. */
bool sesame_spf_piece_read(const char *text, size_t length, size_t at, bool explanation,
                           sesame_spf_piece *out);
/* Whether the last label of NAME (LENGTH octets, without a final dot) is a toplabel, RFC 7208 7.1:
 * letters and digits with at least one letter, or with hyphens inside. */
bool sesame_spf_toplabel(const char *label, size_t length);

#ifdef __cplusplus
}
#endif
#endif
