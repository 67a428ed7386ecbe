/* SPDX-License-Identifier: MIT */
/* What scripts need of the operating system and Lua does not give: clocks, random octets, the
 * terminal, the interrupt flag, and files that only their owner reads. */
#include "common.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum {
  RANDOM_MAX = 256, /* octets at once; getrandom never gives fewer up to this size */
  COLUMNS_DEFAULT = 80,
  SLEEP_MAX = 86400000 /* milliseconds: a day */
};

static lua_Number clock_ms(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (lua_Number)now.tv_sec * 1e3 + (lua_Number)now.tv_nsec / 1e6;
}

/* system.monotonic() -> milliseconds since some fixed point, a float */
static int system_monotonic(lua_State *L) {
  lua_pushnumber(L, clock_ms(CLOCK_MONOTONIC));
  return 1;
}

/* system.time() -> seconds since 1970, a float */
static int system_time(lua_State *L) {
  lua_pushnumber(L, clock_ms(CLOCK_REALTIME) / 1e3);
  return 1;
}

/* system.sleep(milliseconds) -> whether it slept to the end: a signal that is caught ends it early
 */
static int system_sleep(lua_State *L) {
  lua_Number ms = luaL_checknumber(L, 1);
  struct timespec span;
  luaL_argcheck(L, ms >= 0 && ms <= SLEEP_MAX, 1, "from 0 to 86400000");
  span.tv_sec = (time_t)(ms / 1e3);
  span.tv_nsec = (long)((ms - (lua_Number)span.tv_sec * 1e3) * 1e6);
  lua_pushboolean(L, nanosleep(&span, NULL) == 0);
  return 1;
}

/* system.random(count) -> that many octets from the kernel */
static int system_random(lua_State *L) {
  char bytes[RANDOM_MAX];
  lua_Integer count = luaL_checkinteger(L, 1);
  luaL_argcheck(L, count >= 1 && count <= RANDOM_MAX, 1, "from 1 to 256");
  if (getrandom(bytes, (size_t)count, 0) != (ssize_t)count)
    return luaL_error(L, "no random octets: %s", strerror(errno));
  lua_pushlstring(L, bytes, (size_t)count);
  return 1;
}

/* system.isatty(fd) */
static int system_isatty(lua_State *L) {
  lua_pushboolean(L, isatty((int)luaL_checkinteger(L, 1)));
  return 1;
}

/* system.columns(fd) -> the terminal's width, 80 where there is none */
static int system_columns(lua_State *L) {
  struct winsize size;
  int known = ioctl((int)luaL_checkinteger(L, 1), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  lua_pushinteger(L, known ? size.ws_col : COLUMNS_DEFAULT);
  return 1;
}

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number) {
  (void)signal_number;
  interrupted = 1;
}

/* system.catch_interrupt(): the first SIGINT sets a flag, the second ends the process as usual. */
static int system_catch_interrupt(lua_State *L) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_interrupt;
  action.sa_flags = (int)SA_RESETHAND;
  interrupted = 0;
  if (sigaction(SIGINT, &action, NULL) != 0)
    return luaL_error(L, "SIGINT: %s", strerror(errno));
  return 0;
}

/* system.interrupted() -> whether SIGINT came since catch_interrupt */
static int system_interrupted(lua_State *L) {
  lua_pushboolean(L, interrupted);
  return 1;
}

/* ---- work that is stopped ---- */

enum {
  WATCH_EVERY = 10000, /* instructions between two looks: far less than a tenth of a second */
  WATCH_STOPPED = 1    /* and once it is over: no pcall gets further than its next instruction */
};

/* What the hook of a Lua state looks at, in milliseconds of system.monotonic: a deadline (0 for
 * none), how long after an interrupt the work may go on (below 0: for ever), and when the interrupt
 * was first seen (0: not yet). One in a state, kept in its registry. */
typedef struct watch {
  lua_Number deadline, patience, seen;
} watch;

static const char watch_key;

static watch *watch_of(lua_State *L) {
  watch *w;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &watch_key);
  w = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return w;
}

