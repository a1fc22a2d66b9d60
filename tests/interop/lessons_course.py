#!/usr/bin/python3
# Each lesson of the course, beside its solutions: they do all of it, solution.hsh and the right ways
# beside it; the near misses get as far as their first line says.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a learner would type comes by standard input, and goes on after errors as a prompt does. Each run
# has a network of its own, for lessons have the ports of the tutorials.

import concurrent.futures
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


def judge_one(path, judge):
    with tempfile.TemporaryDirectory() as home:
        shown = learn(os.path.dirname(path), path, home)
        judge(path, shown, home)
        long = [line for line in shown.splitlines() if len(line) > 72]
        check(not long, "wider than a page:", path, long)


def judge_all(pattern, least, judge):
    """Those of all lessons beside each other, for most of them wait most of the time."""
    paths = []
    for folder in FOLDERS:
        found = sorted(glob.glob(os.path.join(folder, pattern)))
        check(len(found) >= least, "too few:", folder, pattern, found)
        paths += found
    with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
        for result in [pool.submit(judge_one, path, judge) for path in paths]:
            result.result()


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
    judge_all("solution.hsh", 1, is_done)


def test_other_right_ways():
    judge_all("right-*.hsh", 2, is_done)


def test_near_misses():
    judge_all("near-*.hsh", 2, stops)


peer.main(globals())
