/* SPDX-License-Identifier: MIT */
/* Key pairs on top of OpenSSL. The numbers go in and out through buffers of ours, which are wiped:
 * OpenSSL's own readers and writers of DER leave copies in freed memory. */
#include "dkim_private.h"

#include "dkim_internal.h"
#include "dkim_private_internal.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

enum {
  NUMBER_MAX = 2048, /* octets of one RSA number: keys of 16384 bits, OpenSSL's own limit */
  ED25519_OCTETS = 32,
  PUBLIC_NUMBERS = 2 /* modulus and exponent */
};

struct sesame_dkim_private {
  EVP_PKEY *pkey;
  sesame_dkim_type type;
  sesame_dkim_form form;
  int bits;
  /* The public half, big endian: modulus and exponent, or the raw key alone. */
  uint8_t public_half[PUBLIC_NUMBERS][NUMBER_MAX];
  size_t lengths[PUBLIC_NUMBERS];
};

static const char *const number_names[SESAME_DER_RSA_INTEGERS] = {
    OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,           OSSL_PKEY_PARAM_RSA_D,
    OSSL_PKEY_PARAM_RSA_FACTOR1,   OSSL_PKEY_PARAM_RSA_FACTOR2,     OSSL_PKEY_PARAM_RSA_EXPONENT1,
    OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1};

/* Big endian to the machine's order, or back. */
static void copy_native(uint8_t *to, const uint8_t *from, size_t length) {
  static const union {
    uint16_t number;
    uint8_t first;
  } probe = {1};
  for (size_t i = 0; i < length; i++)
    to[i] = from[probe.first ? length - 1 - i : i];
}

/* One number of PKEY into OUT (NUMBER_MAX octets); its length, 0 on failure. */
static size_t export_number(EVP_PKEY *pkey, const char *name, uint8_t *out) {
  uint8_t native[NUMBER_MAX];
  OSSL_PARAM params[2] = {OSSL_PARAM_construct_BN(name, native, sizeof native),
                          OSSL_PARAM_construct_end()};
  size_t length = 0;
  if (EVP_PKEY_get_params(pkey, params) == 1 && OSSL_PARAM_modified(params) &&
      params[0].return_size <= NUMBER_MAX) {
    length = params[0].return_size;
    copy_native(out, native, length);
    size_t zeros = 0;
    while (zeros + 1 < length && out[zeros] == 0)
      zeros++;
    length -= zeros;
    memmove(out, out + zeros, length);
  }
  OPENSSL_cleanse(native, sizeof native);
  return length;
}

/* The public half of KEY, so that comparing needs no memory. */
static bool keep_public_half(sesame_dkim_private *key) {
  if (key->type == SESAME_DKIM_RSA) {
    for (int i = 0; i < PUBLIC_NUMBERS; i++)
      key->lengths[i] = export_number(key->pkey, number_names[i], key->public_half[i]);
    return key->lengths[0] > 0 && key->lengths[1] > 0;
  }
  key->lengths[0] = ED25519_OCTETS;
  return EVP_PKEY_get_raw_public_key(key->pkey, key->public_half[0], &key->lengths[0]) == 1;
}

/* Takes over PKEY, also on failure. Type and size are not OpenSSL's to tell: where memory is out,
 * it says "another type" and 0. */
static sesame_status wrap(sesame_dkim_private **out, EVP_PKEY *pkey, sesame_dkim_type type,
                          sesame_dkim_form form) {
  sesame_dkim_private *key = calloc(1, sizeof *key);
  *out = NULL;
  if (!key) {
    EVP_PKEY_free(pkey);
    return SESAME_NO_MEMORY;
  }
  key->pkey = pkey;
  key->form = form;
  key->type = type;
  if (!keep_public_half(key)) {
    sesame_dkim_private_close(key);
    return SESAME_NO_MEMORY;
  }
  const sesame_der_range modulus = {0, (uint32_t)key->lengths[0]};
  key->bits = type == SESAME_DKIM_RSA ? (int)sesame_der_bits(key->public_half[0], modulus) : 256;
  *out = key;
  return SESAME_OK;
}

/* What OpenSSL's callback is given: it says no again once it said so. */
typedef struct asker {
  const sesame_pace *pace;
  bool given_up;
} asker;

