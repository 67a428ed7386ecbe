/* SPDX-License-Identifier: MIT */
/* Products of factors of unlike length, piece by piece, and reciprocals by Newton's iteration. */
#include "dkim_big_internal.h"

enum {
  WORD_BITS = 64,
  SHORT_BITS = 2048, /* below this OpenSSL takes the schoolbook's way in any case */
  LONG_BITS =
      1 << 20,     /* from here on one BN_mul would take more than some hundredths of a second */
  ALIKE_BITS = 64, /* as much as BN_mul lets two factors of one length differ */
  RECIPROCAL_SHORT = 512 /* bits of precision for which BN_div is asked */
};

/* PIECE = the LENGTH bits of A from bit FROM on. */
static bool cut(BIGNUM *piece, const BIGNUM *a, int from, int length) {
  if (!BN_rshift(piece, a, from))
    return false;
  return BN_num_bits(piece) <= length || BN_mask_bits(piece, length) == 1;
}

bool sesame_big_goes_on(sesame_big *big) {
  big->given_up = big->given_up || (big->pace && !big->pace->go_on(big->pace->context));
  return !big->given_up;
}

/* A in its lower HALF bits and the rest. */
static bool halve(BIGNUM *low, BIGNUM *high, const BIGNUM *a, int half) {
  return cut(low, a, 0, half) && BN_rshift(high, a, half);
}

/* OUT = A B, both positive and of one length, by three products of half of it (Karatsuba), so that
 * no single step is long. */
static bool multiply_halves(BIGNUM *out, const BIGNUM *a, const BIGNUM *b, sesame_big *big) {
  const int half = (BN_num_bits(a) / 2 + WORD_BITS - 1) / WORD_BITS * WORD_BITS;
  BIGNUM *part[6] = {BN_new(), BN_new(), BN_new(), BN_new(), BN_new(), BN_new()};
  BIGNUM *a0 = part[0], *a1 = part[1], *b0 = part[2], *b1 = part[3], *low = part[4],
         *high = part[5];
  const bool good =
      a0 && a1 && b0 && b1 && low && high && sesame_big_goes_on(big) && halve(a0, a1, a, half) &&
      halve(b0, b1, b, half) && sesame_big_multiply(low, a0, b0, big) &&
      sesame_big_multiply(high, a1, b1, big) && BN_add(a0, a0, a1) && BN_add(b0, b0, b1) &&
      sesame_big_multiply(a0, a0, b0, big) && BN_sub(a0, a0, low) && BN_sub(a0, a0, high) &&
      BN_lshift(a0, a0, half) && BN_lshift(high, high, 2 * half) && BN_add(low, low, a0) &&
      BN_add(out, low, high);
  for (size_t i = 0; i < sizeof part / sizeof *part; i++)
    BN_free(part[i]);
  return good;
}

/* SUM = LONGER B, both positive, LONGER in pieces as long as B. */
static bool multiply_pieces(BIGNUM *sum, const BIGNUM *longer, const BIGNUM *b, sesame_big *big) {
  const int length = (BN_num_bits(b) + WORD_BITS - 1) / WORD_BITS * WORD_BITS;
  BIGNUM *piece = BN_new();
  bool good = piece != NULL;
  BN_zero(sum);
  for (int from = 0; good && from < BN_num_bits(longer); from += length)
    good = sesame_big_goes_on(big) && cut(piece, longer, from, length) &&
           sesame_big_multiply(piece, piece, b, big) && BN_lshift(piece, piece, from) &&
           BN_add(sum, sum, piece);
  BN_free(piece);
  return good;
}

bool sesame_big_multiply(BIGNUM *out, const BIGNUM *a, const BIGNUM *b, sesame_big *big) {
  const int left = BN_num_bits(a), right = BN_num_bits(b);
  const int negative = BN_is_negative(a) != BN_is_negative(b);
  const int shorter = left < right ? left : right, longer = left < right ? right : left;
  const bool alike = shorter < SHORT_BITS || longer - shorter < ALIKE_BITS;
  if (alike && shorter < LONG_BITS)
    return BN_mul(out, a, b, big->context) == 1;
  BIGNUM *sum = BN_new(), *x = BN_dup(a), *y = BN_dup(b);
  bool good = sum && x && y;
  if (good) {
    BN_set_negative(x, 0);
    BN_set_negative(y, 0);
    good = alike          ? multiply_halves(sum, x, y, big)
           : left < right ? multiply_pieces(sum, y, x, big)
                          : multiply_pieces(sum, x, y, big);
  }
  if (good) {
    BN_swap(out, sum);
    BN_set_negative(out, negative);
  }
  BN_free(sum);
  BN_free(x);
  BN_free(y);
  return good;
}

/* The leading bits of A that PRECISION asks for; *KEPT says how many. */
static bool leading(BIGNUM *head, const BIGNUM *a, int precision, int *kept) {
  const int bits = BN_num_bits(a);
  *kept = precision + WORD_BITS < bits ? precision + WORD_BITS : bits;
  return BN_rshift(head, a, bits - *kept) == 1;
}

static bool first_guess(BIGNUM *out, const BIGNUM *a, int precision, sesame_big *big) {
  int kept;
  BIGNUM *head = BN_new(), *one = BN_new();
  const bool good = head && one && leading(head, a, precision, &kept) &&
                    BN_set_bit(one, kept + precision) && BN_div(out, NULL, one, head, big->context);
  BN_free(head);
  BN_free(one);
  return good;
}

/* One step: OUT holds a guess good to HALF bits, then one good to PRECISION. With
 * e = 1 - A guess / 2^(bits + half) that is guess (1 + e), brought to the finer scale. */
static bool refine(BIGNUM *out, const BIGNUM *a, int half, int precision, sesame_big *big) {
  int kept;
  BIGNUM *head = BN_new(), *error = BN_new(), *one = BN_new();
  const bool good = head && error && one && leading(head, a, precision, &kept) &&
                    sesame_big_multiply(error, head, out, big) && BN_set_bit(one, kept + half) &&
                    BN_sub(error, one, error) && sesame_big_multiply(error, error, out, big) &&
                    BN_rshift(error, error, kept + 2 * half - precision) &&
                    BN_lshift(out, out, precision - half) && BN_add(out, out, error);
  BN_free(head);
  BN_free(error);
  BN_free(one);
  return good;
}

bool sesame_big_reciprocal(BIGNUM *out, const BIGNUM *a, int precision, sesame_big *big) {
  enum { STEPS_MAX = 32 };
  int precisions[STEPS_MAX], steps = 0;
  for (; precision > RECIPROCAL_SHORT && steps < STEPS_MAX; precision = precision / 2 + 16)
    precisions[steps++] = precision;
  bool good = first_guess(out, a, precision, big);
  while (good && steps > 0) {
    const int next = precisions[--steps];
    good = refine(out, a, precision, next, big);
    precision = next;
  }
  return good;
}
