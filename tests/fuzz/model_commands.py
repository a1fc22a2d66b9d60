# The model's operators and commands, from the pages of help.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

from model_values import Fault, Queue, same, shown, type_name, typed

LEAST, MOST = -2 ** 63, 2 ** 63 - 1
BLANKS = b" \t\n\r\v\f"


def fits(number):
    if not LEAST <= number <= MOST:
        raise Fault("OVERFLOW")
    return number


# ---- operators ----

def both(left, right, *wanted):
    """Are both of one of these types?"""
    return type(left) is type(right) and type(left) in wanted


def add(left, right):
    if both(left, right, bytes, list):
        return left + right
    if both(left, right, dict):
        return {**left, **right}
    return fits(typed(left, int) + typed(right, int))


def subtract(left, right):
    if both(left, right, list):
        return [element for element in left if not any(same(element, gone) for gone in right)]
    if type(left) is dict and type(right) is bytes:
        right = [right]
    if type(left) is dict and type(right) is list: # what is no key takes nothing away
        return {key: value for key, value in left.items() if key not in right}
    return fits(typed(left, int) - typed(right, int))


def divide(left, right):
    """The quotient towards zero and the remainder, as in C."""
    left, right = typed(left, int), typed(right, int)
    if right == 0:
        raise Fault("DIVIDE")
    quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
    return quotient, left - quotient * right


def bits(join):
    return lambda left, right: join(typed(left, int), typed(right, int))


def shift(move):
    def operator(left, right):
        left, right = typed(left, int), typed(right, int)
        if not 0 <= right <= 63:
            raise Fault("RANGE")
        return fits(move(left, right))
    return operator


def equal(left, right):
    if {type(left), type(right)} == {int, bytes}:
        raise Fault("TYPE")
    return same(left, right)


def ordered(compare):
    def operator(left, right):
        if not both(left, right, int, bytes):
            raise Fault("TYPE")
        return compare(left, right)
    return operator


def contains(element, holder):
    if isinstance(holder, list):
        return any(same(element, other) for other in holder)
    if isinstance(holder, (bytes, dict)):
        return typed(element, bytes) in holder
    raise Fault("TYPE")


OPERATORS = {
    "+": add,
    "-": subtract,
    "*": lambda left, right: fits(typed(left, int) * typed(right, int)),
    "/": lambda left, right: fits(divide(left, right)[0]),
    "%": lambda left, right: divide(left, right)[1],
    "band": bits(lambda left, right: left & right),
    "bor": bits(lambda left, right: left | right),
    "bxor": bits(lambda left, right: left ^ right),
    "bsl": shift(lambda left, right: left << right),
    "bsr": shift(lambda left, right: left >> right),
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": ordered(lambda left, right: left < right),
    "<=": ordered(lambda left, right: left <= right),
    ">": ordered(lambda left, right: left > right),
    ">=": ordered(lambda left, right: left >= right),
    "in": contains,
}


# ---- commands ----

def data(value):
    """What a command that takes bytes makes of a value."""
    return b"%d" % value if type(value) is int else typed(value, bytes)


def number(value):
    """What a command that takes a number makes of a value: digits will do."""
    if type(value) is bytes and re.fullmatch(rb"-?[0-9]+", value):
        return int(value)
    return typed(value, int)


def elements(value):
    """Bytes or a list: a number counts as its digits."""
    return value if isinstance(value, list) else data(value)


def length(value):
    if isinstance(value, Queue):
        return len(value.values)
    return len(value if isinstance(value, dict) else elements(value))


def split(value, separator=None):
    if separator is None:
        return data(value).split()
    if not data(separator):
        raise Fault("RANGE")
    return data(value).split(data(separator))


def find(holder, what):
    if not isinstance(holder, list):
        return data(holder).find(data(what))
    return next((i for i, element in enumerate(holder) if same(element, what)), -1)


def join(pieces, separator=b""):
    return data(separator).join(shown(piece) for piece in typed(pieces, list))


def sort(values):
    kinds = {type(value) for value in typed(values, list)}
    if len(kinds) > 1 or kinds and kinds.isdisjoint({int, bytes}):
        raise Fault("TYPE")
    return sorted(values)


def count(first, end=None):
    """range"""
    start, end = (0, number(first)) if end is None else (number(first), number(end))
    if end - start > 10000:
        raise Fault("RANGE")  # no program of the comparison gets there
    return list(range(start, end))


def repeat(value, times):
    text = data(value)
    if number(times) < 0:
        raise Fault("RANGE")
    return text * min(number(times), 100000)


def character(value):
    if not 0 <= number(value) <= 255:
        raise Fault("RANGE")
    return bytes([number(value)])


def order(value):
    if len(data(value)) != 1:
        raise Fault("RANGE")
    return data(value)[0]


def exclusive(left, right):
    if both(left, right, int):
        return left ^ right
    if not both(left, right, bytes):
        raise Fault("TYPE")
    if len(left) != len(right):
        raise Fault("RANGE")
    return bytes(a ^ b for a, b in zip(left, right))


def get(holder, key, default=None):
    if isinstance(holder, dict):
        key = b"%d" % key if type(key) is int else key
        return holder.get(key, default) if isinstance(key, bytes) else default
    if type(key) is bytes and re.fullmatch(rb"-?[0-9]+", key):
        key = int(key)
    if not isinstance(holder, (bytes, list)) or type(key) is not int or \
            not -len(holder) <= key < len(holder):
        return default
    key %= len(holder)
    return holder[key] if isinstance(holder, list) else holder[key:key + 1]


COMMANDS = {
    "get": get,
    "len": length,
    "type": lambda value: type_name(value).encode(),
    "str": shown,
    "upper": lambda value: data(value).upper(),
    "lower": lambda value: data(value).lower(),
    "reverse": lambda value: elements(value)[::-1],
    "trim": lambda value: data(value).strip(BLANKS),
    "hex": lambda value: data(value).hex().encode(),
    "bits": lambda value: b"".join(b"%08d" % int(f"{byte:b}") for byte in data(value)),
    "repeat": repeat,
    "split": split,
    "join": join,
    "find": find,
    "sort": sort,
    "keys": lambda value: list(typed(value, dict)),
    "range": count,
    "chr": character,
    "ord": order,
    "xor": exclusive,
}
