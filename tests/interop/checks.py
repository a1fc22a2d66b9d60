#!/usr/bin/python3
# Digests, checks and encodings against Python's: hashlib, hmac, urllib; CRCs bit by bit, of every
# row of the table, whose check is what comes of "123456789".
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import hmac
import os
import random
import re
import urllib.parse

import peer

MODELS = os.path.join(peer.ROOT, "src", "commands", "bytes", "crc_model.c")
ROW = re.compile(r'\{"(crc-[^"]+)", (?:NULL|"([^"]+)"), (\d+), (true|false), (\w+), (\w+), (\w+), (\w+)\}')
DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3-256", "sha3-512",
           "blake2s256", "blake2b512")
LENGTHS = (0, 1, 55, 56, 63, 64, 65, 127, 128, 1000, 70000)


def run(lines):
    peer.run("-q", input=("\n".join(lines) + "\n").encode())


def unhex(data):
    return f"(unhex '{data.hex()}')"


def python_name(digest):
    return {"blake2s256": "blake2s", "blake2b512": "blake2b"}.get(digest, digest.replace("-", "_"))


def test_digests():
    lines = []
    for name in DIGESTS:
        for length in LENGTHS:
            data, key = random.randbytes(length), random.randbytes(random.randint(0, 300))
            digest = hashlib.new(python_name(name), data).hexdigest()
            lines.append(f"expect (digest {name} {unhex(data)} | hex) == '{digest}'")
            code = hmac.new(key, data, python_name(name)).hexdigest()
            lines.append(f"expect (hmac {name} {unhex(key)} {unhex(data)} | hex) == '{code}'")
    run(lines)


def divide(width, reflected, generator, begin, end, data):
    """Rocksoft's model, a bit after the other."""
    mask = (1 << width) - 1
    register = begin & mask
    for byte in data:
        for i in range(8):
            bit = byte >> (i if reflected else 7 - i) & 1
            carry = register >> (width - 1) & 1
            register = register << 1 & mask
            register ^= generator if carry ^ bit else 0
    if reflected:
        register = int(f"{register:0{width}b}"[::-1], 2)
    return register ^ end & mask


def number(text):
    return 2**64 - 1 if text == "ALL" else int(text, 0)


def test_catalogue():
    lines = []
    with open(MODELS, encoding="utf-8") as file:
        rows = ROW.findall(file.read())
    peer.check(len(rows) >= 50, "rows of the table:", len(rows))
    for name, also, width, reflected, *numbers in rows:
        generator, begin, end, check = map(number, numbers)
        model = int(width), reflected == "true", generator, begin, end
        peer.same(divide(*model, b"123456789"), check, name)
        for length in LENGTHS[:-1]:
            data = random.randbytes(length)
            result = divide(*model, data)
            shown = result if result < 2**63 else f"'{result}'"
            lines.append(f"expect (crc {also or name} {unhex(data)}) == {shown}")
    run(lines)


def test_generators():
    lines = []
    for _ in range(200):
        width = random.randint(1, 64)
        generator = random.getrandbits(width)
        data = random.randbytes(random.choice(LENGTHS[:-2]))
        rest = f"{divide(width, False, generator, 0, 0, data):0{width}b}"
        bits = "".join(f"{byte:08b}" for byte in data)
        lines.append(f"expect (crc '1{generator:0{width}b}' {unhex(data)}) == '{rest}'")
        lines.append(f"expect (crc --bits '1{generator:0{width}b}' '{bits}') == '{rest}'")
    run(lines)


def internet_checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(int.from_bytes(data[i:i + 2], "big") for i in range(0, len(data), 2))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return total ^ 0xffff


def test_checksum():
    lines = []
    for length in LENGTHS + (3, 5, 7, 69999):
        for data in (random.randbytes(length), b"\xff" * length, b"\0" * length):
            lines.append(f"expect (checksum {unhex(data)}) == {internet_checksum(data)}")
    run(lines)


def test_percent():
    lines = []
    for _ in range(300):
        data = bytes(random.choice(b"abz019-._~ /?&=+%\0\xff\xc3") for _ in range(random.randint(0, 40)))
        quoted = urllib.parse.quote(data, safe="")
        form = urllib.parse.quote_plus(data)
        lines += [f"expect (percent {unhex(data)}) == '{quoted}'",
                  f"expect (unpercent '{quoted.lower()}' | lower) == (lower {unhex(data)})",
                  f"expect (percent --form {unhex(data)}) == '{form}'",
                  f"expect (unpercent --form '{form}') == {unhex(data)}"]
    run(lines)


peer.main(globals())
