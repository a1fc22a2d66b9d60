#!/usr/bin/python3
# A terminal that takes nothing for a while (Ctrl-S), or whose other end nobody reads: signals are
# heard, tasks go on, and afterwards everything stands there in its order.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import select
import signal
import socket
import tempfile
import time

from terminal import Terminal, CONTROL_C, CONTROL_D, DEADLINE, SLOWNESS, run

CONTROL_S, CONTROL_Q = "\x13", "\x11"
# A task prints more than a terminal holds; when main has told so, nothing is taken any more.
FILL = "spawn { print (repeat x 1000000) }; save $env.TOLD told; "
FLOOD = "n = 0; loop { print \"line $n\"; n = $n + 1 }"
SERVER = "s = socket tcp; s.bind 127.0.0.1 0; s.listen; " \
         "t = spawn { s.serve { while data = recv 100 { send $data } } }"


class Telling:
    """A terminal that can be told of apart from what it shows."""

    def __init__(self, *words, **more):
        self.folder = tempfile.TemporaryDirectory(prefix="handsh-tty-")
        path = os.path.join(self.folder.name, "told")
        os.mkfifo(path)
        os.chmod(path, 0o666)
        os.chmod(self.folder.name, 0o755)
        self.telling = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        self.shell = Terminal(*words, TOLD=path, **more)

    def __enter__(self):
        return self, self.shell.__enter__()

    def __exit__(self, *exception):
        self.shell.__exit__(*exception)
        os.close(self.telling)
        self.folder.cleanup()

    def told(self):
        assert select.select([self.telling], [], [], DEADLINE)[0], "it does not tell"


def port(shell):
    shell.type(SERVER, "s> ")
    return int(shell.type("print (getsockname).port", "s> ").split()[-1])


def echoes(number):
    with socket.create_connection(("127.0.0.1", number), DEADLINE) as connection:
        connection.sendall(b"hello")
        connection.settimeout(DEADLINE)
        assert connection.recv(100) == b"hello"


def lines(text):
    """How many lines of FLOOD stand there, in order; the first may stand after the prompt."""
    found = [int(number) for number in re.findall(r"line (\d+)$", text, re.M)]
    assert found == list(range(len(found))), found[:10]
    return len(found)


def ends_within_a_second(shell, number):
    start = time.monotonic()
    shell.child.kill(number)
    shell.child.wait()
    took = time.monotonic() - start
    assert shell.child.exitstatus == 128 + number, shell.child.exitstatus
    assert took < 1 + 0.5 * SLOWNESS, took


def unread_terminal():
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        with Telling() as (telling, shell):
            shell.prompt()
            server = port(shell)
            shell.send(FILL + FLOOD + "\r")
            telling.told()
            echoes(server)
            ends_within_a_second(shell, number)


def interrupted_flood():
    """Ctrl-C is heard, and the terminal shows all that was printed until then."""
    with Telling() as (telling, shell):
        shell.prompt()
        shell.send(FILL + FLOOD + "\r")
        telling.told()
        shell.child.kill(signal.SIGINT)
        shell.wait(r"EINTR: interrupted\r\n")
        shown = shell.child.before
        assert shown.count("x") >= 1000000, shown.count("x")
        lines(shell.plain(shown))
        shell.prompt()
        assert shell.type("print after") == "after\n"


def stopped_terminal():
    """Ctrl-S at the prompt: a task that prints waits, others go on, and Ctrl-Q shows it all."""
    with Terminal() as shell:
        shell.prompt()
        server = port(shell)
        shell.type("u = socket udp; u.bind 127.0.0.1 0", "u> ")
        datagrams = int(shell.type("print (getsockname).port", "u> ").split()[-1])
        shell.type("p = spawn { u.recv; for n in (range 0 20000) { print \"line $n\" }; "
                   "print all }", "u> ")
        shell.send(CONTROL_S)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"go", ("127.0.0.1", datagrams))
        for _ in range(20):
            echoes(server)
        shell.send("print 'typed'")
        shell.send(CONTROL_Q)
        shell.wait(r"\nall\r\n")
        assert lines(shell.plain(shell.child.before)) == 20000
        shell.send("\r")
        shell.wait(r"\ntyped\r\n")
        shell.prompt("u> ")
        shell.send(CONTROL_D)
        shell.text("once more leaves")
        shell.prompt("u> ")
        shell.send(CONTROL_D)
        shell.end(0)


def stopped_and_interrupted():
    """Ctrl-C starts the terminal again, as it always does, and gives the prompt back."""
    with Terminal() as shell:
        shell.prompt()
        shell.send("u = socket udp; u.bind 127.0.0.1 0; u.recv\r")
        shell.text("Ctrl-C stops it")
        shell.send(CONTROL_S)
        shell.send(CONTROL_C)
        shell.wait("EINTR")
        shell.prompt("u> ")


def terminal_of_another_user():
    """As after su: the terminal cannot be opened by its name, and does not block all the same."""
    if os.getuid() != 0:
        return
    script = (FILL + FLOOD).replace("; ", "\n")
    with Telling(["-q", "-c", script], preexec_fn=lambda: os.setuid(65534)) as (telling, shell):
        telling.told()
        ends_within_a_second(shell, signal.SIGTERM)


run(unread_terminal, interrupted_flood, stopped_terminal, stopped_and_interrupted,
    terminal_of_another_user)
