/* SPDX-License-Identifier: MIT */
/* Where the text of master files comes from: files, what they $INCLUDE from their own folder, and
 * memory; and the public loading functions. Knows nothing of what the text means. */
#include "zone_reader_internal.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static sesame_status status_of_errno(void) {
  if (errno == ENOENT || errno == ENOTDIR)
    return SESAME_NOT_FOUND;
  return errno == ENOMEM ? SESAME_NO_MEMORY : SESAME_IO;
}

/* ---- one file into memory ---- */

/* All octets of FD, up to SESAME_ZONE_FILE_MAX; *TEXT is the caller's to free. */
static sesame_status read_descriptor(int fd, char **text, size_t *length) {
  struct stat info;
  size_t capacity = 65536, used = 0;
  if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size < SESAME_ZONE_FILE_MAX)
    capacity = (size_t)info.st_size + 1;
  char *bytes = malloc(capacity);
  for (ssize_t got = 1; bytes && got != 0;) {
    if (used == capacity) {
      char *grown = capacity > SESAME_ZONE_FILE_MAX ? NULL : realloc(bytes, capacity * 2);
      if (!grown) {
        free(bytes);
        return capacity > SESAME_ZONE_FILE_MAX ? SESAME_TOO_LONG : SESAME_NO_MEMORY;
      }
      bytes = grown;
      capacity *= 2;
    }
    got = read(fd, bytes + used, capacity - used);
    if (got < 0 && errno != EINTR) {
      sesame_status status = status_of_errno();
      free(bytes);
      return status;
    }
    used += got > 0 ? (size_t)got : 0;
  }
  *text = bytes;
  *length = used;
  return bytes ? SESAME_OK : SESAME_NO_MEMORY;
}

/* *TEXT as plain octets: what it was is freed. */
static sesame_status make_plain(char **text, size_t *length) {
  char *plain = malloc(sesame_text_room(*length));
  sesame_status status = SESAME_NO_MEMORY;
  if (plain)
    status = sesame_text_plain(*text, *length, plain, length);
  free(*text);
  *text = plain;
  if (status != SESAME_OK) {
    free(plain);
    *text = NULL;
  }
  return status;
}

/* Reads PATH; ONLY_REGULAR refuses pipes and devices. On failure PROBLEM says why. */
static sesame_status read_file(const char *path, bool only_regular, char **text, size_t *length,
                               char problem[ZONE_PROBLEM_MAX]) {
  struct stat info;
  sesame_status status = SESAME_OK;
  int fd = open(path, O_RDONLY | O_CLOEXEC | (only_regular ? O_NONBLOCK : 0));
  if (fd < 0 || fstat(fd, &info) != 0)
    status = status_of_errno();
  else if (S_ISDIR(info.st_mode))
    status = (errno = EISDIR, SESAME_IO);
  else if (only_regular && !S_ISREG(info.st_mode))
    status = (errno = EINVAL, SESAME_IO);
  else
    status = read_descriptor(fd, text, length);
  if (status == SESAME_OK)
    status = make_plain(text, length);
  if (status == SESAME_BAD_SYNTAX)
    snprintf(problem, ZONE_PROBLEM_MAX, "broken UTF-16, or UTF-32; save it as UTF-8");
  else if (status == SESAME_TOO_LONG)
    snprintf(problem, ZONE_PROBLEM_MAX, "over %d octets", SESAME_ZONE_FILE_MAX);
  else if (status != SESAME_OK)
    snprintf(problem, ZONE_PROBLEM_MAX, "cannot be read: %s", strerror(errno));
  if (fd >= 0)
    close(fd);
  return status;
}

/* ---- frames ---- */

static void free_frame(zone_frame *f) {
  sesame_zone_lexer_close(&f->lexer);
  free(f->shown);
  free(f->resolved);
  free(f->text);
  *f = (zone_frame){0};
}

void sesame_zone_pop(zone_reader *r) {
  zone *before = r->frames[r->depth - 1].zone;
  free_frame(&r->frames[--r->depth]);
  if (before) /* records go on in the zone where the $INCLUDE stands */
    r->zone = before;
}

/* Opens a frame over TEXT. TEXT and RESOLVED are owned by the frame from here on, whatever is
 * returned. */
static sesame_status push(zone_reader *r, const char *shown, char *resolved, char *text,
                          size_t length, const sesame_name *origin) {
  zone_frame *f = &r->frames[r->depth++];
  *f = (zone_frame){.resolved = resolved, .text = text, .origin = *origin, .zone = r->zone};
  f->shown = strdup(shown);
  if (text)
    sesame_zone_lexer_init(&f->lexer, text, length);
  r->files++;
  if (f->shown)
    return SESAME_OK;
  free_frame(f);
  r->depth--;
  return SESAME_NO_MEMORY;
}

