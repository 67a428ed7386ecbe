/* SPDX-License-Identifier: MIT */
/* A DNS server for tests that misbehaves by the first label of the name asked.
 *
 *   faultd [-t SECONDS] [ADDRESS...]
 *
 * listens by UDP and TCP on 127.0.0.1 (or the ADDRESSES, "fe80::1%eth0" too, all on one port),
 * prints the port on a line and ends when its standard input closes, or after SECONDS (60).
 *
 *   ok              TXT "ok", A 192.0.2.1, AAAA 2001:db8::1, MX 10 mail.example; else NODATA
 *   drop            no answer                     delay-N        right, after N ms
 *   servfail refused notimp formerr rcode-N       that response code
 *   drop-edns       no answer to a query with OPT, right to one without
 *   nxdomain nodata                               with a SOA;     nodata-nosoa without
 *   lame            NOERROR, nothing, neither AA nor RA
 *   referral        NOERROR, an NS record in the authority section, not AA
 *   truncate        TC by UDP, right by TCP;      truncate-always  TC by both
 *   truncate-deaf   TC by UDP, TCP closed unanswered
 *   big             TC by UDP; by TCP 240 TXT records of 250 octets
 *   wide            a TXT answer of about 1100 octets by UDP when OPT is there, else TC
 *   wrong-id wrong-question no-qr garbage         an answer with that fault
 *   cut-N           the right answer cut after N octets
 *   loop-pointer    an owner name that points at itself
 *   cname-loop cname-long alias                   a loop, 20 CNAMEs, one CNAME that leads out
 *   other-address   the answer comes from another socket
 *   fail-N mute-N   SERVFAIL (no answer) to the first N queries of that name, then right
 *   hostile         TXT of escapes, NUL, quotes, octets over 127
 *   count           TXT "queries tcp edns" of all queries for other names ending alike
 *   easy...         CNAME to EASY.dkim.amazonses.com, where TXT is a key
 *   easy-bogus...   the same, but SERVFAIL without CD
 *   easy-deaf...    the same, but SERVFAIL to all but CNAME;   easy-beside...  TXT of its own
 *   _domainkey      NODATA; NXDOMAIN below "denied"
 *   first-LABEL     LABEL at the first ADDRESS, right at the others
 *   limit-drop-N limit-tc-N        N queries for names that differ in their first two labels are
 *                   answered in each 200 ms; the others not, with TC (by UDP alone)
 * and by the labels of faultd_astray.h, faultd_edns.h and faultd_tcp.h; faultd_steps.h puts several
 * in a row. */
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
  ADDRESSES = 4,
  CONNECTIONS = 64,
  LATER = 256,
  NAMES = 4096,
  DRIPS = 16,
  LIMIT_MS = 200,
  TXT = 16,
  MESSAGE = 65535
};

typedef struct query {
  int socket, place; /* place: which ADDRESS */
  bool tcp, edns;
  struct sockaddr_storage from;
  socklen_t from_length;
  uint8_t bytes[512];
  size_t length, question_end;
  int type, seen;            /* seen: how many of that name came, this one among them */
  char name[300], label[64]; /* label: what to do, of the name's first */
} query;

typedef struct reply {
  uint8_t bytes[MESSAGE];
  size_t length;
} reply;

static struct {
  int udp[ADDRESSES], tcp[ADDRESSES], other, count;
  struct {
    int fd, place;
    uint8_t bytes[514];
    size_t length;
  } connections[CONNECTIONS];
  struct {
    query q;
    int64_t due;
  } later[LATER];
  struct {
    char name[300];
    int queries, tcp, edns;
    int64_t window; /* of a rate limit: when it began ... */
    int answered;   /* ... and what was answered in it */
  } names[NAMES];
} server;

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- reading queries ---- */

static bool read_query(query *q) {
  size_t at = 12, used = 0;
  if (q->length < 17)
    return false;
  while (at < q->length && q->bytes[at] != 0) {
    size_t n = q->bytes[at];
    if (n > 63 || at + 1 + n >= q->length || used + n + 2 > sizeof(q->name))
      return false;
    memcpy(q->name + used, q->bytes + at + 1, n);
    used += n;
    q->name[used++] = '.';
    at += n + 1;
  }
  q->name[used] = '\0';
  snprintf(q->label, sizeof(q->label), "%.*s", (int)strcspn(q->name, "."), q->name);
  if (at + 5 > q->length)
    return false;
  q->type = q->bytes[at + 1] << 8 | q->bytes[at + 2];
  q->question_end = at + 5;
  q->edns = q->bytes[11] != 0;
  return true;
}

