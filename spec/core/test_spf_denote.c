/* SPDX-License-Identifier: MIT */
/* The parts of the denotation: maps made of nested prefixes, decisions that are the same by number,
 * questions, and comparisons of small policies. Random trees are in
 * test_spf_denote_properties.c. */
#include <stdbool.h>
#include <stdlib.h>

/* The files under test with allocations that can be made to fail: the LEFT-th from now on. */
static long left = -1;

static bool out_of_memory(void) {
  return left >= 0 && left-- == 0;
}

static void *test_malloc(size_t size) {
  return out_of_memory() ? NULL : malloc(size);
}

static void *test_calloc(size_t count, size_t size) {
  return out_of_memory() ? NULL : calloc(count, size);
}

static void *test_realloc(void *old, size_t size) {
  return out_of_memory() ? NULL : realloc(old, size);
}

#define malloc test_malloc
#define calloc test_calloc
#define realloc test_realloc
#include "../../core/spf_denote_decide.c"
#include "../../core/spf_denote_compare.c"
#include "../../core/spf_denote_map.c"
#include "../../core/spf_denote_term.c"
#define enter enter_record /* a static of the map's too */
#include "../../core/spf_denote_limits.c"
#undef enter
#undef malloc
#undef calloc
#undef realloc

#include "check.h"
#include "zone_lines.h"

typedef struct claim_case {
  const char *rule;
  const char *claims[6]; /* "prefix order value" */
  const char *expected;  /* "first=value" ... */
} claim_case;

static const claim_case claim_cases[] = {
    {"nothing", {NULL}, "0.0.0.0=-"},
    {"one prefix", {"192.0.2.0/24 1 5"}, "0.0.0.0=- 192.0.2.0=5 192.0.3.0=-"},
    {"all", {"0.0.0.0/0 1 5"}, "0.0.0.0=5"},
    {"I03 the lower order decides where it holds less",
     {"192.0.2.0/24 2 5", "192.0.2.7/32 1 6"},
     "0.0.0.0=- 192.0.2.0=5 192.0.2.7=6 192.0.2.8=5 192.0.3.0=-"},
    {"I03 and where it holds more",
     {"192.0.2.0/24 1 5", "192.0.2.7/32 2 6"},
     "0.0.0.0=- 192.0.2.0=5 192.0.3.0=-"},
    {"the same prefix twice",
     {"192.0.2.0/24 2 5", "192.0.2.0/24 1 6"},
     "0.0.0.0=- 192.0.2.0=6 192.0.3.0=-"},
    {"the ends of the family",
     {"255.255.255.255/32 1 5", "0.0.0.0/32 2 6"},
     "0.0.0.0=6 0.0.0.1=- 255.255.255.255=5"},
    {"three deep that end together",
     {"0.0.0.0/0 3 5", "255.255.255.0/24 2 6", "255.255.255.255/32 1 7"},
     "0.0.0.0=5 255.255.255.0=6 255.255.255.255=7"},
    {"neighbours of one value are one",
     {"192.0.2.0/25 1 5", "192.0.2.128/25 2 5"},
     "0.0.0.0=- 192.0.2.0=5 192.0.3.0=-"},
};

static void add_claim(claims *c, const char *text) {
  sesame_range range;
  unsigned order, value;
  char prefix[64];
  sscanf(text, "%63s %u %u", prefix, &order, &value);
  sesame_range_parse(&range, prefix, strlen(prefix));
  sesame_claims_add(c, range, order, value);
}

static void show_map(const stretches *map, char *out) {
  char first[SESAME_ADDRESS_TEXT_MAX];
  *out = '\0';
  for (size_t i = 0; i < map->count; i++) {
    sesame_address_format(SESAME_IP4, map->items[i].first, first);
    out += sprintf(out, "%s%s=", i ? " " : "", first);
    out += map->items[i].value == UNDECIDED ? sprintf(out, "-")
                                            : sprintf(out, "%u", map->items[i].value);
  }
}

static void test_claims(void) {
  char shown[512];
  for (size_t i = 0; i < sizeof claim_cases / sizeof *claim_cases; i++) {
    const claim_case *k = &claim_cases[i];
    claims c = {0};
    stretches map;
    for (size_t n = 0; n < 6 && k->claims[n]; n++)
      add_claim(&c, k->claims[n]);
    sesame_stretches_claimed(&map, &c, SESAME_IP4);
    show_map(&map, shown);
    CHECK(strcmp(shown, k->expected) == 0, "%s: %s", k->rule, shown);
    sesame_stretches_free(&map);
    free(c.items);
  }
}

