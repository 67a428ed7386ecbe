/* SPDX-License-Identifier: MIT */
/* The static walk by the rules it implements; zones are a few lines each. */
#include "../../core/spf_walk.c"
#include "check.h"
#include "zone_lines.h"

/* Fits behind ip6 in one label, not behind in-addr. */
#define LONG_LABEL "lllllllllllllllllllllllllllllllllllllllllllllllllllllllll"

typedef struct walked {
  sesame_spf_walk *walk;
  const sesame_spf_tree *tree;
  int rounds, questions;
} walked;

/* Walks DOMAIN over ZONE; the tree is NULL when something failed. */
static walked walk_zone(const char *zone, const char *domain) {
  walked w = {0};
  sesame_name name;
  const sesame_spf_need *needs;
  size_t count;
  sesame_name_parse(&name, domain, strlen(domain));
  if (sesame_spf_walk_open(&w.walk, &name) != SESAME_OK)
    return w;
  while ((count = sesame_spf_walk_needs(w.walk, &needs)) > 0) {
    static sesame_spf_need asked[SESAME_SPF_WALK_MAX_QUERIES];
    memcpy(asked, needs, count * sizeof *needs);
    w.rounds++;
    w.questions += (int)count;
    for (size_t i = 0; i < count; i++) {
      sesame_answer *answer = zone_lines_answer(zone, asked[i].name, asked[i].type);
      sesame_spf_walk_feed(w.walk, asked[i].name, asked[i].type, answer);
      sesame_answer_free(answer);
    }
  }
  sesame_spf_walk_result(w.walk, &w.tree);
  return w;
}

static const char *term_text(const sesame_spf_visit *v, char out[256]) {
  if (!v)
    return strcpy(out, "");
  const sesame_span span = v->term->span;
  snprintf(out, 256, "%.*s", span.to - span.from, v->node->record->text + span.from);
  return out;
}

/* "text standing cost/total=running" a term, problems in parentheses, subtrees in brackets. */
static void render(const sesame_spf_node *node, char *out) {
  for (size_t i = 0; i < node->visit_count; i++) {
    const sesame_spf_visit *v = &node->visits[i];
    char text[256];
    const sesame_spf_node *child =
        v->child[SESAME_IP4] ? v->child[SESAME_IP4] : v->child[SESAME_IP6];
    sprintf(out + strlen(out), "%s%s %s %d/%d=%d%s", i ? " | " : "", term_text(v, text),
            sesame_spf_standing_name(v->standing), v->cost, v->total, v->running,
            v->lower_bound ? "+" : "");
    if (v->problem)
      sprintf(out + strlen(out), " (%s)", sesame_spf_problem_name(v->problem));
    if (child && child->visit_count) {
      strcat(out, " [");
      render(child, out);
      strcat(out, "]");
    }
  }
}

#define HOSTS                                                                                      \
  "h1.test A 192.0.2.1\nh1.test AAAA 2001:db8::1\nh4.test A 192.0.2.4\nh6.test AAAA 2001:db8::6\n"

