/* SPDX-License-Identifier: MIT */
#include "../../core/text.c"
#include "check.h"

#include <stdlib.h>

#define CASE(bytes, wanted, text)                                                                  \
  check_case(bytes, sizeof bytes - 1, wanted, sizeof wanted - 1, text)

static void check_case(const char *bytes, size_t length, const char *wanted, size_t wanted_length,
                       const char *text) {
  char out[64];
  size_t got = 99;
  CHECK(sesame_text_plain(bytes, length, out, &got) == SESAME_OK && got == wanted_length &&
            memcmp(out, wanted, got) == 0,
        text);
}

static void check_bad(const char *bytes, size_t length, size_t at, const char *text) {
  char out[64];
  size_t got = 99;
  CHECK(sesame_text_plain(bytes, length, out, &got) == SESAME_BAD_SYNTAX && got == at, text);
}

/* Every string of up to five of these octets keeps within the room that is asked for. */
static void check_room(void) {
  static const char octets[] = "\0a\xD8\xDC\xFE\xFF\xEF\xBB\xBF";
  const size_t count = sizeof octets - 1;
  size_t cases = 1, got;
  for (size_t length = 0; length <= 5; length++, cases *= count)
    for (size_t n = 0; n < cases; n++) {
      char *bytes = malloc(length + 1), *out = malloc(sesame_text_room(length));
      for (size_t i = 0, rest = n; i < length; i++, rest /= count)
        bytes[i] = octets[rest % count];
      sesame_text_plain(bytes, length, out, &got);
      if (got > sesame_text_room(length))
        CHECK(false, "more than the room");
      free(bytes);
      free(out);
    }
}

int main(void) {
  CASE("", "", "nothing");
  CASE("a\xC3\xBC\0", "a\xC3\xBC\0", "plain octets as they are");
  CASE("\xEF\xBB\xBF"
       "a",
       "a", "the mark of UTF-8 goes");
  CASE("\xEF\xBB\xBF", "", "a mark alone");
  CASE("\xEF\xBB", "\xEF\xBB", "half a mark is none");
  CASE("\xFF\xFE"
       "a\0\n\0",
       "a\n", "UTF-16LE with its mark");
  CASE("\xFE\xFF\0a\0\n", "a\n", "UTF-16BE with its mark");
  CASE("a\0b\0", "ab", "UTF-16LE without a mark");
  CASE("\0a\0b", "ab", "UTF-16BE without a mark");
  CASE("\xFF\xFE\xFC\0\xAC\x20", "\xC3\xBC\xE2\x82\xAC", "two and three octets");
  CASE("\xFF\xFE\x3D\xD8\0\xDE", "\xF0\x9F\x98\x80", "a pair");
  CASE("a\0", "a\0", "two octets tell nothing");
  check_bad("\xFF\xFE"
            "a",
            3, 2, "cut short");
  check_bad("\xFF\xFE\x3D\xD8", 4, 2, "half a pair at the end");
  check_bad("\xFF\xFE\0\xDE"
            "a\0",
            6, 2, "a second half alone");
  check_bad("\xFF\xFE\0\0a\0\0\0", 8, 0, "UTF-32LE");
  check_bad("\0\0\xFE\xFF\0\0\0a", 8, 0, "UTF-32BE");
  check_room();
  return check_report("text");
}
