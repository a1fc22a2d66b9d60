#!/usr/bin/python3
# The datagram lessons against Python, both ways.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import socket

import peer
from peer import Background, check, lesson, same


def udp():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    s.settimeout(peer.DEADLINE)
    return s


def test_server_answers_python():
    with lesson("udp-server", 0) as server:
        there = ("127.0.0.1", server.port())
        a, b = udp(), udp()
        a.sendto(b"from a", there)
        b.sendto(b"from b", there)
        same(a.recvfrom(2048), (b"FROM A", there))
        same(b.recvfrom(2048), (b"FROM B", there))
        a.sendto(b"", there) # an empty datagram is one too
        same(a.recvfrom(2048), (b"", there))


def test_client_asks_python():
    s = udp()
    with lesson("udp-client", s.getsockname()[1], "any words") as client:
        data, where = s.recvfrom(2048)
        same(data, b"any words")
        s.sendto(data.upper(), where)
        client.wait()
        check(f"127.0.0.1:{s.getsockname()[1]} answers ANY WORDS" in client.text(), client.text())


def test_client_asks_again():
    s = udp()
    with lesson("udp-client", s.getsockname()[1], "lost once") as client:
        first = s.recvfrom(2048)
        same(s.recvfrom(2048), first, "the second try")
        s.sendto(b"LOST ONCE", first[1])
        client.wait()
        check("no answer: ETIMEDOUT" in client.text(), client.text())


def test_client_gives_up():
    s = udp()
    with lesson("udp-client", s.getsockname()[1]) as client:
        client.wait(1)
        check("the server does not answer" in client.errors(), client.errors())
        same(client.text().count("no answer: ETIMEDOUT"), 3)


def test_pair():
    with lesson("udp-server", 0) as server:
        with lesson("udp-client", server.port()) as client:
            client.wait()
            check("HELLO BY DATAGRAM" in client.text(), client.text())


def test_ping_of_itself():
    with lesson("ping") as client:
        client.wait()
        shown = client.text()
        check("10 sent, 8 received, 20 % lost" in shown, shown)
        same(len(re.findall(r"^ping \d+: \d+ us$", shown, re.M)), 8)
        same(re.findall(r"^ping (\d+): ETIMEDOUT$", shown, re.M), ["4", "8"])
        least, mean, most = map(int, re.search(
            r"^least (\d+), mean (\d+), most (\d+) us$", shown, re.M).groups())
        check(least <= mean <= most, shown)


def test_ping_of_python():
    s = udp()
    def echo():
        for number in range(1, 11):
            data, where = s.recvfrom(2048)
            if number == 5: # what comes twice, or is not what was asked for, counts once or not
                s.sendto(b"ping 3", where)
                s.sendto(data, where)
            s.sendto(data, where)
    server = Background(echo)
    with lesson("ping", *map(str, s.getsockname())) as client:
        client.wait()
        check("10 sent, 10 received, 0 % lost" in client.text(), client.text())
    server.result()


def test_ping_of_nobody():
    s = udp()
    address = s.getsockname()
    s.close()
    with lesson("ping", *map(str, address)) as client:
        client.wait()
        check("10 sent, 0 received, 100 % lost" in client.text(), client.text())
        same(client.text().count("ECONNREFUSED"), 10)


peer.main(globals())
