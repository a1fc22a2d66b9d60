#!/usr/bin/python3
# The chat server against clients in Python.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import socket

import peer
from peer import check, lesson, same


class Client:
    def __init__(self, port):
        self.s = socket.create_connection(("127.0.0.1", port))
        self.file = self.s.makefile("rb")

    def say(self, data):
        self.s.sendall(data)

    def line(self):
        return self.file.readline()

    def join(self):
        """Says a line and waits for it: from then on the server knows this client."""
        self.say(b"joined\n")
        while self.line() != b"joined\n":
            pass
        return self


def drain(clients, lines):
    for client in clients:
        for line in lines:
            same(client.line(), line)


def test_every_line_goes_to_all():
    with lesson("chat-server", 0) as server:
        port = server.port()
        first = Client(port).join()
        second = Client(port).join()
        same(first.line(), b"joined\n")
        third = Client(port).join()
        drain([first, second], [b"joined\n"])
        third.say(b"hello all\n")
        drain([first, second, third], [b"hello all\n"])


def test_lines_come_whole():
    with lesson("chat-server", 0) as server:
        port = server.port()
        a = Client(port).join()
        b = Client(port).join()
        same(a.line(), b"joined\n")
        a.say(b"half of a ")
        b.say(b"whole\n")
        drain([a, b], [b"whole\n"])
        a.say(b"line\nand two more\n\xff\x00 any bytes\n")
        drain([a, b], [b"half of a line\n", b"and two more\n", b"\xff\x00 any bytes\n"])


def test_a_client_that_goes_disturbs_nobody():
    with lesson("chat-server", 0) as server:
        port = server.port()
        a = Client(port).join()
        for linger in (None, b"\1\0\0\0\0\0\0\0"): # closed, and reset
            gone = Client(port).join()
            same(a.line(), b"joined\n")
            if linger:
                gone.s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            gone.file.close()
            gone.s.close()
            a.say(b"still here\n")
            same(a.line(), b"still here\n")


def test_a_client_that_does_not_read_stops_nobody():
    with lesson("chat-server", 0) as server:
        port = server.port()
        idle = Client(port).join()
        a = Client(port).join()
        line = b"x" * 65535 + b"\n"
        for _ in range(200): # more than the buffers between the server and the idle one hold
            a.say(line)
            same(len(a.line()), len(line))
        check(idle.s.recv(1), "it had its part")


peer.main(globals())
