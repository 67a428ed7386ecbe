/* SPDX-License-Identifier: MIT */
/* The SPF records among TXT records. */
#include "spf_select.h"

#include <stdlib.h>

enum {
  HEAD = 8,         /* octets: the version and one more tell whether it is an SPF record */
  TEXT_USUAL = 2048 /* octets; longer records need memory of their own */
};

static bool is_spf(const sesame_record *record) {
  char head[HEAD];
  const size_t length = sesame_record_text(record, head, sizeof head);
  return record->type == SESAME_TYPE_TXT &&
         sesame_spf_is_record(head, length < sizeof head ? length : sizeof head);
}

/* TOO_LONG cannot be: a TXT record is not. */
static bool parse(const sesame_record *record, sesame_spf_record **out) {
  char usual[TEXT_USUAL], *text = usual;
  const size_t length = sesame_record_text(record, usual, sizeof usual);
  if (length > sizeof usual) {
    text = malloc(length);
    if (!text)
      return false;
    sesame_record_text(record, text, length);
  }
  const sesame_status status = sesame_spf_record_parse(out, text, length);
  if (text != usual)
    free(text);
  return status == SESAME_OK;
}

bool sesame_spf_select_next(const sesame_answer *txt, size_t *at) {
  sesame_record record;
  for (size_t i = *at; sesame_answer_record(txt, i, &record); i++)
    if (is_spf(&record)) {
      *at = i;
      return true;
    }
  return false;
}

bool sesame_spf_select(spf_selection *out, const sesame_answer *txt) {
  sesame_record chosen;
  *out = (spf_selection){0};
  for (size_t at = 0; sesame_spf_select_next(txt, &at); at++)
    if (out->found++ == 0) {
      sesame_answer_record(txt, at, &chosen);
      out->index = at;
    }
  if (out->found != 1 || parse(&chosen, &out->record))
    return true;
  *out = (spf_selection){0};
  return false;
}
