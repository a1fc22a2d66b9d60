#!/usr/bin/python3
# Programs on the terminal: !cmd and sh at the prompt, in tasks and in scripts.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import signal
import sys
import tempfile

from terminal import Gate, Terminal, CONTROL_C, CONTROL_D, CONTROL_Z, run

# Is it in the foreground, in a process group of its own? The shell leads the session.
GROUPS = """#!/usr/bin/python3
import os
terminal, group = os.open("/dev/tty", os.O_RDONLY), os.getpgrp()
print("own" if os.tcgetpgrp(terminal) == group != os.getsid(0) else "not")
"""


def write_program(folder):
    path = os.path.join(folder, "groups")
    with open(path, "w", encoding="utf-8") as file:
        file.write(GROUPS)
    os.chmod(path, 0o755)
    return path


def cat(shell):
    """
    Runs cat until it is there: the keys for it find no shell that is about to start it. It is the
    shell's child itself: of one below that it is not known when it has stopped, and until then it
    takes the keys for the prompt.
    """
    shell.send("!echo up; exec cat\r")
    shell.wait(r"up\r\n")
    shell.send("running\n")
    shell.wait(r"running\r\nrunning\r\n")  # the terminal's echo, and cat's


def has_the_foreground():
    with Terminal() as shell:
        path = write_program(shell.home)
        shell.prompt()
        assert shell.type(f"!{path}") == "own\n"
        assert shell.type(f"def f {{ if true {{ sh {path} }} }}; f") == "own\n"
        assert shell.type(f"print (trim (!{path}))") == "not\n"
        assert shell.type("print here") == "here\n", "the shell has not got the terminal back"


def mode_restored():
    """A program that ends in the midst of its screen leaves no terminal without echo."""
    with Terminal() as shell:
        shell.prompt()
        shell.send("!stty raw -echo; echo set; head -c 1 >/dev/null; kill -9 $$\r")
        shell.text("set\n")
        shell.send("q")
        shell.text("ended by SIGKILL")
        shell.prompt()
        assert "icanon" in shell.type("!stty -a")
        assert "-icanon" not in shell.type("!stty -a")
        assert shell.type("print echoed") == "echoed\n"


def interrupts_are_the_programs():
    with Terminal() as shell:
        shell.prompt()
        shell.send("!trap 'echo caught; exit 7' INT; echo up; read x\r")
        shell.wait(r"up\r\n")
        shell.send(CONTROL_C)
        shell.wait(r"caught\r\n")
        shell.text("ended with status 7")
        shell.prompt()
        assert shell.type("print still") == "still\n"
        cat(shell)
        shell.send(CONTROL_C)
        shell.wait(r"\^C\r\n(\S*\[\?2004[hl])?!: EXIT: the command was ended by SIGINT")
        shell.prompt()


def notices_wait():
    """Tasks go on while a program has the terminal, and what they show stands after it."""
    with Terminal() as shell:
        shell.prompt()
        gate = Gate(shell)
        folder = tempfile.mkdtemp(dir=shell.home)
        fifo = os.path.join(folder, "fifo")
        os.mkfifo(fifo)
        shell.type(f"spawn {{ gate.recv; print shown; sh ': >{fifo}' }}", gate.prompt)
        shell.send(f"!echo up; read x <{fifo}; echo after\r")
        shell.wait(r"up\r\n")
        gate.open()
        shell.wait(r"after\r\n")
        shell.wait(r"shown\r\n")
        shell.prompt(gate.prompt)


def pipes_to_a_pager():
    with Terminal() as shell:
        shell.prompt()
        shell.send("'some text' | !cat; test -t 1 && read x </dev/tty && echo \" $x\"\r")
        shell.wait(r"\n(\x1b\[\?2004l\r)?some text")  # of cat, no longer of the line as typed
        shell.send("from the keys\r")
        shell.wait(r"some text from the keys|from the keys\r\n from the keys\r\n")
        shell.prompt()


