/* SPDX-License-Identifier: MIT */
/* What different receivers make of the same policy, as data. */
#include "spf_eval.h"

#include <string.h>

static const sesame_spf_profile profiles[] = {
    {"rfc",
     "RFC 7208: 10 terms that look up, 2 of them void, 10 names for each mx and ptr",
     {.lookups = SESAME_SPF_LOOKUPS_MAX,
      .voids = SESAME_SPF_VOIDS_MAX,
      .mx = SESAME_SPF_MX_MAX,
      .ptr = SESAME_SPF_PTR_MAX,
      .nesting = -1}},
    /* python3-spf counts every empty answer, those for each mx host included (pyspf issues 40 and
     * 44). */
    {"strict-void-per-query",
     "as rfc, but every empty answer is a void lookup, as python3-spf and Mail::SPF count",
     {.lookups = SESAME_SPF_LOOKUPS_MAX,
      .voids = SESAME_SPF_VOIDS_MAX,
      .mx = SESAME_SPF_MX_MAX,
      .ptr = SESAME_SPF_PTR_MAX,
      .nesting = -1,
      .void_per_query = true}},
    /* libspf2, src/libspf2/spf_interpret.c: an include gets a response of its own and with it a new
     * count (issue 51); the count is compared before a term, not with it; mx and ptr names over the
     * limit end the term only when the first ones did not match; TRY_AGAIN of a PTR query is a
     * temperror; recursion is cut at 20; there is no void limit (issue 24). */
    {"libspf2",
     "libspf2: lookups are counted anew in each include and compared late, void lookups are free",
     {.lookups = SESAME_SPF_LOOKUPS_MAX,
      .voids = -1,
      .mx = SESAME_SPF_MX_MAX,
      .ptr = SESAME_SPF_PTR_MAX,
      .nesting = 20,
      .lookups_over = SESAME_SPF_OVER_LATE,
      .scope_include = true,
      .mx_over_late = true,
      .ptr_over_error = true,
      .ptr_dns_error = true}},
    /* rspamd, src/libserver/spf.c and spf.h: SPF_MAX_DNS_REQUESTS 30 compared before a request is
     * counted, SPF_MAX_NESTING 10; terms beyond are left out, and so is an include that finds no
     * record; no limit on mx, ptr and void lookups. */
    {"rspamd",
     "rspamd: some 30 requests and 10 levels, terms beyond them are left out, not errors",
     {.lookups = 30,
      .voids = -1,
      .mx = -1,
      .ptr = -1,
      .nesting = 10,
      .lookups_over = SESAME_SPF_OVER_SKIP,
      .missing_no_match = true}},
};

const sesame_spf_profile *sesame_spf_profile_at(size_t index) {
  return index < sizeof profiles / sizeof *profiles ? &profiles[index] : NULL;
}

const sesame_spf_profile *sesame_spf_profile_named(const char *name) {
  for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++)
    if (strcmp(name, profiles[i].name) == 0)
      return &profiles[i];
  return NULL;
}
