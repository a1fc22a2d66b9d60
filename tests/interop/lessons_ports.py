#!/usr/bin/python3
# The scanner, the relay and what listen's number means, against Python.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import socket

import peer
import tutorials
from peer import Background, check, lesson, same


def test_scanner_finds_what_listens():
    listeners = [peer.listener() for _ in range(5)]
    ports = sorted(s.getsockname()[1] for s in listeners)
    first, last = max(1, ports[0] - 200), min(65535, ports[-1] + 200)
    if last - first > 8000: # the kernel spread them: look around the first only
        last = ports[0] + 200
    wanted = [port for port in ports if first <= port <= last]
    with lesson("port-scanner", first, last) as scanner:
        scanner.wait()
        shown = scanner.text()
    found = [int(port) for port in re.findall(r"^port (\d+) is open$", shown, re.M)]
    same(found, sorted(found), "order")
    check(set(wanted) <= set(found), "all of these are found:", wanted, shown)
    same(int(re.search(r"(\d+) open", shown).group(1)), len(found))
    for s in listeners:
        s.close()


def test_scanner_does_not_find_what_does_not():
    s = socket.socket()
    s.bind(("127.0.0.1", 0)) # bound but not listening, so that nobody else has it
    port = s.getsockname()[1]
    with lesson("port-scanner", port, port) as scanner:
        scanner.wait()
        check(re.match(r"0 open, \d+ ms\n", scanner.text()), scanner.text())


def relay_to(function, *arguments):
    target = peer.listener()
    server = Background(function, target, *arguments)
    return server, ("0", "127.0.0.1", target.getsockname()[1])


def test_relay_carries_both_ways():
    server, words = relay_to(tutorials.reverse_once)
    with lesson("relay", *words) as relay:
        same(tutorials.reverse(relay.port(), b"there and back", 3), [b"kcab dna ereht"] * 3)
        same(server.result(), 3)


def until_end(s):
    s.settimeout(peer.DEADLINE)
    c, _ = s.accept()
    data = peer.receive_all(c)
    c.sendall(data[::-1])
    c.close()
    return len(data)


def test_relay_keeps_the_half_close():
    # The answer comes after the request's end was seen, over a connection that is still half open.
    server, words = relay_to(until_end)
    with lesson("relay", *words) as relay:
        s = socket.create_connection(("127.0.0.1", relay.port()))
        data = os.urandom(3000000)
        sending = Background(lambda: (s.sendall(data), s.shutdown(socket.SHUT_WR)))
        same(peer.receive_all(s) == data[::-1], True, "every byte")
        sending.result()
        same(server.result(), len(data))


def test_relay_keeps_the_half_close_of_the_server():
    def speaks_first(s):
        c, _ = s.accept()
        c.sendall(b"all I have to say")
        c.shutdown(socket.SHUT_WR)
        return peer.receive_all(c)
    server, words = relay_to(speaks_first)
    with lesson("relay", *words) as relay:
        s = socket.create_connection(("127.0.0.1", relay.port()))
        same(peer.receive_all(s), b"all I have to say")
        s.sendall(b"and I go on")
        s.close()
        same(server.result(), b"and I go on")


def test_relay_passes_a_reset_on_and_closes_both():
    accepted = []
    def wait_for_end(s):
        c, _ = s.accept()
        accepted.append(c)
        try:
            return c.recv(1)
        except ConnectionResetError:
            return b""
    server, words = relay_to(wait_for_end)
    with lesson("relay", *words) as relay:
        s = socket.create_connection(("127.0.0.1", relay.port()))
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        s.close()
        same(server.result(), b"")


def test_relay_in_front_of_nobody():
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    with lesson("relay", 0, "127.0.0.1", s.getsockname()[1]) as relay:
        port = relay.port()
        for _ in range(2): # it goes on
            c = socket.create_connection(("127.0.0.1", port))
            same(peer.receive_all(c), b"")
        relay.err.expect("ECONNREFUSED")


def test_backlog_shows_what_happens():
    with lesson("backlog") as backlog:
        backlog.wait()
        before, after = backlog.text().split("after one accept:\n")
        same(before.count(" SYN_SENT "), 2)
        same(before.count(" ESTABLISHED "), 3)
        check(re.search(r" LISTEN .* 3/2 ", before), before)
        check(after.count(" SYN_SENT ") < 2, after)
        check(re.search(r" LISTEN .* 3/2 ", after), after)


peer.main(globals())
