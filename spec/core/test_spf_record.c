/* SPDX-License-Identifier: MIT */
/* SPF records: selection, syntax and faults, by the rules of RFC 7208 they follow. */
#include "../../core/spf_record.c"
#include "check.h"

#include <stdio.h>

enum { TEXT_MAX = 1024, MEND_ROUNDS = 8 };

/* ---- selection ---- */

static const struct {
  const char *rule, *text;
  bool is_record;
  const char *near;
} selections[] = {
    {"A01 a record", "v=spf1 -all", true, ""},
    {"A06 the version in any case", "v=SpF1 ~all", true, ""},
    {"A07 the version ends at a space or the end", "v=spf10", false, "version"},
    {"A08 strings joined without a space", "v=spf1mx", false, "glued"},
    {"A10 an empty record", "v=spf1", true, ""},
    {"A10 a space and nothing else", "v=spf1 ", true, ""},
    {"A11 leading space", " v=spf1 -all", false, "leading-space"},
    {"A11 leading tab", "\tv=spf1 -all", false, "leading-space"},
    {"A11 quotation mark", "\"v=spf1 -all\"", false, "quote"},
    {"A11 curly quotation mark", "\xE2\x80\x9Cv=spf1 -all", false, "quote"},
    {"A11 byte order mark", "\xEF\xBB\xBFv=spf1 -all", false, "byte-order-mark"},
    {"A14 a tab behind the version", "v=spf1\t-all", false, "spaced"},
    {"A25 semicolon", "v=spf1; a -all", false, "separator"},
    {"A25 comma", "v=spf1,a", false, "separator"},
    {"A25 no tag", "spf1 a -all", false, "no-tag"},
    {"A25 space in the version", "v=spf 1 a -all", false, "spaced"},
    {"A25 spaces around the equals sign", "v = spf1 -all", false, "spaced"},
    {"A25 no number", "v=spf -all", false, "version"},
    {"A25 another number", "v=spf2 -all", false, "version"},
    {"A25 a decimal", "v=spf1.0 -all", false, "version"},
    {"A25 letters swapped", "v=sfp1 -all", false, "tag"},
    {"A25 a letter l for the digit", "v=spfl a -all", false, "tag"},
    {"A25 glued to a qualifier", "v=spf1-all", false, "glued"},
    {"A26 Sender ID", "spf2.0/pra mx -all", false, "sender-id"},
    {"A26 Sender ID, both scopes", "spf2.0/mfrom,pra mx", false, "sender-id"},
    {"A07 other text", "google-site-verification=abc", false, ""},
    {"A07 a word that begins alike", "spf1record of ours", false, ""},
    {"A07 DMARC", "v=DMARC1; p=none", false, ""},
    {"A07 nothing", "", false, ""},
    {"A07 a part of the version", "v=sp", false, ""},
};

static void test_selection(void) {
  for (size_t i = 0; i < sizeof selections / sizeof *selections; i++) {
    const char *text = selections[i].text;
    size_t length = strlen(text);
    CHECK(sesame_spf_is_record(text, length) == selections[i].is_record, "%s", selections[i].rule);
    const char *near = sesame_spf_near_name(sesame_spf_near_miss(text, length));
    CHECK(strcmp(near, selections[i].near) == 0, "%s: near '%s'", selections[i].rule, near);
  }
  CHECK(!sesame_spf_is_record("v=spf1\0", 7), "A07 a NUL behind the version");
  for (int near = 1; near < SESAME_SPF_NEARS; near++)
    CHECK(*sesame_spf_near_text((sesame_spf_near)near), "near miss %d has a text", near);
}

/* ---- syntax ---- */

/* CODES: of the faults in order, "(code)" for those that are no error. MENDED: the text with all
 * suggestions taken; NULL when that is the text itself. */
