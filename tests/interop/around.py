#!/usr/bin/python3
# Shells complete handsh's command line and editors colour its scripts, from where they look for such
# files once handsh is installed. What is not on this machine is passed over.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   around.py HANDSH

import atexit
import os
import re
import shutil
import subprocess
import tempfile

import pexpect

import peer
from peer import check, same

BUILD = os.path.dirname(os.path.dirname(peer.HANDSH))
SCRIPT = """\
#!/usr/bin/env handsh
# a comment, with 'quotes'
s = socket tcp
while data = s.recv --line { print "got\\n $data" 'raw $x' 42 nil }
try { s.send hi } catch EPIPE { !echo done }
"""


def install():
    """A folder in which it is installed as under /usr/local; and a folder of scripts."""
    folder = tempfile.mkdtemp(prefix="hsh", dir="/tmp")
    atexit.register(shutil.rmtree, folder)
    prefix, scripts = os.path.join(folder, "prefix"), os.path.join(folder, "scripts")
    subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], check=True,
                   stdout=subprocess.DEVNULL, timeout=peer.DEADLINE)
    os.mkdir(scripts)
    for name in ("one.hsh", "two words.hsh", "other.txt"):
        with open(os.path.join(scripts, name), "w", encoding="utf-8") as file:
            file.write(SCRIPT)
    os.mkdir(os.path.join(scripts, "sub"))
    return os.path.join(prefix, "share"), scripts


SHARE, SCRIPTS = install()


def output(words, **changes):
    done = subprocess.run(words, cwd=SCRIPTS, env=peer.environment(**changes), text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False, timeout=peer.DEADLINE)
    same(done.stderr, "", words[0])
    return done.stdout


def bash_offers(*words):
    """What bash would offer for the last of the words."""
    text = f"""
source {SHARE}/bash-completion/completions/handsh
compopt() {{ :; }}
COMP_WORDS=(handsh "$@") COMP_CWORD=$#
_handsh
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    return output(["bash", "--norc", "-c", text, "bash", *words]).split("\n")[:-1]


def test_bash():
    peer.need("bash")
    same(bash_offers("--js"), ["--json"])
    same(bash_offers("--color", "=", "al"), ["always"])
    same(bash_offers("--color", "="), ["auto", "always", "never"])
    same(bash_offers("-c", "socketp"), ["socketpair"])
    same(bash_offers("-c", "whi"), ["while"])
    same(sorted(bash_offers("")), ["one.hsh", "sub", "two words.hsh"])
    same(bash_offers("--log", ""), [""], "files are readline's matter")
    check({"-c", "-n", "--help"} <= set(bash_offers("-")), "options are missing")


def fish_offers(line):
    text = f"set fish_complete_path {SHARE}/fish/vendor_completions.d; complete -C '{line}'"
    home = os.path.join(SHARE, "home")
    # It asks for the file only of a program that is there.
    path = os.path.join(os.path.dirname(SHARE), "bin") + ":" + os.environ["PATH"]
    lines = output(["fish", "--no-config", "-c", text], HOME=home, XDG_CONFIG_HOME=home,
                   XDG_DATA_HOME=home, PATH=path).split("\n")[:-1]
    return dict((line.split("\t") + [""])[:2] for line in lines)


def test_fish():
    peer.need("fish")
    same(fish_offers("handsh --js"),
         {"--json": "each call, result and error as one JSON object a line"})
    check({"--color=auto", "--color=never"} <= set(fish_offers("handsh --color=")), "no words")
    check("socketpair" in fish_offers("handsh -c socketp"), "no command")
    check("one.hsh" in fish_offers("handsh "), "no files")


def zsh_line(typed, wanted):
    """Types to a zsh that completes: wanted must come to stand on its line."""
    shell = pexpect.spawn("zsh", ["-f"], cwd=SCRIPTS, env=peer.environment(TERM="dumb"),
                          encoding="utf-8", timeout=peer.DEADLINE, dimensions=(50, 150))
    try:
        shell.sendline(f"PS1='re''ady>'; unsetopt zle_bracketed_paste; fpath=({SHARE}/zsh/"
                       f"site-functions $fpath); autoload -U compinit; compinit -u -D; "
                       f"print lo''aded")
        shell.expect("loaded")
        shell.expect("ready>")
        shell.send(typed + "\t")
        shell.expect(wanted)
    finally:
        shell.close(force=True)


def test_zsh():
    peer.need("zsh")
    zsh_line("handsh --js", "handsh --json")
    zsh_line("handsh --color=al", "handsh --color=always")
    zsh_line("handsh -c socketp", "handsh -c socketpair")
    zsh_line("handsh o", "handsh one.hsh")


def vim_groups():
    """For places of the script, given by a word of it, the group that Vim takes it for."""
    words = ["a comment", "socket", "while", "recv", "--line", "got", r"\n", "$data", "raw", "42",
             "nil", "EPIPE", "!echo"]
    commands = ["set nomore", "filetype on", "syntax on", "edit one.hsh", "redir! > groups"]
    for word in words:
        pattern = "\\V" + word.replace("\\", "\\\\").replace("'", "''")
        commands.append(f"call cursor(2, 1) | call search('{pattern}', 'c') | "
                        "echo synIDattr(synID(line('.'), col('.'), 1), 'name')")
    commands += ["redir END", "qa!"]
    with open(os.path.join(SCRIPTS, "look.vim"), "w", encoding="utf-8") as file:
        file.write("\n".join(commands) + "\n")
    output(["vim", "-N", "-u", "NONE", "-i", "NONE", "-n", "-es", "--cmd",
            f"set runtimepath^={SHARE}/vim/vimfiles", "-S", "look.vim"], HOME=SCRIPTS)
    with open(os.path.join(SCRIPTS, "groups"), encoding="utf-8") as file:
        return dict(zip(words, file.read().split()))


def test_vim():
    peer.need("vim")
    if "+syntax" not in output(["vim", "--version"]):
        raise peer.Skip("this vim knows no syntax")
    same(vim_groups(), {
        "a comment": "handshComment", "socket": "handshCommand", "while": "handshWord",
        "recv": "handshCommand", "--line": "handshOption", "got": "handshCooked",
        "\\n": "handshEscape", "$data": "handshVariable", "raw": "handshRaw",
        "42": "handshNumber", "nil": "handshConstant", "EPIPE": "handshError",
        "!echo": "handshShell"})


def test_nano():
    peer.need("nano")
    rules = os.path.join(SCRIPTS, "nanorc")
    with open(rules, "w", encoding="utf-8") as file:
        file.write(f'include "{SHARE}/nano/handsh.nanorc"\n')
    editor = pexpect.spawn("nano", [f"--rcfile={rules}", "one.hsh"], cwd=SCRIPTS, encoding="utf-8",
                           env=peer.environment(TERM="xterm-256color", HOME=SCRIPTS),
                           timeout=peer.DEADLINE, dimensions=(24, 80))
    try:
        editor.expect("done")
        # What is coloured is a piece of its own after an escape.
        drawn = editor.before
        for word in ("socket", "while", "EPIPE", "42", "nil"):
            check(re.search(r"\x1b\[[\d;]*m" + word + r"\x1b", drawn), f"{word} has no colour", drawn)
        check("Error" not in drawn and "Mistake" not in drawn, "the rules are wrong", drawn)
    finally:
        editor.close(force=True)


if __name__ == "__main__":
    peer.main(globals())
