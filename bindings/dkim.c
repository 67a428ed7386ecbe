/* SPDX-License-Identifier: MIT */
/* core/dkim_key, dkim_private and dkim_gcd in Lua. Private keys stay in their box: no function here
 * makes a Lua string of one. */
#include "common.h"
#include "dkim_gcd.h"
#include "dkim_key.h"
#include "dkim_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PRIVATE "sesame.dkim.private"

enum { RECORD_MAX = 4096 }; /* holds the record of 16384 bits, OpenSSL's largest, and a NUL */

/* Sets field NAME of the table on top to { from, to }. */
static void set_span(lua_State *L, const char *name, sesame_tag_span span) {
  lua_createtable(L, 0, 2);
  lua_pushinteger(L, span.from);
  lua_setfield(L, -2, "from");
  lua_pushinteger(L, span.to);
  lua_setfield(L, -2, "to");
  lua_setfield(L, -2, name);
}

static void set_text(lua_State *L, const char *name, const char *text, size_t length) {
  lua_pushlstring(L, text, length);
  lua_setfield(L, -2, name);
}

static void set_word(lua_State *L, const char *name, const char *word) {
  set_text(L, name, word, strlen(word));
}

static void set_flag(lua_State *L, const char *name, bool flag) {
  lua_pushboolean(L, flag);
  lua_setfield(L, -2, name);
}

static void set_tags(lua_State *L, const sesame_dkim_key *key, const char *text) {
  lua_createtable(L, (int)key->tags.tag_count, 0);
  for (size_t i = 0; i < key->tags.tag_count; i++) {
    const sesame_tag *tag = &key->tags.tags[i];
    lua_createtable(L, 0, 3);
    set_text(L, "name", text + tag->name.from, tag->name.to - tag->name.from);
    set_text(L, "value", text + tag->value.from, tag->value.to - tag->value.from);
    set_span(L, "range", tag->value);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "tags");
}

static void set_faults(lua_State *L, const sesame_dkim_key *key, const char *text) {
  char message[SESAME_DKIM_MESSAGE_MAX];
  lua_createtable(L, (int)key->fault_count, 0);
  for (size_t i = 0; i < key->fault_count; i++) {
    const sesame_dkim_fault *fault = &key->faults[i];
    lua_createtable(L, 0, 4);
    set_word(L, "code", sesame_dkim_fault_name(fault->code));
    set_word(L, "severity", sesame_dkim_severity_name(sesame_dkim_fault_severity(fault->code)));
    set_word(L, "message", sesame_dkim_fault_text(key, text, fault, message));
    set_span(L, "range", fault->at);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "faults");
}

/* What is there for a readable key only. */
static void set_material(lua_State *L, const sesame_dkim_key *key, const char *fingerprint) {
  set_word(L, "encoding", sesame_dkim_encoding_name(key->encoding));
  set_word(L, "fingerprint", fingerprint);
  lua_pushinteger(L, key->bits);
  lua_setfield(L, -2, "bits");
  if (key->encoding == SESAME_DKIM_RAW)
    return;
  set_text(L, "modulus", (const char *)key->octets + key->modulus.from,
           key->modulus.to - key->modulus.from);
  if (key->exponent && key->exponent <= LUA_MAXINTEGER) {
    lua_pushinteger(L, (lua_Integer)key->exponent);
    lua_setfield(L, -2, "exponent");
  }
}

static void push_key(lua_State *L, sesame_dkim_key *key, const char *text) {
  char fingerprint[SESAME_DKIM_FINGERPRINT_MAX];
  const bool readable = sesame_dkim_key_fingerprint(key, fingerprint) == SESAME_OK;
  if (readable)
    sesame_dkim_key_identify(key, fingerprint);
  lua_createtable(L, 0, 20);
  set_flag(L, "is_key", key->is_key);
  set_flag(L, "valid", key->valid);
  set_flag(L, "usable", key->usable);
  set_flag(L, "revoked", key->revoked);
  set_flag(L, "testing", key->testing);
  set_flag(L, "strict", key->strict);
  set_flag(L, "email", key->email);
  set_flag(L, "sha1", key->sha1);
  set_flag(L, "sha256", key->sha256);
  if (key->type != SESAME_DKIM_OTHER)
    set_word(L, "type", sesame_dkim_type_name(key->type));
  if (readable)
    set_material(L, key, fingerprint);
  set_tags(L, key, text);
  set_faults(L, key, text);
}

/* Reads the record in argument INDEX into a userdata, pushed; NULL when it is too long. */
static sesame_dkim_key *read_key(lua_State *L, int index) {
  size_t length;
  const char *text = luaL_checklstring(L, index, &length);
  sesame_dkim_key *key = lua_newuserdatauv(L, sizeof *key, 0);
  return sesame_dkim_key_parse(key, text, length) == SESAME_OK ? key : NULL;
}

static int push_too_long(lua_State *L) {
  return sesame_push_failure(L, SESAME_TOO_LONG, "a TXT record has at most %d octets",
                             (int)SESAME_TAGLIST_TEXT_MAX);
}

