#!/usr/bin/python3
# Standard input and output at the prompt: what is typed, and what may come to the terminal.
#
# SPDX-License-Identifier: GPL-3.0-or-later

from terminal import Terminal, CONTROL_C, CONTROL_D, run

PAIR = "p = socketpair; a = $p[0]; b = $p[1]"


def types_lines():
    with Terminal() as shell:
        shell.prompt()
        shell.send("x = stdin.recv\r")
        shell.send("a line\r")
        shell.wait(r"stdin  read\(0, 4096\) = 7\r\n")
        shell.prompt()
        assert shell.type("print (len $x)") == "7\n"
        shell.send("x = stdin.recv 3; y = stdin.recv\r")
        shell.send("abcdef\r")
        shell.wait(r"4 of 4 bytes kept")
        shell.prompt()
        assert shell.type("print $x$y") == "abcdef\n\n"


def copies_until_the_end():
    with Terminal() as shell:
        shell.prompt()
        shell.type(PAIR)
        shell.send("copy stdin a\r")
        shell.send("one\r")
        shell.wait(r"one\r\n")
        shell.send("two\r")
        shell.wait(r"two\r\n")
        shell.send(CONTROL_D)
        shell.wait(r"copy\(0, \d+\) = 8\r\n")
        shell.prompt()
        assert shell.type("print (b.recv)").endswith(" = 8\none\ntwo\n\n")
        assert "stdin 0 terminal OPEN" in " ".join(shell.type("sockets").split())


def completed():
    with Terminal() as shell:
        shell.prompt()
        shell.send("copy stdi\t")
        shell.text("copy stdin ")
        shell.send("stdo\t")
        shell.text("stdout ")
        shell.send(CONTROL_C)
        shell.prompt()


def interrupted():
    with Terminal() as shell:
        shell.prompt()
        shell.type(PAIR)
        shell.send("copy stdin a\r")
        shell.send("one\r")
        shell.wait(r"one\r\n")
        shell.send(CONTROL_C)
        shell.wait(r"copy: EINTR: [^\r\n]*after 4 bytes")
        shell.prompt()
        assert shell.type("print -n (b.recv)").endswith(" = 4\none\n")


def never_raw():
    with Terminal() as shell:
        shell.prompt()
        shell.type(PAIR)
        shell.type(r'a.send "\e[2J\r\n"; a.shutdown write')
        for line in ("copy b stdout", r'stdout.send "\e[2J\n"'):
            shown = shell.type(line)
            assert "[2J" in shown and "\x1b" not in shell.child.before.replace("\x1b[?2004l", "")


run(types_lines, copies_until_the_end, completed, interrupted, never_raw)
