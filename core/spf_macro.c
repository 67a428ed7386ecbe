/* SPDX-License-Identifier: MIT */
/* Macro expansion, RFC 7208 7. Text is written from its right end to its left: a name keeps its
 * right-most 253 characters whatever the macros hold, so nothing more is ever stored. */
#include "spf_macro.h"

#include <string.h>

enum { TAIL_MAX = SESAME_SPF_DOMAIN_MAX + 2 }; /* one more for a final dot, one to see it is cut */

/* Right-aligned text: what does not fit on the left is not written. */
typedef struct tail {
  char *start; /* of the buffer */
  char *at;    /* of the text in it */
  bool cut;
} tail;

static void tail_put(tail *t, char c) {
  if (t->at == t->start)
    t->cut = true;
  else
    *--t->at = c;
}

/* Those of RFC 3986 2.3 stay as they are in a URL. */
static bool unreserved(char c) {
  char l = (char)(c | 32);
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

static void tail_escape(tail *t, char c, bool url_escape) {
  static const char hex[] = "0123456789ABCDEF";
  if (!url_escape || unreserved(c)) {
    tail_put(t, c);
    return;
  }
  tail_put(t, hex[(uint8_t)c & 15]);
  tail_put(t, hex[(uint8_t)c >> 4]);
  tail_put(t, '%');
}

static void tail_part(tail *t, const char *bytes, size_t length, bool url_escape) {
  while (length && !t->cut)
    tail_escape(t, bytes[--length], url_escape);
}

static bool splits(const sesame_spf_piece *piece, char c) {
  const char *delimiter = c ? strchr(SESAME_SPF_DELIMITERS, c) : NULL;
  return delimiter && (piece->delimiters >> (delimiter - SESAME_SPF_DELIMITERS) & 1);
}

/* The right-most parts of VALUE, from its end on. */
static void tail_forward(tail *t, const sesame_spf_piece *piece, sesame_spf_text value) {
  size_t end = value.length;
  for (unsigned part = 0;; part++) {
    size_t from = end;
    while (from && !splits(piece, value.bytes[from - 1]))
      from--;
    tail_part(t, value.bytes + from, end - from, piece->url_escape);
    if (from == 0 || t->cut || part + 1 == piece->parts)
      return;
    tail_put(t, '.');
    end = from - 1;
  }
}

/* The same of VALUE reversed: its first parts, the first one right-most. */
static void tail_reverse(tail *t, const sesame_spf_piece *piece, sesame_spf_text value) {
  size_t from = 0;
  for (unsigned part = 0;; part++) {
    size_t to = from;
    while (to < value.length && !splits(piece, value.bytes[to]))
      to++;
    tail_part(t, value.bytes + from, to - from, piece->url_escape);
    if (to == value.length || t->cut || part + 1 == piece->parts)
      return;
    tail_put(t, '.');
    from = to + 1;
  }
}

/* Writes PIECE of TEXT; false when its letter has no value. */
static bool tail_piece(tail *t, const sesame_spf_macros *macros, const char *text,
                       const sesame_spf_piece *piece) {
  if (piece->letter == 0) {
    tail_part(t, text + piece->span.from, (size_t)(piece->span.to - piece->span.from), false);
  } else if (piece->letter == '-') {
    tail_part(t, "%20", 3, false);
  } else if (piece->letter == '%' || piece->letter == '_') {
    tail_put(t, piece->letter == '%' ? '%' : ' ');
  } else {
    sesame_spf_text value = macros->value[piece->letter - 'a'];
    if (!value.bytes)
      return false;
    if (piece->reverse)
      tail_reverse(t, piece, value);
    else
      tail_forward(t, piece, value);
  }
  return true;
}

/* The first letter of PIECES that has no value, or 0. */
static char first_missing(const sesame_spf_macros *macros, const sesame_spf_piece *pieces,
                          size_t count) {
  for (size_t i = 0; i < count; i++)
    if (pieces[i].letter >= 'a' && !macros->value[pieces[i].letter - 'a'].bytes)
      return pieces[i].letter;
  return 0;
}

/* Drops the final dot, then labels from the left until 253 characters are left (7.3). */
static size_t fit_name(char out[SESAME_SPF_DOMAIN_MAX + 1], const char *from, const char *to,
                       bool cut) {
  if (to > from && to[-1] == '.')
    to--;
  while (from < to && (cut || to - from > SESAME_SPF_DOMAIN_MAX)) {
    const char *dot = memchr(from, '.', (size_t)(to - from));
    from = dot ? dot + 1 : to;
    cut = false;
  }
  memcpy(out, from, (size_t)(to - from));
  out[to - from] = '\0';
  return (size_t)(to - from);
}

sesame_status sesame_spf_expand(const sesame_spf_macros *macros, const sesame_spf_record *record,
                                const sesame_spf_term *term, char out[SESAME_SPF_DOMAIN_MAX + 1],
                                size_t *length, char *missing) {
  static const sesame_spf_piece domain = {.letter = 'd', .delimiters = 1};
  const sesame_spf_piece *pieces = term->piece_count ? record->pieces + term->piece : &domain;
  size_t count = term->piece_count ? term->piece_count : 1;
  char buffer[TAIL_MAX];
  tail t = {buffer, buffer + TAIL_MAX, false};
  out[0] = '\0';
  *length = 0;
  *missing = first_missing(macros, pieces, count);
  if (*missing)
    return SESAME_NOT_FOUND;
  while (count && !t.cut)
    tail_piece(&t, macros, record->text, &pieces[--count]);
  *length = fit_name(out, t.at, buffer + TAIL_MAX, t.cut);
  return SESAME_OK;
}

/* Expands the piece of TEXT into OUT behind *USED. */
static sesame_status explain_piece(const sesame_spf_macros *macros, const char *text,
                                   const sesame_spf_piece *piece, char *out, size_t *used) {
  char buffer[SESAME_SPF_EXPLANATION_MAX];
  tail t = {buffer, buffer + sizeof buffer, false};
  if (!tail_piece(&t, macros, text, piece))
    return SESAME_NOT_FOUND;
  size_t length = (size_t)(buffer + sizeof buffer - t.at);
  if (t.cut || length > SESAME_SPF_EXPLANATION_MAX - *used)
    return SESAME_TOO_LONG;
  memcpy(out + *used, t.at, length);
  *used += length;
  return SESAME_OK;
}

sesame_status sesame_spf_explain(const sesame_spf_macros *macros, const char *text, size_t length,
                                 char out[SESAME_SPF_EXPLANATION_MAX + 1], size_t *out_length,
                                 char *missing) {
  sesame_spf_piece piece;
  sesame_status status = length > SESAME_SPF_RECORD_MAX ? SESAME_TOO_LONG : SESAME_OK;
  size_t used = 0;
  *missing = 0;
  for (size_t at = 0; at < length && status == SESAME_OK; at = piece.span.to) {
    if (!sesame_spf_piece_read(text, length, at, true, &piece))
      status = SESAME_BAD_SYNTAX;
    else
      status = explain_piece(macros, text, &piece, out, &used);
    if (status == SESAME_NOT_FOUND)
      *missing = piece.letter;
  }
  *out_length = status == SESAME_OK ? used : 0;
  out[*out_length] = '\0';
  return status;
}

sesame_status sesame_spf_target(sesame_name *out, const char *text, size_t length) {
  size_t used = 1, start = 0, labels = 1;
  sesame_status status = SESAME_OK;
  if (length && text[length - 1] == '.')
    length--;
  for (size_t i = 0; i < length && status == SESAME_OK; i++) {
    uint8_t c = (uint8_t)text[i];
    bool dot = c == '.';
    if ((dot && used == start + 1) || c > '~')
      status = SESAME_BAD_NAME;
    else if (used > SESAME_NAME_MAX - 2 || (!dot && used - start > SESAME_LABEL_MAX))
      status = SESAME_TOO_LONG;
    if (dot) {
      out->wire[start] = (uint8_t)(used - start - 1);
      start = used;
      labels++;
    }
    if (status == SESAME_OK)
      out->wire[used++] = dot ? 0 : (uint8_t)(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  if (status == SESAME_OK && (used == start + 1 || labels < 2))
    status = SESAME_BAD_NAME;
  out->wire[start] = (uint8_t)(used - start - 1);
  out->wire[used] = 0;
  out->length = (uint8_t)(used + 1);
  if (status != SESAME_OK)
    *out = (sesame_name){.length = 1};
  return status;
}

size_t sesame_spf_dotted(const uint8_t *address, size_t octets, char out[SESAME_SPF_DOTTED_MAX]) {
  static const char hex[] = "0123456789ABCDEF";
  char *at = out;
  for (size_t i = 0; i < octets; i++) {
    if (octets == 16) {
      *at++ = hex[address[i] >> 4];
      *at++ = '.';
      *at++ = hex[address[i] & 15];
    } else {
      if (address[i] >= 100)
        *at++ = (char)('0' + address[i] / 100);
      if (address[i] >= 10)
        *at++ = (char)('0' + address[i] / 10 % 10);
      *at++ = (char)('0' + address[i] % 10);
    }
    *at++ = '.';
  }
  *--at = '\0';
  return (size_t)(at - out);
}
