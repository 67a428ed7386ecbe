/* SPDX-License-Identifier: MIT */
/* From a tree to its denotation. A record is read from its end: what is already made is what
 * follows for the addresses that a term leaves undecided (RFC 7208 4.6.2). */
#include "spf_denote_internal.h"

#include <stdio.h>
#include <stdlib.h>

/* One family's work; the maps of records that mean the same everywhere are kept. */
typedef struct maker {
  const sesame_spf_walk *walk;
  sesame_spf_denotation *made;
  sesame_family family;
  stretches kept[SESAME_SPF_WALK_MAX_QUERIES]; /* by question; no items: not made yet */
  bool no_memory;
} maker;

/* One record's work. */
typedef struct reading {
  maker *maker;
  const place *at;
  stretches next; /* what follows */
  claims run;     /* neighbouring terms that decide by themselves */
} reading;

/* VISIT is NULL for the domain's own record. */
static void note_unlearnt(maker *m, const sesame_spf_visit *visit) {
  if (m->made->unknown)
    return;
  char name[SESAME_NAME_TEXT_MAX];
  const sesame_spf_node *node = visit ? visit->node : m->walk->tree->root;
  sesame_name_format(node->name, name);
  const sesame_span span = visit ? visit->term->span : (sesame_span){0, 0};
  const size_t room = sizeof name + 32u + (size_t)(span.to - span.from);
  char *text = malloc(room);
  if (text && visit)
    snprintf(text, room, "%.*s in the record of %s", span.to - span.from,
             node->record->text + span.from, name);
  else if (text)
    snprintf(text, room, "the record of %s", name);
  m->made->unknown = text;
  m->no_memory |= !text;
}

/* The result of those whom PROBLEM hits at VISIT. */
static uint32_t error_of(maker *m, const sesame_spf_visit *visit, sesame_spf_problem problem) {
  if (!sesame_spf_walk_certain(problem))
    note_unlearnt(m, visit);
  return sesame_denote_error(problem);
}

/* NEXT becomes MADE, or stays when memory is out. */
static void replace(reading *r, stretches made, bool good) {
  if (good) {
    sesame_stretches_free(&r->next);
    r->next = made;
  } else {
    r->maker->no_memory = true;
  }
}

static uint32_t overlay(void *context, uint32_t a, uint32_t b) {
  (void)context;
  return a == UNDECIDED ? b : a;
}

/* The gathered terms go before what follows. */
static void flush(reading *r) {
  stretches own = {0}, made = {0};
  r->maker->no_memory |= r->run.failed;
  if (!r->run.count || r->maker->no_memory)
    return;
  const bool good = sesame_stretches_claimed(&own, &r->run, r->maker->family) &&
                    sesame_stretches_merge(&made, &own, &r->next, overlay, NULL);
  sesame_stretches_free(&own);
  replace(r, made, good);
  r->run.count = 0;
}

typedef struct question_step {
  decisions *decisions;
  uint32_t residual;
  sesame_spf_result match;
} question_step;

static uint32_t ask_first(void *context, uint32_t next) {
  const question_step *step = context;
  return sesame_decisions_ask(step->decisions, step->residual, step->match, next);
}

static uint32_t residual_of(const reading *r, const sesame_spf_visit *visit) {
  return sesame_decisions_residual(&r->maker->made->decisions, r->maker->walk, visit->node->record,
                                   visit->term, visit->node->name, r->maker->family);
}

static void step_question(reading *r, const sesame_spf_visit *visit) {
  flush(r);
  question_step step = {&r->maker->made->decisions, residual_of(r, visit),
                        sesame_spf_result_of(visit->term->qualifier)};
  sesame_stretches_change(&r->next, ask_first, &step);
}

typedef struct include_step {
  decisions *decisions;
  sesame_spf_result match;
} include_step;

static uint32_t include(void *context, uint32_t child, uint32_t next) {
  const include_step *step = context;
  return sesame_decisions_include(step->decisions, child, step->match, next);
}

static const stretches *map_of(maker *m, const place *at, stretches *own);

static void step_include(reading *r, const sesame_spf_visit *visit, uint32_t order) {
  const sesame_spf_node *child = visit->child[r->maker->family];
  if (sesame_spf_find_hidden(visit->term)) {
    step_question(r, visit);
  } else if (child) {
    flush(r);
    stretches own = {0}, made = {0};
    const stretches *map = map_of(r->maker, (const place *)child, &own);
    include_step step = {&r->maker->made->decisions, sesame_spf_result_of(visit->term->qualifier)};
    replace(r, made, map && sesame_stretches_merge(&made, map, &r->next, include, &step));
    sesame_stretches_free(&own);
  } else {
    sesame_claims_all(&r->run, r->maker->family, order,
                      error_of(r->maker, visit, visit->problem_of[r->maker->family]));
  }
}

static void step_mechanism(reading *r, const sesame_spf_visit *visit, size_t index) {
  if (visit->term->kind == SESAME_SPF_INCLUDE) {
    step_include(r, visit, (uint32_t)(2 * index));
  } else if (sesame_spf_kind_costs(visit->term->kind) && sesame_spf_find_hidden(visit->term)) {
    step_question(r, visit);
  } else {
    const finding found =
        sesame_denote_look(r->maker->walk, r->at->txt->policy, index, r->maker->family, &r->run);
    if (found.problem)
      error_of(r->maker, visit, found.problem);
  }
}

static uint32_t missing_is_error(void *context, uint32_t value) {
  (void)context;
  return value == SESAME_SPF_RESULT_NONE ? SESAME_SPF_RESULT_PERMERROR : value;
}

