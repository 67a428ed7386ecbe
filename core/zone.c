/* SPDX-License-Identifier: MIT */
/* A set of zones in memory: names by hash, sets by type. Reads no text and makes no answers. */
#include "zone_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- nodes ---- */

static node **bucket_of(const zone *z, uint32_t hash) {
  return &z->buckets[hash & (z->bucket_count - 1)];
}

static node *find_node(const zone *z, const sesame_name *name, uint32_t hash) {
  if (z->bucket_count == 0)
    return NULL;
  for (node *n = *bucket_of(z, hash); n; n = n->next)
    if (n->hash == hash && sesame_name_equal(&n->name, name))
      return n;
  return NULL;
}

const node *zone_find(const zone *z, const sesame_name *name) {
  return find_node(z, name, sesame_name_hash(name));
}

static bool grow(zone *z) {
  size_t count = z->bucket_count ? z->bucket_count * 2 : NODE_BUCKETS_MIN;
  node **buckets = calloc(count, sizeof *buckets);
  if (!buckets)
    return false;
  for (size_t i = 0; i < z->bucket_count; i++)
    for (node *n = z->buckets[i], *next; n; n = next) {
      next = n->next;
      n->next = buckets[n->hash & (count - 1)];
      buckets[n->hash & (count - 1)] = n;
    }
  free(z->buckets);
  z->buckets = buckets;
  z->bucket_count = count;
  return true;
}

/* The node of NAME, made when it is not there; NULL when memory is out. Only the octets of the name
 * are kept. */
static node *make_node(zone *z, const sesame_name *name) {
  uint32_t hash = sesame_name_hash(name);
  node *n = find_node(z, name, hash);
  if (n || (z->node_count >= z->bucket_count && !grow(z)))
    return n;
  n = calloc(1, sizeof *n);
  if (!n)
    return NULL;
  n->hash = hash;
  n->name = *name;
  n->next = *bucket_of(z, hash);
  *bucket_of(z, hash) = n;
  z->node_count++;
  return n;
}

const rrset *node_set(const node *n, int type) {
  for (const rrset *s = n->sets; s; s = s->next)
    if (s->type == type)
      return s;
  return NULL;
}

/* The set of TYPE at N, made at the end of its list when it is not there. */
static rrset *make_set(node *n, int type, uint32_t ttl) {
  rrset **at = &n->sets;
  for (; *at; at = &(*at)->next)
    if ((*at)->type == type)
      return *at;
  *at = calloc(1, sizeof **at);
  if (*at) {
    (*at)->type = (uint16_t)type;
    (*at)->ttl = ttl;
  }
  return *at;
}

static sesame_status add_data(rrset *set, const uint8_t *data, size_t length) {
  record **at = &set->records;
  for (; *at; at = &(*at)->next)
    if ((*at)->length == length && memcmp((*at)->bytes, data, length) == 0)
      return SESAME_OK;
  *at = malloc(sizeof **at + length);
  if (!*at)
    return SESAME_NO_MEMORY;
  (*at)->next = NULL;
  (*at)->length = (uint16_t)length;
  if (length)
    memcpy((*at)->bytes, data, length);
  return SESAME_OK;
}

/* Makes the names from NAME up to the apex exist (RFC 4592 2.2.2). */
static sesame_status make_ancestors(zone *z, const sesame_name *name) {
  sesame_name parent = *name;
  while (!sesame_name_equal(&parent, &z->apex)) {
    sesame_name_parent(&parent, 1, &parent);
    if (zone_find(z, &parent))
      return SESAME_OK;
    if (!make_node(z, &parent))
      return SESAME_NO_MEMORY;
  }
  return SESAME_OK;
}

sesame_status zone_add(zone *z, const sesame_name *owner, int type, uint32_t ttl,
                       const uint8_t *data, size_t length) {
  node *n = make_node(z, owner);
  if (!n || make_ancestors(z, owner) != SESAME_OK)
    return SESAME_NO_MEMORY;
  rrset *set = make_set(n, type, ttl);
  if (!set)
    return SESAME_NO_MEMORY;
  if (ttl < set->ttl)
    set->ttl = ttl;
  return add_data(set, data, length);
}

