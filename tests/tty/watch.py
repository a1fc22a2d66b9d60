#!/usr/bin/python3
# sockets --watch: a table that is drawn again and again in place until a key is typed, while tasks
# go on.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   watch.py HANDSH

import os
import signal
import socket

from screen import Screen
from terminal import CONTROL_D, CONTROL_Z, Terminal, run

HOW = "any key ends it"
WATCH = "l> sockets --watch"
ESCAPE, UP = "\x1b", "\x1b[A"


class Watch(Screen):
    """A shell with a listener on an empty screen, which is watched."""

    def __init__(self, *words, before="", **more):
        super().__init__(*words, **more)
        self.type("l = socket tcp; l.bind 127.0.0.1 0; l.listen; print (l.getsockname).port")
        self.port = int(self.rows()[-2])
        if before:
            self.type(before)
        self.send("\f")
        self.settle()
        self.begin_to_watch()

    def begin_to_watch(self):
        self.send("sockets --watch\r")
        self.wait_for(lambda rows: rows[-1] == HOW)

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port))

    def shown(self):
        """The rows from the table on."""
        rows = self.rows()
        return rows[next(i for i, row in enumerate(rows) if row.startswith("  NAME")):]


def follows_what_happens():
    with Watch(size=(24, 100), before="spawn { serve { while d = recv { } } }") as shell:
        with shell.connect() as client:
            shell.wait_for(lambda rows: rows[-2].startswith("  c1"))
            assert shell.shown()[2].endswith("  new"), str(shell)
            client.sendall(b"hello")  # which the task takes
            client.shutdown(socket.SHUT_WR)
            shell.wait_for(lambda rows: "c1" not in rows[-2])  # it is closed then
        assert [row[2:3] for row in shell.shown()] == ["N", "l", "y"], str(shell)


def asks_the_kernel_for_what_no_event_tells():
    with Watch(size=(24, 100)) as shell, shell.connect():
        shell.wait_for(lambda rows: "  1/128 " in rows[-2])
        assert shell.shown()[1].endswith("  recv-q was 0"), str(shell)
        shell.wait_for(lambda rows: "CHANGED" not in "".join(rows))  # after some seconds


def ends_with_a_key():
    with Watch() as shell:
        table = shell.shown()[:-1]
        for key, typed in (("q", ""), (" ", ""), ("\r", ""), (ESCAPE, ""), (CONTROL_D, ""),
                           ("x", "x"), ("ä", "ä"), (UP, "sockets --watch")):
            shell.send(key)
            shell.wait_for(lambda rows, typed=typed: rows[-1] == f"l> {typed}".rstrip())
            assert shell.rows()[0] == WATCH and shell.shown()[:-1] == table, str(shell)
            shell.send("\x05\x15\f")
            shell.settle()
            shell.begin_to_watch()
        shell.interrupt()
        assert shell.shown()[:-1] == table + ["sockets: EINTR: interrupted"], str(shell)


def ends_with_control_z():
    with Watch() as shell:
        shell.send(CONTROL_Z)
        shell.wait_for(lambda rows: rows[-1] == "l>")
        shell.type("tasks")
        assert not any("sockets" in row for row in shell.rows()[3:]), str(shell)


def a_paste_is_the_next_line():
    for text, shown in (("\x1b[200~print 'one\ntwo'\x1b[201~", ["l> print 'one", "two'"]),
                        ("print one\rprint two", ["l> print one", "one", "l> print two"])):
        with Watch() as shell:
            shell.send(text)
            shell.wait_for(lambda rows, shown=shown: rows[-len(shown):] == shown)


def what_others_show_stands_above():
    before = "gate = socket udp; gate.bind 127.0.0.1 0; use l\r" \
             "spawn { gate.recv; loop 40 { print above }; fail HERE 'and that' }"
    with Watch(size=(12, 80), before=before) as shell:
        line = next(row for row in shell.shown() if "gate" in row)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"go", ("127.0.0.1", int(line.split("127.0.0.1:")[1].split()[0])))
        shell.wait_for(lambda rows: any("and that" in row for row in rows) and rows[-1] == HOW)
        rows = shell.rows()
        assert rows[:6] == 6 * ["above"] and len(shell.shown()) == 4, str(shell)


def a_question_has_the_keys():
    with Watch(before="spawn { accept; a = ask 'yes? '; print \"answer $a\" }") as shell:
        with shell.connect():
            shell.wait_for(lambda rows: rows[-1] == "yes?")
            shell.type("q")
            shell.wait_for(lambda rows: "answer q" in rows and rows[-1] == HOW)


def fits_the_screen():
    """However its size changes: what has no room is counted, and no row is wider."""
    with Watch(size=(24, 80), before="loop 30 { socket udp }; use l") as shell:
        for lines, columns in ((24, 80), (10, 40), (12, 30), (40, 200), (5, 80), (4, 20), (24, 80)):
            shell.resize(lines, columns)
            count = min(lines, 33)
            shell.wait_for(lambda rows, count=count: len(rows) == count and rows[-1] == HOW
                           and rows[0].startswith("  NAME"))
            last = shell.rows()[-2]
            if lines == 40:
                assert last.split()[0] == "s31", str(shell)
            else:
                assert last.endswith(f" and {31 - (lines - 3)} more"), str(shell)


def of_ten_thousand_those_are_asked_that_are_shown():
    with Watch(before="loop 10000 { socket udp }; use l") as shell:
        shell.wait_for(lambda rows: rows[-2].endswith(" and 9980 more"))
        shell.send("q")
        shell.wait_for(lambda rows: rows[-1] == "l>")


def wants_a_prompt_on_a_terminal():
    refused = "USAGE: there is no prompt on a terminal that could show it"
    with Terminal(["-c", "sockets --watch"]) as shell:
        assert refused in shell.end(1)
    with Terminal(TERM="dumb") as shell:
        shell.prompt()
        assert refused in shell.type("sockets --watch")
    with Terminal() as shell:
        shell.prompt()
        shell.send("sockets --watch &\r")
        shell.text("USAGE: the terminal is the main task's")


def comes_back_after_a_stop():
    with Watch() as shell:
        os.kill(shell.child.pid, signal.SIGSTOP)
        os.kill(shell.child.pid, signal.SIGCONT)
        shell.wait_for(lambda rows: rows.count(HOW) == 2 or rows[-1] == HOW)
        shell.send("q")
        shell.wait_for(lambda rows: rows[-1] == "l>")


run(follows_what_happens, asks_the_kernel_for_what_no_event_tells, ends_with_a_key,
    ends_with_control_z, a_paste_is_the_next_line, what_others_show_stands_above,
    a_question_has_the_keys, fits_the_screen, of_ten_thousand_those_are_asked_that_are_shown,
    wants_a_prompt_on_a_terminal, comes_back_after_a_stop)
