#!/usr/bin/python3
# A lesson at a prompt: what it says comes to stand above what is typed, as wide as the screen; its names
# and answers are completed; Ctrl-C and Ctrl-D find it where they would find anything else.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   lessons.py HANDSH

import os
import socket
import time

from screen import Screen
from terminal import CONTROL_D, DEADLINE, run

LESSON = r"""
lesson 'A visitor'
step 'Listen somewhere, and accept.' { filter s in (sockets) { $s.state == 'LISTEN' } }
step 'Wait for a visitor, and go on typing.' { filter c in (calls) { $c.call == 'accept' } }
question 'Who was it, and is this a text that is longer than a narrow screen is wide?' 'a client' 'a server' --answer 1
step 'Wait until the visitor has gone.' { filter s in (sockets) { $s.state == 'CLOSE_WAIT' } }
"""


def wait_for(shell, condition):
    """Waits until it is true of the screen's rows."""
    deadline = time.monotonic() + DEADLINE
    while not condition(shell.rows()):
        shell.take(deadline)


def begin(**more):
    shell = Screen(**more)
    path = os.path.join(shell.home, "visitor.hsh")
    with open(path, "w", encoding="utf-8") as file:
        file.write(LESSON)
    shell.type(f"lesson {path}")
    shell.type("l = socket tcp; l.bind 127.0.0.1 0; l.listen; print (l.getsockname).port")
    return shell


def stays_above_what_is_typed():
    with begin(size=(40, 60)) as shell:
        port = int(next(row for row in shell.rows() if row.isdigit()))
        shell.type("l.accept &")
        shell.send("send 'half a li")
        shell.settle()
        with socket.create_connection(("127.0.0.1", port)):
            wait_for(shell, lambda rows: "      answer takes one of the numbers." in rows)
            rows = shell.rows()
            assert rows[-1].endswith("> send 'half a li"), str(shell)
            assert "2/4   done" in rows and max(map(len, rows)) <= 60, str(shell)
            shell.send("ne'\x15answer 1\r")  # Ctrl-U takes the line away
            wait_for(shell, lambda rows: "3/4   right: a client" in rows)
            shell.send("print typ")
            shell.settle()
        # Nothing in the shell tells that the peer has gone: the lesson looks by itself.
        wait_for(shell, lambda rows: "4/4   done" in rows)
        wait_for(shell, lambda rows: rows[-1].endswith("> print typ"))
        shell.type("ed")
        assert "typed" in shell.rows(), str(shell)
        shell.send(CONTROL_D)
        shell.end()


def completes_names_and_answers():
    with begin() as shell:
        shell.send("lesson th\t")
        shell.settle()
        assert shell.rows()[-1].endswith("> lesson thank-you"), str(shell)
        shell.send("\x15lesson --mis\t\r")
        shell.settle()
        assert "      Still missing: no accept yet" in shell.rows(), str(shell)
        shell.type("lesson --skip")
        shell.send("answer \t\t")
        shell.settle()
        assert any("a client" in row for row in shell.rows()[-3:]), str(shell)
        shell.send("\x15")
        shell.send(CONTROL_D)
        shell.end()


def is_left_by_an_interrupt():
    """Ctrl-C ends what is typed or runs, never the lesson; and lesson --end does."""
    with begin() as shell:
        shell.send("sleep 60\r")
        shell.settle()
        shell.interrupt()
        shell.type("lesson --missing")
        assert "      Still missing: no accept yet" in shell.rows(), str(shell)
        shell.type("lesson --end")
        shell.type("hint")
        assert any(row.startswith("hint: USAGE: no lesson runs") for row in shell.rows()), str(shell)
        shell.type("wait")  # it has left no task that one would wait for
        shell.send(CONTROL_D)
        shell.end()


def does_not_hold_up_wait():
    with begin() as shell:
        shell.type("wait; print waited")
        assert "waited" in shell.rows(), str(shell)
        shell.send(CONTROL_D)
        shell.end()


run(stays_above_what_is_typed, completes_names_and_answers, is_left_by_an_interrupt,
    does_not_hold_up_wait)
