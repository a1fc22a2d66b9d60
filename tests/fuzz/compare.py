#!/usr/bin/python3
# Compares the program with a small model of its language, on programs that are made up.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   compare.py [OPTION…] HANDSH
#       --seconds S     for how long; 10
#       --seed N        of the first program; 1. The next has N + 1
#       --count N       at most so many programs; 0: as many as the time allows
#       --jobs N        so many at once; 1
#
# The programs are of values and control flow: no sockets, no time. Each is run with -c and on
# standard input in pieces of random lengths; what it prints and its status must be the model's, and
# an error that ends it must be of the name that the model says. One that differs is made smaller
# and printed, with the seed that makes it again. Exit status: 0, 1 (one differed).

import argparse
import concurrent.futures
import itertools
import os
import random
import sys
import time

import grow
import model
import running
import shrink
import spell

DEADLINE = 10
SHRINKING = 20  # seconds
FAULTS_MOST = 5


def expected(tree):
    """What the model makes of a program; None where it is not to be compared."""
    machine = model.Model()
    try:
        machine.run(tree)
    except (model.Uncompared, RecursionError):
        return None
    return machine


def last_report(text):
    """The first line of the last error that was shown; expectations that were caught come before."""
    return ([line for line in text.split(b"\n") if line and not line.startswith(b"  ")] or [b""])[-1]


def difference(machine, run):
    if fault := run.crash():
        return fault
    if run.out != machine.out:
        return "prints other than the model"
    if run.status != machine.status:
        return f"ends with status {run.status}, not {machine.status}"
    name = b"fail" if machine.error == "FAIL" else (machine.error or "").encode()
    if machine.error not in (None, "EXPECT") and name not in last_report(run.err):
        return f"ends with another error than {machine.error}"
    return None


class Comparer:
    def __init__(self, handsh):
        self.handsh = handsh
        with running.Runner(handsh, DEADLINE) as runner:
            self.kind = runner.find_kind()

    def compare(self, tree, seed):
        """What differs, or None; the ways of spelling and cutting come from the seed."""
        machine = expected(tree)
        if machine is None:
            return None, None
        text = spell.Speller(random.Random(seed)).program(tree)
        with running.Runner(self.handsh, DEADLINE) as runner:
            run = runner.argument(text)
            way, fault = "-c", difference(machine, run)
            if not fault:
                runner.kind = self.kind
                run = runner.input(running.cut(random.Random(seed), text))
                way, fault = "standard input", difference(machine, run)
        return fault and f"with {way} it {fault}", (machine, run, text)

    def look(self, seed):
        """The report of a program that differs, or None."""
        tree = grow.Grower(random.Random(seed)).program()
        fault, _ = self.compare(tree, seed)
        if not fault:
            return None
        tree = shrink.shrink(tree, lambda smaller: self.compare(smaller, seed)[0] == fault,
                             SHRINKING)
        fault, (machine, run, text) = self.compare(tree, seed)
        return "\n".join([f"FAIL --seed {seed}: {fault}", text.rstrip("\n"),
                          f"  the model: {machine.out!r}, status {machine.status}, {machine.error}",
                          f"  the program: {run.out!r}, status {run.status}, {run.err[:300]!r}"])


def read_options():
    parser = argparse.ArgumentParser(usage="compare.py [OPTION…] HANDSH")
    parser.add_argument("handsh", type=os.path.abspath)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    return parser.parse_args()


def seeds(options):
    end = time.monotonic() + options.seconds
    for seed in itertools.count(options.seed):
        if time.monotonic() > end or options.count and seed >= options.seed + options.count:
            return
        yield seed


def main():
    options = read_options()
    comparer = Comparer(options.handsh)
    programs = faults = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        wanted = seeds(options)
        while batch := list(itertools.islice(wanted, 16)):
            for report in pool.map(comparer.look, batch):
                programs += 1
                faults += bool(report)
                if report and faults <= FAULTS_MOST:
                    print(report, flush=True)
            if faults >= FAULTS_MOST:
                break
    print(f"{programs} programs, {faults} differ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
