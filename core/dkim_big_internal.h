/* SPDX-License-Identifier: MIT */
/* Products and reciprocals of bignums of millions of bits, for dkim_gcd.c alone; not installed.
 * OpenSSL multiplies quickly (Karatsuba) only where both factors have the same length, and divides
 * in time that grows with the square. The numbers are public: nothing here is constant-time, or
 * needs to be. */
#ifndef SESAME_DKIM_BIG_INTERNAL_H
#define SESAME_DKIM_BIG_INTERNAL_H

#include "pace.h"

#include <openssl/bn.h>
#include <stdbool.h>

/* What a computation goes on with: OpenSSL's scratch, and who is asked whether it still may (NULL:
 * nobody). Once GIVEN_UP every function below returns false. */
typedef struct sesame_big {
  BN_CTX *context;
  const sesame_pace *pace;
  bool given_up;
} sesame_big;

/* Whether BIG may go on. */
bool sesame_big_goes_on(sesame_big *big);

enum { SESAME_BIG_ERROR = 16 }; /* how far a reciprocal may be off, either way */

/* OUT = A B, signs and all; OUT may be A or B. False without memory, or given up. */
bool sesame_big_multiply(BIGNUM *out, const BIGNUM *a, const BIGNUM *b, sesame_big *big);

/* OUT = 2^(bits of A + PRECISION) / A, to within SESAME_BIG_ERROR; A > 0, PRECISION > 0. False
 * without memory, or given up. */
bool sesame_big_reciprocal(BIGNUM *out, const BIGNUM *a, int precision, sesame_big *big);

#endif
