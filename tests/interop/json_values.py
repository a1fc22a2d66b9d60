#!/usr/bin/python3
# json and unjson against Python's json: random values both ways, and texts that are spoilt.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import random

import peer

VALUES = 2000


def some_text(source):
    signs = "ab \"\\/\n\t\r\b\f\x00\x1f\x7fé€😀$"
    return "".join(source.choice(signs) for _ in range(source.choice([0, 1, 3, 10, 100])))


def some_value(source, depth=0):
    kind = source.randrange(7 if depth < 4 else 5)
    if kind == 5:
        return [some_value(source, depth + 1) for _ in range(source.randrange(5))]
    if kind == 6:
        return {some_text(source): some_value(source, depth + 1)
                for _ in range(source.randrange(5))}
    return [None, source.random() < 0.5, source.choice([0, 1, -1, 2**63 - 1, -2**63]),
            source.randrange(-10**6, 10**6), some_text(source)][kind]


def literal(value):
    """As it is typed in handsh."""
    if value is None or isinstance(value, bool):
        return {None: "nil", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(f"\\x{byte:02x}" for byte in value.encode()) + '"'
    if isinstance(value, list):
        return "[" + " ".join(f"({literal(element)})" for element in value) + "]"
    return "{" + " ".join(f"{literal(key)}: ({literal(element)})"
                          for key, element in value.items()) + "}"


def strict(text):
    """Does Python take it, as RFC 8259 has it? (It takes NaN, Infinity and halves of pairs.)"""
    def refuse(word):
        raise ValueError(word)
    try:
        value = json.loads(text, parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode()
        return True
    except (ValueError, UnicodeEncodeError):
        return False


def spoil(source, text):
    """A byte is put in, taken away or changed, which may leave it right."""
    place = source.randrange(len(text) + 1)
    sign = source.choice("[]{},:\"\\0e.-x \n\x01u")
    return text[:place] + source.choice([sign, "", sign + sign]) + text[place + source.randrange(2):]


def test_values():
    seed = random.randrange(2**32)
    source = random.Random(seed)
    print("seed", seed)
    lines, written = [], []
    for _ in range(VALUES):
        value = some_value(source)
        text = json.dumps(value, ensure_ascii=source.random() < 0.5,
                          indent=source.choice([None, 1]))
        lines.append(f"expect (unjson {literal(text)}) == ({literal(value)})")
        lines.append(f"print (json ({literal(value)}))")
        written.append(value)
        spoilt = spoil(source, text)
        expected = "true" if strict(spoilt) else "false"
        lines.append(f"expect (try {{ unjson {literal(spoilt)}; true }} catch TYPE {{ false }}) "
                     f"== {expected}")
    handsh = peer.run("-q", input=("\n".join(lines) + "\n").encode())
    shown = handsh.text().splitlines()
    peer.same(len(shown), len(written), "lines")
    for line, value in zip(shown, written):
        peer.same(json.loads(line), value, line)


peer.main(globals())