/* The name without its first label, with the dot before it. */
static const char *suffix_of(const query *q) {
  return q->name + strcspn(q->name, ".");
}

/* The entry of NAME, made when new; NULL when the table is full. */
static int entry_of(const char *name) {
  uint32_t hash = 5381;
  for (const char *c = name; *c; c++)
    hash = hash * 33 + (uint8_t)*c;
  for (int i = 0; i < NAMES; i++) {
    int at = (int)((hash + (uint32_t)i) % NAMES);
    if (server.names[at].name[0] == '\0')
      snprintf(server.names[at].name, sizeof(server.names[at].name), "%s", name);
    if (strcasecmp(server.names[at].name, name) == 0)
      return at;
  }
  return 0;
}

/* ---- writing replies ---- */

static void put(reply *r, const void *bytes, size_t length) {
  if (r->length + length > sizeof(r->bytes))
    return;
  memcpy(r->bytes + r->length, bytes, length);
  r->length += length;
}

static void put16(reply *r, unsigned value) {
  put(r, (uint8_t[]){(uint8_t)(value >> 8), (uint8_t)value}, 2);
}

/* A header with AA and the question. */
static void start(reply *r, const query *q, unsigned flags) {
  r->length = 0;
  put(r, q->bytes, 2);
  put16(r, 0x8000 | flags | (q->bytes[2] & 1u) << 8);
  put16(r, 1);
  put(r, (uint8_t[6]){0}, 6);
  put(r, q->bytes + 12, q->question_end - 12);
}

/* Adds a record to SECTION (1 answer, 2 authority); OWNER in wire form, or NULL for the question's.
 */
static void add(reply *r, int section, const char *owner, int type, const void *data,
                size_t length) {
  uint8_t *count = r->bytes + 4 + 2 * section;
  unsigned n = (unsigned)(count[0] << 8 | count[1]) + 1;
  count[0] = (uint8_t)(n >> 8);
  count[1] = (uint8_t)n;
  if (owner)
    put(r, owner, strlen(owner) + 1);
  else
    put16(r, 0xC00C);
  put16(r, (unsigned)type);
  put16(r, 1);
  put(r, (uint8_t[]){0, 0, 1, 44}, 4); /* 300 s */
  put16(r, (unsigned)length);
  put(r, data, length);
}

static void add_text(reply *r, const void *bytes, size_t length) {
  uint8_t data[256] = {(uint8_t)length};
  memcpy(data + 1, bytes, length);
  add(r, 1, NULL, TXT, data, length + 1);
}

static void add_soa(reply *r) {
  static const uint8_t data[] = "\x02ns\x07"
                                "example\0\x05owner\x07"
                                "example\0\0\0\0\1\0\0\1\1\0\0\1\1\0\0\1\1\0\0\0\x3c";
  add(r, 2,
      "\x07"
      "example",
      6, data, sizeof(data) - 1);
}

static void answer_right(reply *r, const query *q) {
  start(r, q, 0x0400);
  if (q->type == TXT)
    add_text(r, "ok", 2);
  else if (q->type == 1)
    add(r, 1, NULL, 1, "\xC0\0\2\1", 4);
  else if (q->type == 28)
    add(r, 1, NULL, 28, "\x20\1\r\xB8\0\0\0\0\0\0\0\0\0\0\0\1", 16);
  else if (q->type == 15)
    add(r, 1, NULL, 15, "\0\x0A\4mail\7example", 16);
  else
    add_soa(r);
}

static void answer_texts(reply *r, const query *q, int count, size_t length) {
  char text[256];
  start(r, q, 0x0400);
  for (int i = 0; i < count; i++) {
    memset(text, 'x', length);
    memcpy(text, (char[]){(char)('0' + i / 100), (char)('0' + i / 10 % 10), (char)('0' + i % 10)},
           3);
    add_text(r, text, length);
  }
}

/* CNAMEs l0 -> l1 -> ... ; BACK: the last leads to the first. */
static void answer_chain(reply *r, const query *q, int count, bool back) {
  char owner[16], target[16];
  start(r, q, 0x0400);
  for (int i = 0; i < count; i++) {
    snprintf(owner, sizeof(owner), "\3l%02d\1x", i);
    snprintf(target, sizeof(target), "\3l%02d\1x", back && i == count - 1 ? 1 : i + 1);
    add(r, 1, i ? owner : NULL, 5, target, strlen(target) + 1);
  }
}

