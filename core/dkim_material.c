/* SPDX-License-Identifier: MIT */
/* The p= of a key record: base64, then DER or raw octets, then what the numbers
 * are worth. Places of faults in the octets are told as the base64 characters
 * that carry them. */
#include "dkim_internal.h"

#include <string.h>

enum {
  NOT_BASE64 = 64,
  ED25519_OCTETS = 32,    /* RFC 8463 4 */
  ED25519_SPKI = 44,      /* the same with its algorithm around it */
  STRING_OCTETS = 255,    /* RFC 1035 3.3: where badly split records break */
  SECRET_HEAD = 128,      /* characters of base64 that show what they begin */
  SECRET_OCTETS_MIN = 40, /* of a private key: Ed25519 has 48 */
  SECRET_OCTETS_MAX = 16384
};

/* The six bits of a base64 character (RFC 4648 4), or NOT_BASE64. The table
 * runs from '+' to 'z'.
 */
static uint8_t six_bits(char c) {
  static const uint8_t values['z' - '+' + 1] = {
      62, 64, 64, 64, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 64, 64, 64, 64, 64,
      64, 64, 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17,
      18, 19, 20, 21, 22, 23, 24, 25, 64, 64, 64, 64, 64, 64, 26, 27, 28, 29, 30, 31,
      32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,
  };
  const uint8_t index = (uint8_t)(c - '+');
  return index < sizeof values ? values[index] : NOT_BASE64;
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The place in TEXT of base64 character number INDEX of SPAN; its end when
 * there are fewer. */
static uint32_t character_at(const char *text, sesame_tag_span span, uint32_t index) {
  uint32_t i = span.from;
  for (; i < span.to; i++)
    if (!is_space(text[i]) && index-- == 0)
      break;
  return i;
}

/* The characters that carry octets RANGE. */
static sesame_tag_span place(const char *text, sesame_tag_span span, sesame_der_range range) {
  const uint32_t from = character_at(text, span, range.from * 4 / 3);
  const uint32_t last = range.to > range.from ? (range.to * 4 + 2) / 3 - 1 : 0;
  const uint32_t to = range.to > range.from ? character_at(text, span, last) + 1 : from;
  return (sesame_tag_span){from, to < span.to ? to : span.to};
}

static const char *misfit_name(char c) {
  if (c == '-' || c == '_')
    return "a character of base64url";
  if (c == '=')
    return "padding in the middle";
  return c == '"' || c == '\\' ? "a quote or backslash" : "a character outside base64";
}

/* What the base64 was like. */
typedef struct base64 {
  uint32_t characters, padding, octets;
  uint32_t bad; /* place of the first character that is none; UINT32_MAX without */
  bool overflow;
} base64;

/* Decodes SPAN into OUT up to the first misfit or to SESAME_DKIM_OCTETS_MAX. */
static base64 decode(const char *text, sesame_tag_span span, uint8_t *out) {
  base64 r = {.bad = UINT32_MAX};
  uint32_t bits = 0, first_padding = 0;
  for (uint32_t i = span.from; i < span.to && r.bad == UINT32_MAX && !r.overflow; i++) {
    const uint8_t six = six_bits(text[i]);
    if (six != NOT_BASE64 && r.padding == 0) {
      bits = bits << 6 | six;
      if (r.characters++ % 4 == 0)
        continue;
      if (r.octets < SESAME_DKIM_OCTETS_MAX)
        out[r.octets++] = (uint8_t)(bits >> (6 - 2 * ((r.characters - 1) % 4)));
      else
        r.overflow = true;
    } else if (six != NOT_BASE64) {
      r.bad = first_padding;
    } else if (text[i] == '=' && r.characters > 0) {
      first_padding = r.padding++ ? first_padding : i;
    } else if (!is_space(text[i])) {
      r.bad = i;
    }
  }
  return r;
}

/* True when the octets may be judged. */
static bool check_base64(sesame_dkim_key *key, const char *text, sesame_tag_span span,
                         const base64 *r) {
  if (r->overflow) {
    sesame_dkim_note(
        key, (sesame_dkim_fault){SESAME_DKIM_TOO_LONG, span, SESAME_DKIM_OCTETS_MAX, 0, NULL});
    return false;
  }
  if (r->bad != UINT32_MAX) {
    const char c = text[r->bad];
    if (c != '"' && c != '\\' && c > ' ' && c <= '~') /* told already as quoting, as bad byte */
      sesame_dkim_note(
          key,
          (sesame_dkim_fault){SESAME_DKIM_BASE64_BYTE, {r->bad, r->bad + 1}, 0, 0, misfit_name(c)});
    key->valid = false;
    return false;
  }
  return true;
}

/* Padding is looked at once the key is known to be whole: a key cut short lacks
 * it, too. */
static void check_padding(sesame_dkim_key *key, sesame_tag_span span, const base64 *r) {
  const uint32_t wanted = (4 - r->characters % 4) % 4;
  const sesame_tag_span end = {span.to, span.to};
  if (wanted == 3)
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_BASE64_BYTE, end, 0, 0,
                                              "one character too few or too many"});
  else if (r->padding > wanted)
    sesame_dkim_note(
        key, (sesame_dkim_fault){
                 SESAME_DKIM_BASE64_BYTE, {span.to - 1, span.to}, 0, 0, "more '=' than belong"});
  else if (r->padding < wanted)
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_BASE64_PADDING, end, 0, 0, NULL});
}

