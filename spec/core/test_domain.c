/* SPDX-License-Identifier: MIT */
#include "../../core/domain.c"
#include "check.h"

#include <stdlib.h>

#define X10 "xxxxxxxxxx"
#define X63 X10 X10 X10 X10 X10 X10 "xxx"
#define X61 X10 X10 X10 X10 X10 X10 "x"

static const struct {
  const char *rule, *text;
  sesame_status status;
  const char *formatted; /* NULL: as given */
} parse_cases[] = {
    {"RFC 1035 5.1 plain name", "mail.example.com", SESAME_OK, NULL},
    {"final dot is dropped", "mail.example.com.", SESAME_OK, "mail.example.com"},
    {"root", ".", SESAME_OK, "."},
    {"case is kept", "Mail.Example", SESAME_OK, NULL},
    {"escaped dot", "john\\.doe.example", SESAME_OK, NULL},
    {"decimal escape of a letter", "\\097.example", SESAME_OK, "a.example"},
    {"decimal escape of NUL", "a\\000b.example", SESAME_OK, NULL},
    {"space is shown escaped", "a b.example", SESAME_OK, "a\\032b.example"},
    {"byte over 0x7F is shown escaped", "\xC3\xA4.example", SESAME_OK, "\\195\\164.example"},
    {"underscore and star need no escape", "*._domainkey.example", SESAME_OK, NULL},
    {"empty text", "", SESAME_BAD_NAME, NULL},
    {"empty label", "a..b", SESAME_BAD_NAME, NULL},
    {"leading dot", ".a", SESAME_BAD_NAME, NULL},
    {"two final dots", "a..", SESAME_BAD_NAME, NULL},
    {"escape at the end", "a\\", SESAME_BAD_NAME, NULL},
    {"decimal escape cut short", "a\\01", SESAME_BAD_NAME, NULL},
    {"decimal escape over 255", "a\\256", SESAME_BAD_NAME, NULL},
    {"A19 label of 63 octets", X63 ".example", SESAME_OK, NULL},
    {"A18 label of 64 octets", X63 "x.example", SESAME_TOO_LONG, NULL},
    {"name of 255 octets", X63 "." X63 "." X63 "." X61, SESAME_OK, NULL},
    {"name of 255 octets, dot", X63 "." X63 "." X63 "." X61 ".", SESAME_OK,
     X63 "." X63 "." X63 "." X61},
    {"name of 256 octets", X63 "." X63 "." X63 "." X61 "x", SESAME_TOO_LONG, NULL},
    {"name of 257 octets", X63 "." X63 "." X63 "." X63, SESAME_TOO_LONG, NULL},
    {"one label too many", X63 "." X63 "." X63 "." X61 ".a", SESAME_TOO_LONG, NULL},
};

static void test_parse(void) {
  for (size_t i = 0; i < sizeof parse_cases / sizeof *parse_cases; i++) {
    sesame_name name, again;
    char text[SESAME_NAME_TEXT_MAX];
    const char *given = parse_cases[i].text;
    sesame_status status = sesame_name_parse(&name, given, strlen(given));
    CHECK(status == parse_cases[i].status, "%s: %s", parse_cases[i].rule,
          sesame_status_name(status));
    if (status != SESAME_OK) {
      CHECK(name.length == 1, "%s: the root on failure", parse_cases[i].rule);
      continue;
    }
    size_t length = sesame_name_format(&name, text);
    const char *wanted = parse_cases[i].formatted ? parse_cases[i].formatted : given;
    CHECK(strcmp(text, wanted) == 0 && length == strlen(text), "%s: %s", parse_cases[i].rule, text);
    CHECK(sesame_name_parse(&again, text, length) == SESAME_OK && sesame_name_equal(&name, &again),
          "%s: reads back", parse_cases[i].rule);
  }
}

static sesame_name make(const char *text) {
  sesame_name name;
  sesame_name_parse(&name, text, strlen(text));
  return name;
}

static const struct {
  const char *name, *ancestor;
  bool within;
} within_cases[] = {
    {"a.example.com", "example.com", true},
    {"example.com", "EXAMPLE.com", true},
    {"example.com", "a.example.com", false},
    {"xexample.com", "example.com", false},
    {"x\\.example.com", "example.com", false},
    {"anything.at.all", ".", true},
    {"a.b", "c.b", false},
};

