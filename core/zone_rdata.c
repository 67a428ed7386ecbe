/* SPDX-License-Identifier: MIT */
/* Tokens of a master file -> names, TTLs and record data. Types not read here are kept as the text
 * they came in, or as the octets of their generic form (RFC 3597). */
#include "zone_internal.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

bool token_is(const token *t, const char *word) {
  return !t->quoted && strlen(word) == t->length && strncasecmp(word, t->text, t->length) == 0;
}

/* Seconds of one unit letter, 0 for none. */
static uint32_t unit_of(char letter) {
  switch (letter | 0x20) {
  case 's':
    return 1;
  case 'm':
    return 60;
  case 'h':
    return 3600;
  case 'd':
    return 86400;
  case 'w':
    return 604800;
  default:
    return 0;
  }
}

bool token_ttl(const token *t, uint32_t *out) {
  uint64_t total = 0, part = 0;
  bool digits = false, units = false;
  if (t->quoted || t->length == 0)
    return false;
  for (size_t i = 0; i < t->length; i++) {
    char c = t->text[i];
    if (c >= '0' && c <= '9') {
      part = part * 10 + (uint64_t)(c - '0');
      digits = true;
    } else if (digits && unit_of(c)) {
      total += part * unit_of(c);
      part = 0;
      digits = false;
      units = true;
    } else {
      return false;
    }
    if (part > INT32_MAX || total > INT32_MAX)
      return false;
  }
  if (units && digits) /* "1h30": a unit is missing */
    return false;
  *out = (uint32_t)(total + part);
  return *out <= INT32_MAX;
}

sesame_status token_name(const token *t, const sesame_name *origin, sesame_name *out,
                         const char **why) {
  sesame_name prefix;
  if (token_is(t, "@")) {
    *out = *origin;
    return SESAME_OK;
  }
  sesame_status status = sesame_name_parse(&prefix, t->text, t->length);
  bool absolute = t->length > 0 && t->text[t->length - 1] == '.';
  for (size_t i = t->length; absolute && i > 1 && t->text[i - 2] == '\\'; i--)
    absolute = !absolute; /* an odd number of backslashes makes the dot part of the label */
  if (status == SESAME_OK && absolute)
    *out = prefix;
  else if (status == SESAME_OK)
    status = sesame_name_join(out, &prefix, origin);
  if (status != SESAME_OK)
    *why = status == SESAME_TOO_LONG ? "a label is over 63 octets or the name over 255"
                                     : "not a domain name (an empty label or a bad escape)";
  return status;
}

/* ---- fields: each consumes tokens and appends octets ---- */

typedef struct writer {
  const token *tokens;
  size_t count, next;
  const sesame_name *origin;
  uint8_t *out;
  size_t length;
  const char *why; /* the first fault */
} writer;

static bool fail(writer *w, const char *why) {
  if (!w->why)
    w->why = why;
  return false;
}

static const token *take(writer *w) {
  if (w->next >= w->count) {
    fail(w, "a field is missing at the end");
    return NULL;
  }
  return &w->tokens[w->next++];
}

static bool put(writer *w, const void *bytes, size_t length) {
  if (length > RDATA_MAX - w->length)
    return fail(w, "the record's data is over 65,535 octets");
  memcpy(w->out + w->length, bytes, length);
  w->length += length;
  return true;
}

static bool put_name(writer *w) {
  sesame_name name;
  const char *why;
  const token *t = take(w);
  if (!t)
    return false;
  if (token_name(t, w->origin, &name, &why) != SESAME_OK)
    return fail(w, why);
  return put(w, name.wire, name.length);
}

static bool put_be(writer *w, uint32_t value, size_t octets) {
  uint8_t bytes[4] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
                      (uint8_t)value};
  return put(w, bytes + 4 - octets, octets);
}

static bool read_number(const token *t, uint64_t most, uint32_t *out) {
  uint64_t value = 0;
  for (size_t i = 0; i < t->length; i++) {
    if (t->text[i] < '0' || t->text[i] > '9')
      return false;
    value = value * 10 + (uint64_t)(t->text[i] - '0');
    if (value > most)
      return false;
  }
  *out = (uint32_t)value;
  return t->length > 0;
}

static bool put_preference(writer *w) {
  uint32_t value;
  const token *t = take(w);
  if (!t)
    return false;
  if (!read_number(t, 65535, &value))
    return fail(w, "the preference is not a number from 0 to 65535 (write: MX 10 host)");
  return put_be(w, value, 2);
}

static bool put_address(writer *w, int family) {
  uint8_t bytes[16];
  char text[INET6_ADDRSTRLEN];
  const token *t = take(w);
  if (!t)
    return false;
  bool fits = t->length < sizeof text;
  if (fits) {
    memcpy(text, t->text, t->length);
    text[t->length] = '\0';
  }
  if (!fits || memchr(text, '\0', t->length) || inet_pton(family, text, bytes) != 1)
    return fail(w, family == AF_INET ? "not an IPv4 address" : "not an IPv6 address");
  return put(w, bytes, family == AF_INET ? 4 : 16);
}

