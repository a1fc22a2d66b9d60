#!/usr/bin/python3
# A relay between peers that make trouble: who sends a byte at a time, never reads, ends in the midst
# of TLS, or resets the connection in every phase; and what ends it from outside loses no byte.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import random
import resource
import socket
import ssl
import struct

import authority
import peer
from peer import Background, check, same

CA = authority.shared()
random.seed(7)

# Clients of the front meet the server behind it. With reno bytes in bulk are spliced, unpaced.
SERVER = """
front = socket tcp; front.setsockopt congestion reno; front.bind 127.0.0.1 0; front.listen 1000
print port (front.getsockname).port
front.serve as a {{ {begin} b = socket tcp; b.setsockopt congestion reno; b.connect 127.0.0.1 {port}; relay $a $b }}
"""


def relay_to(port, begin="", **more):
    return peer.Handsh("-q", "-c", SERVER.format(port=port, begin=begin), **more)


def ends(relay, listener):
    """A connection through it: the client's end, and the server's."""
    client = socket.create_connection(("127.0.0.1", relay.number))
    client.settimeout(peer.DEADLINE)
    server = listener.accept()[0]
    server.settimeout(peer.DEADLINE)
    return client, server


class Relay:
    """One in front of a listener."""

    def __init__(self, **more):
        self.listener = peer.listener(backlog=1000)
        self.listener.settimeout(peer.DEADLINE)
        self.handsh = relay_to(self.listener.getsockname()[1], **more)

    def __enter__(self):
        self.handsh.__enter__()
        self.number = self.handsh.port()
        return self

    def __exit__(self, *exception):
        self.listener.close()
        self.handsh.__exit__(*exception)

    def ends(self):
        return ends(self, self.listener)


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def test_a_great_deal_both_ways():
    with Relay() as relay:
        client, server = relay.ends()
        up, down = os.urandom(5 << 20), os.urandom(3 << 20)
        sending = [Background(lambda s=s, data=data: (s.sendall(data), s.shutdown(socket.SHUT_WR)))
                   for s, data in ((client, up), (server, down))]
        receiving = Background(peer.receive_all, client)
        check(peer.receive_all(server) == up, "what goes up")
        check(receiving.result() == down, "what comes down")
        for one in sending:
            one.result()


def test_one_byte_at_a_time():
    with Relay() as relay:
        client, server = relay.ends()
        for s in (client, server):
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in range(256):
            client.sendall(bytes([byte]))
            same(server.recv(10), bytes([byte]))
            server.sendall(bytes([255 - byte]))
            same(client.recv(10), bytes([255 - byte]))


def test_who_never_reads():
    """It holds up its own direction only, and the relay does not grow."""
    with Relay() as relay:
        client, server = relay.ends()
        client.settimeout(0.3)
        piece, sent = os.urandom(1 << 20), 0
        try:
            while sent < 1 << 28:
                sent += client.send(piece)
        except TimeoutError:
            pass
        check(sent < 1 << 28, "the relay takes everything")
        server.sendall(b"the other way")
        client.settimeout(peer.DEADLINE)
        same(client.recv(100), b"the other way")
        client.close()
        server.close()
        client, server = relay.ends() # and the next is served
        client.sendall(b"x")
        same(server.recv(1), b"x")


def test_resets_in_every_phase():
    with Relay() as relay:
        for phase in range(64):
            client, server = relay.ends()
            first, second = (client, server) if phase % 2 else (server, client)
            if phase & 2:
                client.sendall(b"up")
            if phase & 4:
                same(first.send(b"more"), 4)
            if phase & 8:
                server.sendall(os.urandom(random.randint(1, 300000)))
            if phase & 16:
                first.shutdown(socket.SHUT_WR)
            if phase & 32:
                second.shutdown(socket.SHUT_WR)
            reset(first)
            try:
                peer.receive_all(second) # ends: nobody is left waiting
            except ConnectionResetError:
                pass
            second.close()
        client, server = relay.ends()
        client.sendall(b"still there")
        same(server.recv(100), b"still there")


def test_a_last_word_before_the_reset():
    """What a server has sent before it closed with bytes unread still arrives."""
    with Relay() as relay:
        client, server = relay.ends()
        client.sendall(b"a request that nobody reads")
        server.recv(1)
        server.sendall(b"413 too large")
        server.close()
        same(client.recv(100), b"413 too large")


def test_connections_opened_and_reset():
    with Relay() as relay:
        for _ in range(300):
            s = socket.create_connection(("127.0.0.1", relay.number))
            reset(s)
        while True: # those that came through are gone by now, or end so
            client, server = relay.ends()
            client.sendall(b"mine")
            try:
                if server.recv(100) == b"mine":
                    break
            except ConnectionResetError:
                pass