static void answer_count(reply *r, const query *q) {
  char text[64];
  int queries = 0, tcp = 0, edns = 0;
  const char *suffix = suffix_of(q);
  for (int i = 0; i < NAMES; i++) {
    size_t length = strlen(server.names[i].name), tail = strlen(suffix);
    if (length < tail || strcasecmp(server.names[i].name + length - tail, suffix) != 0)
      continue;
    queries += server.names[i].queries;
    tcp += server.names[i].tcp;
    edns += server.names[i].edns;
  }
  start(r, q, 0x0400);
  int length = snprintf(text, sizeof(text), "%d %d %d", queries, tcp, edns);
  add_text(r, text, (size_t)length);
}

/* ---- the faults ---- */

/* "delay-300" and "delay" -> 300; -1 when LABEL is no such. */
static int number_after(const char *label, const char *word) {
  size_t length = strlen(word);
  if (strncmp(label, word, length) != 0 || label[length] != '-')
    return -1;
  const char *digits = label + length + 1;
  return *digits && strspn(digits, "0123456789") == strlen(digits) ? atoi(digits) : -1;
}

static int rcode_of(const char *label) {
  static const char *const names[] = {"", "formerr", "servfail", "", "notimp", "refused"};
  for (int i = 1; i <= 5; i++)
    if (strcmp(label, names[i]) == 0)
      return i;
  return number_after(label, "rcode");
}

/* Faults in what the answer says. False: LABEL is none of these. */
static bool answer_meaning(reply *r, const query *q, const char *label) {
  int rcode = rcode_of(label);
  if (rcode >= 0) {
    start(r, q, (unsigned)rcode);
  } else if (strcmp(label, "nxdomain") == 0 || strcmp(label, "nodata") == 0) {
    start(r, q, 0x0400 | (label[1] == 'x' ? 3 : 0));
    add_soa(r);
  } else if (strcmp(label, "nodata-nosoa") == 0) {
    start(r, q, 0x0400);
  } else if (strcmp(label, "lame") == 0) {
    start(r, q, 0);
  } else if (strcmp(label, "referral") == 0) {
    start(r, q, 0);
    add(r, 2, NULL, 2, "\2ns\7example", 12);
  } else if (strcmp(label, "cname-loop") == 0) {
    answer_chain(r, q, 3, true);
  } else if (strcmp(label, "cname-long") == 0) {
    answer_chain(r, q, 20, false);
  } else if (strcmp(label, "alias") == 0) {
    answer_chain(r, q, 1, false);
  } else if (strcmp(label, "hostile") == 0) {
    start(r, q, 0x0400);
    add_text(r, "\x1b[31m\0\"\\\xff\xc3\xa9\r\n", 13);
  } else if (strcmp(label, "count") == 0) {
    answer_count(r, q);
  } else {
    return false;
  }
  return true;
}

#include "faultd_astray.h"
#include "faultd_easy.h"
#include "faultd_edns.h"

/* Faults in the bytes of the answer. */
static void spoil_bytes(reply *r, const query *q, const char *label) {
  int cut = number_after(label, "cut");
  if (cut >= 0 && (size_t)cut < r->length)
    r->length = (size_t)cut;
  else if (strcmp(label, "wrong-id") == 0)
    r->bytes[0] ^= 0x55;
  else if (strcmp(label, "wrong-question") == 0)
    r->bytes[13] ^= 1;
  else if (strcmp(label, "no-qr") == 0)
    r->bytes[2] &= 0x7F;
  else if (strcmp(label, "garbage") == 0)
    memset(r->bytes + 2, 0xFF, r->length - 2);
  else if (strcmp(label, "loop-pointer") == 0)
    r->bytes[q->question_end + 1] = (uint8_t)q->question_end;
}

/* Faults of size: what does not go by UDP is truncated there. */
static void size_answer(reply *r, const query *q, const char *label) {
  bool truncate = strncmp(label, "truncate", 8) == 0 || strncmp(label, "tcp-", 4) == 0;
  if (strcmp(label, "big") == 0)
    answer_texts(r, q, 240, 250);
  else if (strcmp(label, "wide") == 0)
    answer_texts(r, q, 5, 200);
  else if (!truncate)
    return;
  bool narrow = truncate || r->length > 1232 || (r->length > 512 && !q->edns);
  if ((!q->tcp && narrow) || strcmp(label, "truncate-always") == 0)
    start(r, q, 0x0600);
}

