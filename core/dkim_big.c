/* SPDX-License-Identifier: MIT */
/* Products of factors of unlike length, piece by piece, and reciprocals by Newton's iteration. */
#include "dkim_big_internal.h"

enum {
  WORD_BITS = 64,
  SHORT_BITS = 2048,     /* below this OpenSSL takes the schoolbook's way in any case */
  ALIKE_BITS = 64,       /* as much as BN_mul lets two factors of one length differ */
  RECIPROCAL_SHORT = 512 /* bits of precision for which BN_div is asked */
};

/* PIECE = the LENGTH bits of A from bit FROM on. */
static bool cut(BIGNUM *piece, const BIGNUM *a, int from, int length) {
  if (!BN_rshift(piece, a, from))
    return false;
  return BN_num_bits(piece) <= length || BN_mask_bits(piece, length) == 1;
}

/* SUM = LONGER B, both positive, LONGER in pieces as long as B. */
static bool multiply_pieces(BIGNUM *sum, const BIGNUM *longer, const BIGNUM *b, BN_CTX *context) {
  const int length = (BN_num_bits(b) + WORD_BITS - 1) / WORD_BITS * WORD_BITS;
  BIGNUM *piece = BN_new();
  bool good = piece != NULL;
  BN_zero(sum);
  for (int from = 0; good && from < BN_num_bits(longer); from += length)
    good = cut(piece, longer, from, length) && sesame_big_multiply(piece, piece, b, context) &&
           BN_lshift(piece, piece, from) && BN_add(sum, sum, piece);
  BN_free(piece);
  return good;
}

bool sesame_big_multiply(BIGNUM *out, const BIGNUM *a, const BIGNUM *b, BN_CTX *context) {
  const int left = BN_num_bits(a), right = BN_num_bits(b);
  const int negative = BN_is_negative(a) != BN_is_negative(b);
  const int shorter = left < right ? left : right, longer = left < right ? right : left;
  if (shorter < SHORT_BITS || longer - shorter < ALIKE_BITS)
    return BN_mul(out, a, b, context) == 1;
  BIGNUM *sum = BN_new(), *x = BN_dup(a), *y = BN_dup(b);
  bool good = sum && x && y;
  if (good) {
    BN_set_negative(x, 0);
    BN_set_negative(y, 0);
    good = left < right ? multiply_pieces(sum, y, x, context) : multiply_pieces(sum, x, y, context);
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

static bool first_guess(BIGNUM *out, const BIGNUM *a, int precision, BN_CTX *context) {
  int kept;
  BIGNUM *head = BN_new(), *one = BN_new();
  const bool good = head && one && leading(head, a, precision, &kept) &&
                    BN_set_bit(one, kept + precision) && BN_div(out, NULL, one, head, context);
  BN_free(head);
  BN_free(one);
  return good;
}

/* One step: OUT holds a guess good to HALF bits, then one good to PRECISION. With
 * e = 1 - A guess / 2^(bits + half) that is guess (1 + e), brought to the finer scale. */
static bool refine(BIGNUM *out, const BIGNUM *a, int half, int precision, BN_CTX *context) {
  int kept;
  BIGNUM *head = BN_new(), *error = BN_new(), *one = BN_new();
  const bool good = head && error && one && leading(head, a, precision, &kept) &&
                    sesame_big_multiply(error, head, out, context) &&
                    BN_set_bit(one, kept + half) && BN_sub(error, one, error) &&
                    sesame_big_multiply(error, error, out, context) &&
                    BN_rshift(error, error, kept + 2 * half - precision) &&
                    BN_lshift(out, out, precision - half) && BN_add(out, out, error);
  BN_free(head);
  BN_free(error);
  BN_free(one);
  return good;
}

bool sesame_big_reciprocal(BIGNUM *out, const BIGNUM *a, int precision, BN_CTX *context) {
  enum { STEPS_MAX = 32 };
  int precisions[STEPS_MAX], steps = 0;
  for (; precision > RECIPROCAL_SHORT && steps < STEPS_MAX; precision = precision / 2 + 16)
    precisions[steps++] = precision;
  bool good = first_guess(out, a, precision, context);
  while (good && steps > 0) {
    const int next = precisions[--steps];
    good = refine(out, a, precision, next, context);
    precision = next;
  }
  return good;
}
