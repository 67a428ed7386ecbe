/* SPDX-License-Identifier: MIT */
/* The one table of outcomes: stable names for machines, a sentence for people. */
#include "status.h"

#include <string.h>

static const struct {
  const char *name, *text;
} table[SESAME_STATUS_COUNT] = {
    [SESAME_OK] = {"ok", "answered with records"},
    [SESAME_NXDOMAIN] = {"nxdomain", "the name does not exist"},
    [SESAME_NODATA] = {"nodata", "the name exists, but has no record of this type"},
    [SESAME_SERVFAIL] = {"servfail", "the server failed to answer (SERVFAIL)"},
    [SESAME_REFUSED] = {"refused", "the server refused to answer (REFUSED)"},
    [SESAME_NOTIMP] = {"notimp", "the server does not know this kind of query (NOTIMP)"},
    [SESAME_FORMERR] = {"formerr", "the server could not read the query (FORMERR)"},
    [SESAME_OTHER_RCODE] = {"other-rcode", "the server answered with an unusual response code"},
    [SESAME_TIMEOUT] = {"timeout", "no answer came in time"},
    [SESAME_UNREACHABLE] = {"unreachable", "the server cannot be reached"},
    [SESAME_MALFORMED] = {"malformed", "the answer is not a well-formed DNS message"},
    [SESAME_TRUNCATED] = {"truncated", "the answer was cut and TCP did not give the rest"},
    [SESAME_REFERRAL] = {"referral", "the server only named other servers"},
    [SESAME_LAME] = {"lame", "the server is neither authoritative nor recursive for this name"},
    [SESAME_ALIAS] = {"alias", "the CNAME chain leads on to a name not yet asked"},
    [SESAME_CNAME_LOOP] = {"cname-loop", "the CNAME chain returns to itself"},
    [SESAME_CNAME_LENGTH] = {"cname-length", "the CNAME chain is too long"},
    [SESAME_CANCELLED] = {"cancelled", "the question was given up"},
    [SESAME_NOT_RECORDED] = {"not-recorded", "the recording does not hold this question"},
    [SESAME_NOT_IN_ZONE] = {"not-in-zone", "offline, and no given zone holds this name"},
    [SESAME_BAD_NAME] = {"bad-name", "not a domain name"},
    [SESAME_BAD_ADDRESS] = {"bad-address", "not an IP address"},
    [SESAME_BAD_OPTION] = {"bad-option", "a value out of its range"},
    [SESAME_BAD_SYNTAX] = {"bad-syntax", "the text does not follow its grammar"},
    [SESAME_TOO_LONG] = {"too-long", "over its length limit"},
    [SESAME_TOO_MANY] = {"too-many", "more items than the limit allows"},
    [SESAME_NOT_FOUND] = {"not-found", "not there"},
    [SESAME_IO] = {"io", "the operating system refused"},
    [SESAME_NO_MEMORY] = {"no-memory", "out of memory"},
};

const char *sesame_status_name(sesame_status status) {
  return (unsigned)status < SESAME_STATUS_COUNT ? table[status].name : "invalid";
}

const char *sesame_status_text(sesame_status status) {
  return (unsigned)status < SESAME_STATUS_COUNT ? table[status].text : "not a status";
}

sesame_status sesame_status_from_name(const char *name) {
  for (int i = 0; i < SESAME_STATUS_COUNT; i++)
    if (strcmp(table[i].name, name) == 0)
      return (sesame_status)i;
  return SESAME_STATUS_COUNT;
}

sesame_knowledge sesame_status_knowledge(sesame_status status) {
  if (status == SESAME_OK)
    return SESAME_PRESENT;
  return status == SESAME_NXDOMAIN || status == SESAME_NODATA ? SESAME_ABSENT : SESAME_UNKNOWN;
}

const char *sesame_knowledge_name(sesame_knowledge knowledge) {
  static const char *const names[] = {"present", "absent", "unknown"};
  return names[knowledge <= SESAME_UNKNOWN ? knowledge : SESAME_UNKNOWN];
}
