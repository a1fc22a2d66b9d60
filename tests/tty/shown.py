#!/usr/bin/python3
# What a prompt shows of bytes and calls: line ends, much at once, calls inside blocks.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os

from terminal import Terminal, run

PAIR = "pair = socketpair; a = $pair[0]; b = $pair[1]"


def same(shown, expected):
    assert shown == expected, f"{shown!r}, not {expected!r}"


def line_ends_are_seen():
    with Terminal() as shell:
        shell.prompt()
        shell.type(PAIR)
        for sent, shown in (("hi", "hi\n"), (r"hi\n", "hi\\n\n"), (r"one\r\ntwo\e[2J", "one\\r\\n\ntwo\\e[2J\n")):
            shell.type(f'a.send "{sent}"')
            assert shell.type("b.recv").endswith("\n" + shown), repr(shown)
        same(shell.type(r'"hi\n"'), "hi\\n\n")
        same(shell.type(r'print "hi\n"'), "hi\n\n")


def notes_go_on_at_a_word():
    with Terminal(size=(24, 50)) as shell:
        shell.prompt()
        shell.type(PAIR + "; b.close")
        same(shell.type("a.recv"), "s1  recv(3, 4096) = 0   end of stream: the peer\n"
                                   "    has closed its side\n")


def much_leaves_its_call_line():
    rows, columns = 24, 80
    with Terminal(size=(rows, columns)) as shell:
        shell.prompt()
        shell.type(PAIR)
        shell.type("a.sendall (repeat 0123456789abcdef 4096)")
        shown = shell.type("b.recv --waitall 64k").splitlines()
        assert len(shown) < rows - 1, shown
        assert "recv(4, 65536, MSG_WAITALL) = 65536" in shown[0], shown
        assert "bytes left out" in "".join(shown), shown
        assert all(len(line) <= columns for line in shown[:1]), shown


def a_long_list_is_cut_to_the_screen():
    rows, columns = 24, 80
    with Terminal(size=(rows, columns)) as shell:
        shell.prompt()
        first, said = shell.type("range 4000000000").splitlines()
        most = (rows - 5) * columns
        assert first.startswith("[0 1 2 ") and first.endswith("...") and len(first) == most + 3, first
        assert said.startswith(f"{most} bytes of this list are shown: "), said
        same(shell.type("len $_"), "4000000000\n")


def hidden_calls_are_counted():
    with Terminal() as shell:
        shell.prompt()
        shell.type(PAIR)
        same(shell.type("loop 3 { a.send hi }"), "3 calls inside, not shown: trace on shows them\n")
        shell.type("def shout { a.send hi }")
        same(shell.type("shout"), "2\n1 call inside, not shown: trace on shows them\n")
        assert "send(3" in shell.type("a.send hi")
        same(shell.type("t = spawn { a.send hi }; wait $t"), "2\n")
        shell.type("trace on")
        same(shell.type("if true { b.recv 2 }"), 's2  recv(4, 2) = 2 "hi"\n')
        shell.type("trace off")
        same(shell.type("if true { b.recv 2 }"), "1 call inside, not shown: trace on shows them\n")
    with Terminal() as shell:  # what rc.hsh does is no statement at the prompt
        settings = os.path.join(shell.home, ".config", "handsh")
        shell.prompt()
        os.makedirs(settings)
        with open(os.path.join(settings, "rc.hsh"), "w", encoding="utf-8") as file:
            file.write("if true { u = socket udp }\n")
        with Terminal(home=shell.home) as other:
            other.prompt("u> ")
            assert "inside" not in other.child.before, other.child.before
    with Terminal(words=("-q",)) as shell:
        shell.prompt()
        same(shell.type("if true { socket udp }", "s1> "), "")


def call_lines_are_not_faint():
    with Terminal(NO_COLOR=None) as shell:
        shell.prompt()
        shell.send("socket udp\r")
        shell.wait("\x1b\\[1ms1  socket.*\x1b\\[0m")
        shell.send("s1.bind 127.0.0.1 0; 'x\\n'\r")
        shell.prompt()


run(line_ends_are_seen, notes_go_on_at_a_word, much_leaves_its_call_line, a_long_list_is_cut_to_the_screen,
    hidden_calls_are_counted, call_lines_are_not_faint)
