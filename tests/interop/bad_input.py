#!/usr/bin/python3
# Bad input, each with its message, its place and its exit status; nothing crashes or hangs.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import resource
import socket

import peer
from peer import check, same

SERVERLESS = "socket tcp\n"


def fails(text, pattern, status=1, options=("-q",), how="-c", env=None, **more):
    """Runs the text; its standard error must match from its start."""
    if how == "-c":
        handsh = peer.run(*options, "-c", text, expected=status, env=env, **more)
        place = "-c"
    elif how == "stdin":
        handsh = peer.run(*options, input=text, expected=status, env=env, **more)
        place = "<stdin>"
    pattern = pattern.replace("PLACE", re.escape(place))
    shown = handsh.errors()
    check(re.match(pattern, shown, re.S), f"expected {pattern!r}, shown:", shown[:2000])
    check("\x1b" not in shown, "escape:", shown)
    return handsh


def fails_alike(text, pattern, status=1):
    fails(text, pattern, status)
    fails(text + "\n", pattern, status, how="stdin")


def test_unknown_command():
    fails_alike("soket tcp", r"PLACE:1:1: (soket: )?UNKNOWN: .*soket.*\n  soket tcp\n  \^\n.*socket")
    fails_alike("nonsense_that_nobody_meant", r"PLACE:1:1: .*UNKNOWN: ")


def test_number_of_arguments():
    fails_alike("socket tcp; listen 5 6", r"PLACE:1:13: listen: USAGE: too many arguments\n")
    fails_alike("socket tcp; bind", r"PLACE:1:13: bind: USAGE: .* is missing\n")
    fails_alike("socket tcp; sendto", r"PLACE:1:13: sendto: USAGE: ")
    fails_alike("gethostname x", r"PLACE:1:1: gethostname: USAGE: it takes no arguments\n")
    fails_alike("def f a { }; f", r"PLACE:1:14: f: USAGE: ")
    fails_alike("def f a { }; f 1 2", r"PLACE:1:14: f: USAGE: ")
    fails_alike("print -z", r"PLACE:1:1: print: USAGE: ")


def test_ports():
    for port in ("70000", "-1", "65536", "'99999999999999999999'"):
        fails_alike(f"socket tcp; bind '' {port}", r"PLACE:1:13: bind: RANGE: .*0 to 65535")
        fails_alike(f"socket tcp; connect 127.0.0.1 {port}",
                    r"PLACE:1:13: connect: RANGE: .*0 to 65535")
    fails_alike("socket tcp; connect 127.0.0.1:70000", r"PLACE:1:13: connect: RANGE: ")
    fails_alike("socket tcp; bind '' abc", r"PLACE:1:13: bind: [A-Z_]+: .*abc")
    fails_alike("socket tcp; bind '' ''", r"PLACE:1:13: bind: [A-Z_]+: ")


def test_host_that_does_not_resolve():
    # RFC 2606 keeps .invalid from ever being a host.
    fails_alike("socket tcp; connect no-such-host.invalid 80",
                r"PLACE:1:13: .*EAI_\w+: .*no-such-host\.invalid")
    fails_alike("resolve (repeat x 100000)", r"PLACE:1:1: .*EAI_\w+: .*: x{255}\.\.\.\n")


def test_unterminated():
    for text, column in (("print 'abc", 7), ('print "abc', 7), ("if true {", 9), ("x = [1", 5),
                         ("x = (1", 5), ('print "${x', 8), ("x = {a: 1", 5)):
        fails_alike(text, rf"PLACE:1:{column}: syntax: ", 2)
        # Nothing of the unit has run.
        same(peer.run("-q", "-c", "print ran\n" + text, expected=2).text(), "")
    fails("print ran\nif true {\n\n\n", r"PLACE:2:9: syntax: ", 2, how="stdin")
    fails("print a \\\n", r"PLACE:\d:\d+: syntax: .*backslash", 2, how="stdin")


def test_grammar():
    for text in ("}", ")", "print )", "if", "while", "x = ", "for in [1] { }", "else { }",
                 "catch { }", "def { }", "def if { }", "(1 +)", "(1 2)", "x = [1", "1 +", "print $",
                 "print $+", '"\\q"', '"\\x4"', '"\\u{110000}"', '"\\01"', "1 < 2 < 3",
                 "try { }\ncatch { }", "if true { }\nelse { }", "| print", "print |",
                 "break", "global"):
        handsh = peer.run("-q", "-c", text, expected=2)
        check(re.match(r"-c:\d+:\d+: syntax: ", handsh.errors()), text, handsh.errors())


