#!/usr/bin/python3
# Sockets of every family and kind, where a script may do all, in a network of its own: ping by hand,
# packet sockets, multicast and broadcast, and what the kernel refuses.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each script prints what stands beside it; what this kernel has no module for is skipped.

from namespace import isolated
from peer import Skip, check, main, need

VETH = ("ip link add v0 type veth peer name v1 && ip link set v1 up && "
        "echo 0 > /proc/sys/net/ipv6/conf/v0/accept_dad && ip link set v0 up")
PING = "echo '0 0' > /proc/sys/net/ipv4/ping_group_range"

# Type, code, checksum, identifier, number, data; the kernel fills in what icmp(7) says.
SCRIPTS = {
    "icmp": (PING, """
        s = socket icmp
        s.connect 127.0.0.1
        s.send ((pack '>BBHHH' 8 0 0 0 1) + 'ping')
        [type code sum id number] = unpack '>BBHHH' (recv 1024)[:8]
        print $type $code $number ($id == (s.getsockname).port)
        s.sendto 127.0.0.1 (pack '>BBHHH' 8 0 0 0 2)
        m = s.recvfrom
        print $m.from.host (unpack '>BBHHH' $m.data)[4]
        t = socket icmp
        t.bind 127.0.0.1:77
        print (t.getsockname) $t.kind
        """, "0 0 1 true\n127.0.0.1 2\n127.0.0.1:77 icmp\n"),
    "icmp6": (PING, """
        s = socket icmp6
        s.sendto ::1 (pack '>BBHHH' 128 0 0 0 7)
        m = s.recvfrom
        print $m.from.host (unpack '>BBHHH' $m.data)[0] (unpack '>BBHHH' $m.data)[4]
        """, "::1 129 7\n"),
    "raw": ("true", """
        s = socket raw icmp
        s.setsockopt icmp_filter 8
        request = pack '>BBHHH' 8 0 0 5 1
        request = pack '>BBHHH' 8 0 (checksum $request) 5 1
        s.sendto 127.0.0.1 $request
        m = s.recvfrom
        header = unpack '>BBHHHBBH4s4s' $m.data[:20]
        print $m.from.host ($header[0] == 0x45) $header[6] (unpack '>BBHHH' $m.data[20:])[4]
        print $s.kind (s.getsockopt icmp_filter) (s.getsockopt protocol)
        """, "127.0.0.1 true 1 1\nraw [8] IPPROTO_ICMP\n"),
    "raw6": ("true", """
        s = socket raw6 icmpv6
        s.setsockopt icmpv6_filter (filter type in range 256 { $type != 129 })
        s.connect ::1
        s.send (pack '>BBHHH' 128 0 0 5 9)
        print (unpack '>BBHHH' (s.recv))[4] (s.getsockopt icmpv6_filter)[129]
        """, "9 130\n"),
    "raw with its own header": ("true", """
        s = socket raw
        u = socket udp
        u.bind 127.0.0.1 5000
        ip = pack '>BBHHHBBH4B4B' 0x45 0 30 0 0 64 17 0 127 0 0 1 127 0 0 1
        s.sendto 127.0.0.1 ($ip + (pack '>HHHH' 4000 5000 10 0) + 'hi')
        m = u.recvfrom
        print $m.data $m.from (s.getsockopt hdrincl)
        """, "hi 127.0.0.1:4000 true\n"),
    "packet": ("true", """
        p = socket packet
        p.bind lo
        print (p.getsockname) $p.kind $p.state
        u = socket udp
        u.bind 127.0.0.1 5000
        u.sendto 127.0.0.1 5000 hello
        m = p.recvfrom
        print $m.from $m.from.interface $m.from.protocol $m.from.hardware $m.from.packet
        print (len $m.data) $m.data[-5:]
        p.setsockopt auxdata on
        m = p.recvmsg
        print $m.data[-5:] $m.from.packet $m.control[0].type
        """, "lo/all/00:00:00:00:00:00 packet UNCONN\n"
             "lo/ip/00:00:00:00:00:00 lo ip 00:00:00:00:00:00 PACKET_OUTGOING\n47 hello\n"
             "hello PACKET_HOST PACKET_AUXDATA\n"),
    "packet, of one protocol, without its header": ("true", """
        p = socket packet-dgram ip
        p.bind lo ip
        q = socket packet-dgram 0x88b6
        q.bind lo/0x88b6
        p.setsockopt ignore_outgoing on
        u = socket udp
        u.bind 127.0.0.1 5000
        u.sendto (u.getsockname) hello
        m = p.recvfrom
        print (len $m.data) $m.from.packet
        p.sendto lo/0x88b6/00:00:00:00:00:00 'by hand'
        m = q.recvfrom
        print $m.data $m.from
        print (p.getsockopt statistics).packets (p.getsockopt statistics).packets
        """, "33 PACKET_HOST\nby hand lo/0x88b6/00:00:00:00:00:00\n1 0\n"),
    "packet, filtered": ("true", """
        p = socket packet
        p.setsockopt attach_filter udp dst port 5000
        p.bind lo
        u = socket udp
        u.sendto 127.0.0.1 5001 no
        u.sendto 127.0.0.1 5000 yes
        print (p.recv)[-3:]
        """, "yes\n"),
    "packet, promiscuous": ("true", """
        p = socket packet
        p.setsockopt add_membership lo promisc
        p.setsockopt drop_membership lo promisc
        p.setsockopt add_membership ({interface: lo type: PACKET_MR_ALLMULTI})
        p.setsockopt add_membership lo multicast 01:00:5e:01:02:03
        p.setsockopt fanout 7 rollover
        print (p.getsockopt fanout)
        """, '{group: 7 mode: "PACKET_FANOUT_ROLLOVER"}\n'),
    "multicast": ("true", """
        r = socket udp
        r.bind 239.1.2.3 5000
        r.setsockopt add_membership 239.1.2.3 lo
        expect error EADDRINUSE { r.setsockopt add_membership 239.1.2.3 127.0.0.1 }
        s = socket udp
        s.bind 127.0.0.1 0
        s.setsockopt multicast_if lo
        s.sendto 239.1.2.3 5000 hello
        m = r.recvfrom
        print $m.data $m.from.host (s.getsockopt multicast_ttl) (s.getsockopt multicast_loop)
        r.setsockopt drop_membership ({group: 239.1.2.3 interface: 1})
        expect error EADDRNOTAVAIL { r.setsockopt drop_membership 239.1.2.3 lo }
        """, "hello 127.0.0.1 1 true\n"),
    "multicast of one source": ("true", """
        r = socket udp
        r.bind 232.1.2.3 5000
        r.setsockopt add_source_membership 232.1.2.3 127.0.0.2 lo
        def sender host { s = socket udp; s.bind $host 0; s.setsockopt multicast_if lo; $s }
        other = sender 127.0.0.1
        wanted = sender 127.0.0.2
        other.sendto 232.1.2.3 5000 no
        wanted.sendto 232.1.2.3 5000 yes
        print (r.recv)
        r.setsockopt drop_source_membership 232.1.2.3 127.0.0.2 127.0.0.1
        r.setsockopt mcast_join_source_group 232.1.2.3 127.0.0.1 lo
        wanted.sendto 232.1.2.3 5000 no
        other.sendto 232.1.2.3 5000 again
        print (r.recv)
        """, "yes\nagain\n"),
    "multicast of IPv6": (VETH, """
        r = socket udp6
        r.bind '' 5000
        r.setsockopt add_membership ff02::1:2 v0
        s = socket udp6
        s.setsockopt multicast_if v0
        s.sendto '[ff02::1:2%v0]:5000' hello
        m = r.recvfrom
        print $m.data $m.from.host[:5]
        r.setsockopt leave_group ({group: ff02::1:2 interface: v0})
        r.setsockopt mcast_join_group ff02::1:3 v0
        expect error EADDRNOTAVAIL { r.setsockopt leave_group ff02::1:2 v0 }
        """, "hello fe80:\n"),
    "broadcast": ("true", """
        r = socket udp
        r.bind '' 5000
        s = socket udp
        s.setsockopt bindtodevice lo
        expect error EACCES { s.sendto 127.255.255.255 5000 no }
        s.setsockopt broadcast on
        s.sendto 127.255.255.255 5000 hello
        print (r.recv) (s.getsockopt bindtodevice)
        """, "hello lo\n"),
    "unix names": ("true", """
        s = socket unix
        s.bind ''
        print $s.local.path[0] (len $s.local.path)
        t = socket unix
        t.bind @handsh
        t.listen
        c = socket unix
        c.connect @handsh
        print (c.getpeername) (c.getsockopt peercred).uid
        """, "@ 6\n@handsh 0\n"),
    "udplite": ("true", """
        r = socket udplite
        r.bind 127.0.0.1 5000
        r.setsockopt recv_cscov 12
        s = socket udplite
        s.setsockopt send_cscov 12
        s.sendto 127.0.0.1 5000 hello
        print (r.recv) $r.kind (s.getsockopt send_cscov)
        """, "hello udplite 12\n"),
    "mptcp": ("true", """
        l = socket mptcp
        l.bind 127.0.0.1 5000
        l.listen
        c = socket mptcp
        c.connect 127.0.0.1 5000
        a = l.accept
        c.send hello
        print (a.recv) $a.kind (c.getsockopt mptcp_info).subflows (c.getsockopt is_mptcp)
        close --all
        n = socket mptcp
        sockets
        """, "hello mptcp 0 true\n"
             "  NAME  FD  KIND   STATE  LOCAL  PEER  RECV-Q  SEND-Q\n"
             "* n      3  mptcp  CLOSE  -      -          -       -\n"),
    "vsock": ("true", """
        v = socket vsock
        v.bind any 5000
        v.listen
        print (v.getsockname) $v.kind $v.state (v.getsockopt vm_sockets_connect_timeout)
        """, "any:5000 vsock LISTEN 2s\n"),
    "the table": ("true", """
        p = socket packet
        p.bind lo/ip
        r = socket raw icmp
        sockets
        """, "  NAME  FD  KIND    STATE   LOCAL                    PEER  RECV-Q  SEND-Q\n"
             "  p      3  packet  UNCONN  lo/ip/00:00:00:00:00:00  -          0       0\n"
             "* r      4  raw     UNCONN  0.0.0.0:1                -          0       0\n"),
}

