/* SPDX-License-Identifier: MIT */
/* Bytes -> an answer. What it teaches is decided in message_decide.c. */
#include "message_internal.h"
#include "buffer.h"

#include <stdlib.h>
#include <string.h>

size_t message_expand(const uint8_t *message, size_t length, size_t position, sesame_name *out) {
  size_t next = 0, used = 0, limit = position; /* a pointer must go below limit: so it ends */
  for (;;) {
    if (position >= length)
      return 0;
    uint8_t octet = message[position];
    if (octet >= 0xC0) {
      if (position + 1 >= length)
        return 0;
      size_t target = (size_t)(octet & 0x3F) << 8 | message[position + 1];
      if (next == 0)
        next = position + 2;
      if (target >= limit)
        return 0;
      limit = position = target;
      continue;
    }
    if (octet > SESAME_LABEL_MAX || position + 1u + octet > length ||
        used + 1u + octet > SESAME_NAME_MAX)
      return 0;
    memcpy(out->wire + used, message + position, 1u + octet);
    used += 1u + octet;
    position += 1u + octet;
    if (octet == 0)
      break;
  }
  out->length = (uint8_t)used;
  return next ? next : position;
}

/* ---- indexing ---- */

/* Reads the record at the buffer's position into E; false when it is not well-formed. */
static bool index_record(sesame_buffer *in, entry *e, int section) {
  sesame_name ignored;
  size_t after = message_expand(in->bytes, in->length, in->position, &ignored);
  if (after == 0)
    return false;
  e->owner = (uint16_t)in->position;
  e->section = (uint8_t)section;
  sesame_buffer_seek(in, after);
  e->type = sesame_buffer_u16(in);
  e->rr_class = sesame_buffer_u16(in);
  e->ttl = sesame_buffer_u32(in);
  if (e->ttl > 0x7FFFFFFF && e->type != SESAME_TYPE_OPT) /* an OPT's TTL holds flags */
    e->ttl = 0;
  e->rdata_length = sesame_buffer_u16(in);
  e->rdata = (uint16_t)in->position;
  sesame_buffer_take(in, e->rdata_length);
  return !in->failed && (e->rr_class != 1 || message_rdata_valid(in->bytes, in->length, e));
}

/* Indexes all records behind the question; false when anything is not well-formed or bytes are left
 * over. */
static bool index_records(sesame_answer *a, sesame_buffer *in, const uint16_t counts[3]) {
  uint16_t n = 0;
  for (int section = 0; section < 3; section++)
    for (int i = 0; i < counts[section]; i++)
      if (!index_record(in, &a->entries[n++], section))
        return false;
  a->entry_count = n;
  return sesame_buffer_left(in) == 0;
}

/* ---- the object ---- */

/* ROOM: for so many CNAMEs made of DNAMEs beside the ENTRIES of the message. */
static sesame_answer *allocate(const sesame_name *name, int type, size_t entries, size_t message,
                               size_t room, const char *server) {
  entries += room;
  size_t text = server ? strlen(server) + 1 : 0;
  size_t bytes = message + room * MADE_LENGTH_MAX;
  size_t size = sizeof(sesame_answer) + entries * (sizeof(entry) + sizeof(uint16_t)) +
                SESAME_CHAIN_MAX * sizeof(uint16_t) + bytes + text;
  sesame_answer *a = malloc(size);
  if (!a)
    return NULL;
  memset(a, 0, offsetof(sesame_answer, name));
  a->name.length = name->length;
  memcpy(a->name.wire, name->wire, name->length);
  a->references = 1;
  a->size = size;
  a->type = (uint16_t)type;
  a->rtt_us = -1;
  a->rcode = -1;
  a->entries = (entry *)(a + 1);
  a->selected = (uint16_t *)(a->entries + entries);
  a->room = (uint16_t)room;
  a->message = (uint8_t *)(a->selected + entries + SESAME_CHAIN_MAX);
  if (server)
    a->server = memcpy(a->message + bytes, server, text);
  return a;
}

/* The header and question: 0 when the bytes are no reply to this question, else the offset behind.
 */
static size_t check_question(sesame_buffer *in, const sesame_name *name, int type, uint16_t *flags,
                             uint16_t counts[3]) {
  sesame_name asked;
  sesame_buffer_u16(in); /* the id was matched by whoever received it */
  *flags = sesame_buffer_u16(in);
  uint16_t questions = sesame_buffer_u16(in);
  for (int i = 0; i < 3; i++)
    counts[i] = sesame_buffer_u16(in);
  if (in->failed || !(*flags & SESAME_FLAG_QR) || (*flags & 0x7800) != 0)
    return 0;
  int rcode = *flags & 15;
  if (questions == 0 && rcode != 0 && rcode != 3) /* some refusals carry no question */
    return in->position;
  size_t after = message_expand(in->bytes, in->length, in->position, &asked);
  if (questions != 1 || after == 0 || !sesame_name_equal(&asked, name))
    return 0;
  sesame_buffer_seek(in, after);
  bool same = sesame_buffer_u16(in) == type && sesame_buffer_u16(in) == 1;
  return in->failed || !same ? 0 : in->position;
}

