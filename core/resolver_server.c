/* SPDX-License-Identifier: MIT */
/* Servers: their addresses, the system's configuration, the pool of those asked ad hoc, their
 * health and how often they may be asked. Sends nothing. */
#include "resolver_internal.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- addresses ---- */

/* The digits at TEXT, all of it, as a port; -1 when they are none. */
static int port_of(const char *text) {
  int port = 0;
  size_t digits = strspn(text, "0123456789");
  if (digits == 0 || digits > 5 || text[digits] != '\0')
    return -1;
  for (size_t i = 0; i < digits; i++)
    port = port * 10 + (text[i] - '0');
  return port >= 1 && port <= 65535 ? port : -1;
}

/* Splits TEXT into HOST (without brackets) and port: "h", "h:p", "[h]", "[h]:p", an IPv6 literal.
 */
static int split(const char *text, char host[SERVER_TEXT_MAX]) {
  const char *start = text, *end, *port = NULL;
  if (*text == '[') {
    start = text + 1;
    end = strchr(start, ']');
    if (!end || (end[1] != '\0' && end[1] != ':'))
      return -1;
    port = end[1] ? end + 2 : NULL;
  } else {
    const char *colon = strchr(text, ':');
    bool one = colon && !strchr(colon + 1, ':');
    end = one ? colon : text + strlen(text);
    port = one ? colon + 1 : NULL;
  }
  size_t length = (size_t)(end - start);
  if (length == 0 || length >= SERVER_TEXT_MAX)
    return -1;
  memcpy(host, start, length);
  host[length] = '\0';
  if (*text == '[' && !strchr(host, ':'))
    return -1;
  return port ? port_of(port) : PORT_DEFAULT;
}

sesame_status resolver_address_parse(address *out, const char *text) {
  char host[SERVER_TEXT_MAX], canonical[INET6_ADDRSTRLEN];
  memset(out, 0, sizeof(*out));
  int port = split(text, host);
  if (port < 0)
    return SESAME_BAD_ADDRESS;
  if (inet_pton(AF_INET, host, &out->socket.v4.sin_addr) == 1) {
    out->socket.v4.sin_family = AF_INET;
    out->socket.v4.sin_port = htons((uint16_t)port);
    out->length = sizeof(out->socket.v4);
    inet_ntop(AF_INET, &out->socket.v4.sin_addr, canonical, sizeof(canonical));
    snprintf(out->text, sizeof(out->text), "%s:%d", canonical, port);
    return SESAME_OK;
  }
  if (inet_pton(AF_INET6, host, &out->socket.v6.sin6_addr) != 1)
    return SESAME_BAD_ADDRESS;
  out->socket.v6.sin6_family = AF_INET6;
  out->socket.v6.sin6_port = htons((uint16_t)port);
  out->length = sizeof(out->socket.v6);
  inet_ntop(AF_INET6, &out->socket.v6.sin6_addr, canonical, sizeof(canonical));
  snprintf(out->text, sizeof(out->text), "[%s]:%d", canonical, port);
  return SESAME_OK;
}

int sesame_server_parse(const char *text, char out[64]) {
  address parsed;
  sesame_status status = resolver_address_parse(&parsed, text);
  snprintf(out, SERVER_TEXT_MAX, "%s", status == SESAME_OK ? parsed.text : "");
  return (int)status;
}

/* ---- the configured ones ---- */

static server *new_server(const address *at) {
  server *s = calloc(1, sizeof(*s));
  if (!s)
    return NULL;
  s->address = *at;
  resolver_list_init(&s->recent);
  resolver_list_init(&s->throttled);
  resolver_list_init(&s->throttled_link);
  return s;
}

void resolver_servers_init(servers *set) {
  memset(set, 0, sizeof(*set));
  resolver_list_init(&set->idle);
}

sesame_status resolver_server_add(servers *set, const char *text) {
  address at;
  sesame_status status = resolver_address_parse(&at, text);
  if (status != SESAME_OK)
    return status;
  for (size_t i = 0; i < set->configured_count; i++)
    if (strcmp(set->configured[i]->address.text, at.text) == 0)
      return SESAME_OK;
  if (set->configured_count == SESAME_SERVERS_MAX)
    return SESAME_TOO_MANY;
  server *s = new_server(&at);
  if (!s)
    return SESAME_NO_MEMORY;
  s->configured = true;
  set->configured[set->configured_count++] = s;
  return SESAME_OK;
}