def speaks_tls(client):
    context = ssl.create_default_context(cafile=CA.path("ca.pem"))
    return context.wrap_socket(client, server_hostname="localhost", suppress_ragged_eofs=False)


def test_tls_on_one_side():
    begin = f"tls --server --cert {CA.path('good.pem')} --key {CA.path('good.key')};"
    with Relay(begin=begin) as relay:
        client = socket.create_connection(("127.0.0.1", relay.number))
        client.settimeout(peer.DEADLINE)
        client = speaks_tls(client)
        server = relay.listener.accept()[0]
        server.settimeout(peer.DEADLINE)
        data = os.urandom(1 << 20)
        echoing = Background(lambda: server.sendall(peer.receive_exactly(server, len(data))))
        sending = Background(client.sendall, data)
        check(peer.receive_exactly(client, len(data)) == data, "there and back")
        echoing.result()
        sending.result()
        server.shutdown(socket.SHUT_WR)
        same(client.recv(1), b"") # by a close-notify, or it would be an error
        same(client.unwrap().recv(1), b"")
        same(server.recv(1), b"")


def test_an_end_without_close_notify_is_said():
    listener = peer.listener()
    with peer.Handsh("-c", f"""
a = socket tcp; a.connect 127.0.0.1 {listener.getsockname()[1]}
a.tls --name localhost --ca {CA.path('ca.pem')}
p = socketpair; b = $p[0]; far = $p[1]
far.shutdown write
relay $a $b
""") as handsh:
        server = listener.accept()[0]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CA.path("good.pem"), CA.path("good.key"))
        speaker = context.wrap_socket(server, server_side=True)
        speaker.sendall(b"cut")
        with socket.socket(fileno=speaker.detach()) as silent: # no word of the end
            peer.receive_all(silent)
        handsh.wait()
        check("relay(" in handsh.text() and "without close-notify" in handsh.text(), handsh.text())


def test_cancelled_again_and_again():
    """Whatever has passed and whatever is kept is all that there was, in order."""
    data = os.urandom(8 << 20)
    with peer.Handsh("-q") as handsh:
        listener = peer.listener()
        handsh.type(f"""
a = socket tcp; a.setsockopt congestion reno; a.connect 127.0.0.1 {listener.getsockname()[1]}
b = socket tcp; b.setsockopt congestion reno; b.connect 127.0.0.1 {listener.getsockname()[1]}
running = true
while $running {{ try {{ timeout 2ms {{ relay $a $b; running = false }} }} catch ETIMEDOUT {{ }} }}
print done
""")
        a, b = listener.accept()[0], listener.accept()[0]
        sending = [Background(lambda s=s: (s.sendall(data), s.shutdown(socket.SHUT_WR))) for s in (a, b)]
        receiving = [Background(peer.receive_all, s) for s in (a, b)]
        for one in receiving:
            check(one.result() == data, "every byte in its place")
        for one in sending:
            one.result()
        handsh.wait()
        same(handsh.text(), "done\n")


def test_without_a_descriptor_for_a_pipe():
    data = os.urandom(8 << 20)
    listener = peer.listener()
    with peer.Handsh("-q", "-c", f"""
a = socket tcp; a.setsockopt congestion reno; a.connect 127.0.0.1 {listener.getsockname()[1]}
b = socket tcp; b.setsockopt congestion reno; b.connect 127.0.0.1 {listener.getsockname()[1]}
try {{ loop {{ socket tcp }} }} catch EMFILE {{ }}
print (relay $a $b)
""", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))) as handsh:
        a, b = listener.accept()[0], listener.accept()[0]
        sending = Background(lambda: (a.sendall(data), a.shutdown(socket.SHUT_WR)))
        check(peer.receive_all(b) == data, "every byte")
        sending.result()
        b.close()
        handsh.wait()
        same(handsh.text(), f"{{sent: {len(data)} received: 0}}\n")


def test_standard_input_and_output():
    listener = peer.listener()

    def upper():
        with listener.accept()[0] as client:
            client.sendall(peer.receive_all(client).upper())

    server = Background(upper)
    data = os.urandom(500000).hex().encode()
    text = f"s = socket tcp; s.connect 127.0.0.1 {listener.getsockname()[1]}; relay stdin $s"
    ran = peer.run("-q", "-c", text, input=data)
    server.result()
    check(ran.text() == data.decode().upper(), "what comes back")


if __name__ == "__main__":
    peer.main(globals())
