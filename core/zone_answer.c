/* SPDX-License-Identifier: MIT */
/* Questions -> answers as an authoritative server gives them (RFC 1034 4.3.2, RFC 4592, RFC 6672),
 * built as messages and read back by message.c, which alone decides what an answer teaches. */
#include "zone_internal.h"

#include <stdlib.h>
#include <string.h>

#define ZONE_SERVER "zone"

enum { RCODE_NXDOMAIN = 3, RCODE_YXDOMAIN = 6 };

/* An answer in the making; NAME moves along the chain. */
typedef struct reply {
  const sesame_zones *set;
  sesame_builder out;
  sesame_name name;
  int type, rcode;
  bool authoritative;
  bool unknown; /* the zone does not hold the answer, but its provider would have one */
} reply;

/* Where a name leads in a zone. */
typedef struct place {
  const zone_node *exact;    /* the name itself */
  const zone_node *encloser; /* the closest name above (or at) it that exists, RFC 4592 3.3.1 */
  const zone_node *cut;      /* the topmost delegation above or at the name */
  const zone_node *dname;    /* the topmost DNAME above the name */
} place;

static void node_name(const zone_node *node, sesame_name *out) {
  out->length = node->length;
  memcpy(out->wire, node->name, node->length);
}

/* Walks from the apex of Z down to NAME. */
static place locate(const zone *z, const sesame_name *name) {
  uint8_t offsets[SESAME_NAME_LABELS_MAX + 1] = {0};
  int labels = 0, below = 0;
  place found = {0};
  for (size_t at = 0; name->length - at > z->apex.length; at += 1u + name->wire[at])
    offsets[labels++] = (uint8_t)at;
  found.encloser = z->apex_node;
  for (below = labels; below >= 0; below--) {
    size_t at = below == labels ? (size_t)(name->length - z->apex.length) : offsets[below];
    const zone_node *node = sesame_zone_find(z, name->wire + at, name->length - at);
    if (!node)
      return found;
    found.encloser = node;
    if (below == 0)
      found.exact = node;
    if (below < labels && sesame_zone_set(node, SESAME_TYPE_NS)) {
      found.cut = node;
      return found;
    }
    if (below > 0 && sesame_zone_set(node, SESAME_TYPE_DNAME)) {
      found.dname = node;
      return found;
    }
  }
  return found;
}

/* The source of synthesis, "*" below the closest encloser; NULL when there is none. */
static const zone_node *wildcard(const zone *z, const zone_node *encloser) {
  uint8_t wire[SESAME_NAME_MAX];
  if (encloser->length + 2 > SESAME_NAME_MAX)
    return NULL;
  wire[0] = 1;
  wire[1] = '*';
  memcpy(wire + 2, encloser->name, encloser->length);
  return sesame_zone_find(z, wire, encloser->length + 2u);
}

static void add(reply *r, sesame_section section, const sesame_name *owner, const zone_record *from,
                uint32_t ttl) {
  sesame_builder_add(&r->out, section, owner, from->type, ttl, from->data, from->length);
}

/* The records of TYPE (or all) at NODE under the name OWNER; how many. */
static int add_set(reply *r, sesame_section section, const sesame_name *owner,
                   const zone_node *node, int type) {
  int count = 0;
  for (const zone_record *at = node->records; at; at = at->next)
    if (at->type == type || (type == SESAME_TYPE_ANY && at->type != ZONE_TYPE_PSEUDO)) {
      add(r, section, owner, at, at->ttl);
      count++;
    }
  return count;
}

/* The SOA that makes a negative answer one to be believed for so long (RFC 2308 3). */
static void add_soa(reply *r, const zone *z) {
  const zone_record *soa = sesame_zone_set(z->apex_node, SESAME_TYPE_SOA);
  if (soa)
    add(r, SESAME_AUTHORITY, &z->apex, soa,
        z->has_minimum && z->minimum < soa->ttl ? z->minimum : soa->ttl);
}

static void add_glue(reply *r, const zone *z, const zone_record *ns) {
  sesame_name host = {.length = (uint8_t)ns->length};
  memcpy(host.wire, ns->data, ns->length);
  if (!sesame_name_within(&host, &z->apex))
    return;
  const zone_node *node = sesame_zone_find(z, host.wire, host.length);
  if (node) {
    add_set(r, SESAME_ADDITIONAL, &host, node, SESAME_TYPE_A);
    add_set(r, SESAME_ADDITIONAL, &host, node, SESAME_TYPE_AAAA);
  }
}

static void refer(reply *r, const zone *z, const zone_node *cut) {
  sesame_name owner;
  node_name(cut, &owner);
  add_set(r, SESAME_AUTHORITY, &owner, cut, SESAME_TYPE_NS);
  for (const zone_record *ns = sesame_zone_set(cut, SESAME_TYPE_NS);
       ns && ns->type == SESAME_TYPE_NS; ns = ns->next)
    add_glue(r, z, ns);
}

static void follow(reply *r, const uint8_t *target, size_t length) {
  r->name.length = (uint8_t)length;
  memcpy(r->name.wire, target, length);
}

