/* SPDX-License-Identifier: MIT */
/* Master files and the answers made from them: tables of zone, question and answer; faults with
 * their file and line; files and what they may include; walking, joining, size and speed. */
#include "../../core/zone.h"
#include "check.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SOA "@ SOA ns1 hostmaster 1 7200 900 1209600 300\n"

/* "nodata", "ok: 192.0.2.1 | 192.0.2.2", "ok -> t.example: ..." (at the end of a chain). */
static const char *ask(const sesame_zones *zones, const char *name, const char *type) {
  static char out[70000];
  sesame_name asked;
  sesame_record record;
  sesame_name_parse(&asked, name, strlen(name));
  sesame_answer *a = sesame_zones_answer(zones, &asked, sesame_type_from_name(type, strlen(type)));
  if (!a)
    return "out of memory";
  size_t used = (size_t)sprintf(out, "%s", sesame_status_name(sesame_answer_status(a)));
  if (sesame_answer_chain_count(a)) {
    char text[SESAME_NAME_TEXT_MAX];
    sesame_answer_target(a, &asked);
    sesame_name_format(&asked, text);
    used += (size_t)sprintf(out + used, " -> %s", text);
  }
  for (size_t i = 0; sesame_answer_record(a, i, &record); i++) {
    used += (size_t)sprintf(out + used, i ? " | " : ": ");
    used += sesame_record_format(&record, out + used, sizeof out - used);
  }
  sesame_answer_free(a);
  return out;
}

static sesame_zones *parse(const char *text, size_t length, const char *origin, char *error) {
  sesame_zones *zones;
  if (sesame_zones_open(&zones) != SESAME_OK)
    return NULL;
  error[0] = '\0';
  if (sesame_zones_parse(zones, "t", text, length, origin, error) == SESAME_OK)
    return zones;
  sesame_zones_close(zones);
  return NULL;
}

/* ---- syntax: one record set each, asked back ---- */

