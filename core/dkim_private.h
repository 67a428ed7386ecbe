/* SPDX-License-Identifier: MIT */
/* Private DKIM keys: made, read from what people have, written as PKCS#1 (what Amazon SES can use)
 * and compared with published records. What is secret leaves only through sesame_dkim_private_save
 * and _write, is wiped from memory, and appears in no message. */
#ifndef SESAME_DKIM_PRIVATE_H
#define SESAME_DKIM_PRIVATE_H

#include "dkim_key.h"
#include "pace.h"
#include "status.h"
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_DKIM_PRIVATE_FILE_MAX = 65536, /* ours: octets of a key file */
  SESAME_DKIM_SES_LINE_MAX = 20480,     /* SESv2 API: DomainSigningPrivateKey */
  SESAME_DKIM_SES_BITS_MAX = 2048       /* SES takes RSA of 1024 to 2048 bits */
};

/* An RSA or Ed25519 key pair. */
typedef struct sesame_dkim_private sesame_dkim_private;

/* What a key was read from. */
typedef enum sesame_dkim_form {
  SESAME_DKIM_FORM_MADE,         /* "generated" */
  SESAME_DKIM_FORM_PEM_PKCS1,    /* "pkcs1-pem": BEGIN RSA PRIVATE KEY */
  SESAME_DKIM_FORM_PEM_PKCS8,    /* "pkcs8-pem": BEGIN PRIVATE KEY */
  SESAME_DKIM_FORM_BASE64_PKCS1, /* "pkcs1-base64": what SES wants */
  SESAME_DKIM_FORM_BASE64_PKCS8, /* "pkcs8-base64": SES takes it and never verifies */
  SESAME_DKIM_FORM_BASE64_PEM,   /* "base64-of-pem": likewise */
  SESAME_DKIM_FORM_DER_PKCS1,    /* "pkcs1-der" */
  SESAME_DKIM_FORM_DER_PKCS8     /* "pkcs8-der" */
} sesame_dkim_form;

/* How a key is written. */
typedef enum sesame_dkim_output {
  SESAME_DKIM_OUTPUT_LINE, /* one line of base64 of PKCS#1, and a line feed */
  SESAME_DKIM_OUTPUT_PEM   /* BEGIN RSA PRIVATE KEY */
} sesame_dkim_output;

/* A new RSA pair of 1024, 2048, 3072 or 4096 bits (BAD_OPTION otherwise), at PACE (NULL: to its
 * end). *OUT is NULL on failure; free it with sesame_dkim_private_close. */
sesame_status sesame_dkim_private_generate(sesame_dkim_private **out, int bits,
                                           const sesame_pace *pace);

/* Reads a pair out of BYTES: PEM, DER or base64 of either, PKCS#1 or PKCS#8, and checks that its
 * numbers belong together. BAD_SYNTAX when there is none to be had; *REASON (static, never NULL
 * then) says why and quotes nothing. *OUT is NULL on failure. BYTES stay the caller's to wipe. */
sesame_status sesame_dkim_private_read(sesame_dkim_private **out, const void *bytes, size_t length,
                                       const char **reason);

/* The same from a file; also NOT_FOUND and IO (errno tells why), TOO_LONG over
 * SESAME_DKIM_PRIVATE_FILE_MAX. */
sesame_status sesame_dkim_private_load(sesame_dkim_private **out, const char *path,
                                       const char **reason);

/* Wipes and frees; NULL is fine. */
void sesame_dkim_private_close(sesame_dkim_private *key);

sesame_dkim_type sesame_dkim_private_type(const sesame_dkim_private *key);
int sesame_dkim_private_bits(const sesame_dkim_private *key); /* 256 for Ed25519 */
sesame_dkim_form sesame_dkim_private_form(const sesame_dkim_private *key);
const char *sesame_dkim_form_name(sesame_dkim_form form); /* never NULL */

/* Why SES cannot use the key, static, or NULL when it can. */
const char *sesame_dkim_private_ses_fault(const sesame_dkim_private *key);

/* Why SES does not take TEXT as a selector (DomainSigningSelector: 1 to 63 letters, digits and
 * inner hyphens), static, or NULL when it does. */
const char *sesame_dkim_selector_ses_fault(const char *text, size_t length);

/* The text of the TXT record: "v=DKIM1; k=rsa; p=...". Free *OUT with free(). NO_MEMORY. */
sesame_status sesame_dkim_private_record(const sesame_dkim_private *key, char **out);

/* True when RECORD publishes the public half of KEY. */
bool sesame_dkim_private_match(const sesame_dkim_private *key, const sesame_dkim_key *record);

/* Writes an RSA key to a new file of mode 0600: never over anything, never through a symbolic
 * link. IO with errno set (EEXIST); a file begun and not finished is removed. BAD_OPTION for
 * Ed25519, which PKCS#1 cannot hold. */
sesame_status sesame_dkim_private_save(const sesame_dkim_private *key, const char *path,
                                       sesame_dkim_output output);

/* The same to an open descriptor. A terminal is refused: BAD_OPTION. */
sesame_status sesame_dkim_private_write(const sesame_dkim_private *key, int descriptor,
                                        sesame_dkim_output output);

#ifdef __cplusplus
}
#endif
#endif
