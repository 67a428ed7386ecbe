/* SPDX-License-Identifier: MIT */
/* Part of tour.h: names, messages, zones, the resolver. */
#ifndef SESAME_SPEC_TOUR_DNS_H
#define SESAME_SPEC_TOUR_DNS_H

#include <poll.h>

static const char *tour_file;   /* a zone file */
static const char *tour_server; /* address and port of a server that answers "ok...", or NULL */

static outcome tour_status(void) {
  bool good = true;
  for (int i = 0; i < SESAME_STATUS_COUNT; i++) {
    sesame_status status = (sesame_status)i;
    good = good && sesame_status_from_name(sesame_status_name(status)) == status &&
           sesame_status_text(status) && sesame_knowledge_name(sesame_status_knowledge(status));
  }
  return of_truth(good);
}

static outcome tour_buffer(void) {
  static const uint8_t bytes[] = {1, 0, 2, 0, 0, 0, 3, 9};
  sesame_buffer b;
  sesame_buffer_init(&b, bytes, sizeof(bytes));
  bool good = sesame_buffer_u8(&b) == 1 && sesame_buffer_u16(&b) == 2 &&
              sesame_buffer_u32(&b) == 3 && sesame_buffer_left(&b) == 1;
  good = good && sesame_buffer_take(&b, 1) == bytes + 7 && !sesame_buffer_take(&b, 1) && b.failed;
  sesame_buffer_seek(&b, 0);
  return of_truth(good && b.position == 0);
}

static outcome tour_text(void) {
  static const char utf16[] = "\xFF\xFEt\0\xFC\0";
  char out[32];
  size_t length = 0;
  if (sesame_text_room(6) > sizeof out)
    return of_truth(false);
  outcome o = of_status(sesame_text_plain(utf16, 6, out, &length));
  GO(o, of_truth(length == 3 && memcmp(out, "t\xC3\xBC", 3) == 0));
  return o;
}

static outcome tour_names(void) {
  char text[SESAME_NAME_TEXT_MAX];
  const uint8_t *label;
  size_t length;
  sesame_name a = tour_name("WWW.Example\\.x.test"), b = a, suffix = tour_name("test"), joined;
  sesame_name_lower(&b);
  bool good = sesame_name_equal(&a, &b) && sesame_name_within(&a, &suffix) &&
              sesame_name_compare(&a, &b) == 0 && sesame_name_hash(&a) == sesame_name_hash(&b) &&
              sesame_name_labels(&a) == 3 && sesame_name_label(&b, 0, &label, &length) &&
              length == 3 && memcmp(label, "www", 3) == 0;
  sesame_name_parent(&a, 1, &a);
  good = good && sesame_name_join(&joined, &a, &suffix) == SESAME_OK;
  good =
      good && sesame_name_format(&joined, text) > 0 && strcmp(text, "Example\\.x.test.test") == 0;
  return of_truth(good);
}

static outcome tour_idna(void) {
  char text[SESAME_NAME_TEXT_MAX];
  const char *why = NULL, *u = "b\xc3\xbc"
                               "cher.test";
  outcome o = of_status(sesame_domain_to_ascii(text, u, strlen(u), NULL));
  GO(o, of_truth(strcmp(text, "xn--bcher-kva.test") == 0));
  GO(o, of_truth(sesame_domain_to_ascii(text, "a..b", 4, NULL) == SESAME_BAD_NAME));
  GO(o, of_truth(sesame_domain_to_ascii(text, "a..b", 4, &why) == SESAME_BAD_NAME && why));
  return o;
}

static outcome tour_suffixes(void) {
  static const char name[] = "www.shop.co.uk";
  if (!sesame_domain_psl_available())
    return RIGHT;
  const char *suffix = sesame_domain_public_suffix(name), *own = sesame_domain_registrable(name);
  return of_truth(suffix == name + 9 && own == name + 4);
}

