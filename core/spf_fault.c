/* SPDX-License-Identifier: MIT */
/* What can be wrong with an SPF record, in stable codes and words, and guesses at what was meant.
 */
#include "spf_record_internal.h"

#include <stdlib.h>
#include <string.h>

static const struct {
  const char *code, *reason;
  bool fatal;
} rows[FAULT_COUNT] = {
    [FAULT_VERSION] = {"version", "the text does not start with v=spf1 and a space", true},
    [FAULT_SENDER_ID] = {"version", "Sender ID records (spf2.0) are dead and no SPF", true},
    [FAULT_UNKNOWN_MECHANISM] = {"unknown-mechanism", "no mechanism has this name", true},
    [FAULT_BARE_ADDRESS] = {"bare-address", "an address needs ip4: or ip6: before it", true},
    [FAULT_BARE_NAME] = {"bare-name",
                         "a name needs a mechanism before it, such as include: or a:", true},
    [FAULT_MODIFIER_COLON] = {"modifier-colon", "this modifier takes = instead of a colon", true},
    [FAULT_QUALIFIED_MODIFIER] = {"qualified-modifier", "a modifier takes no qualifier", true},
    [FAULT_MODIFIER_NAME] = {"bad-modifier-name",
                             "a modifier's name starts with a letter and goes on with letters, "
                             "digits, hyphens, underscores and dots",
                             true},
    [FAULT_DUPLICATE_MODIFIER] = {"duplicate-modifier", "this modifier may appear only once", true},
    [FAULT_MISSING_VALUE] = {"missing-value", "this mechanism needs a colon and a value", true},
    [FAULT_EMPTY_VALUE] = {"empty-value", "nothing follows", true},
    [FAULT_UNEXPECTED_VALUE] = {"unexpected-value", "this mechanism takes no value", true},
    [FAULT_UNEXPECTED_CIDR] = {"unexpected-cidr", "this mechanism takes no prefix length", true},
    [FAULT_BAD_CIDR] = {"bad-cidr", "this is no prefix length", true},
    [FAULT_CIDR_RANGE] = {"cidr-range", "the prefix length is over 32 (IPv4) or 128 (IPv6)", true},
    [FAULT_LEADING_ZERO] = {"leading-zero", "numbers are written without leading zeros", true},
    [FAULT_BAD_IP4] = {"bad-ip4", "this is no IPv4 address", true},
    [FAULT_BAD_IP6] = {"bad-ip6", "this is no IPv6 address", true},
    [FAULT_WRONG_FAMILY] = {"wrong-family", "the address is of the other family", true},
    [FAULT_ADDRESS_AS_NAME] = {"address-as-name",
                               "this mechanism takes a name; addresses belong in ip4: or ip6:",
                               true},
    [FAULT_SINGLE_LABEL] = {"single-label", "the name has no dot, so it is not a full domain name",
                            true},
    [FAULT_TOPLABEL] = {"bad-toplabel",
                        "the last label of the name is not of letters, digits and inner hyphens, "
                        "or of digits alone",
                        true},
    [FAULT_DOMAIN_END] = {"bad-domain-end",
                          "behind its last macro a name goes on with a dot and a label, or ends",
                          true},
    [FAULT_BAD_MACRO] = {"bad-macro", "a % must start %{letter...}, %%, %_ or %-", true},
    [FAULT_EXPLANATION_MACRO] = {"explanation-macro",
                                 "the macros c, r and t are for explanations only", true},
    [FAULT_CONTROL_CHARACTER] = {"control-character",
                                 "a control character; terms are separated by spaces alone", true},
    [FAULT_TYPOGRAPHIC] = {"typographic-character",
                           "a typographic character that a word processor or web page put in",
                           true},
    [FAULT_NON_ASCII] = {"non-ascii", "only printable ASCII may stand in an SPF record", true},
    [FAULT_SEPARATOR] = {"separator", "terms are separated by spaces alone", true},
    [FAULT_QUOTE] = {"quote",
                     "a quotation mark that belongs to the zone file's syntax, not to the "
                     "record",
                     true},
    [FAULT_SPACE_AFTER_COLON] = {"space-after-colon", "no space may stand here", true},
    [FAULT_SPACE_FOR_COLON] = {"space-for-colon", "a space stands here in place of a colon", true},
    [FAULT_SLASH_FOR_COLON] = {"slash-for-colon", "a slash stands here in place of a colon", true},
    [FAULT_SPACE_AFTER_QUALIFIER] = {"space-after-qualifier",
                                     "no space may stand behind a qualifier", true},
    [FAULT_GLUED] = {"glued-terms", "the space between two terms is missing", true},
    [FAULT_LEGAL_SEPARATOR] = {"separator",
                               "all of this reads as one name; terms are separated by spaces",
                               false},
    [FAULT_LEGAL_GLUED] = {"glued-terms",
                           "all of this reads as one name; a space seems to be missing", false},
    [FAULT_MODIFIER_FOR_MECHANISM] = {"modifier-for-mechanism",
                                      "with = this is an unknown modifier, which is ignored and "
                                      "authorises nobody; the mechanism takes a colon",
                                      false},
    [FAULT_SECOND_VERSION] = {"second-version",
                              "a second v=spf1 in one record is ignored; two records seem to have "
                              "been joined",
                              false},
    [FAULT_ODD_NAME] = {"odd-name", "no name that can be looked up holds this", false},
    [FAULT_EMPTY_LABEL] = {"empty-label", "a label of the name is empty, so it can be no name",
                           false},
    [FAULT_NEAR_MODIFIER] = {"near-modifier",
                             "an unknown modifier is ignored; this looks like a known one", false},
};

