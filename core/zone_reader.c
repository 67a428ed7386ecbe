/* SPDX-License-Identifier: MIT */
/* Entries of a master file -> records in zones: directives, owners, TTLs, classes, and which zone a
 * record belongs to. Files are opened by zone_file.c; data is read by zone_rdata.c. */
#include "zone_reader_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Types that providers invented or that are no records; a plain server does not know them. */
static const char *const pseudo_types[] = {
    "ALIAS",   "ANAME",   "APEXALIAS", "URL",         "URL301",      "FRAME",
    "MXE",     "FLATTEN", "REDIRECT",  "WEBFWD",      "LUA",         "SYNTH",
    "PARKING", "FORWARD", "R53_ALIAS", "CF_REDIRECT", "AZURE_ALIAS", "CLOUDFLAREAPP"};

/* ---- words about what was met ---- */

static uint32_t line_now(const zone_reader *r) {
  const zone_frame *f = &r->frames[r->depth - 1];
  return f->lexer.count ? f->lexer.tokens[0].line : f->lexer.line;
}

static sesame_status fail_at(zone_reader *r, uint32_t line, sesame_status status,
                             const char *reason) {
  snprintf(r->error, SESAME_ZONE_ERROR_MAX, "%.*s:%u: %.*s", 180, r->frames[r->depth - 1].shown,
           (unsigned)line, ZONE_PROBLEM_MAX, reason);
  return status;
}

__attribute__((format(printf, 3, 4))) static sesame_status
fail(zone_reader *r, sesame_status status, const char *format, ...) {
  char reason[ZONE_PROBLEM_MAX];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(reason, sizeof reason, format, arguments);
  va_end(arguments);
  return fail_at(r, line_now(r), status, reason);
}

static sesame_status out_of_memory(zone_reader *r) {
  return fail(r, SESAME_NO_MEMORY, "out of memory");
}

/* A note, once per KIND and file. */
__attribute__((format(printf, 3, 4))) static sesame_status note(zone_reader *r, unsigned kind,
                                                                const char *format, ...) {
  zone_frame *f = &r->frames[r->depth - 1];
  char text[SESAME_ZONE_ERROR_MAX], reason[ZONE_PROBLEM_MAX];
  if (f->noted & kind)
    return SESAME_OK;
  f->noted |= kind;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(reason, sizeof reason, format, arguments);
  va_end(arguments);
  snprintf(text, sizeof text, "%.*s:%u: %s", 180, f->shown, (unsigned)line_now(r), reason);
  return sesame_zone_note(r->set, text) ? SESAME_OK : out_of_memory(r);
}

/* ---- directives ---- */

static sesame_status read_name(zone_reader *r, const zone_token *token, sesame_name *out) {
  char problem[ZONE_PROBLEM_MAX];
  const zone_frame *f = &r->frames[r->depth - 1];
  if (sesame_zone_token_name(token, &f->origin, out, problem))
    return SESAME_OK;
  return fail_at(r, token->line, SESAME_BAD_NAME, problem);
}

static sesame_status read_origin(zone_reader *r, const zone_token *tokens, size_t count) {
  sesame_name origin;
  if (count != 2)
    return fail(r, SESAME_BAD_SYNTAX, "$ORIGIN takes one name, as: $ORIGIN example.com.");
  sesame_status status = read_name(r, &tokens[1], &origin);
  if (status == SESAME_OK) {
    r->frames[r->depth - 1].origin = origin;
    r->frames[r->depth - 1].origin_given = true;
  }
  return status;
}

static sesame_status read_default_ttl(zone_reader *r, const zone_token *tokens, size_t count) {
  char shown[ZONE_SHOWN_MAX + 4];
  if (count != 2)
    return fail(r, SESAME_BAD_SYNTAX, "$TTL takes one time, as: $TTL 3600 or $TTL 1h30m");
  if (!sesame_zone_ttl(&tokens[1], &r->default_ttl))
    return fail(r, SESAME_BAD_SYNTAX, "'%s' is not a time; write seconds, or units as in 1h30m",
                sesame_zone_shown(&tokens[1], shown));
  r->has_default_ttl = true;
  return SESAME_OK;
}

static sesame_status read_include(zone_reader *r, const zone_token *tokens, size_t count) {
  const zone_frame *f = &r->frames[r->depth - 1];
  sesame_name origin = f->origin;
  char problem[ZONE_PROBLEM_MAX];
  if (count < 2 || count > 3)
    return fail(r, SESAME_BAD_SYNTAX, "$INCLUDE takes a file and perhaps an origin");
  if (!r->root)
    return fail(r, SESAME_BAD_SYNTAX,
                "$INCLUDE works in files only; put the included text in its place");
  if (r->depth == SESAME_ZONE_INCLUDE_MAX)
    return fail(r, SESAME_TOO_MANY, "$INCLUDE nested over %d deep; does a file include itself?",
                SESAME_ZONE_INCLUDE_MAX);
  sesame_status status = count == 3 ? read_name(r, &tokens[2], &origin) : SESAME_OK;
  if (status != SESAME_OK)
    return status;
  status = sesame_zone_push_include(r, &tokens[1], &origin, problem);
  return status == SESAME_OK ? SESAME_OK : fail(r, status, "%s", problem);
}

