/* SPDX-License-Identifier: MIT */
/* Adds one set of zones to another, and lists all records in canonical order. */
#include "zone_internal.h"

#include <stdlib.h>
#include <string.h>

static sesame_status join_node(zone *to, const node *n) {
  for (const rrset *s = n->sets; s; s = s->next) {
    for (const record *r = s->records; r; r = r->next)
      if (zone_add(to, &n->name, s->type, s->ttl, r->bytes, r->length) != SESAME_OK)
        return SESAME_NO_MEMORY;
  }
  return SESAME_OK;
}

static sesame_status join_zone(sesame_zones *to, const zone *from) {
  zone *z = zones_at(to, &from->apex, true);
  if (!z)
    return SESAME_NO_MEMORY;
  for (size_t i = 0; i < from->bucket_count; i++)
    for (const node *n = from->buckets[i]; n; n = n->next)
      if (join_node(z, n) != SESAME_OK)
        return SESAME_NO_MEMORY;
  return SESAME_OK;
}

static int by_owner(const void *a, const void *b) {
  const visit *x = a, *y = b;
  int order = sesame_name_compare(&x->owner->name, &y->owner->name);
  if (order == 0)
    order = x->set->type - y->set->type;
  if (order != 0)
    return order;
  size_t shorter = x->data->length < y->data->length ? x->data->length : y->data->length;
  order = memcmp(x->data->bytes, y->data->bytes, shorter);
  return order ? order : x->data->length - y->data->length;
}

static size_t visit_zone(const zone *z, visit *out) {
  size_t count = 0;
  for (size_t i = 0; i < z->bucket_count; i++)
    for (const node *n = z->buckets[i]; n; n = n->next)
      for (const rrset *s = n->sets; s; s = s->next)
        for (const record *r = s->records; r && s->type != TYPE_PSEUDO; r = r->next, count++)
          if (out)
            out[count] = (visit){n, s, r};
  return count;
}

/* Lists every record in canonical order for sesame_zones_walk. */
static sesame_status list_visits(sesame_zones *zones) {
  size_t count = 0;
  for (size_t i = 0; i < zones->zone_count; i++)
    count += visit_zone(zones->zones[i], NULL);
  visit *visits = malloc((count ? count : 1) * sizeof *visits);
  if (!visits)
    return SESAME_NO_MEMORY;
  free(zones->visits);
  zones->visits = visits;
  zones->visit_count = 0;
  for (size_t i = 0; i < zones->zone_count; i++)
    zones->visit_count += visit_zone(zones->zones[i], visits + zones->visit_count);
  if (count)
    qsort(visits, count, sizeof *visits, by_owner);
  return SESAME_OK;
}

sesame_status zones_join(sesame_zones *to, const sesame_zones *from) {
  for (size_t i = 0; i < from->zone_count; i++)
    if (join_zone(to, from->zones[i]) != SESAME_OK)
      return SESAME_NO_MEMORY;
  for (size_t i = 0; i < from->note_count; i++)
    zones_note(to, from->notes[i]);
  return list_visits(to);
}
