# A TLS server that echoes, takes or gives, with selectors. SPDX-License-Identifier: GPL-3.0-or-later
import resource
import selectors
import socket
import ssl
import sys

mode, certificate, key, *size = sys.argv[1:]
PIECE = b"x" * (256 * 1024)
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
selector = selectors.DefaultSelector()


def accept(listener):
    raw, _peer = listener.accept()
    raw.setblocking(False)
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection = context.wrap_socket(raw, server_side=True, do_handshake_on_connect=False)
    selector.register(connection, selectors.EVENT_READ, shake)


def shake(connection):
    try:
        connection.do_handshake()
    except ssl.SSLWantReadError:
        return
    if mode == "echo":
        selector.modify(connection, selectors.EVENT_READ, answer)
        return
    selector.unregister(connection)
    connection.setblocking(True)
    take(connection) if mode == "take" else give(connection)


def answer(connection):
    try:
        data = connection.recv(4096)
    except ssl.SSLWantReadError:
        return
    if data:
        connection.send(data)
    else:
        selector.unregister(connection)
        connection.close()


def take(connection):
    total = 0
    while count := len(connection.recv(len(PIECE))):
        total += count
    print(total, flush=True)
    connection.close()


def give(connection):
    for _ in range(int(size[0]) // len(PIECE)):
        connection.sendall(PIECE)
    connection.close()


server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(4096)
server.setblocking(False)
selector.register(server, selectors.EVENT_READ, accept)
print(server.getsockname()[1], flush=True)
while True:
    for chosen, _events in selector.select():
        chosen.data(chosen.fileobj)
