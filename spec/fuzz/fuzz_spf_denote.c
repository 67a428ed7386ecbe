/* SPDX-License-Identifier: MIT */
/* The denotation of a hostile zone: it covers every address, lies within what the walk calls
 * possible, equals itself, and says at the ends of its stretches what evaluation says. */
#include "../../core/spf_denote.h"
#include "hostile_zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { EVALUATED = 6 }; /* stretches of each policy */

static void check_stretches(const sesame_spf_denotation *d) {
  sesame_spf_stretch at, last = {0};
  const size_t count = sesame_spf_denotation_count(d);
  for (size_t i = 0; i < count; i++) {
    must(sesame_spf_denotation_stretch(d, i, &at));
    must(sesame_address_compare(at.range.first, at.range.last) <= 0);
    if (i && last.range.family == at.range.family) {
      sesame_address after = last.range.last;
      after.low++;
      after.high += after.low == 0;
      must(sesame_address_compare(after, at.range.first) == 0 && last.decision != at.decision);
    } else {
      must(at.range.first.high == 0 && at.range.first.low == 0);
    }
    must(sesame_spf_denotation_at(d, at.range.family, at.range.last) == at.decision);
    last = at;
  }
  must(last.range.family == SESAME_IP6 && last.range.last.low == UINT64_MAX);
}

/* What certainly passes by the walk passes here, and nothing passes here that could not there. */
static void check_sets(const sesame_spf_denotation *d, const sesame_spf_tree *tree) {
  sesame_range range;
  sesame_addrset *pass = sesame_spf_denotation_addresses(d, SESAME_SPF_RESULT_PASS, true);
  sesame_addrset *may = sesame_spf_denotation_addresses(d, SESAME_SPF_RESULT_PASS, false);
  must(pass && may);
  sesame_addrset *over = sesame_addrset_difference(pass, tree->possible);
  sesame_addrset *under = sesame_addrset_difference(tree->authorised, may);
  must(sesame_addrset_is_empty(over, SESAME_FAMILIES));
  for (size_t i = 0; sesame_addrset_range(under, i, &range); i++)
    must(range.family == SESAME_IP6 && range.first.high == 0 && range.first.low >> 32 == 0xFFFF &&
         range.last.high == 0 && range.last.low >> 32 == 0xFFFF);
  sesame_addrset_free(over);
  sesame_addrset_free(under);
  sesame_addrset_free(pass);
  sesame_addrset_free(may);
}

static void check_itself(const sesame_spf_denotation *d, sesame_spf_walk *walk) {
  sesame_spf_denotation *again;
  sesame_spf_comparison *c;
  must(sesame_spf_denote(&again, walk) == SESAME_OK);
  must(sesame_spf_compare(&c, d, again) == SESAME_OK);
  const sesame_spf_relation verdict = sesame_spf_comparison_verdict(c);
  must(verdict == SESAME_SPF_SAME || verdict == SESAME_SPF_UNLEARNT);
  must(verdict == SESAME_SPF_SAME || sesame_spf_denotation_unknown(d));
  sesame_spf_comparison_free(c);
  sesame_spf_denotation_free(again);
}

static bool can_be(const sesame_spf_denotation *d, sesame_spf_decision decision,
                   sesame_spf_result result, int depth) {
  sesame_spf_question_term q;
  if (!sesame_spf_denotation_question(d, decision, &q))
    return decision == (sesame_spf_decision)result;
  return q.final || depth > 12 || result == SESAME_SPF_RESULT_TEMPERROR ||
         result == SESAME_SPF_RESULT_PERMERROR || can_be(d, q.yes, result, depth + 1) ||
         can_be(d, q.no, result, depth + 1);
}

static void evaluate(const zone *z, const sesame_spf_denotation *d, const sesame_range *range) {
  static const sesame_spf_limits lifted = {
      .lookups = -1, .voids = -1, .mx = 10, .ptr = 10, .nesting = -1};
  char ip[SESAME_ADDRESS_TEXT_MAX];
  const sesame_spf_options options = {.ip = ip,
                                      .sender = {"u@0.x", 5},
                                      .helo = {"h.x", 3},
                                      .limits = &lifted,
                                      .no_explanation = true};
  sesame_spf_eval *eval;
  const sesame_spf_verdict *v;
  const sesame_spf_question *needs;
  sesame_address_format(range->family, range->first, ip);
  must(sesame_spf_eval_open(&eval, &options) == SESAME_OK);
  while (sesame_spf_eval_needs(eval, &needs) > 0) {
    const sesame_name name = *needs[0].name;
    sesame_answer *a = answer(z, &name, needs[0].type);
    must(a && sesame_spf_eval_feed(eval, &name, needs[0].type, a) == SESAME_OK);
    sesame_answer_free(a);
  }
  must(sesame_spf_eval_result(eval, &v) == SESAME_OK);
  const sesame_spf_decision decision = sesame_spf_denotation_at(d, range->family, range->first);
  /* beyond its questions an evaluation gives up, and then says nothing of the policy */
  must((v->code && strcmp(v->code, "query-limit") == 0) || can_be(d, decision, v->result, 0));
  sesame_spf_eval_close(eval);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  zone z;
  const sesame_spf_tree *tree;
  sesame_spf_denotation *d;
  sesame_spf_stretch at;
  split(data, size, &z);
  sesame_spf_walk *walk = walk_zone(&z, &tree);
  const int status = sesame_spf_denote(&d, walk);
  must(status == SESAME_OK || status == SESAME_TOO_MANY);
  if (d) {
    check_stretches(d);
    check_itself(d, walk);
    if (!tree->too_large) {
      check_sets(d, tree);
      for (size_t i = 0; i < EVALUATED && sesame_spf_denotation_stretch(d, i, &at); i++)
        evaluate(&z, d, &at.range);
    }
  }
  sesame_spf_denotation_free(d);
  sesame_spf_walk_close(walk);
  return 0;
}
