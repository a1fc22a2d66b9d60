#!/usr/bin/python3
# The first session of the manual, typed.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

from terminal import Terminal, CONTROL_D, run


def tutorial():
    with Terminal() as shell:
        shell.prompt()
        shown = shell.type("socket tcp", "s1> ")
        assert re.fullmatch(r"s1  socket\(AF_INET, SOCK_STREAM, IPPROTO_TCP\) = \d+\n", shown), shown
        shown = shell.type("bind '' 0", "s1> ")
        assert re.fullmatch(r"s1  bind\(\d+, 0\.0\.0\.0:0\) = 0\n", shown), shown
        shown = shell.type("listen 5", "s1> ")
        assert re.fullmatch(r"s1  listen\(\d+, 5\) = 0\n", shown), shown
        shown = shell.type("port = (getsockname).port; print $port", "s1> ")
        port = shown.split()[-1]
        shown = shell.type("accept &", "s1> ")
        assert shown == "[1] accept: waiting on s1\n", shown
        shell.type("socket tcp", "s2> ")
        shell.send(f"connect 127.0.0.1 {port}\r")
        shell.wait(r"s2  connect\(\d+, 127\.0\.0\.1:%s\) = 0\r\n" % port)
        shell.wait(r"\[1\] c1  accept\(\d+\) = \d+ from 127\.0\.0\.1:\d+\r\n")
        shell.wait(r"s2> $")
        shown = shell.type("c1.send 'Thank you for connecting'", "s2> ")
        assert re.search(r'c1  send\(\d+, "Thank you for connecting", 24\) = 24\n$', shown), shown
        shown = shell.type("recv 1024", "s2> ")
        assert re.search(r"s2  recv\(\d+, 1024\) = 24\nThank you for connecting\n$", shown), shown
        shown = shell.type("sockets", "s2> ").splitlines()
        assert re.match(r"  NAME +FD +KIND +STATE +LOCAL +PEER +RECV-Q +SEND-Q$", shown[0]), shown
        assert re.match(r"  s1 +\d+ +tcp +LISTEN +0\.0\.0\.0:%s +- +0/5 +-$" % port, shown[1]), shown
        assert re.match(r"\* s2 +\d+ +tcp +ESTABLISHED ", shown[2]), shown
        assert re.match(r"  c1 +\d+ +tcp +ESTABLISHED ", shown[3]), shown
        shell.send(CONTROL_D)
        shell.end(0)


run(tutorial)
