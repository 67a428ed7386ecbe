/* SPDX-License-Identifier: MIT */
/* For faultd.c alone: the name servers of an Easy DKIM identity, and of Amazon SES, that misbehave
 * by the first label. Uses what faultd.c defines above the place where this is included. */
#ifndef FAULTD_EASY_H
#define FAULTD_EASY_H

/* 1024 bits, made for this. */
static const char EASY_KEY[] =
    "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCzQy6qVjpnVpJb7oWbXuTrcL37ic18e9tGm4n2lGHEqOXu9rpyC7H"
    "vVqDC3UNEYcnF2t42PDA7D1l0zoEHnTzl1Fr7mkbqCvtPmtOvVtCmoFc8r0UMUTvPDBoG+sPY3TTxWNx3Q7HEpc1uqBnrE"
    "N3VMOTDxMnYQHmjSCmTpTLywIDAQAB";

static void easy_nothing(reply *r, const query *q, unsigned rcode) {
  start(r, q, 0x0400 | rcode);
  add_soa(r);
}

static void easy_alias(reply *r, const query *q) {
  char target[96];
  int length = snprintf(target, sizeof(target), "%c%s\4dkim\tamazonses\3com",
                        (char)strlen(q->label), q->label);
  start(r, q, 0x0400);
  add(r, 1, NULL, 5, target, (size_t)length + 1);
}

static bool is_kind(const char *label, const char *kind) {
  return strncmp(label, kind, strlen(kind)) == 0;
}

static bool answer_easy(reply *r, const query *q, const char *label) {
  const char *behind = q->name + strlen(q->label);
  bool checked = !(q->bytes[3] & 0x10); /* without CD */
  if (strcmp(label, "_domainkey") == 0)
    easy_nothing(r, q, is_kind(behind, ".denied.") ? 3 : 0);
  else if (strcmp(label, "sesame-no-such-name") == 0)
    easy_nothing(r, q, 3);
  else if (!is_kind(label, "easy"))
    return false;
  else if (strcmp(behind, ".dkim.amazonses.com.") == 0 && q->type == TXT) {
    start(r, q, 0x0400);
    add_text(r, EASY_KEY, sizeof(EASY_KEY) - 1);
  } else if ((is_kind(label, "easy-bogus") && checked) ||
             (is_kind(label, "easy-deaf") && q->type != 5))
    start(r, q, 2);
  else if (is_kind(label, "easy-beside") && q->type == TXT) {
    start(r, q, 0x0400);
    add_text(r, "p=", 2);
  } else
    easy_alias(r, q);
  return true;
}

#endif
