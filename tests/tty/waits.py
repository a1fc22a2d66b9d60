#!/usr/bin/python3
# A call that keeps the prompt waiting says what could end it.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   waits.py HANDSH

import re

from screen import Screen
from terminal import Terminal, CONTROL_C, run


def what_could_end_a_wait_is_said():
    pair = ("s = socket tcp; s.bind 127.0.0.1 0; s.listen 0; c = socket tcp; "
            "c.connect (s.getsockname); ")
    for typed, said in (
            ("s = socket tcp; s.bind '' 0; s.listen; s.accept",
             r"accept: waiting on s, 0\.0\.0\.0:(\d+); from another shell: connect 127\.0\.0\.1 \1; "),
            ("s = socket unix; s.bind ''; s.listen; s.accept",
             r"accept: waiting on s, (@\w+); from another shell: socket unix; connect \"\1\"; "),
            ("s = socket udp; s.bind 127.0.0.1 0; s.recv",
             r"recv: waiting on s, 127\.0\.0\.1:(\d+); from another shell: socket udp; "
             r"sendto 127\.0\.0\.1 \1 hello; "),
            (pair + "a = s.accept; c.recv", r"recv: waiting on c; a is its other end: Ctrl-Z, a\.send; "),
            (pair + "a = s.accept; c.sendall (repeat x 20M)",
             r"sendall: waiting on c; a is its other end: Ctrl-Z, a\.recv; "),
            (pair + "a = s.accept; c.tls --insecure",
             r"tls: waiting on c; a is its other end: Ctrl-Z, a\.tls --self-signed; "),
            (pair + "a = s.accept; a.tls --self-signed",
             r"tls: waiting on a; c is its other end: Ctrl-Z, c\.tls; "),
            (pair + "a = s.accept; t = spawn { a.tls --self-signed }; c.tls --insecure; wait $t; c.tls --off",
             r"tls: waiting on c; a is its other end: Ctrl-Z, a\.tls --off; "),
            (pair + "d = socket tcp; d.connect (s.getsockname)",
             r"connect: waiting on d; 127\.0\.0\.1:\d+ has not answered: "),
            ("[a b] = socketpair; a.recv", "recv: waiting on s1; its peer has to send, or close; ")):
        with Terminal(size=(24, 200)) as shell:
            shell.prompt()
            shell.send(typed + "\r")
            shell.wait(said)
            shell.text("Ctrl-C stops it")
            shell.send(CONTROL_C)
            shell.wait("> $")


def where_the_screen_is_narrow_in_clauses():
    with Screen(size=(24, 60)) as shell:
        shell.type("s = socket tcp; s.bind '' 0; s.listen; port = (s.getsockname).port")
        shell.send("\fs.accept\r")
        shell.until("stops it")
        shell.settle()
        port = re.search(r":(\d+);", str(shell))[1]
        assert shell.rows()[1:] == [f"accept: waiting on s, 0.0.0.0:{port};",
                                    f"  from another shell: connect 127.0.0.1 {port};",
                                    "  Ctrl-C stops it"], str(shell)
        shell.interrupt()


run(what_could_end_a_wait_is_said, where_the_screen_is_narrow_in_clauses)
