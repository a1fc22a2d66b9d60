# A handsh on a pseudo-terminal, driven by pexpect. No sleeps: every wait is for text, and has a
# deadline.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import concurrent.futures
import os
import re
import select
import shlex
import shutil
import signal
import socket
import sys
import tempfile
import threading

import pexpect

SLOWNESS = float(os.environ.get("HANDSH_SLOWNESS", "1"))
DEADLINE = 10 * SLOWNESS
CONTROL_C, CONTROL_D, CONTROL_Z = "\x03", "\x04", "\x1a"
UP, LEFT, HOME = "\x1b[A", "\x1b[D", "\x01"

# What readline writes around the text: colors, bracketed paste, cursor moves.
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")


class Terminal:
    """One run of handsh with a home of its own, which several runs may share."""

    def __init__(self, words=(), home=None, size=(24, 80), cwd=None, preexec_fn=None,
                 under_sh=False, **environment):
        """under_sh: a shell stands around it, to which Ctrl-Z can give the terminal back."""
        self.program = os.path.abspath(sys.argv[1])
        line = shlex.join([self.program, *words])
        self.own_home = home is None
        self.home = home or tempfile.mkdtemp(prefix="handsh-tty-")
        variables = {"PATH": os.environ["PATH"], "TERM": "xterm", "LC_ALL": "C.UTF-8",
                     "HOME": self.home, "INPUTRC": "/dev/null", "NO_COLOR": "1",
                     "PAGER": "cat"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                variables[name] = os.environ[name]
        variables.update({"PS1": "$ "} if under_sh else {}, **environment)
        command = ("/bin/sh", ["-i"]) if under_sh else (self.program, list(words))
        self.child = pexpect.spawn(*command, dimensions=size, encoding="utf-8",
                                   env={k: v for k, v in variables.items() if v is not None},
                                   timeout=DEADLINE, echo=True, cwd=cwd,
                                   preexec_fn=preexec_fn)
        self.child.delaybeforesend = None
        self.seen = ""
        if under_sh:
            self.prompt("$ ")
            self.send(line + "\r")
            self.text(line + "\r\n")

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.hang_up()
        self.child.close(force=True)
        if self.own_home:
            shutil.rmtree(self.home, ignore_errors=True)

    def hang_up(self):
        """Ends it as a closed terminal does: killed while a sanitizer looks for leaks it would leave
        that behind, which never ends."""
        if not self.child.isalive():
            return
        ended = os.pidfd_open(self.child.pid)
        self.child.kill(signal.SIGHUP)
        select.select([ended], [], [], DEADLINE)
        os.close(ended)

    def wait(self, pattern):
        """Waits for the pattern in what is written, escapes included; gives the match."""
        try:
            self.child.expect(pattern)
        except (pexpect.TIMEOUT, pexpect.EOF) as failure:
            raise AssertionError(
                f"waited for {pattern!r}, {type(failure).__name__}, last seen: "
                f"{self.child.before[-2000:]!r}") from None
        self.seen += self.child.before + self.child.after
        return self.child.match

    def text(self, pattern):
        """The same for a text as it stands."""
        return self.wait(re.escape(pattern))

    def send(self, keys):
        self.child.send(keys)

    def type(self, line, prompt="> "):
        """Types a line at a prompt that has been waited for, gives what it shows up to the next."""
        self.send(line + "\r")
        # Readline ends the line it echoes with a newline, after which the results begin.
        self.wait(r"\r?\n")
        self.wait(r"(?:^|(?<=[\n\r])|(?<=\x1b\[\?2004[hl]))(?:\w+)?" + re.escape(prompt) + "$")
        return self.plain(self.child.before)

    def prompt(self, prompt="> "):
        self.wait(re.escape(prompt) + "$")

    @staticmethod
    def plain(text):
        return ESCAPES.sub("", text)

    def end(self, status=0):
        """Waits for its end, and that the status is right."""
        try:
            self.child.expect(pexpect.EOF)
        except pexpect.TIMEOUT:
            raise AssertionError(f"it does not end, last seen: {self.child.before!r}") from None
        self.child.wait()
        found = self.child.exitstatus if self.child.exitstatus is not None \
            else -self.child.signalstatus
        assert found == status, f"status {found}, not {status}: {self.child.before!r}"
        return self.child.before


class Gate:
    """What a line may wait for: gate.recv ends when the gate is opened. It is the current socket."""

    prompt = "gate> "

    def __init__(self, shell):
        shown = shell.type("gate = socket udp; bind 127.0.0.1 0; print (getsockname).port", self.prompt)
        self.port = int(shown.split()[-1])

    def open(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"open", ("127.0.0.1", self.port))


class Paste(threading.Thread):
    """Types what is more than the terminal holds, while others read what is echoed."""

    def __init__(self, shell, text):
        super().__init__(daemon=True)
        self.descriptor = shell.child.child_fd
        self.data = text.encode()
        self.start()

    def run(self):
        try:
            while self.data:
                self.data = self.data[os.write(self.descriptor, self.data[:4096]):]
        except OSError:
            pass  # the terminal is gone: whoever waits for the echo says so


def failure_of(test):
    """What is wrong, or None."""
    try:
        test()
    except AssertionError as failure:
        return failure
    return None


def report(tests, failures):
    failed = 0
    for test, failure in zip(tests, failures):
        failed += failure is not None
        print(f"FAIL {test.__name__}: {failure}" if failure else f"ok   {test.__name__}")
    sys.exit(1 if failed else 0)


def run(*tests):
    """Runs functions that take nothing, and says which failed."""
    report(tests, map(failure_of, tests))


def run_together(*tests):
    """The same, all at once: of those that wait for time to pass, and compute little."""
    with concurrent.futures.ThreadPoolExecutor(len(tests)) as pool:
        report(tests, pool.map(failure_of, tests))
