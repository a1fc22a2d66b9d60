#!/usr/bin/python3
# Ctrl-C, Ctrl-D, the second prompt, signals, and the terminal's mode afterwards.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import select
import signal
import termios

from terminal import Gate, Terminal, CONTROL_C, CONTROL_D, CONTROL_Z, DEADLINE, run

LISTENER = "socket tcp; bind 127.0.0.1 0; listen 5"


def interrupts_a_wait():
    with Terminal() as shell:
        shell.prompt()
        shell.type(LISTENER, "s1> ")
        shell.send("accept\r")
        shell.text("accept: waiting on s1")
        shell.text("; Ctrl-C stops it")
        shell.send(CONTROL_C)
        shell.wait(r"accept: EINTR: [^\r\n]*\r\n")
        shell.prompt("s1> ")
        assert "LISTEN" in shell.type("sockets", "s1> "), "the socket is gone"


def interrupt_passes_every_try():
    with Terminal() as shell:
        shell.prompt()
        shell.type(LISTENER, "s1> ")
        shell.send("loop { try { accept } catch e { print 'caught' } }\r")
        shell.text("accept: waiting on s1")
        shell.send(CONTROL_C)
        shell.wait("EINTR")
        shell.prompt("s1> ")
        assert "caught" not in shell.seen.split("\n", 8)[-1], "a try caught the interrupt"


def interrupts_a_loop():
    with Terminal() as shell:
        shell.prompt()
        shell.send("print begun; loop { }\r")
        shell.wait(r"\nbegun\r\n")
        shell.send(CONTROL_C)
        shell.wait("EINTR")
        shell.prompt()


def interrupt_drops_the_line():
    with Terminal() as shell:
        shell.prompt()
        shell.send("print 'half")
        shell.text("print 'half")
        shell.send(CONTROL_C)
        shell.wait(r"\^C\r\n.*> $")
        assert shell.type("print whole") == "whole\n"


def interrupts_though_ignored():
    """What started it may ignore SIGINT, as a shell does for what runs beside it."""
    with Terminal(preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) as shell:
        shell.prompt()
        shell.send("print 'half")
        shell.text("print 'half")
        shell.send(CONTROL_C)
        shell.wait(r"\^C\r\n.*> $")


def second_prompt():
    with Terminal() as shell:
        shell.prompt()
        shell.send("if true {\r")
        shell.prompt("… ")
        shell.send("print yes\r")
        shell.prompt("… ")
        shell.send("}\r")
        shell.wait(r"\nyes\r\n")
        shell.prompt()
        shell.send("print 'two\r")
        shell.prompt("… ")
        shell.send("lines'\r")
        shell.wait(r"\ntwo\r\nlines\r\n")
        shell.prompt()


def second_prompt_dropped():
    with Terminal() as shell:
        shell.prompt()
        for key in (CONTROL_C, CONTROL_D):
            shell.send("loop {\r")
            shell.prompt("… ")
            shell.send(key)
            shell.prompt()
            assert shell.type("print next") == "next\n"


def leaves():
    with Terminal() as shell:
        shell.prompt()
        shell.send(CONTROL_D)
        shell.end(0)
    with Terminal() as shell:
        shell.prompt()
        shell.send("exit 7\r")
        shell.end(7)


def greets():
    """The first line on a terminal, unless a script or -q has come before."""
    with Terminal() as shell:
        shell.prompt()
        assert re.match(r"handsh [\d.]+: help says how to begin, Ctrl-D leaves\n",
                        shell.plain(shell.child.before))
    for words in (["-q"], ["-i", "-c", "print text"], ["--json"]):
        with Terminal(words) as shell:
            shell.prompt()
            assert "Ctrl-D" not in shell.child.before, words


def warns_of_tasks():
    with Terminal() as shell:
        shell.prompt()
        gate = Gate(shell)
        shell.type("spawn { gate.recv }", gate.prompt)
        for _ in range(2):
            shell.send(CONTROL_D)
            shell.text("1 task is running (tasks shows it); Ctrl-D once more leaves")
            shell.prompt(gate.prompt)
            assert shell.type("print here", gate.prompt) == "here\n"
        shell.type("if true { spawn { gate.recv } }", gate.prompt)
        shell.send(CONTROL_D)
        shell.text("2 tasks are running (tasks shows them); Ctrl-D once more leaves")
        shell.prompt(gate.prompt)
        shell.send(CONTROL_D)
        shell.end(0)
    with Terminal(["-q"]) as shell:
        shell.prompt()
        shell.type("spawn { sleep 100 }")
        shell.send(CONTROL_D)
        shell.end(0)


