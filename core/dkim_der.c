/* SPDX-License-Identifier: MIT */
/* The strict DER walk. A walker goes from element to element; its first fault stays. */
#include "dkim_der.h"

#include <string.h>

enum {
  TAG_INTEGER = 0x02,
  TAG_BIT_STRING = 0x03,
  TAG_OCTET_STRING = 0x04,
  TAG_NULL = 0x05,
  TAG_OID = 0x06,
  TAG_SEQUENCE = 0x30,
  TAG_CONTEXT_0 = 0xA0,
  LENGTH_OCTETS_MAX = 4, /* of the long form: more than any DNS record can hold */
  ED25519_OCTETS = 32    /* RFC 8032 5.1.5 */
};

static const struct {
  sesame_der_algorithm algorithm;
  uint8_t length, octets[9];
} oids[] = {
    {SESAME_DER_RSA, 9, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1}},
    {SESAME_DER_RSA_PSS, 9, {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10}},
    {SESAME_DER_ED25519, 3, {0x2B, 0x65, 0x70}},
    {SESAME_DER_ED448, 3, {0x2B, 0x65, 0x71}},
    {SESAME_DER_X25519, 3, {0x2B, 0x65, 0x6E}},
    {SESAME_DER_EC, 7, {0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1}},
    {SESAME_DER_DSA, 7, {0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 1}},
};

const char *sesame_der_algorithm_name(sesame_der_algorithm algorithm) {
  static const char *const names[] = {"unknown", "RSA",    "RSA-PSS", "Ed25519",
                                      "Ed448",   "X25519", "EC",      "DSA"};
  return (unsigned)algorithm < sizeof names / sizeof *names ? names[algorithm] : "unknown";
}

typedef struct walker {
  const uint8_t *bytes;
  uint32_t position, end; /* of the enclosing element */
  sesame_der_key *key;
} walker;

static bool fail(const walker *w, sesame_der_fault fault, uint32_t from, uint32_t to) {
  if (w->key->fault == SESAME_DER_SOUND) {
    w->key->fault = fault;
    w->key->at = (sesame_der_range){from, to};
  }
  return false;
}

/* The tag of the next element, or -1 at the end. */
static int peek(const walker *w) {
  return w->position < w->end ? w->bytes[w->position] : -1;
}

/* Reads the length octets at *POSITION (X.690 8.1.3, 10.1). */
static bool read_length(const walker *w, uint32_t *position, uint64_t *length) {
  const uint32_t start = *position;
  if (start >= w->end)
    return fail(w, SESAME_DER_CUT, w->end, w->end);
  const uint8_t first = w->bytes[(*position)++];
  *length = first;
  if (first < 0x80)
    return true;
  const uint32_t count = first & 0x7F;
  if (count == 0 || count > LENGTH_OCTETS_MAX)
    return fail(w, SESAME_DER_LENGTH, start, start + 1);
  if (count > w->end - *position)
    return fail(w, SESAME_DER_CUT, w->end, w->end);
  *length = 0;
  for (uint32_t i = 0; i < count; i++)
    *length = *length << 8 | w->bytes[(*position)++];
  const bool shortest = *length >= 0x80 && (*length >> (8 * (count - 1))) != 0;
  return shortest || fail(w, SESAME_DER_LENGTH, start, *position);
}

/* Reads an element of TAG; its content becomes *CONTENT, and the walker stands behind it. */
static bool enter(walker *w, int tag, walker *content) {
  const uint32_t start = w->position;
  uint64_t length = 0;
  if (start >= w->end)
    return fail(w, SESAME_DER_STRUCTURE, w->end, w->end);
  if (w->bytes[start] != tag)
    return fail(w, SESAME_DER_STRUCTURE, start, start + 1);
  uint32_t position = start + 1;
  if (!read_length(w, &position, &length))
    return false;
  if (length > w->end - position)
    return fail(w, SESAME_DER_CUT, start, w->end);
  *content = (walker){w->bytes, position, position + (uint32_t)length, w->key};
  w->position = content->end;
  return true;
}

