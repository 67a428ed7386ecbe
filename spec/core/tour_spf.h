/* SPDX-License-Identifier: MIT */
/* Part of tour.h: tag lists, address sets, SPF. */
#ifndef SESAME_SPEC_TOUR_SPF_H
#define SESAME_SPEC_TOUR_SPF_H

static outcome tour_tags(void) {
  static const char text[] = "v=DMARC1; p=none; rua=mailto:a, mailto:b; p=x; =";
  char out[SESAME_TAGLIST_MESSAGE_MAX];
  sesame_taglist list;
  sesame_tag_span item;
  const sesame_tag_dialect *dmarc = sesame_tag_dialect_named("dmarc");
  bool good = dmarc && sesame_taglist_parse(&list, dmarc, text, strlen(text)) == SESAME_OK &&
              list.fault_count > 0;
  const sesame_tag *rua = good ? sesame_taglist_find(&list, text, "rua") : NULL;
  uint32_t cursor = rua ? rua->value.from : 0;
  good = rua && sesame_tag_item(text, rua->value, ',', &cursor, &item) &&
         sesame_tag_is(text, item, "MAILTO:a", true) &&
         sesame_tag_fault_name(list.faults[0].code) &&
         sesame_tag_fault_text(&list, text, &list.faults[0], out) == out;
  return of_truth(good);
}

static outcome tour_addresses(void) {
  char text[SESAME_RANGE_TEXT_MAX];
  uint8_t bytes[16] = {192, 0, 2, 1};
  sesame_range range, prefix;
  sesame_prefix p = {SESAME_IP4, {0, 0xC0000200}, 24};
  sesame_address a = sesame_address_read(SESAME_IP4, bytes);
  sesame_address_write(SESAME_IP4, a, bytes);
  bool good = sesame_range_parse(&range, "192.0.2.0/24", 12) == SESAME_OK;
  prefix = sesame_range_of_prefix(SESAME_IP4, a, 24);
  good = good && sesame_address_compare(range.last, prefix.last) == 0 &&
         strcmp(sesame_address_format(SESAME_IP4, a, text), "192.0.2.1") == 0 &&
         strcmp(sesame_range_format(&range, text), "192.0.2.0-192.0.2.255") == 0 &&
         strcmp(sesame_prefix_format(&p, text), "192.0.2.0/24") == 0;
  return of_truth(good);
}

/* That A, B and what is made of them are what they should be. */
static outcome tour_laws(const sesame_addrset *a, const sesame_addrset *b,
                         sesame_addrset *made[5]) {
  char text[SESAME_ADDRSET_SIZE_MAX];
  sesame_range range;
  sesame_prefix prefix;
  sesame_prefix_cursor cursor = {0};
  outcome o = RIGHT;
  GO(o, of_pointer(made[0] = sesame_addrset_union(a, b)));
  GO(o, of_pointer(made[1] = sesame_addrset_intersection(a, b)));
  GO(o, of_pointer(made[2] = sesame_addrset_difference(made[0], b)));
  GO(o, of_pointer(made[3] = sesame_addrset_complement(made[0])));
  GO(o, of_pointer(made[4] = sesame_addrset_all(SESAME_FAMILIES)));
  if (o != RIGHT)
    return o;
  bool good = sesame_addrset_is_empty(made[1], SESAME_FAMILIES) &&
              sesame_addrset_equal(made[2], a) && sesame_addrset_differ(made[2], b, &range) != 0 &&
              sesame_addrset_is_all(made[4], SESAME_IP6) && sesame_addrset_count(made[3]) > 20 &&
              sesame_addrset_range(a, 0, &range) && sesame_addrset_prefix(a, &cursor, &prefix) &&
              sesame_addrset_contains(a, range.family, range.first) &&
              strcmp(sesame_addrset_size(a, SESAME_IP4, text), "40") == 0;
  return of_truth(good);
}

static outcome tour_sets(void) {
  sesame_range ranges[40];
  sesame_addrset *made[5] = {NULL};
  for (uint64_t i = 0; i < 40; i++) {
    sesame_address at = {0, 1000 - 10 * i};
    ranges[i] = (sesame_range){SESAME_IP4, at, at};
  }
  sesame_addrset *a = sesame_addrset_make(ranges, 40);
  sesame_range_parse(&ranges[0], "2001:db8::/32", 13);
  sesame_addrset *b = sesame_addrset_make(ranges, 1);
  outcome o = a && b ? RIGHT : STARVED;
  GO(o, tour_laws(a, b, made));
  if (a)
    sesame_addrset_free(sesame_addrset_keep(a));
  for (int i = 0; i < 5; i++)
    sesame_addrset_free(made[i]);
  sesame_addrset_free(a);
  sesame_addrset_free(b);
  return o;
}