void sesame_parse_fault(spf_parser *p, spf_fault_id id, size_t from, size_t to,
                        const char *suggestion) {
  sesame_spf_record *record = p->record;
  if (rows[id].fatal)
    record->valid = false;
  if (!p->faults) {
    p->faults = malloc(SESAME_SPF_FAULTS_MAX * sizeof *p->faults);
    p->no_memory = p->no_memory || !p->faults;
    record->faults = p->faults;
  }
  record->fault_total++;
  if (!p->faults || record->fault_count == SESAME_SPF_FAULTS_MAX)
    return;
  p->faults[record->fault_count++] = (sesame_spf_fault){.code = rows[id].code,
                                                        .reason = rows[id].reason,
                                                        .suggestion = suggestion,
                                                        .span = {(uint16_t)from, (uint16_t)to},
                                                        .fatal = rows[id].fatal};
}

/* Characters that come from word processors and web pages, and what they stand for. */
static const struct {
  const char *first, *last; /* UTF-8, of equal length; the last octet runs from one to the other */
  const char *meant;
} typographic[] = {
    {"\xE2\x80\x98", "\xE2\x80\x9F", ""},  /* quotation marks */
    {"\xE2\x80\x90", "\xE2\x80\x95", "-"}, /* hyphens and dashes */
    {"\xE2\x88\x92", "\xE2\x88\x92", "-"}, /* minus sign */
    {"\xEF\xB9\xA3", "\xEF\xB9\xA3", "-"}, /* small hyphen-minus */
    {"\xEF\xBC\x8D", "\xEF\xBC\x8D", "-"}, /* full-width hyphen-minus */
    {"\xC2\xA0", "\xC2\xA0", " "},         /* no-break space */
    {"\xE2\x80\x80", "\xE2\x80\x8A", " "}, /* spaces of a given width */
    {"\xE2\x80\xA8", "\xE2\x80\xA9", " "}, /* line and paragraph separators */
    {"\xE2\x80\xAF", "\xE2\x80\xAF", " "}, /* narrow no-break space */
    {"\xE3\x80\x80", "\xE3\x80\x80", " "}, /* ideographic space */
    {"\xC2\xAD", "\xC2\xAD", ""},          /* soft hyphen */
    {"\xE2\x80\x8B", "\xE2\x80\x8F", ""},  /* zero-width characters and marks */
    {"\xE2\x81\xA0", "\xE2\x81\xA0", ""},  /* word joiner */
    {"\xEF\xBB\xBF", "\xEF\xBB\xBF", ""},  /* byte order mark */
    {"\xCB\x9C", "\xCB\x9C", "~"},         /* small tilde */
    {"\xE2\x88\xBC", "\xE2\x88\xBC", "~"}, /* tilde operator */
    {"\xEF\xBD\x9E", "\xEF\xBD\x9E", "~"}, /* full-width tilde */
    {"\xEF\xBC\x9A", "\xEF\xBC\x9A", ":"}, /* full-width colon */
    {"\xEF\xBC\x9D", "\xEF\xBC\x9D", "="}, /* full-width equals sign */
};

/* The length of the typographic character at TEXT, or 0; *MEANT is what it stands for. */
static size_t find_typographic(const char *text, size_t length, const char **meant) {
  for (size_t i = 0; i < sizeof typographic / sizeof *typographic; i++) {
    size_t octets = strlen(typographic[i].first), head = octets - 1;
    uint8_t first = (uint8_t)typographic[i].first[head];
    uint8_t last = (uint8_t)typographic[i].last[head];
    if (length < octets || memcmp(text, typographic[i].first, head) != 0)
      continue;
    if ((uint8_t)text[head] < first || (uint8_t)text[head] > last)
      continue;
    *meant = typographic[i].meant;
    return octets;
  }
  return 0;
}