/* Whether one more answer to names that differ in their first two labels is over the LIMIT of these
 * LIMIT_MS. */
static bool is_over(const query *q, int limit) {
  const char *behind = suffix_of(q) + 1;
  int at = entry_of(behind + strcspn(behind, "."));
  int64_t now = now_ms();
  if (now - server.names[at].window >= LIMIT_MS) {
    server.names[at].window = now;
    server.names[at].answered = 0;
  }
  return ++server.names[at].answered > limit;
}

/* True when this query gets no answer. */
static bool is_silent(const query *q) {
  const char *label = q->label;
  int limit = q->tcp ? -1 : number_after(label, "limit-drop");
  return strcmp(label, "drop") == 0 || (strcmp(label, "drop-edns") == 0 && q->edns) ||
         q->seen <= number_after(label, "mute") ||
         (strcmp(label, "truncate-deaf") == 0 && q->tcp) || (limit >= 0 && is_over(q, limit));
}

static bool answer(reply *r, const query *q) {
  const char *label = q->label;
  int limit = q->tcp ? -1 : number_after(label, "limit-tc");
  if (is_silent(q))
    return false;
  if (limit >= 0 && is_over(q, limit))
    start(r, q, 0x0600);
  else if (q->seen <= number_after(label, "fail"))
    start(r, q, 2);
  else if (!answer_edns(r, q, label) && !answer_easy(r, q, label) && !answer_meaning(r, q, label) &&
           !answer_astray(r, q, label)) {
    answer_right(r, q);
    size_answer(r, q, label);
    spoil_bytes(r, q, label);
  }
  return true;
}

#include "faultd_steps.h"

/* ---- sockets ---- */

#include "faultd_tcp.h"

static void send_reply(const query *q, const reply *r) {
  int fd = strcmp(q->label, "other-address") == 0 ? server.other : q->socket;
  if (q->tcp)
    send_tcp(q, r);
  else
    sendto(fd, r->bytes, r->length, 0, (const struct sockaddr *)&q->from, q->from_length);
}

/* Answers the query, now or later, or never. */
static void handle(query *q) {
  static reply r;
  int wait = read_query(q) ? prepare(q) : 0;
  for (int i = 0; wait > 0 && i < LATER; i++)
    if (server.later[i].due == 0) {
      server.later[i].q = *q;
      server.later[i].due = now_ms() + wait;
      return;
    }
  if (q->question_end > 0 && answer(&r, q))
    send_reply(q, &r);
}

static void answer_later(void) {
  static reply r;
  for (int i = 0; i < LATER; i++)
    if (server.later[i].due && server.later[i].due <= now_ms()) {
      if (answer(&r, &server.later[i].q))
        send_reply(&server.later[i].q, &r);
      server.later[i].due = 0;
    }
}

static void read_udp(int place) {
  for (;;) {
    query q = {.socket = server.udp[place], .place = place, .from_length = sizeof(q.from)};
    ssize_t n = recvfrom(q.socket, q.bytes, sizeof(q.bytes), MSG_DONTWAIT,
                         (struct sockaddr *)&q.from, &q.from_length);
    if (n < 0)
      return;
    q.length = (size_t)n;
    handle(&q);
  }
}

static void hang_up(int i) {
  forget_drips(server.connections[i].fd);
  close(server.connections[i].fd);
  server.connections[i].fd = -1;
}

static void accept_tcp(int place) {
  int fd = accept(server.tcp[place], NULL, NULL);
  for (int i = 0; fd >= 0 && i < CONNECTIONS; i++)
    if (server.connections[i].fd < 0) {
      server.connections[i].fd = fd;
      server.connections[i].place = place;
      server.connections[i].length = 0;
      return;
    }
  if (fd >= 0)
    close(fd);
}

static void read_tcp(int i) {
  uint8_t *bytes = server.connections[i].bytes;
  size_t *length = &server.connections[i].length;
  ssize_t n = recv(server.connections[i].fd, bytes + *length,
                   sizeof(server.connections[i].bytes) - *length, 0);
  if (n <= 0) {
    hang_up(i);
    return;
  }
  *length += (size_t)n;
  for (size_t size; *length >= 2 && *length >= (size = (size_t)(bytes[0] << 8 | bytes[1])) + 2;) {
    query q = {.socket = server.connections[i].fd,
               .place = server.connections[i].place,
               .tcp = true,
               .length = size};
    memcpy(q.bytes, bytes + 2, size <= sizeof(q.bytes) ? size : 0);
    memmove(bytes, bytes + 2 + size, *length - 2 - size);
    *length -= 2 + size;
    handle(&q);
    if (ends_connection(&q)) {
      hang_up(i);
      return;
    }
  }
  if (*length == sizeof(server.connections[i].bytes))
    hang_up(i);
}

