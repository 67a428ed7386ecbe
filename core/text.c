/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef enum text_form { TEXT_PLAIN, TEXT_UTF16_LE, TEXT_UTF16_BE, TEXT_UTF32 } text_form;

static bool begins(const char *bytes, size_t length, const char *mark, size_t count) {
  return length >= count && memcmp(bytes, mark, count) == 0;
}

/* The form of BYTES; *SKIP octets of them are its mark. */
static text_form form_of(const char *bytes, size_t length, size_t *skip) {
  static const struct {
    const char *mark;
    size_t count;
    text_form form;
  } marks[] = {{"\xFF\xFE\0\0", 4, TEXT_UTF32},
               {"\0\0\xFE\xFF", 4, TEXT_UTF32},
               {"\xEF\xBB\xBF", 3, TEXT_PLAIN},
               {"\xFF\xFE", 2, TEXT_UTF16_LE},
               {"\xFE\xFF", 2, TEXT_UTF16_BE}};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (begins(bytes, length, marks[i].mark, marks[i].count)) {
      *skip = marks[i].count;
      return marks[i].form;
    }
  *skip = 0;
  if (length >= 4 && bytes[0] && !bytes[1] && bytes[2] && !bytes[3])
    return TEXT_UTF16_LE;
  if (length >= 4 && !bytes[0] && bytes[1] && !bytes[2] && bytes[3])
    return TEXT_UTF16_BE;
  return TEXT_PLAIN;
}

static uint32_t unit_at(const char *bytes, text_form form) {
  const uint8_t first = (uint8_t)bytes[0], second = (uint8_t)bytes[1];
  return form == TEXT_UTF16_LE ? first | (uint32_t)second << 8 : second | (uint32_t)first << 8;
}

/* CODE as UTF-8 at OUT; returns its octets. */
static size_t put(char *out, uint32_t code) {
  const size_t count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  static const uint8_t heads[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t i = count; i > 1; i--, code >>= 6)
    out[i - 1] = (char)(0x80 | (code & 0x3F));
  out[0] = (char)(heads[count] | code);
  return count;
}

static sesame_status from_utf16(const char *bytes, size_t length, size_t at, text_form form,
                                char *out, size_t *out_length) {
  size_t used = 0;
  while (at < length) {
    uint32_t code = length - at < 2 ? 0xDC00 : unit_at(bytes + at, form), low;
    size_t step = 2;
    if (code >= 0xD800 && code < 0xDC00 && length - at >= 4) {
      low = unit_at(bytes + at + 2, form);
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        step = 4;
      }
    }
    if (code >= 0xD800 && code < 0xE000) {
      *out_length = at;
      return SESAME_BAD_SYNTAX;
    }
    used += put(out + used, code);
    at += step;
  }
  *out_length = used;
  return SESAME_OK;
}

size_t sesame_text_room(size_t length) {
  return length + length / 2 + 1; /* two octets of UTF-16 become three at most */
}

sesame_status sesame_text_plain(const char *bytes, size_t length, char *out, size_t *out_length) {
  size_t skip;
  const text_form form = form_of(bytes, length, &skip);
  *out_length = 0;
  if (form == TEXT_UTF32)
    return SESAME_BAD_SYNTAX;
  if (form != TEXT_PLAIN)
    return from_utf16(bytes, length, skip, form, out, out_length);
  if (length > skip)
    memcpy(out, bytes + skip, length - skip);
  *out_length = length - skip;
  return SESAME_OK;
}
