/* SPDX-License-Identifier: MIT */
/* Tokens of a master file -> record data in wire form, by one table of what each type's data is
 * made of. Knows nothing of zones and files. */
#include "zone_internal.h"

#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Data by type. Codes: n name; 1 2 4 a number of so many octets; t TTL (4 octets); g DNSSEC
 * algorithm, a number or its name; a IPv4; 6 IPv6; s a character-string; S character-strings to the
 * end; c a CAA tag; r one text without a length octet; x hexadecimal, b base64 to the end.
 * NULL: kept as the text it was. The numbers are IANA's; names that message.c knows need an entry
 * only for their data. */
static const struct format {
  int type;
  const char *name, *fields;
} formats[] = {
    {SESAME_TYPE_A, "A", "a"},
    {SESAME_TYPE_NS, "NS", "n"},
    {SESAME_TYPE_CNAME, "CNAME", "n"},
    {SESAME_TYPE_SOA, "SOA", "nn4tttt"},
    {SESAME_TYPE_PTR, "PTR", "n"},
    {13, "HINFO", "ss"},
    {SESAME_TYPE_MX, "MX", "2n"},
    {SESAME_TYPE_TXT, "TXT", "S"},
    {17, "RP", "nn"},
    {18, "AFSDB", "2n"},
    {20, "ISDN", NULL},
    {25, "KEY", "211b"},
    {SESAME_TYPE_AAAA, "AAAA", "6"},
    {29, "LOC", NULL},
    {SESAME_TYPE_SRV, "SRV", "222n"},
    {35, "NAPTR", "22sssn"},
    {36, "KX", "2n"},
    {37, "CERT", NULL},
    {SESAME_TYPE_DNAME, "DNAME", "n"},
    {42, "APL", NULL},
    {SESAME_TYPE_DS, "DS", "2g1x"},
    {44, "SSHFP", "11x"},
    {45, "IPSECKEY", NULL},
    {SESAME_TYPE_RRSIG, "RRSIG", NULL},
    {ZONE_TYPE_NSEC, "NSEC", NULL},
    {ZONE_TYPE_DNSKEY, "DNSKEY", "21gb"},
    {49, "DHCID", "b"},
    {50, "NSEC3", NULL},
    {51, "NSEC3PARAM", NULL},
    {SESAME_TYPE_TLSA, "TLSA", "111x"},
    {53, "SMIMEA", "111x"},
    {55, "HIP", NULL},
    {59, "CDS", "2g1x"},
    {60, "CDNSKEY", "21gb"},
    {61, "OPENPGPKEY", "b"},
    {62, "CSYNC", NULL},
    {63, "ZONEMD", "411x"},
    {64, "SVCB", NULL},
    {65, "HTTPS", NULL},
    {SESAME_TYPE_SPF, "SPF", "S"},
    {104, "NID", NULL},
    {105, "L32", NULL},
    {106, "L64", NULL},
    {107, "LP", "2n"},
    {108, "EUI48", NULL},
    {109, "EUI64", NULL},
    {256, "URI", "22r"},
    {SESAME_TYPE_CAA, "CAA", "1cr"},
    {32768, "TA", "2g1x"},
    {32769, "DLV", "2g1x"},
};

static const struct {
  const char *name;
  int number;
} algorithms[] = {
    {"RSASHA1", 5},          {"NSEC3RSASHA1", 7},     {"RSASHA256", 8}, {"RSASHA512", 10},
    {"ECDSAP256SHA256", 13}, {"ECDSAP384SHA384", 14}, {"ED25519", 15},  {"ED448", 16}};

int sesame_zone_type(const zone_token *token) {
  if (token->quoted)
    return -1;
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (sesame_zone_token_is(token, formats[i].name))
      return formats[i].type;
  int type = sesame_type_from_name(token->text, token->length);
  return type == SESAME_TYPE_ANY || type == SESAME_TYPE_OPT ? -1 : type;
}

static const struct format *format_of(int type) {
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (formats[i].type == type)
      return &formats[i];
  return NULL;
}

/* ---- tools ---- */

const char *sesame_zone_shown(const zone_token *token, char out[ZONE_SHOWN_MAX + 4]) {
  size_t length = token->length < ZONE_SHOWN_MAX ? token->length : ZONE_SHOWN_MAX;
  for (size_t i = 0; i < length; i++)
    out[i] = token->text[i] >= 0x20 && token->text[i] < 0x7F ? token->text[i] : '?';
  strcpy(out + length, length < token->length ? "..." : "");
  return out;
}

