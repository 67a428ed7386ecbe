/* SPDX-License-Identifier: MIT */
/* The whole test harness of the C core: CHECK counts, main returns check_report(). */
#ifndef SESAME_SPEC_CHECK_H
#define SESAME_SPEC_CHECK_H
#include <stdio.h>
#include <string.h>

static int check_passed, check_failed;

/* COND with a printf-style message that names the rule or case. */
#define CHECK(cond, ...)                                                                           \
  do {                                                                                             \
    if (cond) {                                                                                    \
      check_passed++;                                                                              \
    } else {                                                                                       \
      check_failed++;                                                                              \
      fprintf(stderr, "%s:%d: FAILED: %s: ", __FILE__, __LINE__, #cond);                           \
      fprintf(stderr, __VA_ARGS__);                                                                \
      fputc('\n', stderr);                                                                         \
    }                                                                                              \
  } while (0)

static int check_report(const char *name) {
  printf("%s: %d passed, %d failed\n", name, check_passed, check_failed);
  return check_failed != 0;
}
#endif
