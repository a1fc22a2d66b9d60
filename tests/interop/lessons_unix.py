#!/usr/bin/python3
# The lessons of the unix domain against Python, both ways, by abstract name and by path.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import socket
import tempfile

import peer
from peer import Background, check, lesson, same


def ask(name, message):
    s = socket.socket(socket.AF_UNIX)
    s.connect(name)
    s.sendall(message)
    s.shutdown(socket.SHUT_WR)
    return peer.receive_all(s)


def serve_once(s):
    c, _ = s.accept()
    data = peer.receive_all(c)
    c.sendall(data[::-1])
    c.close()


def test_server_by_abstract_name():
    name = f"handsh-test-{os.getpid()}"
    with lesson("unix-server", "@" + name) as server:
        server.out.expect("listening at @" + name)
        same(ask("\0" + name, b"abstract"), b"tcartsba")
        same(ask("\0" + name, b"again"), b"niaga")


def test_server_by_path():
    with lesson("unix-server", "x.sock") as server:
        server.out.expect("listening at x.sock")
        same(ask(os.path.join(server.folder, "x.sock"), b"a path"), b"htap a")


def test_server_finds_a_file_in_its_way():
    with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder:
        path = os.path.join(folder, "x.sock")
        with lesson("unix-server", path) as server:
            server.out.expect("listening at")
            check(os.path.exists(path), "the file is there")
        check(not os.path.exists(path), "the shell takes it away")
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(path)
        with lesson("unix-server", path) as server:
            server.wait(1)
            check("bind: EADDRINUSE" in server.errors(), server.errors())


def test_client_asks_python():
    name = f"handsh-test-client-{os.getpid()}"
    s = socket.socket(socket.AF_UNIX)
    s.bind("\0" + name)
    s.listen(5)
    server = Background(serve_once, s)
    with lesson("unix-client", "@" + name, "some words") as client:
        client.wait()
        same(client.text(), "sdrow emos\n")
    server.result()


def test_pair():
    name = f"@handsh-test-pair-{os.getpid()}"
    with lesson("unix-server", name) as server:
        server.out.expect("listening at")
        with lesson("unix-client", name) as client:
            client.wait()
            same(client.text(), "smargorp owt ,retupmoc eno\n")


peer.main(globals())
