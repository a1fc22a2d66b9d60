#!/usr/bin/python3
# serve and the errors of accept(2): each is injected once while a client waits. What may pass is
# said once and the client is served, after a pause where trying again at once would only find the
# same; what never passes ends serve.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import peer
from peer import check, run, same

# As accept(2) has them of Linux.
OF_THE_CONNECTION = ("ECONNABORTED ECONNRESET EPROTO ENETDOWN ENOPROTOOPT EHOSTDOWN ENONET"
                     " EHOSTUNREACH EOPNOTSUPP ENETUNREACH ETIMEDOUT").split()
LACKING = "EMFILE ENFILE ENOBUFS ENOMEM EPERM EIO".split()
FOR_EVER = "EBADF EINVAL ENOTSOCK".split()
PAUSE = 50_000_000

SERVER = """
s = socket tcp
s.bind 127.0.0.1 0
s.listen
where = $s.local
t = s.serve { send hello; recv | send } &
def client { k = socket tcp; k.connect $where; $k }
a = client
expect (a.recv) == 'hello'
"""
SERVED = SERVER + """
start = clock
b = client
expect (b.recv) == 'hello'
print ((clock) - $start)
for k in [$a $b] { k.send back; expect (k.recv) == 'back' }
"""
ENDED = SERVER + """
client
expect error NAME { wait $t }
"""
BEFORE = 3 # accept4 that finds nobody, takes a, finds nobody


def injected(script, name):
    wait = f"{peer.DEADLINE / 2:g}s"
    return run("-q", "--timeout", wait, "-c", script,
               env=peer.unlucky(f"accept4:{BEFORE + 1}:{name}"))


def served(name, says=1):
    """How long the client waited."""
    handsh = injected(SERVED, name)
    err = handsh.errors()
    same(err.count(f"accept: {name}"), says, f"{name}: {err}")
    return int(handsh.text())


def test_an_error_of_one_connection():
    for name in OF_THE_CONNECTION:
        took = served(name)
        check(took < PAUSE * peer.SLOWNESS, f"{name}: no pause", took)


def test_what_is_lacking_may_be_there_again():
    for name in LACKING:
        took = served(name)
        check(took >= PAUSE, f"{name}: a pause", took)


def test_an_interruption_is_not_seen():
    served("EINTR", says=0)


def test_what_never_passes_ends_it():
    for name in FOR_EVER:
        injected(ENDED.replace("NAME", name), name)


peer.main(globals())
