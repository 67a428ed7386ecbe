/* SPDX-License-Identifier: MIT */
/* Exact sets of IPv4 and IPv6 addresses, as sorted disjoint intervals. The arithmetic behind "who
 * may send" and behind proofs that two policies say the same. Knows nothing of SPF or DNS. */
#ifndef SESAME_ADDRSET_H
#define SESAME_ADDRSET_H

#include "status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_ADDRESS_TEXT_MAX = 46, /* any address in presentation form and a NUL */
  SESAME_RANGE_TEXT_MAX = 92,   /* two addresses, a hyphen and a NUL */
  SESAME_PREFIX_TEXT_MAX = 50,  /* an address, a slash, a length and a NUL */
  SESAME_ADDRSET_SIZE_MAX = 40  /* 2^128 in decimal digits and a NUL */
};

typedef enum sesame_family { SESAME_IP4, SESAME_IP6, SESAME_FAMILIES } sesame_family;

/* An address as a number; that of IPv4 stands in the low 32 bits. */
typedef struct sesame_address {
  uint64_t high, low;
} sesame_address;

/* FIRST to LAST, both included, FIRST <= LAST, of one family. */
typedef struct sesame_range {
  sesame_family family;
  sesame_address first, last;
} sesame_range;

/* ADDRESS/LENGTH; the bits after LENGTH are zero. */
typedef struct sesame_prefix {
  sesame_family family;
  sesame_address address;
  int length; /* bits, 0 to 32 or 128 */
} sesame_prefix;

/* Negative, zero or positive. */
int sesame_address_compare(sesame_address a, sesame_address b);
/* From 4 or 16 bytes in network order. */
sesame_address sesame_address_read(sesame_family family, const uint8_t *bytes);
/* To 4 or 16 bytes in network order. */
void sesame_address_write(sesame_family family, sesame_address address, uint8_t out[16]);
/* Presentation form (RFC 5952 for IPv6); returns OUT. */
const char *sesame_address_format(sesame_family family, sesame_address address,
                                  char out[SESAME_ADDRESS_TEXT_MAX]);

/* The addresses that agree with ADDRESS in its first LENGTH bits, as SPF compares them (RFC 7208
 * 5.6): the bits after are dropped. LENGTH over the family's width counts as the width, a negative
 * one as 0. */
sesame_range sesame_range_of_prefix(sesame_family family, sesame_address address, int length);
/* "192.0.2.1", "192.0.2.0/24", "2001:db8::/32", "192.0.2.1-192.0.2.9". Bits after the prefix length
 * are dropped. BAD_ADDRESS for anything else, also for a first address over the last; OUT is
 * untouched then. */
sesame_status sesame_range_parse(sesame_range *out, const char *text, size_t length);
/* "192.0.2.1" or "192.0.2.1-192.0.2.9"; returns OUT. */
const char *sesame_range_format(const sesame_range *range, char out[SESAME_RANGE_TEXT_MAX]);
/* "192.0.2.0/24", the length always written; returns OUT. */
const char *sesame_prefix_format(const sesame_prefix *prefix, char out[SESAME_PREFIX_TEXT_MAX]);

/* An immutable set over both families, reference-counted (not across threads). The functions that
 * return one return NULL only when memory is out; free what they return with sesame_addrset_free.
 * Set operations are linear in the number of intervals. */
typedef struct sesame_addrset sesame_addrset;

/* The union of COUNT ranges, in any order, overlapping or not. COUNT 0: the empty set. A range
 * whose first address is over its last holds nothing. O(n log n), O(n) when they are sorted. */
sesame_addrset *sesame_addrset_make(const sesame_range *ranges, size_t count);
/* All addresses of FAMILY; of both for SESAME_FAMILIES. */
sesame_addrset *sesame_addrset_all(sesame_family family);
sesame_addrset *sesame_addrset_union(const sesame_addrset *a, const sesame_addrset *b);
sesame_addrset *sesame_addrset_intersection(const sesame_addrset *a, const sesame_addrset *b);
sesame_addrset *sesame_addrset_difference(const sesame_addrset *a, const sesame_addrset *b);
/* Every address of either family that is not in SET. */
sesame_addrset *sesame_addrset_complement(const sesame_addrset *set);
sesame_addrset *sesame_addrset_keep(sesame_addrset *set); /* one more owner; returns SET */
void sesame_addrset_free(sesame_addrset *set);            /* one owner less; NULL is fine */

bool sesame_addrset_equal(const sesame_addrset *a, const sesame_addrset *b);
/* 0 when A and B are equal. Else *OUT (which may be NULL) is the first differing range, IPv4 before
 * IPv6: the longest one from the lowest address at fault on in which every address is in A and not
 * in B (returns 1), or in B and not in A (returns -1). */
int sesame_addrset_differ(const sesame_addrset *a, const sesame_addrset *b, sesame_range *out);
bool sesame_addrset_contains(const sesame_addrset *set, sesame_family family,
                             sesame_address address);
/* Whether the set holds no address, or every address, of FAMILY (of both families for
 * SESAME_FAMILIES). */
bool sesame_addrset_is_empty(const sesame_addrset *set, sesame_family family);
bool sesame_addrset_is_all(const sesame_addrset *set, sesame_family family);

/* The maximal intervals, IPv4 before IPv6, ascending, never adjacent. */
size_t sesame_addrset_count(const sesame_addrset *set);
bool sesame_addrset_range(const sesame_addrset *set, size_t index, sesame_range *out);

/* How many addresses of FAMILY, in decimal; returns OUT. */
const char *sesame_addrset_size(const sesame_addrset *set, sesame_family family,
                                char out[SESAME_ADDRSET_SIZE_MAX]);

/* The fewest prefixes whose union is the set, IPv4 before IPv6, ascending. *CURSOR starts zeroed;
 * false at the end. */
typedef struct sesame_prefix_cursor {
  size_t index;        /* of the interval */
  sesame_address next; /* where to go on in it */
  bool inside;
} sesame_prefix_cursor;
bool sesame_addrset_prefix(const sesame_addrset *set, sesame_prefix_cursor *cursor,
                           sesame_prefix *out);

#ifdef __cplusplus
}
#endif
#endif