static bool begins(const sesame_dkim_key *key, const char *prefix, size_t length) {
  return key->octet_count >= length && memcmp(key->octets, prefix, length) == 0;
}

/* The name of a private form, or NULL. */
static const char *private_name(sesame_der_kind kind) {
  switch (kind) {
  case SESAME_DER_RSA_PRIVATE:
    return "PKCS#1";
  case SESAME_DER_PKCS8:
    return "PKCS#8";
  case SESAME_DER_EC_PRIVATE:
    return "EC";
  case SESAME_DER_ENCRYPTED:
    return "PKCS#8, encrypted";
  default:
    return NULL;
  }
}

/* Things that are no DER public key but often met. */
static bool note_impostor(sesame_dkim_key *key, sesame_tag_span span, const sesame_der_key *der) {
  sesame_dkim_fault fault = {0, span, 0, 0, NULL};
  if (begins(key, "-----BEGIN", 10)) {
    const bool secret = memmem(key->octets, key->octet_count, "PRIVATE KEY", 11) != NULL;
    fault.code = secret ? SESAME_DKIM_PRIVATE_KEY : SESAME_DKIM_PEM_ENCODED;
    fault.what = secret ? "PEM" : NULL;
  } else if (begins(key, "\0\0\0\7ssh-rsa", 11) || begins(key, "\0\0\0\13ssh-ed25519", 15)) {
    fault.code = SESAME_DKIM_CERTIFICATE;
    fault.what = "an OpenSSH key";
  } else if (der->kind == SESAME_DER_CERTIFICATE) {
    fault.code = SESAME_DKIM_CERTIFICATE;
    fault.what = "an X.509 certificate or request";
  } else if (private_name(der->kind)) {
    fault.code = SESAME_DKIM_PRIVATE_KEY;
    fault.what = private_name(der->kind);
  } else {
    return false;
  }
  sesame_dkim_note(key, fault);
  return true;
}

static const char *der_reason(const sesame_der_key *der) {
  switch (der->fault) {
  case SESAME_DER_LENGTH:
    return "a length is not in the form DER demands";
  case SESAME_DER_INTEGER:
    return "a number is not in the form DER demands";
  case SESAME_DER_NEGATIVE:
    return "a number is negative, its leading zero octet is missing";
  case SESAME_DER_CUT:
    return "an element is longer than what holds it";
  default:
    return der->kind == SESAME_DER_NONE ? "this is no DER of a key"
                                        : "something else stands where DER wants a part of the key";
  }
}

static void note_der_fault(sesame_dkim_key *key, const char *text, sesame_tag_span span,
                           const sesame_der_key *der) {
  const uint32_t have = (uint32_t)key->octet_count;
  if (der->fault == SESAME_DER_CUT && der->promised > have) {
    const uint32_t promised = der->promised > UINT32_MAX ? UINT32_MAX : (uint32_t)der->promised;
    const bool border = span.to == STRING_OCTETS || span.to == STRING_OCTETS - 1;
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_CUT_SHORT,
                                              {span.to, span.to},
                                              have,
                                              promised,
                                              border ? ", and the record ends where its first "
                                                       "255-octet string does"
                                                     : ""});
  } else if (der->fault == SESAME_DER_TRAILING) {
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_TRAILING, place(text, span, der->at),
                                              der->at.to - der->at.from, 0, NULL});
  } else {
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_MALFORMED, place(text, span, der->at), 0,
                                              0, der_reason(der)});
  }
}

