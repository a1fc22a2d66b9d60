# Grows programs for the model: trees whose values mostly fit each other, and that end.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import spell

INT, BYTES, BOOL, LIST, MAP, ANY = "int", "bytes", "bool", "list", "map", "any"
NAMES = ("a", "b", "text", "n", "list", "m", "total", "len", "x1", "_y", "filter", "finally")
COUNTERS = ("i", "j", "k")
NUMBERS = (0, 1, -1, 2, 3, 7, 10, 255, 256, 1000, 2 ** 31, -2 ** 63, 2 ** 63 - 1, 2 ** 62)
TEXTS = (b"", b"a", b"abc", b"hello world", b" padded ", b"a,b,c", b"42", b"\x00\xff", "é".encode(),
         b"it's", b'"quoted"', b"$x", b"line\nline", b"\\", b"tab\t", b"\x1b[1m", b"aXbXc")
KEYS = (b"a", b"b", b"key", b"two words", b"0")
ERRORS = (b"TYPE", b"RANGE", b"FAIL", b"EXPECT", b"DIVIDE", b"OVERFLOW", b"UNSET", b"OWN")
# What commands take, and give.
SIGNATURES = {
    "len": ((ANY,), INT), "type": ((ANY,), BYTES), "str": ((ANY,), BYTES),
    "upper": ((BYTES,), BYTES), "lower": ((BYTES,), BYTES), "trim": ((BYTES,), BYTES),
    "hex": ((BYTES,), BYTES), "bits": ((BYTES,), BYTES), "ord": ((BYTES,), INT),
    "chr": ((INT,), BYTES), "split": ((BYTES,), LIST), "keys": ((MAP,), LIST),
    "sort": ((LIST,), LIST), "join": ((LIST, BYTES), BYTES), "reverse": ((BYTES,), BYTES),
    "find": ((BYTES, BYTES), INT), "xor": ((INT, INT), INT), "repeat": ((BYTES, INT), BYTES),
    "range": ((INT,), LIST), "get": ((ANY, ANY), ANY),
}


