/* SPDX-License-Identifier: MIT */
/* What one mechanism finds, by the rules of RFC 7208: its bounds, the order of its hosts, its void
 * lookups; and which TXT records are policies. */
#include "../../core/spf_find.c"
#include "../../core/spf_select.c"

#include "check.h"
#include "zone_lines.h"

#define LAST6 "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"

#define TEN_MX                                                                                     \
  "m.test MX 90 h9.test\nm.test MX 80 h8.test\nm.test MX 70 h7.test\nm.test MX 60 h6.test\n"       \
  "m.test MX 50 h5.test\nm.test MX 40 h4.test\nm.test MX 30 h3.test\nm.test MX 20 h2.test\n"       \
  "m.test MX 10 h1.test\nm.test MX 0 h0.test\n"

#define HOSTS                                                                                      \
  "h0.test A 192.0.2.0\nh0.test AAAA 2001:db8::\nh1.test A 192.0.2.1\nh2.test A 192.0.2.2\n"       \
  "h3.test A 192.0.2.3\nh9.test A 192.0.2.9\nh9.test A 192.0.2.10\nbad.test FAIL\n"                \
  "bad4.test FAIL A\nbad4.test AAAA 2001:db8::4\n"

static const struct {
  const char *rule, *term, *zone;
  const char *found[SESAME_FAMILIES]; /* "range range end voids/queries" */
} cases[] = {
    {"all", "all", "", {"0.0.0.0-255.255.255.255 no-match 0/0", "::-" LAST6 " no-match 0/0"}},
    {"ip4 is of one family",
     "ip4:192.0.2.9/30",
     "",
     {"192.0.2.8-192.0.2.11 no-match 0/0", "no-match 0/0"}},
    {"ip6 too",
     "ip6:2001:db8::9/126",
     "",
     {"no-match 0/0", "2001:db8::8-2001:db8::b no-match 0/0"}},
    {"a in the order of the answer, each family its prefix",
     "a:h9.test/31//64",
     HOSTS,
     {"192.0.2.8-192.0.2.9 192.0.2.10-192.0.2.11 no-match 0/0", "no-match 1/1"}},
    {"a that does not exist is void", "a:gone.test", HOSTS, {"no-match 1/1", "no-match 1/1"}},
    {"D14 a failure is not void, and is its family's alone",
     "a:bad4.test",
     HOSTS,
     {"not-learnt 0/0", "2001:db8::4 no-match 0/0"}},
    {"5.7 exists asks for A in both families",
     "exists:h1.test",
     HOSTS,
     {"0.0.0.0-255.255.255.255 no-match 0/0", "::-" LAST6 " no-match 0/0"}},
    {"an exists with AAAA alone is void",
     "exists:six.test",
     "six.test AAAA 2001:db8::6\n",
     {"no-match 1/1", "no-match 1/1"}},
    {"E14 ptr in the worst case", "ptr:h1.test", HOSTS, {"depends 1/1", "depends 1/1"}},
    {"E14 a macro too", "a:%{i}.test", HOSTS, {"depends 1/1", "depends 1/1"}},
    {"E10 not %{d}, %{o}, %{v}", "a:%{d}%{o}%{v}.test", HOSTS, {"no-match 1/1", "no-match 1/1"}},
    {"mx without a record is void", "mx:gone.test", HOSTS, {"no-match 1/1", "no-match 1/1"}},
    {"an mx that fails is not", "mx:bad.test", HOSTS, {"not-learnt 0/0", "not-learnt 0/0"}},
    {"D17 by preference, whatever the order of the answer",
     "mx:m.test",
     "m.test MX 2 h1.test\nm.test MX 3 h0.test\nm.test MX 1 h2.test\n" HOSTS,
     {"192.0.2.2 192.0.2.1 192.0.2.0 no-match 0/0", "2001:db8:: no-match 0/2"}},
    {"equal preference: as they stand",
     "mx:m.test",
     "m.test MX 1 h3.test\nm.test MX 1 h1.test\nm.test MX 0 h2.test\nm.test MX 1 h0.test\n" HOSTS,
     {"192.0.2.2 192.0.2.3 192.0.2.1 192.0.2.0 no-match 0/0", "2001:db8:: no-match 0/3"}},
    {"preferences far apart",
     "mx:m.test",
     "m.test MX 65535 h1.test\nm.test MX 256 h2.test\nm.test MX 255 h3.test\n" HOSTS,
     {"192.0.2.3 192.0.2.2 192.0.2.1 no-match 0/0", "no-match 1/3"}},
    {"4.6.4 ten MX records",
     "mx:m.test",
     TEN_MX HOSTS,
     {"192.0.2.0 192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.9 192.0.2.10 no-match 0/5",
      "2001:db8:: no-match 0/9"}},
    {"E24 the eleventh, though it is no host",
     "mx:m.test",
     TEN_MX "m.test MX 100 .\n" HOSTS,
     {"mx-limit 0/0", "mx-limit 0/0"}},
    {"RFC 7505 \".\" is no host, and nothing is asked for it",
     "mx:m.test",
     "m.test MX 0 .\n" HOSTS,
     {"no-match 1/0", "no-match 1/0"}},
    {"RFC 7505 \".\" among hosts",
     "mx:m.test",
     "m.test MX 0 .\nm.test MX 1 h1.test\nm.test MX 2 h5.test\n" HOSTS,
     {"192.0.2.1 no-match 0/1", "no-match 1/2"}},
    {"hosts behind one that is not learnt are never tried",
     "mx:m.test",
     "m.test MX 3 h3.test\nm.test MX 2 bad4.test\nm.test MX 1 h1.test\nm.test MX 4 h5.test\n" HOSTS,
     {"192.0.2.1 not-learnt 0/1", "2001:db8::4 no-match 0/3"}},
    {"an mx of failing and void hosts is not void yet",
     "mx:m.test",
     "m.test MX 1 h5.test\nm.test MX 2 bad.test\n" HOSTS,
     {"not-learnt 0/1", "not-learnt 0/1"}},
    {"a modifier finds nothing", "exp=e.test", HOSTS, {"no-match 0/0", "no-match 0/0"}},
};