/* A fault in the number at RANGE; its place is only worth finding when there is
 * one. */
static void note_number(sesame_dkim_key *key, const char *text, sesame_der_range range, int code,
                        uint32_t bits, const char *what) {
  sesame_dkim_note(key,
                   (sesame_dkim_fault){code, place(text, key->material, range), bits, 0, what});
}

static void judge_modulus(sesame_dkim_key *key, const char *text) {
  const uint32_t bits = key->bits = sesame_der_bits(key->octets, key->modulus);
  if (bits < SESAME_DKIM_RSA_BITS_MIN)
    note_number(key, text, key->modulus, SESAME_DKIM_RSA_TOO_SHORT, bits, NULL);
  else if (bits < SESAME_DKIM_RSA_BITS_GOOD)
    note_number(key, text, key->modulus, SESAME_DKIM_RSA_SHORT, bits, NULL);
  else if (bits > SESAME_DKIM_RSA_BITS_MAX)
    note_number(key, text, key->modulus, SESAME_DKIM_RSA_LONG, bits, NULL);
  if ((key->octets[key->modulus.to - 1] & 1) == 0)
    note_number(key, text, key->modulus, SESAME_DKIM_RSA_EVEN, bits, NULL);
}

static void judge_exponent(sesame_dkim_key *key, const char *text) {
  const sesame_der_range range = key->public_exponent;
  const uint32_t bits = sesame_der_bits(key->octets, range);
  key->exponent = 0;
  for (uint32_t i = range.from; bits <= 64 && i < range.to; i++)
    key->exponent = key->exponent << 8 | key->octets[i];
  if (bits == 1)
    note_number(key, text, range, SESAME_DKIM_RSA_EXPONENT, bits, "1");
  else if ((key->octets[range.to - 1] & 1) == 0)
    note_number(key, text, range, SESAME_DKIM_RSA_EXPONENT, bits, "even");
  else if (bits > SESAME_DKIM_EXPONENT_BITS_MAX)
    note_number(key, text, range, SESAME_DKIM_RSA_EXPONENT_LARGE, bits, NULL);
  else if (key->exponent == 3)
    note_number(key, text, range, SESAME_DKIM_RSA_EXPONENT_3, bits, NULL);
}

static void note_wrong_algorithm(sesame_dkim_key *key, sesame_tag_span span, const char *what) {
  sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_WRONG_ALGORITHM, span, 0, 0, what});
}

/* p= under k=rsa: SubjectPublicKeyInfo or RSAPublicKey. */
static void read_rsa(sesame_dkim_key *key, const char *text, sesame_tag_span span,
                     const sesame_der_key *der, bool sound) {
  const bool spki = der->kind == SESAME_DER_SPKI;
  if (key->octet_count == ED25519_OCTETS && der->kind == SESAME_DER_NONE) {
    note_wrong_algorithm(key, span, "32 octets, as an ed25519 key has (is k=ed25519 missing?)");
  } else if (spki && der->algorithm != SESAME_DER_RSA && der->algorithm != SESAME_DER_UNKNOWN) {
    note_wrong_algorithm(key, span, sesame_der_algorithm_name(der->algorithm));
  } else if (spki && der->algorithm == SESAME_DER_UNKNOWN && sound) {
    note_wrong_algorithm(key, span, "of an unknown algorithm");
  } else if (!sound) {
    note_der_fault(key, text, span, der);
  } else {
    key->encoding = spki ? SESAME_DKIM_SPKI : SESAME_DKIM_PKCS1;
    if (der->no_parameters)
      sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_PARAMETERS, span, 0, 0, NULL});
    key->modulus = der->rsa[0];
    key->public_exponent = der->rsa[1];
    judge_modulus(key, text);
    judge_exponent(key, text);
  }
}

/* p= under k=ed25519: the 32 octets alone. */
static void read_ed25519(sesame_dkim_key *key, sesame_tag_span span, const sesame_der_key *der) {
  if (key->octet_count == ED25519_OCTETS) {
    key->encoding = SESAME_DKIM_RAW;
    key->bits = 256;
  } else if (key->octet_count == ED25519_SPKI && der->algorithm == SESAME_DER_ED25519) {
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_ED25519_SPKI, span, 0, 0, NULL});
  } else if (der->algorithm != SESAME_DER_UNKNOWN && der->algorithm != SESAME_DER_ED25519) {
    note_wrong_algorithm(key, span, sesame_der_algorithm_name(der->algorithm));
  } else {
    sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_ED25519_LENGTH, span,
                                              (uint32_t)key->octet_count, 0, NULL});
  }
}

