#!/usr/bin/python3
# Standard input as a pipe, a file, a terminal, /dev/null, closed, and shared with other programs.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import fcntl
import os
import pty
import re
import socket
import subprocess

import peer
from peer import Handsh, check, same

SCRIPT = """print one
if true {
	print two
}
name = ask 'who? '
an answer
print $name
print three
"""
SHOWN = "one\ntwo\nwho? an answer\nthree\n"


def plain(text):
    """Whether the question ends its line when no terminal does is not our matter here."""
    return text.replace("who? \n", "who? ")


def test_pipe():
    same(plain(peer.run(input=SCRIPT).text()), SHOWN)


def test_pipe_in_pieces():
    for size in (1, 3, 7):
        with Handsh() as handsh:
            for start in range(0, len(SCRIPT), size):
                handsh.type(SCRIPT[start:start + size])
            handsh.wait()
            same(plain(handsh.text()), SHOWN)


def test_pipe_runs_each_unit_as_it_arrives():
    with Handsh() as handsh:
        for number in range(5):
            handsh.type(f"print {number}\n")
            handsh.out.expect(f"^{number}$")
        handsh.type("if true {\nprint inside\n")
        handsh.type("}\n")
        handsh.out.expect("^inside$")
        handsh.wait()


BROKEN = """if true {
	x = = 3
	print rest of the block
	!echo it's }
}
"""


def test_the_rest_of_a_broken_block_does_not_run():
    for broken in (BROKEN, BROKEN.replace("x = = 3", "f (a }"), BROKEN.replace("x = = 3", "f )"),
                   BROKEN.replace("if true", "if = 1")):
        handsh = peer.run("-q", input=broken + "print next\n", expected=2)
        same(handsh.text(), "")
        check("syntax" in handsh.errors(), handsh.errors())
        handsh = peer.run("-q", "-k", input=broken + "print next\n", expected=2)
        same(handsh.text(), "next\n", broken)
        same(handsh.errors().count("syntax"), 1, broken)


def test_a_broken_block_is_known_where_it_ends():
    with Handsh("-k") as handsh:
        for line in BROKEN.splitlines(True):
            handsh.type(line)
        handsh.err.expect("^<stdin>:2:6: syntax: .*$")
        handsh.type("print next\n")
        handsh.out.expect("^next$")
        handsh.wait(2)


def test_a_bracket_that_nothing_closes_ends_with_the_input():
    handsh = peer.run("-q", "-k", input="print one\nif true {\n\tx = = 3\n\tprint two\n", expected=2)
    same(handsh.text(), "one\n")
    check("<stdin>:3:6: syntax" in handsh.errors(), handsh.errors())


def test_ask_takes_what_stands_after_the_unit_being_read():
    with Handsh("-q") as handsh:
        handsh.type("u = socket udp; u.bind 127.0.0.1 0; print (u.getsockname).port\n")
        port = int(handsh.out.expect(r"^(\d+)$").group(1))
        # All at once: when the line now is there, the unit after it has been read.
        handsh.type("spawn { u.recv; print started; print got (ask) }\nprint now\nif true {\n"
                    + "print in the unit\n" * 3)
        handsh.out.expect("^now$")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"go", ("127.0.0.1", port))
        handsh.out.expect("^started$")
        handsh.type("the answer\n")
        handsh.out.expect("^got the answer$")
        handsh.type("fail place\n}\n")
        handsh.out.expect("^in the unit\nin the unit\nin the unit\n")
        handsh.err.expect("^<stdin>:9:1: fail: place$")
        handsh.wait(1)


def test_lines_that_ask_took_are_counted():
    handsh = peer.run("-q", input="x = ask\nan answer\n\nfail $x\n", expected=1)
    check(handsh.errors().startswith("<stdin>:4:1: fail: an answer\n"), handsh.errors())


def test_one_long_unit():
    lines = 100000
    script = "n = 0\nloop 1 {\n" + "n = $n + 1\n" * lines + "}\nprint $n\n"
    same(peer.run("-q", input=script).text(), f"{lines}\n")
    with Handsh("-q") as handsh:
        for start in range(0, len(script), 3001):
            handsh.type(script[start:start + 3001])
        handsh.out.expect(f"^{lines}$") # while standard input stays open
        handsh.wait()