/* A socket at TEXT's address; *PORT is filled in when it is 0. */
static int listen_at(const char *text, int type, uint16_t *port) {
  struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(*port)};
  struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(*port)};
  char host[64], zone[32] = "";
  sscanf(text, "%63[^%]%%%31s", host, zone);
  v6.sin6_scope_id = if_nametoindex(zone);
  bool is6 = inet_pton(AF_INET6, host, &v6.sin6_addr) == 1;
  struct sockaddr *at = is6 ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4;
  socklen_t length = is6 ? sizeof(v6) : sizeof(v4);
  int on = 1, room = 4 << 20;
  int fd = socket(is6 ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC, 0);
  if (fd < 0 || (!is6 && inet_pton(AF_INET, text, &v4.sin_addr) != 1))
    return -1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
  if (bind(fd, at, length) != 0 || (type == SOCK_STREAM && listen(fd, CONNECTIONS) != 0)) {
    close(fd);
    return -1;
  }
  getsockname(fd, at, &length);
  *port = ntohs(is6 ? v6.sin6_port : v4.sin_port);
  return fd;
}

/* A port that is free by UDP and TCP at all ADDRESSES. */
static uint16_t open_sockets(char **addresses, int count) {
  for (int tries = 0; tries < 50; tries++) {
    uint16_t port = 0;
    bool good = true;
    server.count = 0;
    for (int i = 0; i < count; i++, server.count++) {
      server.udp[i] = listen_at(addresses[i], SOCK_DGRAM, &port);
      server.tcp[i] = server.udp[i] < 0 ? -1 : listen_at(addresses[i], SOCK_STREAM, &port);
      good = good && server.tcp[i] >= 0;
    }
    if (good)
      return port;
    for (int i = 0; i < count; i++) {
      close(server.udp[i]);
      close(server.tcp[i]);
    }
  }
  return 0;
}

static bool serve(void) {
  struct pollfd p[1 + 2 * ADDRESSES + CONNECTIONS] = {{.fd = 0, .events = POLLIN}};
  int n = 1;
  for (int i = 0; i < server.count; i++) {
    p[n++] = (struct pollfd){.fd = server.udp[i], .events = POLLIN};
    p[n++] = (struct pollfd){.fd = server.tcp[i], .events = POLLIN};
  }
  for (int i = 0; i < CONNECTIONS; i++)
    p[n++] = (struct pollfd){.fd = server.connections[i].fd, .events = POLLIN};
  poll(p, (nfds_t)n, 10);
  char ignored[256];
  if (p[0].revents && read(0, ignored, sizeof(ignored)) <= 0)
    return false;
  for (int i = 0; i < server.count; i++) {
    if (p[1 + 2 * i].revents)
      read_udp(i);
    if (p[2 + 2 * i].revents)
      accept_tcp(i);
  }
  for (int i = 0; i < CONNECTIONS; i++)
    if (p[1 + 2 * server.count + i].revents && server.connections[i].fd >= 0)
      read_tcp(i);
  answer_later();
  drip_on();
  return true;
}

int main(int argc, char **argv) {
  static char *standard[] = {"127.0.0.1"};
  int seconds = 60, first = 1;
  uint16_t any = 0;
  if (argc > 2 && strcmp(argv[1], "-t") == 0) {
    seconds = atoi(argv[2]);
    first = 3;
  }
  char **addresses = argc > first ? argv + first : standard;
  int count = argc > first ? argc - first : 1;
  for (int i = 0; i < CONNECTIONS; i++)
    server.connections[i].fd = -1;
  uint16_t port = count <= ADDRESSES ? open_sockets(addresses, count) : 0;
  server.other = listen_at("127.0.0.1", SOCK_DGRAM, &any);
  if (port == 0 || server.other < 0) {
    fprintf(stderr, "faultd: cannot listen at %s\n", addresses[0]);
    return 1;
  }
  printf("%d\n", port);
  fflush(stdout);
  for (int64_t end = now_ms() + (int64_t)seconds * 1000; now_ms() < end && serve();)
    ;
  return 0;
}
