#!/usr/bin/python3
# History: across sessions, side by side, and without a place to keep it.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import fcntl
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


def lost_by_nobody():
    """One shell makes the file shorter while another is about to append."""
    with tempfile.TemporaryDirectory() as home:
        path = own_files(home)
        write(path, "print old\n")
        with Terminal(home=home) as one:
            one.prompt()
            write(path, "".join(f"#{i}\nprint {i}\n" for i in range(20_000)))
            with open(path, encoding="utf-8") as held:
                fcntl.flock(held, fcntl.LOCK_EX)
                with Terminal(home=home) as two:
                    one.send("print one\r")  # both wait
                    fcntl.flock(held, fcntl.LOCK_UN)
                    two.prompt()
                    one.wait(r"\none\r\n")
                    one.prompt()
                    two.type("print two")
                    leave(two)
                leave(one)
        entries = [line for line in read(path).splitlines() if not line.startswith("#")]
        assert len(entries) < 11_000 and {"print one", "print two", "print 19999"} <= set(entries), entries[-4:]


def kept_from_it():
    """Lines that begin with a blank, and the same line again."""
    with tempfile.TemporaryDirectory() as home:
        with Terminal(home=home) as shell:
            shell.prompt()
            shell.type("print one")
            shell.type(" print secret")
            shell.type("print one")
            shell.send(UP + UP)
            shell.text("print one")
            leave_line(shell)
        entries = [line for line in read(own_path(home)).splitlines() if not line.startswith("#")]
        assert entries == ["print one"], entries


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


def own_path(home):
    return os.path.join(home, ".local/state/handsh/history")


def own_files(home):
    """The history file of a home, in folders that exist."""
    path = own_path(home)
    os.makedirs(os.path.dirname(path), mode=0o700)
    return path


def write(path, text, mode=0o600):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def readable_history():
    with tempfile.TemporaryDirectory() as home:
        path = own_files(home)
        write(path, "#1\nprint kept\n", 0o644)
        with Terminal(home=home, size=(24, 200)) as shell:
            shell.wait(r"history: others could read [^\r\n]*/history: from now on only you can\r\n")
            shell.prompt()
            assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
            shell.send(UP + "\r")
            shell.wait(r"\nkept\r\n")
            shell.prompt()
            leave(shell)


def refused_history():
    """Where somebody else could have chosen the file, none is kept, and that is said."""
    with tempfile.TemporaryDirectory() as home:
        path = own_files(home)
        target = os.path.join(home, "target")
        write(target, "print secret\n")
        os.symlink(target, path)
        with Terminal(home=home, size=(24, 200)) as shell:
            shell.wait(r"history: EPERM: not kept: [^\r\n]*/history is a symbolic link\r\n")
            shell.prompt()
            shell.type("print hello")
            shell.send(UP + UP)
            shell.text("print hello")
            leave_line(shell)
        assert read(target) == "print secret\n"
        os.unlink(path)
        folder = os.path.dirname(path)
        os.chmod(folder, 0o777)
        with Terminal(home=home, size=(24, 200)) as shell:
            shell.wait(r"history: EPERM: not kept: others can write [^\r\n]*/handsh\r\n")
            shell.prompt()
            leave(shell)


def leave_line(shell):
    shell.send("\r")
    shell.prompt()
    leave(shell)


def long_lines_of_history():
    """Neither a line that nobody typed nor a file without an end comes to the terminal."""
    with tempfile.TemporaryDirectory() as home:
        path = own_files(home)
        write(path, "#1\nprint first\n#2\nprint " + 50_000_000 * "x" + "\n#3\nprint last\n")
        with Terminal(home=home, size=(24, 200)) as shell:
            shell.prompt()
            shell.send(3 * UP)
            shell.text("print last")
            shell.send("\r")
            shell.wait(r"\nlast\r\n")
            shell.prompt()
            assert len(shell.seen) < 10_000, len(shell.seen)
            leave(shell)
        assert os.path.getsize(path) < 10_000, "the file stays as long as it was"
        write(path, "".join(f"#{i}\nprint {i}\n" for i in range(20_000)))
        with Terminal(home=home, size=(24, 200)) as shell:
            shell.prompt()
            shell.type("print more")
            leave(shell)
        entries = [line for line in read(path).splitlines() if not line.startswith("#")]
        assert len(entries) == 10_001 and entries[0] == "print 10000", (len(entries), entries[0])
        assert entries[-2:] == ["print 19999", "print more"], entries[-2:]


def other_shells_history():
    """Without times each line is an entry; what is no text is none."""
    with tempfile.TemporaryDirectory() as home:
        write(own_files(home), "print one\nprint two\nprint \0\n\nprint unended")
        with Terminal(home=home, size=(24, 200)) as shell:
            shell.prompt()
            shell.send(2 * UP + "\r")
            shell.wait(r"\none\r\n")
            shell.prompt()
            leave(shell)


def refused_settings():
    with tempfile.TemporaryDirectory() as home:
        folder = os.path.join(home, ".config/handsh")
        os.makedirs(folder)
        path = os.path.join(folder, "rc.hsh")
        write(path, "print 'from the settings'\n", 0o666)
        for culprit in (path, folder, os.path.dirname(folder)):
            os.chmod(culprit, 0o777)
            with Terminal(home=home, size=(24, 200)) as shell:
                shell.wait(rf"rc\.hsh: EPERM: not run: others can write {culprit}\r\n")
                shell.wait(r"chmod go-w")
                shell.prompt()
                leave(shell)
            assert "from the settings" not in shell.seen
            os.chmod(culprit, 0o700)
        with Terminal(home=home, size=(24, 200)) as shell:
            shell.wait(r"from the settings\r\n")
            shell.prompt()
            leave(shell)


def linked_settings():
    """Settings may stand elsewhere; there too only their owner may write."""
    with tempfile.TemporaryDirectory() as home:
        os.makedirs(os.path.join(home, ".config/handsh"))
        os.makedirs(os.path.join(home, "dotfiles"))
        write(os.path.join(home, "dotfiles/rc.hsh"), "print 'from the settings'\n", 0o644)
        os.symlink("../../dotfiles/rc.hsh", os.path.join(home, ".config/handsh/rc.hsh"))
        with Terminal(home=home, size=(24, 200)) as shell:
            shell.wait(r"from the settings\r\n")
            shell.prompt()
            leave(shell)
        os.chmod(os.path.join(home, "dotfiles"), 0o777)
        with Terminal(home=home, size=(24, 200)) as shell:
            shell.wait(r"not run: others can write [^\r\n]*/dotfiles\r\n")
            shell.prompt()
            leave(shell)


run(across_sessions, side_by_side, lost_by_nobody, kept_from_it, elsewhere, no_home, settings_file, readable_history,
    refused_history, long_lines_of_history, other_shells_history, refused_settings, linked_settings)
