# What the interop tests share: starting handsh, reading what it shows with a deadline, ending it.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A test program ends with peer.main(globals()), which runs its functions named test_* one after
# the other. Nothing here sleeps: whatever is waited for is an event, and has a deadline.

import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback

HANDSH = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("HANDSH", "handsh"))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LESSONS = os.path.join(ROOT, "src", "lessons")
SLOWNESS = float(os.environ.get("HANDSH_SLOWNESS", 1))
DEADLINE = 20 * SLOWNESS
SANITIZER = re.compile(rb"AddressSanitizer|LeakSanitizer|UndefinedBehaviorSanitizer|runtime error: ")

socket.setdefaulttimeout(DEADLINE)


class Skip(Exception):
    """What a test raises when this machine cannot run it."""


class Failure(Exception):
    """An expectation that was not met."""


def check(condition, text, *shown):
    if not condition:
        raise Failure(" ".join([text] + [repr(value) for value in shown]))


def same(given, expected, what="value"):
    check(given == expected, f"{what}: given, expected:", given, expected)


def environment(**changes):
    """A plain environment, so that no setting of the user reaches the program."""
    keep = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")
    env = {name: os.environ[name] for name in keep if name in os.environ}
    env.update(LANG="C.UTF-8", LC_ALL="C.UTF-8", TERM="dumb")
    env.update(changes)
    return env


def unlucky(failure):
    """The same, where a call fails that CALL:N:ERROR of the torture names."""
    shim = os.path.join(os.path.dirname(os.path.dirname(HANDSH)), "tests", "torture", "shim.so")
    if not os.path.exists(shim):
        raise Skip(f"needs {shim}")
    env = environment(LD_PRELOAD=shim, HANDSH_TORTURE=failure)
    env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    return env


class Stream:
    """What comes from a pipe, collected by a thread so that the program never waits for us."""

    def __init__(self, file):
        self.data, self.read, self.ended = bytearray(), 0, False
        self.changed = threading.Condition()
        self.thread = threading.Thread(target=self.collect, args=(file,), daemon=True)
        self.thread.start()

    def collect(self, file):
        while True:
            piece = os.read(file.fileno(), 65536)
            with self.changed:
                self.data += piece
                self.ended = not piece
                self.changed.notify_all()
            if not piece:
                file.close()
                return

    def expect(self, pattern, deadline=None):
        """The first match of the pattern in what was not read yet; reads to the match's end."""
        expression = re.compile(pattern.encode() if isinstance(pattern, str) else pattern, re.M)
        end = time.monotonic() + (deadline or DEADLINE)
        with self.changed:
            while True:
                match = expression.search(self.data, self.read)
                if match:
                    self.read = match.end()
                    return match
                left = end - time.monotonic()
                if self.ended or left <= 0:
                    why = "its end" if self.ended else "the deadline"
                    raise Failure(f"{why} came before {pattern!r}: {bytes(self.data[self.read:])!r}")
                self.changed.wait(left)

    def skip(self):
        """Leaves what has come so far."""
        with self.changed:
            self.read = len(self.data)

    def all(self):
        """Everything, when the program has closed the pipe."""
        self.thread.join(DEADLINE)
        check(not self.thread.is_alive(), "the pipe was not closed")
        return bytes(self.data)


