#!/usr/bin/python3
# man(1), run by handsh, finds the manual: from the build and where it is installed.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   manual_pages.py HANDSH

import os
import subprocess
import sys
import tempfile

HANDSH = os.path.abspath(sys.argv[1])
BUILD = os.path.dirname(os.path.dirname(HANDSH))
DEADLINE = 30 * float(os.environ.get("HANDSH_SLOWNESS", 1))
PAGES = ("man1/handsh.1", "man7/handsh-ideas.7", "man7/handsh-lang.7")


def run_with(program, text, **changes):
    environment = {name: value for name, value in os.environ.items() if name != "MANPATH"}
    environment.update(changes)
    return subprocess.run([program, "-q", "-c", text], env=environment, timeout=DEADLINE,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)


def search_path(program, **changes):
    """The folders that man is given; an empty one stands for its own."""
    done = run_with(program, "!printf %s \"$MANPATH\"", **changes)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode().split(":")


def check(program):
    ours, *others = search_path(program)
    assert others == [""], others
    for page in PAGES:
        assert os.path.exists(os.path.join(ours, page)), f"no {page} in {ours}"
    assert search_path(program, MANPATH="/some/where:") == [ours, "/some/where", ""]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "man")
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\necho \"$*\" \"$MANPATH\"\n")
        os.chmod(path, 0o755)
        search = f"{folder}:{os.environ['PATH']}"
        for words, page in (("help --man", "handsh"), ("help -m handsh-lang", "handsh-lang")):
            done = run_with(program, words, PATH=search)
            assert done.stdout.decode() == f"{page} {ours}:\n", done
        done = run_with(program, "help --man recv", PATH=search)
        assert done.returncode == 1 and b"handsh-lang" in done.stderr, done


def main():
    check(HANDSH)
    with tempfile.TemporaryDirectory() as prefix:
        subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], check=True,
                       stdout=subprocess.DEVNULL, timeout=DEADLINE)
        check(os.path.join(prefix, "bin", "handsh"))


main()
