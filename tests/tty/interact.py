#!/usr/bin/python3
# interact at a terminal: what is typed, what comes, how it is left, and that the terminal's mode is
# as it was after each of its ends.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import signal
import termios

from terminal import Terminal, CONTROL_C, CONTROL_D, CONTROL_Z, run

LEAVE = "\x1d"
LINE_MODE = termios.ICANON | termios.ECHO | termios.ISIG  # of local modes, as it was found
PAIR = "p = socketpair; a = $p[0]; b = $p[1]"
BEGUN = r"Ctrl-\] leaves[^\r\n]*\r\n"


def mode(shell):
    return termios.tcgetattr(shell.child.child_fd)


def lines(shell):
    """Its mode is that of interact."""
    return mode(shell)[6][termios.VEOL] == LEAVE.encode()


def begin(shell, *before, line="interact a"):
    """interact on one of a pair. Gives the mode in which the prompt had the terminal."""
    shell.prompt()
    shell.type(PAIR)
    for text in before:
        shell.type(text)
    kept = mode(shell)
    shell.send(line + "\r")
    shell.wait(BEGUN)
    return kept


def back(shell, kept):
    shell.prompt()
    assert mode(shell) == kept, "the terminal's mode"
    assert shell.type("print still here") == "still here\n"


def lines_and_answers():
    with Terminal() as shell:
        kept = begin(shell, "spawn { while (l = b.recv --line) != nil { b.send \"<$l>\\r\\n\" } }")
        shell.send("hello\r")
        shell.wait(r"hello\r\n<hello>\r\n")
        assert lines(shell)
        shell.send("no\x7f\x7fedited\r")
        shell.wait(r"<edited>\r\n")
        shell.send("not entered" + LEAVE)
        shell.wait(r"interact\(0, \d+\) = 32 -> \{sent: 13 received: 19\}   left by Ctrl-\]\r\n")
        back(shell, kept)
        assert "ESTABLISHED" in shell.type("sockets"), "the socket stays open"
        shell.send("interact a\r")
        shell.wait(BEGUN)
        shell.send("again\r")
        shell.wait(r"<again>\r\n")
        shell.send(LEAVE)
        back(shell, kept)


def never_raw():
    with Terminal() as shell:
        kept = begin(shell, r'b.send "\e[2J\e]0;title\x07\x9b1m\r\n\rover\r\n"; b.send "\xc3"',
                     r'spawn { b.recv; b.send "\xa9 \xe2\x82\n" }')
        shell.wait(r"over\r\n")
        shown = shell.child.before + shell.child.after
        assert r"\e[2J" in shown and r"\e]0;title\x07" in shown and r"\rover" in shown, shown
        shell.send("\r")
        shell.wait(r"\u00e9 \\xe2\\x82\r\n")
        shell.send(LEAVE)
        back(shell, kept)


def a_relay_is_shown():
    with Terminal() as shell:
        shell.prompt()
        shell.type("p = socketpair; q = socketpair; l = $p[0]; r = $q[1]")
        shell.type(r'l.send "\e[2J\e]0;title\x07\nplain\r\n"; l.shutdown write; r.shutdown write')
        shown = shell.type("relay --show $p[1] $q[0]")
        assert "\n  \\e[2J\\e]0;title\\x07\\n\n  plain\\r\\n\n" in shown, shown
        assert "\x1b[2J" not in shell.child.before


def the_peer_ends_it():
    with Terminal(size=(24, 120)) as shell:
        kept = begin(shell, "spawn { b.recv; b.send 'half a line'; b.close }")
        shell.send("bye\r")
        shell.wait(r"half a line\r\n")
        shell.wait(r"\{sent: 4 received: 11\}   the peer has closed its side\r\n")
        back(shell, kept)


def the_end_of_what_is_sent():
    with Terminal(size=(24, 120)) as shell:
        kept = begin(shell, "spawn { n = len (b.recv --all); b.sendall \"$n bytes\\n\"; b.close }")
        shell.send("one\rtwo\r" + CONTROL_D)
        shell.wait(r"8 bytes\r\n")
        shell.wait(r"the peer has closed its side\r\n")
        back(shell, kept)


def stopped():
    """By Ctrl-C, which stops the shell as little as Ctrl-Z does; by a deadline; by a close."""
    with Terminal() as shell:
        kept = begin(shell)
        shell.send("x" + CONTROL_Z + CONTROL_C)
        shell.wait(r"interact: EINTR: [^\r\n]*after 0 bytes to s1 and 0 bytes to stdout")
        back(shell, kept)
        shell.send("timeout 50ms { interact a }\r")
        shell.wait(BEGUN)
        shell.wait(r"ETIMEDOUT")
        back(shell, kept)
        shell.type("spawn { b.recv; a.close }")
        shell.send("interact a\r")
        shell.wait(BEGUN)
        shell.send("close it\r")
        shell.wait(r"EBADF: [^\r\n]*s1 was closed while this waited")
        back(shell, kept)


def killed():
    with Terminal() as shell:
        begin(shell)
        assert lines(shell)
        shell.child.kill(signal.SIGTERM)
        shell.child.wait()
        assert mode(shell)[3] & LINE_MODE == LINE_MODE and not lines(shell), "the terminal's mode"


def others_wait():
    """What tasks show comes after it."""
    with Terminal() as shell:
        kept = begin(shell, "spawn { b.recv; print from the task; b.send \"from the peer\\n\"; b.recv; b.close }")
        shell.send("x\r")
        shell.wait(r"from the peer\r\n")
        assert "from the task" not in shell.child.before
        shell.send("x\r")
        shell.text("from the task")
        back(shell, kept)


def raw_keys():
    with Terminal() as shell:
        kept = begin(shell, r"spawn { while k = b.recv { b.send (upper $k) } }", line="interact --raw a")
        shell.send("a")
        shell.wait("A")
        shell.send("\x1b[b")
        shell.wait("\x1b\\[B")
        shell.send(CONTROL_C + CONTROL_D)
        shell.wait(CONTROL_C + CONTROL_D)
        shell.send(LEAVE)
        shell.wait(r"\{sent: 6 received: 6\}   left by Ctrl-\]\r\n")
        back(shell, kept)


def crlf():
    """A CR that was typed is no second one."""
    with Terminal() as shell:
        kept = begin(shell, "spawn { b.sendall (hex (b.recv --exactly 12)) }", line="interact --crlf a")
        shell.send("hello\r\r" + "x\x16\r\r")
        shell.wait("68656c6c6f0d0a0d0a780d0a")
        shell.send(LEAVE)
        shell.wait(r"\{sent: 12 received: 24\}")
        back(shell, kept)


def of_a_script():
    with Terminal(words=["-c", "p = process 'tr a-z A-Z; echo ended'; p.interact; print after"]) as shell:
        shell.wait(BEGUN)
        shell.send("typed\r")
        shell.send(CONTROL_D)
        shell.wait(r"TYPED\r\n")
        shell.wait(r"ended\r\n")
        shell.wait(r"after\r\n")
        shell.end()
        assert not lines(shell)


def refused():
    with Terminal() as shell:
        shell.prompt()
        shell.type(PAIR)
        assert "the terminal is the main task's" in shell.type("wait (spawn { interact a })")
        assert "EBADF" in shell.type("a.close; interact $a")


run(lines_and_answers, never_raw, a_relay_is_shown, the_peer_ends_it, the_end_of_what_is_sent, stopped, killed, others_wait, raw_keys,
    crlf, of_a_script, refused)
