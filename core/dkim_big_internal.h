/* SPDX-License-Identifier: MIT */
/* Products and reciprocals of bignums of millions of bits, for dkim_gcd.c alone; not installed.
 * OpenSSL multiplies quickly (Karatsuba) only where both factors have the same length, and divides
 * in time that grows with the square. The numbers are public: nothing here is constant-time, or
 * needs to be. */
#ifndef SESAME_DKIM_BIG_INTERNAL_H
#define SESAME_DKIM_BIG_INTERNAL_H

#include <openssl/bn.h>
#include <stdbool.h>

enum { SESAME_BIG_ERROR = 16 }; /* how far a reciprocal may be off, either way */

/* OUT = A B, signs and all; OUT may be A or B. False without memory. */
bool sesame_big_multiply(BIGNUM *out, const BIGNUM *a, const BIGNUM *b, BN_CTX *context);

/* OUT = 2^(bits of A + PRECISION) / A, to within SESAME_BIG_ERROR; A > 0, PRECISION > 0. False
 * without memory. */
bool sesame_big_reciprocal(BIGNUM *out, const BIGNUM *a, int precision, BN_CTX *context);

#endif