static const struct {
  const char *rule, *zone, *tree;
} shapes[] = {
    {"E01 every costing term, subtrees added",
     "a.test TXT v=spf1 ip4:192.0.2.9 include:b.test a:h1.test mx -all\n"
     "b.test TXT v=spf1 exists:gone.test ptr ?all\na.test MX 1 h1.test\n" HOSTS,
     "ip4:192.0.2.9 free 0/0=0 | include:b.test counted 1/3=3 [exists:gone.test counted 1/1=2 | "
     "ptr counted 1/1=3 | ?all free 0/0=3] | a:h1.test counted 1/1=4 | mx counted 1/1=5 | "
     "-all free 0/0=5"},
    {"E02 terms after all are dead",
     "a.test TXT v=spf1 a:h1.test -all a:h4.test include:b.test\nb.test TXT v=spf1 mx -all\n" HOSTS,
     "a:h1.test counted 1/1=1 | -all free 0/0=1 | a:h4.test dead 0/0=1 | include:b.test dead "
     "0/0=1"},
    {"E03 a redirect beside all is ignored",
     "a.test TXT v=spf1 redirect=b.test a:h1.test ~all\nb.test TXT v=spf1 mx -all\n" HOSTS,
     "redirect=b.test ignored 0/0=1 | a:h1.test counted 1/1=1 | ~all free 0/0=1"},
    {"C06 a redirect counts last, wherever it stands",
     "a.test TXT v=spf1 redirect=b.test a:h1.test\nb.test TXT v=spf1 a:h4.test -all\n" HOSTS,
     "redirect=b.test counted 1/2=3 [a:h4.test counted 1/1=3 | -all free 0/0=3] | a:h1.test "
     "counted "
     "1/1=1"},
    {"E04 terms behind an include that passes everybody are dead",
     "a.test TXT v=spf1 include:b.test a:h1.test redirect=c.test\nb.test TXT v=spf1 "
     "include:c.test\n"
     "c.test TXT v=spf1 +all\n" HOSTS,
     "include:b.test counted 1/2=2 [include:c.test counted 1/1=2 [+all free 0/0=2]] | a:h1.test "
     "dead 0/0=2 | redirect=c.test dead 0/0=2"},
    {"E04 so with any qualifier, and with intervals",
     "a.test TXT v=spf1 -include:b.test a:h1.test\n"
     "b.test TXT v=spf1 ip4:0.0.0.0/1 ip6:8000::/1 ip4:128.0.0.0/1 ip6:::/1 -all\n" HOSTS,
     "-include:b.test counted 1/1=1 [ip4:0.0.0.0/1 free 0/0=1 | ip6:8000::/1 free 0/0=1 | "
     "ip4:128.0.0.0/1 free 0/0=1 | ip6:::/1 free 0/0=1 | -all free 0/0=1] | a:h1.test dead 0/0=1"},
    {"E04 not when one address is kept out",
     "a.test TXT v=spf1 include:b.test a:h1.test\nb.test TXT v=spf1 -ip4:192.0.2.77 +all\n" HOSTS,
     "include:b.test counted 1/1=1 [-ip4:192.0.2.77 free 0/0=1 | +all free 0/0=1] | a:h1.test "
     "counted 1/1=2"},
    {"D09 the same include counts each time",
     "a.test TXT v=spf1 include:b.test include:b.test -all\nb.test TXT v=spf1 a:h1.test "
     "-all\n" HOSTS,
     "include:b.test counted 1/2=2 [a:h1.test counted 1/1=2 | -all free 0/0=2] | include:b.test "
     "counted 1/2=4 [a:h1.test counted 1/1=4 | -all free 0/0=4] | -all free 0/0=4"},
    {"E09 a macro that needs the sender hides the subtree",
     "a.test TXT v=spf1 include:%{i}.b.test a:%{l}.test exists:%{ir}.c.test -all\n",
     "include:%{i}.b.test counted 1/1=1+ | a:%{l}.test counted 1/1=2 | exists:%{ir}.c.test counted "
     "1/1=3 | -all free 0/0=3"},
    {"E10 %{d} and %{o} are known",
     "a.test TXT v=spf1 include:_x.%{d} -all\n_x.a.test TXT v=spf1 include:_y.%{o} "
     "include:z.%{d} -all\n_y.a.test TXT v=spf1 -all\nz._x.a.test TXT v=spf1 a:h1.test\n" HOSTS,
     "include:_x.%{d} counted 1/4=4 [include:_y.%{o} counted 1/1=2 [-all free 0/0=2] | "
     "include:z.%{d} counted 1/2=4 [a:h1.test counted 1/1=4] | -all free 0/0=4] | -all free 0/0=4"},
    {"E11 a loop is cut where the path repeats",
     "a.test TXT v=spf1 include:b.test -all\nb.test TXT v=spf1 a:h1.test include:a.test "
     "-all\n" HOSTS,
     "include:b.test counted 1/3=3 [a:h1.test counted 1/1=2 | include:a.test loop 1/1=3 (loop) | "
     "-all free 0/0=3] | -all free 0/0=3"},
    {"E11 the same name on two branches is no loop",
     "a.test TXT v=spf1 include:b.test include:c.test -all\nb.test TXT v=spf1 include:c.test ?all\n"
     "c.test TXT v=spf1 ip4:192.0.2.1 ?all\n",
     "include:b.test counted 1/2=2 [include:c.test counted 1/1=2 [ip4:192.0.2.1 free 0/0=2 | ?all "
     "free 0/0=2] | ?all free 0/0=2] | include:c.test counted 1/1=3 [ip4:192.0.2.1 free 0/0=3 | "
     "?all free 0/0=3] | -all free 0/0=3"},
    {"E12 an include without a record",
     "a.test TXT v=spf1 include:gone.test include:h1.test -all\n" HOSTS,
     "include:gone.test counted 1/1=1 (no-record) | include:h1.test counted 1/1=2 (no-record) | "
     "-all free 0/0=2"},
    {"E13 DNS did not tell", "a.test TXT v=spf1 include:bad.test a:bad.test -all\nbad.test FAIL\n",
     "include:bad.test unknown 1/1=1+ (not-learnt) | a:bad.test counted 1/1=2 (not-learnt) | -all "
     "free 0/0=2"},
    {"E13 E28 what is certain for one family goes before what is not learnt for the other",
     "a.test TXT v=spf1 include:%{v}.v.test redirect=%{v}.w.test\nin-addr.v.test FAIL\n"
     "ip6.w.test FAIL\n",
     "include:%{v}.v.test unknown 1/1=1+ (no-record) | redirect=%{v}.w.test counted 1/1=2+ "
     "(no-record)"},
    {"A04 several records below",
     "a.test TXT v=spf1 include:b.test -all\nb.test TXT v=spf1 -all\nb.test TXT v=spf1 +all\n",
     "include:b.test counted 1/1=1 (several-records) | -all free 0/0=1"},
    {"B01 a record with faults is shown, and costs what it would without them",
     "a.test TXT v=spf1 include:b.test -all\nb.test TXT v=spf1 a:h1.test ipv4:192.0.2.1 a: "
     "-all\n" HOSTS,
     "include:b.test counted 1/2=2 (syntax) [a:h1.test counted 1/1=2 | ipv4:192.0.2.1 free 0/0=2 | "
     "a: free 0/0=2 | -all free 0/0=2] | -all free 0/0=2"},
    {"B25 a target that is no name",
     "a.test TXT v=spf1 a:x..test mx:y..test include:x..test -all\n",
     "a:x..test counted 1/1=1 (bad-target) | mx:y..test counted 1/1=2 (bad-target) | "
     "include:x..test counted 1/1=3 (bad-target) | -all free 0/0=3"},
    {"B26 a macro that makes no name", "a.test TXT v=spf1 a:x..%{d} include:x..%{d} -all\n",
     "a:x..%{d} counted 1/1=1 | include:x..%{d} counted 1/1=2 (bad-target) | -all free 0/0=2"},
    {"E24 more than ten MX records",
     "a.test TXT v=spf1 mx -all\na.test MX 1 h1.test\na.test MX 2 h1.test\na.test MX 3 h1.test\n"
     "a.test MX 4 h1.test\na.test MX 5 h1.test\na.test MX 6 h1.test\na.test MX 7 h1.test\na.test "
     "MX "
     "8 h1.test\na.test MX 9 h1.test\na.test MX 10 h1.test\na.test MX 11 h1.test\n" HOSTS,
     "mx counted 1/1=1 (mx-limit) | -all free 0/0=1"},
    {"B23 a final dot, B27 case",
     "a.test TXT v=spf1 INCLUDE:B.Test. -ALL\nb.test TXT V=SPF1 A:h1.test\n" HOSTS,
     "INCLUDE:B.Test. counted 1/2=2 [A:h1.test counted 1/1=2] | -ALL free 0/0=2"},
};