static sesame_status read_directive(zone_reader *r, const zone_token *tokens, size_t count) {
  char shown[ZONE_SHOWN_MAX + 4];
  if (sesame_zone_token_is(&tokens[0], "$ORIGIN"))
    return read_origin(r, tokens, count);
  if (sesame_zone_token_is(&tokens[0], "$TTL"))
    return read_default_ttl(r, tokens, count);
  if (sesame_zone_token_is(&tokens[0], "$INCLUDE"))
    return read_include(r, tokens, count);
  if (sesame_zone_token_is(&tokens[0], "$GENERATE"))
    return fail(r, SESAME_BAD_SYNTAX,
                "$GENERATE is BIND's own; write the records out (named-compilezone does)");
  return fail(r, SESAME_BAD_SYNTAX, "unknown directive '%s'; known: $ORIGIN, $TTL, $INCLUDE",
              sesame_zone_shown(&tokens[0], shown));
}

/* ---- the head of a record: owner, TTL, class, type ---- */

/* What stands before the data. */
typedef struct head {
  const zone_token *tokens; /* from the type on: [0] is the type */
  size_t count;
  uint32_t ttl;
  bool has_ttl, foreign_class;
  int type;
} head;

/* 1 for IN, 0 for another class, -1 for no class at all. */
static int read_class(const zone_token *token) {
  static const char *const others[] = {"CH", "HS", "CS", "CHAOS", "HESIOD"};
  if (sesame_zone_token_is(token, "IN") || sesame_zone_token_is(token, "CLASS1"))
    return 1;
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (sesame_zone_token_is(token, others[i]))
      return 0;
  return !token->quoted && token->length > 5 && strncasecmp(token->text, "CLASS", 5) == 0 ? 0 : -1;
}

static sesame_status read_owner(zone_reader *r) {
  zone_frame *f = &r->frames[r->depth - 1];
  sesame_name owner;
  if (f->lexer.blank_owner)
    return f->has_owner ? SESAME_OK
                        : fail(r, SESAME_BAD_SYNTAX,
                               "a line that begins with white space takes the name of the record "
                               "before it, and there is none; begin it with the name, or @");
  sesame_status status = read_name(r, &f->lexer.tokens[0], &owner);
  if (status == SESAME_OK) {
    f->owner = owner;
    f->has_owner = true;
  }
  return status;
}

static bool is_pseudo_type(const zone_token *token) {
  for (size_t i = 0; i < sizeof pseudo_types / sizeof *pseudo_types; i++)
    if (sesame_zone_token_is(token, pseudo_types[i]))
      return true;
  return false;
}

/* A pseudo-type stands for addresses that only its provider knows: the name exists, and they are
 * unknown. */
static sesame_status unknown_type(zone_reader *r, const zone_token *token, int *type) {
  char shown[ZONE_SHOWN_MAX + 4];
  const zone_frame *f = &r->frames[r->depth - 1];
  sesame_zone_shown(token, shown);
  if (is_pseudo_type(token)) {
    *type = ZONE_TYPE_PSEUDO;
    return note(r, NOTE_PSEUDO_TYPE,
                "%s is a provider's own type, not a record; the addresses it stands for are "
                "unknown here",
                shown);
  }
  if (f->lexer.blank_owner)
    return fail(r, SESAME_BAD_SYNTAX,
                "'%s' is no record type; is it a name with white space before it?", shown);
  return fail(
      r, SESAME_BAD_SYNTAX,
      "'%s' is no record type; a record is NAME [TTL] [IN] TYPE DATA, a type without a name "
      "TYPE65280 \\# ...",
      shown);
}

