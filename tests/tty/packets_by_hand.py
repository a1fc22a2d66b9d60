#!/usr/bin/python3
# The handshake by hand, at the prompt: what is held is shown above what is being typed.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import subprocess
import sys

from terminal import Terminal, run


def the_handshake():
    with Terminal() as shell:
        shell.prompt()
        shell.type("host a b")
        shell.type("use b", "b> ")
        shell.type("l = socket tcp", "b:l> ")
        shell.type("bind '' 80; listen", "b:l> ")
        shell.send("wire.hol\t\r") # a wire has the commands that work on wires
        shell.text("wire: holds every packet")
        shell.prompt("b:l> ")
        shell.type("use a; c = socket tcp", "a:c> ")
        shell.send("connect b 80 &\r")
        shell.wait(r"#1  a > b  10\.0\.0\.1:\d+ > 10\.0\.0\.2:80  SYN  seq 0 .* held")
        shell.send("pass\r")
        shell.wait(r"#1  passed")
        shell.wait(r"#\d+  b > a  10\.0\.0\.2:80 > 10\.0\.0\.1:\d+  SYN ACK  seq 0 ack 1 .* held")
        shell.send("release\r")
        shell.wait(r"wire: holds nothing")
        shell.text("c  connect(4, 10.0.0.2:80) = 0")
        shell.prompt("a:c> ")


if subprocess.run(["unshare", "--user", "--map-current-user", "--net", "true"], check=False,
                  capture_output=True).returncode:
    print("skip: no network namespace of one's own can be made")
    sys.exit(77)
run(the_handshake)
