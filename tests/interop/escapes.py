#!/usr/bin/python3
# No peer can drive the user's terminal: what it sends is escaped in call lines, results, errors and
# the table. Where output is no terminal, the bytes pass as they are.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import pty
import re
import socket
import termios

import peer
from peer import Handsh, check, same

EVIL = b"\x1b]0;title\x07\x1b[2J\x9b31m\x08\x7f\xc2\x9b\xe2\x80\xae\r\x00end"
# What our own program may write for colour. Everything else that begins with ESC is a leak.
OWN = re.compile(rb"\x1b\[[0-9;]*m|\x1b\[\?2004[hl]|\x1b\[K|\x1b\[\?1034h")


class OnTerminal(Handsh):
    """handsh with a script on a pipe, and a terminal as standard output and error."""

    def __init__(self, *words, **more):
        self.controller, terminal = pty.openpty()
        attributes = termios.tcgetattr(terminal)
        attributes[1] &= ~termios.OPOST
        termios.tcsetattr(terminal, termios.TCSANOW, attributes)
        super().__init__(*words, stdout=terminal, stderr=terminal, **more)
        os.close(terminal)

    def shown(self):
        data = b""
        try:
            while piece := os.read(self.controller, 65536):
                data += piece
        except OSError: # nobody has the terminal open any more
            pass
        os.close(self.controller)
        return data


def on_terminal(script, *words, status=0, env=None):
    handsh = OnTerminal(*words, env=env)
    with handsh:
        handsh.type(script)
        handsh.close_input()
        data = handsh.shown()
        same(handsh.process.wait(peer.DEADLINE), status, data.decode("utf-8", "backslashreplace"))
    return data


def check_clean(data):
    rest = OWN.sub(b"", data)
    for byte in b"\x1b\x07\x08\x7f\x00\r":
        check(bytes([byte]) not in rest, f"byte {byte:#x} reached the terminal:", rest)
    for sequence in (b"\xc2\x9b", b"\xe2\x80\xae"):
        check(sequence not in rest, "it reached the terminal:", sequence, rest)
    # A bare C1 byte is never part of valid UTF-8 here.
    rest.decode("utf-8")


def evil_peer():
    listener = peer.listener()
    def speak():
        c, _ = listener.accept()
        c.sendall(EVIL)
        c.recv(1)
        c.close()
    return listener.getsockname()[1], peer.Background(speak)


def test_results_and_call_lines():
    port, speaker = evil_peer()
    data = on_terminal(f"socket tcp\nconnect 127.0.0.1 {port}\nx = recv 1024\n$x\nprint $x\n"
                       f"print ([$x]) ({{k: $x}})\nsend $x\nclose\n")
    speaker.result()
    check_clean(data)
    check(b"\\e[2J" in data and b"\\x1b" not in data, "shown escaped, in one spelling:", data)
    check(data.count(b"title") >= 4, "shown:", data)


def test_received_bytes():
    port, speaker = evil_peer()
    data = on_terminal(f"socket tcp\nconnect 127.0.0.1 {port}\nrecv 1024\nsend k\n")
    speaker.result()
    check_clean(data)


def test_raw_is_raw():
    data = on_terminal('print --raw "\\x1b[2Jraw"\n')
    check(b"\x1b[2Jraw\n" in data, data)


def test_errors():
    port, speaker = evil_peer()
    data = on_terminal(f"socket tcp\nconnect 127.0.0.1 {port}\nx = recv 1024\nsend k\nclose\n"
                       "fail $x\n$x + 1\nm = {a: 1}\n$m[$x]\nexpect $x == 'other'\nint $x\n"
                       "connect $x 80\nuse $x\nhelp $x\nload $x\nspawn { fail $x }\nwait\n"
                       "!sh -c 'exit 3'\nsetsockopt $x 1\nsocket $x\nt = spawn { fail $x }\n"
                       "try { wait $t } catch e { print $e; print $e.message }\n",
                       "-k", status=1)
    speaker.result()
    check_clean(data)
    check(b"title" in data, data)


def test_source_lines():
    # The script itself may have come from anywhere.
    data = on_terminal("foo '\x1b[2J' \u202e\n".encode() + b"print '\x07\n", "-k", status=2)
    check_clean(data)


def test_table_and_addresses():
    name = f"evil\x1b[2J\x07{os.getpid()}"
    s = socket.socket(socket.AF_UNIX)
    s.bind("\0" + name)
    s.listen()
    shown = f'"@evil\\x1b[2J\\x07{os.getpid()}"'
    data = on_terminal(f"socket unix\nconnect {shown}\nsockets\ngetpeername\ninfo s1\n$s1.peer\n"
                       "print $s1.peer\n")
    check_clean(data)
    check(data.count(b"evil") >= 5, data)


def test_a_terminal_without_utf8():
    env = peer.environment(LANG="C", LC_ALL="C")
    port, speaker = evil_peer()
    data = on_terminal(f"socket tcp\nconnect 127.0.0.1 {port}\nrecv\nprint 'é'\nsend k\n", env=env)
    speaker.result()
    rest = OWN.sub(b"", data)
    check(all(byte < 128 for byte in rest), rest)


def test_colour():
    plain = on_terminal("socket tcp\n", env=peer.environment(TERM="xterm", NO_COLOR="1"))
    check(b"\x1b" not in plain, plain)
    plain = on_terminal("socket tcp\n", "--color=never", env=peer.environment(TERM="xterm"))
    check(b"\x1b" not in plain, plain)
    plain = on_terminal("socket tcp\n", env=peer.environment(TERM="dumb"))
    check(b"\x1b" not in plain, plain)
    coloured = on_terminal("socket tcp\n", "--color=always", env=peer.environment(TERM="xterm"))
    check(b"\x1b[" in coloured, coloured)
    same(peer.run("-c", "socket tcp").text().count("\x1b"), 0)


def test_not_a_terminal_passes_bytes():
    port, speaker = evil_peer()
    handsh = peer.run("-q", input=f"socket tcp\nconnect 127.0.0.1 {port}\nx = recv\nprint -n $x\n"
                                  "send k\n")
    speaker.result()
    same(handsh.out.all(), EVIL)


def test_literals_can_be_pasted_back():
    port, speaker = evil_peer()
    handsh = peer.run(input=f"socket tcp\nconnect 127.0.0.1 {port}\nx = recv\nsend $x\n")
    speaker.result()
    literal = re.search(r'send\(\d+, (".*"), \d+\)', handsh.text()).group(1)
    again = peer.run("-q", input=f"print -n {literal}\n")
    same(again.out.all(), EVIL)


peer.main(globals())