/* TTL and class in either order, then the type, which stays -1 where the record is left out. */
static sesame_status read_head(zone_reader *r, head *out) {
  const zone_frame *f = &r->frames[r->depth - 1];
  bool has_class = false;
  *out = (head){.tokens = f->lexer.tokens, .count = f->lexer.count, .type = -1};
  size_t at = f->lexer.blank_owner ? 0 : 1;
  for (; at < out->count; at++) {
    int class_found = has_class ? -1 : read_class(&out->tokens[at]);
    if (class_found >= 0) {
      has_class = true;
      out->foreign_class = class_found == 0;
    } else if (!out->has_ttl && sesame_zone_ttl(&out->tokens[at], &out->ttl)) {
      out->has_ttl = true;
    } else {
      break;
    }
  }
  if (at == out->count)
    return fail(r, SESAME_BAD_SYNTAX, "no type and data; a record is NAME [TTL] [IN] TYPE DATA");
  out->tokens += at;
  out->count -= at;
  if (out->foreign_class)
    return note(r, NOTE_CLASS, "a record of another class than IN; all such are left out");
  out->type = sesame_zone_type(&out->tokens[0]);
  return out->type > 0 ? SESAME_OK : unknown_type(r, &out->tokens[0], &out->type);
}

/* ---- the zone of a record ---- */

/* The first record comes without an SOA: its zone is the origin's. */
static sesame_status begin_without_soa(zone_reader *r, const sesame_name *owner) {
  const zone_frame *f = &r->frames[r->depth - 1];
  const sesame_name *apex = r->origin_asked ? &r->origin : &f->origin;
  char name[SESAME_NAME_TEXT_MAX];
  sesame_name_format(apex, name);
  if (!r->origin_asked && !f->origin_given && !sesame_name_within(owner, apex))
    return fail(r, SESAME_BAD_SYNTAX,
                "no SOA and no $ORIGIN, and the record is not below the file's name (%.100s); "
                "begin with $ORIGIN, or say --zone ORIGIN=FILE",
                name);
  r->zone = sesame_zone_make(r->set, apex);
  if (!r->zone)
    return out_of_memory(r);
  return note(r, NOTE_NO_SOA, "no SOA before the first record: taken as a part of the zone %.200s",
              name);
}

/* The zone that takes OWNER: the current one, or the closest above it that this load has; NULL
 * when there is none. */
static zone *zone_for(const zone_reader *r, const sesame_name *owner) {
  if (r->zone && sesame_name_within(owner, &r->zone->apex))
    return r->zone;
  return sesame_zone_enclosing(r->set, owner, 0);
}

/* TTL of a record that states none: $TTL, the last stated, the SOA's minimum (RFC 2308 4). */
static uint32_t inherited_ttl(const zone_reader *r, const zone *z) {
  if (r->has_default_ttl)
    return r->default_ttl;
  if (r->has_last_ttl)
    return r->last_ttl;
  return z->has_minimum ? z->minimum : ZONE_TTL_DEFAULT;
}

/* A SOA without a TTL before any $TTL takes its own minimum. */
static void ttl_from_soa(zone_reader *r, head *h) {
  const uint8_t *at = r->data.bytes + r->data.length - 4;
  uint32_t minimum = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
  if (!h->has_ttl && !r->has_default_ttl && minimum <= ZONE_TTL_MAX) {
    h->ttl = minimum;
    h->has_ttl = true;
  } else if (h->has_ttl) {
    r->last_ttl = h->ttl;
    r->has_last_ttl = true;
  }
}

static sesame_status choose_zone(zone_reader *r, const sesame_name *owner, int type, zone **out) {
  sesame_status status = SESAME_OK;
  if (type == SESAME_TYPE_SOA) {
    zone *z = sesame_zone_make(r->set, owner);
    if (z && z != r->zone)
      r->has_last_ttl = false;
    r->zone = *out = z;
    return z ? SESAME_OK : out_of_memory(r);
  }
  *out = zone_for(r, owner);
  if (!*out && !r->zone && r->set->count == 0) {
    status = begin_without_soa(r, owner);
    *out = status == SESAME_OK ? zone_for(r, owner) : NULL;
  }
  return status;
}

/* ---- records ---- */

/* Strings without quotes: what people meant as one text is joined with nothing between, and ';'
 * ends it. */
static sesame_status note_unquoted(zone_reader *r, const head *h) {
  if ((h->type != SESAME_TYPE_TXT && h->type != SESAME_TYPE_SPF) || h->tokens[1].quoted)
    return SESAME_OK;
  const zone_lexer *lexer = &r->frames[r->depth - 1].lexer;
  if (h->count > 2)
    return note(r, NOTE_UNQUOTED,
                "text without quotes: its %zu words are separate strings, joined with nothing "
                "between; put it in one pair of quotes",
                h->count - 1);
  if (lexer->semicolon)
    return note(r, NOTE_SEMICOLON,
                "text without quotes: the ';' after it begins a comment; put it in quotes");
  return SESAME_OK;
}

