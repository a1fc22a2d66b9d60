#!/usr/bin/python3
# Runs scripts once for each of their fallible calls, in each of which that call fails.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   torture.py [OPTION…] HANDSH [SCRIPT…]
#       --shim FILE     the built shim; else beside HANDSH's build
#       --runs N        at most so many runs in all, spread evenly over the failures; 0: every one
#       --jobs N        so many at once
#       --only PATTERN  only failures CALL:N:FAILURE that match, as recv:*:EINTR
#       --strict        also what stands in the file left-out
#
# Without SCRIPT: the ten of scripts/, and of tests/scripts that of each command that these do not
# use. Each script is run untroubled first; the shim counts its calls. A run is a fault when it dies
# from a signal, hangs, leaves a process or a descriptor behind, makes a sanitizer speak, succeeds in
# silence with another output, fails without a word, or when a failure shows that is to be invisible.
# For each the line is printed that repeats it: in gdb, a breakpoint on shim_deliver shows who called.
#
# Exit status: 0, 1 (a fault), 77 (there is no shim for this build).

import argparse
import collections
import concurrent.futures
import fnmatch
import glob
import os
import re
import subprocess
import sys

import failures
import trial

HERE = os.path.dirname(os.path.abspath(__file__))
SLOWNESS = float(os.environ.get("HANDSH_SLOWNESS", 1))
SHOWN = 3  # faults of one kind
LEFT_OUT = os.path.join(HERE, "left-out")


def find_shim(handsh, given):
    beside = os.path.join(os.path.dirname(os.path.dirname(handsh)), "tests", "torture", "shim.so")
    return given or os.environ.get("HANDSH_SHIM") or beside


def commands(handsh):
    """The names of all commands, from the program's own list."""
    text = subprocess.run([handsh, "-q", "-c", "help -l"], check=True, stdout=subprocess.PIPE,
                          text=True).stdout
    table, _, _ = text.partition("\nlanguage\n")
    return re.findall(r"^  ([a-z][a-z0-9-]*)  ", table, re.M)


def uses(path, name):
    """Does the script use the command, as far as words tell?"""
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"^\s*#.*", "", file.read(), flags=re.M)
    return re.search(rf"(?<![\w$']){re.escape(name)}(?![\w'])", text)


def choose_scripts(handsh):
    """Scripts that together use every command."""
    paths = sorted(glob.glob(os.path.join(HERE, "scripts", "*.hsh")))
    tests = os.path.join(os.path.dirname(HERE), "scripts")
    for name in commands(handsh):
        if any(uses(path, name) for path in paths):
            continue
        own = os.path.join(tests, name + ".hsh")
        paths += [own] if os.path.exists(own) else [
            path for path in sorted(glob.glob(os.path.join(tests, "*.hsh"))) if uses(path, name)][:1]
    return paths


def read_left_out():
    """Patterns of (script, failure, fault), for each of which a fault is known and still open."""
    with open(LEFT_OUT, encoding="utf-8") as file:
        lines = [line.split("#")[0].split(None, 2) for line in file]
    return [tuple(word.strip() for word in words) for words in lines if words]


class Unfit(Exception):
    """A script that says nothing under the shim."""


