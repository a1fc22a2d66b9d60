# The workloads. Each makes rows, and measures every program once a round, in turns.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import subprocess
import tempfile
import time

import programs
from harness import Failure
from report import Row

KIB = 1024
GIB = 1024**3
SECONDS = 10  # the longest that a server is under load; 1 in the short form


def rounds(bench, rows, measures, count=None):
    """
    Measures all programs side by side: each once a round, every round begun by another. A measure
    gives a value for each row, or None. Who fails is left out from then on.
    """
    order = [(name, measure) for name, measure in measures if measure]
    failed = set()
    for turn in range(count or bench.rounds):
        for name, measure in order[turn % len(order):] + order[:turn % len(order)]:
            if name in failed:
                continue
            try:
                values = measure()
            except Failure as failure:
                failed.add(name)
                for row in rows:
                    row.values.pop(name, None)
                    row.failures[name] = str(failure)
                continue
            for row, value in zip(rows, values):
                if value is not None:
                    row.add(name, value)
    return rows


def once(words, bench, runs=1, source="/dev/null", scale=1.0):
    """A measure: the time of a whole run."""
    return lambda: [bench.stopwatch(words, runs, source) * scale]


def start(bench):
    runs = bench.few(50, 200)
    row = Row("start", "ms a process", "less", "C", 1.6, "cost")
    measures = [("C", once([bench.c("nothing")], bench, runs, scale=1e3))]
    for name, words in programs.START.items():
        place = bench.handsh if name == "handsh" else bench.peer(name)
        if place:
            least = runs if name in ("handsh", "lua5.4", "dash", "bash") else bench.few(5, 20)
            measures.append((name, once([place, *words], bench, least, scale=1e3)))
    return rounds(bench, [row], measures)


