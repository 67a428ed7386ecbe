/* SPDX-License-Identifier: MIT */
/* Names in wire and presentation form. IDNA and the public suffix list live in domain_idna.c. */
#include "domain.h"

#include <string.h>

static uint8_t lower(uint8_t c) {
  return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static bool digit(int c) {
  return c >= '0' && c <= '9';
}

/* One character at TEXT[*AT], escapes read (RFC 1035 5.1), into *OUT; false for a bad escape. */
static bool take_character(const char *text, size_t length, size_t *at, uint8_t *out) {
  size_t i = *at;
  if (text[i] != '\\') {
    *out = (uint8_t)text[i];
    *at = i + 1;
    return true;
  }
  if (++i >= length)
    return false;
  if (!digit(text[i])) {
    *out = (uint8_t)text[i];
    *at = i + 1;
    return true;
  }
  if (length - i < 3 || !digit(text[i + 1]) || !digit(text[i + 2]))
    return false;
  int value = (text[i] - '0') * 100 + (text[i + 1] - '0') * 10 + (text[i + 2] - '0');
  *out = (uint8_t)value;
  *at = i + 3;
  return value <= 255;
}

static sesame_status fail_name(sesame_name *out, sesame_status status) {
  out->length = 1;
  out->wire[0] = 0;
  return status;
}

sesame_status sesame_name_parse(sesame_name *out, const char *text, size_t length) {
  fail_name(out, SESAME_OK);
  if (length == 1 && text[0] == '.')
    return SESAME_OK;
  if (length == 0)
    return SESAME_BAD_NAME;
  size_t start = 0, used = 1, at = 0; /* start: where the open label's length octet stands */
  while (at < length) {
    if (text[at] == '.') {
      if (used == start + 1)
        return fail_name(out, SESAME_BAD_NAME);
      out->wire[start] = (uint8_t)(used - start - 1);
      start = used++;
      at++;
      if (used > SESAME_NAME_MAX)
        return fail_name(out, SESAME_TOO_LONG);
      continue;
    }
    uint8_t c;
    if (!take_character(text, length, &at, &c))
      return fail_name(out, SESAME_BAD_NAME);
    if (used - start > SESAME_LABEL_MAX || used >= SESAME_NAME_MAX)
      return fail_name(out, SESAME_TOO_LONG);
    out->wire[used++] = c;
  }
  if (used > start + 1) { /* no final dot: close the last label and add the root */
    out->wire[start] = (uint8_t)(used - start - 1);
    start = used++;
  }
  if (used > SESAME_NAME_MAX)
    return fail_name(out, SESAME_TOO_LONG);
  out->wire[start] = 0;
  out->length = (uint8_t)used;
  return SESAME_OK;
}

/* Writes one octet of a label as text; returns how many characters. */
static size_t put_character(char *out, uint8_t c) {
  if (c <= 0x20 || c >= 0x7F) {
    out[0] = '\\';
    out[1] = (char)('0' + c / 100);
    out[2] = (char)('0' + c / 10 % 10);
    out[3] = (char)('0' + c % 10);
    return 4;
  }
  if (strchr(".\\\"();@$", c)) {
    out[0] = '\\';
    out[1] = (char)c;
    return 2;
  }
  out[0] = (char)c;
  return 1;
}

size_t sesame_name_format(const sesame_name *name, char out[SESAME_NAME_TEXT_MAX]) {
  size_t used = 0;
  const uint8_t *p = name->wire;
  while (*p) {
    if (used)
      out[used++] = '.';
    for (const uint8_t *end = p + 1 + *p; ++p < end;)
      used += put_character(out + used, *p);
  }
  if (used == 0)
    out[used++] = '.';
  out[used] = '\0';
  return used;
}

void sesame_name_lower(sesame_name *name) {
  for (int i = 0; i < name->length; i++) /* length octets are under 'A' */
    name->wire[i] = lower(name->wire[i]);
}

static bool equal_bytes(const uint8_t *a, const uint8_t *b, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (a[i] != b[i] && lower(a[i]) != lower(b[i]))
      return false;
  return true;
}

bool sesame_name_equal(const sesame_name *a, const sesame_name *b) {
  return a->length == b->length && equal_bytes(a->wire, b->wire, a->length);
}

bool sesame_name_within(const sesame_name *name, const sesame_name *ancestor) {
  if (name->length < ancestor->length)
    return false;
  size_t skip = (size_t)(name->length - ancestor->length), at = 0;
  while (at < skip)
    at += 1u + name->wire[at];
  return at == skip && equal_bytes(name->wire + at, ancestor->wire, ancestor->length);
}

/* The offsets of all labels, left to right; returns how many. */
static int label_offsets(const sesame_name *name, uint8_t offsets[SESAME_NAME_LABELS_MAX]) {
  int count = 0;
  for (size_t at = 0; name->wire[at]; at += 1u + name->wire[at])
    offsets[count++] = (uint8_t)at;
  return count;
}

static int compare_label(const uint8_t *a, const uint8_t *b) {
  size_t shorter = *a < *b ? *a : *b;
  for (size_t i = 1; i <= shorter; i++)
    if (lower(a[i]) != lower(b[i]))
      return lower(a[i]) - lower(b[i]);
  return *a - *b;
}

int sesame_name_compare(const sesame_name *a, const sesame_name *b) {
  uint8_t left[SESAME_NAME_LABELS_MAX], right[SESAME_NAME_LABELS_MAX];
  int n = label_offsets(a, left), m = label_offsets(b, right);
  while (n > 0 && m > 0) {
    int order = compare_label(a->wire + left[--n], b->wire + right[--m]);
    if (order)
      return order;
  }
  return n - m;
}

uint32_t sesame_name_hash(const sesame_name *name) {
  uint32_t hash = 2166136261u;
  for (int i = 0; i < name->length; i++)
    hash = (hash ^ lower(name->wire[i])) * 16777619u;
  return hash;
}

int sesame_name_labels(const sesame_name *name) {
  int count = 0;
  for (size_t at = 0; name->wire[at]; at += 1u + name->wire[at])
    count++;
  return count;
}

void sesame_name_parent(const sesame_name *name, int count, sesame_name *out) {
  size_t at = 0;
  while (count-- > 0 && name->wire[at])
    at += 1u + name->wire[at];
  out->length = (uint8_t)(name->length - at);
  memmove(out->wire, name->wire + at, out->length);
}

bool sesame_name_label(const sesame_name *name, int index, const uint8_t **label, size_t *length) {
  size_t at = 0;
  for (; index > 0 && name->wire[at]; index--)
    at += 1u + name->wire[at];
  *length = name->wire[at];
  *label = name->wire + at + 1;
  return index == 0 && *length > 0;
}

sesame_status sesame_name_join(sesame_name *out, const sesame_name *prefix,
                               const sesame_name *suffix) {
  size_t head = prefix->length - 1u;
  if (head + suffix->length > SESAME_NAME_MAX)
    return fail_name(out, SESAME_TOO_LONG);
  memcpy(out->wire, prefix->wire, head);
  memcpy(out->wire + head, suffix->wire, suffix->length);
  out->length = (uint8_t)(head + suffix->length);
  return SESAME_OK;
}
