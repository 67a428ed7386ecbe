/* SPDX-License-Identifier: MIT */
/* Property tests: how many random cases, and from which seed. SEED and COUNT in the environment say
 * it; COUNT is a number, or a factor of what is usual ("x20", "/10"). spec/support/property.lua
 * does the same in Lua. */
#ifndef SESAME_SPEC_PROPERTY_H
#define SESAME_SPEC_PROPERTY_H
#include <stdio.h>
#include <stdlib.h>

enum { PROPERTY_LARGE = 1000 }; /* from here on so many cases must have met what is rare */

typedef struct property {
  unsigned seed, count;
} property;

static unsigned property_count(const char *text, unsigned usual) {
  const unsigned long number = strtoul(text + (*text == 'x' || *text == '/'), NULL, 10);
  const unsigned long count = *text == 'x'   ? usual * number
                              : *text == '/' ? usual / (number ? number : 1)
                                             : number;
  return count ? (unsigned)count : 1;
}

/* The seed and the count of the property NAME, where SEED and COUNT do not say otherwise; prints
 * both. */
static property property_of(const char *name, unsigned seed, unsigned count) {
  const char *given_seed = getenv("SEED"), *given_count = getenv("COUNT");
  property own = {seed, count};
  if (given_seed && *given_seed)
    own.seed = (unsigned)strtoul(given_seed, NULL, 0);
  if (given_count && *given_count)
    own.count = property_count(given_count, count);
  printf("property %s: SEED=%u COUNT=%u\n", name, own.seed, own.count);
  return own;
}
#endif
