# The workloads of a relay: bytes in bulk one way and both ways, messages there and back, connections
# that are short. C does each in both ways that there are, and the faster one is what counts.
#
# SPDX-License-Identifier: GPL-3.0-or-later

from harness import Failure, Process, rounds
from report import Row

PATIENCE = 60
MIB = 1024**2
SOCAT = ["-d", "-d", "-b", "262144", "TCP-LISTEN:0,bind=127.0.0.1,fork,backlog=4096,max-children=2000"]


class Relay:
    """One in front of a port: its own port, and the processor time that it has taken."""

    def __init__(self, bench, words, port):
        self.forks = words[0].endswith("socat")
        if self.forks:
            words = ["sh", "-c", 'exec "$@" 2>&1', "sh", *words, *SOCAT, f"TCP:127.0.0.1:{port}"]
        self.server = bench.server(words if self.forks else [*words, port])

    def __enter__(self):
        self.server.__enter__()
        said = self.server.line()
        while self.forks and "listening on" not in said:
            said = self.server.line()
        self.port = said.rsplit(":", 1)[-1]
        self.before = self.server.cpu()
        return self

    def __exit__(self, *exception):
        self.server.__exit__(*exception)

    def cost(self, count):
        """Microseconds of processor time for each; of one that makes processes it is not known."""
        return None if self.forks else (self.server.cpu() - self.before) * 1e6 / count


def behind(bench, *words):
    return Process([bench.c(words[0]), *map(str, words[1:])], bench.load_core)


def bulk_one_way(bench, words):
    """GB a second from a client to a server that takes all; and its cost a megabyte."""
    size = bench.few(512, 4096) * MIB
    with behind(bench, "bulk", "discard") as sink, Relay(bench, words, sink.line()) as relay_, \
            behind(bench, "bulk", "send", relay_.port, size) as sender:
        elapsed = float(sender.line(PATIENCE).split()[1])
        if (total := sink.line()) != str(size):
            raise Failure(f"passed on {total} of {size} bytes")
        return [size / elapsed / 1e9, relay_.cost(size / 1e6)]


def bulk_both_ways(bench, words):
    """The same to a server that gives all back: of each direction."""
    size = bench.few(256, 2048) * MIB
    with behind(bench, "bulk", "echo") as echo, Relay(bench, words, echo.line()) as relay_, \
            behind(bench, "bulk", "exchange", relay_.port, size) as client:
        total, elapsed = client.line(PATIENCE).split()
        if int(total) != size:
            raise Failure(f"gave {total} of {size} bytes back")
        return [size / float(elapsed) / 1e9, relay_.cost(2 * size / 1e6)]


def messages(count):
    def measure(bench, words):
        """Messages of 64 bytes a second, there and back; and the cost of one."""
        with behind(bench, "server", "echo") as echo, Relay(bench, words, echo.line()) as relay_, \
                bench.load("echo", relay_.port, count, bench.few(20000, 200000), bench.few(2, 10)) as load:
            load.line(PATIENCE)
            relay_.before = relay_.server.cpu()
            load.tell()
            answered, elapsed = load.line(PATIENCE).split()
            return [int(answered) / float(elapsed), relay_.cost(int(answered))]
    return measure


def visits(bench, words):
    """Visits a second to a server that says thank you; and the cost of one."""
    count = bench.few(2000, 10000)
    with behind(bench, "server", "thanks") as server, Relay(bench, words, server.line()) as relay_, \
            bench.load("thanks", relay_.port, count) as load:
        return [count / float(load.line(PATIENCE).split()[1]), relay_.cost(count)]


def faster(rate, cost):
    """Of C's two ways the one that is faster over all rounds is the reference."""
    ways = [way for way in ("splice", "loop") if way in rate.values]
    for row, choose in ((rate, max), (cost, min)):
        if ways:
            row.reference = choose(ways, key=row.median)


def measured(bench, name, unit, each, measure, target, socat=1.5):
    rate = Row(name, unit, "more", "splice", target)
    cost = Row(f"{name}: CPU", f"µs {each}", "less", "splice", 1 / target, "cost")
    programs = [(way, [bench.c("relay"), way]) for way in ("splice", "loop")]
    programs += [(who, [place, "-q", bench.script("relay-serve.hsh")]) for who, place in bench.ours()]
    if place := socat and bench.peer("socat"):
        programs.append(("socat", [place]))
    rounds(bench, [rate, cost],
           [(who, lambda words=words: measure(bench, words)) for who, words in programs])
    faster(rate, cost)
    beside = Row(f"{name}, socat", unit, "more", "socat", socat)
    beside.values = rate.values
    return [rate, cost] + ([beside] if "socat" in rate.values else [])


def relay(bench):
    return measured(bench, "relay bulk", "GB a second", "a MB", bulk_one_way, 1.0) + \
        measured(bench, "relay both ways", "GB a second", "a MB", bulk_both_ways, 1.0) + \
        measured(bench, "relay ping-pong 1", "messages a second", "a message", messages(1), 1.0, None) + \
        measured(bench, "relay ping-pong 50", "messages a second", "a message", messages(50), 1.0) + \
        measured(bench, "relay connections", "connections a second", "a connection", visits, 0.9, None)
