#!/usr/bin/python3
# Colours and hints while a line is typed, and where there are none.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import tempfile

from screen import Screen
from terminal import run

COLOURS = {"NO_COLOR": None, "TERM": "xterm-256color"}
DIM = b"\x1b[0;2m"


class Coloured(Screen):
    def __init__(self, hints=True, **more):
        super().__init__(**{**COLOURS, **more})
        if not hints:
            self.type("set hints off")

    def line(self, keys):
        """Types into an empty line; gives the faces of the row that the cursor is in."""
        self.send("\x05\x15" + keys)
        self.settle()
        return self.faces()

    def faces(self):
        """A letter for each character of the row: its colour's, large where it is underlined."""
        letters = {"default": "-", "green": "g", "red": "r", "magenta": "m", "cyan": "c", "brown": "y", "blue": "b"}
        row = self.cells()[0][self.cursor()[0]]
        faces = "".join(" " if cell.data == " " else "#" if cell.reverse else
                        letters[cell.fg].upper() if cell.underscore else letters[cell.fg] for cell in row)
        return faces.rstrip()


def same(found, expected, shell):
    assert found == expected, f"{found!r}, not {expected!r}:\n{shell}"


def words():
    with Coloured(hints=False) as shell:
        same(shell.line("print -n 12 'text' $env x # so"), "- ggggg cc bb yyyyyy mmmm - - --", shell)
        same(shell.line('print "a ${len $env}b"'), "- ggggg yy --ggg mmmm-yy", shell)
        same(shell.line("x = 5; print $x"), "- m - b- ggggg mm", shell)
        same(shell.line("if true { socket tcp }"), "- -- bbbb # gggggg --- #", shell)


def mistakes_are_seen():
    with Coloured(hints=False) as shell:
        same(shell.line("bind2 5"), "- RRRRR b", shell)
        same(shell.line("print $unset"), "- ggggg RRRRRR", shell)
        same(shell.line("pri"), "- ---", shell)  # it may become a command
        same(shell.line("prix"), "- RRRR", shell)
        same(shell.line("print 'open"), "- ggggg Yyyyy", shell)
        same(shell.line("print (len [1 "), "- ggggg Yggg Yb", shell)
        shell.line("")
        shell.type("s = socket tcp; close s")
        same(shell.line("s.recv; print $s"), "-R-gggg- ggggg RR".replace("-R", "- R"), shell)
        same(shell.line("s1.recv; nobody.recv"), "- RR-gggg- RRRRRR-gggg", shell)
        same(shell.line("def mine a { print $a }; mine 1"), "- --- gggg m - ggggg mm -- gggg b", shell)


def brackets_match():
    with Coloured(hints=False) as shell:
        same(shell.line("print (len 'x')"), "- ggggg #ggg yyy#", shell)
        same(shell.line("print (len 'x')\x01\x06\x06\x06\x06\x06\x06"), "- ggggg #ggg yyy#", shell)
        same(shell.line("print (len 'x') "), "- ggggg -ggg yyy-", shell)
        same(shell.line('print "${len $env}"\x02'), "- ggggg y##ggg mmmm#y", shell)


def an_open_block():
    with Coloured(hints=False) as shell:
        shell.type("if true {")
        same(shell.line("x = 5; print $x }"), "- m - b- ggggg mm #", shell)
        same(shell.line("print 'open"), "- ggggg Yyyyy", shell)
        shell.interrupt()


def arguments_to_come():
    with Coloured() as shell:
        for keys, hint in (("bind ", "‹host› ‹port›"), ("bind 127.0.0.1", " ‹port›"), ("bind '' ", "‹port›"),
                           ("bind 5000", ""), ("bind localhost:80 ", ""), ("listen", " ‹n=128›"),
                           ("shutdown ", "‹how=both›"), ("send --line ", "[‹data›]"), ("print ", "‹v›…"), ("print a ", ""), ("sendto a 5 ", "‹data›")):
            shell.recent = b""
            shell.line("")
            shell.line(keys)
            shown = shell.rows()[-1].removeprefix("> " + keys.rstrip())
            assert shown.strip().startswith(hint.strip()) and bool(shown.strip()) == bool(hint), f"{keys}\n{shell}"
            assert shell.cursor()[1] == 2 + len(keys), str(shell)
        shell.line("")
        shell.type("def mine first second=2 { }")
        shell.line("mine 1 ")
        same(shell.rows()[-1], "> mine 1 ‹second=2›", shell)


def history_is_taken():
    with Coloured() as shell:
        shell.type("print one")
        shell.type("print 'two words'")
        for taking in ("\x1b[C", "\x1b[F", "\x05", "\x06"):
            shell.line("pri")
            same(shell.rows()[-1], "> print 'two words'", shell)
            assert shell.cursor()[1] == 5, str(shell)
            shell.send(taking)
            shell.settle()
            assert shell.cursor()[1] == 19, str(shell)
        shell.line("print o")
        same(shell.rows()[-1], "> print one", shell)
        shell.send("\x02")  # not at its end
        shell.settle()
        same(shell.rows()[-1], "> print o", shell)
        shell.send("\r")
        shell.settle()
        assert "> print o" in shell.rows() and "o" in shell.rows(), str(shell)


def no_hint_is_left():
    """In no transcript, search or question; and never in a row of its own."""
    with Coloured(size=(24, 22)) as shell:
        shell.type("print 'a long line of text'")
        shell.line("print 'a")
        same(shell.rows()[-1], "> print 'a long line", shell)
        shell.send("\x12lon")
        shell.settle()
        assert DIM not in shell.recent.rpartition(b"lon")[2], shell.recent
        shell.send("\x07\x15x = ask 'pri? '\r")
        shell.until("pri? ")
        shell.settle()
        shell.recent = b""
        shell.send("pri")
        shell.settle()
        assert DIM not in shell.recent, shell.recent


def no_hint_for_commands_of_vi():
    with tempfile.NamedTemporaryFile("w", prefix="handsh-tty-") as inputrc:
        inputrc.write("set editing-mode vi\nset keyseq-timeout 1\n")
        inputrc.flush()
        with Coloured(INPUTRC=inputrc.name) as shell:
            shell.type("print one")
            shell.send("print ")
            shell.settle()
            same(shell.rows()[-1], "> print ‹v›…", shell)
            shell.send("\x1b0i")  # a command, which is over at once
            shell.settle()
            same(shell.rows()[-1], "> print", shell)
            shell.send("\x1b[F")
            shell.settle()
            same(shell.rows()[-1], "> print ‹v›…", shell)


def switched_off():
    with Coloured() as shell:
        shell.type("print one")
        shell.type("set hints off")
        same(shell.line("pri"), "- ---", shell)
        same(shell.rows()[-1], "> pri", shell)
        shell.line("")
        shell.type("set colours off; set hints on")
        same(shell.line("print o"), "- ----- ---", shell)
        same(shell.rows()[-1], "> print one", shell)
        shell.line("")
        shell.type("set hints off")
        same(shell.line("print $unset ("), "- ----- ------ -", shell)


def declined():
    """Nothing but plain text where colours are declined, or the terminal has none."""
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"words": ["--color=never"]}):
        with Screen(**{**COLOURS, **environment}) as shell:
            shell.type("print one")
            shell.send("print $unset (")
            shell.settle()
            assert b"\x1b[0" not in shell.recent, shell.recent
            assert shell.rows()[-1] == "> print $unset (", str(shell)


run(words, mistakes_are_seen, brackets_match, an_open_block, arguments_to_come, history_is_taken, no_hint_is_left,
    no_hint_for_commands_of_vi, switched_off, declined)
