/* SPDX-License-Identifier: MIT */
/* The resolver against faultd on loopback: every fault becomes the right fact. Nothing here depends
 * on how fast the machine is: only outcomes, counts and order are checked. */
#include "resolver.h"
#include "check.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_MS = 20000 }; /* a test that takes longer has failed */

/* ---- the server ---- */

static const char *faultd_path;
static int faultd_port, faultd_stdin = -1;
static pid_t faultd_pid;
static char one[64], two[64], six[64]; /* its addresses */
static char scoped[64];                /* "fe80::...%eth0" of this host; "" where it has none */

/* An address of this host that means nothing without its interface. */
static void find_scoped(void) {
  struct ifaddrs *all = NULL;
  char text[INET6_ADDRSTRLEN];
  if (getifaddrs(&all) != 0)
    return;
  for (const struct ifaddrs *i = all; i; i = i->ifa_next) {
    const struct sockaddr_in6 *at = (const struct sockaddr_in6 *)i->ifa_addr;
    if (!at || at->sin6_family != AF_INET6 || !IN6_IS_ADDR_LINKLOCAL(&at->sin6_addr))
      continue;
    inet_ntop(AF_INET6, &at->sin6_addr, text, sizeof(text));
    snprintf(scoped, sizeof(scoped), "%s%%%s", text, i->ifa_name);
  }
  freeifaddrs(all);
}

