#!/usr/bin/python3
# host --check, where something that a lab needs is not allowed: it stops there, and names what allows
# it. Each thing is made to fail for real, by limits of a user namespace of the test's own, and by
# seccomp(2) filters as containers have them.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   lab_check.py HANDSH [TEST…]

import ctypes
import errno
import os
import platform
import resource
import shutil
import struct
import subprocess

import peer
from peer import HANDSH, Skip, check, same

# linux/prctl.h, linux/seccomp.h, linux/filter.h
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, FILTER = 22, 38, 2
ALLOW, FAIL = 0x7fff0000, 0x00050000
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
NUMBER, FIRST_ARGUMENT = 0, 16  # places in struct seccomp_data
CALLS = {"x86_64": {"unshare": 272, "setns": 308, "mount": 165, "socket": 41, "clone": 56},
         "aarch64": {"unshare": 97, "setns": 268, "mount": 40, "socket": 198, "clone": 220}}
AF_PACKET = 17


def refuses(call, number, argument=None):
    """What makes the system call fail, where its first argument is that, in the process and all
    that it starts."""
    calls = CALLS.get(platform.machine())
    if not calls:
        raise Skip(f"the numbers of system calls of {platform.machine()} are not known here")

    def one(code, value, unless=0):
        return struct.pack("=HBBI", code, 0, unless, value)

    program = one(LOAD, NUMBER) + one(EQUAL, calls[call], 3 if argument is not None else 1)
    if argument is not None:
        program += one(LOAD, FIRST_ARGUMENT) + one(EQUAL, argument, 1)
    program += one(RETURN, FAIL | number) + one(RETURN, ALLOW)

    def install():
        text = ctypes.create_string_buffer(program, len(program))
        filter_ = struct.pack("@HP", len(program) // 8, ctypes.addressof(text))
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or \
                libc.prctl(PR_SET_SECCOMP, FILTER, filter_, 0, 0):
            os._exit(1)
    return install


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
    check(f"host: {errno.errorcode[number]}: " in errors and remedy in errors,
          "errno and remedy:", errors)


def need_lab():
    if not shutil.which("unshare") or subprocess.run(
            ["unshare", "--user", "--map-current-user", "--net", "true"], check=False,
            capture_output=True).returncode:
        raise Skip("no network namespace of one's own can be made")


def test_all_is_there():
    need_lab()
    lines, errors = run([HANDSH, "-q", "-c", "host --check"])
    check(lines and all(line.startswith("ok  ") for line in lines) and not errors, "steps:", lines,
          errors)
    check("/bin/sh" in lines[-1], "a program is the last step:", lines)


def test_limits():
    need_lab()
    for name, most, step, remedy in (
            ("max_user_namespaces", 0, "a namespace of users", "user.max_user_namespaces"),
            ("max_pid_namespaces", 0, "a namespace of processes", "user.max_pid_namespaces"),
            ("max_net_namespaces", 0, "a namespace of networks for the wires",
             "user.max_net_namespaces"),
            ("max_net_namespaces", 1, "a namespace of networks for a host",
             "user.max_net_namespaces"),
            ("max_mnt_namespaces", 0, "a program's own /etc/hosts", "user.max_mnt_namespaces")):
        stops(limited(name, most), step, errno.ENOSPC, remedy)


def test_calls_refused():
    need_lab()
    for call, argument, number, step, remedy in (
            ("unshare", None, errno.EPERM, "a namespace of users", "seccomp=unconfined"),
            ("unshare", None, errno.ENOSYS, "a namespace of users", "seccomp=unconfined"),
            ("socket", AF_PACKET, errno.EPERM, "the wires' socket", "takes the rights"),
            ("setns", None, errno.EPERM, "requests to the network", "takes the rights"),
            ("mount", None, errno.EPERM, "a program's own /etc/hosts", "takes the rights")):
        stops(run([HANDSH, "-q", "-c", "host --check"],
                  preexec_fn=refuses(call, number, argument)), step, number, remedy)


def test_processes():
    """Of a user who has no others; root's are not limited."""
    need_lab()
    user = []
    if os.getuid() == 0:
        user = [peer.need("setpriv"), "--reuid", "61234", "--regid", "61234", "--clear-groups"]
    if subprocess.run([*user, HANDSH, "-c", "exit"], check=False, capture_output=True).returncode:
        raise Skip("another user cannot run this program")
    shown = run([*user, HANDSH, "-q", "-c", "host --check"],
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NPROC, (1, 1)))
    stops(shown, "the keeper's process", errno.EAGAIN, "ulimit -u")


def test_error_of_a_host():
    """host itself says the same where it fails."""
    need_lab()
    line = "echo 0 >/proc/sys/user/max_net_namespaces && exec \"$0\" -q -c 'host a'"
    lines, errors = run(["unshare", "--user", "--map-root-user", "sh", "-c", line, HANDSH])
    same(lines, [])
    check("host: ENOSPC: " in errors and "user.max_net_namespaces" in errors, "error:", errors)


peer.main(globals())
