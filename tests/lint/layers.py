#!/usr/bin/python3
# Fails when a file includes what its place does not allow: a header of a layer above its own,
# another layer's private header, a command's header, or a library that is another layer's; and
# when two files have one name.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   layers.py PROJECT
#
# A layer is a folder of src; what the layers above may use of it stands in include/handsh
# ("handsh/NAME.h"), the rest is private ("LAYER/…/NAME.h"). A command, in src/commands/CHAPTER,
# has public headers and those of its own folder; nothing includes a command's. A file's name says
# what it holds wherever it stands, so that each stands once.

import os
import re
import sys

# From the ground up, each with its public headers.
LAYERS = {
    "base": ["base", "grow", "hash_table", "message", "series", "value", "error", "walk", "library",
             "internet_checksum", "hash"],
    "names": ["names"],
    "lang": ["lang", "cursor", "marks", "survey", "code", "operations", "note"],
    "journal": ["journal"],
    "run": ["call", "queue", "run", "onlooker"],
    "net": ["net", "connection_state", "holder", "host", "interface", "netlink", "transport", "tls", "socket_option", "control",
            "packet_filter", "name_lookup"],
    "show": ["show", "json", "progress"],
    "lab": ["lab", "host_setting", "host_entry", "wire", "packet", "tcp_flow", "packet_host",
            "packet_match", "packet_map", "pcapng", "fate", "impair", "capture"],
    "cmd": ["shell", "command", "socket", "input", "file", "byte_stream", "process", "program", "help",
            "completion", "check", "remark", "keyboard", "panel", "piece", "host_names", "page", "state_file", "trust"],
    "commands": [],
    "ui": ["ui"],
    "main": [],
}
ORDER = list(LAYERS)
PUBLIC = {header: layer for layer, headers in LAYERS.items() for header in headers}
# Which layers alone know a library.
LIBRARIES = {"readline/": ["ui"], "libmnl/": ["net", "lab"], "linux/inet_diag.h": ["net", "lab"],
             "linux/sock_diag.h": ["net", "lab"], "pcap/": ["net"], "uthash.h": ["base"],
             "openssl/": ["net", "commands"], "pcre2.h": ["commands"]}
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def sources(project):
    """(path, layer, folder below src) of every C file of the program."""
    folder = os.path.join(project, "include", "handsh")
    for name in sorted(os.listdir(folder)):
        yield os.path.join(folder, name), PUBLIC.get(name.removesuffix(".h"), name), ""
    source = os.path.join(project, "src")
    for path, _, names in sorted(os.walk(source)):
        below = os.path.relpath(path, source)
        layer = below.split(os.sep)[0]
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                yield os.path.join(path, name), "main" if layer == "." else layer, below


def check_private(layer, below, header):
    """What is wrong with the inclusion of a header in src, or None."""
    owner, _, rest = header.partition("/")
    if not rest or owner not in ORDER:
        return f'"{header}" names no layer: write "handsh/NAME.h" or "LAYER/{header}"'
    if ORDER.index(owner) > ORDER.index(layer):
        return f'"{header}" is of layer {owner}, which stands above {layer}'
    if owner != layer:
        return f'"{header}" is private to {owner}: what others may use stands in include/handsh'
    if owner == "commands" and os.path.dirname(header) != below:
        return f'"{header}" is another chapter\'s: nothing includes a command'
    return None


def check_public(layer, header):
    """What is wrong with the inclusion of a public header, or None."""
    owner = PUBLIC.get(header.removeprefix("handsh/").removesuffix(".h"))
    if owner is None:
        return f'"{header}" is of no layer: add it to the list in {os.path.basename(__file__)}'
    if ORDER.index(owner) > ORDER.index(layer):
        return f'"{header}" is of layer {owner}, which stands above {layer}'
    return None


def check_include(layer, below, bracket, header):
    """What is wrong with the line, or None."""
    if bracket == "<":
        for library, owners in LIBRARIES.items():
            if header.startswith(library) and layer not in owners:
                return f"<{header}> is for {', '.join(owners)} only"
        return None
    if header.startswith("handsh/"):
        return check_public(layer, header)
    return check_private(layer, below, header)


def main():
    project = sys.argv[1]
    failed, names = False, {}
    for path, layer, below in sources(project):
        place = os.path.relpath(path, project)
        other = names.setdefault(os.path.basename(path), place)
        if other != place:
            print(f"{place}: {other} has that name too")
            failed = True
        if layer not in ORDER:
            print(f"{place}: {layer} is no layer: {' < '.join(ORDER)}")
            failed = True
            continue
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                match = INCLUDE.match(line)
                problem = match and check_include(layer, below, *match.groups())
                if problem:
                    print(f"{place}:{number}: {problem}")
                    failed = True
    return failed


if __name__ == "__main__":
    sys.exit(main())
