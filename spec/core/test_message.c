/* SPDX-License-Identifier: MIT */
/* Messages are written out by hand here, so that the reader is not tested with its own builder
 * alone. */
#include "../../core/message.c"
#include "check.h"

#include <stdio.h>

static sesame_name make(const char *text) {
  sesame_name name;
  sesame_name_parse(&name, text, strlen(text));
  return name;
}

/* A reply under construction: raw bytes, so that it can be as wrong as we like. */
typedef struct reply {
  uint8_t bytes[4096];
  size_t length;
} reply;

static void add_bytes(reply *r, const void *bytes, size_t length) {
  memcpy(r->bytes + r->length, bytes, length);
  r->length += length;
}

static void add16(reply *r, unsigned value) {
  uint8_t two[2] = {(uint8_t)(value >> 8), (uint8_t)value};
  add_bytes(r, two, 2);
}

static void add_name(reply *r, const char *text) {
  sesame_name name = make(text);
  add_bytes(r, name.wire, name.length);
}

static reply start(unsigned flags, const char *name, int type, int an, int ns, int ar) {
  reply r = {.length = 0};
  add16(&r, 7);
  add16(&r, flags);
  add16(&r, 1);
  add16(&r, (unsigned)an);
  add16(&r, (unsigned)ns);
  add16(&r, (unsigned)ar);
  add_name(&r, name);
  add16(&r, (unsigned)type);
  add16(&r, 1);
  return r;
}

static void add_record(reply *r, const char *owner, int type, uint32_t ttl, const void *data,
                       size_t length) {
  add_name(r, owner);
  add16(r, (unsigned)type);
  add16(r, 1);
  add16(r, ttl >> 16);
  add16(r, ttl & 0xFFFF);
  add16(r, (unsigned)length);
  add_bytes(r, data, length);
}

static void add_pointing(reply *r, const char *owner, int type, uint32_t ttl, const char *target) {
  sesame_name name = make(target);
  add_record(r, owner, type, ttl, name.wire, name.length);
}

static void add_soa(reply *r, const char *owner, uint32_t ttl, uint8_t minimum) {
  uint8_t data[22] = {0, 0};
  data[21] = minimum;
  add_record(r, owner, SESAME_TYPE_SOA, ttl, data, sizeof data);
}

static sesame_answer *read_as(const reply *r, const char *name, int type) {
  sesame_name asked = make(name);
  /* An exact copy on the heap: the sanitizer sees one byte too far. */
  uint8_t *copy = malloc(r->length ? r->length : 1);
  memcpy(copy, r->bytes, r->length);
  sesame_answer *a = sesame_answer_read(&asked, type, copy, r->length, "192.0.2.1:53", 1500);
  free(copy);
  return a;
}

enum {
  AA = SESAME_FLAG_QR | SESAME_FLAG_AA,
  RA = SESAME_FLAG_QR | SESAME_FLAG_RA,
  QR = SESAME_FLAG_QR
};

/* What each reply to (q.example, A) must teach. The letters of `shape` add records:
 * a address, c CNAME to host.other, o CNAME loop, s SOA of example, S SOA of other., n NS of
 * example, f address of another owner, F TXT of another owner, t TXT of the name asked, x address
 * of the name asked in class CH, y CNAME of it in class CH, d DNAME from example to other., m
 * address of q.other, h address of host.other, D DNAME from example to a name of 254 octets. */
