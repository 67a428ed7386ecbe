/* SPDX-License-Identifier: MIT */
/* Maps from the addresses of one family to numbers, as sorted stretches, and their arithmetic.
 * Knows nothing of what the numbers mean. */
#include "spf_denote_internal.h"

#include <stdlib.h>
#include <string.h>

static bool same(sesame_address a, sesame_address b) {
  return a.high == b.high && a.low == b.low;
}

static bool before(sesame_address a, sesame_address b) {
  return a.high != b.high ? a.high < b.high : a.low < b.low;
}

static sesame_address successor(sesame_address a) {
  a.low++;
  a.high += a.low == 0;
  return a;
}

static sesame_address predecessor(sesame_address a) {
  a.high -= a.low == 0;
  a.low--;
  return a;
}

static sesame_address top_of(sesame_family family) {
  return family == SESAME_IP4 ? (sesame_address){0, UINT32_MAX}
                              : (sesame_address){UINT64_MAX, UINT64_MAX};
}

void sesame_stretches_free(stretches *map) {
  free(map->items);
  *map = (stretches){0};
}

static bool reserve(stretches *map, size_t capacity) {
  stretch *items = realloc(map->items, (capacity ? capacity : 1) * sizeof *items);
  if (!items)
    return false;
  map->items = items;
  map->capacity = capacity;
  return true;
}

/* From FIRST on; there is room. A stretch that would be empty, or says what the one before says, is
 * not kept. */
static void put(stretches *map, sesame_address first, uint32_t value) {
  if (map->count && same(map->items[map->count - 1].first, first))
    map->count--;
  if (!map->count || map->items[map->count - 1].value != value)
    map->items[map->count++] = (stretch){first, value};
}

bool sesame_stretches_constant(stretches *out, uint32_t value) {
  *out = (stretches){0};
  if (!reserve(out, 1))
    return false;
  put(out, (sesame_address){0, 0}, value);
  return true;
}

bool sesame_stretches_copy(stretches *out, const stretches *from) {
  *out = (stretches){0};
  if (!reserve(out, from->count))
    return false;
  memcpy(out->items, from->items, from->count * sizeof *from->items);
  out->count = from->count;
  return true;
}

/* ---- claims ---- */

void sesame_claims_add(claims *c, sesame_range range, uint32_t order, uint32_t value) {
  if (c->count == c->capacity && !c->failed) {
    const size_t capacity = c->capacity ? 2 * c->capacity : 32;
    claim *items = realloc(c->items, capacity * sizeof *items);
    c->failed = !items;
    if (items) {
      c->items = items;
      c->capacity = capacity;
    }
  }
  if (!c->failed)
    c->items[c->count++] = (claim){range.first, range.last, order, value};
}

/* What holds others comes before them. */
static int by_place(const void *a, const void *b) {
  const claim *x = a, *y = b;
  const int first = sesame_address_compare(x->first, y->first);
  if (first)
    return first;
  const int last = sesame_address_compare(y->last, x->last);
  return last ? last : (x->order > y->order) - (x->order < y->order);
}

/* A claim within those below it on the stack, with the best of them all. */
typedef struct nested {
  sesame_address last;
  uint32_t order, value;
} nested;

/* Prefixes are at most 129 deep; equal ones share one place. */
enum { DEPTH_MAX = 130 };

typedef struct sweeper {
  stretches *out;
  sesame_address top;
  size_t depth;
  nested stack[DEPTH_MAX];
} sweeper;

/* Ends the claims that are over before UPTO, or all of them when it is NULL. */
static void unwind(sweeper *s, const sesame_address *upto) {
  while (s->depth && (!upto || before(s->stack[s->depth - 1].last, *upto))) {
    const sesame_address last = s->stack[--s->depth].last;
    if (!same(last, s->top))
      put(s->out, successor(last), s->depth ? s->stack[s->depth - 1].value : UNDECIDED);
  }
}

static void enter(sweeper *s, const claim *c) {
  nested next = {c->last, c->order, c->value};
  const nested *outer = s->depth ? &s->stack[s->depth - 1] : NULL;
  if (outer && outer->order < c->order) {
    next.order = outer->order;
    next.value = outer->value;
  }
  if (outer && same(outer->last, c->last))
    s->depth--; /* they end together */
  s->stack[s->depth++] = next;
  put(s->out, c->first, next.value);
}

bool sesame_stretches_claimed(stretches *out, claims *c, sesame_family family) {
  *out = (stretches){0};
  if (!reserve(out, 2 * c->count + 1))
    return false;
  if (c->count)
    qsort(c->items, c->count, sizeof *c->items, by_place);
  sweeper s = {.out = out, .top = top_of(family)};
  put(out, (sesame_address){0, 0}, UNDECIDED);
  for (size_t i = 0; i < c->count; i++) {
    unwind(&s, &c->items[i].first);
    enter(&s, &c->items[i]);
  }
  unwind(&s, NULL);
  return true;
}

/* ---- arithmetic ---- */

bool sesame_stretches_merge(stretches *out, const stretches *a, const stretches *b, merge_fn *merge,
                            void *context) {
  *out = (stretches){0};
  if (!reserve(out, a->count + b->count))
    return false;
  size_t i = 0, j = 0; /* the stretches at work; both maps begin at 0 */
  sesame_address at = {0, 0};
  for (;;) {
    put(out, at, merge(context, a->items[i].value, b->items[j].value));
    const bool more_a = i + 1 < a->count, more_b = j + 1 < b->count;
    if (!more_a && !more_b)
      return true;
    const int order = !more_a ? 1
                      : !more_b
                          ? -1
                          : sesame_address_compare(a->items[i + 1].first, b->items[j + 1].first);
    i += order <= 0;
    j += order >= 0;
    at = order <= 0 ? a->items[i].first : b->items[j].first;
  }
}

void sesame_stretches_change(stretches *map, change_fn *change, void *context) {
  const size_t count = map->count;
  map->count = 0;
  for (size_t i = 0; i < count; i++)
    put(map, map->items[i].first, change(context, map->items[i].value));
}

static size_t index_of(const stretches *map, sesame_address address) {
  size_t low = 0, high = map->count; /* LOW begins at or before ADDRESS */
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (before(address, map->items[middle].first))
      high = middle;
    else
      low = middle;
  }
  return low;
}

uint32_t sesame_stretches_at(const stretches *map, sesame_address address) {
  return map->items[index_of(map, address)].value;
}

sesame_address sesame_stretches_last(const stretches *map, size_t index, sesame_family family) {
  return index + 1 < map->count ? predecessor(map->items[index + 1].first) : top_of(family);
}

bool sesame_stretches_unmap(stretches *map) {
  const sesame_address first = {0, 0xFFFF00000000}, after = {0, 0x1000000000000};
  const uint32_t behind = sesame_stretches_at(map, after);
  stretches out = {0};
  size_t i = 0;
  if (!reserve(&out, map->count + 1))
    return false;
  for (; i < map->count && before(map->items[i].first, first); i++)
    put(&out, map->items[i].first, map->items[i].value);
  put(&out, after, behind);
  for (; i < map->count; i++)
    if (before(after, map->items[i].first))
      put(&out, map->items[i].first, map->items[i].value);
  sesame_stretches_free(map);
  *map = out;
  return true;
}
