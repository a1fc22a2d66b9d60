#!/usr/bin/python3
# Each lesson of the course, beside its solutions: they do all of it, solution.hsh and the right ways
# beside it; the near misses get as far as their first line says.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a learner would type comes by standard input, and goes on after errors as a prompt does. Each run
# has a network of its own, for lessons have the ports of the tutorials.

import glob
import os
import re
import shutil
import subprocess
import tempfile

import peer
from peer import Skip, check, same

FOLDERS = sorted(glob.glob(os.path.join(peer.LESSONS, "[0-9]*-*", "")), key=lambda path: int(
    os.path.basename(path.rstrip("/")).partition("-")[0]))
STEP = re.compile(r"^(\d+)/(\d+) +(.*)", re.M)


def name_of(folder):
    return os.path.basename(folder.rstrip("/")).partition("-")[2]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def learn(folder, script, home):
    """What is shown to whoever types the script in the lesson."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        raise Skip("unshare or ip is not here")
    if subprocess.run(["unshare", "-Urn", "true"], check=False, capture_output=True).returncode:
        raise Skip("no network namespace of one's own can be made")
    process = subprocess.run(
        ["unshare", "-Urn", "sh", "-c", "ip link set lo up && exec \"$0\" -q -k", peer.HANDSH],
        input=f"lesson {name_of(folder)}\n{read(script)}".encode(), capture_output=True,
        timeout=peer.DEADLINE, check=False, cwd=home, env=peer.environment(HOME=home))
    errors = process.stderr.decode()
    check(not peer.SANITIZER.search(process.stderr) and process.returncode in (0, 1), script, errors)
    return process.stdout.decode()


def last_step(shown):
    """(number, how many, what was said of it last)"""
    number, steps, text = STEP.findall(shown)[-1]
    return int(number), int(steps), text


def run_all(folder, pattern, judge):
    paths = sorted(glob.glob(os.path.join(folder, pattern)))
    for path in paths:
        with tempfile.TemporaryDirectory() as home:
            judge(path, learn(folder, path, home), home)
    return len(paths)


def is_done(path, shown, home):
    number, steps, _ = last_step(shown)
    same(number, steps, f"steps of {path}: {shown}")
    check(f"{steps} of {steps} done" in " ".join(shown.split()), path, shown)
    kept = read(os.path.join(home, ".local", "state", "handsh", "lessons"))
    same(kept, f"{steps} {steps} {name_of(os.path.dirname(path))}\n", path)


def stops(path, shown, _):
    wanted = re.match(r"# stops at (\d+): ", read(path))
    check(wanted, "does not say where it stops:", path)
    number, _, text = last_step(shown)
    same(number, int(wanted[1]), f"step of {path}: {shown}")
    check(text not in ("done", "skipped") and not text.startswith("right: "), path, shown)


def test_solutions():
    for folder in FOLDERS:
        same(run_all(folder, "solution.hsh", is_done), 1, f"solutions of {folder}")


def test_other_right_ways():
    for folder in FOLDERS:
        check(run_all(folder, "right-*.hsh", is_done) >= 2, "too few right ways:", folder)


def test_near_misses():
    for folder in FOLDERS:
        check(run_all(folder, "near-*.hsh", stops) >= 2, "too few near misses:", folder)


def test_lines_are_short():
    """No line of a lesson is wider than 72 columns, nor than a terminal of 60 would break."""
    for folder in FOLDERS:
        with tempfile.TemporaryDirectory() as home:
            shown = learn(folder, os.path.join(folder, "solution.hsh"), home)
        long = [line for line in shown.splitlines() if len(line) > 72]
        check(not long, folder, long)


peer.main(globals())
