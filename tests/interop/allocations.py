#!/usr/bin/python3
# A message through a server allocates nothing.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# count_allocations.c is preloaded into handsh and counts. The first messages may make room that
# is kept; from then on the number of messages makes no difference.

import os
import socket
import struct
import tempfile

import counting
import peer
from peer import check, same

CONNECTIONS = 50
FIRST, TURNS = 20, 100  # messages of each connection: before it counts, and then twice


class Counted:
    """A server of the benchmark with the counter in it."""

    def __init__(self, script):
        counting.need_plain_build()
        self.file = tempfile.NamedTemporaryFile()
        self.file.write(bytes(8))
        self.file.flush()
        self.handsh = peer.Handsh("-q", os.path.join(counting.BENCH, script), env=peer.environment(
            LD_PRELOAD=counting.tool("count_allocations.so"), ALLOCATIONS=self.file.name))

    def __enter__(self):
        self.handsh.__enter__()
        self.port = int(self.handsh.out.expect(r"^\d+$").group())
        check(self.count() > 0, "the counter was not loaded")
        return self

    def __exit__(self, *exception):
        self.handsh.__exit__(*exception)
        self.file.close()

    def count(self):
        return struct.unpack("=Q", os.pread(self.file.fileno(), 8, 0))[0]


def pass_messages(connections, turns, answer):
    for turn in range(turns):
        counting.pass_messages(connections, turn, answer)


def allocations(script, answer):
    """How many allocations TURNS messages of each connection make, and twice so many."""
    with Counted(script) as server:
        connections = [socket.create_connection(("127.0.0.1", server.port))
                       for _ in range(CONNECTIONS)]
        pass_messages(connections, FIRST, answer)
        counts = []
        for turns in (TURNS, 2 * TURNS):
            before = server.count()
            pass_messages(connections, turns, answer)
            counts.append(server.count() - before)
        for connection in connections:
            connection.close()
    messages = CONNECTIONS * TURNS
    print(f"  {script}: {counts[0]} for {messages} messages, {counts[1]} for {2 * messages}")
    return counts


def test_echo_allocates_nothing():
    same(allocations("echo.hsh", bytes), [0, 0], "allocations")


def test_reverse_allocates_nothing():
    same(allocations("reverse.hsh", lambda message: message[::-1]), [0, 0], "allocations")


peer.main(globals())
