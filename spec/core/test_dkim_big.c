/* SPDX-License-Identifier: MIT */
/* Products against BN_mul, reciprocals against their definition; J41 rests on both. */
#include "../../core/dkim_big.c"
#include "check.h"

static sesame_big big;

/* A number of BITS bits: random, all ones, or a single one. */
static BIGNUM *number(int bits, int kind) {
  BIGNUM *n = BN_new();
  if (bits == 0)
    return n;
  if (kind == 0)
    BN_rand(n, bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY);
  else
    BN_set_bit(n, kind == 1 ? bits : bits - 1);
  if (kind == 1)
    BN_sub_word(n, 1);
  return n;
}

static void check_product(int left, int right, int kind, int signs) {
  BIGNUM *a = number(left, kind), *b = number(right, kind), *expected = BN_new(), *got = BN_new();
  BN_set_negative(a, signs & 1);
  BN_set_negative(b, signs >> 1);
  BN_mul(expected, a, b, big.context);
  CHECK(sesame_big_multiply(got, a, b, &big) && BN_cmp(got, expected) == 0,
        "%d by %d bits, kind %d, signs %d", left, right, kind, signs);
  CHECK(sesame_big_multiply(a, a, b, &big) && BN_cmp(a, expected) == 0, "in place of a factor");
  BN_free(a);
  BN_free(b);
  BN_free(expected);
  BN_free(got);
}

static void test_multiply(void) {
  static const int sizes[] = {0, 1, 64, 2047, 2048, 2049, 2112, 5000, 70001, 131072, 200000};
  const size_t count = sizeof sizes / sizeof *sizes;
  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j < count; j++)
      for (int kind = 0; kind < 3; kind++)
        check_product(sizes[i], sizes[j], kind, (int)(i + j) % 4);
  for (int kind = 0; kind < 3; kind++) { /* in halves */
    check_product(LONG_BITS, LONG_BITS, kind, kind);
    check_product(2 * LONG_BITS + 70, 2 * LONG_BITS + 7, kind, 3 - kind);
    check_product(3 * LONG_BITS, LONG_BITS + 1, kind, 1);
  }
}

typedef struct counter {
  int asked, most;
} counter;

static bool count_down(void *context) {
  counter *c = context;
  return c->asked++ < c->most;
}

/* Whoever is asked is asked between the parts of a long product, and its no ends it. */
static void test_given_up(void) {
  BIGNUM *a = number(4 * LONG_BITS, 1), *out = BN_new(); /* all ones: the same parts every time */
  counter c = {0, 1000};
  const sesame_pace pace = {count_down, &c};
  sesame_big paced = {big.context, &pace, false};
  CHECK(sesame_big_multiply(out, a, a, &paced) && c.asked > 6, "asked %d times", c.asked);
  for (int most = 0; most < 6; most += 2) {
    c = (counter){0, most};
    paced.given_up = false;
    CHECK(!sesame_big_multiply(out, a, a, &paced) && paced.given_up && c.asked == most + 1,
          "given up after %d, asked %d times", most, c.asked);
  }
  BN_free(a);
  BN_free(out);
}

static void check_reciprocal(int bits, int precision, int kind) {
  BIGNUM *a = number(bits, kind), *x = BN_new(), *product = BN_new(), *one = BN_new();
  CHECK(sesame_big_reciprocal(x, a, precision, &big), "memory");
  BN_mul(product, a, x, big.context);
  BN_set_bit(one, BN_num_bits(a) + precision);
  BN_sub(product, one, product);
  BN_set_negative(product, 0);
  BN_mul_word(a, SESAME_BIG_ERROR);
  CHECK(BN_cmp(product, a) <= 0, "%d bits, precision %d, kind %d", bits, precision, kind);
  BN_free(a);
  BN_free(x);
  BN_free(product);
  BN_free(one);
}

static void test_reciprocal(void) {
  static const int bits[] = {2, 64, 1000, 4096, 70000, 200000};
  static const int precisions[] = {1, 64, RECIPROCAL_SHORT, RECIPROCAL_SHORT + 1, 5000, 200100};
  for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
    for (size_t j = 0; j < sizeof precisions / sizeof *precisions; j++)
      for (int kind = 0; kind < 3; kind++)
        check_reciprocal(bits[i], precisions[j], kind);
}

int main(void) {
  big.context = BN_CTX_new();
  test_multiply();
  test_given_up();
  test_reciprocal();
  BN_CTX_free(big.context);
  return check_report("dkim_big");
}
