/* SPDX-License-Identifier: MIT */
/* A DKIM key record (RFC 6376 3.6.1, RFC 8301, RFC 8463) as text -> what it says, whether a
 * verifier can use it, and every fault with its place. Asks nobody: where the text came from, and
 * how many there were, is the caller's business. */
#ifndef SESAME_DKIM_KEY_H
#define SESAME_DKIM_KEY_H

#include "dkim_der.h"
#include "status.h"
#include "taglist.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_DKIM_OCTETS_MAX = 4096,    /* ours: a key of 32,000 bits fits; no verifier reads longer */
  SESAME_DKIM_FAULTS_MAX = 24,      /* ours */
  SESAME_DKIM_RSA_BITS_MIN = 1024,  /* RFC 8301 3.2: fewer MUST NOT be considered valid */
  SESAME_DKIM_RSA_BITS_GOOD = 2048, /* RFC 8301 3.2: signers SHOULD use at least */
  SESAME_DKIM_RSA_BITS_MAX = 4096,  /* RFC 8301 3.2: verifiers need not support more */
  SESAME_DKIM_EXPONENT_BITS_MAX = 31, /* what Go's crypto/rsa takes */
  SESAME_DKIM_FINGERPRINT_MAX = 65,   /* 64 hexadecimal digits and a NUL */
  SESAME_DKIM_MESSAGE_MAX = 240       /* a fault's sentence and a NUL */
};

typedef enum sesame_dkim_type {
  SESAME_DKIM_RSA,     /* "rsa", also when k= is absent */
  SESAME_DKIM_ED25519, /* "ed25519" */
  SESAME_DKIM_OTHER    /* a k= nobody knows, or no DKIM key at all */
} sesame_dkim_type;

typedef enum sesame_dkim_encoding {
  SESAME_DKIM_NO_ENCODING, /* revoked, or not to be read */
  SESAME_DKIM_SPKI,        /* "spki": what everybody publishes (erratum 3017) */
  SESAME_DKIM_PKCS1,       /* "pkcs1": a bare RSAPublicKey, what RFC 6376 says */
  SESAME_DKIM_RAW          /* "raw": the 32 octets of RFC 8463 4 */
} sesame_dkim_encoding;

typedef enum sesame_dkim_severity {
  SESAME_DKIM_ERROR,   /* "error" */
  SESAME_DKIM_WARNING, /* "warning": receivers differ, or it will bite */
  SESAME_DKIM_NOTICE   /* "notice": worth knowing */
} sesame_dkim_severity;

/* The first ones are those of the tag list, in its order (sesame_tag_fault_code). */
typedef enum sesame_dkim_fault_code {
  SESAME_DKIM_EMPTY_RECORD = SESAME_TAG_FAULT_CODES,
  SESAME_DKIM_NOT_A_KEY,
  SESAME_DKIM_HOSTNAME,
  SESAME_DKIM_BARE_BASE64,
  SESAME_DKIM_QUOTING,
  SESAME_DKIM_NAME_CASE,
  SESAME_DKIM_VALUE_CASE,
  SESAME_DKIM_NO_PUBLIC_KEY,
  SESAME_DKIM_UNKNOWN_TYPE,
  SESAME_DKIM_PRIVATE_KEY,
  SESAME_DKIM_PEM_MARKERS,
  SESAME_DKIM_PEM_ENCODED,
  SESAME_DKIM_CERTIFICATE,
  SESAME_DKIM_BASE64_BYTE,
  SESAME_DKIM_BASE64_PADDING,
  SESAME_DKIM_CUT_SHORT,
  SESAME_DKIM_TRAILING,
  SESAME_DKIM_MALFORMED,
  SESAME_DKIM_PARAMETERS,
  SESAME_DKIM_WRONG_ALGORITHM,
  SESAME_DKIM_TOO_LONG,
  SESAME_DKIM_ED25519_LENGTH,
  SESAME_DKIM_ED25519_SPKI,
  SESAME_DKIM_RSA_TOO_SHORT,
  SESAME_DKIM_RSA_SHORT,
  SESAME_DKIM_RSA_LONG,
  SESAME_DKIM_RSA_EXPONENT,
  SESAME_DKIM_RSA_EXPONENT_3,
  SESAME_DKIM_RSA_EXPONENT_LARGE,
  SESAME_DKIM_RSA_EVEN,
  SESAME_DKIM_NO_USABLE_HASH,
  SESAME_DKIM_SHA1_ALLOWED,
  SESAME_DKIM_TEST_MODE,
  SESAME_DKIM_NOT_FOR_EMAIL,
  SESAME_DKIM_KNOWN_KEY,
  SESAME_DKIM_FAULT_CODES
} sesame_dkim_fault_code;

