#!/usr/bin/python3
# A character whose bytes come one after the other keeps nobody waiting: others go on meanwhile.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   characters.py HANDSH

import socket

from screen import Screen
from terminal import run

TASK = 't = spawn { g.recv; print "${40 + 2} came" }'


def apart(before, first, rest, shown):
    """Its first bytes are read, a task has its turn, and then the rest comes."""
    with Screen() as shell, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        shell.type("g = socket udp; g.bind 127.0.0.1 0; print (g.getsockname).port")
        sender.connect(("127.0.0.1", int(shell.rows()[-2])))
        shell.type("print 'a€b'")
        shell.type(TASK)
        shell.send(before)
        shell.settle()
        shell.send(first)
        shell.settle()
        sender.send(b"go")
        shell.until("42 came")
        shell.settle()
        shell.send(rest)
        shell.settle()
        assert shell.rows()[-1].endswith(shown), str(shell)


def in_a_search():
    apart("\x12", b"\xe2\x82", b"\xac", "€': print 'a€b'")


def in_the_line():
    apart("x", b"\xe2", b"\x82\xac", "> x€")


def at_the_start_of_what_is_none():
    apart("", b"\xe2\x82", b"abc", "abc")


def dropped_with_the_line():
    with Screen() as shell:
        shell.send(b"x\xe2\x82")
        shell.settle()
        shell.interrupt()
        shell.send("y")
        shell.settle()
        assert shell.rows()[-1] == "> y", str(shell)


run(in_a_search, in_the_line, at_the_start_of_what_is_none, dropped_with_the_line)
