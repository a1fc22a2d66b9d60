#!/usr/bin/python3
# Captures as others read them: each block by a reader of our own, which believes nothing, and by tshark
# where that is installed; also those of a shell that was killed, and of a file that may not grow.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import resource
import shutil
import signal
import struct
import subprocess
import tempfile
import time

import peer
from peer import HANDSH, check, same

SESSION = """
host a b
capture FILE
l = b.socket tcp; l.bind '' 80; l.listen
c = a.socket tcp; c.connect b 80
d = l.accept
c.send hello
d.recv
impair loss 100% data --next 1
impair duplicate 100% udp
c.send lost
u = b.socket udp; u.bind '' 5300
v = a.socket udp
v.sendto b 5300 twice
u.recv; u.recv
host x y --wire w2
w = x.socket udp; w.sendto y 9 'another wire'
t = spawn { packet fin }
c.close
wait $t
"""
COMMENTS = ("c  connect(", 'c  send(', "lost", "#", "duplicated", 'v  sendto(', "l  listen(")


def need_lab():
    """A host can be made."""
    done = subprocess.run([HANDSH, "-q", "-c", "host a"], capture_output=True, check=False)
    if done.returncode:
        raise peer.Skip(done.stderr.decode())


class Malformed(Exception):
    pass


def require(condition, what):
    if not condition:
        raise Malformed(what)


def options(data):
    """{code: [value]} of a block's options, which end as they must."""
    found, at = {}, 0
    while at < len(data):
        require(at + 4 <= len(data), "an option is cut")
        code, length = struct.unpack_from("=HH", data, at)
        padded = at + 4 + (length + 3) // 4 * 4
        require(padded <= len(data), "an option is longer than its block")
        if code == 0:
            require(length == 0 and padded == len(data), "something comes after the last option")
            return found
        require(not any(data[at + 4 + length:padded]), "an option is filled up with something")
        found.setdefault(code, []).append(data[at + 4:at + 4 + length])
        at = padded
    require(not found, "the options do not end")
    return found


def blocks(data):
    at = 0
    while at < len(data):
        require(at + 12 <= len(data), "a block is cut")
        kind, length = struct.unpack_from("=II", data, at)
        require(length % 4 == 0 and length >= 12 and at + length <= len(data), "a block is cut")
        require(struct.unpack_from("=I", data, at + length - 4)[0] == length, "two lengths differ")
        yield kind, data[at + 8:at + length - 4]
        at += length


def read(path):
    """(names of interfaces, packets as (interface, time, frame, comments), other comments)"""
    names, packets, others = [], [], []
    with open(path, "rb") as file:
        for number, (kind, body) in enumerate(blocks(file.read())):
            require((kind == 0x0a0d0d0a) == (number == 0), "the section is not first")
            if kind == 0x0a0d0d0a:
                magic, major, minor, length = struct.unpack_from("=IHHq", body)
                require((magic, major, minor, length) == (0x1a2b3c4d, 1, 0, -1), "the section")
                require(options(body[16:])[4][0].startswith(b"handsh "), "who has written it")
            elif kind == 1:
                require(struct.unpack_from("=HHI", body) == (1, 0, 0), "the interface")
                own = options(body[8:])
                require(own[9] == [b"\x09"], "the times are nanoseconds")
                names.append(own[2][0].decode())
            elif kind == 6:
                interface, high, low, there, was = struct.unpack_from("=IIIII", body)
                require(interface < len(names) and there == was, "the packet")
                padded = 20 + (there + 3) // 4 * 4
                comments = [text.decode() for text in options(body[padded:]).get(1, [])]
                packets.append((interface, high << 32 | low, body[20:20 + there], comments))
            elif kind == 5:
                require(struct.unpack_from("=I", body)[0] < len(names), "the statistics")
                others += [text.decode() for text in options(body[12:]).get(1, [])]
            else:
                raise Malformed(f"a block {kind}")
    return names, packets, others


