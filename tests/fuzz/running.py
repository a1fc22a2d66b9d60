# Runs the program on a text that was made up, in each way that it takes one.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading

SLOWNESS = float(os.environ.get("HANDSH_SLOWNESS", 1))
SANITIZER_STATUS = 86
SANITIZER = re.compile(rb"AddressSanitizer|LeakSanitizer|UndefinedBehaviorSanitizer|runtime error: ")


class Run:
    """What came of a run."""

    def __init__(self, out, err, status, hung):
        self.out, self.err, self.status, self.hung = out, err, status, hung

    def crash(self):
        """What no program may do, or None."""
        if self.hung:
            return "hangs"
        if self.status < 0:
            return f"dies from {signal.Signals(-self.status).name}"
        if self.status == SANITIZER_STATUS or SANITIZER.search(self.err):
            return "makes a sanitizer speak"
        return None


class Runner:
    """Runs texts in a folder of its own, which is emptied before each."""

    def __init__(self, handsh, deadline, options=()):
        self.handsh, self.deadline, self.options = handsh, deadline * SLOWNESS, list(options)
        self.folder = tempfile.mkdtemp(prefix="hsh", dir="/tmp")
        self.kind = socket.SOCK_SEQPACKET # of standard input: a read gives one piece

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self):
        env = {"PATH": os.environ["PATH"], "HOME": self.folder, "TMPDIR": self.folder,
               "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "dumb"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
            env[name] = f"exitcode={SANITIZER_STATUS}:" + os.environ.get(name, "")
        return env

    def start(self, words, stdin):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.mkdir(self.folder)
        return subprocess.Popen([self.handsh, *self.options, *words], cwd=self.folder, stdin=stdin,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env=self.environment(), start_new_session=True)

    def finish(self, process):
        hung = False
        try:
            out, err = process.communicate(timeout=self.deadline)
        except subprocess.TimeoutExpired:
            hung = True
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
        return Run(out, err, process.returncode, hung)

    def find_kind(self):
        """A stress build reads little at once: it loses the rest of a piece, and cuts by itself."""
        if self.input([b"print " + b"x" * 100]).out != b"x" * 100 + b"\n":
            self.kind = socket.SOCK_STREAM
        return self.kind

    def argument(self, text):
        """The text with -c."""
        return self.finish(self.start(["-c", text], subprocess.DEVNULL))

    def input(self, pieces, words=()):
        """The text on standard input, of which each read gets one of the pieces."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, self.kind)
        with theirs:
            process = self.start(list(words), theirs)
        writer = threading.Thread(target=write_pieces, args=(ours, pieces))
        writer.start()
        run = self.finish(process)
        writer.join()
        return run


def write_pieces(end, pieces):
    with end:
        for piece in pieces:
            try:
                end.send(piece)
            except OSError:
                return # it has ended, as it may


def cut(random, text):
    """The text in pieces of random lengths."""
    data = text.encode("utf-8", "surrogateescape")
    most = random.choice((1, 3, 10, 100, 1000, 10000))
    pieces = []
    while data:
        length = random.randint(1, most)
        pieces.append(data[:length])
        data = data[length:]
    return pieces
