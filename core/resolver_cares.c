/* SPDX-License-Identifier: MIT */
/* The transport: one query to one server, once, carried by c-ares over our own sockets and epoll.
 * The only file that knows ares.h. Decides nothing: how each attempt ended goes into a queue.
 *
 * Two channels for each server (UDP, TCP), each with one server and one try, so that it is known
 * who answered. The socket functions are ours because c-ares 1.18 (a) reads a full send buffer as a
 * refused connection, and (b) on FORMERR switches EDNS off for the whole channel, which then cuts
 * every other answer at 512 octets. */
#include "resolver_internal.h"

#define CARES_NO_DEPRECATED /* what 1.18 has is enough, and still there */
#include <ares.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum {
  LINES_MAX = (SESAME_SERVERS_MAX + SESAME_ADHOC_SERVERS_MAX) * WAYS,
  EVENTS = 64,          /* taken from epoll at once */
  UDP_ANSWER_MAX = 4096 /* what c-ares 1.18 has room for; we announce SESAME_EDNS_SIZE */
};

/* Until 1.27 c-ares itself acts on FORMERR, for the channel; from 1.28 for the one query. */
#if ARES_VERSION < 0x011c00
enum { HIDE_FORMERR = 1 };
#else
enum { HIDE_FORMERR = 0 };
#endif
enum { RCODE_FORMERR = 1, RCODE_HIDDEN = 15 /* not assigned to any header, RFC 6895 2.3 */ };

typedef struct line {
  transport *transport;
  ares_channel channel;
  const address *to;
  address told; /* what c-ares is told for TO: without an interface, which 1.18 cannot read */
  uint32_t index;
  way way;
} line;

struct transport {
  int epoll, timeout_ms;
  bool blocked; /* the datagram being sent found no room */
  bool refused; /* ... or learnt that an earlier one was refused, and was not sent */
  size_t flying, free_count;
  node ended;
  line *lines[LINES_MAX];
  uint16_t free[LINES_MAX];
};

int64_t resolver_clock_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- sockets for c-ares ---- */

static ares_socket_t open_socket(int family, int type, int protocol, void *data) {
  (void)data;
  int size = SOCKET_BUFFER;
  int fd = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
  if (fd >= 0 && type == SOCK_DGRAM) {
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
  }
  return fd;
}

static int close_socket(ares_socket_t fd, void *data) {
  (void)data;
  return close(fd);
}

/* To the address that we mean. */
static int connect_socket(ares_socket_t fd, const struct sockaddr *told, ares_socklen_t length,
                          void *data) {
  const line *l = data;
  (void)told;
  (void)length;
  return connect(fd, &l->to->socket.any, l->to->length);
}

static ares_ssize_t receive(ares_socket_t fd, void *bytes, size_t size, int flags,
                            struct sockaddr *from, ares_socklen_t *length, void *data) {
  const line *l = data;
  uint8_t *header = bytes;
  ssize_t got = recvfrom(fd, bytes, size, flags, from, length);
  if (got >= 0 && from && *length >= l->told.length) { /* the socket is connected: it is from TO */
    memcpy(from, &l->told.socket, l->told.length);
    *length = l->told.length;
  }
  if (HIDE_FORMERR && l->way == WAY_UDP && got >= 4 && (header[3] & 15) == RCODE_FORMERR)
    header[3] |= RCODE_HIDDEN;
  return got;
}

static ares_ssize_t send_vector(ares_socket_t fd, const struct iovec *parts, int count,
                                void *data) {
  const line *l = data;
  struct msghdr message = {.msg_iov = (struct iovec *)parts, .msg_iovlen = (size_t)count};
  ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL);
  if (sent < 0 && (errno == EAGAIN || errno == ENOBUFS))
    l->transport->blocked = true;
  if (sent < 0 && errno == ECONNREFUSED)
    l->transport->refused = true;
  return sent;
}

static const struct ares_socket_functions socket_functions = {
    open_socket, close_socket, connect_socket, receive, send_vector,
};

static void on_socket_state(void *data, ares_socket_t fd, int readable, int writable) {
  const line *l = data;
  int epoll = l->transport->epoll;
  struct epoll_event event = {.events = (readable ? (uint32_t)EPOLLIN : 0) |
                                        (writable ? (uint32_t)EPOLLOUT : 0),
                              .data.u64 = (uint64_t)l->index << 32 | (uint32_t)fd};
  if (event.events == 0)
    epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
  else if (epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event) != 0)
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

