/* SPDX-License-Identifier: MIT */
/* Bytes -> an answer, and the one decision what it teaches: present, absent or unknown. */
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

/* The response code with the upper bits of the OPT record (RFC 6891 6.1.3). */
static int full_rcode(const sesame_answer *a, int rcode) {
  for (int i = 0; i < a->entry_count; i++)
    if (a->entries[i].section == SESAME_ADDITIONAL && a->entries[i].type == SESAME_TYPE_OPT)
      return (int)(a->entries[i].ttl >> 24) << 4 | rcode;
  return rcode;
}

/* ---- deciding ---- */

static bool owner_is(const sesame_answer *a, const entry *e, const sesame_name *name) {
  sesame_name owner;
  message_expand(a->message, a->message_length, e->owner, &owner);
  return sesame_name_equal(&owner, name);
}

/* Whether two records of one owner hold the same data; a name may be compressed in two ways. */
static bool same_data(const sesame_answer *a, const entry *x, const entry *y) {
  if (x->type != y->type)
    return false;
  if (x->rdata_length == y->rdata_length &&
      memcmp(a->message + x->rdata, a->message + y->rdata, x->rdata_length) == 0)
    return true;
  size_t skip = x->type == SESAME_TYPE_MX ? 2 : 0;
  if (!skip && x->type != SESAME_TYPE_NS && x->type != SESAME_TYPE_PTR)
    return false;
  sesame_name left, right;
  message_expand(a->message, a->message_length, x->rdata + skip, &left);
  message_expand(a->message, a->message_length, y->rdata + skip, &right);
  return memcmp(a->message + x->rdata, a->message + y->rdata, skip) == 0 &&
         sesame_name_equal(&left, &right);
}

/* Exact duplicates are one record (RFC 2181 5); but two SPF records are two, even if they are
 * identical (RFC 7208 4.5), so texts are left as they came. */
static bool already_selected(const sesame_answer *a, const entry *e) {
  if (e->type == SESAME_TYPE_TXT || e->type == SESAME_TYPE_SPF)
    return false;
  for (int i = 0; i < a->record_count; i++)
    if (same_data(a, &a->entries[a->selected[a->chain_count + i]], e))
      return true;
  return false;
}

/* Selects the records of the type asked for at NAME; their count. */
static int select_records(sesame_answer *a, const sesame_name *name) {
  for (uint16_t i = 0; i < a->entry_count; i++) {
    const entry *e = &a->entries[i];
    if (e->section != SESAME_ANSWER || e->rr_class != 1 ||
        (e->type != a->type && a->type != SESAME_TYPE_ANY) || !owner_is(a, e, name))
      continue;
    if (already_selected(a, e))
      continue;
    a->selected[a->chain_count + a->record_count++] = i;
  }
  return a->record_count;
}

/* The index of the CNAME at NAME in the answer section, or -1. */
static int find_alias(const sesame_answer *a, const sesame_name *name) {
  for (int i = 0; i < a->entry_count; i++) {
    const entry *e = &a->entries[i];
    if (e->section == SESAME_ANSWER && e->type == SESAME_TYPE_CNAME && e->rr_class == 1 &&
        owner_is(a, e, name))
      return i;
  }
  return -1;
}

static bool chain_met(const sesame_answer *a, const sesame_name *name) {
  for (int i = 0; i < a->chain_count; i++)
    if (owner_is(a, &a->entries[a->selected[i]], name))
      return true;
  return false;
}

/* Follows CNAMEs from *NAME, which becomes the chain's end, and selects the records there. */
static sesame_status follow_chain(sesame_answer *a, sesame_name *name) {
  while (select_records(a, name) == 0) {
    int alias = a->type == SESAME_TYPE_CNAME ? -1 : find_alias(a, name);
    if (alias < 0)
      break;
    if (a->chain_count == SESAME_CHAIN_MAX)
      return SESAME_CNAME_LENGTH;
    a->selected[a->chain_count++] = (uint16_t)alias;
    message_expand(a->message, a->message_length, a->entries[alias].rdata, name);
    if (chain_met(a, name))
      return SESAME_CNAME_LOOP;
  }
  return SESAME_OK;
}

/* The first record of TYPE in the authority section whose owner encloses NAME, or NULL. */
static const entry *find_authority(const sesame_answer *a, int type, const sesame_name *name) {
  for (int i = 0; i < a->entry_count; i++) {
    const entry *e = &a->entries[i];
    sesame_name owner;
    if (e->section != SESAME_AUTHORITY || e->type != type || e->rr_class != 1)
      continue;
    message_expand(a->message, a->message_length, e->owner, &owner);
    if (sesame_name_within(name, &owner))
      return e;
  }
  return NULL;
}

static sesame_status status_of_rcode(int rcode) {
  switch (rcode) {
  case 0:
    return SESAME_OK;
  case 1:
    return SESAME_FORMERR;
  case 2:
    return SESAME_SERVFAIL;
  case 3:
    return SESAME_NXDOMAIN;
  case 4:
    return SESAME_NOTIMP;
  case 5:
    return SESAME_REFUSED;
  default:
    return SESAME_OTHER_RCODE;
  }
}

