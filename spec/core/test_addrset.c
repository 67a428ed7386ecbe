/* SPDX-License-Identifier: MIT */
/* Address sets against a naive model: a universe of cells at both ends of a family and one cell for
 * everything between, one bool each. */
#include "../../core/addrset.c"
#include "check.h"
#include "property.h"

#include <time.h>

enum { EDGE = 70, CELLS = 2 * EDGE + 1, ROUNDS = 4000, LAWS = 500 };

typedef struct model {
  bool in[SESAME_FAMILIES][CELLS];
} model;

static uint64_t state = 0x5E5A4E;

static unsigned random_below(unsigned bound) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)((state >> 11) % bound);
}

static sesame_address cell_first(sesame_family family, unsigned cell) {
  if (cell <= EDGE)
    return (sesame_address){0, cell};
  return minus(highest(family), (sesame_address){0, CELLS - 1 - cell});
}

static sesame_address cell_last(sesame_family family, unsigned cell) {
  return cell == CELLS - 1 ? highest(family) : predecessor(cell_first(family, cell + 1));
}

static sesame_addrset *random_set(model *m) {
  sesame_range ranges[12];
  const unsigned count = random_below(13);
  *m = (model){0};
  for (unsigned i = 0; i < count; i++) {
    const sesame_family family = (sesame_family)random_below(2);
    unsigned a = random_below(CELLS), b = random_below(3) ? a + random_below(9) : CELLS - 1;
    b = b < CELLS ? b : CELLS - 1;
    for (unsigned c = a; c <= b; c++)
      m->in[family][c] = true;
    ranges[i] = (sesame_range){family, cell_first(family, a), cell_last(family, b)};
  }
  return sesame_addrset_make(ranges, count);
}

static bool agrees(const sesame_addrset *set, const model *m) {
  for (int f = 0; f < SESAME_FAMILIES; f++)
    for (unsigned c = 0; c < CELLS; c++) {
      const sesame_family family = (sesame_family)f;
      if (sesame_addrset_contains(set, family, cell_first(family, c)) != m->in[f][c] ||
          sesame_addrset_contains(set, family, cell_last(family, c)) != m->in[f][c])
        return false;
    }
  return true;
}

/* Ascending, disjoint, never adjacent: what every operation promises. */
static bool is_normal(const sesame_addrset *set) {
  sesame_range before = {SESAME_IP4, zero, zero}, here;
  for (size_t i = 1; sesame_addrset_range(set, i, &here); i++) {
    sesame_addrset_range(set, i - 1, &before);
    if (before.family == here.family &&
        sesame_address_compare(successor(before.last), here.first) >= 0)
      return false;
  }
  return true;
}

static void check_operation(const sesame_addrset *a, const sesame_addrset *b, const model *x,
                            const model *y, int cases, const char *name) {
  sesame_addrset *set = combine(a, b, cases);
  model m;
  for (int f = 0; f < SESAME_FAMILIES; f++)
    for (unsigned c = 0; c < CELLS; c++)
      m.in[f][c] = cases >> (2 * x->in[f][c] + y->in[f][c]) & 1;
  CHECK(agrees(set, &m), "%s equals the model", name);
  CHECK(is_normal(set), "%s is in normal form", name);
  sesame_addrset_free(set);
}

static int model_differ(const model *x, const model *y, sesame_range *out) {
  for (int f = 0; f < SESAME_FAMILIES; f++)
    for (unsigned c = 0; c < CELLS; c++) {
      const int sign = x->in[f][c] - y->in[f][c];
      unsigned end = c;
      if (sign == 0)
        continue;
      while (end + 1 < CELLS && x->in[f][end + 1] - y->in[f][end + 1] == sign)
        end++;
      const sesame_family family = (sesame_family)f;
      *out = (sesame_range){family, cell_first(family, c), cell_last(family, end)};
      return sign;
    }
  return 0;
}

static void check_differ(const sesame_addrset *a, const sesame_addrset *b, const model *x,
                         const model *y) {
  sesame_range got, want;
  const int sign = model_differ(x, y, &want);
  CHECK(sesame_addrset_differ(a, b, &got) == sign, "the first difference has the model's side");
  CHECK(sesame_addrset_equal(a, b) == (sign == 0), "equality is the model's");
  if (sign != 0)
    CHECK(got.family == want.family && same(got.first, want.first) && same(got.last, want.last),
          "the first differing range is the model's");
}

/* The cover is the same set, ascending, and no two blocks could be one. */
static void check_cover(const sesame_addrset *set) {
  enum { MOST = 4096 };
  static sesame_range blocks[MOST];
  sesame_prefix_cursor cursor = {0};
  sesame_prefix prefix, before = {.length = -1};
  size_t count = 0;
  bool minimal = true;
  while (count < MOST && sesame_addrset_prefix(set, &cursor, &prefix)) {
    blocks[count++] = sesame_range_of_prefix(prefix.family, prefix.address, prefix.length);
    minimal &= same(blocks[count - 1].first, prefix.address);
    if (before.length == prefix.length && before.family == prefix.family && prefix.length > 0) {
      const sesame_range wider =
          sesame_range_of_prefix(prefix.family, before.address, prefix.length - 1);
      minimal &= !same(wider.last, blocks[count - 1].last);
    }
    before = prefix;
  }
  sesame_addrset *again = sesame_addrset_make(blocks, count);
  CHECK(sesame_addrset_equal(set, again), "the cover is the set");
  CHECK(minimal, "aligned blocks, no two siblings");
  sesame_addrset_free(again);
}