static bool at_end(const walker *w) {
  return w->position == w->end || fail(w, SESAME_DER_TRAILING, w->position, w->end);
}

/* A number not below zero, in its shortest form; *OUT without the leading zero octet (the number
 * zero keeps its one). */
static bool read_integer(walker *w, sesame_der_range *out) {
  walker content = *w;
  if (!enter(w, TAG_INTEGER, &content))
    return false;
  const uint8_t *p = w->bytes + content.position;
  const uint32_t length = content.end - content.position;
  if (length == 0 || (length > 1 && p[0] == 0 && p[1] < 0x80) ||
      (length > 1 && p[0] == 0xFF && p[1] >= 0x80))
    return fail(w, SESAME_DER_INTEGER, content.position, content.end);
  if (p[0] >= 0x80)
    return fail(w, SESAME_DER_NEGATIVE, content.position, content.position + 1);
  *out = (sesame_der_range){content.position + (length > 1 && p[0] == 0), content.end};
  return true;
}

static bool is_zero(const walker *w, sesame_der_range number) {
  return number.to - number.from == 1 && w->bytes[number.from] == 0;
}

/* RSAPublicKey's two numbers, which fill their sequence. */
static bool read_rsa_public(walker *sequence) {
  sesame_der_range *rsa = sequence->key->rsa;
  return read_integer(sequence, &rsa[0]) && read_integer(sequence, &rsa[1]) && at_end(sequence);
}

/* RSAPrivateKey behind its version: eight numbers. */
static bool read_rsa_private(walker *sequence) {
  for (int i = 0; i < SESAME_DER_RSA_INTEGERS; i++)
    if (!read_integer(sequence, &sequence->key->rsa[i]))
      return false;
  return at_end(sequence);
}

/* AlgorithmIdentifier, RFC 5280 4.1.1.2. Parameters are looked at for RSA only. */
static bool read_algorithm(walker *w) {
  walker sequence, oid, null;
  if (!enter(w, TAG_SEQUENCE, &sequence) || !enter(&sequence, TAG_OID, &oid))
    return false;
  const uint32_t length = oid.end - oid.position;
  for (size_t i = 0; i < sizeof oids / sizeof *oids; i++)
    if (oids[i].length == length && memcmp(oids[i].octets, w->bytes + oid.position, length) == 0)
      w->key->algorithm = oids[i].algorithm;
  if (w->key->algorithm != SESAME_DER_RSA)
    return true;
  if (peek(&sequence) == -1) {
    w->key->no_parameters = true;
    return true;
  }
  if (!enter(&sequence, TAG_NULL, &null))
    return false;
  return at_end(&null) && at_end(&sequence);
}

static bool read_raw(const walker *string) {
  if (string->end - string->position != ED25519_OCTETS)
    return fail(string, SESAME_DER_STRUCTURE, string->position, string->end);
  string->key->raw = (sesame_der_range){string->position, string->end};
  return true;
}

/* The bit string of a SubjectPublicKeyInfo: no unused bits, then the key. */
static bool read_public_string(walker *w) {
  walker string, sequence;
  if (!enter(w, TAG_BIT_STRING, &string))
    return false;
  if (peek(&string) != 0)
    return fail(w, SESAME_DER_STRUCTURE, string.position, string.end);
  string.position++;
  if (w->key->algorithm == SESAME_DER_ED25519)
    return read_raw(&string);
  if (w->key->algorithm != SESAME_DER_RSA)
    return true;
  return enter(&string, TAG_SEQUENCE, &sequence) && read_rsa_public(&sequence) && at_end(&string);
}

/* The octet string of a PrivateKeyInfo. Attributes (RFC 5958 2: a public key, too) may follow it.
 */
static bool read_private_string(walker *w) {
  walker string, inner;
  sesame_der_range version;
  if (!enter(w, TAG_OCTET_STRING, &string))
    return false;
  if (w->key->algorithm == SESAME_DER_ED25519)
    return enter(&string, TAG_OCTET_STRING, &inner) && read_raw(&inner) && at_end(&string);
  if (w->key->algorithm != SESAME_DER_RSA)
    return true;
  return enter(&string, TAG_SEQUENCE, &inner) && read_integer(&inner, &version) &&
         read_rsa_private(&inner) && at_end(&string);
}

