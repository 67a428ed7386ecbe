/* SPDX-License-Identifier: MIT */
/* Any bytes as a key record, as DER, and as a private key file. What the walk calls a sound RSA key
 * has to be one for OpenSSL's reader of DER, too. */
#include "../../core/dkim_key.h"
#include "../../core/dkim_private.h"

#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_record(const char *text, size_t length) {
  static sesame_dkim_key key;
  char message[SESAME_DKIM_MESSAGE_MAX], fingerprint[SESAME_DKIM_FINGERPRINT_MAX];
  if (sesame_dkim_key_parse(&key, text, length) != SESAME_OK)
    return;
  if (sesame_dkim_key_fingerprint(&key, fingerprint) == SESAME_OK)
    sesame_dkim_key_identify(&key, fingerprint);
  for (size_t i = 0; i < key.fault_count; i++) {
    const sesame_dkim_fault *fault = &key.faults[i];
    if (fault->at.from > fault->at.to || fault->at.to > length)
      abort();
    sesame_dkim_fault_text(&key, text, fault, message);
    if (sesame_dkim_fault_voids(fault->code) && key.valid)
      abort();
  }
  if (key.valid && key.encoding == SESAME_DKIM_NO_ENCODING)
    abort();
  if (key.revoked && key.valid)
    abort();
}

static void read_der(const uint8_t *bytes, size_t length) {
  sesame_der_key der;
  if (!sesame_der_read(&der, bytes, length) || der.algorithm != SESAME_DER_RSA ||
      (der.kind != SESAME_DER_SPKI && der.kind != SESAME_DER_RSA_PUBLIC))
    return;
  for (int i = 0; i < 2; i++)
    if (der.rsa[i].from >= der.rsa[i].to || der.rsa[i].to > length)
      abort();
  const uint8_t *p = bytes;
  EVP_PKEY *pkey = der.kind == SESAME_DER_SPKI
                       ? d2i_PUBKEY(NULL, &p, (long)length)
                       : d2i_PublicKey(EVP_PKEY_RSA, NULL, &p, (long)length);
  if (pkey && (uint32_t)EVP_PKEY_get_bits(pkey) != sesame_der_bits(bytes, der.rsa[0]))
    abort(); /* two readers, one number of bits */
  EVP_PKEY_free(pkey);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  sesame_dkim_private *private;
  const char *reason;
  read_record((const char *)data, size);
  read_der(data, size);
  if (size < 2048) /* checking a large pair takes too long to fuzz */
    sesame_dkim_private_read(&private, data, size, &reason);
  else
  private = NULL;
  sesame_dkim_private_close(private);
  return 0;
}