def test_many_small_units():
    lines = 20000
    same(peer.run("-q", input="n = 0\n" + "n = $n + 1\n" * lines + "print $n").text(), f"{lines}\n")


def test_file():
    with Handsh() as handsh:
        path = os.path.join(handsh.folder, "script")
        with open(path, "w") as file:
            file.write(SCRIPT)
        with open(path) as file:
            same(plain(peer.run(stdin=file).text()), SHOWN)
        handsh.wait()


def test_file_without_newline_at_its_end():
    same(peer.run(input="print a\nprint b").text(), "a\nb\n")


def test_dev_null():
    with open("/dev/null") as null:
        handsh = peer.run(stdin=null)
        same((handsh.text(), handsh.errors()), ("", ""))
    with open("/dev/null") as null:
        same(peer.run("-q", "-c", "print (ask) end", stdin=null).text(), "nil end\n")


def test_closed():
    def close_input():
        os.close(0)
    handsh = peer.run(stdin=None, preexec_fn=close_input)
    same(handsh.text(), "")
    # No socket may take the place of a standard descriptor.
    handsh = peer.run("-q", "-c", "s = socket tcp; print $s.fd; print (ask)", stdin=None,
                      preexec_fn=close_input)
    number, answer = handsh.text().split("\n")[:2]
    check(int(number) > 2, "descriptor:", number)
    same(answer, "nil")


def test_closed_output_and_error():
    def close_all():
        for number in (0, 1, 2):
            os.close(number)
    with Handsh("-q", "-c", "s = socket tcp; exit ($s.fd)", stdin=None, stdout=None, stderr=None,
                preexec_fn=close_all) as handsh:
        status = handsh.process.wait(peer.DEADLINE)
        check(status > 2, "descriptor:", status)


def test_directory():
    folder = os.open("/tmp", os.O_RDONLY)
    handsh = peer.run(stdin=folder, expected=2)
    os.close(folder)
    check("EISDIR" in handsh.errors(), handsh.errors())


def test_the_rest_is_left_to_ask():
    handsh = peer.run("-q", "-c", "a = ask; b = ask; c = ask; print $a $b $c", input="x\ny\n")
    same(handsh.text(), "x y nil\n")


def test_terminal():
    controller, terminal = pty.openpty()
    with Handsh(stdin=terminal, stdout=terminal, stderr=terminal,
                preexec_fn=lambda: (os.setsid(), fcntl.ioctl(0, 0x540e, 0))) as handsh:
        os.close(terminal)
        os.write(controller, b"print (6 * 7)\nexit 3\n")
        same(handsh.process.wait(peer.DEADLINE), 3)
        shown = b""
        try:
            while piece := os.read(controller, 65536):
                shown += piece
        except OSError: # a terminal that nobody has open any more
            pass
        check(re.search(rb"^42\r?$", shown, re.M), shown)
    os.close(controller)


def test_flags_of_shared_input_stay():
    # O_NONBLOCK on it would reach every program that shares it.
    for mode in ("pipe", "terminal"):
        reader, writer = os.pipe() if mode == "pipe" else pty.openpty()[::-1]
        before = fcntl.fcntl(reader, fcntl.F_GETFL)
        with Handsh("-q", stdin=reader, preexec_fn=None) as handsh:
            os.write(writer, b"print started\n")
            handsh.out.expect("started")
            same(fcntl.fcntl(reader, fcntl.F_GETFL), before, mode)
            os.write(writer, b"exit\n")
            same(handsh.process.wait(peer.DEADLINE), 0)
        os.close(reader)
        os.close(writer)


def test_a_program_may_read_what_follows():
    # What handsh has not read from a file is there for whoever comes after it.
    with Handsh() as handsh:
        path = os.path.join(handsh.folder, "script")
        with open(path, "w") as file:
            file.write("first\nsecond\n")
        result = subprocess.run(["/bin/sh", "-c", '"$0" -q -c "print (ask)" < "$1"', peer.HANDSH,
                                 path], stdout=subprocess.PIPE, timeout=peer.DEADLINE)
        same(result.stdout, b"first\n")
        handsh.wait()


peer.main(globals())
