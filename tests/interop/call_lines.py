#!/usr/bin/python3
# Call lines beside strace: what a line says is what the kernel was asked, but for what the manual
# (handsh-lang, Call lines) names.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import subprocess

import peer
from peer import check, same

# Each is one system call, in the order of the lines.
SCRIPT = """
gethostname
resolve 127.0.0.1 80
resolve localhost
s = socket tcp
s.setsockopt reuseaddr on
s.bind 127.0.0.1 0
s.getsockopt reuseaddr
s.listen 5
a = s.getsockname
k = socket tcp
k.connect $a
c = s.accept
k.getpeername
k.send hello
c.recv 3
c.recv --peek 10
c.recv 10
k.sendall 'more of it'
c.recv --waitall 10
k.send --more x
k.send --oob y
c.recv
c.recv --oob
try { c.recv --dontwait } catch EAGAIN { }
c.shutdown write
k.recv
k.nonblock on
k.nonblock off
close $c $k $s
u = socket udp
u.bind 127.0.0.1 0
w = u.getsockname
v = socket udp
v.sendto $w 'a datagram'
v.connect $w
u.recvfrom 50
u.setsockopt recvttl on
v.sendmsg --control IPPROTO_IP IP_TTL 9 one two
u.recvmsg --peek 50
u.recvmsg
v.sendmsg --more --to $w 'to an'
v.sendmsg --dontwait ' address'
u.recvmsg --control 0
try { u.recvmsg --dontwait } catch EAGAIN { }
try { v.recvmsg --errqueue } catch EAGAIN { }
x = socket unix
x.bind @NAME
x.listen
y = socket unix-seqpacket
p = socketpair
t = $p[0]
t.send x
t.sendmsg --fd $u --fd $v xyz
r = $p[1]
r.recv 1
r.recvmsg 20
d = dup $t
d.close
close $t $r
try { y.recv } catch e { }
try { y.send x } catch e { }
try { y.getpeername } catch e { }
try { y.accept } catch e { }
try { y.connect @NAME } catch e { }
try { y.listen 5 } catch e { }
try { y.shutdown both } catch e { }
z = socket tcp
z.bind 127.0.0.1 0
z.listen
w = z.getsockname
spawn { z.serve { recv 10; send answer; recv } }
q = socket tcp
q.connect localhost $w.port
q.send question
q.recv
"""

# One line shows several calls: sendall's, copy's and those of recv --waitall.
SEVERAL = """
p = socketpair
q = socketpair
a = $p[0]; b = $p[1]; c = $q[0]; d = $q[1]
t = spawn { copy $b $c; c.shutdown write }
u = spawn { loop 3 { d.recv --waitall 100000 } }
a.sendall (repeat x 300000)
a.shutdown write
wait $t
wait $u
"""

# And relay's, both ways at once.
BOTH_WAYS = """
p = socketpair
q = socketpair
e = $p[0]; f = $p[1]; g = $q[0]; h = $q[1]
v = spawn { relay $f $g }
spawn { h.sendall (repeat y 200000); h.shutdown write }
e.sendall (repeat x 50000)
e.shutdown write
e.recv --waitall 200000
h.recv --all
wait $v
"""

# They call something that is no matter of a socket of the script, or look at it for a table; or the
# manual says how their lines differ.
WITHOUT = set("ask capture clock date exit file getnameinfo info interact interfaces load options process quit random"
              " save sendfile sh sockatmark sockets source tls"
              " poll select epoll_create epoll_ctl epoll_wait"
              " host sysctl".split())

CALLS = ("socket socketpair bind listen accept4 connect sendto recvfrom sendmsg recvmsg shutdown close getsockname"
         " getpeername setsockopt getsockopt fcntl").split()
ADDRESSES = (
    (re.compile(r'\{sa_family=AF_INET, sin_port=htons\((\d+)\), sin_addr=inet_addr\("([\d.]+)"\)\}'),
     r"\2:\1"),
    (re.compile(r'\{sa_family=AF_UNIX, sun_path=(@?)"([^"]*)"\}'), r"\1\2"),
)
LIBRARY = ("getaddrinfo", "gethostname") # no system calls of these names: see the manual
INSIDE = re.compile(r"F_DUPFD\w*, [1-9]|F_GETFD|F_GETFL|F_SETPIPE|SO_ACCEPTCONN|TCP_INFO|AF_NETLINK")


