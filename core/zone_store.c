/* SPDX-License-Identifier: MIT */
/* Zones in memory: names found by hash, records in canonical order. Knows nothing of files and of
 * answers. */
#include "zone_internal.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 65536, BUCKETS_FIRST = 8 };

/* ---- memory that lives as long as the set ---- */

typedef struct zone_block {
  struct zone_block *next;
  size_t used, size;
  _Alignas(8) uint8_t bytes[];
} zone_block;

static void *arena_take(zone_arena *arena, size_t length) {
  length = (length + 7) & ~(size_t)7;
  zone_block *block = arena->blocks;
  if (!block || block->size - block->used < length) {
    size_t size = length > BLOCK_SIZE / 4 ? length : BLOCK_SIZE - sizeof *block;
    zone_block *fresh = malloc(sizeof *fresh + size);
    if (!fresh)
      return NULL;
    *fresh = (zone_block){.size = size};
    if (block && size == length) { /* one large piece: go on filling the block before it */
      fresh->next = block->next;
      block->next = fresh;
    } else {
      fresh->next = block;
      arena->blocks = fresh;
    }
    block = fresh;
  }
  void *taken = block->bytes + block->used;
  block->used += length;
  return taken;
}

static void arena_free(zone_arena *arena) {
  for (zone_block *block = arena->blocks, *next; block; block = next) {
    next = block->next;
    free(block);
  }
  arena->blocks = NULL;
}

static void arena_join(zone_arena *arena, zone_arena *more) {
  zone_block **end = &more->blocks;
  while (*end)
    end = &(*end)->next;
  *end = arena->blocks;
  arena->blocks = more->blocks;
  more->blocks = NULL;
}

/* Room for one more pointer in *LIST. */
static bool reserve(void **list, size_t count, size_t *capacity) {
  if (count < *capacity)
    return true;
  size_t larger = *capacity ? *capacity * 2 : 16;
  void *grown = realloc(*list, larger * sizeof(void *));
  if (!grown)
    return false;
  *list = grown;
  *capacity = larger;
  return true;
}

/* ---- names as bytes ---- */

static uint8_t lower(uint8_t c) {
  return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static uint32_t hash_of(const uint8_t *wire, size_t length) {
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < length; i++)
    hash = (hash ^ lower(wire[i])) * 16777619u;
  return hash ^ hash >> 15;
}

static bool same_name(const uint8_t *a, const uint8_t *b, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (a[i] != b[i] && lower(a[i]) != lower(b[i]))
      return false;
  return true;
}

/* Canonical order (RFC 4034 6.1) of names on the wire. */
static int compare_names(const uint8_t *a, const uint8_t *b) {
  uint8_t left[SESAME_NAME_LABELS_MAX] = {0}, right[SESAME_NAME_LABELS_MAX] = {0};
  int n = 0, m = 0;
  for (size_t at = 0; a[at]; at += 1u + a[at])
    left[n++] = (uint8_t)at;
  for (size_t at = 0; b[at]; at += 1u + b[at])
    right[m++] = (uint8_t)at;
  while (n > 0 && m > 0) {
    const uint8_t *x = a + left[--n], *y = b + right[--m];
    for (int i = 1; i <= *x && i <= *y; i++)
      if (lower(x[i]) != lower(y[i]))
        return lower(x[i]) - lower(y[i]);
    if (*x != *y)
      return *x - *y;
  }
  return n - m;
}

/* ---- zones by apex ---- */

static zone *find_zone(const sesame_zones *set, const uint8_t *wire, size_t length) {
  if (set->bucket_count == 0)
    return NULL;
  uint32_t hash = hash_of(wire, length);
  for (zone *z = set->buckets[hash & (set->bucket_count - 1)]; z; z = z->next)
    if (z->hash == hash && z->apex.length == length && same_name(z->apex.wire, wire, length))
      return z;
  return NULL;
}

zone *sesame_zone_at(const sesame_zones *set, const sesame_name *apex) {
  return find_zone(set, apex->wire, apex->length);
}

zone *sesame_zone_enclosing(const sesame_zones *set, const sesame_name *name, int skip) {
  for (size_t at = 0;; at += 1u + name->wire[at]) {
    zone *z = skip-- > 0 ? NULL : find_zone(set, name->wire + at, name->length - at);
    if (z || name->wire[at] == 0)
      return z;
  }
}

