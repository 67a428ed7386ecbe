/* SPDX-License-Identifier: MIT */
/* Primes shared among many RSA moduli, by batch gcd: two keys with a prime in common are both
 * broken. Knows numbers, not records. */
#ifndef SESAME_DKIM_GCD_H
#define SESAME_DKIM_GCD_H

#include "pace.h"
#include "status.h"
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_GCD_KEYS_MAX = 10000, /* ours: of 2048 bits, 220 MB and half a minute */
  SESAME_GCD_OCTETS_MAX = 1024 /* of one modulus: 8192 bits */
};

/* A modulus, big endian; the bytes stay the caller's. */
typedef struct sesame_modulus {
  const uint8_t *bytes;
  size_t length;
} sesame_modulus;

/* Finds for each of COUNT moduli another one that it shares a proper factor with: PARTNERS[i] is
 * that one's index, or -1. Equal moduli are one key, and no partners. TOO_MANY over
 * SESAME_GCD_KEYS_MAX, TOO_LONG for a modulus over SESAME_GCD_OCTETS_MAX, BAD_OPTION for a modulus
 * below 2, NO_MEMORY, CANCELLED where PACE (NULL: none) gave it up; PARTNERS is all -1 then. A
 * thousand keys of 2048 bits take about a second, ten thousand about twenty-five. */
sesame_status sesame_gcd_batch(const sesame_modulus *moduli, size_t count, long *partners,
                               const sesame_pace *pace);

#ifdef __cplusplus
}
#endif
#endif