static int ask_pace(EVP_PKEY_CTX *context) {
  asker *a = EVP_PKEY_CTX_get_app_data(context);
  a->given_up = a->given_up || !a->pace->go_on(a->pace->context);
  return !a->given_up;
}

static EVP_PKEY *make_rsa(int bits, const sesame_pace *pace, bool *given_up) {
  asker a = {pace, false};
  EVP_PKEY *pkey = NULL;
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
  if (context && EVP_PKEY_keygen_init(context) > 0 &&
      EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) > 0) {
    EVP_PKEY_CTX_set_app_data(context, &a);
    if (pace)
      EVP_PKEY_CTX_set_cb(context, ask_pace);
    EVP_PKEY_generate(context, &pkey);
  }
  EVP_PKEY_CTX_free(context);
  *given_up = a.given_up;
  return pkey;
}

sesame_status sesame_dkim_private_generate(sesame_dkim_private **out, int bits,
                                           const sesame_pace *pace) {
  bool given_up = false;
  *out = NULL;
  if (bits != 1024 && bits != 2048 && bits != 3072 && bits != 4096)
    return SESAME_BAD_OPTION;
  EVP_PKEY *pkey = make_rsa(bits, pace, &given_up);
  if (!pkey)
    return given_up ? SESAME_CANCELLED : SESAME_NO_MEMORY;
  return wrap(out, pkey, SESAME_DKIM_RSA, SESAME_DKIM_FORM_MADE);
}

void sesame_dkim_private_close(sesame_dkim_private *key) {
  if (!key)
    return;
  EVP_PKEY_free(key->pkey);
  OPENSSL_cleanse(key, sizeof *key);
  free(key);
}

sesame_dkim_type sesame_dkim_private_type(const sesame_dkim_private *key) {
  return key->type;
}

int sesame_dkim_private_bits(const sesame_dkim_private *key) {
  return key->bits;
}

sesame_dkim_form sesame_dkim_private_form(const sesame_dkim_private *key) {
  return key->form;
}

const char *sesame_dkim_form_name(sesame_dkim_form form) {
  static const char *const names[] = {"generated",    "pkcs1-pem",     "pkcs8-pem", "pkcs1-base64",
                                      "pkcs8-base64", "base64-of-pem", "pkcs1-der", "pkcs8-der"};
  return (unsigned)form < sizeof names / sizeof *names ? names[form] : "invalid";
}

/* An RSA pair from the eight numbers of DER; NULL when OpenSSL refuses. */
static EVP_PKEY *import_rsa(const uint8_t *bytes, const sesame_der_key *der) {
  OSSL_PARAM params[SESAME_DER_RSA_INTEGERS + 1];
  uint8_t *numbers = OPENSSL_malloc(SESAME_DER_RSA_INTEGERS * NUMBER_MAX);
  EVP_PKEY *pkey = NULL;
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
  if (!numbers || !context)
    goto Exit;
  for (int i = 0; i < SESAME_DER_RSA_INTEGERS; i++) {
    const size_t length = der->rsa[i].to - der->rsa[i].from;
    if (length > NUMBER_MAX)
      goto Exit;
    copy_native(numbers + i * NUMBER_MAX, bytes + der->rsa[i].from, length);
    params[i] = OSSL_PARAM_construct_BN(number_names[i], numbers + i * NUMBER_MAX, length);
  }
  params[SESAME_DER_RSA_INTEGERS] = OSSL_PARAM_construct_end();
  if (EVP_PKEY_fromdata_init(context) != 1 ||
      EVP_PKEY_fromdata(context, &pkey, EVP_PKEY_KEYPAIR, params) != 1)
    pkey = NULL;
Exit:
  EVP_PKEY_CTX_free(context);
  OPENSSL_clear_free(numbers, numbers ? SESAME_DER_RSA_INTEGERS * NUMBER_MAX : 0);
  return pkey;
}

/* Whether the numbers of a pair belong together. */
static bool is_consistent(EVP_PKEY *pkey) {
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(pkey, NULL);
  const bool good = context && EVP_PKEY_check(context) == 1;
  EVP_PKEY_CTX_free(context);
  return good;
}

