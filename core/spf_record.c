/* SPDX-License-Identifier: MIT */
/* Text -> terms, RFC 7208 4.6.1 and 12. What stands behind a term's name is read in spf_term.c. */
#include "spf_record_internal.h"

#include <stdlib.h>
#include <string.h>

/* Terms and pieces that TEXT can hold at most. */
static void count_most(const char *text, size_t length, size_t *terms, size_t *pieces) {
  const char *end = text + length, *at = text;
  size_t words = 0, percents = 0;
  while (at < end) {
    if (*at == ' ') {
      at++;
      continue;
    }
    words++;
    at = memchr(at, ' ', (size_t)(end - at));
    if (!at)
      break;
  }
  for (at = text; at < end && (at = memchr(at, '%', (size_t)(end - at))) != NULL; at++)
    percents++;
  *terms = words;
  *pieces = words + 2 * percents;
}

/* One block: the record, its terms, its pieces, its text and a NUL. */
static sesame_spf_record *make_record(spf_parser *p) {
  size_t terms, pieces;
  count_most(p->text, p->length, &terms, &pieces);
  size_t terms_size = terms * sizeof(sesame_spf_term);
  size_t pieces_size = pieces * sizeof(sesame_spf_piece);
  sesame_spf_record *record = malloc(sizeof *record + terms_size + pieces_size + p->length + 1);
  if (!record)
    return NULL;
  p->terms = (sesame_spf_term *)(record + 1);
  p->pieces = (sesame_spf_piece *)(p->terms + terms);
  char *text = (char *)(p->pieces + pieces);
  memcpy(text, p->text, p->length);
  text[p->length] = '\0';
  p->text = text;
  *record = (sesame_spf_record){.text = text,
                                .length = p->length,
                                .terms = p->terms,
                                .pieces = p->pieces,
                                .valid = true,
                                .all = -1,
                                .redirect = -1,
                                .exp = -1};
  p->record = record;
  return record;
}

/* Remembers the first all, redirect and exp; a second redirect or exp is a fault, RFC 7208 6. */
static void note_first(spf_parser *p, const sesame_spf_term *term) {
  sesame_spf_record *record = p->record;
  int index = (int)(term - p->terms);
  if (term->kind == SESAME_SPF_ALL && record->all < 0)
    record->all = index;
  if (term->kind != SESAME_SPF_REDIRECT && term->kind != SESAME_SPF_EXP)
    return;
  int *first = term->kind == SESAME_SPF_REDIRECT ? &record->redirect : &record->exp;
  if (*first < 0)
    *first = index;
  else
    sesame_parse_fault(p, FAULT_DUPLICATE_MODIFIER, term->span.from, term->span.to, "");
}

