#!/usr/bin/python3
# Tab: what it inserts means exactly the name that was completed, whatever bytes that has.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import random
import re
import shutil
import tempfile

from terminal import Terminal, CONTROL_C, run

# What ends a word, a statement or a quote, is a value, an option or a comment, or is not to be seen.
HOSTILE = [
    b"new\n!touch pwned", b"new2; !touch pwned", b"| !touch pwned", b"& !touch pwned", b"blank in it",
    b" blank before", b"blank after ", b"\ttab", b"it's", b"'quoted'", b'"double"', b'both\'s "', b"$name",
    b"${x}", b"a$", b"#comment", b"c#inside", b"-n", b"--name", b"--", b"-7", b"12", b"007", b"0x10", b"true",
    b"false", b"nil", b"if", b"=", b"==", b"b=c", b"[list]", b"l[0]", b"{map}", b"(value)", b"back\\slash",
    b"ends\\", b"\\n", b"\\x41", b"a,b", b"d:e", b"~", b"*", b"?", b">file", b"<file", b"\x01", b"\x1b[2J",
    b"\x7f", b"\r", b"\r\n", b"cr\rin it", b"\xff", b"\xfe\xff", b"\xc3", b"\xc3\xa9t\xc3\xa9", b"\xc3\xa9t\xff",
    b"\xe2\x80\xae.txt", b"\xe2\x80\x8bzero", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b".hidden", b"..twodots",
    b"\xc2\x9b31m", b"x" * 200, b"' '", b"\"\n\"", b"'\n'", b"}\n", b")\n!touch pwned", b"\\\n!touch pwned",
]
COUNT = 200


def names():
    """COUNT names, none of which begins another."""
    made, chance = list(HOSTILE), random.Random(1)
    alphabet = b"'\"$\\ \n\t;&|(){}[]#!-=.,:0aZ\x00\x1b\x80\xc3\xa9\xff"
    while True:
        made = [name for name in dict.fromkeys(made)
                if not any(other != name and other.startswith(name) for other in made)]
        if len(made) == COUNT:
            return made
        name = bytes(chance.choice(alphabet) for _ in range(chance.randint(1, 8)))
        if not name.startswith(b".") and b"\x00" not in name:
            made.append(name)


def beginning(name, every):
    """The shortest that only this name begins with."""
    length = 1
    while sum(other.startswith(name[:length]) for other in every + [b"./", b"../"]) > 1:
        length += 1
    return name[:length]


def bare(part):
    plain = re.fullmatch(rb"[A-Za-z0-9._/]+|[A-Za-z][\w.\\#=,:\[\]*?~-]*", part)
    return part.decode() if plain else None


def raw(part):
    try:
        text = part.decode()
    except UnicodeDecodeError:
        return None
    return "'" + text if text.isprintable() and "'" not in text else None


def cooked(part):
    return '"' + "".join(chr(byte) if 32 <= byte < 127 and byte not in b'\\"$' else f"\\x{byte:02x}"
                         for byte in part)


class Folder:
    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="handsh-tab-")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path)

    def write(self, name, text):
        with open(os.path.join(self.path.encode(), name), "w") as file:
            file.write(text)

    def check(self, names):
        found = sorted(os.listdir(self.path.encode()))
        assert found == sorted(names), [name for name in found if name not in names]


def every_name():
    every = names()
    completed = 0
    with Folder() as folder:
        for number, name in enumerate(every):
            folder.write(name, f"this is {number}.\n")
        with Terminal(cwd=folder.path) as shell:
            shell.prompt()
            for number, name in enumerate(every):
                for write in (bare, raw, cooked):
                    typed = write(beginning(name, every))
                    if typed is None:
                        continue
                    shell.send(f"load {typed}\t\r")
                    found = shell.wait(r"\nthis is (\d+)\.\\n\r\n|syntax: |(load|read|open): ")
                    assert found.group(1) == str(number), f"{name} from {typed}: {shell.seen[-300:]!r}"
                    shell.prompt()
                    completed += 1
        folder.check(every)
    assert completed > 1.5 * COUNT, completed


def a_name_with_a_command_in_it():
    with Folder() as folder:
        folder.write(b"new\n!touch pwned", "as a file\n")
        with Terminal(cwd=folder.path) as shell:
            shell.prompt()
            shell.send("load n\t\r")
            shell.wait(r"\nas a file\\n\r\n")
            shell.prompt()
        folder.check([b"new\n!touch pwned"])


def folders_go_on():
    with Folder() as folder:
        os.mkdir(os.path.join(folder.path, "my folder"))
        os.mkdir(os.path.join(folder.path, "my folder", "it's"))
        folder.write(b"my folder/it's/a file", "found\n")
        with Terminal(cwd=folder.path) as shell:
            shell.prompt()
            for typed in ("my", "'my", '"my', "'my'"):
                shell.send(f"load {typed}\t\t\t\r")
                shell.wait(r"\nfound\\n\r\n")
                shell.prompt()


def common_beginnings():
    with Folder() as folder:
        for name in ("two words", "two works", "twist"):
            folder.write(name.encode(), name + "\n")
        with Terminal(cwd=folder.path) as shell:
            shell.prompt()
            shell.send("load two\td\t\r")
            shell.wait(r"\ntwo words\\n\r\n")
            shell.prompt()
            shell.send("load 'two\tk\t\r")
            shell.wait(r"\ntwo works\\n\r\n")
            shell.prompt()
            shell.send("load t\ti\t\r")
            shell.wait(r"\ntwist\\n\r\n")
            shell.prompt()


def inside_what_was_typed_before():
    with Folder() as folder:
        folder.write(b"one\ntwo three", "found\n")
        with Terminal(cwd=folder.path) as shell:
            shell.prompt()
            shell.type("if true {", "… ")
            shell.type("print (load 'one", "… ")
            shell.send("two th\t)\r")  # the quote was opened on the line before
            shell.wait("… $")
            shell.send("}\r")
            shell.wait(r"\nfound\r\n")
            shell.prompt()
            shell.type("if true {", "… ")
            shell.send("prin\tdone }\r")
            shell.wait(r"\ndone\r\n")
            shell.prompt()


def at_every_head():
    with Terminal() as shell:
        shell.prompt()
        for before in ("x = ", "if true { ", "timeout 1s { ", "print (", "loop 1 { ", "for x in ", "spawn ",
                       "expect within 1s ", "print \"${", "recv | ", "s1.serve "):
            shell.send(before + "gethostn\t")
            shell.wait(r"gethostn(\x07)?ame $")
            shell.send(CONTROL_C)
            shell.prompt()


run(every_name, a_name_with_a_command_in_it, folders_go_on, common_beginnings,
    inside_what_was_typed_before, at_every_head)
