#!/usr/bin/python3
# Fails when a command, or a whole chapter of them, cannot be taken away: links the objects that are
# built again without each chapter, runs what comes out, and looks whether any object needs
# something that a command's file defines.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   chapters.py PROJECT BUILD

import os
import re
import shlex
import subprocess
import sys
import tempfile

OBJECTS = "src/CMakeFiles/handsh-commands.dir/commands"
LIBRARY = "src/libhandsh-commands.a"
TABLE = "src/command_table.c"


def output(*words, **options):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def find_objects(project, build):
    """Chapter to the objects of its files."""
    source = os.path.join(project, "src", "commands")
    return {chapter: [os.path.join(build, OBJECTS, chapter, name + ".o")
                      for name in sorted(os.listdir(os.path.join(source, chapter)))
                      if name.endswith(".c")]
            for chapter in sorted(os.listdir(source))}


def symbols(path):
    """(defined, needed) external symbols of an object or a library."""
    defined, needed = set(), set()
    for line in output("nm", "-g", path).splitlines():
        match = re.match(r"^\s*[0-9a-f]*\s+([A-Za-z])\s+(\w+)$", line)
        if match:
            (needed if match[1] == "U" else defined).add(match[2])
    return defined, needed


def check_commands(objects, libraries):
    """What other files need of the files that define commands."""
    facts = {path: symbols(path) for paths in objects.values() for path in paths}
    others = {path: symbols(path) for path in libraries}
    for path, (defined, _) in facts.items():
        if not any(name.startswith("command_") for name in defined):
            continue
        helpers = {name for name in defined if not name.startswith("command_")}
        for user, (_, needed) in {**facts, **others}.items():
            wanted = needed & (defined if user in others else helpers)
            if user != path and wanted:
                yield f"{os.path.basename(user)} needs {', '.join(sorted(wanted))} of " \
                      f"{os.path.basename(path)}, a command: move it to a file of its own"


def table_without(build, chapter):
    """The generated table's text, without the chapter's lines."""
    with open(os.path.join(build, TABLE), encoding="utf-8") as file:
        text = file.read()
    list_line = re.search(rf"^static const .* chapter_{chapter}\[\] = .*\n", text, re.M)
    if not list_line:
        return text
    for name in re.findall(r"&(command_\w+)", list_line[0]):
        text = re.sub(rf"^extern .* {name};\n", "", text, flags=re.M)
    text = text.replace(list_line[0], "")
    return re.sub(rf'^\t{{"{chapter}", .*\n', "", text, flags=re.M)


def link_words(build):
    """The command that links the program, as words."""
    commands = output("ninja", "-C", build, "-t", "commands", "src/handsh")
    words = shlex.split([line for line in commands.splitlines() if " -o src/handsh " in line][-1])
    words = words[words.index("&&") + 1:] if words[0] == ":" else words
    words = words[:words.index("&&")] if "&&" in words else words
    return [word for word in words if not word.startswith("-flto")] + ["-fno-lto"]


def relink(project, build, words, objects, folder, without):
    """What is wrong with a program that lacks a chapter, or None."""
    table = os.path.join(folder, "table.c")
    program = os.path.join(folder, "handsh")
    with open(table, "w", encoding="utf-8") as file:
        file.write(table_without(build, without))
    kept = [path for chapter, paths in objects.items() if chapter != without for path in paths]
    words = list(words)
    place = words.index(LIBRARY)
    words[place:place + 1] = [table, "-I" + os.path.join(project, "include"), "-D_GNU_SOURCE", *kept]
    words[words.index("src/handsh")] = program
    result = subprocess.run(words, cwd=build, stderr=subprocess.STDOUT, stdout=subprocess.PIPE,
                            text=True, check=False)
    if result.returncode:
        return result.stdout
    said = subprocess.run([program, "-c", "1 + 1"], stdout=subprocess.PIPE, text=True, check=False)
    return None if said.stdout == "2\n" else f"it answers {said.stdout!r} to 1 + 1"


def main():
    project, build = map(os.path.abspath, sys.argv[1:3])
    objects = find_objects(project, build)
    library = os.path.join(build, "src")
    libraries = [os.path.join(library, name) for name in sorted(os.listdir(library))
                 if name.endswith(".a") and "commands" not in name]
    problems = list(check_commands(objects, libraries))
    words = link_words(build)
    with tempfile.TemporaryDirectory() as folder:
        for chapter in objects:
            problem = relink(project, build, words, objects, folder, chapter)
            if problem:
                problems.append(f"without the chapter {chapter}: {problem}")
    print("\n".join(problems), end="\n" if problems else "")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
