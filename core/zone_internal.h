/* SPDX-License-Identifier: MIT */
/* Shared by the zone_*.c files only. The way of the data: zone_lexer (text -> entries of tokens),
 * zone_rdata (tokens -> wire form), zone_reader (entries -> records), zone_store (records in
 * zones), zone_answer (questions -> answers). */
#ifndef SESAME_ZONE_INTERNAL_H
#define SESAME_ZONE_INTERNAL_H

#include "zone.h"

enum {
  ZONE_RDATA_MAX = 65535,       /* octets in the data of one record, RFC 1035 4.1.3 */
  ZONE_NAME_RECORDS_MAX = 4096, /* records at one name: no message holds more */
  ZONE_TTL_MAX = 0x7FFFFFFF,    /* RFC 2181 8 */
  ZONE_TTL_DEFAULT = 3600,      /* where neither $TTL, a record nor the SOA says one */
  ZONE_PROBLEM_MAX = 320,       /* a reason, with its NUL */
  ZONE_SHOWN_MAX = 60,          /* characters of a token shown in a reason */
  ZONE_TYPE_PSEUDO = 0, /* a provider's ALIAS: the name has addresses that are unknown here */
  ZONE_TYPE_DNSKEY = 48,
  ZONE_TYPE_NSEC = 47
};

/* ---- text -> entries (zone_lexer.c) ---- */

/* A piece of the text, escapes not yet read; quotes are not part of it. */
typedef struct zone_token {
  const char *text;
  uint32_t length, line;
  bool quoted;
} zone_token;

typedef enum zone_lexed { ZONE_ENTRY, ZONE_END, ZONE_FAULT, ZONE_NO_MEMORY } zone_lexed;

/* Walks over a text that stays the caller's. */
typedef struct zone_lexer {
  const char *at, *end;
  uint32_t line; /* of `at`, from 1 */
  zone_token *tokens;
  size_t count, capacity;
  bool blank_owner;    /* the entry began with white space */
  bool semicolon;      /* a comment followed the entry directly: "p=none; ..." without quotes */
  const char *problem; /* after ZONE_FAULT: a static text, and */
  uint32_t problem_line;
} zone_lexer;

void sesame_zone_lexer_init(zone_lexer *lexer, const char *text, size_t length);
/* The next entry's tokens (at least one) are in LEXER until the next call. */
zone_lexed sesame_zone_lexer_next(zone_lexer *lexer);
void sesame_zone_lexer_close(zone_lexer *lexer);
/* Reads the escapes (RFC 1035 5.1) of TOKEN into OUT, which holds TOKEN->length octets; returns
 * how many, or -1 for a bad escape. */
long sesame_zone_unescape(const zone_token *token, uint8_t *out);
bool sesame_zone_token_is(const zone_token *token, const char *word); /* ASCII case ignored */

/* ---- tokens -> wire form (zone_rdata.c) ---- */

/* What is being written, and what went wrong. */
typedef struct zone_data {
  const sesame_name *origin;
  const zone_token *tokens; /* the data's, from the first */
  size_t count, used;
  uint8_t *bytes; /* ZONE_RDATA_MAX */
  size_t length;
  bool split;                     /* a character-string over 255 octets was cut into several */
  bool starved;                   /* memory ran out; PROBLEM says so too */
  char problem[ZONE_PROBLEM_MAX]; /* "" while all is well */
} zone_data;

/* The number of a type's name, also of those kept without reading them; -1 when unknown. */
int sesame_zone_type(const zone_token *token);
/* The data of a record of TYPE; false and `problem` when the tokens do not hold it. */
bool sesame_zone_data(zone_data *data, int type);
/* TOKEN as a name, relative to ORIGIN unless it ends in a dot; "@" is ORIGIN. False and PROBLEM. */
bool sesame_zone_token_name(const zone_token *token, const sesame_name *origin, sesame_name *out,
                            char problem[ZONE_PROBLEM_MAX]);
/* "3600", "1h30m"; false when TOKEN is none or over ZONE_TTL_MAX. */
bool sesame_zone_ttl(const zone_token *token, uint32_t *out);
/* TOKEN fit for a message to people: cut, control characters as '?'. Returns OUT. */
const char *sesame_zone_shown(const zone_token *token, char out[ZONE_SHOWN_MAX + 4]);

/* ---- records in zones (zone_store.c) ---- */

typedef struct zone_record {
  struct zone_record *next; /* at the same name: by type, then as they came */
  const struct zone_node *owner;
  uint32_t ttl; /* alike for all of one type */
  uint16_t type, length;
  uint8_t data[];
} zone_record;

/* A name that exists; without records it is an empty non-terminal. */
typedef struct zone_node {
  struct zone_node *next; /* in its bucket */
  zone_record *records;
  uint32_t hash;
  uint16_t count;
  uint8_t length;
  uint8_t name[]; /* wire form, as first written */
} zone_node;

typedef struct zone {
  struct zone *next; /* in its bucket */
  sesame_name apex;
  uint32_t hash;
  uint32_t minimum; /* of the SOA */
  bool has_soa, has_minimum;
  zone_node **buckets;
  size_t bucket_count, node_count, record_count;
  zone_node *apex_node;
  zone_record **order; /* the records in canonical order, once settled */
  size_t first;        /* records in the zones before this one */
} zone;

typedef struct zone_arena {
  struct zone_block *blocks;
} zone_arena;

struct sesame_zones {
  zone_arena arena; /* zones, nodes, records, notes */
  zone **list;      /* in canonical order of their apexes, once settled */
  size_t count, capacity;
  zone **buckets; /* a power of two of them, or none */
  size_t bucket_count;
  const char **notes;
  size_t note_count, note_capacity;
};

/* What became of a record that was added. */
typedef enum zone_added {
  ZONE_ADDED,
  ZONE_DUPLICATE,   /* the same record was there */
  ZONE_SECOND_SOA,  /* another SOA was there: left out */
  ZONE_TTL_LOWERED, /* added; the set's TTL is now the smaller one */
  ZONE_FULL,        /* ZONE_NAME_RECORDS_MAX */
  ZONE_ADD_NO_MEMORY
} zone_added;

/* The zone of that apex, made when there is none; NULL when memory is out. */
zone *sesame_zone_make(sesame_zones *set, const sesame_name *apex);
zone *sesame_zone_at(const sesame_zones *set, const sesame_name *apex);
/* The zone of the longest apex that is NAME or an ancestor of it, skipping the first SKIP labels of
 * NAME; NULL when there is none. */
zone *sesame_zone_enclosing(const sesame_zones *set, const sesame_name *name, int skip);
/* OWNER lies within Z. */
zone_added sesame_zone_add(sesame_zones *set, zone *z, const sesame_name *owner, int type,
                           uint32_t ttl, const uint8_t *data, size_t length);
/* The node of the name at WIRE (LENGTH octets); NULL when it does not exist. */
zone_node *sesame_zone_find(const zone *z, const uint8_t *wire, size_t length);
/* The first record of TYPE at NODE, the others follow it; NULL when there is none. */
const zone_record *sesame_zone_set(const zone_node *node, int type);
/* Copies TEXT to the notes; false when memory is out. */
bool sesame_zone_note(sesame_zones *set, const char *text);
/* Moves all of MORE into SET and empties it: ZONE_ADDED. On ZONE_FULL and ZONE_ADD_NO_MEMORY SET is
 * as before. */
zone_added sesame_zones_absorb(sesame_zones *set, sesame_zones *more);

#endif
