/* SPDX-License-Identifier: MIT */
/* "k=v; k=v" texts: DKIM keys (RFC 6376 3.2), DMARC (RFC 9989 4.8), BIMI, MTA-STS (RFC 8461 3.1)
 * and TLS-RPT (RFC 8460 3). Says where every tag and every fault lies; knows no tag but v=, and not
 * what a fault means for the record: that is the reader's to judge. */
#ifndef SESAME_TAGLIST_H
#define SESAME_TAGLIST_H

#include "status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_TAGLIST_TAGS_MAX = 64,    /* ours: no standard defines more than 16 tags */
  SESAME_TAGLIST_FAULTS_MAX = 16,  /* ours: what lies behind the sixteenth is not told */
  SESAME_TAGLIST_TEXT_MAX = 65535, /* octets: the data of one TXT record, RFC 1035 3.2.1 */
  SESAME_TAGLIST_MESSAGE_MAX = 160 /* a fault's sentence and a NUL */
};

/* How the texts differ. */
typedef struct sesame_tag_dialect {
  const char *name;       /* "dkim", "dmarc", "bimi", "mta-sts", "tls-rpt" */
  const char *version;    /* the only right value of v=, case-sensitive */
  const char *name_marks; /* characters beside letters and digits in a tag's name */
  bool version_required;  /* a text without v= is none of this kind */
  bool folds;             /* CRLF before white space counts as white space (RFC 6376 2.8) */
  bool space_before;      /* white space may stand before the first tag */
  bool space_after;       /* white space may stand after the last ";" */
  bool space_at_equals;   /* white space may stand around "=" */
  bool digit_first;       /* a name may begin with a digit */
  bool folds_names;       /* the case of names does not matter: they are strings of the ABNF */
} sesame_tag_dialect;

/* For the library's own files, which exports functions alone; others call the one below. */
extern const sesame_tag_dialect sesame_tags_dkim, sesame_tags_dmarc, sesame_tags_bimi,
    sesame_tags_mta_sts, sesame_tags_tls_rpt;

/* The dialect of that name, or NULL. */
const sesame_tag_dialect *sesame_tag_dialect_named(const char *name);

/* Octets FROM to TO (not included) of the text. */
typedef struct sesame_tag_span {
  uint32_t from, to;
} sesame_tag_span;

typedef struct sesame_tag {
  sesame_tag_span name, value; /* without the white space around them; both may be empty */
  bool sound;                  /* no fault lies in it, and it is the first of its name */
} sesame_tag;

typedef enum sesame_tag_fault_code {
  SESAME_TAG_BAD_BYTE,          /* "bad-byte": an octet the grammar has no place for */
  SESAME_TAG_BAD_NAME,          /* "bad-name": what stands before "=" is no tag-name */
  SESAME_TAG_NO_EQUALS,         /* "no-equals": text between two ";" without "=" */
  SESAME_TAG_EMPTY,             /* "empty-tag": nothing between two ";" */
  SESAME_TAG_DUPLICATE,         /* "duplicate-tag": DETAIL is the index of the first */
  SESAME_TAG_SPACE,             /* "stray-space": white space where the grammar has none */
  SESAME_TAG_VERSION_MISSING,   /* "version-missing" */
  SESAME_TAG_VERSION_NOT_FIRST, /* "version-not-first" */
  SESAME_TAG_VERSION_WRONG,     /* "version-wrong" */
  SESAME_TAG_TOO_MANY,          /* "too-many-tags" */
  SESAME_TAG_FAULT_CODES
} sesame_tag_fault_code;

typedef struct sesame_tag_fault {
  sesame_tag_fault_code code;
  sesame_tag_span at;
  uint32_t detail;
} sesame_tag_fault;

/* What a text holds; needs no freeing. Offsets index the text that was parsed. */
typedef struct sesame_taglist {
  const sesame_tag_dialect *dialect;
  size_t tag_count, fault_count;
  sesame_tag tags[SESAME_TAGLIST_TAGS_MAX];
  sesame_tag_fault faults[SESAME_TAGLIST_FAULTS_MAX]; /* in order of position, v= last */
} sesame_taglist;

/* Splits TEXT (LENGTH octets, any octets). A trailing ";" is no fault in any dialect, a text of
 * nothing but white space has no tags. SESAME_OK, also with faults; SESAME_TOO_LONG over
 * SESAME_TAGLIST_TEXT_MAX, OUT is empty then. */
sesame_status sesame_taglist_parse(sesame_taglist *out, const sesame_tag_dialect *dialect,
                                   const char *text, size_t length);

/* The first tag of that NAME, its case as the dialect has it, or NULL. TEXT is the text that was
 * parsed. */
const sesame_tag *sesame_taglist_find(const sesame_taglist *list, const char *text,
                                      const char *name);

/* The next item of a SEPARATOR-separated value, white space around it left out, into *ITEM; false
 * at the end. *CURSOR starts as span.from. An empty value has no items, "a::b" has three. */
bool sesame_tag_item(const char *text, sesame_tag_span span, char separator, uint32_t *cursor,
                     sesame_tag_span *item);

/* True when the octets of SPAN are WORD; with FOLD_CASE, but for the case of ASCII letters. */
bool sesame_tag_is(const char *text, sesame_tag_span span, const char *word, bool fold_case);

/* The stable name of a fault: "bad-byte" and so on; never NULL. */
const char *sesame_tag_fault_name(sesame_tag_fault_code code);

/* One sentence for people, without a full stop and free of octets outside ASCII, into OUT;
 * returns OUT. */
const char *sesame_tag_fault_text(const sesame_taglist *list, const char *text,
                                  const sesame_tag_fault *fault,
                                  char out[SESAME_TAGLIST_MESSAGE_MAX]);

#ifdef __cplusplus
}
#endif
#endif