static bool high(char c) {
  return (uint8_t)c >= 0x80;
}

void sesame_parse_fault_characters(spf_parser *p, size_t from, size_t to) {
  const char *text = p->text, *meant = NULL;
  while (from < to) {
    size_t end = from + 1, octets;
    if (high(text[from]) && (octets = find_typographic(text + from, to - from, &meant))) {
      end = from + octets;
      sesame_parse_fault(p, FAULT_TYPOGRAPHIC, from, end, meant);
    } else if (high(text[from])) {
      while (end < to && high(text[end]) && !find_typographic(text + end, to - end, &meant))
        end++;
      sesame_parse_fault(p, FAULT_NON_ASCII, from, end, NULL);
    } else if (text[from] < '!' || text[from] == 0x7F) {
      bool space = text[from] >= '\t' && text[from] <= '\r';
      sesame_parse_fault(p, FAULT_CONTROL_CHARACTER, from, end, space ? " " : NULL);
    }
    from = end;
  }
}

enum { NAME_NEAR_MAX = 16 }; /* longer names are not compared */

static int least(int a, int b, int c) {
  int ab = a < b ? a : b;
  return ab < c ? ab : c;
}

/* Insertions, deletions, changes and swaps of neighbours that lead from TEXT to WORD (optimal
 * string alignment); LENGTH up to NAME_NEAR_MAX. */
static int distance(const char *text, size_t length, const char *word) {
  int rows_[3][NAME_NEAR_MAX + 1] = {0};
  int *before = rows_[0], *above = rows_[1], *row = rows_[2];
  size_t wide = strlen(word);
  for (size_t j = 0; j <= wide; j++)
    above[j] = (int)j;
  for (size_t i = 1; i <= length; i++) {
    row[0] = (int)i;
    for (size_t j = 1; j <= wide; j++) {
      char a = (char)(text[i - 1] | 32), b = word[j - 1];
      row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b));
      if (i > 1 && j > 1 && a == word[j - 2] && (text[i - 2] | 32) == b && before[j - 2] < row[j])
        row[j] = before[j - 2] + 1;
    }
    int *free_row = before;
    before = above;
    above = row;
    row = free_row;
  }
  return above[wide];
}

/* The known name nearest to TEXT, NULL when none is near or two are equally near. */
static const char *nearest(const char *text, size_t length) {
  static const char *const words[] = {"include", "exists", "redirect", "ip4", "ip6",
                                      "all",     "ptr",    "mx",       "exp"};
  const char *best = NULL;
  int best_distance = length < 5 ? 2 : 3;
  if (length < 2 || length > NAME_NEAR_MAX)
    return NULL;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    int d = distance(text, length, words[i]);
    if (d > best_distance || d >= (int)strlen(words[i]))
      continue;
    best = d == best_distance ? NULL : words[i];
    best_distance = d;
  }
  return best;
}

/* Names people write for others; "ip" depends on the value. */
static const char *alias(const char *text, size_t length, bool colons) {
  static const char *const pairs[][2] = {
      {"ipv4", "ip4"},    {"ipv6", "ip6"},     {"ip-4", "ip4"},       {"ip-6", "ip6"},
      {"ip4v", "ip4"},    {"ip6v", "ip6"},     {"v4", "ip4"},         {"v6", "ip6"},
      {"inc", "include"}, {"exist", "exists"}, {"redir", "redirect"}, {"explanation", "exp"}};
  if (sesame_parse_text_is(text, length, "ip") || sesame_parse_text_is(text, length, "ipaddress"))
    return colons ? "ip6" : "ip4";
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
    if (sesame_parse_text_is(text, length, pairs[i][0]))
      return pairs[i][1];
  return nearest(text, length);
}

bool sesame_parse_address_like(const char *text, size_t length, bool *six) {
  uint8_t address[16];
  size_t bare = 0;
  while (bare < length && text[bare] != '/')
    bare++;
  *six = sesame_parse_read_ip6(text, bare, address);
  return *six || sesame_parse_read_ip4(text, bare, address);
}

