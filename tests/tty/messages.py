#!/usr/bin/python3
# What a prompt says of lines that are not right: the answers of interop/habits.txt as they are typed,
# hints that break between words, the line of a block, and what a prompt line that goes on means.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys

from terminal import Terminal, CONTROL_D, run

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "interop"))
import habits  # noqa: E402

WIDE = (50, 200)


def hint_of(shown):
    """The lines below the error, which are indented."""
    lines = shown.rstrip("\n").split("\n")
    return [line[2:] for line in lines[1:] if line.startswith("  ")]


def every_habit():
    entries = [entry for entry in habits.read_table() if entry.answer != ["(runs)"]]
    with Terminal(["--timeout", "200ms"], size=WIDE) as shell:
        shell.prompt()
        for line in habits.SETUP.splitlines():
            shell.type(line)
        wrong = []
        for entry in entries:
            shown = hint_of(shell.type(entry.typed))
            if shown != entry.answer:
                wrong.append(f"\n  {entry.typed}\n    expected {entry.answer}\n    given {shown}")
        assert not wrong, f"{len(wrong)} answers differ:" + "".join(wrong)


def hints_break_between_words():
    with Terminal(size=(24, 40)) as shell:
        shell.prompt()
        assert shell.type("s.settimeout(1)") == (
            "syntax: a ( that touches the command's\n    name\n"
            "  a time limit stands around what waits:\n"
            "    timeout 1s { s.recv }\n"), shell.seen
        shell.child.setwinsize(24, 30)
        assert "  a time limit stands around\n    what waits: timeout 1s {\n    s.recv }\n" in \
            shell.type("s.settimeout(1)"), shell.seen


def a_block_has_its_line():
    with Terminal() as shell:
        shell.prompt()
        shell.type("if true {", "… ")
        shell.type("  print $nobody", "… ")
        assert shell.type("}") == (
            "line 2: UNSET: the variable nobody is not set\n"
            "    print $nobody\n"
            "          ^\n"
            "  nobody = V sets it; sockets lists the names of sockets\n"), shell.seen
        shell.type("loop 1 {", "… ")
        shell.type("  send('hi')", "… ")
        assert "line 2: syntax: " in shell.type("}"), shell.seen
        shell.type("def f {", "… ")
        shell.type("  1 / 0", "… ")
        shell.type("}")
        assert shell.type("f").startswith("line 2: DIVIDE: "), shell.seen


def a_quote_that_goes_on():
    says = "the quote goes on to the next '; Ctrl-D drops it. \"don't\" holds a '\n"
    with Terminal() as shell:
        shell.prompt()
        assert shell.type("send 'don't do that'", "… ") == says, shell.seen
        assert shell.type("still in it", "… ") == "", shell.seen
        shell.send(CONTROL_D)
        shell.prompt()
        assert shell.type("print it's", "… ") == says, shell.seen
        assert shell.type("'") == "its\n\n", shell.seen
        # Quotes that are meant to span lines need no word.
        assert shell.type("print 'one", "… ") == "", shell.seen
        assert shell.type("two'") == "one\ntwo\n", shell.seen


run(every_habit, hints_break_between_words, a_block_has_its_line, a_quote_that_goes_on)
