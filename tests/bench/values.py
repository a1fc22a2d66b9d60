# What values cost that grow and shrink step by step, beside python3 doing the same in its own words:
# seconds for so many steps, and how many times that for four times as many
# (16 where each step costs the whole).
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os

from harness import rounds
from report import Row

# name: steps, and each language's program; N stands for the steps
PROGRAMS = {
    "keys taken": (200000, 'm = {}; for i in range N { m["k$i"] = $i }\n'
                   'for i in range N { m = $m - ["k$i"] }',
                   "m = {}\nfor i in range(N): m[f'k{i}'] = i\nfor i in range(N): del m[f'k{i}']"),
    "interpolation": (1000000, "s = ''; loop N { s = \"${s}abcdefgh\" }",
                      "s = bytearray()\nfor i in range(N): s += b'abcdefgh'"),
    "bytes in a map": (1000000, "m = {s: ''}; loop N { m.s = $m.s + 'abcdefgh' }",
                       "m = {'s': bytearray()}\nfor i in range(N): m['s'] += b'abcdefgh'"),
    "list in a map": (1000000, "m = {l: []}; for i in range N { m.l = $m.l + [$i] }",
                      "m = {'l': []}\nfor i in range(N): m['l'].append(i)"),
    "list in a list": (1000000, "l = [[]]; for i in range N { l[0] = $l[0] + [$i] }",
                       "l = [[]]\nfor i in range(N): l[0].append(i)"),
    "a def appends": (1000000, "def f l x { $l + [$x] }; l = []; for i in range N { l = f $l $i }",
                      "def f(l, x): l.append(x); return l\nl = []\nfor i in range(N): l = f(l, i)"),
    "a queue": (1000000, "l = []; for i in range N { l = $l + [$i] }; while $l { l = $l[1:] }",
                "import collections\nl = collections.deque()\nfor i in range(N): l.append(i)\n"
                "while l: l.popleft()"),
    "before a list": (1000000, "l = []; for i in range N { l = [$i] + $l }",
                      "import collections\nl = collections.deque()\n"
                      "for i in range(N): l.appendleft(i)"),
    "list - list": (1000000, "a = sort (reverse (range N)); b = reverse $a[5:]; c = $a - $b",
                    "a = sorted(reversed(range(N)))\nb = a[:4:-1]\nt = set(b)\n"
                    "c = [x for x in a if x not in t]"),
}
GROWTH = 4


def measure(bench, place, name, code, steps):
    """Seconds at so many steps, and the growth, each less what the program takes for one step."""
    paths = []
    for count in (1, steps, GROWTH * steps):
        path = os.path.join(bench.scratch, f"values-{count}-{name}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(code.replace("N", str(count)) + "\n")
        paths.append(path)

    def times():
        none, once, more = (bench.stopwatch([place, path]) for path in paths)
        return [once - none, (more - none) / (once - none)]
    return times


def values(bench):
    rows = []
    for case, (steps, ours, python) in PROGRAMS.items():
        row = Row(f"values: {case}", "s", "less", "python3", 3.0, "cost")
        growth = Row(f"values: {case}, {GROWTH} times as many", "times", "less", None, GROWTH + 1)
        measures = [(who, measure(bench, place, who, ours, steps)) for who, place in bench.ours()]
        if place := bench.peer("python3"):
            measures.append(("python3", measure(bench, place, "python3", python, steps)))
        rows += rounds(bench, [row, growth], measures)
    return rows
