#!/usr/bin/python3
# The CRC lessons against Python, both ways: every single flipped bit must be found.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import random

import peer
import tutorials
from peer import Background, lesson, same

GENERATOR = "1001"


def flip(word, position):
    return word[:position] + ("0" if word[position] == "1" else "1") + word[position + 1:]


def test_server_accepts_what_is_whole():
    with lesson("crc-server", 0) as server:
        port = server.port()
        for message in (b"EVN", b"a", b"shaurya says geeksforgeeks", bytes(range(128))):
            answer = tutorials.crc_client(port, tutorials.crc_word(message, GENERATOR))
            peer.check(b"no error" in answer.lower(), "answer:", answer)


def test_server_finds_each_flipped_bit():
    with lesson("crc-server", 0) as server:
        port = server.port()
        word = tutorials.crc_word(b"EVN", GENERATOR)
        for position in range(len(word)):
            answer = tutorials.crc_client(port, flip(word, position)).lower()
            peer.check(b"error" in answer and b"no error" not in answer, "bit:", position, answer)


def test_server_takes_another_generator():
    generator = "100000111" # CRC-8
    with lesson("crc-server", 0, generator) as server:
        port = server.port()
        word = tutorials.crc_word(b"any text", generator)
        answer = tutorials.crc_client(port, word).lower()
        peer.check(b"no error" in answer, "whole:", answer)
        for position in random.sample(range(len(word)), 10):
            answer = tutorials.crc_client(port, flip(word, position)).lower()
            peer.check(b"no error" not in answer, "bit:", position, answer)


def client(words, generator=GENERATOR):
    """What a Python server sees of the lesson, and what the lesson says."""
    listener = peer.listener()
    server = Background(tutorials.crc_server, listener, generator, 1)
    with lesson("crc-client", listener.getsockname()[1], *words) as handsh:
        handsh.wait()
        return server.result()[0], handsh.text()


def test_client_appends_the_remainder():
    (word, found), shown = client(["EVN"])
    same(word, tutorials.crc_word(b"EVN", GENERATOR))
    same(found, False)
    peer.check("no error" in shown.lower(), "shown:", shown)


def test_client_of_another_generator():
    (word, found), _ = client(["any text", "1011"], "1011")
    same(word, tutorials.crc_word(b"any text", "1011"))
    same(found, False)


def test_client_can_flip_a_bit():
    for position in (0, 5, 26):
        (word, found), shown = client(["EVN", GENERATOR, position])
        same(word, flip(tutorials.crc_word(b"EVN", GENERATOR), position))
        same(found, True)
        peer.check("no error" not in shown.lower(), "shown:", shown)


def test_pair():
    with lesson("crc-server", 0) as server:
        port = server.port()
        for words, whole in (([], True), (["hello"], True), (["hello", GENERATOR, 3], False)):
            with lesson("crc-client", port, *words) as handsh:
                handsh.wait()
                same("no error" in handsh.text().lower(), whole, str(words))


peer.main(globals())