static const struct {
  const char *rule, *text, *name, *type, *want;
} syntax[] = {
    {"RFC 1035 5.1 @ is the origin", SOA "@ A 192.0.2.1", "x.test", "A", "ok: 192.0.2.1"},
    {"relative names get the origin", SOA "w A 192.0.2.1", "w.x.test", "A", "ok: 192.0.2.1"},
    {"a final dot makes a name absolute", SOA "w.x.test. A 192.0.2.1", "w.x.test", "A",
     "ok: 192.0.2.1"},
    {"a missing final dot doubles the target", SOA "w CNAME t.x.test", "w.x.test", "CNAME",
     "ok: t.x.test.x.test."},
    {"an escaped dot does not end a name", SOA "a\\. A 192.0.2.1", "a\\..x.test", "A",
     "ok: 192.0.2.1"},
    {"$ORIGIN", SOA "$ORIGIN s.x.test.\nw A 192.0.2.1", "w.s.x.test", "A", "ok: 192.0.2.1"},
    {"$ORIGIN may be relative", SOA "$ORIGIN s\nw A 192.0.2.1", "w.s.x.test", "A", "ok: 192.0.2.1"},
    {"blank owner", SOA "w A 192.0.2.1\n  A 192.0.2.2", "w.x.test", "A",
     "ok: 192.0.2.1 | 192.0.2.2"},
    {"blank owner by a tab, past empty lines and comments",
     SOA "w A 192.0.2.1\n\n ; no\n\t\n\tA 192.0.2.2", "w.x.test", "A", "ok: 192.0.2.1 | 192.0.2.2"},
    {"parentheses join lines", SOA "w MX (\n 10 ; first\n m )\n", "w.x.test", "MX",
     "ok: 10 m.x.test."},
    {"parentheses without spaces", SOA "w MX(10 m)", "w.x.test", "MX", "ok: 10 m.x.test."},
    {"several strings", SOA "w TXT \"a b\" \"c\"", "w.x.test", "TXT", "ok: \"a b\" \"c\""},
    {"strings that touch", SOA "w TXT \"a\"\"b\"", "w.x.test", "TXT", "ok: \"a\" \"b\""},
    {"strings without quotes", SOA "w TXT v=spf1 -all", "w.x.test", "TXT",
     "ok: \"v=spf1\" \"-all\""},
    {"an empty string", SOA "w TXT \"\"", "w.x.test", "TXT", "ok: \"\""},
    {"; ( ) in quotes are text", SOA "w TXT \"a;(b)\"", "w.x.test", "TXT", "ok: \"a;(b)\""},
    {"escapes \\X and \\DDD", SOA "w TXT \"\\\"\\065\\;\\\\\" \\;x", "w.x.test", "TXT",
     "ok: \"\\\"A;\\\\\" \";x\""},
    {"@ in quotes is text", SOA "w TXT \"@\"", "w.x.test", "TXT", "ok: \"@\""},
    {"octets over 0x7F", SOA "w TXT \"\xC3\xA9\"", "w.x.test", "TXT", "ok: \"\\195\\169\""},
    {"TTL before class", SOA "w 60 IN A 192.0.2.1", "w.x.test", "A", "ok: 192.0.2.1"},
    {"class before TTL", SOA "w IN 60 A 192.0.2.1", "w.x.test", "A", "ok: 192.0.2.1"},
    {"class by number", SOA "w CLASS1 A 192.0.2.1", "w.x.test", "A", "ok: 192.0.2.1"},
    {"types in any case", SOA "w in a 192.0.2.1", "w.x.test", "A", "ok: 192.0.2.1"},
    {"an owner that looks like a type, a class, a TTL",
     SOA "a A 192.0.2.1\nin A 192.0.2.2\n60 A 192.0.2.3", "60.x.test", "A", "ok: 192.0.2.3"},
    {"CRLF", "@ SOA a b 1 2 3 4 5\r\nw A 192.0.2.1\r\n", "w.x.test", "A", "ok: 192.0.2.1"},
    {"no newline at the end, a comment there", SOA "w A 192.0.2.1;x", "w.x.test", "A",
     "ok: 192.0.2.1"},
    {"a byte order mark", "\xEF\xBB\xBF" SOA "w A 192.0.2.1", "w.x.test", "A", "ok: 192.0.2.1"},
    {"names compare without case", SOA "W A 192.0.2.1", "w.X.test", "A", "ok: 192.0.2.1"},
    {"duplicates are one", SOA "w A 192.0.2.1\nw A 192.0.2.1", "w.x.test", "A", "ok: 192.0.2.1"},
    {"a zone transfer's SOA at both ends", SOA "w A 192.0.2.1\n" SOA, "x.test", "SOA",
     "ok: ns1.x.test. hostmaster.x.test. 1 7200 900 1209600 300"},
    {"SOA over lines with units", "@ SOA n h ( 1 ; serial\n 2h 15m\n 2w 1h30m )\n", "x.test", "SOA",
     "ok: n.x.test. h.x.test. 1 7200 900 1209600 5400"},
    {"the root as a target", SOA "w MX 0 .", "w.x.test", "MX", "ok: 0 ."},
    {"AAAA", SOA "w AAAA 2001:DB8::1", "w.x.test", "AAAA", "ok: 2001:db8::1"},
    {"SRV", SOA "w SRV 1 2 3 t", "w.x.test", "SRV",
     "ok: \\# 16 0001000200030174017804746573740"
     "0"},
    {"CAA", SOA "w CAA 0 issue \"ca.test\"", "w.x.test", "CAA",
     "ok: \\# 14 000569737375656361"
     "2e74657374"},
    {"TLSA over lines", SOA "w TLSA 3 1 1 ( ab\n CD )", "w.x.test", "TLSA", "ok: \\# 5 030101abcd"},
    {"DS by algorithm's name", SOA "w DS 1 ECDSAP256SHA256 2 00ff", "w.x.test", "DS",
     "ok: \\# 6 00010d0200ff"},
    {"DNSKEY base64", SOA "w DNSKEY 257 3 13 AQI=", "w.x.test", "DNSKEY", "ok: \\# 6 0101030d0102"},
    {"RFC 3597 generic type", SOA "w TYPE65280 \\# 3 ab cdef", "w.x.test", "TYPE65280",
     "ok: \\# 3 abcdef"},
    {"RFC 3597 generic data of a known type", SOA "w A \\# 4 c0000201", "w.x.test", "A",
     "ok: 192.0.2.1"},
    {"generic data of no octets", SOA "w TYPE65280 \\# 0", "w.x.test", "TYPE65280", "ok: \\# 0"},
    {"types not read are kept as text", SOA "w HTTPS 1 . alpn=\"h2\"", "w.x.test", "TYPE65",
     "ok: \\# 14 31202e20616c706e3d2022683222"},
    {"no SOA: the origin's zone", "w A 192.0.2.1", "w.x.test", "A", "ok: 192.0.2.1"},
    {"no SOA, $ORIGIN below the origin", "$ORIGIN s.x.test.\nw A 192.0.2.1", "w.s.x.test", "A",
     "ok: 192.0.2.1"},
};

static void test_syntax(void) {
  char error[SESAME_ZONE_ERROR_MAX];
  for (size_t i = 0; i < sizeof syntax / sizeof *syntax; i++) {
    sesame_zones *zones = parse(syntax[i].text, strlen(syntax[i].text), "x.test", error);
    CHECK(zones, "%s: %s", syntax[i].rule, error);
    if (!zones)
      continue;
    const char *got = ask(zones, syntax[i].name, syntax[i].type);
    CHECK(strcmp(got, syntax[i].want) == 0, "%s: %s", syntax[i].rule, got);
    sesame_zones_close(zones);
  }
}

/* ---- faults ---- */

