/* SPDX-License-Identifier: MIT */
/* Macro expansion: the examples of RFC 7208 7.4 and what lies at its bounds. */
#include "../../core/spf_macro.h"
#include "check.h"

#include <stdlib.h>

static sesame_spf_text text(const char *bytes) {
  return (sesame_spf_text){bytes, strlen(bytes)};
}

/* The values of RFC 7208 7.4, for an IPv4 or IPv6 client. */
static sesame_spf_macros values(bool six) {
  sesame_spf_macros m;
  memset(&m, 0, sizeof m);
  m.value['s' - 'a'] = text("strong-bad@email.example.com");
  m.value['l' - 'a'] = text("strong-bad");
  m.value['o' - 'a'] = text("email.example.com");
  m.value['d' - 'a'] = text("email.example.com");
  m.value['i' - 'a'] = six ? text("2.0.0.1.0.d.b.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.c.b.0.1")
                           : text("192.0.2.3");
  m.value['v' - 'a'] = six ? text("ip6") : text("in-addr");
  m.value['h' - 'a'] = text("mx.example.org");
  m.value['c' - 'a'] = text("192.0.2.3");
  m.value['r' - 'a'] = text("receiver.example");
  m.value['t' - 'a'] = text("1700000000");
  return m;
}

static const struct {
  const char *rule, *spec;
  bool six;
  const char *want; /* NULL: a letter without a value */
} cases[] = {
    {"7.4 %{s}", "%{s}.x", false, "strong-bad@email.example.com.x"},
    {"7.4 %{o}", "%{o}", false, "email.example.com"},
    {"7.4 %{d}", "%{d}", false, "email.example.com"},
    {"7.4 %{d4}", "%{d4}", false, "email.example.com"},
    {"7.4 %{d3}", "%{d3}", false, "email.example.com"},
    {"7.4 %{d2}", "%{d2}", false, "example.com"},
    {"7.4 %{d1}", "%{d1}.x", false, "com.x"},
    {"7.4 %{dr}", "%{dr}", false, "com.example.email"},
    {"F01 7.4 %{d2r}", "%{d2r}", false, "example.email"},
    {"7.4 %{l}", "%{l}.x", false, "strong-bad.x"},
    {"F01 7.4 %{l-}", "%{l-}.x", false, "strong.bad.x"},
    {"7.4 %{lr}", "%{lr}.x", false, "strong-bad.x"},
    {"F01 7.4 %{lr-}", "%{lr-}.x", false, "bad.strong.x"},
    {"F01 7.4 %{l1r-}", "%{l1r-}.x", false, "strong.x"},
    {"F06 7.4 IPv4", "%{ir}.%{v}._spf.%{d2}", false, "3.2.0.192.in-addr._spf.example.com"},
    {"7.4 local part reversed", "%{lr-}.lp._spf.%{d2}", false, "bad.strong.lp._spf.example.com"},
    {"7.4 both", "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", false,
     "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"},
    {"F06 7.4 IPv6", "%{ir}.%{v}._spf.%{d2}", true,
     "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com"},
    {"F02 escapes", "%%%_%-.x", false, "% %20.x"},
    {"F05 an upper-case letter escapes for URLs", "%{S}.x", false,
     "strong-bad%40email.example.com.x"},
    {"F01 several delimiters", "%{s1-.}.x", false, "com.x"},
    {"F01 a count over the parts keeps all", "%{d128}", false, "email.example.com"},
    {"F01 a count over 65535 keeps all", "%{d99999999999}", false, "email.example.com"},
    {"F12 a final dot is dropped", "%{d}.", false, "email.example.com"},
    {"F08 %{p} waits for its value", "%{p}.x", false, NULL},
};

static void test_expand(void) {
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char record_text[400], out[SESAME_SPF_DOMAIN_MAX + 1], missing = 0;
    size_t length;
    sesame_spf_record *record;
    sesame_spf_macros macros = values(cases[i].six);
    snprintf(record_text, sizeof record_text, "v=spf1 exists:%s", cases[i].spec);
    sesame_spf_record_parse(&record, record_text, strlen(record_text));
    sesame_status status =
        sesame_spf_expand(&macros, record, &record->terms[0], out, &length, &missing);
    if (cases[i].want)
      CHECK(status == SESAME_OK && strcmp(out, cases[i].want) == 0 && length == strlen(out),
            "%s: %s", cases[i].rule, out);
    else
      CHECK(status == SESAME_NOT_FOUND && missing == 'p' && out[0] == '\0', "%s", cases[i].rule);
    sesame_spf_record_free(record);
  }
}

