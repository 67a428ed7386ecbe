/* SPDX-License-Identifier: MIT */
/* The parts of the spf module: each adds its functions to the module's table on top of the stack.
 */
#ifndef SESAME_BINDINGS_SPF_BOXES_H
#define SESAME_BINDINGS_SPF_BOXES_H

#include "spf_walk.h"
#include <lua.h>

void sesame_spf_eval_register(lua_State *L);   /* spf_eval.c: check, profiles */
void sesame_spf_walk_register(lua_State *L);   /* spf_walk.c: walk */
void sesame_spf_denote_register(lua_State *L); /* spf_denote.c: denote, compare */

/* The open walk at INDEX; raises for anything else (spf_walk.c). */
sesame_spf_walk *sesame_check_walk(lua_State *L, int index);

#endif
