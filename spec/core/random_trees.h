/* SPDX-License-Identifier: MIT */
/* Random SPF trees as lines of a zone, and a walk and an evaluation over them, for tests that
 * compare two programs on what nobody wrote by hand. Addresses lie in 192.0.2.0/28 and
 * 2001:db8::/124, and have names there. */
#ifndef SESAME_SPEC_RANDOM_TREES_H
#define SESAME_SPEC_RANDOM_TREES_H

#include "../../core/spf_eval.h"
#include "../../core/spf_walk.h"
#include "zone_lines.h"

#include <stdio.h>

enum { RANDOM_POLICIES = 6 };

/* One label that fits below ip6 but not below in-addr: %{v} and 57 octets. */
#define LONG_LABEL "lllllllllllllllllllllllllllllllllllllllllllllllllllllllll"

static uint64_t state;
static unsigned host_addresses[6]; /* last octets of the tree's hosts, where they have some */

static void begin_tree(unsigned seed, unsigned number) {
  state = 0x9E3779B97F4A7C15u * (((uint64_t)seed << 32) + number);
}

static unsigned below(unsigned bound) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)((state >> 11) % bound);
}

static bool percent(unsigned p) {
  return below(100) < p;
}

typedef struct text {
  char bytes[16384];
  size_t length;
} text;

#define ADD(t, ...)                                                                                \
  ((t)->length +=                                                                                  \
   (size_t)snprintf((t)->bytes + (t)->length, sizeof(t)->bytes - (t)->length, __VA_ARGS__))

/* A policy's target: mostly a later one, so that most trees end. */
static void add_policy(text *t, unsigned index) {
  const unsigned left = RANDOM_POLICIES - 1 - index;
  if (percent(3))
    ADD(t, "gone.test");
  else if (percent(2))
    ADD(t, "bad.test");
  else if (percent(2))
    ADD(t, "%%{d}");
  else if (percent(3))
    ADD(t, "%%{v}.p.test"); /* each family its own */
  else if (percent(1))
    ADD(t, "%%{v}" LONG_LABEL ".test");
  else if (percent(4))
    ADD(t, "p%u.%%{o}", below(RANDOM_POLICIES)); /* below the audited domain: p1.p0.test, ... */
  else if (percent(4) || left == 0)
    ADD(t, "p%u.test", below(RANDOM_POLICIES));
  else
    ADD(t, "p%u.test", index + 1 + below(left));
}

static void add_prefix4(text *t) {
  static const int lengths[] = {0, 1, 24, 28, 30, 31};
  if (percent(30))
    ADD(t, "/%d", lengths[below(3) ? 2 + below(4) : below(6)]);
}

static void add_prefix6(text *t, const char *slash) {
  static const int lengths[] = {0, 1, 64, 124, 126, 127};
  if (percent(30))
    ADD(t, "%s%d", slash, lengths[below(3) ? 2 + below(4) : below(6)]);
}

static void add_term(text *t, unsigned index, unsigned lookups) {
  const unsigned choice = below(100);
  ADD(t, " %.1s", "+-~?" + below(4) * percent(25));
  if (choice < lookups / 2) {
    ADD(t, "include:");
    add_policy(t, index);
  } else if (choice < lookups) {
    static const char *const heads[] = {"a:h",   "a:h",      "mx:m",    "mx:m",
                                        "ptr:h", "exists:h", "exists:x"};
    static const char *const failing[] = {"bad", "bad4", "bad6"};
    const unsigned head = below(7);
    if (head < 4 && percent(3))
      ADD(t, "%.*s%s.test", (int)strcspn(heads[head], ":") + 1, heads[head], failing[below(3)]);
    else if (head == 2 && percent(15))
      ADD(t, "mx:m%%{v}.test");
    else
      ADD(t, "%s%u.test", heads[head], below(7));
    if (head < 4) {
      add_prefix4(t);
      add_prefix6(t, "//");
    }
  } else if (choice < 70 + lookups / 4) {
    ADD(t, "ip4:192.0.2.%u", below(16));
    add_prefix4(t);
  } else {
    ADD(t, "ip6:2001:db8::%x", below(16));
    add_prefix6(t, "/");
  }
}

static void add_record(text *t, const char *name, unsigned index, unsigned lookups) {
  ADD(t, "%s TXT v=spf1", name);
  const unsigned terms = below(lookups > 50 ? 9 : 6),
                 redirect = percent(15) ? below(terms + 1) : 99;
  for (unsigned i = 0; i <= terms; i++) {
    if (i == redirect) { /* wherever it stands, it is for those that nothing matches */
      ADD(t, " redirect=");
      add_policy(t, index);
    }
    if (i < terms)
      add_term(t, index, lookups);
  }
  if (percent(60))
    ADD(t, " %.1sall", "+-~?" + (percent(10) ? 0 : 1 + below(3)));
  ADD(t, "\n");
}