/* ---- $INCLUDE ---- */

static sesame_status refuse(char problem[ZONE_PROBLEM_MAX], sesame_status status, const char *why) {
  snprintf(problem, ZONE_PROBLEM_MAX, "%s", why);
  return status;
}

/* A relative path without "..", NUL-terminated. */
static bool is_plain_path(const char *path) {
  if (path[0] == '/' || path[0] == '\0')
    return false;
  for (const char *at = path; at; at = strchr(at, '/')) {
    at += *at == '/';
    if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0'))
      return false;
  }
  return true;
}

/* FOLDER of PATH, "" when it has none, with its final '/'. */
static size_t folder_length(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? (size_t)(slash - path) + 1 : 0;
}

static bool below(const char *path, const char *folder) {
  size_t length = strlen(folder);
  return strncmp(path, folder, length) == 0 && (path[length] == '/' || length == 1);
}

static bool is_open(const zone_reader *r, const char *resolved) {
  for (int i = 0; i < r->depth; i++)
    if (r->frames[i].resolved && strcmp(r->frames[i].resolved, resolved) == 0)
      return true;
  return false;
}

/* The real path of the file NAMED beside the innermost frame's; NULL and PROBLEM. */
static char *resolve(const zone_reader *r, const char *named, char *shown,
                     char problem[ZONE_PROBLEM_MAX], sesame_status *status) {
  const char *parent = r->frames[r->depth - 1].shown;
  char *resolved = NULL;
  int length = snprintf(shown, PATH_MAX, "%.*s%s", (int)folder_length(parent), parent, named);
  *status = SESAME_IO;
  if (!is_plain_path(named)) {
    refuse(problem, SESAME_IO, "$INCLUDE takes a file beside this one: no absolute path, no '..'");
  } else if (length >= PATH_MAX || !(resolved = realpath(shown, NULL))) {
    *status = status_of_errno();
    snprintf(problem, ZONE_PROBLEM_MAX, "$INCLUDE: %.200s: %s", named, strerror(errno));
  } else if (!below(resolved, r->root)) {
    refuse(problem, SESAME_IO, "$INCLUDE names a link that leaves the folder of the zone file");
  } else if (is_open(r, resolved)) {
    *status = SESAME_TOO_MANY;
    refuse(problem, SESAME_TOO_MANY, "$INCLUDE of a file that is being read already");
  } else {
    return resolved;
  }
  free(resolved);
  return NULL;
}

sesame_status sesame_zone_push_include(zone_reader *r, const zone_token *token,
                                       const sesame_name *origin, char problem[ZONE_PROBLEM_MAX]) {
  char named[ZONE_SHOWN_PATH_MAX], shown[PATH_MAX], why[ZONE_PROBLEM_MAX], *text = NULL;
  uint8_t bytes[ZONE_SHOWN_PATH_MAX];
  size_t length = 0;
  sesame_status status;
  if (token->length >= sizeof named)
    return refuse(problem, SESAME_TOO_LONG, "$INCLUDE: the file's name is too long");
  if (r->files >= SESAME_ZONE_FILES_MAX)
    return refuse(problem, SESAME_TOO_MANY, "$INCLUDE of more than 1024 files");
  long used = sesame_zone_unescape(token, bytes);
  if (used < 0 || memchr(bytes, 0, (size_t)used))
    return refuse(problem, SESAME_BAD_SYNTAX, "$INCLUDE: a bad escape in the file's name");
  memcpy(named, bytes, (size_t)used);
  named[used] = '\0';
  char *resolved = resolve(r, named, shown, problem, &status);
  if (!resolved)
    return status;
  status = read_file(resolved, true, &text, &length, why);
  if (status != SESAME_OK) {
    snprintf(problem, ZONE_PROBLEM_MAX, "$INCLUDE: %.120s %.180s", named, why);
    free(resolved);
    return status;
  }
  status = push(r, shown, resolved, text, length, origin);
  return status == SESAME_OK ? status : refuse(problem, status, "out of memory");
}

/* ---- the public face ---- */

static void close_reader(zone_reader *r) {
  if (!r)
    return;
  while (r->depth > 0)
    free_frame(&r->frames[--r->depth]);
  sesame_zones_close(r->set);
  free(r->data.bytes);
  free(r->root);
  free(r);
}

