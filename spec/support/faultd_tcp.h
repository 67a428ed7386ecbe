/* SPDX-License-Identifier: MIT */
/* For faultd.c alone: how an answer goes over TCP, by the first label. By UDP each of these has TC.
 *
 *   tcp-drip-N      an octet each N ms
 *   tcp-reset       the connection is reset when the query is there
 *   tcp-reset-N     ... and N octets of the answer are sent, its length before them
 *   tcp-short       a length of ten octets less than the answer's, which is sent whole
 *   tcp-long        a length of ten octets more, then the end of the connection
 *   tcp-zero        a length of 0, and nothing */
#ifndef FAULTD_TCP_H
#define FAULTD_TCP_H

static struct {
  int fd, every; /* every: milliseconds */
  uint8_t bytes[2 + 512];
  size_t length, sent;
  int64_t due;
} drips[DRIPS]; /* free when length is 0 */

static void send_all(int fd, const void *bytes, size_t length) {
  for (size_t sent = 0; sent < length;) {
    ssize_t n = send(fd, (const uint8_t *)bytes + sent, length - sent, MSG_NOSIGNAL);
    if (n <= 0)
      return;
    sent += (size_t)n;
  }
}

static void drip(int fd, int every, const uint8_t prefix[2], const reply *r) {
  for (int i = 0; i < DRIPS; i++)
    if (drips[i].length == 0 && r->length <= 512) {
      drips[i].fd = fd;
      drips[i].every = every;
      drips[i].length = 2 + r->length;
      drips[i].sent = 0;
      drips[i].due = now_ms();
      memcpy(drips[i].bytes, prefix, 2);
      memcpy(drips[i].bytes + 2, r->bytes, r->length);
      return;
    }
}

/* The octets that are due. */
static void drip_on(void) {
  for (int i = 0; i < DRIPS; i++)
    for (; drips[i].length && drips[i].due <= now_ms(); drips[i].due += drips[i].every) {
      send_all(drips[i].fd, drips[i].bytes + drips[i].sent, 1);
      if (++drips[i].sent == drips[i].length)
        drips[i].length = 0;
    }
}

/* FD is closed. */
static void forget_drips(int fd) {
  for (int i = 0; i < DRIPS; i++)
    if (drips[i].fd == fd)
      drips[i].length = 0;
}

/* Whether the connection ends behind this query. A reset is the close of a socket that lingers for
 * no time. */
static bool ends_connection(const query *q) {
  const struct linger none = {.l_onoff = 1};
  if (strncmp(q->label, "tcp-reset", 9) == 0)
    setsockopt(q->socket, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
  return strncmp(q->label, "tcp-reset", 9) == 0 || strcmp(q->label, "tcp-long") == 0 ||
         strcmp(q->label, "truncate-deaf") == 0;
}

static void send_tcp(const query *q, const reply *r) {
  const char *label = q->label;
  int every = number_after(label, "tcp-drip"), part = number_after(label, "tcp-reset");
  size_t told = r->length, sent = r->length;
  if (strcmp(label, "tcp-reset") == 0)
    return;
  if (strcmp(label, "tcp-short") == 0)
    told -= 10;
  else if (strcmp(label, "tcp-long") == 0)
    told += 10;
  else if (strcmp(label, "tcp-zero") == 0)
    told = sent = 0;
  else if (part >= 0 && (size_t)part < sent)
    sent = (size_t)part;
  const uint8_t prefix[2] = {(uint8_t)(told >> 8), (uint8_t)told};
  if (every >= 0) {
    drip(q->socket, every, prefix, r);
    return;
  }
  send_all(q->socket, prefix, 2);
  send_all(q->socket, r->bytes, sent);
}

#endif
