/* SPDX-License-Identifier: MIT */
/* Any bytes as a file with a private key. What is read must be the pair of its own record; what is
 * refused has a reason that holds nothing of the file. */
#include "../../core/dkim_private.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_pair(const sesame_dkim_private *key) {
  sesame_dkim_key *record = malloc(sizeof *record);
  char *text = NULL;
  if (!record || sesame_dkim_private_record(key, &text) != SESAME_OK)
    abort();
  if (sesame_dkim_key_parse(record, text, strlen(text)) != SESAME_OK ||
      !sesame_dkim_private_match(key, record))
    abort();
  if (sesame_dkim_private_bits(key) <= 0 || !sesame_dkim_form_name(sesame_dkim_private_form(key)))
    abort();
  free(text);
  free(record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  sesame_dkim_private *key = (sesame_dkim_private *)&size;
  const char *reason = NULL;
  const sesame_status status = sesame_dkim_private_read(&key, data, size, &reason);
  if (status == SESAME_OK)
    check_pair(key);
  else if (status != SESAME_BAD_SYNTAX || key || !reason || !*reason)
    abort();
  sesame_dkim_private_close(key);
  return 0;
}
