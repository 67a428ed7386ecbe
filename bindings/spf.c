/* SPDX-License-Identifier: MIT */
/* core/spf_record in Lua: records as tables, near misses, rendering. The evaluation is bound in
 * spf_eval.c, the walk in spf_walk.c, denotations in spf_denote.c. */
#include "common.h"
#include "spf_boxes.h"
#include "spf_record.h"
#include "spf_select.h"

#include <arpa/inet.h>

static void set_span(lua_State *L, const char *key, sesame_span span) {
  lua_createtable(L, 2, 0);
  lua_pushinteger(L, span.from);
  lua_rawseti(L, -2, 1);
  lua_pushinteger(L, span.to);
  lua_rawseti(L, -2, 2);
  lua_setfield(L, -2, key);
}

static void set_text(lua_State *L, const char *key, const char *text, sesame_span span) {
  lua_pushlstring(L, text + span.from, (size_t)(span.to - span.from));
  lua_setfield(L, -2, key);
}

static void set_string(lua_State *L, const char *key, const char *value) {
  lua_pushstring(L, value);
  lua_setfield(L, -2, key);
}

static void set_boolean(lua_State *L, const char *key, bool value) {
  lua_pushboolean(L, value);
  lua_setfield(L, -2, key);
}

static void set_integer(lua_State *L, const char *key, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, key);
}

/* The macro letters of a term, in alphabetical order: "dil". */
static void set_macros(lua_State *L, const sesame_spf_term *term) {
  char letters[26];
  size_t count = 0;
  for (int i = 0; i < 26; i++)
    if (term->macros >> i & 1)
      letters[count++] = (char)('a' + i);
  lua_pushlstring(L, letters, count);
  lua_setfield(L, -2, "macros");
}

static void set_address(lua_State *L, const sesame_spf_term *term) {
  char text[INET6_ADDRSTRLEN];
  bool four = term->kind == SESAME_SPF_IP4;
  if (!term->valid || (!four && term->kind != SESAME_SPF_IP6))
    return;
  inet_ntop(four ? AF_INET : AF_INET6, term->address, text, sizeof text);
  set_string(L, "address", text);
}

/* The pieces of a domain-spec: { range, letter?, url_escape?, reverse?, parts? }. */
static void set_pieces(lua_State *L, const sesame_spf_record *record, const sesame_spf_term *term) {
  lua_createtable(L, term->piece_count, 0);
  for (int i = 0; i < term->piece_count; i++) {
    const sesame_spf_piece *piece = &record->pieces[term->piece + i];
    lua_createtable(L, 0, 5);
    set_span(L, "range", piece->span);
    if (piece->letter) {
      lua_pushlstring(L, &piece->letter, 1);
      lua_setfield(L, -2, "letter");
    }
    if (piece->letter >= 'a') {
      set_boolean(L, "url_escape", piece->url_escape);
      set_boolean(L, "reverse", piece->reverse);
      if (piece->parts)
        set_integer(L, "parts", piece->parts);
    }
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "pieces");
}

static void push_term(lua_State *L, const sesame_spf_record *record, const sesame_spf_term *term) {
  lua_createtable(L, 0, 14);
  set_text(L, "text", record->text, term->span);
  set_span(L, "range", term->span);
  set_string(L, "kind", sesame_spf_kind_name(term->kind));
  set_text(L, "name", record->text, term->name);
  set_boolean(L, "valid", term->valid);
  if (term->qualifier) {
    lua_pushlstring(L, &term->qualifier, 1);
    lua_setfield(L, -2, "qualifier");
  }
  if (term->has_value) {
    set_text(L, "value", record->text, term->value);
    set_span(L, "value_range", term->value);
  }
  if (term->kind == SESAME_SPF_A || term->kind == SESAME_SPF_MX || term->kind == SESAME_SPF_IP4)
    set_integer(L, "prefix4", term->prefix4);
  if (term->kind == SESAME_SPF_A || term->kind == SESAME_SPF_MX || term->kind == SESAME_SPF_IP6)
    set_integer(L, "prefix6", term->prefix6);
  set_address(L, term);
  set_macros(L, term);
  set_pieces(L, record, term);
  set_boolean(L, "costs", sesame_spf_kind_costs(term->kind));
}

static void push_fault(lua_State *L, const sesame_spf_fault *fault) {
  lua_createtable(L, 0, 5);
  set_string(L, "code", fault->code);
  set_string(L, "reason", fault->reason);
  set_span(L, "range", fault->span);
  set_boolean(L, "fatal", fault->fatal);
  if (fault->suggestion)
    set_string(L, "suggestion", fault->suggestion);
}

