/* SPDX-License-Identifier: MIT */
/* To be preloaded (LD_PRELOAD): the N-th allocation of the process fails, N being FAIL_AT; with
 * FAIL_FOREVER set, all that follow too. The Lua allocator and every library are among them. They
 * are counted from the first fopen of a path that ends in FAIL_FROM on, or from the start. The
 * count goes to descriptor FAIL_COUNT_FD at the end, where one is given. */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_long count;
static atomic_bool counting;
static char from[256];
static long fail_at;
static int count_fd = -1;
static bool forever;

/* Before any constructor allocates nothing is counted. */
__attribute__((constructor)) static void start(void) {
  const char *at = getenv("FAIL_AT"), *fd = getenv("FAIL_COUNT_FD"), *path = getenv("FAIL_FROM");
  snprintf(from, sizeof(from), "%s", path ? path : "");
  forever = getenv("FAIL_FOREVER") != NULL;
  count_fd = fd ? atoi(fd) : -1;
  unsetenv("LD_PRELOAD"); /* what the process starts is not meant */
  atomic_store(&count, 0);
  fail_at = at ? atol(at) : 0;
  atomic_store(&counting, from[0] == '\0');
}

__attribute__((destructor)) static void stop(void) {
  char text[32];
  int length = snprintf(text, sizeof(text), "%ld\n", atomic_load(&count));
  if (count_fd >= 0 && write(count_fd, text, (size_t)length) < 0)
    _exit(127);
}

static bool fails(void) {
  if (!atomic_load(&counting))
    return false;
  long n = atomic_fetch_add(&count, 1) + 1;
  bool now = fail_at > 0 && (n == fail_at || (forever && n > fail_at));
  if (now)
    errno = ENOMEM;
  return now;
}

void *malloc(size_t size) {
  return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  return fails() ? NULL : __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  return fails() ? NULL : __libc_realloc(old, size);
}

static FILE *open_with(const char *name, const char *path, const char *mode) {
  FILE *(*next)(const char *, const char *) = NULL;
  size_t length = strlen(path), end = strlen(from);
  *(void **)&next = dlsym(RTLD_NEXT, name);
  if (end > 0 && length >= end && strcmp(path + length - end, from) == 0)
    atomic_store(&counting, true);
  return next(path, mode);
}

FILE *fopen(const char *path, const char *mode) {
  return open_with("fopen", path, mode);
}

FILE *fopen64(const char *path, const char *mode) {
  return open_with("fopen64", path, mode);
}
