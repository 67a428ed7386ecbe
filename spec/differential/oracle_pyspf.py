#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Zones as JSON lines in (generate.lua), python3-spf's results out; it sees the zone, never a network.
import json
import sys

import spf


class Zone:
    def __init__(self, zone):
        self.records, self.names = {}, set()
        self.failures = set(zone["failures"])
        for name, kind, *data in zone["records"]:
            self.records.setdefault((name, kind), []).append(data)
            while name:  # empty non-terminals exist too
                self.names.add(name)
                name = name.partition(".")[2]

    def lookup(self, name, kind, *_):
        name = name.lower().rstrip(".")
        if name in self.failures:
            raise spf.TempError("DNS failure made by the generator")
        answers = []
        for data in self.records.get((name, kind), []):
            if kind == "TXT":
                data = [data[0].encode("latin-1")]
            elif kind == "MX":
                data = (data[0], data[1])
            else:
                data = data[0]
            answers.append(((name, kind), data))
        return answers


def evaluate(query):
    address, sender, helo = query
    try:
        result, why = spf.check2(i=address, s=sender, h=helo)
        return [result, why]
    except Exception as error:  # a crash of the oracle is an answer too: it is shown
        return ["crash", "%s: %s" % (type(error).__name__, error)]


for line in sys.stdin:
    zone = json.loads(line)
    spf.DNSLookup = Zone(zone).lookup
    results = [evaluate(query) for query in zone["queries"]]
    print(json.dumps({"id": zone["id"], "results": results}))