static void shapes_are_as_the_rules_say(void) {
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    walked w = walk_zone(shapes[i].zone, "a.test");
    static char out[65536];
    out[0] = '\0';
    if (w.tree)
      render(w.tree->root, out);
    CHECK(w.tree && strcmp(out, shapes[i].tree) == 0, "%s:\n  got  %s\n  want %s", shapes[i].rule,
          out, shapes[i].tree);
    sesame_spf_walk_close(w.walk);
  }
}

#define TEN                                                                                        \
  "a:h1.test a:h1.test a:h1.test a:h1.test a:h1.test a:h1.test a:h1.test a:h1.test "               \
  "a:h1.test a:h1.test"

static const struct {
  const char *rule, *zone;
  const char *result, *problem, *culprit;
  int lookups;
  bool lower_bound;
  int voids[2], queries[2];
} totals[] = {
    {"A16 no record", "a.test A 192.0.2.1\n", "none", "no-record", "", 0, false, {0}, {0}},
    {"A04 several records",
     "a.test TXT v=spf1 -all\na.test TXT v=spf1 mx -all\n",
     "permerror",
     "several-records",
     "",
     0,
     false,
     {0},
     {0}},
    {"A17 DNS failure", "a.test FAIL\n", "unknown", "not-learnt", "", 0, true, {0}, {0}},
    {"B01 own faults",
     "a.test TXT v=spf1 ip:192.0.2.1 a:h1.test -all\n" HOSTS,
     "permerror",
     "syntax",
     "",
     1,
     false,
     {0},
     {0}},
    {"E17 ten exactly",
     "a.test TXT v=spf1 " TEN " -all\n" HOSTS,
     "ok",
     NULL,
     "",
     10,
     false,
     {0},
     {0}},
    {"E08 the eleventh",
     "a.test TXT v=spf1 " TEN " mx:h4.test -all\nh4.test MX 1 h1.test\n" HOSTS,
     "permerror",
     "lookup-limit",
     "mx:h4.test",
     11,
     false,
     {0},
     {0}},
    {"E08 counting goes on",
     "a.test TXT v=spf1 include:b.test include:b.test include:b.test -all\n"
     "b.test TXT v=spf1 a:h1.test a:h1.test exists:%{i}.test mx:h4.test -all\nh4.test MX 1 "
     "h1.test\n" HOSTS,
     "permerror",
     "lookup-limit",
     "include:b.test",
     15,
     false,
     {3, 3},
     {3, 3}},
    {"E14 voids by family",
     "a.test TXT v=spf1 a:h4.test a:h6.test mx:m.test exists:gone.test -all\n"
     "m.test MX 1 h4.test\nm.test MX 2 gone.test\nm.test MX 3 gone2.test\n" HOSTS,
     "permerror",
     "void-limit",
     "exists:gone.test",
     4,
     false,
     {2, 3},
     {4, 5}},
    {"D17 four IPv4 hosts and an IPv6 sender",
     "a.test TXT v=spf1 mx -all\na.test MX 1 h4.test\na.test MX 2 h5.test\na.test MX 3 h6.test\n"
     "a.test MX 4 h7.test\nh4.test A 192.0.2.4\nh5.test A 192.0.2.4\nh6.test A 192.0.2.4\nh7.test "
     "A "
     "192.0.2.4\n",
     "ok",
     NULL,
     "",
     1,
     false,
     {0, 1},
     {0, 4}},
    {"E14 ptr and macros are void in the worst case",
     "a.test TXT v=spf1 ptr exists:%{i}.a.test a:%{i}.a.test -all\n",
     "ok",
     NULL,
     "",
     3,
     false,
     {3, 3},
     {3, 3}},
    {"D14 a failure is not void",
     "a.test TXT v=spf1 a:bad.test mx:bad.test -all\nbad.test FAIL\n",
     "unknown",
     "not-learnt",
     "a:bad.test",
     2,
     false,
     {0},
     {0}},
    {"E12 a void include is not counted as one",
     "a.test TXT v=spf1 include:gone.test -all\n",
     "permerror",
     "no-record",
     "include:gone.test",
     1,
     false,
     {0},
     {0}},
    {"E13 a certain permerror wins over what is unknown",
     "a.test TXT v=spf1 include:bad.test include:gone.test -all\nbad.test FAIL\n",
     "permerror",
     "no-record",
     "include:gone.test",
     2,
     true,
     {0},
     {0}},
    {"RFC 7505 a null MX is no host",
     "a.test TXT v=spf1 mx -all\na.test MX 0 .\n",
     "ok",
     NULL,
     "",
     1,
     false,
     {1, 1},
     {0, 0}},
    {"E28 %{v} by family",
     "a.test TXT v=spf1 include:%{v}.v.test -all\nip6.v.test TXT v=spf1 a:h6.test a:h1.test -all\n"
     "in-addr.v.test TXT v=spf1 a:h6.test -all\n" HOSTS,
     "ok",
     NULL,
     "",
     3,
     false,
     {1, 0},
     {1, 0}},
    {"E28 what fails for a family that never comes there is of no consequence",
     "a.test TXT v=spf1 include:%{v}.v.test -all\nip6.v.test TXT v=spf1 a:bad4.test -all\n"
     "in-addr.v.test TXT v=spf1 a:h1.test -all\nbad4.test FAIL A\nbad4.test AAAA "
     "2001:db8::4\n" HOSTS,
     "ok",
     NULL,
     "",
     2,
     false,
     {0},
     {0}},
    {"E13 an error of IPv6 is certain, though IPv4 meets what is not learnt",
     "a.test TXT v=spf1 include:%{v}.v.test -all\nin-addr.v.test FAIL\n",
     "permerror",
     "no-record",
     "include:%{v}.v.test",
     1,
     true,
     {0},
     {0}},
    {"E14 two certain voids are no error",
     "a.test TXT v=spf1 a:gone.test exists:gone.test -all\n",
     "ok",
     NULL,
     "",
     2,
     false,
     {2, 2},
     {2, 2}},
    {"E14 three are",
     "a.test TXT v=spf1 a:gone.test exists:gone.test mx:gone.test -all\n",
     "permerror",
     "void-limit",
     "mx:gone.test",
     3,
     false,
     {3, 3},
     {3, 3}},
    {"D20 a name over 63 in include",
     "a.test TXT v=spf1 include:"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test -all\n",
     "permerror",
     "bad-target",
     "include:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test",
     1,
     false,
     {0},
     {0}},
};

