/* SPDX-License-Identifier: MIT */
/* A hostile zone: each line of the input is the TXT record of some names (that of "3.x" is line 3,
 * other names fall on a line by their hash), a line that begins with '!' is a server failure, hosts
 * follow from hashes. Shared by the fuzz targets of whole policies. */
#ifndef SESAME_FUZZ_HOSTILE_ZONE_H
#define SESAME_FUZZ_HOSTILE_ZONE_H

#include "../../core/spf_walk.h"

#include <stdlib.h>
#include <string.h>

enum { LINES = 40 };

typedef struct zone {
  const uint8_t *line[LINES];
  size_t length[LINES], count;
} zone;

static void must(bool condition) {
  if (!condition)
    abort();
}

static void split(const uint8_t *data, size_t size, zone *z) {
  z->count = 0;
  while (z->count < LINES) {
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    const size_t length = end ? (size_t)(end - data) : size;
    z->line[z->count] = data;
    z->length[z->count++] = length;
    if (!end)
      return;
    data += length + 1;
    size -= length + 1;
  }
}

static size_t line_of(const zone *z, const sesame_name *name) {
  const int digit = name->wire[0] == 1 ? name->wire[1] - '0' : -1;
  return digit >= 0 && digit <= 9 ? (size_t)digit : sesame_name_hash(name) % (z->count + 2);
}

static void add_text(sesame_builder *b, const sesame_name *name, const uint8_t *text,
                     size_t length) {
  static uint8_t rdata[70000];
  size_t used = 0;
  length = length < 60000 ? length : 60000;
  do {
    const size_t part = length < 255 ? length : 255;
    rdata[used++] = (uint8_t)part;
    memcpy(rdata + used, text, part);
    used += part;
    text += part;
    length -= part;
  } while (length);
  sesame_builder_add(b, SESAME_ANSWER, name, SESAME_TYPE_TXT, 60, rdata, used);
}

static void add_hosts(sesame_builder *b, const sesame_name *name, int type, uint32_t hash) {
  for (unsigned i = 0; i < hash % 13; i++) {
    uint8_t rdata[16] = {0};
    memcpy(rdata, &hash, sizeof hash);
    rdata[3] = (uint8_t)i;
    if (type == SESAME_TYPE_MX) {
      const uint8_t host[] = {0, (uint8_t)i, 2, 'h', (uint8_t)('a' + hash % 7 + i), 1, 'x', 0};
      sesame_builder_add(b, SESAME_ANSWER, name, type, 60, host, sizeof host);
    } else {
      sesame_builder_add(b, SESAME_ANSWER, name, type, 60, rdata, type == SESAME_TYPE_A ? 4 : 16);
    }
  }
}

static sesame_answer *answer(const zone *z, const sesame_name *name, int type) {
  const size_t line = line_of(z, name);
  const uint32_t hash = sesame_name_hash(name) >> 7 ^ (uint32_t)type;
  const bool text = type == SESAME_TYPE_TXT && line < z->count;
  sesame_builder b;
  if ((text && z->length[line] && z->line[line][0] == '!') || (!text && hash % 17 == 0))
    return sesame_answer_failure(name, type, SESAME_SERVFAIL, NULL);
  sesame_builder_open(&b, name, type, SESAME_FLAG_AA, text || hash % 5 ? 0 : 3);
  if (text)
    add_text(&b, name, z->line[line], z->length[line]);
  else if (type != SESAME_TYPE_TXT && hash % 5)
    add_hosts(&b, name, type, hash);
  return sesame_builder_finish(&b, NULL);
}

/* Walks "0.x" over Z; the tree lives as long as the walk. */
static sesame_spf_walk *walk_zone(const zone *z, const sesame_spf_tree **tree) {
  sesame_name domain;
  sesame_spf_walk *walk;
  const sesame_spf_need *needs;
  sesame_name_parse(&domain, "0.x", 3);
  must(sesame_spf_walk_open(&walk, &domain) == SESAME_OK);
  while (sesame_spf_walk_needs(walk, &needs) > 0) {
    const sesame_name name = *needs[0].name;
    sesame_answer *a = answer(z, &name, needs[0].type);
    must(a && sesame_spf_walk_feed(walk, &name, needs[0].type, a) == SESAME_OK);
    sesame_answer_free(a);
  }
  must(sesame_spf_walk_result(walk, tree) == SESAME_OK);
  return walk;
}

#endif
