/* SPDX-License-Identifier: MIT */
/* A tour of every public function of the library, for what has to hold of all of them: four threads
 * at once (test_threads.c), any allocation failing (test_oom.c). A stop does a noun's work from the
 * beginning to the end and keeps nothing. tools/test-tsan holds these files against the exports. */
#ifndef SESAME_SPEC_TOUR_H
#define SESAME_SPEC_TOUR_H

#include "sesame.h"

#include <stdlib.h>
#include <string.h>

typedef enum outcome {
  RIGHT,   /* all was as it has to be */
  STARVED, /* a function said that memory is out, as its contract has it; nothing else was wrong */
  WRONG
} outcome;

/* Where this thread last met what was wrong, and the status it met. */
static _Thread_local struct {
  const char *file;
  int line, status;
} tour_wrong;

static outcome tour_judge(const char *file, int line, int status) {
  if (status == SESAME_OK || status == SESAME_NO_MEMORY)
    return status == SESAME_OK ? RIGHT : STARVED;
  tour_wrong.file = file;
  tour_wrong.line = line;
  tour_wrong.status = status;
  return WRONG;
}

/* Of a status that has to be OK, and of what has to be true. */
#define of_status(status) tour_judge(__FILE__, __LINE__, (int)(status))
#define of_truth(good) tour_judge(__FILE__, __LINE__, (good) ? SESAME_OK : SESAME_STATUS_COUNT)

/* Of a pointer that is NULL only when memory is out. */
static outcome of_pointer(const void *pointer) {
  return pointer ? RIGHT : STARVED;
}

/* GO does its step when all before went right; the first that did not decides. */
#define GO(o, step)                                                                                \
  do {                                                                                             \
    if ((o) == RIGHT)                                                                              \
      (o) = (step);                                                                                \
  } while (0)

static sesame_name tour_name(const char *text) {
  sesame_name name;
  sesame_name_parse(&name, text, strlen(text));
  return name;
}

#define TOUR_RECORD                                                                                \
  "v=spf1 a mx:m.t.test include:i.t.test exists:%{ir}.x.t.test ptr ip6:2001:db8::/32 "             \
  "exp=e.t.test -all"

static const char tour_zone[] =
    "$ORIGIN t.test.\n$TTL 300\n"
    "@ SOA ns.t.test. h.t.test. 1 2 3 4 5\n@ NS ns\n@ A 192.0.2.1\n@ AAAA 2001:db8::1\n"
    "@ TXT \"" TOUR_RECORD "\"\n"
    "@ MX 10 host\nm MX 10 host\nm MX 20 gone\nhost A 192.0.2.7\n"
    "i TXT \"v=spf1 ip4:192.0.2.64/26 ?include:j.t.test redirect=k.t.test\"\n"
    "j TXT \"v=spf1 a:host.t.test -all\"\nk TXT \"v=spf1 ~ip4:198.51.100.0/24\"\n"
    "e TXT \"%{i} may not\"\nl CNAME i\nd DNAME t.test.\n* TXT \"wild\"\n"
    "2.2.0.192.in-addr.arpa. PTR host.t.test.\n";

#include "tour_dkim.h"
#include "tour_dns.h"
#include "tour_spf.h"

static const struct stop {
  const char *name;
  outcome (*visit)(void);
} tour[] = {{"status", tour_status},
            {"buffer", tour_buffer},
            {"text", tour_text},
            {"names", tour_names},
            {"idna", tour_idna},
            {"suffixes", tour_suffixes},
            {"built", tour_built},
            {"bytes", tour_bytes},
            {"zones", tour_zones},
            {"zone file", tour_zone_file},
            {"resolver", tour_resolver},
            {"tag list", tour_tags},
            {"addresses", tour_addresses},
            {"address sets", tour_sets},
            {"record", tour_record},
            {"macros", tour_macros},
            {"evaluation", tour_evaluation},
            {"walk", tour_walk},
            {"denotation", tour_denotation},
            {"key", tour_key},
            {"key pair", tour_pair},
            {"key file", tour_pair_file},
            {"generated", tour_generated},
            {"shared primes", tour_primes}};

enum { STOPS = sizeof(tour) / sizeof(*tour) };

#endif
