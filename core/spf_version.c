/* SPDX-License-Identifier: MIT */
/* Which TXT records are SPF records, and which were meant to be (RFC 7208 4.5). */
#include "spf_record_internal.h"

#include <string.h>

enum { VERSION_LENGTH = 6 }; /* "v=spf1" */

static const struct near_row {
  const char *name, *text;
} nears[SESAME_SPF_NEARS] = {
    [SESAME_SPF_NEAR_NOT] = {"", ""},
    [SESAME_SPF_NEAR_LEADING_SPACE] = {"leading-space",
                                       "white space stands before v=spf1, so this is no SPF "
                                       "record"},
    [SESAME_SPF_NEAR_QUOTE] = {"quote", "a quotation mark stands before v=spf1, so this is no SPF "
                                        "record"},
    [SESAME_SPF_NEAR_BOM] = {"byte-order-mark",
                             "an invisible byte order mark stands before v=spf1, so this is no SPF "
                             "record"},
    [SESAME_SPF_NEAR_SEPARATOR] = {"separator",
                                   "v=spf1 must be followed by a space, not by punctuation"},
    [SESAME_SPF_NEAR_GLUED] = {"glued", "the space behind v=spf1 is missing"},
    [SESAME_SPF_NEAR_NO_TAG] = {"no-tag", "an SPF record starts with v=spf1, not with spf1"},
    [SESAME_SPF_NEAR_SPACED] = {"spaced", "v=spf1 is written with white space in it or a tab "
                                          "behind it"},
    [SESAME_SPF_NEAR_VERSION] = {"version", "the only version of SPF is v=spf1"},
    [SESAME_SPF_NEAR_TAG] = {"tag", "an SPF record starts with exactly v=spf1"},
    [SESAME_SPF_NEAR_SENDER_ID] = {"sender-id",
                                   "Sender ID (spf2.0) is dead, and this is no SPF record"},
};

const char *sesame_spf_near_name(sesame_spf_near near) {
  return nears[near < SESAME_SPF_NEARS ? near : SESAME_SPF_NEAR_NOT].name;
}

const char *sesame_spf_near_text(sesame_spf_near near) {
  return nears[near < SESAME_SPF_NEARS ? near : SESAME_SPF_NEAR_NOT].text;
}

static bool starts(const char *text, size_t length, const char *literal) {
  size_t wanted = strlen(literal);
  return length >= wanted && sesame_parse_text_is(text, wanted, literal);
}

bool sesame_spf_is_record(const char *text, size_t length) {
  return starts(text, length, "v=spf1") &&
         (length == VERSION_LENGTH || text[VERSION_LENGTH] == ' ');
}

static bool white(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t skip_white(const char *text, size_t length, size_t at) {
  while (at < length && white(text[at]))
    at++;
  return at;
}

/* White space, quotation marks and a byte order mark before the version: skips them and says which
 * came first. */
static sesame_spf_near skip_rubbish(const char *text, size_t length, size_t *at) {
  static const struct {
    const char *bytes;
    sesame_spf_near near;
  } rubbish[] = {{"\"", SESAME_SPF_NEAR_QUOTE},
                 {"'", SESAME_SPF_NEAR_QUOTE},
                 {"`", SESAME_SPF_NEAR_QUOTE},
                 {"\\\"", SESAME_SPF_NEAR_QUOTE},
                 {"\xE2\x80\x9C", SESAME_SPF_NEAR_QUOTE},
                 {"\xE2\x80\x9D", SESAME_SPF_NEAR_QUOTE},
                 {"\xE2\x80\x98", SESAME_SPF_NEAR_QUOTE},
                 {"\xE2\x80\x99", SESAME_SPF_NEAR_QUOTE},
                 {"\xEF\xBB\xBF", SESAME_SPF_NEAR_BOM},
                 {"\xC2\xA0", SESAME_SPF_NEAR_LEADING_SPACE},
                 {" ", SESAME_SPF_NEAR_LEADING_SPACE},
                 {"\t", SESAME_SPF_NEAR_LEADING_SPACE},
                 {"\r", SESAME_SPF_NEAR_LEADING_SPACE},
                 {"\n", SESAME_SPF_NEAR_LEADING_SPACE}};
  sesame_spf_near first = SESAME_SPF_NEAR_NOT;
  for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish;) {
    if (!starts(text + *at, length - *at, rubbish[i].bytes)) {
      i++;
      continue;
    }
    if (first == SESAME_SPF_NEAR_NOT)
      first = rubbish[i].near;
    *at += strlen(rubbish[i].bytes);
    i = 0;
  }
  return first;
}

/* "v", "=", "spf", "1" with white space anywhere between: the offset behind it, or 0. */
static size_t spaced_version(const char *text, size_t length, size_t at) {
  static const char *const parts[] = {"v", "=", "spf", "1"};
  for (size_t i = 0; i < 4; i++) {
    at = skip_white(text, length, at);
    if (!starts(text + at, length - at, parts[i]))
      return 0;
    at += strlen(parts[i]);
  }
  return at;
}

