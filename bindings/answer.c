/* SPDX-License-Identifier: MIT */
/* Answers at the Lua face: one userdata each, whose fields decode when read; and answers made from
 * tables. */
#include "common.h"

#include <arpa/inet.h>
#include <string.h>

/* ---- the box ---- */

sesame_answer **sesame_new_answer(lua_State *L) {
  sesame_answer **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = NULL;
  luaL_setmetatable(L, SESAME_ANSWER_META);
  return box;
}

void sesame_push_answer(lua_State *L, sesame_answer *answer) {
  if (!answer)
    luaL_error(L, "not enough memory");
  if (!lua_checkstack(L, 2)) {
    sesame_answer_free(answer);
    luaL_error(L, "not enough memory");
  }
  *sesame_new_answer(L) = answer;
}

sesame_answer *sesame_check_answer(lua_State *L, int index) {
  sesame_answer **box = luaL_checkudata(L, index, SESAME_ANSWER_META);
  if (!*box)
    luaL_error(L, "the answer is closed");
  return *box;
}

static int answer_close(lua_State *L) {
  sesame_answer **box = luaL_checkudata(L, 1, SESAME_ANSWER_META);
  sesame_answer *answer = *box;
  *box = NULL;
  sesame_answer_free(answer);
  return 0;
}

/* ---- record values ---- */

static void push_text(lua_State *L, const sesame_record *r) {
  luaL_Buffer b;
  size_t length = sesame_record_text(r, NULL, 0);
  sesame_record_text(r, luaL_buffinitsize(L, &b, length), length);
  luaL_pushresultsize(&b, length);
}

static void push_presentation(lua_State *L, const sesame_record *r) {
  luaL_Buffer b;
  size_t length = sesame_record_format(r, NULL, 0);
  sesame_record_format(r, luaL_buffinitsize(L, &b, length + 1), length + 1);
  luaL_pushresultsize(&b, length);
}

