#!/usr/bin/python3
# The MQTT lessons against each other, mosquitto, and its clients.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import socket
import subprocess

import peer
from peer import check, same
from servers import Server, lesson, need, output

CONNECT = b"\x10\x0d\0\4MQTT\4\2\0\x3c\0\1x"
SUBSCRIBE = b"\x82\x08\0\1\0\3a/+\0"


def subscribed(port, *topics):
    """The client of the lessons, when the broker has its topics."""
    client = peer.lesson("mqtt-client", "127.0.0.1", port, "sub", *topics)
    client.out.expect("subscribed 0[01]")
    return client


def converse(port):
    """Two clients of the lessons with a broker."""
    with subscribed(port, "home/+/heat", "work/#", "é") as hears:
        for topic, message in (("home/hall/heat", "20"), ("home/hall/light", "on"), ("work", "at once"),
                               ("work/a/b", "x" * 300), ("é", "any\ntext")):
            lesson("mqtt-client", "127.0.0.1", port, "pub", topic, message)
        hears.out.expect("home/hall/heat 20\nwork at once\nwork/a/b x{300}\né any\ntext\n")


def test_the_lessons_meet():
    with peer.lesson("mqtt-broker", 0) as broker:
        converse(broker.port())


def test_mosquitto():
    text = "listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_dest stderr\n"
    with Server("mosquitto", "-c", "{folder}/conf", files={"conf": text}) as broker:
        converse(broker.port)


def test_mosquittos_clients():
    with peer.lesson("mqtt-broker", 0) as broker:
        port = broker.port()
        words = ["-h", "127.0.0.1", "-p", str(port)]
        hears = subprocess.Popen(["stdbuf", "-oL", need("mosquitto_sub"), *words, "-t", "a/#", "-v",
                                  "-d", "-C", "2"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        try:
            out = peer.Stream(hears.stdout)
            out.expect("Subscribed")
            with subscribed(port, "a/+") as lesson_hears:
                output("mosquitto_pub", *words, "-q", "1", "-t", "a/b", "-m", "from mosquitto")
                lesson_hears.out.expect("a/b from mosquitto\n")
                out.expect("a/b from mosquitto\n")
                lesson("mqtt-client", "127.0.0.1", port, "pub", "a/b/c", "from the lesson")
                out.expect("a/b/c from the lesson\n")
            same(hears.wait(peer.DEADLINE), 0)
        finally:
            hears.kill()
            hears.wait()


def test_a_byte_at_a_time():
    with peer.lesson("mqtt-broker", 0) as broker:
        with socket.create_connection(("127.0.0.1", broker.port())) as s:
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            large = b"\x32\xd0\x01\0\3a/b\0\7" + b"x" * 201 # its length takes two bytes
            for byte in CONNECT + SUBSCRIBE + large + b"\xc0\0\xe0\0":
                s.send(bytes([byte]))
            same(peer.receive_all(s), b"\x20\2\0\0" + b"\x90\3\0\1\0" +
                 b"\x30\xce\x01\0\3a/b" + b"x" * 201 + b"\x40\2\0\7" + b"\xd0\0")


def test_packets_that_make_no_sense():
    with peer.lesson("mqtt-broker", 0) as broker:
        port = broker.port()
        for wrong in (b"GET / HTTP/1.0\r\n\r\n", b"\x30\xff\xff\xff\xff\x7f", b"\x30\xff\xff\xff\x7f",
                      CONNECT + b"\x82\x05\0\1\0\xffa", CONNECT + b"\x34\5\0\1a\0\1", CONNECT[:5]):
            with socket.create_connection(("127.0.0.1", port)) as s:
                s.sendall(wrong)
                s.shutdown(socket.SHUT_WR)
                try:
                    check(peer.receive_all(s) in (b"", b"\x20\2\0\0"), "an answer to", wrong)
                except ConnectionResetError:
                    pass
        with socket.create_connection(("127.0.0.1", port)) as s:
            s.sendall(CONNECT.replace(b"MQTT\4", b"MQTT\5") + b"\xe0\0")
            same(peer.receive_all(s), b"\x20\2\0\1", "another version")


peer.main(globals())
