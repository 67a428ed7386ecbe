/* SPDX-License-Identifier: MIT */
/* Answers out of a few lines of text, for tests that need a zone and not the zone reader:
 *   a.test TXT v=spf1 -all    h.test A 192.0.2.1    m.test MX 10 h.test    bad.test FAIL
 * one record a line. A name with FAIL answers SERVFAIL to everything, with FAIL AAAA to that type
 * alone, one that is not there NXDOMAIN, "*.w.test" for every name below w.test that is not there.
 */
#ifndef SESAME_SPEC_ZONE_LINES_H
#define SESAME_SPEC_ZONE_LINES_H

#include "../../core/message.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct zone_line {
  char name[300], type[8];
  const char *data;
  size_t length;
} zone_line;

/* The line at *TEXT, which advances; false at the end. */
static bool zone_line_next(const char **text, zone_line *out) {
  const char *at = *text + strspn(*text, "\n ");
  const size_t length = strcspn(at, "\n");
  if (length == 0)
    return false;
  const size_t name = strcspn(at, " "), type = strcspn(at + name + 1, " \n");
  memcpy(out->name, at, name);
  out->name[name] = '\0';
  memcpy(out->type, at + name + 1, type);
  out->type[type] = '\0';
  const size_t head = name + 1 + type + 1;
  out->data = at + (head < length ? head : length);
  out->length = head < length ? length - head : 0;
  *text = at + length;
  return true;
}

static size_t zone_name(uint8_t *out, const char *text, size_t length) {
  sesame_name name;
  sesame_name_parse(&name, text, length);
  memcpy(out, name.wire, name.length);
  return name.length;
}

/* TXT in character-strings of 255. */
static size_t zone_text(uint8_t *out, const char *text, size_t length) {
  size_t size = 0;
  do {
    const size_t part = length < 255 ? length : 255;
    out[size++] = (uint8_t)part;
    memcpy(out + size, text, part);
    size += part;
    text += part;
    length -= part;
  } while (length > 0);
  return size;
}

static size_t zone_rdata(uint8_t *out, const zone_line *line, int type) {
  char copy[64] = "";
  switch (type) {
  case SESAME_TYPE_TXT:
    return zone_text(out, line->data, line->length);
  case SESAME_TYPE_A:
  case SESAME_TYPE_AAAA:
    memcpy(copy, line->data, line->length < 63 ? line->length : 63);
    inet_pton(type == SESAME_TYPE_A ? AF_INET : AF_INET6, copy, out);
    return type == SESAME_TYPE_A ? 4 : 16;
  case SESAME_TYPE_MX: {
    const size_t digits = strcspn(line->data, " ") + 1;
    const int preference = atoi(line->data);
    out[0] = (uint8_t)(preference >> 8);
    out[1] = (uint8_t)preference;
    return 2 + zone_name(out + 2, line->data + digits, line->length - digits);
  }
  default:
    return zone_name(out, line->data, line->length); /* PTR */
  }
}

static bool zone_covers(const char *owner, const char *name) {
  const size_t tail = strlen(owner) - 1, length = strlen(name);
  if (owner[0] != '*')
    return strcasecmp(owner, name) == 0;
  return length > tail && strcasecmp(name + length - tail, owner + 1) == 0;
}

static bool zone_fails(const zone_line *line, int type) {
  return strcmp(line->type, "FAIL") == 0 &&
         (line->length == 0 || sesame_type_from_name(line->data, line->length) == type);
}

static sesame_answer *zone_lines_answer(const char *text, const sesame_name *name, int type) {
  static uint8_t rdata[70000];
  char asked[SESAME_NAME_TEXT_MAX];
  zone_line line;
  bool exists = false;
  sesame_builder b;
  sesame_name_format(name, asked);
  for (const char *at = text; zone_line_next(&at, &line);) {
    if (!zone_covers(line.name, asked))
      continue;
    exists = true;
    if (zone_fails(&line, type))
      return sesame_answer_failure(name, type, SESAME_SERVFAIL, NULL);
  }
  sesame_builder_open(&b, name, type, SESAME_FLAG_AA, exists ? 0 : 3);
  for (const char *at = text; zone_line_next(&at, &line);) {
    const int kind = sesame_type_from_name(line.type, strlen(line.type));
    if (kind == type && zone_covers(line.name, asked))
      sesame_builder_add(&b, SESAME_ANSWER, name, type, 300, rdata, zone_rdata(rdata, &line, type));
  }
  return sesame_builder_finish(&b, NULL);
}

#endif