static void property_operations_equal_the_model(void) {
  const property own = property_of("addrset", 0x5E5A4E, ROUNDS);
  state = own.seed ? own.seed : 1;
  for (unsigned i = 0; i < own.count; i++) {
    model x, y;
    sesame_addrset *a = random_set(&x), *b = random_set(&y);
    CHECK(agrees(a, &x) && is_normal(a), "make equals the model");
    check_operation(a, b, &x, &y, UNION, "union");
    check_operation(a, b, &x, &y, INTERSECTION, "intersection");
    check_operation(a, b, &x, &y, DIFFERENCE, "difference");
    check_operation(a, b, &x, &y, COMPLEMENT, "complement");
    check_differ(a, b, &x, &y);
    check_cover(a);
    sesame_addrset_free(a);
    sesame_addrset_free(b);
  }
}

static void property_laws(void) {
  const property own = property_of("addrset-laws", 500, LAWS);
  state = own.seed ? own.seed : 1;
  for (unsigned i = 0; i < own.count; i++) {
    model x, y;
    sesame_addrset *a = random_set(&x), *b = random_set(&y);
    sesame_addrset *both = sesame_addrset_union(a, b), *not_both = sesame_addrset_complement(both);
    sesame_addrset *not_a = sesame_addrset_complement(a), *not_b = sesame_addrset_complement(b);
    sesame_addrset *neither = sesame_addrset_intersection(not_a, not_b);
    sesame_addrset *back = sesame_addrset_complement(not_a), *copy = sesame_addrset_keep(a);
    CHECK(sesame_addrset_equal(not_both, neither), "De Morgan");
    CHECK(sesame_addrset_equal(back, a) && sesame_addrset_equal(copy, a),
          "not not a, and one more owner");
    sesame_addrset *all[] = {a, b, both, not_both, not_a, not_b, neither, back, copy};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
      sesame_addrset_free(all[k]);
  }
}

static sesame_addrset *set_of(const char *const *texts) {
  sesame_range ranges[16];
  size_t count = 0;
  for (; texts[count]; count++)
    if (sesame_range_parse(&ranges[count], texts[count], strlen(texts[count])) != SESAME_OK)
      fprintf(stderr, "bad range in a test: %s\n", texts[count]);
  return sesame_addrset_make(ranges, count);
}