static const struct {
  const char *rule;
  unsigned flags;
  const char *shape;
  sesame_status status;
  uint32_t ttl;
} decisions[] = {
    {"records are present", RA, "a", SESAME_OK, 300},
    {"records from an authority", AA, "a", SESAME_OK, 300},
    {"records even from a lame server are records", QR, "a", SESAME_OK, 300},
    {"NXDOMAIN with SOA, RFC 2308 5", RA | 3, "s", SESAME_NXDOMAIN, 60},
    {"NXDOMAIN without SOA: nothing to cache by", RA | 3, "", SESAME_NXDOMAIN, 0},
    {"NXDOMAIN of the end of a chain, RFC 6604", RA | 3, "cS", SESAME_NXDOMAIN, 60},
    {"NXDOMAIN beside records", RA | 3, "a", SESAME_MALFORMED, 0},
    {"NODATA with SOA from a resolver", RA, "s", SESAME_NODATA, 60},
    {"NODATA without SOA from a resolver", RA, "", SESAME_NODATA, 0},
    {"NODATA from an authority", AA, "s", SESAME_NODATA, 60},
    {"no records, neither AA nor RA: lame", QR, "", SESAME_LAME, 0},
    {"SOA, but neither AA nor RA: lame", QR, "s", SESAME_LAME, 0},
    {"NS and no SOA: referral", QR, "n", SESAME_REFERRAL, 0},
    {"NS and no SOA from a resolver: still a referral", RA, "n", SESAME_REFERRAL, 0},
    {"NS beside AA is no referral", AA, "n", SESAME_NODATA, 0},
    {"chain out of an authority's zones is asked on", AA, "c", SESAME_ALIAS, 200},
    {"chain with the SOA of its end: NODATA", RA, "cS", SESAME_NODATA, 60},
    {"chain with the SOA of its start only: asked on", RA, "cs", SESAME_ALIAS, 200},
    {"a loop is not an absence", RA, "o", SESAME_CNAME_LOOP, 0},
    {"records of another owner answer nothing", RA, "f", SESAME_MALFORMED, 0},
    {"nor do several, whatever their types", AA, "fF", SESAME_MALFORMED, 0},
    {"nor beside the SOA that would make it NODATA", RA, "fs", SESAME_MALFORMED, 0},
    {"nor from a server that is lame", QR, "f", SESAME_MALFORMED, 0},
    {"nor beside a referral", QR, "fn", SESAME_MALFORMED, 0},
    {"records of another owner beside the answer", RA, "fa", SESAME_OK, 300},
    {"NXDOMAIN beside records of another owner", RA | 3, "fs", SESAME_NXDOMAIN, 60},
    {"another type of the name asked: NODATA", RA, "t", SESAME_NODATA, 0},
    {"another class answers nothing", RA, "x", SESAME_MALFORMED, 0},
    {"nor does an alias of another class", RA, "y", SESAME_MALFORMED, 0},
    {"another class beside the answer", RA, "xa", SESAME_OK, 300},
    {"a chain, its end of another owner: asked on", RA, "cf", SESAME_ALIAS, 200},
    {"a chain and its end", RA, "ch", SESAME_OK, 30},
    {"a DNAME without its CNAME is followed, RFC 6672 3.1", RA, "dm", SESAME_OK, 30},
    {"a DNAME alone is asked on", AA, "d", SESAME_ALIAS, 250},
    {"a DNAME with the SOA of its end: NODATA", RA, "dS", SESAME_NODATA, 60},
    {"a DNAME whose end does not exist", RA | 3, "dS", SESAME_NXDOMAIN, 60},
    {"a CNAME goes before a DNAME", RA, "cdh", SESAME_OK, 30},
    {"a DNAME that leads over 255 octets", RA, "D", SESAME_MALFORMED, 0},
    {"... from an authority that says no more", AA, "Ds", SESAME_MALFORMED, 0},
    {"... and one that says NXDOMAIN", RA | 3, "Ds", SESAME_MALFORMED, 0},
    {"... with the code for it", RA | 6, "D", SESAME_OTHER_RCODE, 0},
    {"SERVFAIL", RA | 2, "", SESAME_SERVFAIL, 0},
    {"REFUSED", QR | 5, "", SESAME_REFUSED, 0},
    {"NOTIMP", QR | 4, "", SESAME_NOTIMP, 0},
    {"FORMERR", QR | 1, "", SESAME_FORMERR, 0},
    {"YXDOMAIN is another code", QR | 6, "", SESAME_OTHER_RCODE, 0},
    {"TC: cut", RA | SESAME_FLAG_TC, "a", SESAME_TRUNCATED, 0},
    {"SERVFAIL with records is a failure", RA | 2, "a", SESAME_SERVFAIL, 0},
    {"no QR bit", SESAME_FLAG_RA, "a", SESAME_MALFORMED, 0},
    {"opcode UPDATE", RA | 0x2800, "a", SESAME_MALFORMED, 0},
};

/* "xxx...x.xxx...x." with labels of LENGTHS octets, in wire form. */
static sesame_name long_name(const int *lengths, int count) {
  sesame_name name = {0, {0}};
  for (int i = 0; i < count; i++) {
    name.wire[name.length++] = (uint8_t)lengths[i];
    memset(name.wire + name.length, 'x', (size_t)lengths[i]);
    name.length = (uint8_t)(name.length + lengths[i]);
  }
  name.wire[name.length++] = 0;
  return name;
}

