#!/usr/bin/python3
# Pasted text: it is one piece, run by Enter alone, and nothing waits while it comes.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import signal
import socket

from terminal import Terminal, CONTROL_C, DEADLINE, run

BEGIN, END = "\x1b[200~", "\x1b[201~"
SERVER = "s = socket tcp; s.bind 127.0.0.1 0; s.listen; " \
         "t = spawn { s.serve { while data = recv 100 { send $data } } }"


def lines():
    with Terminal() as shell:
        shell.prompt()
        shell.send(BEGIN + "print one\rprint two\nprint 'thr" + END)
        shell.wait("print 'thr")
        shell.send("ee'\r")
        shell.wait(r"\none\r\ntwo\r\nthree\r\n")
        shell.prompt()


def into_the_midst():
    with Terminal() as shell:
        shell.prompt()
        shell.send("print 'ad'\x1b[D\x1b[D" + BEGIN + "bc" + END + "\r")
        shell.wait(r"\nabcd\r\n")
        shell.prompt()


def in_pieces():
    """While the rest is on its way a server answers, and a notice leaves the line alone."""
    with Terminal() as shell:
        shell.prompt()
        shell.type(SERVER, "s> ")
        port = int(shell.type("print (getsockname).port", "s> ").split()[-1])
        shell.type("u = socket udp; u.bind 127.0.0.1 0", "u> ")
        datagrams = int(shell.type("print (getsockname).port", "u> ").split()[-1])
        shell.type("p = spawn { u.recv; print noticed }", "u> ")
        shell.send("print 'typed " + BEGIN + "and past")
        shell.text("print 'typed ")
        with socket.create_connection(("127.0.0.1", port), DEADLINE) as connection:
            connection.settimeout(DEADLINE)
            connection.sendall(b"hello")
            assert connection.recv(100) == b"hello"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"go", ("127.0.0.1", datagrams))
        shell.wait(r"noticed\r\n")
        shell.text("u> print 'typed ")
        shell.send("ed'" + END + "\r")
        shell.wait(r"\ntyped and pasted\r\n")
        shell.prompt("u> ")


def never_ends():
    """Neither signals nor Ctrl-C wait for the end of what is pasted."""
    with Terminal() as shell:
        shell.prompt()
        shell.send("x" + BEGIN + "half")
        shell.text("x")
        shell.send(CONTROL_C)
        shell.wait(r"\^C\r\n")
        shell.prompt()
        assert shell.type("print after") == "after\n"
        shell.send("x" + BEGIN + "half")
        shell.text("x")
        shell.child.kill(signal.SIGTERM)
        shell.end(143)


def without_marks():
    """Lines that come at once from a terminal that does not mark them: a unit that has ended runs,
    however long it is, though more is being typed after it."""
    with Terminal(TERM="dumb") as shell:
        shell.prompt()
        for count in (1, 1000):
            shell.send("if true {\r" + count * "n = 1\r" + "print ran\r}\rprint 'an")
            shell.wait(r"[\r\n]ran\r\n")
            shell.wait(r"> print 'an$")
            shell.send("other'\r")
            shell.wait(r"\nanother\r\n")
            shell.prompt()


def long():
    with Terminal() as shell:
        shell.prompt()
        shell.child.timeout = 5 * DEADLINE
        shell.send("n = len '" + BEGIN)
        for _ in range(100):
            shell.send(1000 * "x")
        shell.send(END + "'; print \"length $n\"\r")
        shell.wait(r"\nlength 100000\r\n")
        shell.prompt()


run(lines, into_the_midst, in_pieces, never_ends, without_marks, long)
