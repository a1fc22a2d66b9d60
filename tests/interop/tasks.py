#!/usr/bin/python3
# Ten thousand tasks that each wait on a socket are one thread.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import peer
from peer import check, same

MANY = """
count = 0
loop 10000 {
	spawn {
		global count
		s = socket udp
		s.bind 127.0.0.1 0
		count = $count + 1
		s.recv
	}
}
expect within %ds $count == 10000
print waiting
"""


def test_ten_thousand_waiting_tasks_are_one_thread():
    if peer.raise_limit() < 10100:
        raise peer.Skip("needs 10,100 descriptors")
    with peer.Handsh("-q", input=MANY % peer.DEADLINE) as handsh:
        handsh.out.expect("^waiting$")
        same(handsh.status("Threads"), "1")
        check(len(handsh.descriptors()) >= 10000, "descriptors:", len(handsh.descriptors()))
        handsh.type("exit\n")
        handsh.wait()


WAKE = """
n = 0
pairs = []
loop 2000 { p = socketpair unix-dgram; pairs = $pairs + [$p] }
for p in $pairs { spawn { global n; a = $p[0]; a.recv; n = $n + 1 } }
print ready
for p in $pairs { b = $p[1]; b.send x }
wait
print $n
tasks
for p in $pairs { a = $p[0]; b = $p[1]; a.close; b.close }
"""


def test_each_of_them_is_woken():
    peer.raise_limit()
    with peer.Handsh("-q", input=WAKE) as handsh:
        handsh.out.expect("^ready$")
        handsh.out.expect("^2000$")
        handsh.wait()
        same(handsh.errors(), "")
        same("recv" in handsh.text(), False, "tasks left")


def test_sleeping_tasks_are_one_thread():
    script = "n = 0\nloop 10000 { spawn { global n; n = $n + 1; sleep 60m } }\nprint $n\n"
    with peer.Handsh("-q", input=script) as handsh:
        handsh.out.expect("^10000$")
        same(handsh.status("Threads"), "1")
        handsh.wait() # a script ends with its last statement; the tasks are cancelled


peer.main(globals())
