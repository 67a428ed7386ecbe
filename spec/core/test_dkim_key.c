/* SPDX-License-Identifier: MIT */
/* Key records: rules J03 to J30, J37, J38, J42 and J50, each under its number.
 */
#include "../../core/dkim_fault.c"
#include "../../core/dkim_key.c"
#include "../../core/dkim_material.c"
#include "check.h"
#include "dkim_keys.h"

/* "rsa spki 2048 valid usable revoked testing strict | fault@from-to ..." */
static const char *describe(const char *text, size_t length) {
  static char out[1024];
  static sesame_dkim_key key;
  if (sesame_dkim_key_parse(&key, text, length) != SESAME_OK)
    return "too-long";
  size_t n = (size_t)snprintf(
      out, sizeof out, "%s %s %u%s%s%s%s%s%s", sesame_dkim_type_name(key.type),
      sesame_dkim_encoding_name(key.encoding), key.bits, key.valid ? " valid" : "",
      key.usable ? " usable" : "", key.revoked ? " revoked" : "", key.testing ? " testing" : "",
      key.strict ? " strict" : "", key.is_key ? "" : " no-key");
  for (size_t i = 0; i < key.fault_count; i++)
    n += (size_t)snprintf(out + n, sizeof out - n, "%s%s@%u-%u", i ? " " : " | ",
                          sesame_dkim_fault_name(key.faults[i].code), key.faults[i].at.from,
                          key.faults[i].at.to);
  return out;
}

#define GOOD "rsa spki 2048 valid usable"

