#!/usr/bin/python3
# Runs every example of the manual pages: each must end well and print what the page says.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   manual.py HANDSH
#
# An example of a page stands between .Bd and .Ed, with the comment `.\" example` in front; after
# it may stand what it prints, a line each, as `.\" prints: TEXT`. `.\" prints-skip` says that more
# may follow.

import glob
import os
import re
import subprocess
import sys
import tempfile

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ESCAPES = {r"\e": "\\", r"\&": "", r"\-": "-", r"\ ": " ", r"\(dq": '"', r"\(aq": "'",
           r"\(em": "\u2014", r"\(bs": "\\", r"\(ti": "~", r"\(ha": "^", r"\(ga": "`"}
DEADLINE = 20 * float(os.environ.get("HANDSH_SLOWNESS", 1))


class Example:
    def __init__(self, place):
        self.place = place
        self.lines = []
        self.prints = []
        self.more = False


def plain(line):
    """What a line of roff shows."""
    return re.sub(r"\\(\(..|.)", lambda match: ESCAPES.get(match.group(), match.group()), line)


def examples(path):
    """The examples of a page, in order."""
    found, state = [], None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if line == '.\\" example':
                found.append(Example(f"{os.path.basename(path)}:{number}"))
                state = "before"
            elif state == "before" and line.startswith(".Bd"):
                state = "inside"
            elif state == "inside" and line == ".Ed":
                state = "after"
            elif state == "inside":
                found[-1].lines.append(plain(line))
            elif state == "after" and line.startswith('.\\" prints: '):
                found[-1].prints.append(line[len('.\\" prints: '):])
            elif state == "after" and line == '.\\" prints-skip':
                found[-1].more = True
            else:
                state = None
    return found


def problem(handsh, example, folder):
    """What is wrong with what the example does, or None."""
    script = "\n".join(example.lines) + "\n"
    try:
        result = subprocess.run([handsh, "-q"], input=script.encode(), cwd=folder,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=DEADLINE)
    except subprocess.TimeoutExpired:
        return "does not end"
    errors = result.stderr.decode("utf-8", "backslashreplace")
    if result.returncode:
        return f"ends with status {result.returncode}: {errors}"
    if "Sanitizer" in errors or "runtime error" in errors:
        return errors
    lines = result.stdout.decode("utf-8", "backslashreplace").splitlines()
    if not example.prints:
        return None
    if lines != example.prints and not (example.more and
                                        lines[:len(example.prints)] == example.prints):
        return f"prints {lines}, not {example.prints}"
    return None


def main():
    handsh = os.path.abspath(sys.argv[1])
    total, failed = 0, False
    for path in sorted(glob.glob(os.path.join(PROJECT, "man", "*"))):
        if not re.search(r"\.[1-9](\.in)?$", path):
            continue
        for example in examples(path):
            total += 1
            with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder:
                if wrong := problem(handsh, example, folder):
                    print(f"{example.place}: {wrong}")
                    failed = True
    if not total:
        print("the manual has no examples")
    return failed or not total


if __name__ == "__main__":
    sys.exit(main())
