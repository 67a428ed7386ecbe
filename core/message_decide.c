/* SPDX-License-Identifier: MIT */
/* The one decision what a message teaches: present, absent or unknown. */
#include "message_internal.h"

#include <string.h>

/* The response code with the upper bits of the OPT record (RFC 6891 6.1.3). */
static int full_rcode(const sesame_answer *a, int rcode) {
  for (int i = 0; i < a->entry_count; i++)
    if (a->entries[i].section == SESAME_ADDITIONAL && a->entries[i].type == SESAME_TYPE_OPT)
      return (int)(a->entries[i].ttl >> 24) << 4 | rcode;
  return rcode;
}

/* ---- records and the chain that leads to them ---- */

static bool owner_is(const sesame_answer *a, const entry *e, const sesame_name *name) {
  sesame_name owner;
  message_expand(a->message, a->extent, e->owner, &owner);
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
  message_expand(a->message, a->extent, x->rdata + skip, &left);
  message_expand(a->message, a->extent, y->rdata + skip, &right);
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
  for (uint16_t i = 0; i < a->entry_count + a->made_count; i++) {
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

/* The index of the CNAME at NAME, in the answer section or made, or -1. */
static int find_alias(const sesame_answer *a, const sesame_name *name) {
  for (int i = 0; i < a->entry_count + a->made_count; i++) {
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

/* The DNAME above NAME in the answer section, whose owner is then in *OWNER; or NULL. */
static const entry *find_dname(const sesame_answer *a, const sesame_name *name,
                               sesame_name *owner) {
  for (int i = 0; i < a->entry_count; i++) {
    const entry *e = &a->entries[i];
    if (e->section != SESAME_ANSWER || e->type != SESAME_TYPE_DNAME || e->rr_class != 1)
      continue;
    message_expand(a->message, a->extent, e->owner, owner);
    if (owner->length < name->length && sesame_name_within(name, owner))
      return e;
  }
  return NULL;
}

static uint8_t *put16(uint8_t *out, unsigned value) {
  out[0] = (uint8_t)(value >> 8);
  out[1] = (uint8_t)value;
  return out + 2;
}

/* Writes the CNAME from NAME to TARGET behind the message, as an entry behind its entries. */
static sesame_status write_alias(sesame_answer *a, const sesame_name *name,
                                 const sesame_name *target, uint32_t ttl) {
  size_t owner = a->extent, data = owner + name->length + 10u;
  if (a->made_count == a->room)
    return SESAME_NO_MEMORY;
  if (data + target->length > SESAME_MESSAGE_MAX) /* offsets reach no further */
    return SESAME_MALFORMED;
  uint8_t *p = a->message + owner;
  memcpy(p, name->wire, name->length);
  p = put16(put16(p + name->length, SESAME_TYPE_CNAME), 1);
  p = put16(put16(put16(p, ttl >> 16), ttl & 0xFFFF), target->length);
  memcpy(p, target->wire, target->length);
  a->extent = data + target->length;
  a->entries[a->entry_count + a->made_count++] = (entry){.ttl = ttl,
                                                         .owner = (uint16_t)owner,
                                                         .type = SESAME_TYPE_CNAME,
                                                         .rr_class = 1,
                                                         .rdata = (uint16_t)data,
                                                         .rdata_length = target->length,
                                                         .section = SESAME_ANSWER};
  return SESAME_OK;
}

/* The CNAME that a DNAME makes for NAME where the server left it out (RFC 6672 3.1): OK; NOT_FOUND
 * without such a DNAME; MALFORMED when the name made is over 255 octets (the code for that is
 * YXDOMAIN, RFC 6672 2.2, and no absence either); NO_MEMORY without room for it. */
static sesame_status make_alias(sesame_answer *a, const sesame_name *name) {
  sesame_name owner, suffix, target;
  const entry *dname = find_dname(a, name, &owner);
  if (!dname)
    return SESAME_NOT_FOUND;
  message_expand(a->message, a->extent, dname->rdata, &suffix);
  size_t head = (size_t)(name->length - owner.length);
  if (head + suffix.length > SESAME_NAME_MAX)
    return SESAME_MALFORMED;
  memcpy(target.wire, name->wire, head);
  memcpy(target.wire + head, suffix.wire, suffix.length);
  target.length = (uint8_t)(head + suffix.length);
  return write_alias(a, name, &target, dname->ttl);
}

/* Follows CNAMEs and DNAMEs from *NAME, which becomes the chain's end, and selects the records
 * there. */
static sesame_status follow_chain(sesame_answer *a, sesame_name *name) {
  while (select_records(a, name) == 0) {
    int alias = a->type == SESAME_TYPE_CNAME ? -1 : find_alias(a, name);
    if (alias >= 0 && a->chain_count == SESAME_CHAIN_MAX)
      return SESAME_CNAME_LENGTH;
    if (alias < 0) {
      sesame_status made =
          a->made_count == SESAME_CHAIN_MAX ? SESAME_CNAME_LENGTH : make_alias(a, name);
      if (made == SESAME_NOT_FOUND)
        break;
      if (made != SESAME_OK)
        return made;
      continue; /* it is found now, as an alias or as the record asked for */
    }
    a->selected[a->chain_count++] = (uint16_t)alias;
    message_expand(a->message, a->extent, a->entries[alias].rdata, name);
    if (chain_met(a, name))
      return SESAME_CNAME_LOOP;
  }
  return SESAME_OK;
}

/* ---- without records ---- */

/* The first record of TYPE in the authority section whose owner encloses NAME, or NULL. */
static const entry *find_authority(const sesame_answer *a, int type, const sesame_name *name) {
  for (int i = 0; i < a->entry_count; i++) {
    const entry *e = &a->entries[i];
    sesame_name owner;
    if (e->section != SESAME_AUTHORITY || e->type != type || e->rr_class != 1)
      continue;
    message_expand(a->message, a->extent, e->owner, &owner);
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

/* Whether the answer section holds records, and none of them is of the name asked, in our class: it
 * answers something else. (One that begins a chain is of the name asked, or a DNAME above it.) */
static bool answers_nothing(const sesame_answer *a) {
  bool strays = false;
  for (int i = 0; i < a->entry_count && a->chain_count == 0; i++) {
    const entry *e = &a->entries[i];
    if (e->section != SESAME_ANSWER)
      continue;
    if (e->rr_class == 1 && owner_is(a, e, &a->name))
      return false;
    strays = true;
  }
  return strays;
}

/* NOERROR without records at TARGET: absent only from a server that can know, and that did not
 * merely point elsewhere. */
static sesame_status decide_empty(const sesame_answer *a, const sesame_name *target) {
  bool knows = (a->flags & (SESAME_FLAG_AA | SESAME_FLAG_RA)) != 0;
  if (answers_nothing(a))
    return SESAME_MALFORMED;
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

void message_decide(sesame_answer *a) {
  sesame_name target = a->name;
  a->rcode = (int16_t)full_rcode(a, a->rcode);
  a->status = (uint16_t)decide(a, &target);
  a->ttl = decide_ttl(a, &target);
}
