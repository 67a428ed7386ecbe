#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# bench/addresses.py SECONDS: the work of bench/addresses.c as one would write it in Python with ipaddress, in the same lines. Policies are
# read beforehand; networks become pairs of integers once, so that what is timed is the arithmetic.
import ipaddress
import sys
import time

INCLUDES, BLOCKS, INTERVALS, TOP = 10, 30, 100000, 2**32 - 1


def policy(blocks_of_last):
    records = []
    for i in range(INCLUDES):
        terms = []
        for k in range(blocks_of_last if i == INCLUDES - 1 else BLOCKS):
            text = "198.%d.%d.%d/%d" % ((i * 37 + k) % 64, k * 53 % 256, k * 16 % 256, 20 + k % 13)
            network = ipaddress.ip_network(text, strict=False)
            span = (int(network.network_address), int(network.broadcast_address))
            terms.append(("fail" if k % 7 == 3 else "pass", span))
        terms.append(("softfail", (0, TOP)))
        records.append(terms)
    return records


def merged(spans):
    out = []
    for first, last in sorted(spans):
        if out and first <= out[-1][1] + 1:
            out[-1][1] = max(out[-1][1], last)
        else:
            out.append([first, last])
    return out


def minus(spans, others):
    out, at = [], 0
    for first, last in spans:
        while at < len(others) and others[at][1] < first:
            at += 1
        k = at
        while k < len(others) and others[k][0] <= last:
            if others[k][0] > first:
                out.append([first, others[k][0] - 1])
            first = others[k][1] + 1
            k += 1
        if first <= last:
            out.append([first, last])
    return out


# Ordered first match: runs of one result at a time, each for what those before left.
def denote(terms):
    decided, results, at = [], {"pass": [], "fail": [], "softfail": []}, 0
    while at < len(terms):
        result, run = terms[at][0], []
        while at < len(terms) and terms[at][0] == result:
            run.append(terms[at][1])
            at += 1
        run = merged(run)
        results[result] += minus(run, decided)
        decided = merged([tuple(span) for span in decided] + [tuple(span) for span in run])
    return results


def whole(records):
    passing = []
    for terms in records:
        passing += [tuple(span) for span in denote(terms)["pass"]]
    return merged(passing)


def compare(a, b):
    x, y = whole(a), whole(b)
    return minus(x, y), minus(y, x)


def measure(what, run, seconds):
    start, done = time.process_time(), 0
    while done == 0 or time.process_time() - start < seconds:
        run()
        done += 1
    print(what, "ipaddress", round(1e6 * (time.process_time() - start) / done))


seconds = float(sys.argv[1])
before, after = policy(BLOCKS), policy(BLOCKS - 1)
assert any(compare(before, after))
sets = [[[256 * i + shift, 256 * i + shift + 191] for i in range(INTERVALS)] for shift in (0, 64)]
pairs = [[(ipaddress.ip_address(first), ipaddress.ip_address(last)) for first, last in sets[0]]]
measure("compare", lambda: compare(before, after), seconds)
measure("walk-compare", lambda: compare(policy(BLOCKS), policy(BLOCKS - 1)), seconds)
measure("union", lambda: merged(sets[0] + sets[1]), seconds)
measure("difference", lambda: minus(sets[0], sets[1]), seconds)
measure("cover", lambda: [list(ipaddress.summarize_address_range(*pair)) for pair in pairs[0]], seconds)
