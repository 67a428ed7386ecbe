/* SPDX-License-Identifier: MIT */
/* Shared by the message_*.c files only. */
#ifndef SESAME_MESSAGE_INTERNAL_H
#define SESAME_MESSAGE_INTERNAL_H

#include "message.h"

enum {
  HEADER_LENGTH = 12,     /* RFC 1035 4.1.1 */
  RECORD_LENGTH_MIN = 11, /* a root owner, type, class, TTL, RDLENGTH */
  QUESTION_NAME_AT = 12,  /* offset of the question's name */
  POINTER_TO_QUESTION = 0xC00C,
  MADE_LENGTH_MAX = 2 * SESAME_NAME_MAX + 10 /* octets of a CNAME made of a DNAME */
};

/* One record as indexed; the rest is read when asked for. */
typedef struct entry {
  uint32_t ttl;
  uint16_t owner, type, rr_class, rdata, rdata_length;
  uint8_t section;
} entry;

/* One block of memory: this, the entries, the selection, the message, the server's text. CNAMEs
 * made of DNAMEs (message_decide.c) stand behind the entries, their bytes behind the message, in
 * room that only an answer which needs it has; they are in the chain, but in no section. */
struct sesame_answer {
  uint32_t references;
  uint32_t ttl;
  int64_t rtt_us;
  size_t size;
  uint8_t *message;
  size_t message_length;
  size_t extent; /* of the message and what was made */
  const char *server;
  entry *entries;
  uint16_t *selected; /* indices of entries: the chain, then the records */
  uint16_t entry_count, chain_count, record_count;
  uint16_t room, made_count; /* of CNAMEs made */
  uint16_t flags;
  int16_t rcode;
  uint16_t type;
  uint16_t status;
  sesame_name name;
};

/* Expands the name at POSITION into OUT; returns the offset after it, or 0 when it is not
 * well-formed: a label type other than 00 and 11, a pointer that does not go strictly back, over
 * 255 octets, or cut. */
size_t message_expand(const uint8_t *message, size_t length, size_t position, sesame_name *out);

/* Checks the data of a record of the types we read; true for all other types. */
bool message_rdata_valid(const uint8_t *message, size_t length, const entry *e);

/* Sets what an indexed answer teaches: code, chain, records, status, TTL. Its status is NO_MEMORY
 * when a CNAME had to be made and there was no room for it; with room for SESAME_CHAIN_MAX never.
 */
void message_decide(sesame_answer *a);

void message_record_of(const sesame_answer *answer, const entry *e, sesame_record *out);

#endif
