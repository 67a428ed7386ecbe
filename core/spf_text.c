/* SPDX-License-Identifier: MIT */
/* The small pieces of SPF's grammar (RFC 7208 7.1, 12): names of terms, pieces of macro-strings,
 * top labels, addresses; and the way back from them to text. */
#include "spf_record_internal.h"

#include <arpa/inet.h>
#include <string.h>

static const char *const kind_names[SESAME_SPF_KINDS] = {
    "all", "include", "a",        "mx",  "ptr",      "exists",
    "ip4", "ip6",     "redirect", "exp", "modifier", "no-term"};

const char *sesame_spf_kind_name(sesame_spf_kind kind) {
  return kind_names[kind < SESAME_SPF_KINDS ? kind : SESAME_SPF_NO_TERM];
}

bool sesame_spf_kind_costs(sesame_spf_kind kind) {
  return (kind >= SESAME_SPF_INCLUDE && kind <= SESAME_SPF_EXISTS) || kind == SESAME_SPF_REDIRECT;
}

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool digit(char c) {
  return c >= '0' && c <= '9';
}

static bool alpha(char c) {
  return lower(c) >= 'a' && lower(c) <= 'z';
}

bool sesame_parse_text_is(const char *text, size_t length, const char *literal) {
  for (size_t i = 0; i < length; i++)
    if (literal[i] == '\0' || lower(text[i]) != literal[i])
      return false;
  return literal[length] == '\0';
}

static sesame_spf_kind named(const char *text, size_t length, int first, int last) {
  for (int kind = first; kind <= last; kind++)
    if (lower(text[0]) == kind_names[kind][0] &&
        sesame_parse_text_is(text, length, kind_names[kind]))
      return (sesame_spf_kind)kind;
  return SESAME_SPF_NO_TERM;
}

sesame_spf_kind sesame_parse_mechanism_named(const char *text, size_t length) {
  if (length == 3 && lower(text[0]) == 'i' && lower(text[1]) == 'p') /* most terms by far */
    return text[2] == '4' ? SESAME_SPF_IP4 : text[2] == '6' ? SESAME_SPF_IP6 : SESAME_SPF_NO_TERM;
  return length ? named(text, length, SESAME_SPF_ALL, SESAME_SPF_IP6) : SESAME_SPF_NO_TERM;
}

sesame_spf_kind sesame_parse_modifier_named(const char *text, size_t length) {
  return length ? named(text, length, SESAME_SPF_REDIRECT, SESAME_SPF_EXP) : SESAME_SPF_NO_TERM;
}

size_t sesame_parse_name_end(const char *text, size_t from, size_t to) {
  while (from < to && text[from] != ':' && text[from] != '/' && text[from] != '=')
    from++;
  return from;
}

bool sesame_parse_looks_like_term(const char *text, size_t from, size_t to) {
  if (from < to && strchr("+-?~", text[from]) && text[from])
    from++;
  size_t end = sesame_parse_name_end(text, from, to);
  return (end < to && text[end] == '=') ||
         sesame_parse_mechanism_named(text + from, end - from) != SESAME_SPF_NO_TERM;
}

bool sesame_spf_toplabel(const char *label, size_t length) {
  bool letter = false, hyphen = false;
  for (size_t i = 0; i < length; i++) {
    if (alpha(label[i]))
      letter = true;
    else if (label[i] == '-')
      hyphen = true;
    else if (!digit(label[i]))
      return false;
  }
  return length && (letter || hyphen) && label[0] != '-' && label[length - 1] != '-';
}

/* DIGITS, "r" and delimiters of a macro that was opened at OUT->span.from. */
static bool read_transformers(const char *text, size_t length, size_t at, sesame_spf_piece *out) {
  uint32_t parts = 0;
  bool counted = false;
  for (; at < length && digit(text[at]); at++, counted = true)
    parts = parts >= 6553 ? 65535 : parts * 10 + (uint32_t)(text[at] - '0');
  out->parts = (uint16_t)parts;
  if (at < length && lower(text[at]) == 'r') {
    out->reverse = true;
    at++;
  }
  const char *delimiter;
  for (; at < length && text[at] && (delimiter = strchr(SESAME_SPF_DELIMITERS, text[at])); at++)
    out->delimiters |= (uint8_t)(1u << (delimiter - SESAME_SPF_DELIMITERS));
  if (!out->delimiters)
    out->delimiters = 1;
  out->span.to = (uint16_t)(at < length ? at + 1 : at);
  return at < length && text[at] == '}' && !(counted && parts == 0);
}

static bool read_macro(const char *text, size_t length, size_t at, bool explanation,
                       sesame_spf_piece *out) {
  out->span.to = (uint16_t)(at + 2 < length ? at + 2 : length);
  if (at + 1 >= length)
    return false;
  char c = text[at + 1];
  if (c == '%' || c == '_' || c == '-') {
    out->letter = c;
    return true;
  }
  if (c != '{' || at + 2 >= length || !alpha(text[at + 2]))
    return false;
  out->letter = lower(text[at + 2]);
  out->url_escape = out->letter != text[at + 2];
  bool known = strchr(explanation ? "slodiphcrtv" : "slodiphv", out->letter) != NULL;
  return read_transformers(text, length, at + 3, out) && known;
}