static void test_decisions(void) {
  decisions d;
  CHECK(sesame_decisions_open(&d), "room for results");
  const uint32_t pass = SESAME_SPF_RESULT_PASS, fail = SESAME_SPF_RESULT_FAIL;
  const uint32_t asked = sesame_decisions_ask(&d, 0, pass, fail);
  CHECK(asked >= SESAME_SPF_RESULTS, "a number of its own");
  CHECK(sesame_decisions_ask(&d, 0, pass, fail) == asked, "the same again");
  CHECK(sesame_decisions_ask(&d, 1, pass, fail) != asked, "another question");
  CHECK(sesame_decisions_include(&d, pass, SESAME_SPF_RESULT_SOFTFAIL, asked) ==
            SESAME_SPF_RESULT_SOFTFAIL,
        "C10 what passes matches");
  CHECK(sesame_decisions_include(&d, fail, pass, asked) == asked, "C09 what fails goes on");
  CHECK(sesame_decisions_include(&d, SESAME_SPF_RESULT_NONE, pass, asked) ==
            SESAME_SPF_RESULT_PERMERROR,
        "C08 none is permerror");
  const uint32_t below = sesame_decisions_include(&d, asked, pass, fail);
  CHECK(below == asked, "an include of a question asks the same");
  CHECK(sesame_decisions_outcomes(&d, asked) >> pass & 1, "it may pass");
  CHECK(!(sesame_decisions_outcomes(&d, asked) >> SESAME_SPF_RESULT_NEUTRAL & 1),
        "it is never neutral");
  const uint32_t again = sesame_decisions_ask(&d, 0, fail, asked);
  CHECK(d.items[again].no == fail && d.items[again].yes == fail, "answered no before: still no");
  const uint32_t other = sesame_decisions_ask(&d, 1, asked, pass);
  const uint32_t outer = sesame_decisions_ask(&d, 0, other, fail);
  CHECK(d.items[d.items[outer].yes].yes == pass, "answered yes before, further up");
  uint32_t tower = fail;
  for (int i = 0; i < SESAME_SPF_DENOTE_MAX_HEIGHT + 1; i++)
    tower = sesame_decisions_ask(&d, (uint32_t)i, pass, tower);
  CHECK(d.fault == SESAME_TOO_MANY && tower == SESAME_SPF_RESULT_PERMERROR, "a tower has an end");
  sesame_decisions_close(&d);
}

static sesame_spf_denotation *denote(const char *zone, const char *domain) {
  sesame_spf_denotation *made = NULL;
  sesame_spf_walk *walk;
  const sesame_spf_need *needs;
  sesame_name name;
  sesame_name_parse(&name, domain, strlen(domain));
  sesame_spf_walk_open(&walk, &name);
  CHECK(sesame_spf_denote(&made, walk) == SESAME_NOT_FOUND && !made, "questions are open");
  while (sesame_spf_walk_needs(walk, &needs) > 0) {
    const sesame_name asked = *needs[0].name;
    const int type = needs[0].type;
    sesame_answer *answer = zone_lines_answer(zone, &asked, type);
    sesame_spf_walk_feed(walk, &asked, type, answer);
    sesame_answer_free(answer);
  }
  CHECK(sesame_spf_denote(&made, walk) == SESAME_OK, "a denotation");
  sesame_spf_walk_close(walk); /* it does without the walk */
  return made;
}

static const char zone[] =
    "a.test TXT v=spf1 ip4:192.0.2.0/24 exists:%{i}.l.test ip6:2001:db8::/32 -all\n"
    "b.test TXT v=spf1 ip4:192.0.2.0/25 exists:%{i}.l.test ip6:2001:db8::/32 ~all\n"
    "c.test TXT v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all\n"
    "m.test TXT v=spf1 ip6:::/0 -ip6:::ffff:0:0/96 -all\n"
    "bad.test FAIL\n"
    "d.test TXT v=spf1 include:bad.test -all\n";

static void compare(const char *a, const char *b, sesame_spf_relation verdict, size_t changes) {
  sesame_spf_denotation *x = denote(zone, a), *y = denote(zone, b);
  sesame_spf_comparison *c;
  CHECK(sesame_spf_compare(&c, x, y) == SESAME_OK, "a comparison");
  CHECK(sesame_spf_comparison_verdict(c) == verdict, "%s and %s are %s", a, b,
        sesame_spf_relation_name(sesame_spf_comparison_verdict(c)));
  CHECK(sesame_spf_comparison_count(c) == changes, "%s and %s: %zu changes", a, b,
        sesame_spf_comparison_count(c));
  sesame_spf_comparison_free(c);
  sesame_spf_denotation_free(x);
  sesame_spf_denotation_free(y);
}

