#!/usr/bin/python3
# The server of Redis's protocol against redis-cli, and against clients in Python.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import socket
import subprocess

import peer
from peer import check, lesson, same


class Client:
    def __init__(self, port):
        self.s = socket.create_connection(("127.0.0.1", port))
        self.file = self.s.makefile("rb")

    def send(self, *words):
        self.s.sendall(request(*words))

    def reply(self):
        line = self.file.readline()
        kind, rest = line[:1], line[1:-2]
        if kind == b"*":
            return [self.reply() for _ in range(int(rest))]
        if kind != b"$":
            return line[:-2]
        if rest == b"-1":
            return None
        data = self.file.read(int(rest) + 2)
        same(data[-2:], b"\r\n")
        return data[:-2]

    def ask(self, *words):
        self.send(*words)
        return self.reply()


def request(*words):
    parts = [b"*%d\r\n" % len(words)]
    parts += [b"$%d\r\n%s\r\n" % (len(word), word) for word in words]
    return b"".join(parts)


def test_redis_cli():
    place = peer.need("redis-cli")
    with lesson("resp-server", 0) as server:
        port = server.port()
        script = b"PING\nSET a 1\nSET b 'two words'\nGET b\nMGET a none b\nDEL a none\nGET a\nNOPE\nPING hi\n"
        answer = subprocess.run([place, "-p", str(port)], input=script, capture_output=True,
                                timeout=peer.DEADLINE, check=True)
        same(answer.stdout.split(b"\n"),
             [b"PONG", b"OK", b"OK", b"two words", b"1", b"", b"two words", b"1", b"",
              b"ERR unknown command 'NOPE'", b"", b"hi", b""])


def test_redis_benchmark():
    place = peer.need("redis-benchmark")
    with lesson("resp-server", 0) as server:
        port = server.port()
        for pipeline in (1, 16):
            answer = subprocess.run([place, "-p", str(port), "-P", str(pipeline), "-n", "2000",
                                     "-t", "ping,set,get", "--csv"], capture_output=True, text=True,
                                    timeout=peer.DEADLINE, check=True)
            for name in ("PING_INLINE", "PING_MBULK", "SET", "GET"):
                check(f'"{name}"' in answer.stdout, "redis-benchmark:", answer.stdout)


def test_every_byte():
    with lesson("resp-server", 0) as server:
        client = Client(server.port())
        data = bytes(range(256)) * 300
        for value in (b"", b"\r\n", b"$-1\r\n", data):
            same(client.ask(b"SET", b"k\r\n", value), b"+OK")
            same(client.ask(b"GET", b"k\r\n"), value)
        same(client.ask(b"MGET", b"k\r\n", b"none"), [data, None])
        same(client.ask(b"del", b"k\r\n", b"none"), b":1")


def test_pieces():
    """Requests that come byte by byte, and many at once; inline ones among them."""
    with lesson("resp-server", 0) as server:
        client = Client(server.port())
        for byte in request(b"SET", b"key", b"value") + b"GET key\r\n":
            client.s.sendall(bytes([byte]))
        same(client.reply(), b"+OK")
        same(client.reply(), b"value")
        client.s.sendall(b"PING\r\n\r\n" * 1000 + request(b"GET", b"key") * 1000)
        for expected in (b"+PONG", b"value"):
            for _ in range(1000):
                same(client.reply(), expected)


def test_publish():
    with lesson("resp-server", 0) as server:
        port = server.port()
        speaker, one, two = Client(port), Client(port), Client(port)
        same(speaker.ask(b"PUBLISH", b"news", b"nobody hears"), b":0")
        for client in (one, two):
            same(client.ask(b"SUBSCRIBE", b"news"), [b"subscribe", b"news", b":1"])
        same(speaker.ask(b"PUBLISH", b"news", b"to both"), b":2")
        for client in (one, two):
            same(client.reply(), [b"message", b"news", b"to both"])
        same(one.ask(b"PING"), b"+PONG")
        two.file.close()
        two.s.close()
        while speaker.ask(b"PUBLISH", b"news", b"again") != b":1":
            pass
        same(one.reply(), [b"message", b"news", b"again"])


def test_wrong_requests():
    """They end their own connection only."""
    with lesson("resp-server", 0) as server:
        port = server.port()
        other = Client(port)
        for wrong in (b"*x\r\n", b"*1\r\n$x\r\n", b"GET\r\n", b"*2\r\n$-5\r\n"):
            client = Client(port)
            client.s.sendall(wrong)
            same(client.reply(), b"-ERR that was no request")
            same(client.file.read(), b"", "the end")
        gone = Client(port)
        gone.s.sendall(b"*2\r\n$3\r\nGE")
        gone.file.close()
        gone.s.close()
        same(other.ask(b"PING"), b"+PONG")


peer.main(globals())