static void covers_are_the_known_ones(void) {
  static const struct {
    const char *ranges[4], *cover, *size4, *size6;
  } cases[] = {
      {{0}, "", "0", "0"},
      {{"0.0.0.0/1", "128.0.0.0/1"}, "0.0.0.0/0 ", "4294967296", "0"},
      {{"::/0"}, "::/0 ", "0", "340282366920938463463374607431768211456"},
      {{"::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
       NULL,
       "0",
       "340282366920938463463374607431768211455"},
      {{"192.0.2.1-192.0.2.6"}, "192.0.2.1/32 192.0.2.2/31 192.0.2.4/31 192.0.2.6/32 ", "6", "0"},
      {{"10.0.0.0/9", "10.128.0.0/9", "10.1.2.3"}, "10.0.0.0/8 ", "16777216", "0"},
      {{"2001:db8::/33", "2001:db8:8000::/33", "192.0.2.77/24"},
       "192.0.2.0/24 2001:db8::/32 ",
       "256",
       "79228162514264337593543950336"},
      {{"::ffff:ffff:ffff:ffff", "0:0:0:1::"},
       "::ffff:ffff:ffff:ffff/128 0:0:0:1::/128 ",
       "0",
       "2"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    sesame_addrset *set = set_of(cases[i].ranges);
    char cover[512] = "", text[SESAME_PREFIX_TEXT_MAX], size[SESAME_ADDRSET_SIZE_MAX];
    sesame_prefix_cursor cursor = {0};
    sesame_prefix prefix;
    while (cases[i].cover && sesame_addrset_prefix(set, &cursor, &prefix))
      strcat(strcat(cover, sesame_prefix_format(&prefix, text)), " ");
    CHECK(!cases[i].cover || strcmp(cover, cases[i].cover) == 0, "case %zu: %s", i, cover);
    CHECK(strcmp(sesame_addrset_size(set, SESAME_IP4, size), cases[i].size4) == 0, "%zu: %s", i,
          size);
    CHECK(strcmp(sesame_addrset_size(set, SESAME_IP6, size), cases[i].size6) == 0, "%zu: %s", i,
          size);
    sesame_addrset_free(set);
  }
}

static void texts_are_read_and_written(void) {
  static const struct {
    const char *text, *formatted; /* NULL: refused */
  } cases[] = {
      {"192.0.2.1", "192.0.2.1"},
      {"192.0.2.77/24", "192.0.2.0-192.0.2.255"},
      {"192.0.2.77/0", "0.0.0.0-255.255.255.255"},
      {"2001:DB8::1/128", "2001:db8::1"},
      {"2001:db8::/126", "2001:db8::-2001:db8::3"},
      {"::1-::2", "::1-::2"},
      {"192.0.2.1/33", NULL},
      {"192.0.2.1/024", NULL},
      {"192.0.2.1/", NULL},
      {"192.0.2.1/-1", NULL},
      {"192.0.2", NULL},
      {"010.0.0.1", NULL},
      {"::/129", NULL},
      {"::2-::1", NULL},
      {"192.0.2.1-::1", NULL},
      {"192.0.2.1 ", NULL},
      {"", NULL},
      {"-", NULL},
      {"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb", NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    sesame_range range = {SESAME_FAMILIES, zero, zero};
    char out[SESAME_RANGE_TEXT_MAX] = "";
    const sesame_status status = sesame_range_parse(&range, cases[i].text, strlen(cases[i].text));
    if (!cases[i].formatted) {
      CHECK(status == SESAME_BAD_ADDRESS && range.family == SESAME_FAMILIES, "%s", cases[i].text);
      continue;
    }
    CHECK(status == SESAME_OK, "%s is read", cases[i].text);
    CHECK(strcmp(sesame_range_format(&range, out), cases[i].formatted) == 0, "%s -> %s",
          cases[i].text, out);
  }
  CHECK(sesame_range_parse(&(sesame_range){0}, "192.0.2.1\0x", 11) == SESAME_BAD_ADDRESS, "a NUL");
}

static void empty_and_all(void) {
  sesame_addrset *none = sesame_addrset_make(NULL, 0), *all = sesame_addrset_all(SESAME_FAMILIES);
  sesame_addrset *ip6 = sesame_addrset_all(SESAME_IP6), *not_all = sesame_addrset_complement(all);
  CHECK(sesame_addrset_is_empty(none, SESAME_FAMILIES), "no range, no address");
  CHECK(sesame_addrset_is_all(all, SESAME_FAMILIES), "all of both");
  CHECK(!sesame_addrset_is_all(ip6, SESAME_FAMILIES) && sesame_addrset_is_all(ip6, SESAME_IP6) &&
            sesame_addrset_is_empty(ip6, SESAME_IP4),
        "all of IPv6 alone");
  CHECK(sesame_addrset_equal(none, not_all), "the complement of all is empty");
  CHECK(sesame_addrset_count(all) == 2, "one interval a family");
  const sesame_range backwards = {SESAME_IP4, {0, 5}, {0, 4}};
  sesame_addrset *nothing = sesame_addrset_make(&backwards, 1);
  CHECK(sesame_addrset_is_empty(nothing, SESAME_FAMILIES), "a backward range holds nothing");
  sesame_addrset_free(nothing);
  sesame_addrset_free(none);
  sesame_addrset_free(all);
  sesame_addrset_free(ip6);
  sesame_addrset_free(not_all);
  sesame_addrset_free(NULL);
}

static sesame_addrset *large_set(size_t count) {
  sesame_range *ranges = malloc(count * sizeof *ranges);
  for (size_t i = 0; i < count; i++) {
    const uint64_t first = (uint64_t)random_below(65536) << 16 | random_below(65536);
    ranges[i] = (sesame_range){SESAME_IP4, {0, first}, {0, first | 15}};
  }
  sesame_addrset *set = sesame_addrset_make(ranges, count);
  free(ranges);
  return set;
}

/* An operation quadratic in the number of intervals takes minutes here; the bound leaves room for
 * sanitizers and busy machines. */
static void a_hundred_thousand_intervals(void) {
  const clock_t start = clock();
  sesame_addrset *a = large_set(100000), *b = large_set(100000);
  sesame_addrset *both = sesame_addrset_union(a, b), *rest = sesame_addrset_difference(both, a);
  sesame_addrset *shared = sesame_addrset_intersection(rest, a);
  CHECK(sesame_addrset_count(both) > 150000, "%zu intervals", sesame_addrset_count(both));
  CHECK(sesame_addrset_is_empty(shared, SESAME_FAMILIES),
        "(a or b) without a shares nothing with a");
  const double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  CHECK(seconds < 5, "%.3f s for two sets of 100,000 and three operations", seconds);
  sesame_addrset_free(a);
  sesame_addrset_free(b);
  sesame_addrset_free(both);
  sesame_addrset_free(rest);
  sesame_addrset_free(shared);
}

int main(void) {
  property_operations_equal_the_model();
  property_laws();
  covers_are_the_known_ones();
  texts_are_read_and_written();
  empty_and_all();
  a_hundred_thousand_intervals();
  return check_report("addrset");
}
