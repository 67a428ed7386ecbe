/* SPDX-License-Identifier: MIT */
/* For faultd.c alone: servers and their OPT records (RFC 6891), by the first label.
 *
 *   formerr-edns notimp-edns badvers    FORMERR, NOTIMP, BADVERS (16) to a query with OPT, right to
 *                   one without;        badvers-always  BADVERS to both
 *   opt-version     right, by an OPT of version 1
 *   opt-bad opt-two opt-owner           right, but the OPT's options overrun it, there are two of
 *                   them, it has an owner; to a query without OPT right, without one
 *   ede-N ede-ok-N  SERVFAIL (right) with the extended DNS error N and a text (RFC 8914) */
#ifndef FAULTD_EDNS_H
#define FAULTD_EDNS_H

/* An OPT record of OWNER (wire form; "" is the root) with EXTENDED as upper bits of the code. */
static void add_opt(reply *r, const char *owner, unsigned extended, unsigned version,
                    const void *options, size_t length) {
  uint8_t *count = r->bytes + 10;
  count[1]++;
  put(r, owner, strlen(owner) + 1);
  put16(r, 41);
  put16(r, 1232);
  put(r, (uint8_t[]){(uint8_t)extended, (uint8_t)version, 0, 0}, 4);
  put16(r, (unsigned)length);
  put(r, options, length);
}

/* An extended DNS error: option 15, the code, a text. */
static void add_extended(reply *r, int code) {
  uint8_t option[] = {0,   15,  0,   9,  (uint8_t)(code >> 8), (uint8_t)code, 'b', 'e', 'c',
                      'a', 'u', 's', 'e'};
  option[3] = sizeof(option) - 4;
  add_opt(r, "", 0, 0, option, sizeof(option));
}

static bool answer_refusing_edns(reply *r, const query *q, const char *label) {
  bool always = strcmp(label, "badvers-always") == 0;
  if (always || (q->edns && strcmp(label, "badvers") == 0)) {
    start(r, q, 0);
    add_opt(r, "", 1, 0, "", 0);
  } else if (q->edns && strcmp(label, "formerr-edns") == 0) {
    start(r, q, 1);
  } else if (q->edns && strcmp(label, "notimp-edns") == 0) {
    start(r, q, 4);
  } else {
    return false;
  }
  return true;
}

static bool answer_edns(reply *r, const query *q, const char *label) {
  int code = number_after(label, "ede"), stale = number_after(label, "ede-ok");
  if (answer_refusing_edns(r, q, label))
    return true;
  if (strncmp(label, "opt-", 4) != 0 && code < 0 && stale < 0)
    return false;
  answer_right(r, q);
  if (code >= 0)
    start(r, q, 2);
  if (code >= 0 || stale >= 0)
    add_extended(r, code >= 0 ? code : stale);
  else if (q->edns && strcmp(label, "opt-version") == 0)
    add_opt(r, "", 0, 1, "", 0);
  else if (q->edns && strcmp(label, "opt-bad") == 0)
    add_opt(r, "", 0, 0, "\0\x0f\0\x40\0\1", 6);
  else if (q->edns && strcmp(label, "opt-owner") == 0)
    add_opt(r, "\1x", 0, 0, "", 0);
  for (int i = 0; i < 2 && q->edns && strcmp(label, "opt-two") == 0; i++)
    add_opt(r, "", 0, 0, "", 0);
  return true;
}

#endif
