#!/usr/bin/python3
# handsh -n: what a script would fail at is found without running it, and nothing else is.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import glob
import os
import re
import subprocess
import tempfile

import peer
from peer import check, same

HALF = re.compile(r"^# mode: stdin$", re.M) # the rest is input of what reads it
# A line, and what is said of it; "": nothing.
LINES = (
    ("socekt tcp", "UNKNOWN: there is no command socekt"),
    ("s = socekt tcp", "UNKNOWN: there is no command socekt"),
    ("print (nothing_like_it 1)", "UNKNOWN: there is no command nothing_like_it"),
    ("spawn { nothing_like_it }", "UNKNOWN: there is no command nothing_like_it"),
    ("recv --nosuch", "recv: USAGE: there is no option --nosuch"),
    ("print -x", "print: USAGE: there is no option -x"),
    ("print -- -x; print '-x'", ""),
    ("connect 127.0.0.1 80; connect 127.0.0.1:80", ""),
    ("connect a b c", "connect: USAGE: too many arguments"),
    ("upper", "upper: USAGE: an argument is missing"),
    ("str a | upper", ""),
    ("str a | upper b", "upper: USAGE: too many arguments"),
    ("tasks 1", "tasks: USAGE: it takes no arguments"),
    ("print 1 2 3 4 5", ""),
    ("def f a { $a }; f", "f: USAGE: it takes 1 argument, not 0: a is missing"),
    ("def f a b=2 { print $a $b }; f 1; f 1 2", ""),
    ("def f a b=2 { $a }; f", "f: USAGE: it takes 1 to 2 arguments, not 0: a is missing"),
    ("def f a b=2 { $a }; f 1 2 3", "f: USAGE: it takes 1 to 2 arguments, not 3"),
    ("def f a rest... { $a }; f 1 2 3 4", ""),
    ("def f a b rest... { $a }; f 1", "f: USAGE: it takes at least 2 arguments, not 1: b is missing"),
    ("f 1; def f a { $a }", ""),
    ("def tasks a { $a }; tasks 1", ""),
    ("def upper a b { builtin upper \"$a$b\" }; upper a b", ""),
    ("print $nobody", "UNSET: nothing sets the variable nobody"),
    ("nobody.send hi", "UNSET: nothing sets the variable nobody"),
    ("print \"${nobody.x}\"", "UNSET: nothing sets the variable nobody"),
    ("print $later; later = 1", ""),
    ("spawn { global q; q = 1 }; print $q", ""),
    ("def f a { $a }; [x y] = [1 2]; print $x $y", ""),
    ("for k v in {a: 1} { print $k $v }; filter x in [1] { $x }", ""),
    ("print $args $env $1 $s1.state $c12.state", ""),
    ("serve as c { c.send hi }", ""),
    ("try { fail x } catch e { print $e }", ""),
    ("try { nothing_like_it; print $nobody; tasks 1 } catch { }", ""),
    ("expect error UNKNOWN { nothing_like_it }", ""),
    ("try { nothing_like_it } finally { }", "UNKNOWN: there is no command nothing_like_it"),
    ("source somewhere.hsh; print $nobody; nothing_like_it", ""),
    ("x = 1; x.y = $x; l = []; l[$x] = 1", ""),
    ("try { } catch { } catch EOF { }", "syntax: this catch is never reached"),
)
REMARKS = (
    ("u = socket udp; while d = u.recv { print $d }", "this loop ends at an empty datagram"),
    ("s = socket tcp; while d = s.recv { print $d }", ""),
    ("while l = ask { print $l }", "this loop ends at an empty line too"),
    ("while (l = ask) != nil { print $l }", ""),
    ("try { recv } catch econnrefused { }", "econnrefused is a variable here"),
    ("try { recv } catch ECONNREFUSED { }", ""),
    ("try { recv } catch error { }", ""),
)


