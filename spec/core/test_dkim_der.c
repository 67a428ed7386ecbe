/* SPDX-License-Identifier: MIT */
/* The DER walk: kinds, places and every way to be unsound, octet by octet. */
#include "../../core/dkim_der.c"
#include "check.h"

/* "30 03 02 01 07" -> octets. */
static size_t from_hex(const char *hex, uint8_t *out) {
  size_t n = 0;
  unsigned octet;
  int used;
  while (sscanf(hex, "%2x%n", &octet, &used) == 1) {
    out[n++] = (uint8_t)octet;
    hex += used;
  }
  return n;
}

#define RSA_OID "06 09 2A 86 48 86 F7 0D 01 01 01"
#define EC_OID "06 07 2A 86 48 CE 3D 02 01"
#define ED_OID "06 03 2B 65 70"
#define RSA_ALGORITHM "30 0D " RSA_OID " 05 00"
#define OCTETS_32                                                                                  \
  "00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 15 16 17 18 19 1A 1B 1C 1D 1E "  \
  "1F"

static const struct {
  const char *what, *hex;
  sesame_der_kind kind;
  sesame_der_algorithm algorithm;
  sesame_der_fault fault;
  uint32_t from, to;
} vectors[] = {
    {"RSAPublicKey", "30 06 02 01 23 02 01 03", SESAME_DER_RSA_PUBLIC, SESAME_DER_RSA,
     SESAME_DER_SOUND, 0, 0},
    {"a leading zero octet where the number needs it", "30 07 02 02 00 83 02 01 03",
     SESAME_DER_RSA_PUBLIC, SESAME_DER_RSA, SESAME_DER_SOUND, 0, 0},
    {"SubjectPublicKeyInfo", "30 1A " RSA_ALGORITHM " 03 09 00 30 06 02 01 23 02 01 03",
     SESAME_DER_SPKI, SESAME_DER_RSA, SESAME_DER_SOUND, 0, 0},
    {"without NULL", "30 18 30 0B " RSA_OID " 03 09 00 30 06 02 01 23 02 01 03", SESAME_DER_SPKI,
     SESAME_DER_RSA, SESAME_DER_SOUND, 0, 0},
    {"SPKI of Ed25519", "30 2A 30 05 " ED_OID " 03 21 00 " OCTETS_32, SESAME_DER_SPKI,
     SESAME_DER_ED25519, SESAME_DER_SOUND, 0, 0},
    {"SPKI of an unknown algorithm", "30 0A 30 04 06 02 2A 03 03 02 00 01", SESAME_DER_SPKI,
     SESAME_DER_UNKNOWN, SESAME_DER_SOUND, 0, 0},
    {"SPKI of EC", "30 0F 30 09 " EC_OID " 03 02 00 04", SESAME_DER_SPKI, SESAME_DER_EC,
     SESAME_DER_SOUND, 0, 0},
    {"PKCS#1",
     "30 1B 02 01 00 02 01 23 02 01 03 02 01 07 02 01 05 02 01 07 02 01 01 02 01 01 02 01 01",
     SESAME_DER_RSA_PRIVATE, SESAME_DER_RSA, SESAME_DER_SOUND, 0, 0},
    {"PKCS#8",
     "30 31 02 01 00 " RSA_ALGORITHM " 04 1D 30 1B 02 01 00 02 01 23 02 01 03 02 01 07 02 01 05 02 "
     "01 07 02 01 01 02 01 01 02 01 01",
     SESAME_DER_PKCS8, SESAME_DER_RSA, SESAME_DER_SOUND, 0, 0},
    {"PKCS#8 of Ed25519", "30 2E 02 01 00 30 05 " ED_OID " 04 22 04 20 " OCTETS_32,
     SESAME_DER_PKCS8, SESAME_DER_ED25519, SESAME_DER_SOUND, 0, 0},
    {"EC private", "30 06 02 01 01 04 01 07", SESAME_DER_EC_PRIVATE, SESAME_DER_EC,
     SESAME_DER_SOUND, 0, 0},
    {"encrypted", "30 09 30 04 06 02 2A 03 04 01 07", SESAME_DER_ENCRYPTED, SESAME_DER_UNKNOWN,
     SESAME_DER_SOUND, 0, 0},
    {"certificate", "30 07 30 05 A0 03 02 01 02", SESAME_DER_CERTIFICATE, SESAME_DER_UNKNOWN,
     SESAME_DER_SOUND, 0, 0},
    {"nothing", "", SESAME_DER_NONE, SESAME_DER_UNKNOWN, SESAME_DER_STRUCTURE, 0, 0},
    {"a lone tag", "30", SESAME_DER_NONE, SESAME_DER_UNKNOWN, SESAME_DER_CUT, 1, 1},
    {"not a sequence", "02 01 03", SESAME_DER_NONE, SESAME_DER_UNKNOWN, SESAME_DER_STRUCTURE, 0, 1},
    {"an empty sequence", "30 00", SESAME_DER_NONE, SESAME_DER_UNKNOWN, SESAME_DER_STRUCTURE, 2, 2},
    {"a sequence of something else", "30 02 04 00", SESAME_DER_NONE, SESAME_DER_UNKNOWN,
     SESAME_DER_STRUCTURE, 2, 4},
    {"indefinite length", "30 80 02 01 03 00 00", SESAME_DER_NONE, SESAME_DER_UNKNOWN,
     SESAME_DER_LENGTH, 1, 2},
    {"long form of a short length", "30 81 06 02 01 23 02 01 03", SESAME_DER_NONE,
     SESAME_DER_UNKNOWN, SESAME_DER_LENGTH, 1, 3},
    {"length with a leading zero", "30 82 00 81 02", SESAME_DER_NONE, SESAME_DER_UNKNOWN,
     SESAME_DER_LENGTH, 1, 4},
    {"a length of five octets", "30 85 01 00 00 00 00 02", SESAME_DER_NONE, SESAME_DER_UNKNOWN,
     SESAME_DER_LENGTH, 1, 2},
    {"cut within the length", "30 82 01", SESAME_DER_NONE, SESAME_DER_UNKNOWN, SESAME_DER_CUT, 3,
     3},
    {"cut in the middle", "30 06 02 01 23 02", SESAME_DER_RSA_PUBLIC, SESAME_DER_RSA,
     SESAME_DER_CUT, 6, 6},
    {"an inner element longer than the sequence", "30 06 02 01 23 02 02 03", SESAME_DER_RSA_PUBLIC,
     SESAME_DER_RSA, SESAME_DER_CUT, 5, 8},
    {"trailing octets", "30 06 02 01 23 02 01 03 00 00", SESAME_DER_RSA_PUBLIC, SESAME_DER_RSA,
     SESAME_DER_TRAILING, 8, 10},
    {"a third number", "30 09 02 01 23 02 01 03 02 01 05", SESAME_DER_RSA_PUBLIC, SESAME_DER_RSA,
     SESAME_DER_TRAILING, 8, 11},
    {"trailing octets in the bit string",
     "30 1B " RSA_ALGORITHM " 03 0A 00 30 06 02 01 23 02 01 03 00", SESAME_DER_SPKI, SESAME_DER_RSA,
     SESAME_DER_TRAILING, 28, 29},
    {"unused bits", "30 1A " RSA_ALGORITHM " 03 09 01 30 06 02 01 23 02 01 03", SESAME_DER_SPKI,
     SESAME_DER_RSA, SESAME_DER_STRUCTURE, 19, 28},
    {"NULL with content", "30 1B 30 0E " RSA_OID " 05 01 00 03 09 00 30 06 02 01 23 02 01 03",
     SESAME_DER_SPKI, SESAME_DER_RSA, SESAME_DER_TRAILING, 17, 18},
    {"a negative modulus", "30 06 02 01 83 02 01 03", SESAME_DER_RSA_PUBLIC, SESAME_DER_UNKNOWN,
     SESAME_DER_NEGATIVE, 4, 5},
    {"a negative exponent", "30 06 02 01 23 02 01 83", SESAME_DER_RSA_PUBLIC, SESAME_DER_RSA,
     SESAME_DER_NEGATIVE, 7, 8},
    {"an empty number", "30 05 02 00 02 01 03", SESAME_DER_RSA_PUBLIC, SESAME_DER_UNKNOWN,
     SESAME_DER_INTEGER, 4, 4},
    {"a superfluous zero octet", "30 07 02 02 00 23 02 01 03", SESAME_DER_RSA_PUBLIC,
     SESAME_DER_UNKNOWN, SESAME_DER_INTEGER, 4, 6},
    {"one number", "30 03 02 01 23", SESAME_DER_RSA_PUBLIC, SESAME_DER_RSA, SESAME_DER_STRUCTURE, 5,
     5},
    {"Ed25519 of 31 octets", "30 09 30 05 " ED_OID " 03 00", SESAME_DER_SPKI, SESAME_DER_ED25519,
     SESAME_DER_STRUCTURE, 11, 11},
};

