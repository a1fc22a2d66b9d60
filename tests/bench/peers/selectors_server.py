# An echo, reverse or thanks server with selectors. SPDX-License-Identifier: GPL-3.0-or-later
import resource
import selectors
import socket
import sys

mode = sys.argv[1]
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
selector = selectors.DefaultSelector()


def accept(listener):
    connection, _peer = listener.accept()
    if mode == "thanks":
        connection.send(b"Thank you for connecting")
        connection.close()
        return
    connection.setblocking(False)
    selector.register(connection, selectors.EVENT_READ, answer)


def answer(connection):
    data = connection.recv(4096)
    if data:
        connection.send(data[::-1] if mode == "reverse" else data)
    else:
        selector.unregister(connection)
        connection.close()


server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(4096)
server.setblocking(False)
selector.register(server, selectors.EVENT_READ, accept)
print(server.getsockname()[1], flush=True)
while True:
    for key, _events in selector.select():
        key.data(key.fileobj)
