/* SPDX-License-Identifier: MIT */
/* The public face for C programs: includes the headers of the library, nothing else. */
#ifndef SESAME_H
#define SESAME_H

#include "status.h"
#include "pace.h"
#include "buffer.h"
#include "text.h"
#include "domain.h"
#include "message.h"
#include "resolver.h"
#include "zone.h"
#include "taglist.h"
#include "addrset.h"
#include "spf_record.h"
#include "spf_macro.h"
#include "spf_eval.h"
#include "spf_walk.h"
#include "spf_denote.h"
#include "dkim_key.h"
#include "dkim_der.h"
#include "dkim_private.h"
#include "dkim_gcd.h"

#endif