static void set_integer(lua_State *L, const char *name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

static void push_mx(lua_State *L, const sesame_record *r) {
  uint16_t preference;
  sesame_name exchange;
  sesame_record_mx(r, &preference, &exchange);
  lua_createtable(L, 0, 2);
  set_integer(L, "preference", preference);
  sesame_push_name(L, &exchange);
  lua_setfield(L, -2, "exchange");
}

static void push_soa(lua_State *L, const sesame_record *r) {
  sesame_soa soa;
  sesame_record_soa(r, &soa);
  lua_createtable(L, 0, 7);
  sesame_push_name(L, &soa.primary);
  lua_setfield(L, -2, "primary");
  sesame_push_name(L, &soa.contact);
  lua_setfield(L, -2, "contact");
  set_integer(L, "serial", soa.serial);
  set_integer(L, "refresh", soa.refresh);
  set_integer(L, "retry", soa.retry);
  set_integer(L, "expire", soa.expire);
  set_integer(L, "minimum", soa.minimum);
}

static void push_value(lua_State *L, const sesame_record *r) {
  sesame_name name;
  switch (r->type) {
  case SESAME_TYPE_TXT:
  case SESAME_TYPE_SPF:
    push_text(L, r);
    break;
  case SESAME_TYPE_MX:
    push_mx(L, r);
    break;
  case SESAME_TYPE_SOA:
    push_soa(L, r);
    break;
  default:
    if (sesame_record_name(r, &name))
      sesame_push_name(L, &name);
    else
      push_presentation(L, r);
  }
}

static void push_type(lua_State *L, int type) {
  char name[12];
  lua_pushstring(L, sesame_type_name(type, name));
}

static void push_record(lua_State *L, const sesame_record *r) {
  sesame_name owner;
  sesame_record_owner(r, &owner);
  lua_createtable(L, 0, 5);
  sesame_push_name(L, &owner);
  lua_setfield(L, -2, "name");
  push_type(L, r->type);
  lua_setfield(L, -2, "type");
  set_integer(L, "ttl", r->ttl);
  push_value(L, r);
  lua_setfield(L, -2, "value");
  lua_pushlstring(L, (const char *)r->message + r->rdata, r->rdata_length);
  lua_setfield(L, -2, "rdata");
}

/* The record of the number in argument 2 of the answer in 1; false when there is none. */
static int record_argument(lua_State *L, sesame_record *r) {
  lua_Integer index = luaL_checkinteger(L, 2);
  return index >= 1 && sesame_answer_record(sesame_check_answer(L, 1), (size_t)index - 1, r);
}

static int answer_strings(lua_State *L) {
  sesame_record r;
  size_t offset = 0, length;
  const uint8_t *bytes;
  if (!record_argument(L, &r))
    return 0;
  lua_newtable(L);
  for (int i = 1; sesame_record_string(&r, &offset, &bytes, &length); i++) {
    lua_pushlstring(L, (const char *)bytes, length);
    lua_rawseti(L, -2, i);
  }
  return 1;
}

static int answer_text(lua_State *L) {
  sesame_record r;
  if (!record_argument(L, &r))
    return 0;
  push_presentation(L, &r);
  return 1;
}

static int answer_record(lua_State *L) {
  sesame_record r;
  if (!record_argument(L, &r))
    return 0;
  push_record(L, &r);
  return 1;
}

static int answer_chain(lua_State *L) {
  const sesame_answer *a = sesame_check_answer(L, 1);
  sesame_record r;
  sesame_name name;
  lua_newtable(L);
  for (size_t i = 0; sesame_answer_chain(a, i, &r); i++) {
    lua_createtable(L, 0, 3);
    sesame_record_owner(&r, &name);
    sesame_push_name(L, &name);
    lua_setfield(L, -2, "name");
    sesame_record_name(&r, &name);
    sesame_push_name(L, &name);
    lua_setfield(L, -2, "target");
    set_integer(L, "ttl", r.ttl);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static int answer_message(lua_State *L) {
  size_t length;
  const uint8_t *bytes = sesame_answer_message(sesame_check_answer(L, 1), &length);
  if (bytes)
    lua_pushlstring(L, (const char *)bytes, length);
  else
    lua_pushnil(L);
  return 1;
}

static int answer_section(lua_State *L) {
  static const char *const names[] = {"answer", "authority", "additional", NULL};
  const sesame_answer *a = sesame_check_answer(L, 1);
  int section = luaL_checkoption(L, 2, NULL, names);
  sesame_record r;
  size_t index = 0;
  lua_newtable(L);
  for (int i = 1; sesame_answer_walk(a, (sesame_section)section, &index, &r); i++) {
    push_record(L, &r);
    lua_rawseti(L, -2, i);
  }
  return 1;
}

/* ---- fields ---- */

static void field_status(lua_State *L, const sesame_answer *a) {
  lua_pushstring(L, sesame_status_name(sesame_answer_status(a)));
}

static void field_known(lua_State *L, const sesame_answer *a) {
  lua_pushstring(L, sesame_knowledge_name(sesame_status_knowledge(sesame_answer_status(a))));
}

static void field_name(lua_State *L, const sesame_answer *a) {
  sesame_push_name(L, sesame_answer_name(a));
}

static void field_type(lua_State *L, const sesame_answer *a) {
  push_type(L, sesame_answer_type(a));
}

static void field_ttl(lua_State *L, const sesame_answer *a) {
  lua_pushinteger(L, sesame_answer_ttl(a));
}

static void field_server(lua_State *L, const sesame_answer *a) {
  lua_pushstring(L, sesame_answer_server(a));
}

static void field_rtt(lua_State *L, const sesame_answer *a) {
  if (sesame_answer_rtt_us(a) < 0)
    lua_pushnil(L);
  else
    lua_pushnumber(L, (lua_Number)sesame_answer_rtt_us(a) / 1000);
}

static void field_rcode(lua_State *L, const sesame_answer *a) {
  if (sesame_answer_rcode(a) < 0)
    lua_pushnil(L);
  else
    lua_pushinteger(L, sesame_answer_rcode(a));
}

static void field_target(lua_State *L, const sesame_answer *a) {
  sesame_name target;
  sesame_answer_target(a, &target);
  sesame_push_name(L, &target);
}

static void field_size(lua_State *L, const sesame_answer *a) {
  lua_pushinteger(L, (lua_Integer)sesame_answer_size(a));
}

static const struct {
  const char *name;
  void (*push)(lua_State *L, const sesame_answer *a);
} fields[] = {
    {"status", field_status}, {"known", field_known}, {"name", field_name},
    {"type", field_type},     {"ttl", field_ttl},     {"server", field_server},
    {"rtt", field_rtt},       {"rcode", field_rcode}, {"target", field_target},
    {"size", field_size},
};

static const struct {
  const char *name;
  unsigned flag;
} flags[] = {
    {"aa", SESAME_FLAG_AA}, {"tc", SESAME_FLAG_TC}, {"ra", SESAME_FLAG_RA}, {"ad", SESAME_FLAG_AD}};

/* upvalues: 1 the methods; 2 field name -> its index in FIELDS, or that in FLAGS behind them */
static int answer_index(lua_State *L) {
  const sesame_answer *a = sesame_check_answer(L, 1);
  const int count = (int)(sizeof fields / sizeof *fields);
  sesame_record r;
  if (lua_type(L, 2) == LUA_TNUMBER) {
    if (!record_argument(L, &r))
      return 0;
    push_value(L, &r);
    return 1;
  }
  lua_settop(L, 2);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(2)) == LUA_TNIL) {
    lua_pushvalue(L, 2);
    lua_rawget(L, lua_upvalueindex(1));
    return 1;
  }
  int index = (int)lua_tointeger(L, -1);
  if (index < count)
    fields[index].push(L, a);
  else
    lua_pushboolean(L, (sesame_answer_flags(a) & flags[index - count].flag) != 0);
  return 1;
}

/* Pushes the table that answer_index finds fields by. */
static void push_field_indices(lua_State *L) {
  const int count = (int)(sizeof fields / sizeof *fields);
  lua_newtable(L);
  for (int i = 0; i < count + (int)(sizeof flags / sizeof *flags); i++) {
    lua_pushinteger(L, i);
    lua_setfield(L, -2, i < count ? fields[i].name : flags[i - count].name);
  }
}

static int answer_length(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)sesame_answer_count(sesame_check_answer(L, 1)));
  return 1;
}

static int answer_tostring(lua_State *L) {
  const sesame_answer *a = sesame_check_answer(L, 1);
  field_name(L, a);
  field_type(L, a);
  field_status(L, a);
  lua_pushfstring(L, "%s %s: %s", lua_tostring(L, -3), lua_tostring(L, -2), lua_tostring(L, -1));
  return 1;
}

static const luaL_Reg methods[] = {
    {"strings", answer_strings},
    {"text", answer_text},
    {"record", answer_record},
    {"chain", answer_chain},
    {"message", answer_message},
    {"section", answer_section},
    {NULL, NULL},
};

static const luaL_Reg meta[] = {
    {"__len", answer_length},
    {"__tostring", answer_tostring},
    {"__gc", answer_close},
    {"__close", answer_close},
    {NULL, NULL},
};

int sesame_open_answer(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"make", sesame_answer_make},
      {"read", sesame_answer_read_message},
      {"join", sesame_answer_join_two},
      {NULL, NULL},
  };
  luaL_newmetatable(L, SESAME_ANSWER_META);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  push_field_indices(L);
  lua_pushcclosure(L, answer_index, 2);
  lua_setfield(L, -2, "__index");
  luaL_newlib(L, functions);
  return 1;
}