/* "interrupted", "deadline", or NULL while the work may go on. */
static const char *watch_reason(watch *w) {
  const bool looks = w && (w->deadline > 0 || (w->patience >= 0 && interrupted));
  const lua_Number now = looks ? clock_ms(CLOCK_MONOTONIC) : 0;
  if (!looks)
    return NULL;
  if (!interrupted)
    w->seen = 0;
  else if (w->seen <= 0)
    w->seen = now;
  if (interrupted && w->patience >= 0 && now >= w->seen + w->patience)
    return "interrupted";
  return w->deadline > 0 && now >= w->deadline ? "deadline" : NULL;
}

/* The hook yields, for whoever resumed the coroutine to close it. Where that cannot be (within a
 * callback of C) it raises the reason; and, once it is over, looks at every instruction of this
 * coroutine, so that a pcall inside only passes it on. */
static void watch_hook(lua_State *L, lua_Debug *event) {
  const char *reason = watch_reason(watch_of(L));
  (void)event;
  if (!reason)
    return;
  lua_sethook(L, watch_hook, LUA_MASKCOUNT, WATCH_STOPPED);
  if (lua_isyieldable(L)) {
    lua_yield(L, 0);
    return;
  }
  lua_pushstring(L, reason);
  lua_error(L);
}

/* system.watch(thread): counts the instructions of THREAD, and of coroutines it creates from now
 * on, against what system.watched says. */
static int system_watch(lua_State *L) {
  lua_State *thread;
  luaL_checktype(L, 1, LUA_TTHREAD);
  thread = lua_tothread(L, 1);
  lua_sethook(thread, watch_hook, LUA_MASKCOUNT, WATCH_EVERY);
  return 0;
}

/* system.watched(deadline or nil, patience or nil): what every watched coroutine of this state is
 * held to from now on. PATIENCE is how many milliseconds it may go on after an interrupt; nil: it
 * does not end it. */
static int system_watched(lua_State *L) {
  const lua_Number deadline = luaL_optnumber(L, 1, 0), patience = luaL_optnumber(L, 2, -1);
  watch *w = watch_of(L);
  if (!w) {
    w = lua_newuserdatauv(L, sizeof *w, 0);
    w->seen = 0;
    lua_rawsetp(L, LUA_REGISTRYINDEX, &watch_key);
  }
  w->deadline = deadline;
  w->patience = patience;
  return 0;
}

/* system.overdue() -> "interrupted" or "deadline" where a watched coroutine would be stopped now,
 * else nil */
static int system_overdue(lua_State *L) {
  lua_pushstring(L, watch_reason(watch_of(L)));
  return 1;
}

static int write_all(int fd, const char *bytes, size_t length) {
  while (length) {
    ssize_t written = write(fd, bytes, length);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return errno;
    bytes += written;
    length -= (size_t)written;
  }
  return 0;
}

/* (path, text) -> true: a new file of MODE, on the disk; nil, message, "io" when it exists or
 * fails. */
static int write_new(lua_State *L, mode_t mode) {
  size_t length;
  const char *path = sesame_check_text(L, 1), *text = luaL_checklstring(L, 2, &length);
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  int failure = fd < 0 ? errno : write_all(fd, text, length);
  if (fd >= 0 && failure == 0 && fsync(fd) != 0 && errno != EINVAL) /* EINVAL: no file of a disk */
    failure = errno;
  if (fd >= 0 && close(fd) != 0 && failure == 0)
    failure = errno;
  if (fd >= 0 && failure)
    unlink(path);
  if (failure)
    return sesame_push_failure(L, SESAME_IO, "%s: %s", path, strerror(failure));
  lua_pushboolean(L, 1);
  return 1;
}

/* system.write_private(path, text): a file that only its owner reads */
static int system_write_private(lua_State *L) {
  return write_new(L, 0600);
}

/* system.write_new(path, text): a file with the usual permissions */
static int system_write_new(lua_State *L) {
  return write_new(L, 0666);
}

int sesame_open_system(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"monotonic", system_monotonic},
      {"time", system_time},
      {"sleep", system_sleep},
      {"random", system_random},
      {"isatty", system_isatty},
      {"columns", system_columns},
      {"catch_interrupt", system_catch_interrupt},
      {"interrupted", system_interrupted},
      {"write_private", system_write_private},
      {"write_new", system_write_new},
      {"watch", system_watch},
      {"watched", system_watched},
      {"overdue", system_overdue},
      {NULL, NULL},
  };
  luaL_newlib(L, functions);
  return 1;
}