def test_nul_and_utf8():
    nul = peer.run("-q", input=b"print a\nprint b\0c\n", expected=2)
    check(re.match(r"<stdin>:2:8: syntax: .*NUL", nul.errors()), nul.errors())
    same(nul.text(), "a\n")
    same(peer.run("-q", input=b"print 'a\0b'\n").out.all(), b"a\0b\n")
    for bad in (b"print \xff\n", b"print 'a\xc0\x80'\n", b"# \xed\xa0\x80\n", b"print \xf4\x90\x80\x80\n",
                b'"\xe2\x82"\n'):
        handsh = peer.run("-q", input=b"print one\n" + bad, expected=2)
        check(re.match(r"<stdin>:2:\d+: syntax: .*UTF-8", handsh.errors()), bad, handsh.errors())
        same(handsh.text(), "one\n")
    column = peer.run("-q", input="print é€ \xff\n".encode("latin-1", "ignore") or b"", expected=2)
    check("syntax" in column.errors(), column.errors())
    place = peer.run("-q", input="print 'é€' ".encode() + b"\xff\n", expected=2)
    check(place.errors().startswith("<stdin>:1:12: syntax: "), place.errors())


def test_a_line_of_10_mb():
    line = b"print (len '" + b"x" * 10_000_000 + b"')\n"
    same(peer.run("-q", input=line).text(), "10000000\n")
    handsh = peer.run("-q", input=b"print '" + b"x" * 10_000_000 + b"' $nothing\n", expected=1)
    check(re.match(r"<stdin>:1:10000010: UNSET: |<stdin>:1:10000010: .*UNSET", handsh.errors()),
          handsh.errors()[:500])
    check(len(handsh.errors()) < 5000, "length of the message:", len(handsh.errors()))
    words = b"x = [" + b"1 " * 3_000_000 + b"]\nprint (len $x)\n"
    same(peer.run("-q", input=words).text(), "3000000\n")


def test_nested_100_000_deep():
    for opening, closing in ((b"{", b"}"), (b"(", b")"), (b"[", b"]")):
        for start in (b"x = ", b"if true "):
            text = start + opening * 100_000 + closing * 100_000 + b"\n"
            handsh = peer.run("-q", input=text, expected=2)
            check(re.match(r"<stdin>:1:\d+: syntax: ", handsh.errors()), handsh.errors()[:500])
            check(len(handsh.errors()) < 5000, "length:", len(handsh.errors()))
    for text in (b"x = " + b"-" * 100_000 + b"1\n", b"x = " + b"not " * 100_000 + b"1\n",
                 b"if true { } " + b"else if true { } " * 100_000 + b"\n",
                 b"1" + b" + 1" * 100_000 + b"\n", b"print" + b" | print" * 100_000 + b"\n",
                 b"x = " + b"x = " * 100_000 + b"1\n", b'print "' + b'${"' * 100_000 + b"\n"):
        with peer.Handsh("-q", input=text) as handsh:
            handsh.close_input()
            status = handsh.process.wait(peer.DEADLINE)
            check(status in (0, 1, 2), text[:40], status)
    deep = b"x = " + b"[" * 999 + b"]" * 999 + b"\nprint deep\n"
    same(peer.run("-q", input=deep).text(), "deep\n")


def test_recursion_without_end():
    fails_alike("def f { f }; f", r"PLACE:1:9: .*DEPTH: ")
    fails_alike("def f n { 1 + (f ($n + 1)) }; f 0", r"PLACE:1:\d+: .*DEPTH: ")
    same(peer.run("-q", "-c", "def f { f }; try { f } catch e { print $e.name }").text(), "DEPTH\n")
    handsh = peer.run("-q", "-c", "def f n { if $n { f ($n - 1) } else { 'bottom' } }; "
                      "print (f 9000)")
    same(handsh.text(), "bottom\n")
    deep = "l = []; loop 2000 { l = [$l] }"
    fails_alike(deep, r"PLACE:1:\d+: .*DEPTH: ")


def test_source_of_itself():
    with peer.Handsh("-q") as handsh:
        with open(os.path.join(handsh.folder, "self.hsh"), "w") as file:
            file.write("source self.hsh\n")
        handsh.type("source self.hsh\n")
        handsh.wait(1)
        check("DEPTH" in handsh.errors(), handsh.errors())


