/* SPDX-License-Identifier: MIT */
/* What stands behind the name of a term: domain-spec, addresses, CIDR lengths (RFC 7208 5, 6, 7.1,
 * 12). */
#include "spf_record_internal.h"

#include <string.h>

static bool digit(char c) {
  return c >= '0' && c <= '9';
}

/* Reads pieces until VALUE's end; false (with a fault) at what is no macro-string. */
static bool read_pieces(spf_parser *p, sesame_spf_term *term, bool explanation) {
  sesame_spf_record *record = p->record;
  term->piece = (uint16_t)record->piece_count;
  size_t at = term->value.from, to = term->value.to;
  while (at < to) {
    sesame_spf_piece *piece = &p->pieces[record->piece_count];
    if (!sesame_spf_piece_read(p->text, to, at, explanation, piece)) {
      bool known = piece->letter && strchr("crt", piece->letter);
      sesame_parse_fault(p, known ? FAULT_EXPLANATION_MACRO : FAULT_BAD_MACRO, piece->span.from,
                         piece->span.to, NULL);
      record->piece_count = term->piece;
      term->piece_count = 0;
      return false;
    }
    if (piece->letter >= 'a')
      term->macros |= UINT32_C(1) << (piece->letter - 'a');
    record->piece_count++;
    term->piece_count++;
    at = piece->span.to;
  }
  return true;
}

/* domain-end, RFC 7208 7.1: a macro, or a dot and a top label and perhaps a dot. */
static void check_domain_end(spf_parser *p, const sesame_spf_term *term) {
  const sesame_spf_piece *last = &p->pieces[term->piece + term->piece_count - 1];
  if (last->letter)
    return;
  const char *text = p->text;
  size_t from = last->span.from, to = last->span.to;
  if (to - from > 1 && text[to - 1] == '.')
    to--;
  size_t label = to;
  while (label > from && text[label - 1] != '.')
    label--;
  if (label == from)
    sesame_parse_fault_domain(p, term,
                              term->piece_count > 1 ? FAULT_DOMAIN_END : FAULT_SINGLE_LABEL);
  else if (!sesame_spf_toplabel(text + label, to - label))
    sesame_parse_fault_domain(p, term, FAULT_TOPLABEL);
  else
    sesame_parse_doubt_domain(p, term);
}

static void read_domain(spf_parser *p, sesame_spf_term *term) {
  if (term->value.from == term->value.to)
    sesame_parse_fault(p, FAULT_EMPTY_VALUE, (size_t)(term->value.from - 1), term->value.from,
                       term->kind == SESAME_SPF_A || term->kind == SESAME_SPF_MX ||
                               term->kind == SESAME_SPF_PTR
                           ? ""
                           : NULL);
  else if (read_pieces(p, term, false))
    check_domain_end(p, term);
}

void sesame_parse_read_modifier_value(spf_parser *p, sesame_spf_term *term) {
  if (term->kind == SESAME_SPF_MODIFIER)
    read_pieces(p, term, true);
  else
    read_domain(p, term);
}

/* The digits behind the SLASHES at *AT, up to the next slash or TO, as a prefix length up to MOST.
 */
static bool read_length(spf_parser *p, const sesame_spf_term *term, size_t *at, size_t slashes,
                        unsigned most, uint8_t *out) {
  const char *text = p->text;
  size_t from = *at + slashes, to = from;
  unsigned value = 0;
  bool digits = true;
  for (; to < term->cidr.to && text[to] != '/'; to++) {
    digits = digits && digit(text[to]);
    value = value > 1000 ? value : value * 10 + (unsigned)(text[to] - '0');
  }
  if (to == from || !digits) {
    sesame_parse_fault_length(p, term, *at, to);
    return false;
  }
  if (to - from > 1 && text[from] == '0') {
    size_t zeros = from;
    while (zeros < to - 1 && text[zeros] == '0')
      zeros++;
    sesame_parse_fault(p, FAULT_LEADING_ZERO, from, zeros, "");
    return false;
  }
  if (value > most) {
    sesame_parse_fault(p, FAULT_CIDR_RANGE, from, to, NULL);
    return false;
  }
  *out = (uint8_t)value;
  *at = to;
  return true;
}

