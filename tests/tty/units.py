#!/usr/bin/python3
# Units of several lines: pasted as one, as terminals do today, or typed line by line.
#
# SPDX-License-Identifier: GPL-3.0-or-later

from terminal import Paste, Terminal, CONTROL_C, CONTROL_D, run

BROKEN = """if true {
	x = = 3
	print rest of the block
}
"""


def pasted(text):
    """As a terminal marks what is pasted, so that readline takes it as one line."""
    return "\x1b[200~" + text.replace("\n", "\r") + "\x1b[201~"


def keys(text):
    """Without tabs, which would complete."""
    return text.replace("\t", "").replace("\n", "\r")


def units_run_one_after_the_other():
    for paste in (pasted("print one\nif true {\nprint two\n}\nprint three"),
                  keys("print one\nif true {\nprint two\n}\nprint three")):
        with Terminal() as shell:
            shell.prompt()
            shell.send(paste + "\r")
            for word in ("one", "two", "three"):
                shell.wait(r"(^|\n)" + word + r"\r\n")
            shell.prompt()


def the_rest_of_a_broken_block_does_not_run():
    for paste in (pasted(BROKEN + "print next"), keys(BROKEN + "print next")):
        with Terminal() as shell:
            shell.prompt()
            shell.send(paste + "\r")
            shell.wait("syntax: ")
            shell.wait(r"\nnext\r\n")
            shell.prompt()
            assert "\nrest of the block" not in shell.seen, shell.seen


def an_unfinished_unit_asks_for_more():
    with Terminal() as shell:
        shell.prompt()
        shell.type("print 'one", "… ")
        shell.type("two' (1 +", "… ")
        assert shell.type("2)") == "one\ntwo 3\n"
        shell.type("if true {", "… ")
        shell.send(CONTROL_C)
        shell.prompt()
        assert shell.type("print fresh") == "fresh\n"
        shell.type("loop {", "… ")
        shell.send(CONTROL_D)
        shell.prompt()
        shell.send(CONTROL_D)
        shell.end(0)


def a_long_block():
    """Longer than what is read again at each of its lines."""
    lines = 2000
    with Terminal() as shell:
        shell.prompt()
        paste = Paste(shell, keys("n = 0\nloop 1 {\n" + "n = $n + 1\n" * lines + "}\nprint sum $n\n"))
        shell.wait(r"\nsum %d\r\n" % lines)
        shell.prompt()
        paste.join()


run(units_run_one_after_the_other, the_rest_of_a_broken_block_does_not_run,
    an_unfinished_unit_asks_for_more, a_long_block)
