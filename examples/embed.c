/* SPDX-License-Identifier: MIT */
/* The C core in a program of one's own: a domain's TXT records out of a zone file.
 * cc embed.c -o embed $(pkg-config --cflags --libs sesame) && ./embed acme.zone acme.example */
#include <sesame/sesame.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
  char error[SESAME_ZONE_ERROR_MAX] = "usage: embed ZONE-FILE DOMAIN", text[4096];
  sesame_zones *zones = NULL;
  sesame_answer *answer = NULL;
  sesame_name name;
  sesame_record record;

  if (argc == 3 && sesame_zones_open(&zones) == SESAME_OK &&
      sesame_zones_load(zones, argv[1], NULL, error) == SESAME_OK &&
      sesame_name_parse(&name, argv[2], strlen(argv[2])) == SESAME_OK)
    answer = sesame_zones_answer(zones, &name, SESAME_TYPE_TXT);
  if (answer)
    printf("%s TXT: %s\n", argv[2], sesame_status_name(sesame_answer_status(answer)));
  else
    fprintf(stderr, "%s\n", *error ? error : "not a domain name");
  for (size_t i = 0; answer && sesame_answer_record(answer, i, &record); i++)
    if (sesame_record_format(&record, text, sizeof text) < sizeof text)
      printf("  %u %s\n", record.ttl, text);
  sesame_answer_free(answer);
  sesame_zones_close(zones);
  return answer ? 0 : 2;
}
