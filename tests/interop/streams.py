#!/usr/bin/python3
# Standard input and output as streams: whatever they are, nothing is lost, nobody else is made
# non-blocking, and no program is left behind.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   streams.py HANDSH

import fcntl
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback

HANDSH = os.path.abspath(sys.argv[1])
SLOWNESS = float(os.environ.get("HANDSH_SLOWNESS", 1))
DEADLINE = 30 * SLOWNESS
DATA = os.urandom(1 << 20) * (3 if SLOWNESS > 1 else 16)
# To a socket, whose peer echoes, and back.
BACK = """p = socketpair
a = $p[0]
b = $p[1]
spawn { copy b b; b.shutdown write }
back = spawn { copy a stdout }
copy stdin a
a.shutdown write
wait $back
"""


def run_with(stdin, stdout, script=BACK):
    return subprocess.Popen([HANDSH, "-q", "-c", script], stdin=stdin, stdout=stdout,
                            stderr=subprocess.PIPE)


def feed(descriptor, data, flags):
    """Writes to a pipe or a socket that must stay blocking, and closes it."""
    def write():
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest[:1 << 20]):]
        flags.append(fcntl.fcntl(descriptor, fcntl.F_GETFL))
        os.close(descriptor)
    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    return thread


def take(descriptor):
    parts = []
    while part := os.read(descriptor, 1 << 20):
        parts.append(part)
    os.close(descriptor)
    return b"".join(parts)


def end(child, status=0):
    said = child.stderr.read().decode()
    child.wait(DEADLINE)
    assert child.returncode == status, f"status {child.returncode}: {said}"
    return said


def pair(kind):
    """The end for handsh to read from, or the one to write to, and ours."""
    if kind == "pipe":
        return os.pipe()
    one, other = socket.socketpair()
    return one.detach(), other.detach()


def both_ways(kind):
    reads, feeds = pair(kind)
    takes, writes = pair(kind)
    child = run_with(reads, writes)
    os.close(writes)
    flags = []
    thread = feed(feeds, DATA, flags)
    got = take(takes)
    thread.join(DEADLINE)
    end(child)
    assert got == DATA, f"{kind}: {len(got)} of {len(DATA)} bytes, or others"
    shared = fcntl.fcntl(reads, fcntl.F_GETFL)
    os.close(reads)
    assert not (shared | flags[0]) & os.O_NONBLOCK, f"{kind}: O_NONBLOCK has reached others"


def pipes():
    both_ways("pipe")


def sockets():
    both_ways("socket")


def files():
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(DATA)
        source.seek(0)
        end(run_with(source, target))
        target.seek(0)
        assert target.read() == DATA, "files: not the same bytes"


def nothing():
    takes, writes = os.pipe()
    child = run_with(subprocess.DEVNULL, writes)
    os.close(writes)
    assert take(takes) == b""
    end(child)


def many_readers_of_the_script():
    """A task that wants standard input comes before the script that stands there."""
    child = subprocess.Popen([HANDSH, "-q"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)
    child.stdin.write(b"t = spawn { stdin.recv 9 }\nprint ready\n")
    child.stdin.flush()
    assert child.stdout.readline() == b"ready\n"
    out, said = child.communicate(b"for the tprint (wait $t) end\n", DEADLINE)
    assert out == b"for the t end\n", (out, said)


def reader_gone():
    takes, writes = os.pipe()
    source, feeds = os.pipe()
    child = run_with(source, writes, "copy stdin stdout")
    os.close(writes)
    os.close(source)
    os.write(feeds, b"some")
    assert os.read(takes, 4) == b"some"
    os.close(takes)
    os.write(feeds, b"more")
    assert "EPIPE" in end(child, 1)
    os.close(feeds)


def full_output_stops_nobody():
    """Whoever writes to a pipe that nobody reads waits, others go on, and a signal ends it."""
    takes, writes = os.pipe()
    listener = socket.create_server(("127.0.0.1", 0))
    script = f"""spawn {{ copy stdin stdout }}
s = socket tcp
connect 127.0.0.1 {listener.getsockname()[1]}
while d = recv {{ sendall $d }}
"""
    with open("/dev/zero", "rb") as zeros:
        child = run_with(zeros, writes, script)
    os.close(writes)
    client, _ = listener.accept()
    client.settimeout(DEADLINE)
    for _ in range(3):
        client.sendall(b"ping")
        assert client.recv(100) == b"ping"
    child.send_signal(signal.SIGTERM)
    child.wait(DEADLINE)
    assert child.returncode == 128 + signal.SIGTERM
    for one in (client, listener):
        one.close()
    os.close(takes)


def ends_with_the_shell():
    """However the shell ends, the programs of its sockets do."""
    for ending in (None, signal.SIGTERM, signal.SIGKILL):
        script = "p = process 'echo $$; exec cat'; print -n (p.recv); "
        script += "p.recv" if ending else "ask"
        child = subprocess.Popen([HANDSH, "-q", "-c", script], stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE)
        program = os.pidfd_open(int(child.stdout.readline()))
        if ending:
            child.send_signal(ending)
        child.stdin.close()
        child.wait(DEADLINE)
        child.stdout.close()
        assert select.select([program], [], [], DEADLINE)[0], f"{ending}: it lives on"
        os.close(program)


def no_zombie():
    script = """p = process 'exit 3'
expect (p.recv) == ''
expect within 30s (!ps -o stat= --ppid $PPID | grep -c Z || true) == "0\\n"
p.close
"""
    child = run_with(subprocess.DEVNULL, subprocess.PIPE, script)
    child.stdout.read()
    end(child)


def main():
    failed = 0
    for test in (pipes, sockets, files, nothing, many_readers_of_the_script, reader_gone,
                 full_output_stops_nobody, ends_with_the_shell, no_zombie):
        try:
            test()
            print(f"ok   {test.__name__}")
        except (AssertionError, OSError, subprocess.TimeoutExpired):
            failed += 1
            print(f"FAIL {test.__name__}")
            traceback.print_exc()
    return failed


if __name__ == "__main__":
    sys.exit(main())