/* As sesame_answer_read, with room for ROOM CNAMEs to be made. */
static sesame_answer *read_with(const sesame_name *name, int type, const uint8_t *message,
                                size_t length, size_t room, const char *server) {
  sesame_buffer in;
  uint16_t flags = 0, counts[3] = {0};
  sesame_buffer_init(&in, message, length);
  bool good = length <= SESAME_MESSAGE_MAX && check_question(&in, name, type, &flags, counts);
  size_t records = (size_t)counts[0] + counts[1] + counts[2];
  good = good && records <= SESAME_RECORDS_MAX &&
         records * RECORD_LENGTH_MIN <= sesame_buffer_left(&in);

  sesame_answer *a =
      allocate(name, type, good ? records : 0, good ? length : 0, good ? room : 0, server);
  if (!a)
    return NULL;
  a->status = SESAME_MALFORMED;
  if (!good)
    return a;
  memcpy(a->message, message, length);
  a->message_length = a->extent = length;
  a->flags = flags;
  a->rcode = (int16_t)(flags & 15);
  in.bytes = a->message;
  if (index_records(a, &in, counts))
    message_decide(a);
  else if (flags & SESAME_FLAG_TC)
    a->status = SESAME_TRUNCATED;
  return a;
}

sesame_answer *sesame_answer_read(const sesame_name *name, int type, const uint8_t *message,
                                  size_t length, const char *server, int64_t rtt_us) {
  sesame_answer *a = read_with(name, type, message, length, 0, server);
  if (a && a->status == SESAME_NO_MEMORY) { /* rare: a DNAME without the CNAME it makes */
    sesame_answer_free(a);
    a = read_with(name, type, message, length, SESAME_CHAIN_MAX, server);
  }
  if (a)
    a->rtt_us = rtt_us;
  return a;
}

sesame_answer *sesame_answer_failure(const sesame_name *name, int type, sesame_status status,
                                     const char *server) {
  sesame_answer *a = allocate(name, type, 0, 0, 0, server);
  if (a)
    a->status = (uint16_t)status;
  return a;
}

sesame_answer *sesame_answer_keep(sesame_answer *answer) {
  answer->references++;
  return answer;
}

void sesame_answer_free(sesame_answer *answer) {
  if (answer && --answer->references == 0)
    free(answer);
}

const sesame_name *sesame_answer_name(const sesame_answer *answer) {
  return &answer->name;
}
int sesame_answer_type(const sesame_answer *answer) {
  return answer->type;
}
int sesame_answer_rcode(const sesame_answer *answer) {
  return answer->rcode;
}
unsigned sesame_answer_flags(const sesame_answer *answer) {
  return answer->flags;
}
uint32_t sesame_answer_ttl(const sesame_answer *answer) {
  return answer->ttl;
}
const char *sesame_answer_server(const sesame_answer *answer) {
  return answer->server;
}
int64_t sesame_answer_rtt_us(const sesame_answer *answer) {
  return answer->rtt_us;
}
size_t sesame_answer_size(const sesame_answer *answer) {
  return answer->size;
}
size_t sesame_answer_count(const sesame_answer *answer) {
  return answer->record_count;
}
size_t sesame_answer_chain_count(const sesame_answer *answer) {
  return answer->chain_count;
}

sesame_status sesame_answer_status(const sesame_answer *answer) {
  return (sesame_status)answer->status;
}

const uint8_t *sesame_answer_message(const sesame_answer *answer, size_t *length) {
  *length = answer->message_length;
  return answer->message_length ? answer->message : NULL;
}

void message_record_of(const sesame_answer *answer, const entry *e, sesame_record *out) {
  *out = (sesame_record){.message = answer->message,
                         .message_length = answer->extent,
                         .owner = e->owner,
                         .type = e->type,
                         .rr_class = e->rr_class,
                         .rdata = e->rdata,
                         .rdata_length = e->rdata_length,
                         .ttl = e->ttl};
}

bool sesame_answer_record(const sesame_answer *answer, size_t index, sesame_record *out) {
  if (index >= answer->record_count)
    return false;
  uint16_t at = answer->selected[answer->chain_count + index];
  message_record_of(answer, &answer->entries[at], out);
  return true;
}

bool sesame_answer_chain(const sesame_answer *answer, size_t index, sesame_record *out) {
  if (index >= answer->chain_count)
    return false;
  message_record_of(answer, &answer->entries[answer->selected[index]], out);
  return true;
}

void sesame_answer_target(const sesame_answer *answer, sesame_name *out) {
  sesame_record last;
  if (answer->chain_count && sesame_answer_chain(answer, answer->chain_count - 1u, &last))
    sesame_record_name(&last, out);
  else
    *out = answer->name;
}

bool sesame_answer_walk(const sesame_answer *answer, sesame_section section, size_t *index,
                        sesame_record *out) {
  for (; *index < answer->entry_count; ++*index)
    if (answer->entries[*index].section == section) {
      message_record_of(answer, &answer->entries[(*index)++], out);
      return true;
    }
  return false;
}
