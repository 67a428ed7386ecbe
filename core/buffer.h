/* SPDX-License-Identifier: MIT */
/* A bounded reader: all parsing of bytes from outside goes through it. Knows nothing of DNS. */
#ifndef SESAME_BUFFER_H
#define SESAME_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Borrowed bytes and a position. A read past the end sets `failed`, returns zeros and moves
 * nothing; so a parser may read a whole structure and test `failed` once. */
typedef struct sesame_buffer {
  const uint8_t *bytes;
  size_t length;
  size_t position;
  bool failed;
} sesame_buffer;

/* BYTES stay the caller's and must outlive the buffer. */
void sesame_buffer_init(sesame_buffer *buffer, const void *bytes, size_t length);
size_t sesame_buffer_left(const sesame_buffer *buffer);
uint8_t sesame_buffer_u8(sesame_buffer *buffer);
uint16_t sesame_buffer_u16(sesame_buffer *buffer); /* big endian */
uint32_t sesame_buffer_u32(sesame_buffer *buffer); /* big endian */
/* A pointer to the next LENGTH bytes, now consumed; NULL (and `failed`) when there are fewer. */
const uint8_t *sesame_buffer_take(sesame_buffer *buffer, size_t length);
/* Moves to an absolute position; beyond the end sets `failed`. */
void sesame_buffer_seek(sesame_buffer *buffer, size_t position);

#ifdef __cplusplus
}
#endif
#endif