/* The DNAME at NODE and the CNAME it makes for the name asked (RFC 6672 3.1); true when the chain
 * goes on. */
static bool redirect(reply *r, const zone_node *node) {
  const zone_record *dname = sesame_zone_set(node, SESAME_TYPE_DNAME);
  sesame_name owner, made;
  size_t head = (size_t)(r->name.length - node->length);
  node_name(node, &owner);
  add(r, SESAME_ANSWER, &owner, dname, dname->ttl);
  if (head + dname->length > SESAME_NAME_MAX) {
    r->rcode = RCODE_YXDOMAIN;
    return false;
  }
  made.length = (uint8_t)(head + dname->length);
  memcpy(made.wire, r->name.wire, head);
  memcpy(made.wire + head, dname->data, dname->length);
  sesame_builder_add(&r->out, SESAME_ANSWER, &r->name, SESAME_TYPE_CNAME, dname->ttl, made.wire,
                     made.length);
  r->name = made;
  return r->type != SESAME_TYPE_CNAME && r->type != SESAME_TYPE_ANY;
}

/* Whether a CNAME at NODE speaks for questions of TYPE. Where people put one beside other data, it
 * hides them, as in a server; but an apex stays an apex. */
static bool is_alias(const zone *z, const zone_node *node, int type) {
  if (type == SESAME_TYPE_CNAME || type == SESAME_TYPE_ANY || type == SESAME_TYPE_RRSIG ||
      type == ZONE_TYPE_NSEC || !sesame_zone_set(node, SESAME_TYPE_CNAME))
    return false;
  return node != z->apex_node || (type != SESAME_TYPE_SOA && type != SESAME_TYPE_NS);
}

/* What NODE (the name itself, or the wildcard for it) says; true when the chain goes on. */
static bool answer_from(reply *r, const zone *z, const zone_node *node) {
  if (is_alias(z, node, r->type)) {
    const zone_record *alias = sesame_zone_set(node, SESAME_TYPE_CNAME);
    add(r, SESAME_ANSWER, &r->name, alias, alias->ttl);
    follow(r, alias->data, alias->length);
    return true;
  }
  if (add_set(r, SESAME_ANSWER, &r->name, node, r->type) > 0)
    return false;
  r->unknown = (r->type == SESAME_TYPE_A || r->type == SESAME_TYPE_AAAA) &&
               sesame_zone_set(node, ZONE_TYPE_PSEUDO);
  add_soa(r, z);
  return false;
}

/* The zone that answers: the closest above the name; for DS, the parent's side of a cut (RFC 4035
 * 3.1.4.1) when it is here. */
static const zone *zone_of(const reply *r) {
  const zone *z = sesame_zone_enclosing(r->set, &r->name, 0);
  if (r->type == SESAME_TYPE_DS && z && r->name.length > 1 &&
      sesame_name_equal(&z->apex, &r->name)) {
    const zone *parent = sesame_zone_enclosing(r->set, &r->name, 1);
    return parent ? parent : z;
  }
  return z;
}

/* One name of the chain; true when the chain goes on. */
static bool step(reply *r, bool first) {
  const zone *z = zone_of(r);
  if (!z)
    return false; /* the chain leaves the zones: to be asked on */
  place at = locate(z, &r->name);
  if (at.cut && !(at.exact == at.cut && r->type == SESAME_TYPE_DS)) {
    r->authoritative = !first;
    refer(r, z, at.cut);
    return false;
  }
  if (at.dname)
    return redirect(r, at.dname);
  const zone_node *node = at.exact ? at.exact : wildcard(z, at.encloser);
  if (node)
    return answer_from(r, z, node);
  r->rcode = RCODE_NXDOMAIN;
  add_soa(r, z);
  return false;
}

/* The builder wrote the header before the end of the chain was known. */
static void mend_header(reply *r) {
  if (!r->out.bytes)
    return;
  r->out.bytes[3] |= (uint8_t)r->rcode;
  if (!r->authoritative)
    r->out.bytes[2] &= (uint8_t) ~(SESAME_FLAG_AA >> 8);
}

sesame_answer *sesame_zones_answer(const sesame_zones *zones, const sesame_name *name, int type) {
  reply r = {.set = zones, .name = *name, .type = type, .authoritative = true};
  if (!zone_of(&r))
    return sesame_answer_failure(name, type, SESAME_NOT_IN_ZONE, ZONE_SERVER);
  sesame_builder_open(&r.out, name, type, SESAME_FLAG_AA, 0);
  for (int i = 0; i <= SESAME_CHAIN_MAX && step(&r, i == 0); i++)
    ;
  if (r.unknown) {
    sesame_builder_close(&r.out);
    return sesame_answer_failure(name, type, SESAME_NOT_IN_ZONE, ZONE_SERVER);
  }
  mend_header(&r);
  if (!r.out.failed || r.out.starved)
    return sesame_builder_finish(&r.out, ZONE_SERVER);
  sesame_builder_close(&r.out); /* a set that no message holds: no server could answer it either */
  return sesame_answer_failure(name, type, SESAME_TRUNCATED, ZONE_SERVER);
}
