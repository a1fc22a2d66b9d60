#!/usr/bin/python3
# Nobody reads what handsh writes: the rest goes on, signals are heard, and a reader who comes at
# last finds every byte that was printed, in order.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import errno
import fcntl
import os
import re
import select
import signal
import socket
import struct
import subprocess
import tempfile
import time
import tty

import peer
from peer import check, same

# A task prints more than any channel holds; when main has told so, nothing is taken any more.
SIZE = 1000000
TELL = "save $env.TOLD \"told\\n\"\n"
FILL = f"spawn {{ print (repeat x {SIZE}) }}\n" + TELL
DOTS = "dots = repeat . 100\n"
FLOOD = "n = 0\nloop { print \"line ${n} ${dots}\"; n = $n + 1 }\n"
SERVER = ("s = socket tcp; s.bind 127.0.0.1 0; s.listen 100\n"
          "save $env.TOLD \"port ${(s.getsockname).port}\\n\"\n"
          "spawn { s.serve { while data = recv 1024 { send $data } } }\n")
FOR_EVER = "sleep 60m\n"


def printing(count):
    return f"for n in (range 0 {count}) {{ print \"line ${{n}} ${{dots}}\" }}\n"


def pair():
    reader, writer = socket.socketpair()
    return reader.detach(), writer.detach()


def terminal():
    reader, writer = os.openpty()
    tty.setraw(writer)
    return reader, writer


class Unread:
    """handsh with pipes, or other channels, that nobody reads before read is called."""

    def __init__(self, script, words=("-q",), channel=os.pipe, how="-c", same_file=False, **more):
        self.folder = tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp")
        told = os.path.join(self.folder.name, "told")
        os.mkfifo(told)
        self.telling = os.open(told, os.O_RDWR | os.O_NONBLOCK)
        self.told_so_far, self.signaled = b"", None
        self.out, out = channel()
        self.err, err = (self.out, os.dup(out)) if same_file else channel()
        for reader in {self.out, self.err}:
            os.set_blocking(reader, False)
        arguments = [*words, "-c", script] if how == "-c" else list(words)
        self.handsh = peer.Handsh(*arguments, stdout=out, stderr=err,
                                  env=peer.environment(TOLD=told), **more)
        os.close(out)
        os.close(err)
        if how == "stdin":
            self.handsh.type(script)

    def __enter__(self):
        self.handsh.__enter__()
        return self

    def __exit__(self, *exception):
        try:
            self.handsh.__exit__(*exception)
        finally:
            for descriptor in {self.out, self.err, self.telling}:
                os.close(descriptor)
            self.folder.cleanup()

    def told(self, pattern=b"told\n"):
        """What the script has told by its own way, the first line of that kind."""
        end = time.monotonic() + peer.DEADLINE
        while not (match := re.search(pattern, self.told_so_far)):
            left = end - time.monotonic()
            check(left > 0 and select.select([self.telling], [], [], left)[0],
                  "it does not tell", pattern, self.told_so_far)
            self.told_so_far += os.read(self.telling, 4096)
        return match

    def connect(self):
        return socket.create_connection(("127.0.0.1", int(self.told(rb"port (\d+)\n")[1])))

    def read(self, *readers):
        """All that comes until the end of each."""
        data = {reader: b"" for reader in readers}
        open_ones, end = set(readers), time.monotonic() + peer.DEADLINE
        while open_ones:
            ready = select.select(list(open_ones), [], [], max(end - time.monotonic(), 0))[0]
            check(ready, "no end came", {reader: len(found) for reader, found in data.items()})
            for reader in ready:
                try:
                    piece = os.read(reader, 1 << 16)
                except OSError as error:  # of a terminal without a program
                    same(error.errno, errno.EIO)
                    piece = b""
                data[reader] += piece
                if not piece:
                    open_ones.discard(reader)
        return [data[reader] for reader in readers]

    def signal(self, number):
        self.signaled = time.monotonic()
        os.kill(self.handsh.pid, number)

    def has_ended(self, status):
        """Within a second of the signal, and what the machine needs on top."""
        same(self.handsh.process.wait(peer.DEADLINE), status, "status")
        took = time.monotonic() - self.signaled
        check(took < 1 + 0.5 * peer.SLOWNESS, "seconds to the end", took)


def echoes(shell):
    with shell.connect() as connection:
        connection.sendall(b"hello")
        same(peer.receive_exactly(connection, 5), b"hello")


def in_order(data):
    """How many whole lines there are, with the numbers from 0 on; the last may be cut."""
    numbers = [int(number) for number in re.findall(rb"^line (\d+) \.{100}$", data, re.M)]
    check(numbers == list(range(len(numbers))), "lines are missing", len(numbers), numbers[-1:])
    return len(numbers)