static void test_mapped(void) {
  sesame_spf_denotation *d = denote(zone, "m.test");
  char size[SESAME_ADDRSET_SIZE_MAX];
  const sesame_address inside = {0, 0xFFFFC0000201};
  CHECK(sesame_spf_denotation_count(d) == 2, "C13 one stretch for each family: %zu",
        sesame_spf_denotation_count(d));
  CHECK(sesame_spf_denotation_at(d, SESAME_IP6, inside) == SESAME_SPF_RESULT_FAIL,
        "C13 looked up as IPv4");
  sesame_addrset *pass = sesame_spf_denotation_addresses(d, SESAME_SPF_RESULT_PASS, true);
  CHECK(!sesame_addrset_contains(pass, SESAME_IP6, inside), "C13 counted nowhere: %s",
        sesame_addrset_size(pass, SESAME_IP6, size));
  sesame_addrset_free(pass);
  sesame_spf_denotation_free(d);
}

static void test_compare(void) {
  compare("a.test", "a.test", SESAME_SPF_SAME, 0);
  /* the upper half by its question, and what no term matches in three pieces and one */
  compare("a.test", "b.test", SESAME_SPF_DIFFERENT, 5);
  compare("a.test", "c.test", SESAME_SPF_UNPROVABLE, 3);
  compare("d.test", "d.test", SESAME_SPF_UNLEARNT, 2);
  sesame_spf_denotation *d = denote(zone, "d.test");
  CHECK(strcmp(sesame_spf_denotation_unknown(d), "include:bad.test in the record of d.test") == 0,
        "I11 %s", sesame_spf_denotation_unknown(d));
  sesame_spf_denotation_free(d);
  sesame_spf_denotation_free(NULL);
  sesame_spf_comparison_free(NULL);
}

#define TEN                                                                                        \
  "a:h.test a:h.test a:h.test a:h.test a:h.test a:h.test a:h.test a:h.test a:h.test a:h.test"

/* What a policy says to one address, and whether a limit hits it. */
static const struct {
  const char *rule, *zone, *ip;
  sesame_spf_result result;
  bool limited;
} verdicts_by_address[] = {
    {"E17 ten lookups",
     "a.test TXT v=spf1 " TEN " -all\nh.test A 192.0.2.1\nh.test AAAA 2001:db8::1\n",
     "198.51.100.1", SESAME_SPF_RESULT_FAIL, false},
    {"E08 the eleventh",
     "a.test TXT v=spf1 " TEN " a:h.test -all\nh.test A 192.0.2.1\nh.test AAAA 2001:db8::1\n",
     "198.51.100.1", SESAME_SPF_RESULT_FAIL, true},
    {"E08 not for those whom an earlier term matches",
     "a.test TXT v=spf1 " TEN " a:h.test -all\nh.test A 192.0.2.1\nh.test AAAA 2001:db8::1\n",
     "192.0.2.1", SESAME_SPF_RESULT_PASS, false},
    {"4.6.4 two voids", "a.test TXT v=spf1 a:gone.test mx:gone.test -all\n", "192.0.2.1",
     SESAME_SPF_RESULT_FAIL, false},
    {"4.6.4 the third", "a.test TXT v=spf1 a:gone.test mx:gone.test exists:gone.test -all\n",
     "192.0.2.1", SESAME_SPF_RESULT_FAIL, true},
    {"4.6.4 an mx is void once, whatever its hosts",
     "a.test TXT v=spf1 mx:m.test -all\nm.test MX 1 h1.test\nm.test MX 2 h2.test\nm.test MX 3 "
     "h3.test\n",
     "192.0.2.1", SESAME_SPF_RESULT_FAIL, false},
    {"a failing host and two void terms",
     "a.test TXT v=spf1 a:gone.test mx:gone.test mx:m.test -all\nm.test MX 1 h1.test\nm.test MX 2 "
     "bad.test\nbad.test FAIL\n",
     "192.0.2.1", SESAME_SPF_RESULT_TEMPERROR, false},
    {"a host that takes in all goes before one that is not learnt",
     "a.test TXT v=spf1 mx:m.test/0 -all\nm.test MX 1 h.test\nm.test MX 2 bad.test\nh.test A "
     "192.0.2.1\nbad.test FAIL\n",
     "198.51.100.1", SESAME_SPF_RESULT_PASS, false},
    {"and behind it is never tried",
     "a.test TXT v=spf1 mx:m.test/0 -all\nm.test MX 2 h.test\nm.test MX 1 bad.test\nh.test A "
     "192.0.2.1\nbad.test FAIL\n",
     "198.51.100.1", SESAME_SPF_RESULT_TEMPERROR, false},
};

static void test_verdicts_by_address(void) {
  for (size_t i = 0; i < sizeof verdicts_by_address / sizeof *verdicts_by_address; i++) {
    sesame_spf_denotation *d = denote(verdicts_by_address[i].zone, "a.test");
    const char *ip = verdicts_by_address[i].ip;
    sesame_range range;
    sesame_range_parse(&range, ip, strlen(ip));
    CHECK(sesame_spf_denotation_at(d, range.family, range.first) == verdicts_by_address[i].result,
          "%s: %u", verdicts_by_address[i].rule,
          sesame_spf_denotation_at(d, range.family, range.first));
    CHECK(sesame_addrset_contains(sesame_spf_denotation_limited(d), range.family, range.first) ==
              verdicts_by_address[i].limited,
          "%s: limited", verdicts_by_address[i].rule);
    sesame_spf_denotation_free(d);
  }
}

