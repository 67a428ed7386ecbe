/* SPDX-License-Identifier: MIT */
/* Splitting of "k=v; k=v" texts. Allocates nothing, judges nothing but the grammar and v=. */
#include "taglist.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* RFC 6376 3.2: FWS everywhere but after the last ";". */
const sesame_tag_dialect sesame_tags_dkim = {.name = "dkim",
                                             .version = "DKIM1",
                                             .name_marks = "_",
                                             .folds = true,
                                             .space_before = true,
                                             .space_at_equals = true};
/* RFC 9989 4.8: "v" first, WSP around "=" and ";"; of "v" and its value only DMARC1 has a case. */
const sesame_tag_dialect sesame_tags_dmarc = {.name = "dmarc",
                                              .version = "DMARC1",
                                              .name_marks = "_",
                                              .version_required = true,
                                              .space_after = true,
                                              .space_at_equals = true,
                                              .folds_names = true};
/* draft-brand-indicators-for-message-identification: as DMARC, but for the case of names. */
const sesame_tag_dialect sesame_tags_bimi = {.name = "bimi",
                                             .version = "BIMI1",
                                             .name_marks = "_",
                                             .version_required = true,
                                             .space_after = true,
                                             .space_at_equals = true};
/* RFC 8461 3.1: the delimiter alone carries white space. */
const sesame_tag_dialect sesame_tags_mta_sts = {.name = "mta-sts",
                                                .version = "STSv1",
                                                .name_marks = "_-.",
                                                .version_required = true,
                                                .space_after = true,
                                                .digit_first = true};
/* RFC 8460 3: as MTA-STS. */
const sesame_tag_dialect sesame_tags_tls_rpt = {.name = "tls-rpt",
                                                .version = "TLSRPTv1",
                                                .name_marks = "_-.",
                                                .version_required = true,
                                                .space_after = true,
                                                .digit_first = true};

const sesame_tag_dialect *sesame_tag_dialect_named(const char *name) {
  static const sesame_tag_dialect *const all[] = {&sesame_tags_dkim, &sesame_tags_dmarc,
                                                  &sesame_tags_bimi, &sesame_tags_mta_sts,
                                                  &sesame_tags_tls_rpt};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (strcmp(all[i]->name, name) == 0)
      return all[i];
  return NULL;
}

/* The text while it is split. */
typedef struct splitter {
  sesame_taglist *list;
  const char *text;
  uint32_t length;
} splitter;

static void fault(sesame_taglist *list, sesame_tag_fault_code code, uint32_t from, uint32_t to,
                  uint32_t detail) {
  if (list->fault_count < SESAME_TAGLIST_FAULTS_MAX)
    list->faults[list->fault_count++] = (sesame_tag_fault){code, {from, to}, detail};
}

static bool is_wsp(char c) {
  return c == ' ' || c == '\t';
}

