#!/usr/bin/python3
# The NTP lessons against each other, against chronyd both ways, and against a clock that is wrong.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import socket
import struct
import subprocess
import time

import peer
from peer import check, same
from servers import Server, lesson, ordinary

SINCE_1900 = 2208988800
HOUR = 3600
CHRONYD = ("-U", "-x", "-u", "nobody", "-d", "-f", "{folder}/conf")
CONFIGURATION = """local stratum 8
port {port}
bindaddress 127.0.0.1
allow 127.0.0.1
cmdport 0
bindcmdaddress /
pidfile {folder}/pid
"""


def expect_offset(port, stratum, seconds=0):
    """The server's stratum, and by how much its clock is said to be ahead."""
    shown = lesson("ntp-client", "127.0.0.1", port)
    found = re.match(r"stratum (\d+), -?\d+ ns on the way, the server's clock is (-?\d+) ns ahead",
                     shown)
    check(found, shown)
    same(int(found[1]), stratum)
    check(abs(int(found[2]) / 1e9 - seconds) < peer.DEADLINE, shown)


def test_the_lessons_meet():
    with peer.lesson("ntp-server", 0) as server:
        expect_offset(server.port(), 10)


def test_chronyd_answers():
    with Server("chronyd", *CHRONYD, ready="Disabled control", kind=socket.SOCK_DGRAM,
                files={"conf": CONFIGURATION}) as server:
        expect_offset(server.port, 8)


def test_chronyd_asks():
    with peer.lesson("ntp-server", 0) as server:
        words = ("-U", "-u", "nobody", "-Q", "-t", "10", "pidfile {folder}/pid",
                 f"server 127.0.0.1 port {server.port()} iburst maxsamples 1")
        with Server("chronyd", *words, ready="System clock wrong by"):
            pass


class Clock:
    """A server whose answers a function makes of the time that stands in a question."""

    def __init__(self, *answers):
        self.s = socket.socket(type=socket.SOCK_DGRAM)
        self.s.bind(("127.0.0.1", 0))
        self.port, self.answers = self.s.getsockname()[1], answers

    def __enter__(self):
        self.python = peer.Background(self.serve)
        return self

    def serve(self):
        question, client = self.s.recvfrom(100)
        same((len(question), question[:40]), (48, b"\x23" + bytes(39)))
        for answer in self.answers:
            self.s.sendto(answer(question[40:]), client)

    def __exit__(self, *exception):
        self.python.result()
        self.s.close()


def answer(stamp, ahead=0, first=0x24, stratum=1, name=b"TEST"):
    seconds = int(time.time() + SINCE_1900 + ahead) % 2 ** 32
    now = struct.pack(">II", seconds, 0x80000000)
    return struct.pack(">BBbbII4s", first, stratum, 6, -20, 0, 0, name) + now + stamp + now + now


def test_a_clock_that_is_wrong():
    for ahead in (HOUR, -HOUR, 20 * 365 * 24 * HOUR): # the last is after 2036
        with Clock(lambda stamp: answer(stamp, ahead)) as clock:
            expect_offset(clock.port, 1, ahead)


def test_answers_that_make_no_sense():
    def other(stamp):
        return answer(bytes(8), HOUR)
    with Clock(lambda stamp: b"", lambda stamp: b"\x24", other, answer) as clock:
        expect_offset(clock.port, 1) # the others answer no question of this client
    for wrong, said in ((lambda stamp: answer(stamp, stratum=0, name=b"RATE"), "REFUSED: the server says RATE"),
                        (lambda stamp: answer(stamp, first=0x23), "FORMAT"),
                        (lambda stamp: answer(stamp)[:47], "FORMAT")):
        with Clock(wrong) as clock:
            shown = lesson("ntp-client", "127.0.0.1", clock.port, status=1)
            check(said in shown, shown)


def test_questions_that_make_no_sense():
    with peer.lesson("ntp-server", 0) as server, socket.socket(type=socket.SOCK_DGRAM) as s:
        s.connect(("127.0.0.1", server.port()))
        for silent in (b"", b"\x23" * 47, b"\x24" + bytes(47), b"\xff" * 48):
            s.send(silent)
        s.send(b"\x1b" + bytes(39) + b"a stamp.") # version 3
        given = s.recv(100)
        same((len(given), given[0], given[24:32]), (48, 0x1c, b"a stamp."))


peer.main(globals())
