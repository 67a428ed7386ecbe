/* SPDX-License-Identifier: MIT */
/* What the resolver keeps its questions in: rings, a heap by time, pools. Knows no policy. */
#include "resolver_internal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
  CHUNK_ITEMS = 64,
  SLOT_BITS = 20, /* a million questions pending */
  SLOT_MAX = 1 << SLOT_BITS
};

/* ---- rings ---- */

void resolver_list_init(node *head) {
  head->next = head->previous = head;
}

bool resolver_list_empty(const node *head) {
  return head->next == head;
}

static void insert(node *before, node *item) {
  item->next = before;
  item->previous = before->previous;
  before->previous->next = item;
  before->previous = item;
}

void resolver_list_append(node *head, node *item) {
  insert(head, item);
}

void resolver_list_prepend(node *head, node *item) {
  insert(head->next, item);
}

void resolver_list_remove(node *item) {
  item->previous->next = item->next;
  item->next->previous = item->previous;
  item->next = item->previous = item;
}

node *resolver_list_take(node *head) {
  node *first = head->next;
  if (first == head)
    return NULL;
  resolver_list_remove(first);
  return first;
}

/* ---- the heap: questions by the time something is due ---- */

bool resolver_heap_reserve(heap *h, size_t count) {
  if (count < h->capacity)
    return true;
  size_t capacity = h->capacity ? h->capacity : 256;
  while (capacity <= count)
    capacity *= 2;
  question **items = realloc(h->items, capacity * sizeof(*items));
  if (!items)
    return false;
  h->items = items;
  h->capacity = capacity;
  return true;
}

static void place(heap *h, size_t at, question *q) {
  h->items[at] = q;
  q->heap_place = at;
}

static void sift_up(heap *h, size_t at, question *q) {
  for (; at > 1 && h->items[at / 2]->due_ms > q->due_ms; at /= 2)
    place(h, at, h->items[at / 2]);
  place(h, at, q);
}

static void sift_down(heap *h, size_t at, question *q) {
  for (size_t child; (child = at * 2) <= h->count; at = child) {
    if (child < h->count && h->items[child + 1]->due_ms < h->items[child]->due_ms)
      child++;
    if (h->items[child]->due_ms >= q->due_ms)
      break;
    place(h, at, h->items[child]);
  }
  place(h, at, q);
}

static void settle_at(heap *h, size_t at, question *q) {
  if (at > 1 && h->items[at / 2]->due_ms > q->due_ms)
    sift_up(h, at, q);
  else
    sift_down(h, at, q);
}

void resolver_heap_set(heap *h, question *q, int64_t due_ms) {
  q->due_ms = due_ms;
  if (q->heap_place)
    settle_at(h, q->heap_place, q);
  else
    sift_up(h, ++h->count, q);
}

void resolver_heap_remove(heap *h, question *q) {
  size_t at = q->heap_place;
  if (at == 0)
    return;
  q->heap_place = 0;
  question *last = h->items[h->count--];
  if (last != q)
    settle_at(h, at, last);
}

/* ---- pools ---- */

/* The head of a block of items, freed when the resolver is closed. */
struct chunk {
  _Alignas(max_align_t) chunk *next;
};

static void *new_items(sesame_resolver *r, size_t size) {
  chunk *c = calloc(1, sizeof(*c) + CHUNK_ITEMS * size);
  if (!c)
    return NULL;
  c->next = r->chunks;
  r->chunks = c;
  return c + 1;
}

attempt *resolver_attempt_new(sesame_resolver *r) {
  if (resolver_list_empty(&r->free_attempts)) {
    attempt *items = new_items(r, sizeof(*items));
    for (int i = 0; items && i < CHUNK_ITEMS; i++)
      resolver_list_append(&r->free_attempts, &items[i].link);
  }
  return (attempt *)resolver_list_take(&r->free_attempts);
}

void resolver_attempt_free(sesame_resolver *r, attempt *a) {
  sesame_answer_free(a->answer);
  a->answer = NULL;
  a->question = NULL;
  resolver_list_prepend(&r->free_attempts, &a->link);
}

/* Room in the table of slots and in the heap, then the questions: so later steps cannot fail. */
static void more_questions(sesame_resolver *r) {
  size_t count = r->slot_count + CHUNK_ITEMS;
  if (count > SLOT_MAX || !resolver_heap_reserve(&r->heap, count))
    return;
  question **slots = realloc(r->slots, count * sizeof(*slots));
  if (!slots)
    return;
  r->slots = slots;
  question *items = new_items(r, sizeof(*items));
  for (int i = 0; items && i < CHUNK_ITEMS; i++) {
    question *q = &items[i];
    q->slot = r->slot_count;
    r->slots[r->slot_count++] = q;
    resolver_list_append(&r->free_questions, &q->link);
  }
}

question *resolver_question_new(sesame_resolver *r) {
  if (resolver_list_empty(&r->free_questions))
    more_questions(r);
  question *q = (question *)resolver_list_take(&r->free_questions);
  if (!q)
    return NULL;
  size_t slot = q->slot;
  memset(q, 0, offsetof(question, at));
  q->slot = slot;
  r->generation = r->generation < LONG_MAX >> SLOT_BITS ? r->generation + 1 : 1;
  q->id = r->generation << SLOT_BITS | (long)slot;
  resolver_list_init(&q->link);
  return q;
}

question *resolver_question_find(const sesame_resolver *r, long id) {
  size_t slot = (size_t)id & (SLOT_MAX - 1);
  if (id <= 0 || slot >= r->slot_count || r->slots[slot]->id != id)
    return NULL;
  return r->slots[slot];
}

void resolver_question_free(sesame_resolver *r, question *q) {
  sesame_answer_free(q->answer);
  q->answer = NULL;
  q->state = STATE_FREE;
  q->id = 0;
  resolver_list_prepend(&r->free_questions, &q->link);
}

void resolver_pool_free(sesame_resolver *r) {
  for (size_t i = 0; i < r->slot_count; i++)
    sesame_answer_free(r->slots[i]->answer);
  while (r->chunks) {
    chunk *c = r->chunks;
    r->chunks = c->next;
    free(c);
  }
  free(r->slots);
  free(r->heap.items);
}