static void totals_are_as_the_rules_say(void) {
  for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
    walked w = walk_zone(totals[i].zone, "a.test");
    const sesame_spf_tree *t = w.tree;
    const char *rule = totals[i].rule;
    char culprit[256];
    CHECK(t, "%s", rule);
    if (t) {
      const char *problem = sesame_spf_problem_name(t->problem);
      CHECK(strcmp(sesame_spf_tree_result_name(t->result), totals[i].result) == 0, "%s: %s", rule,
            sesame_spf_tree_result_name(t->result));
      CHECK(totals[i].problem ? problem && strcmp(problem, totals[i].problem) == 0 : !problem,
            "%s: %s", rule, problem ? problem : "-");
      CHECK(strcmp(term_text(t->culprit, culprit), totals[i].culprit) == 0, "%s: %s", rule,
            culprit);
      CHECK(t->lookups == totals[i].lookups, "%s: %d lookups", rule, t->lookups);
      CHECK(t->lower_bound == totals[i].lower_bound, "%s: lower bound", rule);
      for (int f = 0; f < SESAME_FAMILIES; f++) {
        CHECK(t->voids[f] == totals[i].voids[f], "%s: %d voids", rule, t->voids[f]);
        CHECK(t->void_queries[f] == totals[i].queries[f], "%s: %d void queries", rule,
              t->void_queries[f]);
      }
    }
    sesame_spf_walk_close(w.walk);
  }
}