def lost(data):
    """How many bytes handsh says it has lost; 0: it says nothing."""
    found = re.findall(rb"^handsh: (\d+) bytes of output were not taken$", data, re.M)
    return int(found[0]) if found else 0


def test_others_go_on():
    """A server answers while another task floods a pipe, a socket or a terminal."""
    for channel in (os.pipe, pair, terminal):
        with Unread(DOTS + SERVER + FILL + FLOOD, channel=channel) as shell:
            shell.told()
            for _ in range(20):
                echoes(shell)


def test_nothing_is_lost():
    for same_file in (False, True):
        for how in ("-c", "stdin"):
            with Unread(DOTS + FILL + printing(30000), how=how, same_file=same_file) as shell:
                shell.told()
                if how == "stdin":
                    shell.handsh.close_input()
                data, = shell.read(shell.out)
                same(data[:SIZE + 1], SIZE * b"x" + b"\n", "what came first")
                same(in_order(data), 30000, "lines")
                same(shell.handsh.process.wait(peer.DEADLINE), 0)


def test_little_waits():
    """The task that prints waits, so that there is no more in line than of two of its turns."""
    script = DOTS + SERVER + FILL + "spawn { n = 0; loop { print \"line ${n} ${dots}\"; " \
        "n = $n + 1 } }\n" + FOR_EVER
    with Unread(script) as shell:
        shell.told()
        for _ in range(20):
            echoes(shell)
        shell.signal(signal.SIGTERM)
        shell.has_ended(143)
        out, err = shell.read(shell.out, shell.err)
        check(SIZE < len(out) + lost(err) < SIZE + 1000, "bytes", len(out), lost(err))


def test_signals():
    """Whatever is blocked; what was not taken is counted where that can be written."""
    script = DOTS + FILL + FLOOD
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        with Unread(script) as one, Unread(script, how="stdin") as two, \
                Unread(script, channel=terminal) as three, Unread(script, same_file=True) as four:
            for shell in (one, two, three, four):
                shell.told()
                shell.signal(number)
            for shell in (one, two, three, four):
                shell.has_ended(128 + number)
            for shell in (one, two):
                check(lost(shell.read(shell.err)[0]) > 0, "nothing was counted")
            check(four.read(four.out)[0].startswith(b"xx"), "nothing came")


def test_signals_while_it_ends():
    """The script is over, and waits for its reader alone."""
    with Unread(FILL) as shell:
        shell.told()
        shell.signal(signal.SIGTERM)
        shell.has_ended(143)
    with Unread(FILL) as shell:
        shell.told()
        shell.signal(signal.SIGTERM)
        data, = shell.read(shell.out)  # within the second
        same(len(data), SIZE + 1, "bytes")
        shell.has_ended(143)


def test_signal_without_a_look():
    """It came before a script that never waits, and that is over at once."""
    def signal_waits():
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        os.kill(os.getpid(), signal.SIGTERM)
    with peer.Handsh("-q", "-c", "print a", preexec_fn=signal_waits) as handsh:
        same(handsh.process.wait(peer.DEADLINE), 143, "status")


def test_pipes_of_another_user():
    """What cannot be opened again is asked each time whether it has room."""
    if os.getuid() != 0:
        raise peer.Skip("only the superuser can be somebody else")
    quiet = DOTS + f"spawn {{ print (repeat x {SIZE}) }}\n"
    with Unread(quiet + printing(20000), user="nobody") as shell:
        same(in_order(shell.read(shell.out)[0]), 20000, "lines")
        same(shell.handsh.process.wait(peer.DEADLINE), 0)
    with Unread(quiet + "print -n (fail told)\n" + FLOOD, words=("-q", "-k"), how="stdin",
                user="nobody") as shell:
        select.select([shell.err], [], [], peer.DEADLINE)
        shell.signal(signal.SIGTERM)
        shell.has_ended(143)