/* "~all" or "ip4:" inside FROM..TO: where the second term starts, or 0. */
static size_t find_glue(const char *text, size_t from, size_t to) {
  size_t end = from; /* of the name that begins at a place: never before that of an earlier one */
  for (size_t i = from + 1; i < to; i++) {
    bool qualified = strchr("+-?~", text[i]) != NULL;
    size_t name = i + qualified;
    if (end < name)
      end = sesame_parse_name_end(text, name, to);
    sesame_spf_kind kind = sesame_parse_mechanism_named(text + name, end - name);
    if (kind == SESAME_SPF_NO_TERM && end < to && text[end] == '=')
      kind = sesame_parse_modifier_named(text + name, end - name);
    bool value = end < to && text[end] != '/';
    bool long_name = end - name > 2 && kind != SESAME_SPF_ALL;
    if (kind != SESAME_SPF_NO_TERM && (qualified || (value && long_name)))
      return i;
  }
  return 0;
}

static size_t find_separator(const char *text, size_t from, size_t to) {
  for (size_t i = from; i < to; i++)
    if (text[i] == ',' || text[i] == ';')
      return i;
  return 0;
}

bool sesame_parse_fault_joined(spf_parser *p, size_t from, size_t to) {
  size_t at = find_separator(p->text, from, to);
  if (at) {
    sesame_parse_fault(p, FAULT_SEPARATOR, at, at + 1, " ");
    return true;
  }
  at = find_glue(p->text, from, to);
  if (at)
    sesame_parse_fault(p, FAULT_GLUED, at, at, " ");
  return at != 0;
}

/* "include.example.com", "ip4;192.0.2.1": a known name, and punctuation for the colon. */
static bool fault_wrong_colon(spf_parser *p, size_t from, size_t to) {
  static const char *const words[] = {"include", "exists", "redirect", "ip4", "ip6"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t end = from + strlen(words[i]);
    if (end + 1 < to && strchr(".;,-_", p->text[end]) &&
        sesame_parse_text_is(p->text + from, end - from, words[i])) {
      sesame_parse_fault(p, FAULT_UNKNOWN_MECHANISM, end, end + 1, words[i][0] == 'r' ? "=" : ":");
      return true;
    }
  }
  return false;
}

void sesame_parse_fault_mechanism(spf_parser *p, const sesame_spf_term *term) {
  const char *text = p->text;
  size_t from = term->name.from, end = term->name.to, to = term->span.to;
  bool colon = end < to && text[end] == ':', six;
  if (colon && sesame_parse_modifier_named(text + from, end - from) != SESAME_SPF_NO_TERM) {
    sesame_parse_fault(p, FAULT_MODIFIER_COLON, end, end + 1, "=");
    return;
  }
  if (sesame_parse_address_like(text + from, to - from, &six)) {
    sesame_parse_fault(p, FAULT_BARE_ADDRESS, from, from, six ? "ip6:" : "ip4:");
    return;
  }
  if (fault_wrong_colon(p, from, to))
    return;
  bool colons = colon && memchr(text + end + 1, ':', to - end - 1);
  const char *meant = alias(text + from, end - from, colons);
  if (!meant && (memchr(text + from, '.', end - from) || !colon) &&
      sesame_parse_fault_joined(p, from, to))
    return;
  const char *equals = memchr(text + end, '=', to - end);
  if (!meant && equals) {
    sesame_parse_fault(p, FAULT_MODIFIER_NAME, from, (size_t)(equals - text), NULL);
    return;
  }
  if (!meant && memchr(text + from, '.', end - from) && !colon) {
    sesame_parse_fault(p, FAULT_BARE_NAME, from, end, NULL);
    return;
  }
  bool all = meant && strcmp(meant, "all") == 0; /* alone it lets everybody pass: no guess */
  sesame_parse_fault(p, FAULT_UNKNOWN_MECHANISM, from, end, all ? NULL : meant);
}

void sesame_parse_fault_modifier(spf_parser *p, const sesame_spf_term *term) {
  const char *text = p->text;
  size_t from = term->name.from, end = term->name.to, to = term->span.to;
  bool modifier = sesame_parse_modifier_named(text + from, end - from) != SESAME_SPF_NO_TERM;
  bool mechanism = sesame_parse_mechanism_named(text + from, end - from) != SESAME_SPF_NO_TERM;
  const char *meant = modifier || mechanism ? NULL : alias(text + from, end - from, false);
  if (meant && strcmp(meant, "redirect") != 0 && strcmp(meant, "exp") != 0)
    mechanism = true;
  if (term->qualified) {
    if (mechanism)
      sesame_parse_fault(p, FAULT_QUALIFIED_MODIFIER, end, end + 1, ":");
    else
      sesame_parse_fault(p, FAULT_QUALIFIED_MODIFIER, from - 1, from, modifier ? "" : NULL);
  } else if (mechanism) {
    bool all = sesame_parse_text_is(text + from, end - from, "all");
    sesame_parse_fault(p, FAULT_MODIFIER_FOR_MECHANISM, end, all ? to : end + 1, all ? "" : ":");
  } else if (sesame_parse_text_is(text + from, to - from, "v=spf1")) {
    sesame_parse_fault(p, FAULT_SECOND_VERSION, from, to, "");
  } else if (meant && end - from > 3) {
    sesame_parse_fault(p, FAULT_NEAR_MODIFIER, from, end, meant);
  }
}

