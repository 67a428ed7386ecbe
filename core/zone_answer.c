/* SPDX-License-Identifier: MIT */
/* Zones -> answers as an authoritative server gives them (RFC 1034 4.3.2, RFC 4592, RFC 6672),
 * built as messages so that message.c alone decides what they teach. */
#include "zone_internal.h"

#include <string.h>

/* What one step along an alias chain came to. */
typedef enum step { STEP_DONE, STEP_ALIAS, STEP_UNKNOWN } step;

typedef struct looking {
  const sesame_zones *zones;
  sesame_builder *out;
  sesame_name name; /* now looked for */
  int type;
  bool nxdomain, authoritative;
} looking;

static void add_set(sesame_builder *out, sesame_section section, const sesame_name *owner,
                    const rrset *set) {
  for (const record *r = set->records; r; r = r->next)
    sesame_builder_add(out, section, owner, set->type, set->ttl, r->bytes, r->length);
}

/* The SOA of a negative answer, with the TTL of RFC 2308 3; a zone without one gets an empty one
 * that nobody may cache. */
static void add_soa(looking *l, const zone *z) {
  static const uint8_t none[22];
  const node *apex = zone_find(z, &z->apex);
  const rrset *soa = apex ? node_set(apex, SESAME_TYPE_SOA) : NULL;
  if (soa)
    add_set(l->out, SESAME_AUTHORITY, &z->apex, soa);
  else
    sesame_builder_add(l->out, SESAME_AUTHORITY, &z->apex, SESAME_TYPE_SOA, 0, none, sizeof none);
}

/* The ancestor of L's name (or itself) below the apex, closest to the apex, that holds TYPE; NULL
 * when none does. */
static const node *highest_with(const looking *l, const zone *z, int type, bool itself) {
  int depth = sesame_name_labels(&l->name) - sesame_name_labels(&z->apex);
  for (int up = depth - 1; up >= (itself ? 0 : 1); up--) {
    sesame_name at;
    sesame_name_parent(&l->name, up, &at);
    const node *n = zone_find(z, &at);
    if (n && node_set(n, type))
      return n;
  }
  return NULL;
}

static void add_glue(looking *l, const zone *z, const rrset *ns) {
  static const int types[] = {SESAME_TYPE_A, SESAME_TYPE_AAAA};
  for (const record *r = ns->records; r; r = r->next) {
    sesame_name host = {.length = (uint8_t)r->length};
    memcpy(host.wire, r->bytes, r->length);
    const node *n = zone_find(z, &host);
    for (size_t i = 0; n && i < sizeof types / sizeof *types; i++)
      if (node_set(n, types[i]))
        add_set(l->out, SESAME_ADDITIONAL, &host, node_set(n, types[i]));
  }
}

static step refer(looking *l, const zone *z, const node *cut) {
  sesame_name owner;
  const rrset *ns = node_set(cut, SESAME_TYPE_NS);
  owner = cut->name;
  add_set(l->out, SESAME_AUTHORITY, &owner, ns);
  add_glue(l, z, ns);
  l->authoritative = false;
  return STEP_DONE;
}

/* Adds the CNAME from L's name to TARGET and goes on there. */
static step follow(looking *l, const rrset *alias) {
  const record *target = alias->records;
  sesame_builder_add(l->out, SESAME_ANSWER, &l->name, SESAME_TYPE_CNAME, alias->ttl, target->bytes,
                     target->length);
  l->name.length = (uint8_t)target->length;
  memcpy(l->name.wire, target->bytes, target->length);
  return STEP_ALIAS;
}

/* RFC 6672 3.1: the name with the DNAME's owner replaced by its target; a name too long is
 * YXDOMAIN, here unknown. */
static step substitute(looking *l, const node *at) {
  const rrset *set = node_set(at, SESAME_TYPE_DNAME);
  sesame_name owner, prefix, target = {.length = (uint8_t)set->records->length}, result;
  owner = at->name;
  memcpy(target.wire, set->records->bytes, target.length);
  prefix = l->name;
  prefix.length = (uint8_t)(l->name.length - owner.length + 1);
  prefix.wire[prefix.length - 1] = 0;
  if (sesame_name_join(&result, &prefix, &target) != SESAME_OK)
    return STEP_UNKNOWN;
  add_set(l->out, SESAME_ANSWER, &owner, set);
  sesame_builder_add(l->out, SESAME_ANSWER, &l->name, SESAME_TYPE_CNAME, set->ttl, result.wire,
                     result.length);
  l->name = result;
  return STEP_ALIAS;
}

