# The workloads of servers under load: each makes rows, and measures every program once a round.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import tempfile
import time

from harness import Failure, rounds
from report import Row

SECONDS = 10  # the longest that C and handsh are under load; 1 in the short form
PEER_SECONDS = 1  # and the peers; and all for growth
PATIENCE = 30  # until all connections stand and have been answered once
COMPARED = ("C", "handsh", "before")  # under the full load
REVERSED = (*COMPARED, "selectors")  # who is asked for more than echo
SIZES = (10, 100, 1000, 10000, 18000)


def servers(bench, kind, connections=0, everyone=None):
    """(name, words) of the servers of a kind; in the short form not all, unless it is everyone."""
    found = [("C", [bench.c("server"), kind])]
    found += [(who, [place, "-q", bench.script(f"{kind}.hsh")]) for who, place in bench.ours()]
    if bench.peer("python3"):
        found.append(("selectors", [bench.python, bench.script("peers/selectors_server.py"), kind]))
    if bench.short and not everyone:
        return found
    if bench.peer("python3"):
        found.append(("asyncio", [bench.python, bench.script("peers/asyncio_server.py"), kind]))
    for name, file in (("node", "server.js"), ("lua5.4", "server.lua"), ("tclsh", "server.tcl"),
                       ("jimsh", "server.jim")):
        if place := bench.peer(name):
            found.append((name, [place, bench.script(f"peers/{file}"), kind]))
    if place := bench.peer("go"):
        found.append(("go", [place, kind]))
    if kind == "echo" and 0 < connections <= 50 and (place := bench.peer("socat")):
        found.append(("socat", [place]))
    return found


def play(load, seconds):
    """(answers, seconds) of a load whose connections stand."""
    load.tell()
    answered, elapsed = load.line(PATIENCE + seconds).split()
    return int(answered), float(elapsed)


def under_load(bench, words, kind, connections, messages, seconds=SECONDS):
    """Messages a second; µs of processor time a message, and a connection; bytes a connection."""
    with bench.server(words) as server:
        port = server.line().split()[-1]
        cpu, memory = server.cpu(), server.memory()
        with bench.load(kind, port, connections, messages, seconds) as load:
            load.line(PATIENCE)
            ready_cpu, ready_memory = server.cpu(), server.memory()
            answered, elapsed = play(load, seconds)
            used = server.cpu() - ready_cpu
        return [answered / elapsed if answered else None,
                used * 1e6 / answered if answered else None,
                (ready_cpu - cpu) * 1e6 / connections, (ready_memory - memory) / connections]


def socat_load(bench, connections, messages):
    """socat wants to be told its port and makes a process a connection: only its rate is known."""
    words = ["socat", "-d", "-d", "-b", "4096",
             "TCP-LISTEN:0,bind=127.0.0.1,fork,backlog=4096,max-children=2000", "PIPE"]
    with bench.server(["sh", "-c", 'exec "$@" 2>&1', "sh", *words]) as server:
        while "listening on" not in (text := server.line()):
            continue
        port = text.rsplit(":", 1)[1]
        with bench.load("echo", port, connections, messages, PEER_SECONDS) as load:
            load.line(PATIENCE)
            answered, elapsed = play(load, PEER_SECONDS)
    return [answered / elapsed, None]


def server_measure(bench, name, words, kind, connections, messages):
    if name == "socat":
        return lambda: socat_load(bench, connections, messages // 10)
    seconds = bench.few(1, SECONDS if name in COMPARED else PEER_SECONDS)
    return lambda: under_load(bench, words, kind, connections, messages, seconds)


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
                        if kind == "echo" or name in REVERSED]
            rows += rounds(bench, pair, measures)
    return rows


def factors(title, small, large):
    """How much dearer the larger number of connections makes it: C's factor is the limit."""
    row = Row(title, "times", "less", "C", 1.0, "cost")
    for name, values in large.values.items():
        for one, other in zip(small.values.get(name, []), values):
            row.add(name, other / one)
    return row


