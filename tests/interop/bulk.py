#!/usr/bin/python3
# Much data: 64 MB of random bytes by load and sendall, received in a loop, saved and compared.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import os
import socket
import subprocess
import sys

import peer
from peer import Background, check, same

SIZE = 64 << 20


def random_file(path, size):
    digest = hashlib.sha256()
    with open(path, "wb") as file:
        for _ in range(size >> 20):
            piece = os.urandom(1 << 20)
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def digest_of(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


WHOLE = """
s = socket tcp
s.bind 127.0.0.1 0
s.listen
c = socket tcp
c.connect (s.getsockname)
r = s.accept
t = spawn { load input | c.sendall; c.close }
data = ''
while piece = r.recv 64k { data = $data + $piece }
save output $data
wait $t
print (len $data)
"""


def test_load_sendall_recv_save():
    with peer.Handsh("-q") as handsh:
        digest = random_file(os.path.join(handsh.folder, "input"), SIZE)
        handsh.type(WHOLE)
        handsh.wait()
        same(handsh.text(), f"{SIZE}\n")
        same(digest_of(os.path.join(handsh.folder, "output")), digest)


def test_sendall_to_python():
    listener = peer.listener()
    def digest_of_connection():
        c, _ = listener.accept()
        digest, count = hashlib.sha256(), 0
        while piece := c.recv(1 << 20):
            digest.update(piece)
            count += len(piece)
        return digest.hexdigest(), count
    server = Background(digest_of_connection)
    with peer.Handsh("-q") as handsh:
        digest = random_file(os.path.join(handsh.folder, "input"), SIZE)
        port = listener.getsockname()[1]
        handsh.type(f"socket tcp\nconnect 127.0.0.1 {port}\nload input | sendall | print\nclose\n")
        handsh.wait()
        same(handsh.text(), f"{SIZE}\n")
    same(server.result(), (digest, SIZE))


def test_100_mb_against_a_slow_reader():
    size = 100 << 20
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    def count():
        c, _ = listener.accept()
        total = 0
        while total < 65536: # a few crumbs first: the sender must wait for room
            total += len(c.recv(100))
        while piece := c.recv(1 << 20):
            total += len(piece)
        return total
    reader = Background(count)
    with peer.Handsh("-q") as handsh:
        handsh.type(f"socket tcp\nsetsockopt sndbuf 4096\n"
                    f"connect 127.0.0.1 {listener.getsockname()[1]}\n"
                    "expect (sendall (repeat x 100M)) == 104857600\nclose\nprint done\n")
        handsh.wait()
        same(handsh.text(), "done\n")
        same(handsh.errors(), "")
    same(reader.result(), size)


SOURCE = """
import socket
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
connection, _ = listener.accept()
try:
    while True:
        connection.sendall(bytes(1 << 20))
except OSError:
    pass
"""
SINK = """
import socket
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
connection, _ = listener.accept()
room = bytearray(1 << 20)
told = 0
try:
    while count := connection.recv_into(room, len(room)):
        told += count
        if told >= 16 << 20:
            told = 0
            print("16 MB more", flush=True)
except OSError:
    pass
"""


class Process:
    """A program in Python that prints its port, beside us: it must not share our interpreter."""

    def __init__(self, text):
        self.child = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE)
        self.out = peer.Stream(self.child.stdout)
        self.port = int(self.out.expect(r"^(\d+)\n").group(1))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.child.kill()
        self.child.wait()

    def expect_more(self):
        """Waits until what comes from now on has been told of: once for what was on its way."""
        self.out.skip()
        for _ in range(2):
            self.out.expect("more")


def test_endless_streams_end_by_timeout_and_by_cancel():
    with Process(SOURCE) as source, Process(SINK) as sink, peer.Handsh("-q") as handsh:
        handsh.type(f"""
from = socket tcp; from.connect 127.0.0.1 {source.port}
to = socket tcp; to.connect 127.0.0.1 {sink.port}
expect error ETIMEDOUT {{ timeout 50ms {{ copy $from $to }} }}
expect error ETIMEDOUT {{ timeout 50ms {{ from.recv -a 1G }} }}
t = spawn {{ copy $from $to }}
print copying
""")
        handsh.out.expect("^copying$")
        sink.expect_more()
        handsh.type("""
cancel $t
expect error ECANCELED { wait $t }
print (len (from.recv 100))
""")
        handsh.wait()
        same((handsh.text(), handsh.errors()), ("copying\n100\n", ""))


def test_copies_beside_others_that_want_the_same_sockets():
    with Process(SOURCE) as source, Process(SINK) as sink, peer.Handsh("-q") as handsh:
        handsh.type(f"""
from = socket tcp; from.connect 127.0.0.1 {source.port}
to = socket tcp; to.connect 127.0.0.1 {sink.port}
data = repeat x 1M
copies = []; tasks = []; taken = 0; given = 0
loop 3 {{
    copies = $copies + [(spawn {{ copy $from $to }})]
    tasks = $tasks + [(spawn {{ global taken; loop {{ taken = $taken + (len (from.recv 300k)) }} }})]
    tasks = $tasks + [(spawn {{ global given; loop {{ given = $given + (to.sendall $data) }} }})]
}}
expect within {peer.DEADLINE}s $given > 3000000
for t in $copies {{ cancel $t; expect error ECANCELED {{ wait $t }} }} # each is the reader to its end
expect within {peer.DEADLINE}s $taken > 3000000
for t in $tasks {{ cancel $t; expect error ECANCELED {{ wait $t }} }}
print (len (from.recv 100)) (to.send last)
""")
        handsh.wait()
        same((handsh.text(), handsh.errors()), ("100 4\n", ""))


def test_receiver_grows_only_with_what_arrives():
    listener = peer.listener()
    def speak():
        c, _ = listener.accept()
        c.sendall(b"little")
        check(c.recv(1) == b"k", "it has answered")
    speaker = Background(speak)
    with peer.Handsh("-q") as handsh:
        handsh.type(f"socket tcp\nconnect 127.0.0.1 {listener.getsockname()[1]}\n"
                    "data = recv 1073741824\nprint $data\n")
        handsh.out.expect("little")
        if not os.environ.get("HANDSH_BUILD"):
            check(int(handsh.status("VmHWM")) < 200000, "kB at most:", handsh.status("VmHWM"))
        handsh.type("send k\n")
        handsh.wait()
    speaker.result()


peer.main(globals())
