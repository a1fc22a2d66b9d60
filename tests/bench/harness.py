# Processes under measurement: started on a core of their own, watched through /proc, ended by
# their id. Nothing here knows a workload.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import contextlib
import os
import platform
import re
import resource
import select
import shutil
import statistics
import subprocess
import sys
import time

DEADLINE = 30  # seconds in which a server must have said its port
LATE = (50, 20 * 60)  # seconds after which, in the short and the full form, one round must do


class Failure(Exception):
    """A program did not do what the workload asks of it; the others go on."""


def cores():
    """The core of the measured program, and that of its load."""
    available = sorted(os.sched_getaffinity(0))
    return available[0], available[-1]


def raise_descriptor_limit():
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Process:
    """A pinned child with pipes on standard input and output; ended when the block is left."""

    def __init__(self, words, core, output=subprocess.PIPE):
        self.words = words
        self.child = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.PIPE, bufsize=0,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}))
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(BrokenPipeError):
            self.child.stdin.close()
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()
        if self.child.stdout:
            self.child.stdout.close()
        self.child.stderr.close()

    def line(self, seconds=DEADLINE):
        """The next line of its output."""
        end = time.monotonic() + seconds
        while b"\n" not in self.buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.child.stdout], [], [], left)[0]:
                raise Failure(f"{self.title()}: silent for {seconds} s")
            data = os.read(self.child.stdout.fileno(), 65536)
            if not data:
                raise Failure(f"{self.title()}: {self.last_words()}")
            self.buffer += data
        line, _, self.buffer = self.buffer.partition(b"\n")
        return line.decode()

    def tell(self):
        self.child.stdin.write(b"\n")

    def title(self):
        return " ".join(os.path.basename(word) for word in self.words[:4])

    def last_words(self):
        os.set_blocking(self.child.stderr.fileno(), False)
        text = (self.child.stderr.read() or b"").decode(errors="replace").strip()
        return text.splitlines()[-1][:200] if text else "ended without a word"

    def cpu(self):
        """Seconds of processor time, of all threads."""
        total = 0
        folder = f"/proc/{self.child.pid}/task"
        try:
            for thread in os.listdir(folder):
                with open(f"{folder}/{thread}/schedstat", encoding="ascii") as file:
                    total += int(file.read().split()[0])
        except OSError:
            raise Failure(f"{self.title()}: {self.last_words()}") from None
        return total / 1e9

    def memory(self):
        """Bytes of anonymous memory that no other process shares."""
        with open(f"/proc/{self.child.pid}/smaps_rollup", encoding="ascii") as file:
            return int(re.search(r"^Pss_Anon:\s+(\d+)", file.read(), re.M).group(1)) * 1024


class Bench:
    """What the workloads measure with: the programs, their folder, how much of everything."""

    def __init__(self, options, peers, scratch):
        self.handsh, self.before = options.handsh, options.before
        self.programs, self.short, self.scratch = options.programs, options.short, scratch
        self.folder = os.path.dirname(os.path.abspath(__file__))
        self.rounds = 3 if self.short else 5
        self.core, self.load_core = cores()
        self.wanted = peers
        self.python = os.path.realpath(sys.executable)
        self.missing = set()
        self.begin = time.monotonic()

    def late(self):
        """Has so much time passed that what is left must be measured once only?"""
        return time.monotonic() - self.begin > self.few(*LATE)

    def c(self, name):
        return os.path.join(self.programs, name)

    def script(self, name):
        return os.path.join(self.folder, name)

    def ours(self):
        """(name, program) of handsh, and of the older one that it is compared with."""
        return [("handsh", self.handsh)] + ([("before", self.before)] if self.before else [])

    def called(self, name):
        """(name, program) of those that a name stands for: ours for handsh, or a peer, if it is
        there."""
        if name == "handsh":
            return self.ours()
        place = self.peer(name)
        return [(name, place)] if place else []

    def peer(self, name):
        """Where the program of this name is, or None: not installed, or not wanted."""
        if self.wanted is not None and name not in self.wanted:
            return None
        if name == "python3":
            found = self.python
        elif name == "go":  # its program was built with those in C, if it is installed
            found = shutil.which(self.c("go-peer"))
        else:
            found = shutil.which(name)
        if not found:
            self.missing.add(name)
        return found

    def few(self, short, full):
        return short if self.short else full

    def stopwatch(self, words, runs=1, source="/dev/null"):
        """Median seconds of a whole run of a program, from its start to its end."""
        answer = subprocess.run([self.c("stopwatch"), str(self.core), str(runs), source, *words],
                                capture_output=True, text=True, check=False)
        if answer.returncode:
            lines = answer.stderr.strip().splitlines() or ["failed"]
            raise Failure(lines[-1])
        return statistics.median(int(line.split()[0]) for line in answer.stdout.splitlines()) / 1e9

    def server(self, words, output=subprocess.PIPE):
        return Process(words, self.core, output)

    def load(self, *words):
        return Process([self.c("load"), *map(str, words)], self.load_core)

    def probe(self, *words):
        return Process([self.c("delay"), *map(str, words)], self.load_core)


def rounds(bench, rows, measures, count=None):
    """
    Measures all programs side by side: each once a round, every round begun by another. A measure
    gives a value for each row, or None. Who fails is left out from then on. When the run is late
    already, one round must do.
    """
    order = [(name, measure) for name, measure in measures if measure]
    failed = set()
    for turn in range(count or bench.rounds):
        if turn and bench.late():
            break
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


def first_line(words):
    try:
        answer = subprocess.run(words, capture_output=True, text=True, check=False, timeout=10,
                                stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return "?"
    return ((answer.stdout or answer.stderr).strip().splitlines() or ["?"])[0]


def package_version(package):
    """Of a program that does not say its version, where Debian knows it."""
    if not shutil.which("dpkg-query"):
        return None
    answer = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True,
                            text=True, check=False)
    return answer.stdout.strip() or None


def versions(bench):
    """What each program calls itself."""
    found = {name: first_line([place, "--version"]) for name, place in bench.ours()}
    flags = {"python3": ["--version"], "lua5.4": ["-v"], "node": ["--version"],
             "bash": ["--version"], "jimsh": ["--version"], "go": ["version"],
             "ncat": ["--version"], "gcc": ["--version"]}
    for name, words in flags.items():
        place = bench.python if name == "python3" else shutil.which(name)
        if place:
            found[name] = first_line([place, *words])
    if shutil.which("tclsh"):
        answer = subprocess.run(["tclsh"], input="puts [info patchlevel]", capture_output=True,
                                text=True, check=False)
        found["tclsh"] = answer.stdout.strip()
    for name, package in (("dash", "dash"), ("LuaSocket", "lua-socket"), ("socat", "socat"),
                          ("nc", "netcat-openbsd")):
        version = package_version(package)
        if version:
            found[name] = version
    if shutil.which("ss"):
        found["ss"] = first_line(["ss", "-V"])
    return found


def machine():
    """The machine in one line."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        match = re.search(r"^model name\s*:\s*(.*)$", file.read(), re.M)
    model = match.group(1) if match else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{len(os.sched_getaffinity(0))} cores of {model}, {memory:.0f} GiB, "
            f"Linux {platform.release()}")
