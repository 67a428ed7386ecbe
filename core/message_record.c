/* SPDX-License-Identifier: MIT */
/* Record data: checked once when an answer is read, then decoded and formatted on demand. */
#include "message_internal.h"
#include "buffer.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
  int type;
  const char *name;
} types[] = {
    {SESAME_TYPE_A, "A"},
    {SESAME_TYPE_NS, "NS"},
    {SESAME_TYPE_CNAME, "CNAME"},
    {SESAME_TYPE_SOA, "SOA"},
    {SESAME_TYPE_PTR, "PTR"},
    {13, "HINFO"},
    {SESAME_TYPE_MX, "MX"},
    {SESAME_TYPE_TXT, "TXT"},
    {17, "RP"},
    {18, "AFSDB"},
    {SESAME_TYPE_AAAA, "AAAA"},
    {29, "LOC"},
    {SESAME_TYPE_SRV, "SRV"},
    {35, "NAPTR"},
    {37, "CERT"},
    {SESAME_TYPE_DNAME, "DNAME"},
    {SESAME_TYPE_OPT, "OPT"},
    {SESAME_TYPE_DS, "DS"},
    {44, "SSHFP"},
    {SESAME_TYPE_RRSIG, "RRSIG"},
    {47, "NSEC"},
    {48, "DNSKEY"},
    {50, "NSEC3"},
    {51, "NSEC3PARAM"},
    {SESAME_TYPE_TLSA, "TLSA"},
    {53, "SMIMEA"},
    {59, "CDS"},
    {60, "CDNSKEY"},
    {61, "OPENPGPKEY"},
    {64, "SVCB"},
    {65, "HTTPS"},
    {SESAME_TYPE_SPF, "SPF"},
    {SESAME_TYPE_ANY, "ANY"},
    {256, "URI"},
    {SESAME_TYPE_CAA, "CAA"},
};

const char *sesame_type_name(int type, char out[12]) {
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (types[i].type == type)
      return strcpy(out, types[i].name);
  snprintf(out, 12, "TYPE%u", (unsigned)type & 0xFFFF);
  return out;
}

int sesame_type_from_name(const char *name, size_t length) {
  if (length == 3 && memcmp(name, "TXT", 3) == 0) /* most questions by far */
    return SESAME_TYPE_TXT;
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (strlen(types[i].name) == length && strncasecmp(types[i].name, name, length) == 0)
      return types[i].type;
  if (length < 5 || length > 9 || strncasecmp(name, "TYPE", 4) != 0)
    return -1;
  int value = 0;
  for (size_t i = 4; i < length; i++) {
    if (name[i] < '0' || name[i] > '9')
      return -1;
    value = value * 10 + (name[i] - '0');
  }
  return value >= 1 && value <= 65535 ? value : -1;
}

/* ---- checking ---- */

static bool name_fills(const uint8_t *message, size_t length, size_t at, size_t end) {
  sesame_name name;
  return at < end && message_expand(message, length, at, &name) == end;
}

static bool soa_valid(const uint8_t *message, size_t length, size_t at, size_t end) {
  sesame_name name;
  size_t second = message_expand(message, length, at, &name);
  size_t numbers = second && second < end ? message_expand(message, length, second, &name) : 0;
  return numbers && numbers + 20 == end;
}

static bool strings_valid(const uint8_t *message, size_t at, size_t end) {
  if (at == end)
    return false; /* RFC 1035 3.3.14: one or more character-strings */
  while (at < end)
    at += 1u + message[at];
  return at == end;
}

bool message_rdata_valid(const uint8_t *message, size_t length, const entry *e) {
  size_t at = e->rdata, end = at + e->rdata_length;
  switch (e->type) {
  case SESAME_TYPE_A:
    return e->rdata_length == 4;
  case SESAME_TYPE_AAAA:
    return e->rdata_length == 16;
  case SESAME_TYPE_NS:
  case SESAME_TYPE_CNAME:
  case SESAME_TYPE_PTR:
  case SESAME_TYPE_DNAME:
    return name_fills(message, length, at, end);
  case SESAME_TYPE_MX:
    return e->rdata_length > 2 && name_fills(message, length, at + 2, end);
  case SESAME_TYPE_SOA:
    return soa_valid(message, length, at, end);
  case SESAME_TYPE_TXT:
  case SESAME_TYPE_SPF:
    return strings_valid(message, at, end);
  default:
    return true;
  }
}

/* ---- decoding ---- */

void sesame_record_owner(const sesame_record *record, sesame_name *out) {
  message_expand(record->message, record->message_length, record->owner, out);
}

bool sesame_record_name(const sesame_record *r, sesame_name *out) {
  if (r->type != SESAME_TYPE_NS && r->type != SESAME_TYPE_CNAME && r->type != SESAME_TYPE_PTR &&
      r->type != SESAME_TYPE_DNAME)
    return false;
  return message_expand(r->message, r->message_length, r->rdata, out) != 0;
}

bool sesame_record_mx(const sesame_record *r, uint16_t *preference, sesame_name *exchange) {
  if (r->type != SESAME_TYPE_MX)
    return false;
  *preference = (uint16_t)(r->message[r->rdata] << 8 | r->message[r->rdata + 1]);
  return message_expand(r->message, r->message_length, r->rdata + 2u, exchange) != 0;
}