def errors_keep_the_shell():
    with Terminal() as shell:
        shell.prompt()
        assert "conect" in shell.type("conect 1")
        assert "syntax" in shell.type("print )").lower()
        assert shell.type("print here") == "here\n"


def typed_ahead():
    """Keys typed while main runs wait for the prompt, and are echoed once, there."""
    with Terminal() as shell:
        shell.prompt()
        gate = Gate(shell)
        shell.send("print begun; if true { gate.recv }; print done\r")
        shell.wait(r"\nbegun\r\n")
        shell.text("waiting on gate")
        shell.text("; Ctrl-C stops it\r\n")
        shell.send("print ahead\r")
        gate.open()
        shell.wait(r"^1 call inside, not shown: trace on shows them\r\ndone\r\n")
        shell.wait(r"> print ahead\r\n(\x1b\[\?2004l\r)?ahead\r\n")
        shell.prompt(gate.prompt)


def mode(shell):
    return termios.tcgetattr(shell.child.child_fd)


def untouched_mode():
    """That of a terminal which nobody has set."""
    master, slave = os.openpty()
    try:
        return termios.tcgetattr(slave)
    finally:
        os.close(master)
        os.close(slave)


def terminal_restored():
    for leave, status in ((lambda shell: shell.send(CONTROL_D), 0),
                          (lambda shell: shell.send("exit 3\r"), 3),
                          (lambda shell: shell.child.kill(signal.SIGTERM), 143)):
        with Terminal() as shell:
            before = untouched_mode()
            shell.prompt()
            assert mode(shell) != before, "readline has not set the terminal"
            leave(shell)
            shell.end(status)
            after = mode(shell)
            assert after == before, f"{after} is not {before}"


def hang_up():
    shell = Terminal()
    with shell:
        shell.prompt()
        shell.send("print 'half")
        shell.text("print 'half")
        shell.child.ptyproc.fileobj.close()
        shell.child.closed = True
        end = select.poll()
        descriptor = os.pidfd_open(shell.child.pid)
        end.register(descriptor, select.POLLIN)
        assert end.poll(DEADLINE * 1000), "it survives its terminal"
        os.close(descriptor)
        os.waitpid(shell.child.pid, 0)
        shell.child.terminated = True
        shell.child.ptyproc.terminated = True


def stopped_and_continued():
    with Terminal(under_sh=True) as shell:
        before = untouched_mode()
        shell.prompt()
        shell.send("print 'kept")
        shell.text("print 'kept")
        shell.send(CONTROL_Z)
        shell.text("Stopped")
        shell.prompt("$ ")
        assert mode(shell) == before, "a stopped shell keeps the terminal"
        shell.send("fg\r")
        shell.text("> print 'kept")
        shell.send(" text'\r")
        shell.wait(r"\nkept text\r\n")
        shell.prompt()


def continued_without_having_stopped_itself():
    """After SIGSTOP, which nobody hears, the line is drawn where the cursor is."""
    with Terminal() as shell:
        shell.prompt()
        shell.send("print 'kept")
        shell.text("print 'kept")
        shell.child.kill(signal.SIGSTOP)
        shell.child.kill(signal.SIGCONT)
        shell.text("> print 'kept")
        shell.send(" text'\r")
        shell.wait(r"\nkept text\r\n")
        shell.prompt()


def becomes_a_task():
    """Ctrl-Z: as & would have; the rest of the line goes on in the task."""
    with Terminal() as shell:
        shell.prompt()
        shell.type(LISTENER, "s1> ")
        shell.send("x = s1.accept; print 'in the task'\r")
        shell.text("accept: waiting on s1")
        shell.text("; Ctrl-C stops it")
        shell.send(CONTROL_Z)
        shell.wait(r"\[1\] accept: waiting on s1\r\n")
        shell.prompt("s1> ")
        assert " 1  accept" in shell.type("tasks", "s1> ")
        shell.send("c = socket tcp; connect (s1.getsockname)\r")
        shell.wait(r"\[1\] x  accept\(\d+\) = ")
        shell.wait(r"in the task\r\n")
        shell.prompt("c> ")
        assert shell.type("print $x.kind", "c> ") == "tcp\n"