static void free_set(rrset *set) {
  for (record *r = set->records, *next; r; r = next) {
    next = r->next;
    free(r);
  }
  free(set);
}

static void free_zone(zone *z) {
  for (size_t i = 0; i < z->bucket_count; i++)
    for (node *n = z->buckets[i], *next; n; n = next) {
      next = n->next;
      for (rrset *s = n->sets, *more; s; s = more) {
        more = s->next;
        free_set(s);
      }
      free(n);
    }
  free(z->buckets);
  free(z);
}

/* ---- zones ---- */

/* Where APEX is or would be; *FOUND tells which. */
static size_t position_of(const sesame_zones *zones, const sesame_name *apex, bool *found) {
  size_t low = 0, high = zones->zone_count;
  *found = false;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = sesame_name_compare(&zones->zones[middle]->apex, apex);
    if (order == 0)
      *found = true;
    if (order >= 0)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

zone *zones_at(sesame_zones *zones, const sesame_name *apex, bool make) {
  bool found;
  size_t at = position_of(zones, apex, &found);
  if (found || !make)
    return found ? zones->zones[at] : NULL;
  zone **list = realloc(zones->zones, (zones->zone_count + 1) * sizeof *list);
  if (!list)
    return NULL;
  zones->zones = list;
  zone *z = calloc(1, sizeof *z);
  if (!z)
    return NULL;
  z->apex = *apex;
  memmove(list + at + 1, list + at, (zones->zone_count - at) * sizeof *list);
  list[at] = z;
  zones->zone_count++;
  return z;
}

const zone *zones_enclosing(const sesame_zones *zones, const sesame_name *name) {
  sesame_name apex = *name;
  for (;;) {
    bool found;
    size_t at = position_of(zones, &apex, &found);
    if (found)
      return zones->zones[at];
    if (apex.length == 1)
      return NULL;
    sesame_name_parent(&apex, 1, &apex);
  }
}

int sesame_zones_open(sesame_zones **out) {
  *out = calloc(1, sizeof **out);
  return *out ? SESAME_OK : SESAME_NO_MEMORY;
}

void sesame_zones_close(sesame_zones *zones) {
  if (!zones)
    return;
  for (size_t i = 0; i < zones->zone_count; i++)
    free_zone(zones->zones[i]);
  for (size_t i = 0; i < zones->note_count; i++)
    free(zones->notes[i]);
  free(zones->zones);
  free(zones->notes);
  free(zones->visits);
  free(zones);
}

bool sesame_zones_apex(const sesame_zones *zones, const sesame_name *name, sesame_name *apex) {
  const zone *z = zones_enclosing(zones, name);
  if (z)
    *apex = z->apex;
  return z != NULL;
}

size_t sesame_zones_count(const sesame_zones *zones) {
  return zones->zone_count;
}

bool sesame_zones_apex_at(const sesame_zones *zones, size_t index, sesame_name *apex) {
  if (index >= zones->zone_count)
    return false;
  *apex = zones->zones[index]->apex;
  return true;
}

/* ---- notes ---- */

void zones_note(sesame_zones *zones, const char *text) {
  for (size_t i = 0; i < zones->note_count; i++)
    if (strcmp(zones->notes[i], text) == 0)
      return;
  char **notes = realloc(zones->notes, (zones->note_count + 1) * sizeof *notes);
  if (!notes)
    return;
  zones->notes = notes;
  char *copy = strdup(text);
  if (copy)
    notes[zones->note_count++] = copy;
}

const char *sesame_zones_note(const sesame_zones *zones, size_t index) {
  return index < zones->note_count ? zones->notes[index] : NULL;
}

/* ---- visiting ---- */

bool sesame_zones_walk(const sesame_zones *zones, size_t *cursor, sesame_name *owner, int *type,
                       uint32_t *ttl, const uint8_t **rdata, size_t *rdata_length) {
  if (*cursor >= zones->visit_count)
    return false;
  const visit *v = &zones->visits[(*cursor)++];
  *owner = v->owner->name;
  *type = v->set->type;
  *ttl = v->set->ttl;
  *rdata = v->data->bytes;
  *rdata_length = v->data->length;
  return true;
}
