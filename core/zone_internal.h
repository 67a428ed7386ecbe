/* SPDX-License-Identifier: MIT */
/* Shared by the zone*.c files only. */
#ifndef SESAME_ZONE_INTERNAL_H
#define SESAME_ZONE_INTERNAL_H

#include "zone.h"

enum {
  TTL_DEFAULT = 3600, /* seconds, where neither $TTL, a record before nor the SOA tells */
  TYPE_PSEUDO =
      0, /* stands for a provider's ALIAS and the like: the name has addresses we cannot know */
  TOKENS_MAX = 16384, /* tokens in one entry */
  RDATA_MAX = 65535,  /* octets of record data, RFC 1035 3.2.1 */
  NODE_BUCKETS_MIN = 16
};

typedef struct record {
  struct record *next;
  uint16_t length;
  uint8_t bytes[]; /* uncompressed */
} record;

typedef struct rrset {
  struct rrset *next;
  record *records;
  uint32_t ttl; /* the smallest of the set, RFC 2181 5.2 */
  uint16_t type;
} rrset;

/* A name that exists in its zone, if only because a name below it does (RFC 4592 2.2.2: then it has
 * no sets). */
typedef struct node {
  struct node *next; /* in its bucket */
  rrset *sets;
  uint32_t hash;
  sesame_name name;
} node;

typedef struct zone {
  sesame_name apex;
  node **buckets;
  size_t bucket_count, node_count;
} zone;

/* One record as visited by sesame_zones_walk. */
typedef struct visit {
  const node *owner;
  const rrset *set;
  const record *data;
} visit;

struct sesame_zones {
  zone **zones; /* in canonical order of their apexes */
  size_t zone_count;
  char **notes;
  size_t note_count;
  visit *visits;
  size_t visit_count;
};

/* The zone of that very apex, made when MAKE; NULL when there is none or memory is out. */
zone *zones_at(sesame_zones *zones, const sesame_name *apex, bool make);
/* The zone whose apex encloses NAME most closely, or NULL. */
const zone *zones_enclosing(const sesame_zones *zones, const sesame_name *name);
/* The node of NAME, or NULL. */
const node *zone_find(const zone *z, const sesame_name *name);
const rrset *node_set(const node *n, int type);
/* Adds a record, and the names between it and the apex. A duplicate is one record. */
sesame_status zone_add(zone *z, const sesame_name *owner, int type, uint32_t ttl,
                       const uint8_t *data, size_t length);
/* Appends "text" unless it is there; a note is dropped when memory is out. */
void zones_note(sesame_zones *zones, const char *text);

/* Adds all of FROM, its notes included, to TO and lists TO's records for sesame_zones_walk. */
sesame_status zones_join(sesame_zones *to, const sesame_zones *from);

/* A token of a master file, escapes not yet read. */
typedef struct token {
  const char *text;
  size_t length;
  bool quoted;
} token;

/* Record data of TYPE from COUNT tokens into OUT (RDATA_MAX octets). ORIGIN completes relative
 * names. *WHY is a phrase on failure. */
sesame_status rdata_parse(int type, const token *tokens, size_t count, const sesame_name *origin,
                          uint8_t *out, size_t *length, const char **why);
/* A name as written in a master file: @, relative to ORIGIN, or absolute. */
sesame_status token_name(const token *t, const sesame_name *origin, sesame_name *out,
                         const char **why);
/* "3600", "1h30m", "2W": seconds; false for anything else, or over 2^31-1. */
bool token_ttl(const token *t, uint32_t *out);
bool token_is(const token *t, const char *word); /* ASCII case ignored, never a quoted one */

#endif
