/* SPDX-License-Identifier: MIT */
/* Master files (RFC 1035 5) as people have them -> a set of zones. Everything is read into a set of
 * its own and joined at the end, so that a fault adds nothing. */
#include "zone_internal.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* What all files of one load share. */
typedef struct loading {
  sesame_zones *into;
  zone *zone; /* that records go to; NULL before the first */
  char *error;
  sesame_status status;
  int files;
  uint8_t *rdata; /* RDATA_MAX octets */
  token *tokens;  /* TOKENS_MAX */
} loading;

/* One file being read. */
typedef struct reader {
  loading *load;
  const char *name; /* for errors */
  const char *path; /* NULL: from memory, no $INCLUDE */
  const char *text;
  size_t length, at;
  int line, depth;
  sesame_name origin, owner;
  bool has_owner, has_ttl, has_last;
  uint32_t ttl, last_ttl; /* $TTL; the last one stated */
} reader;

/* The first fault wins. */
static sesame_status fault(const reader *r, sesame_status status, const char *format, ...) {
  va_list arguments;
  if (r->load->status != SESAME_OK)
    return r->load->status;
  r->load->status = status;
  int used = snprintf(r->load->error, SESAME_ZONE_ERROR_MAX, "%s:%d: ", r->name, r->line);
  if (used < 0 || used >= SESAME_ZONE_ERROR_MAX)
    return status;
  va_start(arguments, format);
  vsnprintf(r->load->error + used, SESAME_ZONE_ERROR_MAX - (size_t)used, format, arguments);
  va_end(arguments);
  return status;
}

static void note(const reader *r, const char *text) {
  char line[SESAME_ZONE_ERROR_MAX];
  snprintf(line, sizeof line, "%s:%d: %s", r->name, r->line, text);
  zones_note(r->load->into, line);
}

/* A note said once a file: KIND is what it begins with after the place. */
static void note_once(const reader *r, const char *text) {
  size_t name = strlen(r->name);
  for (size_t i = 0; i < r->load->into->note_count; i++) {
    const char *old = r->load->into->notes[i];
    const char *said = strncmp(old, r->name, name) == 0 ? strstr(old + name, ": ") : NULL;
    if (said && strcmp(said + 2, text) == 0)
      return;
  }
  note(r, text);
}

/* ---- tokens ---- */

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/* Whether C ends a token that is not quoted. */
static bool ends_token(char c) {
  return is_blank(c) || c == '\n' || c == ';' || c == '(' || c == ')' || c == '"';
}

/* Past blanks, comments and, inside parentheses, line ends. False at the entry's end. */
static bool skip_blanks(reader *r, int *parentheses) {
  while (r->at < r->length) {
    char c = r->text[r->at];
    if (c == ';') {
      while (r->at < r->length && r->text[r->at] != '\n')
        r->at++;
    } else if (c == '\n') {
      if (*parentheses == 0)
        return false;
      r->line++;
      r->at++;
    } else if (is_blank(c)) {
      r->at++;
    } else if (c == '(' || c == ')') {
      *parentheses += c == '(' ? 1 : -1;
      r->at++;
      if (*parentheses < 0) {
        fault(r, SESAME_BAD_SYNTAX, "a ')' without a '('");
        return false;
      }
    } else {
      return true;
    }
  }
  return false;
}

static bool take_quoted(reader *r, token *t) {
  size_t from = ++r->at;
  while (r->at < r->length && r->text[r->at] != '"' && r->text[r->at] != '\n')
    r->at += r->text[r->at] == '\\' && r->at + 1 < r->length && r->text[r->at + 1] != '\n' ? 2 : 1;
  if (r->at >= r->length || r->text[r->at] != '"') {
    fault(r, SESAME_BAD_SYNTAX, "a quotation mark is not closed on its line");
    return false;
  }
  *t = (token){r->text + from, r->at - from, true};
  r->at++;
  return true;
}

static void take_plain(reader *r, token *t) {
  size_t from = r->at;
  while (r->at < r->length && !ends_token(r->text[r->at]))
    r->at += r->text[r->at] == '\\' && r->at + 1 < r->length && r->text[r->at + 1] != '\n' ? 2 : 1;
  *t = (token){r->text + from, r->at - from, false};
}

