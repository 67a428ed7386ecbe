/* SPDX-License-Identifier: MIT */
/* updateproxy PORT: passes DNS on to 127.0.0.1:PORT, over UDP and TCP, and the answers back, but
 * for those to updates (opcode 5): the server gets the update, and its answer is lost. Prints its
 * own port; ends when standard input closes. A line "TYPE NAME" there (the number of the type, the
 * name with its final dot, in lower case): from then on queries for that get no answer, and the
 * next line takes its place. */
#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { MESSAGE_MAX = 65535, OPCODE_UPDATE = 5, PATIENCE = 5 /* seconds */ };

static uint8_t message[MESSAGE_MAX];
static struct sockaddr_in upstream;
static char dropped[300]; /* "TYPE NAME" */

/* Whether `message` asks the question that is dropped. */
static bool is_dropped(size_t length) {
  char name[300], own[sizeof name + 8];
  size_t used = 0, at = 12;
  while (at < length && message[at] && at + 1 + message[at] < length && used + 65 < sizeof name) {
    size_t end = at + 1 + message[at];
    while (++at < end)
      name[used++] = (char)tolower(message[at]);
    name[used++] = '.';
  }
  if (at + 2 >= length)
    return false;
  snprintf(own, sizeof own, "%d %.*s", message[at + 1] << 8 | message[at + 2], (int)used, name);
  return strcmp(own, dropped) == 0;
}

static int open_socket(int type) {
  struct timeval patience = {.tv_sec = PATIENCE};
  int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return fd;
}

static bool transfer(int fd, uint8_t *bytes, size_t length, bool out) {
  for (size_t done = 0; done < length;) {
    ssize_t n =
        out ? write(fd, bytes + done, length - done) : read(fd, bytes + done, length - done);
    if (n <= 0)
      return false;
    done += (size_t)n;
  }
  return true;
}

/* One message with its length over TCP; 0 at the end. */
static size_t receive(int fd) {
  uint8_t head[2];
  if (!transfer(fd, head, 2, false))
    return 0;
  size_t length = (size_t)head[0] << 8 | head[1];
  return transfer(fd, message, length, false) ? length : 0;
}

static bool deliver(int fd, size_t length) {
  uint8_t head[2] = {(uint8_t)(length >> 8), (uint8_t)length};
  return transfer(fd, head, 2, true) && transfer(fd, message, length, true);
}

static void serve_tcp(int client) {
  int server = open_socket(SOCK_STREAM);
  bool ok = connect(server, (struct sockaddr *)&upstream, sizeof upstream) == 0;
  while (ok) {
    size_t length = receive(client);
    bool update = length > 2 && (message[2] >> 3 & 15) == OPCODE_UPDATE;
    ok = length && !is_dropped(length) && deliver(server, length) && (length = receive(server)) &&
         !update && deliver(client, length);
  }
  close(server);
  close(client);
}

static void serve_udp(int fd) {
  struct sockaddr_in from;
  socklen_t size = sizeof from;
  ssize_t length = recvfrom(fd, message, sizeof message, 0, (struct sockaddr *)&from, &size);
  if (length <= 0 || is_dropped((size_t)length))
    return;
  int server = open_socket(SOCK_DGRAM);
  sendto(server, message, (size_t)length, 0, (struct sockaddr *)&upstream, sizeof upstream);
  length = recv(server, message, sizeof message, 0);
  close(server);
  if (length > 0)
    sendto(fd, message, (size_t)length, 0, (struct sockaddr *)&from, size);
}

/* Takes a line of standard input; false at its end. */
static bool take_line(void) {
  static char line[sizeof dropped];
  if (!fgets(line, sizeof line, stdin))
    return false;
  line[strcspn(line, "\n")] = '\0';
  memcpy(dropped, line, sizeof dropped);
  return true;
}

int main(int argc, char **argv) {
  if (argc != 2)
    return 2;
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof own;
  upstream = own;
  upstream.sin_port = htons((uint16_t)atoi(argv[1]));
  int tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (bind(tcp, (struct sockaddr *)&own, size) || listen(tcp, 8) ||
      getsockname(tcp, (struct sockaddr *)&own, &size) ||
      bind(udp, (struct sockaddr *)&own, sizeof own))
    return 1;
  printf("%d\n", ntohs(own.sin_port));
  fflush(stdout);
  signal(SIGPIPE, SIG_IGN);        /* a client that gave up */
  setvbuf(stdin, NULL, _IONBF, 0); /* poll sees every line */
  struct pollfd watched[] = {{tcp, POLLIN, 0}, {udp, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
  while (poll(watched, 3, -1) > 0 && (!watched[2].revents || take_line())) {
    if (watched[0].revents)
      serve_tcp(accept(tcp, NULL, NULL));
    if (watched[1].revents)
      serve_udp(udp);
  }
  return 0;
}
