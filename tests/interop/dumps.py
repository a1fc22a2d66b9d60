#!/usr/bin/python3
# unhexdump reads what xxd, hexdump and od print of random bytes; hexdump prints what hexdump -C does.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import random
import subprocess

import peer

LENGTHS = (1, 2, 3, 15, 16, 17, 31, 32, 33, 100, 255, 256, 257, 4096, 70001)
PROGRAMS = (["xxd"], ["xxd", "-g1"], ["xxd", "-g4"], ["xxd", "-c", "8"], ["xxd", "-c", "64", "-u"],
            ["xxd", "-o", "4096"], ["hexdump", "-C"], ["hexdump"], ["od", "-A", "x", "-t", "x1z"],
            ["od", "-A", "x", "-t", "x1"])


def some_bytes(length):
    """Random, of letters that look like digits, and of rows that repeat."""
    yield random.randbytes(length)
    yield bytes(random.choice(b"abcdef0123456789 ") for _ in range(length))
    yield (b"abcd" * length)[:length]
    yield b"\0" * length


def shown(words, data):
    return subprocess.run(words, input=data, stdout=subprocess.PIPE, check=True).stdout


def literal(data):
    return '"' + "".join(f"\\x{byte:02x}" for byte in data) + '"'


def test_programs():
    for words in PROGRAMS:
        peer.need(words[0])
        lines = []
        for length in LENGTHS:
            for data in some_bytes(length):
                text = shown(words, data).decode()
                lines.append(f"expect (unhexdump {literal(text.encode())}) == {literal(data)}")
        peer.run("-q", input=("\n".join(lines) + "\n").encode())


def test_same_as_hexdump():
    peer.need("hexdump")
    for length in LENGTHS:
        for data in some_bytes(length):
            handsh = peer.run("-q", input=f"hexdump {literal(data)}\n".encode())
            peer.same(handsh.text(), shown(["hexdump", "-C"], data).decode())


peer.main(globals())
