/* SPDX-License-Identifier: MIT */
/* Shared by zone_reader.c (what the entries mean) and zone_file.c (where they come from). */
#ifndef SESAME_ZONE_READER_INTERNAL_H
#define SESAME_ZONE_READER_INTERNAL_H

#include "zone_internal.h"

enum { ZONE_SHOWN_PATH_MAX = 512 };

/* Notes are given once per kind and file. */
enum {
  NOTE_PSEUDO_TYPE = 1 << 0,
  NOTE_CLASS = 1 << 1,
  NOTE_NO_SOA = 1 << 2,
  NOTE_OUT_OF_ZONE = 1 << 3,
  NOTE_SECOND_SOA = 1 << 4,
  NOTE_TTLS_DIFFER = 1 << 5,
  NOTE_UNQUOTED = 1 << 6,
  NOTE_SEMICOLON = 1 << 7,
  NOTE_SEVERAL_CNAMES = 1 << 8,
  NOTE_CNAME_AND_OTHER = 1 << 9,
  NOTE_LONG_STRING = 1 << 10
};

/* A text being read, from the file given down to the innermost $INCLUDE. */
typedef struct zone_frame {
  char *shown;    /* the file's name in errors and notes */
  char *resolved; /* its real path; NULL for a text from memory */
  char *text;     /* owned; NULL for a text from memory */
  zone_lexer lexer;
  sesame_name origin, owner;
  bool origin_given, has_owner;
  unsigned noted;
  zone *zone; /* the zone that was current where the $INCLUDE stands */
} zone_frame;

/* One load; nothing of it is in the caller's set before it has succeeded. */
typedef struct zone_reader {
  sesame_zones *set;
  zone_frame frames[SESAME_ZONE_INCLUDE_MAX];
  int depth, files;
  char *root;         /* the folder $INCLUDE never leaves; NULL: a text from memory */
  zone *zone;         /* of the last SOA */
  sesame_name origin; /* the initial one */
  bool origin_asked;  /* the caller gave it */
  bool has_default_ttl, has_last_ttl;
  uint32_t default_ttl, last_ttl;
  zone_data data;
  char error[SESAME_ZONE_ERROR_MAX];
} zone_reader;

/* Reads all that the frames hold; on failure R->error says where and why. */
sesame_status sesame_zone_read_all(zone_reader *r);
/* Opens the file that TOKEN names beside the one being read. On failure PROBLEM says why. */
sesame_status sesame_zone_push_include(zone_reader *r, const zone_token *token,
                                       const sesame_name *origin, char problem[ZONE_PROBLEM_MAX]);
void sesame_zone_pop(zone_reader *r);

#endif
