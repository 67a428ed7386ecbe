/* SPDX-License-Identifier: MIT */
/* The denotation against the evaluator on random trees, at both ends of every stretch (rule I01),
 * with the limits lifted and with them; and comparisons with trees of which one term was changed.
 * COUNT and SEED in the environment ask for more trees and other ones. */
#include "../../core/spf_denote.h"
#include "check.h"
#include "property.h"
#include "random_trees.h"

enum { TREES = 3000 };

static const sesame_spf_limits rfc = {
    .lookups = 10, .voids = 2, .mx = 10, .ptr = 10, .nesting = -1};

/* A client's names beyond the tenth are looked at by some; the denotation leaves it open. */
static const sesame_spf_limits all_names = {
    .lookups = -1, .voids = -1, .mx = 10, .ptr = -1, .nesting = -1};

static int addresses, symbolic, limited, void_limited, mx_over, named, mutations, found;

static sesame_spf_denotation *denote(const char *zone) {
  sesame_spf_walk *walker;
  sesame_spf_denotation *made = NULL;
  const sesame_spf_tree *tree = walk(&walker, zone);
  if (tree && !tree->too_large)
    CHECK(sesame_spf_denote(&made, walker) == SESAME_OK, "a denotation\n%s", zone);
  sesame_spf_walk_close(walker);
  return made;
}

static bool can_be(const sesame_spf_denotation *d, sesame_spf_decision decision,
                   sesame_spf_result result) {
  sesame_spf_question_term q;
  if (!sesame_spf_denotation_question(d, decision, &q))
    return decision == (sesame_spf_decision)result;
  return q.final || can_be(d, q.yes, result) || can_be(d, q.no, result);
}

static void check_names(const char *zone, const char *ip, const sesame_spf_denotation *d,
                        sesame_spf_decision decision, sesame_spf_result of_ten) {
  sesame_spf_eval *eval;
  const sesame_spf_verdict *v = evaluate(&eval, zone, ip, &all_names);
  if (v && !(v->code && strcmp(v->code, "query-limit") == 0)) {
    named += v->result != of_ten;
    CHECK(can_be(d, decision, v->result), "%s: all names give %s, the denotation %u\n%s", ip,
          sesame_spf_result_name(v->result), decision, zone);
  }
  sesame_spf_eval_close(eval);
}

static void check_address(const char *zone, const sesame_spf_denotation *d,
                          const sesame_range *range, sesame_address address) {
  char ip[SESAME_ADDRESS_TEXT_MAX];
  sesame_spf_eval *eval, *strict;
  sesame_spf_question_term q;
  sesame_address_format(range->family, address, ip);
  const sesame_spf_decision decision = sesame_spf_denotation_at(d, range->family, address);
  const sesame_spf_verdict *v = evaluate(&eval, zone, ip, &lifted);
  const sesame_spf_verdict *s = evaluate(&strict, zone, ip, &rfc);
  const bool plain = !sesame_spf_denotation_question(d, decision, &q);
  const bool over =
      s && s->code && (!strcmp(s->code, "lookup-limit") || !strcmp(s->code, "void-limit"));
  if (v && s && !(v->code && strcmp(v->code, "query-limit") == 0)) {
    addresses++;
    symbolic += !plain;
    limited += over;
    void_limited += over && !strcmp(s->code, "void-limit");
    mx_over += v->code && !strcmp(v->code, "mx-limit");
    if (!plain)
      check_names(zone, ip, d, decision, v->result);
    CHECK(can_be(d, decision, v->result), "I01 %s: evaluation says %s, the denotation %u\n%s", ip,
          sesame_spf_result_name(v->result), decision, zone);
    if (plain && !strstr(zone, "ptr"))
      CHECK(
          over == sesame_addrset_contains(sesame_spf_denotation_limited(d), range->family, address),
          "%s: the limits %s, the denotation disagrees\n%s", ip, over ? "hit" : "do not hit", zone);
  }
  sesame_spf_eval_close(eval);
  sesame_spf_eval_close(strict);
}

static void check_tree(const char *zone, const sesame_spf_denotation *d) {
  sesame_spf_stretch at;
  for (size_t i = 0; sesame_spf_denotation_stretch(d, i, &at) && check_failed < 5; i++) {
    check_address(zone, d, &at.range, at.range.first);
    check_address(zone, d, &at.range, at.range.last);
  }
  for (int i = 0; i < 6; i++) {
    const sesame_range client =
        i % 2 ? (sesame_range){SESAME_IP4, {0, 0xC0000200}, {0, 0xC000020F}}
              : (sesame_range){SESAME_IP6, {0x20010DB800000000, 0}, {0x20010DB800000000, 15}};
    sesame_address address = client.first;
    address.low += host_addresses[i];
    check_address(zone, d, &client, address);
  }
}

