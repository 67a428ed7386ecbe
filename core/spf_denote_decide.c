/* SPDX-License-Identifier: MIT */
/* Decisions: results, and questions that depend on more than the address with what follows from
 * either answer. Equal ones have one number, so that maps can be compared by number. */
#include "spf_denote_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool sesame_decisions_open(decisions *d) {
  *d = (decisions){0};
  d->items = calloc(16, sizeof *d->items); /* results first, by their numbers */
  d->capacity = 16;
  d->count = SESAME_SPF_RESULTS;
  return d->items != NULL;
}

void sesame_decisions_close(decisions *d) {
  for (size_t i = 0; i < d->residual_count; i++) {
    free(d->residuals[i].key);
    free(d->residuals[i].term);
    free(d->residuals[i].domain);
  }
  free(d->residuals);
  free(d->items);
  free(d->index.slots);
  free(d->done);
  free(d->done_index.slots);
  *d = (decisions){0};
}

/* ---- questions ---- */

/* A text that grows; NULL bytes once memory was out. */
typedef struct growing {
  char *bytes;
  size_t length, capacity;
} growing;

static void append(growing *g, const char *bytes, size_t length) {
  if (g->bytes && g->length + length >= g->capacity) {
    g->capacity = 2 * (g->length + length) + 1;
    char *more = realloc(g->bytes, g->capacity);
    if (!more)
      free(g->bytes);
    g->bytes = more;
  }
  if (!g->bytes)
    return;
  memcpy(g->bytes + g->length, bytes, length);
  g->length += length;
  g->bytes[g->length] = '\0';
}

static growing begin(void) {
  growing g = {.bytes = malloc(64), .capacity = 64};
  if (g.bytes)
    g.bytes[0] = '\0';
  return g;
}

static void append_lower(growing *g, const char *bytes, size_t length) {
  const size_t at = g->length;
  append(g, bytes, length);
  for (size_t i = at; g->bytes && i < g->length; i++)
    if (g->bytes[i] >= 'A' && g->bytes[i] <= 'Z')
      g->bytes[i] = (char)(g->bytes[i] - 'A' + 'a');
}

static void append_name(growing *g, const char *before, const sesame_name *name) {
  char text[SESAME_NAME_TEXT_MAX];
  append(g, before, strlen(before));
  append(g, text, sesame_name_format(name, text));
}

static bool uses(const sesame_spf_term *term, char letter) {
  return term->macros >> (letter - 'a') & 1;
}

/* The domain-spec with literal text in lower case; macros as written, for their case counts. */
static void append_spec(growing *g, const sesame_spf_record *record, const sesame_spf_term *term) {
  size_t end = term->value.to;
  if (end > term->value.from && record->text[end - 1] == '.')
    end--;
  for (size_t i = 0; i < term->piece_count; i++) {
    const sesame_spf_piece *piece = &record->pieces[term->piece + i];
    const size_t to = piece->span.to < end ? piece->span.to : end;
    if (piece->letter)
      append(g, record->text + piece->span.from, to - piece->span.from);
    else
      append_lower(g, record->text + piece->span.from, to - piece->span.from);
  }
}

/* What decides whether two terms ask the same: what is looked up, for what senders, and of which
 * domains the macros speak. %{s} holds the sender's domain, whose policy this is. */
static growing key_of(const sesame_spf_walk *walk, const sesame_spf_record *record,
                      const sesame_spf_term *term, const sesame_name *name, sesame_family family) {
  static const char *const kinds[] = {"all", "policy", "a", "mx", "ptr", "exists"};
  const char *kind = term->kind < SESAME_SPF_IP4 ? kinds[term->kind] : "policy";
  const bool prefixed = term->kind == SESAME_SPF_A || term->kind == SESAME_SPF_MX;
  growing g = begin();
  append(&g, kind, strlen(kind));
  append(&g, " ", 1);
  append_spec(&g, record, term);
  if (!term->piece_count) {
    append_name(&g, "", name);
  } else if (uses(term, 'd')) {
    append_name(&g, " d=", name);
  }
  if (uses(term, 'o') || uses(term, 's'))
    append_name(&g, " o=", &walk->domain);
  if (prefixed) {
    char prefix[8];
    const int length = family == SESAME_IP4 ? term->prefix4 : term->prefix6;
    append(&g, prefix, (size_t)snprintf(prefix, sizeof prefix, "/%d", length));
  }
  return g;
}