static uint32_t copy_value(void *context, uint32_t a, uint32_t b) {
  (void)b;
  return missing_is_error(context, a);
}

static bool redirected(reading *r, const sesame_spf_visit *visit, stretches *out) {
  const sesame_spf_node *child = visit->child[r->maker->family];
  if (visit->standing == SESAME_SPF_DEAD)
    return sesame_stretches_constant(out, SESAME_SPF_RESULT_NEUTRAL);
  if (sesame_spf_find_hidden(visit->term))
    return sesame_stretches_constant(
        out, sesame_decisions_leave(&r->maker->made->decisions, residual_of(r, visit)));
  if (child) {
    stretches own = {0}, zero = {0};
    const stretches *map = map_of(r->maker, (const place *)child, &own);
    const bool good = map && sesame_stretches_constant(&zero, 0) &&
                      sesame_stretches_merge(out, map, &zero, copy_value, NULL);
    sesame_stretches_free(&zero);
    sesame_stretches_free(&own);
    return good;
  }
  return sesame_stretches_constant(out,
                                   error_of(r->maker, visit, visit->problem_of[r->maker->family]));
}

/* What becomes of those no mechanism matches: RFC 7208 4.7, 6.1 */
static bool begin_with_end(reading *r) {
  const sesame_spf_record *record = r->at->node.record;
  if (record->all >= 0 || record->redirect < 0)
    return sesame_stretches_constant(&r->next, SESAME_SPF_RESULT_NEUTRAL);
  return redirected(r, &r->at->node.visits[record->redirect], &r->next);
}

static bool read_record(maker *m, const place *at, stretches *out) {
  reading r = {.maker = m, .at = at};
  if (!begin_with_end(&r))
    m->no_memory = true;
  for (size_t i = sesame_denote_reached(&at->node); i-- > 0 && !m->no_memory;) {
    const sesame_spf_visit *visit = &at->node.visits[i];
    if (visit->term->kind < SESAME_SPF_REDIRECT)
      step_mechanism(&r, visit, i);
  }
  flush(&r);
  free(r.run.items);
  *out = r.next;
  return !m->no_memory;
}

static bool make_map(maker *m, const place *at, stretches *out) {
  switch (at->node.problem) {
  case SESAME_SPF_NO_PROBLEM:
    return read_record(m, at, out);
  case SESAME_SPF_NO_RECORD:
    return sesame_stretches_constant(out, SESAME_SPF_RESULT_NONE);
  case SESAME_SPF_NOT_LEARNT:
  case SESAME_SPF_TOO_LARGE:
    note_unlearnt(m, at->node.parent);
    return sesame_stretches_constant(out, SESAME_SPF_RESULT_TEMPERROR);
  default:
    return sesame_stretches_constant(out, SESAME_SPF_RESULT_PERMERROR);
  }
}

/* The map of the record at AT, kept or in OWN; NULL: memory is out. */
static const stretches *map_of(maker *m, const place *at, stretches *own) {
  stretches *kept = &m->kept[at->txt->number];
  if (kept->items)
    return kept;
  const bool everywhere = at->loop_depth >= at->depth && !m->walk->tree->too_large;
  stretches *out = everywhere ? kept : own;
  if (make_map(m, at, out))
    return out;
  m->no_memory = true;
  sesame_stretches_free(out);
  return NULL;
}

static bool denote_family(const sesame_spf_walk *walk, sesame_spf_denotation *made,
                          sesame_family family) {
  maker *m = calloc(1, sizeof *m);
  if (!m)
    return false;
  *m = (maker){.walk = walk, .made = made, .family = family};
  stretches own = {0};
  const stretches *map = map_of(m, walk->places[0], &own);
  if (map && map != &own) {
    own = *map;
    m->kept[walk->places[0]->txt->number] = (stretches){0};
  }
  for (size_t i = 0; i < walk->question_count; i++)
    sesame_stretches_free(&m->kept[i]);
  free(m);
  made->maps[family] = own;
  return map && (family == SESAME_IP4 || sesame_stretches_unmap(&made->maps[family]));
}

static bool find_limited(const sesame_spf_walk *walk, sesame_spf_denotation *made) {
  ranges list = {0};
  bool good = true;
  for (int f = 0; good && f < SESAME_FAMILIES; f++)
    good = sesame_denote_limits(walk, (sesame_family)f, &list);
  made->limited = good ? sesame_denote_set(&list) : NULL;
  free(list.items);
  return made->limited != NULL;
}

int sesame_spf_denote(sesame_spf_denotation **out, sesame_spf_walk *walk) {
  const sesame_spf_tree *tree;
  *out = NULL;
  const int status = sesame_spf_walk_result(walk, &tree);
  if (status != SESAME_OK)
    return status;
  sesame_spf_denotation *made = calloc(1, sizeof *made);
  bool good = made && sesame_decisions_open(&made->decisions);
  for (int f = 0; good && f < SESAME_FAMILIES; f++)
    good = denote_family(walk, made, (sesame_family)f);
  good = good && find_limited(walk, made);
  const sesame_status fault = good ? made->decisions.fault : SESAME_NO_MEMORY;
  if (fault == SESAME_OK)
    *out = made;
  else
    sesame_spf_denotation_free(made);
  return fault;
}

void sesame_spf_denotation_free(sesame_spf_denotation *denotation) {
  if (!denotation)
    return;
  for (int f = 0; f < SESAME_FAMILIES; f++)
    sesame_stretches_free(&denotation->maps[f]);
  sesame_decisions_close(&denotation->decisions);
  sesame_addrset_free(denotation->limited);
  free(denotation->unknown);
  free(denotation);
}
