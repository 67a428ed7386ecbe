/* SPDX-License-Identifier: MIT */
/* check_host() on a small zone: results, order, limits, explanations. Written from RFC 7208; the
 * suites of others run in spec/spf_spec.lua where they are there. */
#include "../../core/spf_eval.h"
#include "check.h"
#include "zone_lines.h"

static const char zone[] =
    "first.x.test TXT v=spf1 ?ip4:192.0.2.1 -ip4:192.0.2.1 ~all\n"
    "empty.x.test TXT v=spf1\n"
    "after.x.test TXT v=spf1 -all ip4:192.0.2.1\n"
    "late.x.test TXT v=spf1 redirect=pass.x.test ip4:192.0.2.9\n"
    "allred.x.test TXT v=spf1 redirect=pass.x.test ?all\n"
    "pass.x.test TXT v=spf1 +all\n"
    "rednone.x.test TXT v=spf1 redirect=none.x.test\n"
    "none.x.test TXT something else\n"
    "incnone.x.test TXT v=spf1 include:none.x.test +all\n"
    "incnx.x.test TXT v=spf1 include:nothing.x.test +all\n"
    "inc.x.test TXT v=spf1 ~include:pass.x.test -all\n"
    "incfail.x.test TXT v=spf1 include:minus.x.test ?all\n"
    "minus.x.test TXT v=spf1 -ip4:192.0.2.1 +all\n"
    "incperm.x.test TXT v=spf1 include:bad.x.test +all\n"
    "bad.x.test TXT v=spf1 moo -all\n"
    "inctemp.x.test TXT v=spf1 include:fail.x.test +all\n"
    "fail.x.test FAIL\n"
    "afail.x.test TXT v=spf1 a:fail.x.test +all\n"
    "dual.x.test TXT v=spf1 a:host.x.test -all\n"
    "host.x.test A 192.0.2.1\n"
    "host.x.test AAAA 2001:db8::1\n"
    "four.x.test TXT v=spf1 a:four.host.x.test -all\n"
    "four.host.x.test A 192.0.2.1\n"
    "anx.x.test TXT v=spf1 a:nx.x.test/0 ?all\n"
    "mx.x.test TXT v=spf1 mx -all\n"
    "mx.x.test MX 10 host.x.test\n"
    "nomx.x.test TXT v=spf1 mx -all\n"
    "nomx.x.test A 192.0.2.1\n"
    "exists.x.test TXT v=spf1 exists:four.host.x.test -all\n"
    "existsa.x.test TXT v=spf1 exists:six.host.x.test -all\n"
    "six.host.x.test AAAA 2001:db8::1\n"
    "ptr.x.test TXT v=spf1 ptr:x.test -all\n"
    "1.2.0.192.in-addr.arpa PTR Host.X.test\n"
    "9.2.0.192.in-addr.arpa PTR host.x.test\n"
    "ptrfail.x.test TXT v=spf1 ptr:x.test ?all\n"
    "7.2.0.192.in-addr.arpa FAIL\n"
    "loop.x.test TXT v=spf1 include:loop2.x.test -all\n"
    "loop2.x.test TXT v=spf1 redirect=loop.x.test\n"
    "two.x.test TXT v=spf1 -all\n"
    "two.x.test TXT v=spf1 -all\n"
    "void2.x.test TXT v=spf1 a:v1.x.test a:v2.x.test ip4:192.0.2.1 -all\n"
    "void3.x.test TXT v=spf1 a:v1.x.test a:v2.x.test a:v3.x.test ip4:192.0.2.1 -all\n"
    "early.x.test TXT v=spf1 ip4:192.0.2.1 a:v1.x.test a:v2.x.test a:v3.x.test -all\n"
    "ten.x.test TXT v=spf1 mx:mx.x.test a:host.x.test a:host.x.test a:host.x.test a:host.x.test"
    " a:host.x.test a:host.x.test a:host.x.test a:host.x.test a:host.x.test ip4:192.0.2.7 -all\n"
    "eleven.x.test TXT v=spf1 include:ten.x.test ip4:192.0.2.8 -all\n"
    "eleventh.x.test TXT v=spf1 a:host.x.test a:host.x.test a:host.x.test a:host.x.test"
    " a:host.x.test a:host.x.test a:host.x.test a:host.x.test a:host.x.test a:host.x.test"
    " a:host.x.test\n"
    "manymx.x.test TXT v=spf1 mx:many.x.test ?all\n"
    "many.x.test MX 1 h1.x.test\nmany.x.test MX 2 h2.x.test\nmany.x.test MX 3 h3.x.test\n"
    "many.x.test MX 4 h4.x.test\nmany.x.test MX 5 h5.x.test\nmany.x.test MX 6 h6.x.test\n"
    "many.x.test MX 7 h7.x.test\nmany.x.test MX 8 h8.x.test\nmany.x.test MX 9 h9.x.test\n"
    "many.x.test MX 10 h10.x.test\nmany.x.test MX 11 h11.x.test\n"
    "exp.x.test TXT v=spf1 -all exp=why.x.test\n"
    "why.x.test TXT %{i} may not send for %{d}\n"
    "expinc.x.test TXT v=spf1 include:exp.x.test -all exp=other.x.test\n"
    "other.x.test TXT outer\n"
    "expred.x.test TXT v=spf1 redirect=exp.x.test exp=other.x.test\n"
    "exptwo.x.test TXT v=spf1 -all exp=twice.x.test\n"
    "twice.x.test TXT a\ntwice.x.test TXT b\n"
    "expfail.x.test TXT v=spf1 -all exp=fail.x.test\n"
    "expsoft.x.test TXT v=spf1 ~all exp=why.x.test\n"
    "badname.x.test TXT v=spf1 a:a..x.test +all\n"
    "badmacro.x.test TXT v=spf1 a:%{h}.x.test ?all\n"
    "badinc.x.test TXT v=spf1 include:%{h}.x.test +all\n"
    "scope.x.test TXT v=spf1 include:in.scope.x.test -all\n"
    "in.scope.x.test TXT v=spf1 exists:%{d}.ok.x.test -all\n"
    "in.scope.x.test.ok.x.test A 127.0.0.2\n";

