/* SPDX-License-Identifier: MIT */
/* bench/spf ZONE SECONDS: SPF on facts in memory: records parsed, check_host() and walks a second,
 * with WITH_LIBSPF2 libspf2's too. ZONE has a record a line, "NAME TYPE DATA". Prints "WHAT WHO
 * NUMBER" lines. The clients: one that matches early, one deep in an include, one that matches
 * nothing. */
#include "spf_eval.h"
#include "spf_walk.h"
#include "zone_lines.h"

#include <stdio.h>
#include <time.h>
#ifdef WITH_LIBSPF2
#include <netdb.h>
#include <arpa/nameser.h>
#include <spf2/spf.h>
#include <spf2/spf_dns_zone.h>
#endif

enum { FACTS = 256 };

static const char *const clients[] = {"192.0.2.10", "203.0.113.50", "198.51.100.7"};
static const char sender[] = "user@shop.test", helo[] = "mail.shop.test", domain[] = "shop.test";

static char *zone;
static struct fact {
  sesame_name name;
  uint32_t hash;
  int type;
  sesame_answer *answer;
} facts[FACTS];
static size_t fact_count;

static char *slurp(const char *path) {
  FILE *file = fopen(path, "r");
  char *text = calloc(1, 1 << 20);
  if (!file || !text || fread(text, 1, (1 << 20) - 1, file) == 0) {
    fprintf(stderr, "%s: nothing to read\n", path);
    exit(2);
  }
  fclose(file);
  return text;
}

/* Each answer is made once: what is measured is SPF, not the making of answers. */
static sesame_answer *answer(const sesame_name *name, int type) {
  const uint32_t hash = sesame_name_hash(name);
  for (size_t i = 0; i < fact_count; i++)
    if (facts[i].hash == hash && facts[i].type == type && sesame_name_equal(&facts[i].name, name))
      return facts[i].answer;
  if (fact_count == FACTS)
    exit(2);
  facts[fact_count] = (struct fact){*name, hash, type, zone_lines_answer(zone, name, type)};
  return facts[fact_count++].answer;
}

static void check_host(int turn) {
  const sesame_spf_options options = {.ip = clients[turn % 3],
                                      .sender = {sender, sizeof sender - 1},
                                      .helo = {helo, sizeof helo - 1}};
  sesame_spf_eval *eval;
  const sesame_spf_question *needs;
  const sesame_spf_verdict *verdict;
  size_t count;
  sesame_spf_eval_open(&eval, &options);
  while ((count = sesame_spf_eval_needs(eval, &needs)) > 0) {
    sesame_spf_question asked[64];
    memcpy(asked, needs, count * sizeof *needs);
    for (size_t i = 0; i < count; i++) {
      const sesame_name name = *asked[i].name;
      sesame_spf_eval_feed(eval, &name, asked[i].type, answer(&name, asked[i].type));
    }
  }
  if (sesame_spf_eval_result(eval, &verdict) != SESAME_OK)
    exit(2);
  sesame_spf_eval_close(eval);
}

static void walk(int turn) {
  sesame_spf_walk *walker;
  const sesame_spf_need *needs;
  const sesame_spf_tree *tree;
  sesame_name name;
  size_t count;
  (void)turn;
  sesame_name_parse(&name, domain, sizeof domain - 1);
  sesame_spf_walk_open(&walker, &name);
  while ((count = sesame_spf_walk_needs(walker, &needs)) > 0)
    for (size_t i = 0; i < count; i++)
      sesame_spf_walk_feed(walker, needs[i].name, needs[i].type,
                           answer(needs[i].name, needs[i].type));
  if (sesame_spf_walk_result(walker, &tree) != SESAME_OK)
    exit(2);
  sesame_spf_walk_close(walker);
}

static struct text {
  char bytes[2048];
  size_t length;
} records[FACTS];
static size_t record_count;

static void collect_records(void) {
  zone_line line;
  for (const char *at = zone; zone_line_next(&at, &line) && record_count < FACTS;)
    if (strcmp(line.type, "TXT") == 0 && line.length < sizeof records->bytes) {
      memcpy(records[record_count].bytes, line.data, line.length);
      records[record_count++].length = line.length;
    }
}

static void parse(int turn) {
  const struct text *t = &records[(size_t)turn % record_count];
  sesame_spf_record *record;
  if (sesame_spf_record_parse(&record, t->bytes, t->length) != SESAME_OK)
    exit(2);
  sesame_spf_record_free(record);
}

#ifdef WITH_LIBSPF2
static SPF_server_t *server;

static int spf2_type(int type) {
  return type == SESAME_TYPE_A ? ns_t_a : type == SESAME_TYPE_MX ? ns_t_mx : ns_t_txt;
}

static void spf2_open(void) {
  SPF_dns_server_t *dns = SPF_dns_zone_new(NULL, "bench", 0);
  zone_line line;
  char data[2048];
  for (const char *at = zone; zone_line_next(&at, &line);) {
    const int type = sesame_type_from_name(line.type, strlen(line.type));
    const size_t skip = type == SESAME_TYPE_MX ? strcspn(line.data, " ") + 1 : 0;
    snprintf(data, sizeof data, "%.*s", (int)(line.length - skip), line.data + skip);
    SPF_dns_zone_add_str(dns, line.name, spf2_type(type), NETDB_SUCCESS, data);
  }
  server = SPF_server_new_dns(dns, 0);
  SPF_server_set_rec_dom(server, "receiver.test");
}

static void spf2_check_host(int turn) {
  SPF_request_t *request = SPF_request_new(server);
  SPF_response_t *response = NULL;
  SPF_request_set_ipv4_str(request, clients[turn % 3]);
  SPF_request_set_helo_dom(request, helo);
  SPF_request_set_env_from(request, sender);
  SPF_request_query_mailfrom(request, &response);
  SPF_response_free(response);
  SPF_request_free(request);
}

static void spf2_parse(int turn) {
  SPF_response_t *response = SPF_response_new(NULL);
  SPF_record_t *record = NULL;
  SPF_record_compile(server, response, &record, records[(size_t)turn % record_count].bytes);
  SPF_record_free(record);
  SPF_response_free(response);
}
#endif

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void measure(const char *what, const char *who, void (*run)(int), double seconds) {
  int done = 0;
  for (; done < 30; done++)
    run(done);
  const double start = now();
  for (done = 0; done % 64 || now() - start < seconds; done++)
    run(done);
  printf("%s %s %.0f\n", what, who, done / (now() - start));
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: bench_spf ZONE SECONDS\n");
    return 2;
  }
  const double seconds = atof(argv[2]);
  zone = slurp(argv[1]);
  collect_records();
  measure("parse", "sesame", parse, seconds);
  measure("check_host", "sesame", check_host, seconds);
  measure("walk", "sesame", walk, seconds);
#ifdef WITH_LIBSPF2
  spf2_open();
  measure("parse", "libspf2", spf2_parse, seconds);
  measure("check_host", "libspf2", spf2_check_host, seconds);
#endif
  return 0;
}
