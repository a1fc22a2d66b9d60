#!/usr/bin/python3
# Proves that tests/run-script sees what it is for: runs it with a small program in handsh's place.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   runner.py PROJECT BUILD

import os
import subprocess
import sys
import tempfile

# What the program in handsh's place does: the script's own lines, which are sh.
PROGRAM = '#!/bin/sh\n[ $# -gt 0 ] && exec sh "$@"\nexec sh -s\n'

# (script, exit status of the runner, a word of what it says, options of the runner…)
CASES = [
    ("echo one # out: one\necho two >&2 # err: two\n", 0, ""),
    ("echo one # out: two\n", 1, "-two"),
    ("echo one\n", 1, "+one"),
    ("true # err: none\n", 1, "-none"),
    ("echo é # out: é\nprintf '\\001' # out: <x01><no newline>\n", 0, ""),
    ("printf one # out: one\n", 1, "no newline"),
    ("exit 3 # status: 3\n", 0, ""),
    ("exit 3\n", 1, "exit status 3"),
    ("echo 5000 5000 # out: <port:a> <port:a>\n", 0, ""),
    ("echo 5000 5001 # out: <port:a> <port:a>\n", 1, "+5000 5001"),
    ("echo 5000 # out: <port:a>\necho 5001 # out: <port:a>\n", 1, "different digits"),
    ("echo 1; echo 2; echo 3\n# out: 1\n# out: <skip>\n# out: 3\n", 0, ""),
    ("echo 2; echo 1\n# out: 1\n# out: 2\n# order: any\n", 0, ""),
    ("echo 2; echo 1; echo 3\n# out: 1\n# out: 2\n# order: any\n", 1, "+3"),
    ("pwd # out: <dir>\n", 0, ""),
    ("echo \"$1\" # out: a b\n# args: 'a b'\n", 0, ""),
    ("read x; echo $x # out: in\n# stdin: in\n# mode: file\n", 0, ""),
    ("echo $A # out: b\n# env: A=b\n", 0, ""),
    ("read x\n# mode: sometimes\n", 1, "mode is"),
    ("mkfifo p; exec cat p\n# deadline: 0.2\n", 1, "did not end"),
    ("mkfifo p; cat p >/dev/null 2>&1 </dev/null &\n", 1, "left 1 process behind"),
    ("kill -SEGV $$\n", 1, "SIGSEGV"),
    ("exit 86 # status: 86\n", 1, "sanitizer"),
    ("echo 'x.c:1:2: runtime error: y' >&2 # err: <...>\n", 1, "sanitizer"),
    ("true\n# needs: no-such-program\n", 77, "skip"),
    ("echo one; exit 3\n", 1, "exit status 3", "--told"),
    ("echo one\nread x || exit 3\n# status: 3\n", 0, "", "--told"),
    ("echo one >&2\n", 1, "+one", "--told"),
    ("true\n", 77, "skip", "--needs", "no-such-program"),
    ("test $(id -u) -ne 0 && touch mine\n", 0, "", "--ordinary"),
]


def main():
    runner = os.path.join(sys.argv[1], "tests", "run-script")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "program")
        with open(program, "w", encoding="utf-8") as file:
            file.write(PROGRAM)
        os.chmod(program, 0o755)
        os.chmod(folder, 0o755)
        for text, status, word, *options in CASES:
            script = os.path.join(folder, "case.hsh")
            with open(script, "w", encoding="utf-8") as file:
                file.write(text)
            result = subprocess.run([runner, *options, program, script], stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT, text=True)
            if result.returncode != status or word not in result.stdout:
                print(f"{text!r}: status {result.returncode}, not {status} with '{word}':")
                print(result.stdout)
                failed = True
    return failed


if __name__ == "__main__":
    sys.exit(main())