static char *copy_text(const char *bytes, size_t length) {
  char *copy = malloc(length + 1);
  if (copy) {
    memcpy(copy, bytes, length);
    copy[length] = '\0';
  }
  return copy;
}

static bool grow_residuals(decisions *d) {
  if (d->residual_count < d->residual_capacity)
    return true;
  const size_t capacity = d->residual_capacity ? 2 * d->residual_capacity : 8;
  residual *items = realloc(d->residuals, capacity * sizeof *items);
  if (!items)
    return false;
  d->residuals = items;
  d->residual_capacity = capacity;
  return true;
}

/* Takes KEY over. */
static uint32_t find_or_add(decisions *d, growing key, residual made) {
  for (uint32_t i = 0; key.bytes && i < d->residual_count; i++)
    if (strcmp(d->residuals[i].key, key.bytes) == 0) {
      free(key.bytes);
      free(made.term);
      free(made.domain);
      return i;
    }
  made.key = key.bytes;
  if (made.key && made.term && made.domain && grow_residuals(d)) {
    d->residuals[d->residual_count] = made;
    return (uint32_t)d->residual_count++;
  }
  free(made.key);
  free(made.term);
  free(made.domain);
  d->fault = SESAME_NO_MEMORY;
  return 0;
}

uint32_t sesame_decisions_residual(decisions *d, const sesame_spf_walk *walk,
                                   const sesame_spf_record *record, const sesame_spf_term *term,
                                   const sesame_name *name, sesame_family family) {
  char domain[SESAME_NAME_TEXT_MAX];
  const size_t length = sesame_name_format(name, domain);
  const residual made = {
      .term = copy_text(record->text + term->span.from, (size_t)(term->span.to - term->span.from)),
      .domain = copy_text(domain, length)};
  return find_or_add(d, key_of(walk, record, term, name, family), made);
}

/* ---- numbers ---- */

static size_t mix(uint64_t a, uint64_t b, uint64_t c) {
  uint64_t hash = (a * 0x9E3779B97F4A7C15u) ^ (b * 0xC2B2AE3D27D4EB4Fu) ^ (c * 0x165667B19E3779F9u);
  return (size_t)(hash ^ hash >> 29);
}

typedef bool equal_fn(const decisions *d, uint32_t number, const void *wanted);
typedef size_t hash_fn(const decisions *d, uint32_t number);

/* The slot where WANTED is, or the free one where it belongs. */
static uint32_t *slot_of(const decisions *d, const slot_table *t, size_t hash, equal_fn *equal,
                         const void *wanted) {
  size_t at = hash & (t->capacity - 1);
  while (t->slots[at] && !equal(d, t->slots[at] - 1, wanted))
    at = (at + 1) & (t->capacity - 1);
  return &t->slots[at];
}

/* Room for one more than COUNT, at most half full. */
static bool grow_table(const decisions *d, slot_table *t, size_t count, hash_fn *hash) {
  if (2 * (count + 1) <= t->capacity)
    return true;
  const slot_table old = *t;
  t->capacity = old.capacity ? 2 * old.capacity : 64;
  t->slots = calloc(t->capacity, sizeof *t->slots);
  if (!t->slots) {
    *t = old;
    return false;
  }
  for (size_t i = 0; i < old.capacity; i++)
    if (old.slots[i]) {
      size_t at = hash(d, old.slots[i] - 1) & (t->capacity - 1);
      while (t->slots[at])
        at = (at + 1) & (t->capacity - 1);
      t->slots[at] = old.slots[i];
    }
  free(old.slots);
  return true;
}

