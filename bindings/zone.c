/* SPDX-License-Identifier: MIT */
/* Sets of zones read from master files. */
#include "common.h"
#include "zone.h"

#include <string.h>

#define ZONES_META "sesame.zones"

static sesame_zones *check_zones(lua_State *L) {
  sesame_zones **box = luaL_checkudata(L, 1, ZONES_META);
  if (!*box)
    luaL_error(L, "the set of zones is closed");
  return *box;
}

static int zone_open(lua_State *L) {
  sesame_zones **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = NULL;
  luaL_setmetatable(L, ZONES_META);
  int status = sesame_zones_open(box);
  if (status != SESAME_OK)
    return sesame_push_failure(L, (sesame_status)status, "%s",
                               sesame_status_text((sesame_status)status));
  return 1;
}

static int zone_close(lua_State *L) {
  sesame_zones **box = luaL_checkudata(L, 1, ZONES_META);
  sesame_zones *zones = *box;
  *box = NULL;
  sesame_zones_close(zones);
  return 0;
}

static int push_result(lua_State *L, int status, const char *error) {
  if (status != SESAME_OK)
    return sesame_push_failure(L, (sesame_status)status, "%s", error);
  lua_pushboolean(L, 1);
  return 1;
}

/* zones:load(path [, origin]) -> true, or nil, "file:line: reason", code */
static int zone_load(lua_State *L) {
  char error[SESAME_ZONE_ERROR_MAX] = "";
  sesame_zones *zones = check_zones(L);
  const char *path = sesame_check_text(L, 2), *origin = sesame_opt_text(L, 3, NULL);
  return push_result(L, sesame_zones_load(zones, path, origin, error), error);
}

/* zones:parse(text [, origin [, name]]) -> true, or nil, "name:line: reason", code */
static int zone_parse(lua_State *L) {
  char error[SESAME_ZONE_ERROR_MAX] = "";
  size_t length;
  sesame_zones *zones = check_zones(L);
  const char *text = luaL_checklstring(L, 2, &length), *origin = sesame_opt_text(L, 3, NULL);
  const char *name = sesame_opt_text(L, 4, "text");
  return push_result(L, sesame_zones_parse(zones, name, text, length, origin, error), error);
}

/* zones:answer(name, type) -> answer */
static int zone_answer(lua_State *L) {
  sesame_name name;
  sesame_zones *zones = check_zones(L);
  sesame_check_name(L, 2, &name);
  int type = sesame_check_type(L, 3);
  sesame_answer **box = sesame_new_answer(L);
  *box = sesame_zones_answer(zones, &name, type);
  return *box ? 1 : luaL_error(L, "not enough memory");
}

/* zones:apex(name) -> the closest enclosing apex, or nil */
static int zone_apex(lua_State *L) {
  sesame_name name, apex;
  sesame_zones *zones = check_zones(L);
  sesame_check_name(L, 2, &name);
  if (sesame_zones_apex(zones, &name, &apex))
    sesame_push_name(L, &apex);
  else
    lua_pushnil(L);
  return 1;
}

/* zones:apexes() -> list of names */
static int zone_apexes(lua_State *L) {
  sesame_zones *zones = check_zones(L);
  sesame_name apex;
  lua_newtable(L);
  for (size_t i = 0; sesame_zones_apex_at(zones, i, &apex); i++) {
    sesame_push_name(L, &apex);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* zones:notes() -> list of "file:line: text" */
static int zone_notes(lua_State *L) {
  sesame_zones *zones = check_zones(L);
  const char *note;
  lua_newtable(L);
  for (size_t i = 0; (note = sesame_zones_note(zones, i)) != NULL; i++) {
    lua_pushstring(L, note);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* The iterator of zones:records(): upvalues are the set and the cursor. */
static int next_record(lua_State *L) {
  sesame_zones *zones;
  size_t cursor = (size_t)lua_tointeger(L, lua_upvalueindex(2)), length;
  sesame_name owner;
  int type;
  uint32_t ttl;
  const uint8_t *rdata;
  char text[12];
  lua_settop(L, 0);
  lua_pushvalue(L, lua_upvalueindex(1));
  zones = check_zones(L);
  if (!sesame_zones_walk(zones, &cursor, &owner, &type, &ttl, &rdata, &length))
    return 0;
  lua_pushinteger(L, (lua_Integer)cursor);
  lua_replace(L, lua_upvalueindex(2));
  sesame_push_name(L, &owner);
  lua_pushstring(L, sesame_type_name(type, text));
  lua_pushinteger(L, ttl);
  lua_pushlstring(L, (const char *)rdata, length);
  return 4;
}

/* for name, type, ttl, rdata in zones:records() do */
static int zone_records(lua_State *L) {
  check_zones(L);
  lua_settop(L, 1);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_record, 2);
  return 1;
}

int sesame_open_zone(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"load", zone_load},       {"parse", zone_parse},   {"answer", zone_answer},
      {"apex", zone_apex},       {"apexes", zone_apexes}, {"notes", zone_notes},
      {"records", zone_records}, {"close", zone_close},   {NULL, NULL},
  };
  static const luaL_Reg meta[] = {{"__gc", zone_close}, {"__close", zone_close}, {NULL, NULL}};
  static const luaL_Reg functions[] = {{"open", zone_open}, {NULL, NULL}};
  sesame_new_class(L, ZONES_META, methods, meta);
  luaL_newlib(L, functions);
  return 1;
}