/* A target that is no name for IPv4, and beyond the depth of the walk for IPv6. */
static void test_error_of_each_family(void) {
  static char chain[8192];
  sesame_spf_walk *walk;
  sesame_spf_denotation *d = NULL;
  const sesame_spf_tree *tree = NULL;
  const sesame_spf_need *needs;
  sesame_name name;
  char *at = chain;
  for (int depth = 0; depth < SESAME_SPF_WALK_MAX_DEPTH; depth++)
    at += sprintf(at, "d%d.test TXT v=spf1 redirect=d%d.test\n", depth, depth + 1);
  sprintf(at, "d%d.test TXT v=spf1 include:%%{v}%057d.test -all\n", SESAME_SPF_WALK_MAX_DEPTH, 0);
  sesame_name_parse(&name, "d0.test", 7);
  sesame_spf_walk_open(&walk, &name);
  while (sesame_spf_walk_needs(walk, &needs) > 0) {
    const sesame_name asked = *needs[0].name;
    const int type = needs[0].type;
    sesame_answer *answer = zone_lines_answer(chain, &asked, type);
    sesame_spf_walk_feed(walk, &asked, type, answer);
    sesame_answer_free(answer);
  }
  CHECK(sesame_spf_walk_result(walk, &tree) == SESAME_OK && tree->too_large, "too deep");
  CHECK(sesame_addrset_is_empty(tree->possible, SESAME_IP4) &&
            sesame_addrset_is_all(tree->possible, SESAME_IP6),
        "the walk: an error for IPv4, anything for IPv6");
  CHECK(sesame_spf_denote(&d, walk) == SESAME_OK, "a denotation");
  CHECK(sesame_spf_denotation_at(d, SESAME_IP4, (sesame_address){0, 1}) ==
            SESAME_SPF_RESULT_PERMERROR,
        "permerror for IPv4");
  CHECK(sesame_spf_denotation_at(d, SESAME_IP6, (sesame_address){0, 1}) ==
            SESAME_SPF_RESULT_TEMPERROR,
        "temperror for IPv6");
  sesame_spf_denotation_free(d);
  sesame_spf_walk_close(walk);
}

/* Every allocation of the denotation and of the comparison fails once: no leak (the sanitizers
 * tell), no crash, and *OUT is NULL. */
static void test_memory(void) {
  static const char crowded[] =
      "a.test TXT v=spf1 ip4:192.0.2.0/24 include:b.test include:b.test include:b.test -all\n"
      "b.test TXT v=spf1 exists:%{i}.l.test a:gone.test mx:m.test a:h.test -all\n"
      "h.test A 192.0.2.1\nm.test MX 1 h.test\n";
  sesame_spf_walk *walk = NULL;
  sesame_spf_denotation *a = NULL, *b = NULL;
  sesame_spf_comparison *c = NULL;
  const sesame_spf_need *needs;
  sesame_name name;
  long failures = 0;
  sesame_name_parse(&name, "a.test", 6);
  sesame_spf_walk_open(&walk, &name);
  while (sesame_spf_walk_needs(walk, &needs) > 0) {
    const sesame_name asked = *needs[0].name;
    const int type = needs[0].type;
    sesame_answer *answer = zone_lines_answer(crowded, &asked, type);
    sesame_spf_walk_feed(walk, &asked, type, answer);
    sesame_answer_free(answer);
  }
  for (long nth = 0;; nth++) {
    left = nth;
    int status = sesame_spf_denote(&a, walk);
    if (status == SESAME_OK)
      status = sesame_spf_denote(&b, walk);
    if (status == SESAME_OK)
      status = sesame_spf_compare(&c, a, b);
    const bool done = left >= 0;
    left = -1;
    CHECK(status == SESAME_OK ? c != NULL : status == SESAME_NO_MEMORY && !c && !done,
          "allocation %ld: %d", nth, status);
    sesame_spf_comparison_free(c);
    sesame_spf_denotation_free(a);
    sesame_spf_denotation_free(b);
    a = b = NULL;
    c = NULL;
    if (done)
      break;
    failures++;
  }
  CHECK(failures > 30, "%ld allocations failed", failures);
  sesame_spf_walk_close(walk);
}

int main(void) {
  test_memory();
  test_claims();
  test_decisions();
  test_mapped();
  test_compare();
  test_verdicts_by_address();
  test_error_of_each_family();
  return check_report("spf_denote");
}