static const struct {
  const char *text;
  int status;
  const char *want; /* the error begins with this */
} faults[] = {
    {SOA "w A 192.0.2.300", SESAME_BAD_SYNTAX, "t:2: '192.0.2.300' is not an IPv4 address"},
    {SOA "\n\nw MX mail", SESAME_BAD_SYNTAX, "t:4: 'mail' is not a number from 0 to 65535"},
    {SOA "w MX 10", SESAME_BAD_SYNTAX, "t:2: MX data ends too early"},
    {SOA "w MX 70000 m", SESAME_BAD_SYNTAX, "t:2: '70000' is not a number from 0 to 65535"},
    {SOA "w A 192.0.2.1 x", SESAME_BAD_SYNTAX, "t:2: 'x' is too much for A"},
    {SOA "w TXT", SESAME_BAD_SYNTAX, "t:2: TXT data ends too early"},
    {SOA "w TXT \"open\nv A 192.0.2.1", SESAME_BAD_SYNTAX, "t:2: a quoted string is not closed"},
    {SOA "w MX ( 10\n m\n", SESAME_BAD_SYNTAX, "t:2: the '(' opened here is never closed"},
    {SOA "w MX 10 m )", SESAME_BAD_SYNTAX, "t:2: a ')' without its '('"},
    {SOA "w BOGUS 1", SESAME_BAD_SYNTAX, "t:2: 'BOGUS' is no record type"},
    {SOA " w A 192.0.2.1", SESAME_BAD_SYNTAX, "t:2: 'w' is no record type; is it a name with"},
    {"  A 192.0.2.1", SESAME_BAD_SYNTAX, "t:1: a line that begins with white space"},
    {SOA "w 60", SESAME_BAD_SYNTAX, "t:2: no type and data"},
    {SOA "w..v A 192.0.2.1", SESAME_BAD_NAME, "t:2: 'w..v' is not a domain name: an empty label"},
    {SOA "0123456789012345678901234567890123456789012345678901234567890123 A 192.0.2.1",
     SESAME_BAD_NAME, "t:2: '012345678901234567890123456789012345678901234567890123456789...' is "},
    {SOA "w TXT \"\\999\"", SESAME_BAD_SYNTAX, "t:2: '\\999' is not a text"},
    {SOA "w TXT a\\\n", SESAME_BAD_SYNTAX, "t:2: a backslash ends the line"},
    {"$TTL soon\n" SOA, SESAME_BAD_SYNTAX, "t:1: 'soon' is not a time"},
    {"$TTL 1h1\n$TTL 9w999999w\n" SOA, SESAME_BAD_SYNTAX, "t:2: '9w999999w' is not a time"},
    {"$ORIGIN\n" SOA, SESAME_BAD_SYNTAX, "t:1: $ORIGIN takes one name"},
    {SOA "$INCLUDE other.zone", SESAME_BAD_SYNTAX, "t:2: $INCLUDE works in files only"},
    {SOA "$GENERATE 1-9 $ A 192.0.2.$", SESAME_BAD_SYNTAX, "t:2: $GENERATE is BIND's own"},
    {SOA "$FOO", SESAME_BAD_SYNTAX, "t:2: unknown directive '$FOO'"},
    {SOA "w A \\# 3 c00002", SESAME_BAD_SYNTAX, "t:2: generic data that is not A data"},
    {SOA "w NS \\# 2 c000", SESAME_BAD_SYNTAX, "t:2: generic data that is not NS data"},
    {SOA "w TXT \\# 0", SESAME_BAD_SYNTAX, "t:2: generic data that is not TXT data"},
    {SOA "w TYPE65280 \\# 4 abc", SESAME_BAD_SYNTAX, "t:2: an odd number of hexadecimal"},
    {SOA "w TYPE65280 \\# 4 ab", SESAME_BAD_SYNTAX, "t:2: generic data of 1 octets, where"},
    {SOA "w TYPE65280 ab", SESAME_BAD_SYNTAX, "t:2: data of a type by number is written as"},
    {SOA "w TLSA 3 1 1 xy", SESAME_BAD_SYNTAX, "t:2: 'xy' is not hexadecimal"},
    {"", SESAME_BAD_SYNTAX, "t:1: no records here"},
    {"; nothing\n\n", SESAME_BAD_SYNTAX, "t:1: no records here"},
};

static void test_faults(void) {
  char error[SESAME_ZONE_ERROR_MAX];
  sesame_zones *zones;
  sesame_zones_open(&zones);
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    int status =
        sesame_zones_parse(zones, "t", faults[i].text, strlen(faults[i].text), "x.test", error);
    CHECK(status == faults[i].status, "%s: status %d", faults[i].want, status);
    CHECK(strncmp(error, faults[i].want, strlen(faults[i].want)) == 0, "%s: got %s", faults[i].want,
          error);
    CHECK(sesame_zones_count(zones) == 0, "%s: nothing was added", faults[i].want);
  }
  CHECK(sesame_zones_parse(zones, "t", "w\0v A 192.0.2.1", 15, "x.test", error) ==
            SESAME_BAD_SYNTAX,
        "a NUL octet");
  CHECK(sesame_zones_parse(zones, "t", SOA, strlen(SOA), "a..b", error) == SESAME_BAD_NAME,
        "an origin that is no name");
  CHECK(sesame_zones_parse(zones, "t", "w.y.test. A 192.0.2.1\n", 22, NULL, error) ==
            SESAME_BAD_SYNTAX,
        "neither SOA nor origin");
  sesame_zones_close(zones);
}

/* ---- answers ---- */

static const char world[] =
    "$ORIGIN x.test.\n$TTL 600\n" SOA "@ NS ns1\nns1 A 192.0.2.1\n"
    "a.b.c A 192.0.2.2\n" /* b and c are empty non-terminals */
    "* TXT \"wild\"\n*.w A 192.0.2.3\nin.w TXT \"t\"\nbelow.ent.w A 192.0.2.4\n"
    "*.alias CNAME ns1\n"
    "al CNAME al2\nal2 CNAME ns1\nout CNAME z.elsewhere.test.\nto-y CNAME w.y.test.\n"
    "gone CNAME nx.y.test.\nnone CNAME ns1\n"
    "loop CNAME loop2\nloop2 CNAME loop\nself CNAME self\n"
    "both CNAME ns1\nboth TXT \"hidden\"\n"
    "old DNAME new\nhost.new A 192.0.2.5\nold TXT \"at the owner\"\n"
    "cut NS ns.cut\nns.cut A 192.0.2.6\ncut DS 1 8 2 00\nto-cut CNAME w.cut\n"
    "sub NS ns.sub\nns.sub A 192.0.2.7\nsub DS 2 8 2 00\n"
    "x.* A 192.0.2.8\n"
    "$ORIGIN y.test.\n" SOA "w A 192.0.2.9\nback CNAME al.x.test.\n"
    "$ORIGIN sub.x.test.\n" SOA "@ NS ns\nns A 192.0.2.7\nd A 192.0.2.10\n";