static const struct {
  const char *rule, *text, *expected;
} vectors[] = {
    {"J03 v= absent", "k=rsa; p=" RSA_2048, GOOD},
    {"J03 v= and k= absent", "p=" RSA_2048, GOOD},
    {"J04 v= not first", "p=; v=DKIM1", "rsa none 0 revoked | version-not-first@4-11"},
    {"J04 DKIM1.0", "v=DKIM1.0; p=" RSA_2048, "rsa spki 2048 | version-wrong@2-9"},
    {"J04 DKIM2", "v=DKIM2; p=" RSA_2048, "rsa spki 2048 | version-wrong@2-7"},
    {"J04 dkim1", "v=dkim1; p=" RSA_2048, "rsa spki 2048 | version-wrong@2-7"},
    {"J04 ':' for ';'", "v=DKIM1: k=rsa; p=", "rsa none 0 revoked | version-wrong@2-14"},
    {"J05 no p=", "v=DKIM1; k=rsa", "rsa none 0 | no-public-key@14-14"},
    {"J05 p= empty", "v=DKIM1; k=rsa; p=", "rsa none 0 revoked"},
    {"J05 p= of white space", "v=DKIM1; p= \t ; k=rsa", "rsa none 0 revoked"},
    {"J06 white space in p=",
     "p="
     "MFww DQYJ\tKoZIhvcNAQEBBQADSwAw\r\n SAJBAA",
     "rsa none 0 | cut-short@41-41"},
    {"J08 no-break space", "v=DKIM1;\xC2\xA0k=rsa; p=" RSA_2048, "rsa spki 2048 | bad-byte@8-10"},
    {"J09 duplicate", "v=DKIM1; p=; p=" RSA_2048, "rsa none 0 revoked | duplicate-tag@13-14"},
    {"J10 P=", "v=DKIM1; P=" RSA_1024, "rsa none 0 | name-case@9-10 no-public-key@227-227"},
    {"J10 K=", "K=ed25519; p=" RSA_2048, GOOD " | name-case@0-1"},
    {"J10 V= is an unknown tag", "V=DKIM2; p=;", "rsa none 0 revoked | name-case@0-1"},
    {"J11 unknown tags and g=", "v=DKIM1; g=*; zz=1; p=" RSA_2048, GOOD},
    {"J12 trailing ;", "v=DKIM1; p=" RSA_2048 ";", GOOD},
    {"J12 ;;", "v=DKIM1;;p=" RSA_2048, GOOD " | empty-tag@8-9"},
    {"J12 white space after the last ;", "v=DKIM1; p=; ", "rsa none 0 revoked | stray-space@12-13"},
    {"J13 k= of another type", "k=ed25519-sha256; p=" RSA_2048,
     "other none 0 | unknown-key-type@2-16"},
    {"J13 k= in upper case", "k=RSA; p=" RSA_2048, GOOD " | value-case@2-5"},
    {"J13 k= empty", "k=; p=", "other none 0 revoked | unknown-key-type@2-2"},
    {"J14 bare RSAPublicKey", "p=" RSA_2048_PKCS1, "rsa pkcs1 2048 valid usable"},
    {"J15 octets after the key", "p=" RSA_TRAILING, "rsa none 0 | trailing-octets@218-221"},
    {"J15 octets after the key in its bit string", "p=" RSA_TRAILING_INSIDE,
     "rsa none 0 | trailing-octets@218-221"},
    {"J15 EC under rsa", "p=" EC_SPKI, "rsa none 0 | wrong-algorithm@2-126"},
    {"J15 Ed25519 SPKI under rsa", "p=" ED_SPKI, "rsa none 0 | wrong-algorithm@2-62"},
    {"J15 raw Ed25519 under rsa", "p=" ED_RAW, "rsa none 0 | wrong-algorithm@2-46"},
    {"J15 RSA under ed25519", "k=ed25519; p=" RSA_2048, "ed25519 none 0 | wrong-algorithm@13-405"},
    {"J16 512 bits", "p=" RSA_512, "rsa spki 512 | rsa-too-short@35-121"},
    {"J19 1016 bits", "p=" RSA_1016, "rsa spki 1016 | rsa-too-short@40-210"},
    {"J17 1024 bits", "p=" RSA_1024, "rsa spki 1024 valid usable | rsa-short@40-212"},
    {"J18 2048 bits", "p=" RSA_2048, GOOD},
    {"J19 2056 bits", "p=" RSA_2056, "rsa spki 2056 valid usable"},
    {"J18 4096 bits", "p=" RSA_4096, "rsa spki 4096 valid usable"},
    {"J18 4104 bits", "p=" RSA_4104, "rsa spki 4104 valid usable | rsa-long@46-730"},
    {"J20 exponent 1", "p=" RSA_E1, "rsa spki 2048 | rsa-exponent@390-392"},
    {"J20 even exponent", "p=" RSA_E_EVEN, "rsa spki 2048 | rsa-exponent@390-394"},
    {"J20 exponent 3", "p=" RSA_2048_E3, "rsa spki 2048 valid usable | rsa-exponent-3@390-392"},
    {"J20 even modulus", "p=" RSA_EVEN, "rsa spki 2048 | rsa-even@46-388"},
    {"exponent of 41 bits", "p=" RSA_E_LARGE,
     "rsa spki 2048 valid usable | rsa-exponent-large@390-398"},
    {"a negative modulus", "p=" RSA_NEGATIVE, "rsa none 0 | malformed-key@39-41"},
    {"a length that is not DER", "p=" RSA_LONG_LENGTH, "rsa none 0 | malformed-key@3-8"},
    {"NULL missing", "p=" RSA_NO_NULL, GOOD " | key-parameters@2-394"},
    {"J21 ed25519", "v=DKIM1; k=ed25519; p=" ED_RAW, "ed25519 raw 256 valid usable"},
    {"J21 ed25519 of 16 octets", "k=ed25519; p=" ED_SHORT, "ed25519 none 0 | ed25519-length@13-37"},
    {"J50 ed25519 as SPKI", "k=ed25519; p=" ED_SPKI, "ed25519 none 0 | ed25519-spki@13-73"},
    {"J23 h=sha1", "h=sha1; p=" RSA_2048, "rsa spki 2048 valid | no-usable-hash@2-6"},
    {"J23 h= of unknown values", "h=sha512; p=" RSA_2048,
     "rsa spki 2048 valid | no-usable-hash@2-8"},
    {"J24 h=sha1:sha256", "h=sha1:sha256; p=" RSA_2048, GOOD " | sha1-allowed@2-13"},
    {"J24 h=sha256", "h=sha256; p=" RSA_2048, GOOD},
    {"J24 unknown values beside it", "h=x : sha256 ; p=" RSA_2048, GOOD},
    {"J25 t=y", "t=y; p=" RSA_2048, GOOD " testing | test-mode@2-3"},
    {"J26 t=s", "t=s; p=" RSA_2048, GOOD " strict"},
    {"J27 t=y:s:x", "t=y:s:x; p=" RSA_2048, GOOD " testing strict | test-mode@2-7"},
    {"J28 s=email", "s=email; p=" RSA_2048, GOOD},
    {"J28 s=*", "s=tlsrpt:*; p=" RSA_2048, GOOD},
    {"J28 s=tlsrpt", "s=tlsrpt; p=" RSA_2048, "rsa spki 2048 valid | not-for-email@2-8"},
    {"J30 SPF", "v=spf1 -all", "other none 0 no-key | not-a-key@0-11"},
    {"J30 DMARC", "v=DMARC1; p=none", "other none 0 no-key | not-a-key@0-16"},
    {"J30 a verification token", "google-site-verification=abc",
     "other none 0 no-key | not-a-key@0-28"},
    {"J30 prose", "hello there", "other none 0 no-key | not-a-key@0-11"},
    {"J33 a host name", "s1.domainkey.u1.wl.example.net.",
     "other none 0 no-key | hostname-as-text@0-31"},
    {"J33 a host name with spaces around", " a.b ", "other none 0 no-key | hostname-as-text@1-4"},
    {"an address is no host name", "192.0.2.1", "other none 0 no-key | not-a-key@0-9"},
    {"an empty record", "", "other none 0 no-key | empty-record@0-0"},
    {"a record of spaces", "  ", "other none 0 no-key | empty-record@2-2"},
    {"a key without p=", RSA_1024, "other none 0 no-key | bare-base64@0-216"},
    {"k= and a key without p=", "k=rsa; " ED_RAW, "rsa none 0 | bad-name@7-50 no-public-key@51-51"},
    {"J37 notes are never interpreted", "n=p=x h=sha1 \"y\"; p=" RSA_2048, GOOD},
    {"J37 not even PEM", "n=-----BEGIN PRIVATE KEY-----; p=" RSA_2048, GOOD},
    {"J38 \\;", "v=DKIM1\\; k=rsa\\; p=" RSA_1024, "other none 0 | quoting@7-9 quoting@15-17"},
    {"J38 the whole record in quotes", "\"v=DKIM1; p=\"", "rsa none 0 | quoting@0-1 quoting@12-13"},
    {"J38 quotes within p=",
     "p="
     "MIIB\" \"IjAN",
     "rsa none 0 | quoting@6-7 quoting@8-9"},
    {"J38 \\\"", "v=DKIM1; p=\\\"\\\"", "rsa none 0 | quoting@11-15"},
    {"a typographic quote",
     "v=DKIM1; p=\xE2\x80\x9C"
     "AAAA",
     "rsa none 0 | bad-byte@11-14"},
    {"J50 PEM markers", "p=-----BEGIN PUBLIC KEY-----MIGf-----END PUBLIC KEY-----",
     "rsa none 0 | pem-markers@2-28"},
    {"PEM without p=", "-----BEGIN PUBLIC KEY-----MIGf", "other none 0 no-key | pem-markers@0-26"},
    {"a private key in PEM", "p=-----BEGIN RSA PRIVATE KEY-----MIIC",
     "rsa none 0 | private-key@2-33"},
    {"a private key, PKCS#1", "p=" PRIVATE_PKCS1, "rsa none 0 | private-key@2-234"},
    {"a private key, PKCS#8", "p=" PRIVATE_PKCS8, "rsa none 0 | private-key@2-266"},
    {"a private key, Ed25519", "k=ed25519; p=" PRIVATE_ED, "ed25519 none 0 | private-key@13-77"},
    {"a private key without p=", PRIVATE_PKCS1,
     "other none 0 no-key | bare-base64@0-232 private-key@0-232"},
    {"a private key without p=, Ed25519", PRIVATE_ED,
     "other none 0 no-key | not-a-key@0-64 private-key@0-64"},
    {"a private key behind a version, without p=", "v=DKIM1; " PRIVATE_ED,
     "rsa none 0 | no-equals@9-73 no-public-key@73-73 private-key@9-73"},
    {"a private key in quotes, without p=", "\"" PRIVATE_PKCS8 "\"",
     "other none 0 no-key | not-a-key@0-266 private-key@1-265"},
    {"a private key behind other base64", "p=AAAA" PRIVATE_PKCS1,
     "rsa none 0 | malformed-key@2-4 private-key@6-238"},
    {"a private key in a note", "n=" PRIVATE_ED "; p=" RSA_2048,
     "rsa spki 2048 | private-key@2-66"},
    {"base64 of PEM, private, behind a word", "key " PEM_PRIVATE,
     "other none 0 no-key | not-a-key@0-96 private-key@4-96"},
    {"a private key in two quoted parts", "v=DKIM1; p=\"MIIEogIBAAKCAQEAqIX9KUUE\" \"Wl5mnA\"",
     "rsa none 0 | quoting@11-12 quoting@36-37 quoting@38-39 quoting@45-46 "
     "private-key@12-36"},
    {"a private key before what is no base64", "p=" PRIVATE_PKCS1 "%",
     "rsa none 0 | private-key@2-235"},
    {"an encrypted private key", "p=" ENCRYPTED, "rsa none 0 | private-key@2-82"},
    {"base64 of PEM", "p=" PEM_PUBLIC, "rsa none 0 | pem-in-base64@2-78"},
    {"base64 of PEM, private", "p=" PEM_PRIVATE, "rsa none 0 | private-key@2-94"},
    {"a certificate", "p=" CERTIFICATE, "rsa none 0 | certificate@2-46"},
    {"an OpenSSH key", "p=" SSH_RSA, "rsa none 0 | certificate@2-26"},
    {"dashes that are no PEM marker", "p=AAAA-----AAA", "rsa none 0 | bad-base64@6-7"},
    {"base64url", "p=AAAA-AAA", "rsa none 0 | bad-base64@6-7"},
    {"= in the middle", "p=AA==AAAA", "rsa none 0 | bad-base64@4-5"},
    {"another character", "p=AA*A", "rsa none 0 | bad-base64@4-5"},
    {"not DER", "p=AAAAAAAA", "rsa none 0 | malformed-key@2-4"},
};

