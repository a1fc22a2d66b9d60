#!/usr/bin/python3
# How far lessons were done is kept in one file for all shells of a user: those side by side lose nothing
# of each other's, and nobody else reads it or chooses which file it is.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import concurrent.futures
import os
import stat
import subprocess
import tempfile

import peer
from peer import check, same

LESSON = "lesson 'Counting'\n" + "".join(f"step 'Step {n}.' {{ $n >= {n} }}\n" for n in range(1, 11))


def state(home, *more):
    return os.path.join(home, ".local", "state", "handsh", *more)


def lesson(home, name):
    path = os.path.join(home, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(LESSON)
    return path


def learn(home, path, steps, **environment):
    text = f"lesson {path}\n" + "".join(f"n = {n}\n" for n in range(1, steps + 1))
    return subprocess.run([peer.HANDSH, "-q"], input=text.encode(), capture_output=True, check=False,
                          timeout=peer.DEADLINE, env=peer.environment(HOME=home, **environment))


def kept(home):
    with open(state(home, "lessons"), encoding="utf-8") as file:
        return sorted(file.read().splitlines())


def test_shells_side_by_side_lose_nothing():
    with tempfile.TemporaryDirectory() as home:
        paths = [lesson(home, f"{n}.hsh") for n in range(8)]
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for run in list(pool.map(lambda path: learn(home, path, 10), paths)):
                same((run.returncode, run.stderr), (0, b""))
        same(kept(home), [f"10 10 {path}" for path in paths])
        same(os.listdir(state(home)), ["lessons"], "no file is left over")
        same(stat.S_IMODE(os.stat(state(home, "lessons")).st_mode), 0o600)


def test_what_is_kept_never_becomes_less():
    with tempfile.TemporaryDirectory() as home:
        path = lesson(home, "one.hsh")
        for steps, most in ((3, 3), (1, 3), (5, 5)):
            learn(home, path, steps)
            same(kept(home), [f"{most} 10 {path}"])


def test_lines_of_others_stay():
    with tempfile.TemporaryDirectory() as home:
        path = lesson(home, "one.hsh")
        os.makedirs(state(home), mode=0o700)
        lines = ["", "no line of ours", "7 5 wrong", "1 99999999999999999999 large", "-1 2 negative", "2 9 another"]
        with open(state(home, "lessons"), "w", encoding="utf-8") as file:
            file.write("\n".join(lines))
        learn(home, path, 2)
        same(kept(home), sorted(lines + [f"2 10 {path}"]))
        same(stat.S_IMODE(os.stat(state(home, "lessons")).st_mode), 0o600)


def test_a_file_that_is_not_ours_is_left_alone():
    with tempfile.TemporaryDirectory() as home:
        path = lesson(home, "one.hsh")
        os.makedirs(state(home), mode=0o700)
        os.symlink(os.path.join(home, "elsewhere"), state(home, "lessons"))
        run = learn(home, path, 2)
        check(b"2/10  done" in run.stdout, "it goes on:", run)
        same(run.stderr.count(b"lesson: EPERM: progress is not kept: "), 1, "it says so once")
        check(b"symbolic link" in run.stderr, "and why:", run.stderr)
        check(not os.path.exists(os.path.join(home, "elsewhere")), "it was followed")


def test_a_file_that_is_too_large_stays():
    with tempfile.TemporaryDirectory() as home:
        path = lesson(home, "one.hsh")
        os.makedirs(state(home), mode=0o700)
        with open(state(home, "lessons"), "wb") as file:
            file.truncate(2 << 20)
        run = learn(home, path, 1)
        check(b"is too large" in run.stderr, "it says so:", run.stderr)
        same(os.path.getsize(state(home, "lessons")), 2 << 20)


def test_without_a_home_nothing_is_kept():
    with tempfile.TemporaryDirectory() as home:
        path = lesson(home, "one.hsh")
        run = learn("", path, 2)
        same((run.returncode, run.stderr), (0, b""))
        check(b"2/10  done" in run.stdout, "it goes on:", run)


peer.main(globals())
