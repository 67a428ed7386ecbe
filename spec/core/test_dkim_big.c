/* SPDX-License-Identifier: MIT */
/* Products against BN_mul, reciprocals against their definition; J41 rests on both. */
#include "../../core/dkim_big.c"
#include "check.h"

static BN_CTX *context;

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
  BN_mul(expected, a, b, context);
  CHECK(sesame_big_multiply(got, a, b, context) && BN_cmp(got, expected) == 0,
        "%d by %d bits, kind %d, signs %d", left, right, kind, signs);
  CHECK(sesame_big_multiply(a, a, b, context) && BN_cmp(a, expected) == 0, "in place of a factor");
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
}

static void check_reciprocal(int bits, int precision, int kind) {
  BIGNUM *a = number(bits, kind), *x = BN_new(), *product = BN_new(), *one = BN_new();
  CHECK(sesame_big_reciprocal(x, a, precision, context), "memory");
  BN_mul(product, a, x, context);
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
  context = BN_CTX_new();
  test_multiply();
  test_reciprocal();
  BN_CTX_free(context);
  return check_report("dkim_big");
}
