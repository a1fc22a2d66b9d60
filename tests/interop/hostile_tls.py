#!/usr/bin/python3
# Peers that speak TLS badly, or not at all, in both roles: who breaks off after any number of bytes,
# changes one, sends garbage, a byte at a time, floods, never reads, or has a certificate with names
# that would drive a terminal. Each ends in an error with a name, and whoever comes next is served.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import ctypes
import os
import random
import re
import socket
import ssl
import struct

import authority
import peer
from peer import Background, Skip, check, same

CA = authority.shared()
GOOD = f"--name localhost --ca {CA.path('ca.pem')}"
SERVER = f"--server --cert {CA.path('good.pem')} --key {CA.path('good.key')}"
GROWTH = 1 << (19 if os.environ.get("HANDSH_BUILD") else 13) # kB; a sanitizer keeps what was freed
ALERT = bytes.fromhex("1503030002")
random.seed(5)


class Cut(Exception):
    """The conversation is over, by this side's will."""


class Speaker:
    """Speaks TLS over a socket, with what it sends passed through a function first."""

    def __init__(self, connection, server, send, version=None, certificate="good", tickets=2):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
        context.load_cert_chain(CA.path(certificate + ".pem"), CA.path(certificate + ".key"))
        context.load_verify_locations(CA.path("ca.pem"))
        if server:
            context.num_tickets = tickets
        if version:
            context.minimum_version = context.maximum_version = version
        self.connection, self.send = connection, send
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server,
                                    server_hostname=None if server else "localhost")

    def do(self, what, *arguments):
        while True:
            try:
                value = what(*arguments)
                self.flush()
                return value
            except ssl.SSLWantReadError:
                self.flush()
                data = self.connection.recv(65536)
                if not data:
                    raise Cut from None
                self.incoming.write(data)

    def flush(self):
        if self.outgoing.pending:
            self.send(self.outgoing.read())

    def converse(self):
        """A whole conversation, from the handshake to the last close-notify."""
        self.do(self.tls.do_handshake)
        self.do(self.tls.write, b"hello")
        same(self.do(self.tls.read, 5), b"hello")
        self.do(self.tls.unwrap)


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def breaking_off(connection, limit):
    """Sends so many bytes, and no more."""
    left = limit
    def send(data):
        nonlocal left
        connection.sendall(data[:left])
        left -= len(data[:left])
        if len(data) > left and not left:
            raise Cut
    return send


def changing(connection, place):
    """Changes one byte of all that it sends."""
    at = 0
    def send(data):
        nonlocal at
        if at <= place < at + len(data):
            data = bytearray(data)
            data[place - at] ^= random.choice((1, 0x80, 0xff))
        at += len(data)
        connection.sendall(data)
    return send