def session(folder, text=SESSION, after="", **more):
    path = os.path.join(folder, "lab.pcapng")
    script = text.replace("FILE", path) + after
    return path, subprocess.run([HANDSH, "-q"], input=script.encode(), capture_output=True,
                                timeout=peer.DEADLINE, check=False, **more)


def whole(folder):
    path, done = session(folder, after="n = len (packets); a.socket udp\ncapture --end\n")
    same(done.returncode, 0, done.stderr.decode())
    names, packets, others = read(path)
    same(names, ["wire", "w2"], "interfaces")
    data = [frame for _, _, frame, _ in packets]
    check(sum(b"twice" in frame for frame in data) == 2, "what is doubled is there twice")
    comments = [text for packet in packets for text in packet[3]]
    for wanted in COMMENTS:
        check(any(wanted in text for text in comments), "a comment with", wanted, comments)
    now = time.time_ns()
    check(all(now - 60e9 < stamp < now for _, stamp, _, _ in packets), "times are those of now")
    send = next(i for i, packet in enumerate(packets) if b"hello" in packet[2])
    check(any('"hello"' in text for text in packets[send][3]), "a call is its packet's comment")
    check(any("socket(" in text for text in others), "what came after the last packet", others)
    return path


def by_tshark(path):
    tshark = shutil.which("tshark")
    if not tshark:
        return
    fields = [tshark, "-r", path, "-T", "fields", "-e", "frame.interface_name", "-e",
              "_ws.col.Protocol", "-e", "frame.comment"]
    lines = subprocess.run(fields, capture_output=True, check=True).stdout.decode().splitlines()
    _, packets, _ = read(path)
    same(len(lines), len(packets), "packets that tshark sees")
    check(lines[0].startswith("wire\tTCP\t"), "the first line:", lines[0])
    check(any(line.startswith("w2\tUDP\t") for line in lines), "lines:", lines)
    check("send(" in "".join(lines), "comments:", lines)
    wrong = [tshark, "-r", path, "-Y", "_ws.malformed || ip.checksum.status == Bad ||"
             " tcp.checksum.status == Bad || udp.checksum.status == Bad", "-o", "ip.check_checksum:TRUE",
             "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"]
    same(subprocess.run(wrong, capture_output=True, check=True).stdout, b"", "malformed packets")


def killed(folder):
    """What has passed is there although nobody has ended it."""
    path = os.path.join(folder, "killed.pcapng")
    shell = subprocess.Popen([HANDSH, "-q"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    script = f"host a b; capture {path}; u = b.socket udp; u.bind '' 5300; v = a.socket udp\n"
    script += "loop 500 { v.sendto b 5300 x; u.recv }; print done\n"
    shell.stdin.write(script.encode())
    shell.stdin.flush()
    same(shell.stdout.readline(), b"done\n", "the script")
    end = time.monotonic() + peer.DEADLINE
    while len(read(path)[1]) < 500 and time.monotonic() < end:
        pass
    shell.send_signal(signal.SIGKILL)
    shell.wait()
    shell.stdin.close()
    shell.stdout.close()
    same(len(read(path)[1]), 500, "packets in the file of a shell that was killed")


def no_room(folder):
    """As a full disk: the last whole blocks stay, and somebody is told."""
    more = "loop 2000 { v.sendto b 5300 (repeat x 500); u.recv; u.recv }\n"

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (200000, 200000))
    path, done = session(folder, after=more + "expect error EFBIG { capture --end }\n",
                         preexec_fn=limit)
    same(done.returncode, 0, done.stderr.decode())
    check(re.fullmatch(rb"capture: EFBIG: .*: no more is written\n", done.stderr), "errors:",
          done.stderr)
    check(100 < len(read(path)[1]) < 500, "packets before there was no room")


def test_captures_are_read():
    need_lab()
    with tempfile.TemporaryDirectory() as folder:
        by_tshark(whole(folder))


def test_of_a_shell_that_is_killed():
    need_lab()
    with tempfile.TemporaryDirectory() as folder:
        killed(folder)


def test_of_a_full_disk():
    need_lab()
    with tempfile.TemporaryDirectory() as folder:
        no_room(folder)


peer.main(globals())