/* Room for one more zone in the list and the table, so that link_zone cannot fail. */
static bool reserve_zones(sesame_zones *set, size_t more) {
  size_t wanted = set->count + more, size = set->bucket_count ? set->bucket_count : BUCKETS_FIRST;
  if (wanted > set->capacity) {
    size_t capacity = wanted > set->capacity * 2 ? wanted : set->capacity * 2;
    zone **list = realloc(set->list, capacity * sizeof *list);
    if (!list)
      return false;
    set->list = list;
    set->capacity = capacity;
  }
  while (size < wanted)
    size *= 2;
  if (size == set->bucket_count)
    return true;
  zone **buckets = calloc(size, sizeof *buckets);
  if (!buckets)
    return false;
  free(set->buckets);
  set->buckets = buckets;
  set->bucket_count = size;
  for (size_t i = 0; i < set->count; i++) {
    zone *z = set->list[i], **bucket = &buckets[z->hash & (size - 1)];
    z->next = *bucket;
    *bucket = z;
  }
  return true;
}

static void link_zone(sesame_zones *set, zone *z) {
  zone **bucket = &set->buckets[z->hash & (set->bucket_count - 1)];
  z->next = *bucket;
  *bucket = z;
  set->list[set->count++] = z;
}

static zone_node *make_node(sesame_zones *set, zone *z, const uint8_t *wire, size_t length);

zone *sesame_zone_make(sesame_zones *set, const sesame_name *apex) {
  zone *z = sesame_zone_at(set, apex);
  if (z || !reserve_zones(set, 1) || !(z = arena_take(&set->arena, sizeof *z)))
    return z;
  *z = (zone){.apex = *apex, .hash = hash_of(apex->wire, apex->length)};
  z->apex_node = make_node(set, z, apex->wire, apex->length);
  if (!z->apex_node) {
    free(z->buckets);
    return NULL;
  }
  link_zone(set, z);
  return z;
}

/* ---- names of a zone ---- */

static zone_node *find_node(const zone *z, const uint8_t *wire, size_t length, uint32_t hash) {
  if (z->bucket_count == 0)
    return NULL;
  for (zone_node *node = z->buckets[hash & (z->bucket_count - 1)]; node; node = node->next)
    if (node->hash == hash && node->length == length && same_name(node->name, wire, length))
      return node;
  return NULL;
}

zone_node *sesame_zone_find(const zone *z, const uint8_t *wire, size_t length) {
  return find_node(z, wire, length, hash_of(wire, length));
}

static bool grow_buckets(zone *z) {
  size_t size = z->bucket_count ? z->bucket_count * 2 : BUCKETS_FIRST;
  zone_node **buckets = calloc(size, sizeof *buckets);
  if (!buckets)
    return false;
  for (size_t i = 0; i < z->bucket_count; i++)
    for (zone_node *node = z->buckets[i], *next; node; node = next) {
      next = node->next;
      node->next = buckets[node->hash & (size - 1)];
      buckets[node->hash & (size - 1)] = node;
    }
  free(z->buckets);
  z->buckets = buckets;
  z->bucket_count = size;
  return true;
}

static zone_node *make_node(sesame_zones *set, zone *z, const uint8_t *wire, size_t length) {
  if (z->node_count >= z->bucket_count && !grow_buckets(z))
    return NULL;
  zone_node *node = arena_take(&set->arena, sizeof *node + length);
  if (!node)
    return NULL;
  *node = (zone_node){.hash = hash_of(wire, length), .length = (uint8_t)length};
  memcpy(node->name, wire, length);
  zone_node **bucket = &z->buckets[node->hash & (z->bucket_count - 1)];
  node->next = *bucket;
  *bucket = node;
  z->node_count++;
  return node;
}

/* The node of OWNER, made with its ancestors down from the apex when there is none. */
static zone_node *need_node(sesame_zones *set, zone *z, const sesame_name *owner) {
  const uint8_t *wire = owner->wire;
  size_t length = owner->length;
  zone_node *found = sesame_zone_find(z, wire, length);
  if (found)
    return found;
  zone_node *first = make_node(set, z, wire, length);
  while (first && length > z->apex.length) {
    length -= 1u + wire[0];
    wire += 1u + wire[0];
    if (sesame_zone_find(z, wire, length))
      return first;
    if (!make_node(set, z, wire, length))
      return NULL;
  }
  return first;
}

/* ---- records ---- */

const zone_record *sesame_zone_set(const zone_node *node, int type) {
  for (const zone_record *r = node->records; r && r->type <= type; r = r->next)
    if (r->type == type)
      return r;
  return NULL;
}

/* The link behind the last record of TYPE at NODE, where one more belongs; *DUPLICATE when the same
 * data is there. */