def growth(bench):
    """The same echo server from 10 connections to 18,000; who falls is not asked for more."""
    rows, messages, fallen = {}, bench.few(20000, 100000), set()
    for size in SIZES:
        title = f"growth {size:,}"
        rows[size] = [Row(title, "messages a second", "more", "C", None),
                      Row(f"{title}: CPU", "µs a message", "less", "C", None, "cost"),
                      Row(f"{title}: accept", "µs CPU a connection", "less", "C", None, "cost")]

        def measure(words, size=size):
            return lambda: under_load(bench, words, "echo", size, messages, PEER_SECONDS)
        rounds(bench, rows[size], [(name, measure(words)) for name, words
                                   in servers(bench, "echo", everyone=True) if name not in fallen],
               bench.few(1, 5))
        fallen |= rows[size][0].failures.keys()
    large = rows[SIZES[-1]]
    return [row for three in rows.values() for row in three] + [
        factors(f"growth 100 to {SIZES[-1]:,}: CPU", rows[100][1], large[1]),
        factors(f"growth 1,000 to {SIZES[-1]:,}: accept", rows[1000][2], large[2])]


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
            with bench.server(words) as server_:
                port = server_.line()
                cpu = server_.cpu()
                with bench.load("thanks", port, visits) as load:
                    _, elapsed = load.line(PATIENCE).split()
                return [(server_.cpu() - cpu) * 1e6 / visits, visits / float(elapsed)]
        return visit
    return rounds(bench, rows, [(name, measure(words)) for name, words in servers(bench, "thanks")])


def delays(probe, seconds):
    """(median, worst) of the probe's messages, in ms."""
    probe.tell()
    _, median, worst = probe.line(PATIENCE + seconds).split()
    return int(median) / 1e6, int(worst) / 1e6


def fairness_delays(bench, place, busy, idle):
    """(median, worst) of the delay of a message, in ms, before and after tasks compute."""
    words = [place, "-q", bench.script("fairness.hsh"), str(busy)]
    messages, seconds = bench.few(200, 500), bench.few(1, 5)
    with bench.server(words) as server_:
        port = server_.line()
        with bench.probe(port, idle, messages, seconds) as probe:
            probe.line(PATIENCE)
            quiet = delays(probe, seconds)
            server_.tell()
            server_.line()
            begin, used = time.monotonic(), server_.cpu()
            disturbed = delays(probe, seconds)
            if server_.cpu() - used < (time.monotonic() - begin) / 2:
                raise Failure(f"{server_.title()}: its tasks do not compute")
    return quiet, disturbed


def fairness(bench):
    """One busy task beside 1,000 connections that wait, and 1,000 busy tasks at once."""
    rows = []
    for busy, idle in ((1, 1000), (1000, 0)):
        title = f"fairness {busy:,} busy"
        worst = Row(f"{title}: worst", "ms more delay", "less", None, 5)
        median = Row(f"{title}: median", "ms more delay", "less", None, None)

        def measure(who, place, pair=(median, worst), busy=busy, idle=idle):
            def added():
                quiet, disturbed = fairness_delays(bench, place, busy, idle)
                for row, alone in zip(pair, quiet):
                    if who == "handsh":
                        row.add("undisturbed", alone)
                return [max(beside - alone, 0) for alone, beside in zip(quiet, disturbed)]
            return added
        rounds(bench, [median, worst],
               [(who, measure(who, place)) for who, place in bench.ours()])
        rows += [worst, median]
    return rows


def json_port(process, path):
    """The port that a server with --json has printed to the file."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.child.poll() is None:
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n") and (event := json.loads(line))["event"] == "print":
                    return event["text"].strip()
    raise Failure(f"{process.title()}: {process.last_words()}")


def under_json(bench, place, connections, messages):
    """Messages a second with every call written to a file as JSON."""
    words = [place, "--json", bench.script("echo.hsh")]
    with tempfile.NamedTemporaryFile(dir=bench.scratch) as file:
        with bench.server(words, file.fileno()) as server_:
            port = json_port(server_, file.name)
            with bench.load("echo", port, connections, messages, SECONDS) as load:
                load.line(PATIENCE)
                answered, elapsed = play(load, SECONDS)
    return answered / elapsed


def journal(bench):
    """The echo server with the journal's ring kept, and with every event written as JSON."""
    messages = bench.few(20000, 200000)
    rows = [Row("journal ring", "messages a second", "more", "plain", 0.90),
            Row("journal --json", "messages a second", "more", "plain", 0.50)]

    def echo(place, script):
        words = [place, "-q", bench.script(script)]
        return under_load(bench, words, "echo", 50, messages)[0]

    def kept(place):
        return lambda: [echo(place, "ring.hsh"), under_json(bench, place, 50, messages)]
    return rounds(bench, rows, [("plain", lambda: [echo(bench.handsh, "echo.hsh")] * 2)] +
                  [(who, kept(place)) for who, place in bench.ours()])
