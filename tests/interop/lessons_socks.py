#!/usr/bin/python3
# The SOCKS5 lessons against each other, curl and microsocks.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import http.server
import socket
import threading

import peer
from peer import check, same
from servers import Server, lesson, output

PAGE = b"a page of \x00 and \xff\n" * 5000


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *words):
        pass


class Site:
    """A page that can be fetched."""

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.server.shutdown()
        self.server.server_close()


def curl(proxy, way, url, status=0):
    return output("curl", "-s", "-S", "--noproxy", "", way, f"127.0.0.1:{proxy}", url, status=status)


def fetched(proxy, host, port):
    """What the client shows: the answer's head, and the page."""
    handsh = peer.run("-q", peer.LESSONS + "/socks-client.hsh", "127.0.0.1", proxy, host, port, "/x")
    return handsh.out.all()


def test_curl():
    with Site() as site, peer.lesson("socks-server", 0) as proxy:
        port = proxy.port()
        for way in ("--socks5", "--socks5-hostname"):
            for host in ("127.0.0.1", "localhost"):
                same(curl(port, way, f"http://{host}:{site.port}/x"), PAGE)


def test_what_cannot_be_reached():
    with peer.lesson("socks-server", 0) as proxy, socket.socket() as nobody:
        port = proxy.port()
        nobody.bind(("127.0.0.1", 0)) # and does not listen
        curl(port, "--socks5-hostname", f"http://127.0.0.1:{nobody.getsockname()[1]}/", 97)
        proxy.out.expect("ECONNREFUSED")
        curl(port, "--socks5-hostname", f"http://[::1]:{nobody.getsockname()[1]}/", 97)
        proxy.out.expect("ECONNREFUSED")


def test_the_lessons_meet():
    with Site() as site, peer.lesson("socks-server", 0) as proxy:
        check(fetched(proxy.port(), "localhost", site.port).endswith(b"\r\n\r\n" + PAGE), "the page")


def test_microsocks():
    with Site() as site, Server("microsocks", "-i", "127.0.0.1", "-p", "{port}") as proxy:
        check(fetched(proxy.port, "localhost", site.port).endswith(b"\r\n\r\n" + PAGE), "the page")
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            shown = lesson("socks-client", "127.0.0.1", proxy.port, "127.0.0.1",
                           nobody.getsockname()[1], status=1)
            check("SOCKS: nobody listens there" in shown, shown)


def test_a_byte_at_a_time_and_half_closes():
    """The peer hears the end of what the client says, and answers after that."""
    with peer.listener() as listener, peer.lesson("socks-server", 0) as proxy:
        def serve():
            connection, _ = listener.accept()
            with connection:
                connection.sendall(peer.receive_all(connection)[::-1])
        python = peer.Background(serve)
        request = b"\5\2\0\2\5\1\0\1\x7f\0\0\1" + listener.getsockname()[1].to_bytes(2, "big")
        with socket.create_connection(("127.0.0.1", proxy.port())) as s:
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for byte in request:
                s.send(bytes([byte]))
            same(peer.receive_exactly(s, 12), b"\5\0\5\0\0\1" + bytes(6))
            s.sendall(b"abc")
            s.shutdown(socket.SHUT_WR)
            same(peer.receive_all(s), b"cba")
        python.result()


def test_who_asks_wrongly():
    with peer.lesson("socks-server", 0) as proxy:
        port = proxy.port()
        for wrong, answer in ((b"GET / HTTP/1.0\r\n\r\n", b""), (b"\5\1\2", b"\5\xff"), (b"\5", b""),
                              (b"\5\1\0\5\1\0\7", b"\5\0"), (b"\5\1\0\5\2\0\1" + bytes(6),
                                                            b"\5\0\5\7\0\1" + bytes(6))):
            with socket.create_connection(("127.0.0.1", port)) as s:
                s.sendall(wrong)
                s.shutdown(socket.SHUT_WR)
                try:
                    same(peer.receive_all(s), answer)
                except ConnectionResetError:
                    same(answer, b"")


peer.main(globals())