static const struct {
  const char *rule, *text, *codes, *mended;
} records[] = {
    {"A10 empty", "v=spf1", "", NULL},
    {"A13 high octet", "v=spf1 a:\x80.example.net -all", "non-ascii", NULL},
    {"A13 high octet in a result",
     "v=spf1 a:example.net \x96"
     "all",
     "non-ascii", NULL},
    {"A13 delete", "v=spf1 a:\x7F.net", "control-character", NULL},
    {"A14 carriage return", "v=spf1 a:x.example.com\rptr -all", "control-character",
     "v=spf1 a:x.example.com ptr -all"},
    {"A14 tab", "v=spf1 a\tmx", "control-character", "v=spf1 a mx"},
    {"A15 spaces", "v=spf1  a   -all  ", "", NULL},
    {"B01 a fault behind all", "v=spf1 -all moo", "unknown-mechanism", NULL},
    {"B02 a bare word", "v=spf1 moo", "unknown-mechanism", NULL},
    {"B03 unknown modifier", "v=spf1 moo.cow-far_out=man:dog/cat", "", NULL},
    {"B04 slash in a modifier's name", "v=spf1 moo.cow/far_out=x", "bad-modifier-name", NULL},
    {"B04 colon in a modifier's name", "v=spf1 moo.cow:far_out=x", "bad-modifier-name", NULL},
    {"B04 digit first", "v=spf1 1up=foo", "bad-modifier-name", NULL},
    {"B04 no name", "v=spf1 =all", "bad-modifier-name", NULL},
    {"B05 unknown modifier's macros", "v=spf1 foo=%abc", "bad-macro", NULL},
    {"B05 they may be those of explanations", "v=spf1 foo=%{c}", "", NULL},
    {"B06 redirect with a colon", "v=spf1 redirect:x.example.com", "modifier-colon",
     "v=spf1 redirect=x.example.com"},
    {"B07 all and a dot", "v=spf1 -all.", "unknown-mechanism", NULL},
    {"B07 all and a value", "v=spf1 -all:x", "unexpected-value", "v=spf1 -all"},
    {"B07 all and a length", "v=spf1 -all/8", "unexpected-cidr", "v=spf1 -all"},
    {"B08 include alone", "v=spf1 include", "missing-value", NULL},
    {"B08 include of nothing", "v=spf1 include: -all", "empty-value", NULL},
    {"B08 include and a length", "v=spf1 include:x.com/24", "unexpected-cidr",
     "v=spf1 include:x.com"},
    {"B09 a of nothing", "v=spf1 a:", "empty-value", "v=spf1 a"},
    {"B09 mx of nothing", "v=spf1 mx:", "empty-value", "v=spf1 mx"},
    {"B09 ptr of nothing", "v=spf1 ptr:", "empty-value", "v=spf1 ptr"},
    {"B09 exists of nothing", "v=spf1 exists:", "empty-value", NULL},
    {"B09 exists alone", "v=spf1 exists", "missing-value", NULL},
    {"B10 ptr and a length", "v=spf1 ptr/0", "unexpected-cidr", "v=spf1 ptr"},
    {"B10 exists and a length", "v=spf1 exists:x.com/24", "unexpected-cidr", NULL},
    {"B11 a over 32", "v=spf1 a/33", "cidr-range", NULL},
    {"B11 ip4 over 32", "v=spf1 ip4:1.2.3.4/33", "cidr-range", NULL},
    {"B11 zero", "v=spf1 a/0 ip4:1.2.3.4/0 a//0 mx/0//0", "", NULL},
    {"B12 mx over 128", "v=spf1 mx//129", "cidr-range", NULL},
    {"B12 ip6 over 128", "v=spf1 ip6:::1/129", "cidr-range", NULL},
    {"B12 a number beyond all", "v=spf1 a/99999999999999999999", "cidr-range", NULL},
    {"B13 leading zero", "v=spf1 ip4:1.2.3.4/032", "leading-zero", "v=spf1 ip4:1.2.3.4/32"},
    {"B13 zeros alone", "v=spf1 a/00", "leading-zero", "v=spf1 a/0"},
    {"B14 dual lengths", "v=spf1 a/24//64 a:x.com//64 mx:x.com/24", "", NULL},
    {"B15 single slash between", "v=spf1 a/24/64", "bad-cidr", "v=spf1 a/24//64"},
    {"B15 ip4 with two", "v=spf1 ip4:1.2.3.4//32", "bad-cidr", "v=spf1 ip4:1.2.3.4/32"},
    {"B15 ip6 with two", "v=spf1 ip6:::1//33", "bad-cidr", "v=spf1 ip6:::1/33"},
    {"B15 a slash alone", "v=spf1 a/", "bad-cidr", NULL},
    {"B15 two lengths of IPv6", "v=spf1 a//64//64", "bad-cidr", NULL},
    {"B15 text for a length", "v=spf1 a/x mx/foo//64 a/24//x -all", "bad-cidr bad-cidr bad-cidr",
     NULL},
    {"B15 text behind a length", "v=spf1 a/24x mx//64y", "bad-cidr bad-cidr", NULL},
    {"B15 a dot behind a length", "v=spf1 a/24. mx/24//64.", "bad-cidr bad-cidr",
     "v=spf1 a/24 mx/24//64"},
    {"B15 an address for a length", "v=spf1 a/192.0.2.0/24 ~mx/2001:db8::/32",
     "address-as-name address-as-name", "v=spf1 ip4:192.0.2.0/24 ~ip6:2001:db8::/32"},
    {"B15 a mask for a length", "v=spf1 a/255.255.255.0 mx/255.255.255.255 a/255.0.0.0",
     "bad-cidr bad-cidr bad-cidr", "v=spf1 a/24 mx/32 a/8"},
    {"B15 a mask with a gap", "v=spf1 a/255.0.255.0", "bad-cidr", NULL},
    {"B15 a slash for the colon",
     "v=spf1 a/mail.x.com mx//x.com/24 ptr/x.com. include/x.com ip4/192.0.2.0/24 exists/%{i}.x.com",
     "slash-for-colon slash-for-colon slash-for-colon slash-for-colon slash-for-colon "
     "slash-for-colon",
     "v=spf1 a:mail.x.com mx:x.com/24 ptr:x.com. include:x.com ip4:192.0.2.0/24 exists:%{i}.x.com"},
    {"B15 a slash for a space", "v=spf1 a/include:x.com -all", "separator",
     "v=spf1 a include:x.com -all"},
    {"B15 a term glued to a length", "v=spf1 a/24-all", "glued-terms", "v=spf1 a/24 -all"},
    {"B10 ptr and a dot", "v=spf1 ptr/.", "unexpected-cidr", "v=spf1 ptr"},
    {"B10 ptr and a word", "v=spf1 ptr/x", "unexpected-cidr", NULL},
    {"B16 three octets", "v=spf1 ip4:1.2.3", "bad-ip4", NULL},
    {"B16 a port", "v=spf1 ip4:1.2.3.4:8080", "bad-ip4", NULL},
    {"B16 no address", "v=spf1 ip4", "missing-value", NULL},
    {"B16 an octet over 255", "v=spf1 ip4:1.2.3.256", "bad-ip4", NULL},
    {"B17 host bits", "v=spf1 ip4:192.0.2.10/24", "", NULL},
    {"B18 IPv6 forms", "v=spf1 ip6:::1.1.1.1/0 ip6:Cafe:Babe:8000::/33", "", NULL},
    {"B18 two double colons", "v=spf1 ip6::CAFE::BABE", "bad-ip6", NULL},
    {"B18 a zone", "v=spf1 ip6:fe80::1%eth0", "bad-ip6", NULL},
    {"B19 IPv6 in ip4", "v=spf1 ip4:2001:db8::1", "wrong-family", "v=spf1 ip6:2001:db8::1"},
    {"B19 IPv4 in ip6", "v=spf1 ip6:192.0.2.1/24", "wrong-family", "v=spf1 ip4:192.0.2.1/24"},
    {"B20 numeric top label", "v=spf1 a:abc.123", "bad-toplabel", NULL},
    {"B20 hyphen first", "v=spf1 a:example.-com", "bad-toplabel", NULL},
    {"B20 hyphen last", "v=spf1 a:example.com-", "bad-toplabel", NULL},
    {"B20 one label", "v=spf1 a:museum", "single-label", NULL},
    {"B20 one label and a dot", "v=spf1 a:museum.", "single-label", NULL},
    {"B20 a dot alone", "v=spf1 a:.", "bad-toplabel", NULL},
    {"B21 an A-label", "v=spf1 a:foo.example.xn--zckzah", "", NULL},
    {"B22 a port", "v=spf1 a:example.com:8080", "bad-toplabel", NULL},
    {"B22 colon and slash in a name", "v=spf1 a:foo:bar/baz.example.com", "(odd-name)", NULL},
    {"B23 final dot", "v=spf1 include:x.example.com. redirect=y.example.com.", "", NULL},
    {"B25 an empty label is no fault of syntax", "v=spf1 a:mail.example...com a:.com",
     "(empty-label) (empty-label)", NULL},
    {"B27 names in any case", "v=spf1 IP4:1.2.3.4 Include:x.com ALL REDIRECT=x.com", "", NULL},
    {"B28 two redirects", "v=spf1 redirect=a.com redirect=b.com", "duplicate-modifier",
     "v=spf1 redirect=a.com "},
    {"B28 two exps", "v=spf1 exp=a.com -all Exp=b.com", "duplicate-modifier", NULL},
    {"B29 two unknown modifiers", "v=spf1 foo=a foo=b", "", NULL},
    {"B30 exp of nothing", "v=spf1 exp= -all", "empty-value", NULL},
    {"B30 redirect of a term", "v=spf1 redirect=-all", "single-label", NULL},
    {"B30 exp of a term", "v=spf1 exp=-all", "single-label", NULL},
    {"B31 default", "v=spf1 default=pass", "", NULL},
    {"B33 commas", "v=spf1 include:a.com, include:b.com, -all", "separator separator",
     "v=spf1 include:a.com include:b.com -all"},
    {"B33 semicolons", "v=spf1 a; mx; -all;", "separator separator separator", "v=spf1 a mx -all"},
    {"B33 a comma and no space", "v=spf1 ip4:1.2.3.4,ip4:1.2.3.5", "separator",
     "v=spf1 ip4:1.2.3.4 ip4:1.2.3.5"},
    {"B33 a comma alone", "v=spf1 a , mx", "separator", NULL},
    {"B33 legal, yet no name", "v=spf1 include:a.com,include:b.com", "(separator)",
     "v=spf1 include:a.com include:b.com"},
    {"B33 in an unknown modifier", "v=spf1 foo=bar, x=;", "", NULL},
    {"B33 curly quotes", "v=spf1 include:\xE2\x80\x9Cx.com\xE2\x80\x9D",
     "typographic-character typographic-character", "v=spf1 include:x.com"},
    {"B33 a dash for a hyphen",
     "v=spf1 \xE2\x80\x93"
     "all",
     "typographic-character", "v=spf1 -all"},
    {"B33 no-break space", "v=spf1 a\xC2\xA0mx", "typographic-character", "v=spf1 a mx"},
    {"B33 zero-width space", "v=spf1 a:x\xE2\x80\x8B.com", "typographic-character",
     "v=spf1 a:x.com"},
    {"B33 straight quotes", "v=spf1 a \"mx\" -all\"", "quote quote quote", "v=spf1 a mx -all"},
    {"B34 ipv4", "v=spf1 ipv4:192.0.2.1", "unknown-mechanism", "v=spf1 ip4:192.0.2.1"},
    {"B34 ip", "v=spf1 ip:192.0.2.1 ip:2001:db8::1", "unknown-mechanism unknown-mechanism",
     "v=spf1 ip4:192.0.2.1 ip6:2001:db8::1"},
    {"B34 includes", "v=spf1 includes:x.com inlcude:y.com", "unknown-mechanism unknown-mechanism",
     "v=spf1 include:x.com include:y.com"},
    {"B34 a dot for the colon", "v=spf1 include.x.com", "unknown-mechanism",
     "v=spf1 include:x.com"},
    {"B34 two names as near", "v=spf1 ip5:192.0.2.1", "unknown-mechanism", NULL},
    {"B34 bare address", "v=spf1 192.0.2.0/24 ~2001:db8::/32", "bare-address bare-address",
     "v=spf1 ip4:192.0.2.0/24 ~ip6:2001:db8::/32"},
    {"B34 bare name", "v=spf1 example.com", "bare-name", NULL},
    {"B34 misspelt redirect", "v=spf1 rediect=x.com", "(near-modifier)", "v=spf1 redirect=x.com"},
    {"B34 space behind the colon", "v=spf1 include: x.com ip4: 1.2.3.4",
     "space-after-colon space-after-colon", "v=spf1 include:x.com ip4:1.2.3.4"},
    {"B34 space for the colon", "v=spf1 include x.com -all", "space-for-colon",
     "v=spf1 include:x.com -all"},
    {"B34 space behind the qualifier", "v=spf1 a - all", "space-after-qualifier", "v=spf1 a -all"},
    {"B34 a qualifier alone", "v=spf1 a -", "unknown-mechanism", NULL},
    {"B35 duplicates", "v=spf1 ip4:192.0.2.1 ip4:192.0.2.1", "", NULL},
    {"B36 modifiers for mechanisms", "v=spf1 ip4=1.2.3.4 include=x.com a=y.com ipv4=1.2.3.4",
     "(modifier-for-mechanism) (modifier-for-mechanism) (modifier-for-mechanism) "
     "(modifier-for-mechanism)",
     "v=spf1 ip4:1.2.3.4 include:x.com a:y.com ip4:1.2.3.4"},
    {"B36 of nothing", "v=spf1 mx= all=", "(modifier-for-mechanism) (modifier-for-mechanism)",
     "v=spf1 mx all"},
    {"B36 with a qualifier", "v=spf1 -include=x.com", "qualified-modifier",
     "v=spf1 -include:x.com"},
    {"B36 a qualified redirect", "v=spf1 -redirect=x.com", "qualified-modifier",
     "v=spf1 redirect=x.com"},
    {"B37 two records joined", "v=spf1 a v=spf1 mx", "(second-version)", "v=spf1 a  mx"},
    {"B38 leading zero in an octet", "v=spf1 ip4:010.0.0.1", "leading-zero", "v=spf1 ip4:10.0.0.1"},
    {"B39 an address for a name", "v=spf1 a:192.0.2.1 mx:1.2.3.4/24 include:2001:db8::1",
     "address-as-name address-as-name address-as-name",
     "v=spf1 ip4:192.0.2.1 ip4:1.2.3.4/24 ip6:2001:db8::1"},
    {"B40 glued all", "v=spf1 include:x.example.com~all", "glued-terms",
     "v=spf1 include:x.example.com ~all"},
    {"B40 glued to an address", "v=spf1 ip4:192.0.2.1-all", "glued-terms",
     "v=spf1 ip4:192.0.2.1 -all"},
    {"B40 glued mechanisms", "v=spf1 ip4:192.0.2.1ip4:192.0.2.2", "glued-terms",
     "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2"},
    {"B40 glued, yet a name", "v=spf1 include:x.example.com-all", "(glued-terms)",
     "v=spf1 include:x.example.com -all"},
    {"F03 no brace", "v=spf1 exists:%(ir).sbl.com", "bad-macro", NULL},
    {"F03 a percent sign inside", "v=spf1 exists:foo%.sbl.com", "bad-macro", NULL},
    {"F03 a percent sign at the end", "v=spf1 exists:foo.com%", "bad-macro", NULL},
    {"F03 unknown letter", "v=spf1 a:%{a}.com", "bad-macro", NULL},
    {"F03 no letter", "v=spf1 a:%{}.com", "bad-macro", NULL},
    {"F03 not closed", "v=spf1 a:%{d", "bad-macro", NULL},
    {"F03 rubbish inside", "v=spf1 a:%{d!}.com", "bad-macro", NULL},
    {"F04 letters of explanations", "v=spf1 a:%{c}.com exp=%{R}.com",
     "explanation-macro explanation-macro", NULL},
    {"F05 upper case", "v=spf1 a:%{S}.example.com", "", NULL},
    {"F10 zero parts", "v=spf1 a:%{d0}.com", "bad-macro", NULL},
    {"F12 text behind the last macro", "v=spf1 a:%{d}x", "bad-domain-end", NULL},
    {"F12 a macro at the end", "v=spf1 a:x.%{d} exists:%{l1r+-}.%{d} a:%%%_%-", "", NULL},
    {"lint: no version", "ip4:1.2.3.4 -all", "version", "v=spf1 ip4:1.2.3.4 -all"},
    {"lint: quoted", "\"v=spf1 a -all\"", "version quote", "v=spf1 a -all"},
    {"lint: v=spf 1", "v=spf 1 a -all", "version", "v=spf1 a -all"},
    {"lint: v=spf1;", "v=spf1;a -all", "version", "v=spf1 a -all"},
    {"lint: glued version", "v=spf1include:x.com -all", "version", "v=spf1 include:x.com -all"},
    {"lint: Sender ID", "spf2.0/pra mx", "version", NULL},
};