typedef struct sesame_dkim_fault {
  int code;           /* sesame_tag_fault_code or sesame_dkim_fault_code */
  sesame_tag_span at; /* octets of the record's text; empty at its end when something is missing */
  uint32_t a, b;      /* numbers of the sentence */
  const char *what;   /* a word of the sentence, static, or NULL */
} sesame_dkim_fault;

/* What a record says; needs no freeing. Offsets index the text that was parsed. */
typedef struct sesame_dkim_key {
  bool is_key;       /* the text means to be a DKIM key, however broken */
  bool valid;        /* a key that no fault makes a verifier discard, and not revoked */
  bool usable;       /* valid, for e-mail, and rsa-sha256 or ed25519-sha256 may be used */
  bool revoked;      /* p= is empty */
  bool testing;      /* t=y */
  bool strict;       /* t=s: i= has to have exactly d= as its domain */
  bool email;        /* s= absent, "*" or with "email" */
  bool sha1, sha256; /* h= absent, or with it */
  sesame_dkim_type type;
  sesame_dkim_encoding encoding;
  uint32_t bits;     /* of the modulus; 256 for ed25519; 0 when unknown */
  uint64_t exponent; /* RSA; 0 when unknown or over 64 bits */
  size_t octet_count, fault_count;
  sesame_der_range modulus, public_exponent; /* in octets, RSA; empty when unknown */
  sesame_tag_span material;                  /* the value of p= */
  sesame_taglist tags;
  sesame_dkim_fault faults[SESAME_DKIM_FAULTS_MAX];
  uint8_t octets[SESAME_DKIM_OCTETS_MAX]; /* p= decoded */
} sesame_dkim_key;

/* Reads TEXT (LENGTH octets, any octets: the joined character-strings of one TXT record). Uses no
 * OpenSSL. SESAME_OK, also with faults; SESAME_TOO_LONG over SESAME_TAGLIST_TEXT_MAX (OUT then
 * says nothing, and is safe to read). */
sesame_status sesame_dkim_key_parse(sesame_dkim_key *out, const char *text, size_t length);

/* SHA-256 of the modulus without leading zeros (RSA) or of the 32 octets (ed25519), in lower-case
 * hexadecimal, into OUT: equal for equal keys, however encoded. NOT_FOUND when the record has no
 * readable key; OUT is "" then. */
sesame_status sesame_dkim_key_fingerprint(const sesame_dkim_key *key,
                                          char out[SESAME_DKIM_FINGERPRINT_MAX]);

/* Adds SESAME_DKIM_KNOWN_KEY when the fingerprint is that of a key whose private half is public:
 * the examples of RFC 6376 and RFC 8463, and keys of test suites. Returns what it is, or NULL. */
const char *sesame_dkim_key_identify(sesame_dkim_key *key, const char *fingerprint);

/* Asks OpenSSL to decode and check the key in full. SESAME_OK, BAD_SYNTAX (OpenSSL refuses it),
 * NOT_FOUND (no readable key), NO_MEMORY. Costs milliseconds. */
sesame_status sesame_dkim_key_check(const sesame_dkim_key *key);

/* Stable names; never NULL. The encoding's is "none" for SESAME_DKIM_NO_ENCODING. */
const char *sesame_dkim_type_name(sesame_dkim_type type);
const char *sesame_dkim_encoding_name(sesame_dkim_encoding encoding);
const char *sesame_dkim_severity_name(sesame_dkim_severity severity);
const char *sesame_dkim_fault_name(int code);

sesame_dkim_severity sesame_dkim_fault_severity(int code);
/* True when the fault makes a verifier discard the record or the key. */
bool sesame_dkim_fault_voids(int code);

/* One sentence for people, without a full stop and free of octets outside ASCII, into OUT;
 * returns OUT. Never quotes p=. */
const char *sesame_dkim_fault_text(const sesame_dkim_key *key, const char *text,
                                   const sesame_dkim_fault *fault,
                                   char out[SESAME_DKIM_MESSAGE_MAX]);

#ifdef __cplusplus
}
#endif
#endif
