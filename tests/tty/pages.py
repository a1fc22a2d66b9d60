#!/usr/bin/python3
# A page that is longer than the screen goes through the pager; what fits, and what is data, does not.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   pages.py HANDSH

import os
import shutil
import tempfile

from terminal import Terminal, CONTROL_C, run

# Marks what it shows, and says when it has shown all.
PAGER = "sed -e 's/^/P:/' -e '$s/$/ (all)/'"
MANY_CALLS = "if true { loop 40 { s = socket udp; s.close } }"


def shown(line, size=(24, 80), setup=(), **changes):
    with Terminal(size=size, PAGER=PAGER, **changes) as shell:
        shell.prompt()
        for first in setup:
            shell.type(first)
        return shell.type(line)


def long_pages_are_paged():
    for line, setup in (("help recv", ()), ("help -l", ()), ("journal 40", (MANY_CALLS,))):
        text = shown(line, setup=setup)
        assert "\nP:" in text or text.startswith("P:"), (line, text)
        assert " (all)" in text, (line, text)


def what_fits_is_not():
    for line, size in (("help", (24, 80)), ("help recv", (300, 80)), ("help sleep", (40, 80))):
        assert "P:" not in shown(line, size), line


def info_is_a_screen_and_all_of_it_a_page():
    setup = ("s = socket tcp; s.bind 127.0.0.1 0; s.listen; c = socket tcp; "
             "c.connect (s.getsockname); a = s.accept",)
    short, whole = shown("info c", setup=setup), shown("info --all c", setup=setup)
    assert "P:" not in short and "round trip" in short, short
    assert len(short.splitlines()) < 24, short
    assert "P:" in whole and "retransmission timeout" in whole, whole


def rows_that_wrap_count():
    assert "P:" in shown("help nagle", (20, 20))
    assert "P:" not in shown("help EXDEV", (20, 80))


def data_is_not():
    for line in ("options", "print (repeat \"x\\n\" 100)", "x = journal 40", "(journal 40)[0].call",
                 "if true { help recv }", "interfaces"):
        setup = ("socket tcp", MANY_CALLS) if "journal" in line else ("socket tcp",)
        with Terminal(PAGER=PAGER) as shell:
            shell.prompt()
            for first in setup:
                shell.type(first, "> ")
            assert "P:" not in shell.type(line), line


def not_on_a_dumb_terminal():
    assert "P:" not in shown("help recv", TERM="dumb")


def without_a_pager_it_is_printed():
    with Terminal(PAGER="no-such-pager -x") as shell:
        shell.prompt()
        assert "the bytes; empty at the end of a stream" in shell.type("help recv")


def less_has_the_terminal():
    if not shutil.which("less"):
        print("     (no less here)")
        return
    with Terminal(LESS="R", PAGER=None) as shell:
        shell.prompt()
        shell.send("help recv\r")
        shell.text("receive bytes, or a message")
        shell.wait(r":|lines|END")
        shell.send("q")
        shell.prompt()
        assert "still here" in shell.type("print 'still here'")


def interrupt_ends_it():
    with Terminal(PAGER="sed -n '$s/.*/waits/p'; read x </dev/tty") as shell:
        shell.prompt()
        shell.send("help recv\r")
        shell.text("waits")
        shell.send(CONTROL_C)
        shell.text("EXIT: the command was ended by SIGINT\r\n")
        shell.send("print 'still ' here\r")
        shell.text("still  here\r\n")


def the_log_has_it_all_the_same():
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        with Terminal(["--log", log], PAGER=PAGER) as shell:
            shell.prompt()
            shell.type("help recv")
        with open(log, encoding="utf-8") as file:
            pages = [line for line in file if '"event":"print"' in line]
        assert len(pages) == 1 and "receive bytes, or a message" in pages[0], pages


run(long_pages_are_paged, what_fits_is_not, info_is_a_screen_and_all_of_it_a_page,
    rows_that_wrap_count, data_is_not,
    not_on_a_dumb_terminal, without_a_pager_it_is_printed, less_has_the_terminal, interrupt_ends_it,
    the_log_has_it_all_the_same)
