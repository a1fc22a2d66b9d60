#!/usr/bin/python3
# The line on the screen is what a fresh drawing of the same state would be, after every key.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   drawing.py HANDSH [--keys N] [--seed N]
#
# Keys of chance (editing, searching, completing, pasting), resizes and notices; after each the
# screen of an emulator is compared with that after SIGWINCH, when handsh clears its rows and draws
# them anew. The suite has a few hundred keys; by hand 20,000 take some minutes.

import argparse
import os
import random
import socket
import tempfile

from screen import Screen
from terminal import run

SIZES = [(24, 80), (24, 20), (10, 40), (24, 200), (4, 30), (1, 80), (24, 80), (24, 40)]
# None is run but what RUN says.
TEXTS = ["print ", "send 'hi'", "socket tcp", "x = 5", "$x", "(", ")", "{ ", "}", "[", "]", '"', "'", "\\",
         "if true { ", "-n ", "12 ", "s1.", "# ", "漢字", "e\u0301", "ä", "\U0001f600", "abcdefghij" * 3,
         "a", "b", " ", "  ", "word ", "${len $x} "]
BYTES = [b"\xff", b"\xe6\xbc.", b"\x80", b"\x16\x01", b"\x16\x1b", b"\x16\t", b"\xe2\x80\x8b", b"\xc2\x9b"]
MOVES = [b"\x01", b"\x05", b"\x02", b"\x06", b"\x1bb", b"\x1bf", b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D",
         b"\x1b[H", b"\x1b[F", b"\x10", b"\x0e", b"\x1b<", b"\x1b>", b"\x18\x18"]
CHANGES = [b"\x7f", b"\x1b[3~", b"\x0b", b"\x15", b"\x17", b"\x19", b"\x1by", b"\x1f", b"\x14", b"\x1bd", b"\x1bu",
           b"\x1bt", b"\x1b\\", b"\x1b5", b"\x1b#\x1f"]
SEARCHES = [b"\x12", b"\x12", b"\x07", b"\x07"]
VI_KEYS = [b"\x1bh", b"\x1bl", b"\x1b0", b"\x1b$", b"\x1be", b"\x1bE", b"i", b"a", b"A", b"dw", b"x", b"u", b"p", b"/pri", b"k", b"j"]
PASTED = ["one line", "two\nlines", "a\ttab", "if true {\n\tprint 1\n}\n", "long " * 60, "漢" * 30, "\x1b[2J\x07"]
RUN = [b"print one", b"print 'a longer one of several words'", b"if true { print 2\n print 3 }", b"x = 5"]
INPUTRC = "set enable-bracketed-paste on\nset bell-style none\n\"\\C-xm\": \"first\\C-v\\C-jsecond\"\n"


VI = "set editing-mode vi\nset show-mode-in-prompt on\nset vi-ins-mode-string \\1\\e[6 q\\2+\n"


class Notifier:
    """A task that prints a line above the prompt when it is told to."""

    def __init__(self, shell):
        self.shell = shell
        self.count = 0
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        shell.type(f"u = socket udp; u.bind 127.0.0.1 {self.port}; "
                   "t = spawn { loop { print (u.recv) } }; socket udp")

    def __call__(self):
        self.count += 1
        text = f"notice {self.count}."
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(text.encode(), ("127.0.0.1", self.port))
        self.shell.until(text)


class Chance:
    """What happens next, so that a seed says it all."""

    def __init__(self, shell, seed, vi):
        self.random = random.Random(seed)
        self.shell = shell
        self.vi = vi
        self.notify = Notifier(shell)

    def text(self):
        self.shell.send(self.random.choice(TEXTS))

    def bytes(self):
        self.shell.send(self.random.choice(BYTES))

    def move(self):
        self.shell.send(self.random.choice(VI_KEYS if self.vi and self.random.random() < 0.7 else MOVES))

    def change(self):
        self.shell.send(self.random.choice(CHANGES))

    def search(self):
        self.shell.send(self.random.choice(SEARCHES))

    def complete(self):
        self.shell.send(b"\t")

    def paste(self):
        self.shell.send("\x1b[200~" + self.random.choice(PASTED) + "\x1b[201~")

    def drop(self):
        self.shell.interrupt()

    def run(self):
        self.drop()
        self.shell.send(self.random.choice(RUN) + b"\r")

    def macro(self):
        self.shell.send(b"\x18m")

    def redraw(self):
        self.shell.send(b"\x0c")

    def resize(self):
        self.shell.resize(*self.random.choice(SIZES))

    def notice(self):
        self.notify()

    def step(self):
        names = ["text"] * 30 + ["move"] * 12 + ["change"] * 10 + ["bytes"] * 4 + ["search"] * 3 + \
            ["complete"] * 4 + ["paste"] * 2 + ["notice"] * 3 + ["resize"] * 3 + ["drop"] * 2 + ["run"] * 2 + \
            ["macro", "redraw"]
        name = self.random.choice(names)
        getattr(self, name)()
        return name