static outcome tour_record(void) {
  static const char bad[] = "v=spf1 ip4:999 inclde:x all -all a:%{z} mx:";
  char out[256];
  sesame_spf_record *r = NULL, *faulty = NULL;
  sesame_spf_piece piece;
  outcome o = of_status(sesame_spf_record_parse(&r, TOUR_RECORD, strlen(TOUR_RECORD)));
  GO(o, of_status(sesame_spf_record_parse(&faulty, bad, strlen(bad))));
  if (o == RIGHT) {
    bool good = r->valid && r->term_count == 8 && faulty->fault_count >= 4 && !faulty->valid &&
                sesame_spf_record_render(r, out, sizeof(out)) == strlen(TOUR_RECORD) &&
                strcmp(out, TOUR_RECORD) == 0 &&
                sesame_spf_term_render(r, &r->terms[0], out, sizeof(out)) == 1 &&
                sesame_spf_kind_costs(r->terms[0].kind) && sesame_spf_kind_name(r->terms[0].kind) &&
                sesame_spf_is_record(bad, strlen(bad)) &&
                sesame_spf_piece_read("%{i}x", 5, 0, false, &piece) && sesame_spf_toplabel("de", 2);
    sesame_spf_near near = sesame_spf_near_miss("v=spf2 -all", 11);
    o = of_truth(good && near != SESAME_SPF_NEAR_NOT && sesame_spf_near_name(near) &&
                 sesame_spf_near_text(near));
  }
  sesame_spf_record_free(r);
  sesame_spf_record_free(faulty);
  return o;
}

static outcome tour_macros(void) {
  char out[SESAME_SPF_EXPLANATION_MAX + 1], dotted[SESAME_SPF_DOTTED_MAX], missing;
  size_t length;
  sesame_name name;
  sesame_spf_macros macros = {{{NULL, 0}}};
  sesame_spf_record *r = NULL;
  length = sesame_spf_dotted((const uint8_t[]){192, 0, 2, 1}, 4, dotted);
  macros.value['i' - 'a'] = (sesame_spf_text){dotted, length};
  outcome o = of_status(sesame_spf_record_parse(&r, TOUR_RECORD, strlen(TOUR_RECORD)));
  GO(o, of_status(sesame_spf_expand(&macros, r, &r->terms[3], out, &length, &missing)));
  GO(o, of_truth(strcmp(out, "1.2.0.192.x.t.test") == 0));
  GO(o, of_status(sesame_spf_target(&name, out, length)));
  GO(o, of_status(sesame_spf_explain(&macros, "%{i}!", 5, out, &length, &missing)));
  GO(o, of_truth(strcmp(out, "192.0.2.1!") == 0));
  sesame_spf_record_free(r);
  return o;
}

static outcome tour_open_zones(sesame_zones **zones) {
  outcome o = of_status(sesame_zones_open(zones));
  GO(o, of_status(sesame_zones_parse(*zones, "tour", tour_zone, strlen(tour_zone), NULL, NULL)));
  return o;
}

static outcome tour_evaluate(const sesame_zones *zones, sesame_spf_eval *eval) {
  const sesame_spf_question *needs;
  outcome o = RIGHT;
  while (o == RIGHT && sesame_spf_eval_needs(eval, &needs) > 0) {
    const sesame_name name = *needs[0].name;
    int type = needs[0].type;
    sesame_answer *a = sesame_zones_answer(zones, &name, type);
    GO(o, of_pointer(a));
    GO(o, of_status(sesame_spf_eval_feed(eval, &name, type, a)));
    sesame_answer_free(a);
  }
  return o;
}

static outcome tour_evaluation(void) {
  const sesame_spf_verdict *v = NULL;
  const sesame_spf_profile *rfc = sesame_spf_profile_named("rfc");
  sesame_spf_options options = {
      .ip = "203.0.113.9", .sender = {"u@t.test", 8}, .limits = &rfc->limits, .trace = true};
  sesame_zones *zones = NULL;
  sesame_spf_eval *eval = NULL, *stopped = NULL;
  outcome o = of_truth(rfc == sesame_spf_profile_at(0));
  GO(o, tour_open_zones(&zones));
  GO(o, of_status(sesame_spf_eval_open(&eval, &options)));
  GO(o, of_status(sesame_spf_eval_open(&stopped, &options)));
  GO(o, tour_evaluate(zones, eval));
  GO(o, of_status(sesame_spf_eval_result(eval, &v)));
  GO(o, of_truth(v->result == SESAME_SPF_RESULT_FAIL && v->event_count > 5 && v->explanation &&
                 strcmp(v->explanation, "203.0.113.9 may not") == 0 &&
                 strcmp(sesame_spf_result_name(sesame_spf_result_of('-')), "fail") == 0));
  if (o == RIGHT)
    sesame_spf_eval_stop(stopped);
  GO(o, of_status(sesame_spf_eval_result(stopped, &v)));
  GO(o, of_truth(v->result == SESAME_SPF_RESULT_TEMPERROR));
  sesame_spf_eval_close(eval);
  sesame_spf_eval_close(stopped);
  sesame_zones_close(zones);
  return o;
}