static bool modifier_name(const char *text, size_t from, size_t to) {
  for (size_t i = from; i < to; i++) {
    char c = text[i], l = (char)(c | 32);
    bool letter = l >= 'a' && l <= 'z';
    bool more = (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    if (!letter && !(more && i > from))
      return false;
  }
  return from < to;
}

static void read_modifier(spf_parser *p, sesame_spf_term *term) {
  size_t from = term->name.from, to = term->name.to;
  term->has_value = true;
  term->value = (sesame_span){(uint16_t)(to + 1), term->span.to};
  if (term->qualified) {
    sesame_parse_fault_modifier(p, term);
    return;
  }
  term->qualifier = 0;
  if (!modifier_name(p->text, from, to)) {
    sesame_parse_fault(p, FAULT_MODIFIER_NAME, from, to + 1, NULL);
    return;
  }
  term->kind = sesame_parse_modifier_named(p->text + from, to - from);
  if (term->kind == SESAME_SPF_NO_TERM) {
    term->kind = SESAME_SPF_MODIFIER;
    sesame_parse_fault_modifier(p, term);
  }
  sesame_parse_read_modifier_value(p, term);
}

/* Reads the term in SPAN, of printable ASCII only. */
static void read_term(spf_parser *p, sesame_spf_term *term) {
  size_t at = term->span.from, to = term->span.to;
  char first = p->text[at];
  if (first == '+' || first == '-' || first == '?' || first == '~') {
    term->qualified = true;
    term->qualifier = first;
    at++;
  }
  size_t end = sesame_parse_name_end(p->text, at, to);
  term->name = (sesame_span){(uint16_t)at, (uint16_t)end};
  if (end < to && p->text[end] == '=') {
    read_modifier(p, term);
  } else {
    term->kind = sesame_parse_mechanism_named(p->text + at, end - at);
    if (term->kind == SESAME_SPF_NO_TERM)
      sesame_parse_fault_mechanism(p, term);
    else
      sesame_parse_read_argument(p, term, end, to);
  }
  note_first(p, term);
}

/* Whether the text from FROM to TO is an unknown modifier, in whose value ",", ";" and quotes are
 * as good as letters. */
static bool unknown_modifier(const spf_parser *p, size_t from, size_t to) {
  size_t end = sesame_parse_name_end(p->text, from, to);
  return end < to && p->text[end] == '=' && modifier_name(p->text, from, end) &&
         sesame_parse_modifier_named(p->text + from, end - from) == SESAME_SPF_NO_TERM;
}

/* Takes punctuation that is not part of the term off both its ends, with a fault for each. False
 * when nothing is left. */
static bool trim_punctuation(spf_parser *p, size_t *from, size_t *to) {
  if (*from < *to && (p->text[*from] == '"' || p->text[*from] == '\'')) {
    sesame_parse_fault(p, FAULT_QUOTE, *from, *from + 1, "");
    ++*from;
  }
  while (*from < *to) {
    char c = p->text[*to - 1];
    bool quote = c == '"' || c == '\'';
    if ((!quote && c != ',' && c != ';') || unknown_modifier(p, *from, *to))
      break;
    sesame_parse_fault(p, quote ? FAULT_QUOTE : FAULT_SEPARATOR, *to - 1, *to, "");
    --*to;
  }
  return *from < *to;
}

/* What a space between two words means. */
typedef enum spf_space { SPACE_BETWEEN_TERMS, SPACE_AFTER_QUALIFIER, SPACE_IN_TERM } spf_space;

/* A space where none belongs, between the words FROM..TO and NEXT..NEXT_END: "include: x",
 * "include x", "- all". */
static spf_space judge_space(spf_parser *p, size_t from, size_t to, size_t next, size_t next_end) {
  const char *text = p->text;
  bool term = sesame_parse_looks_like_term(text, next, next_end);
  if (to - from == 1 && strchr("+-?~", text[from])) {
    if (term)
      sesame_parse_fault(p, FAULT_SPACE_AFTER_QUALIFIER, to, next, "");
    return term ? SPACE_AFTER_QUALIFIER : SPACE_BETWEEN_TERMS;
  }
  if (strchr("+-?~", text[from]))
    from++;
  size_t end = sesame_parse_name_end(text, from, to);
  bool equals = end < to && text[end] == '=';
  sesame_spf_kind kind = equals ? sesame_parse_modifier_named(text + from, end - from)
                                : sesame_parse_mechanism_named(text + from, end - from);
  if (term || kind == SESAME_SPF_NO_TERM || kind == SESAME_SPF_ALL)
    return SPACE_BETWEEN_TERMS;
  if (end + 1 == to && text[end] != '/') {
    sesame_parse_fault(p, FAULT_SPACE_AFTER_COLON, to, next, "");
    return SPACE_IN_TERM;
  }
  if (end == to && (kind == SESAME_SPF_INCLUDE || kind >= SESAME_SPF_EXISTS)) {
    sesame_parse_fault(p, FAULT_SPACE_FOR_COLON, to, next, ":");
    return SPACE_IN_TERM;
  }
  return SPACE_BETWEEN_TERMS;
}

/* The end of the word at FROM; *PLAIN tells whether it is printable ASCII throughout. */
static size_t word_end(const spf_parser *p, size_t from, bool *plain) {
  *plain = true;
  for (; from < p->length && p->text[from] != ' '; from++)
    if (p->text[from] < '!' || p->text[from] > '~')
      *plain = false;
  return from;
}

static size_t skip_spaces(const spf_parser *p, size_t at) {
  while (at < p->length && p->text[at] == ' ')
    at++;
  return at;
}

/* Whether the word at TEXT can have lost what a space should not have parted from it: it ends in a
 * separator, or is no longer than a qualifier and a name. It saves most words the look. */
static bool may_lack_its_end(const char *text, size_t length) {
  char last = text[length - 1];
  return last == ':' || last == '=' ||
         (length <= sizeof "redirect" && strchr("46eEsS+-?~", last) != NULL);
}

/* Reads a word of printable ASCII, and the next one too when it should have been glued to it;
 * returns where that ends. */
static size_t read_plain_word(spf_parser *p, sesame_spf_term *term) {
  size_t from = term->span.from, to = term->span.to, next = skip_spaces(p, to), next_end;
  bool next_plain;
  if (next < p->length && may_lack_its_end(p->text + from, to - from)) {
    next_end = word_end(p, next, &next_plain);
    spf_space space = judge_space(p, from, to, next, next_end);
    if (space == SPACE_IN_TERM && !next_plain)
      sesame_parse_fault_characters(p, next, next_end);
    if (space != SPACE_BETWEEN_TERMS)
      return space == SPACE_IN_TERM ? next_end : to;
  }
  sesame_span whole = term->span;
  if (trim_punctuation(p, &from, &to)) {
    term->span = (sesame_span){(uint16_t)from, (uint16_t)to};
    read_term(p, term);
    term->span = whole;
  }
  return whole.to;
}

/* Reads the word at FROM as a term; returns where it ends. */
static size_t read_word(spf_parser *p, size_t from) {
  sesame_spf_record *record = p->record;
  bool plain, valid = record->valid;
  size_t to = word_end(p, from, &plain);
  sesame_spf_term *term = &p->terms[record->term_count++];
  *term = (sesame_spf_term){.span = {(uint16_t)from, (uint16_t)to},
                            .kind = SESAME_SPF_NO_TERM,
                            .qualifier = '+',
                            .prefix4 = 32,
                            .prefix6 = 128,
                            .piece = (uint16_t)record->piece_count};
  record->valid = true; /* for this term */
  if (plain)
    to = read_plain_word(p, term);
  else
    sesame_parse_fault_characters(p, from, to);
  term->span.to = (uint16_t)to;
  term->valid = record->valid;
  record->valid = valid && term->valid;
  return to;
}

static void read_version(spf_parser *p) {
  sesame_span *version = &p->record->version;
  sesame_spf_near near = sesame_parse_find_version(p->text, p->length, version);
  if (near == SESAME_SPF_NEAR_NOT && version->to)
    return;
  bool glued = version->to < p->length && p->text[version->to] != ' ';
  if (near == SESAME_SPF_NEAR_SENDER_ID)
    sesame_parse_fault(p, FAULT_SENDER_ID, 0, version->to, NULL);
  else
    sesame_parse_fault(p, FAULT_VERSION, 0, version->to, glued ? "v=spf1 " : "v=spf1");
}

static int by_place(const void *a, const void *b) {
  const sesame_spf_fault *x = a, *y = b;
  return x->span.from != y->span.from ? x->span.from - y->span.from : x->span.to - y->span.to;
}

sesame_status sesame_spf_record_parse(sesame_spf_record **out, const char *text, size_t length) {
  *out = NULL;
  if (length > SESAME_SPF_RECORD_MAX)
    return SESAME_TOO_LONG;
  spf_parser p = {.text = text, .length = length};
  if (!make_record(&p))
    return SESAME_NO_MEMORY;
  read_version(&p);
  for (size_t at = skip_spaces(&p, p.record->version.to); at < length; at = skip_spaces(&p, at))
    at = read_word(&p, at);
  if (p.no_memory) {
    sesame_spf_record_free(p.record);
    return SESAME_NO_MEMORY;
  }
  if (p.faults && p.record->fault_count > 1)
    qsort(p.faults, p.record->fault_count, sizeof *p.faults, by_place);
  *out = p.record;
  return SESAME_OK;
}

void sesame_spf_record_free(sesame_spf_record *record) {
  if (!record)
    return;
  free((void *)record->faults);
  free(record);
}
