#!/usr/bin/python3
# The HTTP lessons against Python, and the server against the programs that people have.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import http.server
import socket
import subprocess
import urllib.request

import peer
from peer import Background, check, lesson, need, same


def test_python_fetches():
    with lesson("http-server", 0) as server:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port()}/a/page") as answer:
            same(answer.status, 200)
            same(answer.read(), b"200 OK: you asked for /a/page\n")


def test_header_may_come_byte_by_byte():
    with lesson("http-server", 0) as server:
        s = socket.create_connection(("127.0.0.1", server.port()))
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"GET /slow HTTP/1.0\r\nHost: x\r\n\r\n":
            s.send(bytes([byte]))
        answer = peer.receive_all(s)
        check(answer.startswith(b"HTTP/1.0 200 OK\r\n"), answer)
        check(answer.endswith(b"you asked for /slow\n"), answer)


def test_unknown_method():
    with lesson("http-server", 0) as server:
        s = socket.create_connection(("127.0.0.1", server.port()))
        s.sendall(b"BREW /pot HTTP/1.0\r\n\r\n")
        check(peer.receive_all(s).startswith(b"HTTP/1.0 501 "), "status")


def test_a_client_that_says_nothing_stops_nobody():
    with lesson("http-server", 0) as server:
        port = server.port()
        with socket.create_connection(("127.0.0.1", port)):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                same(answer.status, 200)


def output(*words, input=b""):
    result = subprocess.run(words, input=input, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            timeout=peer.DEADLINE)
    same(result.returncode, 0, f"status of {words[0]} ({result.stderr!r})")
    return result.stdout


def test_curl():
    curl = need("curl")
    with lesson("http-server", 0) as server:
        url = f"http://127.0.0.1:{server.port()}/by/curl"
        same(output(curl, "-s", "-S", "--http1.0", "--noproxy", "*", url),
             b"200 OK: you asked for /by/curl\n")
        same(output(curl, "-s", "-S", "--noproxy", "*", url), b"200 OK: you asked for /by/curl\n")


def test_nc():
    nc = need("nc")
    with lesson("http-server", 0) as server:
        shown = output(nc, "127.0.0.1", str(server.port()), input=b"GET /by/nc HTTP/1.0\r\n\r\n")
        check(shown.startswith(b"HTTP/1.0 200 OK\r\n") and b"/by/nc" in shown, shown)


def test_socat():
    socat = need("socat")
    with lesson("http-server", 0) as server:
        shown = output(socat, "-t5", "-", f"TCP4:127.0.0.1:{server.port()}",
                       input=b"GET /by/socat HTTP/1.0\r\n\r\n")
        check(shown.startswith(b"HTTP/1.0 200 OK\r\n") and b"/by/socat" in shown, shown)


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"<p>" + self.path.encode() + b"</p>" + b"x" * 100000 + b"\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_client_fetches_from_python():
    with http.server.HTTPServer(("127.0.0.1", 0), Page) as server:
        answering = Background(server.handle_request)
        with lesson("http-client", "127.0.0.1", server.server_port, "/the/page") as client:
            client.wait()
            shown = client.text()
        answering.result()
        check(shown.startswith("< HTTP/1.0 200 OK\n"), shown[:200])
        check("\n< Content-Type: text/html\n" in shown, shown[:400])
        check(shown.endswith("<p>/the/page</p>" + "x" * 100000 + "\n"), "body")


def header_in_pieces(s, pieces):
    s.settimeout(peer.DEADLINE)
    c, _ = s.accept()
    c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while b"\r\n\r\n" not in c.recv(4096):
        pass
    for piece in pieces:
        c.sendall(piece)
    c.close()


def test_client_finds_the_blank_line_across_pieces():
    for pieces in ([bytes([b]) for b in b"HTTP/1.0 200 OK\r\nA: b\r\n\r\nthe body\n"],
                   [b"HTTP/1.0 200 OK\r\nA: b\r\n\r", b"\nthe body\n"]):
        listener = peer.listener()
        server = Background(header_in_pieces, listener, pieces)
        with lesson("http-client", *map(str, listener.getsockname())) as client:
            client.wait()
            same(client.text(), "< HTTP/1.0 200 OK\n< A: b\nthe body\n")
        server.result()


def test_client_says_when_there_is_no_header():
    listener = peer.listener()
    server = Background(header_in_pieces, listener, [b"HTTP/1.0 200 OK\r\nA: b\r\n"])
    with lesson("http-client", *map(str, listener.getsockname())) as client:
        client.wait(1)
        check("the stream ended inside the header" in client.errors(), client.errors())
    server.result()


def test_pair():
    with lesson("http-server", 0) as server:
        with lesson("http-client", "127.0.0.1", server.port(), "/pair") as client:
            client.wait()
            check(client.text().endswith("200 OK: you asked for /pair\n"), client.text())


peer.main(globals())
