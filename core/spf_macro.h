/* SPDX-License-Identifier: MIT */
/* Macro expansion, RFC 7208 7: pieces and values -> a domain name or an explanation. Bounded
 * whatever comes in; no I/O: what needs a lookup (%{p}) is a value like any other, and missing
 * until it is given. */
#ifndef SESAME_SPF_MACRO_H
#define SESAME_SPF_MACRO_H

#include "domain.h"
#include "spf_record.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_SPF_DOMAIN_MAX = 253,       /* characters in an expanded name, RFC 7208 7.3 */
  SESAME_SPF_EXPLANATION_MAX = 2048, /* characters in an explanation; a longer one is dropped */
  SESAME_SPF_DOTTED_MAX = 64         /* holds %{i} of any address and a NUL */
};

/* Borrowed octets, any values; NULL: not there. */
typedef struct sesame_spf_text {
  const char *bytes;
  size_t length;
} sesame_spf_text;

/* The values of the macro letters: value[letter - 'a'], RFC 7208 7.2. A letter whose bytes are NULL
 * cannot be expanded (%{p} before its lookups; in a static walk whatever depends on the client). */
typedef struct sesame_spf_macros {
  sesame_spf_text value[26];
} sesame_spf_macros;

/* TERM's domain-spec (the current domain %{d} where it has none) into OUT, NUL-terminated, of
 * *LENGTH characters: at most SESAME_SPF_DOMAIN_MAX, left-most labels dropped until it fits (7.3),
 * without the final dot. It need not be a name: see sesame_spf_target. SESAME_OK, or
 * SESAME_NOT_FOUND with *MISSING the first letter that has no value; OUT is "" then. Linear in the
 * text's length and in what is kept. */
sesame_status sesame_spf_expand(const sesame_spf_macros *macros, const sesame_spf_record *record,
                                const sesame_spf_term *term, char out[SESAME_SPF_DOMAIN_MAX + 1],
                                size_t *length, char *missing);

/* The explanation TEXT (what the TXT record of exp= holds, 6.2) into OUT. SESAME_OK; or
 * SESAME_BAD_SYNTAX (no macro-string, or not ASCII), SESAME_TOO_LONG, SESAME_NOT_FOUND with
 * *MISSING as above; OUT is "" then. */
sesame_status sesame_spf_explain(const sesame_spf_macros *macros, const char *text, size_t length,
                                 char out[SESAME_SPF_EXPLANATION_MAX + 1], size_t *out_length,
                                 char *missing);

/* An expanded name as a name on the wire, in lower case: octets are taken as they are, dots part
 * labels, nothing is an escape. SESAME_BAD_NAME (empty, an empty label, a single label, an octet
 * over 0x7E: RFC 7208 4.3, RFC 8616 4) or SESAME_TOO_LONG (a label over 63, the name over 255
 * octets); OUT is the root then. A final dot is fine. */
sesame_status sesame_spf_target(sesame_name *out, const char *text, size_t length);

/* %{i}: "192.0.2.1" for 4 octets, 32 nibbles and dots for 16 (7.2); returns its length. */
size_t sesame_spf_dotted(const uint8_t *address, size_t octets, char out[SESAME_SPF_DOTTED_MAX]);

#ifdef __cplusplus
}
#endif
#endif
