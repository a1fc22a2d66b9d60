#!/usr/bin/python3
# How quickly the prompt answers: what a key takes until it is drawn, a large paste, and the start.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   prompt.py HANDSH [OTHER]
#
# With OTHER, another handsh, its start is measured beside. Fails where a key takes more than 2 ms at
# the 99th percentile with 10,000 sockets and 10,000 lines of history, a paste of one line of 400,000
# characters 2 s, or a start 1.3 times that of the other.

import os
import pty
import resource
import select
import statistics
import sys
import tempfile
import termios
import time

SOCKETS, LINES, PASTED = 10_000, 10_000, 400_000
LINE = "if $x { print \"${len $x}\" 'text' (sockets)[0].local } # and so on"


class Shell:
    """A handsh on a terminal, with as little in between as can be."""

    def __init__(self, program, home):
        self.pid, self.terminal = pty.fork()
        if not self.pid:
            os.execve(program, [program], {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": home,
                                           "INPUTRC": "/dev/null"})
        termios.tcsetwinsize(self.terminal, (24, 80))
        self.until(b"> ")

    def read(self, wait):
        ready = select.select([self.terminal], [], [], wait)[0]
        return os.read(self.terminal, 1 << 16) if ready else b""

    def until(self, *texts, wait=60):
        """Reads until the texts have come, one after the other."""
        seen = b""
        for text in texts:
            while text not in seen:
                data = self.read(wait)
                if not data:
                    sys.exit(f"waited for {text}, last seen: {seen[-300:]}")
                seen = seen[-1000:] + data
            seen = seen.partition(text)[2]

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def computed(shell):
    """Milliseconds that it had a processor: proc(5)."""
    with open(f"/proc/{shell.pid}/schedstat", encoding="ascii") as file:
        return int(file.read().split()[0]) / 1e6


def keys(shell):
    """Of each key of some lines the milliseconds until what it draws has come, and those computed:
    their percentiles."""
    taken, had = [], []
    for _ in range(10):
        for key in LINE + len(LINE) * "\x7f":
            before = computed(shell)
            start = time.perf_counter()
            os.write(shell.terminal, key.encode())
            shell.read(10)
            taken.append(1000 * (time.perf_counter() - start))
            while shell.read(0.005):
                pass
            had.append(computed(shell) - before)
    return statistics.quantiles(taken, n=100), statistics.quantiles(had, n=100)


def paste(shell):
    start = time.perf_counter()
    text = memoryview(b"\x1b[200~" + PASTED * b"x" + b"\x1b[201~")
    while text:
        ready = select.select([shell.terminal], [shell.terminal], [])
        if ready[0]:
            os.read(shell.terminal, 1 << 16)
        if ready[1]:
            text = text[os.write(shell.terminal, text[:4096]):]
    shell.until(b"xx")
    return time.perf_counter() - start


def start_time(program, home):
    """Milliseconds to the prompt: the least of many."""
    least = 1e9
    for _ in range(40):
        start = time.perf_counter()
        shell = Shell(program, home)
        least = min(least, 1000 * (time.perf_counter() - start))
        shell.close()
    return least


def main():
    program, other = os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None
    limit = min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], SOCKETS + 100)
    failed = []
    with tempfile.TemporaryDirectory() as home:
        started = start_time(program, home)
        print(f"start to the prompt: {started:.1f} ms")
        if other:
            before = start_time(os.path.abspath(other), home)
            print(f"of the other: {before:.1f} ms, {started / before:.2f} times")
            failed += ["start"] if started > 1.3 * before else []
        os.makedirs(home + "/.local/state/handsh", mode=0o700, exist_ok=True)
        with open(home + "/.local/state/handsh/history", "w", encoding="utf-8",
                  opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.writelines(f"#{number}\nconnect 127.0.0.1 {number}\n" for number in range(LINES))
        shell = Shell(program, home)
        os.write(shell.terminal, f"x = 5; for i in (range 0 {limit - 100}) {{ socket udp }}; print 'ma'de\r".encode())
        shell.until(b"\nmade", b"> ")
        drawn, had = keys(shell)
        print(f"a key with {limit - 100} sockets and {LINES} lines of history: median {drawn[49]:.2f} ms, "
              f"99th percentile {drawn[98]:.2f} ms; computed: {had[49]:.2f} ms, {had[98]:.2f} ms")
        failed += ["keys"] if drawn[98] > 2 else []
        pasted = paste(shell)
        print(f"a paste of {PASTED} characters: {pasted:.2f} s")
        failed += ["paste"] if pasted > 2 else []
        shell.close()
    sys.exit(f"too slow: {', '.join(failed)}" if failed else 0)


main()