__attribute__((format(printf, 2, 3))) static bool fail(zone_data *data, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(data->problem, sizeof data->problem, format, arguments);
  va_end(arguments);
  return false;
}

static bool fail_token(zone_data *data, const zone_token *token, const char *wanted) {
  char shown[ZONE_SHOWN_MAX + 4];
  return fail(data, "'%s' is not %s", sesame_zone_shown(token, shown), wanted);
}

static bool put(zone_data *data, const void *bytes, size_t length) {
  if (length > ZONE_RDATA_MAX - data->length)
    return fail(data, "data over 65535 octets");
  if (length)
    memcpy(data->bytes + data->length, bytes, length);
  data->length += length;
  return true;
}

/* An unsigned decimal number of at most MAX. */
static bool parse_number(const zone_token *token, uint32_t max, uint32_t *out) {
  uint64_t value = 0;
  if (token->length == 0 || token->length > 10)
    return false;
  for (uint32_t i = 0; i < token->length; i++) {
    if (token->text[i] < '0' || token->text[i] > '9')
      return false;
    value = value * 10 + (uint64_t)(token->text[i] - '0');
  }
  *out = (uint32_t)value;
  return value <= max;
}

static uint32_t unit_of(char c) {
  switch (c | 0x20) {
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

bool sesame_zone_ttl(const zone_token *token, uint32_t *out) {
  uint64_t total = 0, value = 0;
  bool digits = false;
  for (uint32_t i = 0; i < token->length; i++) {
    char c = token->text[i];
    if (c >= '0' && c <= '9') {
      value = value * 10 + (uint64_t)(c - '0');
      digits = true;
    } else if (digits && unit_of(c)) {
      total += value * unit_of(c);
      value = 0;
      digits = false;
    } else {
      return false;
    }
    if (total + value > ZONE_TTL_MAX)
      return false;
  }
  *out = (uint32_t)(total + value);
  return !token->quoted && token->length > 0;
}

static bool ends_in_dot(const zone_token *token) {
  uint32_t slashes = 0;
  if (token->length == 0 || token->text[token->length - 1] != '.')
    return false;
  while (slashes + 1 < token->length && token->text[token->length - 2 - slashes] == '\\')
    slashes++;
  return slashes % 2 == 0;
}

bool sesame_zone_token_name(const zone_token *token, const sesame_name *origin, sesame_name *out,
                            char problem[ZONE_PROBLEM_MAX]) {
  char shown[ZONE_SHOWN_MAX + 4];
  sesame_name relative;
  if (sesame_zone_token_is(token, "@")) {
    *out = *origin;
    return true;
  }
  sesame_status status = sesame_name_parse(&relative, token->text, token->length);
  if (status == SESAME_OK && ends_in_dot(token)) {
    *out = relative;
    return true;
  }
  if (status == SESAME_OK)
    status = sesame_name_join(out, &relative, origin);
  if (status == SESAME_OK)
    return true;
  snprintf(problem, ZONE_PROBLEM_MAX, "'%s' is not a domain name: %s",
           sesame_zone_shown(token, shown),
           status == SESAME_TOO_LONG
               ? "a label over 63 or a name over 255 octets; is a final dot missing?"
               : "an empty label or a bad escape");
  return false;
}

/* ---- fields ---- */

static bool put_number(zone_data *data, const zone_token *token, int octets) {
  static const char *const wanted[] = {"", "a number from 0 to 255", "a number from 0 to 65535", "",
                                       "a number from 0 to 4294967295"};
  uint32_t value = 0;
  uint8_t bytes[4];
  if (!parse_number(token, octets == 4 ? UINT32_MAX : (1u << 8 * octets) - 1, &value))
    return fail_token(data, token, wanted[octets]);
  for (int i = 0; i < octets; i++)
    bytes[i] = (uint8_t)(value >> 8 * (octets - 1 - i));
  return put(data, bytes, (size_t)octets);
}

static bool put_ttl(zone_data *data, const zone_token *token) {
  uint32_t value, network;
  if (!sesame_zone_ttl(token, &value))
    return fail_token(data, token, "a time in seconds (or as 1h30m)");
  network = htonl(value);
  return put(data, &network, 4);
}

static bool put_algorithm(zone_data *data, const zone_token *token) {
  for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++)
    if (sesame_zone_token_is(token, algorithms[i].name)) {
      uint8_t number = (uint8_t)algorithms[i].number;
      return put(data, &number, 1);
    }
  return put_number(data, token, 1);
}

static bool put_address(zone_data *data, const zone_token *token, int family) {
  char text[INET6_ADDRSTRLEN];
  uint8_t address[16];
  const char *wanted = family == AF_INET ? "an IPv4 address" : "an IPv6 address";
  if (token->length >= sizeof text)
    return fail_token(data, token, wanted);
  memcpy(text, token->text, token->length);
  text[token->length] = '\0';
  if (inet_pton(family, text, address) != 1)
    return fail_token(data, token, wanted);
  return put(data, address, family == AF_INET ? 4 : 16);
}

static bool put_name(zone_data *data, const zone_token *token) {
  sesame_name name;
  return sesame_zone_token_name(token, data->origin, &name, data->problem) &&
         put(data, name.wire, name.length);
}

/* The octets of TOKEN; STRINGS: as character-strings of at most 255. */
static bool put_text(zone_data *data, const zone_token *token, bool strings) {
  uint8_t *bytes = malloc(token->length + 1u);
  if (!bytes) {
    data->starved = true;
    return fail(data, "out of memory");
  }
  long length = sesame_zone_unescape(token, bytes), at = 0;
  bool good = length >= 0 || fail_token(data, token,
                                        "a text: \\ stands before 3 digits, 0 to 255, "
                                        "or another character");
  if (good && !strings)
    good = put(data, bytes, (size_t)length);
  while (good && strings && (at < length || at == 0)) {
    uint8_t part = (uint8_t)(length - at < 255 ? length - at : 255);
    good = put(data, &part, 1) && put(data, bytes + at, part);
    data->split = data->split || (at > 0 && at < length);
    at += part;
    if (part == 0)
      break;
  }
  free(bytes);
  return good;
}

static bool put_tag(zone_data *data, const zone_token *token) {
  uint8_t length = (uint8_t)token->length;
  if (token->length == 0 || token->length > 255 || memchr(token->text, '\\', token->length))
    return fail_token(data, token, "a CAA tag such as issue");
  return put(data, &length, 1) && put(data, token->text, length);
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int base64_digit(char c) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char *at = c ? strchr(digits, c) : NULL;
  return at ? (int)(at - digits) : -1;
}

/* All tokens that are left: BITS (4 or 6) a character, '=' ends base64. */
static bool put_packed(zone_data *data, int bits) {
  unsigned held = 0, pending = 0;
  for (; data->used < data->count; data->used++) {
    const zone_token *token = &data->tokens[data->used];
    for (uint32_t i = 0; i < token->length; i++) {
      char c = token->text[i];
      int digit = bits == 4 ? hex_digit(c) : base64_digit(c);
      if (bits == 6 && c == '=' && held < 6)
        continue;
      if (digit < 0)
        return fail_token(data, token, bits == 4 ? "hexadecimal" : "base64");
      pending = pending << bits | (unsigned)digit;
      held += (unsigned)bits;
      if (held >= 8) {
        uint8_t octet = (uint8_t)(pending >> (held - 8));
        held -= 8;
        if (!put(data, &octet, 1))
          return false;
      }
    }
  }
  return held < 4 || fail(data, bits == 4 ? "an odd number of hexadecimal digits" : "cut base64");
}

static bool put_field(zone_data *data, char field) {
  if (field == 'x')
    return put_packed(data, 4);
  if (field == 'b')
    return put_packed(data, 6);
  if (data->used == data->count)
    return fail(data, "too few values");
  const zone_token *token = &data->tokens[data->used++];
  switch (field) {
  case 'n':
    return put_name(data, token);
  case 'a':
    return put_address(data, token, AF_INET);
  case '6':
    return put_address(data, token, AF_INET6);
  case 't':
    return put_ttl(data, token);
  case 'g':
    return put_algorithm(data, token);
  case 'c':
    return put_tag(data, token);
  case 'r':
    return put_text(data, token, false);
  case 's':
  case 'S':
    return put_text(data, token, true);
  default:
    return put_number(data, token, field - '0');
  }
}

static const char *example_of(int type) {
  switch (type) {
  case SESAME_TYPE_A:
    return "an IPv4 address";
  case SESAME_TYPE_AAAA:
    return "an IPv6 address";
  case SESAME_TYPE_MX:
    return "a preference and a host, as: 10 mail.example.com.";
  case SESAME_TYPE_SOA:
    return "two names and five numbers, as: ns1 hostmaster 1 7200 900 1209600 300";
  case SESAME_TYPE_SRV:
    return "priority, weight, port and a host";
  case SESAME_TYPE_TXT:
  case SESAME_TYPE_SPF:
    return "at least one string in quotes";
  case SESAME_TYPE_CAA:
    return "flags, a tag and a value, as: 0 issue \"ca.example\"";
  default:
    return "the values its RFC lists";
  }
}

static bool write_fields(zone_data *data, const struct format *format) {
  for (const char *field = format->fields; *field; field++) {
    do {
      if (data->used == data->count && (*field != 'x' && *field != 'b'))
        return fail(data, "%s data ends too early; it takes %s", format->name,
                    example_of(format->type));
      if (!put_field(data, *field))
        return false;
    } while (*field == 'S' && data->used < data->count);
  }
  if (data->used == data->count)
    return true;
  char shown[ZONE_SHOWN_MAX + 4];
  return fail(data, "'%s' is too much for %s, which takes %s",
              sesame_zone_shown(&data->tokens[data->used], shown), format->name,
              example_of(format->type));
}

/* ---- RFC 3597 generic data, and data kept as text ---- */

/* Where the name at AT ends; 0 when there is no uncompressed name. */
static size_t skip_name(const uint8_t *bytes, size_t length, size_t at) {
  size_t start = at;
  while (at < length && bytes[at] != 0 && bytes[at] <= SESAME_LABEL_MAX)
    at += 1u + bytes[at];
  return at < length && bytes[at] == 0 && at + 1 - start <= SESAME_NAME_MAX ? at + 1 : 0;
}

/* Where one FIELD at AT ends; 0 when it does not hold. */
static size_t skip_field(const zone_data *data, char field, size_t at) {
  size_t left = data->length - at, need;
  switch (field) {
  case 'n':
    return skip_name(data->bytes, data->length, at);
  case 'a':
  case 't':
    need = 4;
    break;
  case '6':
    need = 16;
    break;
  case 'g':
    need = 1;
    break;
  case 's':
  case 'S':
  case 'c':
    need = left ? 1u + data->bytes[at] : 1;
    break;
  case 'r':
  case 'x':
  case 'b':
    need = left;
    break;
  default:
    need = (size_t)(field - '0');
  }
  return need <= left ? at + need : 0;
}

/* Whether data given in hexadecimal is what FIELDS say; a server would serve anything, but readers
 * of messages trust these types. */
static bool generic_fits(const zone_data *data, const char *fields) {
  size_t at = 0;
  for (; *fields; fields++) {
    do {
      size_t next = skip_field(data, *fields, at);
      if (next == 0 && !(strchr("rxb", *fields) && at == data->length))
        return false;
      at = next ? next : at;
    } while (*fields == 'S' && at < data->length);
  }
  return at == data->length;
}

static bool write_generic(zone_data *data, const struct format *format) {
  uint32_t length = 0;
  data->used = 2;
  if (data->count < 2 || !parse_number(&data->tokens[1], ZONE_RDATA_MAX, &length))
    return fail(data, "generic data is \\# LENGTH HEXADECIMAL (RFC 3597 5)");
  if (!put_packed(data, 4))
    return false;
  if (data->length != length)
    return fail(data, "generic data of %u octets, where \\# says %u", (unsigned)data->length,
                (unsigned)length);
  if (format && format->fields && !generic_fits(data, format->fields))
    return fail(data, "generic data that is not %s data", format->name);
  return true;
}

static bool write_as_text(zone_data *data) {
  for (; data->used < data->count; data->used++) {
    const zone_token *token = &data->tokens[data->used];
    const char *quote = token->quoted ? "\"" : "";
    if ((data->used && !put(data, " ", 1)) || !put(data, quote, strlen(quote)) ||
        !put(data, token->text, token->length) || !put(data, quote, strlen(quote)))
      return false;
  }
  return data->length > 0 || fail(data, "no data after the type");
}

bool sesame_zone_data(zone_data *data, int type) {
  const struct format *format = format_of(type);
  data->used = data->length = 0;
  data->split = data->starved = false;
  data->problem[0] = '\0';
  if (data->count > 0 && sesame_zone_token_is(&data->tokens[0], "\\#"))
    return write_generic(data, format);
  if (!format)
    return fail(data, "data of a type by number is written as \\# LENGTH HEXADECIMAL");
  return format->fields ? write_fields(data, format) : write_as_text(data);
}
