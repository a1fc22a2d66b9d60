#!/usr/bin/python3
# Signals: SIGINT, SIGTERM and SIGHUP end a script wherever it is, with 128 and their number; what it
# started ends with it, blocks of finally run, and paths that it has bound are removed.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import signal
import socket
import subprocess
import tempfile
import time

import peer
from peer import Handsh, check, same

SLOWNESS = float(os.environ.get("HANDSH_SLOWNESS", 1))


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


def ended(script, number, how="-c"):
    """What a script shows that a signal ends while it waits; stdout is what it printed."""
    with Handsh("-q", *(["-c", script] if how == "-c" else []),
                stdin=subprocess.DEVNULL if how == "-c" else subprocess.PIPE) as handsh:
        if how == "stdin":
            handsh.type(script)
        handsh.out.expect("ready")
        os.kill(handsh.pid, number)
        same(handsh.process.wait(peer.DEADLINE), 128 + number, script)
        return handsh.text()


def run_text(text):
    with Handsh("-q", "-c", text, stdin=subprocess.DEVNULL) as handsh:
        handsh.process.wait(peer.DEADLINE)
        handsh.text()


ENDS = (signal.SIGTERM, signal.SIGHUP)


def test_sigterm_and_sighup_end_it():
    for number in ENDS:
        for wait in ("sleep 60", "socket udp; bind 127.0.0.1 0; recv", "!sleep 60", "loop { }",
                     "socket tcp; bind 127.0.0.1 0; listen; serve { recv }", "until false",
                     "loop { try { sleep 60 } catch { } }", "wait (spawn { sleep 60 })"):
            ended("print ready\n" + wait, number)
        ended("print ready\nsleep 60\n", number, how="stdin")
        ended("print ready\n", number, how="stdin") # it waits for more of the script


def test_finally_runs_in_main_and_in_tasks():
    script = ("spawn { try { sleep 60 } finally { sleep 0; print task } }\n"
              "def f { try { print ready; sleep 60 } finally { sleep 0; print inner } }\n"
              "try { f } catch { print never } finally { print outer }\nprint never\n")
    for number in (*ENDS, signal.SIGINT):
        for how in ("-c", "stdin"):
            text = ended(script, number, how)
            for word in ("task", "inner", "outer"):
                check(word in text, word, text)
            check("never" not in text, text)


def test_finally_has_a_second_in_all():
    begin = time.monotonic()
    ended("loop 5 { spawn { try { sleep 60 } finally { sleep 60 } } }\n"
          "try { try { print ready; sleep 60 } finally { sleep 60 } } finally { loop { } }",
          signal.SIGTERM)
    took = time.monotonic() - begin
    check(took < 5 * SLOWNESS, "seconds:", took)


def test_bound_paths_go():
    with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder:
        path = os.path.join(folder, "s")
        script = f"s = socket unix; s.bind {path}; s.listen; print ready; s.accept"
        for number in (*ENDS, signal.SIGINT):
            ended(script, number)
            check(not os.path.exists(path), "the path is still there")
        for end in ("exit", "1 / 0", "s.close", "print on"):
            run_text(f"s = socket unix; s.bind {path}; {end}")
            check(not os.path.exists(path), end, "the path is still there")
        # What is another's by now stays.
        run_text(f"s = socket unix; s.bind {path}; !rm {path}\nsave {path} text")
        check(os.path.exists(path), "the file is gone")


def test_bound_path_of_another_stays():
    """Though the file system gives the same number to its file, as ext4 does."""
    with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder:
        path = os.path.join(folder, "s")
        with peer.Handsh("-c", f"s = socket unix; s.bind {path}; s.close; print ready; ask") as handsh:
            handsh.out.expect("ready")
            was = now = os.stat(path).st_ctime_ns
            while now == was: # such times have steps of a few milliseconds
                os.unlink(path)
                with socket.socket(socket.AF_UNIX) as other:
                    other.bind(path)
                now = os.stat(path).st_ctime_ns
            handsh.type("\n")
            handsh.wait(0)
        check(os.path.exists(path), "the file is gone")


def test_interrupt_in_a_task_only():
    # Main waits for its tasks; all of them end.
    interrupted("loop 100 { spawn { loop { try { sleep 60 } catch { } } } }\nprint ready\nwait")


peer.main(globals())
