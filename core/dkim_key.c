/* SPDX-License-Identifier: MIT */
/* The tags of a key record; the fingerprint and the full decode by OpenSSL. */
#include "dkim_internal.h"

#define OPENSSL_SUPPRESS_DEPRECATED /* SHA256_Init and its kin */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <string.h>
#include <strings.h>

#include "dkim_known.h"

const char *sesame_dkim_type_name(sesame_dkim_type type) {
  static const char *const names[] = {"rsa", "ed25519", "other"};
  return names[(unsigned)type < 3 ? type : 2];
}

const char *sesame_dkim_encoding_name(sesame_dkim_encoding encoding) {
  static const char *const names[] = {"none", "spki", "pkcs1", "raw"};
  return names[(unsigned)encoding < 4 ? encoding : 0];
}

/* A tag that counts: the first of its name. */
static const sesame_tag *find(const sesame_dkim_key *key, const char *text, const char *name) {
  return sesame_taglist_find(&key->tags, text, name);
}

static bool starts(const char *text, size_t length, const char *prefix) {
  const size_t size = strlen(prefix);
  return length >= size && strncasecmp(text, prefix, size) == 0;
}

/* Texts of other standards that get put at a selector. */
static const char *other_standard(const char *text, size_t length) {
  static const struct {
    const char *prefix, *name;
  } others[] = {
      {"v=spf1", "an SPF record"},
      {"spf2.0/", "a Sender ID record"},
      {"v=DMARC1", "a DMARC record"},
      {"v=BIMI1", "a BIMI record"},
      {"v=STSv1", "an MTA-STS record"},
      {"v=TLSRPTv1", "a TLS-RPT record"},
      {"o=~", "a DomainKeys policy"},
      {"o=-", "a DomainKeys policy"},
      {"dkim=", "an ADSP record"},
      {"amazonses:", "an Amazon SES verification token"},
      {"google-site-verification=", "a verification token"},
      {"MS=", "a verification token"},
  };
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (starts(text, length, others[i].prefix))
      return others[i].name;
  return NULL;
}

/* Letters, digits, hyphens, underscores and at least one dot between labels. */
static bool is_hostname(const char *text, size_t length) {
  bool letter = false, dot = false;
  for (size_t i = 0; i < length; i++) {
    const char c = text[i];
    if (c == '.' && i > 0 && i + 1 < length)
      dot = true;
    else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
      letter = true;
    else if (c != '-' && c != '_' && c != '.' && (c < '0' || c > '9'))
      return false;
  }
  return letter && dot;
}

/* The beginnings of base64 SubjectPublicKeyInfo and RSAPublicKey of the usual
 * sizes. */
static bool is_bare_base64(const char *text, size_t length) {
  return length >= 64 && text[0] == 'M' && (text[1] == 'I' || text[1] == 'F') && text[2] != '.' &&
         !memchr(text, ';', length) && !memchr(text, '.', length);
}

/* Whether the text means to be a key: it has a tag only keys have, or says so
 * by its version. */
static bool means_key(const sesame_dkim_key *key, const char *text) {
  static const char *const names[] = {"p", "P", "k", "K"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (find(key, text, names[i]))
      return true;
  for (size_t i = 0; i < key->tags.tag_count; i++) {
    const sesame_tag *tag = &key->tags.tags[i];
    if (memmem(text + tag->name.from, tag->name.to - tag->name.from, "v", 1) &&
        starts(text + tag->value.from, tag->value.to - tag->value.from, "DKIM"))
      return true;
  }
  return false;
}

/* Notes what the text is when it is no key; true when it means to be one. */
static bool recognise(sesame_dkim_key *key, const char *text, size_t length) {
  sesame_tag_span all = {0, (uint32_t)length};
  while (all.from < all.to && (text[all.from] == ' ' || text[all.from] == '\t'))
    all.from++;
  while (all.to > all.from && (text[all.to - 1] == ' ' || text[all.to - 1] == '\t'))
    all.to--;
  const char *start = text + all.from;
  const size_t size = all.to - all.from;
  sesame_dkim_fault fault = {SESAME_DKIM_NOT_A_KEY, all, 0, 0, other_standard(start, size)};
  if (size == 0)
    fault.code = SESAME_DKIM_EMPTY_RECORD;
  else if (fault.what)
    fault.code = SESAME_DKIM_NOT_A_KEY;
  else if (sesame_dkim_note_pem(key, text, length))
    return find(key, text, "p") != NULL;
  else if (means_key(key, text))
    return true;
  else if (is_hostname(start, size))
    fault.code = SESAME_DKIM_HOSTNAME;
  else if (is_bare_base64(start, size))
    fault.code = SESAME_DKIM_BARE_BASE64;
  else
    fault.what = "some other text";
  sesame_dkim_note(key, fault);
  return false;
}

static bool holds_quoting(const char *text, sesame_tag_span span) {
  const size_t length = span.to - span.from;
  return memchr(text + span.from, '"', length) || memchr(text + span.from, '\\', length);
}

/* Quotes and backslashes outside n= are never meant. Runs of them are told once
 * each. */
static void note_quoting(sesame_dkim_key *key, const char *text, uint32_t length) {
  const sesame_tag *notes = find(key, text, "n");
  for (uint32_t i = 0; i < length; i++) {
    if (text[i] != '"' && text[i] != '\\')
      continue;
    if (notes && i >= notes->value.from && i < notes->value.to)
      continue;
    uint32_t end = i + 1;
    while (end < length && (text[end] == '"' || text[end] == '\\'))
      end++;
    const bool semicolon = text[i] == '\\' && end < length && text[end] == ';';
    end += semicolon;
    const char *what = semicolon        ? "the backslash of '\\;'"
                       : text[i] == '"' ? "a quotation mark"
                                        : "a backslash";
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_QUOTING, {i, end}, 0, 0, what});
    i = end - 1;
  }
}