/* Who certainly and possibly passes, as prefixes. */
static const struct {
  const char *what, *zone, *authorised, *possible;
} sets[] = {
    {"first match decides", "a.test TXT v=spf1 -ip4:192.0.2.0/25 ip4:192.0.2.0/24 ~all\n",
     "192.0.2.128/25 ", "192.0.2.128/25 "},
    {"only a pass in an include matches",
     "a.test TXT v=spf1 ?include:b.test ip4:192.0.2.0/24 -all\nb.test TXT v=spf1 -ip4:192.0.2.1 "
     "ip4:192.0.2.0/31 ip6:2001:db8::/32 -all\n",
     "192.0.2.1/32 192.0.2.2/31 192.0.2.4/30 192.0.2.8/29 192.0.2.16/28 192.0.2.32/27 "
     "192.0.2.64/26 192.0.2.128/25 ",
     NULL},
    {"redirect",
     "a.test TXT v=spf1 -ip4:192.0.2.1 redirect=b.test\nb.test TXT v=spf1 "
     "ip4:192.0.2.0/31\n",
     "192.0.2.0/32 ", NULL},
    {"hosts with prefix lengths",
     "a.test TXT v=spf1 a:h1.test/31//127 mx:m.test -all\nm.test MX 1 h4.test\n" HOSTS,
     "192.0.2.0/31 192.0.2.4/32 2001:db8::/127 ", NULL},
    {"hosts of an mx behind one that is not learnt pass possibly, whatever their order in the "
     "answer",
     "a.test TXT v=spf1 mx -all\na.test MX 3 h4.test\na.test MX 2 bad.test\na.test MX 1 h1.test\n"
     "bad.test FAIL\n" HOSTS,
     "192.0.2.1/32 2001:db8::1/128 ", "0.0.0.0/0 ::/0 "},
    {"a macro passes possibly, and spoils nothing when it would pass anyway",
     "a.test TXT v=spf1 exists:%{i}.test ip4:192.0.2.1 -all\n", "192.0.2.1/32 ", "0.0.0.0/0 ::/0 "},
    {"a macro that would fail makes the rest uncertain",
     "a.test TXT v=spf1 ip4:192.0.2.7 -exists:%{i}.test ip4:192.0.2.1 -all\n", "192.0.2.7/32 ",
     "192.0.2.1/32 192.0.2.7/32 "},
    {"an include without a record ends it",
     "a.test TXT v=spf1 ip4:192.0.2.7 include:gone.test ip4:192.0.2.1 -all\n", "192.0.2.7/32 ",
     "192.0.2.7/32 "},
    {"E26 exists without macros that has an address",
     "a.test TXT v=spf1 exists:h1.test -all\n" HOSTS, "0.0.0.0/0 ::/0 ", NULL},
    {"a loop gives an error to all who come to it",
     "a.test TXT v=spf1 ip4:192.0.2.1 include:b.test ip4:192.0.2.2\nb.test TXT v=spf1 "
     "ip4:192.0.2.3 include:a.test -all\n",
     "192.0.2.1/32 192.0.2.3/32 ", NULL},
    {"what a loop made of a record is not kept for another place",
     "a.test TXT v=spf1 include:b.test include:c.test\nb.test TXT v=spf1 ?ip4:192.0.2.9 "
     "include:c.test\nc.test TXT v=spf1 -ip4:192.0.2.9 include:b.test +ip4:192.0.2.8\n",
     "", NULL},
    {"an unknown include may do anything",
     "a.test TXT v=spf1 ip4:192.0.2.7 include:bad.test ip4:192.0.2.1 -all\nbad.test FAIL\n",
     "192.0.2.7/32 ", "0.0.0.0/0 ::/0 "},
    {"%{v} sends each family its way",
     "a.test TXT v=spf1 redirect=%{v}.v.test\nip6.v.test TXT v=spf1 ip4:192.0.2.1 "
     "ip6:2001:db8::/32 "
     "-all\nin-addr.v.test TXT v=spf1 ip4:192.0.2.2 ip6:2001:db8:1::/48 -all\n",
     "192.0.2.2/32 2001:db8::/32 ", NULL},
    {"E24 E28 more than ten MX records are an error for those of the family that meets them",
     "a.test TXT v=spf1 mx:%{v}.m.test ip4:192.0.2.9 ip6:2001:db8:1::/48 -all\n"
     "in-addr.m.test MX 1 h1.test\nin-addr.m.test MX 2 h1.test\nin-addr.m.test MX 3 h1.test\n"
     "in-addr.m.test MX 4 h1.test\nin-addr.m.test MX 5 h1.test\nin-addr.m.test MX 6 h1.test\n"
     "in-addr.m.test MX 7 h1.test\nin-addr.m.test MX 8 h1.test\nin-addr.m.test MX 9 h1.test\n"
     "in-addr.m.test MX 10 h1.test\nin-addr.m.test MX 11 h1.test\nip6.m.test MX 1 h1.test\n" HOSTS,
     "2001:db8::1/128 2001:db8:1::/48 ", NULL},
    {"B26 E28 a target that is a name for IPv6 alone is an error for IPv4",
     "a.test TXT v=spf1 include:%{v}" LONG_LABEL
     ".test ip4:192.0.2.9 ip6:2001:db8::9 -all\nip6" LONG_LABEL
     ".test TXT v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all\n",
     "2001:db8::1/128 2001:db8::9/128 ", NULL},
    {"B26 E28 the same for a redirect",
     "a.test TXT v=spf1 redirect=%{v}" LONG_LABEL ".test\nip6" LONG_LABEL ".test TXT v=spf1 +all\n",
     "::/0 ", NULL},
    {"what DNS does not tell one family is not unknown to the other",
     "a.test TXT v=spf1 a:bad4.test mx:m.test ip4:192.0.2.1 -all\nbad4.test FAIL A\n"
     "bad4.test AAAA 2001:db8::4\nm.test MX 1 h6.test\n" HOSTS,
     "2001:db8::4/128 2001:db8::6/128 ", "0.0.0.0/0 2001:db8::4/128 2001:db8::6/128 "},
    {"a fault anywhere is an error for all", "a.test TXT v=spf1 +all foo\n", "", NULL},
};