void sesame_dkim_read_material(sesame_dkim_key *key, const char *text, sesame_tag_span span) {
  const base64 r = decode(text, span, key->octets);
  sesame_der_key der;
  key->octet_count = r.octets;
  const bool sound = sesame_der_read(&der, key->octets, key->octet_count);
  if (note_impostor(key, span, &der)) /* also where the base64 breaks off behind it */
    return;
  if (!check_base64(key, text, span, &r))
    return;
  if (key->type == SESAME_DKIM_RSA)
    read_rsa(key, text, span, &der, sound);
  else if (key->type == SESAME_DKIM_ED25519)
    read_ed25519(key, span, &der);
  if (key->encoding != SESAME_DKIM_NO_ENCODING)
    check_padding(key, span, &r);
}

/* What private form the base64 at FROM begins, or NULL. */
static const char *secret_at(const char *text, uint32_t from, uint32_t length) {
  uint8_t octets[SECRET_HEAD];
  const uint32_t to = length - from < SECRET_HEAD ? length : from + SECRET_HEAD;
  const uint32_t count = decode(text, (sesame_tag_span){from, to}, octets).octets;
  sesame_der_key der;
  if (count > 10 && memcmp(octets, "-----BEGIN", 10) == 0)
    return memmem(octets, count, "PRIVATE KEY", 11) ? "PEM" : NULL;
  sesame_der_read(&der, octets, count);
  return der.promised >= SECRET_OCTETS_MIN && der.promised <= SECRET_OCTETS_MAX
             ? private_name(der.kind)
             : NULL;
}

/* The end of the base64 that begins at FROM. */
static uint32_t base64_end(const char *text, uint32_t from, uint32_t length) {
  while (from < length &&
         (six_bits(text[from]) != NOT_BASE64 || text[from] == '=' || is_space(text[from])))
    from++;
  return from;
}

void sesame_dkim_seek_secret(sesame_dkim_key *key, const char *text, uint32_t length) {
  for (size_t i = 0; i < key->fault_count; i++) /* before one already told */
    if (key->faults[i].code == SESAME_DKIM_PRIVATE_KEY && key->faults[i].at.from < length)
      length = key->faults[i].at.from;
  for (uint32_t i = 0; i < length; i++) {
    if (key->encoding != SESAME_DKIM_NO_ENCODING && i == key->material.from)
      i = key->material.to; /* known to be a public key */
    if (i >= length || (text[i] != 'M' && text[i] != 'L'))
      continue;
    const char *what = secret_at(text, i, length);
    if (what) {
      const sesame_tag_span place = {i, base64_end(text, i, length)};
      sesame_dkim_note(key, (sesame_dkim_fault){SESAME_DKIM_PRIVATE_KEY, place, 0, 0, what});
      return;
    }
  }
}

bool sesame_dkim_note_pem(sesame_dkim_key *key, const char *text, size_t length) {
  const sesame_tag *notes = sesame_taglist_find(&key->tags, text, "n"); /* never interpreted */
  const char *marker = memmem(text, length, "-----BEGIN", 10);
  if (marker && notes && marker >= text + notes->value.from && marker < text + notes->value.to)
    marker = memmem(text + notes->value.to, length - notes->value.to, "-----BEGIN", 10);
  if (!marker)
    return false;
  const uint32_t from = (uint32_t)(marker - text);
  const size_t left = length - from;
  const char *end = left > 10 ? memmem(marker + 10, left - 10, "-----", 5) : NULL;
  const uint32_t to = end ? (uint32_t)(end - text) + 5 : (uint32_t)length;
  const bool secret = memmem(marker, to - from, "PRIVATE", 7) != NULL;
  sesame_dkim_note(key,
                   (sesame_dkim_fault){secret ? SESAME_DKIM_PRIVATE_KEY : SESAME_DKIM_PEM_MARKERS,
                                       {from, to},
                                       0,
                                       0,
                                       secret ? "PEM" : NULL});
  return true;
}