/* Takes over the tag list's faults, but those that only follow from quoting. */
static void take_tag_faults(sesame_dkim_key *key, const char *text) {
  for (size_t i = 0; i < key->tags.fault_count; i++) {
    const sesame_tag_fault *fault = &key->tags.faults[i];
    if (fault->code != SESAME_TAG_BAD_BYTE && holds_quoting(text, fault->at))
      continue;
    sesame_dkim_note(key, (sesame_dkim_fault){(int)fault->code, fault->at, fault->detail, 0, NULL});
  }
}

/* "P=", "K=" and so on: unknown tags, though meant otherwise. */
static void note_name_case(sesame_dkim_key *key, const char *text) {
  for (size_t i = 0; i < key->tags.tag_count; i++) {
    const sesame_tag_span name = key->tags.tags[i].name;
    if (name.to - name.from == 1 && text[name.from] != '\0' && strchr("VHKNPST", text[name.from]))
      sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_NAME_CASE, name, 0, 0, NULL});
  }
}

/* Compares a value with a word of the grammar, case apart; notes another case.
 */
static bool value_is(sesame_dkim_key *key, const char *text, sesame_tag_span span,
                     const char *word) {
  if (!sesame_tag_is(text, span, word, true))
    return false;
  if (!sesame_tag_is(text, span, word, false))
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_VALUE_CASE, span, 0, 0, NULL});
  return true;
}

/* Whether WORD is among the items of TAG. */
static bool has_item(sesame_dkim_key *key, const char *text, const sesame_tag *tag,
                     const char *word) {
  sesame_tag_span item;
  uint32_t cursor = tag->value.from;
  bool found = false;
  while (sesame_tag_item(text, tag->value, ':', &cursor, &item))
    found = value_is(key, text, item, word) || found;
  return found;
}

static void read_hashes(sesame_dkim_key *key, const char *text) {
  const sesame_tag *tag = find(key, text, "h");
  key->sha1 = !tag || has_item(key, text, tag, "sha1");
  key->sha256 = !tag || has_item(key, text, tag, "sha256");
  if (tag && !key->sha256)
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_NO_USABLE_HASH, tag->value, 0, 0, NULL});
  else if (tag && key->sha1)
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_SHA1_ALLOWED, tag->value, 0, 0, NULL});
}

static void read_services(sesame_dkim_key *key, const char *text) {
  const sesame_tag *tag = find(key, text, "s");
  key->email = !tag || has_item(key, text, tag, "*") || has_item(key, text, tag, "email");
  if (!key->email)
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_NOT_FOR_EMAIL, tag->value, 0, 0, NULL});
}

static void read_flags(sesame_dkim_key *key, const char *text) {
  const sesame_tag *tag = find(key, text, "t");
  key->testing = tag && has_item(key, text, tag, "y");
  key->strict = tag && has_item(key, text, tag, "s");
  if (key->testing)
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_TEST_MODE, tag->value, 0, 0, NULL});
}

static void read_type(sesame_dkim_key *key, const char *text) {
  const sesame_tag *tag = find(key, text, "k");
  key->type = SESAME_DKIM_OTHER;
  if (!tag || value_is(key, text, tag->value, "rsa"))
    key->type = SESAME_DKIM_RSA;
  else if (value_is(key, text, tag->value, "ed25519"))
    key->type = SESAME_DKIM_ED25519;
  else if (!holds_quoting(text, tag->value))
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_UNKNOWN_TYPE, tag->value, 0, 0, NULL});
}

