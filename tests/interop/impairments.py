#!/usr/bin/python3
# What rules do to packets is the same whatever else happens: 1,000 datagrams have the same fates in each of
# 100 runs; and a delay is kept.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import collections
import subprocess

import peer
from peer import HANDSH, SLOWNESS, check, same

COUNT = 1000
DELAYED = 100
RUNS = 100 if SLOWNESS == 1 else 5
# Each run is a rule made anew. In some of them there is traffic the other way, which the rule meets too.
FATES = f"""
host a b
u = b.socket udp; u.bind '' 53
v = a.socket udp; v.bind '' 54
last = 0
for run in (range 0 {RUNS}) {{
    impair loss 10% duplicate 5% corrupt 1% delay 0 jitter 1ms --seed 7
    fates = ''
    for part in (range 0 4) {{
        for i in (range 0 {COUNT // 4}) {{
            if $run % 3 == 1 and $i % 5 == 0 {{ u.sendto a 54 back }}
            v.sendto b 53 $i
        }}
        for p in (packets from a udp) {{
            if $p.id > $last {{ fates = $fates + " ${{p.fate}}:${{p.impaired}}:${{p.delay}}" }}
        }}
        last = (packets)[-1].id
    }}
    print $fates
    impair off
}}
"""
# When each has come to the receiving kernel, and when it came on the wire, in nanoseconds.
DELAYS = f"""
host a b
u = b.socket udp; u.bind '' 53
u.setsockopt timestampns on
v = a.socket udp
impair delay 10ms
for i in (range 0 {DELAYED}) {{ v.sendto b 53 $i }}
loop {DELAYED} {{
    m = u.recvmsg
    print $m.data $m.control[0].value
}}
for p in (packets from a udp) {{ print $p.payload $p.time }}
"""


def script(text):
    done = subprocess.run([HANDSH, "-q", "-c", text], capture_output=True, check=False,
                          timeout=peer.DEADLINE * 5)
    if b"host: " in done.stderr:
        raise peer.Skip(done.stderr.decode())
    same((done.returncode, done.stderr), (0, b""), "status and errors")
    return done.stdout.decode().splitlines()


def test_fates_are_the_same_in_each_run():
    runs = script(FATES)
    same(len(runs), RUNS, "runs")
    counted = collections.Counter(runs)
    check(len(counted) == 1, "runs that differ:", len(counted))
    lost = sum(fate.startswith("lost:") for fate in runs[0].split())
    check(0.05 * COUNT < lost < 0.15 * COUNT, "lost:", lost)


def test_a_delay_is_never_shorter():
    """How much longer depends on the machine; tests/bench looks at that."""
    lines = [line.split() for line in script(DELAYS)]
    same([int(number) for number, _ in lines], [*range(DELAYED), *range(DELAYED)], "datagrams")
    for (_, came), (_, sent) in zip(lines[:DELAYED], lines[DELAYED:]):
        check(int(came) - int(sent) >= 10_000_000, "nanoseconds:", int(came) - int(sent))


peer.main(globals())
