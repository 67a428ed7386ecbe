/* SPDX-License-Identifier: MIT */
/* Four threads on the tour of every public function at once, each from another stop on: what they
 * find is what one alone finds. Under ThreadSanitizer (make tsan) no data is shared unsaid. The
 * server for the resolver's stop is the first word, or none. */
#include "check.h"
#include "tour.h"

#include <pthread.h>

enum { THREADS = 4 };

static int rounds = 3;

typedef struct worker {
  pthread_t thread;
  int first;                /* stop */
  int wrong[STOPS], visits; /* wrong: how often that stop was not right */
} worker;

static void *work(void *data) {
  worker *w = data;
  for (int round = 0; round < rounds; round++)
    for (int i = 0; i < STOPS; i++, w->visits++) {
      int at = (w->first + i) % STOPS;
      w->wrong[at] += tour[at].visit() != RIGHT;
    }
  return NULL;
}

int main(int argc, char **argv) {
  static worker workers[THREADS];
  static char path[] = "/tmp/sesame-threads-XXXXXX";
  int fd = mkstemp(path), visits = 0;
  if (argc > 1)
    tour_server = argv[1];
  if (argc > 2)
    rounds = atoi(argv[2]);
  CHECK(fd >= 0 && write(fd, tour_zone, strlen(tour_zone)) == (ssize_t)strlen(tour_zone), "zone");
  tour_file = path;
  CHECK(tour_prepare_keys(), "a key pair is made");
  for (int i = 0; i < THREADS; i++) {
    workers[i].first = i * STOPS / THREADS;
    CHECK(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0, "thread %d", i);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(workers[i].thread, NULL);
    visits += workers[i].visits;
    for (int at = 0; at < STOPS; at++)
      CHECK(workers[i].wrong[at] == 0, "%s: wrong %d times in thread %d", tour[at].name,
            workers[i].wrong[at], i);
  }
  close(fd);
  unlink(path);
  printf("threads: %d threads, %d stops, %d visits\n", THREADS, STOPS, visits);
  return check_report("threads");
}
