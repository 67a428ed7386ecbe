/* SPDX-License-Identifier: MIT */
#include "../../core/buffer.c"
#include "check.h"

int main(void) {
  const uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7};
  sesame_buffer b;
  sesame_buffer_init(&b, bytes, sizeof bytes);
  CHECK(sesame_buffer_u8(&b) == 1, "u8");
  CHECK(sesame_buffer_u16(&b) == 0x0203, "u16");
  CHECK(sesame_buffer_u32(&b) == 0x04050607, "u32");
  CHECK(sesame_buffer_left(&b) == 0 && !b.failed, "read to the very end");
  CHECK(sesame_buffer_u8(&b) == 0 && b.failed, "one more fails and gives zero");
  sesame_buffer_init(&b, bytes, sizeof bytes);
  sesame_buffer_seek(&b, 7);
  CHECK(!b.failed && sesame_buffer_u16(&b) == 0 && b.failed && b.position == 7, "nothing moves");
  sesame_buffer_init(&b, bytes, sizeof bytes);
  sesame_buffer_seek(&b, 8);
  CHECK(b.failed && b.position == 0, "seek beyond the end");
  sesame_buffer_init(&b, bytes, sizeof bytes);
  CHECK(sesame_buffer_take(&b, SIZE_MAX) == NULL && b.failed, "a length that would overflow");
  sesame_buffer_init(&b, bytes, sizeof bytes);
  CHECK(sesame_buffer_take(&b, 3) == bytes && b.position == 3, "take");
  return check_report("buffer");
}