/* Another last digit for one ip4 term of the domain's own record. */
static bool mutate(text *zone) {
  char *end = strchr(zone->bytes, '\n'), *at = strstr(zone->bytes, "ip4:192.0.2.");
  if (!end || !at || at > end)
    return false;
  at += strlen("ip4:192.0.2.");
  if (at[1] >= '0' && at[1] <= '9')
    at++;
  *at = *at == '0' ? '1' : (char)(*at - 1);
  return true;
}

static void check_change(const char *before, const char *after, const sesame_spf_change *change) {
  char ip[SESAME_ADDRESS_TEXT_MAX];
  sesame_spf_eval *a, *b;
  if (change->relation != SESAME_SPF_DIFFERENT || change->term)
    return;
  sesame_address_format(change->range.family, change->range.first, ip);
  const sesame_spf_verdict *from = evaluate(&a, before, ip, &lifted);
  const sesame_spf_verdict *to = evaluate(&b, after, ip, &lifted);
  CHECK(from && to && from->result == change->from && to->result == change->to,
        "%s: %s to %s, evaluation says otherwise\n%s", ip, sesame_spf_result_name(change->from),
        sesame_spf_result_name(change->to), before);
  sesame_spf_eval_close(a);
  sesame_spf_eval_close(b);
}

/* Whether evaluation tells the two apart at one of the sixteen addresses that a mutation moves. */
static bool evaluation_differs(const char *before, const char *after) {
  bool differs = false;
  for (int i = 0; i < 20 && !differs; i++) {
    char ip[32];
    sesame_spf_eval *a, *b;
    snprintf(ip, sizeof ip, "192.0.2.%d", i);
    const sesame_spf_verdict *from = evaluate(&a, before, ip, &lifted);
    const sesame_spf_verdict *to = evaluate(&b, after, ip, &lifted);
    differs = from && to && from->result != to->result;
    sesame_spf_eval_close(a);
    sesame_spf_eval_close(b);
  }
  return differs;
}

static void check_mutation(const text *zone, const sesame_spf_denotation *d) {
  static text other;
  sesame_spf_comparison *c;
  sesame_spf_change change;
  other = *zone;
  if (!mutate(&other))
    return;
  sesame_spf_denotation *e = denote(other.bytes);
  if (!e)
    return;
  CHECK(sesame_spf_compare(&c, d, e) == SESAME_OK, "a comparison");
  mutations++;
  const bool differs = sesame_spf_comparison_verdict(c) != SESAME_SPF_SAME;
  found += differs;
  CHECK(differs || !evaluation_differs(zone->bytes, other.bytes), "a mutation is not found\n%s\n%s",
        zone->bytes, other.bytes);
  for (size_t i = 0; sesame_spf_comparison_change(c, i, &change); i++)
    check_change(zone->bytes, other.bytes, &change);
  sesame_spf_comparison_free(c);
  sesame_spf_denotation_free(e);
}

static void check_itself(const char *zone, const sesame_spf_denotation *d) {
  sesame_spf_comparison *c;
  sesame_spf_denotation *again = denote(zone);
  if (!again)
    return;
  CHECK(sesame_spf_compare(&c, d, again) == SESAME_OK, "a comparison");
  const sesame_spf_relation verdict = sesame_spf_comparison_verdict(c);
  CHECK(verdict == SESAME_SPF_SAME ||
            (verdict == SESAME_SPF_UNLEARNT && sesame_spf_denotation_unknown(d)),
        "a tree is %s to itself\n%s", sesame_spf_relation_name(verdict), zone);
  sesame_spf_comparison_free(c);
  sesame_spf_denotation_free(again);
}

int main(void) {
  static text zone;
  const property own = property_of("spf-denote", 1, TREES);
  for (unsigned i = 1; i <= own.count && check_failed < 5; i++) {
    begin_tree(own.seed, i);
    make_zone(&zone);
    sesame_spf_denotation *d = denote(zone.bytes);
    if (d) {
      check_tree(zone.bytes, d);
      check_mutation(&zone, d);
      check_itself(zone.bytes, d);
    }
    sesame_spf_denotation_free(d);
  }
  const int trees = (int)own.count;
  CHECK(own.count < PROPERTY_LARGE ||
            (addresses > 12 * trees && symbolic > trees && limited > trees &&
             void_limited > trees / 10 && mx_over > trees / 50 && named > 0 && found > trees / 10),
        "enough was compared: %d addresses, %d symbolic, %d over a limit, %d over that of voids, "
        "%d over an mx's, %d by an eleventh name, %d of %d mutations",
        addresses, symbolic, limited, void_limited, mx_over, named, found, mutations);
  return check_report("spf_denote_properties");
}