def lines_of_a_task():
    with Terminal() as shell:
        shell.prompt()
        fifo = os.path.join(shell.home, "fifo")
        os.mkfifo(fifo)
        shell.send(f"spawn {{ !cat; echo first; read x <{fifo}; echo second >&2; test -t 0 || echo last }}\r")
        shell.wait(r"first\r\n")
        shell.prompt()
        shell.send("print 'ty")
        shell.text("print 'ty")
        with open(fifo, "w", encoding="utf-8") as gate:
            gate.write("\n")
        shell.wait(r"second\r\n")
        shell.wait(r"last\r\n")
        shell.text("> print 'ty")
        shell.send("ped'\r")
        shell.wait(r"\ntyped\r\n")
        shell.prompt()


def errors_of_a_process():
    """They come escaped, line by line, above what is typed, and to the last."""
    with Terminal() as shell:
        shell.prompt()
        shell.send("p = process 'read x; printf \"\\033[2J$x\\nrest\" >&2; read y; echo \"$y\" >&2'\r")
        shell.wait(r" = 0\r\n")
        shell.prompt()
        shell.send("print (p.send \"one\\n\") 'ha")
        shell.text("'ha")
        shell.send("lf'\r")
        shell.wait(r"4 half\r\n")
        shell.text("p: \\e[2Jone\r\n")
        shell.prompt()
        shell.send("p.send \"two\\n\"\r")
        shell.wait(r"p: resttwo\r\n")
        shell.prompt()
        shell.send("t = spawn { x = !echo told >&2; read y }; wait $t\r")
        shell.wait(r"\[1\] told\r\n")
        shell.wait("EXIT")
        shell.prompt()
        shell.send("q = process 'cat; printf last >&2'\r")
        shell.wait(r" = 0\r\n")
        shell.prompt()
        shell.send(CONTROL_D)
        assert "q: last\r\n" in shell.end(), "what is said at the end is not shown"


def keys_are_not_for_those_beside():
    """Ctrl-C drops a line, and no program that runs meanwhile."""
    with Terminal() as shell:
        shell.prompt()
        shell.type("p = process 'tr a-z A-Z'")
        fifo = os.path.join(shell.home, "fifo")
        os.mkfifo(fifo)
        shell.type(f"spawn {{ !read x <{fifo}; echo $x }}")
        shell.send("print 'dropped")
        shell.text("print 'dropped")
        shell.send(CONTROL_C)
        shell.prompt()
        gate = os.open(fifo, os.O_RDWR) # which does not wait for a reader that is gone
        os.write(gate, b"through\n")
        shell.wait(r"through\r\n")
        shell.prompt()
        shell.type("p.send kept; p.shutdown write")
        shell.send("p.recv\r") # the prompt may have been drawn again once more for the task
        shell.wait(r"KEPT\r\n")
        os.close(gate)


def detached_with_its_program():
    """Ctrl-Z makes what wants a program's output a task; the key stops the program, which goes on."""
    with Terminal(under_sh=True) as shell:
        shell.prompt()
        fifo = os.path.join(shell.home, "fifo")
        os.mkfifo(fifo)
        shell.send(f"x = !echo up >&2; read y <{fifo}; echo $y\r")
        shell.wait(r"up\r\n")
        shell.send(CONTROL_Z)
        shell.wait(r"\[1\] !: waiting\r\n")
        shell.prompt()
        gate = os.open(fifo, os.O_RDWR)
        os.write(gate, b"through\n")
        shell.send("try { wait 1 } catch UNKNOWN { }; print $x\r")
        shell.wait(r"\nthrough\r\n")
        os.close(gate)


def told_of_a_program():
    """Not that main has waited for it, and nothing in the line that a signal has broken off."""
    with Terminal() as shell:
        shell.prompt()
        shown = shell.type("sh 'exec sleep 0.5'") # a wait is told of after 0.3 seconds
        assert shown == "", shown
        shell.send("!printf mid; kill -QUIT $$\r")
        shell.wait(r"mid\r\n\S*!: EXIT: [^\n]*SIGQUIT\r\n")
        shell.prompt()