/* The codes of RECORD's faults as the table writes them. */
static void codes_of(const sesame_spf_record *record, char out[TEXT_MAX]) {
  size_t used = 0;
  out[0] = '\0';
  for (size_t i = 0; i < record->fault_count; i++) {
    const sesame_spf_fault *f = &record->faults[i];
    used += (size_t)snprintf(out + used, TEXT_MAX - used, f->fatal ? "%s%s" : "%s(%s)",
                             i ? " " : "", f->code);
  }
}

static void take_suggestions(const sesame_spf_record *record, char out[TEXT_MAX]) {
  size_t used = 0, at = 0;
  for (size_t i = 0; i < record->fault_count; i++) {
    const sesame_spf_fault *f = &record->faults[i];
    if (f->suggestion && f->span.from >= at) {
      used += (size_t)snprintf(out + used, TEXT_MAX - used, "%.*s%s", (int)(f->span.from - at),
                               record->text + at, f->suggestion);
      at = f->span.to;
    }
  }
  snprintf(out + used, TEXT_MAX - used, "%s", record->text + at);
}

static void mend(const char *text, char out[TEXT_MAX]) {
  char before[TEXT_MAX];
  snprintf(out, TEXT_MAX, "%s", text);
  for (int round = 0; round < MEND_ROUNDS; round++) {
    sesame_spf_record *record;
    memcpy(before, out, TEXT_MAX);
    if (sesame_spf_record_parse(&record, before, strlen(before)) != SESAME_OK)
      return;
    take_suggestions(record, out);
    sesame_spf_record_free(record);
    if (strcmp(out, before) == 0)
      return;
  }
}