/* The tokens of one entry; *BLANK tells whether it begins with white space. r->line becomes that of
 * the entry's end only after it was handled: *LAST_LINE gets it. */
static sesame_status take_entry(reader *r, size_t *count, bool *blank) {
  int parentheses = 0;
  size_t start = r->at;
  *count = 0;
  *blank = r->at < r->length && is_blank(r->text[r->at]);
  while (skip_blanks(r, &parentheses)) {
    if (*count == TOKENS_MAX)
      return fault(r, SESAME_TOO_MANY, "more than %d fields in one entry", TOKENS_MAX);
    if (r->at - start > SESAME_ZONE_LINE_MAX)
      return fault(r, SESAME_TOO_LONG, "an entry is over %d octets", SESAME_ZONE_LINE_MAX);
    token *t = &r->load->tokens[(*count)++];
    if (r->text[r->at] != '"')
      take_plain(r, t);
    else if (!take_quoted(r, t))
      return r->load->status;
  }
  if (r->load->status == SESAME_OK && parentheses > 0)
    return fault(r, SESAME_BAD_SYNTAX, "a '(' is not closed");
  return r->load->status;
}

/* ---- records ---- */

static const char *const pseudo_types[] = {"ALIAS", "ANAME", "FLATTEN", "REDIRECT", "URL", "URL301",
                                           "FRAME", "PROXY", "LINK",    "WEBFWD",   "LUA", NULL};

static bool is_pseudo(const token *t) {
  for (int i = 0; pseudo_types[i]; i++)
    if (token_is(t, pseudo_types[i]))
      return true;
  return false;
}

static int length_of(const token *t) {
  return t->length < 60 ? (int)t->length : 60;
}

/* The zone that records of OWNER go to; a file without SOA is a zone of its origin. */
static zone *current_zone(reader *r, const sesame_name *origin) {
  if (!r->load->zone)
    r->load->zone = zones_at(r->load->into, origin, true);
  if (!r->load->zone)
    fault(r, SESAME_NO_MEMORY, "out of memory");
  return r->load->zone;
}

/* A SOA begins a zone; one that stands in a zone begun without a SOA at the same apex is that
 * zone's. */
static sesame_status begin_zone(reader *r) {
  zone *z = zones_at(r->load->into, &r->owner, false);
  const node *apex = z ? zone_find(z, &z->apex) : NULL;
  if (apex && node_set(apex, SESAME_TYPE_SOA))
    return fault(r, SESAME_BAD_SYNTAX, "a second SOA for the same zone: remove one of them");
  r->load->zone = zones_at(r->load->into, &r->owner, true);
  return r->load->zone ? SESAME_OK : fault(r, SESAME_NO_MEMORY, "out of memory");
}

static sesame_status store(reader *r, int type, uint32_t ttl, size_t length) {
  if (type == SESAME_TYPE_SOA && begin_zone(r) != SESAME_OK)
    return r->load->status;
  zone *z = current_zone(r, &r->origin);
  if (!z)
    return r->load->status;
  if (!sesame_name_within(&r->owner, &z->apex)) {
    note_once(r, "a record outside its zone was left out (a missing final dot, or a missing SOA?)");
    return SESAME_OK;
  }
  if (zone_add(z, &r->owner, type, ttl, r->load->rdata, length) != SESAME_OK)
    return fault(r, SESAME_NO_MEMORY, "out of memory");
  const node *n = zone_find(z, &r->owner);
  if (node_set(n, SESAME_TYPE_CNAME) && n->sets->next)
    note_once(r,
              "a name holds other records beside its CNAME (RFC 1034 3.6.2): servers refuse this");
  return SESAME_OK;
}

/* TTL and class, in any order; returns how many tokens they were. */
static size_t take_ttl_and_class(reader *r, const token *t, size_t count, uint32_t *ttl,
                                 bool *stated) {
  size_t used = 0;
  bool class_seen = false;
  *stated = false;
  while (used < count) {
    if (!*stated && token_ttl(&t[used], ttl)) {
      *stated = true;
    } else if (!class_seen && token_is(&t[used], "IN")) {
      class_seen = true;
    } else if (token_is(&t[used], "CH") || token_is(&t[used], "HS") || token_is(&t[used], "CS")) {
      fault(r, SESAME_BAD_SYNTAX, "class %.*s: only class IN is read", length_of(&t[used]),
            t[used].text);
      return used;
    } else {
      break;
    }
    used++;
  }
  return used;
}