static const struct {
  const char *rule, *name, *type, *want;
} answers[] = {
    {"records", "ns1.x.test", "A", "ok: 192.0.2.1"},
    {"NODATA", "ns1.x.test", "MX", "nodata"},
    {"RFC 4592 2.2.2 an empty non-terminal is NODATA", "c.x.test", "TXT", "nodata"},
    {"another one", "b.c.x.test", "A", "nodata"},
    {"below an empty non-terminal the apex's wildcard does not reach", "q.c.x.test", "TXT",
     "nxdomain"},
    {"a wildcard answers", "q.x.test", "TXT", "ok: \"wild\""},
    {"a wildcard answers deep", "p.q.x.test", "TXT", "ok: \"wild\""},
    {"a wildcard without the type is NODATA", "q.x.test", "A", "nodata"},
    {"the name * itself", "*.x.test", "TXT", "ok: \"wild\""},
    {"a nearer wildcard", "q.w.x.test", "A", "ok: 192.0.2.3"},
    {"the nearer wildcard hides the farther", "q.w.x.test", "TXT", "nodata"},
    {"a wildcard does not cover a name that exists", "in.w.x.test", "A", "nodata"},
    {"nor an empty non-terminal", "ent.w.x.test", "A", "nodata"},
    {"nor what is below one", "q.ent.w.x.test", "A", "nxdomain"},
    {"below a name that exists", "q.ns1.x.test", "TXT", "nxdomain"},
    {"a wildcard CNAME", "q.alias.x.test", "A", "ok -> ns1.x.test: 192.0.2.1"},
    {"a chain", "al.x.test", "A", "ok -> ns1.x.test: 192.0.2.1"},
    {"a CNAME asked for is not followed", "al.x.test", "CNAME", "ok: al2.x.test."},
    {"a chain that leaves the zones", "out.x.test", "A", "alias -> z.elsewhere.test"},
    {"a chain into another zone", "to-y.x.test", "A", "ok -> w.y.test: 192.0.2.9"},
    {"a chain back", "back.y.test", "A", "ok -> ns1.x.test: 192.0.2.1"},
    {"a chain to a name that is not there", "gone.x.test", "A", "nxdomain -> nx.y.test"},
    {"a chain to NODATA", "none.x.test", "MX", "nodata -> ns1.x.test"},
    {"a chain into a delegation", "to-cut.x.test", "A", "alias -> w.cut.x.test"},
    {"a loop", "loop.x.test", "A", "cname-loop -> loop.x.test"},
    {"a loop of one", "self.x.test", "A", "cname-loop -> self.x.test"},
    {"CNAME and other data: CNAME wins", "both.x.test", "TXT", "nodata -> ns1.x.test"},
    {"DNAME", "host.old.x.test", "A", "ok -> host.new.x.test: 192.0.2.5"},
    {"DNAME to nothing: the wildcard does not reach below new", "q.old.x.test", "TXT",
     "nxdomain -> q.new.x.test"},
    {"DNAME's owner has its own data", "old.x.test", "TXT", "ok: \"at the owner\""},
    {"DNAME asked for", "old.x.test", "DNAME", "ok: new.x.test."},
    {"CNAME asked for below DNAME", "host.old.x.test", "CNAME", "ok: host.new.x.test."},
    {"a delegation", "cut.x.test", "A", "referral"},
    {"NS at a delegation", "cut.x.test", "NS", "referral"},
    {"below a delegation", "q.r.cut.x.test", "TXT", "referral"},
    {"glue is not data", "ns.cut.x.test", "A", "referral"},
    {"DS is the parent's", "cut.x.test", "DS", "ok: \\# 5 0001080200"},
    {"the delegated zone is here", "d.sub.x.test", "A", "ok: 192.0.2.10"},
    {"its apex", "sub.x.test", "NS", "ok: ns.sub.x.test."},
    {"DS of a zone that is here, from its parent", "sub.x.test", "DS", "ok: \\# 5 0002080200"},
    {"its NXDOMAIN", "q.sub.x.test", "A", "nxdomain"},
    {"a wildcard as an empty non-terminal's label", "x.*.x.test", "A", "ok: 192.0.2.8"},
    {"below no apex", "test", "A", "not-in-zone"},
    {"elsewhere", "x.example", "A", "not-in-zone"},
    {"not a part of a label", "notx.test", "A", "not-in-zone"},
};

static void test_answers(void) {
  char error[SESAME_ZONE_ERROR_MAX];
  sesame_zones *zones = parse(world, strlen(world), NULL, error);
  CHECK(zones, "%s", error);
  if (!zones)
    return;
  for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
    const char *got = ask(zones, answers[i].name, answers[i].type);
    CHECK(strcmp(got, answers[i].want) == 0, "%s: %s", answers[i].rule, got);
  }
  CHECK(strstr(sesame_zones_note(zones, 0), "a CNAME and other data"), "the fault is noted: %s",
        sesame_zones_note(zones, 0));
  sesame_zones_close(zones);
}

