#!/usr/bin/python3
# Signals: SIGINT ends a script with 130 wherever it is; what it started ends with it.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import signal
import subprocess

import peer
from peer import Handsh, check, same


def interrupted(script, ready="ready", how="-c"):
    with Handsh("-q", *(["-c", script] if how == "-c" else []),
                stdin=subprocess.DEVNULL if how == "-c" else subprocess.PIPE) as handsh:
        if how == "stdin":
            handsh.type(script)
        handsh.out.expect(ready)
        os.kill(handsh.pid, signal.SIGINT)
        same(handsh.process.wait(peer.DEADLINE), 130, script)
        return handsh


def test_while_it_waits():
    for wait in ("sleep 60", "socket udp; bind 127.0.0.1 0; recv",
                 "socket tcp; bind 127.0.0.1 0; listen; accept",
                 "socket tcp; bind 127.0.0.1 0; listen; serve { recv }",
                 "t = spawn { sleep 60 }; wait $t", "expect within 60s 1 == 2",
                 "timeout 60s { sleep 60 }", "!sleep 60"):
        interrupted("print ready\n" + wait)
        interrupted("print ready\n" + wait + "\n", how="stdin")


def test_while_it_computes():
    interrupted("print ready\nloop { }")
    interrupted("print ready\ndef f { f2 }\ndef f2 { 1 }\nloop { f }")
    interrupted("print ready\nwhile true { x = 1 }\n", how="stdin")


def test_while_it_computes_what_would_never_be_done():
    shared = "x = [1]\ny = [1]\nloop 60 { x = [$x $x]; y = [$y $y] }\nprint ready\n"
    for form in ("$x == $y", "z = str $x", 'z = "$x"', "$x in [0 $y]", "expect $x == $y",
                 "expect within 60s $x == $y"):
        interrupted(shared + form)
        interrupted(shared + form + "\n", how="stdin")


def test_no_try_catches_it():
    interrupted("print ready\nloop { try { sleep 60 } catch { } }")
    interrupted("print ready\nloop { try { timeout 60s { sleep 60 } } catch { } }")


def test_keep_going_does_not_go_on():
    with Handsh("-q", "-k", "-c", "print ready\nsleep 60\nprint on",
                stdin=subprocess.DEVNULL) as handsh:
        handsh.out.expect("ready")
        os.kill(handsh.pid, signal.SIGINT)
        same(handsh.process.wait(peer.DEADLINE), 130)
        check("on" not in handsh.text(), handsh.text())


def test_children_end_too():
    handsh = interrupted("print ready\nprint (!sleep 60)")
    check(not os.path.exists(f"/proc/{handsh.pid}"), "it is gone")


def test_sigterm_and_sighup_end_it():
    for number in (signal.SIGTERM, signal.SIGHUP):
        with Handsh("-q", "-c", "print ready\nsleep 60", stdin=subprocess.DEVNULL) as handsh:
            handsh.out.expect("ready")
            os.kill(handsh.pid, number)
            status = handsh.process.wait(peer.DEADLINE)
            check(status in (-number, 128 + number), number, status)


def test_interrupt_in_a_task_only():
    # Main waits for its tasks; all of them end.
    interrupted("loop 100 { spawn { loop { try { sleep 60 } catch { } } } }\nprint ready\nwait")


peer.main(globals())
