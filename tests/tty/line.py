#!/usr/bin/python3
# What happens around a line that is being typed: completion, notices, questions, resize, small and
# dumb terminals, and bytes of peers that would drive the terminal.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import socket

from terminal import Gate, Terminal, CONTROL_C, CONTROL_D, LEFT, run


def listener(shell):
    """Makes s1 listen; gives its port."""
    shell.type("socket tcp; bind 127.0.0.1 0; listen 5", "s1> ")
    return int(shell.type("print (getsockname).port", "s1> ").split()[-1])


def completion():
    with Terminal() as shell:
        shell.prompt()
        shell.send("socketp\t")
        shell.wait(r"socketp(\x07)?air ")
        shell.send(CONTROL_C)
        shell.prompt()
        listener(shell)
        shell.send("use s\t")
        shell.wait(r"use s(\x07)?1 ")
        shell.send("\r")
        shell.prompt("s1> ")
        shell.send("s1.getsockn\t\r")
        shell.wait(r"getsockname")
        shell.prompt("s1> ")


def notice_keeps_the_line():
    with Terminal() as shell:
        shell.prompt()
        port = listener(shell)
        shell.type("accept &", "s1> ")
        shell.send("print 'ac'" + 2 * LEFT)
        shell.wait(r"print 'ac'(\r\x1b\[\d+C)+$")
        with socket.create_connection(("127.0.0.1", port)):
            shell.wait(r"\[1\] c1  accept\(\d+\) = \d+ from 127\.0\.0\.1:\d+\r\n")
            shell.text("s1> print 'ac'")
            shell.wait(r"\r\x1b\[12C$")
            shell.send("b\r")  # at the cursor, between a and c
            shell.wait(r"\nabc\r\n")
            shell.prompt("s1> ")


def notice_without_a_line():
    with Terminal() as shell:
        shell.prompt()
        gate = Gate(shell)
        shell.type("t = spawn { gate.recv; print from the task }", gate.prompt)
        gate.open()
        shell.wait(r"from the task\r\n(\x1b\[[0-9;?]*[a-zA-Z]|\r)*gate> $")
        shell.type("t = spawn { gate.recv; print -n unended; sleep 1m }", gate.prompt)
        gate.open()
        shell.wait(r"unended\r?\n\r?(\x1b\[[0-9;?]*[a-zA-Z]|\r)*gate> $")


def printed_without_newline():
    with Terminal() as shell:
        shell.prompt()
        shell.send("print -n 'no newline'\r")
        shell.wait(r"\nno newline\r\n.*> $")


def questions():
    with Terminal() as shell:
        shell.prompt()
        shell.send("name = ask 'Your name? '\r")
        shell.prompt("Your name? ")
        shell.send("Mary\r")
        shell.prompt()
        assert shell.type("print $name") == "Mary\n"
        shell.send("print -n 'And yours? '; name = ask\r")
        shell.prompt("And yours? ")
        shell.send("John\r")
        shell.prompt()
        assert shell.type("print $name") == "John\n"
        shell.send("x = ask 'End? '\r")
        shell.prompt("End? ")
        shell.send(CONTROL_D)
        shell.prompt()
        assert shell.type("print $x") == "nil\n"
        shell.send("ask 'Stop? '\r")
        shell.prompt("Stop? ")
        shell.send("half" + CONTROL_C)
        shell.wait("EINTR")
        shell.prompt()


def interrupted_question():
    """What was typed stays above the error, and nothing stands below it but the prompt."""
    for kind in ("xterm", "dumb"):
        with Terminal(TERM=kind) as shell:
            shell.prompt()
            shell.send("ask 'Name? '\r")
            shell.prompt("Name? ")
            shell.send("Ma")
            shell.wait(r"Ma$")
            shell.send(CONTROL_C)
            shell.wait(r"\^C\r\nask: EINTR: interrupted\r\n(\x1b\[[0-9;?]*[a-zA-Z]|\r)*> $")


def narrow_table():
    with Terminal(size=(24, 40)) as shell:
        shell.prompt()
        listener(shell)
        shown = shell.type("sockets", "s1> ")
        assert all(len(line) <= 40 for line in shown.splitlines()), shown
        assert "NAME  STATE   LOCAL" in shown and "\n* s1    LISTEN  127.0.0.1:" in shown, shown