/* ---- TTLs, flags and sections ---- */

static sesame_answer *get(const sesame_zones *zones, const char *text, int type) {
  sesame_name name;
  sesame_name_parse(&name, text, strlen(text));
  return sesame_zones_answer(zones, &name, type);
}

static uint32_t ttl_of(const char *text, const char *name, int type) {
  char error[SESAME_ZONE_ERROR_MAX];
  sesame_zones *zones = parse(text, strlen(text), "x.test", error);
  if (!zones)
    return UINT32_MAX;
  sesame_answer *a = get(zones, name, type);
  uint32_t ttl = sesame_answer_ttl(a);
  sesame_answer_free(a);
  sesame_zones_close(zones);
  return ttl;
}

static void test_ttls(void) {
  static const struct {
    const char *rule, *text;
    uint32_t want;
  } ttls[] = {
      {"the record's own", SOA "$TTL 9\nw 1h A 192.0.2.1", 3600},
      {"$TTL", "$TTL 1d\n" SOA "w A 192.0.2.1", 86400},
      {"a later $TTL counts from there", "$TTL 1d\n" SOA "$TTL 2\nw A 192.0.2.1", 2},
      {"RFC 1035 5.1 the last stated", SOA "v 77 A 192.0.2.2\nw A 192.0.2.1", 77},
      {"RFC 2308 4 the SOA's minimum", SOA "w A 192.0.2.1", 300},
      {"the last stated does not cross into the next zone",
       "$ORIGIN y.test.\n" SOA "v 77 A 192.0.2.2\n$ORIGIN x.test.\n" SOA "w A 192.0.2.1", 300},
      {"no SOA at all", "w A 192.0.2.1", 3600},
      {"RFC 2181 5.2 one TTL in a set, the smallest", SOA "w 90 A 192.0.2.1\nw 50 A 192.0.2.2", 50},
      {"units in any case", SOA "w 1W2D A 192.0.2.1", 777600},
      {"zero", SOA "w 0 A 192.0.2.1", 0},
      {"RFC 2308 5 absent: the smaller of minimum and the SOA's TTL",
       "@ 100 SOA a b 1 2 3 4 300\nw TXT \"\"", 100},
      {"absent: the minimum", "@ 1000 SOA a b 1 2 3 4 300\nw TXT \"\"", 300},
  };
  for (size_t i = 0; i < sizeof ttls / sizeof *ttls; i++) {
    uint32_t got = ttl_of(ttls[i].text, "w.x.test", SESAME_TYPE_A);
    CHECK(got == ttls[i].want, "%s: %u", ttls[i].rule, (unsigned)got);
  }
}

static void test_sections(void) {
  char error[SESAME_ZONE_ERROR_MAX];
  sesame_zones *zones = parse(world, strlen(world), NULL, error);
  sesame_record record;
  size_t at = 0, glue = 0;
  sesame_answer *a = get(zones, "nx.y.test", SESAME_TYPE_A);
  CHECK(sesame_answer_rcode(a) == 3, "NXDOMAIN's rcode");
  CHECK(sesame_answer_flags(a) & SESAME_FLAG_AA, "AA");
  CHECK(strcmp(sesame_answer_server(a), "zone") == 0, "the server is \"zone\"");
  CHECK(sesame_answer_walk(a, SESAME_AUTHORITY, &at, &record) && record.type == SESAME_TYPE_SOA,
        "a negative answer has the SOA");
  sesame_answer_free(a);
  at = 0;
  a = get(zones, "q.cut.x.test", SESAME_TYPE_A);
  CHECK(!(sesame_answer_flags(a) & SESAME_FLAG_AA), "a referral is without AA");
  CHECK(sesame_answer_walk(a, SESAME_AUTHORITY, &at, &record) && record.type == SESAME_TYPE_NS,
        "a referral names servers");
  CHECK(sesame_answer_walk(a, SESAME_ADDITIONAL, &glue, &record) && record.type == SESAME_TYPE_A,
        "and their glue");
  sesame_answer_free(a);
  a = get(zones, "both.x.test", SESAME_TYPE_ANY);
  CHECK(sesame_answer_count(a) == 2, "ANY gives all");
  sesame_answer_free(a);
  sesame_zones_close(zones);
}

/* What a provider would answer for its ALIAS is not known here: never "no address". */
static void test_pseudo(void) {
  static const char text[] = SOA "@ ALIAS a.test.\nw ANAME b.test.\nw TXT \"t\"\n";
  char error[SESAME_ZONE_ERROR_MAX];
  sesame_zones *zones = parse(text, sizeof text - 1, "x.test", error);
  static const struct {
    const char *name;
    int type;
    sesame_status status;
  } cases[] = {
      {"x.test", SESAME_TYPE_A, SESAME_NOT_IN_ZONE},
      {"x.test", SESAME_TYPE_AAAA, SESAME_NOT_IN_ZONE},
      {"x.test", SESAME_TYPE_MX, SESAME_NODATA},
      {"w.x.test", SESAME_TYPE_A, SESAME_NOT_IN_ZONE},
      {"w.x.test", SESAME_TYPE_TXT, SESAME_OK},
      {"w.x.test", SESAME_TYPE_MX, SESAME_NODATA},
      {"none.x.test", SESAME_TYPE_A, SESAME_NXDOMAIN},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    sesame_answer *a = get(zones, cases[i].name, cases[i].type);
    CHECK(sesame_answer_status(a) == cases[i].status, "%s: %s", cases[i].name,
          sesame_status_name(sesame_answer_status(a)));
    sesame_answer_free(a);
  }
  sesame_answer *any = get(zones, "w.x.test", SESAME_TYPE_ANY);
  CHECK(sesame_answer_count(any) == 1, "ANY gives what is a record");
  sesame_answer_free(any);
  size_t cursor = 0, length;
  sesame_name owner;
  int type, seen = 0;
  uint32_t ttl;
  const uint8_t *data;
  while (sesame_zones_walk(zones, &cursor, &owner, &type, &ttl, &data, &length))
    seen++;
  CHECK(seen == 2, "the walk sees records alone: %d", seen);
  sesame_zones_close(zones);
}

