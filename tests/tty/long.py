#!/usr/bin/python3
# Lines and questions of every length, on terminals that can move their cursor up and on those that
# cannot. The sanitizers watch.
#
# SPDX-License-Identifier: GPL-3.0-or-later

from terminal import Paste, Terminal, CONTROL_C, CONTROL_D, DEADLINE, HOME, run

LENGTHS = tuple(10 ** i for i in range(7))
# Readline reads a terminal byte by byte: a million of them take seconds, so not on each.
TYPED = {"xterm": LENGTHS, "vt100": LENGTHS[:-1], "linux": LENGTHS[:-1], "dumb": LENGTHS}


def length_typed(shell, text):
    """What handsh says of the length of a text that is typed at its prompt."""
    paste = Paste(shell, f"n = len '{text}'; print \"length $n\"\r")
    shell.wait(r"length \d+\r\n")
    found = shell.child.match.group()
    shell.prompt()
    paste.join()
    return int(found.split()[1])


def typed():
    for kind, lengths in TYPED.items():
        with Terminal(TERM=kind) as shell:
            shell.prompt()
            shell.child.timeout = 5 * DEADLINE
            for length in lengths:
                found = length_typed(shell, length * "x")
                assert found == length, f"{kind}: {found} of {length}"
            shell.send(CONTROL_D)
            shell.end(0)


def typed_near_the_size_of_a_buffer():
    for kind, size, later in (("dumb", (24, 80), None), ("dumb", (24, 20), None),
                              ("xterm", (24, 80), None), ("xterm", (1, 80), None),
                              ("xterm", (24, 80), (1, 70)), ("xterm", (1, 80), (24, 70))):
        with Terminal(TERM=kind, size=size) as shell:
            shell.prompt()
            if later:
                shell.child.setwinsize(*later)
            for length in list(range(950, 1030, 3)) + list(range(1990, 2050, 5)):
                assert length_typed(shell, length * "x") == length
            assert length_typed(shell, 700 * "ä") == 1400


def asked():
    for kind in TYPED:
        with Terminal(TERM=kind) as shell:
            shell.prompt()
            for length in LENGTHS:
                shell.send(f"a = ask \"\\n${{repeat x {length}}}?\"\r")
                shell.wait(r"\}\?\"\r\n")
                shell.wait(r"\?$")
                shown = shell.child.before.count("x")
                assert shown == length, f"{kind}: {shown} of {length}"
                shell.send("yes\r")
                shell.prompt()
                assert shell.type("print $a") == "yes\n"


def asked_in_rows():
    """All rows but the last are text, which a redrawn line leaves alone."""
    with Terminal(size=(24, 21)) as shell:
        shell.prompt()
        shell.send("a = ask 'First line,\nthen 20 columns of aa20 columns of bbB? '\r")
        shell.wait(r"bbB\? '\r\n")
        shell.wait(r"First line,\r\nthen 20 columns of a\r\na20 columns of bbB\? $")
        shell.send("x" + CONTROL_C)
        shell.wait("EINTR")
        shell.prompt()


def asked_by_a_peer():
    """What a peer sends can stand in a question: it does not drive the terminal."""
    evil = r'"\e[2J\x80\u{9b}31m\u{202e}"'
    for environment in ({}, {"TERM": "dumb"}, {"LC_ALL": "C"}):
        with Terminal(**environment) as shell:
            shell.prompt()
            shell.seen = ""
            shell.send(f"a = ask (repeat {evil} 200)\r")
            shell.text(r"\xe2\x80\xae")
            shell.wait(r"x(\r\n)?a(\r\n)?e$")
            for bad in ("\x1b[2J", "\x80", "\x9b", "\u202e"):
                assert bad not in shell.seen, repr(shell.seen)
            shell.send("yes\r")
            shell.prompt()


def asked_with_a_nul():
    with Terminal() as shell:
        shell.prompt()
        shell.send('a = ask "before\\0after? "\r')
        shell.wait(r"before\\x00after\? $")
        shell.send("yes\r")
        shell.prompt()


def scrolled_sideways():
    """One row: the line moves under the cursor, and what is beyond its ends is marked."""
    with Terminal(size=(24, 22), TERM="dumb") as shell:
        shell.prompt()
        shell.send("print abcdefghijk")
        shell.wait(r"\r> print abcdefghijk$")
        shell.send("lmnopq")
        shell.wait(r"\r<defghijklmnopq *$")
        shell.send(HOME)
        shell.wait(r"\r> print abcdefghijk>\r> $")
        shell.send("# \r")
        shell.wait(r"\n\r> $")


run(typed, typed_near_the_size_of_a_buffer, asked, asked_in_rows, asked_by_a_peer, asked_with_a_nul,
    scrolled_sideways)
