/* SPDX-License-Identifier: MIT */
/* Private keys in and out of files: every form people have, two forms to write. Each buffer that
 * held something secret is wiped. */
#include "dkim_private_internal.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PEM_COLUMNS = 64 }; /* RFC 7468 2 */

/* A buffer that is wiped. */
typedef struct secret {
  char *bytes;
  size_t length, size;
} secret;

static bool secret_open(secret *s, size_t size) {
  *s = (secret){OPENSSL_malloc(size ? size : 1), 0, size};
  return s->bytes != NULL;
}

static void secret_close(secret *s) {
  OPENSSL_clear_free(s->bytes, s->size);
  *s = (secret){NULL, 0, 0};
}

static int six_bits(char c) {
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char *p = c ? strchr(alphabet, c) : NULL;
  return p ? (int)(p - alphabet) : -1;
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Base64 with white space anywhere -> OUT, which has room for LENGTH octets. */
static bool decode_base64(const char *text, size_t length, secret *out) {
  uint32_t bits = 0, count = 0, padding = 0;
  out->length = 0;
  for (size_t i = 0; i < length; i++) {
    if (is_space(text[i]))
      continue;
    if (text[i] == '=') {
      padding++;
      continue;
    }
    const int six = six_bits(text[i]);
    if (six < 0 || padding > 0)
      return false;
    bits = (bits << 6 | (uint32_t)six) & 0xFFFF;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out->bytes[out->length++] = (char)(bits >> count);
    }
  }
  return out->length > 0 && padding <= 2;
}

/* The base64 between the markers of the first PEM block whose label holds "PRIVATE KEY". */
static bool find_pem(const char *text, size_t length, const char **body, size_t *size,
                     const char **reason) {
  const char *end = text + length, *begin = text, *label_end;
  while ((begin = memmem(begin, (size_t)(end - begin), "-----BEGIN ", 11)) != NULL) {
    begin += 11;
    label_end = memmem(begin, (size_t)(end - begin), "-----", 5);
    if (!label_end)
      break;
    if (!memmem(begin, (size_t)(label_end - begin), "PRIVATE KEY", 11)) {
      *reason = "a public key or a certificate, no private key";
      continue;
    }
    *body = label_end + 5;
    const char *stop = memmem(*body, (size_t)(end - *body), "-----END ", 9);
    if (!stop) {
      *reason = "the END line of the PEM file is missing";
      return false;
    }
    *size = (size_t)(stop - *body);
    if (memmem(begin, (size_t)(label_end - begin), "OPENSSH", 7))
      *reason = "a key in OpenSSH's own format: convert it with ssh-keygen -p -m PEM";
    else if (memmem(begin, (size_t)(label_end - begin), "ENCRYPTED", 9) ||
             memmem(*body, *size, "ENCRYPTED", 9))
      *reason = "protected by a passphrase: take it off first (openssl pkey -in FILE -out PLAIN)";
    else
      return true;
    return false;
  }
  return false;
}

static const char *der_reason(const sesame_der_key *der) {
  if (der->kind == SESAME_DER_SPKI || der->kind == SESAME_DER_RSA_PUBLIC)
    return der->fault == SESAME_DER_CUT ? "cut short" : "a public key, no private key";
  if (der->kind == SESAME_DER_CERTIFICATE)
    return "a certificate, no private key";
  if (der->kind == SESAME_DER_ENCRYPTED)
    return "protected by a passphrase: take it off first (openssl pkey -in FILE -out PLAIN)";
  if (der->fault == SESAME_DER_CUT && der->kind != SESAME_DER_NONE)
    return "cut short";
  if (der->kind == SESAME_DER_EC_PRIVATE ||
      (der->kind == SESAME_DER_PKCS8 && der->algorithm != SESAME_DER_RSA &&
       der->algorithm != SESAME_DER_ED25519))
    return "neither an RSA nor an Ed25519 key: DKIM has no other";
  return der->kind == SESAME_DER_NONE ? "no private key in PEM, DER or base64" : "damaged DER";
}

