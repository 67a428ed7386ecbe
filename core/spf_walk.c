/* SPDX-License-Identifier: MIT */
/* The walk's questions: each asked once, all that are known asked together. */
#include "spf_walk_internal.h"

#include <stdlib.h>

question *sesame_spf_walk_find(const sesame_spf_walk *walk, const sesame_name *name, int type) {
  const uint32_t hash = sesame_name_hash(name);
  for (size_t i = 0; i < walk->question_count; i++) {
    question *q = walk->questions[i];
    if (q->hash == hash && q->type == type && sesame_name_equal(&q->name, name))
      return q;
  }
  return NULL;
}

question *sesame_spf_walk_ask(sesame_spf_walk *walk, const sesame_name *name, int type, int depth) {
  question *q = sesame_spf_walk_find(walk, name, type);
  if (q || depth > SESAME_SPF_WALK_MAX_DEPTH || walk->question_count == SESAME_SPF_WALK_MAX_QUERIES)
    return q;
  q = calloc(1, sizeof *q);
  if (!q) {
    walk->failed = true;
    return NULL;
  }
  q->name = *name;
  sesame_name_lower(&q->name);
  q->type = type;
  q->hash = sesame_name_hash(name);
  q->depth = depth;
  q->number = walk->question_count;
  walk->questions[walk->question_count++] = q;
  walk->open_count++;
  return q;
}

/* A name of a single label has no policy, and nobody is asked (RFC 7208 4.3). */
static bool begin(sesame_spf_walk *walk) {
  question *q = sesame_spf_walk_ask(walk, &walk->domain, SESAME_TYPE_TXT, 0);
  if (!q || sesame_name_labels(&walk->domain) >= 2)
    return q != NULL;
  walk->open_count = 0;
  q->policy = calloc(1, sizeof *q->policy);
  if (q->policy)
    q->policy->problem = SESAME_SPF_NO_RECORD;
  return q->policy != NULL;
}

int sesame_spf_walk_open(sesame_spf_walk **out, const sesame_name *domain) {
  sesame_spf_walk *walk = calloc(1, sizeof *walk);
  *out = NULL;
  if (!walk)
    return SESAME_NO_MEMORY;
  walk->domain = *domain;
  sesame_name_lower(&walk->domain);
  if (!begin(walk)) {
    sesame_spf_walk_close(walk);
    return SESAME_NO_MEMORY;
  }
  *out = walk;
  return SESAME_OK;
}

size_t sesame_spf_walk_needs(sesame_spf_walk *walk, const sesame_spf_need **out) {
  size_t count = 0;
  for (size_t i = 0; walk->open_count && i < walk->question_count; i++) {
    const question *q = walk->questions[i];
    if (!q->answer)
      walk->needs[count++] = (sesame_spf_need){&q->name, q->type};
  }
  *out = walk->needs;
  return count;
}

int sesame_spf_walk_feed(sesame_spf_walk *walk, const sesame_name *name, int type,
                         sesame_answer *answer) {
  question *q = sesame_spf_walk_find(walk, name, type);
  if (!q || q->answer || q->policy)
    return SESAME_NOT_FOUND;
  q->answer = sesame_answer_keep(answer);
  walk->open_count--;
  if (type == SESAME_TYPE_TXT)
    sesame_spf_walk_read_policy(walk, q);
  else if (type == SESAME_TYPE_MX)
    sesame_spf_walk_read_hosts(walk, q);
  return walk->failed ? SESAME_NO_MEMORY : SESAME_OK;
}

int sesame_spf_walk_result(sesame_spf_walk *walk, const sesame_spf_tree **out) {
  *out = NULL;
  if (walk->open_count)
    return SESAME_NOT_FOUND;
  if (walk->failed || (!walk->tree && !sesame_spf_walk_build(walk)))
    return SESAME_NO_MEMORY;
  *out = walk->tree;
  return SESAME_OK;
}

void sesame_spf_walk_close(sesame_spf_walk *walk) {
  if (!walk)
    return;
  sesame_spf_walk_free_tree(walk);
  for (size_t i = 0; i < walk->question_count; i++) {
    sesame_answer_free(walk->questions[i]->answer);
    sesame_spf_walk_free_policy(walk->questions[i]->policy);
    free(walk->questions[i]);
  }
  free(walk);
}
