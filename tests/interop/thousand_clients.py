#!/usr/bin/python3
# A thousand clients at once of a server of one line: every byte right, nothing left afterwards.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The server reverses what each of its recvs gives, and a message of up to 3,000 bytes may come to
# it in pieces, so the answer is the message cut somewhere and each piece reversed. A client has one
# message under way at a time; is_answer looks for the cuts.

import asyncio
import os
import random

import peer
from peer import check, same

CLIENTS, MESSAGES, LONGEST, PIECE = 1000, 20, 3000, 1024

SCRIPT = """
live = 0
s = socket tcp
s.bind 127.0.0.1 0
s.listen 4096
print "port ${(s.getsockname).port}"
t = s.serve {
	global live
	live = $live + 1
	while data = recv 1024 { send (reverse $data) }
	live = $live - 1
} &
"""


def is_answer(answer, message):
    """Can the message be cut into pieces that, each reversed, are the answer?"""
    starts, seen = [0], set()
    while starts:
        start = starts.pop()
        if start == len(message):
            return len(answer) == len(message)
        if start in seen:
            continue
        seen.add(start)
        longest = min(PIECE, len(message) - start)
        for length in range(1, longest + 1): # the longest is tried first: it is pushed last
            end = start + length
            if message[end - 1] == answer[start] and \
                    answer[start:end] == message[start:end][::-1]:
                starts.append(end)
    return False


async def client(port, number, gate):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    source = random.Random(number)
    gate.connected += 1
    if gate.connected == CLIENTS:
        gate.open.set()
    await gate.open.wait() # all are connected before the first one speaks
    for turn in range(MESSAGES):
        message = source.randbytes(source.choice((1, PIECE, LONGEST, source.randint(1, LONGEST))))
        writer.write(message)
        answer = await reader.readexactly(len(message))
        check(is_answer(answer, message), "client, message:", number, turn)
    writer.close()
    await writer.wait_closed()


class Gate:
    def __init__(self):
        self.connected, self.open = 0, asyncio.Event()


async def round_of_clients(port):
    gate = Gate()
    clients = [client(port, number, gate) for number in range(CLIENTS)]
    await asyncio.wait_for(asyncio.gather(*clients), 3 * peer.DEADLINE)


def settled(server, word):
    """The server's own count of connections is back at none."""
    server.type(f"expect within {int(peer.DEADLINE)}s $live == 0\nprint {word}\n")
    server.out.expect(f"^{word}$")


def test_cuts_are_told_apart():
    check(is_answer(b"olleh", b"hello"), "whole")
    check(is_answer(b"eholl", b"hello"), "cut after two")
    check(not is_answer(b"hello", b"hellx"), "other")
    check(not is_answer(b"ohell", b"hello"), "mixed")
    data = os.urandom(3000)
    check(is_answer(data[:1024][::-1] + data[1024:2048][::-1] + data[2048:][::-1], data), "pieces")


def test_a_thousand_clients():
    need = CLIENTS * 2 + 100
    if peer.raise_limit() < need:
        raise peer.Skip(f"needs {need} descriptors")
    with peer.Handsh("-q", input=SCRIPT) as server:
        port = int(server.out.expect(r"port (\d+)").group(1))
        settled(server, "ready")
        before = server.descriptors()
        asyncio.run(round_of_clients(port))
        settled(server, "once")
        same(set(server.descriptors()), set(before), "descriptors")
        check(int(server.status("Threads")) <= 2, "threads:", server.status("Threads"))
        resident = int(server.status("VmRSS"))
        asyncio.run(round_of_clients(port))
        settled(server, "twice")
        same(set(server.descriptors()), set(before), "descriptors")
        # A leak of a single message of each client would be 3 MB. Sanitizers keep what is freed.
        if not os.environ.get("HANDSH_BUILD"):
            grown = int(server.status("VmRSS")) - resident
            check(grown < 1500, "kB more after the second round:", grown)
        server.type("tasks\ncancel $t\nprint cancelled\n")
        shown = server.out.expect(r"(?s)(.*)^cancelled$").group(1).decode()
        same(len([line for line in shown.splitlines() if "recv" in line]), 0, "tasks left")
        server.wait()
        same(server.errors(), "")


peer.main(globals())
