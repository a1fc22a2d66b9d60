#!/usr/bin/python3
# Messages that carry more beside their data than there is room for: 64 and more descriptors, and control
# data of every type that a kernel sends by itself, cut at every length. What is cut is said, and no
# descriptor is left open.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import array
import json
import os
import resource
import socket

import peer
from namespace import isolated
from peer import Background, check, same

# The kernel begins to stamp packets some time after it was asked to.
STAMPED = """
seen = []
while $seen == [] { k.send w; seen = filter c in (u.recvmsg).control { $c.type == 'SO_TIMESTAMP' } }
"""
# Sockets whose messages carry control data, and the call that sends one; u receives it.
SENT = {
    "udp": ("u = socket udp; u.bind 127.0.0.1 0", "recvttl recvtos pktinfo recvopts timestamp rxq_ovfl "
            "recvorigdstaddr recvfragsize checksum gro", "k = socket udp; k.connect $u.local"),
    "udp6": ("u = socket udp6; u.bind ::1 0", "recvhoplimit recvtclass recvpktinfo timestampns flowinfo "
             "ipv6_recvorigdstaddr recvhopopts recvdstopts recvrthdr recvpathmtu",
             "k = socket udp6; k.connect $u.local"),
    "timestamping": ("u = socket udp; u.bind 127.0.0.1 0", "timestampns",
                     "u.setsockopt timestamping rx_software software opt_pktinfo; "
                     "k = socket udp; k.connect $u.local"),
    "tcp": ("l = socket tcp; l.bind 127.0.0.1 0; l.listen; k = socket tcp; k.connect $l.local; u = l.accept",
            "inq timestamp", STAMPED),
    "unix": ("[k u] = socketpair unix-dgram", "passcred timestamp passpidfd passsec", ""),
    "unix stream": ("[k u] = socketpair", "passcred passpidfd", ""),
}
SCRIPT = """
PREPARE
for option in [OPTIONS] { try { u.setsockopt $option on } catch { } }
MORE
def told n {
    m = RECEIVE
    list = filter c in $m.control { $c.type != 'SCM_RIGHTS' }
    print (json ({room: $n flags: $m.flags fds: (len $m.fds) control: $list data: $m.data}))
    for s in $m.fds { s.close }
}
for n in [8192] + (range 0 UP) {
    SEND
    told $n
}
"""
UP = 300
REFUSED = """
    k.send question
    try { k.recv } catch ECONNREFUSED { }
"""
# Of the queue of errors, on which the socket itself receives.
ERRORS = {
    "IP_RECVERR": ("udp", "127.0.0.1"), "IPV6_RECVERR": ("udp6", "::1"),
}


def write(prepare, options="", more="", send="k.send x", receive="u.recvmsg --control $n"):
    text = SCRIPT
    for name, value in (("PREPARE", prepare), ("OPTIONS", options), ("MORE", more), ("SEND", send),
                        ("RECEIVE", receive), ("UP", str(UP))):
        text = text.replace(name, value)
    return text


def types(told):
    return [(entry["level"], entry["type"]) for entry in told["control"]]


def judge(name, shown, data="x"):
    """From some room on everything is there; with less, what is there comes first, and it is said."""
    whole, *told = [json.loads(line) for line in shown.splitlines()]
    same(len(told), UP, name)
    check("MSG_CTRUNC" not in whole["flags"], name, whole)
    enough = min(one["room"] for one in told if "MSG_CTRUNC" not in one["flags"])
    for one in told:
        same(one["data"], data or one["data"], name)
        found = types(one)
        same(found, types(whole)[:len(found)], name)
        same("MSG_CTRUNC" in one["flags"], one["room"] < enough, f"{name}: {one} said to be cut")
        if one["room"] >= enough:
            same((found, one["fds"]), (types(whole), whole["fds"]), name)
    return whole