static EVP_PKEY *import(const uint8_t *bytes, const sesame_der_key *der) {
  EVP_PKEY *pkey = NULL;
  if (der->algorithm == SESAME_DER_RSA)
    pkey = import_rsa(bytes, der);
  else if (der->algorithm == SESAME_DER_ED25519)
    pkey =
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, bytes + der->raw.from, ED25519_OCTETS);
  if (pkey && is_consistent(pkey))
    return pkey;
  EVP_PKEY_free(pkey);
  return NULL;
}

bool sesame_dkim_starved(void) {
  bool starved = false;
  for (unsigned long error; (error = ERR_get_error());)
    starved = starved || ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE;
  return starved;
}

sesame_status sesame_dkim_private_import(sesame_dkim_private **out, const uint8_t *bytes,
                                         const sesame_der_key *der, sesame_dkim_form form,
                                         const char **reason) {
  EVP_PKEY *pkey = NULL;
  *out = NULL;
  ERR_clear_error();
  for (int tries = 0; tries < SESAME_DKIM_TRIES && !pkey; tries++)
    if (!(pkey = import(bytes, der)) && sesame_dkim_starved())
      return SESAME_NO_MEMORY;
  if (pkey)
    return wrap(out, pkey, der->algorithm == SESAME_DER_RSA ? SESAME_DKIM_RSA : SESAME_DKIM_ED25519,
                form);
  *reason = "the numbers of this key do not belong together: it is damaged";
  return SESAME_BAD_SYNTAX;
}

/* The numbers of a pair, big endian without leading zeros, one after the other in BYTES. */
typedef struct numbers {
  uint8_t *bytes;
  size_t lengths[SESAME_DER_RSA_INTEGERS];
} numbers;

static void numbers_clear(numbers *n) {
  OPENSSL_clear_free(n->bytes, n->bytes ? SESAME_DER_RSA_INTEGERS * NUMBER_MAX : 0);
  n->bytes = NULL;
}

static bool numbers_export(numbers *n, EVP_PKEY *pkey) {
  n->bytes = OPENSSL_malloc(SESAME_DER_RSA_INTEGERS * NUMBER_MAX);
  for (int i = 0; n->bytes && i < SESAME_DER_RSA_INTEGERS; i++) {
    n->lengths[i] = export_number(pkey, number_names[i], n->bytes + i * NUMBER_MAX);
    if (n->lengths[i] == 0)
      return false;
  }
  return n->bytes != NULL;
}

/* Tag and length of an element; returns the place behind them. */
static uint8_t *put_header(uint8_t *p, uint8_t tag, size_t length) {
  *p++ = tag;
  if (length >= 0x100) {
    *p++ = 0x82;
    *p++ = (uint8_t)(length >> 8);
  } else if (length >= 0x80) {
    *p++ = 0x81;
  }
  *p++ = (uint8_t)length;
  return p;
}

static size_t header_size(size_t length) {
  return length >= 0x100 ? 4 : length >= 0x80 ? 3 : 2;
}

static uint8_t *put_integer(uint8_t *p, const uint8_t *number, size_t length) {
  const bool zero = number[0] & 0x80;
  p = put_header(p, 0x02, length + zero);
  if (zero)
    *p++ = 0;
  memcpy(p, number, length);
  return p + length;
}

/* RSAPrivateKey (RFC 8017 A.1.2). *OUT is *LENGTH octets, to be cleared and freed. */
static sesame_status encode_pkcs1(const sesame_dkim_private *key, uint8_t **out, size_t *length) {
  static const uint8_t version = 0;
  sesame_status status = SESAME_NO_MEMORY;
  numbers n = {NULL, {0}};
  size_t content = 3;
  *out = NULL;
  if (!numbers_export(&n, key->pkey))
    goto Exit;
  for (int i = 0; i < SESAME_DER_RSA_INTEGERS; i++) {
    const size_t size = n.lengths[i] + (n.bytes[i * NUMBER_MAX] >> 7);
    content += header_size(size) + size;
  }
  *length = header_size(content) + content;
  if (!(*out = OPENSSL_malloc(*length)))
    goto Exit;
  uint8_t *p = put_integer(put_header(*out, 0x30, content), &version, 1);
  for (int i = 0; i < SESAME_DER_RSA_INTEGERS; i++)
    p = put_integer(p, n.bytes + i * NUMBER_MAX, n.lengths[i]);
  status = SESAME_OK;
Exit:
  numbers_clear(&n);
  return status;
}