static void check_prefixes(const sesame_addrset *set, const char *want, const char *what) {
  char out[4096] = "", text[SESAME_PREFIX_TEXT_MAX];
  sesame_prefix_cursor cursor = {0};
  sesame_prefix prefix;
  while (strlen(out) < 3900 && sesame_addrset_prefix(set, &cursor, &prefix))
    strcat(strcat(out, sesame_prefix_format(&prefix, text)), " ");
  CHECK(strcmp(out, want) == 0, "%s: %s", what, out);
}

static void authorised_addresses(void) {
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
    walked w = walk_zone(sets[i].zone, "a.test");
    CHECK(w.tree, "%s", sets[i].what);
    if (w.tree) {
      check_prefixes(w.tree->authorised, sets[i].authorised, sets[i].what);
      check_prefixes(w.tree->possible, sets[i].possible ? sets[i].possible : sets[i].authorised,
                     sets[i].what);
    }
    sesame_spf_walk_close(w.walk);
  }
}

static void a_tree_costs_its_depth_in_rounds(void) {
  walked w = walk_zone(
      "a.test TXT v=spf1 include:b.test include:c.test mx a -all\n"
      "b.test TXT v=spf1 include:d.test include:c.test -all\nc.test TXT v=spf1 mx:b.test -all\n"
      "d.test TXT v=spf1 a:h1.test mx:a.test -all\na.test MX 1 h1.test\nb.test MX 1 "
      "h4.test\n" HOSTS,
      "a.test");
  CHECK(w.rounds == 4, "depth 3 and one for what the deepest looks up: %d rounds", w.rounds);
  CHECK(w.questions == 12, "each question once: %d", w.questions);
  CHECK(w.tree && w.tree->lookups == 10, "%d lookups", w.tree ? w.tree->lookups : -1);
  sesame_spf_walk_close(w.walk);
}

static void the_path_to_the_term_over_the_limit(void) {
  walked w = walk_zone(
      "a.test TXT v=spf1 " TEN " include:b.test -all\nb.test TXT v=spf1 -all\n" HOSTS, "a.test");
  char text[256];
  CHECK(w.tree && w.tree->over_limit && w.tree->over_limit->position == 11, "position");
  CHECK(strcmp(term_text(w.tree->over_limit, text), "include:b.test") == 0, "%s", text);
  sesame_spf_walk_close(w.walk);
  w = walk_zone("a.test TXT v=spf1 include:b.test -all\nb.test TXT v=spf1 " TEN " -all\n" HOSTS,
                "a.test");
  const sesame_spf_visit *over = w.tree->over_limit;
  CHECK(over && over->position == 11 && over->node->parent == &w.tree->root->visits[0],
        "E08 the eleventh stands in the include");
  sesame_spf_walk_close(w.walk);
}

