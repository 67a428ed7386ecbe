/* SPDX-License-Identifier: MIT */
/* Every stop of the tour (tour.h) with its n-th allocation failing, for every n: a clean status or
 * the right result, never a crash, and what was allocated is freed. The allocator is this
 * program's, so that the allocations of every library are among them. The server for the resolver's
 * stop is the first word, or none; the second how many allocations of a stop in OpenSSL fail,
 * or 40.
 *
 * A visit before loads what libraries load once. That load is not held to this: OpenSSL 3.0 crashes
 * in some places of it when memory is out, or refuses a sound key for good. */
#include "check.h"
#ifdef __SANITIZE_ADDRESS__ /* which brings an allocator of its own */
int main(void) {
  return check_report("oom (not with a sanitizer's allocator)");
}
#else
#include "tour.h"

#include <errno.h>
#include <limits.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static struct {
  bool counting, failed;
  long fail_at, count, live;
} heap;

static bool fails(void) {
  if (!heap.counting || ++heap.count != heap.fail_at)
    return false;
  heap.failed = true;
  errno = ENOMEM;
  return true;
}

static void *counted(void *block) {
  heap.live += block != NULL;
  return block;
}

void *malloc(size_t size) {
  return fails() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size) {
  return fails() ? NULL : counted(__libc_calloc(count, size));
}

void *realloc(void *old, size_t size) {
  if (fails())
    return NULL;
  heap.live -= old != NULL;
  void *block = counted(__libc_realloc(old, size));
  heap.live += old != NULL && !block && size > 0; /* OLD is still there */
  return block;
}

void *aligned_alloc(size_t alignment, size_t size) {
  return fails() ? NULL : counted(__libc_memalign(alignment, size));
}

int posix_memalign(void **out, size_t alignment, size_t size) {
  void *block = fails() ? NULL : counted(__libc_memalign(alignment, size));
  *out = block;
  return block ? 0 : ENOMEM;
}

void free(void *block) {
  heap.live -= block != NULL;
  __libc_free(block);
}

/* The stop with allocation N failing (0: none); *LEAKED: how many blocks it left. */
static outcome visit(const struct stop *stop, long n, long *leaked) {
  long before = heap.live;
  heap.count = 0;
  heap.failed = false;
  heap.fail_at = n;
  heap.counting = true;
  outcome o = stop->visit();
  heap.counting = false;
  *leaked = heap.live - before;
  return o;
}

/* What a library keeps for the process is left once; what leaks is left each time. */
static long leaks(const struct stop *stop, long n) {
  long least = 0;
  for (int again = 0; again < 3; again++) {
    long leaked;
    visit(stop, n, &leaked);
    if (leaked <= 0)
      return 0;
    least = least == 0 || leaked < least ? leaked : least;
  }
  return least;
}

/* OpenSSL's work from the beginning to the end: when an allocation fails in there, it leaks some.
 */
static bool is_foreign(const struct stop *stop) {
  return stop->visit == tour_key || stop->visit == tour_generated;
}

static bool is_slow(const struct stop *stop) {
  return is_foreign(stop) || stop->visit == tour_pair || stop->visit == tour_pair_file;
}

static long allocations, starved, unharmed, foreign;

/* Up to the n that is not reached, or MOST. */
static void starve(const struct stop *stop, long most) {
  long leaked, n = 0;
  for (bool reached = true; reached && n < most;) {
    outcome o = visit(stop, ++n, &leaked);
    reached = heap.failed;
    CHECK(o != WRONG, "%s: allocation %ld is missing, and no status says so (%s:%d: %s)",
          stop->name, n, tour_wrong.file, tour_wrong.line,
          sesame_status_name((sesame_status)tour_wrong.status));
    CHECK(o == RIGHT || reached, "%s: without a failure it is right", stop->name);
    long lost = leaked > 0 ? leaks(stop, n) : 0;
    foreign += lost > 0 && is_foreign(stop);
    CHECK(lost == 0 || is_foreign(stop), "%s: allocation %ld leaks %ld", stop->name, n, lost);
    allocations += reached;
    starved += reached && o == STARVED;
    unharmed += reached && o == RIGHT;
  }
}

int main(int argc, char **argv) {
  static char path[] = "/tmp/sesame-oom-XXXXXX";
  int fd = mkstemp(path);
  long leaked;
  long most = argc > 2 ? atol(argv[2]) : 40; /* allocations of a stop in OpenSSL */
  if (argc > 1 && argv[1][0])
    tour_server = argv[1];
  CHECK(fd >= 0 && write(fd, tour_zone, strlen(tour_zone)) == (ssize_t)strlen(tour_zone), "zone");
  tour_file = path;
  CHECK(tour_prepare_keys(), "a key pair is made");
  for (int i = 0; i < STOPS; i++) {
    visit(&tour[i], 0, &leaked); /* what libraries load once */
    long count = heap.count;
    starve(&tour[i], is_slow(&tour[i]) ? most : LONG_MAX);
    if (argc > 2)
      printf("oom: %s: %ld allocations\n", tour[i].name, count);
  }
  close(fd);
  unlink(path);
  printf(
      "oom: %d stops, %ld allocations failed: %ld refused, %ld made no difference; %ld left a leak "
      "in OpenSSL\n",
      STOPS, allocations, starved, unharmed, foreign);
  return check_report("oom");
}
#endif