def compare(shell, what):
    shell.settle()
    before, cursor = shell.cells()
    shown = str(shell)
    shell.winch()
    after, new_cursor = shell.cells()
    assert before == after and cursor == new_cursor, f"after {what}:\n{shown}\ndrawn anew:\n{shell}"


def random_keys(count, seed, vi=False, **environment):
    with tempfile.NamedTemporaryFile("w", prefix="handsh-tty-") as inputrc:
        inputrc.write(INPUTRC + (VI if vi else ""))
        inputrc.flush()
        # At Ctrl-C readline loses what it would undo of lines of the history: no leaks are looked for.
        options = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        with Screen(INPUTRC=inputrc.name, ASAN_OPTIONS=options, **environment) as shell:
            chance = Chance(shell, seed, vi)
            latest = []
            for number in range(count):
                name = chance.step()
                latest = latest[-8:] + [f"{name} {shell.sent!r}"]
                compare(shell, f"key {number} of seed {seed}, {', '.join(latest)}")
            shell.leave()


# ---- lines as they are to be seen ----

def below_greeting(shell):
    return shell.rows()[1:]


def show(shell, rows, cursor):
    shell.settle()
    assert below_greeting(shell) == rows and shell.cursor() == cursor, f"not {rows}, {cursor}:\n{shell}"


def widths():
    text = "print 'the line wraps where the terminal ends, whatever its width'"
    for columns in (20, 40, 80, 200):
        with Screen(size=(24, columns)) as shell:
            shell.send(text)
            line = "> " + text
            rows = [line[at:at + columns].rstrip() for at in range(0, len(line), columns)]
            top = 48 // columns + 1  # the greeting takes a row or more
            shell.settle()
            assert shell.rows()[top:] == rows, str(shell)
            shell.send("\x01x\x05")  # at its beginning, and back
            line = "> x" + text
            shell.settle()
            assert "".join(row.ljust(columns) for row in shell.rows()[top:]).rstrip() == line, str(shell)


def characters():
    """Wide, combining, invalid and invisible ones stand as one sees them, and are typed as they are."""
    with Screen() as shell:
        shell.send("print '漢字e\u0301ä'".encode() + 2 * b"\x1b[D" + b"!")
        show(shell, ["> print '漢字e\u0301!ä'".replace("e\u0301", "é")], (1, 15))
        shell.send(b"\x15\x0b# \xff\xfe \x16\x01\xe2\x80\xae.")
        show(shell, [r"> # \xff\xfe \x01\xe2\x80\xae."], (1, 30))
        shell.send(b"\x7f\x7f\x7f")
        show(shell, [r"> # \xff\xfe"], (1, 12))
        shell.send(b"\x15print '" + 75 * b"x" + "漢".encode())
        show(shell, ["> print '" + 71 * "x", 4 * "x" + "漢"], (2, 6))


def the_last_column():
    with Screen(size=(24, 20)) as shell:
        shell.send("print " + 12 * "x")
        shell.settle()
        row, column = shell.cursor()
        assert column == 0 and shell.rows()[row - 1] == "> print " + 12 * "x", str(shell)
        shell.send("y\x7f\x7fz")
        shell.settle()
        assert shell.cursor() == (row, 0) and shell.rows()[row - 1] == "> print " + 11 * "x" + "z", str(shell)
        shell.send("\r")
        shell.settle()
        assert shell.rows()[-2:] == [11 * "x" + "z", ">"], str(shell)
        shell.send("print " + 11 * "x" + "e\u0301")
        shell.settle()
        assert shell.rows()[-1] == "> print " + 11 * "x" + "é", str(shell)
        shell.send("\x01")
        shell.settle()
        compare(shell, "a mark in the last column")


