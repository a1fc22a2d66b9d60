# What tests of hosts share: who may make them, which processes there are, and whether all of it is
# gone.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import select
import shutil
import signal
import subprocess

import peer
from peer import HANDSH, Failure, Skip, check

NOBODY = 65534
# Two hosts and the wire fit, and no other namespace; when the program has ended, none fits as long as
# one of them is there.
MOST = "/proc/sys/user/max_net_namespaces"
AROUND = (f"echo 3 >{MOST} && {{ \"$@\"; echo 1 >{MOST}; "
          "until unshare --net true 2>/dev/null; do :; done; echo free; }")
# A connection that nobody closes, and programs that end by nobody's will.
BUSY = """host a b
l = b.socket tcp; l.bind '' 80; l.listen
a.process "python3 -c 'import socket, signal; s = socket.create_connection((\\"b\\", 80)); signal.pause()'"
k = l.accept
p = a.process 'sleep 1000 & echo $$; exec sleep 1000'
p.recv --line
"""


def need_lab():
    if not shutil.which("unshare") or subprocess.run(
            ["unshare", "--user", "--map-current-user", "--net", "true"], check=False,
            capture_output=True).returncode:
        raise Skip("no network namespace of one's own can be made")


def as_users():
    """What stands before a command for it to be each user's."""
    if os.getuid() or not shutil.which("setpriv"):
        return [[]]
    other = ["setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
    found = subprocess.run([*other, HANDSH, "-c", "exit"], capture_output=True, check=False)
    return [[], other] if found.returncode == 0 else [[]]


def limited(user, *words):
    """The command, in a user namespace with room for two hosts; says free when they are gone."""
    return [*user, "unshare", "--user", "--map-root-user", "sh", "-c", AROUND, "sh", HANDSH, *words]


def script(text, user=(), folder="/tmp"):
    """What the script writes, run in a folder."""
    need_lab()
    process = subprocess.run([*user, HANDSH, "-q", "-c", text], cwd=folder, capture_output=True,
                             timeout=peer.DEADLINE, check=False, stdin=subprocess.DEVNULL,
                             env=peer.environment(HOME=folder))
    check(process.returncode == 0 and not process.stderr, "status and errors:",
          process.returncode, process.stderr)
    return process.stdout.decode()


# ---- who is there ----

def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def all_below(pid):
    found = children(pid)
    return found + [child for each in found for child in all_below(each)]


def words_of(pid):
    """Its command line; [] when it has ended."""
    try:
        with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as file:
            return file.read().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def child_with(pid, word):
    for each in children(pid):
        if word in words_of(each):
            return each
    raise Failure(f"{pid} has no child {word}")


def kill(*pids):
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def kill_and_wait(pid):
    descriptor = os.pidfd_open(pid)
    kill(pid)
    check(select.select([descriptor], [], [], peer.DEADLINE)[0], "still there:", pid)
    os.close(descriptor)