/* Whether DER is a key. Without memory for its lists OpenSSL leaves numbers out and says that all
 * is well; so what leaves here is looked at. */
static bool reads_back(const uint8_t *der, size_t length) {
  sesame_der_key parts;
  sesame_dkim_private *again = NULL;
  const char *reason;
  const bool good = sesame_der_read(&parts, der, length) &&
                    sesame_dkim_private_import(&again, der, &parts, SESAME_DKIM_FORM_DER_PKCS1,
                                               &reason) == SESAME_OK;
  sesame_dkim_private_close(again);
  return good;
}

sesame_status sesame_dkim_private_line(const sesame_dkim_private *key, char **out, size_t *length) {
  uint8_t *der;
  size_t size = 0;
  *out = NULL;
  *length = 0;
  if (key->type != SESAME_DKIM_RSA)
    return SESAME_BAD_OPTION;
  sesame_status status = encode_pkcs1(key, &der, &size);
  if (status != SESAME_OK)
    return status;
  if (reads_back(der, size))
    *out = OPENSSL_malloc(4 * ((size + 2) / 3) + 1);
  if (*out)
    *length = (size_t)EVP_EncodeBlock((uint8_t *)*out, der, (int)size);
  OPENSSL_clear_free(der, size);
  return *out ? SESAME_OK : SESAME_NO_MEMORY;
}

/* The octets p= carries: SubjectPublicKeyInfo, or the raw key. Free *OUT with OPENSSL_free. */
static size_t public_octets(const sesame_dkim_private *key, uint8_t **out) {
  size_t length = ED25519_OCTETS;
  *out = NULL;
  if (key->type == SESAME_DKIM_RSA) {
    const int size = i2d_PUBKEY(key->pkey, out);
    return size > 0 ? (size_t)size : 0;
  }
  *out = OPENSSL_malloc(length);
  return *out && EVP_PKEY_get_raw_public_key(key->pkey, *out, &length) == 1 ? length : 0;
}

sesame_status sesame_dkim_private_record(const sesame_dkim_private *key, char **out) {
  const char *head = key->type == SESAME_DKIM_RSA ? "v=DKIM1; k=rsa; p=" : "v=DKIM1; k=ed25519; p=";
  const size_t start = strlen(head);
  uint8_t *octets;
  const size_t length = public_octets(key, &octets);
  *out = length ? malloc(start + 4 * ((length + 2) / 3) + 1) : NULL;
  if (*out) {
    memcpy(*out, head, start);
    EVP_EncodeBlock((uint8_t *)*out + start, octets, (int)length);
  }
  OPENSSL_free(octets);
  return *out ? SESAME_OK : SESAME_NO_MEMORY;
}

static bool is_at(const sesame_dkim_private *key, int number, const sesame_dkim_key *record,
                  size_t from, size_t to) {
  return key->lengths[number] == to - from &&
         memcmp(key->public_half[number], record->octets + from, to - from) == 0;
}

bool sesame_dkim_private_match(const sesame_dkim_private *key, const sesame_dkim_key *record) {
  if (record->type != key->type || record->encoding == SESAME_DKIM_NO_ENCODING)
    return false;
  if (key->type == SESAME_DKIM_ED25519)
    return is_at(key, 0, record, 0, record->octet_count);
  const sesame_der_range n = record->modulus, e = record->public_exponent;
  return is_at(key, 0, record, n.from, n.to) && is_at(key, 1, record, e.from, e.to);
}

const char *sesame_dkim_private_ses_fault(const sesame_dkim_private *key) {
  if (key->type != SESAME_DKIM_RSA)
    return "Amazon SES takes RSA keys only";
  if (key->bits < SESAME_DKIM_RSA_BITS_MIN)
    return "Amazon SES takes no RSA key under 1024 bits";
  if (key->bits > SESAME_DKIM_SES_BITS_MAX)
    return "Amazon SES takes no RSA key over 2048 bits";
  return NULL;
}