static bool start_faultd(void) {
  int in[2], out[2];
  char line[16] = "";
  if (pipe(in) != 0 || pipe(out) != 0)
    return false;
  faultd_pid = fork();
  if (faultd_pid == 0) {
    dup2(in[0], 0);
    dup2(out[1], 1);
    close(in[1]);
    close(out[0]);
    execl(faultd_path, faultd_path, "-t", "300", "127.0.0.1", "127.0.0.2",
          scoped[0] ? scoped : NULL, (char *)NULL);
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  faultd_stdin = in[1];
  ssize_t got = read(out[0], line, sizeof(line) - 1);
  close(out[0]);
  faultd_port = got > 0 ? atoi(line) : 0;
  snprintf(one, sizeof(one), "127.0.0.1:%d", faultd_port);
  snprintf(two, sizeof(two), "127.0.0.2:%d", faultd_port);
  return faultd_port > 0;
}

static void stop_faultd(void) {
  close(faultd_stdin);
  waitpid(faultd_pid, NULL, 0);
}

/* ---- asking ---- */

static sesame_resolver *open_with(const char *first, const char *second,
                                  sesame_resolver_options o) {
  const char *servers[] = {first, second};
  sesame_resolver *r = NULL;
  o.servers = servers;
  o.server_count = second ? 2 : 1;
  CHECK(sesame_resolver_open(&r, &o) == SESAME_OK, "opens with %s", first);
  return r;
}

static sesame_resolver *open_quick(void) {
  return open_with(one, NULL, (sesame_resolver_options){.timeout_ms = 250, .tries = 2});
}

static long submit(sesame_resolver *r, const char *name, int type) {
  return sesame_resolver_submit(r, &(sesame_question){.name = name, .type = type, .recurse = 1});
}

/* The next answer, waited for. */
static sesame_answer *next(sesame_resolver *r, long *id) {
  int64_t end = sesame_resolver_now() + PATIENCE_MS;
  sesame_answer *a;
  while (!(a = sesame_resolver_next(r, id)) && sesame_resolver_now() < end)
    if (sesame_resolver_wait(r, 100) < 0)
      return NULL;
  return a;
}

static sesame_answer *ask(sesame_resolver *r, const char *name, int type) {
  long id = submit(r, name, type), got = 0;
  sesame_answer *a = id > 0 ? next(r, &got) : NULL;
  CHECK(a && got == id, "%s is answered under its id", name);
  return a;
}

static sesame_status status_of(const sesame_answer *a) {
  return a ? sesame_answer_status(a) : SESAME_STATUS_COUNT;
}

static sesame_status ask_status(sesame_resolver *r, const char *name) {
  sesame_answer *a = ask(r, name, SESAME_TYPE_TXT);
  sesame_status status = status_of(a);
  sesame_answer_free(a);
  return status;
}

/* What faultd counted for names ending in SUFFIX: queries, by TCP, with OPT. */
static void counted(const char *suffix, int *queries, int *tcp, int *edns) {
  char name[128], text[64] = "";
  sesame_record record;
  sesame_resolver *r = open_quick();
  *queries = *tcp = *edns = -1;
  snprintf(name, sizeof(name), "count.%s", suffix);
  sesame_answer *a = ask(r, name, SESAME_TYPE_TXT);
  if (a && sesame_answer_record(a, 0, &record)) {
    sesame_record_text(&record, text, sizeof(text) - 1);
    CHECK(sscanf(text, "%d %d %d", queries, tcp, edns) == 3, "faultd counts: %s", text);
  }
  sesame_answer_free(a);
  sesame_resolver_close(r);
}

/* ---- faults and the facts they become ---- */

typedef struct fault {
  const char *label;
  sesame_status fact, or_else; /* or_else: where versions of c-ares differ; OK: nothing else */
} fault;

static const fault faults[] = {
    {"ok", SESAME_OK, SESAME_OK},
    {"drop", SESAME_TIMEOUT, SESAME_OK},
    {"servfail", SESAME_SERVFAIL, SESAME_OK},
    {"refused", SESAME_REFUSED, SESAME_OK},
    {"notimp", SESAME_NOTIMP, SESAME_OK},
    {"formerr", SESAME_FORMERR, SESAME_OK},
    {"rcode-9", SESAME_OTHER_RCODE, SESAME_OK},
    {"formerr-edns", SESAME_OK, SESAME_OK},
    {"notimp-edns", SESAME_OK, SESAME_OK},
    {"nxdomain", SESAME_NXDOMAIN, SESAME_OK},
    {"nodata", SESAME_NODATA, SESAME_OK},
    {"nodata-nosoa", SESAME_NODATA, SESAME_OK},
    {"lame", SESAME_LAME, SESAME_OK},
    {"referral", SESAME_REFERRAL, SESAME_OK},
    {"truncate", SESAME_OK, SESAME_OK},
    {"truncate-always", SESAME_TRUNCATED, SESAME_OK},
    {"truncate-deaf", SESAME_TRUNCATED, SESAME_OK},
    {"big", SESAME_OK, SESAME_OK},
    {"wide", SESAME_OK, SESAME_OK},
    {"wrong-id", SESAME_TIMEOUT, SESAME_OK},
    {"wrong-question", SESAME_TIMEOUT, SESAME_MALFORMED},
    {"no-qr", SESAME_MALFORMED, SESAME_TIMEOUT},
    {"garbage", SESAME_TIMEOUT, SESAME_MALFORMED},
    {"loop-pointer", SESAME_MALFORMED, SESAME_TIMEOUT},
    {"cname-loop", SESAME_CNAME_LOOP, SESAME_OK},
    {"cname-long", SESAME_CNAME_LENGTH, SESAME_OK},
    {"alias", SESAME_ALIAS, SESAME_OK},
    {"other-address", SESAME_TIMEOUT, SESAME_OK},
    {"fail-1", SESAME_OK, SESAME_OK},
    {"fail-9", SESAME_SERVFAIL, SESAME_OK},
    {"mute-1", SESAME_OK, SESAME_OK},
    {"hostile", SESAME_OK, SESAME_OK},
    {"foreign", SESAME_MALFORMED, SESAME_OK},
    {"foreign-two", SESAME_MALFORMED, SESAME_OK},
    {"class-ch", SESAME_MALFORMED, SESAME_OK},
    {"dname", SESAME_OK, SESAME_OK},
    {"dname-far", SESAME_MALFORMED, SESAME_OK},
    {"tcp-drip-1", SESAME_OK, SESAME_OK},
    {"tcp-drip-200", SESAME_TRUNCATED, SESAME_OK},
    {"tcp-reset", SESAME_TRUNCATED, SESAME_OK},
    {"tcp-reset-20", SESAME_TRUNCATED, SESAME_OK},
    {"tcp-short", SESAME_TRUNCATED, SESAME_MALFORMED},
    {"tcp-long", SESAME_TRUNCATED, SESAME_OK},
    {"tcp-zero", SESAME_TRUNCATED, SESAME_MALFORMED},
    {"badvers", SESAME_OK, SESAME_OK},
    {"badvers-always", SESAME_OTHER_RCODE, SESAME_OK},
    {"opt-version", SESAME_OK, SESAME_OK},
    {"opt-bad", SESAME_OK, SESAME_OK},
    {"opt-two", SESAME_OK, SESAME_OK},
    {"opt-owner", SESAME_OK, SESAME_OK},
    {"ede-18", SESAME_SERVFAIL, SESAME_OK},
    {"ede-ok-3", SESAME_OK, SESAME_OK},
    {"servfail--ok", SESAME_OK, SESAME_OK},
    {"foreign--ok", SESAME_OK, SESAME_OK},
    {"drop--nxdomain", SESAME_NXDOMAIN, SESAME_OK},
    {"class-ch--nodata", SESAME_NODATA, SESAME_OK},
    {"cut-0", SESAME_TIMEOUT, SESAME_MALFORMED},
    {"cut-1", SESAME_TIMEOUT, SESAME_MALFORMED},
    {"cut-3", SESAME_TIMEOUT, SESAME_MALFORMED},
    {"cut-11", SESAME_TIMEOUT, SESAME_MALFORMED},
    {"cut-12", SESAME_TIMEOUT, SESAME_MALFORMED},
    {"cut-15", SESAME_TIMEOUT, SESAME_MALFORMED},
    {"cut-30", SESAME_TIMEOUT, SESAME_MALFORMED},
    {"cut-40", SESAME_MALFORMED, SESAME_TIMEOUT},
    {"cut-45", SESAME_MALFORMED, SESAME_TIMEOUT},
};

enum { FAULTS = sizeof(faults) / sizeof(*faults) };

/* A resolver for each, so that none learns from another; all at once, for silence takes time. */
static void test_faults(void) {
  static sesame_resolver *r[FAULTS];
  for (int i = 0; i < FAULTS; i++) {
    char name[128];
    r[i] = open_quick();
    snprintf(name, sizeof(name), "%s.faults.test", faults[i].label);
    CHECK(submit(r[i], name, SESAME_TYPE_TXT) > 0, "%s is asked", name);
  }
  for (int64_t end = sesame_resolver_now() + 3000, busy = 1; busy && sesame_resolver_now() < end;) {
    busy = 0;
    for (int i = 0; i < FAULTS; i++)
      busy |= sesame_resolver_wait(r[i], 0) == 0;
    usleep(500);
  }
  for (int i = 0; i < FAULTS; i++) {
    sesame_answer *a = next(r[i], NULL);
    sesame_status status = status_of(a);
    bool good =
        status == faults[i].fact || (faults[i].or_else != SESAME_OK && status == faults[i].or_else);
    CHECK(good, "%s became %s", faults[i].label, sesame_status_name(status));
    CHECK(a && sesame_answer_server(a) && strcmp(sesame_answer_server(a), one) == 0,
          "%s names the server asked", faults[i].label);
    sesame_answer_free(a);
    sesame_resolver_close(r[i]);
  }
}

static void test_answer(void) {
  sesame_resolver *r = open_quick();
  sesame_record record;
  char text[64];
  sesame_answer *a = ask(r, "hostile.answer.test", SESAME_TYPE_TXT);
  CHECK(a && sesame_answer_record(a, 0, &record), "hostile TXT has a record");
  CHECK(a && sesame_record_text(&record, text, sizeof(text)) == 13 &&
            memcmp(text, "\x1b[31m\0\"\\\xff\xc3\xa9\r\n", 13) == 0,
        "octets of TXT come as they are");
  CHECK(a && sesame_answer_rtt_us(a) >= 0, "an answer has its round-trip time");
  sesame_answer_free(a);
  a = ask(r, "big.answer.test", SESAME_TYPE_TXT);
  CHECK(a && sesame_answer_count(a) == 240, "60 kB of TXT come whole by TCP");
  CHECK(a && !(sesame_answer_flags(a) & SESAME_FLAG_TC), "the whole answer is not marked as cut");
  sesame_answer_free(a);
  sesame_resolver_stats stats;
  sesame_resolver_statistics(r, &stats);
  CHECK(stats.tcp == 1, "one question went on to TCP: %d", (int)stats.tcp);
  CHECK(stats.questions == 2 && stats.answers == 2, "questions and answers are counted");
  sesame_resolver_close(r);
}

static void test_types(void) {
  static const int types[] = {SESAME_TYPE_A, SESAME_TYPE_AAAA, SESAME_TYPE_MX};
  sesame_resolver *r = open_quick();
  for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
    sesame_answer *a = ask(r, "OK.types.test.", types[i]);
    CHECK(a && sesame_answer_count(a) == 1, "type %d is answered", types[i]);
    sesame_answer_free(a);
  }
  sesame_answer *a = ask(r, "ok.types.test", 65);
  CHECK(status_of(a) == SESAME_NODATA, "any type may be asked by number");
  sesame_answer_free(a);
  a = ask(r,
          "ok.b\xc3\xbc"
          "cher.test",
          SESAME_TYPE_TXT);
  char text[SESAME_NAME_TEXT_MAX] = "";
  if (a)
    sesame_name_format(sesame_answer_name(a), text);
  CHECK(strcmp(text, "ok.xn--bcher-kva.test") == 0, "U-labels are converted: %s", text);
  sesame_answer_free(a);
  sesame_resolver_close(r);
}

