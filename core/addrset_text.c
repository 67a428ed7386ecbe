/* SPDX-License-Identifier: MIT */
/* Addresses, ranges and prefixes as bytes and as text; no sets here. */
#include "addrset.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

sesame_address sesame_address_read(sesame_family family, const uint8_t *bytes) {
  sesame_address address = {0, 0};
  const int size = family == SESAME_IP4 ? 4 : 16;
  for (int i = 0; i < size; i++) {
    address.high = address.high << 8 | address.low >> 56;
    address.low = address.low << 8 | bytes[i];
  }
  return address;
}

void sesame_address_write(sesame_family family, sesame_address address, uint8_t out[16]) {
  const int size = family == SESAME_IP4 ? 4 : 16;
  for (int i = 0; i < size; i++) {
    const int shift = 8 * (size - 1 - i);
    out[i] = (uint8_t)(shift < 64 ? address.low >> shift : address.high >> (shift - 64));
  }
}

const char *sesame_address_format(sesame_family family, sesame_address address,
                                  char out[SESAME_ADDRESS_TEXT_MAX]) {
  uint8_t bytes[16];
  sesame_address_write(family, address, bytes);
  out[0] = '\0';
  inet_ntop(family == SESAME_IP4 ? AF_INET : AF_INET6, bytes, out, SESAME_ADDRESS_TEXT_MAX);
  return out;
}

static bool parse_address(const char *text, size_t length, sesame_family *family,
                          sesame_address *out) {
  char copy[SESAME_ADDRESS_TEXT_MAX];
  uint8_t bytes[16];
  if (length >= sizeof copy || memchr(text, '\0', length))
    return false;
  memcpy(copy, text, length);
  copy[length] = '\0';
  *family = strchr(copy, ':') ? SESAME_IP6 : SESAME_IP4;
  if (inet_pton(*family == SESAME_IP4 ? AF_INET : AF_INET6, copy, bytes) != 1)
    return false;
  *out = sesame_address_read(*family, bytes);
  return true;
}

/* One to three digits without a leading zero, at most WIDTH. */
static bool parse_length(const char *text, size_t length, int width, int *out) {
  *out = 0;
  if (length == 0 || length > 3 || (length > 1 && text[0] == '0'))
    return false;
  for (size_t i = 0; i < length; i++) {
    if (text[i] < '0' || text[i] > '9')
      return false;
    *out = *out * 10 + (text[i] - '0');
  }
  return *out <= width;
}

sesame_status sesame_range_parse(sesame_range *out, const char *text, size_t length) {
  size_t head = 0;
  while (head < length && text[head] != '/' && text[head] != '-')
    head++;
  sesame_range range;
  if (!parse_address(text, head, &range.family, &range.first))
    return SESAME_BAD_ADDRESS;
  range.last = range.first;
  if (head < length && text[head] == '/') {
    int bits;
    if (!parse_length(text + head + 1, length - head - 1, range.family == SESAME_IP4 ? 32 : 128,
                      &bits))
      return SESAME_BAD_ADDRESS;
    range = sesame_range_of_prefix(range.family, range.first, bits);
  } else if (head < length) {
    sesame_family family;
    if (!parse_address(text + head + 1, length - head - 1, &family, &range.last) ||
        family != range.family || sesame_address_compare(range.first, range.last) > 0)
      return SESAME_BAD_ADDRESS;
  }
  *out = range;
  return SESAME_OK;
}

const char *sesame_range_format(const sesame_range *range, char out[SESAME_RANGE_TEXT_MAX]) {
  char first[SESAME_ADDRESS_TEXT_MAX], last[SESAME_ADDRESS_TEXT_MAX];
  sesame_address_format(range->family, range->first, first);
  if (sesame_address_compare(range->first, range->last) == 0)
    return strcpy(out, first);
  sesame_address_format(range->family, range->last, last);
  snprintf(out, SESAME_RANGE_TEXT_MAX, "%s-%s", first, last);
  return out;
}

const char *sesame_prefix_format(const sesame_prefix *prefix, char out[SESAME_PREFIX_TEXT_MAX]) {
  char address[SESAME_ADDRESS_TEXT_MAX];
  sesame_address_format(prefix->family, prefix->address, address);
  snprintf(out, SESAME_PREFIX_TEXT_MAX, "%s/%d", address, prefix->length);
  return out;
}
