/* SPDX-License-Identifier: MIT */
/* The transport on c-ares, and the only file that knows ares.h. One channel a server with one try
 * each, so that it is known who answered; our own messages by ares_send; sockets by epoll.
 * Callbacks only read the message and append to a queue. */
#include "resolver_internal.h"

#include <ares.h>
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct transport {
  int epoll, timeout_ms;
  attempt *first, *last; /* finished */
  server **by_fd;        /* whose socket a descriptor is */
  size_t fd_count;
  uint64_t *tcp_count;
  bool closing;
};

static void finish(attempt *a) {
  transport *t = a->server->owner;
  a->finished = true;
  a->next = NULL;
  if (t->last)
    t->last->next = a;
  else
    t->first = a;
  t->last = a;
}

attempt *transport_finished(transport *t) {
  attempt *a = t->first;
  if (a) {
    t->first = a->next;
    if (!t->first)
      t->last = NULL;
    a->next = NULL;
  }
  return a;
}

static sesame_status status_of(int code) {
  switch (code) {
  case ARES_ETIMEOUT:
    return SESAME_TIMEOUT;
  case ARES_ECONNREFUSED:
    return SESAME_UNREACHABLE;
  case ARES_ENOMEM:
    return SESAME_NO_MEMORY;
  case ARES_ESERVFAIL:
    return SESAME_SERVFAIL;
  case ARES_EREFUSED:
    return SESAME_REFUSED;
  case ARES_ENOTIMP:
    return SESAME_NOTIMP;
  case ARES_EFORMERR:
    return SESAME_FORMERR;
  default:
    return SESAME_MALFORMED;
  }
}

static void on_answer(void *argument, int code, int timeouts, unsigned char *bytes, int length) {
  attempt *a = argument;
  int type;
  const sesame_name *name = attempt_name(a, &type);
  (void)timeouts;
  if (a->server->owner->closing) {
    free(a);
    return;
  }
  a->status = bytes ? SESAME_NO_MEMORY : status_of(code);
  if (name && bytes && length > 0)
    a->answer = sesame_answer_read(name, type, bytes, (size_t)length, a->server->text,
                                   resolver_now_us() - a->sent_us);
  finish(a);
}

/* ---- sockets ---- */

static bool remember(transport *t, int fd, server *s) {
  if ((size_t)fd >= t->fd_count) {
    size_t count = (size_t)fd * 2 + 16;
    server **by_fd = realloc(t->by_fd, count * sizeof *by_fd);
    if (!by_fd)
      return false;
    memset(by_fd + t->fd_count, 0, (count - t->fd_count) * sizeof *by_fd);
    t->by_fd = by_fd;
    t->fd_count = count;
  }
  t->by_fd[fd] = s;
  return true;
}

static void count_tcp(const transport *t, int fd) {
  int type = 0;
  socklen_t size = sizeof type;
  if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM)
    ++*t->tcp_count;
}

