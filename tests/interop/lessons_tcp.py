#!/usr/bin/python3
# The lessons with one stream to a client, each against the same program in Python, both ways:
# thank you, the host's own name, echo.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import socket

import peer
import tutorials
from peer import Background, Skip, lesson, same


def test_thank_you_once_serves_python():
    with lesson("thank-you-once", 0) as server:
        same(tutorials.receive(server.port()), b"Thank you for connecting")
        server.wait()
        peer.check("Got connection from 127.0.0.1:" in server.text(), "the peer:", server.text())


def test_thank_you_server_serves_many():
    with lesson("thank-you-server", 0) as server:
        port = server.port()
        for _ in range(20):
            same(tutorials.receive(port), b"Thank you for connecting")
        peer.check(server.process.poll() is None, "it goes on")


def test_thank_you_server_survives_a_reset():
    with lesson("thank-you-server", 0) as server:
        port = server.port()
        for _ in range(20):
            s = socket.create_connection(("127.0.0.1", port))
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            s.close()
        same(tutorials.receive(port), b"Thank you for connecting")


def test_thank_you_client_asks_python():
    listener = peer.listener()
    server = Background(tutorials.answer_once, listener)
    with lesson("thank-you-client", listener.getsockname()[1]) as client:
        client.wait()
        same(client.text(), "Thank you for connecting\n")
    server.result()


def test_thank_you_pair():
    with lesson("thank-you-once", 0) as server:
        with lesson("thank-you-client", server.port()) as client:
            client.wait()
            same(client.text(), "Thank you for connecting\n")
        server.wait()


def own_address():
    """The host's own name is only as good as /etc/hosts."""
    try:
        name = socket.gethostname()
        socket.socket().bind((name, 0))
        return name
    except OSError as error:
        raise Skip(f"the name of this host does not resolve: {error}")


def test_hostname_server_serves_python():
    host = own_address()
    with lesson("hostname-server", 0) as server:
        port = server.port()
        for _ in range(3):
            same(tutorials.receive(port, host), b"Connection is successful")


def test_hostname_client_asks_python():
    host = own_address()
    listener = peer.listener(host)
    server = Background(tutorials.answer_once, listener, b"Connection is successful")
    with lesson("hostname-client", listener.getsockname()[1]) as client:
        client.wait()
        same(client.text(), "Connection is successful\n")
    server.result()


def test_echo_server_serves_python():
    with lesson("echo-server", 0) as server:
        port = server.port()
        same(tutorials.echo(port, b"Hello, world"), b"Hello, world")
        every_byte = bytes(range(256)) * 40
        same(tutorials.echo(port, every_byte), every_byte)


def test_echo_server_serves_many_at_once():
    with lesson("echo-server", 0) as server:
        port = server.port()
        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
        same(tutorials.echo(port, b"past fifty who say nothing"), b"past fifty who say nothing")
        for s in idle:
            s.sendall(b"x")
            same(peer.receive_exactly(s, 1), b"x")
            s.close()


def test_echo_client_asks_python():
    listener = peer.listener()
    server = Background(tutorials.echo_once, listener)
    with lesson("echo-client", listener.getsockname()[1]) as client:
        client.wait()
        said = server.result()
        same(client.text(), said.decode() + "\n")


def test_echo_client_puts_pieces_together():
    def in_pieces(s):
        c, _ = s.accept()
        c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        data = c.recv(1024)
        for byte in data:
            c.send(bytes([byte]))
        c.close()
        return data
    listener = peer.listener()
    server = Background(in_pieces, listener)
    with lesson("echo-client", listener.getsockname()[1]) as client:
        client.wait()
        same(client.text(), server.result().decode() + "\n")


peer.main(globals())
