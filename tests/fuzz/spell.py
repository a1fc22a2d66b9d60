# Writes the model's trees as text, in the many ways that the grammar has for the same.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

# How tightly operators bind: those of a row stand to the left of a higher one without parentheses.
OR, AND, NOT, COMPARE, IN, ADD, MULTIPLY, UNARY, PRIMARY = range(1, 10)
BINDING = {"or": OR, "and": AND, "not": NOT, "in": IN,
           **dict.fromkeys(("negative", "bnot"), UNARY),
           **dict.fromkeys(("+", "-", "bor", "bxor"), ADD),
           **dict.fromkeys(("*", "/", "%", "band", "bsl", "bsr"), MULTIPLY),
           **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), COMPARE)}
BARE = re.compile(rb"[a-zA-Z_][a-zA-Z0-9_.:/+*-]*\Z")
CONSTANTS = {None: "nil", True: "true", False: "false"}
ESCAPES = {10: r"\n", 13: r"\r", 9: r"\t", 34: r"\"", 92: r"\\", 36: r"\$", 27: r"\e"}


class Speller:
    """Needs a random.Random, which chooses between the ways."""

    def __init__(self, random):
        self.random = random

    # ---- values in EXPR mode ----

    def pick(self, *texts):
        return self.random.choice(texts)

    def often(self, share):
        return self.random.random() < share

    def blank(self):
        """Between two words."""
        return self.pick(" ", " ", " ", " ", "  ", "\t", " \\\n ")

    def value(self, node):
        """A node where a value stands: a call needs no parentheses there."""
        if node[0] in ("call", "apply", "builtin"):
            return getattr(self, node[0])(node)
        if node[0] == "queue":
            return f"queue {node[1]}" if node[1] else "queue"
        if node[0] == "take":
            return "take" + self.blank() + self.queue(node[1])
        if node[0] == "block":
            return self.statement(node[1], "")
        if node[0] in ("task", "tasks", "any"):
            return "wait" + self.blank() + self.tasks(node)
        return self.expression(node, OR)

    def spawn(self, body):
        return f"(spawn {self.body(body, '')})"

    def tasks(self, node):
        """What is waited for."""
        if node[0] == "task":
            return self.spawn(node[1])
        if node[0] == "any":
            return f"(wait --any [{self.spawn(node[1])} {self.spawn(node[1])}])"
        spawned = [self.spawn(body) for body in node[1]]
        listed = len(spawned) == 1 or self.often(0.6) # one alone gives its value, not a list
        return "[" + self.pick(" ", ", ").join(spawned) + "]" if listed else " ".join(spawned)

    def expression(self, node, binding):
        text, own = self.bare_expression(node)
        if own < binding or self.often(0.05):
            inner = self.pick("", "", "", " ", "\n")
            return f"({inner}{text}{inner})"
        return text

    def bare_expression(self, node):
        """Its text, and how tightly that binds."""
        kind = node[0]
        if kind in ("call", "apply", "builtin", "queue", "take", "block", "task", "tasks", "any"):
            return self.value(node), 0
        if kind in ("and", "or"):
            own = BINDING[kind]
            return self.chain(kind, own, own, own + 1, *node[1:]), own
        if kind == "operator":
            own = BINDING[node[1]]
            left = own if own >= ADD else own + 1 # the others do not chain
            return self.chain(node[1], own, left, own + 1, *node[2:]), own
        if kind == "not":
            return "not" + self.blank() + self.expression(node[1], NOT), NOT
        if kind == "negative":
            return "-" + self.pick("", " ") + self.expression(node[1], UNARY), UNARY
        if kind == "bnot":
            return "bnot" + self.blank() + self.expression(node[1], UNARY), UNARY
        if kind == "literal" and type(node[1]) is int and node[1] < 0:
            return self.negative(node[1])
        return self.primary(node), PRIMARY

    def negative(self, number):
        if number == -2 ** 63:
            return f"{number + 1} - 1", ADD
        return "-" + self.integer(-number), UNARY

    def integer(self, number):
        """In an expression."""
        return self.pick("{}", "{}", "{}", "0x{:x}", "0x{:X}", "0b{:b}").format(number)

    def chain(self, name, _own, left_binding, right_binding, left, right):
        """Both sides of an operator."""
        word = self.blank() + name + self.blank()
        return self.expression(left, left_binding) + word + self.expression(right, right_binding)

    def primary(self, node):
        kind = node[0]
        if kind == "literal" and isinstance(node[1], bytes):
            return self.quoted(node[1])
        if kind == "literal":
            return self.integer(node[1]) if type(node[1]) is int else constant(node[1])
        if kind == "text":
            return self.text(node[1])
        if kind in ("variable", "index", "slice", "field"):
            return self.place(node)
        if kind == "list":
            return self.list(node[1])
        return self.map(node[1])

    def place(self, node):
        """What may have fields and indexes after it."""
        kind = node[0]
        if kind == "variable":
            return "$" + node[1]
        if kind not in ("index", "slice", "field"):
            return f"({self.value(node)})"
        base = self.place(node[1])
        if kind == "field":
            return f"{base}.{node[2]}"
        if kind == "index":
            return f"{base}[{self.expression(node[2], OR)}]"
        ends = ["" if end is None else self.expression(end, OR) for end in node[2:]]
        return f"{base}[{ends[0]}:{ends[1]}]"

    def list(self, nodes):
        separators = [self.pick(" ", " ", ", ", "\n") for _ in nodes]
        inner = "".join(word + separator for word, separator
                        in zip([self.argument(node, True) for node in nodes], separators))
        return "[" + inner.rstrip(", \n") + "]"

    def map(self, pairs):
        texts = []
        for key, node in pairs:
            if key[0] == "literal" and BARE.match(key[1]) and key[1].isalnum() and self.often(0.7):
                name = key[1].decode()
            elif key[0] == "literal":
                name = self.quoted(key[1])
            else:
                name = f"({self.value(key)})"
            texts.append(f"{name}: {self.argument(node, True)}")
        return "{" + self.pick(" ", " ", ", ").join(texts) + "}"

    # ---- bytes ----

    def quoted(self, data):
        if b"'" not in data and b"\0" not in data and is_text(data) and self.often(0.7):
            return "'" + data.decode() + "'"
        return '"' + self.cooked(data) + '"'

    def cooked(self, data):
        text = ""
        for character in data.decode("utf-8", "surrogateescape"):
            code = character.encode("utf-8", "surrogateescape")
            if code[0] in ESCAPES:
                text += ESCAPES[code[0]]
            elif len(code) == 1 and not 32 <= code[0] < 127:
                text += f"\\x{code[0]:02x}"
            else:
                text += self.pick(character, character, f"\\u{{{ord(character):x}}}")
        return text

    def text(self, nodes):
        """Pieces within double quotes."""
        text = ""
        for node in nodes:
            if node[0] == "literal" and isinstance(node[1], bytes):
                text += self.cooked(node[1])
            elif node[0] in ("variable", "index", "slice", "field") and root(node)[0] == "variable":
                text += "${" + self.place(node)[1:] + "}"
            elif node[0] == "call" and not node[2]: # a name alone would be a variable
                text += "${(" + node[1] + ")}"
            else:
                text += "${" + self.value(node) + "}"
        return f'"{text}"'

    # ---- ARG mode ----

    def argument(self, node, element=False):
        """A word of a call, or an element of a list or map."""
        kind = node[0]
        if kind == "literal" and not isinstance(node[1], bytes):
            return constant(node[1])
        if kind == "literal" and BARE.match(node[1]) and \
                node[1] not in (b"nil", b"true", b"false") and self.often(0.5):
            return node[1].decode()
        if kind == "text" and len(node[1]) > 1 and self.often(0.4):
            return self.word(node[1])
        if kind in ("literal", "text"):
            return self.primary(node)
        if kind in ("variable", "index", "slice", "field"):
            return self.place(node)
        if (element and kind == "map" or kind == "list") and self.often(0.7):
            return self.primary(node)
        return f"({self.value(node)})"

    def word(self, nodes):
        """Pieces that touch. Only the last may be one that goes on with what follows."""
        last = len(nodes) - 1
        return "".join(
            self.quoted(node[1]) if node[0] == "literal" and isinstance(node[1], bytes)
            else self.place(node) if node[0] == "variable" and i == last
            else f"({self.value(node)})" for i, node in enumerate(nodes))

    def call(self, node):
        _, name, nodes = node
        # What goes through a pipe is worked out first: no difference where the others are literals.
        if nodes and all(other[0] == "literal" for other in nodes[:-1]) and self.often(0.2):
            words = [name] + [self.argument(other) for other in nodes[:-1]]
            return self.value(nodes[-1]) + " | " + self.blank().join(words)
        return self.blank().join([name] + [self.argument(other) for other in nodes])

    def queue(self, node):
        """Its value, or the name of its variable."""
        return node[1] if node[0] == "variable" and self.often(0.3) else self.argument(node)

    def apply(self, node):
        _, name, nodes, spread = node
        return self.blank().join(["apply", name] + [self.argument(other)
                                                    for other in [*nodes, spread]])

    def builtin(self, node):
        return "builtin" + self.blank() + self.call(("call", node[1], [])) + "".join(
            self.blank() + self.argument(other) for other in node[2])

    # ---- statements ----

    def program(self, statements):
        return self.statements(statements, "")

    def statements(self, statements, indent):
        text = ""
        for statement in statements:
            end = self.pick("\n", "\n", "\n", "\n", " # a comment\n", ";\n", "\n\n", " ; ")
            text += indent + self.statement(statement, indent) + end
        return text.rstrip("; \n") + "\n" if text else text

    def body(self, statements, indent):
        if not statements:
            return "{ }"
        return "{\n" + self.statements(statements, indent + "    ") + indent + "}"

    def statement(self, statement, indent):
        return getattr(self, "do_" + statement[0])(indent, *statement[1:])

    def do_value(self, _indent, node):
        return self.value(node)

    def do_assign(self, _indent, name, path, node):
        place = name
        for key in path:
            named = key[0] == "literal" and isinstance(key[1], bytes) and key[1].isalpha()
            place += f".{key[1].decode()}" if named and self.often(0.5) else \
                f"[{self.expression(key, OR)}]"
        return f"{place} = {self.value(node)}"

    def do_unpack(self, _indent, names, node):
        return f"[{self.pick(' ', ', ', '  ').join(names)}] = {self.value(node)}"

    def do_print(self, _indent, newline, nodes):
        return self.blank().join(["print"] + ([] if newline else ["-n"]) +
                                 [self.argument(node) for node in nodes])

    def do_if(self, indent, branches, otherwise):
        text = " else ".join(f"if {self.value(condition)} {self.body(body, indent)}"
                             for condition, body in branches)
        return text + (f" else {self.body(otherwise, indent)}" if otherwise is not None else "")

    def do_while(self, indent, condition, body):
        return f"while {self.value(condition)} {self.body(body, indent)}"

    def do_loop(self, indent, count, body):
        return f"loop {self.value(count)} {self.body(body, indent)}"

    def do_for(self, indent, names, node, body):
        return f"for {' '.join(names)} in {self.value(node)} {self.body(body, indent)}"

    def do_filter(self, indent, names, node, body):
        return f"filter {' '.join(names)} in {self.value(node)} {self.body(body, indent)}"

    def do_break(self, _indent):
        return "break"

    def do_continue(self, _indent):
        return "continue"

    def do_return(self, _indent, node):
        return "return " + self.value(node) if node else "return"

    def do_def(self, indent, name, parameters, rest, body):
        words = [name] + [parameter if default is None else f"{parameter}={self.argument(default)}"
                          for parameter, default in parameters] + ([rest + "..."] if rest else [])
        return f"def {self.blank().join(words)} {self.body(body, indent)}"

    def do_global(self, _indent, names):
        return "global " + " ".join(names)

    def do_try(self, indent, body, clauses, last):
        text = f"try {self.body(body, indent)}"
        for names, variable, handler in clauses:
            words = [name.decode() for name in names] + [variable] * bool(variable)
            text += self.blank().join([" catch", *words]) + " " + self.body(handler, indent)
        return text + (f" finally {self.body(last, indent)}" if last is not None else "")

    def do_timeout(self, indent, body):
        return f"timeout 1m {self.body(body, indent)}"

    def do_put(self, _indent, queue, node):
        if self.often(0.2):
            return f"{self.value(node)} | put {self.queue(queue)}"
        return self.blank().join(["put", self.queue(queue), self.argument(node)])

    def do_close(self, _indent, queue):
        return "close" + self.blank() + self.queue(queue)

    def do_exit(self, _indent, node):
        return "exit " + self.argument(node)

    def do_fail(self, _indent, nodes):
        return self.blank().join(["fail"] + [self.argument(node) for node in nodes])

    def do_until(self, _indent, node):
        return self.pick("until ", "expect within 1m ") + self.value(node)

    def do_expect(self, _indent, node):
        return "expect " + self.value(node)


def constant(value):
    return str(value) if type(value) is int else CONSTANTS[value]


def is_text(data):
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def root(node):
    while node[0] in ("index", "slice", "field"):
        node = node[1]
    return node
