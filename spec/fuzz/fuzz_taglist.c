/* SPDX-License-Identifier: MIT */
/* Any bytes as a tag list of each dialect; the first octet picks it. Reads everything back, and
 * checks that every place lies inside the text. */
#include "../../core/taglist.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(sesame_tag_span span, size_t length) {
  if (span.from > span.to || span.to > length)
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const sesame_tag_dialect *const dialects[] = {&sesame_tags_dkim, &sesame_tags_dmarc,
                                                       &sesame_tags_bimi, &sesame_tags_mta_sts,
                                                       &sesame_tags_tls_rpt};
  static sesame_taglist list;
  char message[SESAME_TAGLIST_MESSAGE_MAX];
  if (size < 1)
    return 0;
  const char *text = (const char *)data + 1;
  const size_t length = size - 1;
  if (sesame_taglist_parse(&list, dialects[data[0] % 5], text, length) != SESAME_OK)
    return 0;
  for (size_t i = 0; i < list.tag_count; i++) {
    sesame_tag_span item;
    uint32_t cursor = list.tags[i].value.from;
    check_span(list.tags[i].name, length);
    check_span(list.tags[i].value, length);
    while (sesame_tag_item(text, list.tags[i].value, ':', &cursor, &item))
      check_span(item, length);
  }
  for (size_t i = 0; i < list.fault_count; i++) {
    check_span(list.faults[i].at, length);
    sesame_tag_fault_text(&list, text, &list.faults[i], message);
    for (const char *p = message; *p; p++)
      if (*p < ' ' || *p > '~')
        abort(); /* a sentence carries nothing raw */
  }
  return 0;
}