static void test_vectors(void) {
  for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
    const char *got = describe(vectors[i].text, strlen(vectors[i].text));
    CHECK(strcmp(got, vectors[i].expected) == 0, "%s: %s", vectors[i].rule, got);
  }
}

/* J07, J50: a 2048-bit key with a space after each of its octets still parses;
 * cut anywhere it is told as cut, and as cut at the border of a
 * character-string where that is so. */
static void test_cuts(void) {
  static const char text[] = "v=DKIM1; k=rsa; p=" RSA_2048;
  static sesame_dkim_key key;
  char message[SESAME_DKIM_MESSAGE_MAX];
  for (size_t n = 32; n < strlen(text); n++) {
    sesame_dkim_key_parse(&key, text, n);
    CHECK(!key.valid && key.fault_count == 1 && key.faults[0].code == SESAME_DKIM_CUT_SHORT,
          "cut at %zu", n);
  }
  sesame_dkim_key_parse(&key, text, 255);
  sesame_dkim_fault_text(&key, text, &key.faults[0], message);
  CHECK(strcmp(message, "the key is cut short: 177 of its 294 octets are "
                        "there, and the record ends "
                        "where its first 255-octet string does") == 0,
        "%s", message);
  for (size_t n = 20; n < strlen(text); n++) {
    char spaced[sizeof text + 1];
    memcpy(spaced, text, n);
    spaced[n] = ' ';
    memcpy(spaced + n + 1, text + n, sizeof text - n);
    sesame_dkim_key_parse(&key, spaced, sizeof text);
    CHECK(key.valid && key.fault_count == 0 && key.bits == 2048, "J07 space at %zu", n);
  }
}

