#!/usr/bin/python3
# What Tab lists, F1 shows and an open block brings back, as it stands on the screen.
#
# SPDX-License-Identifier: GPL-3.0-or-later

from screen import Screen
from terminal import run

F1 = "\x1bOP"
TABS = "\t\t"  # the first completes what is common, the second lists


def listed(shell, keys):
    """The rows of the list that stands below the line."""
    shell.send("\x05\x15\x0c" + keys)
    shell.settle()
    assert shell.cursor()[0] == 0, str(shell)
    return shell.rows()[1:]


def with_a_line_about_each():
    with Screen() as shell:
        rows = listed(shell, "sendt" + "\t")
        assert not rows, str(shell)
        rows = listed(shell, "recv" + TABS)
        assert [row.split()[0] for row in rows] == ["recv", "recvfrom", "recvmsg"], str(shell)
        assert all(len(row.split()) > 3 for row in rows), str(shell)
        assert shell.rows()[0] == "> recv" and shell.cursor() == (0, 6), str(shell)
        rows = listed(shell, "trace " + TABS + "\t")
        assert "on" in " ".join(rows) and "off" in " ".join(rows), str(shell)
        rows = listed(shell, "shutdown " + TABS)
        assert any("write" in row and "sent" in row for row in rows), str(shell)
        rows = listed(shell, "socket " + TABS)
        assert any(row.startswith("tcp ") and "streams" in row for row in rows), str(shell)
        assert not any("AF_INET" in row for row in rows), str(shell)  # before it is begun
        rows = listed(shell, "help ECONNRE" + TABS)
        assert [row.split()[0] for row in rows] == ["ECONNREFUSED", "ECONNRESET"], str(shell)
        assert all(len(row.split()) > 3 for row in rows), str(shell)
        rows = listed(shell, "s1." + TABS)  # two columns of them
        assert any(row.startswith("accept ") and "…  " in row for row in rows), str(shell)


def of_every_kind():
    """One candidate of each kind, completed in the midst of a line."""
    with Screen() as shell:
        shell.type("s = socket tcp; m = {first: 1 second: [2]}; gone = socket udp; close gone")
        for typed, completed in (
                ("use s", "use s"), ("print $m.f", "print $m.first "), ("print \"${m.s", "print \"${m.second"),
                ("socket AF_INET6", "socket AF_INET6 "), ("socket AF_INET SOCK_STR", "socket AF_INET SOCK_STREAM "),
                ("s.setsockopt nodel", "s.setsockopt nodelay "), ("try { } catch ECONNREF", "try { } catch ECONNREFUSED "),
                ("expect error ETIMED", "expect error ETIMEDOUT "), ("fail ECONNREF", "fail ECONNREFUSED "),
                ("resolve localh", "resolve localhost "), ("recv --waita", "recv --waitall "),
                ("help TIME_W", "help TIME_WAIT "), ("set hin", "set hints "), ("pri", "print "),
                ("print \"${gethostn", "print \"${gethostname")):
            shell.send("\x05\x15" + typed + "\t")
            shell.settle()
            row = shell.rows()[-1]
            assert row.split("> ", 1)[1].startswith(completed.rstrip()), f"{typed}:\n{shell}"


def closed_ones_are_not_offered():
    with Screen() as shell:
        shell.type("alive = socket tcp; gone = socket udp; close gone")
        rows = listed(shell, "use " + TABS)
        assert not rows and shell.rows()[0].endswith("> use alive"), str(shell)


def fit_the_screen():
    for columns in (20, 40, 80, 200):
        with Screen(size=(24, columns)) as shell:
            rows = listed(shell, TABS)
            assert len(rows) <= 23, str(shell)
            assert all(len(row) < columns for row in rows), str(shell)
            if columns <= 40:
                assert "more" in rows[-1], str(shell)
            shell.send("sockets ")
            shell.settle()
            assert shell.rows() == ["> sockets"], str(shell)


