# Servers that others have written, which lessons are tried against. Each runs as an ordinary user on a
# port of 127.0.0.1, with a folder and a configuration of the test's own, and is ended by its id.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import glob
import os
import shutil
import socket
import subprocess
import tempfile

import peer

FOLDERS = ("/usr/local/sbin", "/usr/sbin", *sorted(glob.glob("/usr/lib/postgresql/*/bin")))
PORT = "{port}" # what words and files may hold
FOLDER = "{folder}"


def need(program):
    """Where the program is, also where only root looks for programs."""
    found = shutil.which(program, path=os.pathsep.join((os.environ["PATH"], *FOLDERS)))
    if not found:
        raise peer.Skip(f"needs {program}")
    return found


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(type=kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def ordinary():
    """How subprocess makes somebody else of root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}


class Server:
    """Use it in a with statement: from then on it answers, or has said what ready looks for."""

    def __init__(self, program, *words, ready=None, files=(), kind=socket.SOCK_STREAM):
        self.program, self.words, self.ready = need(program), words, ready
        self.folder = tempfile.mkdtemp(prefix="hsh", dir="/tmp")
        self.port = free_port(kind)
        for name, text in dict(files).items():
            self.write(name, self.filled(text))
        if ordinary():
            shutil.chown(self.folder, **{key: ordinary()[key] for key in ("user", "group")})

    def filled(self, text):
        return text.replace(PORT, str(self.port)).replace(FOLDER, self.folder)

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
        return path

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def run(self, program, *words):
        """A program that prepares something there, to its end."""
        done = subprocess.run([need(program), *map(self.filled, words)], capture_output=True,
                              cwd=self.folder, env={**os.environ, "HOME": self.folder},
                              timeout=peer.DEADLINE, check=False, **ordinary())
        peer.same(done.returncode, 0, f"status of {program} ({done.stderr!r})")

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.program, *map(self.filled, self.words)], cwd=self.folder,
            env={**os.environ, "HOME": self.folder}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **ordinary())
        self.out = peer.Stream(self.process.stdout)
        try:
            if self.ready:
                self.out.expect(self.ready)
            else:
                self.await_connections()
        except BaseException:
            self.__exit__()
            raise
        return self

    def await_connections(self):
        """It does not say when it is ready, and so it is asked until it answers."""
        while self.process.poll() is None:
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except ConnectionRefusedError:
                pass
        raise peer.Failure(f"{self.program} has ended: {bytes(self.out.data)!r}")

    def __exit__(self, *exception):
        self.process.terminate()
        try:
            self.process.wait(peer.DEADLINE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def output(program, *words, input=b"", status=0):
    """What a client prints."""
    done = subprocess.run([need(program), *map(str, words)], input=input, capture_output=True,
                          timeout=peer.DEADLINE, check=False)
    peer.same(done.returncode, status, f"status of {program} ({done.stderr!r})")
    return done.stdout


def lesson(name, *words, input=b"", status=0):
    """What a lesson prints that runs to its end; with errors when it ends with one."""
    done = peer.run("-q", os.path.join(peer.LESSONS, name + ".hsh"), *words, input=input, expected=status)
    return done.text() if status == 0 else done.errors()
