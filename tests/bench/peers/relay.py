# Passes one connection on with splice, in Python. SPDX-License-Identifier: GPL-3.0-or-later
import os
import socket
import sys

SIZE = 1024 * 1024
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(4096)
print(server.getsockname()[1], flush=True)
source, _peer = server.accept()
target = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
out, into = os.pipe()
while inside := os.splice(source.fileno(), into, SIZE):
    while inside:
        inside -= os.splice(out, target.fileno(), inside)
