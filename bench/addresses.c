/* SPDX-License-Identifier: MIT */
/* bench/addresses SECONDS: what policies mean, on facts in memory. "compare": the denotations of
 * two finished walks of 10 lookups and 300 blocks, and their comparison; "walk-compare": the same
 * from the answers on; "union", "difference", "cover": sets of 100,000 intervals. Prints "WHAT WHO
 * MICROSECONDS" lines. */
#include "spf_denote.h"
#include "zone_lines.h"

#include <stdio.h>
#include <time.h>

enum { INCLUDES = 10, BLOCKS = 30, INTERVALS = 100000, FACTS = 64 };

static char zones[2][65536];
static sesame_addrset *sets[2];

static struct fact {
  const char *zone;
  sesame_name name;
  sesame_answer *answer;
} facts[FACTS];
static size_t fact_count;

/* Every seventh block denies; B lacks the very last block of A. bench/addresses.py makes the same.
 */
static void make_zone(char *out, size_t size, int blocks_of_last) {
  size_t used = (size_t)snprintf(out, size, "a.test TXT v=spf1");
  for (int i = 0; i < INCLUDES; i++)
    used += (size_t)snprintf(out + used, size - used, " include:p%d.test", i);
  used += (size_t)snprintf(out + used, size - used, " -all\n");
  for (int i = 0; i < INCLUDES; i++) {
    const int blocks = i == INCLUDES - 1 ? blocks_of_last : BLOCKS;
    used += (size_t)snprintf(out + used, size - used, "p%d.test TXT v=spf1", i);
    for (int k = 0; k < blocks; k++)
      used +=
          (size_t)snprintf(out + used, size - used, " %sip4:198.%d.%d.%d/%d", k % 7 == 3 ? "-" : "",
                           (i * 37 + k) % 64, k * 53 % 256, k * 16 % 256, 20 + k % 13);
    used += (size_t)snprintf(out + used, size - used, " ~all\n");
  }
}

/* Each answer is made once: what is measured is the policy, not the making of answers. */
static sesame_answer *answer(const char *zone, const sesame_name *name) {
  for (size_t i = 0; i < fact_count; i++)
    if (facts[i].zone == zone && sesame_name_equal(&facts[i].name, name))
      return facts[i].answer;
  facts[fact_count] = (struct fact){zone, *name, zone_lines_answer(zone, name, SESAME_TYPE_TXT)};
  return facts[fact_count++].answer;
}

static sesame_spf_walk *walk(const char *zone) {
  sesame_spf_walk *made;
  const sesame_spf_need *needs;
  const sesame_spf_tree *tree;
  sesame_name name;
  size_t count;
  sesame_name_parse(&name, "a.test", 6);
  sesame_spf_walk_open(&made, &name);
  while ((count = sesame_spf_walk_needs(made, &needs)) > 0)
    for (size_t i = 0; i < count; i++)
      sesame_spf_walk_feed(made, needs[i].name, needs[i].type, answer(zone, needs[i].name));
  if (sesame_spf_walk_result(made, &tree) != SESAME_OK || tree->lookups != INCLUDES)
    exit(2);
  return made;
}

static void compare_walks(sesame_spf_walk *x, sesame_spf_walk *y) {
  sesame_spf_denotation *a, *b;
  sesame_spf_comparison *c;
  if (sesame_spf_denote(&a, x) || sesame_spf_denote(&b, y) || sesame_spf_compare(&c, a, b) ||
      sesame_spf_comparison_verdict(c) != SESAME_SPF_DIFFERENT)
    exit(2);
  sesame_spf_comparison_free(c);
  sesame_spf_denotation_free(a);
  sesame_spf_denotation_free(b);
}

static sesame_spf_walk *walks[2];

static void compare(void) {
  compare_walks(walks[0], walks[1]);
}

static void walk_compare(void) {
  sesame_spf_walk *x = walk(zones[0]), *y = walk(zones[1]);
  compare_walks(x, y);
  sesame_spf_walk_close(x);
  sesame_spf_walk_close(y);
}

/* Intervals of 192 addresses, every 256; those of B begin 64 later. */
static void make_sets(void) {
  static sesame_range ranges[INTERVALS];
  for (int s = 0; s < 2; s++) {
    for (uint64_t i = 0; i < INTERVALS; i++) {
      const uint64_t first = 256 * (i * 7919 % INTERVALS) + (s ? 64 : 0);
      ranges[i] = (sesame_range){SESAME_IP4, {0, first}, {0, first + 191}};
    }
    sets[s] = sesame_addrset_make(ranges, INTERVALS);
  }
}

static void set_union(void) {
  sesame_addrset_free(sesame_addrset_union(sets[0], sets[1]));
}

static void set_difference(void) {
  sesame_addrset_free(sesame_addrset_difference(sets[0], sets[1]));
}

static void cover(void) {
  sesame_prefix_cursor cursor = {0};
  sesame_prefix prefix;
  size_t count = 0;
  while (sesame_addrset_prefix(sets[0], &cursor, &prefix))
    count++;
  if (count < INTERVALS)
    exit(2);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void measure(const char *what, void (*run)(void), double seconds) {
  run();
  const double start = now();
  long done = 0;
  do {
    run();
    done++;
  } while (now() - start < seconds);
  printf("%s sesame %.0f\n", what, 1e6 * (now() - start) / (double)done);
}

int main(int argc, char **argv) {
  const double seconds = argc > 1 ? atof(argv[1]) : 1;
  make_zone(zones[0], sizeof zones[0], BLOCKS);
  make_zone(zones[1], sizeof zones[1], BLOCKS - 1);
  walks[0] = walk(zones[0]);
  walks[1] = walk(zones[1]);
  make_sets();
  measure("compare", compare, seconds);
  measure("walk-compare", walk_compare, seconds);
  measure("union", set_union, seconds);
  measure("difference", set_difference, seconds);
  measure("cover", cover, seconds);
  return 0;
}
