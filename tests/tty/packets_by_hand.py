#!/usr/bin/python3
# The handshake by hand, at the prompt: what is held is shown above what is being typed.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import subprocess
import sys

from screen import Screen
from terminal import Terminal, run

# What is typed at each prompt, and what it shows: <N> is any number, <p> the client's port.
SESSION = r"""
> host a b
a  10.0.0.1  fd00::1  on wire
b  10.0.0.2  fd00::2  on wire
> use b
b> l = socket tcp
l  socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3
b:l> bind '' 80; listen
l  bind(3, 0.0.0.0:80) = 0
l  listen(3, 128) = 0
b:l> hold
wire: holds every packet
b:l> use a; c = socket tcp
c  socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 4
a:c> connect b 80 &
[1] connect: waiting on c
#1  a > b  10.0.0.1:<p> > 10.0.0.2:80  SYN  seq 0  win <N>  mss 1460 sackOK ts wscale <N>   held
a:c> pass
#1  passed
#2  b > a  10.0.0.2:80 > 10.0.0.1:<p>  SYN ACK  seq 0 ack 1  win <N>                      held
a:c> sockets
  HOST  NAME  FD  KIND  STATE     LOCAL           PEER            RECV-Q  SEND-Q
  b     l      3  tcp   LISTEN    0.0.0.0:80      -                0/128       -
* a     c      4  tcp   SYN_SENT  10.0.0.1:<p>  10.0.0.2:80          0       0
  b     -      -  tcp   SYN_RECV  10.0.0.2:80     10.0.0.1:<p>       0       0
a:c> pass
#2  passed
a: SYN_SENT → ESTABLISHED (c)
#3  a > b  10.0.0.1:<p> > 10.0.0.2:80  ACK  seq 1 ack 1  win <N>                          held
[1] c  connect(4, 10.0.0.2:80) = 0
a:c> pass
#3  passed
b: SYN_RECV → ESTABLISHED (l)
""".strip().splitlines()

TYPED = re.compile(r"(\S*>) ")


def fits(expected, row):
    """Blanks stand for any number of them: the columns depend on the numbers."""
    pattern = re.escape(" ".join(expected.split())).replace("<N>", r"\d+").replace("<p>", r"\d+")
    return re.fullmatch(pattern, " ".join(row.split()))


class Late(Exception):
    """The machine was so busy that the kernel has sent a packet again."""


def stands(lines, rows):
    """Waited for: what no row can become any more is a failure at once."""
    if any("retransmission" in row for row in rows):
        raise Late
    wrong = [pair for pair in zip(lines, rows[:-1]) if not fits(*pair)]
    assert not wrong, f"{wrong[0][0]!r} is not {wrong[0][1]!r}"
    return len(lines) == len(rows) and fits(lines[-1], rows[-1])


def type_all(shell):
    for i, line in enumerate(SESSION):
        typed = TYPED.match(line)
        if typed: # when all above it stands there, and its prompt
            shell.wait_for(lambda rows: stands([*SESSION[:i], typed[1]], rows[1:]))
            shell.send(line[typed.end():] + "\r")
    shell.wait_for(lambda rows: stands([*SESSION, "a:c>"], rows[1:]))


def the_session():
    for _ in range(5):
        with Screen(size=(60, 120)) as shell:
            try:
                type_all(shell)
                return
            except Late:
                pass
    raise AssertionError("a second is never enough")


def what_is_being_typed():
    """It stays while a packet comes: the request, which nobody has answered."""
    with Screen(size=(30, 120)) as shell:
        shell.send("host a b\rhold\ruse a\rd = socket tcp\rconnect b 81 &\rdr")
        shell.wait_for(lambda rows: "retransmission" in rows[-2] and rows[-1] == "a:d> dr")
        shell.send("op 1\r")
        shell.wait_for(lambda rows: "#1  dropped" in rows)


def words():
    with Terminal() as shell:
        shell.prompt()
        shell.type("host a b")
        shell.send("wire.hol\t\r") # a wire has the commands that work on wires
        shell.text("wire: holds every packet")
        shell.prompt()
        shell.send("release\r")
        shell.wait(r"wire: holds nothing")


def a_terminal_without_utf8():
    with Terminal(LC_ALL="C") as shell:
        shell.prompt()
        shell.type("host a b")
        shell.type("c = a.socket tcp")
        shell.type("hold rst", "c> ")
        shell.send("t = spawn { try { c.connect b 80 } catch e { } }\r")
        shell.text("held")
        shell.send("pass\r")
        shell.text("a: SYN_SENT -> CLOSE (c)")


if subprocess.run(["unshare", "--user", "--map-current-user", "--net", "true"], check=False,
                  capture_output=True).returncode:
    print("skip: no network namespace of one's own can be made")
    sys.exit(77)
run(the_session, what_is_being_typed, words, a_terminal_without_utf8)
