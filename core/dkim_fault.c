/* SPDX-License-Identifier: MIT */
/* The faults of key records: name, severity, effect, sentence. One line a
 * fault. */
#include "dkim_internal.h"

#include <stdio.h>
#include <string.h>

/* In the sentences {a} and {b} are the fault's numbers, {what} its word. */
static const struct {
  const char *name, *text;
  sesame_dkim_severity severity;
  bool voids;
} table[SESAME_DKIM_FAULT_CODES] = {
    [SESAME_TAG_BAD_BYTE] = {NULL, NULL, SESAME_DKIM_ERROR, true},
    [SESAME_TAG_BAD_NAME] = {NULL, NULL, SESAME_DKIM_ERROR, true},
    [SESAME_TAG_NO_EQUALS] = {NULL, NULL, SESAME_DKIM_ERROR, true},
    [SESAME_TAG_EMPTY] = {NULL, NULL, SESAME_DKIM_WARNING, false},
    [SESAME_TAG_DUPLICATE] = {NULL, NULL, SESAME_DKIM_ERROR, true},
    [SESAME_TAG_SPACE] = {NULL, NULL, SESAME_DKIM_NOTICE, false},
    [SESAME_TAG_VERSION_MISSING] = {NULL, NULL, SESAME_DKIM_NOTICE, false},
    [SESAME_TAG_VERSION_NOT_FIRST] = {NULL, NULL, SESAME_DKIM_ERROR, true},
    [SESAME_TAG_VERSION_WRONG] = {NULL, NULL, SESAME_DKIM_ERROR, true},
    [SESAME_TAG_TOO_MANY] = {NULL, NULL, SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_EMPTY_RECORD] = {"empty-record", "the TXT record is empty: there is no key in it",
                                  SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_NOT_A_KEY] = {"not-a-key", "this is {what}, not a DKIM key", SESAME_DKIM_ERROR,
                               true},
    [SESAME_DKIM_HOSTNAME] = {"hostname-as-text",
                              "a host name stands here as text: it was meant to be the target of "
                              "a CNAME record",
                              SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_BARE_BASE64] = {"bare-base64", "a key without its tag: put p= before it",
                                 SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_QUOTING] = {"quoting",
                             "{what} is part of the record: quoting or escaping of a zone file or "
                             "shell was pasted along",
                             SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_NAME_CASE] = {"name-case",
                               "tag names are case-sensitive: this one is unknown and ignored",
                               SESAME_DKIM_WARNING, false},
    [SESAME_DKIM_VALUE_CASE] = {"value-case",
                                "written in upper case: some receivers compare exactly",
                                SESAME_DKIM_WARNING, false},
    [SESAME_DKIM_NO_PUBLIC_KEY] = {"no-public-key", "there is no p= tag", SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_UNKNOWN_TYPE] = {"unknown-key-type",
                                  "inappropriate key algorithm: k= is neither rsa nor ed25519",
                                  SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_PRIVATE_KEY] = {"private-key",
                                 "a PRIVATE key ({what}) is published: anyone can sign with it; "
                                 "withdraw it and make a new pair",
                                 SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_PEM_MARKERS] = {"pem-markers",
                                 "the BEGIN line of a PEM file: only the base64 between the "
                                 "markers belongs here",
                                 SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_PEM_ENCODED] = {"pem-in-base64",
                                 "base64 of a whole PEM file: only what stood between its markers "
                                 "belongs here",
                                 SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_CERTIFICATE] = {"certificate", "{what}, not a bare public key", SESAME_DKIM_ERROR,
                                 true},
    [SESAME_DKIM_BASE64_BYTE] = {"bad-base64", "{what} in the base64 of p=", SESAME_DKIM_ERROR,
                                 true},
    [SESAME_DKIM_BASE64_PADDING] = {"base64-padding",
                                    "'=' is missing at the end of the base64: strict receivers "
                                    "refuse it",
                                    SESAME_DKIM_WARNING, false},
    [SESAME_DKIM_CUT_SHORT] = {"cut-short",
                               "the key is cut short: {a} of its {b} octets are there{what}",
                               SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_TRAILING] = {"trailing-octets", "{a} octets follow the end of the key",
                              SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_MALFORMED] = {"malformed-key", "the key is damaged: {what}", SESAME_DKIM_ERROR,
                               true},
    [SESAME_DKIM_PARAMETERS] = {"key-parameters",
                                "the NULL parameters of rsaEncryption are missing (RFC 3279 2.3.1)",
                                SESAME_DKIM_WARNING, false},
    [SESAME_DKIM_WRONG_ALGORITHM] = {"wrong-algorithm", "the key is {what}, not what k= says",
                                     SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_TOO_LONG] = {"key-too-long", "p= holds more than {a} octets", SESAME_DKIM_ERROR,
                              true},
    [SESAME_DKIM_ED25519_LENGTH] = {"ed25519-length",
                                    "an ed25519 key has 32 octets, this one has {a}",
                                    SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_ED25519_SPKI] = {"ed25519-spki",
                                  "a SubjectPublicKeyInfo of 44 octets: publish its last 32 octets "
                                  "alone",
                                  SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_RSA_TOO_SHORT] = {"rsa-too-short",
                                   "{a} bits: receivers must not accept fewer than 1024",
                                   SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_RSA_SHORT] = {"rsa-short", "{a} bits are weak: use 2048", SESAME_DKIM_WARNING,
                               false},
    [SESAME_DKIM_RSA_LONG] = {"rsa-long", "{a} bits: receivers need not support more than 4096",
                              SESAME_DKIM_WARNING, false},
    [SESAME_DKIM_RSA_EXPONENT] = {"rsa-exponent", "the public exponent is {what}",
                                  SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_RSA_EXPONENT_3] = {"rsa-exponent-3",
                                    "the public exponent is 3: 65537 is customary",
                                    SESAME_DKIM_NOTICE, false},
    [SESAME_DKIM_RSA_EXPONENT_LARGE] = {"rsa-exponent-large",
                                        "a public exponent of {a} bits: some receivers take 31 at "
                                        "most",
                                        SESAME_DKIM_WARNING, false},
    [SESAME_DKIM_RSA_EVEN] = {"rsa-even", "the modulus is even: this is no RSA key",
                              SESAME_DKIM_ERROR, true},
    [SESAME_DKIM_NO_USABLE_HASH] = {"no-usable-hash",
                                    "h= leaves no hash that receivers accept: add sha256 (sha1 is "
                                    "dead, RFC 8301)",
                                    SESAME_DKIM_ERROR, false},
    [SESAME_DKIM_SHA1_ALLOWED] = {"sha1-allowed", "h= still names sha1: no receiver may accept it",
                                  SESAME_DKIM_NOTICE, false},
    [SESAME_DKIM_TEST_MODE] = {"test-mode",
                               "t=y: receivers treat a failing signature as if there were none",
                               SESAME_DKIM_WARNING, false},
    [SESAME_DKIM_NOT_FOR_EMAIL] = {"not-for-email", "s= does not allow this key for e-mail",
                                   SESAME_DKIM_ERROR, false},
    [SESAME_DKIM_KNOWN_KEY] = {"known-key", "the private half of this key is public: it is {what}",
                               SESAME_DKIM_ERROR, false},
};

