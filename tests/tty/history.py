#!/usr/bin/python3
# History: across sessions, side by side, and without a place to keep it.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import stat
import tempfile

from terminal import Terminal, CONTROL_D, UP, run


def leave(shell):
    shell.send(CONTROL_D)
    shell.end(0)


def across_sessions():
    with tempfile.TemporaryDirectory() as home:
        with Terminal(home=home) as shell:
            shell.prompt()
            shell.type("print first")
            shell.type("print first")
            shell.send("if true {\r")
            shell.prompt("… ")
            shell.send("print inside }\r")
            shell.wait(r"\ninside\r\n")
            shell.prompt()
            leave(shell)
        path = os.path.join(home, ".local/state/handsh/history")
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
        assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700
        with Terminal(home=home) as shell:
            shell.prompt()
            shell.send(UP + "\r")  # the unit of two lines is one entry
            shell.wait(r"\ninside\r\n")
            shell.prompt()
            shell.send(UP + UP + "\r")  # and a line twice in a row is one too
            shell.wait(r"\nfirst\r\n")
            shell.prompt()
            leave(shell)
        with open(path, encoding="utf-8") as file:
            entries = [line for line in file.read().splitlines() if not line.startswith("#")]
        assert entries == ["print first", "if true {", "print inside }", "print first"], entries


def side_by_side():
    with tempfile.TemporaryDirectory() as home:
        with Terminal(home=home) as one, Terminal(home=home) as two:
            one.prompt()
            two.prompt()
            one.type("print one")
            two.type("print two")
            one.type("print three")
            leave(two)
            leave(one)
        with open(os.path.join(home, ".local/state/handsh/history"), encoding="utf-8") as file:
            entries = [line for line in file.read().splitlines() if not line.startswith("#")]
        assert entries == ["print one", "print two", "print three"], entries


def elsewhere():
    with tempfile.TemporaryDirectory() as home:
        state = os.path.join(home, "state")
        with Terminal(home=home, XDG_STATE_HOME=state) as shell:
            shell.prompt()
            shell.type("print hello")
            leave(shell)
        assert os.path.exists(os.path.join(state, "handsh/history"))
        assert not os.path.exists(os.path.join(home, ".local"))


def no_home():
    with Terminal(HOME=None) as shell:
        shell.prompt()
        shell.type("print hello")
        shell.send(UP + "\r")
        shell.wait(r"\nhello\r\n")
        shell.prompt()
        leave(shell)


def settings_file():
    with tempfile.TemporaryDirectory() as home:
        os.makedirs(os.path.join(home, ".config/handsh"))
        with open(os.path.join(home, ".config/handsh/rc.hsh"), "w", encoding="utf-8") as file:
            file.write("def greet { print 'from the settings' }\n")
        with Terminal(home=home) as shell:
            shell.prompt()
            assert shell.type("greet") == "from the settings\n"
            leave(shell)
        with Terminal(["-c", "greet"], home=home) as shell:
            shell.end(1)  # scripts do not read it


run(across_sessions, side_by_side, elsewhere, no_home, settings_file)