/* ---- tries, servers, EDNS ---- */

static void test_tries(void) {
  int queries, tcp, edns;
  sesame_resolver *r =
      open_with(one, NULL, (sesame_resolver_options){.timeout_ms = 100, .tries = 3});
  CHECK(ask_status(r, "drop.tries.test") == SESAME_TIMEOUT, "silence is a timeout");
  counted("tries.test", &queries, &tcp, &edns);
  CHECK(queries >= 3, "three tries, three queries: %d", queries);
  CHECK(ask_status(r, "servfail.again.test") == SESAME_SERVFAIL, "SERVFAIL stays SERVFAIL");
  counted("again.test", &queries, &tcp, &edns);
  CHECK(queries == 3, "SERVFAIL is asked again: %d", queries);
  CHECK(ask_status(r, "refused.once.test") == SESAME_REFUSED, "REFUSED stays REFUSED");
  counted("once.test", &queries, &tcp, &edns);
  CHECK(queries == 1, "a server that refuses is not asked the same again: %d", queries);
  sesame_resolver_stats stats;
  sesame_resolver_statistics(r, &stats);
  CHECK(stats.retries == 4, "retries are counted: %d", (int)stats.retries);
  CHECK(stats.timeouts == 3, "timeouts are counted: %d", (int)stats.timeouts);
  sesame_resolver_close(r);
}

