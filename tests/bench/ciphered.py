# The workloads over TLS: what each costs the server, in processor time, for the load costs as much
# as the server does, and would hide what differs.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import subprocess

from harness import Failure, Process, rounds
from report import Row

PATIENCE = 120
MIB = 1024**2
MAKE = """[a b] = socketpair
t = spawn { a.tls --insecure }
b.tls --self-signed --cert $1 --key $2
wait $t
"""


def identity(bench):
    """A certificate and its key, made by handsh."""
    files = [os.path.join(bench.scratch, name) for name in ("bench.pem", "bench.key")]
    if not os.path.exists(files[0]):
        script = os.path.join(bench.scratch, "certificate.hsh")
        with open(script, "w", encoding="ascii") as file:
            file.write(MAKE)
        subprocess.run([bench.handsh, "-q", script, *files], check=True)
    return files


def servers(bench, mode, *size):
    words = [*identity(bench), *size]
    found = [("C", [bench.c("tls_server"), mode, *words])]
    found += [(who, [place, "-q", bench.script(f"tls-{mode}.hsh"), *words])
              for who, place in bench.ours()]
    if bench.peer("python3"):
        found.append(("python3", [bench.python, bench.script("peers/tls_server.py"), mode, *words]))
    return found


def measure(bench, words, load, after=None):
    """What was done in a second of the server's processor time."""
    def once():
        with bench.server(words) as server:
            port = server.line()
            arguments = [str(word) for word in (load[0], port, *load[1:])]
            with Process([bench.c("tls_load"), *arguments], bench.load_core) as client:
                client.line(PATIENCE)
                before = server.cpu()
                client.tell()
                done = int(client.line(PATIENCE).split()[0])
                if after and (said := after(server)) != done:
                    raise Failure(f"received {said} of {done} bytes")
                used = server.cpu() - before
        if not used:
            raise Failure("it has used no processor time")
        return [done / used]
    return once


def row_of(bench, name, unit, mode, load, size=(), after=None):
    row = Row(name, unit, "more", "C", 0.9)
    return rounds(bench, [row], [(who, measure(bench, words, load, after))
                                 for who, words in servers(bench, mode, *size)])


def tls(bench):
    rows = []
    for connections in (50, 1000):
        rows += row_of(bench, f"tls echo {connections:,}", "messages a CPU second", "echo",
                       ("echo", connections, bench.few(20000, 200000)))
    for how in ("full", "resume"):
        rows += row_of(bench, f"tls handshakes, {how}", "handshakes a CPU second", "echo",
                       ("visit", bench.few(1000, 5000), how))
    size = str(bench.few(256, 2048) * MIB)
    rows += row_of(bench, "tls bulk recv", "bytes a CPU second", "take", ("send", size),
                   after=lambda server: int(server.line(PATIENCE)))
    rows += row_of(bench, "tls bulk send", "bytes a CPU second", "give", ("receive",), (size,))
    return rows