def test_habits():
    for text, instead in (("x=5", r"x = 5"), ("x == 3", r"\$x == 3"), ("send('hi')", r"send hi"),
                          ("c = 1; $c.send hi", r"c\.send hi"),
                          ("s.bind(('', 5000))", r"s\.bind '' 5000")):
        with peer.Handsh("-c", text) as handsh:
            status = handsh.process.wait(peer.DEADLINE)
            check(status in (1, 2), text, status)
            check(re.search(instead, handsh.errors().split("\n", 3)[-1]), text, handsh.errors())
    handsh = peer.run("-c", "socket tcp; bind 127.0.0.1 0; socket tcp; connect (s1.getsockname)",
                      expected=1)
    check("still open" in handsh.errors(), handsh.errors())


def test_numbers():
    fails_alike("print (9223372036854775807 + 1)", r"PLACE:1:8: .*OVERFLOW|PLACE:1:\d+: .*OVERFLOW")
    fails_alike("x = 9223372036854775807; x = $x * 2", r"PLACE:1:\d+: .*OVERFLOW")
    fails_alike("x = -9223372036854775807 - 1; x = -$x", r"PLACE:1:\d+: .*OVERFLOW")
    fails_alike("x = (-9223372036854775807 - 1) / -1", r"PLACE:1:\d+: .*OVERFLOW")
    fails_alike("x = 1 / 0", r"PLACE:1:\d+: .*DIVIDE")
    fails_alike("x = 1 % 0", r"PLACE:1:\d+: .*DIVIDE")
    fails_alike("x = 1 + '1'", r"PLACE:1:\d+: .*TYPE: .*\bint\b")
    fails_alike("x = 1 == '1'", r"PLACE:1:\d+: .*TYPE: ")


def test_calls_that_cannot_be():
    fails_alike("socket tcp; bind 127.0.0.1 0; listen; recv", r"PLACE:1:39: recv: ENOTCONN: ")
    fails_alike("socket tcp; send hi", r"PLACE:1:13: send: (EPIPE|ENOTCONN): ")
    fails_alike("socket udp; send hi", r"PLACE:1:13: send: (EDESTADDRREQ|ENOTCONN): ")
    fails_alike("socket udp; bind 127.0.0.1 0; accept", r"PLACE:1:31: accept: EOPNOTSUPP: ")
    fails_alike("socket udp; listen", r"PLACE:1:13: listen: EOPNOTSUPP: ")
    fails_alike("socket tcp; accept", r"PLACE:1:13: accept: EINVAL: ")
    fails_alike("socket tcp; getpeername", r"PLACE:1:13: getpeername: ENOTCONN: ")
    fails_alike("socket tcp; shutdown write", r"PLACE:1:13: shutdown: ENOTCONN: ")
    fails_alike("send hi", r"PLACE:1:1: send: USAGE: there is no current socket\n.*\n.*\n"
                           r"  socket tcp makes one\n")
    fails_alike("socket tcp; close; send hi", r"PLACE:1:20: send: USAGE: ")
    fails_alike("s = socket tcp; s.close; s.send hi", r"PLACE:1:\d+: .*EBADF: .*s is closed\n")


def test_epipe_is_an_error_value():
    script = """
p = socketpair
a = $p[0]; b = $p[1]
b.close
try { a.send one } catch e { print $e.name }
try { a.sendall two } catch e { print $e.name }
a.send three
"""
    handsh = peer.run("-q", input=script, expected=1)
    same(handsh.text(), "EPIPE\nEPIPE\n")
    check(handsh.errors().startswith("<stdin>:7:3: send: EPIPE: Broken pipe"), handsh.errors())


def test_address_in_use_and_refused():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
        fails_alike(f"socket tcp; connect 127.0.0.1 {port}",
                    rf"PLACE:1:13: connect: ECONNREFUSED: Connection refused: 127\.0\.0\.1:{port}\n")
        s.listen()
        fails_alike(f"socket tcp; bind 127.0.0.1 {port}",
                    rf"PLACE:1:13: bind: EADDRINUSE: Address already in use: 127\.0\.0\.1:{port}\n"
                    rf".*\n.*\n  \S.* \(pid {os.getpid()}\) is already listening on port {port}\n")
    fails_alike("server = socket tcp; bind 127.0.0.1 0; listen; socket tcp; "
                "bind (server.getsockname)",
                r"PLACE:1:60: bind: EADDRINUSE: .*\n.*\n.*\n  .*server.* is already listening on port")


