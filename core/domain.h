/* SPDX-License-Identifier: MIT */
/* Domain names: presentation and wire form, IDNA, public suffixes. No sockets, no messages. */
#ifndef SESAME_DOMAIN_H
#define SESAME_DOMAIN_H

#include "status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_LABEL_MAX = 63, /* octets in a label, RFC 1035 2.3.4 */
  SESAME_NAME_MAX =
      255, /* octets in a name on the wire, the root's zero included, RFC 1035 2.3.4 */
  SESAME_NAME_TEXT_MAX = 1024, /* a buffer that holds any name in presentation form and a NUL */
  SESAME_NAME_LABELS_MAX = 127 /* labels in a name of 255 octets */
};

/* A name on the wire, uncompressed, with its final zero octet; letters as they were given. */
typedef struct sesame_name {
  uint8_t length; /* of wire, 1 (the root) to 255 */
  uint8_t wire[SESAME_NAME_MAX];
} sesame_name;

/* TEXT (LENGTH bytes; presentation form with \. and \DDD, a final dot or none; "." is the root) ->
 * OUT. Bytes over 0x7F are taken literally: call sesame_domain_to_ascii first for U-labels.
 * SESAME_BAD_NAME (empty text, empty label, bad escape), SESAME_TOO_LONG (label over 63, name over
 * 255). OUT is the root then. */
sesame_status sesame_name_parse(sesame_name *out, const char *text, size_t length);

/* Presentation form into OUT, with \. \\ and \DDD where needed, without a final dot ("." for the
 * root). Returns its length. */
size_t sesame_name_format(const sesame_name *name, char out[SESAME_NAME_TEXT_MAX]);

/* Lower-cases the ASCII letters in place. */
void sesame_name_lower(sesame_name *name);

/* ASCII case is ignored in all comparisons (RFC 4343). */
bool sesame_name_equal(const sesame_name *a, const sesame_name *b);
/* True when NAME equals ANCESTOR or lies below it. */
bool sesame_name_within(const sesame_name *name, const sesame_name *ancestor);
/* Canonical DNS order (RFC 4034 6.1): negative, zero or positive. */
int sesame_name_compare(const sesame_name *a, const sesame_name *b);
/* FNV-1a over the lower-cased wire form. */
uint32_t sesame_name_hash(const sesame_name *name);

/* Number of labels, the root not counted. */
int sesame_name_labels(const sesame_name *name);
/* The name without its first COUNT labels into OUT (may be NAME itself); the root when there are no
 * more. */
void sesame_name_parent(const sesame_name *name, int count, sesame_name *out);
/* Copies label INDEX (0 is the left-most) to *LABEL, *LENGTH; false when there are fewer. Points
 * into NAME. */
bool sesame_name_label(const sesame_name *name, int index, const uint8_t **label, size_t *length);
/* PREFIX (relative, without its root octet) put before SUFFIX; SESAME_TOO_LONG when it does not
 * fit. OUT may alias neither. */
sesame_status sesame_name_join(sesame_name *out, const sesame_name *prefix,
                               const sesame_name *suffix);

/* A domain as a person writes it -> A-labels, lower case, no final dot, NUL-terminated. ASCII text
 * is not given to libidn2 (which refuses "r3---x"). SESAME_BAD_NAME, SESAME_TOO_LONG; on failure
 * OUT is "" and, when WHY is not NULL, *WHY is a static phrase that says what is wrong ("empty
 * label", "label over 63 octets", ...). RFC 5891, RFC 8616 4. */
sesame_status sesame_domain_to_ascii(char out[SESAME_NAME_TEXT_MAX], const char *text,
                                     size_t length, const char **why);

/* The public suffix (libpsl, ICANN and private sections) that DOMAIN (A-labels) ends in; a pointer
 * into DOMAIN, or NULL when no list is available. */
const char *sesame_domain_public_suffix(const char *domain);
/* The suffix and one label more (RFC 7489 3.2); a pointer into DOMAIN, or NULL when DOMAIN is
 * itself a public suffix or no list is available. */
const char *sesame_domain_registrable(const char *domain);
/* Whether a public suffix list is there to be read. */
bool sesame_domain_psl_available(void);

#ifdef __cplusplus
}
#endif
#endif
