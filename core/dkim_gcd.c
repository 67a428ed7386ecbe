/* SPDX-License-Identifier: MIT */
/* Batch gcd (after D. J. Bernstein): one tree of products P and of sums D, where D of a node is the
 * sum over its leaves of the product of all others. D modulo a leaf n is then the product of all
 * other moduli modulo n, and one gcd per leaf replaces one per pair.
 * The remainders come without a division (Bernstein's scaled remainder tree): the root gets the
 * fraction D/P, a child the fraction of its parent times the P of its sibling, all modulo 1, and a
 * leaf n times its fraction is D modulo n. The numbers are public: nothing here is constant-time,
 * or needs to be. */
#include "dkim_big_internal.h"
#include "dkim_gcd.h"

#include <openssl/bn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
  GUARD_BITS = 128
}; /* of a fraction, beyond the bits of its P: errors double from level to level */

/* A distinct modulus, without leading zeros, and its place in the caller's list. */
typedef struct leaf {
  sesame_modulus modulus;
  size_t index;
} leaf;

/* Shaped as a heap: node i has the children 2i and 2i+1; leaf k is node WIDTH+k. Nodes without
 * leaves below them are NULL and count as 1. */
typedef struct tree {
  size_t width, count;
  leaf *leaves;
  BIGNUM **products, **sums;
  sesame_big big;
} tree;

static int compare_leaves(const void *left, const void *right) {
  const leaf *a = left, *b = right;
  if (a->modulus.length != b->modulus.length)
    return a->modulus.length < b->modulus.length ? -1 : 1;
  return memcmp(a->modulus.bytes, b->modulus.bytes, a->modulus.length);
}

static void tree_close(tree *t) {
  for (size_t i = 0; i < 2 * t->width; i++) {
    if (t->products)
      BN_free(t->products[i]);
    if (t->sums)
      BN_free(t->sums[i]);
  }
  free(t->products);
  free(t->sums);
  free(t->leaves);
  BN_CTX_free(t->big.context);
}

static sesame_status take_leaf(leaf *out, const sesame_modulus *modulus, size_t index) {
  const uint8_t *bytes = modulus->bytes;
  size_t length = modulus->length;
  while (length > 0 && *bytes == 0) {
    bytes++;
    length--;
  }
  *out = (leaf){{bytes, length}, index};
  if (length > SESAME_GCD_OCTETS_MAX)
    return SESAME_TOO_LONG;
  return length == 0 || (length == 1 && *bytes == 1) ? SESAME_BAD_OPTION : SESAME_OK;
}

/* Sorts the moduli and keeps one of each. */
static sesame_status tree_take(tree *t, const sesame_modulus *moduli, size_t count) {
  t->leaves = calloc(count, sizeof *t->leaves);
  if (!t->leaves)
    return SESAME_NO_MEMORY;
  for (size_t i = 0; i < count; i++) {
    const sesame_status status = take_leaf(&t->leaves[i], &moduli[i], i);
    if (status != SESAME_OK)
      return status;
  }
  qsort(t->leaves, count, sizeof *t->leaves, compare_leaves);
  for (size_t i = 0; i < count; i++)
    if (t->count == 0 || compare_leaves(&t->leaves[t->count - 1], &t->leaves[i]) != 0)
      t->leaves[t->count++] = t->leaves[i];
  size_t width = 1;
  while (width < t->count)
    width *= 2;
  t->products = calloc(2 * width, sizeof *t->products);
  t->sums = calloc(2 * width, sizeof *t->sums);
  t->big.context = BN_CTX_new();
  if (!t->products || !t->sums || !t->big.context)
    return SESAME_NO_MEMORY;
  t->width = width;
  return SESAME_OK;
}

