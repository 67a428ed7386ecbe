/* SPDX-License-Identifier: MIT */
/* Sets of addresses: one sweep over two lists of intervals does every set operation. */
#include "addrset.h"

#include <stdlib.h>
#include <string.h>

/* One interval of a family that is known from where it stands. */
typedef struct span {
  sesame_address first, last;
} span;

typedef struct side {
  span *spans; /* ascending, disjoint, never adjacent */
  size_t count;
} side;

struct sesame_addrset {
  unsigned owners;
  side sides[SESAME_FAMILIES];
};

static const sesame_address zero = {0, 0};

static sesame_address highest(sesame_family family) {
  return family == SESAME_IP4 ? (sesame_address){0, UINT32_MAX}
                              : (sesame_address){UINT64_MAX, UINT64_MAX};
}

int sesame_address_compare(sesame_address a, sesame_address b) {
  if (a.high != b.high)
    return a.high < b.high ? -1 : 1;
  return a.low < b.low ? -1 : a.low > b.low;
}

static bool same(sesame_address a, sesame_address b) {
  return a.high == b.high && a.low == b.low;
}

static sesame_address plus(sesame_address a, sesame_address b) {
  sesame_address sum = {a.high + b.high, a.low + b.low};
  sum.high += sum.low < b.low;
  return sum;
}

static sesame_address minus(sesame_address a, sesame_address b) {
  return (sesame_address){a.high - b.high - (a.low < b.low), a.low - b.low};
}

static sesame_address successor(sesame_address a) {
  return plus(a, (sesame_address){0, 1});
}

static sesame_address predecessor(sesame_address a) {
  return minus(a, (sesame_address){0, 1});
}

/* Building. */

static sesame_addrset *empty_set(void) {
  sesame_addrset *set = calloc(1, sizeof *set);
  if (set)
    set->owners = 1;
  return set;
}

sesame_addrset *sesame_addrset_keep(sesame_addrset *set) {
  set->owners++;
  return set;
}

void sesame_addrset_free(sesame_addrset *set) {
  if (!set || --set->owners > 0)
    return;
  for (int family = 0; family < SESAME_FAMILIES; family++)
    free(set->sides[family].spans);
  free(set);
}

static int by_first(const void *a, const void *b) {
  return sesame_address_compare(((const span *)a)->first, ((const span *)b)->first);
}

static bool is_sorted(const side *s) {
  for (size_t i = 1; i < s->count; i++)
    if (by_first(&s->spans[i - 1], &s->spans[i]) > 0)
      return false;
  return true;
}

/* Joins overlapping and adjacent spans of a sorted list. */
static void coalesce(side *s) {
  size_t kept = 0;
  for (size_t i = 0; i < s->count; i++) {
    span *top = kept ? &s->spans[kept - 1] : NULL;
    const span next = s->spans[i];
    /* the successor of the highest address is 0: test overlap first */
    if (top && (sesame_address_compare(next.first, top->last) <= 0 ||
                same(next.first, successor(top->last)))) {
      if (sesame_address_compare(next.last, top->last) > 0)
        top->last = next.last;
    } else {
      s->spans[kept++] = next;
    }
  }
  s->count = kept;
}

static bool fill(side *s, sesame_family family, const sesame_range *ranges, size_t count) {
  size_t wanted = 0;
  for (size_t i = 0; i < count; i++)
    wanted += ranges[i].family == family;
  if (wanted == 0)
    return true;
  s->spans = malloc(wanted * sizeof *s->spans);
  if (!s->spans)
    return false;
  for (size_t i = 0; i < count; i++)
    if (ranges[i].family == family && sesame_address_compare(ranges[i].first, ranges[i].last) <= 0)
      s->spans[s->count++] = (span){ranges[i].first, ranges[i].last};
  if (!is_sorted(s))
    qsort(s->spans, s->count, sizeof *s->spans, by_first);
  coalesce(s);
  return true;
}

sesame_addrset *sesame_addrset_make(const sesame_range *ranges, size_t count) {
  sesame_addrset *set = empty_set();
  bool good = set != NULL;
  for (int family = 0; good && family < SESAME_FAMILIES; family++)
    good = fill(&set->sides[family], (sesame_family)family, ranges, count);
  if (good)
    return set;
  sesame_addrset_free(set);
  return NULL;
}

sesame_addrset *sesame_addrset_all(sesame_family family) {
  sesame_range ranges[SESAME_FAMILIES];
  size_t count = 0;
  for (int f = 0; f < SESAME_FAMILIES; f++)
    if (family == SESAME_FAMILIES || (int)family == f)
      ranges[count++] = (sesame_range){(sesame_family)f, zero, highest((sesame_family)f)};
  return sesame_addrset_make(ranges, count);
}

/* The sweep: both lists as ascending boundaries, at each of which membership changes. */

typedef struct edges {
  const side *of;
  size_t next; /* boundary 2i is the first address of span i, 2i+1 the one after its last */
  sesame_address top;
} edges;