def dribbling(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    def send(data):
        for i in range(len(data)):
            connection.sendall(data[i:i + 1])
    return send


def speak(connection, server, manner, how):
    """One conversation; how it ends is the other side's to say."""
    try:
        Speaker(connection, server, manner).converse()
        connection.close()
        return True
    except (Cut, OSError):
        if how == "reset":
            reset(connection)
        connection.close()
        return False


def cuts(total):
    return sorted({*range(100), *range(100, total, 7), total - 1})


def flight(server):
    """How many bytes one side sends in a whole conversation."""
    ours, theirs = socket.socketpair()
    count = 0
    def send(data):
        nonlocal count
        count += len(data)
        theirs.sendall(data)
    with ours, theirs:
        other = Background(speak, ours, not server, ours.sendall, "close")
        Speaker(theirs, server, send).converse()
        other.result()
    return count


CLIENT = """
for i in (range 0 COUNT) {
    c = socket tcp
    connect 127.0.0.1 PORT
    print (try {
        tls OPTIONS
        data = recv --waitall 5
        send $data
        recv
        end = (info).tls_end
        tls --off
        $end
    } catch TLS e { $e.reason } catch e { $e.name })
    c.close
}
"""
ENDS = {"close-notify", "cut", "UNEXPECTED_EOF_WHILE_READING", "ECONNRESET", "EPIPE"}


def visited(conversations, options=GOOD):
    """handsh as a client of these, one after the other; how each has ended for it."""
    listener = peer.listener()
    def serve():
        for converse in conversations:
            connection, _ = listener.accept()
            converse(connection)
    python = Background(serve)
    text = CLIENT.replace("COUNT", str(len(conversations))).replace("OPTIONS", options)
    given = peer.run("-q", input=text.replace("PORT", str(listener.getsockname()[1])).encode())
    python.result()
    return given.text().splitlines()


LISTENING = """
s = socket tcp
s.bind 127.0.0.1 0
s.listen
print -n "port ${(s.getsockname).port}\\n"
s.serve { tls OPTIONS; data = recv --waitall 5; send $data; recv; tls --off }
"""


def visits(conversations, options=SERVER):
    """The same as a server; the errors that it has shown."""
    with peer.Handsh("-q") as handsh:
        handsh.type(LISTENING.replace("OPTIONS", options))
        port = handsh.port()
        silent = socket.create_connection(("127.0.0.1", port))
        for converse in conversations:
            converse(socket.create_connection(("127.0.0.1", port)))
        last = socket.create_connection(("127.0.0.1", port))
        check(speak(last, False, last.sendall, "close"), "the next client was not served")
        silent.close()
    return re.findall(r"^<stdin>:\S* \[\d+\] \w+: (?:TLS: )?(\w+)", handsh.errors(), re.M)


def breaks(server, how):
    return [lambda c, limit=limit: speak(c, server, breaking_off(c, limit), how)
            for limit in cuts(flight(server))]


def test_servers_that_break_off():
    for how in ("close", "reset"):
        given = visited(breaks(True, how))
        check(set(given) <= ENDS, "ends:", set(given) - ENDS)
        check({"UNEXPECTED_EOF_WHILE_READING", "cut"} <= set(given) or how == "reset", "ends:", given)


def test_clients_that_break_off():
    given = set(visits(breaks(False, "close") + breaks(False, "reset")))
    check(given <= ENDS, "ends:", given - ENDS)


def test_servers_that_change_a_byte():
    given = visited([lambda c, place=place: speak(c, True, changing(c, place), "close")
                     for place in cuts(flight(True))[::3]])
    check(given.count("close-notify") <= len(given) // 10, "changes passed:", given)
    check(all(re.fullmatch(r"[A-Z][A-Z0-9_]+|cut|close-notify", line) for line in given), "ends:", given)


def test_clients_that_change_a_byte():
    visits([lambda c, place=place: speak(c, False, changing(c, place), "close")
            for place in cuts(flight(False))[::3]])


def test_a_byte_at_a_time():
    same(visited([lambda c: speak(c, True, dribbling(c), "close")]), ["close-notify"])
    visits([lambda c: check(speak(c, False, dribbling(c), "close"), "it was not served")])


# What is no TLS, or no more than its beginning.
GARBAGE = (
    b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"SSH-2.0-x\r\n", b"220 ready\r\n", b"\0" * 5000, b"\xff" * 5000, random.randbytes(20000),
    bytes.fromhex("160301ffff") + b"\0" * 70000, bytes.fromhex("1603010000") * 1000,
    bytes.fromhex("1403030001") + b"\1", bytes.fromhex("140303000101") * 10000,
    bytes.fromhex("1703030001") + b"x", ALERT + b"\x02\x28", (ALERT + b"\x01\x5a") * 10000,
    ALERT + b"\x01\x00", bytes.fromhex("16030100040100ffff") + b"x" * 65535,
    bytes.fromhex("160303004a02000046") + b"\3\3" + b"\0" * 68,
    bytes.fromhex("8080010301"), b"\x16", b"\x16\x03\x01\x02", b"",
)


def throw(connection, garbage):
    with connection:
        try:
            connection.sendall(garbage)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass
        except OSError:
            pass


def test_servers_that_send_garbage():
    given = visited([lambda c, data=data: throw(c, data) for data in GARBAGE])
    same(given[0], "WRONG_VERSION_NUMBER")
    same(given[-1], "UNEXPECTED_EOF_WHILE_READING")
    check(all(re.fullmatch(r"[A-Z][A-Z0-9_]+", line) for line in given), "ends:", given)


def test_clients_that_send_garbage():
    given = visits([lambda c, data=data: throw(c, data) for data in GARBAGE])
    check("HTTP_REQUEST" in given, "no plain HTTP:", given)


FLOODED = """
socket tcp
connect 127.0.0.1 PORT
tls OPTIONS
[p q] = socketpair
ticks = 0
spawn { global ticks; loop { p.send x; q.recv; ticks = $ticks + 1 } }
n = 0
while data = recv 1M { n = $n + (len $data) }
print $n (info).tls_end
expect $ticks > 5
"""


def test_a_flood_of_records():
    """A byte in each: whatever recv takes of them, others have their turn."""
    listener = peer.listener()
    count = 100000
    def flood():
        connection, _ = listener.accept()
        speaker = Speaker(connection, True, connection.sendall)
        speaker.do(speaker.tls.do_handshake)
        for _ in range(100):
            for _ in range(count // 100):
                speaker.tls.write(b"x")
            speaker.flush()
        speaker.do(speaker.tls.unwrap)
        connection.close()
    python = Background(flood)
    text = FLOODED.replace("PORT", str(listener.getsockname()[1])).replace("OPTIONS", GOOD)
    same(peer.run("-q", input=text.encode()).text(), f"{count} close-notify\n")
    python.result()


NEW_KEYS = """
l = socket tcp
setsockopt rcvbuf 200000
bind 127.0.0.1 0
listen
print port (getsockname).port
c = accept
c.tls OPTIONS
l.accept # by then all has come
[p q] = socketpair
ticks = 0
spawn { global ticks; loop { p.send x; q.recv; ticks = $ticks + 1 } }
def others { global ticks; before = $ticks; c.recv; $ticks - $before }
print turns (others)
"""


def test_a_flood_of_new_keys():
    """Records without bytes: whoever waits for some shares its time with others all the same."""
    try:
        openssl = ctypes.CDLL("libssl.so.3")
    except OSError as error:
        raise Skip(f"needs libssl: {error}") from None
    openssl.TLS_client_method.restype = openssl.SSL_CTX_new.restype = ctypes.c_void_p
    openssl.SSL_new.restype = ctypes.c_void_p
    handsh = peer.Handsh("-q", input=NEW_KEYS.replace("OPTIONS", SERVER))
    with handsh, socket.create_connection(("127.0.0.1", handsh.port())) as connection:
        context = ctypes.c_void_p(openssl.SSL_CTX_new(ctypes.c_void_p(openssl.TLS_client_method())))
        tls = ctypes.c_void_p(openssl.SSL_new(context))
        connection.settimeout(None) # OpenSSL has the descriptor
        openssl.SSL_set_fd(tls, connection.fileno())
        same(openssl.SSL_connect(tls), 1, "SSL_connect")
        for _ in range(10000):
            same((openssl.SSL_key_update(tls, 0), openssl.SSL_do_handshake(tls)), (1, 1), "a new key")
        same(openssl.SSL_write(tls, b"hello", 5), 5, "SSL_write")
        with socket.create_connection(("127.0.0.1", connection.getpeername()[1])):
            turns = int(handsh.out.expect(r"turns (\d+)").group(1))
            check(turns > 100, "turns that others had:", turns)
        openssl.SSL_free(tls)
        openssl.SSL_CTX_free(context)


TICKETS = """
def memory { for l in (split (load /proc/self/status) "\\n") { if $l[:6] == 'VmRSS:' { return (int $l[6:-3]) } } }
socket tcp
connect 127.0.0.1 PORT
tls OPTIONS
[p q] = socketpair
ticks = 0
spawn { global ticks; loop { p.send x; q.recv; ticks = $ticks + 1 } }
before = memory
print (recv --exactly 5) ((memory) - $before) $ticks
"""


def test_a_flood_of_tickets():
    """The latest session is what is kept, and others have their turn before the first byte comes."""
    listener = peer.listener()
    count = 20000
    def flood():
        connection, _ = listener.accept()
        speaker = Speaker(connection, True, connection.sendall, tickets=count)
        speaker.do(speaker.tls.do_handshake)
        speaker.do(speaker.tls.write, b"hello")
        speaker.do(speaker.tls.read, 1)
        connection.close()
    python = Background(flood)
    text = TICKETS.replace("PORT", str(listener.getsockname()[1])).replace("OPTIONS", GOOD) + "send x\n"
    word, grown, ticks = peer.run("-q", input=text.encode()).text().split()
    python.result()
    same(word, "hello")
    check(int(grown) < GROWTH, "kB that it has grown by:", grown)
    check(int(ticks) > 5, "turns that others had:", ticks)


SILENT = """
c = socket tcp
connect 127.0.0.1 PORT
expect error ETIMEDOUT { timeout 50ms { tls OPTIONS } }
c.close
c = socket tcp
c.setsockopt sndbuf 4096
connect 127.0.0.1 PORT
tls OPTIONS
[p q] = socketpair
others = spawn { loop 20 { p.send x; q.recv } }
much = repeat x 10000000
e = try { timeout 200ms { sendall $much } } catch ETIMEDOUT e { $e }
expect $e.done > 0
expect $e.done < 10000000
wait $others
c.close
print ended
"""


def test_a_peer_that_never_reads():
    listener = peer.listener()
    def never():
        mute, _ = listener.accept()
        deaf, _ = listener.accept()
        speaker = Speaker(deaf, True, deaf.sendall)
        speaker.do(speaker.tls.do_handshake)
        return mute, deaf
    python = Background(never)
    text = SILENT.replace("PORT", str(listener.getsockname()[1])).replace("OPTIONS", GOOD)
    same(peer.run("-q", input=text.encode()).text(), "ended\n")
    for connection in python.result():
        connection.close()


OWING = """
l = socket tcp
bind 127.0.0.1 0
listen
print port (getsockname).port
serve { setsockopt sndbuf 4096; tls OPTIONS; nonblock on; sent = 0
    try { loop { sent = $sent + (send $much) } } catch EAGAIN { }
    print $sent
    AFTER
}
"""


def test_what_is_owed_at_the_end():
    """What TLS has taken and the kernel has not goes when there is room: after the end of a connection,
    of its socket, and of the shell."""
    for after in ("", "close", "exit"):
        text = "much = repeat x 100000\n" + OWING.replace("OPTIONS", SERVER).replace("AFTER", after)
        handsh = peer.Handsh("-q", input=text)
        with handsh, socket.create_connection(("127.0.0.1", handsh.port())) as connection:
            speaker = Speaker(connection, False, connection.sendall)
            speaker.do(speaker.tls.do_handshake)
            sent = int(handsh.out.expect(r"^(\d+)\n").group(1))
            came = 0
            while data := speaker.do(speaker.tls.read, 65536):
                came += len(data)
            same(came, sent, f"bytes, after {after or 'the block'}")


# ---- certificates with hostile names ----

def der(tag, content):
    length = len(content)
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([length]) if length < 128 else bytes([0x80 | len(size)]) + size) + content


def names(*texts):
    """subjectAltName with these as DNS names, whatever bytes they have."""
    return "subjectAltName=DER:" + der(0x30, b"".join(der(0x82, text) for text in texts)).hex()


def meet(name, options=GOOD):
    """A connection to whoever has that certificate; what handsh shows of it, by itself and in info."""
    listener = peer.listener()
    def serve():
        connection, _ = listener.accept()
        with connection:
            try:
                speaker = Speaker(connection, True, connection.sendall, certificate=name)
                speaker.do(speaker.tls.do_handshake)
                speaker.do(speaker.tls.unwrap)
            except (Cut, OSError):
                pass
    python = Background(serve)
    text = f"socket tcp\nconnect 127.0.0.1 {listener.getsockname()[1]}\ntls {options}\ninfo --all\n"
    handsh = peer.Handsh("-k", input=text)
    with handsh:
        handsh.process.stdin.close()
        handsh.process.wait(peer.DEADLINE)
    python.result()
    shown = handsh.text() + handsh.errors()
    check(not re.search(r"[^\n -~…]", shown), "control bytes:", shown)
    return shown


def test_names_that_drive_terminals():
    CA.issue("escape", names(b"\x1b[2Jevil\r\n\x07.example", b"b\xc3\xa9"), authority.SERVER,
             subject="/CN=\x1b]0;evil\x07 \r\n\x9b2J")
    check("HOSTNAME_MISMATCH" in meet("escape"), "it was taken")
    check("CN=" in meet("escape", "--insecure"), "no name is shown")


def test_a_nul_in_a_name():
    CA.issue("nul", names(b"localhost\0.evil.example"), authority.SERVER)
    check("HOSTNAME_MISMATCH" in meet("nul"), "it was taken for localhost")


def test_100_kb_of_names():
    some = [b"%05d.a-long-name-among-many.example" % i for i in range(2000)]
    CA.issue("many", names(*some), authority.SERVER)
    shown = meet("many")
    check("HOSTNAME_MISMATCH" in shown and len(shown) < 4000, "too much:", len(shown))
    check("01999.a-long" in meet("many", "--insecure"), "info does not have them all")
    CA.issue("more", names(*some, *some), authority.SERVER)
    check("EXCESSIVE_MESSAGE_SIZE" in meet("more"), "they were read")


peer.main(globals())
