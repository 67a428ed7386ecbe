/* SPDX-License-Identifier: MIT */
/* For faultd.c alone: NOERROR with records that are not of the name asked, by the first label.
 *
 *   foreign foreign-two   the right record of another owner, of two others
 *   class-ch        the right record in class CH
 *   dname           a DNAME without the CNAME it makes, and the record it leads to
 *   dname-far       a DNAME that leads to a name of over 255 octets */
#ifndef FAULTD_ASTRAY_H
#define FAULTD_ASTRAY_H

static bool answer_astray(reply *r, const query *q, const char *label) {
  static const char far[] = "\x3fxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                            "\x3fxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                            "\x3fxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                            "\x3bxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
  char parent[256], made[72];
  size_t skip = 13u + q->bytes[12], length = q->question_end - 4 - skip;
  start(r, q, 0x0400);
  if (strcmp(label, "foreign") == 0 || strcmp(label, "foreign-two") == 0) {
    add(r, 1, "\7foreign", TXT, "\2ok", 3);
    if (label[7])
      add(r, 1, "\5other", TXT, "\2ok", 3);
  } else if (strcmp(label, "class-ch") == 0) {
    answer_right(r, q);
    r->bytes[q->question_end + 5] = 3; /* behind the pointer, the type and half of the class */
  } else if (strcmp(label, "dname") == 0 || strcmp(label, "dname-far") == 0) {
    bool near = !label[5];
    memcpy(parent, q->bytes + skip, length);
    add(r, 1, parent, 39, near ? "\1x" : far, near ? 3 : sizeof(far));
    snprintf(made, sizeof(made), "%c%.*s\1x", (char)q->bytes[12], q->bytes[12], q->bytes + 13);
    if (near)
      add(r, 1, made, TXT, "\2ok", 3);
  } else {
    return false;
  }
  return true;
}

#endif