/* ---- notes ---- */

static void test_notes(void) {
  static const struct {
    const char *text, *want;
  } notes[] = {
      {SOA "@ ALIAS a.test.\nw ANAME b.test.\n", "t:2: ALIAS is a provider's own type"},
      {SOA "w CH TXT \"x\"\n", "t:2: a record of another class than IN"},
      {SOA "w.y.test. A 192.0.2.1\n", "t:2: a record outside of every zone"},
      {"w A 192.0.2.1\n", "t:1: no SOA before the first record: taken as a part of the zone x.te"},
      {SOA "@ SOA n h 2 2 3 4 5\n", "t:2: a second, different SOA"},
      {SOA "w 1 A 192.0.2.1\nw 2 A 192.0.2.2\n", "t:3: different TTLs in one record set"},
      {SOA "w TXT v=spf1 -all\n", "t:2: text without quotes: its 2 words"},
      {SOA "w TXT v=DMARC1; p=none\n", "t:2: text without quotes: the ';' after it"},
      {SOA "w CNAME a\nw CNAME b\n", "t:3: a second CNAME at one name"},
      {SOA "w A 192.0.2.1\nw CNAME b\n", "t:3: a CNAME and other data at one name"},
  };
  char error[SESAME_ZONE_ERROR_MAX];
  for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
    sesame_zones *zones = parse(notes[i].text, strlen(notes[i].text), "x.test", error);
    const char *note = zones ? sesame_zones_note(zones, 0) : error;
    CHECK(note && strncmp(note, notes[i].want, strlen(notes[i].want)) == 0, "%s: %s", notes[i].want,
          note ? note : "no note");
    CHECK(zones && !sesame_zones_note(zones, 1), "%s: one note", notes[i].want);
    sesame_zones_close(zones);
  }
  static const char good[] = SOA "w TXT \"v=spf1 -all\" ; said\n";
  sesame_zones *zones = parse(good, strlen(good), "x.test", error);
  CHECK(zones && !sesame_zones_note(zones, 0), "nothing to note in a good zone");
  sesame_zones_close(zones);
}

/* ---- long texts, walking, joining ---- */

static void test_long_text(void) {
  char *text = malloc(80000), error[SESAME_ZONE_ERROR_MAX];
  size_t used = (size_t)sprintf(text, SOA "w TXT \"");
  memset(text + used, 'k', 600);
  strcpy(text + used + 600, "\"\n");
  sesame_zones *zones = parse(text, strlen(text), "x.test", error);
  sesame_answer *a = zones ? get(zones, "w.x.test", SESAME_TYPE_TXT) : NULL;
  sesame_record record;
  CHECK(a && sesame_answer_record(a, 0, &record) && sesame_record_text(&record, NULL, 0) == 600 &&
            record.rdata_length == 603,
        "a string over 255 octets is cut into several");
  CHECK(zones && strstr(sesame_zones_note(zones, 0), "over 255 octets"), "and noted");
  sesame_answer_free(a);
  sesame_zones_close(zones);

  used = (size_t)sprintf(text, SOA "w TXT ");
  for (int i = 0; i < 240; i++) {
    text[used++] = '"';
    memset(text + used, 'k', 255);
    used += 255;
    text[used++] = '"';
    text[used++] = i < 239 ? ' ' : '\n';
  }
  zones = parse(text, used, "x.test", error);
  a = zones ? get(zones, "w.x.test", SESAME_TYPE_TXT) : NULL;
  CHECK(a && sesame_answer_record(a, 0, &record) && record.rdata_length == 240 * 256,
        "60 kB of text: %s", error);
  sesame_answer_free(a);
  sesame_zones_close(zones);
  free(text);
}

/* Owners and types of all records, as walked. */
static void walk_text(const sesame_zones *zones, char *out) {
  sesame_name owner;
  size_t cursor = 0, length;
  const uint8_t *data;
  uint32_t ttl;
  int type;
  *out = '\0';
  while (sesame_zones_walk(zones, &cursor, &owner, &type, &ttl, &data, &length)) {
    char name[SESAME_NAME_TEXT_MAX], type_name[12];
    sesame_name_format(&owner, name);
    out += sprintf(out, "%s/%s/%u ", name, sesame_type_name(type, type_name), (unsigned)ttl);
  }
}