/* Reads back all that an answer says. */
static bool tour_answer(const sesame_answer *a) {
  char text[512];
  sesame_record r;
  sesame_name name;
  sesame_soa soa;
  uint16_t preference;
  const uint8_t *bytes;
  size_t length, index = 0, offset = 0, records = 0;
  sesame_answer_message(a, &length);
  sesame_answer_target(a, &name);
  for (size_t i = 0; sesame_answer_record(a, i, &r); i++)
    records += sesame_record_format(&r, text, sizeof(text)) > 0;
  for (size_t i = 0; sesame_answer_chain(a, i, &r); i++)
    sesame_record_name(&r, &name);
  while (sesame_answer_walk(a, SESAME_AUTHORITY, &index, &r)) {
    sesame_record_owner(&r, &name);
    sesame_record_mx(&r, &preference, &name);
    sesame_record_soa(&r, &soa);
    sesame_record_address(&r, &bytes);
    sesame_record_text(&r, text, sizeof(text));
    sesame_record_string(&r, &offset, &bytes, &length);
  }
  return records == sesame_answer_count(a) && sesame_answer_chain_count(a) < 16 &&
         sesame_answer_size(a) > 0 && sesame_answer_rtt_us(a) >= -1 &&
         (sesame_answer_server(a) || !sesame_answer_server(a)) && sesame_answer_name(a) &&
         sesame_answer_type(a) > 0 && sesame_answer_rcode(a) >= -1 &&
         sesame_answer_flags(a) <= 0xFFFF && sesame_answer_ttl(a) <= 0x7FFFFFFF;
}

static outcome tour_built(void) {
  sesame_builder b, given_up;
  sesame_name name = tour_name("a.test"), to = tour_name("b.test");
  sesame_builder_open(&given_up, &name, 1, 0, 0);
  sesame_builder_close(&given_up);
  sesame_builder_open(&b, &name, 1, SESAME_FLAG_AA, 0);
  sesame_builder_add(&b, SESAME_ANSWER, &name, SESAME_TYPE_CNAME, 9, to.wire, to.length);
  sesame_answer *alias = sesame_builder_finish(&b, "tour"), *end = NULL, *whole = NULL;
  sesame_answer *failure = sesame_answer_failure(&to, 1, SESAME_TIMEOUT, NULL);
  sesame_builder_open(&b, &to, 1, SESAME_FLAG_AA, 0);
  for (int i = 0; i < 40; i++) /* more than it begins with room for */
    sesame_builder_add(&b, SESAME_ANSWER, &to, 1, 9, (uint8_t[]){192, 0, 2, (uint8_t)i}, 4);
  end = sesame_builder_finish(&b, NULL);
  outcome o = alias && end && failure ? RIGHT : STARVED;
  GO(o, of_truth(sesame_answer_status(alias) == SESAME_ALIAS && sesame_answer_count(end) == 40));
  GO(o, of_pointer(whole = sesame_answer_join(alias, end)));
  GO(o, of_truth(sesame_answer_status(whole) == SESAME_OK && tour_answer(whole) &&
                 tour_answer(failure)));
  sesame_answer_free(alias);
  sesame_answer_free(end);
  sesame_answer_free(failure);
  sesame_answer_free(whole);
  return o;
}

/* A DNAME without its CNAME: the answer is read twice. */
static outcome tour_bytes(void) {
  uint8_t message[SESAME_QUERY_MAX];
  char text[12];
  sesame_name name = tour_name("a.b.test"), to = tour_name("c.test");
  size_t length = sesame_message_query(message, 1, &name, 16, 0, 0);
  message[2] = 0x84;
  message[7] = 1;
  static const uint8_t dname[] = {0xC0, 14, 0, 39, 0, 1, 0, 0, 0, 9, 0};
  memcpy(message + length, dname, sizeof(dname));
  message[length + sizeof(dname)] = to.length;
  memcpy(message + length + sizeof(dname) + 1, to.wire, to.length);
  length += sizeof(dname) + 1 + to.length;
  sesame_answer *a = sesame_answer_read(&name, 16, message, length, "tour", 5);
  outcome o = of_pointer(a);
  GO(o, of_truth(sesame_answer_status(a) == SESAME_ALIAS && tour_answer(a)));
  GO(o, of_truth(sesame_type_from_name(sesame_type_name(16, text), 3) == 16));
  if (a)
    sesame_answer_free(sesame_answer_keep(a));
  sesame_answer_free(a);
  return o;
}