static sesame_status note_names(zone_reader *r, const zone *z, const sesame_name *owner, int type) {
  const zone_node *node = sesame_zone_find(z, owner->wire, owner->length);
  const zone_record *alias = node ? sesame_zone_set(node, SESAME_TYPE_CNAME) : NULL;
  if (!alias || type == SESAME_TYPE_RRSIG || type == ZONE_TYPE_NSEC)
    return SESAME_OK;
  if (type == SESAME_TYPE_CNAME && alias->next && alias->next->type == SESAME_TYPE_CNAME)
    return note(r, NOTE_SEVERAL_CNAMES,
                "a second CNAME at one name; servers refuse such a zone (RFC 2181 10.1)");
  for (const zone_record *other = node->records; other; other = other->next)
    if (other->type != SESAME_TYPE_CNAME && other->type != SESAME_TYPE_RRSIG &&
        other->type != ZONE_TYPE_NSEC)
      return note(
          r, NOTE_CNAME_AND_OTHER,
          "a CNAME and other data at one name; servers refuse such a zone (RFC 1034 3.6.2)");
  return SESAME_OK;
}

static sesame_status add_record(zone_reader *r, zone *z, const sesame_name *owner, const head *h) {
  uint32_t ttl = h->has_ttl ? h->ttl : inherited_ttl(r, z);
  switch (sesame_zone_add(r->set, z, owner, h->type, ttl, r->data.bytes, r->data.length)) {
  case ZONE_ADD_NO_MEMORY:
    return out_of_memory(r);
  case ZONE_FULL:
    return fail(r, SESAME_TOO_MANY, "over %d records at one name", ZONE_NAME_RECORDS_MAX);
  case ZONE_SECOND_SOA:
    return note(r, NOTE_SECOND_SOA, "a second, different SOA for one zone; the first counts");
  case ZONE_TTL_LOWERED:
    return note(r, NOTE_TTLS_DIFFER,
                "different TTLs in one record set; the smallest counts (RFC 2181 5.2)");
  default:
    return note_names(r, z, owner, h->type);
  }
}

static sesame_status read_data(zone_reader *r, const head *h) {
  if (h->type == ZONE_TYPE_PSEUDO) {
    r->data.length = 0;
    return SESAME_OK;
  }
  r->data.origin = &r->frames[r->depth - 1].origin;
  r->data.tokens = h->tokens + 1;
  r->data.count = h->count - 1;
  if (!sesame_zone_data(&r->data, h->type)) {
    size_t last = r->data.used < h->count ? r->data.used : h->count - 1;
    return fail_at(r, h->tokens[last].line, r->data.starved ? SESAME_NO_MEMORY : SESAME_BAD_SYNTAX,
                   r->data.problem);
  }
  if (r->data.split)
    return note(r, NOTE_LONG_STRING,
                "a string over 255 octets, cut into several here; most servers refuse it: close "
                "and open the quotes every 255 characters");
  return SESAME_OK;
}

static sesame_status read_record(zone_reader *r) {
  head h = {.type = -1};
  zone *z;
  sesame_status status = read_owner(r);
  if (status == SESAME_OK)
    status = read_head(r, &h);
  if (status != SESAME_OK || h.type < 0)
    return status;
  status = read_data(r, &h);
  if (status == SESAME_OK)
    status = note_unquoted(r, &h);
  const sesame_name *owner = &r->frames[r->depth - 1].owner;
  if (status == SESAME_OK)
    status = choose_zone(r, owner, h.type, &z);
  if (status != SESAME_OK)
    return status;
  if (!z)
    return note(r, NOTE_OUT_OF_ZONE, "a record outside of every zone here; all such are left out");
  if (h.type == SESAME_TYPE_SOA) {
    ttl_from_soa(r, &h);
  } else if (h.has_ttl) {
    r->last_ttl = h.ttl;
    r->has_last_ttl = true;
  }
  return add_record(r, z, owner, &h);
}

/* ---- all entries of all frames ---- */

static sesame_status read_entry(zone_reader *r) {
  zone_lexer *lexer = &r->frames[r->depth - 1].lexer;
  const zone_token *first = &lexer->tokens[0];
  if (!first->quoted && !lexer->blank_owner && first->length > 1 && first->text[0] == '$')
    return read_directive(r, lexer->tokens, lexer->count);
  return read_record(r);
}

sesame_status sesame_zone_read_all(zone_reader *r) {
  while (r->depth > 0) {
    zone_frame *f = &r->frames[r->depth - 1];
    sesame_status status = SESAME_OK;
    switch (sesame_zone_lexer_next(&f->lexer)) {
    case ZONE_ENTRY:
      status = read_entry(r);
      break;
    case ZONE_END:
      sesame_zone_pop(r);
      break;
    case ZONE_FAULT:
      status = fail_at(r, f->lexer.problem_line, SESAME_BAD_SYNTAX, f->lexer.problem);
      break;
    case ZONE_NO_MEMORY:
      status = out_of_memory(r);
      break;
    }
    if (status != SESAME_OK)
      return status;
  }
  return SESAME_OK;
}
