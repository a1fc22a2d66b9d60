#!/usr/bin/python3
# Proves that every lint check can fail: plants a violation in a small project, and expects the
# check to name it; the same project without it must pass.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   selftest.py PROJECT BUILD

import os
import shutil
import subprocess
import sys
import tempfile

LINT = os.path.dirname(os.path.abspath(__file__))
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
CLEAN = f"/* What it is for. {LICENCE} */\n"
LONG = "int f(void);\n" * 600
BODY = "\tg();\n" * 61
COMMAND = CLEAN + 'const struct command command_a = {\n\t.name = "a",\n};\n'

# (check, planted files with their texts, a word of the complaint)
CASES = [
    ("layers.py", {"src/base/a.c": CLEAN + '#include "handsh/net.h"\n'}, "above"),
    ("layers.py", {"src/lang/b.c": CLEAN + '#include "run/machine.h"\n'}, "above"),
    ("layers.py", {"include/handsh/run.h": CLEAN + '#include "handsh/ui.h"\n'}, "above"),
    ("layers.py", {"src/net/b.c": CLEAN + '#include "private.h"\n'}, "no layer"),
    ("layers.py", {"src/run/b.c": CLEAN + '#include "lang/tree.h"\n'}, "private"),
    ("layers.py", {"src/commands/data/b.c": CLEAN + '#include "cmd/call/a.h"\n'}, "private"),
    ("layers.py", {"src/commands/data/b.c": CLEAN + '#include "commands/look/a.h"\n'}, "chapter"),
    ("layers.py", {"include/handsh/other.h": CLEAN}, "no layer"),
    ("layers.py", {"src/cmd/b.c": CLEAN + "#include <readline/readline.h>\n"}, "only"),
    ("layers.py", {"src/misc/b.c": CLEAN}, "no layer"),
    ("layers.py", {"src/net/a.c": CLEAN}, "has that name too"),
    ("words.py", {"src/base/a.c": CLEAN + "/* TO" "DO: more */\n"}, "unfinished"),
    ("words.py", {"src/base/a.c": CLEAN + LONG}, "at most"),
    ("words.py", {"include/handsh/base.h": CLEAN + LONG}, "at most"),
    ("words.py", {"src/base/a.c": CLEAN + "void f(void)\n{\n" + BODY + "}\n"}, "f has 61 lines"),
    ("words.py", {"src/base/a.c": CLEAN + "int a; \n"}, "blanks at the end"),
    ("words.py", {"src/base/a.c": CLEAN + "int a;\r\n"}, "blanks at the end"),
    ("words.py", {"src/base/a.c": CLEAN + "int a;"}, "no newline"),
    ("words.py", {"src/base/a.c": "int a;\n"}, "SPDX"),
    ("words.py", {"tests/tty/a.py": f"# {LICENCE}\ntime.sl" "eep(0)\n"}, "does not sleep"),
    ("words.py", {"tests/tty/a.py": f"# {LICENCE}\nos.waitpid(1, os.WNO" "HANG)\n"}, "not sleep"),
    ("words.py", {"tests/tty/a.py": f"# {LICENCE}\nprint('sl" "eep 50ms; x')\n"}, "not sleep"),
    ("words.py", {"tests/interop/a.py": f"# {LICENCE}\nfor _ in range(ATTEM" "PTS):\n"}, "one try"),
    ("words.py", {"tests/unit/a.c": CLEAN + "\tusl" "eep(1);\n"}, "does not sleep"),
    ("words.py", {"tests/unit/a.c": CLEAN + "\tpo" "ll(NULL, 0, 10);\n"}, "does not sleep"),
    ("words.py", {"tests/scripts/a.hsh": "t = spawn { sl" "eep 5ms; 1 }\n"}, "does not sleep"),
    ("words.py", {"tests/scripts/a.hsh": "x = 1\nsl" "eep 1\nprint on\n"}, "does not sleep"),
    ("words.py", {"tests/interop/a.sh": f"#!/bin/sh\n# {LICENCE}\nsl" "eep 1\n"}, "does not sleep"),
    ("format.sh", {"src/base/a.c": CLEAN + "int   a;\n"}, "src/base/a.c"),
    ("scripts.py", {"src/commands/data/a.c": COMMAND}, "no tests/scripts/a.hsh"),
    ("scripts.py", {"src/commands/data/a.c": COMMAND, "tests/scripts/a.hsh": "a 1\n"}, "wrong"),
    ("scripts.py", {"src/commands/data/a.c": COMMAND,
                    "tests/scripts/a.hsh": "# a 1\nexpect error USAGE { a }\n"}, "right"),
    ("man.sh", {"man/a.1": ".Dd today\n.Dt A 1\n.Os\n.Sh NAEM\n.Nm a\n"}, "WARNING"),
    ("globals.sh", {"src/base/a.c": CLEAN + "int counter = 1;\n"}, "counter"),
    ("globals.sh", {"src/base/a.c": CLEAN + "static int hidden;\nint *f(void);\n"
                   "int *f(void)\n{\n\treturn &hidden;\n}\n"}, "hidden"),
    ("globals.sh", {"src/base/a.c": CLEAN + "static _Thread_local int own;\nint *f(void);\n"
                   "int *f(void)\n{\n\treturn &own;\n}\n"}, "own"),
]
PAGE = f""".\\" {LICENCE}
.Dd January 1, 2025
.Dt A 1
.Os
.Sh NAME
.Nm a
.Nd a page
"""
# What a check is skipped without.
NEEDS = {"man.sh": "mandoc", "format.sh": "clang-format"}
CONSTANTS = "const char *const words[];\nconst char *const words[] = {\"a\", \"b\"};\n"


def build(project):
    """The library that the check for globals looks at."""
    source = os.path.join(project, "src", "base", "a.c")
    target = os.path.join(project, "build", "src")
    os.makedirs(target)
    member = os.path.join(target, "a.o")
    subprocess.run(["cc", "-fPIE", "-c", source, "-o", member], check=True)
    subprocess.run(["ar", "rc", os.path.join(target, "libhandsh-base.a"), member], check=True)


def make_project(project):
    shutil.copy(os.path.join(os.path.dirname(os.path.dirname(LINT)), ".clang-format"), project)
    os.makedirs(os.path.join(project, "tests"))
    write(project, "src/base/a.c", CLEAN + "extern " + CONSTANTS)
    write(project, "include/handsh/base.h", CLEAN)
    write(project, "man/a.1", PAGE)


def write(project, name, text):
    path = os.path.join(project, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def run(check, plant):
    """Exit status and output of a check of the small project with files planted."""
    with tempfile.TemporaryDirectory() as project:
        make_project(project)
        for name, text in plant.items():
            write(project, name, text)
        if check == "globals.sh":
            build(project)
        result = subprocess.run([os.path.join(LINT, check), project, os.path.join(project, "build")],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return result.returncode, result.stdout


def main():
    failed = False
    for check in sorted({case[0] for case in CASES}):
        status, output = run(check, {})
        if status not in (0, 77):
            print(f"{check}: a clean project fails ({status}):\n{output}")
            failed = True
    for check, plant, complaint in CASES:
        if check in NEEDS and not shutil.which(NEEDS[check]):
            continue
        status, output = run(check, plant)
        if status != 1 or complaint not in output:
            shown = {name: text[-60:] for name, text in plant.items()}
            print(f"{check}: {shown}: status {status}, no '{complaint}':\n{output}")
            failed = True
    return failed


if __name__ == "__main__":
    sys.exit(main())