/* The next boundary; false when there is none (a span that ends at the top has no second one). */
static bool edge(const edges *e, sesame_address *at) {
  if (e->next >= 2 * e->of->count)
    return false;
  const span *s = &e->of->spans[e->next / 2];
  if (e->next % 2 && same(s->last, e->top))
    return false;
  *at = e->next % 2 ? successor(s->last) : s->first;
  return true;
}

static bool inside(const edges *e) {
  return e->next % 2;
}

/* Stretches of addresses in which membership in neither list changes, in ascending order. */
typedef struct sweep {
  edges a, b;
  sesame_address from, to; /* the stretch */
  bool in_a, in_b;
  sesame_address start; /* of the next stretch */
  bool done;
} sweep;

static void sweep_open(sweep *s, const side *a, const side *b, sesame_family family) {
  const sesame_address top = highest(family);
  *s = (sweep){.a = {.of = a, .top = top}, .b = {.of = b, .top = top}, .start = zero};
}

static void pass_edge(edges *e, sesame_address at) {
  sesame_address next;
  if (edge(e, &next) && same(next, at))
    e->next++;
}

static bool sweep_next(sweep *s) {
  if (s->done)
    return false;
  pass_edge(&s->a, s->start);
  pass_edge(&s->b, s->start);
  s->from = s->start;
  s->in_a = inside(&s->a);
  s->in_b = inside(&s->b);
  sesame_address a, b;
  const bool has_a = edge(&s->a, &a), has_b = edge(&s->b, &b);
  s->done = !has_a && !has_b;
  if (s->done) {
    s->to = s->a.top;
  } else {
    s->start = has_a && (!has_b || sesame_address_compare(a, b) < 0) ? a : b;
    s->to = predecessor(s->start);
  }
  return true;
}

/* Which of the four cases belong to the result; bit number 2 * in_a + in_b. */
enum { UNION = 0xE, INTERSECTION = 0x8, DIFFERENCE = 0x4, COMPLEMENT = 0x3 };

/* A's and B's boundaries bound those of the result: at most one span more than both together. */
static bool combine_side(side *out, const side *a, const side *b, sesame_family family, int cases) {
  if (a->count + b->count == 0 && !(cases & 1))
    return true;
  out->spans = malloc((a->count + b->count + 1) * sizeof *out->spans);
  if (!out->spans)
    return false;
  sweep s;
  sweep_open(&s, a, b, family);
  bool open = false;
  while (sweep_next(&s)) {
    const bool member = cases >> (2 * s.in_a + s.in_b) & 1;
    if (member && open)
      out->spans[out->count - 1].last = s.to;
    else if (member)
      out->spans[out->count++] = (span){s.from, s.to};
    open = member;
  }
  return true;
}

static sesame_addrset *combine(const sesame_addrset *a, const sesame_addrset *b, int cases) {
  sesame_addrset *set = empty_set();
  bool good = set != NULL;
  for (int family = 0; good && family < SESAME_FAMILIES; family++)
    good = combine_side(&set->sides[family], &a->sides[family], &b->sides[family],
                        (sesame_family)family, cases);
  if (good)
    return set;
  sesame_addrset_free(set);
  return NULL;
}

sesame_addrset *sesame_addrset_union(const sesame_addrset *a, const sesame_addrset *b) {
  return combine(a, b, UNION);
}

sesame_addrset *sesame_addrset_intersection(const sesame_addrset *a, const sesame_addrset *b) {
  return combine(a, b, INTERSECTION);
}

sesame_addrset *sesame_addrset_difference(const sesame_addrset *a, const sesame_addrset *b) {
  return combine(a, b, DIFFERENCE);
}

sesame_addrset *sesame_addrset_complement(const sesame_addrset *set) {
  static const sesame_addrset nothing;
  return combine(set, &nothing, COMPLEMENT);
}

/* Questions. */

static int differ_side(const side *a, const side *b, sesame_family family, sesame_range *out) {
  sweep s;
  int sign = 0;
  sweep_open(&s, a, b, family);
  while (sweep_next(&s)) {
    const int here = (int)s.in_a - (int)s.in_b;
    if (sign == 0 && here != 0) {
      sign = here;
      *out = (sesame_range){family, s.from, s.to};
    } else if (sign != 0 && here == sign) {
      out->last = s.to;
    } else if (sign != 0) {
      break;
    }
  }
  return sign;
}

int sesame_addrset_differ(const sesame_addrset *a, const sesame_addrset *b, sesame_range *out) {
  sesame_range range;
  int sign = 0;
  for (int family = 0; sign == 0 && family < SESAME_FAMILIES; family++)
    sign = differ_side(&a->sides[family], &b->sides[family], (sesame_family)family, &range);
  if (sign != 0 && out)
    *out = range;
  return sign;
}

bool sesame_addrset_equal(const sesame_addrset *a, const sesame_addrset *b) {
  return sesame_addrset_differ(a, b, NULL) == 0;
}

