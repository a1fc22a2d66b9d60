# The workloads; those of servers under load are in servers.py. Each makes rows, and measures every
# program once a round, in turns.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import filecmp
import os
import re
import socket
import subprocess
import tempfile
import time

import ciphered
import digests
import framing
import programs
import relaying
import servers
import values
import wiring
from harness import Failure, rounds
from report import Row

MIB = 1024**2
GIB = 1024**3


def once(words, bench, runs=1, source="/dev/null", scale=1.0):
    """A measure: the time of a whole run."""
    return lambda: [bench.stopwatch(words, runs, source) * scale]


def start(bench):
    runs = bench.few(50, 200)
    row = Row("start", "ms a process", "less", "C", 1.5, "cost")
    measures = [("C", once([bench.c("nothing")], bench, runs, scale=1e3))]
    for name, words in programs.START.items():
        for who, place in bench.called(name):
            least = runs if name in ("handsh", "lua5.4", "dash", "bash") else bench.few(5, 20)
            measures.append((who, once([place, *words], bench, least, scale=1e3)))
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
        measures = [(who, dispatch_measure(bench, place, name, form))
                    for name in programs.DISPATCH for who, place in bench.called(name)]
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
    measures = [(who, lines_measure(bench, place, name))
                for name in programs.LINES for who, place in bench.called(name)]
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

    def measure(place):
        return lambda: [bench.stopwatch([place, "-n", path]) for path in paths]
    return rounds(bench, [row_large, row_small],
                  [(who, measure(place)) for who, place in bench.ours()])


def in_one_process(bench, name, count, unit):
    """cycles, pingpong: all do the same calls in one process."""
    row = Row(name, unit, "less", "C", 0.88)
    commands = [("C", [bench.c(name)])]
    commands += [(who, [place, "-q", bench.script(f"{name}.hsh")]) for who, place in bench.ours()]
    for peer, words in (("python3", [bench.script(f"peers/{name}.py")]),
                        ("lua5.4", [bench.script(f"peers/{name}.lua")]), ("go", [name])):
        if place := bench.peer(peer):
            commands.append((peer, [place, *words]))
    return rounds(bench, [row], [(who, once([*words, str(count)], bench, scale=1e6 / count))
                                 for who, words in commands])


def cycles(bench):
    return in_one_process(bench, "cycles", bench.few(4000, 20000), "µs a cycle")


def pingpong(bench):
    return in_one_process(bench, "pingpong", bench.few(20000, 200000), "µs a round trip")


def waits(bench):
    """The same between two tasks: alone, and beside 1,000 tasks that wait for a variable."""
    row = Row("waits 1,000", "µs a round trip", "less", "alone", 1.5, "cost")
    trips = bench.few(20000, 200000)

    def measure(place, count):
        words = [place, "-q", bench.script("waits.hsh")]
        return lambda: [(bench.stopwatch([*words, str(trips), str(count)]) -
                         bench.stopwatch([*words, "0", str(count)])) * 1e6 / trips]
    measures = [("alone", measure(bench.handsh, 0))]
    measures += [(who, measure(place, 1000)) for who, place in bench.ours()]
    return rounds(bench, [row], measures)


def bulk_send(bench, port, size):
    with bench.server([bench.c("bulk"), "send", port, str(size)]) as sender:
        os.sched_setaffinity(sender.child.pid, {bench.load_core})
        _, elapsed = sender.line(120).split()
    return size / float(elapsed) / 1e9


def tool_receive(bench, words, size, target=os.devnull):
    """What nc and its like take in; they tell their port among other things that they say."""
    words = [str(free_port()) if word == "PORT" else word for word in words]
    with bench.server(["sh", "-c", 'exec "$@" 2>&1 >"$0"', target, *words]) as server:
        while not (match := re.search(r"istening on .*?(\d+)$", server.line())):
            continue
        return bulk_send(bench, match.group(1), size)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def tool_measure(bench, name, words, size):
    """Before it is timed a tool must have written what it received to a file."""
    checked = []

    def measure():
        if not checked:
            path = os.path.join(bench.scratch, f"received-{name}")
            tool_receive(bench, words, MIB, path)
            if (total := os.path.getsize(path)) != MIB:
                raise Failure(f"wrote {total} of {MIB} bytes")
            checked.append(name)
        return [tool_receive(bench, words, size)]
    return measure