static void test_padding(void) {
  static const char text[] = "k=ed25519; p=" ED_RAW;
  const size_t length = sizeof text - 1;
  static char longer[sizeof text + 1];
  CHECK(strcmp(describe(text, length - 1), "ed25519 raw 256 valid usable | base64-padding@56-56") ==
            0,
        "%s", describe(text, length - 1));
  memcpy(longer, text, length);
  longer[length] = '=';
  CHECK(strcmp(describe(longer, length + 1), "ed25519 raw 256 | bad-base64@57-58") == 0, "%s",
        describe(longer, length + 1));
}

static void test_exponents(void) {
  static sesame_dkim_key key;
  sesame_dkim_key_parse(&key, "p=" RSA_2048, strlen("p=" RSA_2048));
  CHECK(key.exponent == 65537, "65537");
  CHECK(key.modulus.to - key.modulus.from == 256, "256 octets of modulus");
  sesame_dkim_key_parse(&key, "p=" RSA_E_HUGE, strlen("p=" RSA_E_HUGE));
  CHECK(key.exponent == 0 && key.valid, "an exponent of 100 bits is not told");
}

/* J41: the fingerprint is that of the key, not of its encoding. */
static void test_fingerprint(void) {
  static sesame_dkim_key key;
  char a[SESAME_DKIM_FINGERPRINT_MAX], b[SESAME_DKIM_FINGERPRINT_MAX];
  sesame_dkim_key_parse(&key, "p=" RSA_2048, strlen("p=" RSA_2048));
  CHECK(sesame_dkim_key_fingerprint(&key, a) == SESAME_OK && strlen(a) == 64, "%s", a);
  CHECK(sesame_dkim_key_check(&key) == SESAME_OK, "OpenSSL agrees on SPKI");
  CHECK(!sesame_dkim_key_identify(&key, a) && key.fault_count == 0, "not a known key");
  sesame_dkim_key_parse(&key, "p=" RSA_2048_PKCS1, strlen("p=" RSA_2048_PKCS1));
  CHECK(sesame_dkim_key_fingerprint(&key, b) == SESAME_OK && strcmp(a, b) == 0, "the same key");
  CHECK(sesame_dkim_key_check(&key) == SESAME_OK, "OpenSSL agrees on PKCS#1");
  sesame_dkim_key_parse(&key, "p=" RSA_1024, strlen("p=" RSA_1024));
  CHECK(sesame_dkim_key_fingerprint(&key, b) == SESAME_OK && strcmp(a, b) != 0, "another key");
  sesame_dkim_key_parse(&key, "p=", 2);
  CHECK(sesame_dkim_key_fingerprint(&key, b) == SESAME_NOT_FOUND && !*b, "revoked");
  CHECK(sesame_dkim_key_check(&key) == SESAME_NOT_FOUND, "nothing to check");
  sesame_dkim_key_parse(&key, "p=" RSA_EVEN, strlen("p=" RSA_EVEN));
  CHECK(sesame_dkim_key_check(&key) == SESAME_BAD_SYNTAX, "OpenSSL refuses an even modulus");
}

