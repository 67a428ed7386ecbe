/* SPDX-License-Identifier: MIT */
/* The walk against the evaluator on random trees: two programs that share the parser and nothing
 * else must count alike (rules E06, E07, E14, E15) and authorise the same addresses. */
#include "../../core/addrset.h"
#include "../../core/spf_eval.h"
#include "../../core/spf_walk.h"
#include "check.h"
#include "zone_lines.h"

enum { TREES = 10000, POLICIES = 6, CLIENTS = 7 };

static uint64_t state;

static unsigned below(unsigned bound) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)((state >> 11) % bound);
}

static bool percent(unsigned p) {
  return below(100) < p;
}

typedef struct text {
  char bytes[16384];
  size_t length;
} text;

#define ADD(t, ...)                                                                                \
  ((t)->length +=                                                                                  \
   (size_t)snprintf((t)->bytes + (t)->length, sizeof(t)->bytes - (t)->length, __VA_ARGS__))

/* A policy's target: mostly a later one, so that most trees end. */
static void add_policy(text *t, unsigned index) {
  const unsigned left = POLICIES - 1 - index;
  if (percent(3))
    ADD(t, "gone.test");
  else if (percent(2))
    ADD(t, "bad.test");
  else if (percent(2))
    ADD(t, "%%{d}");
  else if (percent(4))
    ADD(t, "p%u.%%{o}", below(POLICIES)); /* below the audited domain: p1.p0.test, ... */
  else if (percent(4) || left == 0)
    ADD(t, "p%u.test", below(POLICIES));
  else
    ADD(t, "p%u.test", index + 1 + below(left));
}

static void add_prefix4(text *t) {
  static const int lengths[] = {0, 1, 24, 28, 30, 31};
  if (percent(30))
    ADD(t, "/%d", lengths[below(3) ? 2 + below(4) : below(6)]);
}

static void add_prefix6(text *t, const char *slash) {
  static const int lengths[] = {0, 1, 64, 124, 126, 127};
  if (percent(30))
    ADD(t, "%s%d", slash, lengths[below(3) ? 2 + below(4) : below(6)]);
}

static void add_term(text *t, unsigned index, unsigned lookups) {
  const unsigned choice = below(100);
  ADD(t, " %.1s", "+-~?" + below(4) * percent(25));
  if (choice < lookups / 2) {
    ADD(t, "include:");
    add_policy(t, index);
  } else if (choice < lookups) {
    static const char *const heads[] = {"a:h",   "a:h",      "mx:m",    "mx:m",
                                        "ptr:h", "exists:h", "exists:x"};
    const unsigned head = below(7);
    ADD(t, "%s%u.test", heads[head], below(7));
    if (head < 4) {
      add_prefix4(t);
      add_prefix6(t, "//");
    }
  } else if (choice < 70 + lookups / 4) {
    ADD(t, "ip4:192.0.2.%u", below(16));
    add_prefix4(t);
  } else {
    ADD(t, "ip6:2001:db8::%x", below(16));
    add_prefix6(t, "/");
  }
}

static void add_record(text *t, const char *name, unsigned index, unsigned lookups) {
  ADD(t, "%s TXT v=spf1", name);
  const unsigned terms = below(lookups > 50 ? 9 : 6);
  for (unsigned i = 0; i < terms; i++)
    add_term(t, index, lookups);
  if (percent(15)) {
    ADD(t, " redirect=");
    add_policy(t, index);
  }
  if (percent(60))
    ADD(t, " %.1sall", "+-~?" + (percent(10) ? 0 : 1 + below(3)));
  ADD(t, "\n");
}

static void make_zone(text *t) {
  const unsigned lookups = percent(50) ? 30 : 80;
  char name[32];
  t->length = 0;
  for (unsigned i = 0; i < POLICIES; i++) {
    snprintf(name, sizeof name, "p%u.test", i);
    add_record(t, name, i, lookups);
    snprintf(name, sizeof name, "p%u.p0.test", i);
    add_record(t, name, i, lookups);
  }
  for (unsigned i = 0; i < 6; i++) {
    if (percent(75))
      ADD(t, "h%u.test A 192.0.2.%u\n", i, below(16));
    if (percent(50))
      ADD(t, "h%u.test AAAA 2001:db8::%x\n", i, below(16));
    for (unsigned hosts = percent(3) ? 11 : below(4), k = 0; k < hosts; k++)
      ADD(t, "m%u.test MX %u h%u.test\n", i, k, below(7));
  }
  ADD(t, "bad.test FAIL\n");
}