static void add_shape(reply *r, char letter) {
  const uint8_t address[] = {192, 0, 2, 9};
  const sesame_name far = long_name((const int[]){63, 63, 63, 60}, 4);
  size_t at = r->length;
  if (strchr("axfmh", letter)) {
    const char *owner = letter == 'f'   ? "f.example"
                        : letter == 'm' ? "q.OTHER"
                        : letter == 'h' ? "HOST.other"
                                        : "Q.example";
    add_record(r, owner, SESAME_TYPE_A, strchr("mh", letter) ? 30 : 300, address, 4);
  } else if (letter == 'c' || letter == 'y') {
    add_pointing(r, "q.example", SESAME_TYPE_CNAME, 200, "host.other");
  } else if (letter == 'F' || letter == 't') {
    add_record(r, letter == 't' ? "q.example" : "f.example", SESAME_TYPE_TXT, 300, "\001x", 2);
  } else if (letter == 'd') {
    add_pointing(r, "EXAMPLE", SESAME_TYPE_DNAME, 250, "other");
  } else if (letter == 'D') {
    add_record(r, "example", SESAME_TYPE_DNAME, 250, far.wire, far.length);
  } else if (letter == 'o') {
    add_pointing(r, "q.example", SESAME_TYPE_CNAME, 200, "w.example");
    add_pointing(r, "w.example", SESAME_TYPE_CNAME, 200, "Q.example");
  } else if (letter == 's' || letter == 'S') {
    add_soa(r, letter == 's' ? "example" : "other", 90, 60);
  } else if (letter == 'n') {
    add_pointing(r, "example", SESAME_TYPE_NS, 100, "ns.example");
  }
  if (letter == 'x' || letter == 'y') /* behind the owner and the type */
    r->bytes[at + make("q.example").length + 3] = 3;
}

/* Letters of the authority section stand behind those of the answer section. */
static reply shaped(unsigned flags, const char *shape) {
  int an = 0, ns = 0;
  for (const char *s = shape; *s; s++) {
    an += strchr("sSn", *s) ? 0 : *s == 'o' ? 2 : 1;
    ns += strchr("sSn", *s) != NULL;
  }
  reply r = start(flags, "q.example", SESAME_TYPE_A, an, ns, 0);
  for (const char *s = shape; *s; s++)
    add_shape(&r, *s);
  return r;
}

static void test_decisions(void) {
  for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++) {
    reply r = shaped(decisions[i].flags, decisions[i].shape);
    sesame_answer *a = read_as(&r, "q.example", SESAME_TYPE_A);
    CHECK(sesame_answer_status(a) == decisions[i].status, "%s: %s", decisions[i].rule,
          sesame_status_name(sesame_answer_status(a)));
    CHECK(sesame_answer_ttl(a) == decisions[i].ttl, "%s: ttl %u", decisions[i].rule,
          sesame_answer_ttl(a));
    bool present = decisions[i].status == SESAME_OK;
    CHECK((sesame_answer_count(a) > 0) == present || decisions[i].status == SESAME_SERVFAIL,
          "%s: records only when present", decisions[i].rule);
    sesame_answer_free(a);
  }
}

static void test_every_cut(void) {
  reply r = shaped(RA, "cS");
  for (size_t length = 0; length < r.length; length++) {
    reply cut = r;
    cut.length = length;
    sesame_answer *a = read_as(&cut, "q.example", SESAME_TYPE_A);
    CHECK(sesame_answer_status(a) == SESAME_MALFORMED, "cut at %zu", length);
    sesame_answer_free(a);
  }
  add_bytes(&r, "x", 1);
  sesame_answer *a = read_as(&r, "q.example", SESAME_TYPE_A);
  CHECK(sesame_answer_status(a) == SESAME_MALFORMED, "a byte left over");
  sesame_answer_free(a);
}

static void expect_status(const reply *r, const char *name, int type, sesame_status status,
                          const char *rule) {
  sesame_answer *a = read_as(r, name, type);
  CHECK(sesame_answer_status(a) == status, "%s: %s", rule,
        sesame_status_name(sesame_answer_status(a)));
  sesame_answer_free(a);
}

