# A server of messages with makefile and a thread a connection. SPDX-License-Identifier: GPL-3.0-or-later
import contextlib
import socket
import sys
import threading

mode = sys.argv[1]


def serve(connection):
    file = connection.makefile("rb")
    with contextlib.suppress(ConnectionError):
        while message := file.readline() if mode == "lines" else file.read(4):
            if mode != "lines":
                message += file.read(int.from_bytes(message, "big"))
            connection.sendall(message)
    connection.close()


listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
print(listener.getsockname()[1], flush=True)
while True:
    accepted, _ = listener.accept()
    accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    threading.Thread(target=serve, args=(accepted,), daemon=True).start()
