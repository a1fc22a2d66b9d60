#!/usr/bin/python3
# What values cost that grow and shrink step by step: twice the steps may take twice the work, not
# four times. Counted are the instructions of each case, copies included, by callgrind.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# All cases run in one program. The command gethostname stands between them, at whose call of the
# function of that name callgrind writes down what it has counted since the last one.

import os
import re
import subprocess
import tempfile

import counting
import peer
from peer import check

STEPS = 700
MOST = 2.4  # times the work for twice the steps: room for what grows by doubling
MARK = "gethostname"
PIECE = "x" * 100  # so long that copying the whole at each step shows

DEFS = """
def append l x { $l + [$x] }
def append_own l x { l = $l + [$x]; return $l }
def join s x { "$s$x" }
def deep l n { if $n == 0 { return $l }; deep ($l + [$n]) ($n - 1) }
"""

# name: what is prepared, and what is counted; N stands for the steps
CASES = {
    "bytes + bytes": ("s = ''", f"loop N {{ s = $s + '{PIECE}' }}"),
    "interpolation": ("s = ''", f'loop N {{ s = "${{s}}{PIECE}" }}'),
    "interpolation of several": ("s = ''", f'for i in range N {{ s = "${{s}}${{i}}{PIECE}$i" }}'),
    "bytes in a map": ("m = {s: ''}", f"loop N {{ m.s = $m.s + '{PIECE}' }}"),
    "interpolation in a map": ("m = {s: ''}", f'loop N {{ m.s = "${{m.s}}{PIECE}" }}'),
    "list + list": ("l = []", "for i in range N { l = $l + [$i] }"),
    "list + a list's variable": ("l = []; one = [1]", "loop N { l = $l + $one }"),
    "two lists after a list": ("l = []", "for i in range N { l = $l + [$i] + [$i] }"),
    "list + list in a task": ("l = []", "t = spawn { for i in range N { l = $l + [$i] } }; wait $t"),
    "list in a map": ("m = {l: []}", "for i in range N { m.l = $m.l + [$i] }"),
    "list in a list": ("l = [[]]", "for i in range N { l[0] = $l[0] + [$i] }"),
    "deep in maps": ("m = {a: {b: {l: []}}}", "for i in range N { m.a.b.l = $m.a.b.l + [$i] }"),
    "a def appends": ("l = []", "for i in range N { l = append $l $i }"),
    "a def appends to its own": ("l = []", "for i in range N { l = append_own $l $i }"),
    "a def joins": ("s = ''", f"loop N {{ s = join $s '{PIECE}' }}"),
    "defs append one in the other": ("l = []", "l = deep $l N"),
    "before a list": ("l = []", "for i in range N { l = [$i] + $l }"),
    "a queue that is emptied": ("l = []; for i in range N { l = $l + [$i] }",
                                "while $l { l = $l[1:] }"),
    "a queue": ("l = []; for i in range N { l = $l + [$i] }",
                "for i in range N { l = $l + [$i]; l = $l[1:] }"),
    "a queue in a map": ("m = {q: []}; for i in range N { m.q = $m.q + [$i] }",
                         "for i in range N { m.q = $m.q + [$i]; m.q = $m.q[1:] }"),
    "a stack": ("l = []; for i in range N { l = $l + [$i] }", "while $l { l = $l[:-1] }"),
    "a buffer": ("s = repeat x (N * 100)",
                 f"loop N {{ s = $s[100:]; s = $s + '{PIECE}' }}; while $s {{ s = $s[100:] }}"),
    "keys put into a map": ("m = {}", 'for i in range N { m["k$i"] = $i }'),
    "maps + maps": ("m = {}", 'for i in range N { m = $m + {("k$i"): $i} }'),
    "keys taken from a map": ('m = {}; for i in range N { m["k$i"] = $i }',
                              'for i in range N { m = $m - ["k$i"] }'),
    "keys taken from a map in a map": ('m = {m: {}}; for i in range N { m.m["k$i"] = $i }',
                                       'for i in range N { m.m = $m.m - "k$i" }'),
    "counters": ("m = {a: 0 b: 0}", "loop N { m.a = $m.a + 1; m['b'] = $m.b + 1 }"),
    "elements set": ("l = sort (reverse (range N))", "for i in range N { l[$i] = $i }"),
    "list - list": ("a = sort (reverse (range N)); b = reverse $a[5:]", "c = $a - $b"),
    "list - list of bytes": ('a = []; for i in range N { a = $a + ["k$i"] }; b = reverse $a[5:]',
                             "c = $a - $b"),
}
# What costs as much as it seems to, so that it is known that the count would show it.
QUADRATIC = {
    "a list that is held": ("l = sort (reverse (range N))", "held = $l\nfor i in range N "
                            "{ m = $held[1:] }"),
    "bytes that are held": (f"s = repeat '{PIECE}' N", "loop N { t = '<' + $s }"),
}


