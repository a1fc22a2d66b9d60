# Grows scripts of calls: sockets, tasks, time, programs and files, from the program's own table of
# commands and from the grammar. Each ends by itself, whatever it does.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A script is a list of statements: ("line", TEXT) or ("block", HEAD, STATEMENTS, TAIL).

LARGE = 1000000
# Commands that are left out, and why.
LEFT_OUT = {
    "apply": "what it calls may take any word for an address; make_instead knows better",
    "builtin": "the same",
    "range": "a long one that is shown takes many seconds and a gigabyte, and hears no Ctrl-C",
}
END = 400  # milliseconds, after which a script ends itself
FILES = ("f1", "f2", "folder/f3", "/dev/null", "./f1")
HOSTS = ("127.0.0.1", "::1", "localhost", "''")
TEXTS = ("hello", "''", "'two words'", '"line\\nline\\n"', '"\\x00\\xff\\e[1m"', "'a,b,c'", "42",
         "(repeat x 70000)", "(random 100)", '"\\u{20ac}"', "(repeat 'ab\n' 500)")
NUMBERS = ("0", "1", "2", "-1", "7", "100", "4096", "64k", "9223372036854775807", "-9223372036854775808")
DURATIONS = ("0", "1ms", "3ms", "500us", "10ms", "30ms")
# In endless loops: one that starts tasks starves all deadlines.
PAUSE = ("line", f"sleep {DURATIONS[1]}")
PROGRAMS = ("true", "false", "cat", "echo out; echo err >&2", "exit 3", "wc -c", "kill -9 $$",
            "head -c 100000 /dev/zero", "sleep 0.02", "cat /dev/null", "exec >&-; sleep 0.01")
ERRORS = ("ECONNREFUSED", "EAGAIN", "ETIMEDOUT", "EBADF", "EPIPE", "TYPE", "UNSET", "ENOTCONN")
KINDS = ("tcp", "udp", "unix", "tcp6", "unix-seqpacket", "unix-dgram")
PAIRS = ("", "unix", "unix-dgram", "unix-seqpacket")


