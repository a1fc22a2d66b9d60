#!/usr/bin/python3
# What people type who come from Python, C, sh, nc, telnet, redis-cli and gdb, and the answer that
# each line gets, whichever way it is typed. Whatever an answer says to type is typed: it fits the
# grammar and reaches its command.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   habits.py HANDSH [--show]      --show writes the table with the answers that HANDSH gives
#
# habits.txt holds what is typed after "> ", and below it the lines of the answer's hint as they are
# shown, or "(runs)" where there is no error. "#" begins a comment.

import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

import peer
from peer import check

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "habits.txt")
LINES_AT_LEAST = 150
# The names that the lines of the table speak of.
SETUP = """\
s = socket tcp; s.bind 127.0.0.1 0; s.listen; address = s.getsockname; port = $address.port
addr = $address; host = 'localhost'; x = 5; i = 1; n = 2; l = [1 2]; m = {a: 1}; f = 'page'; data = 'hi'; buf = 'hello'
msg = 'hi'; name = 'Mary'; on = 1; client = socket udp; b = socket tcp; b.connect $address
conn = s.accept; c = $conn; b.send hello; sock = socket udp; b.send " and more"; q = queue; put $q 1; use s
a = 1; e = epoll_create; ep = $e; sel = $e; key = 'secret'
"""
# What says that a line did not reach its command.
MISSED = re.compile(r"syntax: |UNKNOWN: there is no command|USAGE: |UNSET: ")
HINT = re.compile(r"type (.*)")


class Entry:
    """A line of the table and the answer it is to get."""

    def __init__(self, number, typed):
        self.number, self.typed, self.answer = number, typed, []


def read_table():
    entries = []
    with open(TABLE, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if line.startswith("> "):
                entries.append(Entry(number, line[2:]))
            elif line and not line.startswith("#"):
                entries[-1].answer.append(line)
    return entries


def answer_of(shown):
    """The lines of the first error's hint: they follow the line with the caret."""
    lines = shown.split("\n")
    for i, line in enumerate(lines):
        if re.fullmatch(r"[ \t.]+\^", line):
            end = i + 1
            while end < len(lines) and lines[end].startswith("  "):
                end += 1
            return [text[2:] for text in lines[i + 1:end]]
    return ["(runs)"]


def run(words, given="", script=None):
    """What handsh writes in a folder of its own, where the script stands as lab.hsh."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("lab.hsh", script or ""), ("file", "print sourced\n")):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        process = subprocess.run([peer.HANDSH, "-k", "-q", "--timeout", "200ms", *words],
                                 cwd=folder, input=given.encode(), stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, env=peer.environment(),
                                 timeout=peer.DEADLINE, check=False)
    shown = process.stdout.decode("utf-8", "replace")
    check(not peer.SANITIZER.search(process.stdout), "a sanitizer spoke:", words, shown)
    check(process.returncode in (0, 1, 2), "status", process.returncode, shown)
    return shown


def in_parallel(function, items):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(function, items))


def compare(entries, answers, way):
    wrong = [f"\n  habits.txt:{entry.number}: {entry.typed}\n    expected {entry.answer}\n"
             f"    given    {answer}"
             for entry, answer in zip(entries, answers) if answer != entry.answer]
    check(not wrong, f"{len(wrong)} answers differ ({way}):" + "".join(wrong))


def test_with_c():
    """-c reads all of its text before it runs any: a run for each line, so only some of them."""
    entries = read_table()
    check(len(entries) >= LINES_AT_LEAST, "lines:", len(entries))
    some = entries[::5]
    compare(some, in_parallel(lambda entry: answer_of(run(["-c", SETUP + entry.typed])), some), "-c")


def test_piped():
    """One after the other in one shell."""
    entries = [entry for entry in read_table() if entry.answer != ["(runs)"]]
    shown = run([], SETUP + "".join(f"print '@{entry.number}'\n{entry.typed}\n"
                                    for entry in entries))
    pieces = dict(re.findall(r"^@(\d+)\n(.*?)(?=^@|\Z)", shown, re.S | re.M))
    compare(entries, [answer_of(pieces.get(str(entry.number), "")) for entry in entries], "piped")


def type_again(line):
    """What the line shows as a file of its own, if it does not reach its command."""
    shown = run(["lab.hsh"], script=SETUP + line + "\n")
    return f"\n  {line}\n{shown}" if MISSED.search(shown) else ""


def test_what_is_to_be_typed():
    lines = [match.group(1) for entry in read_table() for text in entry.answer
             if (match := HINT.match(text))]
    wrong = [text for text in in_parallel(type_again, lines) if text]
    check(not wrong, f"{len(wrong)} of {len(lines)} do not reach their command:" + "".join(wrong))


def show():
    entries = read_table()
    answers = in_parallel(lambda entry: answer_of(run([], SETUP + entry.typed + "\n")), entries)
    given = {entry.number: answer for entry, answer in zip(entries, answers)}
    with open(TABLE, encoding="utf-8") as file:
        lines = file.read().split("\n")
    for number, line in enumerate(lines, 1):
        if number in given:
            print("\n".join([line] + given[number]))
        elif not line or line.startswith("#"):
            print(line)


if __name__ == "__main__":
    if "--show" in sys.argv:
        show()
    else:
        peer.main(globals())