static void test_walk(void) {
  static const char text[] = "$ORIGIN y.test.\n" SOA "$ORIGIN x.test.\n" SOA
                             "z A 192.0.2.1\na TXT \"1\"\na A 192.0.2.1\na.z A 192.0.2.1\n"
                             "a CNAME b\n* A 192.0.2.1\n";
  char error[SESAME_ZONE_ERROR_MAX], out[2000];
  sesame_zones *zones = parse(text, strlen(text), NULL, error);
  sesame_name apex;
  CHECK(zones, "%s", error);
  walk_text(zones, out);
  CHECK(strcmp(out, "x.test/SOA/300 *.x.test/A/300 a.x.test/A/300 a.x.test/CNAME/300 "
                    "a.x.test/TXT/300 z.x.test/A/300 a.z.x.test/A/300 y.test/SOA/300 ") == 0,
        "canonical order, CNAME beside other data shown: %s", out);
  CHECK(sesame_zones_count(zones) == 2 && sesame_zones_apex_at(zones, 0, &apex) &&
            apex.wire[1] == 'x' && !sesame_zones_apex_at(zones, 2, &apex),
        "apexes in canonical order");
  sesame_zones_close(zones);
}

static void test_joining(void) {
  static const char first[] = SOA "w A 192.0.2.1\n", more[] = "w A 192.0.2.2\nv A 192.0.2.3\n";
  char error[SESAME_ZONE_ERROR_MAX];
  sesame_zones *zones = parse(first, strlen(first), "x.test", error);
  CHECK(sesame_zones_parse(zones, "u", "w A bad\n", 8, "x.test", error) == SESAME_BAD_SYNTAX,
        "a bad part");
  CHECK(strcmp(ask(zones, "w.x.test", "A"), "ok: 192.0.2.1") == 0, "changes nothing");
  CHECK(sesame_zones_parse(zones, "u", more, strlen(more), "x.test", error) == SESAME_OK, "%s",
        error);
  CHECK(sesame_zones_count(zones) == 1, "one zone");
  CHECK(strcmp(ask(zones, "w.x.test", "A"), "ok: 192.0.2.2 | 192.0.2.1") == 0, "both parts: %s",
        ask(zones, "w.x.test", "A"));
  CHECK(strcmp(ask(zones, "v.x.test", "MX"), "nodata") == 0, "the SOA stays");
  CHECK(strcmp(ask(zones, "q.x.test", "MX"), "nxdomain") == 0, "and its authority");
  for (int i = 0; i < 100; i++) {
    char text[100];
    int length = sprintf(text, "$ORIGIN z%d.test.\n" SOA, i);
    CHECK(sesame_zones_parse(zones, "v", text, (size_t)length, NULL, error) == SESAME_OK, "%s",
          error);
  }
  CHECK(sesame_zones_count(zones) == 101, "many zones");
  CHECK(strcmp(ask(zones, "q.z77.test", "A"), "nxdomain") == 0, "each is found");
  sesame_zones_close(zones);
  sesame_zones_close(NULL);
}

/* ---- files ---- */

static char folder[64];

static void write_file(const char *name, const char *text) {
  char path[200];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "wb");
  if (file) {
    fputs(text, file);
    fclose(file);
  }
}

static int load(sesame_zones **zones, const char *name, char *error) {
  char path[200];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  sesame_zones_open(zones);
  return sesame_zones_load(*zones, path, NULL, error);
}

static const struct {
  const char *rule, *text;
  int status;
  const char *want; /* a part of the error */
} includes[] = {
    {"a missing file", SOA "$INCLUDE no.inc\n", SESAME_NOT_FOUND,
     "i.test.zone:2: $INCLUDE: no.inc"},
    {"an absolute path", SOA "$INCLUDE /etc/hostname\n", SESAME_IO, ":2: $INCLUDE takes a file be"},
    {"..", SOA "$INCLUDE sub/../../x\n", SESAME_IO, ":2: $INCLUDE takes a file beside this one"},
    {".. with an escape", SOA "$INCLUDE \\.\\./x\n", SESAME_IO, "no absolute path, no '..'"},
    {"a link that leads out", SOA "$INCLUDE out.inc\n", SESAME_IO, "a link that leaves"},
    {"a folder that leads out", SOA "$INCLUDE dir/passwd\n", SESAME_IO, "a link that leaves"},
    {"a folder", SOA "$INCLUDE sub\n", SESAME_IO, ":2: $INCLUDE: sub cannot be read"},
    {"a pipe is not waited for", SOA "$INCLUDE pipe\n", SESAME_IO, ":2: $INCLUDE: pipe cannot be"},
    {"itself", SOA "$INCLUDE i.test.zone\n", SESAME_TOO_MANY, "is being read already"},
    {"each other", SOA "$INCLUDE ping.inc\n", SESAME_TOO_MANY, "pong.inc:1: $INCLUDE of a file"},
    {"a fault inside names the file", SOA "$INCLUDE bad.inc\n", SESAME_BAD_SYNTAX,
     "bad.inc:2: 'x' is not an IPv4"},
};

