#!/usr/bin/python3
# What help says that Linux does, seen on the kernel that runs: each sentence here stands in the help
# of its command, and the script after it expects what the sentence says.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The scripts run in a network namespace of their own, where the kernel gives up after one more SYN.

import subprocess

import namespace
import peer
from peer import check

LISTENER = """\
l = socket tcp; l.bind 127.0.0.1 0; l.listen 1; a = l.getsockname
one = socket tcp; one.connect $a
two = socket tcp; two.connect $a
three = socket tcp
"""
PAIR = """\
l = socket tcp; l.bind 127.0.0.1 0; l.listen; a = l.getsockname
c = socket tcp; c.connect $a; s = l.accept
"""
SERVER = """\
def server reuse {
    l = socket tcp
    if $reuse { l.setsockopt reuseaddr on }
    l.bind 127.0.0.1 5000
    l.listen
    $l
}
def meet l {
    c = socket tcp; c.connect 127.0.0.1 5000; s = l.accept
    s.close; expect (c.recv) == ''; c.close; l.close
}
"""

FACTS = [
    ("listen", "On Linux one more than N fits",
     LISTENER + "expect $one.state == 'ESTABLISHED'; expect $two.state == 'ESTABLISHED'\n"
     "(l.accept).fd; (l.accept).fd"),
    ("listen", "and N counts up to net.core.somaxconn",
     "!sysctl -q -w net.core.somaxconn=0\n"
     "l = socket tcp; l.bind 127.0.0.1 0; l.listen 100; a = l.getsockname\n"
     "one = socket tcp; one.connect $a; two = socket tcp\n"
     "expect error ETIMEDOUT { timeout 200ms { two.connect $a } }"),
    ("listen", "The client after those stays in SYN_SENT",
     LISTENER + "t = spawn { three.connect $a }; expect within 1s $three.state == 'SYN_SENT'"),
    ("listen", "its connect waits, and goes on as soon as accept makes room",
     LISTENER + "t = spawn { three.connect $a }; expect within 1s $three.state == 'SYN_SENT'\n"
     "l.accept; wait $t; expect $three.state == 'ESTABLISHED'"),
    ("connect", "A listener whose backlog is full does not answer either",
     LISTENER + "expect error ETIMEDOUT { timeout 200ms { three.connect $a } }"),
    ("connect", "ends with ETIMEDOUT when the kernel has tried net.ipv4.tcp_syn_retries times more",
     LISTENER + "expect error ETIMEDOUT { three.connect $a }"),
    ("shutdown", "shutdown read is not told to the peer of a tcp connection, which may go on sending",
     PAIR + "s.shutdown read; expect (c.send hello) == 5; expect (c.send again) == 5"),
    ("shutdown", "recv gives what has come, before or after it",
     PAIR + "c.send before; expect (s.recv -p) == 'before'; s.shutdown read\n"
     "expect (s.recv) == 'before'\n"
     "c.send after; expect within 1s (s.recv) == 'after'"),
    ("shutdown", "and empty bytes when there is nothing",
     PAIR + "s.shutdown read; expect (s.recv) == ''"),
    ("shutdown", "Of a unix socket the peer's send fails with EPIPE",
     "[a b] = socketpair; a.shutdown read; expect error EPIPE { b.send hello }"),
    ("send", "they wait at this side or at the peer's until it receives",
     PAIR + "expect (c.send hello) == 5; expect (s.recv) == 'hello'"),
    ("send", "After the peer has closed, the first send still succeeds; what answers it is a reset, "
     "and the next one fails with EPIPE",
     PAIR + "s.close; expect (c.recv) == ''; expect (c.send hello) == 5\n"
     "expect within 1s $c.state == 'CLOSE'; expect error EPIPE { c.send again }"),
    ("setsockopt", "lets a server start again at once although old connections of its port are in "
     "TIME_WAIT",
     SERVER + "meet (server true); server true"),
    ("setsockopt", "if those had it too, as connections have from the listener that took them",
     SERVER + "meet (server false); expect error EADDRINUSE { server true }"),
    ("setsockopt", "It does not let two sockets listen on one port",
     SERVER + "one = server true; expect error EADDRINUSE { server true }"),
]


def isolated(script):
    """Gives status and what the script writes."""
    status, out, errors = namespace.isolated(script, "echo 1 > /proc/sys/net/ipv4/tcp_syn_retries")
    return status, out + errors


def help_of(command):
    shown = subprocess.run([peer.HANDSH, "-c", f"help {command}"], capture_output=True,
                           env=peer.environment(), check=True).stdout.decode()
    return " ".join(shown.split())


def test_sentences_of_help():
    for command, sentence, _ in FACTS:
        check(sentence in help_of(command), f"help {command} does not say:", sentence)


def test_kernel_does_so():
    wrong = []
    for command, sentence, script in FACTS:
        status, shown = isolated(script)
        if status:
            wrong.append(f"\n  {command}: {sentence}\n{shown}")
    check(not wrong, "the kernel does otherwise:" + "".join(wrong))


def test_icmp_refused():
    status, shown = isolated("socket icmp")
    check(status == 1 and "net.ipv4.ping_group_range" in shown, "socket icmp:", shown)


peer.main(globals())
