#!/usr/bin/python3
# Programs on a host of the lab have the terminal, its keys and its job control as those here have.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import subprocess
import sys

from terminal import Terminal, CONTROL_C, CONTROL_Z, run

GROUPS = """#!/usr/bin/python3
import os
terminal, group = os.open("/dev/tty", os.O_RDONLY), os.getpgrp()
print("own" if os.tcgetpgrp(terminal) == group == os.getppid() != 0 else "not")
"""


def on_host(shell):
    """At the prompt of a host."""
    shell.prompt()
    shell.type("host a")
    shell.type("use a", "a> ")


def has_the_foreground():
    with Terminal() as shell:
        path = os.path.join(shell.home, "groups")
        with open(path, "w", encoding="utf-8") as file:
            file.write(GROUPS)
        os.chmod(path, 0o755)
        on_host(shell)
        assert shell.type(f"!{path}; true", "a> ") == "own\n"
        assert shell.type(f"'' | !{path}; true", "a> ") == "own\n", "with a pipe as its input"
        assert shell.type(f"print (trim (!{path}; true))", "a> ") == "not\n"
        assert shell.type("print here", "a> ") == "here\n", "the shell has not got the terminal back"


def interrupts_are_the_programs():
    with Terminal() as shell:
        on_host(shell)
        shell.send("!trap 'echo caught; exit 7' INT; echo up; read x\r")
        shell.wait(r"up\r\n")
        shell.send(CONTROL_C)
        shell.wait(r"caught\r\n")
        shell.text("ended with status 7")
        shell.prompt("a> ")
        shell.send("!echo up; exec cat\r")
        shell.wait(r"up\r\n")
        shell.send(CONTROL_C)
        shell.text("the command was ended by SIGINT")
        shell.prompt("a> ")
        assert shell.type("print (a.!ip -o link | wc -l)", "a> ") == "2\n\n", "the keeper was meant too"


def reads_the_keys():
    with Terminal() as shell:
        on_host(shell)
        shell.send("!echo up; read x; echo \"got $x\"\r")
        shell.wait(r"up\r\n")
        shell.send("keys\r")
        shell.wait(r"got keys\r\n")
        shell.prompt("a> ")


def stops_and_goes_on():
    with Terminal() as shell:
        on_host(shell)
        shell.send("!echo up; exec cat\r")
        shell.wait(r"up\r\n")
        shell.send("running\n")
        shell.wait(r"running\r\nrunning\r\n")
        shell.send(CONTROL_Z)
        shell.wait(r"\[1\] stopped; wait 1 gives it the terminal again\r\n")
        shell.prompt("a> ")
        assert shell.type("print here", "a> ") == "here\n"
        shell.send("wait 1\r")
        shell.wait("wait 1\r\n")
        shell.send("again\n")
        shell.wait(r"again\r\nagain\r\n")
        shell.send(CONTROL_C)
        shell.text("the command was ended by SIGINT")
        shell.prompt("a> ")


if subprocess.run(["unshare", "--user", "--map-current-user", "--net", "true"], check=False,
                  capture_output=True).returncode:
    print("skip: no network namespace of one's own can be made")
    sys.exit(77)
run(has_the_foreground, interrupts_are_the_programs, reads_the_keys, stops_and_goes_on)
