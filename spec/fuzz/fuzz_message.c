/* SPDX-License-Identifier: MIT */
/* Any bytes as a reply: the first octet picks the type asked for, the question is the one in the
 * bytes. Reads everything back out of the answer, joins it with itself and formats every record. */
#include "../../core/message.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_record(const sesame_record *r) {
  static char out[4096];
  sesame_name name;
  sesame_soa soa;
  uint16_t preference;
  const uint8_t *bytes;
  size_t offset = 0, length;
  sesame_record_owner(r, &name);
  sesame_record_name(r, &name);
  sesame_record_mx(r, &preference, &name);
  sesame_record_soa(r, &soa);
  sesame_record_address(r, &bytes);
  sesame_record_text(r, out, sizeof out);
  while (sesame_record_string(r, &offset, &bytes, &length))
    ;
  if (r->rr_class == 1)
    sesame_record_format(r, out, sizeof out);
}

/* Whether the answer section is empty, or one of its records is in the chain or of the name asked.
 */
static bool answers_something(const sesame_answer *a) {
  sesame_record r;
  sesame_name owner;
  size_t index = 0;
  bool any = false;
  while (sesame_answer_walk(a, SESAME_ANSWER, &index, &r)) {
    any = true;
    sesame_record_owner(&r, &owner);
    if (r.rr_class == 1 && sesame_name_equal(&owner, sesame_answer_name(a)))
      return true;
  }
  return !any || sesame_answer_chain_count(a) > 0;
}

static void read_all(const sesame_answer *a) {
  sesame_record r;
  sesame_name name;
  for (size_t i = 0; sesame_answer_record(a, i, &r); i++)
    read_record(&r);
  for (size_t i = 0; sesame_answer_chain(a, i, &r); i++)
    read_record(&r);
  for (int section = SESAME_ANSWER; section <= SESAME_ADDITIONAL; section++) {
    size_t index = 0;
    while (sesame_answer_walk(a, (sesame_section)section, &index, &r))
      if (r.rr_class == 1)
        read_record(&r);
  }
  sesame_answer_target(a, &name);
  if (sesame_answer_status(a) == SESAME_OK && sesame_answer_count(a) == 0)
    abort(); /* present without records */
  if (sesame_status_knowledge(sesame_answer_status(a)) == SESAME_ABSENT && sesame_answer_count(a))
    abort();
  if (sesame_answer_status(a) == SESAME_NODATA && !answers_something(a))
    abort(); /* an answer to something else is no absence */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const int types[] = {1, 2, 5, 6, 12, 15, 16, 28, 39, 99, 255, 257};
  if (size < 1)
    return 0;
  int type = types[data[0] % (sizeof types / sizeof *types)];
  sesame_name name;
  sesame_name_parse(&name, "q.example", 9);
  uint8_t *message = malloc(size + 40);
  if (!message)
    return 0;
  /* Half of the inputs get a right header and question before them, so that the records are
   * reached. */
  size_t length = size - 1;
  if (data[0] & 0x80 && length >= 12) {
    size_t head = sesame_message_query(message, 1, &name, type, 0, 0);
    memcpy(message, data + 1, 12);
    message[2] = (message[2] & 0x86) | 0x80;
    message[4] = message[6] = message[8] = message[10] = 0;
    message[5] = 1;
    memcpy(message + head, data + 13, length - 12);
    length = length - 12 + head;
  } else {
    memcpy(message, data + 1, length);
  }
  sesame_answer *a = sesame_answer_read(&name, type, message, length, "s", 1);
  if (a) {
    read_all(a);
    sesame_answer *joined = sesame_answer_join(a, a);
    if (joined)
      read_all(joined);
    sesame_answer_free(joined);
  }
  sesame_answer_free(a);
  free(message);
  return 0;
}