static void test_best_is_kept(void) {
  sesame_resolver *r =
      open_with(one, two, (sesame_resolver_options){.timeout_ms = 150, .tries = 2});
  CHECK(ask_status(r, "servfail.both.test") == SESAME_SERVFAIL, "both fail");
  sesame_resolver_close(r);
  r = open_with(one, "127.0.0.1:1", (sesame_resolver_options){.timeout_ms = 150, .tries = 3});
  CHECK(ask_status(r, "servfail.best.test") == SESAME_SERVFAIL,
        "a SERVFAIL that came beats a server that cannot be reached");
  CHECK(ask_status(r, "truncate-deaf.best.test") == SESAME_TRUNCATED,
        "an answer known to be cut beats a failure");
  sesame_resolver_close(r);
}

/* The first server misbehaves, the second is right. */
static void test_fail_over(void) {
  static const char *const labels[] = {"first-drop",   "first-servfail", "first-refused",
                                       "first-notimp", "first-formerr",  "first-lame",
                                       "first-no-qr",  "first-rcode-9"};
  for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
    char name[64];
    sesame_resolver *r =
        open_with(one, two, (sesame_resolver_options){.timeout_ms = 250, .tries = 3});
    snprintf(name, sizeof(name), "%s.over.test", labels[i]);
    sesame_answer *a = ask(r, name, SESAME_TYPE_TXT);
    CHECK(status_of(a) == SESAME_OK, "%s: the second server answers, not %s", labels[i],
          sesame_status_name(status_of(a)));
    CHECK(a && sesame_answer_server(a) && strcmp(sesame_answer_server(a), two) == 0,
          "%s: the second server is named", labels[i]);
    sesame_answer_free(a);
    sesame_resolver_close(r);
  }
}

static void test_unreachable(void) {
  sesame_resolver *r =
      open_with("127.0.0.1:1", NULL, (sesame_resolver_options){.timeout_ms = 500, .tries = 2});
  for (int i = 0; i < 20; i++)
    CHECK(submit(r, "ok.unreachable.test", SESAME_TYPE_A) > 0, "question %d", i);
  for (int i = 0; i < 20; i++) {
    sesame_answer *a = next(r, NULL);
    CHECK(status_of(a) == SESAME_UNREACHABLE, "a closed port is unreachable, not %s",
          sesame_status_name(status_of(a)));
    sesame_answer_free(a);
  }
  sesame_resolver_close(r);
  r = open_with("127.0.0.1:1", one, (sesame_resolver_options){.timeout_ms = 500, .tries = 2});
  CHECK(ask_status(r, "ok.reachable.test") == SESAME_OK, "the second server is reached");
  sesame_resolver_close(r);
}

/* A server without EDNS is remembered; asked without, it still gives long answers, by TCP. */
static void test_edns(void) {
  static const char *const labels[] = {"formerr-edns", "notimp-edns", "drop-edns", "badvers"};
  for (int i = 0; i < 4; i++) {
    char name[64], zone[32];
    int queries, tcp, edns;
    sesame_resolver *r =
        open_with(one, NULL, (sesame_resolver_options){.timeout_ms = 250, .tries = 3});
    snprintf(zone, sizeof(zone), "edns%d.test", i);
    snprintf(name, sizeof(name), "%s.%s", labels[i], zone);
    CHECK(ask_status(r, name) == SESAME_OK, "%s: asked again without OPT", labels[i]);
    counted(zone, &queries, &tcp, &edns);
    CHECK(edns >= 1 && queries == edns + 1, "%s: the first had OPT: %d of %d", labels[i], edns,
          queries);
    sesame_resolver_close(r);
  }
  int queries, tcp, edns;
  sesame_resolver *r = open_quick();
  CHECK(ask_status(r, "wide.wide.test") == SESAME_OK, "1100 octets");
  counted("wide.test", &queries, &tcp, &edns);
  CHECK(queries == 1 && tcp == 0 && edns == 1, "by UDP with EDNS: %d %d %d", queries, tcp, edns);
  sesame_resolver_close(r);
}

