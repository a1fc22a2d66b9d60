#!/usr/bin/python3
# match and replace against Python's re: random patterns of what both mean alike, over random bytes.
# And a pattern that backtracks without end is an error within a tenth of a second.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import random
import re
import resource
import subprocess

import peer

PATTERNS = 3000
LETTERS = "abc"
ATOMS = ["a", "b", "c", ".", "[ab]", "[^a]", r"\w", r"\s", "^", "$", r"\b", "x"]


def some_pattern(source, depth=0):
    parts = []
    for _ in range(source.randint(1, 3)):
        if depth < 2 and source.random() < 0.35:
            inner = some_pattern(source, depth + 1)
            atom = source.choice(["({})", "(?:{})", "(?={})", "(?!{})"]).format(inner)
        else:
            atom = source.choice(ATOMS)
        if atom not in ("^", "$", r"\b") and not atom.startswith(("(?=", "(?!")):
            atom += source.choice(["", "", "", "*", "+", "?", "*?", "{1,2}"])
        parts.append(atom)
    text = "".join(parts)
    return text + "|" + some_pattern(source, depth + 1) if source.random() < 0.2 else text


def may_differ(pattern):
    """What engines disagree on: a repeated group that can match nothing, or keeps a group's turn."""
    return re.search(r"\)[*+?{]", pattern)


def literal(value):
    return "nil" if value is None else "'" + value.decode() + "'"


def lines_of(pattern, subject):
    compiled = re.compile(pattern.encode())
    matches = list(compiled.finditer(subject))
    shown = [f"[{' '.join(literal(group) for group in (match.group(), *match.groups()))}]"
             for match in matches]
    first = shown[0] if shown else "nil"
    text, replaced = literal(subject), literal(compiled.sub(rb"<\g<0>>", subject))
    yield f"expect (match '{pattern}' {text}) == {first}"
    yield f"expect (match --all '{pattern}' {text}) == [{' '.join(shown)}]"
    yield f"expect (replace '{pattern}' '<$0>' {text}) == {replaced}"


def test_against_python():
    seed = random.randrange(2**32)
    source = random.Random(seed)
    print("seed", seed)
    lines = []
    while len(lines) < 3 * PATTERNS:
        pattern = some_pattern(source)
        if may_differ(pattern):
            continue
        length = source.choice([0, 1, 5, 20, 200])
        subject = "".join(source.choice(LETTERS + " \n") for _ in range(length)).encode()
        lines += lines_of(pattern, subject)
    peer.run("-q", input=("\n".join(lines) + "\n").encode())


def processor_time():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def test_hostile_is_soon_an_error():
    """In the processor's time, for this machine may have other things to do."""
    for pattern in ("^(a+)+$", "(a|aa)+$", r"^(([a-z])+.)+[A-Z]([a-z])+$"):
        script = f"s = '{'a' * 60}!'; loop 10 {{ expect error RANGE {{ match '{pattern}' $s }} }}"
        before = processor_time()
        subprocess.run([peer.HANDSH, "-q", "-c", script], check=True)
        each = (processor_time() - before) / 10
        peer.check(each < 0.1 * peer.SLOWNESS, "seconds:", pattern, each)


peer.main(globals())
