#!/usr/bin/python3
# Long work says how far it has come, on a terminal, while it lasts, and nowhere else.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   progress.py HANDSH

import os
import re
import socket
import time

from screen import Screen
from terminal import CONTROL_C, CONTROL_Z, DEADLINE, Terminal, run_together

MIB = 1 << 20


class Peer(Screen):
    """A shell that is connected to us."""

    def __init__(self, *words, **more):
        self.listener = socket.create_server(("127.0.0.1", 0))
        super().__init__(*words, **more)
        self.type(f"s = socket tcp; s.connect 127.0.0.1 {self.listener.getsockname()[1]}")
        self.peer = self.listener.accept()[0]
        self.send("\f")
        self.settle()

    def __exit__(self, *what):
        self.peer.close()
        self.listener.close()
        super().__exit__(*what)

    def wait_for(self, condition):
        """Waits until it is true of the screen's rows."""
        deadline = time.monotonic() + DEADLINE
        while not self.rows() or not condition(self.rows()):
            self.take(deadline)

    def shows(self, pattern):
        """Waits until the last row is that."""
        self.wait_for(lambda rows: re.fullmatch(pattern, rows[-1]))


def of_what_comes():
    with Peer() as shell:
        shell.send("n = len (s.recv --all)\r")
        shell.peer.sendall(bytes(3 * MIB))
        shell.shows(r"recv: 3\.0M, nothing for \d+ s")
        shell.peer.sendall(bytes(MIB))
        shell.shows(r"recv: 4\.0M, \S+/s")
        shell.peer.close()
        shell.wait_for(lambda rows: rows[-1] == "s>")
        assert not any(row.startswith("recv: 4") for row in shell.rows()), str(shell)


def of_a_known_whole():
    with Peer() as shell:
        shell.send("n = len (s.recv --exactly 8M)\r")
        shell.peer.sendall(bytes(2 * MIB))
        shell.shows(r"recv: 2\.0M of 8\.0M \(25%\), .*")
        shell.interrupt()
        assert not any("25%" in row for row in shell.rows()), str(shell)
        shell.type("print \"still $s.kept\"")
        assert f"still {2 * MIB}" in shell.rows(), str(shell)


def of_a_file(command, name):
    with Peer(size=(24, 100)) as shell:
        with open(os.path.join(shell.home, "big"), "wb") as file:
            file.write(bytes(64 * MIB))
        shell.send(command.replace("big", f"{shell.home}/big") + "\r")
        shell.shows(name + r": \S+ of 64\.0M \(\d+%\), .*")
        shell.send(CONTROL_C)  # what sendfile(2) writes has been counted as ours: nothing settles
        shell.shows("s>")
        assert not any("64.0M" in row for row in shell.rows()), str(shell)


def of_a_file_copied():
    of_a_file("f = file big; copy $f s", "copy")


def of_a_file_sent_by_the_kernel():
    of_a_file("f = file big; s.sendfile $f", "sendfile")


def of_a_value():
    of_a_file("s.sendall (load big)", "sendall")


def of_computing():
    of_a_file("n = len (replace '\\x00' 2 (load big))", "replace")


def what_others_show_stands_above():
    with Peer() as shell:
        shell.type("g = socket udp; g.bind 127.0.0.1 0; print (g.getsockname).port")
        port = int(shell.rows()[-2])
        shell.type("spawn { g.recv; loop 3 { print above } }")
        shell.send("n = len (s.recv --all)\r")
        shell.peer.sendall(b"some")
        shell.shows("recv: 4 bytes, .*")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"go", ("127.0.0.1", port))
        shell.wait_for(lambda rows: rows.count("above") == 3 and rows[-1].startswith("recv: 4 "))
        assert sum(row.startswith("recv: 4") for row in shell.rows()) == 1, str(shell)


def gone_where_the_work_becomes_a_task():
    with Peer() as shell:
        shell.send("n = len (s.recv --all)\r")
        shell.peer.sendall(b"some")
        shell.shows("recv: 4 bytes, .*")
        shell.send(CONTROL_Z)
        shell.wait_for(lambda rows: rows[-1] == "g>" or rows[-1] == "s>")
        assert not any(row.startswith("recv: 4") for row in shell.rows()), str(shell)


def receiving(listener, before=""):
    return (f"s = socket tcp; s.connect 127.0.0.1 {listener.getsockname()[1]}; {before}"
            "print \"all of ${len (s.recv --all)}\"")


def of_a_script():
    """Without a prompt; gone before anything else is written."""
    with socket.create_server(("127.0.0.1", 0)) as listener, \
            Terminal(["-c", receiving(listener)]) as shell, listener.accept()[0] as peer:
        peer.sendall(bytes(MIB))
        shell.wait(r"recv: 1\.0M, ")
        peer.close()
        assert shell.end().endswith("\x1b[Js  recv(3, 1048576) = 1048576   end of stream: the peer "
                                    "has closed its side\r\nall of 1048576\r\n")


def not_shown(words, **more):
    """It has taken long enough: a task of the shell has waited for two seconds."""
    with socket.create_server(("127.0.0.1", 0)) as listener, \
            Terminal([*words, "-c", receiving(listener, "spawn { sleep 2s; print later }; ")],
                     **more) as shell, listener.accept()[0] as peer:
        peer.sendall(b"some")
        shell.text("later")
        peer.close()
        assert "recv: 4" not in shell.seen + shell.end(), shell.seen


def not_when_quiet():
    not_shown(["-q"])


def not_as_json():
    not_shown(["--json"])


def not_on_a_dumb_terminal():
    not_shown([], TERM="dumb")


run_together(of_what_comes, of_a_known_whole, of_a_file_copied, of_a_file_sent_by_the_kernel,
             of_a_value, of_computing, what_others_show_stands_above,
             gone_where_the_work_becomes_a_task, of_a_script, not_when_quiet, not_as_json,
             not_on_a_dumb_terminal)