def test_unix_path_in_use():
    with peer.Handsh() as handsh, socket.socket(socket.AF_UNIX) as other:
        path = os.path.join(handsh.folder, "x.sock")
        other.bind(path)
        name = open("/proc/self/comm", encoding="ascii").read().strip()
        for use in ("bound to", "listening on"):
            fails(f"socket unix; bind {path}", rf"PLACE:1:14: bind: EADDRINUSE: .*\n.*\n.*\n"
                  rf"  {re.escape(name)} \(pid {os.getpid()}\) is already {use} it\n")
            other.listen()
        with socket.socket(socket.AF_UNIX) as client: # accepted or not, it is the listener's
            client.connect(path)
            with other.accept()[0]:
                fails(f"socket unix; bind {path}", r".*is already listening on it\n")
                other.close()
                fails(f"socket unix; bind {path}", r".*no socket is bound to the path any more")


def few_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))


def test_out_of_descriptors():
    handsh = peer.run("-q", "-c", "loop { socket tcp }", expected=1, preexec_fn=few_descriptors)
    check(re.match(r"-c:1:8: socket: EMFILE: ", handsh.errors()), handsh.errors())
    # It can be caught, and what was made can be closed.
    handsh = peer.run("-q", expected=0, preexec_fn=few_descriptors, input="""
made = []
try { loop { s = socket tcp; made = $made + [$s] } } catch e { print $e.name }
for s in $made { s.close }
socket tcp
print 'one more'
""")
    same(handsh.text(), "EMFILE\none more\n")
    handsh = peer.run("-q", expected=0, preexec_fn=few_descriptors, input="""
try { loop { p = socketpair } } catch e { print $e.name }
try { load /etc/passwd } catch e { print $e.name }
try { !true } catch e { print 'no pipe for it' }
""")
    check(handsh.text().startswith("EMFILE\n"), handsh.text())


def test_serve_goes_on_without_descriptors():
    script = """
s = socket tcp
s.bind 127.0.0.1 0
s.listen 100
print "port ${(s.getsockname).port}"
s.serve { recv; send bye }
"""
    with peer.Handsh("-q", input=script, preexec_fn=few_descriptors) as server:
        port = int(server.out.expect(r"port (\d+)").group(1))
        clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(30)]
        server.err.expect("accept: EMFILE: ")
        for s in clients: # as these end there is room for the others
            s.sendall(b"x")
            same(peer.receive_all(s), b"bye")
            s.close()


def test_files():
    with peer.Handsh("-q") as handsh: # for its folder
        folder = handsh.folder
        missing = peer.run(os.path.join(folder, "missing.hsh"), expected=2)
        check(re.search(r"ENOENT: No such file or directory: .*/missing\.hsh", missing.errors()), missing.errors())
        same(missing.text(), "")
        directory = peer.run(folder, expected=2)
        check(re.search(r"EISDIR|[Ii]s a directory", directory.errors()), directory.errors())
        for content in (b"", b"\n", b"# only a comment", b"#!/usr/bin/env handsh\n", b" \t\r\n;;\n"):
            path = os.path.join(folder, "empty.hsh")
            with open(path, "wb") as file:
                file.write(content)
            empty = peer.run(path)
            same((empty.text(), empty.errors()), ("", ""))
        with open(path, "wb") as file:
            file.write(b"print no newline at the end")
        same(peer.run("-q", path).text(), "no newline at the end\n")
        with open(path, "wb") as file:
            file.write(b"print one\r\nif true {\r\n\tprint two\r\n}\r\nfoo\r\n")
        crlf = peer.run("-q", path, expected=1)
        same(crlf.text(), "one\ntwo\n")
        check(re.match(r".*empty\.hsh:5:1: ", crlf.errors()), crlf.errors())
        handsh.wait()


def test_command_line():
    for words in (["-z"], ["--nonsense"], ["-c"], ["--timeout", "soon", "-c", "exit"],
                  ["--color=blue", "-c", "exit"]):
        handsh = peer.run(*words, expected=2)
        check(handsh.errors() and not handsh.text(), words, handsh.errors(), handsh.text())
    check("handsh" in peer.run("--version").text(), "version")
    shown = peer.run("--help").text()
    check(len(shown.splitlines()) <= 24 and max(map(len, shown.splitlines())) <= 80, shown)
    same(peer.run("-n", "-c", "print not run").text(), "")
    same(peer.run("-n", "-c", "print (", expected=2).text(), "")
    same(peer.run("-q", "-c", "exit 7", expected=7).text(), "")
    same(peer.run("-k", "-q", "-c", "foo; print on", expected=1).text(), "on\n")


peer.main(globals())