static void test_syntax(void) {
  for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
    const char *rule = records[i].rule, *text = records[i].text;
    char codes[TEXT_MAX], out[TEXT_MAX];
    sesame_spf_record *record;
    sesame_spf_record_parse(&record, text, strlen(text));
    codes_of(record, codes);
    CHECK(strcmp(codes, records[i].codes) == 0, "%s: %s: '%s'", rule, text, codes);
    bool fatal = false;
    for (const char *code = records[i].codes; *code; code += strspn(code, " ")) {
      fatal |= *code != '(';
      code += strcspn(code, " ");
    }
    CHECK(record->valid == !fatal, "%s: %s: valid", rule, text);
    CHECK(sesame_spf_record_render(record, out, sizeof out) == strlen(text) &&
              strcmp(out, text) == 0,
          "%s: rendered '%s'", rule, out);
    sesame_spf_record_free(record);
    if (!records[i].mended)
      continue;
    mend(text, out);
    CHECK(strcmp(out, records[i].mended) == 0, "%s: mended '%s'", rule, out);
  }
}

/* ---- terms ---- */

static bool spans(const sesame_spf_record *r, sesame_span span, const char *text) {
  return (size_t)(span.to - span.from) == strlen(text) &&
         memcmp(r->text + span.from, text, strlen(text)) == 0;
}