/* Index from 1 of one of the terms, when there is one. */
static void set_index(lua_State *L, const char *key, int index) {
  if (index >= 0)
    set_integer(L, key, index + 1);
}

static void push_record(lua_State *L, const sesame_spf_record *record) {
  lua_createtable(L, 0, 10);
  lua_pushlstring(L, record->text, record->length);
  lua_setfield(L, -2, "text");
  set_boolean(L, "valid", record->valid);
  set_span(L, "version", record->version);
  set_index(L, "all", record->all);
  set_index(L, "redirect", record->redirect);
  set_index(L, "exp", record->exp);
  set_integer(L, "fault_total", (lua_Integer)record->fault_total);
  lua_createtable(L, (int)record->term_count, 0);
  for (size_t i = 0; i < record->term_count; i++) {
    push_term(L, record, &record->terms[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "terms");
  lua_createtable(L, (int)record->fault_count, 0);
  for (size_t i = 0; i < record->fault_count; i++) {
    push_fault(L, &record->faults[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "faults");
}

#define RECORD_META "sesame.spf.record"

static int record_close(lua_State *L) {
  sesame_spf_record **box = luaL_checkudata(L, 1, RECORD_META);
  sesame_spf_record *record = *box;
  *box = NULL;
  sesame_spf_record_free(record);
  return 0;
}

/* Parses the argument into a box that is left on the stack; NULL with a failure pushed. */
static sesame_spf_record *parse_argument(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  sesame_spf_record **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = NULL;
  luaL_setmetatable(L, RECORD_META);
  sesame_status status = sesame_spf_record_parse(box, text, length);
  if (status == SESAME_NO_MEMORY)
    luaL_error(L, "not enough memory");
  if (status != SESAME_OK)
    sesame_push_failure(L, status, "an SPF record is at most %d octets long",
                        (int)SESAME_SPF_RECORD_MAX);
  return *box;
}

/* spf.parse(text) -> record | nil, message, "too-long" */
static int spf_parse(lua_State *L) {
  const sesame_spf_record *record = parse_argument(L);
  if (!record)
    return 3;
  push_record(L, record);
  return 1;
}

/* spf.render(text) -> the text written anew from its terms | nil, message, "too-long" */
static int spf_render(lua_State *L) {
  luaL_Buffer b;
  const sesame_spf_record *record = parse_argument(L);
  if (!record)
    return 3;
  size_t length = sesame_spf_record_render(record, NULL, 0);
  sesame_spf_record_render(record, luaL_buffinitsize(L, &b, length + 1), length + 1);
  luaL_pushresultsize(&b, length);
  return 1;
}

/* spf.is_record(text) -> boolean */
static int spf_is_record(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_pushboolean(L, sesame_spf_is_record(text, length));
  return 1;
}

/* spf.select(answer) -> places of the SPF records among its TXT records, places of the others */
static int spf_select(lua_State *L) {
  const sesame_answer *txt = sesame_check_answer(L, 1);
  size_t next = 0;
  lua_settop(L, 1);
  lua_newtable(L);
  lua_newtable(L); /* stack: answer, SPF records, others */
  bool more = sesame_spf_select_next(txt, &next);
  for (size_t i = 0, n = sesame_answer_count(txt), found = 0; i < n; i++) {
    const bool is_spf = more && i == next;
    lua_pushinteger(L, (lua_Integer)i + 1);
    if (is_spf) {
      lua_rawseti(L, 2, (lua_Integer)++found);
      next++;
      more = sesame_spf_select_next(txt, &next);
    } else {
      lua_rawseti(L, 3, (lua_Integer)(i - found) + 1);
    }
  }
  return 2;
}

/* spf.near_miss(text) -> nil | kind, reason */
static int spf_near_miss(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  sesame_spf_near near = sesame_spf_near_miss(text, length);
  if (near == SESAME_SPF_NEAR_NOT) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushstring(L, sesame_spf_near_name(near));
  lua_pushstring(L, sesame_spf_near_text(near));
  return 2;
}

int sesame_open_spf(lua_State *L) {
  static const luaL_Reg functions[] = {{"parse", spf_parse},         {"render", spf_render},
                                       {"is_record", spf_is_record}, {"near_miss", spf_near_miss},
                                       {"select", spf_select},       {NULL, NULL}};
  static const luaL_Reg methods[] = {{NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", record_close}, {"__close", record_close}, {NULL, NULL}};
  sesame_new_class(L, RECORD_META, methods, meta);
  luaL_newlib(L, functions);
  sesame_spf_eval_register(L);
  sesame_spf_walk_register(L);
  sesame_spf_denote_register(L);
  return 1;
}
