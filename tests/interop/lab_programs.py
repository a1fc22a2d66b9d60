#!/usr/bin/python3
# Real programs on hosts of the lab, through its wire; and that nothing of them is left, however the
# shell, its keeper or its guardian ends. As this user, and, where that is root, as nobody too.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   lab_programs.py HANDSH [TEST…]

import os
import select
import signal
import subprocess

import peer
from lab import (BUSY, all_below, as_users, child_with, kill, kill_and_wait, limited,
                 need_lab, script)
from peer import check, same

# ---- through the wire ----

SERVER = r"""host a b
p = b.process 'cd /usr/share/common-licenses 2>/dev/null || cd /etc; exec python3 -u -m http.server 80 2>&1'
p.recv --until 'Serving HTTP'
"""


def test_server_and_client():
    peer.need("curl")
    for user in as_users():
        shown = script(SERVER + r"a.!curl -sS -o /dev/null -w '%{http_code} %{remote_ip}\n' http://b/"
                       "\na.!curl -sS -o /dev/null -w '%{http_code}\\n' http://10.0.0.2/", user)
        same(shown.splitlines()[-2:], ["200 10.0.0.2", "200"])


def test_bytes_between_programs():
    peer.need("sha256sum")
    text = r"""host a b
p = b.process 'python3 -c "import socket, hashlib
l = socket.create_server((\"0.0.0.0\", 7)); print(\"up\", flush=True); c = l.accept()[0]
h = hashlib.sha256()
while d := c.recv(65536): h.update(d)
print(h.hexdigest(), flush=True)"'
p.recv --line
a.!python3 -c 'import socket; s = socket.create_connection(("b", 7)); s.sendall(b"x" * 10000000)'
expect (p.recv --line) == (trim (!head -c 10000000 /dev/zero | tr '\0' x | sha256sum | cut -d' ' -f1))
"""
    for user in as_users():
        script(text, user)


def test_ping():
    peer.need("ping")
    for user in as_users():
        shown = script("host a b\na.!ping -c1 b\na.!ping -c1 b6", user)
        same(shown.count("0% packet loss"), 2, shown)


def test_ip_of_the_user():
    peer.need("ip")
    for user in as_users():
        shown = script("host a b\na.!ip address add 10.9.9.9/32 dev lo; ip -br address show lo", user)
        check("10.9.9.9" in shown, "the address is there:", shown)


def test_ports_and_raw_sockets():
    text = r"""host a
a.!python3 -c 'import socket; socket.create_server(("", 1)); socket.socket(socket.AF_INET, socket.SOCK_RAW, 1); socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0); print("may")'
"""
    for user in as_users():
        check(script(text, user).endswith("may\n"), "raw and packet sockets")


# ---- the end ----

# Says that no more fits, and who the shell is.
FULL = """!unshare --net true 2>/dev/null || echo full; echo shell $PPID
p.recv --exactly 1000
"""


class Lab:
    """A busy lab, in a user namespace where no more network namespaces fit."""

    def __init__(self, user):
        need_lab()
        self.process = subprocess.Popen(limited(user, "-q"), stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        cwd="/tmp", env=peer.environment(HOME="/tmp"))
        self.out = peer.Stream(self.process.stdout)
        self.process.stdin.write((BUSY + FULL).encode())
        self.process.stdin.flush()
        self.out.expect("full\n")
        self.shell = int(self.out.expect(r"shell (\d+)\n").group(1))
        self.keeper = child_with(self.shell, "--keeper")
        self.guardian = child_with(self.keeper, "--keeper")
        self.all = {pid: os.pidfd_open(pid) for pid in all_below(self.shell)}
        check(len(self.all) >= 5, "processes:", self.all)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if os.path.exists(f"/proc/{self.shell}"):
            kill(self.shell)
        for descriptor in self.all.values():
            os.close(descriptor)
        self.process.stdin.close()
        self.process.wait(peer.DEADLINE)

    def gone(self):
        """All its processes, and then its namespaces."""
        for pid, descriptor in self.all.items():
            check(select.select([descriptor], [], [], peer.DEADLINE)[0], "still there:", pid)
        self.out.expect("free\n")


def ends(*how):
    for user in as_users():
        for end in how:
            with Lab(user) as lab:
                end(lab)
                lab.gone()


def test_shell_is_killed():
    ends(lambda lab: kill(lab.shell))


def test_keeper_is_killed():
    ends(lambda lab: kill(lab.shell, lab.keeper),
         lambda lab: (kill_and_wait(lab.keeper), kill(lab.shell)))


def test_shell_is_ended():
    ends(lambda lab: os.kill(lab.shell, signal.SIGTERM))


def test_what_was_made_goes_on():
    """Another keeper, and another guardian, take the place of those that have died."""
    need_lab()
    with peer.Handsh("-q") as shell:
        shell.type("host a b\np = a.process 'exec sleep 1000'\nprint made\n")
        shell.out.expect("made\n")
        keeper = child_with(shell.pid, "--keeper")
        guardian = child_with(keeper, "--keeper")
        kill_and_wait(keeper)
        shell.type("a.!echo on a\nx = b.socket tcp; print $x.host\nhost c\nprint $c.addresses[0]\n")
        shell.out.expect("on a\nb\n10.0.0.3\n")
        kill_and_wait(guardian)
        shell.type("print (p.recv) ended\na.!echo on a again\n")
        shell.out.expect("ended\non a again\n")
        guardian = child_with(child_with(shell.pid, "--keeper"), "--keeper")
        shell.type("q = c.process 'echo up; exec sleep 1000'\nprint (q.recv)\n")
        shell.out.expect("up\n")
        programs = {pid: os.pidfd_open(pid) for pid in all_below(shell.pid)}
        kill(shell.pid)
        shell.process.wait()
        for pid, descriptor in programs.items():
            check(select.select([descriptor], [], [], peer.DEADLINE)[0], "still there:", pid)
            os.close(descriptor)


peer.main(globals())