static void test_question(void) {
  reply r = shaped(RA, "a");
  expect_status(&r, "other.example", SESAME_TYPE_A, SESAME_MALFORMED, "another name");
  expect_status(&r, "q.example", SESAME_TYPE_MX, SESAME_MALFORMED, "another type");
  expect_status(&r, "Q.EXAMPLE", SESAME_TYPE_A, SESAME_OK, "another case");
  reply bare = {.length = 0};
  const uint8_t header[12] = {0, 7, 0x80, 0x05};
  add_bytes(&bare, header, 12);
  expect_status(&bare, "q.example", SESAME_TYPE_A, SESAME_REFUSED, "header-only REFUSED");
  bare.bytes[3] = 3;
  expect_status(&bare, "q.example", SESAME_TYPE_A, SESAME_MALFORMED, "header-only NXDOMAIN");
  bare.bytes[3] = 0;
  expect_status(&bare, "q.example", SESAME_TYPE_A, SESAME_MALFORMED, "header-only NOERROR");
  r = shaped(RA, "a");
  r.bytes[5] = 2;
  expect_status(&r, "q.example", SESAME_TYPE_A, SESAME_MALFORMED, "two questions");
  r = shaped(RA, "a");
  r.bytes[6] = 0xFF; /* 65,281 answers in a few octets */
  expect_status(&r, "q.example", SESAME_TYPE_A, SESAME_MALFORMED, "counts that lie");
}

/* Record data that must make the message malformed. */
static const struct {
  const char *rule;
  int type;
  const char *data;
  size_t length;
  sesame_status status;
} data_cases[] = {
    {"A of 3 octets", SESAME_TYPE_A, "abc", 3, SESAME_MALFORMED},
    {"A of 5 octets", SESAME_TYPE_A, "abcde", 5, SESAME_MALFORMED},
    {"AAAA of 4 octets", SESAME_TYPE_AAAA, "abcd", 4, SESAME_MALFORMED},
    {"TXT without a string, RFC 1035 3.3.14", SESAME_TYPE_TXT, "", 0, SESAME_MALFORMED},
    {"TXT string over its data", SESAME_TYPE_TXT, "\005abc", 4, SESAME_MALFORMED},
    {"empty TXT string", SESAME_TYPE_TXT, "\0", 1, SESAME_OK},
    {"MX without an exchange", SESAME_TYPE_MX, "\0\012", 2, SESAME_MALFORMED},
    {"null MX, RFC 7505", SESAME_TYPE_MX, "\0\0\0", 3, SESAME_OK},
    {"name with bytes behind", SESAME_TYPE_NS, "\001a\0x", 4, SESAME_MALFORMED},
    {"name cut", SESAME_TYPE_NS, "\003a", 2, SESAME_MALFORMED},
    {"pointer to itself", SESAME_TYPE_NS, "\xC0\x30", 2, SESAME_MALFORMED},
    {"pointer forward", SESAME_TYPE_NS, "\xC1\x00", 2, SESAME_MALFORMED},
    {"label type 01", SESAME_TYPE_NS,
     "\x41"
     "a\0",
     3, SESAME_MALFORMED},
    {"pointer to the question", SESAME_TYPE_NS, "\xC0\x0C", 2, SESAME_OK},
    {"SOA cut", SESAME_TYPE_SOA, "\0\0abcd", 6, SESAME_MALFORMED},
    {"unknown type is not read", 65280, "\xFF\xFF", 2, SESAME_OK},
};

static void test_data(void) {
  for (size_t i = 0; i < sizeof data_cases / sizeof *data_cases; i++) {
    reply r = start(RA, "q.example", data_cases[i].type, 1, 0, 0);
    add_record(&r, "q.example", data_cases[i].type, 5, data_cases[i].data, data_cases[i].length);
    expect_status(&r, "q.example", data_cases[i].type, data_cases[i].status, data_cases[i].rule);
  }
}

/* A chain of pointers, each two octets, each strictly backwards, is legal; a name grown over 255
 * octets is not. */