static sesame_status read_der(sesame_dkim_private **out, const void *bytes, size_t length,
                              sesame_dkim_form pkcs1, sesame_dkim_form pkcs8, const char **reason) {
  sesame_der_key der;
  sesame_status status = SESAME_BAD_SYNTAX;
  const bool sound = sesame_der_read(&der, bytes, length);
  const bool usable = der.kind == SESAME_DER_RSA_PRIVATE ||
                      (der.kind == SESAME_DER_PKCS8 &&
                       (der.algorithm == SESAME_DER_RSA || der.algorithm == SESAME_DER_ED25519));
  if (sound && usable)
    status = sesame_dkim_private_import(out, bytes, &der,
                                        der.kind == SESAME_DER_PKCS8 ? pkcs8 : pkcs1, reason);
  else
    *reason = der_reason(&der);
  return status;
}

static sesame_status read_pem(sesame_dkim_private **out, const char *text, size_t length,
                              bool encoded, const char **reason) {
  const char *body;
  size_t size;
  secret der;
  sesame_status status = SESAME_BAD_SYNTAX;
  if (!find_pem(text, length, &body, &size, reason))
    return SESAME_BAD_SYNTAX;
  if (!secret_open(&der, size))
    return SESAME_NO_MEMORY;
  *reason = "the base64 of the PEM file is damaged";
  if (decode_base64(body, size, &der))
    status = read_der(out, der.bytes, der.length,
                      encoded ? SESAME_DKIM_FORM_BASE64_PEM : SESAME_DKIM_FORM_PEM_PKCS1,
                      encoded ? SESAME_DKIM_FORM_BASE64_PEM : SESAME_DKIM_FORM_PEM_PKCS8, reason);
  secret_close(&der);
  return status;
}

/* PEM or base64 in TEXT. */
static sesame_status read_text(sesame_dkim_private **out, const char *text, size_t length,
                               const char **reason) {
  secret inner;
  sesame_status status;
  if (length > 0 && memmem(text, length, "-----BEGIN ", 11))
    return read_pem(out, text, length, false, reason);
  if (!secret_open(&inner, length))
    return SESAME_NO_MEMORY;
  if (!decode_base64(text, length, &inner))
    status =
        read_der(out, text, length, SESAME_DKIM_FORM_DER_PKCS1, SESAME_DKIM_FORM_DER_PKCS8, reason);
  else if (memmem(inner.bytes, inner.length, "-----BEGIN ", 11))
    status = read_pem(out, inner.bytes, inner.length, true, reason);
  else
    status = read_der(out, inner.bytes, inner.length, SESAME_DKIM_FORM_BASE64_PKCS1,
                      SESAME_DKIM_FORM_BASE64_PKCS8, reason);
  secret_close(&inner);
  return status;
}

sesame_status sesame_dkim_private_read(sesame_dkim_private **out, const void *bytes, size_t length,
                                       const char **reason) {
  const char *text = bytes;
  secret plain;
  *out = NULL;
  *reason = "no private key in PEM, DER or base64";
  if (length > SESAME_DKIM_PRIVATE_FILE_MAX)
    return SESAME_TOO_LONG;
  if (length > 0 && text[0] == 0x30 && (length < 2 || (text[1] & 0x80)))
    return read_der(out, bytes, length, SESAME_DKIM_FORM_DER_PKCS1, SESAME_DKIM_FORM_DER_PKCS8,
                    reason);
  if (!secret_open(&plain, sesame_text_room(length)))
    return SESAME_NO_MEMORY;
  sesame_status status = sesame_text_plain(text, length, plain.bytes, &plain.length);
  if (status == SESAME_OK)
    status = read_text(out, plain.bytes, plain.length, reason);
  else
    *reason = "broken UTF-16, or UTF-32";
  secret_close(&plain);
  return status;
}

/* Reads to the end, at most S->size octets; false with errno set. */
static bool read_all(int descriptor, secret *s) {
  while (s->length < s->size) {
    const ssize_t got = read(descriptor, s->bytes + s->length, s->size - s->length);
    if (got == 0)
      return true;
    if (got < 0 && errno != EINTR)
      return false;
    s->length += got > 0 ? (size_t)got : 0;
  }
  return true;
}