/* The data of N for L's type, as owned by L's name (they differ for a wildcard). */
static step answer_from(looking *l, const zone *z, const node *n) {
  const rrset *alias = node_set(n, SESAME_TYPE_CNAME), *set = node_set(n, l->type);
  if (alias && l->type != SESAME_TYPE_CNAME && l->type != SESAME_TYPE_ANY)
    return follow(l, alias);
  bool any = false;
  for (const rrset *s = n->sets; s && l->type == SESAME_TYPE_ANY; s = s->next) {
    if (s->type == TYPE_PSEUDO)
      continue;
    add_set(l->out, SESAME_ANSWER, &l->name, s);
    any = true;
  }
  if (set)
    add_set(l->out, SESAME_ANSWER, &l->name, set);
  if (set || any)
    return STEP_DONE;
  if (node_set(n, TYPE_PSEUDO) && (l->type == SESAME_TYPE_A || l->type == SESAME_TYPE_AAAA))
    return STEP_UNKNOWN; /* the provider makes these up when it is asked */
  add_soa(l, z);
  return STEP_DONE;
}

/* RFC 4592 3.3.1: the wildcard below the closest name that exists, or NULL. */
static const node *find_wildcard(const looking *l, const zone *z) {
  static const sesame_name star = {.length = 3, .wire = {1, '*', 0}};
  sesame_name encloser = l->name, wildcard;
  while (!zone_find(z, &encloser) && !sesame_name_equal(&encloser, &z->apex))
    sesame_name_parent(&encloser, 1, &encloser);
  if (sesame_name_join(&wildcard, &star, &encloser) != SESAME_OK)
    return NULL;
  return zone_find(z, &wildcard);
}

static step look(looking *l, const zone *z) {
  const node *cut = highest_with(l, z, SESAME_TYPE_NS, l->type != SESAME_TYPE_DS);
  const node *dname = highest_with(l, z, SESAME_TYPE_DNAME, false);
  const node *apex = zone_find(z, &z->apex);
  if (!dname && apex && node_set(apex, SESAME_TYPE_DNAME) && !sesame_name_equal(&l->name, &z->apex))
    dname = apex;
  if (dname && (!cut || dname->name.length <= cut->name.length))
    return substitute(l, dname);
  if (cut)
    return refer(l, z, cut);
  const node *n = zone_find(z, &l->name);
  if (!n)
    n = find_wildcard(l, z);
  if (n)
    return answer_from(l, z, n);
  l->nxdomain = true;
  add_soa(l, z);
  return STEP_DONE;
}

/* Looks along the chain while it stays in the set; one alias more than may be, so that message.c
 * sees it is too long. */
static step look_all(looking *l) {
  for (int i = 0; i <= SESAME_CHAIN_MAX + 1; i++) {
    const zone *z = zones_enclosing(l->zones, &l->name);
    if (!z)
      return STEP_DONE;
    step s = look(l, z);
    if (s != STEP_ALIAS)
      return s;
  }
  return STEP_DONE;
}

sesame_answer *sesame_zones_answer(const sesame_zones *zones, const sesame_name *name, int type) {
  sesame_builder out;
  looking l = {.zones = zones, .out = &out, .name = *name, .type = type, .authoritative = true};
  if (!zones_enclosing(zones, name))
    return sesame_answer_failure(name, type, SESAME_NOT_IN_ZONE, "zone");
  sesame_builder_open(&out, name, type, 0, 0);
  if (look_all(&l) == STEP_UNKNOWN) {
    sesame_builder_close(&out);
    return sesame_answer_failure(name, type, SESAME_NOT_IN_ZONE, "zone");
  }
  if (out.failed) { /* more than a message holds, or no memory */
    sesame_builder_close(&out);
    return sesame_answer_failure(name, type, SESAME_TOO_LONG, "zone");
  }
  out.bytes[2] |= l.authoritative ? SESAME_FLAG_AA >> 8 : 0;
  out.bytes[3] |= l.nxdomain ? 3 : 0;
  return sesame_builder_finish(&out, "zone");
}
