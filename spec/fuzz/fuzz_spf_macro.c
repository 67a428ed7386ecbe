/* SPDX-License-Identifier: MIT */
/* Macro expansion: the first line is a record, the second the values of the macro letters (parted
 * by tabs), the rest an explanation. Nothing read past anything, nothing written past the bounds,
 * names within their limit. */
#include "../../core/spf_macro.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition) {
  if (!condition)
    abort();
}

/* The next part of the input up to SEPARATOR, as an exact copy on the heap. */
static char *part(const uint8_t **data, size_t *size, char separator, size_t *length) {
  const uint8_t *end = *size ? memchr(*data, separator, *size) : NULL;
  *length = end ? (size_t)(end - *data) : *size;
  char *copy = malloc(*length ? *length : 1);
  if (!copy)
    abort();
  if (*length)
    memcpy(copy, *data, *length);
  size_t used = *length + (end != NULL);
  *data += used;
  *size -= used;
  return copy;
}

static void expand_all(const sesame_spf_macros *macros, const sesame_spf_record *record) {
  for (size_t i = 0; i < record->term_count; i++) {
    char out[SESAME_SPF_DOMAIN_MAX + 1], missing;
    size_t length;
    sesame_name name;
    if (record->terms[i].kind == SESAME_SPF_IP4 || record->terms[i].kind == SESAME_SPF_IP6)
      continue;
    if (sesame_spf_expand(macros, record, &record->terms[i], out, &length, &missing) != SESAME_OK)
      continue;
    must(length <= SESAME_SPF_DOMAIN_MAX && out[length] == '\0');
    must(sesame_spf_target(&name, out, length) != SESAME_OK || name.length > 2);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  sesame_spf_macros macros = {0};
  sesame_spf_record *record = NULL;
  char *values[26], explained[SESAME_SPF_EXPLANATION_MAX + 1], missing;
  size_t length, out_length;
  char *text = part(&data, &size, '\n', &length);
  sesame_status status = sesame_spf_record_parse(&record, text, length);
  char *line = part(&data, &size, '\n', &length);
  const uint8_t *at = (const uint8_t *)line;
  size_t left = length;
  for (int i = 0; i < 26; i++) {
    size_t value;
    values[i] = part(&at, &left, '\t', &value);
    if (value)
      macros.value[i] = (sesame_spf_text){values[i], value};
  }
  if (status == SESAME_OK)
    expand_all(&macros, record);
  char *rest = part(&data, &size, '\0', &length);
  if (sesame_spf_explain(&macros, rest, length, explained, &out_length, &missing) == SESAME_OK)
    must(out_length <= SESAME_SPF_EXPLANATION_MAX && explained[out_length] == '\0');
  sesame_spf_record_free(record);
  for (int i = 0; i < 26; i++)
    free(values[i]);
  free(text);
  free(line);
  free(rest);
  return 0;
}