static void test_long_pointers(void) {
  reply r = start(RA, "q.example", SESAME_TYPE_TXT, 1, 0, 0);
  size_t at = r.length;
  add16(&r, 0xC00C);
  for (int i = 0; i < 4; i++) {
    uint8_t label[64] = {63};
    memset(label + 1, 'x', 63);
    add_bytes(&r, label, 64);
  }
  add16(&r, 0xC000 | (unsigned)at);
  sesame_name name;
  CHECK(message_expand(r.bytes, r.length, at + 2, &name) == 0, "over 255 octets by a pointer");
  CHECK(message_expand(r.bytes, r.length, at + 2 + 64, &name) != 0 && name.length == 203,
        "three labels and the question: %d", name.length);
}

static void test_records(void) {
  reply r = start(RA, "q.example", SESAME_TYPE_TXT, 4, 0, 0);
  add_record(&r, "q.example", SESAME_TYPE_TXT, 300, "\006v=spf1\003 -a\002ll", 14);
  add_record(&r, "q.example", SESAME_TYPE_TXT, 0x80000001, "\003\"\\\001", 4);
  add_record(&r, "q.example", SESAME_TYPE_TXT, 300, "\006v=spf1\003 -a\002ll", 14);
  add_record(&r, "other.example", SESAME_TYPE_TXT, 300, "\001x", 2);
  sesame_answer *a = read_as(&r, "q.example", SESAME_TYPE_TXT);
  sesame_record record;
  char out[64];
  CHECK(sesame_answer_count(a) == 3, "RFC 7208 4.5: identical texts are several records");
  sesame_answer_record(a, 0, &record);
  CHECK(sesame_record_text(&record, out, sizeof out) == 11 && memcmp(out, "v=spf1 -all", 11) == 0,
        "RFC 7208 3.3: strings join without a space");
  memset(out, '.', sizeof out);
  CHECK(sesame_record_text(&record, out, 8) == 11 && out[8] == '.', "bounded, full length told");
  CHECK(sesame_record_text(&record, NULL, 0) == 11, "only the length");
  sesame_record_format(&record, out, sizeof out);
  CHECK(strcmp(out, "\"v=spf1\" \" -a\" \"ll\"") == 0, "format: %s", out);
  sesame_answer_record(a, 1, &record);
  CHECK(record.ttl == 0, "RFC 2181 8: a TTL with the top bit is 0");
  sesame_record_format(&record, out, sizeof out);
  CHECK(strcmp(out, "\"\\\"\\\\\\001\"") == 0, "escapes: %s", out);
  CHECK(sesame_record_format(&record, out, 3) == 10 && strcmp(out, "\"\\") == 0,
        "format is bounded");
  CHECK(sesame_answer_ttl(a) == 0, "the smallest TTL");
  CHECK(!sesame_answer_record(a, 3, &record), "no fourth record");
  CHECK(sesame_answer_rtt_us(a) == 1500 && strcmp(sesame_answer_server(a), "192.0.2.1:53") == 0,
        "who and how long");
  size_t index = 0, seen = 0;
  while (sesame_answer_walk(a, SESAME_ANSWER, &index, &record))
    seen++;
  CHECK(seen == 4, "walk sees the section as it is");
  sesame_answer_free(a);
}

static void test_duplicates(void) {
  const uint8_t pointing[] = {0, 10, 0xC0, 0x0C}, other[] = {0, 20, 0xC0, 0x0C};
  sesame_name full = make("Q.example");
  uint8_t written[2 + SESAME_NAME_MAX] = {0, 10};
  memcpy(written + 2, full.wire, full.length);
  reply r = start(RA, "q.example", SESAME_TYPE_MX, 3, 0, 0);
  add_record(&r, "q.example", SESAME_TYPE_MX, 60, pointing, sizeof pointing);
  add_record(&r, "q.example", SESAME_TYPE_MX, 60, written, 2u + full.length);
  add_record(&r, "q.example", SESAME_TYPE_MX, 60, other, sizeof other);
  sesame_answer *a = read_as(&r, "q.example", SESAME_TYPE_MX);
  CHECK(sesame_answer_count(a) == 2, "RFC 2181 5: one record, however its name is compressed");
  sesame_answer_free(a);
}

