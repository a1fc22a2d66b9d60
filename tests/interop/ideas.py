#!/usr/bin/python3
# What help teaches: each idea of ideas.txt is seen on the kernel by what it says to try, each page
# that it names is there, and learners' own words find it.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   ideas.py HANDSH

import concurrent.futures
import errno
import os
import re
import socket
import subprocess
import tempfile

import peer
from peer import check, same

IDEAS = os.path.join(peer.ROOT, "src", "cmd", "help", "ideas.txt")
STATES = ("ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE CLOSE_WAIT LAST_ACK "
          "LISTEN CLOSING NEW_SYN_RECV").split()
SENTENCE = re.compile(r"[.!?](?=\s|$)")
ADDRESS = re.compile(r"\b\d+\.\d+\.\d+\.\d+\b")
HERE = ("127.0.0.1", "0.0.0.0")
# What a learner asks, and the first page that is to be found.
QUESTIONS = {
    "address already in use": "EADDRINUSE", "connection refused": "ECONNREFUSED",
    "sixth client": "backlog", "broken pipe": "EPIPE", "port busy": "TIME_WAIT",
    "two messages arrive as one": "sticky packets", "recv returns 0": "end of stream",
    "why does my program hang": "blocking", "reset by peer": "reset", "regex": "match",
    "many clients": "concurrency", "both wait": "deadlock", "ssl": "tls", "Errno 107": "ENOTCONN",
    "less data than expected": "short read", "htons": "byte order", "function": "def",
    "reach from other computers": "any address", "do I need bind client": "client",
}


class Record:
    """A record of ideas.txt, read as its head says."""

    def __init__(self, kind, name):
        self.kind, self.name = kind, name
        self.fields, self.text, self.script = {}, [], []

    def names(self, field):
        return [name.strip() for name in self.fields.get(field, "").split(",") if name.strip()]


def read_records():
    records, head = [], False
    with open(IDEAS, encoding="utf-8") as file:
        for line in file.read().split("\n"):
            begin = re.match(r"(idea|error|subject|page): (.*)", line)
            if begin:
                records.append(Record(*begin.groups()))
                head = True
            elif not line:
                head = False
            elif line.startswith("#"):
                continue
            elif line.startswith("\t"):
                records[-1].script.append(line[1:])
            elif head:
                word, _, text = line.partition(": ")
                records[-1].fields[word] = text
            else:
                records[-1].text.append(line)
    return records


RECORDS = read_records()
ALL_IDEAS = [record for record in RECORDS if record.kind == "idea"]
ERRORS = [record for record in RECORDS if record.kind == "error"]


def run(script, *options):
    """A script run in a folder of its own, on standard input."""
    with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder:
        return subprocess.run([peer.HANDSH, *options], input=script, cwd=folder, text=True,
                              env=peer.environment(), capture_output=True, check=False,
                              timeout=peer.DEADLINE)


def in_parallel(work, items):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as executor:
        return list(executor.map(work, items))


def help_of(names):
    """For each name the error that help ends with, or nothing."""
    lines = [f"try {{ help \"{name}\" }} catch e {{ print --raw \"\\x01$e.message\\x02\" }}"
             for name in names]
    done = run("\n".join(lines) + "\n", "-q")
    same(done.returncode, 0, done.stderr)
    return re.findall("\x01(.*?)\x02", done.stdout)


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


def test_ideas_are_whole():
    check(len(ALL_IDEAS) >= 60, "fewer than sixty ideas", len(ALL_IDEAS))
    for idea in ALL_IDEAS:
        for field in ("about", "words", "see"):
            check(idea.fields.get(field), f"{idea.name} has no {field}")
        check(idea.fields.get("man") or idea.fields.get("rfc"), f"{idea.name} names no source")
        check(not idea.fields["about"].endswith("."), f"{idea.name}: about ends with a stop")
        sentences = len(SENTENCE.findall(" ".join(idea.text)))
        check(3 <= sentences <= 8, f"{idea.name} has {sentences} sentences")
        check(any(line.startswith("expect") for line in idea.script),
              f"{idea.name} expects nothing")
    for record in ALL_IDEAS + ERRORS:
        for address in ADDRESS.findall("\n".join(record.script)):
            check(address in HERE, f"{record.name} goes to {address}")


def test_names_are_known_once():
    taken = {}
    commands = re.findall(r"(?m)^  (\S+)", run("help -l\n", "-q").stdout)
    for idea in ALL_IDEAS:
        for name in [idea.name, *idea.names("also")]:
            check(name not in commands, f"{name} of {idea.name} is a command as well")
            plain = re.sub("[-_]", " ", name).lower()
            check(plain not in taken, f"{name} of {idea.name} is also of {taken.get(plain)}")
            taken[plain] = idea.name


