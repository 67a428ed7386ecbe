/* SPDX-License-Identifier: MIT */
/* check_host() over a hostile zone: the first line is "PROFILE IP SENDER HELO" parted by tabs, each
 * further line the TXT record of some names (chosen by the hash of the name asked); hosts, MX and
 * PTR names follow from hashes. It ends, within its bounds, with a verdict. */
#include "../../core/spf_eval.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINES = 32, FIELD = 300 };

typedef struct zone {
  const uint8_t *line[LINES];
  size_t length[LINES], count;
} zone;

static void must(bool condition) {
  if (!condition)
    abort();
}

static void split(const uint8_t *data, size_t size, zone *z) {
  for (z->count = 0; z->count < LINES && size;) {
    const uint8_t *end = memchr(data, '\n', size);
    size_t length = end ? (size_t)(end - data) : size;
    z->line[z->count] = data;
    z->length[z->count++] = length;
    data += length + (end != NULL);
    size -= length + (end != NULL);
  }
}

static void add_txt(sesame_builder *b, const sesame_name *name, const uint8_t *text,
                    size_t length) {
  uint8_t rdata[4096];
  size_t used = 0;
  length = length < 3000 ? length : 3000;
  do {
    size_t part = length < 255 ? length : 255;
    rdata[used++] = (uint8_t)part;
    memcpy(rdata + used, text, part);
    used += part;
    text += part;
    length -= part;
  } while (length);
  sesame_builder_add(b, SESAME_ANSWER, name, SESAME_TYPE_TXT, 60, rdata, used);
}

static void add_hosts(sesame_builder *b, const sesame_name *name, int type, uint32_t hash) {
  for (unsigned i = 0; i < hash % 14; i++) {
    const uint8_t host[] = {0, (uint8_t)i, 2, 'h', (uint8_t)('a' + (hash + i) % 9), 1, 'x', 0};
    uint8_t address[16] = {192, 0, 2, (uint8_t)(hash + i)};
    if (type == SESAME_TYPE_MX)
      sesame_builder_add(b, SESAME_ANSWER, name, type, 60, host, sizeof host);
    else if (type == SESAME_TYPE_PTR)
      sesame_builder_add(b, SESAME_ANSWER, name, type, 60, host + 2, sizeof host - 2);
    else
      sesame_builder_add(b, SESAME_ANSWER, name, type, 60, address, type == SESAME_TYPE_A ? 4 : 16);
  }
}

static sesame_answer *answer(const zone *z, const sesame_name *name, int type) {
  uint32_t hash = sesame_name_hash(name);
  size_t line = 1 + hash % LINES;
  sesame_builder b;
  hash = hash >> 6 ^ (uint32_t)type;
  if (hash % 23 == 0)
    return sesame_answer_failure(name, type, SESAME_SERVFAIL, NULL);
  bool present = type == SESAME_TYPE_TXT ? line < z->count : hash % 4 != 0;
  sesame_builder_open(&b, name, type, SESAME_FLAG_AA, present || hash % 3 ? 0 : 3);
  if (present && type == SESAME_TYPE_TXT)
    add_txt(&b, name, z->line[line], z->length[line]);
  else if (present)
    add_hosts(&b, name, type, hash);
  return sesame_builder_finish(&b, NULL);
}

/* The next field of a line, NUL-terminated. */
static size_t field(const uint8_t **at, const uint8_t *end, char out[FIELD]) {
  size_t used = 0;
  for (; *at < end && **at != '\t'; ++*at)
    if (used < FIELD - 1)
      out[used++] = (char)**at;
  if (*at < end)
    ++*at;
  out[used] = '\0';
  return used;
}

static void check(const sesame_spf_verdict *v) {
  must(v->result < SESAME_SPF_RESULTS && v->lookups >= 0 && v->voids >= 0);
  must(v->queries <= SESAME_SPF_EVAL_MAX_QUERIES + SESAME_SPF_HOSTS_MAX * 2);
  must(v->event_count <= SESAME_SPF_EVAL_MAX_EVENTS);
  must(!v->record || (v->span.from <= v->span.to && v->span.to <= v->record_length));
  must(!v->explanation || (v->result == SESAME_SPF_RESULT_FAIL &&
                           strlen(v->explanation) <= SESAME_SPF_EXPLANATION_MAX));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  zone z;
  char profile[FIELD], ip[FIELD], sender[FIELD], helo[FIELD];
  split(data, size, &z);
  if (z.count == 0)
    return 0;
  const uint8_t *at = z.line[0], *end = at + z.length[0];
  field(&at, end, profile);
  field(&at, end, ip);
  size_t sender_length = field(&at, end, sender), helo_length = field(&at, end, helo);
  const sesame_spf_profile *known = sesame_spf_profile_at((unsigned char)profile[0] % 5);
  sesame_spf_options options = {.ip = ip[0] ? ip : "192.0.2.1",
                                .sender = {sender, sender_length},
                                .helo = {helo, helo_length},
                                .limits = known ? &known->limits : NULL,
                                .trace = true};
  sesame_spf_eval *eval;
  if (sesame_spf_eval_open(&eval, &options) != SESAME_OK)
    return 0;
  const sesame_spf_question *needs;
  size_t count, rounds = 0;
  while ((count = sesame_spf_eval_needs(eval, &needs)) > 0) {
    must(++rounds <= SESAME_SPF_EVAL_MAX_QUERIES + 8);
    sesame_name names[2 * SESAME_SPF_HOSTS_MAX + 2];
    int types[2 * SESAME_SPF_HOSTS_MAX + 2];
    must(count <= sizeof names / sizeof *names);
    for (size_t i = 0; i < count; i++) {
      names[i] = *needs[i].name;
      types[i] = needs[i].type;
    }
    for (size_t i = 0; i < count; i++) {
      sesame_answer *a = answer(&z, &names[i], types[i]);
      must(a != NULL);
      sesame_spf_eval_feed(eval, &names[i], types[i], a);
      sesame_answer_free(a);
    }
  }
  const sesame_spf_verdict *verdict;
  must(sesame_spf_eval_result(eval, &verdict) == SESAME_OK);
  check(verdict);
  sesame_spf_eval_close(eval);
  return 0;
}
