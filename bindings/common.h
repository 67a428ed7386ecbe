/* SPDX-License-Identifier: MIT */
/* What all bindings share: failures, option tables, the answer's box. Bindings take arguments in
 * and push tables out; they decide nothing. */
#ifndef SESAME_BINDINGS_COMMON_H
#define SESAME_BINDINGS_COMMON_H

#include "message.h"

#include <lauxlib.h>
#include <lua.h>

#define SESAME_ANSWER_META "sesame.answer"

/* Pushes nil, the message (printf-style, as lua_pushfstring) and the status' stable name;
 * returns 3. */
int sesame_push_failure(lua_State *L, sesame_status status, const char *format, ...);

/* Raises for a key of the table at INDEX (nil or none is fine) that is not in NAMES (NULL at the
 * end), naming those known. */
void sesame_check_options(lua_State *L, int index, const char *const *names);

/* Field NAME of the table at INDEX as an integer from LOW to HIGH, or FALLBACK when it is nil or
 * there is no table. */
lua_Integer sesame_option_integer(lua_State *L, int index, const char *name, lua_Integer low,
                                  lua_Integer high, lua_Integer fallback);

/* Pushes a box that owns ANSWER (NULL raises "not enough memory"). */
void sesame_push_answer(lua_State *L, sesame_answer *answer);
/* An empty box first, the answer when it is there: for callers that get it from a call that may
 * fail. */
sesame_answer **sesame_new_answer(lua_State *L);
sesame_answer *sesame_check_answer(lua_State *L, int index);

/* answer.make, answer.read and answer.join (answer_make.c). */
int sesame_answer_make(lua_State *L);
int sesame_answer_read_message(lua_State *L);
int sesame_answer_join_two(lua_State *L);

/* The text at INDEX, which C reads to its first NUL: one with a NUL inside would be taken for
 * another. Raises for it; the second gives FALLBACK where nothing or nil stands there. */
const char *sesame_check_text(lua_State *L, int index);
const char *sesame_opt_text(lua_State *L, int index, const char *fallback);

/* The type number of the argument: "TXT", "TYPE65" or 1 to 65535; raises otherwise. */
int sesame_check_type(lua_State *L, int index);
/* The name in the argument, in wire form; raises for a text that is none. */
void sesame_check_name(lua_State *L, int index, sesame_name *out);
/* Pushes the lower-cased presentation form. */
void sesame_push_name(lua_State *L, const sesame_name *name);

/* Registers a metatable with META, and METHODS as its __index. */
void sesame_new_class(lua_State *L, const char *name, const luaL_Reg *methods,
                      const luaL_Reg *meta);

int sesame_open_status(lua_State *L);
int sesame_open_domain(lua_State *L);
int sesame_open_answer(lua_State *L);
int sesame_open_resolver(lua_State *L);
int sesame_open_zone(lua_State *L);
int sesame_open_system(lua_State *L);
int sesame_open_addrset(lua_State *L);
int sesame_open_spf(lua_State *L);
int sesame_open_dkim(lua_State *L);
int sesame_open_taglist(lua_State *L);
int sesame_open_text(lua_State *L);
int sesame_open_sandbox(lua_State *L);

#endif
