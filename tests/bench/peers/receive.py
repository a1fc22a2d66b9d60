# Reads one connection to its end, in Python. SPDX-License-Identifier: GPL-3.0-or-later
import socket

server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(4096)
print(server.getsockname()[1], flush=True)
connection, _peer = server.accept()
total = 0
while data := connection.recv(256 * 1024):
    total += len(data)
connection.close()
print(total)