/* "nameserver ADDRESS": what we cannot use (a scoped address, a sixteenth server) is passed over,
 * as resolv.conf(5) readers do. */
sesame_status resolver_system_servers(servers *set, const char *path) {
  char line[512], host[SERVER_TEXT_MAX];
  FILE *file = fopen(path, "re");
  if (!file)
    return SESAME_IO;
  sesame_status status = SESAME_OK;
  while (status != SESAME_NO_MEMORY && fgets(line, sizeof(line), file))
    if (sscanf(line, " nameserver %63s", host) == 1)
      status = resolver_server_add(set, host);
  fclose(file);
  if (status == SESAME_NO_MEMORY)
    return status;
  return set->configured_count ? SESAME_OK : SESAME_IO;
}

void resolver_servers_free(servers *set) {
  for (size_t i = 0; i < set->configured_count; i++)
    free(set->configured[i]);
  for (size_t i = 0; i < SESAME_ADHOC_SERVERS_MAX; i++)
    while (set->buckets[i]) {
      server *s = set->buckets[i];
      set->buckets[i] = s->chain;
      free(s);
    }
}

/* ---- those asked ad hoc ---- */

static server **bucket_of(servers *set, const char *text) {
  uint32_t hash = 2166136261u; /* FNV-1a */
  for (; *text; text++)
    hash = (hash ^ (uint8_t)*text) * 16777619u;
  return &set->buckets[hash % SESAME_ADHOC_SERVERS_MAX];
}

static server *find(servers *set, const char *text) {
  for (size_t i = 0; i < set->configured_count; i++)
    if (strcmp(set->configured[i]->address.text, text) == 0)
      return set->configured[i];
  for (server *s = *bucket_of(set, text); s; s = s->chain)
    if (strcmp(s->address.text, text) == 0)
      return s;
  return NULL;
}

/* Closes the server that was not used for the longest time; false when all are in use. */
static bool make_room(servers *set) {
  node *oldest = resolver_list_take(&set->idle);
  if (!oldest)
    return false;
  server *s = (server *)oldest;
  server **at = bucket_of(set, s->address.text);
  while (*at != s)
    at = &(*at)->chain;
  *at = s->chain;
  resolver_transport_hang_up(s->lines);
  free(s);
  set->adhoc_count--;
  return true;
}

server *resolver_server_get(servers *set, const address *at, bool *full) {
  server *s = find(set, at->text);
  *full = false;
  if (!s) {
    *full = set->adhoc_count == SESAME_ADHOC_SERVERS_MAX && !make_room(set);
    s = *full ? NULL : new_server(at);
    if (!s)
      return NULL;
    server **bucket = bucket_of(set, at->text);
    s->chain = *bucket;
    *bucket = s;
    set->adhoc_count++;
  }
  s->users++;
  resolver_list_remove(&s->recent);
  return s;
}

void resolver_server_leave(servers *set, server *s) {
  if (--s->users == 0 && !s->configured)
    resolver_list_append(&set->idle, &s->recent);
}

/* ---- how often, and whether at all ---- */

int64_t resolver_server_wait_us(const server *s, int qps, int64_t now_us) {
  int64_t wait = s->next_us - BURST_MS * 1000 - now_us;
  return qps == 0 || wait < 0 ? 0 : wait;
}

void resolver_server_spend(server *s, int qps, int64_t now_us) {
  if (qps == 0)
    return;
  s->next_us = (s->next_us > now_us ? s->next_us : now_us) + 1000000 / qps;
}

void resolver_server_silent(server *s, int64_t now_ms) {
  if (++s->silences >= SICK_AFTER)
    s->sick_until_ms = now_ms + SICK_MS;
}

void resolver_server_heard(server *s) {
  s->silences = 0;
  s->sick_until_ms = 0;
}

bool resolver_server_sick(const server *s, int64_t now_ms) {
  return now_ms < s->sick_until_ms;
}
