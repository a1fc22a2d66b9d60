#!/usr/bin/python3
# The lessons of HTTP/1.1 against each other, curl, ab, Python and nginx.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import http.client
import os
import re
import socket

import peer
from peer import check, same
from servers import Server, lesson, output

DATA = bytes(range(256)) * 400
FILES = {"data": DATA, "empty": b"", "a page": b"spaced\n"}
PLAIN = b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: %d\r\nAccept-Ranges: bytes\r\n\r\n"


def serving():
    return peer.lesson("http11-server", 0, files=FILES)


def curl(port, *words, path="data"):
    return output("curl", "-s", "-S", "--noproxy", "*", *words, f"http://127.0.0.1:{port}/{path}")


def test_curl():
    with serving() as server:
        port = server.port()
        same(curl(port), DATA)
        same(curl(port, "-r", "1000-1999"), DATA[1000:2000])
        same(curl(port, "-r", "-10"), DATA[-10:])
        same(curl(port, "-r", "102300-"), DATA[102300:])
        same(curl(port, "-r", "0-999999"), DATA)
        same(curl(port, "-w", "%{http_code}", "-r", "102400-"), b"416")
        same(curl(port, "-w", "%{http_code}", path="none"), b"no such file\n404")
        same(curl(port, "-w", "%{http_code}", path="%2e%2e%2fpasswd"), b"403")
        same(curl(port, path="a%20page?x=y"), b"spaced\n")
        check(b"Content-Length: 102400\r\n" in curl(port, "-I"), "HEAD")
        place = os.path.join(server.folder, "data")
        shown = curl(port, "-v", "-H", "Expect: 100-continue", "--data-binary", "@" + place, path="x")
        same(shown, DATA)
        same(curl(port, "-H", "Transfer-Encoding: chunked", "-T", place, path="x"), DATA)
        two = output("curl", "-s", "-S", "--noproxy", "*", "-w", "%{num_connects}\n",
                     *[f"http://127.0.0.1:{port}/empty"] * 3)
        same(two, b"1\n0\n0\n", "connections")


def test_ab():
    with serving() as server:
        shown = output("ab", "-k", "-q", "-n", "500", "-c", "20", f"http://127.0.0.1:{server.port()}/data")
        check(re.search(rb"Complete requests: +500\nFailed requests: +0\nKeep-Alive requests: +500\n",
                        shown), shown)


def test_python():
    with serving() as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port())
        for method, path, body, status, expected in (
                ("GET", "/data", None, 200, DATA), ("HEAD", "/data", None, 200, b""),
                ("PUT", "/x", DATA, 200, DATA), ("POST", "/x", iter([b"in ", b"pieces"]), 200, b"in pieces"),
                ("DELETE", "/data", None, 501, b""), ("GET", "/empty", None, 200, b"")):
            connection.request(method, path, body, encode_chunked=not isinstance(body, (bytes, type(None))),
                               headers={} if body is None or isinstance(body, bytes)
                               else {"Transfer-Encoding": "chunked"})
            answer = connection.getresponse()
            same((answer.status, answer.read()), (status, expected), method)
        connection.close()


def test_a_byte_at_a_time():
    with serving() as server, socket.create_connection(("127.0.0.1", server.port())) as s:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in (b"\r\nGET /empty HTTP/1.1\r\nHost: x\r\n\r\n" b"PUT /x HTTP/1.1\r\n"
                     b"TRANSFER-ENCODING:chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: z\r\n\r\n"
                     b"GET /empty HTTP/1.1\r\nConnection: close\r\n\r\n"):
            s.send(bytes([byte]))
        same(peer.receive_all(s), PLAIN % 0 + b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\n"
             b"abc0123456789\r\n0\r\n\r\n" + (PLAIN % 0).replace(b"keep-alive", b"close"))


def test_requests_that_make_no_sense():
    with serving() as server:
        port = server.port()
        for wrong in (b"GET\r\n\r\n", b"\r\n\x16\x03\x01\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
                      b"PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                      b"PUT / HTTP/1.1\r\nContent-Length: 4294967296\r\n\r\n",
                      b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n",
                      b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
                      b"GET /" + b"x" * 20000 + b" HTTP/1.1\r\n\r\n",
                      b"GET / HTTP/1.1\r\n" + b"".join(b"a%d: b\r\n" % i for i in range(200)) + b"\r\n"):
            with socket.create_connection(("127.0.0.1", port)) as s:
                s.sendall(wrong)
                s.shutdown(socket.SHUT_WR)
                try:
                    check(peer.receive_all(s).startswith(b"HTTP/1.1 400 "), wrong[:80])
                except ConnectionResetError:
                    pass # it closed before it had read all
        same(curl(port, path="empty"), b"")


def bodies(shown):
    """What the client has printed, without the lines of the heads."""
    return re.sub(r"^< .*\n", "", shown, flags=re.M)


def test_the_lessons_meet():
    with serving() as server:
        shown = lesson("http11-client", "127.0.0.1", server.port(), "/a%20page", "/none", "/empty", "/")
        same(bodies(shown), "spaced\nno such file\nname a file\n")
        same(shown.count("< HTTP/1.1 200 OK\n"), 3)


NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log stderr notice;
events {{ worker_connections 64; }}
http {{
    access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;
    fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{
        listen 127.0.0.1:{port}; root {folder}; ssi on; ssi_types text/plain; default_type text/plain;
    }}
}}
""".replace("{{", "{").replace("}}", "}")


def test_nginx():
    """What it works out itself comes in chunks, a file with its length."""
    page = "<!--# echo var='request_uri' -->" + "x" * 20000 + "\n"
    with Server("nginx", "-e", "stderr", "-p", "{folder}", "-c", "{folder}/conf",
                files={"conf": NGINX, "page": page}) as server:
        shown = lesson("http11-client", "127.0.0.1", server.port, "/page?1", "/page?2", "/none")
        check("< transfer-encoding: chunked\n" in shown, shown[:500])
        check(bodies(shown).startswith("/page?1" + "x" * 20000 + "\n/page?2" + "x" * 20000 + "\n<html>"),
              shown[:500])


peer.main(globals())
