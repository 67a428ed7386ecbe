/* SPDX-License-Identifier: MIT */
/* What the files of dkim_key share; not installed. */
#ifndef SESAME_DKIM_INTERNAL_H
#define SESAME_DKIM_INTERNAL_H

#include "dkim_key.h"

/* Notes a fault; drops it when the list is full, but never its effect on
 * KEY->valid. */
void sesame_dkim_note(sesame_dkim_key *key, sesame_dkim_fault fault);

/* Decodes the p= value at SPAN of TEXT into KEY->octets and judges it under
 * KEY->type. */
void sesame_dkim_read_material(sesame_dkim_key *key, const char *text, sesame_tag_span span);

/* Notes a private key that stands anywhere in TEXT but in a readable p=:
 * without its tag, behind a quotation mark, in a note. */
void sesame_dkim_seek_secret(sesame_dkim_key *key, const char *text, uint32_t length);

/* Notes the text of a PEM file anywhere in TEXT; true when there is one. */
bool sesame_dkim_note_pem(sesame_dkim_key *key, const char *text, size_t length);

/* Whether OpenSSL's errors, which are taken, tell of a lack of memory. They do not always: so a key
 * is refused only when that happens SESAME_DKIM_TRIES times. */
bool sesame_dkim_starved(void);
enum { SESAME_DKIM_TRIES = 2 };

#endif