class Handsh:
    """A running handsh. Use it in a with statement: it is ended at the end, by its own id."""

    def __init__(self, *words, input=None, env=None, stdin=subprocess.PIPE, files=(), **more):
        self.folder = tempfile.mkdtemp(prefix="hsh", dir="/tmp") # which it is started in
        for name, data in dict(files).items():
            with open(os.path.join(self.folder, name), "wb") as file:
                file.write(data)
        self.process = subprocess.Popen([HANDSH, *map(str, words)], cwd=self.folder,
                                        env={"HOME": self.folder, **(env or environment())},
                                        stdin=stdin,
                                        stdout=more.pop("stdout", subprocess.PIPE),
                                        stderr=more.pop("stderr", subprocess.PIPE), **more)
        self.pid = self.process.pid
        self.out = Stream(self.process.stdout) if self.process.stdout else None
        self.err = Stream(self.process.stderr) if self.process.stderr else None
        if input is not None:
            self.type(input)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        try:
            self.end()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
        if self.err:
            noise = SANITIZER.search(self.err.all())
            check(not noise, "a sanitizer spoke:", self.err.all())
        if self.process.returncode in (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS):
            raise Failure(f"died from a signal: {self.process.returncode}")

    def type(self, text):
        self.process.stdin.write(text.encode() if isinstance(text, str) else text)
        self.process.stdin.flush()

    def close_input(self):
        self.process.stdin.close()

    def port(self):
        """The port that a lesson says it uses."""
        return int(self.out.expect(r"port (\d+)").group(1))

    def wait(self, expected=0):
        """Waits for the end of the program, and checks its status."""
        if self.process.stdin and not self.process.stdin.closed:
            try:
                self.close_input()
            except BrokenPipeError:
                pass
        try:
            status = self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            raise Failure(f"did not end: out {self.shown(self.out)} err {self.shown(self.err)}")
        check(status == expected, f"status {status}, expected {expected}:", self.shown(self.out),
              self.shown(self.err))
        return self

    @staticmethod
    def shown(stream):
        return bytes(stream.data)[-2000:] if stream else b""

    def end(self):
        """By SIGINT, so that it tidies up and sanitizers look for what is left."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Failure("SIGINT did not end it")
        if self.process.stdin and not self.process.stdin.closed:
            try:
                self.process.stdin.close()
            except BrokenPipeError:
                pass

    def text(self):
        return self.out.all().decode("utf-8", "backslashreplace")

    def errors(self):
        return self.err.all().decode("utf-8", "backslashreplace")

    def descriptors(self):
        """What is open, by number and target."""
        folder = f"/proc/{self.pid}/fd"
        found = {}
        for name in os.listdir(folder):
            try:
                found[int(name)] = os.readlink(f"{folder}/{name}")
            except FileNotFoundError:
                pass
        return found

    def status(self, field):
        with open(f"/proc/{self.pid}/status") as file:
            return re.search(rf"^{field}:\s*(\d+)", file.read(), re.M).group(1)


def lesson(name, *words, options=("-q",), **more):
    return Handsh(*options, os.path.join(LESSONS, name + ".hsh"), *words, **more)


def run(*words, input=b"", expected=0, **more):
    """Runs handsh to its end and gives it; only its text is left to look at."""
    handsh = Handsh(*words, **more)
    with handsh:
        if handsh.process.stdin:
            try:
                handsh.type(input)
            except BrokenPipeError:
                pass # it had its reasons to stop reading, which the status tells
        handsh.wait(expected)
    return handsh


class Background:
    """A function in a thread, whose result or error is had with result()."""

    def __init__(self, function, *arguments):
        self.value = self.error = None
        self.thread = threading.Thread(target=self.run, args=(function, arguments), daemon=True)
        self.thread.start()

    def run(self, function, arguments):
        try:
            self.value = function(*arguments)
        except BaseException as error: # handed on by result()
            self.error = error

    def result(self):
        self.thread.join(DEADLINE)
        check(not self.thread.is_alive(), "a peer did not end")
        if self.error:
            raise self.error
        return self.value


def listener(host="127.0.0.1", backlog=5):
    s = socket.socket()
    s.bind((host, 0))
    s.listen(backlog)
    return s


def receive_all(connection):
    pieces = []
    while piece := connection.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


def receive_exactly(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        check(piece, "end of stream after", data)
        data += piece
    return data


def need(program):
    found = shutil.which(program)
    if not found:
        raise Skip(f"needs {program}")
    return found


def raise_limit():
    """Room for as many descriptors as the machine allows."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def main(names):
    tests = {name: thing for name, thing in names.items()
             if name.startswith("test_") and callable(thing)}
    wanted = [name for name in sys.argv[2:] if name in tests] or list(tests)
    failed, skipped = 0, 0
    for name in wanted:
        start = time.monotonic()
        try:
            tests[name]()
            print(f"ok   {name} ({time.monotonic() - start:.1f} s)")
        except Skip as reason:
            skipped += 1
            print(f"skip {name}: {reason}")
        except Exception:
            failed += 1
            print(f"FAIL {name} ({time.monotonic() - start:.1f} s)")
            traceback.print_exc(file=sys.stdout)
        sys.stdout.flush()
    sys.exit(1 if failed else 77 if skipped == len(wanted) else 0)
