#!/usr/bin/python3
# Soaks the program: whatever comes and goes, its memory, its descriptors and the kernel's sockets
# are afterwards what they were before.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   soak.py HANDSH [PART…] [OPTION…]
#       --messages N     10,000,000, answered and compared
#       --connections N  1,000,000
#       --clients N      100,000 of each kind that misbehaves
#       --tasks N        100,000
#       --lines N        100,000, typed at a prompt
#       --packets N      10,000,000, over a wire between two hosts
#       --brief          so few of each that it takes a second
#
# PART is messages, connections, resets, stalls, trickles, floods, tasks, lines or packets; all when left
# out.
# In each, a tenth comes first, so that what is kept for the next is there; then memory is measured.
# The sockets of the kernel are counted where the system allows a network of one's own.
#
# Exit status: 0, 1 (something grew), 77 (the load is not built).

import argparse
import os
import signal
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), name) for name in ("interop", "fuzz")]

import counting # noqa: E402
import crowd # noqa: E402
import isolate # noqa: E402
import lab # noqa: E402
import peer # noqa: E402

BRIEF = 1000     # so many times fewer
SLACK = 1024     # KiB that memory may grow, and
SHARE = 0.03     # of what there was
VISITS, VISITS_MOST = 10, 1000

TASKS = """
pair = socketpair
def burst n {
	loop $n {
		t = spawn { sleep 0; 6 * 7 }
		expect (wait $t) == 42
		t = spawn { use $pair[0]; recv }
		u = spawn { timeout 1m { $pair[0].recv } }
		cancel $t
		cancel $u
		expect error ECANCELED { wait $t }
		expect error ECANCELED { wait $u }
		expect error ETIMEDOUT { timeout 0 { loop { } } }
		spawn { s = socket tcp; s.close }
		spawn { x = repeat x 1000; y = "$x$x"; len $y }
		wait
	}
}
while (n = ask) != nil { burst (int $n); print done }
"""
TASKS_OF_A_TURN = 6
PACKETS = """
host a b
l = b.socket tcp; l.bind '' 80; l.listen
c = a.socket tcp; c.connect b 80; d = l.accept
u = b.socket udp; u.bind '' 53
v = a.socket udp; v.connect b 53
block = repeat x 1000000
def seen { (packets)[-1].id }
def burst n {
	until = (seen) + $n
	while (seen) < $until {
		t = spawn { loop 10 { c.sendall $block } }
		loop 10 { d.recv --exactly 1000000 }
		wait $t
		k = a.socket tcp; k.connect b 80; m = l.accept; k.send hi; m.recv; k.close; m.close
		loop 20 { v.send question; r = u.recvfrom 100; u.sendto $r.from answer; v.recv }
		hold udp
		v.send held
		packet udp from a
		drop
		release
	}
}
while (n = ask) != nil { burst (int $n); print done }
"""
LINES = (
    "a.send 'a message'\nb.recv\n",
    "n = $n + 1\n",
    "x = \"a text of the ${n}th turn\"\n",
    "[$n $x {key: $x}]\n",
    "nosuch command\n",
    "if $n % 2 { print odd } else {\nprint even\n}\n",
    "t = spawn { $n }\nwait $t\n",
)
LINES_OF_A_TURN = "".join(LINES).count("\n")


def sockets():
    """How many the kernel has on this network."""
    with open("/proc/net/sockstat", encoding="ascii") as file:
        return int(file.readline().split()[-1])