static uint32_t default_ttl(const reader *r, int type) {
  if (r->has_ttl)
    return r->ttl;
  if (r->has_last)
    return r->last_ttl;
  if (type == SESAME_TYPE_SOA)
    return TTL_DEFAULT;
  const node *apex = r->load->zone ? zone_find(r->load->zone, &r->load->zone->apex) : NULL;
  const rrset *soa = apex ? node_set(apex, SESAME_TYPE_SOA) : NULL;
  const uint8_t *end = soa ? soa->records->bytes + soa->records->length : NULL;
  if (!end || soa->records->length < 4)
    return TTL_DEFAULT;
  return (uint32_t)end[-4] << 24 | (uint32_t)end[-3] << 16 | (uint32_t)end[-2] << 8 | end[-1];
}

static sesame_status read_owner(reader *r, const token *t) {
  const char *why;
  sesame_name owner;
  if (token_name(t, &r->origin, &owner, &why) != SESAME_OK)
    return fault(r, SESAME_BAD_SYNTAX, "the owner '%.*s' is wrong: %s", length_of(t), t->text, why);
  r->owner = owner;
  r->has_owner = true;
  return SESAME_OK;
}

static sesame_status read_data(reader *r, const token *type_token, const token *t, size_t count,
                               uint32_t ttl, bool stated) {
  const char *why;
  size_t length = 0;
  int type = type_token->quoted ? -1 : sesame_type_from_name(type_token->text, type_token->length);
  if (is_pseudo(type_token)) {
    char text[160];
    snprintf(text, sizeof text,
             "%.*s is no DNS type; what the provider answers for it is not known here",
             length_of(type_token), type_token->text);
    note_once(r, text);
    type = TYPE_PSEUDO;
  } else if (type < 1 || type == SESAME_TYPE_ANY || type == SESAME_TYPE_OPT) {
    return fault(r, SESAME_BAD_SYNTAX, "'%.*s' is no record type", length_of(type_token),
                 type_token->text);
  } else if (rdata_parse(type, t, count, &r->origin, r->load->rdata, &length, &why) != SESAME_OK) {
    return fault(r, SESAME_BAD_SYNTAX, "%.*s: %s", length_of(type_token), type_token->text, why);
  }
  if (!stated)
    ttl = default_ttl(r, type);
  if (stated) {
    r->last_ttl = ttl;
    r->has_last = true;
  }
  return store(r, type, ttl, length);
}

static sesame_status read_record(reader *r, const token *t, size_t count, bool blank) {
  uint32_t ttl = 0;
  bool stated;
  if (!blank) {
    if (read_owner(r, t) != SESAME_OK)
      return r->load->status;
    t++;
    count--;
  } else if (!r->has_owner) {
    return fault(r, SESAME_BAD_SYNTAX,
                 "the first record begins with white space: it has no owner to repeat");
  }
  size_t used = take_ttl_and_class(r, t, count, &ttl, &stated);
  if (r->load->status != SESAME_OK)
    return r->load->status;
  if (used == count)
    return fault(r, SESAME_BAD_SYNTAX, "a record without a type");
  return read_data(r, t + used, t + used + 1, count - used - 1, ttl, stated);
}

/* ---- directives ---- */

static sesame_status read_file(loading *load, const char *path, const char *name,
                               const sesame_name *origin, int depth, const reader *from);

/* PATH of an $INCLUDE as a real path inside the folder of the including file; NULL and a fault
 * otherwise. Freed by the caller. */
