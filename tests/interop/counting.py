# What the tests share that count: the programs they need, and the builds that are worth it.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os

import peer

SIZE = 64 # bytes of a message
BENCH = os.path.join(peer.ROOT, "tests", "bench")


def need_plain_build():
    """Sanitizers, tiny buffers and valgrind count otherwise."""
    kinds = os.environ.get("HANDSH_BUILD", "")
    if kinds:
        raise peer.Skip(f"counts say nothing in a build that is {kinds}")


def pass_messages(connections, turn, answer):
    """Every connection sends, then every one hears: they are all under way at once."""
    first = turn * len(connections)
    messages = [b"%08d" % (first + i) * (SIZE // 8) for i in range(len(connections))]
    for connection, message in zip(connections, messages):
        connection.sendall(message)
    for connection, message in zip(connections, messages):
        peer.same(peer.receive_exactly(connection, SIZE), answer(message), "answer")


def tool(name):
    """A program or library that is built for the tests, in the build folder."""
    beside = os.path.join(os.path.dirname(os.path.dirname(peer.HANDSH)), "tests", "counting")
    path = os.path.join(os.environ.get("HANDSH_TOOLS", beside), name)
    if not os.path.exists(path):
        raise peer.Skip(f"needs {path}")
    return path
