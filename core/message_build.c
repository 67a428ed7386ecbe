/* SPDX-License-Identifier: MIT */
/* Messages we write: queries, replies of sources that are no server, and answers joined over a
 * CNAME. */
#include "message_internal.h"

#include <stdlib.h>
#include <string.h>

static uint8_t *put16(uint8_t *out, unsigned value) {
  out[0] = (uint8_t)(value >> 8);
  out[1] = (uint8_t)value;
  return out + 2;
}

static uint8_t *put_question(uint8_t *out, const sesame_name *name, int type) {
  memcpy(out, name->wire, name->length);
  return put16(put16(out + name->length, (unsigned)type), 1);
}

size_t sesame_message_query(uint8_t out[SESAME_QUERY_MAX], uint16_t id, const sesame_name *name,
                            int type, unsigned flags, uint16_t edns_size) {
  uint8_t *p = put16(put16(out, id), flags & (SESAME_FLAG_RD | SESAME_FLAG_CD));
  p = put16(put16(put16(put16(p, 1), 0), 0), edns_size ? 1 : 0);
  p = put_question(p, name, type);
  if (edns_size) { /* OPT: root owner, type, size, no flags, no options (RFC 6891 6.1.2) */
    *p++ = 0;
    p = put16(put16(p, SESAME_TYPE_OPT), edns_size);
    p = put16(put16(put16(p, 0), 0), 0);
  }
  return (size_t)(p - out);
}

/* Room for LENGTH more bytes, or NULL and `failed`. */
static uint8_t *reserve(sesame_builder *b, size_t length) {
  if (b->failed || b->length + length > SESAME_MESSAGE_MAX) {
    b->failed = true;
    return NULL;
  }
  if (b->length + length > b->capacity) {
    size_t capacity = b->capacity * 2 > b->length + length ? b->capacity * 2 : b->length + length;
    uint8_t *bytes = realloc(b->bytes, capacity);
    if (!bytes) {
      b->failed = b->starved = true;
      return NULL;
    }
    b->bytes = bytes;
    b->capacity = capacity;
  }
  uint8_t *at = b->bytes + b->length;
  b->length += length;
  return at;
}

void sesame_builder_open(sesame_builder *builder, const sesame_name *name, int type, unsigned flags,
                         int rcode) {
  *builder = (sesame_builder){.name = *name, .type = type};
  builder->bytes = malloc(512);
  builder->capacity = builder->bytes ? 512 : 0;
  uint8_t *p = reserve(builder, HEADER_LENGTH + name->length + 4u);
  if (!p)
    return;
  memset(p, 0, HEADER_LENGTH);
  put16(p + 2, SESAME_FLAG_QR | flags | ((unsigned)rcode & 15));
  put16(p + 4, 1);
  put_question(p + HEADER_LENGTH, name, type);
}

void sesame_builder_add(sesame_builder *builder, sesame_section section, const sesame_name *owner,
                        int type, uint32_t ttl, const void *rdata, size_t length) {
  if ((int)section < builder->section || length > 65535)
    builder->failed = true;
  builder->section = (int)section;
  uint8_t *p = reserve(builder, owner->length + 10u + length);
  if (!p)
    return;
  memcpy(p, owner->wire, owner->length);
  p = put16(put16(p + owner->length, (unsigned)type), 1);
  p = put16(put16(put16(p, ttl >> 16), ttl & 0xFFFF), (unsigned)length);
  if (length)
    memcpy(p, rdata, length);
  uint8_t *count = builder->bytes + 6 + 2 * (int)section;
  put16(count, (unsigned)(count[0] << 8 | count[1]) + 1);
}

sesame_answer *sesame_builder_finish(sesame_builder *builder, const char *server) {
  sesame_answer *answer = NULL;
  if (!builder->failed)
    answer = sesame_answer_read(&builder->name, builder->type, builder->bytes, builder->length,
                                server, -1);
  sesame_builder_close(builder);
  return answer;
}

void sesame_builder_close(sesame_builder *builder) {
  free(builder->bytes);
  builder->bytes = NULL;
  builder->length = builder->capacity = 0;
  builder->failed = true;
}

/* ---- joining ---- */

/* Copies a record with its names expanded: compression offsets mean nothing in another message. */
static void copy_record(sesame_builder *out, sesame_section section, const sesame_record *r) {
  sesame_name owner, name;
  sesame_soa soa;
  uint8_t data[2 * SESAME_NAME_MAX + 20];
  uint16_t preference;
  sesame_record_owner(r, &owner);
  if (sesame_record_name(r, &name)) {
    sesame_builder_add(out, section, &owner, r->type, r->ttl, name.wire, name.length);
  } else if (sesame_record_mx(r, &preference, &name)) {
    memcpy(put16(data, preference), name.wire, name.length);
    sesame_builder_add(out, section, &owner, r->type, r->ttl, data, 2u + name.length);
  } else if (sesame_record_soa(r, &soa)) {
    const uint8_t *numbers = r->message + r->rdata + r->rdata_length - 20;
    size_t head = (size_t)soa.primary.length + soa.contact.length;
    memcpy(data, soa.primary.wire, soa.primary.length);
    memcpy(data + soa.primary.length, soa.contact.wire, soa.contact.length);
    memcpy(data + head, numbers, 20);
    sesame_builder_add(out, section, &owner, r->type, r->ttl, data, head + 20);
  } else {
    sesame_builder_add(out, section, &owner, r->type, r->ttl, r->message + r->rdata,
                       r->rdata_length);
  }
}

static void copy_chain(sesame_builder *out, const sesame_answer *from) {
  sesame_record r;
  for (size_t i = 0; sesame_answer_chain(from, i, &r); i++)
    copy_record(out, SESAME_ANSWER, &r);
}

sesame_answer *sesame_answer_join(const sesame_answer *a, const sesame_answer *b) {
  sesame_builder out;
  sesame_record r;
  size_t index = 0;
  int rcode = b->rcode > 0 ? b->rcode & 15 : 0;
  sesame_builder_open(&out, &a->name, a->type,
                      b->flags & (SESAME_FLAG_AA | SESAME_FLAG_RA | SESAME_FLAG_AD), rcode);
  copy_chain(&out, a);
  copy_chain(&out, b);
  for (size_t i = 0; sesame_answer_record(b, i, &r); i++)
    copy_record(&out, SESAME_ANSWER, &r);
  while (sesame_answer_walk(b, SESAME_AUTHORITY, &index, &r))
    if (r.type == SESAME_TYPE_SOA && r.rr_class == 1)
      copy_record(&out, SESAME_AUTHORITY, &r);

  sesame_answer *joined = sesame_builder_finish(&out, b->server);
  if (!joined)
    return NULL;
  joined->rtt_us = b->rtt_us;
  if (joined->status == SESAME_CNAME_LOOP || joined->status == SESAME_CNAME_LENGTH)
    return joined;
  joined->status = b->status; /* what B could not learn, the whole did not learn */
  joined->rcode = b->rcode;
  joined->ttl = sesame_status_knowledge((sesame_status)b->status) == SESAME_UNKNOWN ? 0
                : a->ttl < b->ttl                                                   ? a->ttl
                                                                                    : b->ttl;
  return joined;
}
