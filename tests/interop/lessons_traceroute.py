#!/usr/bin/python3
# The traceroute lesson over two routers: network namespaces of the test's own, side by side.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import shutil
import subprocess
import sys

import peer
from peer import Skip, check, same

LINKS = (("a", "10.0.0"), ("b", "10.0.1"), ("c", "10.0.2"))
ROUTES = ("ip route add default via 10.0.0.2",
          "ip route add 10.0.2.0/24 via 10.0.1.2; ip route add prohibit 10.0.3.0/24",
          "ip route add 10.0.0.0/24 via 10.0.1.1", "ip route add default via 10.0.2.1")


class Host:
    """A network namespace, which lives as long as the program in it."""

    def __init__(self):
        self.program = subprocess.Popen(["unshare", "-n", "sh", "-c", "echo made; exec cat"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.program.stdout.readline()

    def run(self, text):
        return subprocess.run(["nsenter", "-t", str(self.program.pid), "-n", "sh", "-e", "-c", text],
                              stdout=subprocess.PIPE, timeout=peer.DEADLINE, check=True).stdout

    def end(self):
        self.program.communicate()


def build(hosts):
    """A chain: each has a link to the next, and .1 and .2 are its ends."""
    for (name, net), near, far in zip(LINKS, hosts, hosts[1:]):
        near.run(f"ip link add {name}0 type veth peer name {name}1 netns {far.program.pid}")
        for host, end, number in ((near, 0, 1), (far, 1, 2)):
            host.run(f"ip address add {net}.{number}/24 dev {name}{end}; ip link set {name}{end} up")
    for host, routes in zip(hosts, ROUTES):
        host.run(f"echo 1 > /proc/sys/net/ipv4/ip_forward; {routes}")


def inside(handsh, script, *words):
    hosts = [Host() for _ in range(4)]
    try:
        build(hosts)
        print(hosts[0].run(" ".join([handsh, "-q", script, *words])).decode(), end="")
    finally:
        for host in hosts:
            host.end()


def trace(*words):
    """What the lesson prints, without its times."""
    if not all(map(shutil.which, ("unshare", "nsenter", "ip"))):
        raise Skip("unshare, nsenter or ip is not here")
    if subprocess.run(["unshare", "-Urn", "true"], check=False, capture_output=True).returncode:
        raise Skip("no network namespace of one's own can be made")
    made = subprocess.run(["unshare", "-Urn", sys.executable, __file__, "inside", peer.HANDSH,
                           os.path.join(peer.LESSONS, "traceroute.hsh"), *words], text=True,
                          capture_output=True, timeout=peer.DEADLINE, check=False)
    same((made.returncode, made.stderr), (0, ""))
    return re.sub(r"\d+ us", "T us", made.stdout).replace(" \n", "\n")


def test_two_routers():
    same(trace("10.0.2.2"), "to 10.0.2.2\n"
         " 1  10.0.0.2  T us  T us  T us\n"
         " 2  10.0.1.2  T us  T us  T us\n"
         " 3  10.0.2.2  T us  T us  T us ICMP: port unreachable\n")


def test_not_so_far():
    same(trace("10.0.2.2", "1"), "to 10.0.2.2\n 1  10.0.0.2  T us  T us  T us\n")


def test_a_router_that_refuses():
    """Which it does not say to each packet: then a second passes, and there is a *."""
    shown = trace("10.0.3.1")
    check(re.fullmatch(r"to 10\.0\.3\.1\n 1  10\.0\.0\.2(  T us|  \*){3} ICMP: communication "
                       r"administratively prohibited\n", shown), shown)


if sys.argv[1:2] == ["inside"]:
    inside(*sys.argv[2:])
else:
    peer.main(globals())