def resized_in_the_midst():
    text = "print " + "".join(chr(ord("a") + at % 26) for at in range(100))
    with Screen() as shell:
        shell.send(text + "\x01")
        for lines, columns in ((24, 30), (24, 120), (3, 40), (24, 80), (1, 50), (24, 80)):
            shell.resize(lines, columns)
            compare(shell, f"{lines} by {columns}")
        shell.send("\x05z")
        shell.settle()
        assert shell.rows()[-2:] == ["> " + text[:78], text[78:] + "z"], str(shell)


def searches():
    with Screen() as shell:
        shell.type("print one")
        shell.type("print two")
        shell.send("\x12on")
        shell.settle()
        assert shell.rows()[-1] == "(reverse-i-search)`on': print one", str(shell)
        shell.send("\x1b[C")
        shell.settle()
        assert shell.rows()[-1] == "> print one", str(shell)
        shell.send("\x1f\r")
        shell.settle()


def interrupted_searches():
    """What was to be undone of a line of the history is not freed twice. A long way, found by chance."""
    with Screen() as shell:
        for keys in ("\x1b#\x1f", "print ", "send 'hi'", "\x1b#\x1f", "\x12", "if true { ", "\x18\x18", "😀",
                     "\x1b<", "print 'a longer one of several words'\r", "if true { print 2\n print 3 }\r",
                     "\x12", "print ", "s1."):
            shell.send(keys)
            shell.settle()
        shell.interrupt()
        for keys in 3 * ("\x1b[A",):
            shell.send(keys)
            shell.settle()
        shell.interrupt()
        assert shell.rows()[-1] == ">", str(shell)


def undone():
    with Screen() as shell:
        shell.send("print one\x17\x1f")
        show(shell, ["> print one"], (1, 11))
        shell.send("\x17\x17\x1f\x1f")
        show(shell, ["> print one"], (1, 11))


def ends_of_words_in_vi():
    """Readline 8.2 goes round for ever where a wide character comes before one without columns, at the end
    of the line."""
    with tempfile.NamedTemporaryFile("w", prefix="handsh-tty-") as inputrc:
        inputrc.write("set editing-mode vi\nset keyseq-timeout 0\n")
        inputrc.flush()
        with Screen(INPUTRC=inputrc.name) as shell:
            shell.send("# one_2.e\u0301, end 漢\u009b")
            shell.settle()
            shell.send("\x1b")
            shell.settle()
            for keys, column in (("0", 2), ("e", 8), ("e", 9), ("e", 10), ("e", 11), ("e", 15), ("e", 19), ("e", 19),
                                 ("0E", 11), ("2E", 19), ("0wdE", 4)):
                shell.send(keys)
                shell.settle()
                assert shell.cursor() == (1, column), f"{keys}, not {column}:\n{shell}"
            shell.send("i#\r")


def a_macro_of_two_lines():
    with tempfile.NamedTemporaryFile("w", prefix="handsh-tty-") as inputrc:
        inputrc.write('"\\C-xm": "print one\\rprint two\\r"\n')
        inputrc.flush()
        with Screen(INPUTRC=inputrc.name) as shell:
            shell.send("\x18m")
            show(shell, ["> print one", "one", "> print two", "two", ">"], (5, 2))


def no_terminal_to_draw_on():
    """No moves where the terminal knows none, or others."""
    for kind in ("dumb", "vt52"):
        with Screen(TERM=kind) as shell:
            shell.send("print 'it is typed'\x01\x05")
            shell.settle()
            assert b"\x1b[K" not in shell.recent and b"\x1b[C" not in shell.recent, shell.recent
            show(shell, ["> print 'it is typed'"], (1, 21))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--keys", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()

    def emacs():
        random_keys(given.keys, given.seed, NO_COLOR=None, TERM="xterm-256color")

    def vi():
        random_keys(given.keys, given.seed, vi=True)

    run(widths, characters, the_last_column, resized_in_the_midst, searches, interrupted_searches, undone,
        ends_of_words_in_vi, a_macro_of_two_lines, no_terminal_to_draw_on, emacs, vi)


main()