static void test_vectors(void) {
  for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
    uint8_t bytes[256];
    sesame_der_key key;
    const size_t length = from_hex(vectors[i].hex, bytes);
    const bool sound = sesame_der_read(&key, bytes, length);
    CHECK(sound == (vectors[i].fault == SESAME_DER_SOUND), "%s", vectors[i].what);
    CHECK(key.kind == vectors[i].kind, "%s: kind %d", vectors[i].what, key.kind);
    CHECK(key.algorithm == vectors[i].algorithm, "%s: algorithm %d", vectors[i].what,
          key.algorithm);
    CHECK(key.fault == vectors[i].fault, "%s: fault %d", vectors[i].what, key.fault);
    CHECK(key.at.from == vectors[i].from && key.at.to == vectors[i].to, "%s: at %u-%u",
          vectors[i].what, key.at.from, key.at.to);
  }
}

static void test_places(void) {
  uint8_t bytes[256];
  sesame_der_key key;
  sesame_der_read(&key, bytes, from_hex("30 07 02 02 00 83 02 01 03", bytes));
  CHECK(key.rsa[0].from == 5 && key.rsa[0].to == 6, "the modulus without its zero octet");
  CHECK(key.rsa[1].from == 8 && key.rsa[1].to == 9, "the exponent");
  CHECK(key.promised == 9, "promised");
  sesame_der_read(&key, bytes, from_hex("30 2A 30 05 " ED_OID " 03 21 00 " OCTETS_32, bytes));
  CHECK(key.raw.from == 12 && key.raw.to == 44, "the raw key");
  sesame_der_read(&key, bytes,
                  from_hex("30 18 30 0B " RSA_OID " 03 09 00 30 06 02 01 23 02 01 03", bytes));
  CHECK(key.no_parameters, "no parameters");
  sesame_der_read(&key, bytes, from_hex("30 82 01 22 30 0D", bytes));
  CHECK(key.fault == SESAME_DER_CUT && key.promised == 294, "promised when cut");
}

