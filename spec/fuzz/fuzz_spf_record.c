/* SPDX-License-Identifier: MIT */
/* Any text as an SPF record: it parses, every span lies in it, terms do not overlap, and rendering
 * gives the same octets back. */
#include "../../core/spf_record.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition) {
  if (!condition)
    abort();
}

static void check_span(const sesame_spf_record *r, sesame_span span) {
  must(span.from <= span.to && span.to <= r->length);
}

static void check_terms(const sesame_spf_record *r) {
  size_t end = 0;
  for (size_t i = 0; i < r->term_count; i++) {
    const sesame_spf_term *t = &r->terms[i];
    check_span(r, t->span);
    check_span(r, t->name);
    check_span(r, t->value);
    check_span(r, t->cidr);
    must(t->span.from >= end && t->kind < SESAME_SPF_KINDS);
    must((size_t)t->piece + t->piece_count <= r->piece_count);
    must(t->prefix4 <= 32 && t->prefix6 <= 128);
    must(!r->valid || t->valid);
    end = t->span.to;
  }
}

static void check_faults(const sesame_spf_record *r) {
  bool fatal = r->fault_total > r->fault_count;
  must(r->fault_count <= SESAME_SPF_FAULTS_MAX);
  for (size_t i = 0; i < r->fault_count; i++) {
    check_span(r, r->faults[i].span);
    must(r->faults[i].code && r->faults[i].reason);
    fatal = fatal || r->faults[i].fatal;
  }
  must(r->valid || fatal);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  sesame_spf_record *record;
  char *text = malloc(size ? size : 1), *again = malloc(size + 1);
  if (!text || !again)
    abort();
  memcpy(text, data, size);
  sesame_status status = sesame_spf_record_parse(&record, text, size);
  must((status == SESAME_OK) == (size <= SESAME_SPF_RECORD_MAX));
  if (status == SESAME_OK) {
    check_terms(record);
    check_faults(record);
    for (size_t i = 0; i < record->piece_count; i++)
      check_span(record, record->pieces[i].span);
    must(sesame_spf_record_render(record, again, size + 1) == size);
    must(memcmp(again, data, size) == 0);
    must(!sesame_spf_is_record(text, size) || record->version.to == 6);
    sesame_spf_record_free(record);
  }
  sesame_spf_near_text(sesame_spf_near_miss(text, size));
  free(text);
  free(again);
  return 0;
}
