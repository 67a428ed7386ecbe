/* SPDX-License-Identifier: MIT */
/* Any bytes as a text file; the first octet picks a byte order mark in front. What comes out lies
 * inside its room, and UTF-16 read back from the UTF-8 is what went in. */
#include "../../core/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The code point at OUT[*AT], which must be UTF-8 in its shortest form and no half of a pair. */
static uint32_t code_point(const uint8_t *out, size_t length, size_t *at) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const uint8_t first = out[*at];
  const size_t count = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : 4;
  uint32_t point = count == 1 ? first : first & (0x7F >> count);
  if (first >= 0x80 && (first < 0xC0 || first >= 0xF8))
    abort();
  if (*at + count > length)
    abort();
  for (size_t i = 1; i < count; i++) {
    if (out[*at + i] >> 6 != 2)
      abort();
    point = point << 6 | (out[*at + i] & 0x3F);
  }
  if (point < least[count] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000))
    abort();
  *at += count;
  return point;
}

static void put_unit(uint8_t *to, uint32_t unit, int big) {
  to[big ? 0 : 1] = (uint8_t)(unit >> 8);
  to[big ? 1 : 0] = (uint8_t)unit;
}

/* OUT as UTF-16 must be the LENGTH octets of UNITS. */
static void check_units(const uint8_t *out, size_t out_length, const uint8_t *units, size_t length,
                        int big) {
  uint8_t unit[4];
  size_t done = 0, at = 0;
  while (at < out_length) {
    const uint32_t point = code_point(out, out_length, &at);
    const size_t width = point < 0x10000 ? 2 : 4;
    put_unit(unit, width == 2 ? point : 0xD800 + ((point - 0x10000) >> 10), big);
    put_unit(unit + 2, 0xDC00 + ((point - 0x10000) & 0x3FF), big);
    if (done + width > length || memcmp(units + done, unit, width) != 0)
      abort();
    done += width;
  }
  if (done != length)
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const marks[] = {"", "\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"};
  if (size < 1)
    return 0;
  const int kind = data[0] % 4;
  const size_t mark = strlen(marks[kind]), length = mark + size - 1;
  char *bytes = malloc(length + 1), *out = malloc(sesame_text_room(length));
  size_t out_length = 0;
  if (!bytes || !out)
    abort();
  memcpy(bytes, marks[kind], mark);
  memcpy(bytes + mark, data + 1, size - 1);
  const sesame_status status = sesame_text_plain(bytes, length, out, &out_length);
  if (status != SESAME_OK && (status != SESAME_BAD_SYNTAX || out_length > length))
    abort();
  if (status == SESAME_OK && out_length > sesame_text_room(length))
    abort();
  if (status == SESAME_OK && kind >= 2)
    check_units((const uint8_t *)out, out_length, data + 1, size - 1, kind == 3);
  if (status == SESAME_OK && kind == 1 &&
      (out_length != size - 1 || memcmp(out, data + 1, out_length) != 0))
    abort();
  free(bytes);
  free(out);
  return 0;
}
