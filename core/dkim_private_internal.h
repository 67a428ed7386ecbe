/* SPDX-License-Identifier: MIT */
/* What the files of dkim_private share; not installed. */
#ifndef SESAME_DKIM_PRIVATE_INTERNAL_H
#define SESAME_DKIM_PRIVATE_INTERNAL_H

#include "dkim_private.h"

/* A pair from a sound private DER of RSA or Ed25519; BAD_SYNTAX sets *REASON. */
sesame_status sesame_dkim_private_import(sesame_dkim_private **out, const uint8_t *bytes,
                                         const sesame_der_key *der, sesame_dkim_form form,
                                         const char **reason);

/* PKCS#1 as one line of base64, *LENGTH characters and a NUL, to be cleared and freed by
 * OPENSSL_clear_free(*OUT, *LENGTH + 1). BAD_OPTION for Ed25519. */
sesame_status sesame_dkim_private_line(const sesame_dkim_private *key, char **out, size_t *length);

#endif
