# Digests of a gigabyte, beside OpenSSL's own measure of itself.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import subprocess

from harness import Failure, rounds
from report import Row

NAMES = ("md5", "sha1", "sha256", "sha512")
MIB = 1024**2
PIECE = 65536  # bytes that OpenSSL is given at once


def output(bench, words):
    """Of a program that has the measured core to itself."""
    done = subprocess.run(words, capture_output=True, text=True, check=False,
                          preexec_fn=lambda: os.sched_setaffinity(0, {bench.core}))
    if done.returncode:
        raise Failure(done.stderr.strip()[:200])
    return done.stdout


def own_measure(bench, place, name, size):
    """Gigabytes a second."""
    words = [place, "-q", bench.script("digest.hsh"), name, str(size)]
    return lambda: [size / int(output(bench, words))]


def openssl_measure(bench, place, name):
    words = [place, "speed", "-elapsed", "-mr", "-seconds", str(bench.few(1, 2)),
             "-bytes", str(PIECE), "-evp", name]

    def measure():
        for line in output(bench, words).splitlines():
            if line.startswith("+F:"):
                return [float(line.split(":")[-1]) / 1e9]
        raise Failure("openssl speed says nothing")
    return measure


def digests(bench):
    size = bench.few(256, 1024) * MIB
    rows = []
    for name in NAMES:
        row = Row(f"digest {name}", "GB/s", "more", "openssl", 0.95)
        measures = [(who, own_measure(bench, place, name, size)) for who, place in bench.ours()]
        if openssl := bench.peer("openssl"):
            measures.append(("openssl", openssl_measure(bench, openssl, name)))
        rows += rounds(bench, [row], measures)
    return rows