static zone_record **place_for(zone_node *node, int type, const uint8_t *data, size_t length,
                               bool *duplicate) {
  zone_record **link = &node->records;
  *duplicate = false;
  for (; *link && (*link)->type <= type; link = &(*link)->next)
    if ((*link)->type == type && (*link)->length == length &&
        memcmp((*link)->data, data, length) == 0) {
      *duplicate = true;
      break;
    }
  return link;
}

/* One TTL for a set, the smallest (RFC 2181 5.2). True when it had to change anything. */
static bool level_ttl(zone_node *node, int type, uint32_t ttl) {
  bool changed = false;
  for (zone_record *r = node->records; r && r->type <= type; r = r->next)
    if (r->type == type && r->ttl != ttl) {
      changed = true;
      ttl = r->ttl < ttl ? r->ttl : ttl;
    }
  for (zone_record *r = node->records; changed && r && r->type <= type; r = r->next)
    if (r->type == type)
      r->ttl = ttl;
  return changed;
}

static void note_soa(zone *z, const uint8_t *data, size_t length) {
  z->has_soa = true;
  if (length >= 4) {
    const uint8_t *at = data + length - 4;
    z->minimum = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    z->has_minimum = z->minimum <= ZONE_TTL_MAX;
  }
}

zone_added sesame_zone_add(sesame_zones *set, zone *z, const sesame_name *owner, int type,
                           uint32_t ttl, const uint8_t *data, size_t length) {
  bool duplicate;
  zone_node *node = need_node(set, z, owner);
  if (!node)
    return ZONE_ADD_NO_MEMORY;
  zone_record **link = place_for(node, type, data, length, &duplicate);
  if (duplicate)
    return level_ttl(node, type, ttl) ? ZONE_TTL_LOWERED : ZONE_DUPLICATE;
  if (type == SESAME_TYPE_SOA && sesame_zone_set(node, type))
    return ZONE_SECOND_SOA;
  if (node->count == ZONE_NAME_RECORDS_MAX)
    return ZONE_FULL;
  zone_record *r = arena_take(&set->arena, sizeof *r + length);
  if (!r)
    return ZONE_ADD_NO_MEMORY;
  *r = (zone_record){
      .next = *link, .owner = node, .ttl = ttl, .type = (uint16_t)type, .length = (uint16_t)length};
  if (length)
    memcpy(r->data, data, length);
  *link = r;
  node->count++;
  z->record_count++;
  if (type == SESAME_TYPE_SOA)
    note_soa(z, data, length);
  return level_ttl(node, type, ttl) ? ZONE_TTL_LOWERED : ZONE_ADDED;
}

bool sesame_zone_note(sesame_zones *set, const char *text) {
  size_t length = strlen(text) + 1;
  if (!reserve((void **)&set->notes, set->note_count, &set->note_capacity))
    return false;
  char *copy = arena_take(&set->arena, length);
  if (copy)
    set->notes[set->note_count++] = memcpy(copy, text, length);
  return copy != NULL;
}

/* ---- settling: canonical order, one set into another ---- */

static int compare_nodes(const void *a, const void *b) {
  return compare_names((*(zone_node *const *)a)->name, (*(zone_node *const *)b)->name);
}

static int compare_zones(const void *a, const void *b) {
  return compare_names((*(zone *const *)a)->apex.wire, (*(zone *const *)b)->apex.wire);
}

/* Fills z->order. */
static bool order_records(zone *z) {
  zone_node **nodes = malloc((z->node_count + 1) * sizeof *nodes);
  zone_record **order = malloc((z->record_count + 1) * sizeof *order);
  bool good = nodes && order;
  if (good) {
    size_t count = 0, at = 0;
    for (size_t i = 0; i < z->bucket_count; i++)
      for (zone_node *node = z->buckets[i]; node; node = node->next)
        nodes[count++] = node;
    qsort(nodes, count, sizeof *nodes, compare_nodes);
    for (size_t i = 0; i < count; i++)
      for (zone_record *r = nodes[i]->records; r; r = r->next)
        order[at++] = r;
    free(z->order);
    z->order = order;
  } else {
    free(order);
  }
  free(nodes);
  return good;
}

/* Copies the records of OLD to the zone of its apex in SET, whose SOA counts. */
static zone_added copy_zone(sesame_zones *set, const zone *old) {
  zone *z = sesame_zone_at(set, &old->apex);
  for (size_t i = 0; i < old->record_count; i++) {
    const zone_record *r = old->order[i];
    sesame_name owner = {.length = r->owner->length};
    memcpy(owner.wire, r->owner->name, owner.length);
    zone_added added = sesame_zone_add(set, z, &owner, r->type, r->ttl, r->data, r->length);
    if (added == ZONE_ADD_NO_MEMORY || added == ZONE_FULL)
      return added;
  }
  return ZONE_ADDED;
}

