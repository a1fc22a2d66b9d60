#!/usr/bin/python3
# Runs scripts that are made up of calls, tasks and time; none may break the program.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   storm.py [OPTION…] HANDSH
#       --seconds S     for how long; 10
#       --seed N        of the first script; 1. The next has N + 1
#       --count N       at most so many scripts; 0: as many as the time allows
#       --jobs N        so many at once; 4, as most of a script's time is waiting
#
# The commands, their parameters and options come from the program's own help. Each script is run
# with -c, on standard input in pieces, at a prompt that is a pipe, or at one on a terminal, with
# options, keys and signals chosen as well. It is a fault when it dies from a signal, makes a sanitizer speak or does not
# end: every script ends itself within half a second. A script with a fault is made smaller and
# printed, with the seed that makes it again.
#
# Where the system allows it, all of this happens on a network that is the fuzzer's own.
# Exit status: 0, 1 (a fault).

import random
import signal
import sys

import grow_calls
import hunt
import isolate
import running
import table

DEADLINE = 10 # seconds
OPTIONS = (("-k", 0.8), ("-x", 0.2), ("-q", 0.1), ("--json", 0.1), ("--timeout 20ms", 0.1),
           ("--color=always", 0.1)) # and how often; most scripts would end at their first error

KEYS = (b"\x03", b"\t", b"\t\t", b"\x1b[A", b"\x1b[A\n", b"\x12e", b"\x15", b"\x17\x19", b"\x04",
        b"\x1b[200~x\ny\x1b[201~", b"\x0c")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def mutate(chance, text):
    """The text with a few of its characters changed, or lines moved."""
    characters = list(text)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(characters))
        characters[place:place + chance.choice((0, 1, 1, 5))] = chance.choice(
            ("", "{", "}", "(", ")", "'", '"', "$", "&", "|", ";", "\n", "\\", "\0", "é", "x"))
    return "".join(characters)


def press_keys(chance, pieces):
    """The pieces with a few keys between them that no text holds."""
    if chance.random() < 0.5:
        for _ in range(chance.randint(1, 8)):
            pieces.insert(chance.randint(0, len(pieces)), chance.choice(KEYS))
    return pieces


class Storm(hunt.Hunt):
    def __init__(self, handsh, may_mutate):
        self.handsh, self.may_mutate = handsh, may_mutate
        self.commands = table.read(handsh)
        with running.Runner(handsh, DEADLINE) as runner:
            self.kind = runner.find_kind()

    def grow(self, seed):
        return grow_calls.CallGrower(random.Random(seed), self.commands).script()

    def run(self, tree, seed):
        """What is wrong, or None; what was run and how comes from the tree and the seed."""
        chance = random.Random(seed)
        text = grow_calls.write(tree[1:])
        if self.may_mutate and "!" not in text and chance.random() < 0.1:
            text = mutate(chance, text)
        text = grow_calls.write(tree[:1]) + text
        options = [word for option, share in OPTIONS if chance.random() < share
                   for word in option.split()]
        way = chance.choice(("-c", "-c", "standard input", "standard input", "prompt", "terminal"))
        with running.Runner(self.handsh, DEADLINE, options) as runner:
            runner.kind = self.kind
            if chance.random() < 0.15:
                runner.interrupt = chance.choice(SIGNALS), chance.random() / 2
            if way == "-c" and "\0" not in text:
                run = runner.argument(text)
            elif way == "terminal":
                guard, _, rest = text.partition("\n")
                run = runner.terminal([guard.encode() + b"\n"] + press_keys(
                    chance, running.cut(chance, rest)))
            else:
                run = runner.input(running.cut(chance, text), ["-i"] if way == "prompt" else [])
        return run.crash(), (f"{way} {' '.join(options)}".strip(), text, run)


def main():
    options = hunt.read_options("storm.py")
    storm = Storm(options.handsh, isolate.isolate())
    scripts, faults = storm.all(options)
    print(f"{scripts} scripts, {faults} with a fault")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
