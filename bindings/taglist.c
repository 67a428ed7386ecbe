/* SPDX-License-Identifier: MIT */
/* core/taglist in Lua: a text in, tags and faults out. */
#include "common.h"
#include "taglist.h"

/* Sets field NAME of the table on top to { from, to }. */
static void set_span(lua_State *L, const char *name, sesame_tag_span span) {
  lua_createtable(L, 0, 2);
  lua_pushinteger(L, span.from);
  lua_setfield(L, -2, "from");
  lua_pushinteger(L, span.to);
  lua_setfield(L, -2, "to");
  lua_setfield(L, -2, name);
}

static void set_text(lua_State *L, const char *name, const char *text, sesame_tag_span span) {
  lua_pushlstring(L, text + span.from, span.to - span.from);
  lua_setfield(L, -2, name);
}

static void push_tag(lua_State *L, const char *text, const sesame_tag *tag) {
  lua_createtable(L, 0, 5);
  set_text(L, "name", text, tag->name);
  set_text(L, "value", text, tag->value);
  set_span(L, "name_range", tag->name);
  set_span(L, "range", tag->value);
  lua_pushboolean(L, tag->sound);
  lua_setfield(L, -2, "sound");
}

static void push_fault(lua_State *L, const sesame_taglist *list, const char *text,
                       const sesame_tag_fault *fault) {
  char message[SESAME_TAGLIST_MESSAGE_MAX];
  lua_createtable(L, 0, 3);
  lua_pushstring(L, sesame_tag_fault_name(fault->code));
  lua_setfield(L, -2, "code");
  lua_pushstring(L, sesame_tag_fault_text(list, text, fault, message));
  lua_setfield(L, -2, "message");
  set_span(L, "range", fault->at);
}

/* parse(text, dialect) -> { tags, faults } | nil, message, code */
static int taglist_parse(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  const sesame_tag_dialect *dialect = sesame_tag_dialect_named(sesame_check_text(L, 2));
  luaL_argcheck(L, dialect, 2, "dkim, dmarc, bimi, mta-sts or tls-rpt expected");
  sesame_taglist *list = lua_newuserdatauv(L, sizeof *list, 0);
  const sesame_status status = sesame_taglist_parse(list, dialect, text, length);
  if (status != SESAME_OK)
    return sesame_push_failure(L, status, "a record of %I octets", (lua_Integer)length);
  lua_createtable(L, 0, 2); /* stack: ...; list; result */
  lua_createtable(L, (int)list->tag_count, 0);
  for (size_t i = 0; i < list->tag_count; i++) {
    push_tag(L, text, &list->tags[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "tags");
  lua_createtable(L, (int)list->fault_count, 0);
  for (size_t i = 0; i < list->fault_count; i++) {
    push_fault(L, list, text, &list->faults[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "faults");
  return 1;
}

int sesame_open_taglist(lua_State *L) {
  static const luaL_Reg functions[] = {{"parse", taglist_parse}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