static void test_relations(void) {
  for (size_t i = 0; i < sizeof within_cases / sizeof *within_cases; i++) {
    sesame_name name = make(within_cases[i].name), ancestor = make(within_cases[i].ancestor);
    CHECK(sesame_name_within(&name, &ancestor) == within_cases[i].within, "%s within %s",
          within_cases[i].name, within_cases[i].ancestor);
  }
  sesame_name upper = make("A.Example"), small = make("a.eXAMPLE"), other = make("b.example");
  CHECK(sesame_name_equal(&upper, &small), "RFC 4343 case is ignored");
  CHECK(sesame_name_hash(&upper) == sesame_name_hash(&small), "equal names hash alike");
  CHECK(!sesame_name_equal(&upper, &other), "other name");
  sesame_name_lower(&upper);
  CHECK(memcmp(upper.wire, make("a.example").wire, upper.length) == 0, "lower");
}

/* The example of RFC 4034 6.1. */
static const char *const ordered[] = {
    "example",   "a.example",       "yljkjljk.a.example", "Z.a.example",     "zABC.a.EXAMPLE",
    "z.example", "\\001.z.example", "*.z.example",        "\\200.z.example",
};

static void test_order(void) {
  size_t count = sizeof ordered / sizeof *ordered;
  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j < count; j++) {
      sesame_name a = make(ordered[i]), b = make(ordered[j]);
      int order = sesame_name_compare(&a, &b);
      CHECK((order > 0) - (order < 0) == (i > j) - (i < j), "RFC 4034 6.1 %s : %s", ordered[i],
            ordered[j]);
    }
}

static void test_parts(void) {
  sesame_name name = make("a.bc.example"), out, suffix = make("example.com");
  const uint8_t *label;
  size_t length;
  char text[SESAME_NAME_TEXT_MAX];
  CHECK(sesame_name_labels(&name) == 3, "labels");
  CHECK(sesame_name_label(&name, 1, &label, &length) && length == 2 && label[0] == 'b', "label 1");
  CHECK(!sesame_name_label(&name, 3, &label, &length), "no label 3");
  sesame_name_parent(&name, 2, &out);
  sesame_name_format(&out, text);
  CHECK(strcmp(text, "example") == 0, "parent 2: %s", text);
  sesame_name_parent(&name, 9, &out);
  CHECK(out.length == 1, "beyond the root is the root");
  CHECK(sesame_name_join(&out, &name, &suffix) == SESAME_OK, "join");
  sesame_name_format(&out, text);
  CHECK(strcmp(text, "a.bc.example.example.com") == 0, "join: %s", text);
  sesame_name long_name = make(X63 "." X63 "." X63 "." X61);
  CHECK(sesame_name_join(&out, &name, &long_name) == SESAME_TOO_LONG, "join too long");
}

static const struct {
  const char *text, *ascii; /* NULL: refused */
} idna_cases[] = {
    {"Example.COM.", "example.com"},
    {"b\xC3\xBC"
     "cher.example",
     "xn--bcher-kva.example"},
    {"B\xC3\x9C"
     "CHER.example",
     "xn--bcher-kva.example"},
    {"fa\xC3\x9F.example", "xn--fa-hia.example"},         /* non-transitional */
    {"r3---sn-aigl6n.example", "r3---sn-aigl6n.example"}, /* not for libidn2 */
    {"_dmarc.example", "_dmarc.example"},
    {"a..example", NULL},
    {"", NULL},
    {"\xFF.example", NULL},
    {X63 "x.example", NULL},
};

static void test_idna(void) {
  for (size_t i = 0; i < sizeof idna_cases / sizeof *idna_cases; i++) {
    char out[SESAME_NAME_TEXT_MAX];
    const char *why = NULL, *text = idna_cases[i].text;
    sesame_status status = sesame_domain_to_ascii(out, text, strlen(text), &why);
    if (idna_cases[i].ascii)
      CHECK(status == SESAME_OK && strcmp(out, idna_cases[i].ascii) == 0, "%s -> %s", text, out);
    else
      CHECK(status != SESAME_OK && why && out[0] == '\0', "%s refused: %s", text, out);
  }
}

static void test_suffix(void) {
  if (!sesame_domain_psl_available())
    return;
  const char *registrable = sesame_domain_registrable("a.b.example.co.uk");
  CHECK(registrable && strcmp(registrable, "example.co.uk") == 0, "co.uk");
  CHECK(sesame_domain_registrable("co.uk") == NULL, "a public suffix has none");
  const char *suffix = sesame_domain_public_suffix("mail.example.com");
  CHECK(suffix && strcmp(suffix, "com") == 0, "com");
}

int main(void) {
  test_parse();
  test_relations();
  test_order();
  test_parts();
  test_idna();
  test_suffix();
  return check_report("domain");
}
