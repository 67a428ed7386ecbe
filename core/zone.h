/* SPDX-License-Identifier: MIT */
/* Master files (RFC 1035 5) -> answers as an authoritative server gives them. No sockets; reads the
 * files it is given and what they $INCLUDE from their own folder, nothing else. */
#ifndef SESAME_ZONE_H
#define SESAME_ZONE_H

#include "message.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_ZONE_FILE_MAX = 256 * 1024 * 1024, /* octets in one file */
  SESAME_ZONE_INCLUDE_MAX = 16,             /* $INCLUDE depth */
  SESAME_ZONE_FILES_MAX = 1024,             /* files read for one load */
  SESAME_ZONE_LINE_MAX = 262144,            /* octets in one logical line (parentheses joined) */
  SESAME_ZONE_ERROR_MAX = 512
};

/* A set of zones, each with its apex. */
typedef struct sesame_zones sesame_zones;

int sesame_zones_open(sesame_zones **out); /* an empty set; NO_MEMORY */

/* Adds what PATH holds; several zones in one file each begin with their SOA. ORIGIN: the initial
 * $ORIGIN, or NULL for the file's name without ".zone". A file that has no SOA at all is taken as
 * one zone whose apex is the origin. On failure nothing was added, and ERROR (when not NULL) holds
 * "file:line: reason". BAD_SYNTAX, IO, NOT_FOUND, TOO_MANY, TOO_LONG, BAD_NAME, NO_MEMORY. */
int sesame_zones_load(sesame_zones *zones, const char *path, const char *origin,
                      char error[SESAME_ZONE_ERROR_MAX]);
/* The same from memory; NAME stands for the file in errors; $INCLUDE is refused. */
int sesame_zones_parse(sesame_zones *zones, const char *name, const char *text, size_t length,
                       const char *origin, char error[SESAME_ZONE_ERROR_MAX]);

/* The answer of the closest enclosing zone, AA set: NXDOMAIN against NODATA, empty non-terminals,
 * wildcards (RFC 4592), DNAME, CNAME chains followed through all zones of the set; "alias" when the
 * chain leaves them; below a delegation "referral" unless the delegated zone is in the set too.
 * Below no apex: "not-in-zone". NULL only when memory is out. Free it with sesame_answer_free.
 * SERVER of the answer is "zone". */
sesame_answer *sesame_zones_answer(const sesame_zones *zones, const sesame_name *name, int type);

/* The apex of the closest enclosing zone; false when there is none. */
bool sesame_zones_apex(const sesame_zones *zones, const sesame_name *name, sesame_name *apex);
size_t sesame_zones_count(const sesame_zones *zones); /* apexes */
bool sesame_zones_apex_at(const sesame_zones *zones, size_t index,
                          sesame_name *apex); /* in canonical order */

/* Things met while loading that are worth a word (a provider's ALIAS pseudo-type, a record
 * out of zone, ...), once per kind and file: "file:line: text". NULL at the end. */
const char *sesame_zones_note(const sesame_zones *zones, size_t index);

/* Visits every record in canonical order, *CURSOR from 0: owner, type, TTL and data (uncompressed).
 * False at the end. */
bool sesame_zones_walk(const sesame_zones *zones, size_t *cursor, sesame_name *owner, int *type,
                       uint32_t *ttl, const uint8_t **rdata, size_t *rdata_length);

void sesame_zones_close(sesame_zones *zones); /* NULL is fine */

#ifdef __cplusplus
}
#endif
#endif
