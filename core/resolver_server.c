/* SPDX-License-Identifier: MIT */
/* The servers of a resolver: those configured, a bounded pool of others, their choice and their
 * pace. */
#include "resolver_state.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- addresses ---- */

static bool read_port(const char *text, int *port) {
  int value = 0;
  if (!*text || strlen(text) > 5)
    return false;
  for (; *text; text++) {
    if (*text < '0' || *text > '9')
      return false;
    value = value * 10 + (*text - '0');
  }
  *port = value;
  return value >= 1 && value <= 65535;
}

/* Splits TEXT into an address (without brackets) and a port. */
static bool split_server(const char *text, char address[INET6_ADDRSTRLEN], int *port) {
  const char *end = text + strlen(text), *colon = strchr(text, ':'), *start = text;
  *port = 53;
  if (text[0] == '[') {
    start = text + 1;
    end = strchr(text, ']');
    if (!end || (end[1] && (end[1] != ':' || !read_port(end + 2, port))))
      return false;
  } else if (colon && colon == strrchr(text, ':')) {
    end = colon;
    if (!read_port(colon + 1, port))
      return false;
  }
  if (end - start >= INET6_ADDRSTRLEN)
    return false;
  memcpy(address, start, (size_t)(end - start));
  address[end - start] = '\0';
  return true;
}

int sesame_server_parse(const char *text, char out[64]) {
  char address[INET6_ADDRSTRLEN];
  uint8_t bytes[16];
  int port;
  out[0] = '\0';
  if (!split_server(text, address, &port))
    return SESAME_BAD_ADDRESS;
  if (text[0] != '[' && inet_pton(AF_INET, address, bytes) == 1) {
    snprintf(out, 64, "%s:%d", address, port);
    return SESAME_OK;
  }
  if (inet_pton(AF_INET6, address, bytes) != 1)
    return SESAME_BAD_ADDRESS;
  inet_ntop(AF_INET6, bytes, address, sizeof address);
  snprintf(out, 64, "[%s]:%d", address, port);
  return SESAME_OK;
}

/* ---- the table ---- */

static server **bucket_of(sesame_resolver *r, const char *text) {
  uint32_t hash = 2166136261u;
  for (; *text; text++)
    hash = (hash ^ (uint8_t)*text) * 16777619u;
  return &r->buckets[hash & (SERVER_BUCKETS - 1)];
}

static server *find_server(sesame_resolver *r, const char *text) {
  for (server *s = *bucket_of(r, text); s; s = s->next_in_bucket)
    if (strcmp(s->text, text) == 0)
      return s;
  return NULL;
}

static int make_server(sesame_resolver *r, const char *text, server **out) {
  server *s = calloc(1, sizeof *s);
  *out = NULL;
  if (!s)
    return SESAME_NO_MEMORY;
  snprintf(s->text, sizeof s->text, "%s", text);
  int status = transport_connect(r->transport, s);
  if (status != SESAME_OK) {
    free(s);
    return status;
  }
  server **bucket = bucket_of(r, text);
  s->next_in_bucket = *bucket;
  *bucket = s;
  *out = s;
  return SESAME_OK;
}

static void drop_server(sesame_resolver *r, server *s) {
  server **at = bucket_of(r, s->text);
  while (*at != s)
    at = &(*at)->next_in_bucket;
  *at = s->next_in_bucket;
  transport_disconnect(s);
  free(s);
}

int resolver_add_server(sesame_resolver *r, const char *text) {
  char canonical[SERVER_TEXT_MAX];
  server *s;
  if (r->server_count == SESAME_SERVERS_MAX)
    return SESAME_TOO_MANY;
  int status = sesame_server_parse(text, canonical);
  if (status != SESAME_OK)
    return status;
  if (find_server(r, canonical)) /* named twice */
    return SESAME_OK;
  status = make_server(r, canonical, &s);
  if (status != SESAME_OK)
    return status;
  s->configured = true;
  r->servers[r->server_count++] = s;
  return SESAME_OK;
}

/* Closes the idle server that was not used for the longest time; false when all are busy. */
static bool evict(sesame_resolver *r) {
  server *oldest = NULL;
  for (int i = 0; i < SERVER_BUCKETS; i++)
    for (server *s = r->buckets[i]; s; s = s->next_in_bucket)
      if (!s->configured && s->attempts == 0 && !s->paced.first &&
          (!oldest || s->used_at_us < oldest->used_at_us))
        oldest = s;
  if (!oldest)
    return false;
  drop_server(r, oldest);
  r->adhoc_count--;
  return true;
}

server *resolver_adhoc_server(sesame_resolver *r, const char *text) {
  server *s = find_server(r, text);
  if (s)
    return s;
  if (r->adhoc_count >= SESAME_ADHOC_SERVERS_MAX && !evict(r))
    return NULL;
  if (make_server(r, text, &s) == SESAME_OK)
    r->adhoc_count++;
  return s;
}

void resolver_close_servers(sesame_resolver *r) {
  for (int i = 0; i < SERVER_BUCKETS; i++)
    while (r->buckets[i])
      drop_server(r, r->buckets[i]);
}

/* ---- choice ---- */

server *resolver_best_server(sesame_resolver *r) {
  server *best = r->servers[0];
  int64_t now = r->server_count > 1 ? resolver_now_us() : 0;
  for (size_t i = 0; i < r->server_count && r->server_count > 1; i++) {
    server *s = r->servers[i];
    if (s->failures && s->attempts == 0 && now - s->used_at_us > FORGIVE_US)
      s->failures = 0;
    if (s->failures < best->failures)
      best = s;
  }
  return best;
}

server *resolver_next_server(const sesame_resolver *r, const server *s) {
  for (size_t i = 0; i < r->server_count; i++)
    if (r->servers[i] == s)
      return r->servers[(i + 1) % r->server_count];
  return r->servers[0];
}

/* ---- pace ---- */

static void send_now(sesame_resolver *r, question *x, server *s, int64_t now_us) {
  if (s->free_at_us < now_us)
    s->free_at_us = now_us;
  s->free_at_us += 1000000 / r->options.qps;
  question_send(r, x, s);
}

void resolver_pace(sesame_resolver *r, question *x, server *s) {
  if (r->options.qps == 0) {
    question_send(r, x, s);
    return;
  }
  int64_t now = resolver_now_us();
  if (!s->paced.first && s->free_at_us <= now) {
    send_now(r, x, s, now);
    return;
  }
  x->server = s;
  queue_push(&s->paced, x);
  r->paced_count++;
}

void resolver_release_paced(sesame_resolver *r, int64_t now_us) {
  for (int i = 0; i < SERVER_BUCKETS && r->paced_count; i++)
    for (server *s = r->buckets[i]; s; s = s->next_in_bucket)
      while (s->paced.first && s->free_at_us <= now_us) {
        question *x = s->paced.first;
        queue_remove(x);
        r->paced_count--;
        send_now(r, x, s, now_us);
      }
}

int64_t resolver_paced_due_ms(const sesame_resolver *r) {
  int64_t due = 0;
  for (int i = 0; i < SERVER_BUCKETS && r->paced_count; i++)
    for (const server *s = r->buckets[i]; s; s = s->next_in_bucket)
      if (s->paced.first && (due == 0 || s->free_at_us / 1000 + 1 < due))
        due = s->free_at_us / 1000 + 1;
  return due;
}