static zone_reader *open_reader(void) {
  zone_reader *r = calloc(1, sizeof *r);
  if (!r)
    return NULL;
  r->data.bytes = malloc(ZONE_RDATA_MAX);
  if (!r->data.bytes || sesame_zones_open(&r->set) != SESAME_OK) {
    close_reader(r);
    return NULL;
  }
  return r;
}

/* The initial origin: ORIGIN, or what PATH's last part says without ".zone". */
static sesame_status set_origin(zone_reader *r, const char *path, const char *origin) {
  const char *text = origin ? origin : path + folder_length(path);
  size_t length = strlen(text);
  r->origin_asked = origin != NULL;
  if (!origin && length > 5 && strcmp(text + length - 5, ".zone") == 0)
    length -= 5;
  sesame_status status = sesame_name_parse(&r->origin, text, length);
  if (status == SESAME_OK || !origin)
    return SESAME_OK; /* a file's name that is no domain name: the root, until $ORIGIN */
  snprintf(r->error, sizeof r->error, "%.180s: the origin '%.200s' is not a domain name", path,
           origin);
  return status;
}

/* Reads the frame that was pushed and puts what it holds into ZONES. */
static sesame_status finish(zone_reader *r, const char *path, sesame_zones *zones) {
  sesame_status status = sesame_zone_read_all(r);
  if (status != SESAME_OK)
    return status;
  if (r->set->count == 0) {
    snprintf(r->error, sizeof r->error, "%.180s:1: no records here; is it a master file?", path);
    return SESAME_BAD_SYNTAX;
  }
  zone_added added = sesame_zones_absorb(zones, r->set);
  if (added == ZONE_FULL)
    snprintf(r->error, sizeof r->error,
             "%.180s: over %d records at one name, with those loaded "
             "before",
             path, ZONE_NAME_RECORDS_MAX);
  else if (added != ZONE_ADDED)
    snprintf(r->error, sizeof r->error, "%.180s: out of memory", path);
  return added == ZONE_ADDED ? SESAME_OK : added == ZONE_FULL ? SESAME_TOO_MANY : SESAME_NO_MEMORY;
}

static int report(zone_reader *r, sesame_status status, char error[SESAME_ZONE_ERROR_MAX]) {
  if (error)
    snprintf(error, SESAME_ZONE_ERROR_MAX, "%s",
             status == SESAME_OK ? ""
             : r && r->error[0]  ? r->error
                                 : "out of memory");
  close_reader(r);
  return status;
}

/* The real path of PATH's folder: what $INCLUDE stays in. */
static char *folder_of(const char *path) {
  size_t length = folder_length(path);
  char *folder = length ? strndup(path, length) : strdup(".");
  char *resolved = folder ? realpath(folder, NULL) : NULL;
  free(folder);
  return resolved;
}

int sesame_zones_load(sesame_zones *zones, const char *path, const char *origin,
                      char error[SESAME_ZONE_ERROR_MAX]) {
  char problem[ZONE_PROBLEM_MAX], *text = NULL;
  size_t length = 0;
  zone_reader *r = open_reader();
  sesame_status status = r ? set_origin(r, path, origin) : SESAME_NO_MEMORY;
  if (status != SESAME_OK)
    return report(r, status, error);
  status = read_file(path, false, &text, &length, problem);
  if (status != SESAME_OK) {
    snprintf(r->error, sizeof r->error, "%.180s: %s", path, problem);
    return report(r, status, error);
  }
  r->root = folder_of(path);
  status = push(r, path, realpath(path, NULL), text, length, &r->origin);
  if (status == SESAME_OK && !r->root)
    status = SESAME_NO_MEMORY;
  if (status == SESAME_OK)
    status = finish(r, path, zones);
  return report(r, status, error);
}

int sesame_zones_parse(sesame_zones *zones, const char *name, const char *text, size_t length,
                       const char *origin, char error[SESAME_ZONE_ERROR_MAX]) {
  zone_reader *r = open_reader();
  sesame_status status = r ? set_origin(r, name, origin) : SESAME_NO_MEMORY;
  if (status == SESAME_OK && length > SESAME_ZONE_FILE_MAX) {
    status = SESAME_TOO_LONG;
    snprintf(r->error, sizeof r->error, "%.180s: over %d octets", name, SESAME_ZONE_FILE_MAX);
  }
  if (status == SESAME_OK)
    status = push(r, name, NULL, NULL, 0, &r->origin);
  if (status == SESAME_OK) {
    sesame_zone_lexer_init(&r->frames[0].lexer, length ? text : "",
                           length); /* the text stays the caller's */
    status = finish(r, name, zones);
  }
  return report(r, status, error);
}
