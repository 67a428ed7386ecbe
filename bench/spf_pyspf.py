#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# bench/spf_pyspf.py ZONE SECONDS: python3-spf on the same facts as bench/spf.c, in the same lines.
import sys
import time

import spf

CLIENTS = ("192.0.2.10", "203.0.113.50", "198.51.100.7")
records = {}
for line in open(sys.argv[1]):
    name, kind, data = line.rstrip("\n").split(" ", 2)
    if kind == "TXT":
        data = [data.encode()]
    elif kind == "MX":
        data = (int(data.split()[0]), data.split()[1])
    records.setdefault((name, kind), []).append(((name, kind), data))
texts = [data[0].decode() for (_, kind), entries in records.items() if kind == "TXT" for _, data in entries]


def lookup(name, kind, *_):
    return records.get((name.lower().rstrip("."), kind), [])


def check_host(turn):
    spf.check2(i=CLIENTS[turn % 3], s="user@shop.test", h="mail.shop.test")


# It has no parser apart: its check of every term's syntax stands for it.
def parse(turn):
    query = spf.query(i="198.51.100.7", s="user@shop.test", h="mail.shop.test")
    for term in texts[turn % len(texts)].split()[1:]:
        query.validate_mechanism(term)


# The way of a client that matches nothing: what a walk has to find out without a client.
def walk(_):
    check_host(2)


def measure(what, run, seconds):
    start, done = time.monotonic(), 0
    while time.monotonic() - start < seconds:
        run(done)
        done += 1
    print(what, "python3-spf", round(done / (time.monotonic() - start)))


spf.DNSLookup = lookup
for what, run in (("parse", parse), ("check_host", check_host), ("walk", walk)):
    measure(what, run, float(sys.argv[2]))
