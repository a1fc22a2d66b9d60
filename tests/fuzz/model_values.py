# The values of the model: their types, truth, and how they are written.
#
# SPDX-License-Identifier: GPL-3.0-or-later


class Fault(Exception):
    """An error of the language."""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


class Error:
    """The value that catch gives; only its name is compared."""

    def __init__(self, name):
        self.name = name


class Queue:
    """Shared: the one value that changes."""

    def __init__(self, most):
        self.values, self.most, self.closed = [], most, False


TYPES = {type(None): "nil", bool: "bool", int: "int", bytes: "bytes", list: "list", dict: "map",
         Error: "error", Queue: "queue"}
ESCAPES = {ord("\n"): rb"\n", ord("\t"): rb"\t", ord("\r"): rb"\r", 27: rb"\e", ord('"'): rb"\"",
           ord("\\"): rb"\\", ord("$"): rb"\$"}


def type_name(value):
    return TYPES[type(value)]


def typed(value, wanted):
    """The value, which must be of that type: a bool is no int."""
    if type(value) is not wanted:
        raise Fault("TYPE")
    return value


def is_true(value):
    return not (value is None or value is False or value == 0 and type(value) is int
                or isinstance(value, (bytes, list, dict)) and not value)


def literal(data):
    """Bytes as they stand inside lists and maps: text that is UTF-8 as it is."""
    text = b""
    for character in data.decode("utf-8", "surrogateescape"):
        code = character.encode("utf-8", "surrogateescape")
        if code[0] in ESCAPES:
            text += ESCAPES[code[0]]
        elif len(code) == 1 and not 32 <= code[0] < 127:
            text += b"\\x%02x" % code[0]
        else:
            text += code
    return b'"' + text + b'"'


def is_name(key):
    return key.replace(b"_", b"a").isalnum() and key.isascii() and not key[:1].isdigit()


def display(value):
    """A value as it can be typed."""
    if isinstance(value, bytes):
        return literal(value)
    if isinstance(value, list):
        return b"[" + b" ".join(map(display, value)) + b"]"
    if isinstance(value, dict):
        return b"{" + b" ".join((key if is_name(key) else literal(key)) + b": " + display(element)
                                for key, element in value.items()) + b"}"
    if isinstance(value, Queue):
        return b"[queue: %d%s%s]" % (len(value.values),
                                     b" of %d" % value.most if value.most else b"",
                                     b", closed" if value.closed else b"")
    if value is None or isinstance(value, bool):
        return {None: b"nil", True: b"true", False: b"false"}[value]
    return b"%d" % value


def has_more(value, most):
    """More elements, however deep, where one that stands in several places is several."""
    waiting, count = [value], 0
    while waiting and count <= most:
        part = waiting.pop()
        part = list(part.values()) if isinstance(part, dict) else part
        count += len(part)
        waiting += [element for element in part if isinstance(element, (list, dict))]
    return count > most


def shown(value):
    """A value as print writes it: bytes as they are."""
    return value if isinstance(value, bytes) else display(value)


def same(left, right):
    """Equal, inside lists and maps too; values of different types are not."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return left == right
