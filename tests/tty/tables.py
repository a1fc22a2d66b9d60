#!/usr/bin/python3
# Tables on terminals of any width: no line is wider than the screen, names stay whole, and what
# tells least goes first. Colours are a terminal's matter, and never the only sign.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   tables.py HANDSH

import re

from terminal import Terminal, run

SETUP = ("s = socket tcp; s.bind 127.0.0.1 0; s.listen; a_long_name = socket tcp6; "
         "a_long_name.bind ::1 0; u = socket unix; u.bind @" + "x" * 60 + "end")


def lines_of(command, columns, setup=SETUP):
    with Terminal(size=(50, columns)) as shell:
        shell.prompt()
        shell.type(setup)
        shown = shell.type(command)
    return [line for line in shown.split("\n") if line and not line.endswith("> ")
            and line != command]


def rows_of(columns, command="sockets"):
    lines = lines_of(command, columns)
    while lines and not lines[0].startswith("  NAME"):
        lines.pop(0)
    assert lines, "no table"
    for line in lines:
        assert len(line) <= columns, f"{len(line)} columns of {columns}: {line!r}"
    return lines


def every_width_has_its_columns():
    for columns, titles in ((24, "NAME STATE"), (40, "NAME STATE LOCAL PEER"),
                            (80, "NAME FD KIND STATE LOCAL PEER RECV-Q SEND-Q"),
                            (200, "NAME FD KIND STATE LOCAL PEER RECV-Q SEND-Q")):
        title, *rows = rows_of(columns)
        assert title.split() == titles.split(), f"{columns}: {title!r}"
        names = [row[2:].split()[0] for row in rows]
        assert names == ["s", "a_long_name", "u"], names


def addresses_are_shortened_in_the_middle():
    row = rows_of(80)[-1]
    assert re.search(r"@x+\u2026x+end ", row), row
    assert "@" + "x" * 60 + "end" in rows_of(200)[-1]
    with Terminal(size=(50, 80), LC_ALL="C") as shell:
        shell.prompt()
        shell.type(SETUP)
        assert re.search(r"@x+\.\.x+end ", shell.type("sockets"))


def what_has_changed_is_marked():
    with Terminal(size=(50, 200)) as shell:
        shell.prompt()
        shell.type("s = socket tcp; s.bind 127.0.0.1 0; s.listen; c = socket tcp")
        assert "CHANGED" not in shell.type("sockets")
        assert "CHANGED" not in shell.type("sockets")
        shell.type("c.connect (s.getsockname); c.send hello; a = s.accept; use c")
        title, listener, client, accepted = shell.type("sockets").strip("\n").split("\n")[:4]
        assert title.endswith("  CHANGED"), title
        assert not re.search("was|new", listener), listener
        assert client.endswith("  was CLOSE"), client
        assert accepted.endswith("  new"), accepted
        shell.type("a.recv")
        shown = shell.type("sockets")
        assert "  recv-q was 5\n" in shown, shown
        assert "CHANGED" not in shell.type("sockets")
    with Terminal(["-c", "x = socket tcp; sockets; x.bind 127.0.0.1 0; x.listen; sockets"]) as shell:
        assert "CHANGED" not in shell.end()


def options_take_a_line_each():
    lines = lines_of("options", 80, "s = socket tcp")
    assert 100 < len(lines) < 130, len(lines)
    assert all(len(line) <= 80 for line in lines), max(lines, key=len)
    assert "SOL_SOCKET" in lines and "IPPROTO_TCP" in lines


def calls_are_coloured_by_part():
    line = "\x1b[1ms1  socket\x1b[0m(AF_INET, SOCK_STREAM, IPPROTO_TCP) = \x1b[32m3\x1b[0m"
    for changes, colored in (({"NO_COLOR": None}, True), ({"NO_COLOR": "1"}, False),
                             ({"NO_COLOR": None, "TERM": "dumb"}, False)):
        with Terminal(**changes) as shell:
            shell.prompt()
            shell.send("socket tcp\r")
            if colored:
                shell.text(line)
            else:
                shell.text("\ns1  socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3\r\n")


def errors_are_coloured_in_a_trace():
    with Terminal(words=["-x"], NO_COLOR=None) as shell:
        shell.prompt()
        shell.send("socket tcp; try { getpeername }\r")
        shell.text("\x1b[1ms1  getpeername\x1b[0m(3) = \x1b[31m-1 ENOTCONN\x1b[0m")


run(every_width_has_its_columns, addresses_are_shortened_in_the_middle, what_has_changed_is_marked,
    options_take_a_line_each, calls_are_coloured_by_part, errors_are_coloured_in_a_trace)
