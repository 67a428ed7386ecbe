/* SPDX-License-Identifier: MIT */
/* The walk against the evaluator on random trees: two programs that share the parser and nothing
 * else must count alike (rules E06, E07, E14, E15) and authorise the same addresses. COUNT and SEED
 * in the environment ask for more trees and other ones. */
#include "../../core/addrset.h"
#include "check.h"
#include "property.h"
#include "random_trees.h"

enum { TREES = 4000, CLIENTS = 7 };

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

static int e07_shown, e15_compared, clients_counted, sets_compared, exact_compared, mx_over;

/* Senders without a name: the walk's worst case where there is a ptr. */
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

/* Whoever matches nothing: a ptr is no void lookup for those who have a name. */
static void check_client_counts(const text *zone, const sesame_spf_tree *tree, const char *ip) {
  const int family = strchr(ip, ':') ? SESAME_IP6 : SESAME_IP4;
  sesame_spf_eval *eval, *strict;
  const sesame_spf_verdict *v = evaluate(&eval, zone->bytes, ip, &lifted);
  const sesame_spf_verdict *q = evaluate(&strict, zone->bytes, ip, &lifted_per_query);
  if (v && q && matched_nothing(v) && !tree->too_large) {
    const bool named = strstr(zone->bytes, "ptr:") != NULL;
    clients_counted++;
    CHECK(v->lookups == tree->lookups_of[family], "E15 %s: %d, the walk says %d\n%s", ip,
          v->lookups, tree->lookups_of[family], zone->bytes);
    CHECK(v->voids >= tree->voids_certain[family] && v->voids <= tree->voids[family] &&
              (named || v->voids == tree->voids[family]),
          "E14 %s: %d voids, the walk says %d\n%s", ip, v->voids, tree->voids[family], zone->bytes);
    CHECK(named || q->voids == tree->void_queries[family],
          "E14 %s: %d void queries, the walk says %d\n%s", ip, q->voids, tree->void_queries[family],
          zone->bytes);
  }
  sesame_spf_eval_close(eval);
  sesame_spf_eval_close(strict);
}

/* Whether something in ZONE leaves open who passes, for senders of FAMILY: terms and hosts whose
 * answers fail, and what depends on the sender. */
static bool uncertain(const char *zone, sesame_family family) {
  static const char *const everywhere[] = {"ptr:", ":bad.test", "=bad.test", " bad.test"};
  static const char *const own[][2] = {{":bad4.test", " bad4.test"}, {":bad6.test", " bad6.test"}};
  for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++)
    if (strstr(zone, everywhere[i]))
      return true;
  return strstr(zone, own[family][0]) || strstr(zone, own[family][1]) ||
         strstr(zone, "exists:bad4.test");
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
    mx_over += v->code && strcmp(v->code, "mx-limit") == 0;
    if (!uncertain(zone->bytes, range.family)) {
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
static void check_over(const text *zone, const sesame_spf_tree *tree,
                       const char *const *outsiders) {
  for (int f = 0; f < SESAME_FAMILIES; f++) {
    sesame_spf_eval *eval;
    const sesame_spf_verdict *v = evaluate(&eval, zone->bytes, outsiders[f], &lifted);
    if (tree->lookups_of[f] > SESAME_SPF_WALK_LOOKUPS && v && matched_nothing(v)) {
      e07_shown++;
      CHECK(over_limit(zone, outsiders[f]), "E07 over the limit, and %s gets no permerror\n%s",
            outsiders[f], zone->bytes);
    }
    sesame_spf_eval_close(eval);
  }
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
    check_client_counts(zone, tree, clients[i]);
    if (tree->lookups <= SESAME_SPF_WALK_LOOKUPS && !tree->lower_bound &&
        tree->result != SESAME_SPF_TREE_PERMERROR)
      CHECK(!over_limit(zone, clients[i]), "E06 %s\n%s", clients[i], zone->bytes);
  }
  if (tree->lookups > SESAME_SPF_WALK_LOOKUPS)
    check_over(zone, tree, outsiders);
  sesame_spf_walk_close(walker);
}

int main(void) {
  static text zone;
  const property own = property_of("spf-walk", 1, TREES);
  for (unsigned i = 1; i <= own.count && check_failed < 5; i++) {
    begin_tree(own.seed, i);
    make_zone(&zone);
    one_tree(&zone);
  }
  const int few = (int)(own.count / 100);
  CHECK(own.count < PROPERTY_LARGE ||
            (e07_shown > few && e15_compared > 25 * few && clients_counted > 25 * few &&
             sets_compared > 100 * few && exact_compared > 100 * few && mx_over > few),
        "enough was compared: E07 %d, E15 %d, clients %d, addresses %d, %d of them exact, %d over "
        "an mx's limit",
        e07_shown, e15_compared, clients_counted, sets_compared, exact_compared, mx_over);
  return check_report("spf_properties");
}