def dispatch_measure(bench, place, name, form):
    """Nanoseconds a turn: a run of many turns less a run of one."""
    turns = bench.few(1000000, 5000000) // (10 if name in programs.SLOW else 1)
    paths = []
    for count in (1, turns):
        path = os.path.join(bench.scratch, f"{form}-{count}-{name}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(programs.DISPATCH[name][form].replace("N", str(count)))
        paths.append(path)

    def measure():
        none, many = (bench.stopwatch([place, path]) for path in paths)
        return [max(many - none, 0) * 1e9 / turns]
    return measure


def dispatch(bench):
    rows = []
    for form, limit in (("top", 1.3), ("def", 2.5), ("call", 1.3)):
        row = Row(f"dispatch {form}", "ns a turn", "less", "lua5.4", limit, "cost")
        measures = []
        for name in programs.DISPATCH:
            place = bench.handsh if name == "handsh" else bench.peer(name)
            if place:
                measures.append((name, dispatch_measure(bench, place, name, form)))
        rows += rounds(bench, [row], measures)
    return rows


def lines_measure(bench, place, name):
    first, line, words = programs.LINES[name]
    count = bench.few(200000, 1000000) // (10 if name in ("python3", "tclsh", "bash") else 1)
    paths = []
    for lines in (1, count):
        path = os.path.join(bench.scratch, f"lines-{lines}-{name}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(first + line * lines)
        paths.append(path)
    command = [place, *words]
    if name == "python3":  # whose prompts go to standard error
        command = ["sh", "-c", 'exec "$0" "$@" 2>/dev/null', *command]

    def measure():
        none, many = (bench.stopwatch(command, 1, path) for path in paths)
        return [count / (many - none)]
    return measure


def lines(bench):
    row = Row("lines", "lines a second", "more", None, 1000000)
    measures = [(name, lines_measure(bench, place, name)) for name in programs.LINES
                if (place := bench.handsh if name == "handsh" else bench.peer(name))]
    return rounds(bench, [row], measures)


def compiling(bench):
    """A script of 10 MB is read and compiled; the tenth of it shows whether time is linear."""
    row_large = Row("compile 10 MB", "s", "less", None, 1.0, "cost")
    row_small = Row("compile 1 MB", "s", "less", None, None, "cost")
    paths = []
    for megabytes in (10, 1):
        path = os.path.join(bench.scratch, f"script-{megabytes}.hsh")
        with open(path, "w", encoding="utf-8") as file:
            number = 0
            while file.tell() < megabytes * 1000000:
                file.write(programs.SCRIPT.replace("@", str(number)))
                number += 1
        paths.append(path)

    def measure():
        return [bench.stopwatch([bench.handsh, "-n", path]) for path in paths]
    return rounds(bench, [row_large, row_small], [("handsh", measure)])


def in_one_process(bench, name, count, unit):
    """cycles, pingpong: C, handsh and Python do the same calls in one process."""
    row = Row(name, unit, "less", "C", 0.88)
    scale = 1e6 / count
    measures = [
        ("C", once([bench.c(name), str(count)], bench, scale=scale)),
        ("handsh", once([bench.handsh, "-q", bench.script(f"{name}.hsh"), str(count)], bench,
                        scale=scale)),
    ]
    if bench.peer("python3"):
        measures.append(("python3", once(
            [bench.python, bench.script(f"peers/{name}.py"), str(count)], bench, scale=scale)))
    return rounds(bench, [row], measures)


def cycles(bench):
    return in_one_process(bench, "cycles", bench.few(5000, 20000), "µs a cycle")


def pingpong(bench):
    return in_one_process(bench, "pingpong", bench.few(50000, 200000), "µs a round trip")


def servers(bench, kind, connections=0):
    """(name, words) of all servers of a kind that stand so many connections."""
    found = [("C", [bench.c("server"), kind]),
             ("handsh", [bench.handsh, "-q", bench.script(f"{kind}.hsh")])]
    if bench.peer("python3"):
        found.append(("selectors", [bench.python, bench.script("peers/selectors_server.py"), kind]))
        if not bench.short:
            found.append(("asyncio", [bench.python, bench.script("peers/asyncio_server.py"), kind]))
    if not bench.short and (node := bench.peer("node")):
        found.append(("node", [node, bench.script("peers/server.js"), kind]))
    if not bench.short and connections <= 1000 and (tclsh := bench.peer("tclsh")):
        found.append(("tclsh", [tclsh, bench.script("peers/server.tcl"), kind]))
    if kind == "echo" and not bench.short and connections <= 50 and (socat := bench.peer("socat")):
        found.append(("socat", [socat]))
    return found


def under_load(bench, words, kind, connections, messages, seconds=SECONDS):
    """Messages a second; µs of processor time a message, and a connection; bytes a connection."""
    with bench.server(words) as server:
        port = server.line().split()[-1]
        cpu, memory = server.cpu(), server.memory()
        with bench.load(kind, port, connections, messages, seconds) as load:
            load.line(120)
            ready_cpu, ready_memory = server.cpu(), server.memory()
            load.tell()
            answered, elapsed = load.line(120 + seconds).split()
            answered = int(answered)
            used = server.cpu() - ready_cpu
        return [answered / float(elapsed) if answered else None,
                used * 1e6 / answered if answered else None,
                (ready_cpu - cpu) * 1e6 / connections, (ready_memory - memory) / connections]


def socat_load(bench, connections, messages):
    """socat wants to be told its port and makes a process a connection: only its rate is known."""
    words = ["socat", "-d", "-d", "-b", "4096",
             "TCP-LISTEN:0,bind=127.0.0.1,fork,backlog=4096,max-children=2000", "PIPE"]
    with bench.server(["sh", "-c", 'exec "$@" 2>&1', "sh", *words]) as server:
        while "listening on" not in (text := server.line()):
            continue
        with bench.load("echo", text.rsplit(":", 1)[1], connections, messages, SECONDS) as load:
            load.line(120)
            load.tell()
            answered, elapsed = load.line(120).split()
    return [int(answered) / float(elapsed), None]


def server_measure(bench, name, words, kind, connections, messages):
    if name == "socat":
        return lambda: socat_load(bench, connections, messages // 10)
    if name not in ("C", "handsh", "selectors"):
        return lambda: under_load(bench, words, kind, connections, messages, 2)
    return lambda: under_load(bench, words, kind, connections, messages, bench.few(1, SECONDS))


def server(bench):
    rows = []
    messages = bench.few(50000, 500000)
    for kind in ("echo", "reverse"):
        for connections in bench.few((50, 1000, 10000) if kind == "echo" else (1000,),
                                     (50, 1000, 10000)):
            title = f"server {kind} {connections:,}"
            pair = [Row(title, "messages a second", "more", "C", 0.92),
                    Row(f"{title}: CPU", "µs a message", "less", "C", None, "cost")]
            measures = [(name, server_measure(bench, name, words, kind, connections, messages))
                        for name, words in servers(bench, kind, connections)
                        if kind == "echo" or name in ("C", "handsh", "selectors")]
            rows += rounds(bench, pair, measures)
    return rows


def growth(bench):
    """The same echo server from 10 connections to 18,000."""
    rows = []
    messages = bench.few(50000, 200000)
    for connections in (10, 100, 1000, 10000, 18000):
        pair = [Row(f"growth {connections:,}", "messages a second", "more", "C", None),
                Row(f"growth {connections:,}: CPU", "µs a message", "less", "C", None, "cost")]
        measures = [(name, server_measure(bench, name, words, "echo", connections, messages))
                    for name, words in servers(bench, "echo", connections) if name != "socat"]
        rows += rounds(bench, pair, measures, 2 if bench.short else 3)
    return rows


def accept(bench):
    """Connections accepted and held, one echo each; and what each takes in memory."""
    rows = []
    for connections in bench.few((10000,), (10000, 18000)):
        pair = [Row(f"accept {connections:,}", "µs CPU a connection", "less", "C", 1.3, "cost"),
                Row(f"memory {connections:,}", "bytes a connection", "less", None, 640, "cost")]

        def measure(words, connections=connections):
            return lambda: under_load(bench, words, "echo", connections, 0)[2:]
        rows += rounds(bench, pair, [(name, measure(words))
                                     for name, words in servers(bench, "echo", connections)])
    return rows


def thanks(bench):
    visits = bench.few(5000, 20000)
    rows = [Row("thank-you", "µs CPU a connection", "less", "C", 1.2, "cost"),
            Row("thank-you: rate", "connections a second", "more", "C", None)]

    def measure(words):
        def visit():
            with bench.server(words) as server:
                port = server.line()
                cpu = server.cpu()
                with bench.load("thanks", port, visits) as load:
                    _, elapsed = load.line(120).split()
                return [(server.cpu() - cpu) * 1e6 / visits, visits / float(elapsed)]
        return visit
    return rounds(bench, rows, [(name, measure(words)) for name, words in servers(bench, "thanks")])


def bulk_send(bench, port, size):
    with bench.server([bench.c("bulk"), "send", port, str(size)]) as sender:
        os.sched_setaffinity(sender.child.pid, {bench.load_core})
        _, elapsed = sender.line(120).split()
    return size / float(elapsed) / 1e9


def bulk_receive(bench):
    """What recv takes in; the receiver says how much that was where it can."""
    size = bench.few(GIB // 2, 4 * GIB)
    row = Row("bulk recv", "GB a second", "more", "C", 0.95)
    programs_ = [("C", [bench.c("bulk"), "receive"]),
                 ("handsh", [bench.handsh, "-q", bench.script("receive.hsh")])]
    if bench.peer("python3"):
        programs_.append(("python3", [bench.python, bench.script("peers/receive.py")]))

    def measure(words):
        def receive():
            with bench.server(words) as server:
                speed = bulk_send(bench, server.line(), size)
                if (total := server.line()) != str(size):
                    raise Failure(f"received {total} of {size} bytes")
            return [speed]
        return receive
    return rounds(bench, [row], [(name, measure(words)) for name, words in programs_])


def bulk_copy(bench):
    """What copy passes on, from one connection to another."""
    size = bench.few(GIB // 2, 4 * GIB)
    row = Row("bulk copy", "GB a second", "more", "C", 0.95)
    relays = [("C", [bench.c("bulk"), "relay"])]
    if subprocess.run([bench.handsh, "-c", "help copy"], capture_output=True,
                      check=False).returncode == 0:
        relays.append(("handsh", [bench.handsh, "-q", bench.script("relay.hsh")]))
    else:
        row.failures["handsh"] = "has no command copy"
    if bench.peer("python3"):
        relays.append(("python3", [bench.python, bench.script("peers/relay.py")]))

    def measure(words):
        def relay():
            with bench.server([bench.c("bulk"), "discard"]) as sink:
                os.sched_setaffinity(sink.child.pid, {bench.load_core})
                with bench.server(words + [sink.line()]) as server:
                    speed = bulk_send(bench, server.line(), size)
                    if (total := sink.line()) != str(size):
                        raise Failure(f"passed on {total} of {size} bytes")
            return [speed]
        return relay
    return rounds(bench, [row], [(name, measure(words)) for name, words in relays])


def bulk(bench):
    return bulk_receive(bench) + bulk_copy(bench)


def table_times(bench, connections):
    """(handsh, ss): seconds until the table of the same connections is written to a file."""
    with tempfile.NamedTemporaryFile(dir=bench.scratch) as file:
        words = [bench.handsh, bench.script("table.hsh"), str(connections // 2)]
        with bench.server(words, file.fileno()) as process:
            await_text(process, file.name, b"ready\n", 60)
            with open(os.path.join(bench.scratch, "ss"), "wb") as other:
                begin = time.perf_counter()
                subprocess.run(["ss", "-tn"], stdout=other, check=True)
                kernel = time.perf_counter() - begin
            begin = time.perf_counter()
            process.tell()
            await_text(process, file.name, b"done\n", 60)
            return time.perf_counter() - begin, kernel


def await_text(process, path, text, seconds):
    """Looks at the end of a file until it is text."""
    end = time.monotonic() + seconds
    with open(path, "rb") as file:
        while time.monotonic() < end and process.child.poll() is None:
            size = os.fstat(file.fileno()).st_size
            if os.pread(file.fileno(), len(text), max(size - len(text), 0)) == text:
                return
    raise Failure(f"{process.title()}: {process.last_words()}")


def table(bench):
    row = Row("table 10,000", "ms", "less", "ss", 1.0, "cost")
    if not bench.peer("ss"):
        return [row]
    for _ in range(bench.rounds):
        try:
            own, kernel = table_times(bench, 10000)
        except Failure as failure:
            row.failures["handsh"] = str(failure)
            break
        row.add("handsh", own * 1e3)
        row.add("ss", kernel * 1e3)
    return [row]


def json_port(process, path):
    """The port that a server with --json has printed to the file."""
    end = time.monotonic() + 30
    while time.monotonic() < end and process.child.poll() is None:
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n") and (event := json.loads(line))["event"] == "print":
                    return event["text"].strip()
    raise Failure(f"{process.title()}: {process.last_words()}")


def journal_measure(bench, connections, messages):
    """Messages a second with every call written to a file as JSON."""
    words = [bench.handsh, "--json", bench.script("echo.hsh")]

    def measure():
        with tempfile.NamedTemporaryFile(dir=bench.scratch) as file:
            with bench.server(words, file.fileno()) as server:
                port = json_port(server, file.name)
                with bench.load("echo", port, connections, messages, SECONDS) as load:
                    load.line(120)
                    load.tell()
                    answered, elapsed = load.line(120).split()
        return [int(answered) / float(elapsed)]
    return measure


def journal(bench):
    messages = bench.few(20000, 200000)
    row = Row("journal --json", "messages a second", "more", "plain", 0.50)
    plain = [bench.handsh, "-q", bench.script("echo.hsh")]
    return rounds(bench, [row], [
        ("plain", lambda: under_load(bench, plain, "echo", 50, messages)[:1]),
        ("handsh", journal_measure(bench, 50, messages))])


WORKLOADS = {"start": start, "dispatch": dispatch, "lines": lines, "compile": compiling,
             "cycles": cycles, "pingpong": pingpong, "server": server, "thanks": thanks,
             "accept": accept, "bulk": bulk, "table": table, "journal": journal, "growth": growth}