/* F07: over 253 characters left-most labels go, never half a label. */
static void test_long(void) {
  char value[1001], out[SESAME_SPF_DOMAIN_MAX + 1], missing;
  size_t length;
  sesame_spf_record *record;
  sesame_spf_macros macros = values(false);
  for (size_t i = 0; i < 1000; i++)
    value[i] = i % 10 == 9 ? '.' : (char)('a' + i / 10 % 26);
  value[1000] = '\0';
  macros.value['l' - 'a'] = text(value);
  const char *spec = "v=spf1 exists:%{l}example.com";
  sesame_spf_record_parse(&record, spec, strlen(spec));
  CHECK(sesame_spf_expand(&macros, record, &record->terms[0], out, &length, &missing) == SESAME_OK,
        "F07 expands");
  CHECK(length <= SESAME_SPF_DOMAIN_MAX && length > 240, "F07 as much as fits: %zu", length);
  CHECK(strcmp(out + length - 11, "example.com") == 0 && strchr(out, '.') == out + 9,
        "F07 whole labels: %s", out);
  sesame_spf_record_free(record);
}

static const struct {
  const char *rule, *given;
  sesame_status status;
  const char *want;
} explanations[] = {
    {"G01 plain", "go away", SESAME_OK, "go away"},
    {"G01 macros, and those for explanations alone", "%{s} by %{c} at %{t} for %{r}%_!", SESAME_OK,
     "strong-bad@email.example.com by 192.0.2.3 at 1700000000 for receiver.example !"},
    {"G02 a bad macro", "50% off", SESAME_BAD_SYNTAX, ""},
    {"G02 not ASCII", "caf\xC3\xA9", SESAME_BAD_SYNTAX, ""},
    {"G02 %{p} without a value", "%{p}", SESAME_NOT_FOUND, ""},
    {"an empty text", "", SESAME_OK, ""},
};

static void test_explain(void) {
  sesame_spf_macros macros = values(false);
  char out[SESAME_SPF_EXPLANATION_MAX + 1], missing;
  size_t length;
  for (size_t i = 0; i < sizeof explanations / sizeof *explanations; i++) {
    sesame_status status = sesame_spf_explain(
        &macros, explanations[i].given, strlen(explanations[i].given), out, &length, &missing);
    CHECK(status == explanations[i].status && strcmp(out, explanations[i].want) == 0, "%s: %s: %s",
          explanations[i].rule, sesame_status_name(status), out);
  }
  char *long_text = malloc(SESAME_SPF_EXPLANATION_MAX + 2);
  memset(long_text, 'x', SESAME_SPF_EXPLANATION_MAX + 1);
  CHECK(sesame_spf_explain(&macros, long_text, SESAME_SPF_EXPLANATION_MAX, out, &length,
                           &missing) == SESAME_OK,
        "as long as may be");
  CHECK(sesame_spf_explain(&macros, long_text, SESAME_SPF_EXPLANATION_MAX + 1, out, &length,
                           &missing) == SESAME_TOO_LONG,
        "one more");
  free(long_text);
}

#define X63 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const struct {
  const char *rule, *given;
  sesame_status status;
} targets[] = {
    {"a name", "mail.example.com", SESAME_OK},
    {"F12 a final dot", "mail.example.com.", SESAME_OK},
    {"A19 63 octets", X63 ".example", SESAME_OK},
    {"B26 64 octets", X63 "x.example", SESAME_TOO_LONG},
    {"B26 an empty label", "a..example", SESAME_BAD_NAME},
    {"A18 a single label", "example", SESAME_BAD_NAME},
    {"empty", "", SESAME_BAD_NAME},
    {"F11 an octet over 0x7E", "\xC3\xA4.example", SESAME_BAD_NAME},
    {"nothing is an escape", "a\\.b.example", SESAME_OK},
};

static void test_target(void) {
  for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
    sesame_name name;
    sesame_status status = sesame_spf_target(&name, targets[i].given, strlen(targets[i].given));
    CHECK(status == targets[i].status, "%s: %s", targets[i].rule, sesame_status_name(status));
    CHECK(status == SESAME_OK || name.length == 1, "%s: the root on failure", targets[i].rule);
  }
}

static void test_dotted(void) {
  char out[SESAME_SPF_DOTTED_MAX];
  const uint8_t four[] = {192, 0, 2, 3};
  const uint8_t six[16] = {0x20, 0x01, 0x0d, 0xb8, [14] = 0xcb, [15] = 0x01};
  CHECK(sesame_spf_dotted(four, 4, out) == 9 && strcmp(out, "192.0.2.3") == 0, "IPv4: %s", out);
  CHECK(sesame_spf_dotted(six, 16, out) == 63 && strncmp(out, "2.0.0.1.0.", 10) == 0,
        "F06 IPv6: %s", out);
}

int main(void) {
  test_expand();
  test_long();
  test_explain();
  test_target();
  test_dotted();
  return check_report("spf_macro");
}