static void free_tables(zone *z) {
  free(z->buckets);
  free(z->order);
  z->buckets = NULL;
  z->order = NULL;
}

/* Takes Z out of the table and the list of SET; its records stay in the arena. */
static void unlink_zone(sesame_zones *set, zone *z) {
  zone **link = &set->buckets[z->hash & (set->bucket_count - 1)];
  while (*link != z)
    link = &(*link)->next;
  *link = z->next;
  size_t at = 0;
  while (set->list[at] != z)
    at++;
  set->list[at] = set->list[--set->count];
  free_tables(z);
}

static bool reserve_notes(sesame_zones *set, size_t more) {
  size_t wanted = set->note_count + more;
  if (wanted <= set->note_capacity)
    return true;
  const char **notes = realloc(set->notes, wanted * sizeof *notes);
  if (notes) {
    set->notes = notes;
    set->note_capacity = wanted;
  }
  return notes != NULL;
}

zone_added sesame_zones_absorb(sesame_zones *set, sesame_zones *more) {
  for (size_t i = 0; i < more->count; i++) {
    const zone *old = sesame_zone_at(set, &more->list[i]->apex);
    zone_added added = old ? copy_zone(more, old) : ZONE_ADDED;
    if (added != ZONE_ADDED)
      return added;
    if (!order_records(more->list[i]))
      return ZONE_ADD_NO_MEMORY;
  }
  if (!reserve_zones(set, more->count) || !reserve_notes(set, more->note_count))
    return ZONE_ADD_NO_MEMORY;
  for (size_t i = 0; i < more->count; i++) { /* nothing fails from here on */
    zone *old = sesame_zone_at(set, &more->list[i]->apex);
    if (old)
      unlink_zone(set, old);
    link_zone(set, more->list[i]);
  }
  for (size_t i = 0; i < more->note_count; i++)
    set->notes[set->note_count++] = more->notes[i];
  arena_join(&set->arena, &more->arena);
  more->count = more->note_count = 0;
  qsort(set->list, set->count, sizeof(zone *), compare_zones);
  size_t first = 0;
  for (size_t i = 0; i < set->count; i++) {
    set->list[i]->first = first;
    first += set->list[i]->record_count;
  }
  return ZONE_ADDED;
}

/* ---- the public face ---- */

int sesame_zones_open(sesame_zones **out) {
  *out = calloc(1, sizeof **out);
  return *out ? SESAME_OK : SESAME_NO_MEMORY;
}

void sesame_zones_close(sesame_zones *zones) {
  if (!zones)
    return;
  for (size_t i = 0; i < zones->count; i++)
    free_tables(zones->list[i]);
  free(zones->list);
  free(zones->buckets);
  free(zones->notes);
  arena_free(&zones->arena);
  free(zones);
}

bool sesame_zones_apex(const sesame_zones *zones, const sesame_name *name, sesame_name *apex) {
  const zone *z = sesame_zone_enclosing(zones, name, 0);
  if (z)
    *apex = z->apex;
  return z != NULL;
}

size_t sesame_zones_count(const sesame_zones *zones) {
  return zones->count;
}

bool sesame_zones_apex_at(const sesame_zones *zones, size_t index, sesame_name *apex) {
  if (index >= zones->count)
    return false;
  *apex = zones->list[index]->apex;
  return true;
}

const char *sesame_zones_note(const sesame_zones *zones, size_t index) {
  return index < zones->note_count ? zones->notes[index] : NULL;
}

/* The record at CURSOR, or NULL at the end. */
static const zone_record *record_at(const sesame_zones *zones, size_t cursor) {
  size_t low = 0, high = zones->count; /* the last zone that begins at or before the cursor */
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (zones->list[middle]->first <= cursor)
      low = middle;
    else
      high = middle;
  }
  if (zones->count == 0 || cursor - zones->list[low]->first >= zones->list[low]->record_count)
    return NULL;
  return zones->list[low]->order[cursor - zones->list[low]->first];
}

bool sesame_zones_walk(const sesame_zones *zones, size_t *cursor, sesame_name *owner, int *type,
                       uint32_t *ttl, const uint8_t **rdata, size_t *rdata_length) {
  const zone_record *r = record_at(zones, *cursor);
  while (r && r->type == ZONE_TYPE_PSEUDO)
    r = record_at(zones, ++*cursor);
  if (!r)
    return false;
  owner->length = r->owner->length;
  memcpy(owner->wire, r->owner->name, owner->length);
  *type = r->type;
  *ttl = r->ttl;
  *rdata = r->data;
  *rdata_length = r->length;
  ++*cursor;
  return true;
}
