#!/usr/bin/python3
# Peers that do what no peer should: a byte in each segment, resets in every phase, never reading,
# lines without an end, lengths of 4 GB, every byte. Each ends in an error with a name or in none;
# nothing of what came is lost, memory stays within what was asked for, and others are served.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# 100,000 connections that are opened and reset are tests/soak/soak.py HANDSH resets.

import os
import re
import socket
import struct

import peer
from peer import Background, check, same

SANITIZED = "sanitized" in os.environ.get("HANDSH_BUILD", "")
ENDLESS = (1 << 30) // (8 if SANITIZED else 1)
EVERY_BYTE = bytes(range(256))
# A sanitizer keeps what was freed, to notice when it is used; that would count as held.
ENVIRONMENT = peer.environment(ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1")
ROOM = 20 << 10 # KiB that a script may hold beyond those that hold nothing


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def dribble(connection, data):
    """A segment for each byte."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in data:
        connection.send(bytes([byte]))


def visited(script, *conversations):
    """Runs a script, where PORT leads to each conversation in turn; what it prints."""
    with peer.listener() as listener:
        def serve():
            for converse in conversations:
                connection, _ = listener.accept()
                with connection:
                    converse(connection)
        python = Background(serve)
        text = script.replace("PORT", str(listener.getsockname()[1]))
        handsh = peer.run("-q", input=text.encode(), env=ENVIRONMENT)
        python.result()
        return handsh.out.all()


# ---- a byte at a time ----

DRIBBLED = """
socket tcp
connect 127.0.0.1 PORT
print (recv --line)
print (recv --until 'aab')
[n] = unpack '>I' (recv --exactly 4)
print (hex (recv --exactly $n))
print (recv --line) (recv --line | len)
print (recv --waitall 5)
print (recv --all | len)
"""


def test_a_byte_in_each_segment():
    data = b"a line\r\n" + b"aaaaab" + struct.pack(">I", 256) + EVERY_BYTE + b"\rnot\r yet\n\n" + \
        b"exact" + b"the rest\r\n"
    same(visited(DRIBBLED, lambda connection: dribble(connection, data)),
         b"a line\naaaaab\n" + EVERY_BYTE.hex().encode() + b"\n\rnot\r yet 0\nexact\n10\n")


SERVING = """
s = socket tcp
s.bind 127.0.0.1 0
s.listen 500
print "port ${s.local.port}"
s.serve { BODY }
"""
ECHO = "while (l = recv --line) != nil { send --line $l }"


def serving(body):
    return peer.Handsh("-q", "-c", SERVING.replace("BODY", body))


def connect(port):
    return socket.create_connection(("127.0.0.1", port))


def test_clients_that_dribble():
    with serving(ECHO) as server:
        port = server.port()
        clients = [connect(port) for _ in range(20)]
        for byte in b"GET / HTTP/1.1\r\n":
            for client in clients:
                client.send(bytes([byte]))
        for client in clients:
            same(peer.receive_exactly(client, 16), b"GET / HTTP/1.1\r\n")
            client.close()


# ---- who never reads ----

DEAF = """
c = socket tcp
c.setsockopt sndbuf 4096
c.connect 127.0.0.1 PORT
[p q] = socketpair
others = spawn { loop 20 { p.send x; q.recv } }
much = repeat x 10000000
e = try { timeout 100ms { c.sendall $much } } catch ETIMEDOUT e { $e }
expect $e.done > 0
expect $e.done < 10000000
expect error EAGAIN { loop { c.send --dontwait $much } }
c.setsockopt sndtimeo 50ms
expect error EAGAIN { loop { c.send $much } }
c.setsockopt sndtimeo 0
zeros = process 'cat /dev/zero'
for t in [(spawn { c.sendall $much }) (spawn { copy $zeros $c })] {
    p.send x
    q.recv
    cancel $t
    expect error ECANCELED { wait $t }
}
wait $others
c.close
print ended
"""


def test_a_peer_that_never_reads():
    kept = []
    same(visited(DEAF, lambda connection: kept.append(connection.dup())), b"ended\n")
    kept[0].close()


# ---- resets ----

# What is called, with what it ends, and what a receive gives after that.
PHASES = (
    ("recv; recv", "ECONNRESET", ""),
    ("recv --peek; recv --exactly 100", "ECONNRESET", "abc"),
    ("recv --line", "ECONNRESET", "abc"),
    ("recv --until ';'", "ECONNRESET", "abc"),
    ("recv --exactly 100", "ECONNRESET", "abc"),
    ("recv --all", "ECONNRESET", "abc"),
    ("loop { recv --waitall 100 }", "ECONNRESET", ""),
    ("loop { recvmsg }", "ECONNRESET", ""),
    ("copy $c $kept", "ECONNRESET", ""),
    ("loop { send hello }", "ECONNRESET|EPIPE", None),
    ("sendall $much", "ECONNRESET|EPIPE", None),
    ("copy $zeros $c", "ECONNRESET|EPIPE", None),
    ("loop { poll [$c]; recv 1 }", "ECONNRESET", ""),
    ("recv 3; recv --peek", "ECONNRESET", ""),
    ("recv 3; poll [$c] --in; shutdown write", "ENOTCONN|EPIPE", None),
)
RESET = """
zeros = process 'cat /dev/zero'
much = repeat x 10000000
[kept other] = socketpair
"""
ONE_RESET = """
c = socket tcp
connect 127.0.0.1 PORT
send go
print (try { CALL; 'no error' } catch e { $e.name })
print (try { recv } catch e { $e.name })
c.close
"""


def test_resets_in_every_phase():
    def converse(connection):
        same(peer.receive_exactly(connection, 2), b"go")
        connection.sendall(b"abc")
        reset(connection)
    script = RESET + "".join(ONE_RESET.replace("CALL", call) for call, _, _ in PHASES)
    given = visited(script, *[converse] * len(PHASES)).decode().splitlines()
    for (call, ends, rest), end, left in zip(PHASES, given[::2], given[1::2]):
        check(end in ends.split("|"), call, end)
        check(rest is None or left == rest, call, left)


def test_clients_that_reset():
    """At once, before and while they are accepted, in the middle of a line, with answers unread."""
    with serving(ECHO) as server:
        port = server.port()
        for said in (b"", b"half", b"line\n", b"a\nb\nhalf", b"x" * 100000):
            for client in [connect(port) for _ in range(50)]:
                client.sendall(said)
                reset(client)
        with connect(port) as client:
            client.sendall(b"still there?\n")
            same(peer.receive_exactly(client, 14), b"still there?\r\n")
            client.shutdown(socket.SHUT_WR)
            same(client.recv(1), b"")
        check(len(server.descriptors()) < 20, "left:", server.descriptors())
    names = set(re.findall(r"^-c:\S* \[\d+\] \w+: (\w+)", server.errors(), re.M))
    check(names <= {"ECONNRESET", "EPIPE"}, "errors:", names)


# ---- without an end ----

LINES = """
socket tcp
connect 127.0.0.1 PORT
[passed n] = [0 0]
while true {
    try {
        line = recv --line 64k
        if $line == nil { break }
        passed = $passed + (len $line) + 1
    } catch RANGE e {
        expect (len $e.data) >= 65536 and (len $e.data) <= 262144
        n = $n + 1
        passed = $passed + (len (recv 1M))
    }
}
print $n $passed
!grep VmHWM /proc/$PPID/status
"""
LENGTHS = """
socket tcp
connect 127.0.0.1 PORT
[n] = unpack '>I' (recv --exactly 4)
expect $n == 4294967295
print (try { recv --exactly $n } catch e { $e.name })
print (try { recv $n } catch e { $e.name })
print (try { recv --exactly 1G } catch e { "${e.name} ${len $e.data}" })
print (try { recv --line 1G | len })
print (try { recv --all 1G | len })
!grep VmHWM /proc/$PPID/status
"""


def held(shown):
    """What a script has printed, and the most that it held, in KiB, beyond what any holds."""
    lines = shown.decode().splitlines()
    least = int(peer.run("-q", "-c", "!grep VmHWM /proc/$PPID/status", env=ENVIRONMENT).text().split()[1])
    return lines[:-1], int(lines[-1].split()[1]) - least


def test_a_line_without_an_end():
    """The first RANGE comes after 64 KiB; what was not a line is received in other ways."""
    piece = b"x" * (1 << 20)
    def flood(connection):
        for _ in range(ENDLESS // len(piece)):
            connection.sendall(piece)
        connection.sendall(b"\nlast\n")
    lines, grown = held(visited(LINES, flood))
    count, passed = map(int, lines[0].split())
    check(count >= ENDLESS // (1 << 20), "ranges:", count)
    same(passed, ENDLESS + 6)
    check(grown < ROOM, "KiB held:", grown)


def test_a_length_of_4_gb():
    """Nothing is set aside for what has not come."""
    lines, grown = held(visited(LENGTHS, lambda c: c.sendall(b"\xff\xff\xff\xffonly so much")))
    same(lines, ["RANGE", "RANGE", "EOF 12", "12", "0"])
    check(grown < ROOM, "KiB held:", grown)


# ---- every byte ----

BYTES = """
socket tcp
connect 127.0.0.1 PORT
every = ''
for i in range 256 { every = $every + (chr $i) }
for i in range 256 {
    got = recv --until (chr $i)
    expect $got == $every[:$i + 1]
    sendall $got
}
for i in range 256 { if $i != 10 { expect (recv --line) == (if $i == 13 { '' } else { chr $i }) } }
print ended
"""


def test_every_byte():
    sent = b"".join(EVERY_BYTE[:i + 1] for i in range(256))
    def converse(connection):
        connection.sendall(sent)
        same(peer.receive_exactly(connection, len(sent)), sent)
        connection.sendall(b"".join(bytes([i, 10]) for i in range(256) if i != 10))
    same(visited(BYTES, converse), b"ended\n")


def test_every_byte_is_shown():
    """On call lines as a literal that is the same bytes when it is read again."""
    def converse(connection):
        for i in range(256):
            connection.sendall(bytes([i]))
            same(connection.recv(1), b"+")
    with peer.listener() as listener:
        python = Background(lambda: converse(listener.accept()[0]))
        text = (f"socket tcp; connect 127.0.0.1 {listener.getsockname()[1]}\n"
                "loop 256 { recv 1; send + }\n")
        shown = peer.run("-x", input=text.encode()).out.all()
        python.result()
    literals = re.findall(rb"^s1  recv\(\d+, 1\) = 1 (.*)$", shown, re.M)
    same(len(literals), 256)
    given = peer.run("-q", input=b"".join(b"print --raw -n %s\n" % literal for literal in literals))
    same(given.out.all(), EVERY_BYTE)


peer.main(globals())