static outcome tour_asked(const sesame_zones *zones) {
  static const struct {
    const char *name;
    int type;
    sesame_status status;
  } questions[] = {{"t.test", 16, SESAME_OK},     {"l.t.test", 16, SESAME_OK},
                   {"x.d.t.test", 16, SESAME_OK}, {"none.k.t.test", 1, SESAME_NXDOMAIN},
                   {"any.t.test", 16, SESAME_OK}, {"elsewhere.test", 1, SESAME_NOT_IN_ZONE}};
  outcome o = RIGHT;
  for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++) {
    sesame_name name = tour_name(questions[i].name);
    sesame_answer *a = NULL;
    GO(o, of_pointer(a = sesame_zones_answer(zones, &name, questions[i].type)));
    GO(o, of_truth(sesame_answer_status(a) == questions[i].status && tour_answer(a)));
    sesame_answer_free(a);
  }
  return o;
}

static outcome tour_loaded(const sesame_zones *zones) {
  sesame_name name = tour_name("host.t.test"), apex, owner;
  size_t cursor = 0, records = 0, length;
  int type;
  uint32_t ttl;
  const uint8_t *data;
  while (sesame_zones_walk(zones, &cursor, &owner, &type, &ttl, &data, &length))
    records++;
  sesame_zones_note(zones, 0);
  bool good = records >= 15 && sesame_zones_count(zones) == 1 &&
              sesame_zones_apex(zones, &name, &apex) && sesame_zones_apex_at(zones, 0, &owner) &&
              sesame_name_equal(&apex, &owner);
  return good ? tour_asked(zones) : WRONG;
}

static outcome tour_zones(void) {
  char error[SESAME_ZONE_ERROR_MAX];
  sesame_zones *zones;
  outcome o = of_status(sesame_zones_open(&zones));
  GO(o, of_status(sesame_zones_parse(zones, "tour", tour_zone, strlen(tour_zone), NULL, error)));
  GO(o, tour_loaded(zones));
  GO(o, of_truth(sesame_zones_parse(zones, "bad", "x", 1, "x.test", NULL) != SESAME_OK));
  sesame_zones_close(zones);
  return o;
}

static outcome tour_zone_file(void) {
  char error[SESAME_ZONE_ERROR_MAX];
  sesame_zones *zones;
  outcome o = of_status(sesame_zones_open(&zones));
  GO(o, of_status(sesame_zones_load(zones, tour_file, NULL, error)));
  GO(o, tour_loaded(zones));
  sesame_zones_close(zones);
  return o;
}

/* An answer within five seconds, whose lack of memory is one too. */
static outcome tour_ask(sesame_resolver *r, const char *name, const char *at) {
  sesame_question q = {.name = name, .type = 16, .server = at, .recurse = 1};
  long id = sesame_resolver_submit(r, &q), got = 0;
  if (id < 0)
    return of_status((int)-id);
  int64_t end = sesame_resolver_now() + 5000;
  sesame_answer *a = NULL;
  while (!a && sesame_resolver_now() < end) {
    int ready = sesame_resolver_wait(r, 100);
    if (ready < 0)
      return of_status(-ready);
    a = sesame_resolver_next(r, &got);
  }
  if (!a || got != id)
    return WRONG;
  outcome o = of_status((int)sesame_answer_status(a));
  sesame_answer_free(a);
  return o;
}

static outcome tour_resolver(void) {
  char text[64];
  sesame_resolver *r = NULL;
  sesame_resolver_stats stats;
  if (!tour_server)
    return RIGHT;
  sesame_resolver_options options = {&tour_server, 1, 1000, 3, 10, 1000};
  outcome o = of_truth(sesame_server_parse(tour_server, text) == SESAME_OK);
  GO(o, of_status(sesame_resolver_open(&r, &options)));
  GO(o, tour_ask(r, "ok.tour.test", NULL));
  GO(o, tour_ask(r, "big.tour.test", tour_server));
  if (o == RIGHT) {
    sesame_question q = {.name = "drop.tour.test", .type = 1};
    long id = sesame_resolver_submit(r, &q);
    bool fine = id == -SESAME_NO_MEMORY || (id > 0 && sesame_resolver_cancel(r, id) == SESAME_OK);
    sesame_resolver_statistics(r, &stats);
    fine = fine && sesame_resolver_pending(r) <= 1 && sesame_resolver_server(r, 0) &&
           sesame_resolver_fd(r) >= 0 && sesame_resolver_timeout_ms(r) >= -1 &&
           stats.questions >= 2;
    o = of_truth(fine);
  }
  sesame_resolver_close(r);
  return o;
}

#endif