class Grower:
    def __init__(self, random):
        self.random = random
        self.types = {}     # of the variables that have been set, as far as known
        self.defs = {}      # name: the least and the most arguments
        self.counters = 0   # of loops around the place
        self.loops = 0      # around it within the body
        self.inside = None  # None, "def" or "task"
        self.last = False   # in the block of a finally within that
        self.deep = 0

    def pick(self, choices):
        return self.random.choice(list(choices))

    def often(self, share):
        return self.random.random() < share

    def program(self):
        made = self.statements(self.random.randint(3, 14))
        return made + [("print", True, [("variable", name) for name in sorted(self.types)] or
                        [literal(0)])]

    # ---- values ----

    def value(self, wanted, depth=3):
        """A node that gives, most likely, a value of that type."""
        if self.often(0.03):
            wanted = self.pick((INT, BYTES, BOOL, LIST, MAP)) # and now and then it does not fit
        if wanted == ANY:
            wanted = self.pick((INT, INT, BYTES, BYTES, BOOL, LIST, MAP))
        known = [name for name, kind in self.types.items() if kind == wanted]
        if known and self.often(0.4):
            return ("variable", self.pick(known))
        if depth <= 0 or self.often(0.15):
            return self.leaf(wanted)
        return getattr(self, "grow_" + wanted)(depth - 1)

    def leaf(self, wanted):
        if wanted == INT:
            return literal(self.pick(NUMBERS) if self.often(0.4) else self.random.randint(-9, 20))
        if wanted == BYTES:
            return literal(self.pick(TEXTS))
        if wanted == BOOL:
            return literal(self.pick((True, False, None)))
        return ("list", []) if wanted == LIST else ("map", [])

    def grow_int(self, depth):
        choice = self.random.randrange(8)
        if choice < 4:
            sign = self.pick(("+", "-", "*", "/", "%", "band", "bor", "bxor", "bsl", "bsr"))
            count = sign in ("bsl", "bsr") and self.often(0.8)
            return ("operator", sign, self.value(INT, depth),
                    literal(self.random.randint(-1, 64)) if count else self.value(INT, depth))
        if choice == 4:
            return (self.pick(("negative", "bnot")), self.value(INT, depth))
        if choice == 5:
            return ("index", self.place(LIST), self.small())
        return self.other(INT, depth)

    def grow_bytes(self, depth):
        choice = self.random.randrange(8)
        if choice < 2:
            return ("operator", "+", self.value(BYTES, depth), self.value(BYTES, depth))
        if choice < 4:
            return ("text", [self.value(ANY if self.often(0.7) else BYTES, depth)
                             for _ in range(self.random.randint(1, 3))])
        if choice == 4:
            return self.slice(BYTES, depth)
        return self.other(BYTES, depth)

    def grow_bool(self, depth):
        choice = self.random.randrange(8)
        if choice < 4:
            kind = self.pick((INT, BYTES))
            return ("operator", self.pick(("==", "!=", "<", "<=", ">", ">=")),
                    self.value(kind, depth), self.value(kind, depth))
        if choice == 4:
            return ("operator", "in", self.value(BYTES, depth), self.value(
                self.pick((BYTES, LIST, MAP)), depth))
        if choice == 5:
            return ("not", self.value(ANY, depth))
        if choice == 6:
            return (self.pick(("and", "or")), self.value(BOOL, depth), self.value(ANY, depth))
        kind = self.pick((LIST, MAP))
        return ("operator", "==", self.value(kind, depth), self.value(kind, depth))

    def grow_list(self, depth):
        choice = self.random.randrange(8)
        if choice < 3:
            kind = self.pick((INT, BYTES, ANY))
            return ("list", [self.value(kind, depth) for _ in range(self.random.randint(0, 4))])
        if choice < 5:
            return ("operator", self.pick("++-"), self.value(LIST, depth), self.value(LIST, depth))
        if choice == 5:
            return self.slice(LIST, depth)
        return self.other(LIST, depth)

    def grow_map(self, depth):
        choice = self.random.randrange(6)
        if choice < 3:
            keys = self.random.sample(KEYS, self.random.randint(0, 3))
            return ("map", [(literal(key), self.value(ANY, depth)) for key in keys])
        if choice == 3:
            return ("operator", "+", self.value(MAP, depth), self.value(MAP, depth))
        if choice == 4:
            return ("operator", "-", self.value(MAP, depth), ("list", [literal(self.pick(KEYS))]))
        return self.other(MAP, depth)

    def slice(self, kind, depth):
        ends = [self.value(INT, depth - 1) if self.often(0.6) else None for _ in range(2)]
        return ("slice", self.place(kind), *ends)

    def place(self, kind):
        """Something that may be indexed: a variable, or a node in parentheses."""
        return self.value(kind, 1)

    def small(self):
        return literal(self.random.randint(-3, 4))

    def other(self, wanted, depth):
        """What may give any type: a command, a command of the program, a control form, a task."""
        commands = [name for name, (_, result) in SIGNATURES.items() if result in (wanted, ANY)]
        choice = self.random.randrange(10)
        if commands and choice < 6:
            return self.command(self.pick(commands), depth)
        if choice < 8 and self.defs and self.inside is None:
            name = self.pick(self.defs)
            least, most = self.defs[name]
            count = self.random.randint(least, most) if self.often(0.95) else most + 1
            nodes = [self.value(ANY, depth) for _ in range(count)]
            if not self.often(0.3):
                return ("call", name, nodes)
            cut = self.random.randint(0, count)
            return ("apply", name, nodes[:cut], ("list", nodes[cut:]))
        if choice == 8 and depth > 0 and self.deep < 3:
            ways = [self.make_if, self.make_try]
            ways += [self.make_filter] if wanted in (LIST, BYTES, MAP) else []
            return ("block", self.pick(ways)(wanted))
        if choice == 9 and self.inside is None and self.deep < 3:
            return self.make_tasks(wanted)
        return self.leaf(wanted)

    def make_tasks(self, wanted):
        """One that is waited for, several, or any of several that do the same."""
        if self.often(0.6):
            return (self.pick(("task", "task", "any")), self.task(wanted, 2))
        tasks = ("tasks", [self.task(wanted, 1) for _ in range(self.random.randint(1, 3))])
        return tasks if wanted == LIST else ("index", tasks, literal(0))

    def task(self, wanted, count):
        return self.inner("task", lambda: self.declared(()) + self.statements(count) + [
            ("value", self.value(wanted, 1))])

    def command(self, name, depth):
        kinds, _ = SIGNATURES[name]
        if name == "range":
            return ("call", name, [literal(self.random.randint(-1, 6))])
        if name == "repeat":
            return ("call", name, [self.value(BYTES, depth), literal(self.random.randint(-1, 6))])
        if name == "len":
            return ("call", name, [self.value(self.pick((BYTES, LIST, MAP)), depth)])
        if name == "get":
            kind = self.pick((MAP, LIST, BYTES))
            key = self.small() if kind != MAP else literal(self.pick(KEYS))
            nodes = [self.value(kind, depth), key if self.often(0.9) else self.value(ANY, 1)]
            return ("call", name, nodes + ([self.value(ANY, 1)] if self.often(0.5) else []))
        if self.often(0.05):
            return ("apply", name, [], ("list", [self.value(kind, depth) for kind in kinds]))
        if self.often(0.05):
            return ("builtin", name, [self.value(kind, depth) for kind in kinds])
        if name == "split" and self.often(0.5):
            return ("call", name, [self.value(BYTES, depth), literal(self.pick((b",", b"X", b" ")))])
        return ("call", name, [self.value(kind, depth) for kind in kinds])

    # ---- statements ----

    def statements(self, count):
        return [statement for _ in range(count) for statement in self.statement()]

    def inner(self, inside, grow):
        """What grow makes, within a body of its own."""
        kept = (self.inside, self.loops, self.last, dict(self.types))
        self.inside, self.loops, self.last, self.deep = inside, 0, False, self.deep + 1
        made = grow()
        self.inside, self.loops, self.last, self.types = kept
        self.deep -= 1
        return made

    def body(self, most=3):
        """A block that may not run: what it sets is not known afterwards."""
        self.deep += 1
        kept = dict(self.types)
        made = self.statements(self.random.randint(1, most if self.deep < 3 else 1))
        self.types = {name: kind for name, kind in kept.items() if self.types.get(name) == kind}
        self.deep -= 1
        return made

    def statement(self):
        """One, or a few that belong together."""
        ways = [self.make_assignment] * 5 + [self.make_unpack] + [self.make_print] * 3 + [self.make_change] * 2 + \
            [self.make_growth] * 2
        if self.deep < 3:
            ways += [self.make_queue, self.make_if, self.make_while, self.make_loop, self.make_for, self.make_try,
                     self.make_timeout, self.make_filter, self.make_until]
        if self.deep == 0:
            ways += [self.make_def, self.make_show, self.make_fault]
        if self.often(0.01):
            ways = [self.make_exit]
        if self.loops:
            ways += [self.make_leave]
        if self.inside and not self.last:
            ways += [self.make_return]
        made = self.pick(ways)()
        return made if isinstance(made, list) else [made]

    def make_assignment(self):
        name, kind = self.pick(NAMES), self.pick((INT, INT, BYTES, BYTES, BOOL, LIST, MAP))
        node = self.value(kind)
        if self.often(0.3) and self.types.get(name) in (INT, BYTES, LIST, MAP):
            kind = self.types[name] # x = $x + …: grown in place
            node = ("operator", "+", ("variable", name), self.value(kind, 2))
        self.types[name] = kind
        return ("assign", name, [], node)

    def make_unpack(self):
        """[a b] = V"""
        names = self.random.sample(NAMES, self.random.randint(1, 3))
        kinds = [self.pick((INT, BYTES, LIST)) for _ in names]
        count = len(names) if self.often(0.9) else self.random.randint(0, 3)
        node = ("list", [self.value(kind, 1) for kind in kinds][:count])
        if self.often(0.1):
            node = self.value(ANY, 2)
        self.types.update(zip(names, kinds))
        return ("unpack", names, node)

    def make_change(self):
        """l[0] = V, m.k = V"""
        names = [name for name, kind in self.types.items() if kind in (LIST, MAP)]
        if not names:
            return self.make_assignment()
        name = self.pick(names)
        key = literal(self.pick(KEYS)) if self.types[name] == MAP else self.small()
        path = [key] + ([literal(self.pick(KEYS))] if self.often(0.15) else [])
        return ("assign", name, path, self.value(ANY, 2))

    def make_growth(self):
        """What changes a value in place when nobody else holds it; maybe somebody does."""
        names = [name for name, kind in self.types.items() if kind in (BYTES, LIST, MAP)]
        if not names or self.counters == len(COUNTERS):
            return self.make_assignment()
        name = self.pick(names)
        body = [self.growth(("variable", name), name, []) for _ in range(self.random.randint(1, 2))]
        if self.types[name] == MAP and self.often(0.5):
            key = literal(self.pick(KEYS))
            body = [("assign", name, [key], literal(b"")),
                    self.growth(("index", ("variable", name), key), name, [key])]
        made = [("loop", literal(self.random.randint(1, 6)), body)]
        if self.often(0.7):
            holder = self.pick(NAMES)
            self.types[holder] = self.types[name]
            node = ("variable", name)
            made.insert(0, ("assign", holder, [], node if self.often(0.7) else ("list", [node])))
            if made[0][3] != node:
                self.types[holder] = LIST
        return made

    def growth(self, old, name, path):
        kind = BYTES if path else self.types[name]
        ways = [("operator", "+", old, self.value(kind, 1)), ("operator", "+", self.value(kind, 1), old)]
        if kind == MAP:
            ways.append(("operator", "-", old, ("list", [literal(self.pick(KEYS))])))
        else:
            ways.append(("slice", old, *self.pick(((literal(1), None), (None, literal(-1))))))
        if kind == BYTES:
            ways.append(("text", [old, self.value(BYTES, 1)]))
        if kind == LIST:
            ways.append(("operator", "-", old, self.value(LIST, 1)))
        return ("assign", name, path, self.pick(ways))

    def make_queue(self):
        """A queue that some values go through; one that would wait is not compared."""
        most = self.random.randint(0, 3)
        queue = ("variable", self.pick(("queue", "q")))
        made = [("assign", queue[1], [], ("queue", most))]
        kinds = [self.pick((INT, BYTES, LIST)) for _ in range(self.random.randint(0, most or 3))]
        made += [("put", queue, self.value(kind, 2)) for kind in kinds]
        made += [("print", True, [queue, ("call", "len", [queue])])] * self.often(0.3)
        closed = self.often(0.4)
        made += [("close", queue)] * closed
        for kind in kinds + [ANY] * closed:
            name = self.pick(NAMES)
            made.append(("assign", name, [], ("take", queue)))
            self.types[name] = kind
        if self.often(0.1):
            made += [("put", queue, ("list", [queue, self.value(ANY, 1)]))]
        return made

    def make_timeout(self):
        return ("timeout", self.body())

    def make_until(self):
        return ("until", ("or", self.value(ANY, 2), literal(True)))

    def make_exit(self):
        return ("exit", literal(self.random.randint(0, 80)))

    def make_print(self):
        return ("print", self.often(0.9), [self.value(ANY, 2)
                                           for _ in range(self.random.randint(1, 3))])

    def make_show(self):
        node = self.value(ANY)
        return ("value", node) if node[0] != "block" else node[1]

    def make_if(self, wanted=None):
        branches = [(self.value(BOOL, 2), self.ending(wanted))
                    for _ in range(self.random.randint(1, 2))]
        return ("if", branches, self.ending(wanted) if wanted or self.often(0.5) else None)

    def ending(self, wanted):
        """A block that ends with a value of that type."""
        return self.body() if wanted is None else self.body(1) + [("value", self.value(wanted, 1))]

    def make_while(self):
        if self.counters == len(COUNTERS):
            return self.make_print()
        counter = COUNTERS[self.counters]
        step = ("assign", counter, [], ("operator", "+", ("variable", counter), literal(1)))
        condition = ("operator", "<", ("variable", counter), literal(self.random.randint(0, 5)))
        if self.often(0.3):
            condition = ("and", condition, self.value(BOOL, 1))
        return [("assign", counter, [], literal(0)),
                ("while", condition, [step] + self.looped())]

    def looped(self):
        self.counters, self.loops = self.counters + 1, self.loops + 1
        made = self.body()
        self.counters, self.loops = self.counters - 1, self.loops - 1
        return made

    def make_loop(self):
        return ("loop", literal(self.random.randint(0, 4)), self.looped())

    def make_for(self):
        kind = self.pick((LIST, LIST, BYTES, MAP))
        node = self.value(kind, 2)
        names = self.random.sample(NAMES, self.random.randint(1, 2))
        for name in names:
            self.types.pop(name, None)
        return ("for", names, node, self.looped())

    def make_filter(self, wanted=None):
        kind = wanted if wanted in (LIST, BYTES, MAP) else self.pick((LIST, LIST, BYTES, MAP))
        node = self.value(kind, 1)
        names = self.random.sample(NAMES, self.random.randint(1, 2))
        kept, loops = dict(self.types), self.loops
        for name in names:
            self.types.pop(name, None)
        self.counters, self.loops = self.counters + 1, loops + 1
        body = self.body(1) + [("value", self.value(BOOL, 2))]
        self.counters, self.loops = self.counters - 1, loops
        self.types = {name: kind for name, kind in kept.items()
                      if name in names or self.types.get(name) == kind}
        return ("filter", names, node, body)

    def make_try(self, wanted=None):
        body = self.ending(wanted)
        if self.often(0.3):
            body.insert(self.random.randrange(len(body)), self.make_fault())
        names = self.random.sample(ERRORS, 3)
        clauses = [self.make_clause(wanted, names[2 * i:2 * i + self.random.randint(1, 2)])
                   for i in range(self.pick((0, 0, 1, 2)))]
        if self.often(0.7):
            clauses.append(self.make_clause(wanted, []))
        return ("try", body, clauses, self.make_last() if self.often(0.3) else None)

    def make_clause(self, wanted, names):
        variable, handler = self.pick(("e", None)), self.ending(wanted)
        if variable:
            handler.insert(0, ("print", True, [("field", ("variable", variable), "name")]))
        return (names, variable, handler)

    def make_last(self):
        """The block of finally, which is left at its end or by an error only."""
        kept = self.loops, self.last
        self.loops, self.last = 0, True
        made = self.body(2)
        if self.often(0.1):
            made.insert(self.random.randrange(len(made)), self.make_fault())
        self.loops, self.last = kept
        return made

    def make_fault(self):
        choice = self.random.randrange(5)
        if choice == 0:
            return ("fail", [literal(b"on purpose")])
        if choice == 1:
            return ("fail", [literal(self.pick((*ERRORS, b"A", b"OWN_2", b"lower")))] +
                    [self.value(ANY, 1)] * self.random.randint(0, 1))
        if choice == 2:
            return ("expect", self.value(BOOL, 2))
        return ("value", self.value(ANY)) if choice == 3 else ("value", ("variable", "never"))

    def make_leave(self):
        leave = (self.pick(("break", "continue")),)
        return ("if", [(self.value(BOOL, 1), [leave])], None)

    def make_return(self):
        return ("if", [(self.value(BOOL, 1), [("return", self.value(ANY, 1))])], None)

    def declared(self, parameters):
        """Maybe `global`; a parameter cannot be one."""
        names = [name for name in self.random.sample(NAMES, 2) if name not in parameters]
        return [("global", names)] if names and self.often(0.2) else []

    def make_def(self):
        name, count = self.pick(("f", "g-h", "hexdump", "upper")), self.random.randint(0, 3)
        names = self.random.sample(NAMES, count)
        rest = names.pop() if names and self.often(0.2) else None
        required = self.random.randint(0, len(names))
        if name == "upper":
            rest, required, names = None, 1, names[:1] or ["text"]
        parameters = [(parameter, self.value(ANY, 1) if i >= required else None)
                      for i, parameter in enumerate(names)]

        def grow():
            self.types = {**self.types, **dict.fromkeys(names, ANY), **({rest: LIST} if rest else {})}
            return self.declared(names + [rest]) + self.statements(self.random.randint(1, 3)) + \
                [("value", self.value(ANY, 2))]
        made = ("def", name, parameters, rest, self.inner("def", grow))
        self.defs[name] = (required, len(names) + (2 if rest else 0))
        return made


def literal(value):
    return ("literal", value)


def grow(random):
    """A program as a tree and as text."""
    tree = Grower(random).program()
    return tree, spell.Speller(random).program(tree)
