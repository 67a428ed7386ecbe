/* SPDX-License-Identifier: MIT */
/* A mechanism of a policy at work on the walk's answers, and the list of ranges it may fill. */
#include "spf_walk_internal.h"

#include <stdlib.h>

void sesame_ranges_add(ranges *list, sesame_range range) {
  if (list->count == list->capacity && !list->failed) {
    const size_t capacity = list->capacity ? 2 * list->capacity : 16;
    sesame_range *items = realloc(list->items, capacity * sizeof *items);
    list->failed = !items;
    if (items) {
      list->items = items;
      list->capacity = capacity;
    }
  }
  if (!list->failed)
    list->items[list->count++] = range;
}

void sesame_ranges_match(void *list, const sesame_range *range) {
  sesame_ranges_add(list, *range);
}

bool sesame_spf_walk_certain(sesame_spf_problem problem) {
  return problem && problem != SESAME_SPF_NOT_LEARNT && problem != SESAME_SPF_TOO_LARGE;
}

static const sesame_answer *host_answer(const void *walk, const sesame_name *name, int type) {
  const question *q = sesame_spf_walk_find(walk, name, type);
  return q ? q->answer : NULL;
}

finding sesame_spf_walk_look(const sesame_spf_walk *walk, const policy *p, size_t index,
                             sesame_family family, match_fn *match, void *matches) {
  static const sesame_spf_problem problems[] = {
      [SPF_NOT_LEARNT] = SESAME_SPF_NOT_LEARNT, [SPF_MX_LIMIT] = SESAME_SPF_MX_LIMIT};
  const lookup *l = &p->lookups[index][family];
  if (l->problem || l->never)
    return (finding){.problem = l->problem};
  const spf_found found =
      sesame_spf_find(&(spf_search){.term = &p->record->terms[index],
                                    .family = family,
                                    .answer = l->question ? l->question->answer : NULL,
                                    .host = host_answer,
                                    .hosts = walk,
                                    .match = match,
                                    .matches = matches});
  return (finding){.problem = problems[found.end],
                   .depends = found.end == SPF_DEPENDS,
                   .voids = found.voids,
                   .void_queries = found.void_queries};
}
