# Runs the program on a text that was made up, in each way that it takes one.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import fcntl
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import termios
import threading

SLOWNESS = float(os.environ.get("HANDSH_SLOWNESS", 1))
HANGS = "hangs"
PROMPT, PROMPTS = re.compile(rb"(?:^|\n|\r)> "), 3 # readline draws each once more when a line ends
LEAVE = b"\n\x04\x04\x04"
SANITIZER = re.compile(rb"AddressSanitizer|LeakSanitizer|UndefinedBehaviorSanitizer|runtime error: ")


class Run:
    """What came of a run."""

    def __init__(self, out, err, status, hung):
        self.out, self.err, self.status, self.hung = out, err, status, hung

    def crash(self):
        """What no program may do, or None."""
        if self.hung:
            return HANGS
        if self.status < 0:
            return f"dies from {signal.Signals(-self.status).name}"
        if SANITIZER.search(self.err):
            return "makes a sanitizer speak"
        return None


class Runner:
    """Runs texts in a folder of its own, which is emptied before each."""

    def __init__(self, handsh, deadline, options=()):
        self.handsh, self.deadline, self.options = handsh, deadline * SLOWNESS, list(options)
        self.folder = tempfile.mkdtemp(prefix="hsh", dir="/tmp")
        self.interrupt = None # or a signal, and the seconds after which it comes
        self.kind = socket.SOCK_SEQPACKET # of standard input: a read gives one piece

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self):
        env = {"PATH": os.environ["PATH"], "HOME": self.folder, "TMPDIR": self.folder,
               "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "dumb"}
        env.update({name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS")
                    if name in os.environ})
        return env

    def start(self, words, stdin, stdout=subprocess.PIPE):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.mkdir(self.folder)
        return subprocess.Popen([self.handsh, *self.options, *words], cwd=self.folder, stdin=stdin,
                                stdout=stdout, env=self.environment(),
                                stderr=stdout if stdout is stdin else subprocess.PIPE,
                                preexec_fn=take_terminal if stdout is stdin else None,
                                start_new_session=True)

    def finish(self, process):
        hung = False
        if self.interrupt:
            timer = threading.Timer(self.interrupt[1], process.send_signal, [self.interrupt[0]])
            timer.start()
        try:
            out, err = process.communicate(timeout=self.deadline)
        except subprocess.TimeoutExpired:
            hung = True
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
        if self.interrupt:
            timer.cancel()
            timer.join()
            if process.returncode == -self.interrupt[0]: # it came before anybody heard it
                process.returncode = 128 + self.interrupt[0]
        return Run(out or b"", err or b"", process.returncode, hung)

    def find_kind(self):
        """A stress build reads little at once: it loses the rest of a piece, and cuts by itself."""
        if self.input([b"print " + b"x" * 100]).out != b"x" * 100 + b"\n":
            self.interrupt = None # or a signal, and the seconds after which it comes
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


    def terminal(self, pieces):
        """The text typed at a prompt on a terminal; what that shows counts as errors."""
        master, slave = pty.openpty()
        with open(slave, "wb", buffering=0) as terminal:
            process = self.start([], terminal, terminal)
        screen = Screen(master)
        writer = threading.Thread(target=screen.type, args=([*pieces, LEAVE],))
        reader = threading.Thread(target=screen.read)
        writer.start()
        reader.start()
        run = self.finish(process)
        writer.join()
        reader.join()
        os.close(master)
        run.err = bytes(screen.text)
        return run


class Screen:
    """The other side of a terminal."""

    def __init__(self, master):
        self.master, self.text, self.ended = master, bytearray(), False
        self.changed = threading.Condition()

    def read(self):
        """Until nobody has the terminal any more."""
        while not self.ended:
            try:
                piece = os.read(self.master, 65536)
            except OSError: # that is how Linux says it
                piece = b""
            with self.changed:
                self.text += piece
                self.ended = not piece
                self.changed.notify_all()

    def await_prompts(self, count):
        with self.changed:
            self.changed.wait_for(lambda: self.ended or len(PROMPT.findall(self.text)) >= count)

    def type(self, pieces):
        """A first line, and the others when that has been read: a key that sends a signal takes away
        what was typed before it and nobody has read."""
        self.await_prompts(1)
        for i, piece in enumerate(pieces):
            try:
                os.write(self.master, piece)
            except OSError:
                return
            if i == 0:
                self.await_prompts(PROMPTS)


def take_terminal():
    """Makes standard input the terminal of the session, so that its keys send signals."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


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