static void test_terms(void) {
  static const char text[] = "v=spf1 -a:x.%{D2r+-}.com/24//64 IP4:192.0.2.10/28 ip6:2001:db8::1 "
                             "?all redirect=r.example exp=e.example foo=%_";
  sesame_spf_record *r;
  sesame_spf_record_parse(&r, text, strlen(text));
  CHECK(r->valid && r->term_count == 7 && r->fault_count == 0, "a record of seven terms");
  CHECK(r->all == 3 && r->redirect == 4 && r->exp == 5, "the first all, redirect and exp");
  const sesame_spf_term *a = &r->terms[0];
  CHECK(a->kind == SESAME_SPF_A && a->qualifier == '-' && a->qualified, "qualifier");
  CHECK(spans(r, a->span, "-a:x.%{D2r+-}.com/24//64") && spans(r, a->name, "a"), "spans");
  CHECK(spans(r, a->value, "x.%{D2r+-}.com") && spans(r, a->cidr, "/24//64"), "value, lengths");
  CHECK(a->prefix4 == 24 && a->prefix6 == 64, "B14 dual lengths");
  CHECK(a->macros == 1u << ('d' - 'a') && a->piece_count == 3, "pieces");
  const sesame_spf_piece *p = &r->pieces[a->piece + 1];
  CHECK(p->letter == 'd' && p->url_escape && p->reverse && p->parts == 2, "a macro");
  CHECK(p->delimiters == (1 << 2 | 1 << 1) && spans(r, p->span, "%{D2r+-}"), "its delimiters");
  const sesame_spf_term *four = &r->terms[1], *six = &r->terms[2];
  CHECK(four->kind == SESAME_SPF_IP4 && four->prefix4 == 28 && four->qualifier == '+' &&
            !four->qualified && memcmp(four->address, "\300\0\2\12", 4) == 0,
        "B32 no qualifier is +; B17 host bits are kept");
  CHECK(six->prefix6 == 128 && six->address[15] == 1 && six->address[0] == 0x20, "ip6");
  CHECK(r->terms[4].qualifier == 0 && spans(r, r->terms[4].value, "r.example"), "a modifier");
  CHECK(r->terms[6].kind == SESAME_SPF_MODIFIER, "an unknown modifier survives");
  sesame_spf_record_free(r);
}