/* FORMERR to one query must not spoil the others in flight on the same socket. */
static void test_formerr_among_others(void) {
  int wide = 0, plain = 0;
  sesame_resolver *r = open_quick();
  for (int i = 0; i < 60; i++) {
    char name[64];
    snprintf(name, sizeof(name), "%s.n%d.mixed.test", i % 6 ? "wide" : "formerr-edns", i);
    submit(r, name, SESAME_TYPE_TXT);
  }
  for (int i = 0; i < 60; i++) {
    sesame_answer *a = next(r, NULL);
    wide += a && status_of(a) == SESAME_OK && sesame_answer_count(a) == 5;
    plain += a && status_of(a) == SESAME_OK && sesame_answer_count(a) == 1;
    sesame_answer_free(a);
  }
  CHECK(wide == 50, "answers of 1100 octets are whole: %d of 50", wide);
  CHECK(plain == 10, "and the refused ones come without OPT: %d of 10", plain);
  sesame_resolver_close(r);
}

/* ---- names, addresses, options ---- */

static void test_refused_before_asking(void) {
  static const struct {
    const char *name;
    int type;
    const char *server;
    sesame_status status;
  } bad[] = {
      {"", 1, NULL, SESAME_BAD_NAME},
      {"a..b", 1, NULL, SESAME_BAD_NAME},
      {"a.test\\", 1, NULL, SESAME_BAD_NAME},
      {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test", 1, NULL,
       SESAME_TOO_LONG},
      {"ok.test", 0, NULL, SESAME_BAD_OPTION},
      {"ok.test", 65536, NULL, SESAME_BAD_OPTION},
      {"ok.test", 1, "nonsense", SESAME_BAD_ADDRESS},
      {"ok.test", 1, "127.0.0.1:0", SESAME_BAD_ADDRESS},
  };
  sesame_resolver *r = open_quick();
  sesame_resolver_stats stats;
  for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
    sesame_question q = {.name = bad[i].name, .type = bad[i].type, .server = bad[i].server};
    long id = sesame_resolver_submit(r, &q);
    CHECK(id == -(long)bad[i].status, "'%s' type %d is %s", bad[i].name, bad[i].type,
          sesame_status_name(bad[i].status));
  }
  sesame_resolver_wait(r, 0);
  sesame_resolver_statistics(r, &stats);
  CHECK(stats.queries == 0 && sesame_resolver_pending(r) == 0, "nothing was sent for them");
  sesame_resolver_close(r);
}

static void test_server_parse(void) {
  static const struct {
    const char *text, *canonical; /* NULL: bad */
  } cases[] = {
      {"192.0.2.1", "192.0.2.1:53"},
      {"192.0.2.1:5300", "192.0.2.1:5300"},
      {"2001:DB8::1", "[2001:db8::1]:53"},
      {"[2001:db8:0:0::1]", "[2001:db8::1]:53"},
      {"[2001:db8::1]:5300", "[2001:db8::1]:5300"},
      {"::1", "[::1]:53"},
      {"", NULL},
      {"192.0.2", NULL},
      {"192.0.2.1:", NULL},
      {"192.0.2.1:0", NULL},
      {"192.0.2.1:65536", NULL},
      {"192.0.2.1:53x", NULL},
      {"192.0.2.1:-1", NULL},
      {"[2001:db8::1", NULL},
      {"[2001:db8::1]53", NULL},
      {"[2001:db8::1]:", NULL},
      {"[]:53", NULL},
      {"ns.example.com", NULL},
      {"ns.example.com:53", NULL},
      {"1111111111111111111111111111111111111111111111111111111111111111111111111", NULL},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
    char out[64] = "?";
    int status = sesame_server_parse(cases[i].text, out);
    if (cases[i].canonical)
      CHECK(status == SESAME_OK && strcmp(out, cases[i].canonical) == 0, "'%s' became '%s'",
            cases[i].text, out);
    else
      CHECK(status == SESAME_BAD_ADDRESS, "'%s' is no server", cases[i].text);
  }
}

