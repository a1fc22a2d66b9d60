#!/usr/bin/python3
# Standard output that ends early, is full, or is closed; and standard error likewise.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import signal
import subprocess

import peer
from peer import Handsh, check, same


def test_head():
    result = subprocess.run(
        ["/bin/sh", "-c", '{ "$0" -q -c "n = 0; loop { n = \\$n + 1; print \\$n }"; '
                          'echo "status $?" >&2; } | head -1', peer.HANDSH],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=peer.DEADLINE,
        env=peer.environment())
    same(result.stdout, b"1\n")
    # It ends by itself, neither by a signal nor as if all were well. What it says is its matter.
    last = result.stderr.decode().strip().splitlines()[-1]
    check(last in ("status 1", "status 141"), "status:", result.stderr)
    check(not peer.SANITIZER.search(result.stderr), result.stderr)


def test_head_with_sigpipe_ignored():
    reader, writer = os.pipe()
    with Handsh("-q", "-c", "loop { print x }", stdin=subprocess.DEVNULL, stdout=writer,
                preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN)) as handsh:
        os.close(writer)
        same(os.read(reader, 2), b"x\n")
        os.close(reader)
        same(handsh.process.wait(peer.DEADLINE), 1)


def test_full():
    with open("/dev/full", "w") as full:
        with Handsh("-q", "-c", "print something", stdin=subprocess.DEVNULL, stdout=full) as handsh:
            same(handsh.process.wait(peer.DEADLINE), 1)
            check("ENOSPC" in handsh.errors() or "No space left" in handsh.errors(),
                  handsh.errors())
    with open("/dev/full", "w") as full:
        with Handsh("-c", "socket tcp", stdin=subprocess.DEVNULL, stdout=full) as handsh:
            same(handsh.process.wait(peer.DEADLINE), 1)
    with open("/dev/full", "w") as full: # nothing to say, nothing lost
        with Handsh("-q", "-c", "x = 1", stdin=subprocess.DEVNULL, stdout=full) as handsh:
            same(handsh.process.wait(peer.DEADLINE), 0)


def test_closed():
    with Handsh("-q", "-c", "print something", stdin=subprocess.DEVNULL, stdout=None,
                preexec_fn=lambda: os.close(1)) as handsh:
        same(handsh.process.wait(peer.DEADLINE), 1)
    with Handsh("-q", "-c", "s = socket tcp; exit $s.fd", stdin=subprocess.DEVNULL, stdout=None,
                preexec_fn=lambda: os.close(1)) as handsh:
        check(handsh.process.wait(peer.DEADLINE) > 2, "a socket in the place of standard output")


LARGE = """
def tick { loop { print tick; sleep 0 } }
tick &
l = sort (reverse (range 300000))
$l
print after
m = {}
for i in range 100000 { m["k$i"] = $i }
$m
print (repeat 'x' 3000000)
"""


def test_large_values_keep_their_place():
    numbers = " ".join(map(str, range(300000)))
    pairs = " ".join(f"k{i}: {i}" for i in range(100000))
    result = subprocess.run([peer.HANDSH, "-c", LARGE], capture_output=True, text=True,
                            timeout=peer.DEADLINE, env=peer.environment(), check=False)
    same(result.returncode, 0)
    lines = [line for line in result.stdout.splitlines() if line != "tick"]
    same(lines, [f"[{numbers}]", "after", "{" + pairs + "}", "x" * 3000000])


def test_large_values_as_json():
    result = subprocess.run([peer.HANDSH, "--json", "-c", LARGE], capture_output=True, text=True,
                            timeout=peer.DEADLINE, env=peer.environment(), check=False)
    same(result.returncode, 0)
    events = [json.loads(line) for line in result.stdout.splitlines()]
    values = [event["value"] for event in events if event["event"] == "value"]
    same(values, [list(range(300000)), {f"k{i}": i for i in range(100000)}])
    ends = [event["value"] for event in events
            if event["event"] == "statement-end" and event.get("value")]
    same(ends[-2:], values)
    texts = [event["text"] for event in events
             if event["event"] == "print" and event["text"] != "tick\n"]
    same(texts, ["after\n", "x" * 3000000 + "\n"])


def test_interrupt_while_a_value_is_shown():
    for options in (), ("--json",):
        with Handsh(*options, "-c", "print begin; range 0 4000000000",
                    stdin=subprocess.DEVNULL) as handsh:
            handsh.out.expect("begin")
            handsh.process.send_signal(signal.SIGINT)
            same(handsh.process.wait(peer.DEADLINE), 130)
            handsh.err.expect(r"handsh: at least \d+ bytes of output were not taken")


def test_errors_of_a_full_standard_error():
    with open("/dev/full", "w") as full:
        with Handsh("-q", "-c", "foo", stdin=subprocess.DEVNULL, stderr=full) as handsh:
            same(handsh.process.wait(peer.DEADLINE), 1)


def test_order_of_output_and_error_on_one_pipe():
    with Handsh("-k", "-q", "-c", "print one\nfail two\nprint three", stdin=subprocess.DEVNULL,
                stderr=subprocess.STDOUT) as handsh:
        same(handsh.process.wait(peer.DEADLINE), 1)
        lines = handsh.text().splitlines()
        same([lines[0], lines[-1]], ["one", "three"])
        check("two" in lines[1], lines)


def test_a_slow_reader_loses_nothing():
    with Handsh("-q", "-c", "for i in range 200000 { print $i }",
                stdin=subprocess.DEVNULL) as handsh:
        same(handsh.process.wait(peer.DEADLINE), 0)
        same(handsh.text(), "".join(f"{i}\n" for i in range(200000)))


def test_output_is_there_before_it_waits():
    # Nobody has to wait for a buffer to fill.
    with Handsh("-q", "-c", "print before\nsleep 60") as handsh:
        handsh.out.expect("^before$")
    with Handsh("-c", "socket udp\nbind 127.0.0.1 0\nrecv") as handsh:
        handsh.out.expect(r"bind\(\d+, 127.0.0.1:0\) = 0")
    with Handsh("-q", "-c", "print -n 'half a line'\nsleep 60") as handsh:
        handsh.out.expect("half a line")


peer.main(globals())
