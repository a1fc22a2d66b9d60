#!/usr/bin/python3
# Blocks of finally on a terminal: Ctrl-C, Ctrl-Z, SIGTERM and SIGHUP, at a prompt and in a script.
# Each runs once, the inner before the outer, whatever ends what stands before it.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import signal
import tempfile
import time

from terminal import SLOWNESS, Gate, Terminal, CONTROL_C, CONTROL_D, CONTROL_Z, run

HOLD = "print in; sleep 60"  # what the keys and signals end


def begin(shell, line):
    """Types the line and waits for the first that it prints."""
    shell.send(line + "\r")
    shell.wait(r"\nin\r\n")


def rest(shell, prompt="> "):
    """What is shown up to the next prompt."""
    shell.prompt(prompt)
    return shell.plain(shell.child.before).split("\n")[:-1]


def last(shell, status):
    """The lines that it shows before it ends with the status."""
    return shell.plain(shell.end(status)).rstrip("\n").split("\n")


def same(found, expected):
    assert found == expected, f"{found} is not {expected}"


INTERRUPTED = "sleep: EINTR: interrupted"


def interrupted_at_a_prompt():
    with Terminal() as shell:
        shell.prompt()
        shell.type("def deep n { if $n == 0 { print in; sleep 60 }; "
                   "try { deep ($n - 1) } finally { print $n } }")
        for line, shown in (
                (f"try {{ {HOLD} }} finally {{ print out }}", ["out"]),
                (f"try {{ {HOLD} }} catch {{ print never }} finally {{ print out }}", ["out"]),
                (f"try {{ try {{ {HOLD} }} finally {{ print a }} }} catch {{ print never }} "
                 "finally { print b }", ["a", "b"]),
                ("deep 3", ["1", "2", "3"]),
                (f"loop {{ try {{ {HOLD} }} finally {{ print out }} }}", ["out"]),
                # It waits, makes calls, and its own try catches what fails in it.
                (f"try {{ {HOLD} }} finally {{ sleep 0; try {{ fail x }} catch e "
                 "{ print $e.message }; print out }", ["x", "out"]),
                # It fails: the error is shown, and the blocks around it run all the same.
                (f"try {{ try {{ {HOLD} }} finally {{ fail oops; print never }} }} "
                 "catch { print never } finally { print b }", ["b", "fail: oops"])):
            begin(shell, line + "; print never")
            shell.send(CONTROL_C)
            same(rest(shell), [INTERRUPTED, *shown])
        same(shell.type("print here"), "here\n")


def interrupted_again_in_the_block():
    """A second Ctrl-C changes nothing, and a second is all that the block has."""
    with Terminal() as shell:
        shell.prompt()
        gate = Gate(shell)
        begin(shell, f"try {{ {HOLD} }} finally {{ print out; gate.recv; print on }}; print never")
        shell.send(CONTROL_C)
        shell.wait(r"\nout\r\n")
        shell.send(CONTROL_C)
        shell.text("recv: waiting on gate")
        shell.text("; Ctrl-C stops it")
        gate.open()
        assert "on" in rest(shell, gate.prompt)
        begin(shell, f"try {{ {HOLD} }} finally {{ print out; sleep 60 }}; print never")
        start = time.monotonic()
        shell.send(CONTROL_C)
        shell.wait(r"\nout\r\n")
        shell.send(CONTROL_C)
        assert rest(shell, gate.prompt)[-1].endswith("finally: ETIMEDOUT: Connection timed out: "
                                                     "the block took longer than 1s")
        assert time.monotonic() - start < 5 * SLOWNESS
        # Nothing had failed before: the block goes on to its end, and nothing after it.
        begin(shell, "try { 1 } finally { print in; gate.recv; print on }; print never")
        shell.send(CONTROL_C)
        shell.text("recv: waiting on gate")
        shell.text("; Ctrl-C stops it")
        gate.open()
        shown = rest(shell, gate.prompt)
        assert "on" in shown and "EINTR: interrupted" in shown and "never" not in shown, shown