static void test_options(void) {
  static const char *const bad[] = {"no address"};
  static const char *many[SESAME_SERVERS_MAX + 1];
  static char texts[SESAME_SERVERS_MAX + 1][32];
  sesame_resolver *r;
  sesame_resolver_options cases[] = {{.timeout_ms = -1},
                                     {.tries = -1},
                                     {.tries = SESAME_TRIES_MAX + 1},
                                     {.in_flight = -1},
                                     {.in_flight = SESAME_IN_FLIGHT_MAX + 1},
                                     {.qps = -1}};
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
    r = (sesame_resolver *)&r;
    CHECK(sesame_resolver_open(&r, &cases[i]) == SESAME_BAD_OPTION && !r, "options %d", (int)i);
  }
  sesame_resolver_options o = {.servers = bad, .server_count = 1};
  CHECK(sesame_resolver_open(&r, &o) == SESAME_BAD_ADDRESS && !r, "a server must be an address");
  for (int i = 0; i <= SESAME_SERVERS_MAX; i++) {
    snprintf(texts[i], sizeof(texts[i]), "192.0.2.%d", i + 1);
    many[i] = texts[i];
  }
  o = (sesame_resolver_options){.servers = many, .server_count = SESAME_SERVERS_MAX + 1};
  CHECK(sesame_resolver_open(&r, &o) == SESAME_TOO_MANY && !r, "seventeen servers are too many");
  o.server_count = SESAME_SERVERS_MAX;
  CHECK(sesame_resolver_open(&r, &o) == SESAME_OK, "sixteen are not");
  CHECK(r && strcmp(sesame_resolver_server(r, 15), "192.0.2.16:53") == 0 &&
            !sesame_resolver_server(r, 16),
        "the servers are told in order");
  sesame_resolver_close(r);
  sesame_resolver_close(NULL);
}

/* ---- deadlines, cancelling, caps ---- */

static void test_deadline(void) {
  sesame_resolver *r =
      open_with(one, NULL, (sesame_resolver_options){.timeout_ms = 60000, .in_flight = 1});
  int64_t now = sesame_resolver_now();
  sesame_question q = {.name = "drop.deadline.test", .type = 16, .deadline_ms = now + 100};
  CHECK(sesame_resolver_submit(r, &q) > 0, "asked with a deadline");
  q.deadline_ms = now + 150;
  CHECK(sesame_resolver_submit(r, &q) > 0, "and one that waits behind it");
  for (int i = 0; i < 2; i++) {
    sesame_answer *a = next(r, NULL);
    CHECK(status_of(a) == SESAME_TIMEOUT, "a deadline ends question %d", i);
    CHECK(sesame_resolver_now() >= now + 100, "not before its time");
    sesame_answer_free(a);
  }
  q.deadline_ms = 1;
  CHECK(sesame_resolver_submit(r, &q) > 0, "asked too late");
  sesame_answer *a = next(r, NULL);
  CHECK(status_of(a) == SESAME_TIMEOUT, "a deadline in the past");
  sesame_answer_free(a);
  sesame_resolver_close(r);
  r = open_with(one, NULL, (sesame_resolver_options){.timeout_ms = 60000, .tries = 20});
  q = (sesame_question){
      .name = "servfail.late.test", .type = 16, .deadline_ms = sesame_resolver_now() + 300};
  CHECK(sesame_resolver_submit(r, &q) > 0, "asked, failing, with a deadline");
  a = next(r, NULL);
  CHECK(status_of(a) == SESAME_SERVFAIL, "what was learnt before the deadline is told");
  sesame_answer_free(a);
  sesame_resolver_close(r);
}

static void test_cancel(void) {
  long id, got;
  sesame_resolver *r = open_with(
      one, NULL, (sesame_resolver_options){.timeout_ms = 60000, .tries = 1, .in_flight = 1});
  long flying = submit(r, "delay-200.cancel.test", 16);
  long waiting = submit(r, "ok.cancel.test", 16);
  sesame_resolver_wait(r, 0);
  CHECK(sesame_resolver_cancel(r, waiting) == SESAME_OK, "one that waits");
  CHECK(sesame_resolver_cancel(r, waiting) == SESAME_NOT_FOUND, "only once");
  CHECK(sesame_resolver_cancel(r, flying) == SESAME_OK, "one under way");
  CHECK(sesame_resolver_cancel(r, 0) == SESAME_NOT_FOUND, "no such question");
  CHECK(sesame_resolver_cancel(r, flying + 99999) == SESAME_NOT_FOUND, "nor such");
  CHECK(sesame_resolver_timeout_ms(r) == 0, "a foreign loop is told to come at once");
  for (int i = 0; i < 2; i++) {
    sesame_answer *a = next(r, &got);
    CHECK(status_of(a) == SESAME_CANCELLED && got == (i ? flying : waiting), "cancelled %d", i);
    sesame_answer_free(a);
  }
  CHECK(sesame_resolver_pending(r) == 0 && !sesame_resolver_next(r, &got), "nothing is left");
  CHECK(sesame_resolver_wait(r, 60000) == 0, "nothing in flight: wait returns at once");
  id = submit(r, "delay-300.after.test", 16); /* the late answer to `flying` comes meanwhile */
  sesame_answer *a = next(r, &got);
  CHECK(status_of(a) == SESAME_OK && got == id, "the place of a cancelled one is free again");
  sesame_answer_free(a);
  sesame_resolver_close(r);
}