def test_pages_that_are_named_are_there():
    names = {record.name for record in ALL_IDEAS + ERRORS}
    for record in ALL_IDEAS + ERRORS:
        names.update(record.names("also"), record.names("see"))
    for record in RECORDS:
        if record.kind == "subject":
            names.update(record.names("words"))
        elif record.kind == "page":
            names.add(record.name)
    same(help_of(sorted(names)), [], "pages that are missing")


def test_what_is_to_be_tried_holds():
    ideas = [idea for idea in ALL_IDEAS + ERRORS
             if has_ipv6() or not re.search("::1|tcp6", "\n".join(idea.script))]

    def attempt(idea):
        done = run("\n".join(idea.script) + "\n")
        return "" if done.returncode == 0 else f"{idea.name}: {done.stderr}"
    same([text for text in in_parallel(attempt, ideas) if text], [], "ideas that do not hold")


def test_every_error_and_state_has_a_page():
    own = "TYPE RANGE USAGE UNKNOWN UNSET OVERFLOW DIVIDE DEPTH EXPECT EXIT EOF EAI_NONAME".split()
    same(help_of([*errno.errorcode.values(), *STATES, *own]), [], "names without a page")


def test_every_error_of_a_command_can_be_tried():
    """What is to be read about it is specified elsewhere, unless it is handsh's own. Names of a
    library's reasons, of which there are hundreds, are no errors of their own."""
    commands = re.findall(r"(?m)^  (\S+)", run("help -l\n", "-q").stdout)
    pages = run("".join(f"help '{command}'\n" for command in commands), "-q").stdout
    lists = re.findall(r"(?m)^errors\n((?:  .*\n)+)", pages)
    names = sorted(set(re.findall(r"(?m)^  ([A-Z][A-Z0-9_]+)(?: |$)", "".join(lists))))
    check(len(names) > 60, "too few errors", names)
    lacking = []
    shown = run("".join(f"print \"\\0\"; help {name}\n" for name in names), "-q").stdout
    for name, page in zip(names, shown.split("\0\n")[1:], strict=True):
        own = not name.startswith("E") or name in ("EOF", "EXIT", "EXPECT", "ECANCELED")
        source = own or re.search(r"(?m)^  (man|RFC)  ", page)
        if re.search("(?m)^error$", page) and not (source and "\nto try\n" in page):
            lacking.append(name)
    same(lacking, [], "errors with nothing to try, or no source")


def test_every_option_has_a_page():
    script = """\
for kind in [tcp udp6 unix] {
    socket $kind
    for name value in (options) { help $name; help (options $name).c }
}
"""
    done = run(script, "-q")
    same(done.returncode, 0, done.stderr)
    check(len(re.findall("(?m)^socket option$", done.stdout)) > 100, "too few options")


def test_first_screen_fits():
    screen = run("help\n", "-q").stdout.split("\n")[:-1]
    check(len(screen) <= 23, "more lines than a screen has", len(screen))
    check(all(len(line) <= 80 for line in screen), "a line is too long")
    for word in ("socket", "send", "setsockopt", "host", "hold", "info", "python"):
        check(any(re.search(rf"\b{word}\b", line) for line in screen[6:]), "it does not lead to", word)


def test_learners_find_it():
    for words, page in QUESTIONS.items():
        done = run(f"help -k {words}\n", "-q")
        same(done.returncode, 0, done.stderr)
        first = re.split(r" {2,}", done.stdout.strip("\n ").split("\n")[0])[0]
        same(first, page, f"the first page for {words}")
    done = run("help -k no-such-word\n", "-q")
    check(done.returncode == 1 and "UNKNOWN" in done.stderr, "nothing is found in silence", done)


def test_nearest_names():
    for wrong, right in (("blocklog", "backlog"), ("TIMEWAIT", "TIME_WAIT"), ("recc", "recv"),
                         ("ECONREFUSED", "ECONNREFUSED"), ("reusadr", "reuseaddr")):
        check(f"did you mean {right}" in run(f"help {wrong}\n").stderr, f"no hint for {wrong}")


def test_lines_of_other_languages():
    for language, rows in (("python", (("s.bind(('', 5000))", "s.bind '' 5000"),
                                       ("data = s.recv(4096)", "data = s.recv 4096"))),
                           ("C", (("listen(fd, 5);", "fd.listen 5"),
                                  ("gethostname(name, sizeof name);", "gethostname")))):
        shown = run(f"help {language}\n", "-q").stdout
        for theirs, ours in rows:
            check(re.search(re.escape(theirs) + r"\s+" + re.escape(ours) + "\n", shown),
                  f"{language}: no row of {theirs}", shown)


if __name__ == "__main__":
    peer.main(globals())
