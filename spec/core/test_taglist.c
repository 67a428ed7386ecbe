/* SPDX-License-Identifier: MIT */
/* Tag lists: the grammar of each dialect, as tables. */
#include "../../core/taglist.c"
#include "../../core/taglist_fault.c"
#include "check.h"

/* "name=value@from-to ... | code@from-to ..." */
static const char *describe(const char *text, size_t length, const sesame_tag_dialect *dialect) {
  static char out[1024];
  static sesame_taglist list;
  size_t n = 0;
  if (sesame_taglist_parse(&list, dialect, text, length) != SESAME_OK)
    return "too-long";
  out[0] = '\0';
  for (size_t i = 0; i < list.tag_count; i++) {
    const sesame_tag *t = &list.tags[i];
    n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s=%.*s@%u-%u%s", i ? " " : "",
                          (int)(t->name.to - t->name.from), text + t->name.from,
                          (int)(t->value.to - t->value.from), text + t->value.from, t->value.from,
                          t->value.to, t->sound ? "" : "!");
  }
  for (size_t i = 0; i < list.fault_count; i++)
    n += (size_t)snprintf(out + n, sizeof out - n, "%s%s@%u-%u", i ? " " : " | ",
                          sesame_tag_fault_name(list.faults[i].code), list.faults[i].at.from,
                          list.faults[i].at.to);
  return out;
}