/* parse_key(text) -> key | nil, message, code */
static int dkim_parse_key(lua_State *L) {
  sesame_dkim_key *key = read_key(L, 1);
  if (!key)
    return push_too_long(L);
  push_key(L, key, lua_tostring(L, 1));
  return 1;
}

/* decode_key(text) -> true when OpenSSL takes the key, false when not; nil, message, code when
 * there is no key to be read */
static int dkim_decode_key(lua_State *L) {
  sesame_dkim_key *key = read_key(L, 1);
  if (!key)
    return push_too_long(L);
  const sesame_status status = sesame_dkim_key_check(key);
  if (status == SESAME_NOT_FOUND)
    return sesame_push_failure(L, status, "the record holds no readable key");
  lua_pushboolean(L, status == SESAME_OK);
  return 1;
}

/* The octets of item INDEX of the list at 1 as a modulus. */
static sesame_modulus check_modulus(lua_State *L, size_t index) {
  size_t length;
  luaL_argcheck(L, lua_rawgeti(L, 1, (lua_Integer)index) == LUA_TSTRING, 1,
                "list of strings expected");
  const char *bytes = lua_tolstring(L, -1, &length);
  lua_pop(L, 1); /* the list keeps it */
  return (sesame_modulus){(const uint8_t *)bytes, length};
}

/* What the function at index 2 says; where it raises, its fault stays on the stack, and the work is
 * given up. */
static bool ask_lua(void *context) {
  lua_State *L = context;
  lua_pushvalue(L, 2);
  if (lua_pcall(L, 0, 1, 0) != LUA_OK)
    return false;
  const bool may = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return may;
}

/* shared_factors(list of moduli, go_on or nil) -> { [index] = partner's index } | nil, message,
 * code: "cancelled" where go_on(), asked again and again, said no */