static bool is_code(int code) {
  return code >= 0 && code < SESAME_DKIM_FAULT_CODES;
}

const char *sesame_dkim_fault_name(int code) {
  if (!is_code(code))
    return "invalid";
  /* those of the tag list have no name here */
  return table[code].name ? table[code].name : sesame_tag_fault_name((sesame_tag_fault_code)code);
}

sesame_dkim_severity sesame_dkim_fault_severity(int code) {
  return is_code(code) ? table[code].severity : SESAME_DKIM_ERROR;
}

bool sesame_dkim_fault_voids(int code) {
  return is_code(code) && table[code].voids;
}

const char *sesame_dkim_severity_name(sesame_dkim_severity severity) {
  static const char *const names[] = {"error", "warning", "notice"};
  return names[(unsigned)severity < 3 ? severity : 0];
}

void sesame_dkim_note(sesame_dkim_key *key, sesame_dkim_fault fault) {
  if (table[fault.code].voids)
    key->valid = false;
  if (key->fault_count < SESAME_DKIM_FAULTS_MAX)
    key->faults[key->fault_count++] = fault;
  else if (fault.code == SESAME_DKIM_PRIVATE_KEY) /* what must not be shown is
                                                     never dropped */
    key->faults[SESAME_DKIM_FAULTS_MAX - 1] = fault;
}

/* The value of the placeholder that begins at TEMPLATE, and its length there (0
 * for none). */
static size_t placeholder(const char *template, const sesame_dkim_fault *fault, char number[12],
                          const char **value) {
  if (strncmp(template, "{what}", 6) == 0) {
    *value = fault->what ? fault->what : "";
    return 6;
  }
  if (strncmp(template, "{a}", 3) != 0 && strncmp(template, "{b}", 3) != 0)
    return 0;
  snprintf(number, 12, "%u", template[1] == 'a' ? fault->a : fault->b);
  *value = number;
  return 3;
}

const char *sesame_dkim_fault_text(const sesame_dkim_key *key, const char *text,
                                   const sesame_dkim_fault *fault,
                                   char out[SESAME_DKIM_MESSAGE_MAX]) {
  size_t used = 0;
  if (fault->code < SESAME_TAG_FAULT_CODES) {
    const sesame_tag_fault tag = {(sesame_tag_fault_code)fault->code, fault->at, fault->a};
    return sesame_tag_fault_text(&key->tags, text, &tag, out);
  }
  for (const char *p = table[fault->code].text; *p;) {
    char number[12] = {*p, '\0'};
    const char *value = number;
    const size_t skip = placeholder(p, fault, number, &value);
    const size_t length = strlen(value);
    if (used + length >= SESAME_DKIM_MESSAGE_MAX)
      break;
    memcpy(out + used, value, length);
    used += length;
    p += skip ? skip : 1;
  }
  out[used] = '\0';
  return out;
}
