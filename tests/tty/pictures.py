#!/usr/bin/python3
# The pictures of real screens that the README shows: what is typed below is typed to a handsh on a
# terminal, and the emulated screen is drawn as SVG.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   pictures.py HANDSH          fails where the program shows something else by now
#   pictures.py HANDSH FOLDER   draws them: man/pictures
#
# It runs in a network namespace of its own, so that the ports are free.

import os
import re
import subprocess
import sys
from html import escape

from screen import Emulator, Screen

COLUMNS, ROWS = 80, 28
WIDTH, HEIGHT, MARGIN = 8.4, 18, 12  # of a cell, and around all, in pixels
SIZE = 14  # of the font
KEPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../man/pictures")
PAPER, INK = "#1c2128", "#d4dae1"
COLOURS = {"default": INK, "red": "#ff7b72", "green": "#7ee787", "brown": "#e3b341",
           "blue": "#79c0ff", "magenta": "#d2a8ff", "cyan": "#76e3ea", "black": "#7d8590"}
FAINT, BRIGHT_BLACK = 2, 90  # Select Graphic Rendition

SESSION = ["server = socket tcp", "bind '' 5000", "listen 5", "client = socket tcp",
           "client.connect 127.0.0.1 5000", "peer = server.accept", "client.send --line 'Hello'",
           "peer.recv 1024", "peer.send 'Thank you'", "client.recv", "sockets"]
TABLE = ["server = socket tcp; bind 127.0.0.1 5000; listen 5",
         "a = socket tcp; a.connect 127.0.0.1 5000", "b = socket tcp; b.connect 127.0.0.1 5000",
         "one = server.accept", "a.send hello; b.send 'nobody has accepted it'",
         "u = socket udp6; bind ::1 53", "[left right] = socketpair", "sockets"]


class Faint(Emulator):
    """pyte knows no faint text: it becomes black, which nothing else is."""

    def select_graphic_rendition(self, *codes, **more):
        codes = [BRIGHT_BLACK if code == FAINT else code for code in codes]
        super().select_graphic_rendition(*codes, **more)


class Shell(Screen):
    emulator_class = Faint

    def __init__(self):
        super().__init__(size=(ROWS, COLUMNS), NO_COLOR=None, TERM="xterm-256color")


# ---- what is seen ----

def session(shell):
    for line in SESSION:
        shell.type(line)


def typing(shell):
    shell.type("server = socket tcp")
    shell.type("bind 127.0.0.1 5000; listen")
    shell.send("def greet name { server.send \"Hello ${name}\" }\r")
    shell.settle()
    shell.send("for peer in [1 2] { gret $nobody } # wrong names are seen before Enter")
    shell.settle()
    shell.interrupt()
    shell.send("server.setsockopt keep\t\t")
    shell.settle()


def table(shell):
    for line in TABLE:
        shell.type(line)


def help_of_an_idea(shell):
    shell.type("help backlog")


PICTURES = {"session": session, "typing": typing, "sockets": table, "help": help_of_an_idea}


# ---- the drawing ----

def face(cell):
    if cell.reverse:
        return PAPER, INK
    return COLOURS[cell.fg], None


def runs(cells):
    """(column, text, face) of neighbours that look the same."""
    column = 0
    while column < len(cells):
        end = column
        while end < len(cells) and cells[end]._replace(data="") == cells[column]._replace(data=""):
            end += 1
        yield column, "".join(cell.data for cell in cells[column:end]), cells[column]
        column = end


def words(column, text):
    """Stretches without blanks, each at its place, whatever font there is."""
    for match in re.finditer(r"\S+(?: \S+)*", text):
        yield column + match.start(), match.group()


def row_svg(row, cells):
    top = MARGIN + row * HEIGHT
    for column, text, cell in runs(cells):
        ink, paper = face(cell)
        if paper:
            yield (f'<rect x="{MARGIN + column * WIDTH:g}" y="{top}" '
                   f'width="{len(text) * WIDTH:g}" height="{HEIGHT}" fill="{paper}"/>')
        style = f' fill="{ink}"' if ink != INK else ""
        style += ' font-weight="bold"' if cell.bold and cell.fg != "black" else ""
        style += ' text-decoration="underline"' if cell.underscore else ""
        for place, word in words(column, text):
            yield (f'<text x="{MARGIN + place * WIDTH:g}" y="{top + SIZE}" '
                   f'textLength="{len(word) * WIDTH:g}"{style}>{escape(word)}</text>')


def svg(shell, title):
    cells, (row, column) = shell.cells()
    cells = cells[:max(len(shell.rows()), row + 1)]
    width, height = 2 * MARGIN + COLUMNS * WIDTH, 2 * MARGIN + len(cells) * HEIGHT
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height}" '
           f'viewBox="0 0 {width:g} {height}" font-family="DejaVu Sans Mono, Menlo, Consolas, '
           f'monospace" font-size="{SIZE}" fill="{INK}" xml:space="preserve">')
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="100%" height="100%" rx="6" fill="{PAPER}"/>'
    for number, line in enumerate(cells):
        yield from row_svg(number, line)
    yield (f'<rect x="{MARGIN + column * WIDTH:g}" y="{MARGIN + row * HEIGHT}" width="{WIDTH}" '
           f'height="{HEIGHT}" fill="{INK}" fill-opacity="0.5"/>')
    yield "</svg>"


def drawn(name):
    with Shell() as shell:
        PICTURES[name](shell)
        return "\n".join(svg(shell, "handsh: " + name)) + "\n"


def without_ports(text):
    """Those of clients are the kernel's choice."""
    return re.sub(r":[3-6]\d{4}\b", ":PORT", text)


def compare(name):
    with open(os.path.join(KEPT, name + ".svg"), encoding="utf-8") as file:
        kept = file.read()
    assert without_ports(drawn(name)) == without_ports(kept), \
        f"{name}.svg shows something else: pictures.py HANDSH man/pictures draws it anew"


def draw(name):
    with open(os.path.join(sys.argv[2], name + ".svg"), "w", encoding="utf-8") as file:
        file.write(drawn(name))


def inside():
    """The same in a namespace; it does not return."""
    os.environ["HANDSH_PICTURES"] = "inside"
    os.execvp("unshare", ["unshare", "--user", "--map-root-user", "--net", "sh", "-c",
                          'ip link set lo up && exec "$0" "$@"', *sys.argv])


def main():
    if "HANDSH_PICTURES" not in os.environ:
        if subprocess.run(["unshare", "--user", "--map-root-user", "--net", "true"],
                          stderr=subprocess.DEVNULL, check=False).returncode:
            print("no network namespace can be made")
            sys.exit(77)
        inside()
    for name in PICTURES:
        (draw if len(sys.argv) > 2 else compare)(name)


main()
