#!/usr/bin/python3
# An echoed message costs handsh's server hardly more system calls than one written in C.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# strace counts both servers under the same load, a short and a long one: what the long one has more
# is the messages' own. With one message under way at a time that is the same in every run. With all
# connections at work at once an epoll_wait finds more or fewer of them ready, so the order of
# events can add calls, on either side: there one good run of a few must do, which a
# server that makes a call too many for each message never has.

import os
import signal
import socket
import subprocess
import tempfile

import counting
import peer
from peer import check, same

MORE = 1.05  # of what the server in C calls
ATTEMPTS = 5
CONNECTIONS, MESSAGES = 50, 5000  # as the benchmark's server workload
ONE_BY_ONE = 500


class Counted:
    """A server under strace; calls is known when the block is left: {name: how many}."""

    def __init__(self, words):
        self.table = tempfile.NamedTemporaryFile(mode="r")
        # The shell says its number, which is the server's then.
        self.strace = subprocess.Popen(
            [peer.need("strace"), "-f", "-c", "-o", self.table.name,
             "sh", "-c", 'echo $$; exec "$@"', "sh", *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=peer.environment())
        self.calls = {}
        first = self.strace.stdout.readline()
        if not first:
            raise self.refused()
        self.pid, self.port = int(first), int(self.strace.stdout.readline())

    def refused(self):
        text = self.strace.communicate(timeout=peer.DEADLINE)[1]
        self.table.close()
        if "ermitted" in text or "ptrace" in text.lower():
            return peer.Skip(f"strace is refused: {text.strip()}")
        return peer.Failure(f"strace: {text}")

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        os.kill(self.pid, signal.SIGKILL)
        self.strace.communicate(timeout=peer.DEADLINE)
        with self.table:
            for line in self.table:
                cells = line.split()
                if len(cells) >= 5 and cells[3].isdigit() and cells[-1] != "total":
                    self.calls[cells[-1]] = int(cells[3])


def one_by_one(port, messages):
    """Connections that take turns: each waits for the answer to the other's message."""
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(10)]
    for number in range(len(connections) + messages):
        connection = connections[number % len(connections)]
        message = b"%064d" % number
        connection.sendall(message)
        same(peer.receive_exactly(connection, len(message)), message, "answer")
    return connections


def at_once(port, messages):
    """All connections in ping-pong, by the benchmark's load."""
    load = subprocess.Popen([counting.tool("load"), "echo", str(port), str(CONNECTIONS),
                             str(messages), "60"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            text=True)
    same(load.stdout.readline(), "ready\n", "load")
    load.stdin.write("\n")
    load.stdin.flush()
    same(load.stdout.readline().split()[:1], [str(messages)], "answers")
    return load


def calls(words, play, messages):
    """{name: how many} system calls of so many messages."""
    found = []
    for count in (messages, 2 * messages):
        with Counted(words) as server:
            load = play(server.port, count) # its connections stay until the server is gone
        found.append(server.calls)
        if play is at_once:
            load.communicate(timeout=peer.DEADLINE)
        else:
            for connection in load:
                connection.close()
    less, more = found
    return {name: more[name] - less.get(name, 0) for name in more
            if more[name] != less.get(name, 0)}


def compare(play, messages):
    """(calls of handsh, calls of C) for so many messages."""
    counting.need_plain_build()
    own = calls([peer.HANDSH, "-q", os.path.join(counting.BENCH, "echo.hsh")], play, messages)
    limit = calls([counting.tool("server"), "echo"], play, messages)
    print(f"  {sum(own.values()) / messages:.3f} a message: {own}")
    print(f"  {sum(limit.values()) / messages:.3f} in C: {limit}")
    return sum(own.values()), sum(limit.values())


def test_one_message_at_a_time():
    own, limit = compare(one_by_one, ONE_BY_ONE)
    check(limit >= 2 * ONE_BY_ONE, "strace has not seen the messages:", limit)
    check(own <= MORE * limit, "handsh makes more calls than C:", own, limit)


def test_all_connections_at_once():
    for _ in range(ATTEMPTS):
        own, limit = compare(at_once, MESSAGES)
        check(limit >= 2 * MESSAGES, "strace has not seen the messages:", limit)
        if own <= MORE * limit:
            return
    raise peer.Failure(f"handsh makes more calls than C, {ATTEMPTS} times: {own}, {limit}")


peer.main(globals())