def reset(shell):
    """A connection that ends its task with ECONNRESET."""
    connection = shell.connect()
    connection.sendall(b"x")
    peer.receive_exactly(connection, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def test_clients_do_not_stop_a_server():
    """300 that are reset fill no standard error that nobody reads."""
    with Unread(SERVER + FOR_EVER) as shell:
        for _ in range(300):
            reset(shell)
        echoes(shell)
        os.kill(shell.handsh.pid, signal.SIGTERM)
        err, = shell.read(shell.err)
        shown = len(re.findall(rb"recv: ECONNRESET: Connection reset by peer", err))
        counted = sum(int(n) for n in
                      re.findall(rb"^recv: ECONNRESET: (\d+) more within a second$", err, re.M))
        same(shown + counted, 300, "errors shown and counted")
        check(shown < 100, "errors shown", shown)


def small_pipe():
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    return reader, writer


def read_until(shell, pattern):
    """Of both streams, to the pattern on one of them."""
    data, end = {shell.out: b"", shell.err: b""}, time.monotonic() + peer.DEADLINE
    while not any(re.search(pattern, text, re.M) for text in data.values()):
        ready = select.select(list(data), [], [], max(end - time.monotonic(), 0))[0]
        check(ready, "it does not say", pattern, data)
        for reader in ready:
            data[reader] += os.read(reader, 1 << 16)
    return data


def test_lines_of_serve_without_room():
    """Its accepts are told on a standard output that nobody reads: it answers all the same."""
    lines = 2000
    serving = SERVER.replace("spawn { s.serve { while data = recv 1024 { send $data } } }",
                             "s.serve { while data = recv 1024 { send $data } }")
    with Unread(serving, words=(), channel=small_pipe) as shell:
        for _ in range(lines):
            echoes(shell)
        data = read_until(shell, rb"^\d+ more accepts had no room$")
        left_out = int(re.search(rb"^(\d+) more accepts", data[shell.err], re.M)[1])
        echoes(shell)
        out = data[shell.out] + read_until(shell, rb"^c2001  accept\(\d+\) = ")[shell.out]
        same(len(re.findall(rb"accept\(\d+\) = ", out)) + left_out, lines + 1, "told and counted")


FAILING = ("c = 0\nfor n in (range 0 3000) { spawn { global c; c = $c + 1; "
           "fail \"error ${n}\" } }\nexpect within 60s $c == 3000\n")


def test_reports_without_room():
    """Of tasks that are no connections each error differs: they are counted when none fits."""
    with Unread(SERVER + FAILING + TELL + FOR_EVER) as shell:
        shell.told()
        echoes(shell)
        os.kill(shell.handsh.pid, signal.SIGTERM)
        err, = shell.read(shell.err)
        shown = len(re.findall(rb"fail: error \d+\n", err))
        left_out = re.findall(rb"^(\d+) more errors and notices had no room$", err, re.M)
        same(shown + sum(map(int, left_out)), 3000, "errors shown and counted")
        check(left_out, "all had room", shown)


def test_standard_error_alone():
    """Who reads only the results gets them, however full standard error is."""
    script = DOTS + FAILING + "print -n (try { fail caught } catch e { '' })\n" + printing(5000)
    with Unread(script + TELL + FOR_EVER) as shell:
        data, end = b"", time.monotonic() + peer.DEADLINE
        while in_order(data) < 5000:
            check(select.select([shell.out], [], [], max(end - time.monotonic(), 0))[0], "lines",
                  in_order(data))
            data += os.read(shell.out, 1 << 16)
        shell.told()
        shell.signal(signal.SIGTERM)
        shell.has_ended(143)


def test_errors_of_main_wait():
    """With -k each is shown, in its order."""
    script = FILL + "".join(f"fail 'error {n}'\n" for n in range(2000))
    with Unread(script, words=("-q", "-k"), how="stdin", same_file=True) as shell:
        shell.handsh.close_input()
        shell.told()
        data, = shell.read(shell.err)
        numbers = [int(n) for n in re.findall(rb"fail: error (\d+)\n", data)]
        check(numbers == list(range(2000)), "errors shown", len(numbers), numbers[:10])
        same(shell.handsh.process.wait(peer.DEADLINE), 1)


def test_deadlines_pass():
    """A timeout ends a block whose task waits for room."""
    script = (DOTS + FILL + "try { timeout 200ms { loop { print $dots } } } catch e { "
              "save $env.TOLD \"${e.name}\\n\" }\n" + FOR_EVER)
    with Unread(script) as shell:
        shell.told(b"ETIMEDOUT\n")
        shell.signal(signal.SIGINT)
        shell.has_ended(130)


def test_json():
    """There main shows something too: that each of its statements has ended."""
    with Unread(TELL + printing(5000).replace(" ${dots}", ""), words=("--json",)) as shell:
        shell.told()
        data, = shell.read(shell.out)
        numbers = [int(n) for n in re.findall(rb'"line (\d+)', data)]
        check(numbers == list(range(5000)), "objects", len(numbers))
        same(shell.handsh.process.wait(peer.DEADLINE), 0)


def test_flags_stay():
    """O_NONBLOCK would reach whoever shares the descriptor."""
    reader, writer = os.pipe()
    try:
        subprocess.run([peer.HANDSH, "-q", "-c", "print hello"], stdout=writer, check=True,
                       env=peer.environment(), stdin=subprocess.DEVNULL)
        same(os.read(reader, 100), b"hello\n")
        same(fcntl.fcntl(writer, fcntl.F_GETFL) & os.O_NONBLOCK, 0, "O_NONBLOCK")
    finally:
        os.close(reader)
        os.close(writer)


peer.main(globals())