def bulk_receive(bench):
    """What recv takes in; the receiver says how much that was."""
    size = bench.few(GIB // 2, 4 * GIB)
    row = Row("bulk recv", "GB a second", "more", "C", 0.95)
    receivers = [("C", [bench.c("bulk"), "receive"])]
    receivers += [(who, [place, "-q", bench.script("receive.hsh")]) for who, place in bench.ours()]
    if bench.peer("python3"):
        receivers.append(("python3", [bench.python, bench.script("peers/receive.py")]))

    def measure(words):
        def receive():
            with bench.server(words) as server:
                speed = bulk_send(bench, server.line(), size)
                if (total := server.line()) != str(size):
                    raise Failure(f"received {total} of {size} bytes")
            return [speed]
        return receive
    measures = [(name, measure(words)) for name, words in receivers]
    for name, words in programs.RECEIVERS.items():
        if place := bench.peer(name):
            measures.append((name, tool_measure(bench, name, [place, *words], size // 4)))
    return rounds(bench, [row], measures)


def socat_relay(bench, socat, port, size):
    return tool_receive(bench, [socat, *programs.RECEIVERS["socat"][:-1], f"TCP:127.0.0.1:{port}"],
                        size)


def relay_measure(bench, words, size):
    """What is passed on between two other processes: GB a second."""
    def relay():
        with bench.server([bench.c("bulk"), "discard"]) as sink:
            os.sched_setaffinity(sink.child.pid, {bench.load_core})
            if len(words) == 1:
                speed = socat_relay(bench, words[0], sink.line(), size)
            else:
                with bench.server(words + [sink.line()]) as server:
                    speed = bulk_send(bench, server.line(), size)
                if (total := sink.line()) != str(size):
                    raise Failure(f"passed on {total} of {size} bytes")
        return [speed]
    return relay


def inside_measure(bench, words, size):
    """The same where one process has all ends."""
    def relay():
        with bench.server(words + [str(size)]) as process:
            total, nanoseconds = map(int, process.line(120).split())
        if total != size:
            raise Failure(f"passed on {total} of {size} bytes")
        return [total / nanoseconds]
    return relay


def bulk_copy(bench):
    """What copy passes on, from one connection to another."""
    size = bench.few(GIB // 2, 4 * GIB)
    row = Row("bulk copy", "GB a second", "more", "C", 0.95)
    relays = [("C", [bench.c("bulk"), "relay"]), ("C, 256k", [bench.c("bulk"), "pass"])]
    relays += [(who, [place, "-q", bench.script("relay.hsh")]) for who, place in bench.ours()]
    if bench.peer("python3"):
        relays.append(("python3", [bench.python, bench.script("peers/relay.py")]))
    if socat := bench.peer("socat"):
        relays.append(("socat", [socat]))
    return rounds(bench, [row],
                  [(name, relay_measure(bench, words, size)) for name, words in relays])


def copy_beside_loop(bench, name):
    """copy, and a loop of recv and sendall: between other processes, and where one has all ends."""
    size = bench.few(GIB // 4, GIB // 2)
    between = Row(f"{name}, loop", "GB a second", "more", "loop", 0.97)
    inside = Row(f"{name} inside, loop", "GB a second", "more", "loop", 0.97)
    loop = ("loop", bench.handsh, "loop", "relay-loop.hsh")
    programs_of_round = [loop] + [(who, place, "copy", "relay.hsh") for who, place in bench.ours()]
    count = bench.few(None, 9)
    return rounds(bench, [between],
                  [(who, relay_measure(bench, [place, "-q", bench.script(script)], size))
                   for who, place, _, script in programs_of_round], count) + \
        rounds(bench, [inside],
               [(who, inside_measure(bench, [place, "-q", bench.script("relay-inside.hsh"), how],
                                     size))
                for who, place, how, _ in programs_of_round], count)


def copying(bench):
    """With the machine's own congestion control; bulk has the same with one that does not pace."""
    return copy_beside_loop(bench, "copy")


def bulk(bench):
    return bulk_receive(bench) + bulk_copy(bench) + copy_beside_loop(bench, "bulk copy")


def through_measure(bench, words, source):
    """Seconds until what a file holds has gone to a socket and come back into another file."""
    target = os.path.join(bench.scratch, "through-back")

    def measure():
        with bench.server([bench.c("bulk"), "echo"]) as echo:
            os.sched_setaffinity(echo.child.pid, {bench.load_core})
            command = [*words, echo.line()]
            with open(source, "rb") as given, open(target, "wb") as taken:
                begin = time.perf_counter()
                done = subprocess.run(command, stdin=given, stdout=taken, stderr=subprocess.PIPE,
                                      check=False, preexec_fn=lambda: os.sched_setaffinity(
                                          0, {bench.core}))
                elapsed = time.perf_counter() - begin
        if done.returncode:
            raise Failure(done.stderr.decode().strip()[:200])
        if not filecmp.cmp(source, target, shallow=False):
            raise Failure("what came back is not what was sent")
        return [elapsed]
    return measure


def through(bench):
    row = Row("through 100 MB", "s", "less", "nc", 1.3, "cost")
    source = os.path.join(bench.scratch, "through")
    with open(source, "wb") as file:
        for _ in range(100):
            file.write(os.urandom(1000000))
    measures = [(who, through_measure(bench, [place, "-q", bench.script("through.hsh")], source))
                for who, place in bench.ours()]
    if nc := bench.peer("nc"):
        measures.append(("nc", through_measure(bench, [nc, "-N", "127.0.0.1"], source)))
    return rounds(bench, [row], measures)


def table_times(bench, place, connections):
    """(handsh, ss): seconds until the table of the same connections is written to a file."""
    with tempfile.NamedTemporaryFile(dir=bench.scratch) as file:
        words = [place, bench.script("table.hsh"), str(connections // 2)]
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

    def measure(who, place):
        def times():
            own, kernel = table_times(bench, place, 10000)
            if who == "handsh":
                row.add("ss", kernel * 1e3)
            return [own * 1e3]
        return times
    return rounds(bench, [row], [(who, measure(who, place)) for who, place in bench.ours()])


WORKLOADS = {"start": start, "dispatch": dispatch, "lines": lines, "compile": compiling,
             "values": values.values,
             "cycles": cycles, "pingpong": pingpong, "waits": waits, "server": servers.server,
             "growth": servers.growth, "thanks": servers.thanks, "accept": servers.accept,
             "bulk": bulk, "copy": copying, "relay": relaying.relay, "through": through,
             "digests": digests.digests, "table": table, "journal": servers.journal,
             "fairness": servers.fairness, "lab": wiring.lab, "framing": framing.framing, "resp": framing.resp, "tls": ciphered.tls}