def questions_are_no_history():
    with Terminal() as shell:
        shell.prompt()
        shell.send("x = ask 'Secret? '\r")
        shell.prompt("Secret? ")
        shell.send("secret\r")
        shell.prompt()
        shell.send("\x1b[A")
        shell.text("x = ask")


def question_of_a_task():
    """It takes the place of the line being typed, which comes back."""
    for kind in ("xterm", "dumb"):
        with Terminal(TERM=kind) as shell:
            shell.prompt()
            gate = Gate(shell)
            shell.type("spawn { gate.recv; print (ask 'From a task? ') }", gate.prompt)
            shell.send("print 'mi")
            shell.text("print 'mi")
            gate.open()
            shell.prompt("From a task? ")
            shell.send("yes\r")
            shell.wait(r"\nyes\r\n")
            shell.text("> print 'mi")
            shell.send("ne'\r")
            shell.wait(r"ne'\r\n(\x1b\[\?2004l\r)?mine\r\n")
            shell.prompt()


def resize():
    with Terminal() as shell:
        shell.prompt()
        shell.send("print " + 30 * "x")
        shell.text(30 * "x")
        shell.child.setwinsize(24, 20)
        shell.send(30 * "y" + "\r")
        shell.wait(r"\n" + 30 * "x" + 30 * "y" + r"\r\n")
        shell.prompt()


def small_terminal():
    with Terminal(size=(10, 40)) as shell:
        shell.prompt()
        shell.send("print " + 100 * "z" + "\r")
        shell.wait(r"\n" + 100 * "z" + r"\r\n")
        shell.prompt()
        for line in shell.type("help sleep").splitlines():
            assert len(line) <= 40, line


def dumb_terminal():
    with Terminal(TERM="dumb") as shell:
        shell.prompt()
        port = listener(shell)
        shell.type("accept &", "s1> ")
        shell.send("print 'typed'")
        shell.text("print 'typed'")
        with socket.create_connection(("127.0.0.1", port)):
            shell.wait(r"\[1\] c1  accept")
            shell.text("s1> print 'typed'")
            shell.send("\r")
            shell.wait(r"\ntyped\r\n")
            shell.prompt("s1> ")
        shell.send(CONTROL_D)
        shell.seen += shell.end(0)
        assert "\x1b" not in shell.seen, repr(shell.seen)


def no_terminal_type():
    with Terminal(TERM=None) as shell:
        shell.prompt()
        assert shell.type("print hello") == "hello\n"


def escapes_of_a_peer():
    evil = b"\x1b[2J\x1b]0;title\x07\xc2\x9b31m\x80"
    with Terminal() as shell:
        shell.prompt()
        port = listener(shell)
        with socket.create_connection(("127.0.0.1", port)) as peer:
            shell.type("accept", "c1> ")
            peer.sendall(evil)
            shell.seen = ""
            shell.type("data = recv 100", "c1> ")
            shell.type("send $data", "c1> ")
            shell.type("print $data", "c1> ")
            shell.type("$data", "c1> ")
            shell.type("fail $data", "c1> ")
            peer.sendall(evil)
            shell.type("recv", "c1> ")
            for bad in ("\x1b[2J", "\x1b]", "\x9b", "\x80"):
                assert bad not in shell.seen, repr(shell.seen)
            assert r"\x1b[2J" in shell.seen or r"\e[2J" in shell.seen, repr(shell.seen)


def last_value():
    with Terminal() as shell:
        shell.prompt()
        shell.type("1 + 2")
        assert shell.type("print $_ ($_ + 1)") == "3 4\n"
        shell.type("x = 7; nil")
        assert shell.type("print $_") == "3\n"
        shell.type("[a b] = socketpair; a.send hello", "> ")
        shell.type("b.recv", "> ")
        assert shell.type("print $_", "> ") == "hello\n"
        shell.type("repeat x 100000")
        assert shell.type("print (len $_)") == "100000\n"


run(last_value, completion, notice_keeps_the_line, notice_without_a_line, printed_without_newline, questions,
    interrupted_question, narrow_table, questions_are_no_history, question_of_a_task, resize,
    small_terminal, dumb_terminal, no_terminal_type, escapes_of_a_peer)
