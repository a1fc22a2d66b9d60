#!/usr/bin/python3
# Hosts and packets at the prompt: what Tab offers, what a wait says, and rows that go on in another.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   hosts.py HANDSH

import re
import subprocess
import sys

from screen import Screen
from terminal import CONTROL_Z, run


class Lab(Screen):
    """Two hosts, on one of which something listens."""

    def begin(self):
        super().begin()
        self.send("host a b\r")
        self.until("fd00::2")
        self.anew()
        assert self.rows()[-3:] == ["a  10.0.0.1  fd00::1  on wire", "b  10.0.0.2  fd00::2  on wire", ">"], str(self)
        self.type("use b; l = socket tcp; l.bind '' 80; l.listen; use a; c = socket tcp")

    def anew(self):
        """What it has read and written elsewhere since then, or signals, is not counted."""
        super().begin()

    def listed(self, keys):
        """The rows below the line that has been typed so far."""
        self.send("\x05\x15\f" + keys + "\x1b?")
        self.settle()
        return [re.sub(r"10\.0\.0\.1:\d+", "PORT", row) for row in self.rows()[1:]]


def places():
    with Lab() as shell:
        rows = shell.listed("use ")
        assert "a     a host  10.0.0.1  fd00::1  on wire" in rows, str(shell)
        assert "here  this machine" in rows and any(row.startswith("l ") for row in rows), str(shell)
        rows = shell.listed("cut ")
        assert rows[0].startswith("a     a host"), str(shell)
        rows = shell.listed("wire.")
        assert any(row.startswith("hold ") for row in rows), str(shell)
        rows = shell.listed("connect ")  # of the host on which the socket is
        assert any("b:80" in row for row in rows) and any("a host: fd00::2" in row for row in rows), str(shell)
        shell.type("\x15use here; u = socket tcp")
        rows = " ".join(shell.listed("connect "))
        assert "b:80" not in rows and "a host" not in rows and "this machine" in rows, str(shell)


def settings_with_their_values():
    with Lab() as shell:
        shell.send("\fa.sysctl ip_forw\x1b?")
        shell.until("is ")
        shell.until("ip_forward_use_pmtu")
        assert any(re.match(r"ip_forward +is 0\b", row) for row in shell.rows()), str(shell)


def filters():
    with Lab() as shell:
        rows = shell.listed("hold ")
        assert any(row.startswith("synack ") for row in rows), str(shell)
        assert not any("host  10" in row for row in rows), str(shell)
        assert all("a host  10" in row for row in shell.listed("hold syn from ")), str(shell)
        assert len(shell.listed("packets to ")) == 1, str(shell)  # two of them side by side


def numbers_of_packets():
    with Lab() as shell:
        shell.type("hold")
        shell.send("\fc.connect b 80\r")
        shell.until("stops it")
        shell.settle()
        rows = shell.rows()
        assert re.fullmatch(r"#1  a > b  \S+ > 10.0.0.2:80  SYN  seq 0 .*", rows[1]), str(shell)
        assert rows[2].startswith("    ") and rows[2].endswith("   held"), str(shell)
        assert "connect: waiting on c; packet 1 is held: Ctrl-Z, pass; Ctrl-C stops it" in rows, str(shell)
        shell.send(CONTROL_Z)
        shell.until("[1] connect: waiting on c")
        shell.anew()
        for line in ("pass ", "drop ", "packet ", "inject "):
            rows = shell.listed(line)
            assert rows[0].startswith("1 ") and " a > b  PORT > 10.0.0.2:80  SYN" in rows[0], str(shell)
        shell.type("\x15drop 1; hold; release")
        shell.until("c  connect(")
        assert not any(row.startswith("1 ") for row in shell.listed("pass ")), str(shell)


def who_could_connect():
    with Lab() as shell:
        shell.send("\fl.accept\r")
        shell.until("stops it")
        shell.settle()
        assert "accept: waiting on l, 0.0.0.0:80; from another host: connect b 80;" in shell.rows(), str(shell)
        shell.interrupt()


if subprocess.run(["unshare", "--user", "--map-current-user", "--net", "true"], check=False,
                  capture_output=True).returncode:
    print("skip: no network namespace of one's own can be made")
    sys.exit(77)
run(places, settings_with_their_values, filters, numbers_of_packets, who_could_connect)
