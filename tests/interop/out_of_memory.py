#!/usr/bin/python3
# Without memory, or without the descriptor that all waiting needs, handsh says so and ends with a
# status: each allocation of some scripts fails once.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# fail_allocation.c is preloaded into handsh.

import os
import subprocess
import tempfile

import counting
import peer
from peer import check, same

VALUES = """
def double x { $x + $x }
m = {a: 1 b: [1 2 3]}
for i in (range 0 20) { m["k$i"] = double "v$i" }
print (len $m) (join (sort ([c b a])) ',') (hex "\\x00\\xff")
try { fail SOME 'words' } catch e { print $e.name $e.message }
print (repeat 'abc' 1000 | len) $m.b
"""
SOCKETS = """
l = socket tcp; l.bind 127.0.0.1 0; l.listen 5
t = spawn { l.serve { while data = recv 1024 { send (reverse $data) } } }
c = socket tcp; connect (l.getsockname)
send hello; print (recv 1024)
info c
u = socket udp; u.bind 127.0.0.1 0; u.sendto (u.getsockname) word; print (u.recvfrom).data
timeout 5s { p = socketpair unix; a = $p[0]; b = $p[1]; a.send x; print (b.recv) }
cancel $t; c.close
"""
OTHERS = """
save file 'some text'; print (load file)
print (!echo from a program)
for a in (resolve localhost) { print $a.host }
help recv; tasks; journal -k 10; journal
source file2
"""
SAID = b"handsh: out of memory\n"


class Program:
    """Runs of one script, each in a folder of its own."""

    def __init__(self, script, *words):
        counting.need_plain_build()
        self.words, self.script = words, script
        self.library = counting.tool("fail_allocation.so")

    def run(self, **variables):
        with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder:
            with open(os.path.join(folder, "file2"), "w", encoding="utf-8") as file:
                file.write("print sourced\n")
            variables = {"LD_PRELOAD": self.library, "HOME": folder, **variables}
            return subprocess.run([peer.HANDSH, *self.words], input=self.script.encode(),
                                  cwd=folder, env=peer.environment(**variables),
                                  capture_output=True, timeout=peer.DEADLINE, check=False)

    def allocations(self):
        with tempfile.NamedTemporaryFile() as file:
            self.run(ALLOCATIONS_COUNTED=file.name)
            return int(file.read())


def fail_each(script, *words):
    program = Program(script, *words)
    usual = program.run()
    same(usual.returncode, 0, f"status {usual.stderr}")
    count = program.allocations()
    check(count > 50, "few allocations", count)
    for number in range(1, count + 1):
        end = program.run(ALLOCATION_FAILS=str(number))
        where = f"allocation {number} of {count}:"
        same(end.returncode, 1, f"{where} status, {end.stderr}")
        same(end.stderr, SAID, f"{where} standard error")


def test_values():
    fail_each(VALUES, "-q")


def test_sockets():
    fail_each(SOCKETS, "-q")


def test_others():
    fail_each(OTHERS, "-q")


def test_without_the_loop():
    end = Program("print hello\n", "-q").run(EPOLL_FAILS="yes")
    same(end.returncode, 1)
    same(end.stdout, b"")
    same(end.stderr, b"handsh: epoll_create1: EMFILE: Too many open files: nothing could wait\n")


peer.main(globals())
