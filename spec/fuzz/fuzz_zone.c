/* SPDX-License-Identifier: MIT */
/* Any bytes as a master file: loads them twice into one set, walks all records, asks for every
 * owner, a name below it and each type, and reads the answers. */
#include "../../core/zone.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ASKED_MAX = 200 };

static void ask(const sesame_zones *zones, const sesame_name *name, int type) {
  static char out[4096];
  sesame_record record;
  sesame_answer *a = sesame_zones_answer(zones, name, type);
  if (!a)
    return;
  if (sesame_answer_status(a) == SESAME_MALFORMED || sesame_answer_status(a) == SESAME_LAME)
    abort(); /* we wrote it: readers must understand it */
  for (size_t i = 0; sesame_answer_record(a, i, &record); i++)
    sesame_record_format(&record, out, sizeof out);
  sesame_answer_free(a);
}

static void ask_all(const sesame_zones *zones) {
  sesame_name owner, below, label, apex;
  const uint8_t *rdata;
  size_t cursor = 0, length;
  uint32_t ttl;
  int type;
  sesame_name_parse(&label, "q", 1);
  while (cursor < ASKED_MAX &&
         sesame_zones_walk(zones, &cursor, &owner, &type, &ttl, &rdata, &length)) {
    if (!sesame_zones_apex(zones, &owner, &apex) || !sesame_name_within(&owner, &apex))
      abort(); /* a record in no zone */
    ask(zones, &owner, type);
    ask(zones, &owner, SESAME_TYPE_TXT);
    if (sesame_name_join(&below, &label, &owner) == SESAME_OK)
      ask(zones, &below, type);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char error[SESAME_ZONE_ERROR_MAX];
  sesame_zones *zones;
  if (sesame_zones_open(&zones) != SESAME_OK)
    return 0;
  char *text = malloc(size ? size : 1); /* exactly as long as it is, for the sanitizer */
  if (text && size)
    memcpy(text, data, size);
  for (int i = 0; text && i < 2; i++) {
    int status = sesame_zones_parse(zones, "f", text, size, i ? "y.test" : "x.test", error);
    if (status != SESAME_OK && error[0] == '\0')
      abort(); /* a failure without a reason */
  }
  ask_all(zones);
  for (size_t i = 0; sesame_zones_note(zones, i); i++)
    if (strlen(sesame_zones_note(zones, i)) >= SESAME_ZONE_ERROR_MAX)
      abort();
  sesame_zones_close(zones);
  free(text);
  return 0;
}