class Soaked:
    """A running shell, and what it takes up."""

    def __init__(self, handsh, counts_sockets):
        self.handsh, self.counts_sockets = handsh, counts_sockets

    def held(self):
        return len(self.handsh.descriptors()), sockets() if self.counts_sockets else 0

    def memory(self):
        return int(self.handsh.status("VmRSS"))

    def check(self, work, count, settle):
        """Does the work, and gives what has grown. settle waits until what it gets is held."""
        work(max(1, count // 10))
        held = min(settle(None) for _ in range(VISITS))
        memory, start = self.memory(), time.monotonic()
        work(count)
        now = settle(held)
        seconds, grown = time.monotonic() - start, self.memory() - memory
        print(f"    {count} in {seconds:.1f} s; {memory} KiB and {grown:+} KiB")
        if now != held:
            yield f"descriptors and sockets were {held}, are {now}"
        if grown > SLACK + SHARE * memory and "sanitized" not in os.environ.get("HANDSH_BUILD", ""):
            yield f"memory grew by {grown} KiB from {memory} KiB"


def soak_server(script, work, count, counts_sockets):
    with peer.Handsh("-q", os.path.join(counting.BENCH, script)) as handsh:
        port = int(handsh.out.expect(r"^\d+$").group())
        soaked = Soaked(handsh, counts_sockets)

        def settle(held):
            """The clients' ends are gone; the server's are when it has seen to them."""
            for _ in range(VISITS_MOST):
                crowd.visit(port) if script == "echo.hsh" else crowd.visits(port, 1)
                if held in (None, now := soaked.held()):
                    break
            return now
        return list(soaked.check(lambda part: work(port, part), count, settle))


def soak_script(script, each, count, counts_sockets):
    """Of a script that is told how often, of which each does so many."""
    with peer.Handsh("-q", "-c", script) as handsh:
        soaked = Soaked(handsh, counts_sockets)

        def work(part):
            handsh.type(f"{max(1, part // each)}\n")
            handsh.out.expect("^done$", 3600)

        def settle(_held):
            work(1)
            return soaked.held()
        return list(soaked.check(work, count, settle))


def soak_packets(*rest):
    lab.need_lab()
    return soak_script(PACKETS, 1, *rest)


def soak_lines(count, counts_sockets):
    with peer.Handsh("-i") as handsh:
        soaked = Soaked(handsh, counts_sockets)
        handsh.type("pair = socketpair\na = $pair[0]\nb = $pair[1]\nn = 0\n")

        def work(part):
            for i in range(part // LINES_OF_A_TURN):
                handsh.type("".join(LINES))
                if i % 100 == 0: # it is never far behind
                    settle(None)
            settle(None)

        def settle(_held):
            handsh.type("print done\n")
            handsh.out.expect("^done$", 3600)
            return soaked.held()
        problems = list(soaked.check(work, count, settle))
        handsh.wait()
        return problems


PARTS = {
    "messages": ("messages", lambda *rest: soak_server("echo.hsh", crowd.messages, *rest)),
    "connections": ("connections", lambda *rest: soak_server("thanks.hsh", crowd.visits, *rest)),
    "resets": ("clients", lambda *rest: soak_server("echo.hsh", crowd.resets, *rest)),
    "stalls": ("clients", lambda *rest: soak_server("echo.hsh", crowd.stalls, *rest)),
    "trickles": ("clients", lambda *rest: soak_server("echo.hsh", crowd.trickles, *rest)),
    "floods": ("clients", lambda *rest: soak_server("echo.hsh", crowd.floods, *rest)),
    "tasks": ("tasks", lambda *rest: soak_script(TASKS, TASKS_OF_A_TURN, *rest)),
    "lines": ("lines", soak_lines),
    "packets": ("packets", soak_packets),
}


def read_options():
    parser = argparse.ArgumentParser(usage="soak.py HANDSH [PART…] [OPTION…]")
    parser.add_argument("handsh")
    parser.add_argument("parts", nargs="*", metavar="PART")
    parser.add_argument("--messages", type=int, default=10_000_000)
    parser.add_argument("--connections", type=int, default=1_000_000)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--packets", type=int, default=10_000_000)
    parser.add_argument("--brief", action="store_true")
    return parser.parse_args()


def main():
    options = read_options()
    try:
        counting.tool("load")
    except peer.Skip as reason:
        print(reason)
        return 77
    # Started in the background of a script it would be ignored, and by handsh, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    peer.raise_limit()
    counts_sockets = isolate.isolate()
    grown = 0
    for name in options.parts or PARTS:
        amount, soak = PARTS[name]
        count = getattr(options, amount) // (BRIEF if options.brief else 1)
        print(f"{name}:", flush=True)
        try:
            problems = soak(count, counts_sockets)
        except peer.Skip as reason:
            print(f"    {reason}")
            continue
        for problem in problems:
            print(f"FAIL {name}: {problem}", flush=True)
            grown += 1
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