static const struct {
  const char *rule, *domain, *ip, *result, *code;
  int lookups; /* -1: not looked at */
} cases[] = {
    {"C01 the first match decides", "first.x.test", "192.0.2.1", "neutral", NULL, 0},
    {"C02 no match and no redirect", "empty.x.test", "192.0.2.1", "neutral", NULL, 0},
    {"C04 terms after all", "after.x.test", "192.0.2.1", "fail", NULL, 0},
    {"C06 redirect comes last wherever it is written", "late.x.test", "192.0.2.1", "pass", NULL, 1},
    {"C05 redirect beside all", "allred.x.test", "192.0.2.1", "neutral", NULL, 0},
    {"C07 redirect to no record", "rednone.x.test", "192.0.2.1", "permerror", "no-record", 1},
    {"C08 include of no record", "incnone.x.test", "192.0.2.1", "permerror", "no-record", 1},
    {"C08 include of no name", "incnx.x.test", "192.0.2.1", "permerror", "no-record", 1},
    {"C10 the outer qualifier", "inc.x.test", "192.0.2.1", "softfail", NULL, 1},
    {"C09 C11 fail inside does not match", "incfail.x.test", "192.0.2.1", "neutral", NULL, 1},
    {"C09 pass inside matches", "incfail.x.test", "192.0.2.2", "pass", NULL, 1},
    {"C09 permerror inside", "incperm.x.test", "192.0.2.1", "permerror", "syntax", 1},
    {"C09 temperror inside", "inctemp.x.test", "192.0.2.1", "temperror", "dns-error", 1},
    {"C17 SERVFAIL of a", "afail.x.test", "192.0.2.1", "temperror", "dns-error", 1},
    {"C12 A for IPv4", "dual.x.test", "192.0.2.1", "pass", NULL, 1},
    {"C12 AAAA for IPv6", "dual.x.test", "2001:db8::1", "pass", NULL, 1},
    {"C12 no AAAA", "four.x.test", "2001:db8::1", "fail", NULL, 1},
    {"C13 an IPv4-mapped client is IPv4", "dual.x.test", "::ffff:192.0.2.1", "pass", NULL, 1},
    {"C14 a/0 without addresses", "anx.x.test", "192.0.2.1", "neutral", NULL, 1},
    {"C15 mx", "mx.x.test", "192.0.2.1", "pass", NULL, 1},
    {"C15 no implicit MX", "nomx.x.test", "192.0.2.1", "fail", NULL, 1},
    {"C16 exists asks A for IPv6 clients too", "exists.x.test", "2001:db8::9", "pass", NULL, 1},
    {"C16 AAAA alone is no match", "existsa.x.test", "2001:db8::9", "fail", NULL, 1},
    {"C19 ptr, below the target, in any case", "ptr.x.test", "192.0.2.1", "pass", NULL, 1},
    {"C19 ptr that is not confirmed", "ptr.x.test", "192.0.2.9", "fail", NULL, 1},
    {"C18 SERVFAIL of ptr", "ptrfail.x.test", "192.0.2.7", "neutral", NULL, 1},
    {"D12 a loop", "loop.x.test", "192.0.2.1", "permerror", "loop", -1},
    {"A04 two records", "two.x.test", "192.0.2.1", "permerror", "several-records", 0},
    {"A16 no record", "none.x.test", "192.0.2.1", "none", "no-record", 0},
    {"A17 SERVFAIL of the record", "fail.x.test", "192.0.2.1", "temperror", "dns-error", 0},
    {"A18 no dot in the domain", "localhost", "192.0.2.1", "none", "bad-domain", 0},
    {"D13 two void lookups", "void2.x.test", "192.0.2.1", "pass", NULL, 2},
    {"D13 the third", "void3.x.test", "192.0.2.1", "permerror", "void-limit", 3},
    {"D10 a match before the limits", "early.x.test", "192.0.2.1", "pass", NULL, 0},
    {"D02 D03 D05 ten lookups", "ten.x.test", "192.0.2.7", "pass", NULL, 10},
    {"D04 the include before them makes eleven", "eleven.x.test", "192.0.2.8", "permerror",
     "lookup-limit", 11},
    {"D11 the eleventh is the last term", "eleventh.x.test", "192.0.2.8", "permerror",
     "lookup-limit", 11},
    {"D06 more than 10 MX", "manymx.x.test", "192.0.2.1", "permerror", "mx-limit", 1},
    {"B25 a written target that is no name", "badname.x.test", "192.0.2.1", "permerror",
     "bad-target", 1},
    {"B26 C25 F09 a target made no name by a macro", "badmacro.x.test", "192.0.2.1", "neutral",
     NULL, 1},
    {"B26 C25 the same in an include", "badinc.x.test", "192.0.2.1", "permerror", "bad-target", 1},
    {"C22 %{d} is the included domain", "scope.x.test", "192.0.2.1", "pass", NULL, 2},
};

