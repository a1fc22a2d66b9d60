#!/usr/bin/python3
# A round trip beside 1,000 tasks that wait for a variable costs what it costs alone, by callgrind.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   waits.py HANDSH
#
# A count and no time: what wakes nobody runs no instruction of those who wait.

import os
import re
import subprocess

import counting
import peer
from peer import check

ROOM = 1.02
TRIPS = 500
WAITS = 1000
SCRIPT = os.path.join(counting.BENCH, "waits.hsh")


def run(trips, waits):
    """Instructions of the whole run."""
    words = [peer.need("valgrind"), "--tool=callgrind", "--callgrind-out-file=/dev/null",
             peer.HANDSH, "-q", SCRIPT, str(trips), str(waits)]
    answer = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                            timeout=5 * peer.DEADLINE, env=peer.environment(), check=False)
    match = re.search(r"Collected : (\d+)", answer.stderr)
    check(answer.returncode == 0 and match, "callgrind:", answer.stderr)
    return int(match.group(1))


def trip(waits):
    return (run(2 * TRIPS, waits) - run(TRIPS, waits)) / TRIPS


def test_a_trip_costs_the_same():
    counting.need_plain_build()
    alone, beside = trip(0), trip(WAITS)
    print(f"{alone:.0f} instructions a round trip alone, {beside:.0f} beside {WAITS} waits")
    check(beside <= alone * ROOM, f"a round trip takes {beside / alone:.2f} times as many")


peer.main(globals())
