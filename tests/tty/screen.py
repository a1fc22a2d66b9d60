# What a terminal shows of a handsh: the screen of an emulator (python3-pyte), and when it is settled.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import select
import signal
import sys
import time
import unicodedata

from terminal import DEADLINE, Terminal

try:
    import pyte
except ImportError:
    print("python3-pyte is not installed")
    sys.exit(77)

SIGNAL_BYTES = 128  # that a signalfd gives of one: signalfd(2)


class Emulator(pyte.Screen):
    """Takes another size as xterm does: rows go off at the top where the cursor would, text that is
    beyond the last column is cut. A mark that combines with the character of the last column is put
    there, where pyte begins another row for it."""

    def draw(self, data):
        for piece in re.split("([\u0300-\u036f])", data):
            if self.cursor.x == self.columns and piece and unicodedata.combining(piece[0]):
                row, column = self.buffer[self.cursor.y], self.columns - 1
                column -= not row[column].data  # of a wide one
                combined = unicodedata.normalize("NFC", row[column].data + piece)
                row[column] = row[column]._replace(data=combined)
            elif piece:
                super().draw(piece)

    def resize(self, lines=None, columns=None):
        lines, columns = lines or self.lines, columns or self.columns
        above = max(0, self.cursor.y - lines + 1)
        rows = {row - above: cells for row, cells in self.buffer.items() if above <= row < lines + above}
        for cells in rows.values():
            for column in [column for column in cells if column >= columns]:
                del cells[column]
        self.buffer.clear()
        self.buffer.update(rows)
        self.lines, self.columns = lines, columns
        self.margins = None
        self.cursor.y -= above
        self.cursor.x = min(self.cursor.x, columns - 1)
        self.dirty.update(range(lines))


class Screen(Terminal):
    """A Terminal that is looked at, not waited for: after settle() the screen shows all that came of
    what was typed before."""

    emulator_class = Emulator

    def __init__(self, *words, size=(24, 80), HOME=None, **more):
        super().__init__(*words, size=size, HOME=HOME, **more)  # without one no history is written
        self.sent = b""  # the last keys
        self.emulator = self.emulator_class(size[1], size[0])
        self.stream = pyte.ByteStream(self.emulator)
        self.recent = b""  # the last of what came
        self.written = 0  # bytes that it has written to the terminal, as far as they came
        self.begin()

    def begin(self):
        """Waits for the prompt. What it has read and written so far was from and to elsewhere, too."""
        deadline = time.monotonic() + DEADLINE
        while not self.emulator.display[self.emulator.cursor.y].rstrip().endswith(">"):
            self.take(deadline)
        while not self.sleeps():
            assert time.monotonic() < deadline, "it does not come to rest"
        self.taken, written = self.counts()
        self.before = written - self.written  # to elsewhere

    # ---- what the kernel says of the process: proc(5) ----

    def proc(self, name):
        with open(f"/proc/{self.child.pid}/{name}", encoding="ascii") as file:
            return file.read()

    def counts(self):
        """Bytes that it has read and written, from and to anywhere, with read(2) and write(2)."""
        values = dict(line.split(": ") for line in self.proc("io").splitlines())
        return int(values["rchar"]), int(values["wchar"])

    def sleeps(self):
        return self.proc("stat").rpartition(")")[2].split()[0] == "S"

    # ---- settling ----

    def take(self, deadline=None):
        """Shows what has come; with a deadline waits for something."""
        wait = max(0, deadline - time.monotonic()) if deadline else 0
        if not select.select([self.child.child_fd], [], [], wait)[0]:
            assert not deadline, f"it writes nothing more:\n{self}"
            return
        try:
            data = os.read(self.child.child_fd, 65536)
        except OSError:  # EIO
            raise AssertionError(f"it has ended, after {self.sent!r}:\n{self}") from None
        self.written += len(data) - data.count(b"\n")  # the terminal adds a CR to each: ONLCR
        self.recent = self.recent[-65536:] + data
        self.stream.feed(data)

    def send(self, keys):
        data = self.sent = keys if isinstance(keys, bytes) else keys.encode()
        self.taken += len(data)
        os.write(self.child.child_fd, data)

    def interrupt(self):
        """Ctrl-C, which is no byte to read, and drops those that have not been read."""
        self.settle()
        self.taken += SIGNAL_BYTES
        os.write(self.child.child_fd, b"\x03")
        self.settle()

    def settle(self):
        """Waits until it has read all that was sent, sleeps, and all that it wrote is shown."""
        deadline = time.monotonic() + DEADLINE
        while True:
            taken, written = self.counts()
            if taken >= self.taken and self.sleeps() and self.counts() == (taken, written):
                break
            assert time.monotonic() < deadline, f"{self.taken - taken} bytes are not read:\n{self}"
            self.take()
        while self.written + self.before < written:
            self.take(deadline)
        self.taken = taken  # files may have been read, too

    def type(self, line, prompt=None):
        """Types a line, and waits for all that comes of it at once."""
        self.send(line + "\r")
        self.settle()

    def until(self, text):
        """Waits until the text has been written, wherever it stands by then."""
        deadline = time.monotonic() + DEADLINE
        while text.encode() not in self.recent:
            self.take(deadline)

    def wait_for(self, condition):
        """Waits until it is true of the screen's rows."""
        deadline = time.monotonic() + DEADLINE
        while not self.rows() or not condition(self.rows()):
            self.take(deadline)

    # ---- what happens to a terminal ----

    def winch(self):
        """It is told of a size that has not changed: all is drawn anew."""
        self.taken += SIGNAL_BYTES
        os.kill(self.child.pid, signal.SIGWINCH)
        self.settle()

    def resize(self, lines, columns):
        if (lines, columns) == (self.emulator.lines, self.emulator.columns):
            return
        self.emulator.resize(lines, columns)
        self.taken += SIGNAL_BYTES
        self.child.setwinsize(lines, columns)
        self.settle()

    def leave(self):
        """Ctrl-D, twice where tasks run; it ends well, with nothing left."""
        self.interrupt()
        for _ in range(2):
            os.write(self.child.child_fd, b"\x04")
        self.end(0)

    # ---- what it shows ----

    def cells(self):
        """All that can be seen: characters with their faces, and the cursor."""
        screen = self.emulator
        rows = [[screen.buffer[row][column] for column in range(screen.columns)]
                for row in range(screen.lines)]
        return rows, (screen.cursor.y, min(screen.cursor.x, screen.columns - 1))

    def rows(self):
        """The text of the rows, without blanks at their ends and empty ones below."""
        rows = [row.rstrip() for row in self.emulator.display]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def cursor(self):
        return self.emulator.cursor.y, self.emulator.cursor.x

    def __str__(self):
        row, column = self.cursor()
        shown = "\n".join(f"|{text}|" for text in self.emulator.display[:len(self.rows()) + 1])
        return f"{shown}\ncursor in row {row}, column {column}"