def script(steps):
    text = DEFS
    for prepared, counted in [*CASES.values(), *QUADRATIC.values()]:
        text += f"{prepared}\n{MARK}\n{counted}\n{MARK}\n"
    return re.sub(r"\bN\b", str(steps), text)


def count(steps):
    """The instructions of each case."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "script.hsh")
        with open(file, "w", encoding="utf-8") as out:
            out.write(script(steps))
        words = [peer.need("valgrind"), "--tool=callgrind", f"--callgrind-out-file={folder}/out",
                 f"--dump-before={MARK}", peer.HANDSH, "-q", file]
        answer = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                timeout=5 * peer.DEADLINE, env=peer.environment(), check=False)
        check(answer.returncode == 0, "callgrind:", answer.stderr[-1000:])
        counts = []
        for i in range(2 * (len(CASES) + len(QUADRATIC))):
            with open(f"{folder}/out.{i + 1}", encoding="utf-8") as part:
                counts.append(int(re.search(r"^(?:summary|totals): (\d+)", part.read(), re.M).group(1)))
        return dict(zip([*CASES, *QUADRATIC], counts[1::2]))


def test_growing_costs_the_growth():
    counting.need_plain_build()
    once, twice = count(STEPS), count(2 * STEPS)
    times = {name: twice[name] / once[name] for name in once}
    for name, factor in times.items():
        print(f"  {name}: {once[name] / STEPS:.0f} a step, twice the steps {factor:.2f} times")
    for name in CASES:
        check(times[name] < MOST, f"{name}: twice the steps take", times[name])
    for name in QUADRATIC:
        check(times[name] > MOST, f"{name}: would not be noticed:", times[name])


def peak(text):
    """Kilobytes that the program had at most when the script was done."""
    words = [peer.HANDSH, "-q", "-c", f"{text}\nprint (load /proc/self/status)"]
    answer = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                            timeout=peer.DEADLINE, env=peer.environment(), check=False)
    check(answer.returncode == 0, "failed:", answer.stderr)
    return int(re.search(r"^VmHWM:\s+(\d+) kB$", answer.stdout, re.M).group(1))


def test_what_is_kept_is_what_is_seen():
    if "sanitized" in os.environ.get("HANDSH_BUILD", ""):
        raise peer.Skip("the sanitizer keeps what was freed")
    least = peak("x = 1")
    for name, text in {
            "slices": "l = []; loop 300 { b = repeat x 1M; l = $l + [$b[500:564]] }",
            "keys": 'm = {}; for i in range 300 { b = repeat x 1M; m["$b"[:64] + "$i"] = 1 }',
            "a queue": "q = []; loop 300 { q = $q + [(repeat x 1M)]; q = $q[1:] }",
            "what was appended to a held list": "l = [] + [1] + [2]; loop 300 "
                                                "{ m = $l + [(repeat x 1M)] }; m = nil",
            "a buffer": "b = ''; loop 300 { b = $b + (repeat x 1M); b = $b[1048570:] }",
            }.items():
        more = peak(text) - least
        print(f"  {name}: {more} kB")
        check(more < 20000, f"{name}: kB kept:", more)


peer.main(globals())