# Says when it has the terminal again: Ctrl-Z before that is the shell's.
# A handler of Python's would not run when it is about to read.
STOPPED = """\
import os
import signal
import threading

def tell():
    while signal.sigwait([signal.SIGCONT]):
        os.write(1, b"resumed\\n")

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCONT])
threading.Thread(target=tell, daemon=True).start()
print("up", flush=True)
print("got", input())
"""


def stops_and_goes_on():
    """Ctrl-Z gives the prompt back, wait the terminal."""
    with Terminal() as shell:
        path = os.path.join(shell.home, "stopped.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write(STOPPED)
        shell.prompt()
        shell.send(f"!exec {sys.executable} {path}\r")
        shell.wait(r"up\r\n")
        shell.send(CONTROL_Z)
        shell.wait(r"\[1\] !: waiting\r\n")
        shell.wait(r"\[1\] stopped; wait 1 gives it the terminal again\r\n")
        shell.prompt()
        assert shell.type("print here") == "here\n"
        for number in (2, 3):
            shell.send(f"wait 1; print after {number}\r")
            shell.wait(r"resumed\r\n")
            shell.send(CONTROL_Z)
            shell.wait(rf"\[{number}\] wait: waiting on \[1\]\r\n")
            shell.wait(r"\[1\] stopped; wait 1 gives it the terminal again\r\n")
            shell.prompt()
        shell.send("wait 1\r")
        shell.wait(r"resumed\r\n")
        shell.send("keys\r")
        shell.wait(r"got keys\r\n")
        shell.wait(r"after 2\r\n")
        shell.wait(r"after 3\r\n")
        shell.prompt()
        cat(shell)
        shell.send(CONTROL_Z)
        shell.wait("stopped; wait 4")
        shell.prompt()
        shell.type("cancel 4")
        assert "4" not in shell.type("tasks")


def script_stops_with_its_program():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "script.hsh")
        with open(path, "w", encoding="utf-8") as file:
            file.write("!echo up; read x; echo \"got $x\"\nprint end\n")
        with Terminal([path], under_sh=True) as shell:
            shell.wait(r"up\r\n")
            shell.send(CONTROL_Z)
            shell.text("Stopped")
            shell.prompt("$ ")
            shell.send("fg\r")
            shell.wait(r"fg\r\n")
            shell.send("keys\r")
            shell.wait(r"got keys\r\n")
            shell.wait(r"end\r\n")
            shell.prompt("$ ")
        with Terminal([path]) as shell: # which leads its session, and cannot stop
            shell.wait(r"up\r\n")
            shell.send(CONTROL_Z)
            shell.text("^Z")
            shell.send("keys\r")
            shell.wait(r"got keys\r\n")
            shell.wait(r"end\r\n")
            shell.end(0)


def scripts_too():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "script.hsh")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"!{write_program(folder)}\n!echo up; read x; echo \"got $x\"\nprint end\n!cat\nprint never\n")
        with Terminal([path]) as shell:
            shell.wait(r"own\r\n")
            shell.wait(r"up\r\n")
            shell.send("keys\r")
            shell.wait(r"got keys\r\n")
            shell.wait(r"end\r\n")
            shell.send("to cat\r")
            shell.wait(r"to cat\r\nto cat\r\n")
            shell.send(CONTROL_C)
            shell.end(128 + signal.SIGINT)


run(has_the_foreground, mode_restored, interrupts_are_the_programs, notices_wait, pipes_to_a_pager,
    lines_of_a_task, errors_of_a_process, keys_are_not_for_those_beside,
    detached_with_its_program, told_of_a_program, stops_and_goes_on, script_stops_with_its_program, scripts_too)