def value_of_what_was_detached():
    """wait gives what its last statement gave, and what it assigns is the shell's."""
    with Terminal() as shell:
        shell.prompt()
        gate = Gate(shell)
        shell.send("n = 1; x = gate.recv; n = 2; gate.recv\r")
        shell.text("recv: waiting on gate")
        shell.text("; Ctrl-C stops it")
        shell.send(CONTROL_Z)
        shell.wait(r"\[1\] recv: waiting on gate\r\n")
        shell.prompt(gate.prompt)
        shell.send("t = spawn { wait 1 }; y = wait $t; print $x $n $y\r")
        shell.text("wait: waiting")
        gate.open()
        shell.wait(r"recv\(\d+, \d+\) = 4")
        gate.open()
        shell.wait(r"\nopen 2 open\r\n")
        shell.prompt(gate.prompt)
        shell.send("gate.recv\r")
        shell.text("recv: waiting on gate")
        shell.text("; Ctrl-C stops it")
        shell.send(CONTROL_Z)
        shell.prompt(gate.prompt)
        shell.send("t = spawn { wait 3 }; cancel 3; try { wait $t } catch e { print $e.name }\r")
        shell.wait(r"\nECANCELED\r\n")


def task_of_what_waits():
    """Whatever main is in: a dot, a timeout, an expectation, a wait of its own, a loop."""
    with Terminal() as shell:
        shell.prompt()
        gate = Gate(shell)
        prompt = gate.prompt
        shell.type("done = 0", prompt)
        # What main prints appears when it waits, or has had its time.
        for number, (line, shown) in enumerate((
                ("timeout 1m { print begun; gate.recv }", "recv: waiting on gate"),
                ("print begun; expect within 1m $done == 1", "print: waiting for a condition"),
                ("try { print begun; wait } catch e { }", "wait: waiting"),
                ("print begun; loop { sleep 0 }", r"\w+: \w+")), 1):
            shell.send(line + "\r")
            shell.wait(r"\nbegun\r\n")
            shell.send(CONTROL_Z)
            shell.wait(rf"\[{number}\] {shown}\r\n")
            shell.prompt(prompt)
        assert "ETIMEDOUT" not in shell.type("done = 1", prompt)
        gate.open()
        shell.send("cancel 4; wait; print all\r")
        shell.wait(r"\nall\r\n")
        shell.prompt(prompt)
        assert shell.type("tasks", prompt).count("\n") == 1


def stops_where_nothing_waits():
    with Terminal(under_sh=True) as shell:
        shell.prompt()
        shell.send("x = ask 'Well? '\r")
        shell.wait(r"\nWell\? ")
        shell.send(CONTROL_Z)
        shell.text("Stopped")
        shell.prompt("$ ")
        shell.send("fg\r")
        shell.wait(r"Well\? ")
        shell.send("answer\r")
        shell.prompt()
        assert shell.type("print $x") == "answer\n"


def goes_on_where_nothing_is_around():
    """What leads its session would stay stopped for ever."""
    with Terminal() as shell:
        shell.prompt()
        shell.send("print 'kept")
        shell.text("print 'kept")
        shell.send(CONTROL_Z)
        shell.text("> print 'kept")
        shell.send(" text'\r")
        shell.wait(r"\nkept text\r\n")
        shell.prompt()


def shell_command_has_the_terminal():
    with Terminal() as shell:
        shell.prompt()
        shell.send("!test -t 0 && test -t 1 && echo terminal && read line && echo got $line\r")
        shell.wait(r"terminal\r\n")
        shell.send("something\n")
        shell.wait(r"got something\r\n")
        shell.prompt()
        assert shell.type("x = !test -t 1 || echo captured").strip() == ""
        assert shell.type("print $x") == "captured\n\n"
        shell.send("!echo up; cat\r")
        shell.wait(r"up\r\n")
        shell.send("running\n")
        shell.wait(r"running\r\nrunning\r\n")  # the terminal's echo, and cat's
        shell.send(CONTROL_C)
        shell.wait("EXIT")
        shell.prompt()
        assert shell.type("print still") == "still\n"


run(interrupts_a_wait, interrupt_passes_every_try, interrupts_a_loop, interrupt_drops_the_line,
    interrupts_though_ignored, second_prompt, second_prompt_dropped, leaves, greets, warns_of_tasks, errors_keep_the_shell, typed_ahead,
    terminal_restored, hang_up, stopped_and_continued, continued_without_having_stopped_itself,
    becomes_a_task, value_of_what_was_detached,
    task_of_what_waits, stops_where_nothing_waits, goes_on_where_nothing_is_around, shell_command_has_the_terminal)