# What this kernel may lack, by the error that says so.
LACKING = ("EPROTONOSUPPORT", "EAFNOSUPPORT", "ESOCKTNOSUPPORT", "ENOPROTOOPT")


def test_scripts():
    lacking, wrong = [], []
    for name, (prepare, script, expected) in SCRIPTS.items():
        status, out, errors = isolated(script, prepare)
        if status and any(f": {error}: " in errors for error in LACKING):
            lacking.append(name)
        elif "Unknown device type" in errors:
            lacking.append(name)
        elif (status, out, errors) != (0, expected, ""):
            wrong.append(f"\n{name}: {status}\n{out}{errors}instead of\n{expected}")
    check(not wrong, "".join(wrong))
    if lacking:
        raise Skip("all but " + ", ".join(lacking))


def test_refusals():
    """Each is explained by what is so here."""
    rows = (
        ("", "socket icmp", "EACCES", "net.ipv4.ping_group_range is '"),
        ("echo 0 > /proc/sys/net/mptcp/enabled", "socket mptcp", "ENOPROTOOPT",
         "net.mptcp.enabled is 0: sysctl"),
        ("", "socket AF_TIPC SOCK_DGRAM 0", "EAFNOSUPPORT", "AF_TIPC"),
    )
    for prepare, script, error, why in rows:
        status, _, errors = isolated(script, prepare or "true")
        if prepare and "can't create" in errors:
            continue  # there is no such setting here
        check(status == 1 and f": {error}: " in errors and why in errors, script, errors)


def test_without_rights():
    """raw and packet sockets where handsh has no CAP_NET_RAW."""
    need("setpriv")
    for kind in ("raw", "packet"):
        status, _, errors = isolated(f"socket {kind}", runner="setpriv --bounding-set=-net_raw")
        check(status == 1 and ": EPERM: " in errors, kind, errors)
        check("CAP_NET_RAW, which handsh does not have" in errors, kind, errors)


main(globals())
