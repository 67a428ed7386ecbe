/* SPDX-License-Identifier: MIT */
/* answer.make, answer.read, answer.join, answer.failure: answers that come from no server's socket.
 */
#include "common.h"

#include <arpa/inet.h>
#include <string.h>

enum {
  MAKE_RECORDS_MAX = 4096, /* records in one made answer, as in a message */
  MAKE_DATA_MAX = 65535,   /* octets of one record's data */
  MAKE_TTL_DEFAULT = 300   /* seconds, where a table names none */
};

/* Record data being written; LENGTH over the array means it did not fit. */
typedef struct data {
  uint8_t bytes[MAKE_DATA_MAX];
  size_t length;
} data;

static void put(lua_State *L, data *d, const void *bytes, size_t length) {
  if (length > sizeof d->bytes - d->length)
    luaL_error(L, "a record's data is over %d octets", MAKE_DATA_MAX);
  memcpy(d->bytes + d->length, bytes, length);
  d->length += length;
}

static void put_number(lua_State *L, data *d, uint32_t value, int octets) {
  uint8_t bytes[4] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
                      (uint8_t)value};
  put(L, d, bytes + 4 - octets, (size_t)octets);
}

static void put_string(lua_State *L, data *d, const char *bytes, size_t length) {
  if (length > 255)
    luaL_error(L, "a character-string is over 255 octets");
  put_number(L, d, (uint32_t)length, 1);
  put(L, d, bytes, length);
}

/* A TXT value at INDEX: a text, cut into character-strings of 255, or a list of them. */
static void put_text(lua_State *L, data *d, int index) {
  size_t length;
  if (lua_type(L, index) == LUA_TSTRING) {
    const char *text = lua_tolstring(L, index, &length);
    do {
      size_t part = length < 255 ? length : 255;
      put_string(L, d, text, part);
      text += part;
      length -= part;
    } while (length);
    return;
  }
  luaL_checktype(L, index, LUA_TTABLE);
  lua_Integer count = luaL_len(L, index);
  if (count < 1)
    luaL_error(L, "a TXT record has at least one character-string");
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, index, i);
    const char *part = luaL_checklstring(L, -1, &length);
    put_string(L, d, part, length);
    lua_pop(L, 1);
  }
}

static void put_address(lua_State *L, data *d, int index, int family) {
  uint8_t bytes[16];
  const char *text = sesame_check_text(L, index);
  if (inet_pton(family, text, bytes) != 1)
    luaL_error(L, "'%s' is no IPv%d address", text, family == AF_INET ? 4 : 6);
  put(L, d, bytes, family == AF_INET ? 4 : 16);
}

static void put_name(lua_State *L, data *d, int index) {
  sesame_name name;
  sesame_check_name(L, index, &name);
  put(L, d, name.wire, name.length);
}

static void put_field_number(lua_State *L, data *d, int index, const char *field, int octets) {
  lua_Integer high = octets == 2 ? UINT16_MAX : UINT32_MAX;
  put_number(L, d, (uint32_t)sesame_option_integer(L, index, field, 0, high, 0), octets);
}

static void put_field_name(lua_State *L, data *d, int index, const char *field) {
  lua_getfield(L, index, field);
  put_name(L, d, lua_gettop(L));
  lua_pop(L, 1);
}

static void put_soa(lua_State *L, data *d, int index) {
  static const char *const numbers[] = {"serial", "refresh", "retry", "expire", "minimum"};
  put_field_name(L, d, index, "primary");
  put_field_name(L, d, index, "contact");
  for (int i = 0; i < 5; i++)
    put_field_number(L, d, index, numbers[i], 4);
}

/* The value at INDEX as data of TYPE; types not read here take { rdata = bytes } or the bytes. */
static void put_value(lua_State *L, data *d, int index, int type) {
  size_t length;
  const char *bytes;
  switch (type) {
  case SESAME_TYPE_TXT:
  case SESAME_TYPE_SPF:
    put_text(L, d, index);
    break;
  case SESAME_TYPE_A:
    put_address(L, d, index, AF_INET);
    break;
  case SESAME_TYPE_AAAA:
    put_address(L, d, index, AF_INET6);
    break;
  case SESAME_TYPE_NS:
  case SESAME_TYPE_CNAME:
  case SESAME_TYPE_PTR:
  case SESAME_TYPE_DNAME:
    put_name(L, d, index);
    break;
  case SESAME_TYPE_MX:
    luaL_checktype(L, index, LUA_TTABLE);
    put_field_number(L, d, index, "preference", 2);
    put_field_name(L, d, index, "exchange");
    break;
  case SESAME_TYPE_SOA:
    luaL_checktype(L, index, LUA_TTABLE);
    put_soa(L, d, index);
    break;
  default:
    bytes = luaL_checklstring(L, index, &length);
    put(L, d, bytes, length);
  }
}

/* ---- the builder's box, so that an error while building frees it ---- */

#define BUILDER_META "sesame.builder"

typedef struct making {
  sesame_builder builder;
  sesame_name owner; /* of the next record: follows CNAMEs */
  uint32_t ttl;
} making;

static int making_close(lua_State *L) {
  making *m = luaL_checkudata(L, 1, BUILDER_META);
  sesame_builder_close(&m->builder);
  return 0;
}