static const struct {
  const char *rule, *dialect, *text, *expected;
} vectors[] = {
    {"3.2 two tags", "dkim", "v=DKIM1; p=abc", "v=DKIM1@2-7 p=abc@11-14"},
    {"3.2 white space around names and values is left out", "dkim", " k \t=  rsa ; p= a b ",
     "k=rsa@7-10 p=a b@16-19"},
    {"2.8 folding", "dkim", "k=rsa;\r\n p=a\r\n\tb", "k=rsa@2-5 p=a\r\n\tb@11-16"},
    {"2.8 folding at both ends", "dkim", "\r\n k=rsa\r\n ;p=", "k=rsa@5-8 p=@14-14"},
    {"CRLF before no white space is no fold", "dkim", "k=rsa;\r\np=a",
     "k=rsa@2-5 \r\np=a@10-11! | bad-byte@6-7 bad-byte@7-8"},
    {"a line feed alone is no white space", "dkim", "k=rsa;p=a\nb",
     "k=rsa@2-5 p=a\nb@8-11! | bad-byte@9-10"},
    {"J12 a trailing ; or none", "dkim", "k=rsa;", "k=rsa@2-5"},
    {"J12 an empty tag in the middle", "dkim", "v=DKIM1;;k=rsa",
     "v=DKIM1@2-7 k=rsa@11-14 | empty-tag@8-9"},
    {"an empty tag at the front", "dkim", "; k=rsa", "k=rsa@4-7 | empty-tag@0-1"},
    {"white space after the last ;", "dkim", "p=; ", "p=@2-2 | stray-space@3-4"},
    {"J04 v= not first", "dkim", "p=; v=DKIM1", "p=@2-2 v=DKIM1@6-11 | version-not-first@4-11"},
    {"J04 v= of another value", "dkim",
     "v=DKIM1.0; p=", "v=DKIM1.0@2-9 p=@13-13 | version-wrong@2-9"},
    {"J04 the value of v= is case-sensitive", "dkim", "v=dkim1", "v=dkim1@2-7 | version-wrong@2-7"},
    {"J08 no-break spaces", "dkim", "v=DKIM1;\xC2\xA0k=rsa",
     "v=DKIM1@2-7 \xC2\xA0k=rsa@12-15! | bad-byte@8-10"},
    {"a broken UTF-8 sequence is told octet by octet", "dkim", "n=\xE2\x80;",
     "n=\xE2\x80@2-4! | bad-byte@2-3 bad-byte@3-4"},
    {"J09 duplicates", "dkim", "p=a; p=b", "p=a@2-3 p=b@7-8! | duplicate-tag@5-6"},
    {"J10 names are case-sensitive", "dkim", "p=a; P=b", "p=a@2-3 P=b@7-8"},
    {"no =", "dkim", "k=rsa; abc ;p=", "k=rsa@2-5 p=@14-14 | no-equals@7-10"},
    {"a name begins with a letter", "dkim", "1a=b; _=c",
     "1a=b@3-4! _=c@8-9! | bad-name@0-2 bad-name@6-7"},
    {"an empty name", "dkim", "=b", "=b@1-2! | bad-name@0-1"},
    {"a space within a name", "dkim", "a b=c", "a b=c@4-5! | bad-name@0-3"},
    {"= within a value", "dkim", "n=a=b", "n=a=b@2-5"},
    {"nothing", "dkim", "", ""},
    {"white space alone", "dkim", " \t ", ""},
    {"L01 WSP around = and ;", "dmarc", "v = DMARC1 ;p= none ; ", "v=DMARC1@4-10 p=none@15-19"},
    {"L02 another case of the version", "dmarc", "v=dmarc1; p=none",
     "v=dmarc1@2-8 p=none@12-16 | version-wrong@2-8"},
    {"L37 names of any case", "dmarc", "V=DMARC1; P=none", "V=DMARC1@2-8 P=none@12-16"},
    {"L37 one name in two cases", "dmarc", "v=DMARC1; p=none; P=reject",
     "v=DMARC1@2-8 p=none@12-16 P=reject@20-26! | duplicate-tag@18-19"},
    {"L02 v not first", "dmarc", "p=none; v=DMARC1",
     "p=none@2-6 v=DMARC1@10-16 | version-not-first@8-16"},
    {"L35 semicolons missing", "dmarc", "v=DMARC1 p=none",
     "v=DMARC1 p=none@2-15 | version-wrong@2-15"},
    {"L38 white space before v", "dmarc", " v=DMARC1; p=none",
     "v=DMARC1@3-9 p=none@13-17 | stray-space@0-1"},
    {"L38 a byte order mark before v", "dmarc", "\xEF\xBB\xBFv=DMARC1; p=none",
     "\xEF\xBB\xBFv=DMARC1@5-11! p=none@15-19 | bad-byte@0-3 version-missing@0-19"},
    {"DMARC does not fold", "dmarc", "v=DMARC1;\r\n p=none",
     "v=DMARC1@2-8 \r\n p=none@14-18! | bad-byte@9-10 bad-byte@10-11"},
    {"no version", "dmarc", "p=none", "p=none@2-6 | version-missing@0-6"},
    {"BIMI", "bimi", "v=BIMI1; l=https://x.example/l.svg; a=;",
     "v=BIMI1@2-7 l=https://x.example/l.svg@11-34 a=@38-38"},
    {"Q01 MTA-STS", "mta-sts", "v=STSv1; id=20260101T000000;",
     "v=STSv1@2-7 id=20260101T000000@12-27"},
    {"8461 3.1 no white space around =", "mta-sts", "v=STSv1; id = 1;",
     "v=STSv1@2-7 id=1@14-15 | stray-space@11-12 stray-space@13-14"},
    {"8461 3.1 names of extensions", "mta-sts", "v=STSv1; 1-a.b_c=x;",
     "v=STSv1@2-7 1-a.b_c=x@17-18"},
    {"Q04 TLS-RPT", "tls-rpt", "v=TLSRPTv1; rua=mailto:a@example.com,https://x.example/?a=b",
     "v=TLSRPTv1@2-10 rua=mailto:a@example.com,https://x.example/?a=b@16-59"},
    {"DKIM knows no hyphen in names", "dkim", "a-b=c", "a-b=c@4-5! | bad-name@0-3"},
};

static void test_vectors(void) {
  for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
    const sesame_tag_dialect *dialect = sesame_tag_dialect_named(vectors[i].dialect);
    const char *got = describe(vectors[i].text, strlen(vectors[i].text), dialect);
    CHECK(strcmp(got, vectors[i].expected) == 0, "%s: %s", vectors[i].rule, got);
  }
}