bool sesame_spf_piece_read(const char *text, size_t length, size_t at, bool explanation,
                           sesame_spf_piece *out) {
  *out = (sesame_spf_piece){.span = {(uint16_t)at, (uint16_t)(at + 1)}};
  if (text[at] == '%')
    return read_macro(text, length, at, explanation, out);
  size_t end = at;
  char least = explanation ? ' ' : '!';
  while (end < length && text[end] != '%' && text[end] >= least && text[end] <= '~')
    end++;
  if (end > at)
    out->span.to = (uint16_t)end;
  return end > at;
}

bool sesame_parse_read_ip4(const char *text, size_t length, uint8_t out[16]) {
  size_t at = 0;
  for (int octet = 0; octet < 4; octet++) {
    if (octet && (at >= length || text[at++] != '.'))
      return false;
    size_t from = at;
    unsigned value = 0;
    while (at < length && at - from < 3 && digit(text[at]))
      value = value * 10 + (unsigned)(text[at++] - '0');
    if (at == from || value > 255 || (text[from] == '0' && at - from > 1))
      return false;
    out[octet] = (uint8_t)value;
  }
  return at == length;
}

bool sesame_parse_read_ip6(const char *text, size_t length, uint8_t out[16]) {
  char copy[INET6_ADDRSTRLEN];
  if (length == 0 || length >= sizeof copy || memchr(text, '\0', length))
    return false;
  memcpy(copy, text, length);
  copy[length] = '\0';
  return inet_pton(AF_INET6, copy, out) == 1;
}

/* A bounded writer that counts what it could not write. */
typedef struct writer {
  char *out;
  size_t size, length;
} writer;

static void put(writer *w, const char *bytes, size_t length) {
  if (w->length + 1 < w->size) {
    size_t room = w->size - 1 - w->length;
    memcpy(w->out + w->length, bytes, length < room ? length : room);
  }
  w->length += length;
}

static size_t finish(const writer *w) {
  if (w->size)
    w->out[w->length < w->size ? w->length : w->size - 1] = '\0';
  return w->length;
}

static void put_number(writer *w, unsigned number) {
  char digits[10];
  size_t at = sizeof digits;
  do
    digits[--at] = (char)('0' + number % 10);
  while (number /= 10);
  put(w, digits + at, sizeof digits - at);
}

static void put_span(writer *w, const char *text, sesame_span span) {
  put(w, text + span.from, (size_t)(span.to - span.from));
}

static void put_piece(writer *w, const char *text, const sesame_spf_piece *piece) {
  if (piece->letter == 0 || piece->parts == 65535) {
    put_span(w, text, piece->span);
    return;
  }
  put(w, "%", 1);
  if (!alpha(piece->letter)) {
    put(w, &piece->letter, 1);
    return;
  }
  char letter = piece->url_escape ? (char)(piece->letter - 32) : piece->letter;
  put(w, "{", 1);
  put(w, &letter, 1);
  /* Order and case of the transformers are the author's: only the text has them. */
  sesame_span rest = {(uint16_t)(piece->span.from + 3), (uint16_t)(piece->span.to - 1)};
  put_span(w, text, rest);
  put(w, "}", 1);
}

static void put_cidr(writer *w, const char *text, const sesame_spf_term *term) {
  size_t length = (size_t)(term->cidr.to - term->cidr.from);
  if (!length)
    return;
  const char *cidr = text + term->cidr.from;
  bool six_only = (length > 1 && cidr[1] == '/') || term->kind == SESAME_SPF_IP6;
  bool six = six_only || memchr(cidr + 1, '/', length - 1);
  if (!six_only) {
    put(w, "/", 1);
    put_number(w, term->prefix4);
  }
  if (six) {
    put(w, "//", term->kind == SESAME_SPF_IP6 ? 1 : 2);
    put_number(w, term->prefix6);
  }
}

static void put_term(writer *w, const sesame_spf_record *record, const sesame_spf_term *term) {
  const char *text = record->text;
  if (!term->valid || term->kind == SESAME_SPF_NO_TERM) {
    put_span(w, text, term->span);
    return;
  }
  if (term->qualified)
    put(w, &term->qualifier, 1);
  put_span(w, text, term->name);
  if (term->has_value)
    put(w, term->qualifier ? ":" : "=", 1);
  if (term->piece_count == 0)
    put_span(w, text, term->value);
  for (size_t i = 0; i < term->piece_count; i++)
    put_piece(w, text, &record->pieces[term->piece + i]);
  put_cidr(w, text, term);
}

size_t sesame_spf_term_render(const sesame_spf_record *record, const sesame_spf_term *term,
                              char *out, size_t size) {
  writer w = {out, size, 0};
  put_term(&w, record, term);
  return finish(&w);
}

size_t sesame_spf_record_render(const sesame_spf_record *record, char *out, size_t size) {
  writer w = {out, size, 0};
  size_t at = 0;
  for (size_t i = 0; i < record->term_count; i++) {
    const sesame_spf_term *term = &record->terms[i];
    put(&w, record->text + at, term->span.from - at);
    put_term(&w, record, term);
    at = term->span.to;
  }
  put(&w, record->text + at, record->length - at);
  return finish(&w);
}
