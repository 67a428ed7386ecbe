/* SPDX-License-Identifier: MIT */
/* Which of a name's TXT records is its policy (RFC 7208 4.5). Internal to the library: shared by
 * the walk and the evaluator. */
#ifndef SESAME_SPF_SELECT_H
#define SESAME_SPF_SELECT_H

#include "message.h"
#include "spf_record.h"

#pragma GCC visibility push(hidden)

typedef struct spf_selection {
  size_t found;              /* SPF records in the answer: one is right */
  size_t index;              /* of the first of them in the answer */
  sesame_spf_record *record; /* parsed, faults or not; to be freed; NULL unless FOUND is 1 */
} spf_selection;

/* Whether TXT holds an SPF record at place *AT or behind it; *AT is its place then. */
bool sesame_spf_select_next(const sesame_answer *txt, size_t *at);

/* Reads the answer to a TXT question. One that could not be learnt holds no records; whether that
 * means that there are none is for the caller to ask. False when memory is out; *OUT is zeroed
 * then. */
bool sesame_spf_select(spf_selection *out, const sesame_answer *txt);

#pragma GCC visibility pop
#endif
