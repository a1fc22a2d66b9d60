#!/usr/bin/python3
# host --check, where something that a lab needs is not allowed: it stops there, and names what allows
# it. Each thing is made to fail for real, by limits of a user namespace of the test's own, or by the
# system call that does it.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   lab_check.py HANDSH [TEST…]

import errno
import os
import resource
import struct
import subprocess

import peer
from lab import need_lab
from peer import HANDSH, Skip, check, same
from supervisor import Supervisor

AF_NETLINK, AF_PACKET, SOL_PACKET, PACKET_RX_RING = 16, 17, 263, 5
PR_CAP_AMBIENT, SIOCETHTOOL = 47, 0x8946
NEWLINK, NEWADDR, CREATE = 16, 20, 0x400  # rtnetlink(7): messages, and a flag of theirs
KEEPER, ENTRY = "--keeper", "--enter"


def run(command, **more):
    """What it shows, and its errors."""
    process = subprocess.run(command, cwd="/tmp", stdin=subprocess.DEVNULL, capture_output=True,
                             text=True, timeout=peer.DEADLINE, check=False,
                             env=peer.environment(HOME="/tmp"), **more)
    return process.stdout.splitlines(), process.stderr


def limited(name, most):
    """In a user namespace that allows so many."""
    line = f"echo {most} >/proc/sys/user/{name} && exec \"$0\" -q -c 'host --check'"
    return run(["unshare", "--user", "--map-root-user", "sh", "-c", line, HANDSH])


def stops(shown, step, number, remedy):
    """The last line is the one that says no; the error has the errno, and what allows it."""
    lines, errors = shown
    check(lines and lines[-1].startswith("no  " + step), "the last step:", lines, errors)
    check(all(line.startswith("ok  ") for line in lines[:-1]), "those before it:", lines)
    name = "EOPNOTSUPP" if number == errno.EOPNOTSUPP else errno.errorcode[number]  # it has two
    check(f"host: {name}: " in errors and remedy in errors,
          "errno and remedy:", errors)


def test_all_is_there():
    need_lab()
    lines, errors = run([HANDSH, "-q", "-c", "host --check"])
    check(lines and all(line.startswith("ok  ") for line in lines) and not errors, "steps:", lines,
          errors)
    check("/bin/sh" in lines[-1], "a program is the last step:", lines)


LIMITS = (
    ("max_user_namespaces", 0, "a namespace of users", "user.max_user_namespaces"),
    ("max_pid_namespaces", 0, "a namespace of processes", "user.max_pid_namespaces"),
    ("max_net_namespaces", 0, "a namespace of networks for the wires", "user.max_net_namespaces"),
    ("max_net_namespaces", 1, "a namespace of networks for a host", "user.max_net_namespaces"),
    ("max_mnt_namespaces", 0, "a program's own /etc/hosts", "user.max_mnt_namespaces"),
)


def test_limits():
    need_lab()
    for name, most, step, remedy in LIMITS:
        stops(limited(name, most), step, errno.ENOSPC, remedy)


# ---- a step's own call fails ----

def path(end, number):
    """A file that is opened, by the end of its path."""
    return {"openat": lambda call: number if call.text(1).endswith(end) else 0}


def of(word, name, number):
    """Any such call of the keeper, or of a program on its way into a host."""
    return {name: lambda call: number if call.is_of(word) else 0}


def first(name, argument, value, number):
    """By the value of an argument."""
    return {name: lambda call: number if call.arguments[argument] == value else 0}


def netlink(type_, number, flags=0, index=None):
    """A request, by its header, and what follows of one about a link."""
    def decide(call):
        text = call.memory(1, 24)
        if len(text) < 24:
            return 0
        _, kind, has = struct.unpack_from("=IHH", text)
        about = struct.unpack_from("=i", text, 20)[0]
        fits = kind == type_ and has & flags == flags and index in (None, about)
        return number if fits else 0
    return {"sendto": decide}


