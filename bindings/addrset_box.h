/* SPDX-License-Identifier: MIT */
/* Address sets in Lua, for other bindings that hand one out. */
#ifndef SESAME_BINDINGS_ADDRSET_BOX_H
#define SESAME_BINDINGS_ADDRSET_BOX_H

#include "addrset.h"
#include <lua.h>

/* Pushes an address set that holds nothing yet and returns the place for it: fill it with a set of
 * which the box becomes the owner, at once and without calling Lua in between. */
sesame_addrset **sesame_addrset_box(lua_State *L);

#endif
