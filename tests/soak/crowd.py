# Clients of a server that soak it: some that behave, and some that do not.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import socket
import struct
import subprocess

import counting

CROWD = 50              # clients at once
CONNECTIONS = 200       # of the load's
PIECE = 50000           # visits that the load makes in one run; it gives itself two minutes
RESET = struct.pack("ii", 1, 0)
FLOOD = bytes(1 << 20)
HELLO = b"a message of a client that waits for its answer"


def connect(port):
    return socket.create_connection(("127.0.0.1", port))


def reset(client):
    """Closes in such a way that the kernel sends a reset."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    client.close()


def load(*words, given=b"\n"):
    subprocess.run([counting.tool("load"), *map(str, words)], input=given, check=True,
                   stdout=subprocess.DEVNULL)


def messages(port, count):
    """Messages that are answered, each compared, over some connections."""
    load("echo", port, min(CONNECTIONS, count), count, 3600)


def visits(port, count):
    """Connections that take what the server says."""
    while count > 0:
        load("thanks", port, min(PIECE, count))
        count -= PIECE


def crowds(count):
    """The sizes of the crowds that make up so many clients."""
    while count > 0:
        yield min(CROWD, count)
        count -= CROWD


def resets(port, count):
    """Clients that are gone at once, some with bytes unread, some in the middle of a message."""
    for size in crowds(count):
        clients = [connect(port) for _ in range(size)]
        for i, client in enumerate(clients):
            if i % 3:
                client.send(HELLO)
            if i % 3 == 2:
                client.recv(1)
            reset(client)


def stalls(port, count):
    """Clients that say nothing, or half, and go only when all the others have come."""
    for size in crowds(count):
        clients = [connect(port) for _ in range(size)]
        for i, client in enumerate(clients):
            client.send(HELLO[:i % 3])
        for i, client in enumerate(clients):
            if i % 2:
                reset(client)
            else:
                client.close()


def trickles(port, count):
    """Clients that send byte by byte."""
    for size in crowds(count):
        clients = [connect(port) for _ in range(size)]
        for byte in HELLO[:10]:
            for client in clients:
                client.send(bytes([byte]))
        for client in clients:
            got = 0
            while got < 10:
                got += len(client.recv(10))
            client.close()


def floods(port, count):
    """Clients that send as much as goes, and read nothing."""
    for size in crowds(count):
        clients = [connect(port) for _ in range(size)]
        for i, client in enumerate(clients):
            client.setblocking(False)
            try:
                while client.send(FLOOD):
                    continue
            except BlockingIOError:
                pass
            if i % 2:
                reset(client)
            else:
                client.close()


def visit(port):
    """One client that behaves: its message, the answer, and the end of the server's side."""
    with connect(port) as client:
        client.sendall(HELLO)
        client.shutdown(socket.SHUT_WR)
        got = b""
        while piece := client.recv(len(HELLO)):
            got += piece
        return got == HELLO