static making *new_making(lua_State *L) {
  making *m = lua_newuserdatauv(L, sizeof *m, 0);
  memset(m, 0, sizeof *m);
  if (luaL_newmetatable(L, BUILDER_META)) {
    lua_pushcfunction(L, making_close);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return m;
}

/* Whether the entry at INDEX names its own type: { type=, value=, name=, ttl= }. */
static int is_typed(lua_State *L, int index) {
  int typed = lua_istable(L, index) && lua_getfield(L, index, "type") != LUA_TNIL;
  lua_settop(L, index);
  return typed;
}

/* Adds the record on top of the stack. */
static void add_record(lua_State *L, making *m, int type) {
  static const char *const known[] = {"type", "value", "name", "ttl", NULL};
  int entry = lua_gettop(L), value = entry;
  sesame_name owner = m->owner;
  uint32_t ttl = m->ttl;
  data d; /* large: not cleared for each record */
  d.length = 0;
  if (is_typed(L, entry)) {
    sesame_check_options(L, entry, known);
    lua_getfield(L, entry, "type");
    type = sesame_check_type(L, -1);
    ttl = (uint32_t)sesame_option_integer(L, entry, "ttl", 0, INT32_MAX, ttl);
    if (lua_getfield(L, entry, "name") != LUA_TNIL)
      sesame_check_name(L, -1, &owner);
    lua_getfield(L, entry, "value");
    value = lua_gettop(L);
  }
  put_value(L, &d, value, type);
  sesame_builder_add(&m->builder, SESAME_ANSWER, &owner, type, ttl, d.bytes, d.length);
  if (type == SESAME_TYPE_CNAME)
    sesame_check_name(L, value, &m->owner);
  lua_settop(L, entry - 1);
}

static void add_records(lua_State *L, making *m, int table, int type) {
  if (lua_getfield(L, table, "records") == LUA_TNIL) {
    lua_pop(L, 1);
    return;
  }
  luaL_checktype(L, -1, LUA_TTABLE);
  int records = lua_gettop(L);
  lua_Integer count = luaL_len(L, records);
  if (count > MAKE_RECORDS_MAX)
    luaL_error(L, "more than %d records", MAKE_RECORDS_MAX);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, records, i);
    add_record(L, m, type);
  }
  lua_settop(L, records - 1);
}

/* A SOA of the root, so that an absent answer carries its TTL (RFC 2308 5). */
static void add_soa(making *m) {
  uint8_t soa[22] = {0};
  sesame_name root = {.length = 1};
  for (int i = 0; i < 4; i++)
    soa[18 + i] = (uint8_t)(m->ttl >> (24 - 8 * i));
  sesame_builder_add(&m->builder, SESAME_AUTHORITY, &root, SESAME_TYPE_SOA, m->ttl, soa,
                     sizeof soa);
}

static sesame_status check_status(lua_State *L, int index) {
  lua_getfield(L, index, "status");
  const char *name = sesame_opt_text(L, -1, "ok");
  sesame_status status = sesame_status_from_name(name);
  if (status > SESAME_NOT_IN_ZONE)
    luaL_error(L, "'%s' is no status of an answer", name);
  lua_pop(L, 1);
  return status;
}

static unsigned check_flags(lua_State *L, int index) {
  lua_getfield(L, index, "aa");
  unsigned flags = lua_isnil(L, -1) || lua_toboolean(L, -1) ? SESAME_FLAG_AA : SESAME_FLAG_RA;
  lua_pop(L, 1);
  return flags;
}

int sesame_answer_make(lua_State *L) {
  static const char *const known[] = {"name", "type",    "status", "ttl",
                                      "aa",   "records", "server", NULL};
  sesame_name name;
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  sesame_check_options(L, 1, known);
  lua_getfield(L, 1, "name");
  sesame_check_name(L, -1, &name);
  lua_getfield(L, 1, "type");
  int type = sesame_check_type(L, -1);
  lua_getfield(L, 1, "server");
  const char *server = sesame_opt_text(L, -1, NULL);
  sesame_status status = check_status(L, 1);
  if (status > SESAME_NODATA) {
    sesame_answer **box = sesame_new_answer(L);
    *box = sesame_answer_failure(&name, type, status, server);
    return *box ? 1 : luaL_error(L, "not enough memory");
  }
  making *m = new_making(L);
  m->owner = name;
  m->ttl = (uint32_t)sesame_option_integer(L, 1, "ttl", 0, INT32_MAX, MAKE_TTL_DEFAULT);
  sesame_builder_open(&m->builder, &name, type, check_flags(L, 1),
                      status == SESAME_NXDOMAIN ? 3 : 0);
  add_records(L, m, 1, type);
  if (status != SESAME_OK)
    add_soa(m);
  sesame_answer **box = sesame_new_answer(L);
  const bool full = m->builder.failed && !m->builder.starved;
  *box = sesame_builder_finish(&m->builder, server);
  return *box   ? 1
         : full ? luaL_error(L, "the records do not fit into a message of 65,535 octets")
                : luaL_error(L, "not enough memory");
}

int sesame_answer_read_message(lua_State *L) {
  sesame_name name;
  size_t length;
  sesame_check_name(L, 1, &name);
  int type = sesame_check_type(L, 2);
  const char *bytes = luaL_checklstring(L, 3, &length);
  const char *server = sesame_opt_text(L, 4, NULL);
  lua_Number rtt = luaL_optnumber(L, 5, -1);
  sesame_answer **box = sesame_new_answer(L);
  *box = sesame_answer_read(&name, type, (const uint8_t *)bytes, length, server,
                            rtt < 0 ? -1 : (int64_t)(rtt * 1000));
  return *box ? 1 : luaL_error(L, "not enough memory");
}

int sesame_answer_join_two(lua_State *L) {
  sesame_answer *a = sesame_check_answer(L, 1), *b = sesame_check_answer(L, 2);
  sesame_answer **box = sesame_new_answer(L);
  *box = sesame_answer_join(a, b);
  return *box ? 1 : luaL_error(L, "not enough memory");
}