class Subject:
    """A script with its untroubled run."""

    def __init__(self, path, handsh, shim):
        self.trial = trial.Trial(path, handsh, shim, 10 * SLOWNESS)
        self.name = self.trial.script.name
        self.good = self.trial.run()
        others = [self.trial.run() for _ in range(2)]
        # Whether numbers must be masked for comparing; None where no two runs are the same.
        self.masked = next((masked for masked in (False, True) if all(
            other.comparable(masked) == self.good.comparable(masked) for other in others)), None)
        status = int(self.trial.script.get("status", 0))
        if self.good.hung or self.good.status != status or not self.good.counts:
            raise Unfit(f"{path}: not even untroubled does it run: {self.good.err}")

    def wishes(self, most, only):
        for call, n, failure in failures.choose(self.good.counts, most):
            wish = f"{call}:{n}:{failure}"
            if fnmatch.fnmatchcase(wish, only):
                yield call, failure, wish

    def suffer(self, call, failure, wish):
        """What is wrong, or None, and the outcome."""
        fault, outcome = self.attempt(call, failure, wish)
        if fault and trial.is_comparison(fault): # the machine may have been slow
            fault, outcome = self.attempt(call, failure, wish)
        return fault, outcome

    def attempt(self, call, failure, wish):
        outcome = self.trial.run(wish)
        if not outcome.delivered and not outcome.hung:
            return None, outcome # another order of events: the call did not come so far
        return trial.judge(self.good, outcome, call, failure, self.masked_for(call, failure)), \
            outcome

    def masked_for(self, call, failure):
        """Only the ten scripts are written for counts that are short."""
        is_own = os.path.dirname(self.trial.script.path) == os.path.join(HERE, "scripts")
        if failure == "short" and call in failures.MAY_BE_SHORT and not is_own:
            return None
        return self.masked


class Report:
    def __init__(self, options):
        self.options, self.runs = options, 0
        self.patterns = [] if options.strict else read_left_out()
        self.faults, self.left_out = collections.Counter(), collections.Counter()

    def add(self, subject, wish, fault, outcome):
        self.runs += 1
        if not fault:
            return
        for patterns in self.patterns:
            if all(map(fnmatch.fnmatchcase, (subject.name, wish, fault), patterns)):
                self.left_out[patterns] += 1
                return
        call, _, failure = wish.split(":")
        self.faults[fault, call, failure] += 1
        if self.faults[fault, call, failure] > SHOWN:
            return
        script = os.path.relpath(subject.trial.script.path)
        print(f"FAIL {subject.name}: {wish} {fault}\n"
              f"    HANDSH_TORTURE={wish} LD_PRELOAD={subject.trial.shim} "
              f"{subject.trial.handsh} {script}")
        for name, text in (("out", outcome.out), ("err", outcome.err)):
            for line in text.splitlines()[-6:]:
                print(f"    {name}: {trial.run_script.shown(line)[:150]}")
        sys.stdout.flush()

    def refuse(self, reason):
        print(f"FAIL {reason}")
        self.faults["cannot be run", "", ""] += 1

    def close(self):
        for (fault, call, failure), count in sorted(self.faults.items()):
            print(f"{count:5} × {call} {failure}: {fault}")
        print(f"{self.runs} failures tried, {sum(self.faults.values())} faults, "
              f"{sum(self.left_out.values())} that are known (left-out)")
        if not self.options.runs and not self.options.scripts and self.options.only == "*":
            for patterns in set(self.patterns) - self.left_out.keys():
                print(f"  no longer: {' '.join(patterns)}")
        return 1 if self.faults else 0


def read_options():
    parser = argparse.ArgumentParser(usage="torture.py [OPTION…] HANDSH [SCRIPT…]")
    parser.add_argument("handsh", type=os.path.abspath)
    parser.add_argument("scripts", nargs="*")
    parser.add_argument("--shim", type=os.path.abspath)
    parser.add_argument("--runs", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="*")
    parser.add_argument("--strict", action="store_true")
    return parser.parse_args()


def main():
    options = read_options()
    shim = find_shim(options.handsh, options.shim)
    if not os.path.exists(shim):
        print(f"needs {shim}")
        return 77
    paths = options.scripts or choose_scripts(options.handsh)
    report = Report(options)
    most = options.runs // len(paths) if options.runs else None
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path in paths:
            try:
                subject = Subject(path, options.handsh, shim)
            except Unfit as reason:
                report.refuse(reason)
                continue
            wishes = list(subject.wishes(most, options.only))
            results = pool.map(lambda wish: subject.suffer(*wish), wishes)
            for wish, (fault, outcome) in zip(wishes, results):
                report.add(subject, wish[2], fault, outcome)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