bool sesame_addrset_contains(const sesame_addrset *set, sesame_family family,
                             sesame_address address) {
  const side *s = &set->sides[family];
  size_t low = 0, high = s->count; /* the spans before low end below ADDRESS */
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (sesame_address_compare(s->spans[middle].last, address) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low < s->count && sesame_address_compare(s->spans[low].first, address) <= 0;
}

bool sesame_addrset_is_empty(const sesame_addrset *set, sesame_family family) {
  if (family == SESAME_FAMILIES)
    return set->sides[SESAME_IP4].count == 0 && set->sides[SESAME_IP6].count == 0;
  return set->sides[family].count == 0;
}

bool sesame_addrset_is_all(const sesame_addrset *set, sesame_family family) {
  if (family == SESAME_FAMILIES)
    return sesame_addrset_is_all(set, SESAME_IP4) && sesame_addrset_is_all(set, SESAME_IP6);
  const side *s = &set->sides[family];
  return s->count == 1 && same(s->spans[0].first, zero) && same(s->spans[0].last, highest(family));
}

size_t sesame_addrset_count(const sesame_addrset *set) {
  return set->sides[SESAME_IP4].count + set->sides[SESAME_IP6].count;
}

bool sesame_addrset_range(const sesame_addrset *set, size_t index, sesame_range *out) {
  sesame_family family = SESAME_IP4;
  if (index >= set->sides[SESAME_IP4].count) {
    index -= set->sides[SESAME_IP4].count;
    family = SESAME_IP6;
  }
  if (index >= set->sides[family].count)
    return false;
  const span *s = &set->sides[family].spans[index];
  *out = (sesame_range){family, s->first, s->last};
  return true;
}

/* Divides NUMBER by 10 and returns the remainder, by parts of 32 bits. */
static unsigned divide_by_ten(sesame_address *number) {
  const uint32_t parts[4] = {(uint32_t)(number->high >> 32), (uint32_t)number->high,
                             (uint32_t)(number->low >> 32), (uint32_t)number->low};
  uint64_t rest = 0, quotient[4];
  for (int i = 0; i < 4; i++) {
    const uint64_t dividend = rest << 32 | parts[i];
    quotient[i] = dividend / 10;
    rest = dividend % 10;
  }
  *number = (sesame_address){quotient[0] << 32 | quotient[1], quotient[2] << 32 | quotient[3]};
  return (unsigned)rest;
}

const char *sesame_addrset_size(const sesame_addrset *set, sesame_family family,
                                char out[SESAME_ADDRSET_SIZE_MAX]) {
  const side *s = &set->sides[family];
  sesame_address total = zero;
  for (size_t i = 0; i < s->count; i++)
    total = plus(total, successor(minus(s->spans[i].last, s->spans[i].first)));
  char digits[SESAME_ADDRSET_SIZE_MAX];
  size_t at = sizeof digits;
  digits[--at] = '\0';
  if (same(total, zero) && s->count) /* only all of IPv6 wraps to 0 */
    return strcpy(out, "340282366920938463463374607431768211456");
  do
    digits[--at] = (char)('0' + divide_by_ten(&total));
  while (!same(total, zero));
  return memcpy(out, digits + at, sizeof digits - at);
}

/* The CIDR cover: from each address the largest aligned block that does not pass the end. */

static int trailing_zeros(sesame_address a, int width) {
  const int zeros = a.low ? __builtin_ctzll(a.low) : a.high ? 64 + __builtin_ctzll(a.high) : 128;
  return zeros < width ? zeros : width;
}

static sesame_address low_bits(int count) {
  if (count >= 128)
    return (sesame_address){UINT64_MAX, UINT64_MAX};
  if (count > 64)
    return (sesame_address){((uint64_t)1 << (count - 64)) - 1, UINT64_MAX};
  return (sesame_address){0, count == 64 ? UINT64_MAX : ((uint64_t)1 << count) - 1};
}

static int width_of(sesame_family family) {
  return family == SESAME_IP4 ? 32 : 128;
}

bool sesame_addrset_prefix(const sesame_addrset *set, sesame_prefix_cursor *cursor,
                           sesame_prefix *out) {
  sesame_range range;
  if (!sesame_addrset_range(set, cursor->index, &range))
    return false;
  const sesame_address from = cursor->inside ? cursor->next : range.first;
  const int width = width_of(range.family);
  const sesame_address left = minus(range.last, from); /* addresses after FROM */
  int bits = trailing_zeros(from, width);
  while (sesame_address_compare(low_bits(bits), left) > 0)
    bits--;
  *out = (sesame_prefix){range.family, from, width - bits};
  const sesame_address end = plus(from, low_bits(bits));
  cursor->inside = !same(end, range.last);
  cursor->next = successor(end);
  cursor->index += !cursor->inside;
  return true;
}

sesame_range sesame_range_of_prefix(sesame_family family, sesame_address address, int length) {
  const int width = width_of(family);
  const int kept = length < 0 ? 0 : length > width ? width : length;
  const sesame_address mask = low_bits(width - kept);
  const sesame_address first = {address.high & ~mask.high, address.low & ~mask.low};
  return (sesame_range){family, first, plus(first, mask)};
}