static const sesame_spf_tree *walk(sesame_spf_walk **out, const char *zone) {
  const sesame_spf_tree *tree = NULL;
  const sesame_spf_need *needs;
  sesame_name domain;
  sesame_name_parse(&domain, "p0.test", 7);
  sesame_spf_walk_open(out, &domain);
  while (sesame_spf_walk_needs(*out, &needs) > 0) {
    const sesame_name name = *needs[0].name;
    const int type = needs[0].type;
    sesame_answer *answer = zone_lines_answer(zone, &name, type);
    sesame_spf_walk_feed(*out, &name, type, answer);
    sesame_answer_free(answer);
  }
  sesame_spf_walk_result(*out, &tree);
  return tree;
}

static const sesame_spf_limits lifted = {
    .lookups = -1, .voids = -1, .mx = 10, .ptr = 10, .nesting = -1};
static const sesame_spf_limits ten_lookups = {
    .lookups = 10, .voids = -1, .mx = 10, .ptr = 10, .nesting = -1};
static const sesame_spf_limits lifted_per_query = {
    .lookups = -1, .voids = -1, .mx = 10, .ptr = 10, .nesting = -1, .void_per_query = true};

/* Evaluates for one client; the verdict lives as long as *OUT. */
static const sesame_spf_verdict *evaluate(sesame_spf_eval **out, const char *zone, const char *ip,
                                          const sesame_spf_limits *limits) {
  const sesame_spf_options options = {.ip = ip,
                                      .sender = {"user@p0.test", 12},
                                      .helo = {"h0.test", 7},
                                      .limits = limits,
                                      .no_explanation = true,
                                      .trace = true};
  const sesame_spf_verdict *verdict = NULL;
  const sesame_spf_question *needs;
  sesame_spf_eval_open(out, &options);
  while (sesame_spf_eval_needs(*out, &needs) > 0) {
    const sesame_name name = *needs[0].name;
    const int type = needs[0].type;
    sesame_answer *answer = zone_lines_answer(zone, &name, type);
    sesame_spf_eval_feed(*out, &name, type, answer);
    sesame_answer_free(answer);
  }
  sesame_spf_eval_result(*out, &verdict);
  return verdict;
}

static bool is_error(const sesame_spf_verdict *v) {
  return v->result == SESAME_SPF_RESULT_PERMERROR || v->result == SESAME_SPF_RESULT_TEMPERROR;
}

/* Whether no term but `all` matched in any record; one that passes would make its include match. */
static bool matched_nothing(const sesame_spf_verdict *v) {
  if (is_error(v) || v->result == SESAME_SPF_RESULT_NONE)
    return false;
  for (size_t i = 0; i < v->event_count; i++) {
    const char *term = v->events[i].term;
    const size_t length = strlen(term);
    if (strcmp(v->events[i].outcome, "match") == 0 &&
        (length != 4 || term[0] == '+' || strcasecmp(term + 1, "all") != 0))
      return false;
  }
  return v->event_count < SESAME_SPF_EVAL_MAX_EVENTS;
}

static int e07_shown, e15_compared, sets_compared, exact_compared;

static void check_counts(const text *zone, const sesame_spf_tree *tree, const char *ip,
                         int family) {
  sesame_spf_eval *eval, *strict;
  const sesame_spf_verdict *v = evaluate(&eval, zone->bytes, ip, &lifted);
  const sesame_spf_verdict *q = evaluate(&strict, zone->bytes, ip, &lifted_per_query);
  CHECK(v && q, "a verdict");
  if (v && q && matched_nothing(v) && !tree->too_large) {
    e15_compared++;
    CHECK(v->lookups == tree->lookups_of[family], "E15 %s: %d, the walk says %d\n%s", ip,
          v->lookups, tree->lookups_of[family], zone->bytes);
    CHECK(v->voids == tree->voids[family], "E14 %s: %d voids, the walk says %d\n%s", ip, v->voids,
          tree->voids[family], zone->bytes);
    CHECK(q->voids == tree->void_queries[family], "E14 %s: %d void queries, the walk says %d\n%s",
          ip, q->voids, tree->void_queries[family], zone->bytes);
  }
  sesame_spf_eval_close(eval);
  sesame_spf_eval_close(strict);
}