static size_t hash_values(const decision *item) {
  return mix((uint64_t)item->kind << 32 | item->residual, item->yes, item->no);
}

static size_t hash_decision(const decisions *d, uint32_t number) {
  return hash_values(&d->items[number]);
}

static bool equal_decision(const decisions *d, uint32_t number, const void *wanted) {
  const decision *a = &d->items[number], *b = wanted;
  return a->kind == b->kind && a->residual == b->residual && a->yes == b->yes && a->no == b->no;
}

static bool grow_items(decisions *d) {
  if (d->count < d->capacity)
    return true;
  decision *items = realloc(d->items, 2 * d->capacity * sizeof *items);
  if (!items)
    return false;
  d->items = items;
  d->capacity *= 2;
  return true;
}

/* Questions beyond the 64th are not looked for again. */
static uint64_t asked_bit(uint32_t asked) {
  return asked < 64 ? (uint64_t)1 << asked : 0;
}

/* What came of WANTED and is known from its parts: its height, questions and outcomes. */
static void complete(const decisions *d, decision *wanted) {
  enum { EVERY_RESULT = (1 << SESAME_SPF_RESULTS) - 1 };
  if (wanted->kind == DECIDE_POLICY) {
    wanted->outcomes = EVERY_RESULT;
    return;
  }
  const uint32_t yes = d->items[wanted->yes].height, no = d->items[wanted->no].height;
  wanted->height = 1 + (yes > no ? yes : no);
  wanted->asks =
      asked_bit(wanted->residual) | d->items[wanted->yes].asks | d->items[wanted->no].asks;
  wanted->outcomes = 1u << SESAME_SPF_RESULT_TEMPERROR | sesame_decisions_outcomes(d, wanted->yes) |
                     sesame_decisions_outcomes(d, wanted->no);
}

static sesame_spf_decision number_of(decisions *d, decision wanted) {
  if (d->fault)
    return SESAME_SPF_RESULT_PERMERROR;
  if (!grow_table(d, &d->index, d->count, hash_decision) || !grow_items(d)) {
    d->fault = SESAME_NO_MEMORY;
    return SESAME_SPF_RESULT_PERMERROR;
  }
  uint32_t *slot = slot_of(d, &d->index, hash_values(&wanted), equal_decision, &wanted);
  if (*slot)
    return *slot - 1;
  complete(d, &wanted);
  if (d->count >= SESAME_SPF_DENOTE_MAX_DECISIONS || wanted.height > SESAME_SPF_DENOTE_MAX_HEIGHT) {
    d->fault = SESAME_TOO_MANY;
    return SESAME_SPF_RESULT_PERMERROR;
  }
  d->items[d->count++] = wanted;
  *slot = (uint32_t)d->count;
  return (sesame_spf_decision)(d->count - 1);
}

sesame_spf_decision sesame_decisions_leave(decisions *d, uint32_t asked) {
  return number_of(d, (decision){.kind = DECIDE_POLICY, .residual = asked});
}

/* ---- what was worked out before ---- */

static size_t hash_substitution(const substitution *s) {
  return mix((uint64_t)s->child << 4 ^ s->match, s->next, 1);
}

static size_t hash_done(const decisions *d, uint32_t number) {
  return hash_substitution(&d->done[number]);
}

static bool equal_done(const decisions *d, uint32_t number, const void *wanted) {
  const substitution *a = &d->done[number], *b = wanted;
  return a->child == b->child && a->next == b->next && a->match == b->match;
}

static bool grow_done(decisions *d) {
  if (d->done_count == d->done_capacity) {
    const size_t capacity = d->done_capacity ? 2 * d->done_capacity : 32;
    substitution *done = realloc(d->done, capacity * sizeof *done);
    if (!done)
      return false;
    d->done = done;
    d->done_capacity = capacity;
  }
  return grow_table(d, &d->done_index, d->done_count, hash_done);
}