/* What matched, in its order. */
static void note(void *matches, const sesame_range *range) {
  char text[SESAME_RANGE_TEXT_MAX];
  strcat(strcat(matches, sesame_range_format(range, text)), " ");
}

static sesame_answer *kept[64];
static size_t kept_count;

/* Answers live until the case is over. */
static const sesame_answer *ask(const void *zone, const sesame_name *name, int type) {
  return kept[kept_count++] = zone_lines_answer(zone, name, type);
}

static spf_found find(const char *zone, const sesame_spf_record *record, sesame_family family,
                      char *out) {
  const sesame_spf_term *term = &record->terms[0];
  const int length = term->value.to - term->value.from;
  sesame_name name;
  spf_search s = {.term = term, .family = family, .host = ask, .hosts = zone};
  sesame_name_parse(&name, term->macros ? "gone.test" : record->text + term->value.from,
                    term->macros ? 9 : (size_t)length);
  if (sesame_spf_kind_costs(term->kind))
    s.answer = ask(zone, &name, sesame_spf_find_type(term->kind, family));
  const spf_found counted = sesame_spf_find(&s);
  s.match = note;
  s.matches = out;
  const spf_found found = sesame_spf_find(&s);
  CHECK(memcmp(&counted, &found, sizeof found) == 0, "the same when nobody is told");
  while (kept_count)
    sesame_answer_free(kept[--kept_count]);
  return found;
}

static void mechanisms_find_what_the_rules_say(void) {
  static const char *const ends[] = {"no-match", "depends", "not-learnt", "mx-limit"};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[256];
    sesame_spf_record *record;
    snprintf(text, sizeof text, "v=spf1 %s", cases[i].term);
    sesame_spf_record_parse(&record, text, strlen(text));
    for (int f = 0; f < SESAME_FAMILIES; f++) {
      char out[1024] = "";
      const spf_found found = find(cases[i].zone, record, (sesame_family)f, out);
      sprintf(out + strlen(out), "%s %d/%d", ends[found.end], found.voids, found.void_queries);
      CHECK(strcmp(out, cases[i].found[f]) == 0, "%s, family %d: %s", cases[i].rule, f, out);
    }
    sesame_spf_record_free(record);
  }
}

