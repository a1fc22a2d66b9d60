#!/usr/bin/python3
# SIGKILL, at moments of chance from the first system call on, of the shell that has hosts, of its
# keeper, its guardian, of programs on the hosts, or of several at once: when the shell has ended no
# process is left, no file, and no namespace.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   lab_kills.py HANDSH [--kills N] [--seed N] [--brief]
#
# N of each kind, 200 when left out; --brief: four, and a connection that is left to the kernel is not
# waited for. As this user, and where that is root as nobody too, in turns. Exit status: 0, 1 (something
# was left), 77 (no host can be made).

import argparse
import ctypes
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "interop"))

import lab # noqa: E402
import peer # noqa: E402

PR_SET_CHILD_SUBREAPER = 36
# Seconds: until the lab is busy at most; when all must be gone, however busy the machine; when it is in
# half of the cases. The last is for where who would end the hosts' connections is killed as well as the
# shell: the kernel gives them up after so long.
BUSY, PROCESSES, NAMESPACES, BY_ITSELF = 0.3, 2, 10, 130
USUALLY = {"processes": 0.1, "namespaces": 1}
PYTHON = "signal.pause()" # in the command line of a program on a host

# What is killed, in this order; what there is not yet, or no more, is left out.
VICTIMS = {
    "shell": ("shell",),
    "keeper": ("keeper", "shell"),
    "guardian": ("guardian", "shell"),
    "program": ("program", "shell"),
    "shell and keeper": ("keeper", "shell"),
    "all three": ("guardian", "keeper", "shell"),
}
AT_ONCE = ("shell and keeper", "all three") # without a moment between them
UNGUARDED = ("guardian", "all three")


class Left(Exception):
    """Something was."""


def find(shell):
    """Processes by what they are."""
    found = {"shell": shell}
    for pid in lab.all_below(shell):
        words = lab.words_of(pid)
        if "--keeper" in words:
            found["guardian" if "keeper" in found else "keeper"] = pid
        elif "sleep" in words or any(PYTHON in word for word in words):
            found["program"] = pid
    return found