static bool remember(decisions *d, const substitution *s) {
  if (!grow_done(d))
    return false;
  uint32_t *slot = slot_of(d, &d->done_index, hash_substitution(s), equal_done, s);
  d->done[d->done_count++] = *s;
  *slot = (uint32_t)d->done_count;
  return true;
}

static const substitution *recall(const decisions *d, const substitution *s) {
  const uint32_t *slot =
      d->done_count ? slot_of(d, &d->done_index, hash_substitution(s), equal_done, s) : NULL;
  return slot && *slot ? &d->done[*slot - 1] : NULL;
}

/* ---- what was asked before ---- */

enum { ANSWERED_NO = SESAME_SPF_RESULTS, ANSWERED_YES }; /* in place of an include's match */

/* AT where ASKED has been answered already: one sender at one instant gets the same answer again.
 */
static sesame_spf_decision given(decisions *d, sesame_spf_decision at, uint32_t asked,
                                 bool answer) {
  if (at < SESAME_SPF_RESULTS || d->fault || !(d->items[at].asks & asked_bit(asked)))
    return at;
  const decision item = d->items[at];
  if (item.residual == asked)
    return answer ? item.yes : item.no;
  substitution s = {
      .child = at, .next = asked, .match = answer ? ANSWERED_YES : ANSWERED_NO, .result = at};
  const substitution *done = recall(d, &s);
  if (done)
    return done->result;
  const sesame_spf_decision yes = given(d, item.yes, asked, answer);
  const sesame_spf_decision no = given(d, item.no, asked, answer);
  s.result = number_of(
      d, (decision){.kind = DECIDE_TERM, .residual = item.residual, .yes = yes, .no = no});
  if (!remember(d, &s))
    d->fault = SESAME_NO_MEMORY;
  return s.result;
}

sesame_spf_decision sesame_decisions_ask(decisions *d, uint32_t asked, sesame_spf_decision yes,
                                         sesame_spf_decision no) {
  return number_of(d, (decision){.kind = DECIDE_TERM,
                                 .residual = asked,
                                 .yes = given(d, yes, asked, true),
                                 .no = given(d, no, asked, false)});
}

/* ---- include ---- */

static sesame_spf_decision include_result(sesame_spf_result child, sesame_spf_result match,
                                          sesame_spf_decision next) {
  switch (child) {
  case SESAME_SPF_RESULT_PASS:
    return match;
  case SESAME_SPF_RESULT_TEMPERROR:
    return SESAME_SPF_RESULT_TEMPERROR;
  case SESAME_SPF_RESULT_PERMERROR:
  case SESAME_SPF_RESULT_NONE:
    return SESAME_SPF_RESULT_PERMERROR;
  default:
    return next;
  }
}

sesame_spf_decision sesame_decisions_include(decisions *d, sesame_spf_decision child,
                                             sesame_spf_result match, sesame_spf_decision next) {
  if (child < SESAME_SPF_RESULTS)
    return include_result((sesame_spf_result)child, match, next);
  if (d->fault)
    return SESAME_SPF_RESULT_PERMERROR;
  substitution s = {.child = child, .next = next, .match = match};
  const substitution *done = recall(d, &s);
  if (done)
    return done->result;
  const decision at = d->items[child];
  if (at.kind == DECIDE_POLICY) {
    s.result = sesame_decisions_ask(d, at.residual, match, next);
  } else {
    const sesame_spf_decision yes = sesame_decisions_include(d, at.yes, match, next);
    const sesame_spf_decision no = sesame_decisions_include(d, at.no, match, next);
    s.result = sesame_decisions_ask(d, at.residual, yes, no);
  }
  if (!remember(d, &s))
    d->fault = SESAME_NO_MEMORY;
  return s.result;
}

unsigned sesame_decisions_outcomes(const decisions *d, sesame_spf_decision number) {
  return number < SESAME_SPF_RESULTS ? 1u << number : d->items[number].outcomes;
}