static int digit(char c) {
  return c >= '0' && c <= '9' ? c - '0' : -1;
}

/* One octet of a character-string at *AT, escapes read (RFC 1035 5.1); -1 for a bad escape. */
static int take_octet(const token *t, size_t *at) {
  size_t i = (*at)++;
  if (t->text[i] != '\\')
    return (uint8_t)t->text[i];
  if (++i >= t->length)
    return -1;
  *at = i + 1;
  int hundreds = digit(t->text[i]);
  if (hundreds < 0)
    return (uint8_t)t->text[i];
  if (t->length - i < 3 || digit(t->text[i + 1]) < 0 || digit(t->text[i + 2]) < 0)
    return -1;
  *at = i + 3;
  int value = hundreds * 100 + digit(t->text[i + 1]) * 10 + digit(t->text[i + 2]);
  return value <= 255 ? value : -1;
}

static bool put_string(writer *w) {
  uint8_t bytes[256];
  size_t length = 0;
  const token *t = take(w);
  if (!t)
    return false;
  for (size_t at = 0; at < t->length;) {
    int octet = take_octet(t, &at);
    if (octet < 0)
      return fail(w, "a bad escape in a string (write \\\\ for a backslash)");
    if (length == 255)
      return fail(w, "a string is over 255 octets: split it into several quoted strings");
    bytes[++length] = (uint8_t)octet;
  }
  bytes[0] = (uint8_t)length;
  return put(w, bytes, length + 1);
}

static bool put_strings(writer *w) {
  do {
    if (!put_string(w))
      return false;
  } while (w->next < w->count);
  return true;
}

static bool put_soa(writer *w) {
  if (!put_name(w) || !put_name(w))
    return false;
  const token *serial = take(w);
  uint32_t value;
  if (!serial)
    return false;
  if (!read_number(serial, UINT32_MAX, &value))
    return fail(w, "the SOA serial is not a number from 0 to 4294967295");
  put_be(w, value, 4);
  for (int i = 0; i < 4; i++) {
    const token *t = take(w);
    if (!t)
      return false;
    if (!token_ttl(t, &value))
      return fail(w, "an SOA timer is not a number of seconds");
    put_be(w, value, 4);
  }
  return true;
}

static int hex_digit(char c) {
  if (digit(c) >= 0)
    return digit(c);
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* RFC 3597 5: \# LENGTH HEX... */
static bool put_generic(writer *w) {
  uint32_t wanted;
  int high = -1;
  take(w);
  const token *t = take(w);
  if (!t)
    return false;
  if (!read_number(t, RDATA_MAX, &wanted))
    return fail(w, "the length after \\# is not a number from 0 to 65535");
  while (w->next < w->count) {
    t = take(w);
    for (size_t i = 0; i < t->length; i++) {
      int value = hex_digit(t->text[i]);
      uint8_t octet = (uint8_t)(high << 4 | value);
      if (value < 0)
        return fail(w, "what follows \\# and the length is not hexadecimal");
      if (high >= 0 && !put(w, &octet, 1))
        return false;
      high = high >= 0 ? -1 : value;
    }
  }
  if (high >= 0 || w->length != wanted)
    return fail(w, "the length after \\# is not that of the data");
  return true;
}

/* A type not read here: its text, so that the name and type exist. */
static bool put_raw(writer *w) {
  for (size_t i = 0; w->next < w->count; i++) {
    const token *t = take(w);
    if ((i && !put(w, " ", 1)) || !put(w, t->text, t->length))
      return false;
  }
  return true;
}

static bool put_rdata(writer *w, int type) {
  if (w->count > 0 && !w->tokens[0].quoted && token_is(&w->tokens[0], "\\#"))
    return put_generic(w);
  switch (type) {
  case SESAME_TYPE_A:
    return put_address(w, AF_INET);
  case SESAME_TYPE_AAAA:
    return put_address(w, AF_INET6);
  case SESAME_TYPE_NS:
  case SESAME_TYPE_CNAME:
  case SESAME_TYPE_DNAME:
  case SESAME_TYPE_PTR:
    return put_name(w);
  case SESAME_TYPE_MX:
    return put_preference(w) && put_name(w);
  case SESAME_TYPE_TXT:
  case SESAME_TYPE_SPF:
    return put_strings(w);
  case SESAME_TYPE_SOA:
    return put_soa(w);
  default:
    return put_raw(w);
  }
}

sesame_status rdata_parse(int type, const token *tokens, size_t count, const sesame_name *origin,
                          uint8_t *out, size_t *length, const char **why) {
  writer w = {.tokens = tokens, .count = count, .origin = origin, .out = out};
  bool good = put_rdata(&w, type);
  if (good && w.next < w.count)
    good = fail(&w, "more fields than the type has (text with spaces needs quotes)");
  *length = w.length;
  *why = w.why;
  return good ? SESAME_OK : SESAME_BAD_SYNTAX;
}
