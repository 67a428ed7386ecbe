/* SPDX-License-Identifier: MIT */
/* Text files as editors and Windows save them: a byte order mark and UTF-16 taken back to plain
 * octets. Knows nothing of what a file is for. */
#ifndef SESAME_TEXT_H
#define SESAME_TEXT_H

#include "status.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Octets that sesame_text_plain may write for LENGTH octets. */
size_t sesame_text_room(size_t length);

/* Writes BYTES to OUT, which has room for sesame_text_room(LENGTH) and does not overlap: without
 * the byte order mark of UTF-8; UTF-16 (by its mark, or where every second of the first four octets
 * is zero) as UTF-8; all else as it is. BAD_SYNTAX for UTF-32, and for UTF-16 that is cut short or
 * holds half a pair: *OUT_LENGTH is then the octet of BYTES at fault. */
sesame_status sesame_text_plain(const char *bytes, size_t length, char *out, size_t *out_length);

#ifdef __cplusplus
}
#endif
#endif