STEPS = (
    # what fails, errno, the step, and what its remedy says
    (of("host --check", "execve", errno.EACCES), errno.EACCES, "the keeper's process", ""),
    (of(KEEPER, "unshare", errno.EPERM), errno.EPERM, "a namespace of users", "seccomp=unconfined"),
    (of(KEEPER, "unshare", errno.ENOSYS), errno.ENOSYS, "a namespace of users", "seccomp=unconfined"),
    (path("/setgroups", errno.EACCES), errno.EACCES, "rights in it", "takes the rights"),
    (path("/uid_map", errno.EPERM), errno.EPERM, "this user in it", "takes the rights"),
    (path("/gid_map", errno.EPERM), errno.EPERM, "this group in it", "takes the rights"),
    (first("unshare", 0, 0x20000000, errno.EPERM), errno.EPERM, "a namespace of processes",
     "takes the rights"),
    (of(KEEPER, "clone", errno.EAGAIN), errno.EAGAIN, "its first process", "ulimit -u"),
    (first("unshare", 0, 0x40000000, errno.EPERM), errno.EPERM,
     "a namespace of networks for the wires", "takes the rights"),
    (path("/ns/user", errno.ENOENT), errno.ENOENT, "descriptors of the namespaces", ""),
    (of(KEEPER, "capset", errno.EPERM), errno.EPERM, "the keeper without further rights",
     "takes the rights"),
    (path("/libmnl.so.0", errno.ENOENT), errno.ENOENT, "the library for netlink", "apt install libmnl0"),
    (first("socket", 0, AF_NETLINK, errno.EPERM), errno.EPERM, "requests to the network",
     "takes the rights"),
    (of(KEEPER, "setns", errno.EPERM), errno.EPERM, "requests to the network", "takes the rights"),
    (first("socket", 0, AF_PACKET, errno.EPERM), errno.EPERM, "the wires' socket", "takes the rights"),
    (first("setsockopt", 2, PACKET_RX_RING, errno.ENOMEM), errno.ENOMEM, "its frames", ""),
    (path("/net/ipv4/tcp_rmem", errno.EROFS), errno.EROFS, "the host's settings",
     "systempaths=unconfined"),
    (path("/net/ipv4/tcp_rmem", errno.EACCES), errno.EACCES, "the host's settings",
     "takes the rights"),
    (netlink(NEWLINK, errno.EPERM, index=1), errno.EPERM, "the host's lo", "takes the rights"),
    (netlink(NEWLINK, errno.EOPNOTSUPP, CREATE), errno.EOPNOTSUPP, "a pair of interfaces",
     "modprobe veth"),
    (netlink(NEWLINK, errno.EPERM, CREATE), errno.EPERM, "a pair of interfaces", "takes the rights"),
    (first("ioctl", 1, SIOCETHTOOL, errno.EPERM), errno.EPERM, "checksums in the host's frames",
     "takes the rights"),
    (netlink(NEWADDR, errno.EACCES), errno.EACCES, "the host's addresses", "takes the rights"),
    (of(ENTRY, "setns", errno.EPERM), errno.EPERM, "a program's way into the host", "takes the rights"),
    (of(ENTRY, "clone", errno.EAGAIN), errno.EAGAIN, "a program's process", "ulimit -u"),
    (of(ENTRY, "mount", errno.EPERM), errno.EPERM, "a program's own /etc/hosts", "takes the rights"),
    (first("prctl", 0, PR_CAP_AMBIENT, errno.EPERM), errno.EPERM, "a program's rights over the network",
     "takes the rights"),
    ({"execve": lambda call: errno.ENOENT if call.text(0) == "/bin/sh" else 0}, errno.ENOENT,
     "a program's shell", ""),
)
# Which says nothing where no program has the terminal, or a group of its own.
NOT_CHECKED = "a program's place at the terminal"


def supervised(rules, script):
    with Supervisor(**rules) as supervisor:
        return run([HANDSH, "-q", "-c", script], preexec_fn=supervisor.preexec)


def test_steps():
    need_lab()
    for rules, number, step, remedy in STEPS:
        stops(supervised(rules, "host --check"), step, number, remedy)


def test_each_step_has_failed():
    """In one of the tests of this file."""
    need_lab()
    lines = run([HANDSH, "-q", "-c", "host --check"])[0]
    failed = [step for _, _, step, _ in STEPS] + [step for _, _, step, _ in LIMITS] + [NOT_CHECKED]
    same([line for line in lines if not line[4:].startswith(tuple(failed))], [], "never failed")
    same([step for step in failed if not any(line[4:].startswith(step) for line in lines)], [],
         "are no steps")


def test_terminal():
    need_lab()
    _, errors = supervised(of(ENTRY, "setpgid", errno.EPERM), "host a; a.process 'exit 0'")
    check("process: EPERM: " in errors and NOT_CHECKED in errors, "error:", errors)


def test_what_distributions_forbid():
    """Their settings are files that this machine may not have."""
    need_lab()

    def machine(setting, text, end, number):
        def decide(call):
            opened = call.text(1)
            return text if opened.endswith(setting) else number if opened.endswith(end) else 0
        return {"openat": decide}

    for number, end, step in ((errno.EACCES, "/setgroups", "rights in it"),
                              (errno.EPERM, "/uid_map", "this user in it"),
                              (errno.EACCES, "/ipv4/tcp_rmem", "the host's settings")):
        rules = machine("/apparmor_restrict_unprivileged_userns", b"1\n", end, number)
        shown = supervised(rules, "host --check")
        stops(shown, step, number, "sysctl kernel.apparmor_restrict_unprivileged_userns=0")
        check("/etc/apparmor.d/handsh" in shown[1], "the profile is named:", shown)
    stops(supervised({**machine("/unprivileged_userns_clone", b"0\n", "/none", 0),
                      **of(KEEPER, "unshare", errno.EPERM)}, "host --check"),
          "a namespace of users", errno.EPERM, "sysctl kernel.unprivileged_userns_clone=1")


def test_processes():
    """Of a user who has few others, and whose others are left alone; root's are not limited."""
    need_lab()
    if os.getuid():
        raise Skip("only root can be another user")
    user = [peer.need("setpriv"), "--reuid", "61234", "--regid", "61234", "--clear-groups"]
    if subprocess.run([*user, HANDSH, "-c", "exit"], check=False, capture_output=True).returncode:
        raise Skip("another user cannot run this program")
    with subprocess.Popen([*user, "sleep", "1000"]) as other:
        shown = run([*user, HANDSH, "-q", "-c", "host --check"],
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NPROC, (1, 1)))
        same(other.poll(), None, "the other process")
        other.kill()
    stops(shown, "the keeper's process", errno.EAGAIN, "ulimit -u")


def test_error_of_a_host():
    """host itself says the same where it fails."""
    need_lab()
    line = "echo 0 >/proc/sys/user/max_net_namespaces && exec \"$0\" -q -c 'host a'"
    lines, errors = run(["unshare", "--user", "--map-root-user", "sh", "-c", line, HANDSH])
    same(lines, [])
    check("host: ENOSPC: " in errors and "user.max_net_namespaces" in errors, "error:", errors)


peer.main(globals())