def look(*words, text=None):
    answer = subprocess.run([peer.HANDSH, "-n", *words], input=text, capture_output=True, text=True,
                            timeout=peer.DEADLINE, env=peer.environment(), check=False,
                            stdin=subprocess.DEVNULL if text is None else None)
    return answer.returncode, answer.stdout + answer.stderr


def test_what_is_found():
    for text, found in LINES:
        for how in (("-c", text),), ():
            status, said = look(*how[0]) if how else look(text=text + "\n")
            if not found:
                same((status, said), (0, ""), text)
            else:
                check(status in (1, 2) and found in said, text, status, said)
                same(len(re.findall(r"^\S+:\d+:\d+: ", said, re.M)), 1, said)


def test_what_is_remarked():
    for text, found in REMARKS:
        status, said = look("-c", text)
        same(status, 0, text)
        check(f"remark: {found}" in said if found else said == "", text, said)


def test_sourced_files_are_known():
    with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder:
        with open(os.path.join(folder, "lib.hsh"), "w", encoding="utf-8") as file:
            file.write("def helper a { $a }\nsetting = 1\nwrong_here\n")
        path = os.path.join(folder, "main.hsh")
        with open(path, "w", encoding="utf-8") as file:
            file.write("source lib.hsh\nhelper $setting\nhelper\nprint $unknown\n")
        status, said = look(path)
        same(status, 1)
        places = re.findall(r"(\w+\.hsh):(\d+):\d+: ", said)
        same(places, [("lib.hsh", "3"), ("main.hsh", "3"), ("main.hsh", "4")], said)


def test_a_sourced_file_that_does_not_fit_the_grammar():
    """It is said, and not that what it might define is unknown."""
    with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder:
        for name, text in (("lib.hsh", "def helper { }\nprint (\n"), ("ok.hsh", "try { source lib.hsh }\nhelper\n"),
                           ("main.hsh", "source lib.hsh\nhelper\nprint -x\n")):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        same(look(os.path.join(folder, "ok.hsh")), (0, ""))
        status, said = look(os.path.join(folder, "main.hsh"))
        same((status, re.findall(r"(\w+\.hsh:\d+:\d+: \w+): ", said)),
             (1, ["lib.hsh:2:7: syntax", "main.hsh:3:1: print"]), said)


def test_more_names_than_there_are_commands():
    same(look("-c", "try { " + "; ".join(f"name{i}" for i in range(1000)) + " }"), (0, ""))


def is_expected(lines, number):
    """The script says itself that the line fails: there, or in the comments after it."""
    while "# err" not in lines[number - 1]:
        number += 1
        if number > len(lines) or not lines[number - 1].startswith("#"):
            return False
    return True


HINTS = (
    ("echo hi", "type print hi"),
    ("s = socket tcp; if $s { x = s.receive 10 }", "type x = s.recv 10"),
    ("l = [1]; l", "l is a variable: $l is its value"),
    ("sokcet tcp", "did you mean socket or sockets?"),
    ("helo; def hello { }", "did you mean help or hello?"),
)


def test_what_is_advised():
    for text, hint in HINTS:
        for run in (look("-c", text), look(text=text + "\n")):
            check(f"\n  {hint}\n" in run[1], text, run)


def test_no_false_alarm():
    scripts = glob.glob(os.path.join(peer.ROOT, "tests", "scripts", "*.hsh"))
    lessons = glob.glob(os.path.join(peer.ROOT, "src", "lessons", "*.hsh")) + glob.glob(
        os.path.join(peer.ROOT, "src", "lessons", "[0-9]*-*", "*.hsh"))
    benches = glob.glob(os.path.join(peer.ROOT, "tests", "bench", "*.hsh"))
    for path in sorted(scripts + lessons + benches):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if HALF.search(text) or "# status: 2" in text:
            continue
        status, said = look(path)
        found = re.findall(r"^(\S+:(\d+):\d+: (?!remark: ).*)", said, re.M)
        alarms = [line for line, number in found if not is_expected(text.split("\n"), int(number))]
        same((status, alarms), (1 if found else 0, []), path)


peer.main(globals())