/* The first fault of what follows "v=spf1 ", by its place in the text. */
static const struct {
  const char *term, *code;
  unsigned from, to;
  const char *suggestion;
} places[] = {
    {"a/x", "bad-cidr", 1, 3, NULL},
    {"a/192.0.2.0/24", "address-as-name", 0, 2, "ip4:"},
    {"mx/foo//64", "bad-cidr", 2, 6, NULL},
    {"a/24//x", "bad-cidr", 4, 7, NULL},
    {"-ptr/.", "unexpected-cidr", 4, 6, ""},
    {"a/24/x.com", "bad-cidr", 4, 10, NULL},
    {"a/24.", "bad-cidr", 4, 5, ""},
    {"a/255.255.255.0", "bad-cidr", 1, 15, "/24"},
    {"a/255.0.255.0", "bad-cidr", 1, 13, NULL},
    {"a/mail.example.com/24", "slash-for-colon", 1, 2, ":"},
    {"a//64//64", "bad-cidr", 5, 9, NULL},
    {"a/", "bad-cidr", 1, 2, NULL},
};

static void test_places(void) {
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    char text[TEXT_MAX];
    const char *wanted = places[i].suggestion;
    sesame_spf_record *r;
    size_t length = (size_t)snprintf(text, sizeof text, "v=spf1 %s", places[i].term);
    sesame_spf_record_parse(&r, text, length);
    const sesame_spf_fault *f = r->faults;
    CHECK(r->fault_count == 1 && strcmp(f->code, places[i].code) == 0, "%s: %s", text, f->code);
    CHECK(f->span.from == 7 + places[i].from && f->span.to == 7 + places[i].to, "%s: %d to %d",
          text, f->span.from - 7, f->span.to - 7);
    CHECK((!wanted && !f->suggestion) ||
              (wanted && f->suggestion && strcmp(wanted, f->suggestion) == 0),
          "%s: suggestion '%s'", text, f->suggestion ? f->suggestion : "none");
    CHECK(!r->terms[0].has_value && r->terms[0].value.from == r->terms[0].value.to, "%s: no value",
          text);
    sesame_spf_record_free(r);
  }
}