void sesame_parse_fault_domain(spf_parser *p, const sesame_spf_term *term, spf_fault_id id) {
  size_t from = term->value.from, to = term->value.to;
  bool six;
  if (sesame_parse_address_like(p->text + from, to - from, &six)) {
    bool modifier = term->qualifier == 0;
    sesame_parse_fault(p, FAULT_ADDRESS_AS_NAME, term->name.from,
                       modifier ? term->name.to + 1 : term->name.to,
                       six ? (modifier ? "ip6:" : "ip6") : (modifier ? "ip4:" : "ip4"));
  } else if (!sesame_parse_fault_joined(p, from, to)) {
    sesame_parse_fault(p, id, from, to, NULL);
  }
}

/* In the literal text of TERM's name: what no name holds, and labels that are empty. The grammar
 * allows both. */
static void doubt_name(spf_parser *p, const sesame_spf_term *term) {
  const char *text = p->text;
  for (size_t i = 0; i < term->piece_count; i++) {
    const sesame_spf_piece *piece = &p->pieces[term->piece + i];
    for (size_t at = piece->span.from; !piece->letter && at < piece->span.to; at++) {
      bool first = at == term->value.from || text[at - 1] == '.';
      if (strchr(":;,/\\\"'`<>()[]|", text[at])) {
        sesame_parse_fault(p, FAULT_ODD_NAME, at, at + 1, NULL);
        return;
      }
      if (text[at] == '.' && first) {
        sesame_parse_fault(p, FAULT_EMPTY_LABEL, at, at + 1, NULL);
        return;
      }
    }
  }
}

void sesame_parse_doubt_domain(spf_parser *p, const sesame_spf_term *term) {
  const char *text = p->text;
  size_t from = term->value.from, to = term->value.to;
  if (to - from > 4 && sesame_parse_text_is(text + to - 4, 4, "-all")) {
    sesame_parse_fault(p, FAULT_LEGAL_GLUED, to - 4, to - 4, " ");
    return;
  }
  bool joined = memchr(text + from, ':', to - from) || memchr(text + from, '=', to - from);
  size_t at = joined ? find_glue(text, from, to) : 0, separator = find_separator(text, from, to);
  if (at && separator && separator < at)
    sesame_parse_fault(p, FAULT_LEGAL_SEPARATOR, separator, separator + 1, " ");
  else if (at)
    sesame_parse_fault(p, FAULT_LEGAL_GLUED, at, at, " ");
  else
    doubt_name(p, term);
}

/* Zeros before the digits of an octet of VALUE: a fault for the first such octet. */
static bool fault_zero_octet(spf_parser *p, size_t from, size_t to) {
  const char *text = p->text;
  for (size_t i = from; i + 1 < to; i++) {
    bool start = i == from || text[i - 1] == '.';
    if (!start || text[i] != '0' || text[i + 1] < '0' || text[i + 1] > '9')
      continue;
    size_t end = i;
    while (end + 1 < to && text[end] == '0' && text[end + 1] >= '0' && text[end + 1] <= '9')
      end++;
    sesame_parse_fault(p, FAULT_LEADING_ZERO, i, end, "");
    return true;
  }
  return false;
}

void sesame_parse_fault_address(spf_parser *p, const sesame_spf_term *term) {
  const char *text = p->text;
  size_t from = term->value.from, to = term->value.to;
  bool six, four = term->kind == SESAME_SPF_IP4;
  if (sesame_parse_address_like(text + from, to - from, &six)) {
    sesame_parse_fault(p, FAULT_WRONG_FAMILY, term->name.from, term->name.to, six ? "ip6" : "ip4");
    return;
  }
  if (sesame_parse_fault_joined(p, from, to))
    return;
  if (!four || !fault_zero_octet(p, from, to))
    sesame_parse_fault(p, four ? FAULT_BAD_IP4 : FAULT_BAD_IP6, from, to, NULL);
}
