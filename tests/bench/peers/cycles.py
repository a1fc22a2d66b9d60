# cycles in Python. SPDX-License-Identifier: GPL-3.0-or-later
import socket
import sys

server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(4096)
address = server.getsockname()
for _ in range(int(sys.argv[1])):
    client = socket.socket()
    client.connect(address)
    connection, _peer = server.accept()
    connection.send(b"Thank you for connecting")
    client.recv(1024)
    connection.close()
    client.close()