/* Runs an evaluation to its end; close it. */
static const sesame_spf_verdict *judge_as(const char *domain, const char *ip, const char *helo,
                                          const sesame_spf_limits *limits, sesame_spf_eval **eval) {
  const sesame_spf_options options = {.ip = ip,
                                      .sender = {"user@sender.test", 16},
                                      .helo = {helo, strlen(helo)},
                                      .domain = {domain, strlen(domain)},
                                      .limits = limits};
  const sesame_spf_question *needs;
  const sesame_spf_verdict *verdict = NULL;
  if (sesame_spf_eval_open(eval, &options) != SESAME_OK)
    return NULL;
  for (size_t count; (count = sesame_spf_eval_needs(*eval, &needs)) > 0;) {
    const sesame_name name = *needs[0].name; /* one at a time: the order must not matter */
    sesame_answer *a = zone_lines_answer(zone, &name, needs[0].type);
    sesame_spf_eval_feed(*eval, &name, needs[0].type, a);
    sesame_answer_free(a);
  }
  sesame_spf_eval_result(*eval, &verdict);
  return verdict;
}

static const sesame_spf_verdict *judge(const char *domain, const char *ip,
                                       const sesame_spf_limits *limits, sesame_spf_eval **eval) {
  return judge_as(domain, ip, "a..b", limits, eval);
}