static void test_extended_rcode(void) {
  reply r = start(RA | 0, "q.example", SESAME_TYPE_A, 0, 0, 1);
  add_name(&r, ".");
  add16(&r, SESAME_TYPE_OPT);
  add16(&r, 1232);
  add16(&r, 0x0100); /* extended rcode 1: BADVERS (16) */
  add16(&r, 0);
  add16(&r, 0);
  sesame_answer *a = read_as(&r, "q.example", SESAME_TYPE_A);
  CHECK(sesame_answer_rcode(a) == 16 && sesame_answer_status(a) == SESAME_OTHER_RCODE,
        "RFC 6891 6.1.3: BADVERS is %d", sesame_answer_rcode(a));
  sesame_answer_free(a);
}

static void test_chain(void) {
  const uint8_t address[] = {192, 0, 2, 9};
  reply r = start(RA, "q.example", SESAME_TYPE_A, 3, 0, 0);
  add_record(&r, "host.other", SESAME_TYPE_A, 30, address, 4); /* order in the section is free */
  add_pointing(&r, "b.example", SESAME_TYPE_CNAME, 20, "Host.Other");
  add_pointing(&r, "q.example", SESAME_TYPE_CNAME, 200, "b.example");
  sesame_answer *a = read_as(&r, "q.example", SESAME_TYPE_A);
  sesame_record record;
  sesame_name name;
  char text[SESAME_NAME_TEXT_MAX];
  CHECK(sesame_answer_status(a) == SESAME_OK && sesame_answer_chain_count(a) == 2, "chain of two");
  sesame_answer_chain(a, 1, &record);
  sesame_record_owner(&record, &name);
  sesame_name_format(&name, text);
  CHECK(strcmp(text, "b.example") == 0, "in order: %s", text);
  sesame_answer_target(a, &name);
  sesame_name_format(&name, text);
  CHECK(strcmp(text, "Host.Other") == 0 && sesame_answer_ttl(a) == 20, "target %s", text);
  sesame_answer_free(a);

  a = read_as(&r, "q.example", SESAME_TYPE_A);
  sesame_answer_free(sesame_answer_keep(a));
  CHECK(sesame_answer_count(a) == 1, "kept once more, freed once: still there");
  sesame_answer_free(a);
}

static void test_chain_length(void) {
  char from[32], to[32];
  reply r = start(RA, "n0.example", SESAME_TYPE_A, SESAME_CHAIN_MAX + 1, 0, 0);
  for (int i = 0; i <= SESAME_CHAIN_MAX; i++) {
    snprintf(from, sizeof from, "n%d.example", i);
    snprintf(to, sizeof to, "n%d.example", i + 1);
    add_pointing(&r, from, SESAME_TYPE_CNAME, 60, to);
  }
  expect_status(&r, "n0.example", SESAME_TYPE_A, SESAME_CNAME_LENGTH, "17 CNAMEs");
  expect_status(&r, "n1.example", SESAME_TYPE_A, SESAME_MALFORMED, "another question");
}

/* The CNAMEs that DNAMEs make are in the chain and in no section; the message stays as it came. */
static void test_dname(void) {
  reply r = shaped(RA, "dm");
  sesame_answer *a = read_as(&r, "q.example", SESAME_TYPE_A);
  sesame_record record;
  sesame_name name;
  char text[SESAME_NAME_TEXT_MAX];
  size_t length, index = 0;
  const uint8_t *message = sesame_answer_message(a, &length);
  CHECK(length == r.length && memcmp(message, r.bytes, length) == 0, "the message as it came");
  CHECK(sesame_answer_chain_count(a) == 1 && sesame_answer_count(a) == 1, "one CNAME, one record");
  sesame_answer_chain(a, 0, &record);
  sesame_record_owner(&record, &name);
  sesame_name_format(&name, text);
  CHECK(record.type == SESAME_TYPE_CNAME && record.ttl == 250 && strcmp(text, "q.example") == 0,
        "the CNAME made is of %s", text);
  sesame_answer_target(a, &name);
  sesame_name_format(&name, text);
  CHECK(strcmp(text, "q.other") == 0, "and leads to %s", text);
  while (sesame_answer_walk(a, SESAME_ANSWER, &index, &record))
    CHECK(record.type != SESAME_TYPE_CNAME, "it is in no section");
  sesame_answer *joined = sesame_answer_join(a, a);
  CHECK(sesame_answer_status(joined) == SESAME_OK, "its bytes can be copied");
  sesame_answer_free(joined);
  sesame_answer_free(a);
}