/* P = P1 P2, D = D1 P2 + P1 D2. */
static bool grow_node(tree *t, size_t node) {
  BIGNUM *const *p = t->products + 2 * node, *const *d = t->sums + 2 * node;
  BIGNUM *product = t->products[node] = BN_new(), *sum = t->sums[node] = BN_new();
  BIGNUM *part = BN_new();
  bool good = product && sum && part;
  if (good && !p[1])
    good = BN_copy(product, p[0]) && BN_copy(sum, d[0]);
  else if (good)
    good = sesame_big_multiply(product, p[0], p[1], &t->big) &&
           sesame_big_multiply(sum, d[0], p[1], &t->big) &&
           sesame_big_multiply(part, p[0], d[1], &t->big) && BN_add(sum, sum, part);
  BN_free(part);
  return good;
}

/* The leaves' D is 1 + n instead of 1: the same modulo n, and so D stays as long as P all the way
 * up, which BN_mul wants for its fast (Karatsuba) way. */
static bool grow(tree *t) {
  for (size_t k = 0; k < t->count; k++) {
    const sesame_modulus *m = &t->leaves[k].modulus;
    t->products[t->width + k] = BN_bin2bn(m->bytes, (int)m->length, NULL);
    t->sums[t->width + k] = BN_new();
    if (!t->products[t->width + k] || !t->sums[t->width + k] ||
        !BN_copy(t->sums[t->width + k], t->products[t->width + k]) ||
        !BN_add_word(t->sums[t->width + k], 1))
      return false;
  }
  for (size_t node = t->width - 1; node >= 1; node--)
    if (t->products[2 * node] && !(sesame_big_goes_on(&t->big) && grow_node(t, node)))
      return false;
  return true;
}

static int scale_of(const BIGNUM *product) {
  return BN_num_bits(product) + GUARD_BITS;
}

/* The root's D becomes the fraction D/P modulo 1, times 2^scale. */
static bool scale_root(tree *t) {
  const BIGNUM *product = t->products[1];
  const int bits = BN_num_bits(product), scale = scale_of(product);
  BIGNUM *inverse = BN_new(), *sum = t->sums[1];
  const bool good = inverse && sesame_big_reciprocal(inverse, product, scale, &t->big) &&
                    sesame_big_multiply(sum, sum, inverse, &t->big) && BN_rshift(sum, sum, bits) &&
                    (BN_num_bits(sum) <= scale || BN_mask_bits(sum, scale));
  BN_free(inverse);
  return good;
}

/* NODE's D becomes its fraction, from that of its parent. */
static bool scale_node(tree *t, size_t node) {
  const BIGNUM *sibling = t->products[node ^ 1];
  const int parent = scale_of(t->products[node / 2]), scale = scale_of(t->products[node]);
  BIGNUM *fraction = t->sums[node];
  if (!sibling)
    return BN_copy(fraction, t->sums[node / 2]) != NULL;
  return sesame_big_multiply(fraction, t->sums[node / 2], sibling, &t->big) &&
         (BN_num_bits(fraction) <= parent || BN_mask_bits(fraction, parent)) &&
         BN_rshift(fraction, fraction, parent - scale);
}

/* A leaf's fraction becomes D modulo its modulus: fraction times modulus, rounded. */
static bool finish_leaf(tree *t, size_t leaf_node) {
  BIGNUM *rest = t->sums[leaf_node], *half = BN_new();
  const BIGNUM *modulus = t->products[leaf_node];
  const int scale = scale_of(modulus);
  const bool good = half && BN_mul(rest, rest, modulus, t->big.context) &&
                    BN_set_bit(half, scale - 1) && BN_add(rest, rest, half) &&
                    BN_rshift(rest, rest, scale);
  BN_free(half);
  return good;
}

/* Every leaf's D becomes D of the root modulo its modulus. */
static bool descend(tree *t) {
  bool good = scale_root(t);
  for (size_t node = 2; good && node < t->width + t->count; node++)
    if (t->products[node])
      good = sesame_big_goes_on(&t->big) && scale_node(t, node);
  for (size_t k = 0; good && k < t->count; k++)
    good = finish_leaf(t, t->width + k);
  return good;
}