/* J19: the bits of the number, not of its octets. */
static void test_bits(void) {
  static const uint8_t bytes[] = {0x00, 0x00, 0x01, 0xFF, 0x80, 0x00};
  CHECK(sesame_der_bits(bytes, (sesame_der_range){0, 2}) == 0, "zero");
  CHECK(sesame_der_bits(bytes, (sesame_der_range){0, 3}) == 1, "one");
  CHECK(sesame_der_bits(bytes, (sesame_der_range){2, 4}) == 9, "0x1FF");
  CHECK(sesame_der_bits(bytes, (sesame_der_range){3, 6}) == 24, "0xFF8000");
  CHECK(sesame_der_bits(bytes, (sesame_der_range){3, 3}) == 0, "nothing");
}

/* Every prefix of a key is unsound, and no read leaves the buffer (ASan watches). */
static void test_prefixes(void) {
  uint8_t bytes[256], copy[256];
  sesame_der_key key;
  const size_t length = from_hex("30 1A " RSA_ALGORITHM " 03 09 00 30 06 02 01 23 02 01 03", bytes);
  for (size_t n = 0; n < length; n++) {
    memcpy(copy, bytes, n);
    CHECK(!sesame_der_read(&key, copy, n), "prefix of %zu octets", n);
    CHECK(n < 2 || key.fault == SESAME_DER_CUT, "prefix of %zu octets is cut", n);
  }
}

int main(void) {
  test_vectors();
  test_places();
  test_bits();
  test_prefixes();
  CHECK(strcmp(sesame_der_algorithm_name((sesame_der_algorithm)99), "unknown") == 0, "no such");
  return check_report("dkim_der");
}