static void test_close_in_flight(void) {
  sesame_resolver *r = open_with(one, NULL, (sesame_resolver_options){.in_flight = 50});
  for (int i = 0; i < 100; i++)
    submit(r, i % 3 ? "drop.close.test" : i % 2 ? "ok.close.test" : "big.close.test", 16);
  sesame_resolver_wait(r, 200);
  CHECK(sesame_resolver_pending(r) == 100, "answers not taken are pending");
  sesame_resolver_close(r); /* LeakSanitizer sees whether everything went */
}

/* How many of the questions of TEST are at the server while NAMES are answered late. */
static void test_in_flight(void) {
  int queries, tcp, edns;
  sesame_resolver *r = open_with(
      one, NULL, (sesame_resolver_options){.timeout_ms = 60000, .tries = 1, .in_flight = 3});
  long first = submit(r, "drop.flight.test", 16), got;
  for (int i = 0; i < 9; i++)
    submit(r, "drop.flight.test", 16);
  sesame_resolver_wait(r, 100);
  counted("flight.test", &queries, &tcp, &edns);
  CHECK(queries == 3, "three at once: %d", queries);
  CHECK(sesame_resolver_cancel(r, first) == SESAME_OK, "one less");
  sesame_answer_free(next(r, &got));
  CHECK(got == first, "the cancelled one comes");
  sesame_resolver_wait(r, 100);
  counted("flight.test", &queries, &tcp, &edns);
  CHECK(queries == 4, "the next takes its place: %d", queries);
  sesame_resolver_close(r);
}

/* With room for one, answers come in the order of the questions. */
static void test_fair(void) {
  long ids[50], got;
  sesame_resolver *r = open_with(one, NULL, (sesame_resolver_options){.in_flight = 1});
  for (int i = 0; i < 50; i++)
    ids[i] = submit(r, "ok.fair.test", 16);
  for (int i = 0; i < 50; i++) {
    sesame_answer_free(next(r, &got));
    CHECK(got == ids[i], "question %d in its turn", i);
  }
  sesame_resolver_close(r);
}

/* 20 a second: 15 questions need more than half a second, whatever the machine. */
static void test_qps(void) {
  sesame_resolver *r = open_with(one, NULL, (sesame_resolver_options){.qps = 20});
  int64_t start = sesame_resolver_now();
  for (int i = 0; i < 15; i++)
    submit(r, "ok.qps.test", 16);
  for (int i = 0; i < 15; i++) {
    sesame_answer *a = next(r, NULL);
    CHECK(status_of(a) == SESAME_OK, "question %d under a cap", i);
    sesame_answer_free(a);
  }
  CHECK(sesame_resolver_now() - start >= 500, "the cap holds: %d ms",
        (int)(sesame_resolver_now() - start));
  sesame_resolver_close(r);
}

static void test_many(void) {
  enum { MANY = 5000 };
  int good = 0;
  sesame_resolver *r =
      open_with(one, two, (sesame_resolver_options){.in_flight = MANY, .tries = 5});
  for (int i = 0; i < MANY; i++) {
    char name[64];
    snprintf(name, sizeof(name), "ok.n%d.many.test", i);
    good += submit(r, name, SESAME_TYPE_TXT) > 0;
  }
  CHECK(good == MANY, "5,000 questions at once");
  for (good = 0; sesame_resolver_pending(r) > 0;) {
    sesame_answer *a = next(r, NULL);
    if (!a)
      break;
    good += status_of(a) == SESAME_OK;
    sesame_answer_free(a);
  }
  CHECK(good == MANY, "5,000 answers: %d", good);
  sesame_resolver_close(r);
}

/* ---- servers named by the question, foreign loops ---- */

static void test_named_server(void) {
  sesame_resolver *r =
      open_with(one, NULL, (sesame_resolver_options){.timeout_ms = 250, .tries = 2});
  for (int i = 0; i < 2; i++) {
    sesame_question q = {.name = "first-servfail.named.test", .type = 16, .server = i ? two : one};
    CHECK(sesame_resolver_submit(r, &q) > 0, "asks a server by its address");
    sesame_answer *a = next(r, NULL);
    CHECK(status_of(a) == (i ? SESAME_OK : SESAME_SERVFAIL), "and only that one");
    CHECK(a && strcmp(sesame_answer_server(a), q.server) == 0, "which is named");
    sesame_answer_free(a);
  }
  sesame_resolver_close(r);
}

/* More servers than may be open: those over the limit wait for a place. Port 1 is closed, so that
 * each is soon done with. */
