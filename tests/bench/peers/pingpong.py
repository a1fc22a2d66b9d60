# pingpong in Python. SPDX-License-Identifier: GPL-3.0-or-later
import socket
import sys

server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(4096)
client = socket.create_connection(server.getsockname())
connection, _peer = server.accept()
message = b"x" * 64
for _ in range(int(sys.argv[1])):
    client.send(message)
    connection.send(connection.recv(64))
    client.recv(64)
