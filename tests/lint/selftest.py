#!/usr/bin/python3
# Proves that every lint check can fail: plants a violation in a small project, and expects the
# check to name it; the same project without it must pass. (runner.py is the proof of run-script.)
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   selftest.py PROJECT BUILD

import glob
import os
import shutil
import subprocess
import sys
import tempfile

import project
from project import CLEAN, LICENCE, MAIN, command

LINT = os.path.dirname(os.path.abspath(__file__))
LONG = "int f(void);\n" * 600
BODY = "\tg();\n" * 61
HELPER = "int helper(void);\n"
BODY_OF_HELPER = "int helper(void)\n{\n\treturn 1;\n}\n"
USE = "int use(void);\nint use(void)\n{\n\treturn helper();\n}\n"
# A layer that knows a command by its name.
KNOWS = CLEAN + "extern const char command_see;\nconst void *f(void);\n" \
    "const void *f(void)\n{\n\treturn &command_see;\n}\n"

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
    ("scripts.py", {"src/commands/data/b.c": command("b")}, "no tests/scripts/b.hsh"),
    ("scripts.py", {"tests/scripts/see.hsh": "see 1\n"}, "wrong"),
    ("scripts.py", {"tests/scripts/see.hsh": "# see\nexpect error USAGE { see }\n"}, "right"),
    ("chapters.py", {"src/commands/data/read.c": command("read", HELPER + BODY_OF_HELPER),
                     "src/commands/look/see.c": command("see", HELPER + USE)}, "needs helper of read"),
    ("chapters.py", {"src/commands/data/b.c": CLEAN + HELPER + BODY_OF_HELPER,
                     "src/commands/look/see.c": command("see", HELPER + USE)},
     "without the chapter data"),
    ("chapters.py", {"src/base/a.c": KNOWS}, "libhandsh-base.a needs command_see of see"),
    ("chapters.py", {"src/main.c": MAIN.replace("[0]", "[1]")}, "it answers"),
    ("man.sh", {"man/a.1": ".Dd today\n.Dt A 1\n.Os\n.Sh NAEM\n.Nm a\n"}, "WARNING"),
    ("globals.sh", {"src/base/a.c": CLEAN + "int counter = 1;\n"}, "counter"),
    ("globals.sh", {"src/base/a.c": CLEAN + "static int hidden;\nint *f(void);\n"
                   "int *f(void)\n{\n\treturn &hidden;\n}\n"}, "hidden"),
    ("globals.sh", {"src/base/a.c": CLEAN + "static _Thread_local int own;\nint *f(void);\n"
                   "int *f(void)\n{\n\treturn &own;\n}\n"}, "own"),
]
# What a check is skipped without.
NEEDS = {"man.sh": "mandoc", "format.sh": "clang-format"}
BUILT = ("chapters.py", "globals.sh") # look at what was built
OTHERS = {"selftest.py", "runner.py"}


def checks():
    """The names of all checks: programs, which modules are not."""
    for path in sorted(glob.glob(os.path.join(LINT, "*.*"))):
        name = os.path.basename(path)
        if os.access(path, os.X_OK) and name not in OTHERS:
            yield name


def run(check, planted):
    """Exit status and output of a check of the small project with files planted."""
    with tempfile.TemporaryDirectory() as folder:
        project.make(folder, planted)
        if check in BUILT:
            project.build(folder)
        result = subprocess.run([os.path.join(LINT, check), folder, os.path.join(folder, "build")],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return result.returncode, result.stdout


def main():
    failed = False
    for check in checks():
        if check not in {case[0] for case in CASES}:
            print(f"{check}: no case shows that it can fail")
            failed = True
        status, output = run(check, {})
        if status not in (0, 77):
            print(f"{check}: a clean project fails ({status}):\n{output}")
            failed = True
    for check, planted, complaint in CASES:
        if check in NEEDS and not shutil.which(NEEDS[check]):
            continue
        status, output = run(check, planted)
        if status != 1 or complaint not in output:
            shown = {name: text[-60:] for name, text in planted.items()}
            print(f"{check}: {shown}: status {status}, no '{complaint}':\n{output}")
            failed = True
    return failed


if __name__ == "__main__":
    sys.exit(main())
