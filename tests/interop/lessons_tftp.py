#!/usr/bin/python3
# The TFTP lessons against each other, curl, atftp and atftpd; and with lost datagrams.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import socket

import peer
from peer import check, same
from servers import Server, output

FILES = {"empty": b"", "short": b"x" * 511, "block": b"\0\xff" * 256, "long": os.urandom(20000)}


def client(port, what, name, data=None, status=0):
    """Runs the client in a folder with that file; gives the file, or what it fails with."""
    files = {} if data is None else {name: data}
    script = os.path.join(peer.LESSONS, "tftp-client.hsh")
    with peer.Handsh("-q", script, what, name, "127.0.0.1", port, files=files) as handsh:
        handsh.wait(status)
        if status:
            return handsh.errors()
        with open(os.path.join(handsh.folder, name), "rb") as file:
            return file.read()


def exchange(port):
    """Files of several lengths, there and back."""
    for name, data in FILES.items():
        client(port, "put", name, data)
        same(client(port, "get", name), data, name)


def test_the_lessons_meet():
    with peer.lesson("tftp-server", 0) as server:
        port = server.port()
        exchange(port)
        check("TFTP: there is no such file" in client(port, "get", "none", status=1), "a file")
        check("TFTP: it is there already" in client(port, "put", "long", b"", status=1), "replaced")
        same(client(port, "get", "long"), FILES["long"])


def test_curl_and_atftp():
    with peer.lesson("tftp-server", 0, files={"long": FILES["long"]}) as server:
        port = server.port()
        same(output("curl", "-s", "-S", "--noproxy", "*", f"tftp://127.0.0.1:{port}/long"), FILES["long"])
        output("curl", "-s", "-S", "--noproxy", "*", "-T", os.path.join(server.folder, "long"),
               f"tftp://127.0.0.1:{port}/copy")
        got = os.path.join(server.folder, "got")
        output("atftp", "-g", "-r", "copy", "-l", got, "127.0.0.1", port)
        with open(got, "rb") as file:
            same(file.read(), FILES["long"])


def test_atftpd():
    words = ("--daemon", "--no-fork", "--port", "{port}", "--bind-address", "127.0.0.1", "--logfile",
             "-", "--user", "nobody.nogroup", "{folder}")
    with Server("atftpd", *words, ready="server started", kind=socket.SOCK_DGRAM) as server:
        exchange(server.port)
        check("TFTP: " in client(server.port, "get", "none", status=1), "a file")


def test_lost_datagrams():
    """The acknowledgement of the second block does not come at first, nor does the third block."""
    with socket.socket(type=socket.SOCK_DGRAM) as well_known, \
            socket.socket(type=socket.SOCK_DGRAM) as own:
        well_known.bind(("127.0.0.1", 0))
        own.bind(("127.0.0.1", 0))
        def serve():
            request, client_address = well_known.recvfrom(600)
            same(request, b"\0\1lost\0octet\0")
            own.connect(client_address)
            own.send(b"\0\3\0\1" + b"a" * 512)
            same(own.recv(600), b"\0\4\0\1")
            own.send(b"\0\3\0\1" + b"a" * 512) # as if that had been lost: again, and once only
            same(own.recv(600), b"\0\4\0\1")   # what it repeats when nothing new comes
            own.send(b"\0\3\0\2" + b"b")
            same(own.recv(600), b"\0\4\0\2")
        python = peer.Background(serve)
        same(client(well_known.getsockname()[1], "get", "lost"), b"a" * 512 + b"b")
        python.result()


def test_requests_that_make_no_sense():
    with peer.lesson("tftp-server", 0) as server:
        port = server.port()
        for wrong, code in ((b"\0\1../secret\0octet\0", 2), (b"\0\1a\0netascii\0", 4),
                            (b"\0\1.hidden\0octet\0", 2), (b"\0\7a\0octet\0", 4),
                            (b"\0\1none\0octet\0", 1)):
            with socket.socket(type=socket.SOCK_DGRAM) as s:
                s.sendto(wrong, ("127.0.0.1", port))
                same(s.recv(600)[:4], bytes([0, 5, 0, code]), wrong)
        with socket.socket(type=socket.SOCK_DGRAM) as s:
            for silent in (b"", b"\0", b"\0\1", b"\0\1no end"):
                s.sendto(silent, ("127.0.0.1", port))
        server.out.expect("(RANGE.*\n.*){4}")


peer.main(globals())
