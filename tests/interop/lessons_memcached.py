#!/usr/bin/python3
# The binary client of memcached against memcached, and a server that sends what makes no sense.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import struct

import peer
from peer import check, same
from servers import Server, lesson

HEADER = ">BBHBBHIIQ"


def test_memcached():
    words = ("-l", "127.0.0.1", "-p", "{port}", "-U", "0", "-m", "2", "-t", "1")
    with Server("memcached", *words) as server:
        def client(*words, status=0):
            return lesson("memcached-client", server.port, *words, status=status)
        check("there is no such key" in client("get", "a", status=1), "a key was there")
        same(client("set", "a", "one two\n"), "done\n")
        same(client("get", "a"), "one two\n\n")
        check("the key is there already" in client("add", "a", "x", status=1), "it was replaced")
        check("the value is no number" in client("incr", "a", status=1), "it was added to")
        same(client("add", "n", 41, 100), "done\n")
        same(client("incr", "n") + client("decr", "n", 2), "42\n40\n")
        same(client("delete", "n"), "done\n")
        check("there is no such key" in client("incr", "n", status=1), "it was made")
        check(client("version").startswith("1."), "version")
        check("\ncurr_items 1\n" in client("stats"), "stats")


def answered(data):
    """What the client prints, or fails with, when it gets that."""
    with peer.listener() as listener:
        def serve():
            connection, _ = listener.accept()
            with connection:
                request = peer.receive_exactly(connection, 24)
                same(struct.unpack(HEADER, request), (0x80, 0, 3, 0, 0, 0, 3, 0, 0))
                same(peer.receive_exactly(connection, 3), b"key")
                for byte in data:
                    connection.send(bytes([byte]))
        python = peer.Background(serve)
        handsh = peer.Handsh("-q", peer.LESSONS + "/memcached-client.hsh", listener.getsockname()[1],
                             "get", "key")
        with handsh:
            handsh.process.wait(peer.DEADLINE)
        python.result()
        return handsh.text() + handsh.errors()


def test_answers():
    def header(status=0, length=8, extras=4, magic=0x81):
        return struct.pack(HEADER, magic, 0, 0, extras, 0, status, length, 0, 0)
    same(answered(header() + b"\0\0\0\0abcd"), "abcd\n")
    check("MEMCACHED: busy" in answered(header(0x85, 4, 0) + b"busy"), "a status without a name")
    check("FORMAT" in answered(header(magic=0x80)), "a question for an answer")
    check("EOF" in answered(header() + b"\0\0"), "cut short")
    check("EOF" in answered(header(length=1 << 20) + b"\0"), "a length beyond what comes")
    check("RANGE" in answered(header(length=0xffffffff)), "4 GB")


peer.main(globals())