/* Euclid's algorithm; BN_gcd is constant-time and far slower. OUT may alias neither. */
static bool gcd(BIGNUM *out, const BIGNUM *a, const BIGNUM *b, BN_CTX *context) {
  BIGNUM *x = BN_dup(a), *y = BN_dup(b), *rest = BN_new();
  bool good = x && y && rest;
  while (good && !BN_is_zero(y)) {
    good = BN_mod(rest, x, y, context);
    BIGNUM *free_one = x;
    x = y;
    y = rest;
    rest = free_one;
  }
  good = good && BN_copy(out, x);
  BN_free(x);
  BN_free(y);
  BN_free(rest);
  return good;
}

/* For leaf K with the factor SHARED (in its node's D): another leaf divisible by it, or, failing
 * that, with a factor in common. *FOUND is its number, or stays. */
static bool find_partner(tree *t, size_t k, const bool *flagged, BIGNUM *scratch, long *found) {
  const BIGNUM *shared = t->sums[t->width + k];
  for (size_t j = 0; j < t->count; j++) {
    if (j == k || !flagged[j])
      continue;
    if (!BN_mod(scratch, t->products[t->width + j], shared, t->big.context))
      return false;
    if (BN_is_zero(scratch)) {
      *found = (long)j;
      return true;
    }
  }
  for (size_t j = 0; j < t->count; j++) {
    if (j == k || !flagged[j])
      continue;
    if (!sesame_big_goes_on(&t->big) ||
        !gcd(scratch, t->products[t->width + j], t->products[t->width + k], t->big.context))
      return false;
    if (!BN_is_one(scratch)) {
      *found = (long)j;
      return true;
    }
  }
  return true;
}

/* Turns each leaf's D into the factor it shares, and notes the pairs. */
static bool pair_up(tree *t, long *partners) {
  bool *flagged = calloc(t->count, sizeof *flagged);
  BIGNUM *scratch = BN_new();
  bool good = flagged && scratch;
  for (size_t k = 0; good && k < t->count; k++) {
    BIGNUM *d = t->sums[t->width + k];
    good = sesame_big_goes_on(&t->big) &&
           gcd(scratch, t->products[t->width + k], d, t->big.context) && BN_copy(d, scratch);
    if (good)
      flagged[k] = !BN_is_one(d);
  }
  for (size_t k = 0; good && k < t->count; k++) {
    long found = -1;
    if (!flagged[k])
      continue;
    good = sesame_big_goes_on(&t->big) && find_partner(t, k, flagged, scratch, &found);
    if (found >= 0)
      partners[t->leaves[k].index] = (long)t->leaves[found].index;
  }
  BN_free(scratch);
  free(flagged);
  return good;
}

/* Repetitions of a modulus get the partner of the one that was kept. */
static void spread(const tree *t, const sesame_modulus *moduli, size_t count, long *partners) {
  for (size_t i = 0; i < count; i++) {
    leaf wanted;
    take_leaf(&wanted, &moduli[i], i);
    const leaf *kept = bsearch(&wanted, t->leaves, t->count, sizeof *t->leaves, compare_leaves);
    if (kept)
      partners[i] = partners[kept->index];
  }
}

sesame_status sesame_gcd_batch(const sesame_modulus *moduli, size_t count, long *partners,
                               const sesame_pace *pace) {
  tree t = {.big.pace = pace};
  for (size_t i = 0; i < count; i++)
    partners[i] = -1;
  if (count > SESAME_GCD_KEYS_MAX)
    return SESAME_TOO_MANY;
  if (count < 2)
    return SESAME_OK;
  sesame_status status = tree_take(&t, moduli, count);
  if (status == SESAME_OK && t.count > 1 && !(grow(&t) && descend(&t) && pair_up(&t, partners)))
    status = t.big.given_up ? SESAME_CANCELLED : SESAME_NO_MEMORY;
  if (status == SESAME_OK)
    spread(&t, moduli, count, partners);
  else
    for (size_t i = 0; i < count; i++)
      partners[i] = -1;
  tree_close(&t);
  return status;
}
