/* SPDX-License-Identifier: MIT */
/* bench/resolver FILE PORT SECONDS WINDOW: asks the questions of FILE ("NAME TYPE" a line, again
 * and again) of 127.0.0.1:PORT, WINDOW at once, and reads every answer's records. Prints one JSON
 * line: answers, qps, cpu_us_per_q. */
#include "resolver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

typedef struct query {
  char *name;
  int type;
} query;

static query *queries;
static size_t query_count;

static void load(const char *path) {
  char name[300], type[16];
  size_t capacity = 0;
  FILE *file = fopen(path, "r");
  while (file && fscanf(file, "%299s %15s", name, type) == 2) {
    if (query_count == capacity) {
      capacity = capacity ? capacity * 2 : 65536;
      queries = realloc(queries, capacity * sizeof(*queries));
      if (!queries)
        exit(2);
    }
    queries[query_count].name = strdup(name);
    queries[query_count++].type = sesame_type_from_name(type, strlen(type));
  }
  if (query_count == 0) {
    fprintf(stderr, "%s: no questions\n", path);
    exit(2);
  }
  fclose(file);
}

static double cpu_us(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 +
         (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

typedef struct run {
  long answers, unknown, records;
  size_t next;
} run;

static void submit(sesame_resolver *r, run *state) {
  const query *q = &queries[state->next];
  state->next = (state->next + 1) % query_count;
  sesame_question question = {.name = q->name, .type = q->type, .recurse = 1};
  if (sesame_resolver_submit(r, &question) < 0)
    exit(2);
}

static void take(sesame_resolver *r, run *state) {
  sesame_record record;
  for (sesame_answer *a; (a = sesame_resolver_next(r, NULL));) {
    for (size_t i = 0; i < sesame_answer_count(a); i++)
      state->records += sesame_answer_record(a, i, &record);
    state->unknown += sesame_status_knowledge(sesame_answer_status(a)) == SESAME_UNKNOWN;
    state->answers++;
    sesame_answer_free(a);
  }
}

int main(int argc, char **argv) {
  if (argc != 5) {
    fprintf(stderr, "usage: resolver FILE PORT SECONDS WINDOW\n");
    return 2;
  }
  char address[32];
  const char *servers[] = {address};
  size_t window = (size_t)atol(argv[4]);
  snprintf(address, sizeof(address), "127.0.0.1:%s", argv[2]);
  sesame_resolver_options options = {
      .servers = servers, .server_count = 1, .in_flight = (int)window};
  sesame_resolver *r;
  load(argv[1]);
  if (sesame_resolver_open(&r, &options) != SESAME_OK)
    return 2;
  run state = {0};
  double cpu = cpu_us();
  int64_t start = sesame_resolver_now(), end = start + (int64_t)(atof(argv[3]) * 1000);
  while (sesame_resolver_now() < end) {
    while (sesame_resolver_pending(r) < window)
      submit(r, &state);
    sesame_resolver_wait(r, 100);
    take(r, &state);
  }
  double wall = (double)(sesame_resolver_now() - start) / 1000;
  cpu = cpu_us() - cpu;
  printf("{\"client\":\"sesame-c\",\"answers\":%ld,\"unknown\":%ld,\"records\":%ld,\"qps\":%.0f,"
         "\"cpu_us_per_q\":%.2f,\"window\":%zu}\n",
         state.answers, state.unknown, state.records, (double)state.answers / wall,
         cpu / (double)(state.answers ? state.answers : 1), window);
  sesame_resolver_close(r);
  return state.answers == 0;
}