/* Who passes by evaluation is among those who possibly pass, and who certainly passes does. */
static void check_address(const text *zone, const sesame_spf_tree *tree, const char *ip) {
  sesame_range range;
  sesame_spf_eval *eval;
  const sesame_spf_verdict *v = evaluate(&eval, zone->bytes, ip, &lifted);
  sesame_range_parse(&range, ip, strlen(ip));
  const bool passes = v && v->result == SESAME_SPF_RESULT_PASS;
  const bool certain = sesame_addrset_contains(tree->authorised, range.family, range.first);
  const bool possible = sesame_addrset_contains(tree->possible, range.family, range.first);
  if (!tree->too_large && v && !(v->code && strcmp(v->code, "query-limit") == 0)) {
    sets_compared++;
    CHECK(!certain || passes, "%s is authorised, the evaluator says %s\n%s", ip,
          sesame_spf_result_name(v->result), zone->bytes);
    CHECK(!passes || possible, "%s passes, the walk says it cannot\n%s", ip, zone->bytes);
    if (!strstr(zone->bytes, "ptr") && !strstr(zone->bytes, ":bad.test") &&
        !strstr(zone->bytes, "=bad.test")) {
      exact_compared++;
      CHECK(passes == certain && passes == possible, "nothing is uncertain: %s\n%s", ip,
            zone->bytes);
    }
  }
  sesame_spf_eval_close(eval);
}

static bool over_limit(const text *zone, const char *ip) {
  sesame_spf_eval *eval;
  const sesame_spf_verdict *v = evaluate(&eval, zone->bytes, ip, &ten_lookups);
  const bool over = v && v->code && strcmp(v->code, "lookup-limit") == 0;
  sesame_spf_eval_close(eval);
  return over;
}

/* E07 has exceptions: an error that comes first, or a term that matches these clients, who are in
 * no host's and no small block's range. */
static void check_over(const text *zone, const char *const *outsiders) {
  bool excused = true;
  for (int f = 0; f < SESAME_FAMILIES && excused; f++) {
    sesame_spf_eval *eval;
    const sesame_spf_verdict *v = evaluate(&eval, zone->bytes, outsiders[f], &lifted);
    excused = v && !matched_nothing(v);
    sesame_spf_eval_close(eval);
  }
  if (excused)
    return;
  e07_shown++;
  CHECK(over_limit(zone, outsiders[0]) || over_limit(zone, outsiders[1]),
        "E07 over the limit, and nobody gets permerror\n%s", zone->bytes);
}

static void one_tree(const text *zone) {
  static const char *const outsiders[] = {"198.51.100.7", "2001:db8:ffff::7"};
  char clients[CLIENTS][SESAME_ADDRESS_TEXT_MAX];
  sesame_spf_walk *walker = NULL;
  const sesame_spf_tree *tree = walk(&walker, zone->bytes);
  CHECK(tree, "a tree");
  if (!tree)
    return;
  for (unsigned i = 0; i < CLIENTS; i++)
    snprintf(clients[i], sizeof clients[i], i % 2 ? "192.0.2.%u" : "2001:db8::%x", below(16));
  for (int f = 0; f < SESAME_FAMILIES; f++) {
    check_counts(zone, tree, outsiders[f], f);
    check_address(zone, tree, outsiders[f]);
    if (tree->lookups <= SESAME_SPF_WALK_LOOKUPS && !tree->lower_bound &&
        tree->result != SESAME_SPF_TREE_PERMERROR)
      CHECK(!over_limit(zone, outsiders[f]), "E06 %s\n%s", outsiders[f], zone->bytes);
  }
  for (unsigned i = 0; i < CLIENTS; i++) {
    check_address(zone, tree, clients[i]);
    if (tree->lookups <= SESAME_SPF_WALK_LOOKUPS && !tree->lower_bound &&
        tree->result != SESAME_SPF_TREE_PERMERROR)
      CHECK(!over_limit(zone, clients[i]), "E06 %s\n%s", clients[i], zone->bytes);
  }
  if (tree->lookups > SESAME_SPF_WALK_LOOKUPS)
    check_over(zone, outsiders);
  sesame_spf_walk_close(walker);
}

int main(void) {
  static text zone;
  for (unsigned i = 1; i <= TREES && check_failed < 5; i++) {
    state = 0x9E3779B97F4A7C15u * i;
    make_zone(&zone);
    one_tree(&zone);
  }
  CHECK(e07_shown > 100 && e15_compared > TREES / 4 && sets_compared > TREES &&
            exact_compared > TREES,
        "enough was compared: E07 %d, E15 %d, addresses %d, %d of them exact", e07_shown,
        e15_compared, sets_compared, exact_compared);
  return check_report("spf_properties");
}