/* INTEGER first: RSAPublicKey, or one of the private forms, whose first number is a version. */
static bool read_number_first(walker *w) {
  sesame_der_key *key = w->key;
  walker probe = *w;
  sesame_der_range version;
  if (!read_integer(&probe, &version)) {
    key->kind = SESAME_DER_RSA_PUBLIC;
    return false;
  }
  const int next = peek(&probe);
  if (next == TAG_OCTET_STRING) {
    key->kind = SESAME_DER_EC_PRIVATE;
    key->algorithm = SESAME_DER_EC;
    return true;
  }
  if (next == TAG_SEQUENCE) {
    key->kind = SESAME_DER_PKCS8;
    return read_algorithm(&probe) && read_private_string(&probe);
  }
  key->algorithm = SESAME_DER_RSA;
  key->kind = is_zero(w, version) ? SESAME_DER_RSA_PRIVATE : SESAME_DER_RSA_PUBLIC;
  return is_zero(w, version) ? read_rsa_private(&probe) : read_rsa_public(w);
}

/* SEQUENCE first: what stands behind the algorithm tells a public key from an encrypted one; the
 * to-be-signed part of a certificate begins with a version or with two sequences' depth. */
static bool read_sequence_first(walker *w) {
  sesame_der_key *key = w->key;
  walker probe = *w, inner;
  if (!enter(&probe, TAG_SEQUENCE, &inner))
    return false;
  if (peek(&inner) == TAG_CONTEXT_0 || peek(&inner) == TAG_INTEGER) {
    key->kind = SESAME_DER_CERTIFICATE;
    return true;
  }
  key->kind = SESAME_DER_SPKI;
  if (!read_algorithm(w))
    return false;
  if (peek(w) == TAG_OCTET_STRING) {
    key->kind = SESAME_DER_ENCRYPTED;
    return true;
  }
  return read_public_string(w) && at_end(w);
}

/* The outermost header; an element longer than its input is entered all the same, so that its kind
 * can be told. */
static bool enter_outermost(walker *w, walker *content) {
  uint64_t length = 0;
  uint32_t position = 1;
  if (peek(w) != TAG_SEQUENCE)
    return fail(w, SESAME_DER_STRUCTURE, 0, w->end > 0);
  if (!read_length(w, &position, &length))
    return false;
  w->key->promised = position + length;
  const bool cut = length > w->end - position;
  *content = (walker){w->bytes, position, cut ? w->end : position + (uint32_t)length, w->key};
  w->position = content->end;
  return true;
}

bool sesame_der_read(sesame_der_key *out, const uint8_t *bytes, size_t length) {
  *out = (sesame_der_key){.kind = SESAME_DER_NONE};
  walker w = {bytes, 0, length > UINT32_MAX ? UINT32_MAX : (uint32_t)length, out}, content;
  if (!enter_outermost(&w, &content))
    return false;
  const bool cut = out->promised > length;
  const int first = peek(&content);
  const bool sound = first == TAG_INTEGER ? read_number_first(&content)
                     : first == TAG_SEQUENCE
                         ? read_sequence_first(&content)
                         : fail(&content, SESAME_DER_STRUCTURE, content.position, content.end);
  if (cut) { /* whatever else was met follows from it */
    out->fault = SESAME_DER_CUT;
    out->at = (sesame_der_range){w.end, w.end};
    return false;
  }
  return sound && at_end(&w);
}

uint32_t sesame_der_bits(const uint8_t *bytes, sesame_der_range range) {
  while (range.from < range.to && bytes[range.from] == 0)
    range.from++;
  if (range.from == range.to)
    return 0;
  uint32_t bits = 8 * (range.to - range.from - 1);
  for (uint8_t top = bytes[range.from]; top; top >>= 1)
    bits++;
  return bits;
}