static void what_was_not_asked_is_not_known(void) {
  sesame_spf_record *record;
  sesame_spf_record_parse(&record, "v=spf1 a mx exists:x.test", 25);
  for (size_t i = 0; i < record->term_count; i++) {
    const spf_search s = {.term = &record->terms[i]};
    CHECK(sesame_spf_find(&s).end == SPF_NOT_LEARNT, "term %zu", i);
  }
  sesame_spf_record_free(record);
}

static void the_questions_of_each_kind(void) {
  CHECK(sesame_spf_find_type(SESAME_SPF_INCLUDE, SESAME_IP4) == SESAME_TYPE_TXT &&
            sesame_spf_find_type(SESAME_SPF_REDIRECT, SESAME_IP6) == SESAME_TYPE_TXT,
        "5.2, 6.1");
  CHECK(sesame_spf_find_type(SESAME_SPF_A, SESAME_IP4) == SESAME_TYPE_A &&
            sesame_spf_find_type(SESAME_SPF_A, SESAME_IP6) == SESAME_TYPE_AAAA,
        "5.3");
  CHECK(sesame_spf_find_type(SESAME_SPF_MX, SESAME_IP6) == SESAME_TYPE_MX &&
            sesame_spf_find_host_type(SESAME_IP4) == SESAME_TYPE_A &&
            sesame_spf_find_host_type(SESAME_IP6) == SESAME_TYPE_AAAA,
        "5.4");
  CHECK(sesame_spf_find_type(SESAME_SPF_EXISTS, SESAME_IP6) == SESAME_TYPE_A, "5.7");
}

static const struct {
  const char *rule, *zone;
  size_t found, index;
} selections[] = {
    {"A01 none", "a.test A 192.0.2.1\n", 0, 0},
    {"other texts only", "a.test TXT hello\na.test TXT v=spf10 -all\na.test TXT v=spf1-all\n", 0,
     0},
    {"one among others", "a.test TXT hello\na.test TXT v=spf1 -all\na.test TXT v=spf2.0/pra\n", 1,
     1},
    {"the version alone, in any case", "a.test TXT V=sPf1\n", 1, 0},
    {"a record with faults is one", "a.test TXT v=spf1 foo\n", 1, 0},
    {"A04 several", "a.test TXT x\na.test TXT v=spf1 -all\na.test TXT v=spf1\n", 2, 1},
    {"one that could not be learnt holds none", "a.test FAIL\n", 0, 0},
};

static void one_record_is_selected(void) {
  sesame_name name;
  spf_selection selection;
  sesame_name_parse(&name, "a.test", 6);
  for (size_t i = 0; i < sizeof selections / sizeof *selections; i++) {
    sesame_answer *answer = zone_lines_answer(selections[i].zone, &name, SESAME_TYPE_TXT);
    CHECK(sesame_spf_select(&selection, answer), "%s", selections[i].rule);
    CHECK(selection.found == selections[i].found && selection.index == selections[i].index,
          "%s: %zu, the first at %zu", selections[i].rule, selection.found, selection.index);
    CHECK((selection.record != NULL) == (selection.found == 1), "%s: parsed", selections[i].rule);
    sesame_spf_record_free(selection.record);
    sesame_answer_free(answer);
  }
}

/* Texts around the room on the stack, in several strings. */
static void long_records_are_read_whole(void) {
  static char zone[3 * TEXT_USUAL];
  sesame_name name;
  spf_selection selection;
  sesame_name_parse(&name, "a.test", 6);
  for (int length = TEXT_USUAL - 1; length <= TEXT_USUAL + 1; length++) {
    const int rest = length - (int)strlen("v=spf1 a:.test -all");
    snprintf(zone, sizeof zone, "a.test TXT v=spf1 a:%0*d.test -all\n", rest, 7);
    sesame_answer *answer = zone_lines_answer(zone, &name, SESAME_TYPE_TXT);
    CHECK(sesame_spf_select(&selection, answer) && selection.record &&
              selection.record->length == (size_t)length && selection.record->all == 1 &&
              memcmp(selection.record->text, zone + strlen("a.test TXT "), (size_t)length) == 0,
          "%d octets", length);
    sesame_spf_record_free(selection.record);
    sesame_answer_free(answer);
  }
}

int main(void) {
  mechanisms_find_what_the_rules_say();
  what_was_not_asked_is_not_known();
  the_questions_of_each_kind();
  one_record_is_selected();
  long_records_are_read_whole();
  return check_report("spf_find");
}