def test_control_data_cut_at_every_length():
    seen = set()
    for name, parts in SENT.items():
        shown = peer.run("-q", "-c", write(*parts))
        seen.update(kind for _, kind in types(judge(name, shown.text())))
    for kind in ("IP_TTL", "IP_TOS", "IP_PKTINFO", "SO_TIMESTAMP", "IP_ORIGDSTADDR", "IPV6_HOPLIMIT",
                 "IPV6_TCLASS", "IPV6_PKTINFO", "SO_TIMESTAMPNS", "SO_TIMESTAMPING", "TCP_CM_INQ",
                 "SCM_CREDENTIALS"):
        check(kind in seen, "nothing has sent", kind, seen)


def test_errors_cut_at_every_length():
    for name, (kind, host) in ERRORS.items():
        prepare = (f"n = socket {kind}; n.bind {host} 0; nobody = $n.local; n.close\n"
                   f"k = socket {kind}; k.connect $nobody")
        text = write(prepare, "", f"k.setsockopt {name} on", REFUSED,
                     "k.recvmsg --errqueue --control $n")
        same(types(judge(name, peer.run("-q", "-c", text).text(), "question"))[0][1], name)


def test_descriptors_cut_at_every_length():
    for kind in ("unix", "unix-dgram", "unix-seqpacket"):
        text = write(f"[k u] = socketpair {kind}", "passcred",
                     send="k.sendmsg --fd $k --fd $u --fd $k --fd $u --fd $k x")
        text += "print (len (sockets))\n"
        *lines, last = peer.run("-q", "-c", text).text().splitlines()
        same(judge(kind, "\n".join(lines))["fds"], 5)
        same(last, "2", "sockets that are left")


PACKETS = """
r = socket udp
r.bind 127.0.0.1 0
u = socket packet
u.bind lo/ip
k = socket udp
k.connect $r.local
"""


def test_packets_cut_at_every_length():
    status, shown, errors = isolated(write(PACKETS, "auxdata timestamp"))
    same((status, errors), (0, ""))
    check("PACKET_AUXDATA" in str(judge("packet", shown, None)), shown[:200])


# ---- 64 descriptors ----

TAKING = """
s = socket unix-dgram
s.bind ./box
print -n "bound\\n"
loop 2 {
    m = s.recvmsg OPTIONS
    print (len $m.fds) $m.flags (len (sockets))
    for f in $m.fds { f.close }
}
print (len (sockets))
"""


def give(handsh, count):
    """A message with so many descriptors, of two kinds."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s, open("/dev/null", "rb") as null:
        s.connect(os.path.join(handsh.folder, "box"))
        files = [null.fileno() if i % 2 else s.fileno() for i in range(count)]
        s.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))])


def taken(counts, options="", limit=0):
    """What the script says of messages with so many descriptors."""
    def before():
        if limit:
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    with peer.Handsh("-q", "-c", TAKING.replace("OPTIONS", options), preexec_fn=before) as handsh:
        handsh.out.expect("bound")
        for count in counts:
            give(handsh, count)
        handsh.wait()
        return handsh.text().splitlines()[1:]


def test_64_descriptors():
    same(taken((64, 253)), ["64 [] 65", "253 [] 254", "1"])


def test_64_descriptors_without_room():
    same(taken((64, 64), "--control 100"), ["21 [\"MSG_CTRUNC\"] 22"] * 2 + ["1"])
    same(taken((64, 64), "--control 0"), ["0 [\"MSG_CTRUNC\"] 1"] * 2 + ["1"])


def test_64_descriptors_at_the_limit():
    """As many as may be opened come, and the script can go on when it closes them."""
    lines = taken((64, 64), limit=40)
    count = int(lines[0].split()[0])
    check(0 < count < 40 and "MSG_CTRUNC" in lines[0], lines)
    same(lines, [lines[0]] * 2 + ["1"])


def test_64_descriptors_that_nobody_takes():
    script = "s = socket unix-dgram\ns.bind ./box\nprint -n \"bound\\n\"\ndef drop { s.recvmsg; nil }\n" \
        "drop\ndrop\nprint (len (sockets))\n"
    with peer.Handsh(input=script) as handsh:
        handsh.out.expect("bound")
        for _ in range(2):
            give(handsh, 64)
            handsh.err.expect("64 descriptors came that nobody takes: closed")
        handsh.out.expect("^1\n")


peer.main(globals())