/* ---- lines ---- */

/* From 1.32 a try lasts as long as the server's speed suggests, 250 ms at least, and doubles: so
 * many tries that ours ends first. Before, a try lasts what we say. */
static int tries_for(int timeout_ms) {
#if ARES_VERSION >= 0x012000
  int tries = 1;
  for (int all = 250, step = 250; all < timeout_ms && tries < 10; tries++)
    all += step *= 2;
  return tries;
#else
  (void)timeout_ms;
  return 1;
#endif
}

/* Everything is given, so that c-ares reads no file of the system. */
static int open_channel(line *l) {
  struct in_addr nobody = {0};
  struct ares_options o = {0};
  int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_NDOTS |
             ARES_OPT_LOOKUPS | ARES_OPT_DOMAINS | ARES_OPT_SORTLIST | ARES_OPT_SERVERS |
             ARES_OPT_EDNSPSZ | ARES_OPT_SOCK_STATE_CB;
  o.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_IGNTC |
            (l->way == WAY_TCP ? ARES_FLAG_USEVC : ARES_FLAG_EDNS);
  o.timeout = l->transport->timeout_ms;
  o.tries = tries_for(o.timeout);
  o.ndots = 1;
  o.lookups = (char[]){"b"};
  o.servers = &nobody; /* replaced by open_line */
  o.nservers = 1;
  o.ednspsz = UDP_ANSWER_MAX;
  o.sock_state_cb = on_socket_state;
  o.sock_state_cb_data = l;
#ifdef ARES_OPT_QUERY_CACHE
  mask |= ARES_OPT_QUERY_CACHE; /* none: qcache_max_ttl is 0 */
#endif
  return ares_init_options(&l->channel, &o, mask);
}

static void close_line(line *l) {
  transport *t = l->transport;
  if (l->channel)
    ares_destroy(l->channel); /* ends what flies on it */
  t->lines[l->index] = NULL;
  t->free[t->free_count++] = (uint16_t)l->index;
  free(l);
}

/* An address with an interface has a stand-in, with the same port. */
static void choose_told(line *l) {
  char text[SERVER_TEXT_MAX];
  l->told = *l->to;
  if (l->to->socket.any.sa_family != AF_INET6 || l->to->socket.v6.sin6_scope_id == 0)
    return;
  snprintf(text, sizeof(text), "[::1]:%d", ntohs(l->to->socket.v6.sin6_port));
  resolver_address_parse(&l->told, text);
}

/* NULL: no memory (or c-ares refused). */
static line *open_line(transport *t, const address *to, way kind) {
  line *l = t->free_count ? calloc(1, sizeof(*l)) : NULL;
  if (!l)
    return NULL;
  l->transport = t;
  l->to = to;
  choose_told(l);
  l->way = kind;
  l->index = t->free[--t->free_count];
  t->lines[l->index] = l;
  if (open_channel(l) != ARES_SUCCESS) {
    l->channel = NULL;
    close_line(l);
    return NULL;
  }
  ares_set_socket_functions(l->channel, &socket_functions, l);
  if (ares_set_servers_ports_csv(l->channel, l->told.text) != ARES_SUCCESS) {
    close_line(l);
    return NULL;
  }
  return l;
}

void resolver_transport_hang_up(struct line **lines) {
  for (int i = 0; i < WAYS; i++) {
    if (lines[i])
      close_line(lines[i]);
    lines[i] = NULL;
  }
}

/* ---- attempts ---- */

static void end(transport *t, attempt *a, sesame_status failure) {
  a->failure = failure;
  t->flying--;
  resolver_list_append(&t->ended, &a->link);
}

static sesame_status failure_of(const transport *t, int status) {
  switch (status) {
  case ARES_ETIMEOUT:
  case ARES_EDESTRUCTION:
    return SESAME_TIMEOUT;
  case ARES_ECANCELLED: /* by resolver_transport_send */
    return SESAME_UNREACHABLE;
  case ARES_EBADRESP: /* from 1.28: a message c-ares could not read; its bytes are not given */
    return SESAME_MALFORMED;
  case ARES_ENOMEM:
    return SESAME_NO_MEMORY;
  default:
    return t->blocked ? SESAME_IO : SESAME_UNREACHABLE;
  }
}