static char *include_path(const reader *r, const token *t) {
  char joined[PATH_MAX], folder[PATH_MAX];
  const char *slash = strrchr(r->path, '/');
  int head = slash ? (int)(slash - r->path) : 1;
  snprintf(folder, sizeof folder, "%.*s", head ? head : 1, slash ? r->path : ".");
  if (t->length == 0 || t->length >= 1024 || memchr(t->text, '\0', t->length) ||
      t->text[0] == '/') {
    fault(r, SESAME_BAD_SYNTAX, "$INCLUDE takes a file in the folder of this one");
    return NULL;
  }
  int used = snprintf(joined, sizeof joined, "%s/%.*s", folder, (int)t->length, t->text);
  char *real = used < (int)sizeof joined ? realpath(joined, NULL) : NULL,
       *base = realpath(folder, NULL);
  size_t length = base ? strlen(base) : 0;
  if (!real) {
    fault(r, SESAME_NOT_FOUND, "$INCLUDE %.*s: %s", length_of(t), t->text, strerror(errno));
  } else if (!base || strncmp(real, base, length) != 0 || (length > 1 && real[length] != '/')) {
    fault(r, SESAME_BAD_SYNTAX, "$INCLUDE %.*s leaves the folder of this file", length_of(t),
          t->text);
    free(real);
    real = NULL;
  }
  free(base);
  return real;
}

static sesame_status include(reader *r, const token *t, size_t count) {
  sesame_name origin = r->origin;
  const char *why;
  if (!r->path)
    return fault(r, SESAME_BAD_SYNTAX, "$INCLUDE is not possible here: there is no file");
  if (count < 1 || count > 2)
    return fault(r, SESAME_BAD_SYNTAX, "$INCLUDE takes a file and, if need be, an origin");
  if (count == 2 && token_name(&t[1], &r->origin, &origin, &why) != SESAME_OK)
    return fault(r, SESAME_BAD_SYNTAX, "the origin '%.*s' is wrong: %s", length_of(&t[1]),
                 t[1].text, why);
  if (r->depth >= SESAME_ZONE_INCLUDE_MAX)
    return fault(r, SESAME_TOO_MANY, "$INCLUDE is more than %d deep (does a file include itself?)",
                 SESAME_ZONE_INCLUDE_MAX);
  char *path = include_path(r, t);
  if (!path)
    return r->load->status;
  zone *outer = r->load->zone;
  sesame_status status = read_file(r->load, path, path, &origin, r->depth + 1, r);
  free(path);
  if (outer)
    r->load->zone = outer;
  return status;
}

static sesame_status read_directive(reader *r, const token *t, size_t count) {
  const char *why;
  if (token_is(t, "$ORIGIN")) {
    sesame_name origin;
    if (count != 2)
      return fault(r, SESAME_BAD_SYNTAX, "$ORIGIN takes one name");
    if (token_name(&t[1], &r->origin, &origin, &why) != SESAME_OK)
      return fault(r, SESAME_BAD_SYNTAX, "$ORIGIN %.*s: %s", length_of(&t[1]), t[1].text, why);
    r->origin = origin;
    return SESAME_OK;
  }
  if (token_is(t, "$TTL")) {
    if (count != 2 || !token_ttl(&t[1], &r->ttl))
      return fault(r, SESAME_BAD_SYNTAX, "$TTL takes a number of seconds, or a time such as 1h30m");
    r->has_ttl = true;
    return SESAME_OK;
  }
  if (token_is(t, "$INCLUDE")) { /* the tokens are overwritten by the file: keep our own */
    token own[2] = {{NULL, 0, false}, {NULL, 0, false}};
    size_t arguments = count - 1;
    for (size_t i = 0; i < arguments && i < 2; i++)
      own[i] = t[i + 1];
    return include(r, own, arguments);
  }
  return fault(r, SESAME_BAD_SYNTAX, "'%.*s' is not known ($ORIGIN, $TTL and $INCLUDE are)",
               length_of(t), t->text);
}

static sesame_status read_text(reader *r) {
  if (r->length >= 3 && memcmp(r->text, "\xEF\xBB\xBF", 3) == 0)
    r->at = 3;
  while (r->load->status == SESAME_OK && r->at < r->length) {
    size_t count;
    bool blank;
    if (take_entry(r, &count, &blank) != SESAME_OK)
      break;
    const token *t = r->load->tokens;
    if (count > 0 && !t[0].quoted && t[0].length > 1 && t[0].text[0] == '$')
      read_directive(r, t, count);
    else if (count > 0)
      read_record(r, t, count, blank);
    if (r->at < r->length && r->text[r->at] == '\n') {
      r->at++;
      r->line++;
    }
  }
  return r->load->status;
}