static int dkim_shared_factors(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  const size_t count = lua_rawlen(L, 1);
  if (count > SESAME_GCD_KEYS_MAX)
    return sesame_push_failure(L, SESAME_TOO_MANY, "more than %d keys", (int)SESAME_GCD_KEYS_MAX);
  sesame_modulus *moduli = lua_newuserdatauv(L, (count + 1) * sizeof *moduli, 0);
  long *partners = lua_newuserdatauv(L, (count + 1) * sizeof *partners, 0);
  for (size_t i = 0; i < count; i++)
    moduli[i] = check_modulus(L, i + 1);
  const int top = lua_gettop(L);
  const sesame_pace pace = {ask_lua, L};
  const sesame_status status =
      sesame_gcd_batch(moduli, count, partners, lua_isnil(L, 2) ? NULL : &pace);
  if (lua_gettop(L) > top)
    return lua_error(L);
  if (status != SESAME_OK)
    return sesame_push_failure(L, status, "%s", sesame_status_text(status));
  lua_newtable(L);
  for (size_t i = 0; i < count; i++)
    if (partners[i] >= 0) {
      lua_pushinteger(L, (lua_Integer)partners[i] + 1);
      lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
  return 1;
}

static sesame_dkim_private **new_box(lua_State *L) {
  sesame_dkim_private **box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = NULL;
  luaL_setmetatable(L, PRIVATE);
  return box;
}

static sesame_dkim_private *check_private(lua_State *L) {
  sesame_dkim_private **box = luaL_checkudata(L, 1, PRIVATE);
  luaL_argcheck(L, *box, 1, "the private key is closed");
  return *box;
}

/* key:close(), __gc, __close: wipes it */
static int private_close(lua_State *L) {
  sesame_dkim_private **box = luaL_checkudata(L, 1, PRIVATE);
  sesame_dkim_private_close(*box);
  *box = NULL;
  return 0;
}

static int private_tostring(lua_State *L) {
  sesame_dkim_private **box = luaL_checkudata(L, 1, PRIVATE);
  if (*box)
    lua_pushfstring(L, "private key (%s, %d bits)",
                    sesame_dkim_type_name(sesame_dkim_private_type(*box)),
                    sesame_dkim_private_bits(*box));
  else
    lua_pushliteral(L, "private key (closed)");
  return 1;
}

/* generate(bits, go_on or nil) -> private key | nil, message, code: "cancelled" where go_on(),
 * asked again and again, said no */
static int dkim_generate(lua_State *L) {
  const int bits = (int)luaL_checkinteger(L, 1);
  lua_settop(L, 2);
  sesame_dkim_private **box = new_box(L);
  const sesame_pace pace = {ask_lua, L};
  const sesame_status status =
      sesame_dkim_private_generate(box, bits, lua_isnil(L, 2) ? NULL : &pace);
  if (lua_gettop(L) > 3)
    return lua_error(L);
  if (status != SESAME_OK)
    return sesame_push_failure(L, status, "%s",
                               status == SESAME_BAD_OPTION
                                   ? "an RSA key has 1024, 2048, 3072 or 4096 bits"
                                   : sesame_status_text(status));
  return 1;
}

/* load(path) -> private key | nil, message, code */
static int dkim_load(lua_State *L) {
  const char *path = sesame_check_text(L, 1), *reason = NULL;
  sesame_dkim_private **box = new_box(L);
  const sesame_status status = sesame_dkim_private_load(box, path, &reason);
  if (status == SESAME_NOT_FOUND || status == SESAME_IO)
    return sesame_push_failure(L, status, "%s: %s", path, strerror(errno));
  if (status == SESAME_TOO_LONG)
    return sesame_push_failure(L, status, "%s: too large for a key file", path);
  return status == SESAME_OK ? 1 : sesame_push_failure(L, status, "%s: %s", path, reason);
}

/* selector_fault(text) -> why Amazon SES refuses the selector | nil */
static int dkim_selector_fault(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_pushstring(L, sesame_dkim_selector_ses_fault(text, length));
  return 1;
}

/* key:type() -> "rsa" | "ed25519", bits, form */
static int private_type(lua_State *L) {
  const sesame_dkim_private *key = check_private(L);
  lua_pushstring(L, sesame_dkim_type_name(sesame_dkim_private_type(key)));
  lua_pushinteger(L, sesame_dkim_private_bits(key));
  lua_pushstring(L, sesame_dkim_form_name(sesame_dkim_private_form(key)));
  return 3;
}

/* key:ses_fault() -> why Amazon SES cannot use it | nil */
static int private_ses_fault(lua_State *L) {
  lua_pushstring(L, sesame_dkim_private_ses_fault(check_private(L)));
  return 1;
}

/* key:record() -> the text of the TXT record: public */
static int private_record(lua_State *L) {
  const sesame_dkim_private *key = check_private(L);
  char *text;
  luaL_Buffer buffer; /* made first: once the text is there, nothing can raise until it is freed */
  char *copy = luaL_buffinitsize(L, &buffer, RECORD_MAX);
  if (sesame_dkim_private_record(key, &text) != SESAME_OK)
    return luaL_error(L, "out of memory");
  const int length = snprintf(copy, RECORD_MAX, "%s", text);
  free(text);
  luaL_pushresultsize(&buffer, (size_t)length);
  return 1;
}

/* key:matches(text) -> boolean, whether the record publishes its public half | nil, message, code
 */
static int private_matches(lua_State *L) {
  const sesame_dkim_private *key = check_private(L);
  const sesame_dkim_key *record = read_key(L, 2);
  if (!record)
    return push_too_long(L);
  lua_pushboolean(L, sesame_dkim_private_match(key, record));
  return 1;
}

static const char *const output_names[] = {"line", "pem", NULL};

/* key:save(path, "line" | "pem") -> true | nil, message, code: a new file of mode 0600 */
static int private_save(lua_State *L) {
  const sesame_dkim_private *key = check_private(L);
  const char *path = sesame_check_text(L, 2);
  const int output = luaL_checkoption(L, 3, NULL, output_names);
  const sesame_status status = sesame_dkim_private_save(key, path, (sesame_dkim_output)output);
  if (status == SESAME_IO)
    return sesame_push_failure(L, status, "%s: %s", path, strerror(errno));
  if (status == SESAME_BAD_OPTION)
    return sesame_push_failure(L, status, "only an RSA key can be written as PKCS#1");
  if (status != SESAME_OK)
    return sesame_push_failure(L, status, "%s", sesame_status_text(status));
  lua_pushboolean(L, 1);
  return 1;
}

/* key:print("line" | "pem") -> true | nil, message, code: to standard output, never a terminal */
static int private_print(lua_State *L) {
  const sesame_dkim_private *key = check_private(L);
  const int output = luaL_checkoption(L, 2, NULL, output_names);
  fflush(stdout);
  const sesame_status status =
      sesame_dkim_private_write(key, STDOUT_FILENO, (sesame_dkim_output)output);
  if (status == SESAME_IO)
    return sesame_push_failure(L, status, "standard output: %s", strerror(errno));
  if (status == SESAME_BAD_OPTION)
    return sesame_push_failure(L, status, "%s",
                               isatty(STDOUT_FILENO) ? "a private key is not written to a terminal"
                                                     : "only an RSA key can be written as PKCS#1");
  if (status != SESAME_OK)
    return sesame_push_failure(L, status, "%s", sesame_status_text(status));
  lua_pushboolean(L, 1);
  return 1;
}

int sesame_open_dkim(lua_State *L) {
  static const luaL_Reg functions[] = {{"parse_key", dkim_parse_key},
                                       {"decode_key", dkim_decode_key},
                                       {"shared_factors", dkim_shared_factors},
                                       {"generate", dkim_generate},
                                       {"load", dkim_load},
                                       {"selector_fault", dkim_selector_fault},
                                       {NULL, NULL}};
  static const luaL_Reg methods[] = {{"type", private_type},     {"ses_fault", private_ses_fault},
                                     {"record", private_record}, {"matches", private_matches},
                                     {"save", private_save},     {"print", private_print},
                                     {"close", private_close},   {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__gc", private_close},
                                  {"__close", private_close},
                                  {"__tostring", private_tostring},
                                  {NULL, NULL}};
  sesame_new_class(L, PRIVATE, methods, meta);
  luaL_newlib(L, functions);
  return 1;
}
