/* SPDX-License-Identifier: MIT */
/* For faultd.c alone: scripts in the first label.
 *
 *   A--B--C         A to the first query of that name, B to the second, C to all that follow
 *   after-N-A       A, after N ms */
#ifndef FAULTD_STEPS_H
#define FAULTD_STEPS_H

/* Step NUMBER (from 1) of "A--B--C", or its last, in place of LABEL. */
static void take_step(char label[64], int number) {
  char *step = label;
  for (char *next; number > 1 && (next = strstr(step, "--")); number--)
    step = next + 2;
  size_t length = strcspn(step, "-");
  while (step[length] && strncmp(step + length, "--", 2) != 0)
    length++;
  memmove(label, step, length);
  label[length] = '\0';
}

/* "after-N-LABEL" becomes LABEL; the N, or that of "delay-N", or 0. */
static int take_wait(char label[64]) {
  int wait = number_after(label, "delay"), used = 0;
  if (sscanf(label, "after-%d-%n", &wait, &used) == 1 && used > 0)
    memmove(label, label + used, strlen(label + used) + 1);
  return wait;
}

/* Counts the query and finds what to do with it: q->label. Returns how long to wait before. */
static int prepare(query *q) {
  int at = entry_of(q->name);
  if (strcmp(q->label, "count") != 0) {
    server.names[at].queries++;
    server.names[at].tcp += q->tcp;
    server.names[at].edns += q->edns;
  }
  q->seen = server.names[at].queries;
  if (strncmp(q->label, "first-", 6) == 0) {
    bool first = q->place == 0;
    memmove(q->label, first ? q->label + 6 : "ok", first ? strlen(q->label + 6) + 1 : 3);
  }
  take_step(q->label, q->seen);
  return take_wait(q->label);
}

#endif