/* J42: the Ed25519 example of RFC 8463 (a public key: RFC 8032 7.1 test 1). */
static void test_known(void) {
  static const char text[] = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
  static sesame_dkim_key key;
  char fingerprint[SESAME_DKIM_FINGERPRINT_MAX], message[SESAME_DKIM_MESSAGE_MAX];
  sesame_dkim_key_parse(&key, text, sizeof text - 1);
  sesame_dkim_key_fingerprint(&key, fingerprint);
  CHECK(sesame_dkim_key_identify(&key, fingerprint), "known");
  CHECK(key.fault_count == 1 && key.valid, "a fault, though it would verify");
  sesame_dkim_fault_text(&key, text, &key.faults[0], message);
  CHECK(strcmp(message, "the private half of this key is public: it is the "
                        "Ed25519 example of RFC "
                        "8463 appendix A") == 0,
        "%s", message);
  CHECK(key.faults[0].at.from == 22 && key.faults[0].at.to == 66, "at p=");
}

static void test_limits(void) {
  static char text[SESAME_TAGLIST_TEXT_MAX + 1];
  static sesame_dkim_key key;
  memset(text, 'A', sizeof text);
  memcpy(text, "p=", 2);
  CHECK(sesame_dkim_key_parse(&key, text, sizeof text) == SESAME_TOO_LONG && !key.valid,
        "65536 octets");
  CHECK(strcmp(describe(text, 6000), "rsa none 0 | key-too-long@2-6000") == 0, "4096 octets");
  for (size_t i = 0; i < 200; i++)
    text[2 + i] = i % 2 ? 'A' : '"';
  sesame_dkim_key_parse(&key, text, 202);
  CHECK(key.fault_count == SESAME_DKIM_FAULTS_MAX && !key.valid, "faults are bounded");
  memcpy(text + 150, PRIVATE_ED, sizeof PRIVATE_ED - 1);
  sesame_dkim_key_parse(&key, text, 250);
  CHECK(key.fault_count == SESAME_DKIM_FAULTS_MAX &&
            key.faults[SESAME_DKIM_FAULTS_MAX - 1].code == SESAME_DKIM_PRIVATE_KEY,
        "a private key is told behind all of them");
}

/* Every fault has a name and a sentence that fits, whatever it quotes. */
static void test_table(void) {
  static sesame_dkim_key key;
  sesame_dkim_key_parse(&key, "p=", 2);
  for (int code = 0; code < SESAME_DKIM_FAULT_CODES; code++) {
    char message[SESAME_DKIM_MESSAGE_MAX];
    const sesame_dkim_fault fault = {
        code, {0, 2}, UINT32_MAX, UINT32_MAX, "the RSA example of RFC 8463 appendix A"};
    CHECK(sesame_dkim_fault_name(code) != NULL, "fault %d has a name", code);
    CHECK(strlen(sesame_dkim_fault_text(&key, "p=", &fault, message)) > 10, "%d: %s", code,
          message);
    CHECK(!strchr(message, '{'), "%s", message);
    CHECK(sesame_dkim_fault_severity(code) == SESAME_DKIM_ERROR || !sesame_dkim_fault_voids(code),
          "what voids a key is an error: %d", code);
  }
  CHECK(strcmp(sesame_dkim_fault_name(-1), "invalid") == 0, "no such fault");
}

int main(void) {
  test_vectors();
  test_cuts();
  test_padding();
  test_exponents();
  test_fingerprint();
  test_known();
  test_limits();
  test_table();
  return check_report("dkim_key");
}
