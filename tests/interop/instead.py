#!/usr/bin/python3
# The README's "instead of": each of its lines is run as it stands there, on real peers, with free
# ports in place of those that it names.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import os
import re
import socket
import ssl
import struct

import authority
import peer
from peer import Background, Handsh, same

# Sockets under the names that some lines use, beside a Python peer.
CONNECTED = "s = socket tcp; s.connect localhost 5000\n"
BOTH = CONNECTED + "a = $s; b = socketpair; b = $b[0]\n"


def read_section():
    """What is typed elsewhere, and what stands below it."""
    with open(os.path.join(peer.ROOT, "README.md"), encoding="utf-8") as file:
        block = re.search(r"^## Instead of$.*?^```$\n(.*?)^```$", file.read(), re.S | re.M).group(1)
    pieces = re.findall(r"^# (.*)\n((?:(?!# ).*\n)+)", block, re.M)
    same("".join(f"# {there}\n{here}" for there, here in pieces), block, "the pairs")
    return dict(pieces)


SECTION = read_section()
SEEN = set()


def lines(there, **ports):
    """The script below it; ports: pNUMBER=ANOTHER."""
    SEEN.add(there)
    text = SECTION[there]
    for name, port in ports.items():
        text = text.replace(name[1:], str(port))
    return text


def run(text, *options, before=""):
    """What is shown for the text, without the call lines."""
    return peer.run(*options, "-c", before + text).text()


def serving(function):
    """A Python server for one client: its port, and what the function gives of the client."""
    listener = peer.listener()

    def serve():
        with listener, listener.accept()[0] as client:
            return function(client)

    return listener.getsockname()[1], Background(serve)


def answered(client):
    """Sends back the line that comes."""
    line = client.makefile("rb").readline()
    client.sendall(line)
    return line


def handsh_server(there, port, **ports):
    """The script as a server on a port that the kernel chooses."""
    text = lines(there, **{f"p{port}": 0}, **ports).replace("bind ''", "bind 127.0.0.1")
    head, tail = text.split("listen;", 1)
    return Handsh("-q", "-c", f"{head}listen; print port (getsockname).port;{tail}")


def talk(port, data):
    """What comes back until the end, which this side makes first."""
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.sendall(data)
        s.shutdown(socket.SHUT_WR)
        return peer.receive_all(s)


def test_socat():
    port, server = serving(answered)
    shown = run(lines("socat - TCP:localhost:5000", p5000=port))
    same(server.result(), b"hello\r\n")
    peer.check(shown.endswith("\nhello\n"), "shown:", shown)


def test_socat_program():
    with handsh_server("socat TCP-LISTEN:5000,fork EXEC:cat", 5000) as server:
        port = server.port()
        data = os.urandom(1 << 18)
        for _ in range(2):
            same(Background(talk, port, data).result() == data, True, "what comes back")


def test_socat_relay():
    def upper(client):
        client.sendall(peer.receive_all(client).upper())

    behind, one = serving(upper)
    with handsh_server("socat TCP-LISTEN:5000,fork TCP:localhost:8000", 5000, p8000=behind) as relay:
        same(talk(relay.port(), b"there and back"), b"THERE AND BACK")
        one.result()


def test_socat_shown():
    def upper(client):
        client.sendall(peer.receive_all(client).upper())

    behind, one = serving(upper)
    with handsh_server("socat -v TCP-LISTEN:5000 TCP:localhost:8000", 5000, p8000=behind) as relay:
        same(talk(relay.port(), b"there\r\n"), b"THERE\r\n")
        one.result()
        relay.wait()
        peer.check("a > b  7 bytes\n  there\\r\\n\na > b  end\nb > a  7 bytes\n  THERE\\r\\n\nb > a  end\n"
                   in relay.text(), "shown:", relay.text())


def test_nc():
    port, server = serving(answered)
    same(peer.run("-q", "-c", lines("nc localhost 5000", p5000=port), input=b"hello\n").text(), "hello\n")
    same(server.result(), b"hello\n")


def test_nc_with_crlf():
    port, server = serving(answered)
    peer.run("-q", "-c", lines("nc -C localhost 5000", p5000=port), input=b"hello\n")
    same(server.result(), b"hello\r\n")


def test_nc_listens():
    with handsh_server("nc -l 5000", 5000) as server:
        port = server.port()
        server.type("from here\n")
        server.close_input()
        same(talk(port, b"from there\n"), b"from here\n")
        server.wait()
        peer.check(server.text().endswith("from there\n"), "shown:", server.text())


def test_ncat_datagrams():
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))

        def answer():
            data, address = s.recvfrom(100)
            s.sendto(data.upper(), address)

        server = Background(answer)
        shown = run(lines("ncat -u localhost 5000", p5000=s.getsockname()[1]))
        server.result()
    peer.check(shown.endswith("\nHELLO\n"), "shown:", shown)