/* Whether a slash and then digits alone stand from AT to TO. */
static bool one_length(const char *text, size_t at, size_t to) {
  size_t from = at++;
  while (at < to && digit(text[at]))
    at++;
  return at == to && at > from + 1;
}

/* "/24", "//64", "/24//64" (RFC 7208 5.3, 5.6); for ip4 and ip6 one length alone. */
static void read_cidr(spf_parser *p, sesame_spf_term *term) {
  size_t at = term->cidr.from, to = term->cidr.to;
  const char *text = p->text;
  bool dual = term->kind == SESAME_SPF_A || term->kind == SESAME_SPF_MX;
  bool six = at + 1 < to && text[at + 1] == '/';
  if (!dual && six) {
    sesame_parse_fault(p, FAULT_BAD_CIDR, at, at + 2, "/");
    return;
  }
  if (!six) {
    bool is_six = term->kind == SESAME_SPF_IP6;
    uint8_t *length = is_six ? &term->prefix6 : &term->prefix4;
    if (!read_length(p, term, &at, 1, is_six ? 128 : 32, length))
      return;
  }
  if (dual && at + 1 < to && text[at + 1] == '/' &&
      !read_length(p, term, &at, 2, 128, &term->prefix6))
    return;
  bool doubled = dual && !six && one_length(text, at, to);
  if (at < to)
    sesame_parse_fault(p, FAULT_BAD_CIDR, at, doubled ? at + 1 : to, doubled ? "//" : NULL);
}

/* Splits FROM..TO, behind a colon, into value and CIDR lengths: these are the last run of digits
 * and slashes, from its first slash on. Without a colon lengths alone can follow. */
static void split_cidr(const char *text, sesame_spf_term *term, size_t from, size_t to) {
  size_t at = term->has_value ? to : from;
  while (at > from && (digit(text[at - 1]) || text[at - 1] == '/'))
    at--;
  while (at < to && text[at] != '/')
    at++;
  term->value = (sesame_span){(uint16_t)from, (uint16_t)at};
  term->cidr = (sesame_span){(uint16_t)at, (uint16_t)to};
}

static void read_address(spf_parser *p, sesame_spf_term *term) {
  const char *value = p->text + term->value.from;
  size_t length = (size_t)(term->value.to - term->value.from);
  if (length == 0)
    sesame_parse_fault(p, FAULT_EMPTY_VALUE, (size_t)(term->value.from - 1), term->value.from,
                       NULL);
  else if (term->kind == SESAME_SPF_IP4 ? !sesame_parse_read_ip4(value, length, term->address)
                                        : !sesame_parse_read_ip6(value, length, term->address))
    sesame_parse_fault_address(p, term);
}

void sesame_parse_read_argument(spf_parser *p, sesame_spf_term *term, size_t from, size_t to) {
  sesame_spf_kind kind = term->kind;
  bool address = kind == SESAME_SPF_IP4 || kind == SESAME_SPF_IP6;
  term->has_value = from < to && p->text[from] == ':';
  if (kind == SESAME_SPF_ALL) {
    if (from < to)
      sesame_parse_fault(p, term->has_value ? FAULT_UNEXPECTED_VALUE : FAULT_UNEXPECTED_CIDR, from,
                         to, "");
    return;
  }
  split_cidr(p->text, term, from + term->has_value, to);
  size_t cidr = term->cidr.from;
  if (!term->has_value && (address || kind == SESAME_SPF_INCLUDE || kind == SESAME_SPF_EXISTS)) {
    if (from == to || !sesame_parse_fault_slash(p, term))
      sesame_parse_fault(p, FAULT_MISSING_VALUE, term->name.to, term->name.to, NULL);
    return;
  }
  if (address)
    read_address(p, term);
  else if (term->has_value)
    read_domain(p, term);
  if (cidr == to)
    return;
  if (address || kind == SESAME_SPF_A || kind == SESAME_SPF_MX)
    read_cidr(p, term);
  else
    sesame_parse_fault_length(p, term, cidr, to);
}
