#!/usr/bin/python3
# An echoed message costs handsh's server the system calls that it costs one written in C: one that
# receives, one that sends, and one event of epoll.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# strace writes down every call of a server and what it gave. How many connections an epoll_wait
# finds ready is the kernel's and the machine's matter, and differs from run to run, so the waits
# are not compared: their events are counted instead, of which a message may cost exactly one. A
# wait that finds nothing ready, a receive that comes too early, and any other call are one too
# many. The server in C is counted alike, to show that this is what it takes.

import os
import re
import signal
import socket
import ssl
import subprocess
import tempfile

import authority
import counting
import peer
from peer import check, same

CA = authority.shared()
CONNECTIONS = 50
WARM, TURNS = 2, 100 # turns in which each connection has its say: before it counts, and then
CALL = re.compile(r"^\d+ +(\w+)\(.* = (-?\d+)", re.M)


class Traced:
    """A server under strace; calls is known when the block is left: (name, result) in order."""

    def __init__(self, words):
        self.log = tempfile.NamedTemporaryFile(mode="r", errors="backslashreplace")
        # The shell says its number, which is the server's then.
        self.strace = subprocess.Popen(
            [peer.need("strace"), "-f", "-o", self.log.name,
             "sh", "-c", 'echo $$; exec "$@"', "sh", *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=peer.environment())
        self.calls = []
        first = self.strace.stdout.readline()
        if not first:
            raise self.refused()
        self.pid, self.port = int(first), int(self.strace.stdout.readline())

    def refused(self):
        text = self.strace.communicate(timeout=peer.DEADLINE)[1]
        self.log.close()
        if "ermitted" in text or "ptrace" in text.lower():
            return peer.Skip(f"strace is refused: {text.strip()}")
        return peer.Failure(f"strace: {text}")

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        os.kill(self.pid, signal.SIGKILL)
        self.strace.communicate(timeout=peer.DEADLINE)
        with self.log:
            self.calls = [(name, int(result)) for name, result in CALL.findall(self.log.read())]


def one_by_one(connections, turn):
    """Each connection waits for the answer to the message of the one before."""
    for number, connection in enumerate(connections):
        message = b"%08d" % (turn * CONNECTIONS + number)
        connection.sendall(message)
        same(peer.receive_exactly(connection, len(message)), message, "answer")


def at_once(connections, turn):
    """All messages are under way together."""
    counting.pass_messages(connections, turn, bytes)


def counted(words, play, sends="sendto", wrap=lambda connection: connection):
    """{name: how many} calls of the counted turns, the waits as how many events they found."""
    with Traced(words) as server:
        connections = [wrap(socket.create_connection(("127.0.0.1", server.port)))
                       for _ in range(CONNECTIONS)]
        for turn in range(WARM + TURNS + 1): # the last one is not counted: it is cut off
            play(connections, turn)
    for connection in connections:
        connection.close()
    # A turn begins when all of the one before are answered, so the sends tell the turns apart.
    # Those of a handshake come before, of each connection as many.
    sent = [place for place, (name, _) in enumerate(server.calls) if name == sends]
    before = -(-len(sent) // CONNECTIONS) - (TURNS + 1)
    first, last = sent[CONNECTIONS * before - 1], sent[CONNECTIONS * (before + TURNS) - 1]
    found = {}
    for name, result in server.calls[first + 1:last + 1]:
        waits = name.startswith("epoll_") and name != "epoll_ctl"
        check(result > 0, "a call too many:", name, result)
        name = "events" if waits else name
        found[name] = found.get(name, 0) + (result if waits else 1)
    return found


def compare(play):
    counting.need_plain_build()
    messages = CONNECTIONS * TURNS
    expected = {"events": messages, "recvfrom": messages, "sendto": messages}
    same(counted([counting.tool("server"), "echo"], play), expected, "calls of C")
    own = [peer.HANDSH, "-q", os.path.join(counting.BENCH, "echo.hsh")]
    same(counted(own, play), expected, "calls of handsh")


def test_one_message_at_a_time():
    compare(one_by_one)


def test_all_connections_at_once():
    compare(at_once)


def test_messages_over_tls():
    """A record costs one receive too, though its length stands in its first bytes."""
    counting.need_plain_build()
    context = ssl.create_default_context(cafile=CA.path("ca.pem"))
    messages = CONNECTIONS * TURNS
    own = [peer.HANDSH, "-q", os.path.join(counting.BENCH, "tls-echo.hsh"), CA.path("good.pem"),
           CA.path("good.key")]
    same(counted(own, at_once, "write", lambda plain: context.wrap_socket(plain,
                                                                          server_hostname="localhost")),
         {"events": messages, "recvfrom": messages, "write": messages}, "calls of handsh")


peer.main(globals())