static void on_socket(void *argument, ares_socket_t fd, int readable, int writable) {
  server *s = argument;
  transport *t = s->owner;
  struct epoll_event event = {.data.fd = fd};
  bool known = (size_t)fd < t->fd_count && t->by_fd[fd] != NULL;
  event.events = (readable ? EPOLLIN : 0u) | (writable ? EPOLLOUT : 0u);
  if (!readable && !writable) {
    if (known) {
      t->by_fd[fd] = NULL;
      epoll_ctl(t->epoll, EPOLL_CTL_DEL, fd, NULL);
    }
    return;
  }
  if (!known)
    count_tcp(t, fd);
  if (!remember(t, fd, s))
    return; /* unwatched: its queries time out, which is true */
  epoll_ctl(t->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
}

int transport_poll(transport *t, int timeout_ms) {
  struct epoll_event events[EVENTS_MAX];
  int count = epoll_wait(t->epoll, events, EVENTS_MAX, timeout_ms);
  if (count < 0)
    return errno == EINTR ? 1 : -SESAME_IO;
  for (int i = 0; i < count; i++) {
    int fd = events[i].data.fd;
    server *s = (size_t)fd < t->fd_count ? t->by_fd[fd] : NULL;
    bool in = (events[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0;
    bool out = (events[i].events & EPOLLOUT) != 0;
    if (s)
      ares_process_fd(s->channel, in ? fd : ARES_SOCKET_BAD, out ? fd : ARES_SOCKET_BAD);
  }
  return SESAME_OK;
}

void transport_expire(server *s) {
  ares_process_fd(s->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

/* ---- channels ---- */

int transport_open(transport **out, int timeout_ms, uint64_t *tcp_count) {
  *out = NULL;
  if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS)
    return SESAME_NO_MEMORY;
  transport *t = calloc(1, sizeof *t);
  if (t) {
    t->timeout_ms = timeout_ms;
    t->tcp_count = tcp_count;
    t->epoll = epoll_create1(EPOLL_CLOEXEC);
  }
  if (!t || t->epoll < 0) {
    free(t);
    ares_library_cleanup();
    return t ? SESAME_IO : SESAME_NO_MEMORY;
  }
  *out = t;
  return SESAME_OK;
}

void transport_close(transport *t) {
  if (!t)
    return;
  close(t->epoll);
  free(t->by_fd);
  free(t);
  ares_library_cleanup();
}

int transport_fd(const transport *t) {
  return t->epoll;
}

int transport_connect(transport *t, server *s) {
  struct ares_options options;
  int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB |
             ARES_OPT_EDNSPSZ | ARES_OPT_SOCK_SNDBUF | ARES_OPT_SOCK_RCVBUF | ARES_OPT_LOOKUPS |
             ARES_OPT_DOMAINS;
  memset(&options, 0, sizeof options);
  options.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_EDNS | ARES_FLAG_NOSEARCH | ARES_FLAG_STAYOPEN;
  options.timeout = t->timeout_ms;
  options.tries = 1;
  options.ednspsz = SESAME_EDNS_SIZE;
  options.sock_state_cb = on_socket;
  options.sock_state_cb_data = s;
  options.socket_send_buffer_size = SOCKET_BUFFER;
  options.socket_receive_buffer_size = SOCKET_BUFFER;
  options.lookups = (char[]){"b"};
#ifdef ARES_OPT_QUERY_CACHE /* 1.34 keeps answers for an hour unless told not to */
  options.qcache_max_ttl = 0;
  mask |= ARES_OPT_QUERY_CACHE;
#endif
  s->owner = t;
  ares_channel channel;
  int code = ares_init_options(&channel, &options, mask);
  if (code != ARES_SUCCESS)
    return code == ARES_ENOMEM ? SESAME_NO_MEMORY : SESAME_IO;
  if (ares_set_servers_ports_csv(channel, s->text) != ARES_SUCCESS) {
    ares_destroy(channel);
    return SESAME_BAD_ADDRESS;
  }
  s->channel = channel;
  return SESAME_OK;
}

void transport_disconnect(server *s) {
  if (!s->channel)
    return;
  s->owner->closing = true;
  ares_destroy(s->channel);
  s->owner->closing = false;
  s->channel = NULL;
}

void transport_send(attempt *a, const uint8_t *query, size_t length) {
  ares_send(a->server->channel, query, (int)length, on_answer, a);
}

/* ---- the system's servers ---- */

static void format_server(const struct ares_addr_port_node *node, char out[SERVER_TEXT_MAX]) {
  char address[INET6_ADDRSTRLEN];
  int port = node->udp_port ? node->udp_port : 53;
  inet_ntop(node->family, &node->addr, address, sizeof address);
  snprintf(out, SERVER_TEXT_MAX, node->family == AF_INET6 ? "[%s]:%d" : "%s:%d", address, port);
}

int transport_system_servers(char texts[][SERVER_TEXT_MAX], int most) {
  ares_channel channel;
  struct ares_addr_port_node *nodes = NULL;
  int count = 0;
  if (ares_init(&channel) != ARES_SUCCESS)
    return -SESAME_IO;
  if (ares_get_servers_ports(channel, &nodes) == ARES_SUCCESS)
    for (const struct ares_addr_port_node *n = nodes; n && count < most; n = n->next)
      format_server(n, texts[count++]);
  ares_free_data(nodes);
  ares_destroy(channel);
  return count ? count : -SESAME_IO;
}
