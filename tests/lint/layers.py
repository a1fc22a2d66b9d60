#!/usr/bin/python3
# Fails when a file includes a header of a layer above its own, or a library that is another's.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   layers.py PROJECT
#
# A layer's public header is include/handsh/LAYER.h ("handsh/LAYER.h"), its private ones stand in
# src/LAYER ("LAYER/name.h").

import os
import re
import sys

ORDER = ["base", "names", "lang", "journal", "run", "net", "show", "cmd", "ui", "main"]
# Which layers alone know a library.
LIBRARIES = {"readline/": ["ui"], "libmnl/": ["net"], "linux/inet_diag.h": ["net"],
             "linux/sock_diag.h": ["net"], "uthash.h": ORDER[:-1]}
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def sources(project):
    """(path, layer) of every C file of the program."""
    folder = os.path.join(project, "include", "handsh")
    for name in sorted(os.listdir(folder)):
        yield os.path.join(folder, name), name.removesuffix(".h")
    source = os.path.join(project, "src")
    for path, _, names in sorted(os.walk(source)):
        layer = os.path.relpath(path, source).split(os.sep)[0]
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                yield os.path.join(path, name), "main" if layer == "." else layer


def layer_of(header):
    """The layer that a quoted header belongs to, or None."""
    first, _, rest = header.partition("/")
    layer = rest.removesuffix(".h") if first == "handsh" else first
    return layer if rest and layer in ORDER else None


def check_include(layer, bracket, header):
    """What is wrong with the line, or None."""
    if bracket == "<":
        for library, owners in LIBRARIES.items():
            if header.startswith(library) and layer not in owners:
                return f"<{header}> is for {', '.join(owners)} only"
        return None
    wanted = layer_of(header)
    if wanted is None:
        return f'"{header}" names no layer: write "handsh/LAYER.h" or "LAYER/{header}"'
    if ORDER.index(wanted) > ORDER.index(layer):
        return f'"{header}" is of layer {wanted}, which stands above {layer}'
    return None


def main():
    project = sys.argv[1]
    failed = False
    for path, layer in sources(project):
        place = os.path.relpath(path, project)
        if layer not in ORDER:
            print(f"{place}: {layer} is no layer: {' < '.join(ORDER)}")
            failed = True
            continue
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                match = INCLUDE.match(line)
                problem = match and check_include(layer, *match.groups())
                if problem:
                    print(f"{place}:{number}: {problem}")
                    failed = True
    return failed


if __name__ == "__main__":
    sys.exit(main())
