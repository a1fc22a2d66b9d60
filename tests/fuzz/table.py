# The commands as the program itself lists and explains them.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import subprocess

WORD = re.compile(r"(?<![\w/.-])[A-Za-z][A-Za-z0-9_-]+(?![\w/.(-])")
BOUNDS = re.compile(r"(-?\d+) to (-?\d+)")
ENTRY = re.compile(r"^  (\S.*?)(?:  +|\n +)(\S.*(?:\n {4,}.*)*)", re.M)
# What a parameter is, by the first of these that its name and text speak of.
KINDS = (
    ("word", r"^(KIND|HOW|MODE|TYPE|PROTOCOL)\b"),
    ("address", r"^ADDRESS|HOST PORT"),
    ("host", r"host's name"),
    ("socket", r"\bsocket\b(?!s)|^SOCKET|name of the table"),
    ("queue", r"\ba queue\b"),
    ("task", r"\btask\b"),
    ("duration", r"^D\b|DURATION|how long|200ms"),
    ("file", r"^FILE|path"),
    ("number", r"\bnumber\b|how many|how often|\d+ to \d+|the most|\bindex\b|\bint\b"),
    ("list", r"^LIST|\blist\b|elements"),
    ("map", r"^MAP|\bmap\b"),
    ("bytes", r"bytes|^TEXT|^DATA|text|to send|digits"),
)


class Parameter:
    def __init__(self, name, text, more):
        self.name, self.text = name, text
        about = f"{name} {text}"
        self.kind = next((kind for kind, pattern in KINDS if re.search(pattern, about)), "any")
        self.words = WORD.findall(text) + more # of which some are values
        found = BOUNDS.search(text)
        self.bounds = (int(found[1]), int(found[2])) if found else None


class Option:
    def __init__(self, words, text):
        names = [word for word in re.split(r"[,\s]+", words) if word.startswith("-")]
        values = re.findall(r"(?<= )[A-Z][A-Z|]*(?=…?(?: |$))", words)
        self.names, self.values = names, [Parameter(value, text, []) for value in values]


class Command:
    """One of the program's commands."""

    def __init__(self, name, chapter, page):
        self.name, self.chapter = name, chapter
        sections = split_sections(page)
        self.synopsis = sections[""].split("\n  ")[0]
        more = WORD.findall(sections.get("more", "") + "".join(
            text for title, text in sections.items() if title.endswith(" is one of")))
        self.parameters = [Parameter(words, " ".join(text.split()), more)
                           for words, text in ENTRY.findall(sections.get("arguments", ""))]
        self.options = [Option(words, " ".join(text.split()))
                        for words, text in ENTRY.findall(sections.get("options", ""))]
        self.example = re.sub(r"^  ", "", sections.get("example", ""), flags=re.M).strip("\n")

    def is_optional(self, parameter):
        return f"[{parameter.name}" in self.synopsis or f"{parameter.name}…" in self.synopsis


def split_sections(page):
    """A page's sections by their titles; "" is what comes first."""
    sections, title = {"": ""}, ""
    for line in page.splitlines():
        if line and not line.startswith(" ") and sections[""]:
            title = line
            sections[title] = ""
        else:
            sections[title] += line + "\n"
    return sections


def ask(handsh, text):
    return subprocess.run([handsh, "-q", "-c", text], check=True, stdout=subprocess.PIPE,
                          text=True).stdout


def read(handsh):
    """All commands, in the order of the list."""
    names = []
    for line in ask(handsh, "help -l").splitlines():
        if re.match(r"^\w", line):
            chapter = line
        elif match := re.match(r"^  ([a-z][a-z0-9_-]*)  ", line):
            names.append((match[1], chapter))
    names = [(name, chapter) for name, chapter in names if chapter != "language"]
    mark = "\x01"
    pages = ask(handsh, "; ".join(f"help {name}; print '{mark}'" for name, _ in names))
    return [Command(name, chapter, page.lstrip("\n")) for (name, chapter), page
            in zip(names, pages.split(mark + "\n"))]