def without(flags, *names):
    left = [flag for flag in flags.split("|") if flag not in names and flag != "0"]
    return ["|".join(left)] if left else []


def own_message(name, line):
    """What our line has of the structure of a sendmsg or recvmsg, which strace shows so."""
    parts = re.findall(r'iov_base=("(?:\\.|[^"\\])*"), iov_len=(\d+)', line)
    message = ["[" + ", ".join(part[name == "recvmsg"] for part in parts) + "]"]
    control = re.findall(r"cmsg_level=(\w+), cmsg_type=(\w+), cmsg_data=(\[.*?\])", line)
    if control:
        message.append("[" + ", ".join(
            "{%s, %s, %s}"
            % (level, kind, value.replace(",", "") if kind == "SCM_RIGHTS" else value[1:-1])
            for level, kind, value in control) + "]")
    if name == "sendmsg":
        message += re.findall(r"msg_name=([\d.:]+),", line)
    else:
        message += without(re.search(r"msg_flags=([\w|]+)|$", line).group(1) or "0",
                           "MSG_CMSG_CLOEXEC")
    return "{" + ", ".join(message) + "}"


def own_form(name, words, result):
    """A system call as the manual says that its line shows it; None: it has none."""
    if name == "socket" or name == "socketpair":
        words[1] = "|".join(without(words[1], "SOCK_CLOEXEC", "SOCK_NONBLOCK"))
        return name, words, result
    if name == "accept4":
        return "accept", words[:1], result
    if name == "bind" or name == "connect":
        return name, words[:2], result
    if name == "sendto":
        to = words[4:5] if words[4] != "NULL" else []
        return ("sendto" if to else "send",
                words[:3] + without(words[3], "MSG_NOSIGNAL") + to, result)
    if name == "recvfrom":
        return ("recv" if words[4] == "NULL" else "recvfrom",
                [words[0], words[2]] + without(words[3], "MSG_TRUNC"), result)
    if name in ("sendmsg", "recvmsg"):
        return (name, words[:2] + without(words[2], "MSG_NOSIGNAL", "MSG_CMSG_CLOEXEC", "MSG_TRUNC"),
                result)
    if name in ("getsockname", "getpeername"):
        return name, words[:1], result
    if name == "getsockopt":
        return name, words[:3], result
    if name == "setsockopt":
        return name, words[:3] + [words[3].strip("[]")], result
    if name == "fcntl" and words[1] == "F_DUPFD_CLOEXEC":
        return "dup", words[:1], result
    if name == "fcntl":
        return name, words[:2] + ["O_NONBLOCK" if "O_NONBLOCK" in words[2] else "0"], result
    return name, words, result


def split(arguments):
    """At commas outside brackets and quotes."""
    words, depth = [""], 0
    for token in re.findall(r'"(?:\\.|[^"\\])*"|.', arguments):
        depth += (token in "{[") - (token in "}]")
        if token == "," and depth == 0:
            words.append("")
        else:
            words[-1] += token
    return [word.strip() for word in words if word]


def parse(line):
    match = re.match(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+(?: [A-Z]+)?)", line)
    return match and (match.group(1), split(match.group(2)), match.group(3))


def of_strace(text):
    for line in text.replace("SOL_IP,", "IPPROTO_IP,").splitlines(): # one number, two names
        for pattern, form in ADDRESSES:
            line = pattern.sub(form, line)
        call = parse(line)
        if not call or call[0] not in CALLS or INSIDE.search(line):
            continue
        name, words, result = call
        if name in ("sendmsg", "recvmsg") and result.startswith("-"):
            words[1] = "{...}"
        elif name in ("sendmsg", "recvmsg"):
            words[1] = own_message(name, line)
        waits = result.endswith("EAGAIN") and not re.search("MSG_DONTWAIT|MSG_ERRQUEUE", line)
        if not waits and not result.endswith("EINPROGRESS"):
            yield own_form(name, words, result)


