#!/usr/bin/python3
# pack and unpack against Python's struct: random formats and values both ways, and formats that are
# none.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import random
import struct

import peer

FORMATS = 10000
NATIVE = "nNP"
SIGNED, UNSIGNED, REALS = "bhilqn", "BHILQNP", "efd"
LETTERS = "xcb" + "B?hHiIlLqQ" + "efdsp"


def literal(value):
    """A value as it is typed; what is no int there is a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and -2**63 <= value < 2**63:
        return str(value)
    if isinstance(value, bytes):
        return '"' + "".join(f"\\x{byte:02x}" for byte in value) + '"'
    return f"'{value}'"


def real_text(value, letter):
    """The shortest text of those that make the same bytes."""
    data = struct.pack(">" + letter, value)
    if value != value:
        return "nan"
    for digits in range(17):
        text = repr(float(f"{value:.{digits}e}"))
        try:
            if struct.pack(">" + letter, float(text)) == data:
                return text
        except OverflowError: # rounded up, it is too large
            pass
    return repr(value)


def some_int(source, size, signed):
    bits = 8 * size - signed
    low, high = -(1 << bits) if signed else 0, (1 << bits) - 1
    return source.choice([low, high, 0, 1, source.randint(low, high),
                          max(low, min(high, source.randint(-300, 300)))])


def some_real(source, letter):
    while True:
        size = struct.calcsize(letter)
        value = source.choice([
            struct.unpack(letter, source.randbytes(size))[0], source.uniform(-1000, 1000),
            float(source.randint(-100000, 100000)), 10.0 ** source.randint(-45, 38), 0.0, -0.0])
        try:
            struct.pack(letter, value)
            return float("nan") if value != value else value # nan is one text, without a sign
        except OverflowError:
            pass


def some_values(source, letter, count, order):
    """What the letter takes so often, as Python's values."""
    if letter == "x":
        return []
    if letter in "sp":
        return [source.randbytes(source.randint(0, count + 2))]
    if letter == "c":
        return [source.randbytes(1) for _ in range(count)]
    if letter == "?":
        return [source.random() < 0.5 for _ in range(count)]
    if letter in REALS:
        return [some_real(source, letter) for _ in range(count)]
    size = struct.calcsize(order + letter)
    return [some_int(source, size, letter in SIGNED) for _ in range(count)]


def some_format(source):
    """(format, values, letters of the values)."""
    order = source.choice(["", "@", "=", "<", ">", "!"])
    pool = LETTERS + (NATIVE if order in ("", "@") else "")
    text, values, kinds = order, [], ""
    for _ in range(source.randint(0, 6)):
        letter = source.choice(pool)
        count = source.choice([1, 1, 1, 0, 2, 3, source.randint(0, 40)])
        if letter == "p": # Python packs 0p, and fails to unpack it
            count = max(count, 1)
        some = some_values(source, letter, count, order)
        text += source.choice(["", "", " ", "\t\n"])
        text += letter if count == 1 and source.random() < 0.9 else f"{count}{letter}"
        values += some
        kinds += letter * len(some)
    return text, values, kinds


def expectation(text, values, kinds):
    """Lines that pack and unpack as Python does, or fail."""
    data = struct.pack(text, *values)
    # In quotes: a bare -inf is an option.
    given = [literal(repr(value) if kind in REALS else value)
             for value, kind in zip(values, kinds)]
    back = [literal(real_text(value, kind) if kind in REALS else value)
            for value, kind in zip(struct.unpack(text, data), kinds)]
    yield f"expect (pack '{text}' {' '.join(given)}) == {literal(data)}"
    yield f"expect (unpack '{text}' {literal(data)}) == [{' '.join(back)}]"
    if data:
        yield f"expect error RANGE {{ unpack '{text}' {literal(data[:-1])} }}"


def wrong_format(source):
    """A format that is one for Python or none: whether its bytes are taken or it is refused."""
    alphabet = LETTERS + NATIVE + "@=<>! 0123yzZ%"
    text = "".join(source.choice(alphabet) for _ in range(source.randint(1, 6)))
    try:
        size = struct.calcsize(text)
    except struct.error:
        return f"expect error USAGE {{ unpack '{text}' '' }}"
    return f"unpack '{text}' (repeat a {size})"


def wrong_number(source):
    order, letter = source.choice("=<>!"), source.choice("bBhHiIlLqQ")
    bits = 8 * struct.calcsize(order + letter) - (letter in SIGNED)
    low, high = -(1 << bits) if letter in SIGNED else 0, (1 << bits) - 1
    value = source.choice([low - 1, high + 1, low - source.randint(1, 2**70),
                           high + source.randint(1, 2**70)])
    return f"expect error RANGE {{ pack '{order}{letter}' '{value}' }}"


def test_formats():
    seed = random.randrange(2**32)
    source = random.Random(seed)
    print("seed", seed)
    lines = []
    for _ in range(FORMATS):
        lines += expectation(*some_format(source))
        lines.append(wrong_format(source))
        lines.append(wrong_number(source))
    peer.run("-q", input=("\n".join(lines) + "\n").encode())


peer.main(globals())
