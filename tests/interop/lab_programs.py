#!/usr/bin/python3
# Real programs on hosts of the lab, through its wire; and that nothing of them is left, however the
# shell, its keeper or its guardian ends. As this user, and, where that is root, as nobody too.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   lab_programs.py HANDSH [TEST…]

import os
import select
import shutil
import signal
import subprocess

import peer
from peer import HANDSH, Failure, Skip, check, same

NOBODY = 65534
# Two hosts and the wire fit: as long as one of them is there, no other namespace does.
LIMIT = 3
AROUND = (f"echo {LIMIT} >/proc/sys/user/max_net_namespaces && "
          "{ \"$@\"; until unshare --net true 2>/dev/null; do :; done; echo free; }")
# A connection that nobody closes, and programs that end by nobody's will.
BUSY = """host a b
l = b.socket tcp; l.bind '' 80; l.listen
a.process "python3 -c 'import socket, signal; s = socket.create_connection((\\"b\\", 80)); signal.pause()'"
k = l.accept
p = a.process 'sleep 1000 & echo $$; exec sleep 1000'
p.recv --line
!unshare --net true 2>/dev/null || echo full; echo shell $PPID
p.recv --exactly 1000
"""


def as_users():
    """What stands before a command for it to be each user's."""
    if os.getuid() or not shutil.which("setpriv"):
        return [[]]
    other = ["setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
    found = subprocess.run([*other, HANDSH, "-c", "exit"], capture_output=True, check=False)
    return [[], other] if found.returncode == 0 else [[]]


def need_lab():
    if not shutil.which("unshare") or subprocess.run(
            ["unshare", "--user", "--map-current-user", "--net", "true"], check=False,
            capture_output=True).returncode:
        raise Skip("no network namespace of one's own can be made")


def script(text, user=()):
    """What the script writes, run in a folder of its own."""
    need_lab()
    process = subprocess.run([*user, HANDSH, "-q", "-c", text], cwd="/tmp", capture_output=True,
                             timeout=peer.DEADLINE, check=False, stdin=subprocess.DEVNULL,
                             env=peer.environment(HOME="/tmp"))
    check(process.returncode == 0 and not process.stderr, "status and errors:",
          process.returncode, process.stderr)
    return process.stdout.decode()


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


# ---- who is there ----

def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except FileNotFoundError:
        return []


def all_below(pid):
    found = children(pid)
    return found + [child for each in found for child in all_below(each)]


def child_with(pid, word):
    for each in children(pid):
        with open(f"/proc/{each}/cmdline", encoding="ascii") as file:
            if word in file.read().split("\0"):
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


# ---- the end ----

class Lab:
    """A busy lab, in a user namespace where no more network namespaces fit."""

    def __init__(self, user):
        need_lab()
        command = [*user, "unshare", "--user", "--map-root-user", "sh", "-c", AROUND, "sh", HANDSH]
        self.process = subprocess.Popen([*command, "-q"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        cwd="/tmp", env=peer.environment(HOME="/tmp"))
        self.out = peer.Stream(self.process.stdout)
        self.process.stdin.write(BUSY.encode())
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