static void test_many_named_servers(void) {
  enum { SERVERS = SESAME_ADHOC_SERVERS_MAX + 60 };
  int unreachable = 0;
  sesame_resolver *r = open_with(
      one, NULL, (sesame_resolver_options){.timeout_ms = 500, .tries = 1, .in_flight = 1000});
  for (int i = 0; i < SERVERS; i++) {
    char address[32];
    snprintf(address, sizeof(address), "127.0.%d.%d:1", 1 + i / 250, 1 + i % 250);
    sesame_question q = {.name = "ok.test", .type = 1, .server = address};
    CHECK(sesame_resolver_submit(r, &q) > 0, "server %d", i);
  }
  for (int i = 0; i < SERVERS; i++) {
    sesame_answer *a = next(r, NULL);
    unreachable += status_of(a) == SESAME_UNREACHABLE;
    sesame_answer_free(a);
  }
  CHECK(unreachable == SERVERS, "all were asked: %d", unreachable);
  CHECK(ask_status(r, "ok.afterwards.test") == SESAME_OK, "the configured one is still there");
  sesame_resolver_close(r);
}

static void test_ipv6(void) {
  snprintf(six, sizeof(six), "[::1]:%d", 1);
  sesame_resolver *r = open_with(six, NULL, (sesame_resolver_options){.tries = 1});
  sesame_status status = ask_status(r, "ok.six.test");
  CHECK(status == SESAME_UNREACHABLE, "[::1]:1 is closed, or there is no IPv6: %s",
        sesame_status_name(status));
  sesame_resolver_close(r);
}

/* By UDP and TCP, configured and named. */
static void test_scoped(void) {
  char at[80];
  if (!scoped[0]) {
    printf("resolver: no link-local address here: one with an interface was not asked\n");
    return;
  }
  snprintf(at, sizeof(at), "[%s]:%d", scoped, faultd_port);
  sesame_resolver *r =
      open_with(at, NULL, (sesame_resolver_options){.timeout_ms = 1000, .tries = 2});
  CHECK(strcmp(sesame_resolver_server(r, 0), at) == 0, "the server is %s", at);
  CHECK(ask_status(r, "ok.scoped.test") == SESAME_OK, "%s answers", at);
  CHECK(ask_status(r, "big.scoped.test") == SESAME_OK, "%s answers by TCP", at);
  sesame_resolver_close(r);
  r = open_with("fe80::1", NULL, (sesame_resolver_options){.timeout_ms = 500, .tries = 1});
  CHECK(ask_status(r, "ok.unscoped.test") == SESAME_UNREACHABLE, "without an interface: nowhere");
  sesame_resolver_close(r);
}

/* A foreign loop polls the descriptor for as long as it is told, and only looks. */
static void test_foreign_loop(void) {
  sesame_resolver *r = open_quick();
  sesame_answer *a = NULL;
  CHECK(sesame_resolver_timeout_ms(r) == -1, "nothing to do: never");
  submit(r, "mute-1.foreign.test", 16);
  CHECK(sesame_resolver_timeout_ms(r) == 0, "a question to be sent: at once");
  int64_t end = sesame_resolver_now() + PATIENCE_MS;
  while (!a && sesame_resolver_now() < end) {
    struct pollfd p = {.fd = sesame_resolver_fd(r), .events = POLLIN};
    poll(&p, 1, sesame_resolver_timeout_ms(r));
    sesame_resolver_wait(r, 0);
    a = sesame_resolver_next(r, NULL);
  }
  CHECK(status_of(a) == SESAME_OK, "a retry and an answer, driven from outside");
  sesame_answer_free(a);
  sesame_resolver_close(r);
}

int main(int argc, char **argv) {
  char path[1024];
  const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
  snprintf(path, sizeof(path), "%.*s/../faultd", slash ? (int)(slash - argv[0]) : 1,
           slash ? argv[0] : ".");
  faultd_path = getenv("SESAME_FAULTD") ? getenv("SESAME_FAULTD") : path;
  test_server_parse();
  test_options();
  find_scoped();
  if (!start_faultd()) {
    CHECK(false, "%s must start: make builds it from spec/support", faultd_path);
    return check_report("resolver");
  }
  test_faults();
  test_answer();
  test_types();
  test_tries();
  test_best_is_kept();
  test_fail_over();
  test_unreachable();
  test_edns();
  test_formerr_among_others();
  test_refused_before_asking();
  test_deadline();
  test_cancel();
  test_close_in_flight();
  test_in_flight();
  test_fair();
  test_qps();
  test_many();
  test_named_server();
  test_many_named_servers();
  test_ipv6();
  test_scoped();
  test_foreign_loop();
  stop_faultd();
  return check_report("resolver");
}
