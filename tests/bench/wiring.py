# The lab: TCP between two hosts through the wire, beside a relay in C that has both ends too; and what one
# waits for at a prompt.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os

from harness import rounds
from report import Row

BLOCK = 256 * 1024
PATIENCE = 60
HELD = 10000


def nanoseconds(bench, words):
    """What it writes last, after lines that are none."""
    with bench.server(words) as process:
        while not (line := process.line(PATIENCE)).isdigit():
            continue
        return int(line)


def between_hosts(bench, name, count, unit, better, each):
    """With nobody looking, and with the journal kept and a capture; each: of the nanoseconds."""
    script = bench.script("wire.hsh")
    plain = Row(f"lab {name}", unit, better, "C", 0.9)
    seen = Row(f"lab {name}, captured", unit, better, "C", 0.8)
    path = os.path.join(bench.scratch, "wire.pcapng")

    def measure(words, *more):
        return lambda: [each(nanoseconds(bench, [*words, name, str(count), *more]))]

    def both(place):
        words = [place, "-q", script]
        runs = measure(words), measure(words, path)
        return lambda: [run()[0] for run in runs]

    def reference():
        return [each(nanoseconds(bench, [bench.c("wire"), name, str(count)]))] * 2
    return rounds(bench, [plain, seen],
                  [("C", reference)] + [(who, both(place)) for who, place in bench.ours()])


def beside_held(bench, trips):
    """Round trips while many packets are held on another wire."""
    row = Row(f"lab pingpong, {HELD:,} held", "µs a round trip", "less", "none held", 1.05, "cost")

    def measure(place, held):
        words = [place, "-q", bench.script("wire.hsh"), "pingpong", str(trips), str(held)]
        return lambda: [nanoseconds(bench, words) / trips / 1e3]
    return rounds(bench, [row], [("none held", measure(bench.handsh, 0))] +
                  [(who, measure(place, HELD)) for who, place in bench.ours()])


def waited_for(bench, what, name, unit, target, scale):
    row = Row(f"lab {name}", unit, "less", None, target, "cost")
    words = ["-q", bench.script("lab.hsh"), what]
    return rounds(bench, [row], [(who, lambda place=place: [nanoseconds(bench, [place, *words]) / scale])
                                 for who, place in bench.ours()])


def lab(bench):
    trips, size = bench.few(20000, 100000), bench.few(400, 2000) * BLOCK
    return between_hosts(bench, "pingpong", trips, "µs a round trip", "less",
                         lambda time: time / trips / 1e3) + \
        between_hosts(bench, "bulk", size, "GB a second", "more", lambda time: size / time) + \
        beside_held(bench, trips) + \
        waited_for(bench, "first", "two hosts, connected", "ms", 100, 1e6) + \
        waited_for(bench, "many", "64 hosts", "s", 2, 1e9) + \
        waited_for(bench, "packets", f"packets, {HELD:,} held", "ms", 200, 1e6) + \
        waited_for(bench, "delay", "delay of 10 ms, 99 % late by", "µs", 300, 1e3)
