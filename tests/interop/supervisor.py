# System calls of a program, and of all that it starts, do as a test says: by their name, their
# arguments and what those point to. A filter of seccomp(2) asks the test about each,
# SECCOMP_RET_USER_NOTIF.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import ctypes
import errno
import fcntl
import os
import platform
import select
import socket
import struct
import threading

import peer
from peer import Skip

NUMBERS = {
    "x86_64": {"execve": 59, "clone": 56, "unshare": 272, "setns": 308, "openat": 257, "mount": 165,
               "capset": 126, "prctl": 157, "socket": 41, "setsockopt": 54, "sendto": 44,
               "ioctl": 16, "setpgid": 109},
    "aarch64": {"execve": 221, "clone": 220, "unshare": 97, "setns": 268, "openat": 56, "mount": 40,
                "capset": 91, "prctl": 167, "socket": 198, "setsockopt": 208, "sendto": 206,
                "ioctl": 29, "setpgid": 154},
}
SECCOMP = {"x86_64": 317, "aarch64": 277}
# linux/prctl.h, linux/seccomp.h, linux/filter.h
PR_SET_NO_NEW_PRIVS, SET_MODE_FILTER, NEW_LISTENER = 38, 1, 8
ALLOW, ASK = 0x7fff0000, 0x7fc00000
NUMBER = 0  # place in struct seccomp_data
RECEIVE, SEND, ADD = 0xc0502100, 0xc0182101, 0x40182103
GO_ON, AND_SEND = 1, 2
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06


class Call:
    """One that a process is about to make."""

    def __init__(self, pid, arguments):
        self.pid, self.arguments = pid, arguments

    def memory(self, argument, length):
        """What the argument points to; shorter where no more may be read."""
        try:
            with open(f"/proc/{self.pid}/mem", "rb", 0) as file:
                return os.pread(file.fileno(), length, self.arguments[argument])
        except OSError:
            return b""

    def text(self, argument):
        """The same, up to its NUL; of a page."""
        left = 4096 - self.arguments[argument] % 4096
        text = self.memory(argument, left)
        if b"\0" not in text:
            text += self.memory(argument, left + 4096)[left:]
        return text.split(b"\0")[0].decode(errors="replace")

    def is_of(self, word):
        """Was the process, or what it comes from, started with that word?"""
        with open(f"/proc/{self.pid}/cmdline", "rb") as file:
            return word.encode() in file.read().split(b"\0")


class Supervisor:
    """preexec for Popen. rules: name of a call -> function of a Call, which gives the errno it fails
    with; or 0: it is made; or bytes, of a call that opens a file: the file is one that holds them."""

    def __init__(self, **rules):
        if platform.machine() not in SECCOMP:
            raise Skip(f"the numbers of system calls of {platform.machine()} are not known here")
        numbers = NUMBERS[platform.machine()]
        self.rules = {numbers[name]: rule for name, rule in rules.items()}
        self.ours, self.its = socket.socketpair()
        self.thread = threading.Thread(target=self.serve)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.its.close()
        self.ours.shutdown(socket.SHUT_RDWR)
        self.thread.join(peer.DEADLINE)
        self.ours.close()

    def preexec(self):
        """In the child: all that it is from now on is watched."""
        steps = [(LOAD, NUMBER, 0)]
        for number in self.rules:
            steps += [(EQUAL, number, 1), (RETURN, ASK, 0)]
        steps.append((RETURN, ALLOW, 0))
        program = b"".join(struct.pack("=HBBI", code, 0, unless, value)
                           for code, value, unless in steps)
        text = ctypes.create_string_buffer(program, len(program))
        filter_ = struct.pack("@HP", len(steps), ctypes.addressof(text))
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            os._exit(1)
        listener = libc.syscall(SECCOMP[platform.machine()], SET_MODE_FILTER, NEW_LISTENER, filter_)
        if listener < 0:
            os._exit(1)
        socket.send_fds(self.its, [b"l"], [listener])
        os.close(listener)

    def serve(self):
        listeners = socket.recv_fds(self.ours, 1, 1)[1]
        poll = select.poll()
        for listener in listeners:
            poll.register(listener, select.POLLIN)
        while listeners and not poll.poll()[0][1] & select.POLLHUP:  # till nobody is watched any more
            self.take(listeners[0])
        for listener in listeners:
            os.close(listener)

    def take(self, listener):
        asked = bytearray(80)  # struct seccomp_notif
        try:
            fcntl.ioctl(listener, RECEIVE, asked)
            of, pid, _, number = struct.unpack("=QIII", asked[:20])
            call = Call(pid, struct.unpack("=6Q", asked[32:]))
            self.answer(listener, of, self.rules[number](call))
        except OSError as failure:
            if failure.errno != errno.ENOENT:  # else a signal has ended the call
                raise

    @staticmethod
    def answer(listener, of, what):
        if not isinstance(what, bytes):
            go_on = 0 if what else GO_ON
            fcntl.ioctl(listener, SEND, bytearray(struct.pack("=QqiI", of, 0, -what, go_on)))
            return
        file = os.memfd_create("file")
        os.write(file, what)
        os.lseek(file, 0, os.SEEK_SET)
        fcntl.ioctl(listener, ADD, bytearray(
            struct.pack("=QIIII", of, AND_SEND, file, 0, os.O_CLOEXEC)))
        os.close(file)