static void make_files(void) {
  char path[200];
  write_file("plain.inc", "p A 192.0.2.1\n$ORIGIN deep\nq A 192.0.2.2\n");
  write_file("bad.inc", "\np A x\n");
  write_file("ping.inc", "$INCLUDE pong.inc\n");
  write_file("pong.inc", "$INCLUDE ping.inc\n");
  write_file("head.inc", SOA "@ NS ns\n");
  snprintf(path, sizeof path, "%s/out.inc", folder);
  CHECK(symlink("/etc/passwd", path) == 0, "symlink");
  snprintf(path, sizeof path, "%s/dir", folder);
  CHECK(symlink("/etc", path) == 0, "symlink");
  snprintf(path, sizeof path, "%s/in.inc", folder);
  CHECK(symlink("plain.inc", path) == 0, "symlink");
  snprintf(path, sizeof path, "%s/pipe", folder);
  CHECK(mkfifo(path, 0600) == 0, "mkfifo");
  snprintf(path, sizeof path, "%s/sub", folder);
  CHECK(mkdir(path, 0700) == 0, "mkdir");
  write_file("sub/below.inc", "$INCLUDE beside.inc\n");
  write_file("sub/beside.inc", "b A 192.0.2.3\n");
}

static void test_files(void) {
  char error[SESAME_ZONE_ERROR_MAX], command[100];
  sesame_zones *zones;
  snprintf(folder, sizeof folder, "/tmp/sesame-zone-XXXXXX");
  if (!mkdtemp(folder))
    folder[0] = '\0';
  CHECK(folder[0], "mkdtemp");
  if (!folder[0])
    return;
  make_files();
  for (size_t i = 0; i < sizeof includes / sizeof *includes; i++) {
    write_file("i.test.zone", includes[i].text);
    int status = load(&zones, "i.test.zone", error);
    CHECK(status == includes[i].status, "%s: %d %s", includes[i].rule, status, error);
    CHECK(strstr(error, includes[i].want), "%s: %s", includes[i].rule, error);
    sesame_zones_close(zones);
  }
  write_file("i.test.zone", "$INCLUDE head.inc\n$INCLUDE plain.inc\n$INCLUDE in.inc s\n"
                            "$INCLUDE sub/below.inc\nafter A 192.0.2.4\n");
  CHECK(load(&zones, "i.test.zone", error) == SESAME_OK, "%s", error);
  CHECK(strcmp(ask(zones, "p.i.test", "A"), "ok: 192.0.2.1") == 0, "the file's name is the origin");
  CHECK(strcmp(ask(zones, "q.deep.i.test", "A"), "ok: 192.0.2.2") == 0, "$ORIGIN inside");
  CHECK(strcmp(ask(zones, "p.s.i.test", "A"), "ok: 192.0.2.1") == 0, "the origin given, by a link");
  CHECK(strcmp(ask(zones, "b.i.test", "A"), "ok: 192.0.2.3") == 0, "beside a file in a sub-folder");
  CHECK(strcmp(ask(zones, "after.i.test", "A"), "ok: 192.0.2.4") == 0,
        "RFC 1035 5.1 the origin is as before after $INCLUDE");
  sesame_zones_close(zones);
  CHECK(load(&zones, "nothing.zone", error) == SESAME_NOT_FOUND && strstr(error, "cannot be read"),
        "a missing file: %s", error);
  sesame_zones_close(zones);
  CHECK(load(&zones, "sub", error) == SESAME_IO, "a folder: %s", error);
  sesame_zones_close(zones);
  snprintf(command, sizeof command, "rm -r %s", folder);
  CHECK(system(command) == 0, "%s", command);
}

/* ---- size ---- */

static void test_size(void) {
  enum { NAMES = 100000 };
  char error[SESAME_ZONE_ERROR_MAX], *text = malloc(NAMES * 48u + 100);
  size_t used = (size_t)sprintf(text, SOA);
  for (unsigned i = 0; i < NAMES; i++)
    used += (size_t)sprintf(text + used, "h%u 300 IN A 10.%u.%u.%u\n", i * 7919u % NAMES, i >> 16,
                            i >> 8 & 255, i & 255);
  clock_t start = clock();
  sesame_zones *zones = parse(text, used, "x.test", error);
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  CHECK(zones, "%s", error);
  CHECK(seconds < 10, "100,000 names load in %.2f s", seconds);
  CHECK(strcmp(ask(zones, "h0.x.test", "A"), "ok: 10.0.0.0") == 0, "the first is there");
  CHECK(strcmp(ask(zones, "h100000.x.test", "A"), "nxdomain") == 0, "no other");
  printf("zone: 100,000 names in %.2f s of CPU\n", seconds);
  sesame_zones_close(zones);

  used = (size_t)sprintf(text, SOA);
  for (unsigned i = 0; i < 4097; i++)
    used += (size_t)sprintf(text + used, "w A 10.0.%u.%u\n", i >> 8, i & 255);
  zones = parse(text, used, "x.test", error);
  CHECK(!zones && strstr(error, "over 4096 records at one name"), "%s", error);
  sesame_zones_close(zones);
  used = (size_t)sprintf(text, SOA);
  for (unsigned i = 0; i < 4000; i++)
    used += (size_t)sprintf(text + used, "w A 10.0.%u.%u\n", i >> 8, i & 255);
  zones = parse(text, used, "x.test", error);
  CHECK(strcmp(ask(zones, "w.x.test", "A"), "truncated") == 0, "no message holds it: %.40s",
        ask(zones, "w.x.test", "A"));
  sesame_zones_close(zones);
  free(text);
}

int main(void) {
  test_syntax();
  test_faults();
  test_answers();
  test_ttls();
  test_sections();
  test_pseudo();
  test_notes();
  test_long_text();
  test_walk();
  test_joining();
  test_files();
  test_size();
  return check_report("zone");
}
