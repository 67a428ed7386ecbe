/* SPDX-License-Identifier: MIT */
#include "../../core/status.c"
#include "check.h"

#include <stdbool.h>

int main(void) {
  for (int i = 0; i < SESAME_STATUS_COUNT; i++) {
    sesame_status status = (sesame_status)i;
    CHECK(table[i].name && table[i].text, "status %d has a name and a text", i);
    CHECK(sesame_status_from_name(sesame_status_name(status)) == status, "%s reads back",
          sesame_status_name(status));
    bool absent = i == SESAME_NXDOMAIN || i == SESAME_NODATA;
    sesame_knowledge wanted = i == SESAME_OK ? SESAME_PRESENT
                              : absent       ? SESAME_ABSENT
                                             : SESAME_UNKNOWN;
    CHECK(sesame_status_knowledge(status) == wanted, "knowledge of %s", table[i].name);
  }
  CHECK(strcmp(sesame_status_name((sesame_status)999), "invalid") == 0, "a number that is none");
  CHECK(sesame_status_from_name("no such") == SESAME_STATUS_COUNT, "a name that is none");
  CHECK(strcmp(sesame_knowledge_name(SESAME_UNKNOWN), "unknown") == 0, "knowledge name");
  return check_report("status");
}