static void test_costs(void) {
  static const char costing[] = "include a mx ptr exists redirect";
  for (int kind = 0; kind < SESAME_SPF_KINDS; kind++) {
    const char *name = sesame_spf_kind_name((sesame_spf_kind)kind);
    bool expected = false;
    for (const char *at = costing; *at; at += strspn(at, " ")) {
      size_t length = strcspn(at, " ");
      expected |= strlen(name) == length && memcmp(at, name, length) == 0;
      at += length;
    }
    CHECK(sesame_spf_kind_costs((sesame_spf_kind)kind) == expected, "D01 %s", name);
  }
}

/* ---- bounds ---- */

static void test_bounds(void) {
  static char text[SESAME_SPF_RECORD_MAX + 1];
  sesame_spf_record *r;
  CHECK(sesame_spf_record_parse(&r, text, sizeof text) == SESAME_TOO_LONG && !r, "too long");
  memset(text, '%', sizeof text);
  CHECK(sesame_spf_record_parse(&r, text, SESAME_SPF_RECORD_MAX) == SESAME_OK, "percent signs");
  sesame_spf_record_free(r);
  for (size_t i = 0; i < sizeof text; i++)
    text[i] = "x "[i % 2];
  memcpy(text, "v=spf1 ", 7);
  CHECK(sesame_spf_record_parse(&r, text, SESAME_SPF_RECORD_MAX) == SESAME_OK, "many faults");
  CHECK(r->fault_count == SESAME_SPF_FAULTS_MAX && r->fault_total == r->term_count,
        "faults beyond the list are counted");
  sesame_spf_record_free(r);
  CHECK(sesame_spf_record_parse(&r, "v=spf1 a:x\0.com", 15) == SESAME_OK && !r->valid,
        "B24 a NUL is a fault");
  CHECK(strcmp(r->faults[0].code, "control-character") == 0 && r->faults[0].span.from == 10,
        "B24 and has a place");
  sesame_spf_record_free(r);
  char small[8];
  sesame_spf_record_parse(&r, "v=spf1 a mx -all", 16);
  CHECK(sesame_spf_record_render(r, small, sizeof small) == 16 && strcmp(small, "v=spf1 ") == 0,
        "rendering is cut at its buffer");
  CHECK(sesame_spf_record_render(r, NULL, 0) == 16, "rendering only measures");
  sesame_spf_record_free(r);
  sesame_spf_record_free(NULL);
}

int main(void) {
  test_selection();
  test_syntax();
  test_terms();
  test_places();
  test_costs();
  test_bounds();
  return check_report("spf_record");
}