sesame_status sesame_dkim_private_load(sesame_dkim_private **out, const char *path,
                                       const char **reason) {
  secret content;
  *out = NULL;
  *reason = "the file cannot be read";
  const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return errno == ENOENT ? SESAME_NOT_FOUND : SESAME_IO;
  sesame_status status = SESAME_NO_MEMORY;
  if (secret_open(&content, SESAME_DKIM_PRIVATE_FILE_MAX + 1))
    status = read_all(descriptor, &content)
                 ? sesame_dkim_private_read(out, content.bytes, content.length, reason)
                 : SESAME_IO;
  const int saved = errno;
  secret_close(&content);
  close(descriptor);
  errno = saved;
  return status;
}

static void append(secret *s, const char *bytes, size_t length) {
  memcpy(s->bytes + s->length, bytes, length);
  s->length += length;
}

/* LINE as it is written to a file. */
static bool lay_out(secret *out, const char *line, size_t length, sesame_dkim_output output) {
  static const char begin[] = "-----BEGIN RSA PRIVATE KEY-----\n";
  static const char end[] = "-----END RSA PRIVATE KEY-----\n";
  const bool pem = output == SESAME_DKIM_OUTPUT_PEM;
  const size_t columns = pem ? PEM_COLUMNS : length;
  if (!secret_open(out, length + length / PEM_COLUMNS + sizeof begin + sizeof end))
    return false;
  if (pem)
    append(out, begin, sizeof begin - 1);
  for (size_t i = 0; i < length; i += columns) {
    append(out, line + i, length - i < columns ? length - i : columns);
    append(out, "\n", 1);
  }
  if (pem)
    append(out, end, sizeof end - 1);
  return true;
}

static bool write_all(int descriptor, const secret *s) {
  for (size_t done = 0; done < s->length;) {
    const ssize_t put = write(descriptor, s->bytes + done, s->length - done);
    if (put < 0 && errno != EINTR)
      return false;
    done += put > 0 ? (size_t)put : 0;
  }
  return true;
}

sesame_status sesame_dkim_private_write(const sesame_dkim_private *key, int descriptor,
                                        sesame_dkim_output output) {
  char *line;
  size_t length;
  secret text;
  if (isatty(descriptor))
    return SESAME_BAD_OPTION;
  sesame_status status = sesame_dkim_private_line(key, &line, &length);
  if (status != SESAME_OK)
    return status;
  if (!lay_out(&text, line, length, output))
    status = SESAME_NO_MEMORY;
  else if (!write_all(descriptor, &text))
    status = SESAME_IO;
  const int saved = errno;
  secret_close(&text);
  OPENSSL_clear_free(line, length + 1);
  errno = saved;
  return status;
}

sesame_status sesame_dkim_private_save(const sesame_dkim_private *key, const char *path,
                                       sesame_dkim_output output) {
  if (sesame_dkim_private_type(key) != SESAME_DKIM_RSA)
    return SESAME_BAD_OPTION;
  const int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0)
    return SESAME_IO;
  sesame_status status = sesame_dkim_private_write(key, descriptor, output);
  if (status == SESAME_OK && fsync(descriptor) != 0)
    status = SESAME_IO;
  const int saved = errno;
  if (close(descriptor) != 0 && status == SESAME_OK)
    status = SESAME_IO;
  if (status != SESAME_OK)
    unlink(path);
  errno = saved;
  return status;
}

const char *sesame_dkim_selector_ses_fault(const char *text, size_t length) {
  if (length == 0 || length > 63)
    return "a selector for Amazon SES has 1 to 63 characters";
  if (memchr(text, '.', length))
    return "a selector for Amazon SES has no dot";
  if (text[0] == '-' || text[length - 1] == '-')
    return "a selector neither begins nor ends with a hyphen";
  for (size_t i = 0; i < length; i++) {
    const char c = text[i];
    if (c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z'))
      return "a selector for Amazon SES has letters, digits and hyphens only";
  }
  return NULL;
}
