/* SPDX-License-Identifier: MIT */
/* What people type -> A-labels (libidn2, for non-ASCII only), and the public suffix list (libpsl).
 */
#include "domain.h"

#include <idn2.h>
#include <libpsl.h>
#include <pthread.h>
#include <string.h>

/* Says in a phrase why a text is no domain name. */
static const char *explain(const char *text, size_t length, sesame_status status) {
  if (length == 0)
    return "it is empty";
  if (status == SESAME_TOO_LONG) {
    size_t run = 0;
    for (size_t i = 0; i < length && run <= SESAME_LABEL_MAX; i++)
      run = text[i] == '.' ? 0 : run + 1;
    return run > SESAME_LABEL_MAX ? "a label is over 63 octets" : "the name is over 255 octets";
  }
  return memchr(text, '\\', length) ? "an escape is wrong (write \\. or \\DDD)"
                                    : "a label is empty";
}

static sesame_status from_ascii(char out[SESAME_NAME_TEXT_MAX], const char *text, size_t length,
                                const char **why) {
  sesame_name name;
  sesame_status status = sesame_name_parse(&name, text, length);
  if (status != SESAME_OK) {
    *why = explain(text, length, status);
    return status;
  }
  sesame_name_lower(&name);
  sesame_name_format(&name, out);
  return SESAME_OK;
}

sesame_status sesame_domain_to_ascii(char out[SESAME_NAME_TEXT_MAX], const char *text,
                                     size_t length, const char **why) {
  const char *unused;
  const char **reason = why ? why : &unused;
  bool ascii = true;
  out[0] = '\0';
  *reason = NULL;
  for (size_t i = 0; i < length; i++)
    ascii = ascii && (unsigned char)text[i] < 0x80;
  if (ascii)
    return from_ascii(out, text, length, reason);

  char copy[SESAME_NAME_TEXT_MAX], *converted = NULL;
  if (length >= sizeof copy || memchr(text, '\0', length)) {
    *reason = length >= sizeof copy ? "the name is over 255 octets" : "it holds a NUL";
    return length >= sizeof copy ? SESAME_TOO_LONG : SESAME_BAD_NAME;
  }
  memcpy(copy, text, length);
  copy[length] = '\0';
  int code = idn2_to_ascii_8z(copy, &converted, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  if (code != IDN2_OK) {
    *reason = idn2_strerror(code);
    return code == IDN2_MALLOC ? SESAME_NO_MEMORY : SESAME_BAD_NAME;
  }
  sesame_status status = from_ascii(out, converted, strlen(converted), reason);
  if (status != SESAME_OK) /* the reason may point into what is freed now: keep to static phrases */
    *reason = status == SESAME_TOO_LONG ? "a label or the name is too long" : "a label is empty";
  idn2_free(converted);
  return status;
}

static const psl_ctx_t *list;

static void load_list(void) {
  list = psl_latest(NULL); /* the system's newest, or the one built into libpsl */
  if (!list)
    list = psl_builtin();
}

static const psl_ctx_t *psl(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load_list);
  return list;
}

bool sesame_domain_psl_available(void) {
  return psl() != NULL;
}

const char *sesame_domain_public_suffix(const char *domain) {
  return psl() ? psl_unregistrable_domain(psl(), domain) : NULL;
}

const char *sesame_domain_registrable(const char *domain) {
  return psl() ? psl_registrable_domain(psl(), domain) : NULL;
}