def narrowed_as_one_types_on():
    with Screen() as shell:
        shell.type("s = socket tcp; s.bind 127.0.0.1 0; s.listen")
        three = "recv recvfrom recvmsg"
        for keys, names in (("\x0crecv" + TABS, three), ("f", "recvfrom"), ("\x7f", three), ("x", ""),
                            ("\x7f", three), ("\x02", ""), ("\x05", ""), (TABS, three), ("m\t", "")):
            shell.send(keys)
            shell.settle()
            assert [row.split()[0] for row in shell.rows()[1:]] == names.split(), f"{keys!r}\n{shell}"
        assert shell.rows() == ["s> recvmsg"], str(shell)
        # Not in a transcript, nor in the way of what others write.
        shell.send("\x15so" + TABS)
        shell.settle()
        assert len(shell.rows()) == 7, str(shell)
        shell.winch()
        assert len(shell.rows()) == 7, str(shell)
        shell.send("cket tcp\r")
        shell.settle()
        assert shell.rows()[0] == "s> socket tcp" and len(shell.rows()) == 3, str(shell)


def help_of_the_word():
    with Screen() as shell:
        for keys, page in (("bind" + F1, "bind"), ("listen 5" + F1, "listen"), ("x = accept" + F1, "accept"),
                           ("print ECONNREFUSED" + F1, "ECONNREFUSED"), ("bind '' 5\x18h", "bind"),
                           ("listen 5\x01\x06" + F1, "listen"), (F1, ""), ("xyz" + F1, "no help for xyz")):
            shell.send("\x05\x15\x0c" + keys)
            shell.settle()
            rows = shell.rows()
            assert page in rows[0] and len(rows) < 24, f"{keys!r}\n{shell}"
            line = keys.replace(F1, "").replace("\x18h", "").replace("\x01\x06", "")
            assert rows[-1] == ("> " + line).rstrip(), f"{keys!r}\n{shell}"


def an_open_block_comes_back():
    with Screen() as shell:
        shell.type("if true {")
        shell.type("print on")
        shell.send("print two }\x1b[A")
        shell.settle()
        assert shell.rows()[-3:] == ["> if true {", "print on", "print two }"], str(shell)
        shell.send(len("\nprint two }") * "\x02" + "e\r")
        shell.settle()
        assert shell.rows()[-6:] == ["> if true {", "print one", "print two }", "one", "two", ">"], str(shell)
        shell.send("\x1b[A")  # and is one entry of the history
        shell.settle()
        assert shell.rows()[-3:] == ["> if true {", "print one", "print two }"], str(shell)


def many_lines_pasted():
    """Five hundred lines are one unit; what runs is what was pasted."""
    with Screen() as shell:
        lines = "".join(f"x{number} = {number}\r" for number in range(500))
        shell.send("\x1b[200~" + lines + "print \"sum ${$x0 + $x499}\"\x1b[201~")
        shell.settle()
        assert len(shell.rows()) == 24, str(shell)
        shell.send("\r")
        shell.until("sum 499")
        shell.settle()
        assert shell.rows()[-1] == ">", str(shell)


def a_pasted_block_comes_back():
    """However many statements it has; one that goes on is an entry of its own, too."""
    with Screen() as shell:
        shell.send("\x1b[200~print one\rprint two\rif true {\r print three\x1b[201~\r")
        shell.settle()
        assert shell.rows()[-1] == "…", str(shell)
        shell.type("}")
        assert shell.rows()[-2:] == ["three", ">"], str(shell)
        shell.send("\x1b[A")
        shell.settle()
        assert shell.rows()[-3:] == ["> if true {", " print three", "}"], str(shell)
        shell.send("\x1b[A")
        shell.settle()
        assert shell.rows()[-4:] == ["> print one", "print two", "if true {", " print three"], str(shell)
        shell.interrupt()
        shell.send("\x1b[200~x = 1\rprint \"$x,\"\x1b[201~\r")
        shell.settle()
        shell.send("\x1b[A\r")
        shell.settle()
        assert shell.rows()[-4:] == ["> x = 1", 'print "$x,"', "1,", ">"], str(shell)


run(with_a_line_about_each, of_every_kind, closed_ones_are_not_offered, fit_the_screen,
    narrowed_as_one_types_on, help_of_the_word, an_open_block_comes_back, a_pasted_block_comes_back, many_lines_pasted)