/* ---- files ---- */

/* The bytes of the file at PATH, or NULL and errno. Freed by the caller. */
static char *slurp(const char *path, size_t *length) {
  FILE *file = fopen(path, "rbe");
  struct stat about;
  char *text = NULL;
  if (!file)
    return NULL;
  if (fstat(fileno(file), &about) == 0 && S_ISREG(about.st_mode)) {
    errno = EFBIG;
    if (about.st_size <= SESAME_ZONE_FILE_MAX && (text = malloc((size_t)about.st_size + 1)) != NULL)
      *length = fread(text, 1, (size_t)about.st_size, file);
  } else if (S_ISDIR(about.st_mode)) {
    errno = EISDIR;
  } else {
    errno = EINVAL;
  }
  int kept = errno;
  fclose(file);
  errno = kept;
  return text;
}

static sesame_status read_file(loading *load, const char *path, const char *name,
                               const sesame_name *origin, int depth, const reader *from) {
  reader r = {
      .load = load, .name = name, .path = path, .line = 1, .depth = depth, .origin = *origin};
  if (++load->files > SESAME_ZONE_FILES_MAX)
    return fault(from ? from : &r, SESAME_TOO_MANY, "more than %d files", SESAME_ZONE_FILES_MAX);
  char *text = slurp(path, &r.length);
  if (!text) {
    sesame_status status = errno == ENOENT   ? SESAME_NOT_FOUND
                           : errno == ENOMEM ? SESAME_NO_MEMORY
                                             : SESAME_IO;
    load->status = status;
    snprintf(load->error, SESAME_ZONE_ERROR_MAX, "%s: %s", name, strerror(errno));
    return status;
  }
  r.text = text;
  sesame_status status = read_text(&r);
  free(text);
  return status;
}

/* The initial origin: as given, or the file's name without its folder and ".zone". */
static sesame_status initial_origin(const char *path, const char *origin, sesame_name *out) {
  const char *slash = strrchr(path, '/'), *base = origin ? origin : slash ? slash + 1 : path;
  size_t length = strlen(base);
  if (!origin && length > 5 && strcmp(base + length - 5, ".zone") == 0)
    length -= 5;
  return sesame_name_parse(out, base, length);
}

static int load_into(sesame_zones *zones, const char *path, const char *name, const char *text,
                     size_t length, const char *origin, char *error) {
  char unused[SESAME_ZONE_ERROR_MAX];
  sesame_name root;
  loading load = {.error = error ? error : unused};
  load.error[0] = '\0';
  if (initial_origin(path ? path : name, origin, &root) != SESAME_OK) {
    snprintf(load.error, SESAME_ZONE_ERROR_MAX,
             "%s: '%s' is no domain name for its origin (give ORIGIN=FILE)", name,
             origin ? origin : name);
    return SESAME_BAD_NAME;
  }
  load.status = (sesame_status)sesame_zones_open(&load.into);
  load.rdata = malloc(RDATA_MAX);
  load.tokens = malloc(TOKENS_MAX * sizeof *load.tokens);
  if (load.status != SESAME_OK || !load.rdata || !load.tokens) {
    load.status = SESAME_NO_MEMORY;
  } else if (path) {
    read_file(&load, path, name, &root, 0, NULL);
  } else {
    reader r = {
        .load = &load, .name = name, .text = text, .length = length, .line = 1, .origin = root};
    read_text(&r);
  }
  if (load.status == SESAME_OK)
    load.status = zones_join(zones, load.into);
  if (load.status == SESAME_NO_MEMORY)
    snprintf(load.error, SESAME_ZONE_ERROR_MAX, "%s: out of memory", name);
  sesame_zones_close(load.into);
  free(load.rdata);
  free(load.tokens);
  return load.status;
}

int sesame_zones_load(sesame_zones *zones, const char *path, const char *origin,
                      char error[SESAME_ZONE_ERROR_MAX]) {
  return load_into(zones, path, path, NULL, 0, origin, error);
}

int sesame_zones_parse(sesame_zones *zones, const char *name, const char *text, size_t length,
                       const char *origin, char error[SESAME_ZONE_ERROR_MAX]) {
  return load_into(zones, NULL, name, text, length, origin, error);
}