def ends_within(pid, seconds):
    """Waits for the process, and so long at most."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    ended = bool(select.select([descriptor], [], [], max(0, seconds))[0])
    os.close(descriptor)
    return ended


def wait_gone(pidfds, beside, seconds):
    """The processes of the pidfds, and all that have been left to us, within so long; whose status is
    taken, for a guardian waits until that of all those that it has ended was."""
    end = time.monotonic() + seconds
    left, ours = dict(pidfds), {process.pid for process in beside}
    while True:
        for pid in set(lab.children(os.getpid())) - ours:
            ours.add(pid)
            left[os.pidfd_open(pid)] = pid
        if not left:
            return True
        ended = select.select(list(left), [], [], max(0, end - time.monotonic()))[0]
        for descriptor in ended or left:
            os.close(descriptor)
        if not ended:
            return False
        for pid in {left.pop(descriptor) for descriptor in ended}:
            if pid in lab.children(os.getpid()):
                os.waitpid(pid, 0)


def start(user, folder):
    process = subprocess.Popen(lab.limited(user, "-q", "-c", lab.BUSY + "p.recv --exactly 1000"),
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, cwd=folder,
                               env=peer.environment(HOME=folder, TMPDIR=folder))
    while process.poll() is None: # unshare is sh by now, and has a child
        for pid in lab.children(process.pid):
            if peer.HANDSH in lab.words_of(pid):
                return process, pid
    raise Left("it has not started")


def kill_victims(kind, shell, chance):
    """All that there were, by their pidfds."""
    there = find(shell)
    pidfds = {}
    for pid in lab.all_below(shell) + [shell]:
        try:
            pidfds[os.pidfd_open(pid)] = pid
        except ProcessLookupError:
            pass
    for victim in VICTIMS[kind]:
        try:
            lab.kill(there[victim])
        except (KeyError, ProcessLookupError):
            continue
        if victim != "shell" and kind not in AT_ONCE:
            ends_within(shell, chance.uniform(0, 0.02))
    return pidfds


def pause(process):
    """Until its lab has ended by itself, it need not look for that."""
    process.send_signal(signal.SIGSTOP)
    return process


def expect_free(process, seconds):
    """Nothing but that is said, when all namespaces are gone."""
    shown = process.communicate(timeout=seconds)[0]
    if not shown.endswith(b"free\n"):
        raise Left(f"nothing that says that all is free: {shown}")


class Kills:
    """Of one kind: how long it took until the processes, and the namespaces, were gone."""

    def __init__(self, kind, chance, slowness):
        self.kind, self.chance, self.slowness = kind, chance, slowness
        self.processes, self.namespaces, self.later = [], [], []

    def kill(self, user):
        with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder:
            os.chmod(folder, 0o777)
            process, shell = start(user, folder)
            ends_within(shell, self.chance.uniform(0, BUSY))
            pidfds = kill_victims(self.kind, shell, self.chance)
            begin = time.monotonic()
            gone = wait_gone(pidfds, [process, *self.later], PROCESSES * self.slowness)
            self.processes.append(time.monotonic() - begin)
            if not gone:
                raise Left(f"processes after {self.processes[-1]:.2f} s")
            if os.listdir(folder):
                raise Left(f"files: {os.listdir(folder)}")
            unguarded = self.kind in UNGUARDED
            try:
                expect_free(process, self.slowness * (
                    USUALLY["namespaces"] if unguarded else NAMESPACES))
                self.namespaces.append(time.monotonic() - begin)
            except subprocess.TimeoutExpired:
                self.later.append(pause(process))
                if not unguarded:
                    raise Left("namespaces") from None

    def check(self):
        """As a rule it is quicker by far than it must be."""
        for what, most in USUALLY.items():
            times = sorted(getattr(self, what))
            if times and times[len(times) // 2] > most * self.slowness:
                raise Left(f"{what} are usually gone after {times[len(times) // 2]:.2f} s")

    def report(self):
        if not self.processes or not self.namespaces:
            return
        spans = [f"{sorted(each)[len(each) // 2] * 1000:.0f} ms, at most {max(each) * 1000:.0f}"
                 for each in (self.processes, self.namespaces)]
        print(f"{self.kind}: {len(self.processes)} times; processes were gone after {spans[0]}; "
              f"namespaces after {spans[1]}; {len(self.later)} were left to the kernel", flush=True)

    def wait_later(self, since):
        """The connections of those that nobody has ended are given up by the kernel."""
        for process in self.later:
            ends_within(process.pid, since + BY_ITSELF - time.monotonic())
            process.send_signal(signal.SIGCONT)
            try:
                expect_free(process, NAMESPACES * self.slowness)
            except subprocess.TimeoutExpired:
                raise Left(f"namespaces after {BY_ITSELF} s") from None

    def end(self):
        for process in self.later:
            process.kill()
            process.communicate()


def read_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("handsh")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--brief", action="store_true")
    return parser.parse_args()


def tried(what, *words):
    """False: it was found that something was left."""
    try:
        what(*words)
        return True
    except Left as left:
        print(f"FAIL {what.__self__.kind}: left: {left}", flush=True)
        return False


def main():
    options = read_options()
    try:
        lab.need_lab()
    except peer.Skip as reason:
        print(reason)
        return 77
    chance, good = random.Random(options.seed), True
    users = lab.as_users()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for kind in VICTIMS:
        kills = Kills(kind, chance, peer.SLOWNESS)
        for i in range(4 if options.brief else options.kills):
            good = tried(kills.kill, users[i % len(users)]) and good
        kills.report()
        if not options.brief:
            good = tried(kills.check) and good
            good = tried(kills.wait_later, time.monotonic()) and good
        kills.end()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
