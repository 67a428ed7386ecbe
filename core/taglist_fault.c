/* SPDX-License-Identifier: MIT */
/* The faults of tag lists in words. */
#include "taglist.h"

#include <stdio.h>
#include <string.h>

static const char *const names[SESAME_TAG_FAULT_CODES] = {
    [SESAME_TAG_BAD_BYTE] = "bad-byte",
    [SESAME_TAG_BAD_NAME] = "bad-name",
    [SESAME_TAG_NO_EQUALS] = "no-equals",
    [SESAME_TAG_EMPTY] = "empty-tag",
    [SESAME_TAG_DUPLICATE] = "duplicate-tag",
    [SESAME_TAG_SPACE] = "stray-space",
    [SESAME_TAG_VERSION_MISSING] = "version-missing",
    [SESAME_TAG_VERSION_NOT_FIRST] = "version-not-first",
    [SESAME_TAG_VERSION_WRONG] = "version-wrong",
    [SESAME_TAG_TOO_MANY] = "too-many-tags",
};

/* Octets that get into records by copying, and what to call them. */
static const struct {
  const char *octets, *name;
} strays[] = {
    {"\xC2\xA0", "no-break space"},
    {"\xA0", "no-break space (Latin-1)"},
    {"\xE2\x80\x8B", "zero-width space"},
    {"\xEF\xBB\xBF", "byte order mark"},
    {"\xE2\x80\x9C", "typographic quote"},
    {"\xE2\x80\x9D", "typographic quote"},
    {"\xE2\x80\x98", "typographic quote"},
    {"\xE2\x80\x99", "typographic quote"},
    {"\xE2\x80\x93", "dash (not a hyphen)"},
    {"\xE2\x80\x94", "dash (not a hyphen)"},
    {"\xC2\xAD", "soft hyphen"},
    {"\xE2\x80\xAF", "narrow no-break space"},
    {"\r", "carriage return"},
    {"\n", "line feed"},
};

const char *sesame_tag_fault_name(sesame_tag_fault_code code) {
  return (unsigned)code < SESAME_TAG_FAULT_CODES ? names[code] : "invalid";
}

static const char *stray_name(const char *octets, size_t length) {
  for (size_t i = 0; i < sizeof strays / sizeof *strays; i++)
    if (strlen(strays[i].octets) == length && memcmp(strays[i].octets, octets, length) == 0)
      return strays[i].name;
  return length > 1 ? "character outside ASCII" : "octet outside printable ASCII";
}

/* "no-break space (octets C2 A0) at octet 8" */
static void describe_byte(const char *octets, sesame_tag_span at, char *out, size_t size) {
  const size_t length = at.to - at.from;
  char hex[13] = "";
  for (size_t i = 0; i < length && i < 4; i++)
    snprintf(hex + 3 * i, sizeof hex - 3 * i, i + 1 < length ? "%02X " : "%02X",
             (unsigned)(uint8_t)octets[i]);
  snprintf(out, size, "%s (%s %s) at octet %u", stray_name(octets, length),
           length > 1 ? "octets" : "octet", hex, at.from);
}

/* SPAN as text of at most 32 characters, what is no printable ASCII as "?". */
static const char *quote(const char *text, sesame_tag_span span, char out[36]) {
  uint32_t length = span.to - span.from;
  const bool cut = length > 32;
  length = cut ? 29 : length;
  for (uint32_t i = 0; i < length; i++) {
    const char c = text[span.from + i];
    out[i] = c >= ' ' && c <= '~' ? c : '?';
  }
  memcpy(out + length, cut ? "..." : "", cut ? 4 : 1);
  return out;
}

const char *sesame_tag_fault_text(const sesame_taglist *list, const char *text,
                                  const sesame_tag_fault *fault,
                                  char out[SESAME_TAGLIST_MESSAGE_MAX]) {
  const size_t size = SESAME_TAGLIST_MESSAGE_MAX;
  const char *version = list->dialect->version;
  char part[36];
  quote(text, fault->at, part);
  switch (fault->code) {
  case SESAME_TAG_BAD_BYTE:
    describe_byte(text + fault->at.from, fault->at, out, size);
    break;
  case SESAME_TAG_BAD_NAME:
    snprintf(out, size, "'%s' is not a tag name", part);
    break;
  case SESAME_TAG_NO_EQUALS:
    snprintf(out, size, "'%s' has no \"=\"", part);
    break;
  case SESAME_TAG_EMPTY:
    snprintf(out, size, "nothing stands before this \";\"");
    break;
  case SESAME_TAG_DUPLICATE:
    snprintf(out, size, "tag '%s' is given twice", part);
    break;
  case SESAME_TAG_SPACE:
    snprintf(out, size, "white space where the grammar allows none");
    break;
  case SESAME_TAG_VERSION_MISSING:
    snprintf(out, size, "v=%s is missing", version);
    break;
  case SESAME_TAG_VERSION_NOT_FIRST:
    snprintf(out, size, "v= has to be the first tag");
    break;
  case SESAME_TAG_VERSION_WRONG:
    snprintf(out, size, "the version is '%s', it has to be %s exactly", part, version);
    break;
  case SESAME_TAG_TOO_MANY:
    snprintf(out, size, "more than %d tags", SESAME_TAGLIST_TAGS_MAX);
    break;
  case SESAME_TAG_FAULT_CODES:
    snprintf(out, size, "not a fault");
    break;
  }
  return out;
}