/* The finished walk of TEXT in ZONES. */
static outcome tour_walked(const sesame_zones *zones, const char *text, sesame_spf_walk **walk) {
  const sesame_name domain = tour_name(text);
  const sesame_spf_need *needs;
  outcome o = of_status(sesame_spf_walk_open(walk, &domain));
  while (o == RIGHT && sesame_spf_walk_needs(*walk, &needs) > 0) {
    const sesame_name name = *needs[0].name;
    int type = needs[0].type;
    sesame_answer *a = sesame_zones_answer(zones, &name, type);
    GO(o, of_pointer(a));
    GO(o, of_status(sesame_spf_walk_feed(*walk, &name, type, a)));
    sesame_answer_free(a);
  }
  return o;
}

static outcome tour_matched(const sesame_spf_walk *walk, const sesame_spf_node *root) {
  outcome o = RIGHT;
  for (size_t i = 0; i < root->visit_count && o == RIGHT; i++) {
    sesame_addrset *certain = NULL, *possible = NULL;
    o = of_status(sesame_spf_walk_matches(walk, &root->visits[i], &certain, &possible));
    sesame_spf_standing_name(root->visits[i].standing);
    sesame_addrset_free(certain);
    sesame_addrset_free(possible);
  }
  return o;
}

static outcome tour_walk(void) {
  const sesame_spf_tree *tree = NULL;
  sesame_zones *zones = NULL;
  sesame_spf_walk *walk = NULL;
  outcome o = tour_open_zones(&zones);
  GO(o, tour_walked(zones, "t.test", &walk));
  GO(o, of_status(sesame_spf_walk_result(walk, &tree)));
  GO(o, of_truth(tree->result == SESAME_SPF_TREE_OK && tree->lookups == 8 && tree->nodes == 4 &&
                 !sesame_addrset_is_empty(tree->authorised, SESAME_IP6) &&
                 sesame_spf_tree_result_name(tree->result) &&
                 sesame_spf_problem_name(SESAME_SPF_SYNTAX)));
  GO(o, tour_matched(walk, tree->root));
  sesame_spf_walk_close(walk);
  sesame_zones_close(zones);
  return o;
}

static outcome tour_compared(const sesame_spf_denotation *a, const sesame_spf_denotation *b) {
  sesame_spf_change change;
  sesame_spf_comparison *c = NULL;
  sesame_addrset *gained = NULL;
  outcome o = of_status(sesame_spf_compare(&c, a, b));
  GO(o, of_pointer(gained = sesame_spf_comparison_passing(c, true)));
  GO(o,
     of_truth(sesame_spf_comparison_verdict(c) == SESAME_SPF_DIFFERENT &&
              sesame_spf_comparison_count(c) > 0 && sesame_spf_comparison_change(c, 0, &change) &&
              sesame_spf_relation_name(change.relation)));
  sesame_addrset_free(gained);
  sesame_spf_comparison_free(c);
  return o;
}

static outcome tour_denoted(const sesame_spf_denotation *d) {
  sesame_spf_stretch stretch;
  sesame_spf_question_term question;
  sesame_addrset *passing = NULL;
  outcome o =
      of_pointer(passing = sesame_spf_denotation_addresses(d, SESAME_SPF_RESULT_PASS, true));
  GO(o,
     of_truth(!sesame_addrset_is_empty(passing, SESAME_IP6) && sesame_spf_denotation_limited(d) &&
              !sesame_spf_denotation_unknown(d) && sesame_spf_denotation_count(d) > 4 &&
              sesame_spf_denotation_stretch(d, 0, &stretch)));
  GO(o,
     of_truth(sesame_spf_denotation_question(
         d, sesame_spf_denotation_at(d, SESAME_IP4, (sesame_address){0, 0x01020304}), &question)));
  sesame_addrset_free(passing);
  return o;
}

static outcome tour_denotation(void) {
  sesame_zones *zones = NULL;
  sesame_spf_walk *walk = NULL, *other = NULL;
  sesame_spf_denotation *a = NULL, *b = NULL;
  outcome o = tour_open_zones(&zones);
  GO(o, tour_walked(zones, "t.test", &walk));
  GO(o, tour_walked(zones, "i.t.test", &other));
  GO(o, of_status(sesame_spf_denote(&a, walk)));
  GO(o, of_status(sesame_spf_denote(&b, other)));
  GO(o, tour_denoted(a));
  GO(o, tour_compared(a, b));
  sesame_spf_denotation_free(a);
  sesame_spf_denotation_free(b);
  sesame_spf_walk_close(walk);
  sesame_spf_walk_close(other);
  sesame_zones_close(zones);
  return o;
}

#endif
