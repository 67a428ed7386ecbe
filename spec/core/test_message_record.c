/* SPDX-License-Identifier: MIT */
#include "../../core/message_record.c"
#include "check.h"

static const struct {
  int type;
  const char *data;
  size_t length;
  const char *text;
} formats[] = {
    {SESAME_TYPE_A, "\300\000\002\001", 4, "192.0.2.1"},
    {SESAME_TYPE_AAAA, "\040\001\015\270\0\0\0\0\0\0\0\0\0\0\0\001", 16, "2001:db8::1"},
    {SESAME_TYPE_MX, "\000\012\002mx\007example\0", 14, "10 mx.example."},
    {SESAME_TYPE_MX, "\0\0\0", 3, "0 ."},
    {SESAME_TYPE_NS, "\001a\0", 3, "a."},
    {SESAME_TYPE_SOA, "\001n\0\003j.d\001x\0\0\0\0\001\0\0\0\002\0\0\0\003\0\0\0\004\0\0\0\005", 30,
     "n. j\\.d.x. 1 2 3 4 5"},
    {SESAME_TYPE_TXT, "\003\033[m", 4, "\"\\027[m\""},
    {SESAME_TYPE_CAA, "\0\005is", 4, "\\# 4 00056973"},
    {65280, "", 0, "\\# 0"},
};

static void test_formats(void) {
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    sesame_record r = {.message = (const uint8_t *)formats[i].data,
                       .message_length = formats[i].length,
                       .type = (uint16_t)formats[i].type,
                       .rr_class = 1,
                       .rdata_length = (uint16_t)formats[i].length};
    char out[256], tiny[4];
    size_t length = sesame_record_format(&r, out, sizeof out);
    CHECK(strcmp(out, formats[i].text) == 0 && length == strlen(out), "%s", out);
    CHECK(sesame_record_format(&r, tiny, sizeof tiny) == length && strlen(tiny) <= 3, "bounded");
  }
}

static void test_types(void) {
  char out[12];
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    const char *name = sesame_type_name(types[i].type, out);
    CHECK(sesame_type_from_name(name, strlen(name)) == types[i].type, "%s", name);
  }
  CHECK(strcmp(sesame_type_name(65280, out), "TYPE65280") == 0, "RFC 3597 5");
  CHECK(sesame_type_from_name("type65280", 9) == 65280, "reads back");
  static const char *const wrong[] = {"",       "TYPE",       "TYPE0", "TYPE65536",
                                      "TYPE1x", "TYPE123456", "NOPE"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    CHECK(sesame_type_from_name(wrong[i], strlen(wrong[i])) == -1, "no type: %s", wrong[i]);
}

int main(void) {
  test_formats();
  test_types();
  return check_report("message_record");
}
