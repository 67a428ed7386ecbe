/* SPDX-License-Identifier: MIT */
/* The bounded reader. Every function here checks; nothing above it needs to. */
#include "buffer.h"

void sesame_buffer_init(sesame_buffer *buffer, const void *bytes, size_t length) {
  *buffer = (sesame_buffer){.bytes = bytes, .length = length};
}

size_t sesame_buffer_left(const sesame_buffer *buffer) {
  return buffer->length - buffer->position;
}

const uint8_t *sesame_buffer_take(sesame_buffer *buffer, size_t length) {
  if (length > sesame_buffer_left(buffer)) {
    buffer->failed = true;
    return NULL;
  }
  const uint8_t *at = buffer->bytes + buffer->position;
  buffer->position += length;
  return at;
}

uint8_t sesame_buffer_u8(sesame_buffer *buffer) {
  const uint8_t *p = sesame_buffer_take(buffer, 1);
  return p ? p[0] : 0;
}

uint16_t sesame_buffer_u16(sesame_buffer *buffer) {
  const uint8_t *p = sesame_buffer_take(buffer, 2);
  return p ? (uint16_t)(p[0] << 8 | p[1]) : 0;
}

uint32_t sesame_buffer_u32(sesame_buffer *buffer) {
  const uint8_t *p = sesame_buffer_take(buffer, 4);
  return p ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3] : 0;
}

void sesame_buffer_seek(sesame_buffer *buffer, size_t position) {
  if (position > buffer->length)
    buffer->failed = true;
  else
    buffer->position = position;
}