class CallGrower:
    def __init__(self, random, table):
        self.random = random
        self.table = [command for command in table if command.name not in LEFT_OUT]
        self.sockets, self.tasks, self.values, self.defs = ["s1"], [], [], []
        self.queues = []
        self.count = 0
        self.deep = 0
        self.looped = False

    def script(self):
        """Its first task ends the whole, so that nothing waits for ever."""
        guard = ("line", f"spawn {{ sleep {END}ms; exit 7 }}")
        made = [guard] + [("line", text) for _ in range(self.random.randint(1, 3))
                          for text in self.make_sockets()]
        made += self.statements(self.random.randint(3, 12))
        if self.often(0.3):
            made.append(("line", "wait"))
        return made

    # ---- words ----

    def pick(self, choices):
        return self.random.choice(list(choices))

    def often(self, share):
        return self.random.random() < share

    def name(self, kind, known):
        self.count += 1
        name = f"{kind}{self.count}"
        known.append(name)
        return name

    def socket(self):
        name = self.pick(self.sockets)
        return self.pick((name, "$" + name)) if name != "s1" else name

    def dot(self):
        return self.pick(self.sockets) + "." if self.often(0.5) else ""

    def address(self):
        ways = ["127.0.0.1 0", "127.0.0.1 1", "::1 0", "@" + self.pick("xyz"), "./" + self.pick("pq"),
                "'' 0", "0", "127.0.0.1:0", "[::1]:0"]
        ways += [f"({self.pick(self.sockets)}.{call})" for call in ("getsockname", "getpeername")] * 4
        return self.pick(ways)

    def word_of(self, parameter):
        """What may stand for a parameter; mostly of its kind."""
        kind = parameter.kind
        if kind == "host":
            return self.pick(HOSTS)
        if kind in ("address", "file"): # nothing else, so that no stranger is asked for anything
            return self.address() if kind == "address" else self.pick(FILES)
        if self.often(0.05):
            kind = "any"
        if parameter.bounds and self.often(0.2):
            return str(self.edge(*parameter.bounds))
        if parameter.words and self.often({"word": 0.8, "any": 0.4}.get(kind, 0.1)):
            return self.pick(parameter.words)
        return self.word(kind)

    def edge(self, least, most):
        """A number at a bound, or just beyond it; never one that takes much memory."""
        return self.pick((least - 1, least, most if most <= LARGE else least + 1, most + 1))

    def word(self, kind):
        if kind == "socket":
            return self.socket()
        if kind == "queue":
            return "$" + self.pick(self.queues) if self.queues else "(queue)"
        if kind == "task":
            return "$" + self.pick(self.tasks) if self.tasks else self.pick(("2", "3", "4"))
        if kind == "duration":
            return self.pick(DURATIONS)
        if kind == "number":
            return self.pick(NUMBERS) if self.often(0.5) else str(self.random.randint(0, 300))
        if kind == "list":
            return f"[{self.word('bytes')} {self.word('number')}]"
        if kind == "map":
            return f"({{a: {self.word('bytes')}}})"
        if kind == "bytes":
            return self.pick(TEXTS)
        if self.values and self.often(0.3):
            return "$" + self.pick(self.values)
        return self.word(self.pick(("socket", "number", "bytes", "list", "map", "duration", "task")))

    def value(self, kind="any"):
        """The same where an expression stands: bytes in quotes."""
        word = self.word(kind)
        return f"'{word}'" if word[0].isalnum() and not word.isdigit() else word

    def call(self, command=None):
        """A call of a command of the table, right in most ways."""
        command = command or self.pick(self.table)
        words = [self.dot() + command.name]
        for option in command.options:
            if self.often(0.25):
                words.append(self.pick(option.names))
                words += [self.word_of(value) for value in option.values]
        for parameter in command.parameters:
            if command.is_optional(parameter) and self.often(0.5):
                break
            words.append(self.word_of(parameter))
        if self.often(0.02):
            words.append(self.word("any"))
        if self.often(0.04):
            words = self.instead(words)
        text = " ".join(words)
        if self.often(0.08):
            text += " | " + self.pick(("len", "str", "type", "upper", "print", "send", "!cat"))
        return text

    def instead(self, words):
        """The same by apply or builtin; what is no option stays what it is."""
        dot, _, name = words[0].rpartition(".")
        dot += "." if dot else ""
        if self.often(0.5) or any(word[0] in "-[" for word in words):
            return [f"{dot}builtin", name, *words[1:]]
        return [f"{dot}apply", name, f"[{' '.join(words[1:])}]"]

    # ---- statements ----

    def statements(self, count):
        return [statement for _ in range(count) for statement in self.statement()]

    def body(self, most=3):
        self.deep += 1
        made = self.statements(self.random.randint(1, most))
        self.deep -= 1
        return made

    def own_body(self):
        """A body with variables of its own, of which nobody else knows."""
        kept = [list(names) for names in (self.sockets, self.tasks, self.values, self.queues)]
        made = self.body()
        self.sockets, self.tasks, self.values, self.queues = kept
        return made

    def statement(self):
        ways = [self.make_call] * 8 + [self.make_sockets] * 4 + [self.make_bytes] * 4 + \
            [self.make_task] * 3 + [self.make_queue] * 3 + [self.make_turn] * 3 + [self.make_end] * 2 + \
            [self.make_program, self.make_example, self.make_value, self.make_tls]
        if self.deep < 3:
            ways += [self.make_block] * 4 + [self.make_serve, self.make_copy, self.make_def]
        return [("line", made) if isinstance(made, str) else made for made in self.pick(ways)()]

    def make_call(self):
        text = self.call()
        if self.often(0.2):
            text = f"{self.name('v', self.values)} = {text}"
        elif self.often(0.1):
            text += " &"
        return [text]

    def make_value(self):
        value = self.value()
        return [f"{self.name('v', self.values)} = {value}"]

    def make_sockets(self):
        """Sockets in a state in which something can be done."""
        choice = self.random.randrange(5)
        if choice == 0:
            pair, a, b = (self.name("p", []), self.name("a", self.sockets),
                          self.name("b", self.sockets))
            if self.often(0.5):
                return [f"[{a} {b}] = socketpair {self.pick(PAIRS)}"]
            return [f"{pair} = socketpair {self.pick(PAIRS)}", f"{a} = ${pair}[0]",
                    f"{b} = ${pair}[1]"]
        if choice == 1:
            return [f"{self.name('s', self.sockets)} = socket {self.pick(KINDS)}"]
        listener = self.name("l", self.sockets)
        kind, place = self.pick((("tcp", "127.0.0.1 0"), ("unix", f"./{listener}"), ("udp", "0"),
                                 ("tcp6", "::1 0"), ("unix-seqpacket", f"@{listener}-{{}}")))
        place = place.format(self.random.getrandbits(60))
        made = [f"{listener} = socket {kind}", f"bind {place}"]
        if kind != "udp":
            made.append(f"listen {self.pick(('', '0', '1', '50'))}")
        client = self.name("c", self.sockets)
        made += [f"{client} = socket {kind}", f"connect ({listener}.getsockname)"]
        if kind != "udp" and choice > 2:
            made.append(f"{self.name('d', self.sockets)} = {listener}.accept")
        return made

    def make_bytes(self):
        """What is sent and received, waited for or not."""
        data = self.pick(TEXTS)
        flag = self.pick(("--line", "--more", "--oob", "--confirm", "--dontwait"))
        way = self.pick((f"{self.dot()}sendall {data}", f"{self.dot()}send {data}",
                         f"{self.dot()}send {flag} {data}", f"{self.dot()}sendall {flag} {data}",
                         f"{self.dot()}recv", f"{self.dot()}recv --waitall {self.word('number')}",
                         f"{self.dot()}recvfrom", f"{self.dot()}recv -d", self.make_message()))
        return [way + self.pick(("", "", " &"))]

    def make_message(self):
        """A receive that reads ahead, of a stream or not, ended early or not."""
        form = self.pick(("--line", f"--until {self.pick(TEXTS)}", "--exactly", "--all"))
        call = f"{self.dot()}recv {form} {self.pick(('', '', '1', '3', '100', '70000'))}"
        return self.pick((call, call, f"{call} --dontwait",
                          f"timeout {self.pick(DURATIONS)} {{ {call} }}"))

    def make_task(self):
        if self.often(0.3):
            call = self.call()
            return [f"{self.name('t', self.tasks)} = {call} &"]
        body = self.own_body()
        if self.often(0.2):
            body.insert(0, ("line", "global " + self.pick(self.values + ["n"])))
        return [("block", f"{self.name('t', self.tasks)} = spawn {{", body, "}")]

    def tasks_list(self):
        """A few, the same twice now and then, as one list or not."""
        words = " ".join(self.word("task") for _ in range(self.random.randint(1, 4)))
        return f"[{words}]" if self.often(0.8) else words

    def make_turn(self):
        """What ends, wakes or waits for others."""
        task = self.word("task")
        return [self.pick((f"cancel {task}", f"wait {task}", f"wait {self.tasks_list()}",
                           f"{self.name('t', self.tasks)} = wait --any {self.tasks_list()}",
                           f"wait {self.tasks_list()} &", f"until {self.value()} &", f"close {self.socket()}", "close",
                           f"sleep {self.pick(DURATIONS)}", f"{self.dot()}shutdown", "tasks",
                           f"timeout {self.pick(DURATIONS)} {{ wait {task} }}", "sockets",
                           f"{self.dot()}nonblock {self.pick(('on', 'off'))}", "journal",
                           f"use {self.socket()}", f"setsockopt rcvtimeo {self.pick(DURATIONS)}"))]

    def make_queue(self):
        """Tasks that hand each other values, and are ended where they wait."""
        if not self.queues or self.often(0.2):
            return [f"{self.name('q', self.queues)} = queue {self.pick(('', '1', '2', '50'))}"]
        name = self.pick(self.queues)
        queue = self.pick((name, "$" + name))
        other = "$" + self.pick(self.queues)
        way = self.pick((f"put {queue} {self.word('any')}", f"take {queue}", f"close {queue}",
                         f"put {queue} [{other} {self.word('number')}]", f"put {queue} {other}",
                         f"timeout {self.pick(DURATIONS)} {{ take {queue} }}", f"len {other}"))
        if way.startswith(("put", "take")):
            way += self.pick((" &", " &", ""))
        return [f"{self.name('t', self.tasks)} = {way}" if way.endswith("&") else way]

    def make_end(self):
        """One end goes while somebody waits at the other."""
        name = self.pick(self.sockets)
        return [f"{name}.{self.pick(('recv', 'accept', 'sendall (repeat x 9000000)', 'recvfrom'))} &",
                f"{name}.{self.pick(('close', 'shutdown', 'shutdown write', 'close'))}"]

    def make_program(self):
        text = "!" + self.pick(PROGRAMS)
        way = self.random.randrange(5)
        if way == 0:
            return [f"{self.name('v', self.values)} = ({text})"]
        if way == 1:
            return [f"{self.pick(TEXTS)} | {text}"]
        if way == 2:
            return [f"{self.name('t', self.tasks)} = spawn {{ {text} }}"]
        return [text]

    def make_example(self):
        command = self.pick(self.table)
        return [command.example] if command.example else [self.call()]

    def make_block(self):
        duration = self.pick(DURATIONS)
        head, tail = self.pick((
            (f"timeout {duration} {{", "}"), ("try {", "} catch e { print $e.name }"),
            ("try {", "}"), ("try {", f"}} catch {self.pick(ERRORS)} e {{ print $e.name }}"),
            ("try {", f"}} finally {{ sleep {duration} }}"),
            ("try {", f"}} catch {self.pick(ERRORS)} {{ }} finally {{ {self.call()} }}"),
            ("try {", f"}} catch {' '.join(self.random.sample(ERRORS, 2))} {{ {self.call()} }} "
                      "catch e { print $e }"),
            (f"loop {self.random.randint(0, 4)} {{", "}"), ("loop {", "}"),
            (f"for x in {self.value('list')} {{", "}"),
            (f"{self.pick(('', 'v = '))}filter i x in {self.value('list')} {{", "}"), (f"while {self.call()} {{", "}"),
            (f"if {self.call()} {{", "} else { print else }"), ("spawn {", "}"),
            (f"timeout {duration} {{ until {self.value()}", "}"), ("until try {", "}"),
            (f"expect error {self.pick(ERRORS)} {{", "}"),
            (f"expect took {self.pick(DURATIONS)} {duration} {{", "}"),
            (f"expect within {duration} (try {{", "})"), ("x = try {", "} catch { nil }")))
        body = self.own_body() if head.startswith("spawn") else self.body()
        if head.startswith(("loop", "for", "while")) and self.often(0.4):
            body.append(("line", self.pick(("break", "continue", "if $x { break }"))))
        return [("block", head, body, tail)]

    def make_serve(self):
        listener = self.pick(self.sockets)
        named = self.often(0.4)
        kept = list(self.sockets)
        self.sockets += ["peer", "peer", "peer"] * named
        body = self.own_body() if self.often(0.5) else [
            ("line", "while (data = recv 100) != '' { sendall (upper $data) }")]
        self.sockets = kept
        head = f"{listener}.serve {'as peer ' * named}{{"
        return self.pick(([("block", f"spawn {{ {head}", body, "} }")], [("block", head, body, "} &")]))

    def make_tls(self):
        """Two ends that speak TLS, or would if nobody came between."""
        a, b = self.name("a", self.sockets), self.name("b", self.sockets)
        made = [f"[{a} {b}] = socketpair", f"{b}.tls --self-signed &",
                f"timeout {self.pick(DURATIONS)} {{ {a}.tls --insecure {self.pick(('', '--max 1.2'))} }}"]
        if self.often(0.3):
            made.insert(2, self.pick((f"{b}.send garbage", f"{a}.close", f"{b}.shutdown", f"{b}.tls &")))
        if self.often(0.4):
            made += [f"{self.pick((a, b))}.tls --off &", f"{self.pick((a, b))}.tls --off &"]
        return made

    def make_copy(self):
        ways = (f"copy {self.socket()} {self.socket()}", f"relay {self.socket()} {self.socket()}",
                f"{self.dot()}recv 1M | {self.dot()}sendall")
        return [f"{self.name('t', self.tasks)} = spawn {{ {self.pick(ways)} }}"
                for _ in range(self.random.randint(1, 2))]

    def make_def(self):
        if self.defs and self.often(0.6):
            return [f"{self.dot()}{self.pick(self.defs)} {self.word('any')}"]
        name, body = self.pick(("f", "g", "hexdump")), self.own_body()
        self.defs.append(name) # now, for one that calls itself would start tasks without end
        more = self.pick(("", " n=5", f" more={self.word('any')}", " rest..."))
        return [("block", f"def {name} what{more} {{", body + [("line", "$what")], "}")]


def write(statements, indent=""):
    """The script's text."""
    text = ""
    for statement in statements:
        if statement[0] == "line":
            text += indent + statement[1] + "\n"
        else:
            _, head, body, tail = statement
            body = [PAUSE] * head.startswith(("loop {", "while")) + body
            text += f"{indent}{head}\n{write(body, indent + '    ')}{indent}{tail}\n"
    return text