/* NOERROR without records at TARGET: absent only from a server that can know, and that did not
 * merely point elsewhere. */
static sesame_status decide_empty(const sesame_answer *a, const sesame_name *target) {
  bool knows = (a->flags & (SESAME_FLAG_AA | SESAME_FLAG_RA)) != 0;
  if (find_authority(a, SESAME_TYPE_SOA, target))
    return knows ? SESAME_NODATA : SESAME_LAME;
  if (a->chain_count > 0)
    return SESAME_ALIAS;
  if (!(a->flags & SESAME_FLAG_AA) && find_authority(a, SESAME_TYPE_NS, target))
    return SESAME_REFERRAL;
  return knows ? SESAME_NODATA : SESAME_LAME;
}

static uint32_t smaller(uint32_t a, uint32_t b) {
  return a < b ? a : b;
}

/* The TTL of what was decided; see sesame_answer_ttl. */
static uint32_t decide_ttl(const sesame_answer *a, const sesame_name *target) {
  uint32_t ttl = UINT32_MAX;
  for (int i = 0; i < a->chain_count + a->record_count; i++)
    ttl = smaller(ttl, a->entries[a->selected[i]].ttl);
  if (a->status == SESAME_OK || a->status == SESAME_ALIAS)
    return ttl;
  const entry *soa = find_authority(a, SESAME_TYPE_SOA, target);
  sesame_record record;
  sesame_soa data;
  if (sesame_status_knowledge((sesame_status)a->status) != SESAME_ABSENT || !soa)
    return 0;
  message_record_of(a, soa, &record);
  sesame_record_soa(&record, &data);
  return smaller(ttl, smaller(soa->ttl, data.minimum));
}

static sesame_status decide(sesame_answer *a, sesame_name *target) {
  sesame_status code = status_of_rcode(a->rcode);
  if (code != SESAME_OK && code != SESAME_NXDOMAIN)
    return code;
  if (a->flags & SESAME_FLAG_TC)
    return SESAME_TRUNCATED;
  sesame_status chain = follow_chain(a, target);
  if (chain != SESAME_OK)
    return chain;
  if (code == SESAME_NXDOMAIN && a->record_count == 0)
    return SESAME_NXDOMAIN; /* it speaks of the chain's end, RFC 6604 3 */
  if (code == SESAME_NXDOMAIN) {
    a->record_count = 0; /* records at a name that is said not to exist: believe neither */
    return SESAME_MALFORMED;
  }
  return a->record_count ? SESAME_OK : decide_empty(a, target);
}

/* ---- the object ---- */

static sesame_answer *allocate(const sesame_name *name, int type, size_t entries, size_t message,
                               const char *server) {
  size_t text = server ? strlen(server) + 1 : 0;
  size_t size = sizeof(sesame_answer) + entries * (sizeof(entry) + sizeof(uint16_t)) +
                SESAME_CHAIN_MAX * sizeof(uint16_t) + message + text;
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
  char *bytes = (char *)(a->selected + entries + SESAME_CHAIN_MAX);
  a->message = (const uint8_t *)bytes;
  if (server)
    a->server = memcpy(bytes + message, server, text);
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

sesame_answer *sesame_answer_read(const sesame_name *name, int type, const uint8_t *message,
                                  size_t length, const char *server, int64_t rtt_us) {
  sesame_buffer in;
  uint16_t flags = 0, counts[3] = {0};
  sesame_buffer_init(&in, message, length);
  bool good = length <= SESAME_MESSAGE_MAX && check_question(&in, name, type, &flags, counts);
  size_t records = (size_t)counts[0] + counts[1] + counts[2];
  good = good && records <= SESAME_RECORDS_MAX &&
         records * RECORD_LENGTH_MIN <= sesame_buffer_left(&in);

  sesame_answer *a = allocate(name, type, good ? records : 0, good ? length : 0, server);
  if (!a)
    return NULL;
  a->rtt_us = rtt_us;
  a->status = SESAME_MALFORMED;
  if (!good)
    return a;
  memcpy((uint8_t *)a->message, message, length);
  a->message_length = length;
  a->flags = flags;
  a->rcode = (int16_t)(flags & 15);
  in.bytes = a->message;
  a->status = flags & SESAME_FLAG_TC ? SESAME_TRUNCATED : SESAME_MALFORMED;
  if (!index_records(a, &in, counts))
    return a;
  a->rcode = (int16_t)full_rcode(a, flags & 15);
  sesame_name target = a->name;
  a->status = (uint16_t)decide(a, &target);
  a->ttl = decide_ttl(a, &target);
  return a;
}

sesame_answer *sesame_answer_failure(const sesame_name *name, int type, sesame_status status,
                                     const char *server) {
  sesame_answer *a = allocate(name, type, 0, 0, server);
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
                         .message_length = answer->message_length,
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