def of_handsh(text):
    for line in text.splitlines():
        match = re.match(r"(?:\[\d+\] )?(?:\w+  )?(\w+\(.*)", line)
        if call := match and parse(match.group(1)):
            if call[0] in ("sendmsg", "recvmsg") and call[2].startswith("-"):
                call[1][1] = "{...}" # of a call that failed strace shows other things
            yield call


def test_every_command_is_looked_at():
    """All that call something are in the scripts, but for those WITHOUT."""
    text = peer.run("-q", "-c", "help -l").text().partition("\nlanguage\n")[0]
    names = re.findall(r"^  ([a-z]\w*)  ", text, re.M)
    pages = peer.run("-q", "-c", "".join(f"print '@page'; help {name}\n" for name in names)).text()
    for name, page in zip(names, pages.split("@page\n")[1:]):
        if "\n\ncalls\n" in page: # the part of that title; "calls" is a command as well
            used = re.search(rf"(?:^|\.|[{{=] ){name}\b", SCRIPT + SEVERAL + BOTH_WAYS, re.M)
            check(used or name in WITHOUT, "not looked at:", name)


def is_own(call, descriptors):
    """Not what a table, the loop or an accident of the start asks: of a socket of the script."""
    name, words, result = call
    if name in ("socket", "accept", "dup"):
        descriptors.add(result)
    if name == "socketpair":
        descriptors.update(re.findall(r"\d+", words[3]))
    own = name in ("socket", "socketpair") or words[0] in descriptors
    if name == "close":
        descriptors.discard(words[0])
    return own


def both(script):
    strace = peer.need("strace")
    with peer.Handsh() as place:
        trace = os.path.join(place.folder, "trace")
        words = [strace, "-o", trace, "-s", "200", "-e", "trace=" + ",".join(CALLS), peer.HANDSH,
                 "-x", "-c", script]
        ran = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, env=peer.environment(), text=True)
        if "ptrace" in ran.stderr or not os.path.exists(trace):
            raise peer.Skip("strace may not trace here")
        with open(trace, encoding="utf-8") as file:
            return list(of_handsh(ran.stdout)), list(of_strace(file.read()))


def test_lines_are_what_strace_shows():
    name = f"handsh-{os.getpid()}"
    lines, calls = both(SCRIPT.replace("NAME", name))
    lines = [line for line in lines if line[0] not in LIBRARY]
    check(len(lines) > 40, "lines", lines)
    descriptors = set()
    calls = [call for call in calls if is_own(call, descriptors)]
    for line, call in zip(lines, calls):
        same(call, line, "strace, line")
    rest = [name for name, _, _ in calls[len(lines):]]
    same(set(rest) | {"close"}, {"close"}, "of what is left open at the end")


def total(calls, name, descriptor):
    """Bytes that all calls of the name on the descriptor have moved, and how many calls those are."""
    moved = [int(result) for called, words, result in calls
             if called == name and words[0] == descriptor and not result.startswith("-")]
    return sum(moved), len(moved)


def test_lines_of_several_calls():
    lines, calls = both(SEVERAL)
    by_name = {name: (words, int(result)) for name, words, result in lines}
    (source, *_), sent = by_name["send"]
    (from_, to), copied = by_name["copy"]
    (sink, *_), received = by_name["recv"]
    same((sent, copied, received), (300000, 300000, 100000), "what the lines say")
    for name, descriptor in (("send", source), ("recv", from_), ("send", to), ("recv", sink)):
        moved, count = total(calls, name, descriptor)
        same(moved, 300000, f"{name} on {descriptor}")
        check(count > 1, "one call only", name, descriptor)
    same(sum(name == "send" for name, _, _ in lines), 1, "lines of sendall")
    same(sum(name == "recv" for name, _, _ in lines), 3, "lines of recv --waitall")


def test_line_of_a_relay():
    lines, calls = both(BOTH_WAYS)
    (a, b), moved = next((words, result) for name, words, result in lines if name == "relay")
    same(moved, "250000", "what the line says")
    for name, descriptor, expected in (("recv", a, 50000), ("send", b, 50000), ("recv", b, 200000),
                                       ("send", a, 200000)):
        same(total(calls, name, descriptor)[0], expected, f"{name} on {descriptor}")
    same([words[1] for name, words, _ in calls if name == "shutdown" and words[0] in (a, b)],
         ["SHUT_WR"] * 2, "the ends")


peer.main(globals())