/* Hosts of an mx: around the bound of ten, of equal preference, out of order, "." and failing. */
static void add_exchanges(text *t, const char *name) {
  static const char *const others[] = {".", ".", "bad.test", "bad4.test", "bad6.test"};
  const unsigned many = percent(6) ? 10 + below(2) : 0, count = many ? many : below(4),
                 turn = 1 + below(10);
  for (unsigned i = 0; i < count; i++) {
    ADD(t, "%s MX %u ", name, many ? (i * turn) % 11 : below(4)); /* eleven different ones */
    if (percent(7))
      ADD(t, "%s\n", others[below(5)]);
    else
      ADD(t, "h%u.test\n", below(7));
  }
}

/* Names of clients: around the bound of ten; that of the host whose address the client has stands
 * last, behind those of no host. */
static void add_names(text *t) {
  static const char zeros[] = ".0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0";
  for (unsigned i = 2 + below(6); i > 0; i--) {
    const unsigned host = below(6), count = percent(50) ? 9 + below(4) : 1 + below(3);
    const bool four = percent(50);
    for (unsigned k = 1; k <= count; k++) {
      if (four)
        ADD(t, "%u.2.0.192.in-addr.arpa", host_addresses[host]);
      else
        ADD(t, "%x%s.8.b.d.0.1.0.0.2.ip6.arpa", host_addresses[host], zeros);
      ADD(t, " PTR h%u.test\n", k == count ? host : 6 + k);
    }
  }
}

static void make_zone(text *t) {
  const unsigned lookups = percent(50) ? 30 : 80;
  char name[96];
  t->length = 0;
  for (unsigned i = 0; i < RANDOM_POLICIES; i++) {
    snprintf(name, sizeof name, "p%u.test", i);
    add_record(t, name, i, lookups);
    snprintf(name, sizeof name, "p%u.p0.test", i);
    add_record(t, name, i, lookups);
  }
  add_record(t, "in-addr.p.test", RANDOM_POLICIES - 1, lookups);
  add_record(t, "ip6.p.test", RANDOM_POLICIES - 1, lookups);
  add_record(t, "ip6" LONG_LABEL ".test", RANDOM_POLICIES - 1, lookups);
  for (unsigned i = 0; i < 6; i++) {
    host_addresses[i] = below(16);
    if (percent(75))
      ADD(t, "h%u.test A 192.0.2.%u\n", i, host_addresses[i]);
    if (percent(50))
      ADD(t, "h%u.test AAAA 2001:db8::%x\n", i, percent(50) ? host_addresses[i] : below(16));
    snprintf(name, sizeof name, "m%u.test", i);
    add_exchanges(t, name);
  }
  add_exchanges(t, "min-addr.test");
  add_exchanges(t, "mip6.test");
  add_names(t);
  ADD(t, "bad.test FAIL\nbad4.test FAIL A\nbad4.test AAAA 2001:db8::3\n"
         "bad6.test FAIL AAAA\nbad6.test A 192.0.2.3\n");
}

static const sesame_spf_tree *walk(sesame_spf_walk **out, const char *zone) {
  const sesame_spf_tree *tree = NULL;
  const sesame_spf_need *needs;
  sesame_name domain;
  sesame_name_parse(&domain, "p0.test", 7);
  sesame_spf_walk_open(out, &domain);
  while (sesame_spf_walk_needs(*out, &needs) > 0) {
    const sesame_name name = *needs[0].name;
    const int type = needs[0].type;
    sesame_answer *answer = zone_lines_answer(zone, &name, type);
    sesame_spf_walk_feed(*out, &name, type, answer);
    sesame_answer_free(answer);
  }
  sesame_spf_walk_result(*out, &tree);
  return tree;
}

static const sesame_spf_limits lifted = {
    .lookups = -1, .voids = -1, .mx = 10, .ptr = 10, .nesting = -1};
static const sesame_spf_limits ten_lookups = {
    .lookups = 10, .voids = -1, .mx = 10, .ptr = 10, .nesting = -1};
static const sesame_spf_limits lifted_per_query = {
    .lookups = -1, .voids = -1, .mx = 10, .ptr = 10, .nesting = -1, .void_per_query = true};

/* Evaluates for one client; the verdict lives as long as *OUT. */
static const sesame_spf_verdict *evaluate(sesame_spf_eval **out, const char *zone, const char *ip,
                                          const sesame_spf_limits *limits) {
  const sesame_spf_options options = {.ip = ip,
                                      .sender = {"user@p0.test", 12},
                                      .helo = {"h0.test", 7},
                                      .limits = limits,
                                      .no_explanation = true,
                                      .trace = true};
  const sesame_spf_verdict *verdict = NULL;
  const sesame_spf_question *needs;
  sesame_spf_eval_open(out, &options);
  while (sesame_spf_eval_needs(*out, &needs) > 0) {
    const sesame_name name = *needs[0].name;
    const int type = needs[0].type;
    sesame_answer *answer = zone_lines_answer(zone, &name, type);
    sesame_spf_eval_feed(*out, &name, type, answer);
    sesame_answer_free(answer);
  }
  sesame_spf_eval_result(*out, &verdict);
  return verdict;
}

#endif
