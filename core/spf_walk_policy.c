/* SPDX-License-Identifier: MIT */
/* The walk's reading of one policy: which record counts, and what its terms look up. */
#include "spf_walk_internal.h"
#include "spf_macro.h"
#include "spf_select.h"

#include <stdlib.h>
#include <string.h>

/* RFC 7208 4.5 */
static bool select_record(policy *p, const sesame_answer *answer) {
  spf_selection selection;
  if (!sesame_spf_select(&selection, answer))
    return false;
  p->record = selection.record;
  p->txt_index = selection.index;
  if (sesame_status_knowledge(sesame_answer_status(answer)) == SESAME_UNKNOWN)
    p->problem = SESAME_SPF_NOT_LEARNT;
  else if (!p->record)
    p->problem = selection.found ? SESAME_SPF_SEVERAL_RECORDS : SESAME_SPF_NO_RECORD;
  else if (!p->record->valid)
    p->problem = SESAME_SPF_SYNTAX;
  return true;
}

typedef struct reading {
  sesame_spf_walk *walk;
  const question *txt;
  const policy *policy;
} reading;

/* NAME as macros see it: its labels with dots between, nothing escaped. */
static sesame_spf_text plain(const sesame_name *name, char out[SESAME_NAME_MAX]) {
  const uint8_t *label;
  size_t length, used = 0;
  for (int i = 0; sesame_name_label(name, i, &label, &length); i++) {
    if (used)
      out[used++] = '.';
    memcpy(out + used, label, length);
    used += length;
  }
  return (sesame_spf_text){out, used};
}

static sesame_status target_of(const reading *at, const sesame_spf_term *term, sesame_family family,
                               sesame_name *out) {
  char current[SESAME_NAME_MAX], domain[SESAME_NAME_MAX], text[SESAME_SPF_DOMAIN_MAX + 1], missing;
  size_t length;
  sesame_spf_macros macros = {0};
  macros.value['d' - 'a'] = plain(&at->txt->name, current);
  macros.value['o' - 'a'] = plain(&at->walk->domain, domain);
  macros.value['v' - 'a'] =
      family == SESAME_IP4 ? (sesame_spf_text){"in-addr", 7} : (sesame_spf_text){"ip6", 3};
  const sesame_status status =
      sesame_spf_expand(&macros, at->policy->record, term, text, &length, &missing);
  return status == SESAME_OK ? sesame_spf_target(out, text, length) : status;
}

/* A target that is no name (RFC 7208 4.3): in include and redirect permerror, elsewhere so only
 * when it was written, not when a macro made it. */
static void bad_target(lookup *l, const sesame_spf_term *term) {
  if (term->kind == SESAME_SPF_INCLUDE || term->kind == SESAME_SPF_REDIRECT || !term->macros)
    l->problem = SESAME_SPF_BAD_TARGET;
  else
    l->never = true;
}

static void resolve(const reading *at, const sesame_spf_term *term, lookup pair[SESAME_FAMILIES]) {
  const bool policies = sesame_spf_find_type(term->kind, SESAME_IP4) == SESAME_TYPE_TXT;
  for (int family = 0; family < SESAME_FAMILIES; family++) {
    lookup *l = &pair[family];
    sesame_name name;
    const sesame_status status = target_of(at, term, (sesame_family)family, &name);
    if (status != SESAME_OK) {
      bad_target(l, term);
    } else {
      l->question = sesame_spf_walk_ask(at->walk, &name,
                                        sesame_spf_find_type(term->kind, (sesame_family)family),
                                        at->txt->depth + policies);
      l->problem = l->question ? SESAME_SPF_NO_PROBLEM : SESAME_SPF_TOO_LARGE;
    }
  }
}

/* Whether evaluation may come to the term at INDEX and looks something up that is known now. */
static bool worth_asking(const sesame_spf_record *record, size_t index) {
  const sesame_spf_term *term = &record->terms[index];
  if (!term->valid || !sesame_spf_kind_costs(term->kind) || sesame_spf_find_hidden(term))
    return false;
  if (term->kind == SESAME_SPF_REDIRECT)
    return record->all < 0 && (size_t)record->redirect == index;
  return record->all < 0 || index < (size_t)record->all;
}

/* Records first: should the bounds be met, the tree is worth more than the hosts. */
static void ask(const reading *at, policy *p, bool records) {
  for (size_t i = 0; i < p->record->term_count; i++) {
    const sesame_spf_term *term = &p->record->terms[i];
    if ((sesame_spf_find_type(term->kind, SESAME_IP4) == SESAME_TYPE_TXT) == records &&
        worth_asking(p->record, i))
      resolve(at, term, p->lookups[i]);
  }
}

void sesame_spf_walk_read_policy(sesame_spf_walk *walk, question *txt) {
  policy *p = txt->policy = calloc(1, sizeof *p);
  if (!p || !select_record(p, txt->answer)) {
    walk->failed = true;
    return;
  }
  if (!p->record)
    return;
  p->lookups = calloc(p->record->term_count + 1, sizeof *p->lookups);
  if (!p->lookups) {
    walk->failed = true;
    return;
  }
  const reading at = {walk, txt, p};
  ask(&at, p, true);
  ask(&at, p, false);
}

/* In the order of evaluation: should the bounds be met, the hosts that are tried first are known.
 */
void sesame_spf_walk_read_hosts(sesame_spf_walk *walk, const question *mx) {
  spf_host hosts[MX_LIMIT];
  size_t count;
  sesame_spf_find_hosts(mx->answer, hosts, &count);
  for (size_t i = 0; i < count; i++)
    for (int family = 0; family < SESAME_FAMILIES; family++)
      sesame_spf_walk_ask(walk, &hosts[i].name, sesame_spf_find_host_type((sesame_family)family),
                          mx->depth);
}

void sesame_spf_walk_free_policy(policy *p) {
  if (!p)
    return;
  sesame_verdicts_free(&p->verdicts);
  sesame_spf_record_free(p->record);
  free(p->lookups);
  free(p);
}