def becomes_a_task():
    """Ctrl-Z takes what is to be put away along; Ctrl-C is then for others."""
    with Terminal() as shell:
        shell.prompt()
        gate = Gate(shell)
        begin(shell, f"try {{ {HOLD} }} finally {{ print out }}; print never")
        shell.send(CONTROL_Z)
        same(rest(shell, gate.prompt), ["[1] sleep: waiting"])
        begin(shell, HOLD)
        shell.send(CONTROL_C)
        same(rest(shell, gate.prompt), [INTERRUPTED])
        shell.send("cancel 1\r")
        shell.wait(r"\r(\x1b\[J)?out\r\n")
        shell.prompt(gate.prompt)
        # In the block itself: it ends as a task, then what follows runs.
        begin(shell, "try { 1 } finally { print in; gate.recv; print on }; print after")
        shell.send(CONTROL_Z)
        same(rest(shell, gate.prompt)[-1], "[2] recv: waiting on gate")
        gate.open()
        shell.wait(r"\r(\x1b\[J)?on\r\n.*after\r\n")
        shell.prompt(gate.prompt)


def leaves_with_tasks():
    """Ctrl-D and exit: the tasks' blocks run, main's before them."""
    spawn = "spawn { try { sleep 60 } finally { sleep 0; print task } }"
    with Terminal(["-q"]) as shell:
        shell.prompt()
        shell.type(spawn)
        shell.send(CONTROL_D)
        same(last(shell, 0)[-1], "task")
    with Terminal(["-q"]) as shell:
        shell.prompt()
        shell.type(spawn)
        shell.send("try { try { exit 3 } finally { print a } } catch { print never } "
                   "finally { print b }; print never\r")
        same(last(shell, 3)[-3:], ["a", "b", "task"])
    with Terminal(["-q"]) as shell:
        shell.prompt()
        shell.type("spawn { try { sleep 60 } finally { fail LATE text } }")
        shell.send(CONTROL_D)
        same(last(shell, 1)[-1], "[1] LATE: text")


ENDS = ((signal.SIGTERM, 143), (signal.SIGHUP, 129))


def ended_at_a_prompt():
    for number, status in ENDS:
        with Terminal() as shell: # nothing runs but a task
            shell.prompt()
            shell.type("spawn { try { sleep 60 } finally { sleep 0; print task } }")
            shell.child.kill(number)
            same(last(shell, status)[-1], "task")
        with Terminal() as shell:
            shell.prompt()
            shell.type("spawn { try { sleep 60 } finally { sleep 0; print task } }")
            begin(shell, f"try {{ try {{ {HOLD} }} finally {{ print a }} }} catch {{ print never }} "
                  "finally { sleep 0; print b }; print never")
            shell.child.kill(number)
            same(last(shell, status), [INTERRUPTED, "a", "b", "task"])


def bound_paths():
    """The path is there for the block, and gone after it."""
    for number, status in ENDS:
        with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder, Terminal() as shell:
            path = os.path.join(folder, "s")
            shell.prompt()
            shell.type(f"s = socket unix; s.bind {path}; s.listen", "s> ")
            shell.send("try { s.accept } finally { c = socket unix; "
                       f"c.connect {path}; print 'still there' }}\r")
            shell.text("accept: waiting on s")
            shell.text("; Ctrl-C stops it")
            assert os.path.exists(path)
            shell.child.kill(number)
            assert "still there" in last(shell, status)
            assert not os.path.exists(path), "the path is still there"


def in_a_script():
    """However often Ctrl-C is pressed."""
    script = (f"spawn {{ try {{ sleep 60 }} finally {{ sleep 0; print task }} }}\n"
              f"try {{ try {{ {HOLD} }} finally {{ print a }} }} catch {{ print never }} "
              "finally { sleep 0; print b }\nprint never\n")
    for leave, status in ((lambda shell: shell.send(CONTROL_C), 130),
                          (lambda shell: shell.send(CONTROL_C * 3), 130),
                          *((lambda shell, number=number: shell.child.kill(number), status)
                            for number, status in ENDS)):
        with Terminal(["-q", "-c", script]) as shell:
            shell.wait(r"in\r\n")
            leave(shell)
            shown = shell.plain(shell.end(status)).replace("^C", "").split("\n")
            same([line for line in shown if line in ("a", "b", "task", "never")],
                 ["a", "b", "task"])


def program_in_the_block():
    """What has the terminal gets Ctrl-C itself, and the block runs after it."""
    with Terminal() as shell:
        shell.prompt()
        begin(shell, "try { sh 'echo; echo in; exec sleep 60' } "
              "finally { print out }; print never")
        shell.send(CONTROL_C)
        same(rest(shell), ["^C", "out", "sh: EXIT: the command was ended by SIGINT"])


run(interrupted_at_a_prompt, interrupted_again_in_the_block, becomes_a_task, leaves_with_tasks,
    ended_at_a_prompt, bound_paths, in_a_script, program_in_the_block)