/* Called by c-ares, from inside ares_send too: reads the bytes, which are c-ares's, and queues. */
static void on_end(void *data, int status, int timeouts, unsigned char *bytes, int length) {
  attempt *a = data;
  transport *t = a->line->transport;
  (void)timeouts;
  if (!bytes || length < 4) {
    end(t, a, bytes ? SESAME_MALFORMED : failure_of(t, status));
    return;
  }
  if (HIDE_FORMERR && a->way == WAY_UDP && (bytes[3] & 15) == RCODE_HIDDEN)
    bytes[3] = (unsigned char)((bytes[3] & 0xF0) | RCODE_FORMERR);
  if (a->question)
    a->answer = sesame_answer_read(&a->question->name, a->question->type, bytes, (size_t)length,
                                   a->server->address.text, resolver_clock_us() - a->sent_us);
  end(t, a, SESAME_NO_MEMORY);
}

void resolver_transport_send(transport *t, attempt *a, const uint8_t *query, size_t length) {
  struct line **slot = &a->server->lines[a->way];
  if (!*slot)
    *slot = open_line(t, &a->server->address, a->way);
  a->line = *slot;
  t->flying++;
  t->blocked = t->refused = false;
  if (a->line)
    ares_send(a->line->channel, query, (int)length, on_end, a);
  else
    end(t, a, SESAME_NO_MEMORY);
  t->blocked = false;
  if (t->refused) /* the kernel says it once, of any one: nothing on this socket will be answered */
    ares_cancel(a->line->channel);
}

attempt *resolver_transport_ended(transport *t) {
  return (attempt *)resolver_list_take(&t->ended);
}

size_t resolver_transport_flying(const transport *t) {
  return t->flying;
}

/* ---- the turn ---- */

static void serve(transport *t, const struct epoll_event *event) {
  const line *l = t->lines[event->data.u64 >> 32];
  int fd = (int)(uint32_t)event->data.u64;
  bool out = event->events & EPOLLOUT;
  bool in = event->events & ~(uint32_t)EPOLLOUT; /* errors are read */
  if (l)
    ares_process_fd(l->channel, in ? fd : ARES_SOCKET_BAD, out ? fd : ARES_SOCKET_BAD);
}

sesame_status resolver_transport_turn(transport *t, int timeout_ms) {
  struct epoll_event events[EVENTS];
  int count = epoll_wait(t->epoll, events, EVENTS, timeout_ms);
  if (count < 0)
    return errno == EINTR ? SESAME_CANCELLED : SESAME_IO;
  for (int i = 0; i < count; i++)
    serve(t, &events[i]);
  return SESAME_OK;
}

void resolver_transport_sweep(transport *t) {
  for (size_t i = 0; i < LINES_MAX; i++)
    if (t->lines[i])
      ares_process_fd(t->lines[i]->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

int resolver_transport_fd(const transport *t) {
  return t->epoll;
}

/* c-ares counts who uses it, without a lock. */
static pthread_mutex_t library = PTHREAD_MUTEX_INITIALIZER;

static bool begin_library(void) {
  pthread_mutex_lock(&library);
  bool good = ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS;
  pthread_mutex_unlock(&library);
  return good;
}

static void end_library(void) {
  pthread_mutex_lock(&library);
  ares_library_cleanup();
  pthread_mutex_unlock(&library);
}

transport *resolver_transport_open(int timeout_ms) {
  transport *t = calloc(1, sizeof(*t));
  if (!t || !begin_library()) {
    free(t);
    return NULL;
  }
  t->timeout_ms = timeout_ms;
  resolver_list_init(&t->ended);
  for (int i = LINES_MAX; i > 0; i--)
    t->free[t->free_count++] = (uint16_t)(i - 1);
  t->epoll = epoll_create1(EPOLL_CLOEXEC);
  if (t->epoll < 0) {
    resolver_transport_close(t);
    return NULL;
  }
  return t;
}

void resolver_transport_close(transport *t) {
  if (!t)
    return;
  for (size_t i = 0; i < LINES_MAX; i++)
    if (t->lines[i])
      close_line(t->lines[i]);
  if (t->epoll >= 0)
    close(t->epoll);
  end_library();
  free(t);
}
