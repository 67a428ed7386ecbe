/* SPDX-License-Identifier: MIT */
/* Batch gcd against primes put there on purpose. */
#include "../../core/dkim_gcd.c"
#include "check.h"

#include <openssl/rand.h>

enum { KEYS = 41, OCTETS = 64 };

static uint8_t bytes[KEYS][OCTETS + 1];
static sesame_modulus moduli[KEYS];
static long partners[SESAME_GCD_KEYS_MAX + 1];

static BIGNUM *prime(int bits) {
  BIGNUM *p = BN_new();
  BN_generate_prime_ex(p, bits, 0, NULL, NULL, NULL);
  return p;
}

static void set_product(size_t i, const BIGNUM *p, const BIGNUM *q) {
  BN_CTX *context = BN_CTX_new();
  BIGNUM *n = BN_new();
  BN_mul(n, p, q, context);
  moduli[i] = (sesame_modulus){bytes[i], (size_t)BN_bn2bin(n, bytes[i])};
  BN_free(n);
  BN_CTX_free(context);
}

/* KEYS keys of fresh primes; 5 and 30 share one, 7 and 8 both of theirs with others, 20 repeats 5.
 */
static void test_shared(void) {
  BIGNUM *p[KEYS], *q[KEYS];
  for (size_t i = 0; i < KEYS; i++) {
    p[i] = prime(256);
    q[i] = prime(256);
    set_product(i, p[i], q[i]);
  }
  CHECK(sesame_gcd_batch(moduli, KEYS, partners, NULL) == SESAME_OK, "run");
  for (size_t i = 0; i < KEYS; i++)
    CHECK(partners[i] == -1, "key %zu has no partner", i);
  set_product(30, p[30], p[5]);
  set_product(20, p[5], q[5]);
  set_product(7, p[1], q[2]);
  memmove(bytes[5] + 1, bytes[5], OCTETS); /* a leading zero octet makes no difference */
  bytes[5][0] = 0;
  moduli[5].length++;
  CHECK(sesame_gcd_batch(moduli, KEYS, partners, NULL) == SESAME_OK, "run");
  for (size_t i = 0; i < KEYS; i++) {
    const long got = partners[i];
    if (i == 5 || i == 20)
      CHECK(got == 30, "key %zu with %ld", i, got);
    else if (i == 30)
      CHECK(got == 5 || got == 20, "key 30 with %ld", got);
    else if (i == 7)
      CHECK(got == 1 || got == 2, "key 7 with %ld", got);
    else if (i == 1 || i == 2)
      CHECK(got == 7, "key %zu with %ld", i, got);
    else
      CHECK(got == -1, "key %zu with %ld", i, got);
  }
  for (size_t i = 0; i < KEYS; i++) {
    BN_free(p[i]);
    BN_free(q[i]);
  }
}

/* Every count of small numbers, against gcds of each with each. */
static void test_small(void) {
  static const uint8_t numbers[] = {15, 77, 221, 35, 2, 4, 251, 143, 9, 3, 241, 239};
  const size_t count = sizeof numbers;
  for (size_t n = 0; n <= count; n++) {
    for (size_t i = 0; i < n; i++)
      moduli[i] = (sesame_modulus){&numbers[i], 1};
    CHECK(sesame_gcd_batch(moduli, n, partners, NULL) == SESAME_OK, "%zu numbers", n);
    for (size_t i = 0; i < n; i++) {
      bool shares = false;
      for (size_t j = 0; j < n; j++) {
        unsigned a = numbers[i], b = numbers[j];
        while (b) {
          const unsigned rest = a % b;
          a = b;
          b = rest;
        }
        shares = shares || (j != i && a > 1);
        if (partners[i] == (long)j)
          CHECK(j != i && a > 1, "%u and %u share a factor", numbers[i], numbers[j]);
      }
      CHECK((partners[i] >= 0) == shares, "%u among %zu", numbers[i], n);
    }
  }
}