static void test_limits(void) {
  static char text[SESAME_TAGLIST_TEXT_MAX + 1];
  static sesame_taglist list;
  memset(text, 'a', sizeof text);
  CHECK(sesame_taglist_parse(&list, &sesame_tags_dkim, text, sizeof text) == SESAME_TOO_LONG,
        "65536 octets");
  CHECK(list.tag_count == 0 && list.fault_count == 0, "empty when too long");
  CHECK(sesame_taglist_parse(&list, &sesame_tags_dkim, text, sizeof text - 1) == SESAME_OK,
        "65535 octets");
  size_t n = 0;
  for (int i = 0; i <= SESAME_TAGLIST_TAGS_MAX; i++)
    n += (size_t)sprintf(text + n, "t%d=;", i);
  sesame_taglist_parse(&list, &sesame_tags_dkim, text, n);
  CHECK(list.tag_count == SESAME_TAGLIST_TAGS_MAX, "64 tags");
  CHECK(list.fault_count == 1 && list.faults[0].code == SESAME_TAG_TOO_MANY, "the 65th is told");
  memset(text, ';', 100);
  sesame_taglist_parse(&list, &sesame_tags_dkim, text, 100);
  CHECK(list.fault_count == SESAME_TAGLIST_FAULTS_MAX, "faults are bounded");
  sesame_taglist_parse(&list, &sesame_tags_dkim, "ab=c\0", 5);
  CHECK(list.faults[0].code == SESAME_TAG_BAD_BYTE && list.faults[0].at.from == 4, "NUL is told");
}

static void test_items(void) {
  const char *text = " sha1 \t:SHA256: :x";
  const sesame_tag_span all = {0, (uint32_t)strlen(text)};
  static const char *const expected[] = {"sha1", "SHA256", "", "x"};
  sesame_tag_span item;
  uint32_t cursor = 0;
  size_t count = 0;
  for (; sesame_tag_item(text, all, ':', &cursor, &item) && count < 4; count++)
    CHECK(sesame_tag_is(text, item, expected[count], false), "item %zu", count);
  CHECK(count == 4, "four items");
  CHECK(sesame_tag_is("SHA256", (sesame_tag_span){0, 6}, "sha256", true), "case folded");
  CHECK(!sesame_tag_is("SHA256", (sesame_tag_span){0, 6}, "sha256", false), "case kept");
  cursor = 3;
  CHECK(!sesame_tag_item("h=x", (sesame_tag_span){3, 3}, ':', &cursor, &item),
        "nothing in nothing");
  cursor = 0;
  CHECK(sesame_tag_item("a:", (sesame_tag_span){0, 2}, ':', &cursor, &item) &&
            sesame_tag_item("a:", (sesame_tag_span){0, 2}, ':', &cursor, &item) &&
            item.from == item.to &&
            !sesame_tag_item("a:", (sesame_tag_span){0, 2}, ':', &cursor, &item),
        "a trailing separator is followed by an empty item");
}

static void test_sentences(void) {
  static const struct {
    const char *text, *expected;
  } sentences[] = {
      {"v=DKIM1;\xC2\xA0k=rsa", "no-break space (octets C2 A0) at octet 8"},
      {"n=\xE2\x80\x9Cx", "typographic quote (octets E2 80 9C) at octet 2"},
      {"n=a\nb", "line feed (octet 0A) at octet 3"},
      {"n=\x01", "octet outside printable ASCII (octet 01) at octet 2"},
      {"n=\xF0\x9F\x98\x80", "character outside ASCII (octets F0 9F 98 80) at octet 2"},
      {"p=1;p=2", "tag 'p' is given twice"},
      {"abc", "'abc' has no \"=\""},
      {"1=a", "'1' is not a tag name"},
      {"k=;;p=", "nothing stands before this \";\""},
      {"p=; ", "white space where the grammar allows none"},
      {"p=;v=DKIM1", "v= has to be the first tag"},
      {"v=DKIM2", "the version is 'DKIM2', it has to be DKIM1 exactly"},
      {"v=0123456789012345678901234567890123456789",
       "the version is '01234567890123456789012345678...', it has to be DKIM1 exactly"},
  };
  static sesame_taglist list;
  char out[SESAME_TAGLIST_MESSAGE_MAX];
  for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
    const char *text = sentences[i].text;
    sesame_taglist_parse(&list, &sesame_tags_dkim, text, strlen(text));
    CHECK(list.fault_count > 0, "%s", text);
    sesame_tag_fault_text(&list, text, &list.faults[0], out);
    CHECK(strcmp(out, sentences[i].expected) == 0, "%s", out);
  }
  CHECK(sesame_tag_dialect_named("spf") == NULL, "SPF has no tags");
  CHECK(strcmp(sesame_tag_fault_name((sesame_tag_fault_code)99), "invalid") == 0, "no such fault");
}

int main(void) {
  test_vectors();
  test_limits();
  test_items();
  test_sentences();
  return check_report("taglist");
}
