# What the programs have in common that make up scripts of calls and look for one that breaks handsh: a
# script with a fault is run again, made smaller and printed, with the seed that makes it again.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import argparse
import concurrent.futures
import itertools
import os
import time

import running
import shrink

SHRINKING = 40 # seconds
FAULTS_MOST = 5
RUNS = 3 # to see whether a fault comes again


class Hunt:
    """Needs grow(seed), which makes a tree of a first statement that stays and others, and run(tree,
    seed): what is wrong, or None, and how it was run: the way, the text and the Run."""

    def repeat(self, tree, seed, wanted):
        """The run in which the fault came again, or None: it may depend on who is faster."""
        for _ in range(RUNS if wanted != running.HANGS else 1): # these take their time
            fault, how = self.run(tree, seed)
            if fault == wanted:
                return how
        return None

    def look(self, seed):
        """The report of a script with a fault, or None."""
        tree = self.grow(seed)
        fault, how = self.run(tree, seed)
        if not fault:
            return None
        if again := self.repeat(tree, seed, fault):
            first = tree[:1]
            tree = first + shrink.shrink(
                tree[1:], lambda smaller: self.repeat(first + smaller, seed, fault), SHRINKING)
            how = self.repeat(tree, seed, fault) or again
        way, text, run = how
        return f"FAIL --seed {seed}: with {way} it {fault}\n{text}" + "".join(
            f"  {line[:160].decode(errors='backslashreplace')}\n"
            for line in run.err.splitlines()[:30])

    def all(self, options):
        """Looks at scripts until the time or their number is up; gives how many, and with a fault."""
        scripts = faults = 0
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            wanted = seeds(options)
            while batch := list(itertools.islice(wanted, 4 * options.jobs)):
                for report in pool.map(self.look, batch):
                    scripts += 1
                    faults += bool(report)
                    if report:
                        print(report, flush=True)
                if faults >= FAULTS_MOST:
                    break
        return scripts, faults


def read_options(name, **defaults):
    parser = argparse.ArgumentParser(usage=f"{name} [OPTION…] HANDSH")
    parser.add_argument("handsh", type=os.path.abspath)
    for option, default in {"seconds": 10.0, "seed": 1, "count": 0, "jobs": 4, **defaults}.items():
        parser.add_argument(f"--{option}", type=type(default), default=default)
    return parser.parse_args()


def seeds(options):
    end = time.monotonic() + options.seconds
    for seed in itertools.count(options.seed):
        if time.monotonic() > end or options.count and seed >= options.seed + options.count:
            return
        yield seed