/* The fractions on the way down: each leaf ends with what a division of the root's sum gives. */
static void check_remainders(const uint8_t *octets, const sesame_modulus *list, size_t count) {
  tree t = {0};
  CHECK(tree_take(&t, list, count) == SESAME_OK && grow(&t), "%zu numbers", count);
  BIGNUM *sum = BN_dup(t.sums[1]), *expected = BN_new();
  CHECK(descend(&t), "descend");
  for (size_t k = 0; k < t.count; k++) {
    BN_mod(expected, sum, t.products[t.width + k], t.big.context);
    BN_mod(t.sums[t.width + k], t.sums[t.width + k], t.products[t.width + k], t.big.context);
    CHECK(BN_cmp(expected, t.sums[t.width + k]) == 0, "%zu of %zu numbers: %02X...", k, count,
          octets[0]);
  }
  BN_free(sum);
  BN_free(expected);
  tree_close(&t);
}

static void test_remainders(void) {
  enum { MANY = 300, LONGEST = 512 };
  static uint8_t octets[MANY][LONGEST];
  static sesame_modulus list[MANY];
  static const size_t counts[] = {2, 3, 5, 17, 64, 65, MANY};
  for (size_t i = 0; i < MANY; i++) {
    RAND_bytes(octets[i], LONGEST);
    octets[i][0] |= 1;
    list[i] = (sesame_modulus){octets[i], i % 7 == 0 ? 64 : i % 3 == 0 ? LONGEST : 256};
  }
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
    check_remainders(octets[0], list, counts[i]);
}

static void test_limits(void) {
  static sesame_modulus many[SESAME_GCD_KEYS_MAX + 1];
  static uint8_t octets[SESAME_GCD_OCTETS_MAX + 1];
  CHECK(sesame_gcd_batch(many, SESAME_GCD_KEYS_MAX + 1, partners, NULL) == SESAME_TOO_MANY,
        "10,001");
  memset(octets, 0xFF, sizeof octets);
  many[0] = many[1] = (sesame_modulus){octets, sizeof octets};
  CHECK(sesame_gcd_batch(many, 2, partners, NULL) == SESAME_TOO_LONG, "8200 bits");
  static const uint8_t bad[][2] = {{0, 0}, {0, 1}};
  for (size_t i = 0; i < 2; i++) {
    many[1] = many[0] = (sesame_modulus){bad[i], 2};
    CHECK(sesame_gcd_batch(many, 2, partners, NULL) == SESAME_BAD_OPTION && partners[0] == -1,
          "%zu", i);
  }
  many[0] = (sesame_modulus){octets, 8};
  for (size_t i = 1; i < 100; i++)
    many[i] = many[0];
  CHECK(sesame_gcd_batch(many, 100, partners, NULL) == SESAME_OK && partners[99] == -1,
        "a hundred times one key");
}

static bool count_down(void *context) {
  int *left = context;
  return (*left)-- > 0;
}

/* A no of whoever is asked ends it at any step, and nothing is said then. */
static void test_given_up(void) {
  static uint8_t primes[4][1] = {{15}, {21}, {35}, {22}};
  sesame_modulus few[4];
  int most = 0;
  sesame_status status = SESAME_CANCELLED;
  for (size_t i = 0; i < 4; i++)
    few[i] = (sesame_modulus){primes[i], 1};
  for (; most < 100 && status == SESAME_CANCELLED; most++) {
    int left = most;
    const sesame_pace pace = {count_down, &left};
    status = sesame_gcd_batch(few, 4, partners, &pace);
    CHECK(status == SESAME_OK || partners[0] == -1, "given up at %d", most);
  }
  CHECK(status == SESAME_OK && most > 8 && partners[0] >= 0, "%d steps", most);
}

int main(void) {
  test_shared();
  test_small();
  test_remainders();
  test_limits();
  test_given_up();
  return check_report("dkim_gcd");
}