/* Questions that a DNAME above the name answers in other ways. */
static void test_dname_types(void) {
  reply r = start(RA, "q.example", SESAME_TYPE_CNAME, 1, 0, 0);
  add_shape(&r, 'd');
  expect_status(&r, "q.example", SESAME_TYPE_CNAME, SESAME_OK, "the CNAME made is the answer");
  r = start(RA, "q.example", SESAME_TYPE_DNAME, 1, 0, 0);
  add_shape(&r, 'd');
  expect_status(&r, "q.example", SESAME_TYPE_DNAME, SESAME_ALIAS, "the DNAME asked for is below");
  r = start(RA, "example", SESAME_TYPE_A, 1, 0, 0);
  add_shape(&r, 'd');
  expect_status(&r, "example", SESAME_TYPE_A, SESAME_NODATA, "its owner is not led away");
  r = start(RA, "q.example", SESAME_TYPE_A, 1, 0, 0);
  add_pointing(&r, "other", SESAME_TYPE_DNAME, 9, "x");
  expect_status(&r, "q.example", SESAME_TYPE_A, SESAME_MALFORMED, "a DNAME beside the name");
  r = start(RA, "q.example", SESAME_TYPE_A, 2, 0, 0);
  add_pointing(&r, "example", SESAME_TYPE_DNAME, 9, "other");
  add_pointing(&r, "other", SESAME_TYPE_DNAME, 9, "example");
  expect_status(&r, "q.example", SESAME_TYPE_A, SESAME_CNAME_LOOP, "two DNAMEs in a ring");
  r = start(RA, "q.example", SESAME_TYPE_A, 1, 0, 0);
  add_pointing(&r, "example", SESAME_TYPE_DNAME, 9, "a.example");
  expect_status(&r, "q.example", SESAME_TYPE_A, SESAME_CNAME_LENGTH, "one that never ends");
  r = start(RA, "q.example", SESAME_TYPE_A, 1, 0, 0);
  add_pointing(&r, "example", SESAME_TYPE_DNAME, 9, "abcdefghijklmnopqrstuvwxyz.example");
  expect_status(&r, "q.example", SESAME_TYPE_A, SESAME_MALFORMED, "one that grows over 255");
}

/* The longest name that a DNAME may make, and one octet more. */
static void test_dname_limit(void) {
  for (int last = 58; last <= 61; last++) {
    const sesame_name target = long_name((const int[]){63, 63, 63, last}, 4);
    reply r = start(AA, "q.example", SESAME_TYPE_A, 1, 0, 0);
    add_record(&r, "example", SESAME_TYPE_DNAME, 9, target.wire, target.length);
    bool fits = 2 + target.length <= SESAME_NAME_MAX;
    expect_status(&r, "q.example", SESAME_TYPE_A, fits ? SESAME_ALIAS : SESAME_MALFORMED,
                  fits ? "a name of up to 255 octets" : "a name of 256 octets");
  }
}

/* A message of 65,535 octets leaves no offset for the CNAME: unknown, not absent. */
static void test_dname_no_room(void) {
  static uint8_t bytes[SESAME_MESSAGE_MAX];
  reply r = start(AA, "q.example", SESAME_TYPE_A, 2, 0, 0);
  add_shape(&r, 'd');
  size_t head = r.length + make("q.example").length + 10u;
  memcpy(bytes, r.bytes, r.length);
  r.length = 0;
  add_record(&r, "q.example", 65280, 9, "", 0);
  memcpy(bytes + head - r.length, r.bytes, r.length);
  size_t rest = sizeof(bytes) - head;
  bytes[head - 2] = (uint8_t)(rest >> 8);
  bytes[head - 1] = (uint8_t)rest;
  sesame_name name = make("q.example");
  sesame_answer *a = sesame_answer_read(&name, SESAME_TYPE_A, bytes, sizeof(bytes), NULL, 0);
  CHECK(sesame_answer_status(a) == SESAME_MALFORMED, "a full message with a DNAME: %s",
        sesame_status_name(sesame_answer_status(a)));
  sesame_answer_free(a);
}

static sesame_answer *built(const char *name, int type, const char *cname_to, bool nxdomain,
                            const char *address) {
  sesame_builder b;
  sesame_name owner = make(name), target = make(cname_to ? cname_to : ".");
  sesame_builder_open(&b, &owner, type, SESAME_FLAG_AA, nxdomain ? 3 : 0);
  if (cname_to)
    sesame_builder_add(&b, SESAME_ANSWER, &owner, SESAME_TYPE_CNAME, 50, target.wire,
                       target.length);
  if (address)
    sesame_builder_add(&b, SESAME_ANSWER, &owner, SESAME_TYPE_A, 70, address, 4);
  return sesame_builder_finish(&b, "zone");
}