static void test_cases(void) {
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    sesame_spf_eval *eval;
    const sesame_spf_verdict *v = judge(cases[i].domain, cases[i].ip, NULL, &eval);
    const char *result = v ? sesame_spf_result_name(v->result) : "nothing";
    CHECK(strcmp(result, cases[i].result) == 0, "%s: %s (%s)", cases[i].rule, result,
          v && v->reason ? v->reason : "");
    CHECK(v && (cases[i].code ? v->code && strcmp(v->code, cases[i].code) == 0 : !v->code),
          "%s: code %s", cases[i].rule, v && v->code ? v->code : "none");
    CHECK(v && (cases[i].lookups < 0 || v->lookups == cases[i].lookups), "%s: %d lookups",
          cases[i].rule, v ? v->lookups : -1);
    sesame_spf_eval_close(eval);
  }
}

static const struct {
  const char *rule, *domain, *want; /* NULL: no explanation */
} explanations[] = {
    {"G01 one text, expanded", "exp.x.test", "192.0.2.1 may not send for exp.x.test"},
    {"G03 that of the include is not used", "expinc.x.test", "outer"},
    {"G04 redirect brings the target's", "expred.x.test", "192.0.2.1 may not send for exp.x.test"},
    {"G02 two texts", "exptwo.x.test", NULL},
    {"G02 SERVFAIL", "expfail.x.test", NULL},
    {"G05 no look-up for softfail", "expsoft.x.test", NULL},
};

static void test_explanations(void) {
  for (size_t i = 0; i < sizeof explanations / sizeof *explanations; i++) {
    sesame_spf_eval *eval;
    const sesame_spf_verdict *v = judge(explanations[i].domain, "192.0.2.1", NULL, &eval);
    const char *got = v && v->explanation ? v->explanation : NULL, *want = explanations[i].want;
    CHECK(want ? got && strcmp(got, want) == 0 : !got, "%s: %s", explanations[i].rule,
          got ? got : "none");
    sesame_spf_eval_close(eval);
  }
}

/* D19: the limits are policy of the receiver. */
static void test_limits(void) {
  sesame_spf_limits limits = sesame_spf_profile_named("rfc")->limits;
  sesame_spf_eval *eval;
  limits.voids = 3;
  const sesame_spf_verdict *v = judge("void3.x.test", "192.0.2.1", &limits, &eval);
  CHECK(v && v->result == SESAME_SPF_RESULT_PASS, "D19 three void lookups may be allowed");
  sesame_spf_eval_close(eval);
  limits.lookups = 11;
  v = judge("eleven.x.test", "192.0.2.8", &limits, &eval);
  CHECK(v && v->result == SESAME_SPF_RESULT_PASS, "D19 eleven lookups may be allowed");
  sesame_spf_eval_close(eval);
}

/* F: %{h} without a HELO name is "unknown", and that is told where it was looked up. */
static const struct {
  const char *rule, *domain, *helo;
  bool assumed;
} helos[] = {
    {"%{h} in a target, none given", "badmacro.x.test", "", true},
    {"one that is given", "badmacro.x.test", "mail.x.test", false},
    {"no %{h}", "mx.x.test", "", false},
};

static void test_assumed_helo(void) {
  for (size_t i = 0; i < sizeof helos / sizeof *helos; i++) {
    sesame_spf_eval *eval;
    const sesame_spf_verdict *v =
        judge_as(helos[i].domain, "192.0.2.1", helos[i].helo, NULL, &eval);
    CHECK(v && v->helo_assumed == helos[i].assumed, "%s", helos[i].rule);
    sesame_spf_eval_close(eval);
  }
}

static void test_misuse(void) {
  sesame_spf_eval *eval;
  const sesame_spf_verdict *v;
  sesame_spf_options options = {.ip = "not an address", .domain = {"x.test", 6}};
  CHECK(sesame_spf_eval_open(&eval, &options) == SESAME_BAD_ADDRESS && !eval, "no address");
  options.ip = "192.0.2.1";
  CHECK(sesame_spf_eval_open(&eval, &options) == SESAME_OK, "opened");
  CHECK(sesame_spf_eval_result(eval, &v) == SESAME_NOT_FOUND, "no verdict before the answers");
  sesame_spf_eval_stop(eval);
  CHECK(sesame_spf_eval_result(eval, &v) == SESAME_OK && v->result == SESAME_SPF_RESULT_TEMPERROR,
        "C23 giving up is temperror");
  sesame_spf_eval_close(eval);
  sesame_spf_eval_close(NULL);
}

int main(void) {
  test_cases();
  test_explanations();
  test_limits();
  test_assumed_helo();
  test_misuse();
  return check_report("spf_eval");
}