/* Digits and dots. */
static size_t skip_number(const char *text, size_t length, size_t at) {
  while (at < length && ((text[at] >= '0' && text[at] <= '9') || text[at] == '.'))
    at++;
  return at;
}

/* What follows "v=spf1" that is neither a space nor the end. */
static sesame_spf_near after_version(const char *text, size_t length, size_t *at) {
  char c = text[*at];
  if ((c >= '0' && c <= '9') || c == '.') {
    *at = skip_number(text, length, *at);
    return SESAME_SPF_NEAR_VERSION;
  }
  if (c == ';' || c == ',' || c == ':') {
    ++*at;
    return SESAME_SPF_NEAR_SEPARATOR;
  }
  if (white(c)) {
    ++*at;
    return SESAME_SPF_NEAR_SPACED;
  }
  if (c == '"' || c == '\'') {
    ++*at;
    return SESAME_SPF_NEAR_QUOTE;
  }
  return SESAME_SPF_NEAR_GLUED;
}

static bool at_word_end(const char *text, size_t length, size_t at) {
  return at >= length || white(text[at]) || (text[at] && strchr(";,:\"'", text[at]));
}

/* Spellings that are not "v=spf1" at all; moves *AT behind them. */
static sesame_spf_near other_spelling(const char *text, size_t length, size_t *at) {
  static const struct {
    const char *spelling;
    sesame_spf_near near;
  } rows[] = {{"spf1", SESAME_SPF_NEAR_NO_TAG},   {"=spf1", SESAME_SPF_NEAR_NO_TAG},
              {"v=spf", SESAME_SPF_NEAR_VERSION}, {"v=sfp1", SESAME_SPF_NEAR_TAG},
              {"v=fsp1", SESAME_SPF_NEAR_TAG},    {"v=psf1", SESAME_SPF_NEAR_TAG},
              {"v=spfl", SESAME_SPF_NEAR_TAG},    {"v=spf-1", SESAME_SPF_NEAR_TAG},
              {"v=spfv1", SESAME_SPF_NEAR_TAG},   {"v:spf1", SESAME_SPF_NEAR_TAG},
              {"v-spf1", SESAME_SPF_NEAR_TAG},    {"v.spf1", SESAME_SPF_NEAR_TAG},
              {"vspf1", SESAME_SPF_NEAR_TAG},     {"spf=v1", SESAME_SPF_NEAR_TAG},
              {"spf=1", SESAME_SPF_NEAR_TAG},     {"s=spf1", SESAME_SPF_NEAR_TAG},
              {"v=sp1", SESAME_SPF_NEAR_TAG},     {"v==spf1", SESAME_SPF_NEAR_TAG}};
  const char *from = text + *at;
  size_t left = length - *at;
  if (starts(from, left, "spf2.0")) {
    while (*at < length && text[*at] != ' ')
      ++*at;
    return SESAME_SPF_NEAR_SENDER_ID;
  }
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    if (!starts(from, left, rows[i].spelling))
      continue;
    size_t end = skip_number(text, length, *at + strlen(rows[i].spelling));
    if (!at_word_end(text, length, end))
      continue;
    *at = end;
    return rows[i].near;
  }
  return SESAME_SPF_NEAR_NOT;
}

sesame_spf_near sesame_parse_find_version(const char *text, size_t length, sesame_span *span) {
  size_t at = 0;
  *span = (sesame_span){0, 0};
  if (sesame_spf_is_record(text, length)) {
    span->to = VERSION_LENGTH;
    return SESAME_SPF_NEAR_NOT;
  }
  sesame_spf_near before = skip_rubbish(text, length, &at), near;
  size_t spaced;
  if (starts(text + at, length - at, "v=spf1")) {
    at += VERSION_LENGTH;
    bool right = at == length || text[at] == ' ';
    sesame_spf_near behind = right ? SESAME_SPF_NEAR_NOT : after_version(text, length, &at);
    near = before != SESAME_SPF_NEAR_NOT ? before : behind;
  } else if ((spaced = spaced_version(text, length, at)) && at_word_end(text, length, spaced)) {
    at = spaced;
    near = before != SESAME_SPF_NEAR_NOT ? before : SESAME_SPF_NEAR_SPACED;
  } else {
    near = other_spelling(text, length, &at);
  }
  if (near != SESAME_SPF_NEAR_NOT)
    span->to = (uint16_t)at;
  return near;
}

sesame_spf_near sesame_spf_near_miss(const char *text, size_t length) {
  sesame_span span;
  return sesame_parse_find_version(
      text, length < SESAME_SPF_RECORD_MAX ? length : SESAME_SPF_RECORD_MAX, &span);
}