def test_ncat_ports():
    there = "ncat -z localhost 5000"
    with peer.listener() as listener:
        same(run(lines(there, p5000=listener.getsockname()[1]), "-q"), "open\n")
    with socket.socket() as bound: # nobody listens, and nobody else gets it
        bound.bind(("127.0.0.1", 0))
        same(run(lines(there, p5000=bound.getsockname()[1]), "-q"), "closed\n")


def tls_context(ca):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ca.path("good.pem"), ca.path("good.key"))
    return context


def test_s_client():
    def answer(client):
        with tls_context(ca).wrap_socket(client, server_side=True) as s:
            request = s.recv(1000)
            s.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
            s.unwrap()
            return request

    there = "openssl s_client -connect localhost:8443 -CAfile ca.pem"
    with authority.Authority() as ca:
        ca.issue("good")
        port, server = serving(answer)
        shown = run(lines(there, p8443=port).replace("ca.pem", ca.path("ca.pem")))
        same(server.result(), b"GET / HTTP/1.0\r\n\r\n")
    peer.check("verified" in shown and "HTTP/1.0 200 OK" in shown, "shown:", shown)


def test_s_client_upgrades():
    def upgrade(client):
        client.sendall(b"220 ready\r\n")
        same(client.makefile("rb").readline(), b"STARTTLS\r\n")
        client.sendall(b"220 go ahead\r\n")
        with tls_context(ca).wrap_socket(client, server_side=True) as s:
            return s.version()

    with authority.Authority() as ca:
        ca.issue("good")
        port, server = serving(upgrade)
        run(lines("openssl s_client -starttls smtp -connect localhost:2525", p2525=port))
        same(server.result(), "TLSv1.3")


def test_s_server():
    there = "openssl s_server -accept 8443 -cert cert.pem -key key.pem"
    with authority.Authority() as ca:
        ca.issue("good")
        files = {"pcert.pem": ca.path("good.pem"), "pkey.pem": ca.path("good.key")}
        context = ssl.create_default_context(cafile=ca.path("ca.pem"))
        with handsh_server(there, 8443, **files) as server:
            with socket.create_connection(("127.0.0.1", server.port())) as plain, \
                 context.wrap_socket(plain, server_hostname="localhost") as s:
                same(peer.receive_all(s), b"hello")


def test_digest():
    with open(__file__, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    text = lines("openssl dgst -sha256 file").replace("load file", f"load {__file__}")
    same(run(text), digest + "\n")


def with_server(there, before, after, *sent):
    """Runs lines that take a connected s; the peer sends what is given. What after shows."""
    def send(client):
        for piece in sent:
            client.sendall(piece)
        return peer.receive_all(client)

    port, server = serving(send)
    shown = run(lines(there) + after, "-q", before=before.replace("5000", str(port)))
    server.result()
    return shown


def test_python_length():
    there = "Python: n, = struct.unpack('>I', receive(s, 4)); body = receive(s, n)"
    shown = with_server(there, CONNECTED, "print $body", struct.pack(">I", 4), b"body and more")
    same(shown, "body\n")


def test_python_json():
    there = "Python: json.loads(s.makefile().readline())['name']"
    shown = with_server(there, CONNECTED + "name = ", "print $name", b'{"name": "Mary"}\n')
    same(shown, "Mary\n")


def test_python_select():
    there = "Python: select.select([a, b], [], [], 1)"
    shown = with_server(there, BOTH + "[r w x] = ", "print ($r == [$a]) $w $x; s.recv", b"ready")
    same(shown, "true [] []\n")


def test_python_option():
    there = "Python: s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)"
    same(with_server(there, CONNECTED, "print (s.getsockopt nodelay)"), "true\n")


def test_pwntools():
    def ask(client):
        client.sendall(b"who are you? ")
        client.sendall(b"hello " + client.makefile("rb").readline())

    there = ("pwntools: io = remote('localhost', 5000); io.sendlineafter(b'? ', b'me'); "
             "io.recvline()")
    port, server = serving(ask)
    shown = run(lines(there, p5000=port))
    server.result()
    peer.check(shown.endswith("\nhello me\n"), "shown:", shown)


def test_pwntools_interactive():
    text = lines("pwntools: io = process('./program'); io.interactive()").replace("./program", "tr a-z A-Z")
    same(peer.run("-q", "-c", text, input=b"typed\n").text(), "TYPED\n")


def test_zz_each_was_run():
    same(SEEN, set(SECTION), "what stands there")


if __name__ == "__main__":
    peer.main(globals())
