#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Records as lines of hex in; "ok", or "bad" and what python3-spf says, out. Every name has a record, so that only syntax fails.
import sys

import spf


def lookup(name, kind, *_):
    return [((name, kind), [b"v=spf1 ?all"])] if kind == "TXT" else []


spf.DNSLookup = lookup
for line in sys.stdin:
    record = bytes.fromhex(line).decode("latin-1")
    try:
        query = spf.query(i="192.0.2.200", s="user@sender.example", h="helo.example", receiver="receiver.example")
        result, why = query.check(record)[0], query.check(record)[2]
    except Exception as error:  # a crash of the oracle is an answer too
        result, why = "crash", "%s: %s" % (type(error).__name__, error)
    print("bad " + " ".join(str(why).split()) if result in ("permerror", "crash") else "ok")
