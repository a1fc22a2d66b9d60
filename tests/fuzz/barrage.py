#!/usr/bin/python3
# Calls every command of the program's own table with every kind of value in each place, with every
# option and on sockets in every state, in random order; nothing of that may break the program.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   barrage.py [OPTION…] HANDSH
#       --calls N       as many as it takes for each kind of value to stand once in each place of each
#                       command, 12,000; after these they come again, with other words beside them
#       --seconds S     at most so long; an hour
#       --seed N        of the first script; 1. Each has 200 calls
#       --jobs N        so many scripts at once; 4
#
# Values and sockets are those of pool.hsh, made anew every 25 calls. It is a fault when a script dies
# from a signal, makes a sanitizer speak or does not come to its end; it is made smaller and printed, with
# the seed that makes it again.
#
# All of it happens on a network of the fuzzer's own, with nothing but a loopback device, and in a folder
# that is emptied; addresses are this machine's, files are named without a folder, and nothing that runs
# programs is called. Where such a network cannot be had, it is skipped.
#
# Exit status: 0, 1 (a fault), 77 (skipped).

import collections
import json
import os
import random
import re
import sys
import threading

import grow_calls
import hunt
import isolate
import running
import table

DEADLINE = 20 # seconds
CALLS, TURN = 200, 25
WITHIN = "3ms"
LEFT_OUT = {
    "apply": "what it calls may take any word for an address; another spelling of a call has it",
    "builtin": "the same",
    "exit": "it ends the script", "quit": "it ends the script",
    "process": "it runs a program", "sh": "it runs a program",
    "source": "the calls may have written anything into a file",
}
SOCKETS = (
    "fresh bound listening c d talked other half deaf left reset patient hurried udp asker refused box x y "
    "dg1 dg2 sp1 sp2 c6 d6 udp6 raw icmp packet tls1 tls2 epoll source sink closed stdin stdout").split()
TASKS = "running ended failed cancelled".split()
QUEUES = "queued full done".split()
VALUES = "error refusal v4 v6 path enormous long deep nested".split()
# By kinds, the words that stand for such a value.
KINDS = {
    "nil": ["nil"], "bool": ["true", "false"],
    "int": ["0", "1", "-1", "7", "300", "65536"],
    "extreme": ["9223372036854775807", "-9223372036854775808", "4294967296", "2147483648", "-2147483649"],
    "empty": ["''"], "bytes": grow_calls.TEXTS, "digits": ["'12'", "0x1f", "'99999999999999999999'", "007"],
    "word": ["in", "tcp", "SOL_SOCKET", "127.0.0.1:0", "on", "-x", "--nonsense", "é", "64k", "2s", "1h"],
    "enormous": ["$enormous"], "long": ["$long"], "deep": ["$deep", "$nested"],
    "list": ["[]", "[1 -2 [3]]", "['' nil true]", "[$c $udp]", "[$closed]", "[a 'b c']", "[$running $ended]"],
    "map": ["({})", "({a: 1})", "({fd: $c events: in})", "({family: 2 host: '' port: 0})"],
    "error": ["$error", "$refusal"], "task": ["$" + name for name in TASKS] + ["1", "99"],
    "queue": ["$" + name for name in QUEUES], "address": ["$v4", "$v6", "$path"],
    "function": ["f", "renew"], "nobody": ["s99", "(try { recv --dontwait } catch { nil })"],
    **{"socket " + name: [name, "$" + name] for name in SOCKETS},
}
KINDS = {kind: [word.replace("$stdin", "stdin").replace("$stdout", "stdout") for word in words]
         for kind, words in KINDS.items()}
# Never for a host, an address or a file: it could be the name of a stranger, or of any file.
NAMES = ("int", "extreme", "bytes", "digits", "word", "enormous", "function", "nobody")
GUARDED = ("host", "address", "file")


class Barrage(hunt.Hunt):
    def __init__(self, handsh):
        self.handsh = handsh
        self.commands = [command for command in table.read(handsh) if command.name not in LEFT_OUT]
        self.shots = [(command, place, kind) for command in self.commands
                      for place in places(command) for kind in kinds(place)]
        random.Random(0).shuffle(self.shots)
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "pool.hsh"),
                  encoding="utf-8") as file:
            self.pool = ("line", re.sub(r"^#.*\n", "", file.read(), flags=re.M))
        self.tally, self.lock = collections.Counter(), threading.Lock()

    def grow(self, seed):
        chance = random.Random(seed)
        grower = grow_calls.CallGrower(chance, self.commands)
        grower.sockets, grower.tasks, grower.queues, grower.values = SOCKETS, TASKS, QUEUES, VALUES
        tree = [self.pool]
        for i in range(CALLS):
            if i % TURN == 0:
                tree.append(("line", "again"))
            shot = self.shots[((seed - 1) * CALLS + i) % len(self.shots)]
            tree.append(("line", within(shoot(grower, *shot))))
        return tree

    def run(self, tree, seed):
        """What is wrong, or None, and how it was run."""
        text = grow_calls.write(tree) + "print \"\\nended ${json $tally}\"\n"
        with running.Runner(self.handsh, DEADLINE, ["-q"]) as runner:
            run = runner.argument(text)
        ended = re.search(rb"^ended (\{.*\})$", run.out, re.M)
        fault = run.crash() or (None if ended else "does not come to its end")
        with self.lock:
            self.tally.update(json.loads(ended[1]) if ended else {})
        return fault, ("-c, after pool.hsh", grow_calls.write(tree[1:]), run)


def places(command):
    """Where a value can stand: the socket before the dot, an argument, the values of an option."""
    yield None
    yield from command.parameters
    for option in command.options:
        yield from option.values


def kinds(place):
    if place is None:
        return [kind for kind in KINDS if kind.startswith("socket ")]
    return [kind for kind in KINDS if place.kind not in GUARDED or kind not in NAMES]


def shoot(grower, command, place, kind):
    """A call with a word of that kind in that place; what stands around it fits, mostly."""
    word = grower.pick(KINDS[kind])
    subject = word.lstrip("$") if place is None else grower.pick(SOCKETS) if grower.often(0.8) else ""
    words = [f"{subject}.{command.name}" if subject else command.name]
    for option in command.options:
        if place in option.values or grower.often(0.15):
            words.append(grower.pick(option.names))
            words += [word if value is place else grower.word_of(value) for value in option.values]
    for i, parameter in enumerate(command.parameters):
        if place not in command.parameters[i:] and command.is_optional(parameter) and grower.often(0.5):
            break
        words.append(word if parameter is place else grower.word_of(parameter))
    if grower.often(0.05):
        words = grower.instead(words)
    return " ".join(words) + (" &" if grower.often(0.1) else "")


def within(call):
    """The call, ended soon, and what came of it counted."""
    return (f"try {{ timeout {WITHIN} {{ {call} }}; tally.done = $tally.done + 1 }} "
            "catch e { tally[$e.name] = (get $tally $e.name 0) + 1 }")


def main():
    options = hunt.read_options("barrage.py", seconds=3600.0, calls=0)
    if not isolate.isolate():
        print("no network of one's own can be made")
        return 77
    barrage = Barrage(options.handsh)
    options.count = -(-(options.calls or len(barrage.shots)) // CALLS)
    scripts, faults = barrage.all(options)
    print(f"{scripts * CALLS} calls of {len(barrage.shots)} pairs, {faults} scripts with a fault; "
          + ", ".join(f"{name} {count}" for name, count in barrage.tally.most_common(12)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
