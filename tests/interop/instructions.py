#!/usr/bin/python3
# How many instructions a dispatched command takes, by callgrind, against the recorded figure.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   instructions.py HANDSH            fails when more than 10 % above what is recorded
#   instructions.py HANDSH --record   records what it counts now, in instructions.json
#
# What a longer run of a loop takes more than a shorter one is its turns' own: of a loop that
# adds 1, and of the same loop that calls a trivial command beside. The figures belong to the
# compiler that made them, and to the preset release; other programs are not judged.

import json
import os
import re
import subprocess
import sys

import counting
import peer
from peer import check

RECORD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instructions.json")
ROOM = 1.10
TURNS = 5000
TURN = "n = 0; while $n < {} {{ n = $n + 1 }}"
WITH_COMMAND = "n = 0; while $n < {} {{ n = $n + 1; len a }}"


def run(text):
    """Instructions of the whole run of a script."""
    words = [peer.need("valgrind"), "--tool=callgrind", "--callgrind-out-file=/dev/null",
             peer.HANDSH, "-q", "-c", text]
    answer = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                            timeout=5 * peer.DEADLINE, env=peer.environment(), check=False)
    match = re.search(r"Collected : (\d+)", answer.stderr)
    check(answer.returncode == 0 and match, "callgrind:", answer.stderr)
    return int(match.group(1))


def count():
    """Instructions of a turn, and of the command that the second loop calls in each."""
    turn, both = ((run(loop.format(2 * TURNS)) - run(loop.format(TURNS))) / TURNS
                  for loop in (TURN, WITH_COMMAND))
    return {"turn": round(turn, 1), "command": round(both - turn, 1)}


def compiler():
    """What the compiler has left in the program, such as "GCC: (Debian 12.2.0-14) 12.2.0"."""
    with open(peer.HANDSH, "rb") as file:
        match = re.search(rb"GCC: \([^)\0]*\) [0-9.]+|[A-Za-z ]*clang version [0-9.]+", file.read())
    return match.group().decode() if match else "unknown"


def test_a_dispatched_command_takes_what_is_recorded():
    counting.need_plain_build()
    preset = os.environ.get("HANDSH_PRESET", "release")
    if preset != "release":
        raise peer.Skip(f"the figures are of the preset release, this is {preset}")
    with open(RECORD, encoding="utf-8") as file:
        record = json.load(file)
    if compiler() != record["compiler"]:
        raise peer.Skip(f"recorded with {record['compiler']}, this is {compiler()}")
    found = count()
    for name, figure in found.items():
        print(f"  {name}: {figure}, recorded {record['instructions'][name]}")
    for name, figure in found.items():
        check(figure <= ROOM * record["instructions"][name], f"{name}: instructions, recorded:",
              figure, record["instructions"][name])


def record_now():
    record = {"compiler": compiler(), "instructions": count()}
    with open(RECORD, "w", encoding="utf-8") as file:
        json.dump(record, file, indent=1)
        file.write("\n")
    print(json.dumps(record))


if sys.argv[2:] == ["--record"]:
    record_now()
else:
    peer.main(globals())
