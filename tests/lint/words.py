#!/usr/bin/python3
# Fails on words, sizes and blanks that the house does not want.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   words.py PROJECT
#
# - no marks of unfinished work
# - tests wait for events: they do not sleep, ask again and again, or have several tries; a script
#   of handsh orders nothing by a sleep, unless time is its matter
# - functions: none above 60 lines, nine in ten within 40; files within 500 lines, headers 350
# - the first lines say the licence; no blanks at line ends, no CR, a newline at the end

import os
import re
import sys

FUNCTION_MOST, FUNCTION_USUAL = 60, 40
FILE_MOST, HEADER_MOST = 500, 350
LICENSED = {"src/run/vm.c": "task_run"}  # the machine's one switch, and the file it fills
FOLDERS = (".ci", "include", "man", "share", "src", "tests")
TEXTS = (".c", ".h", ".py", ".sh", ".hsh", ".cmake", ".md", ".in", ".1", ".7", ".txt", ".supp")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b"
                        r"|\b(not yet impl" r"emented|for n" r"ow,)", re.I)
# The words are taken apart here, so that this file may stand under its own rules.
SLEEP = {".py": re.compile(r"\b(time|asyncio)\.sl" r"eep\b|from time import.*\bsl" r"eep\b"
                           r"|\bWNO" r"HANG\b|\bsl" r"eep [\d.]+[mu]s\b"),
         ".c": re.compile(r"^[^\"]*(\b(u|nano|clock_nano)?sl" r"eep\s*\(|\bsched_yi" r"eld\b"
                          r"|\bp?poll\s*\(\s*NULL|\bp?select\s*\(\s*0\b)"),
         ".sh": re.compile(r"(^|[;&|({])\s*sl" r"eep\s+[\d.$]"),
         ".hsh": re.compile(r"^[^#]*\bsl" r"eep (?!0\b)[^;|&}]*;|^\s*sl" r"eep (?!0\b)[^;|&]*$")}
TRIES = re.compile(r"\brange\(\w*(attem" r"pts?|tri" r"es|retr" r"y)\w*\)", re.I)
# The benchmark's loads pause on purpose.
ABOUT_TIME = ("tests/bench/", "tests/packetdrill/ends.hsh",
              *(f"tests/scripts/{name}.hsh"
                for name in ("sleep", "clock", "timeout", "timeout_option", "finally")))
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
NAME = re.compile(r"(\w+)\(")


def files(project):
    """Paths of all texts of the project, from its folder."""
    for name in sorted(os.listdir(project)):
        if os.path.isfile(os.path.join(project, name)) and not name.startswith("."):
            yield name
    for folder in FOLDERS:
        for path, folders, names in sorted(os.walk(os.path.join(project, folder))):
            folders[:] = [name for name in folders if name not in ("corpus", "__pycache__")]
            for name in sorted(names):
                yield os.path.relpath(os.path.join(path, name), project)


def is_text(place, data):
    return place.endswith(TEXTS) or data.startswith(b"#!") or "/" not in place


def functions(lines):
    """(name, number of its first line, lines of its body) of each function: kernel layout."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start:
            head = start - 1
            while head > 1 and lines[head - 1][:1] in ("\t", " "):
                head -= 1
            match = NAME.search(lines[head - 1])
            yield match.group(1) if match else "?", head, number - start - 1
            start = None


def check_sizes(place, lines, lengths):
    most = HEADER_MOST if place.endswith(".h") else FILE_MOST
    if len(lines) > most and place not in LICENSED:
        yield f"{place}: {len(lines)} lines, {most} at most"
    for name, number, length in functions(lines):
        lengths.append(length)
        if length > FUNCTION_MOST and LICENSED.get(place) != name:
            yield f"{place}:{number}: {name} has {length} lines, {FUNCTION_MOST} at most"


def check_blanks(place, text, lines):
    if text and not text.endswith("\n") and not place.startswith("tests/scripts/"):
        yield f"{place}: no newline at the end"
    for number, line in enumerate(lines, 1):
        if line != line.rstrip() and not place.endswith(".hsh"):
            yield f"{place}:{number}: blanks at the end of the line"


def check_words(place, lines):
    for number, line in enumerate(lines, 1):
        if match := UNFINISHED.search(line):
            yield f"{place}:{number}: unfinished: {match.group()}"


def check_waits(place, lines):
    sleep = SLEEP.get(os.path.splitext(place)[1])
    if not sleep or not place.startswith("tests/") or place.startswith(ABOUT_TIME):
        return
    for number, line in enumerate(lines, 1):
        if sleep.search(line):
            yield f"{place}:{number}: a test waits for an event with a deadline, it does not sleep"
        if TRIES.search(line):
            yield f"{place}:{number}: a test has one try"


def check_licence(place, lines):
    bare = place.endswith((".json", ".md")) or place.startswith("tests/scripts/")
    if not bare and not any(LICENCE in line for line in lines[:40]):
        yield f"{place}: the first lines do not say '{LICENCE}'"


def check(project, place, lengths):
    with open(os.path.join(project, place), "rb") as file:
        data = file.read()
    if place == "LICENSE" or not is_text(place, data):
        return
    text = data.decode("utf-8", "replace")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    yield from check_words(place, lines)
    yield from check_waits(place, lines)
    yield from check_blanks(place, text, lines)
    yield from check_licence(place, lines)
    if place.endswith((".c", ".h")):
        yield from check_sizes(place, lines, lengths)


def main():
    project = sys.argv[1]
    lengths, problems = [], []
    for place in files(project):
        problems += check(project, place, lengths)
    usual = sum(length <= FUNCTION_USUAL for length in lengths)
    if usual < 0.9 * len(lengths):
        problems.append(f"only {usual} of {len(lengths)} functions are within {FUNCTION_USUAL} lines")
    print("\n".join(problems))
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