static void expect_join(sesame_answer *a, sesame_answer *b, sesame_status status, size_t chain,
                        const char *rule) {
  sesame_answer *joined = sesame_answer_join(a, b);
  CHECK(sesame_answer_status(joined) == status, "%s: %s", rule,
        sesame_status_name(sesame_answer_status(joined)));
  CHECK(sesame_answer_chain_count(joined) == chain, "%s: chain", rule);
  CHECK(sesame_name_equal(sesame_answer_name(joined), sesame_answer_name(a)), "%s: name", rule);
  sesame_answer_free(joined);
  sesame_answer_free(a);
  sesame_answer_free(b);
}

static void test_join(void) {
  int type = SESAME_TYPE_A;
  expect_join(built("a.x", type, "b.y", false, NULL), built("b.y", type, NULL, false, "abcd"),
              SESAME_OK, 1, "records at the target");
  expect_join(built("a.x", type, "b.y", false, NULL), built("b.y", type, "c.z", false, NULL),
              SESAME_ALIAS, 2, "the chain goes on");
  expect_join(built("a.x", type, "b.y", false, NULL), built("b.y", type, NULL, true, NULL),
              SESAME_NXDOMAIN, 1, "dangling");
  expect_join(built("a.x", type, "b.y", false, NULL), built("b.y", type, "a.x", false, NULL),
              SESAME_CNAME_LOOP, 2, "a loop over two answers");
  sesame_name target = make("b.y");
  expect_join(built("a.x", type, "b.y", false, NULL),
              sesame_answer_failure(&target, type, SESAME_TIMEOUT, NULL), SESAME_TIMEOUT, 1,
              "what the target could not tell is unknown");
}

static void test_query(void) {
  uint8_t out[SESAME_QUERY_MAX];
  sesame_name name = make("q.example");
  size_t length = sesame_message_query(out, 0x1234, &name, SESAME_TYPE_MX, SESAME_FLAG_RD, 1232);
  static const uint8_t wanted[] = {0x12, 0x34, 1,   0,   0,   1,    0,   0,   0,   0, 0, 1,  1,
                                   'q',  7,    'e', 'x', 'a', 'm',  'p', 'l', 'e', 0, 0, 15, 0,
                                   1,    0,    0,   41,  4,   0xD0, 0,   0,   0,   0, 0, 0};
  CHECK(length == sizeof wanted && memcmp(out, wanted, length) == 0, "query with EDNS");
  length = sesame_message_query(out, 1, &name, SESAME_TYPE_A, 0, 0);
  CHECK(length == 27 && out[2] == 0 && out[11] == 0, "query without");
}

static void test_builder_limits(void) {
  sesame_builder b;
  sesame_name name = make("q.example");
  static const uint8_t data[60000];
  sesame_builder_open(&b, &name, SESAME_TYPE_TXT, 0, 0);
  sesame_builder_add(&b, SESAME_ANSWER, &name, 65280, 1, data, sizeof data);
  CHECK(!b.failed, "60,000 octets fit");
  sesame_builder_add(&b, SESAME_ANSWER, &name, 65280, 1, data, sizeof data);
  CHECK(b.failed && sesame_builder_finish(&b, NULL) == NULL, "two of them do not");
  sesame_builder_open(&b, &name, SESAME_TYPE_TXT, 0, 0);
  sesame_builder_add(&b, SESAME_AUTHORITY, &name, 65280, 1, data, 1);
  sesame_builder_add(&b, SESAME_ANSWER, &name, 65280, 1, data, 1);
  CHECK(b.failed, "a section behind its place");
  sesame_builder_close(&b);
}

int main(void) {
  test_decisions();
  test_every_cut();
  test_question();
  test_data();
  test_long_pointers();
  test_records();
  test_duplicates();
  test_extended_rcode();
  test_chain();
  test_chain_length();
  test_dname();
  test_dname_types();
  test_dname_limit();
  test_dname_no_room();
  test_join();
  test_query();
  test_builder_limits();
  return check_report("message");
}
