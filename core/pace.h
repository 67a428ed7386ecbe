/* SPDX-License-Identifier: MIT */
/* How a long computation is given up: whoever started it is asked between its steps, each far below
 * a second. */
#ifndef SESAME_PACE_H
#define SESAME_PACE_H

#include <stdbool.h>

/* GO_ON(CONTEXT) false gives the work up, and the function returns SESAME_CANCELLED. */
typedef struct sesame_pace {
  bool (*go_on)(void *context);
  void *context;
} sesame_pace;

#endif