/* The terms of the third void lookup: by term, by query, in the worst case; IPv4 / IPv6. */
static const struct {
  const char *rule, *zone, *terms[2], *queries[2], *worst[2];
} thirds[] = {
    {"D17 four IPv4 hosts of one mx are one term, four queries",
     "a.test TXT v=spf1 mx a:h6.test -all\na.test MX 1 h1.test\na.test MX 2 h4.test\n"
     "a.test MX 3 h5.test\na.test MX 4 h7.test\nh7.test A 192.0.2.7\nh5.test A 192.0.2.5\n" HOSTS,
     {"", ""},
     {"", "mx"},
     {"", ""}},
    {"E14 hidden terms count in the worst case alone",
     "a.test TXT v=spf1 a:h4.test ptr exists:%{i}.a.test a:h4.test -all\n" HOSTS,
     {"", ""},
     {"", ""},
     {"", "exists:%{i}.a.test"}},
    {"E14 what finds nothing counts in all of them",
     "a.test TXT v=spf1 a:x.test a:y.test a:z.test a:x.test -all\n",
     {"a:z.test", "a:z.test"},
     {"a:z.test", "a:z.test"},
     {"a:z.test", "a:z.test"}},
    {"E14 by family",
     "a.test TXT v=spf1 a:h4.test a:x.test a:h6.test a:y.test a:h4.test -all\n" HOSTS,
     {"a:y.test", "a:y.test"},
     {"a:y.test", "a:y.test"},
     {"a:y.test", "a:y.test"}},
};

static void the_third_void_lookup_by_every_count(void) {
  for (size_t i = 0; i < sizeof thirds / sizeof *thirds; i++) {
    walked w = walk_zone(thirds[i].zone, "a.test");
    char at[256];
    for (int f = 0; w.tree && f < SESAME_FAMILIES; f++) {
      CHECK(strcmp(term_text(w.tree->over_void[f], at), thirds[i].terms[f]) == 0,
            "%s: by term %d: %s", thirds[i].rule, f, at);
      CHECK(strcmp(term_text(w.tree->over_void_queries[f], at), thirds[i].queries[f]) == 0,
            "%s: by query %d: %s", thirds[i].rule, f, at);
      CHECK(strcmp(term_text(w.tree->over_void_worst[f], at), thirds[i].worst[f]) == 0,
            "%s: at worst %d: %s", thirds[i].rule, f, at);
    }
    CHECK(w.tree, "%s", thirds[i].rule);
    sesame_spf_walk_close(w.walk);
  }
}