bool sesame_record_soa(const sesame_record *r, sesame_soa *out) {
  if (r->type != SESAME_TYPE_SOA)
    return false;
  sesame_buffer in;
  sesame_buffer_init(&in, r->message, r->message_length);
  size_t second = message_expand(r->message, r->message_length, r->rdata, &out->primary);
  sesame_buffer_seek(&in, message_expand(r->message, r->message_length, second, &out->contact));
  out->serial = sesame_buffer_u32(&in);
  out->refresh = sesame_buffer_u32(&in);
  out->retry = sesame_buffer_u32(&in);
  out->expire = sesame_buffer_u32(&in);
  out->minimum = sesame_buffer_u32(&in);
  return !in.failed;
}

size_t sesame_record_address(const sesame_record *record, const uint8_t **address) {
  *address = record->message + record->rdata;
  if (record->type == SESAME_TYPE_A)
    return 4;
  return record->type == SESAME_TYPE_AAAA ? 16 : 0;
}

bool sesame_record_string(const sesame_record *record, size_t *offset, const uint8_t **bytes,
                          size_t *length) {
  if ((record->type != SESAME_TYPE_TXT && record->type != SESAME_TYPE_SPF) ||
      *offset >= record->rdata_length)
    return false;
  const uint8_t *at = record->message + record->rdata + *offset;
  *length = at[0];
  *bytes = at + 1;
  *offset += 1u + at[0];
  return true;
}

size_t sesame_record_text(const sesame_record *record, char *out, size_t size) {
  size_t offset = 0, used = 0, length;
  const uint8_t *bytes;
  while (sesame_record_string(record, &offset, &bytes, &length)) {
    size_t room = used < size ? size - used : 0;
    if (room)
      memcpy(out + used, bytes, length < room ? length : room);
    used += length;
  }
  return used;
}

/* ---- formatting: a bounded text that goes on counting when it is full ---- */

typedef struct text {
  char *out;
  size_t size, length;
} text;

static void put(text *t, const char *bytes, size_t length) {
  for (size_t i = 0; i < length; i++, t->length++)
    if (t->length + 1 < t->size)
      t->out[t->length] = bytes[i];
}

static void put_name(text *t, const sesame_name *name) {
  char buffer[SESAME_NAME_TEXT_MAX];
  size_t length = sesame_name_format(name, buffer);
  put(t, buffer, length);
  if (length != 1 || buffer[0] != '.')
    put(t, ".", 1);
}

static void put_number(text *t, uint32_t number) {
  char buffer[16];
  put(t, buffer, (size_t)snprintf(buffer, sizeof buffer, "%u", number));
}

static void put_string(text *t, const uint8_t *bytes, size_t length) {
  put(t, "\"", 1);
  for (size_t i = 0; i < length; i++) {
    char buffer[8] = {(char)bytes[i]};
    int n = 1;
    if (bytes[i] < 0x20 || bytes[i] >= 0x7F)
      n = snprintf(buffer, sizeof buffer, "\\%03u", bytes[i]);
    else if (bytes[i] == '"' || bytes[i] == '\\')
      n = snprintf(buffer, sizeof buffer, "\\%c", bytes[i]);
    put(t, buffer, (size_t)n);
  }
  put(t, "\"", 1);
}

static void put_strings(text *t, const sesame_record *record) {
  size_t offset = 0, length;
  const uint8_t *bytes;
  for (int i = 0; sesame_record_string(record, &offset, &bytes, &length); i++) {
    if (i)
      put(t, " ", 1);
    put_string(t, bytes, length);
  }
}

static void put_soa(text *t, const sesame_record *record) {
  sesame_soa soa;
  sesame_record_soa(record, &soa);
  put_name(t, &soa.primary);
  put(t, " ", 1);
  put_name(t, &soa.contact);
  const uint32_t numbers[] = {soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum};
  for (int i = 0; i < 5; i++) {
    put(t, " ", 1);
    put_number(t, numbers[i]);
  }
}

static void put_address(text *t, const sesame_record *record) {
  char buffer[INET6_ADDRSTRLEN];
  const uint8_t *address;
  size_t length = sesame_record_address(record, &address);
  inet_ntop(length == 4 ? AF_INET : AF_INET6, address, buffer, sizeof buffer);
  put(t, buffer, strlen(buffer));
}

/* RFC 3597 5. */
static void put_generic(text *t, const sesame_record *record) {
  char buffer[8];
  put(t, "\\# ", 3);
  put_number(t, record->rdata_length);
  for (size_t i = 0; i < record->rdata_length; i++) {
    snprintf(buffer, sizeof buffer, "%s%02x", i ? "" : " ", record->message[record->rdata + i]);
    put(t, buffer, strlen(buffer));
  }
}

size_t sesame_record_format(const sesame_record *record, char *out, size_t size) {
  text t = {out, size, 0};
  sesame_name name;
  uint16_t preference;
  const uint8_t *address;
  if (sesame_record_address(record, &address)) {
    put_address(&t, record);
  } else if (sesame_record_name(record, &name)) {
    put_name(&t, &name);
  } else if (sesame_record_mx(record, &preference, &name)) {
    put_number(&t, preference);
    put(&t, " ", 1);
    put_name(&t, &name);
  } else if (record->type == SESAME_TYPE_SOA) {
    put_soa(&t, record);
  } else if (record->type == SESAME_TYPE_TXT || record->type == SESAME_TYPE_SPF) {
    put_strings(&t, record);
  } else {
    put_generic(&t, record);
  }
  if (size)
    out[t.length < size ? t.length : size - 1] = '\0';
  return t.length;
}
