/* SPDX-License-Identifier: MIT */
/* Servers: their addresses, the system's configuration, the pool of those asked ad hoc, their
 * health and how often they may be asked. Sends nothing. */
#include "resolver_internal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
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

static sesame_status read_v4(address *out, const char *host, int port) {
  char canonical[INET_ADDRSTRLEN];
  if (inet_pton(AF_INET, host, &out->socket.v4.sin_addr) != 1)
    return SESAME_BAD_ADDRESS;
  out->socket.v4.sin_family = AF_INET;
  out->socket.v4.sin_port = htons((uint16_t)port);
  out->length = sizeof(out->socket.v4);
  inet_ntop(AF_INET, &out->socket.v4.sin_addr, canonical, sizeof(canonical));
  snprintf(out->text, sizeof(out->text), "%s:%d", canonical, port);
  return SESAME_OK;
}

/* The index of the interface that ZONE names or numbers (RFC 4007 11); 0 when there is none. */
static uint32_t scope_of(const char *zone) {
  uint32_t index = if_nametoindex(zone);
  size_t digits = strspn(zone, "0123456789");
  if (index == 0 && digits > 0 && digits <= 9 && zone[digits] == '\0')
    index = (uint32_t)strtoul(zone, NULL, 10);
  return index;
}

/* HOST may name an interface: "fe80::1%eth0". */
static sesame_status read_v6(address *out, char *host, int port) {
  char canonical[INET6_ADDRSTRLEN];
  char *zone = strchr(host, '%');
  if (zone)
    *zone++ = '\0';
  if (inet_pton(AF_INET6, host, &out->socket.v6.sin6_addr) != 1)
    return SESAME_BAD_ADDRESS;
  if (zone && (out->socket.v6.sin6_scope_id = scope_of(zone)) == 0)
    return SESAME_BAD_ADDRESS;
  out->socket.v6.sin6_family = AF_INET6;
  out->socket.v6.sin6_port = htons((uint16_t)port);
  out->length = sizeof(out->socket.v6);
  inet_ntop(AF_INET6, &out->socket.v6.sin6_addr, canonical, sizeof(canonical));
  int length = snprintf(out->text, sizeof(out->text), "[%s%s%s]:%d", canonical, zone ? "%" : "",
                        zone ? zone : "", port);
  return length < SERVER_TEXT_MAX ? SESAME_OK : SESAME_BAD_ADDRESS;
}

sesame_status resolver_address_parse(address *out, const char *text) {
  char host[SERVER_TEXT_MAX];
  memset(out, 0, sizeof(*out));
  int port = split(text, host);
  if (port < 0)
    return SESAME_BAD_ADDRESS;
  return strchr(host, ':') ? read_v6(out, host, port) : read_v4(out, host, port);
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

/* The address of a line "nameserver ADDRESS", or NULL. As glibc reads it: the word begins the line,
 * a ";" or "#" ends it. */
static char *nameserver_of(char *line) {
  size_t word = strlen("nameserver");
  if (strncmp(line, "nameserver", word) != 0 || (line[word] != ' ' && line[word] != '\t'))
    return NULL;
  char *host = line + word + strspn(line + word, " \t");
  host[strcspn(host, ";# \t\r\n")] = '\0';
  return host;
}

/* Adds what a line names; what is no address is passed over, and so is a server over
 * SESAME_SERVERS_MAX. An interface that is not there leaves an address that cannot be reached: as
 * with glibc, nobody else is asked in its place. */
static sesame_status add_nameserver(servers *set, char *host) {
  struct in_addr v4;
  char text[INET_ADDRSTRLEN];
  if (inet_aton(host, &v4)) /* "127.1" too */
    return resolver_server_add(set, inet_ntop(AF_INET, &v4, text, sizeof(text)));
  sesame_status status = resolver_server_add(set, host);
  char *zone = strchr(host, '%');
  if (status != SESAME_BAD_ADDRESS || !zone)
    return status;
  *zone = '\0';
  return resolver_server_add(set, host);
}

static sesame_status read_nameservers(servers *set, FILE *file) {
  char *line = NULL;
  size_t size = 0;
  sesame_status status = SESAME_OK;
  errno = 0;
  while (status != SESAME_NO_MEMORY && getline(&line, &size, file) >= 0) {
    char *host = nameserver_of(line);
    status = host ? add_nameserver(set, host) : SESAME_OK;
  }
  if (status != SESAME_NO_MEMORY)
    status = errno == ENOMEM ? SESAME_NO_MEMORY : ferror(file) ? SESAME_IO : SESAME_OK;
  free(line);
  return status;
}

/* Whether a file cannot be opened for what it is, not for what we lack at the moment. */
static bool is_lasting(int error) {
  return error == ENOENT || error == ENOTDIR || error == EACCES || error == EPERM ||
         error == ELOOP || error == ENAMETOOLONG || error == EISDIR;
}

sesame_status resolver_system_servers(servers *set, const char *path) {
  FILE *file = fopen(path, "re");
  sesame_status status = SESAME_OK;
  if (file)
    status = read_nameservers(set, file);
  else if (!is_lasting(errno))
    status = errno == ENOMEM ? SESAME_NO_MEMORY : SESAME_IO;
  if (file)
    fclose(file);
  if (status == SESAME_OK && set->configured_count == 0)
    status = resolver_server_add(set, "127.0.0.1");
  return status;
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