static bool is_alpha(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* White space at POSITION, before END: its length, 0 for none. A fold is CRLF and a WSP. */
static uint32_t space_at(const splitter *s, uint32_t position, uint32_t end) {
  const char *p = s->text + position;
  if (position < end && is_wsp(*p))
    return 1;
  if (s->list->dialect->folds && end - position >= 3 && p[0] == '\r' && p[1] == '\n' &&
      is_wsp(p[2]))
    return 3;
  return 0;
}

/* FROM to TO without the white space at both ends. */
static sesame_tag_span trim(const splitter *s, uint32_t from, uint32_t to) {
  uint32_t step;
  while ((step = space_at(s, from, to)) > 0)
    from += step;
  while (to > from && is_wsp(s->text[to - 1])) {
    to--;
    if (s->list->dialect->folds && to - from >= 2 && s->text[to - 1] == '\n' &&
        s->text[to - 2] == '\r')
      to -= 2;
  }
  return (sesame_tag_span){from, to};
}

/* Octets of the UTF-8 sequence at POSITION; 1 for an octet that begins none. */
static uint32_t sequence_length(const char *text, uint32_t position, uint32_t end) {
  const uint8_t lead = (uint8_t)text[position];
  const uint32_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
  if (size > end - position)
    return 1;
  for (uint32_t i = 1; i < size; i++)
    if (((uint8_t)text[position + i] & 0xC0) != 0x80)
      return 1;
  return size;
}

/* Reports octets that are neither printable ASCII nor white space; true when there are none. */
static bool check_bytes(const splitter *s, sesame_tag_span span) {
  bool sound = true;
  uint32_t i = span.from, step;
  while (i < span.to) {
    if (s->text[i] > ' ' && s->text[i] <= '~') {
      i++;
    } else if ((step = space_at(s, i, span.to)) > 0) {
      i += step;
    } else {
      step = sequence_length(s->text, i, span.to);
      fault(s->list, SESAME_TAG_BAD_BYTE, i, i + step, 0);
      sound = false;
      i += step;
    }
  }
  return sound;
}

static bool name_follows_grammar(const splitter *s, sesame_tag_span name) {
  const sesame_tag_dialect *d = s->list->dialect;
  if (name.from == name.to)
    return false;
  if (!is_alpha(s->text[name.from]) && !(d->digit_first && is_digit(s->text[name.from])))
    return false;
  for (uint32_t i = name.from + 1; i < name.to; i++) {
    const char c = s->text[i];
    if (!is_alpha(c) && !is_digit(c) && (c == '\0' || !strchr(d->name_marks, c)))
      return false;
  }
  return true;
}

static bool same_name(const splitter *s, sesame_tag_span a, sesame_tag_span b) {
  const size_t length = a.to - a.from;
  if (b.to - b.from != length)
    return false;
  return s->list->dialect->folds_names
             ? strncasecmp(s->text + a.from, s->text + b.from, length) == 0
             : memcmp(s->text + a.from, s->text + b.from, length) == 0;
}

/* Reports a name met before; true when it is new. */
static bool check_unique(const splitter *s, sesame_tag_span name) {
  for (size_t i = 0; i < s->list->tag_count; i++)
    if (same_name(s, s->list->tags[i].name, name)) {
      fault(s->list, SESAME_TAG_DUPLICATE, name.from, name.to, (uint32_t)i);
      return false;
    }
  return true;
}

/* One non-empty piece between two ";", already trimmed. */
static void split_tag(const splitter *s, sesame_tag_span piece) {
  sesame_taglist *list = s->list;
  const char *equals = memchr(s->text + piece.from, '=', piece.to - piece.from);
  if (!equals) {
    if (check_bytes(s, piece))
      fault(list, SESAME_TAG_NO_EQUALS, piece.from, piece.to, 0);
    return;
  }
  if (list->tag_count == SESAME_TAGLIST_TAGS_MAX) {
    fault(list, SESAME_TAG_TOO_MANY, piece.from, s->length, 0);
    return;
  }
  const uint32_t middle = (uint32_t)(equals - s->text);
  sesame_tag tag = {trim(s, piece.from, middle), trim(s, middle + 1, piece.to), true};
  if (!check_bytes(s, tag.name)) {
    tag.sound = false;
  } else if (!name_follows_grammar(s, tag.name)) {
    fault(list, SESAME_TAG_BAD_NAME, tag.name.from,
          tag.name.to > tag.name.from ? tag.name.to : middle + 1, 0);
    tag.sound = false;
  } else if (!check_unique(s, tag.name)) {
    tag.sound = false;
  }
  if (!list->dialect->space_at_equals && tag.name.to < middle)
    fault(list, SESAME_TAG_SPACE, tag.name.to, middle, 0);
  if (!list->dialect->space_at_equals && tag.value.from > middle + 1)
    fault(list, SESAME_TAG_SPACE, middle + 1, tag.value.from, 0);
  if (!check_bytes(s, tag.value))
    tag.sound = false;
  list->tags[list->tag_count++] = tag;
}

/* FROM to TO hold white space alone: before a ";" (LAST false), or at the end. */
static void split_nothing(const splitter *s, uint32_t from, uint32_t to, bool last) {
  if (!last)
    fault(s->list, SESAME_TAG_EMPTY, from, to + 1, 0);
  else if (from < to && from > 0 && !s->list->dialect->space_after)
    fault(s->list, SESAME_TAG_SPACE, from, to, 0);
}

static void check_version(const splitter *s) {
  sesame_taglist *list = s->list;
  const sesame_tag *tag = sesame_taglist_find(list, s->text, "v");
  if (!tag) {
    if (list->dialect->version_required)
      fault(list, SESAME_TAG_VERSION_MISSING, 0, s->length, 0);
  } else if (tag != list->tags) {
    fault(list, SESAME_TAG_VERSION_NOT_FIRST, tag->name.from, tag->value.to, 0);
  } else if (!sesame_tag_is(s->text, tag->value, list->dialect->version, false)) {
    fault(list, SESAME_TAG_VERSION_WRONG, tag->value.from, tag->value.to, 0);
  }
}

sesame_status sesame_taglist_parse(sesame_taglist *out, const sesame_tag_dialect *dialect,
                                   const char *text, size_t length) {
  out->dialect = dialect;
  out->tag_count = out->fault_count = 0;
  if (length > SESAME_TAGLIST_TEXT_MAX)
    return SESAME_TOO_LONG;
  const splitter s = {out, text, (uint32_t)length};
  if (length > 0 && !dialect->space_before && is_wsp(text[0]))
    fault(out, SESAME_TAG_SPACE, 0, trim(&s, 0, s.length).from, 0);
  for (uint32_t from = 0; from <= s.length;) {
    const char *semicolon = from < s.length ? memchr(text + from, ';', s.length - from) : NULL;
    const uint32_t to = semicolon ? (uint32_t)(semicolon - text) : s.length;
    const sesame_tag_span piece = trim(&s, from, to);
    if (piece.from < piece.to)
      split_tag(&s, piece);
    else
      split_nothing(&s, from, to, !semicolon);
    from = to + 1;
  }
  check_version(&s);
  return SESAME_OK;
}

const sesame_tag *sesame_taglist_find(const sesame_taglist *list, const char *text,
                                      const char *name) {
  for (size_t i = 0; i < list->tag_count; i++)
    if (sesame_tag_is(text, list->tags[i].name, name, list->dialect->folds_names))
      return &list->tags[i];
  return NULL;
}

bool sesame_tag_item(const char *text, sesame_tag_span span, char separator, uint32_t *cursor,
                     sesame_tag_span *item) {
  if (span.from == span.to || *cursor > span.to)
    return false;
  uint32_t from = *cursor;
  const char *end = from < span.to ? memchr(text + from, separator, span.to - from) : NULL;
  uint32_t to = end ? (uint32_t)(end - text) : span.to;
  *cursor = to + 1;
  while (from < to && (is_wsp(text[from]) || text[from] == '\r' || text[from] == '\n'))
    from++;
  while (to > from && (is_wsp(text[to - 1]) || text[to - 1] == '\r' || text[to - 1] == '\n'))
    to--;
  *item = (sesame_tag_span){from, to};
  return true;
}

bool sesame_tag_is(const char *text, sesame_tag_span span, const char *word, bool fold_case) {
  const size_t length = span.to - span.from;
  if (strlen(word) != length)
    return false;
  return fold_case ? strncasecmp(text + span.from, word, length) == 0
                   : memcmp(text + span.from, word, length) == 0;
}