static void read_public_key(sesame_dkim_key *key, const char *text, uint32_t length) {
  const sesame_tag *tag = find(key, text, "p");
  if (!tag) {
    sesame_dkim_note(key,
                     (sesame_dkim_fault){SESAME_DKIM_NO_PUBLIC_KEY, {length, length}, 0, 0, NULL});
    return;
  }
  key->material = tag->value;
  key->revoked = tag->value.from == tag->value.to;
  if (!key->revoked &&
      !memmem(text + tag->value.from, tag->value.to - tag->value.from, "-----BEGIN", 10))
    sesame_dkim_read_material(key, text, tag->value);
}

static void read_key(sesame_dkim_key *key, const char *text, uint32_t length) {
  note_quoting(key, text, length);
  take_tag_faults(key, text);
  note_name_case(key, text);
  read_type(key, text);
  read_hashes(key, text);
  read_services(key, text);
  read_flags(key, text);
  read_public_key(key, text, length);
}

sesame_status sesame_dkim_key_parse(sesame_dkim_key *out, const char *text, size_t length) {
  /* All but the buffers at the end, which their counts guard. */
  memset(out, 0, offsetof(sesame_dkim_key, tags));
  out->type = SESAME_DKIM_OTHER;
  const sesame_status status = sesame_taglist_parse(&out->tags, &sesame_tags_dkim, text, length);
  if (status != SESAME_OK)
    return status;
  out->valid = true;
  out->is_key = recognise(out, text, length);
  if (out->is_key)
    read_key(out, text, (uint32_t)length);
  sesame_dkim_seek_secret(out, text, (uint32_t)length);
  out->valid = out->valid && !out->revoked;
  out->usable = out->valid && out->email && out->sha256;
  return SESAME_OK;
}
/* The octets a key is known by, without its encoding; false without a readable
 * key. */
static bool identity(const sesame_dkim_key *key, sesame_der_range *range) {
  *range = key->modulus;
  if (key->encoding == SESAME_DKIM_RAW)
    *range = (sesame_der_range){0, (uint32_t)key->octet_count};
  return key->encoding != SESAME_DKIM_NO_ENCODING;
}

sesame_status sesame_dkim_key_fingerprint(const sesame_dkim_key *key,
                                          char out[SESAME_DKIM_FINGERPRINT_MAX]) {
  static const char digits[] = "0123456789abcdef";
  uint8_t hash[SHA256_DIGEST_LENGTH];
  SHA256_CTX context;
  sesame_der_range range;
  out[0] = '\0';
  if (!identity(key, &range))
    return SESAME_NOT_FOUND;
  /* EVP loads providers first, and OpenSSL 3.0 crashes when memory is out in there. */
  if (SHA256_Init(&context) != 1 ||
      SHA256_Update(&context, key->octets + range.from, range.to - range.from) != 1 ||
      SHA256_Final(hash, &context) != 1)
    return SESAME_NOT_FOUND;
  for (unsigned i = 0; i < sizeof hash; i++) {
    out[2 * i] = digits[hash[i] >> 4];
    out[2 * i + 1] = digits[hash[i] & 15];
  }
  out[64] = '\0';
  return SESAME_OK;
}

const char *sesame_dkim_key_identify(sesame_dkim_key *key, const char *fingerprint) {
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (strcmp(known[i].fingerprint, fingerprint) != 0)
      continue;
    sesame_dkim_note(
        key, (sesame_dkim_fault){SESAME_DKIM_KNOWN_KEY, key->material, 0, 0, known[i].what});
    return known[i].what;
  }
  return NULL;
}

static bool check(const sesame_dkim_key *key) {
  const uint8_t *p = key->octets;
  const long length = (long)key->octet_count;
  EVP_PKEY *pkey = NULL;
  if (key->encoding == SESAME_DKIM_SPKI)
    pkey = d2i_PUBKEY(NULL, &p, length);
  else if (key->encoding == SESAME_DKIM_PKCS1)
    pkey = d2i_PublicKey(EVP_PKEY_RSA, NULL, &p, length);
  else
    pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, p, key->octet_count);
  EVP_PKEY_CTX *context = pkey ? EVP_PKEY_CTX_new(pkey, NULL) : NULL;
  const bool good = context && EVP_PKEY_public_check(context) == 1;
  EVP_PKEY_CTX_free(context);
  EVP_PKEY_free(pkey);
  return good;
}

sesame_status sesame_dkim_key_check(const sesame_dkim_key *key) {
  if (key->encoding == SESAME_DKIM_NO_ENCODING)
    return SESAME_NOT_FOUND;
  ERR_clear_error();
  for (int tries = 0; tries < SESAME_DKIM_TRIES; tries++) {
    if (check(key))
      return SESAME_OK;
    if (sesame_dkim_starved())
      return SESAME_NO_MEMORY;
  }
  return SESAME_BAD_SYNTAX;
}
