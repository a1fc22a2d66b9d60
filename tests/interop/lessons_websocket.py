#!/usr/bin/python3
# The WebSocket lessons against each other and python3-websockets, both ways.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import asyncio
import os
import socket
import struct

import peer
from peer import Skip, check, same

try:
    import websockets
except ImportError:
    websockets = None

MESSAGES = ("hello", b"\0\xff" * 10, "x" * 125, "x" * 126, b"y" * 65535, "z" * 65536, b"w" * 300000, "", b"")


def need_websockets():
    if not websockets:
        raise Skip("needs python3-websockets")


def test_python_asks():
    need_websockets()
    async def ask(port):
        async with websockets.connect(f"ws://127.0.0.1:{port}/x", max_size=None) as s:
            for message in MESSAGES:
                await s.send(message)
                same(await s.recv(), message)
            await s.send(["in ", "several ", "frames"])
            same(await s.recv(), "in several frames")
            await asyncio.wait_for(await s.ping(b"there?"), peer.DEADLINE)
        same(s.close_code, 1000)
    with peer.lesson("websocket-server", 0) as server:
        asyncio.run(ask(server.port()))


def converse(port):
    """The client of the lessons; goodbye is said when all has been answered."""
    with peer.lesson("websocket-client", "127.0.0.1", port, "/x") as client:
        for line in ("one", "z" * 70000, "", "two"):
            client.type(line + "\n")
            client.out.expect(f"^< {line}\n")
        client.wait()


def test_python_answers():
    need_websockets()
    async def answer(s):
        await asyncio.wait_for(await s.ping(), peer.DEADLINE)
        async for message in s:
            await s.send([message[:1], message[1:]])
    async def serve():
        async with websockets.serve(answer, "127.0.0.1", 0) as server:
            await asyncio.to_thread(converse, server.sockets[0].getsockname()[1])
    asyncio.run(serve())


def test_the_lessons_meet():
    with peer.lesson("websocket-server", 0) as server:
        converse(server.port())


class Client:
    """A connection after the handshake, which sends any bytes."""

    def __init__(self, port):
        self.s = socket.create_connection(("127.0.0.1", port))
        self.s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.dribble(b"GET / HTTP/1.1\r\nhost: x\r\nUPGRADE:websocket\r\n"
                     b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += peer.receive_exactly(self.s, 1)
        check(b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in head, head)

    def dribble(self, data):
        for byte in data:
            self.s.send(bytes([byte]))

    def frame(self, first, data):
        mask = os.urandom(4)
        head = bytes([first, 0x80 | len(data)]) + mask
        self.dribble(head + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))


def test_a_byte_at_a_time():
    with peer.lesson("websocket-server", 0) as server:
        client = Client(server.port())
        for first, data in ((1, b"a"), (0x89, b"ping"), (0, b"b"), (0x80, b"c"), (0x88, b"\3\xe8")):
            client.frame(first, data)
        same(peer.receive_all(client.s), b"\x8a\4ping\x81\3abc\x88\2\3\xe8")


def test_frames_that_make_no_sense():
    with peer.lesson("websocket-server", 0) as server:
        port = server.port()
        for wrong in (b"\x81\xff" + struct.pack(">Q", 2 ** 32), b"\x81\xff" + b"\xff" * 8,
                      b"\x81\xfe\xff", b"\x81"):
            client = Client(port)
            client.s.sendall(wrong)
            client.s.shutdown(socket.SHUT_WR)
            same(peer.receive_all(client.s), b"")
        with socket.create_connection(("127.0.0.1", port)) as s:
            s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            check(peer.receive_all(s).startswith(b"HTTP/1.1 426 "), "a browser was upgraded")


peer.main(globals())
