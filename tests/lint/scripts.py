#!/usr/bin/python3
# Fails when a command has no script that runs it right and wrong: src/commands/CHAPTER/NAME.c has
# tests/scripts/NAME.hsh, where each command that the file defines is called, by the name that users
# type, in a line that goes well, and in one that expects an error.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   scripts.py PROJECT

import glob
import os
import re
import sys

DEFINED = re.compile(r'^const struct command command_\w+ = \{\s*\.name = "([^"]+)"', re.M)
WRONG = re.compile(r"\bexpect error \w+ \{|\bcatch\b|# err: ")


def call_of(name):
    """What a call of the command begins with: a word, or the mark before one (!)."""
    end = r"(?!\w)" if name.isidentifier() else ""
    return re.compile(r"(?<![\w$-])" + re.escape(name) + end)


def check(source, script):
    """What is missing in the script of a file that defines commands."""
    with open(source, encoding="utf-8") as file:
        names = DEFINED.findall(file.read())
    if not names:
        return
    if not os.path.exists(script):
        yield f"no {script} runs {', '.join(names)}"
        return
    with open(script, encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    for name in names:
        called = [line for line in lines if call_of(name).search(line)]
        if all(WRONG.search(line) for line in called):
            yield f"{script} does not call {name} right"
        if not any(WRONG.search(line) for line in called):
            yield f"{script} does not call {name} wrong"


def main():
    os.chdir(sys.argv[1])
    problems = []
    for source in sorted(glob.glob("src/commands/*/*.c")):
        name = os.path.basename(source).removesuffix(".c")
        problems += check(source, f"tests/scripts/{name}.hsh")
    print("\n".join(problems), end="\n" if problems else "")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