static void hostile_trees_meet_their_bounds(void) {
  static const struct {
    const char *what, *zone;
  } cases[] = {
      {"E25 names that never repeat",
       "*.a.test TXT v=spf1 include:a.%{d} include:b.%{d}\na.test TXT "
       "v=spf1 include:a.%{d} include:b.%{d}\n"},
      {"a chain of names that never repeat",
       "*.a.test TXT v=spf1 include:a.%{d} -all\na.test TXT v=spf1 include:a.%{d} -all\n"},
      {"repetition squared again and again",
       "a.test TXT v=spf1 include:b.test include:b.test\nb.test TXT v=spf1 include:c.test "
       "include:c.test\nc.test TXT v=spf1 include:d.test include:d.test\nd.test TXT v=spf1 "
       "include:e.test include:e.test\ne.test TXT v=spf1 include:f.test include:f.test\nf.test TXT "
       "v=spf1 include:g.test include:g.test\ng.test TXT v=spf1 include:h.test "
       "include:h.test\nh.test "
       "TXT v=spf1 include:i.test include:i.test\ni.test TXT v=spf1 include:j.test "
       "include:j.test\nj.test TXT v=spf1 include:k.test include:k.test\nk.test TXT v=spf1 "
       "ip4:192.0.2.1\n"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    walked w = walk_zone(cases[i].zone, "a.test");
    CHECK(w.tree && w.tree->too_large && w.tree->lower_bound, "%s", cases[i].what);
    CHECK(w.tree && w.tree->lookups > 10 && w.tree->problem == SESAME_SPF_LOOKUP_LIMIT, "%s",
          cases[i].what);
    CHECK(w.questions <= SESAME_SPF_WALK_MAX_QUERIES, "%s", cases[i].what);
    CHECK(w.tree && w.tree->nodes <= SESAME_SPF_WALK_MAX_NODES, "%s", cases[i].what);
    CHECK(w.rounds <= SESAME_SPF_WALK_MAX_DEPTH + 2, "%s: %d rounds", cases[i].what, w.rounds);
    sesame_spf_walk_close(w.walk);
  }
}

/* A record of 64 kB with thousands of terms whose qualifiers alternate, and many MX hosts. */
static void large_records_are_judged_quickly(void) {
  enum { TERMS = 2800 };
  char *zone = malloc(40 * TERMS), *at = zone;
  at += sprintf(at, "a.test TXT v=spf1");
  for (int i = 0; i < TERMS; i++)
    at += sprintf(at, " %sip4:10.%d.%d.0/24", i % 2 ? "-" : "", i % 251, i % 241);
  walked w = walk_zone(zone, "a.test");
  char size[SESAME_ADDRSET_SIZE_MAX];
  CHECK(w.tree && w.tree->result == SESAME_SPF_TREE_OK, "walked");
  CHECK(w.tree && strcmp(sesame_addrset_size(w.tree->authorised, SESAME_IP4, size), "358400") == 0,
        "1400 blocks of 256: %s", size);
  sesame_spf_walk_close(w.walk);
  free(zone);
}

static void feeding_out_of_turn(void) {
  sesame_spf_walk *walk;
  sesame_name name, other;
  const sesame_spf_tree *tree;
  const sesame_spf_need *needs;
  sesame_name_parse(&name, "A.test", 6);
  sesame_name_parse(&other, "b.test", 6);
  CHECK(sesame_spf_walk_open(&walk, &name) == SESAME_OK, "open");
  CHECK(sesame_spf_walk_result(walk, &tree) == SESAME_NOT_FOUND && !tree, "questions are open");
  sesame_answer *answer = zone_lines_answer("a.test TXT v=spf1 -all\n", &name, SESAME_TYPE_TXT);
  CHECK(sesame_spf_walk_feed(walk, &other, SESAME_TYPE_TXT, answer) == SESAME_NOT_FOUND,
        "not asked");
  CHECK(sesame_spf_walk_feed(walk, &name, SESAME_TYPE_A, answer) == SESAME_NOT_FOUND, "not asked");
  CHECK(sesame_spf_walk_needs(walk, &needs) == 1 && sesame_spf_walk_needs(walk, &needs) == 1,
        "asking again changes nothing");
  CHECK(sesame_spf_walk_feed(walk, &name, SESAME_TYPE_TXT, answer) == SESAME_OK, "fed");
  CHECK(sesame_spf_walk_feed(walk, &name, SESAME_TYPE_TXT, answer) == SESAME_NOT_FOUND,
        "only once");
  CHECK(sesame_spf_walk_needs(walk, &needs) == 0, "done");
  CHECK(sesame_spf_walk_result(walk, &tree) == SESAME_OK && tree->lookups == 0, "a tree");
  sesame_answer_free(answer);
  sesame_spf_walk_close(walk);
  sesame_spf_walk_close(NULL);
}

static void matches_of_single_terms(void) {
  walked w =
      walk_zone("a.test TXT v=spf1 -ip4:192.0.2.0/24 a:h1.test include:b.test ptr a:bad4.test "
                "a:bad6.test a:bad.test -all mx\n"
                "b.test TXT v=spf1 ip4:198.51.100.0/24 ?all\nbad4.test FAIL A\n"
                "bad6.test FAIL AAAA\nbad6.test A 192.0.2.6\nbad.test FAIL\n" HOSTS,
                "a.test");
  static const char *const want[][2] = {
      {"192.0.2.0/24 ", ""},
      {"192.0.2.1/32 2001:db8::1/128 ", ""},
      {"198.51.100.0/24 ", ""},
      {"", "0.0.0.0/0 ::/0 "},
      {"", "0.0.0.0/0 "},
      {"192.0.2.6/32 ", "192.0.2.6/32 ::/0 "},
      {"", "0.0.0.0/0 ::/0 "},
      {"0.0.0.0/0 ::/0 ", ""},
      {"", ""},
  };
  for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
    sesame_addrset *certain, *possible;
    CHECK(sesame_spf_walk_matches(w.walk, &w.tree->root->visits[i], &certain, &possible) ==
              SESAME_OK,
          "term %zu", i);
    check_prefixes(certain, want[i][0], "certain");
    check_prefixes(possible, want[i][1][0] ? want[i][1] : want[i][0], "possible");
    sesame_addrset_free(certain);
    sesame_addrset_free(possible);
  }
  sesame_spf_walk_close(w.walk);
}

int main(void) {
  shapes_are_as_the_rules_say();
  totals_are_as_the_rules_say();
  authorised_addresses();
  a_tree_costs_its_depth_in_rounds();
  the_path_to_the_term_over_the_limit();
  the_third_void_lookup_by_every_count();
  hostile_trees_meet_their_bounds();
  large_records_are_judged_quickly();
  feeding_out_of_turn();
  matches_of_single_terms();
  return check_report("spf_walk");
}
