/* SPDX-License-Identifier: MIT */
/* A strict walk over the DER of a key (X.690 10, 11): what kind of key it is and where its modulus
 * and exponent lie. Borrows the bytes, allocates nothing, knows neither base64 nor OpenSSL. */
#ifndef SESAME_DKIM_DER_H
#define SESAME_DKIM_DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum sesame_der_kind {
  SESAME_DER_NONE,        /* no structure known here, or a fault before it could be told */
  SESAME_DER_SPKI,        /* SubjectPublicKeyInfo, RFC 5280 4.1 */
  SESAME_DER_RSA_PUBLIC,  /* RSAPublicKey, RFC 8017 A.1.1 */
  SESAME_DER_RSA_PRIVATE, /* RSAPrivateKey, RFC 8017 A.1.2: PKCS#1 */
  SESAME_DER_PKCS8,       /* PrivateKeyInfo, RFC 5208 5: PKCS#8 */
  SESAME_DER_EC_PRIVATE,  /* ECPrivateKey, RFC 5915 3 */
  SESAME_DER_ENCRYPTED,   /* EncryptedPrivateKeyInfo, RFC 5208 6 */
  SESAME_DER_CERTIFICATE  /* X.509 certificate or request */
} sesame_der_kind;

typedef enum sesame_der_algorithm {
  SESAME_DER_UNKNOWN,
  SESAME_DER_RSA,     /* 1.2.840.113549.1.1.1 */
  SESAME_DER_RSA_PSS, /* 1.2.840.113549.1.1.10: not what rsa-sha256 signs with */
  SESAME_DER_ED25519,
  SESAME_DER_ED448,
  SESAME_DER_X25519,
  SESAME_DER_EC,
  SESAME_DER_DSA
} sesame_der_algorithm;

typedef enum sesame_der_fault {
  SESAME_DER_SOUND,
  SESAME_DER_CUT,       /* the length octets promise more than there is */
  SESAME_DER_LENGTH,    /* indefinite, or not in its shortest form (X.690 10.1) */
  SESAME_DER_INTEGER,   /* empty, or not in its shortest form (X.690 8.3.2) */
  SESAME_DER_NEGATIVE,  /* a modulus or exponent below zero: its leading zero octet is missing */
  SESAME_DER_STRUCTURE, /* well-formed, but not what belongs at this place */
  SESAME_DER_TRAILING   /* octets follow the outermost element, or the key inside its string */
} sesame_der_fault;

/* Octets FROM to TO (not included). */
typedef struct sesame_der_range {
  uint32_t from, to;
} sesame_der_range;

enum { SESAME_DER_RSA_INTEGERS = 8 }; /* n e d p q dp dq qinv */

/* What a walk found; ranges are empty when there is nothing. */
typedef struct sesame_der_key {
  sesame_der_kind kind;
  sesame_der_algorithm algorithm;
  sesame_der_fault fault;
  sesame_der_range at;  /* of the fault */
  uint64_t promised;    /* octets the outermost element wants, its header included */
  bool no_parameters;   /* RSA without the NULL that RFC 3279 2.3.1 demands */
  sesame_der_range raw; /* Ed25519: the 32 octets of the key (PKCS#8: of the seed) */
  sesame_der_range rsa[SESAME_DER_RSA_INTEGERS]; /* without leading zero octets; a public key has
                                                    the first two */
} sesame_der_key;

/* Walks LENGTH octets; true when a whole and sound key of a known kind fills them exactly. OUT is
 * set in any case. */
bool sesame_der_read(sesame_der_key *out, const uint8_t *bytes, size_t length);

/* Significant bits of the unsigned big-endian number at RANGE. */
uint32_t sesame_der_bits(const uint8_t *bytes, sesame_der_range range);

/* "RSA", "Ed25519" and so on; never NULL. */
const char *sesame_der_algorithm_name(sesame_der_algorithm algorithm);

#ifdef __cplusplus
}
#endif
#endif
