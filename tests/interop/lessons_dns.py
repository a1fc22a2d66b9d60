#!/usr/bin/python3
# The DNS lessons against each other, dig, dnsmasq and unbound, over UDP, TCP and TLS.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import socket
import struct

import authority
import peer
from peer import check, same
from servers import Server, lesson, output

QUESTION = b"\4home\4test\0\0\1\0\1"
HEADER = struct.pack(">6H", 7, 0x0100, 1, 0, 0, 0)


def port_for_both():
    """Free for UDP and for TCP."""
    while True:
        with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagrams:
            stream.bind(("127.0.0.1", 0))
            try:
                datagrams.bind(stream.getsockname())
            except OSError:
                continue
            return stream.getsockname()[1]


class Names:
    """The server, and the ports that it has chosen."""

    def __enter__(self):
        self.server = peer.lesson("dns-server", port_for_both(), 0)
        self.server.__enter__()
        self.port = self.server.port()
        self.tls = int(self.server.out.expect(r"tls port (\d+)").group(1))
        return self

    def __exit__(self, *exception):
        self.server.__exit__(*exception)

    def dig(self, *words, port=None):
        return output("dig", "@127.0.0.1", "-p", port or self.port, "+tries=1", *words).decode()

    def ask(self, message):
        with socket.socket(type=socket.SOCK_DGRAM) as s:
            s.connect(("127.0.0.1", self.port))
            s.send(message)
            return s.recv(65536)


def test_the_lessons_ask_each_other():
    with Names() as names:
        for way, port in (("udp", names.port), ("tcp", names.port), ("tls", names.tls)):
            same(lesson("dns-client", "home.test.", "AAAA", "127.0.0.1", port, way),
                 "55 bytes: answered\nhome.test. 60 AAAA ::1\n")
        shown = lesson("dns-client", "large.home.test", "TXT", "127.0.0.1", names.port)
        check(shown.startswith("822 bytes: answered\n") and "c" * 250 in shown, shown)
        shown = lesson("dns-client", "none.test", "A", "127.0.0.1", names.port)
        same(shown, "27 bytes: no such name\n")


def test_dig():
    with Names() as names:
        same(names.dig("+short", "home.test", "A"), "127.0.0.1\n127.0.0.2\n")
        same(names.dig("+short", "+tcp", "HOME.test", "MX"), "10 mail.HOME.test.\n")
        same(names.dig("+short", "+tls", "home.test", "TXT", port=names.tls), '"a few lines answer"\n')
        same(names.dig("+short", "www.home.test", "A"), "home.test.\n")
        check("c" * 250 in names.dig("+short", "large.home.test", "TXT"), "not asked again by TCP")
        check("flags: qr aa tc rd;" in names.dig("+ignore", "large.home.test", "TXT"), "not cut")
        check("status: NXDOMAIN" in names.dig("none.test"), "status")
        check("status: NOTIMP" in names.dig("+opcode=status", "home.test"), "status")


def test_questions_that_make_no_sense():
    with Names() as names:
        for wrong in (b"", b"\x40" * 70, b"\x04home", b"\x04home\0\0"):
            answer = names.ask(HEADER + wrong)
            same(struct.unpack(">HH", answer[:4]), (7, 0x8501), "format error")
        with socket.socket(type=socket.SOCK_DGRAM) as s: # too short, and an answer: no reply
            s.connect(("127.0.0.1", names.port))
            for message in (b"", b"\0", HEADER[:2] + b"\x81" + HEADER[3:] + QUESTION, HEADER + QUESTION):
                s.send(message)
            same(s.recv(512)[:2], b"\0\7")
            check(names.ask(HEADER + QUESTION), "no answer")
            s.setblocking(False)
            try:
                same(s.recv(512), None)
            except BlockingIOError:
                pass


def test_a_byte_at_a_time():
    with Names() as names, socket.create_connection(("127.0.0.1", names.port)) as s:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        message = HEADER + QUESTION
        for byte in (struct.pack(">H", len(message)) + message) * 2:
            s.send(bytes([byte]))
        first = peer.receive_exactly(s, 2 + 59)
        same(peer.receive_exactly(s, 2 + 59), first)


def answered(message):
    """What the client says of an answer, to its own question's number."""
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        def serve():
            data, client = s.recvfrom(512)
            s.sendto(data[:2] + message, client)
        python = peer.Background(serve)
        shown = lesson("dns-client", "home.test", "A", "127.0.0.1", s.getsockname()[1], status=1)
        python.result()
        return shown


def test_answers_that_make_no_sense():
    head = struct.pack(">5H", 0x8180, 1, 1, 0, 0) + QUESTION
    check("onward" in answered(head + b"\xc0\x1b"), "a pointer to itself")
    check("onward" in answered(head + b"\1a\xc0\x1b"), "a circle")
    for cut in (b"", b"\xc0", b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4abc"):
        check("RANGE" in answered(head + cut), "cut short", cut)


def test_dnsmasq():
    words = ("-k", "-C", "{folder}/conf", "--log-facility=-", "--pid-file=")
    text = ("port={port}\nlisten-address=127.0.0.1\nbind-interfaces\nno-resolv\nno-hosts\n"
            "address=/box.test/192.0.2.7\nmx-host=box.test,mail.box.test,5\n"
            "txt-record=long.test" + "".join("," + c * 250 for c in "abc") + "\n")
    with Server("dnsmasq", *words, ready="started, version", files={"conf": text}) as server:
        for way in ("udp", "tcp"):
            shown = lesson("dns-client", "box.test", "A", "127.0.0.1", server.port, way)
            check(shown.endswith("answered\nbox.test. 0 A 192.0.2.7\n"), shown)
            shown = lesson("dns-client", "box.test", "MX", "127.0.0.1", server.port, way)
            check("MX 5 mail.box.test." in shown, shown)
        shown = lesson("dns-client", "long.test", "TXT", "127.0.0.1", server.port)
        check("c" * 250 in shown, "not asked again by TCP:", shown)


def test_unbound():
    made = authority.Authority()
    with made:
        made.issue("good")
        with open(made.path("good.key")) as key, open(made.path("good.pem")) as certificate:
            files = {"key": key.read(), "pem": certificate.read(), "conf": """
server:
    directory: "{folder}"
    chroot: ""
    username: ""
    pidfile: ""
    use-syslog: no
    do-daemonize: no
    interface: 127.0.0.1@{port}
    tls-port: {port}
    tls-service-key: "{folder}/key"
    tls-service-pem: "{folder}/pem"
    local-data: "box.test. 60 IN A 192.0.2.8"
    verbosity: 1
"""}
        words = ("-d", "-c", "{folder}/conf")
        with Server("unbound", *words, ready="start of service", files=files) as server:
            shown = lesson("dns-client", "box.test", "A", "127.0.0.1", server.port, "tls",
                           made.path("ca.pem"))
            check(shown.endswith("answered\nbox.test. 60 A 192.0.2.8\n"), shown)


peer.main(globals())
