# A small project for the self-test: what the checks look at, clean, and built as the real one is.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import glob
import os
import re
import shutil
import subprocess

LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
CLEAN = f"/* What it is for. {LICENCE} */\n"
CONSTANTS = "extern const char *const words[];\nconst char *const words[] = {\"a\", \"b\"};\n"
PAGE = f""".\\" {LICENCE}
.Dd January 1, 2025
.Dt A 1
.Os
.Sh NAME
.Nm a
.Nd a page
"""
HEADER = CLEAN + """#include <stddef.h>

struct command {
	const char *name;
};

struct chapter {
	const char *name;
	const struct command *const *commands;
};

extern const struct chapter command_chapters[];
"""
MAIN = CLEAN + """#include "handsh/command.h"

#include <stdio.h>

int main(void)
{
	puts(command_chapters[0].name ? "2" : "no chapters");
	return 0;
}
"""
# Chapters of one command each.
COMMANDS = {"src/commands/data/read.c": "read", "src/commands/look/see.c": "see"}
TABLE = """#include "handsh/command.h"
{externs}
{lists}
const struct chapter command_chapters[] = {{
{chapters}	{{NULL, NULL}},
}};
"""
OBJECTS = "src/CMakeFiles/handsh-commands.dir/commands"
NINJA = """rule cc
  command = cc -fPIE -I{project}/include -c $in -o $out
rule ar
  command = rm -f $out && ar rc $out $in
rule link
  command = : && cc -pie $in -o $out && :
build src/main.o: cc {project}/src/main.c
build src/table.o: cc src/command_table.c
{objects}
build src/libhandsh-base.a: ar {base}
build src/libhandsh-commands.a: ar {commands} src/table.o
build src/handsh: link src/main.o src/libhandsh-commands.a src/libhandsh-base.a
"""


def command(name, more=""):
    """The text of a command's file."""
    return CLEAN + '#include "handsh/command.h"\n\n' + \
        f'{more}extern const struct command command_{name};\n' \
        f'const struct command command_{name} = {{\n\t.name = "{name}",\n}};\n'


def write(project, name, text):
    path = os.path.join(project, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def make(project, planted):
    """Writes the small project with files planted, in the place of others or beside them."""
    here = os.path.dirname(os.path.abspath(__file__))
    shutil.copy(os.path.join(os.path.dirname(os.path.dirname(here)), ".clang-format"), project)
    write(project, "src/base/a.c", CLEAN + CONSTANTS)
    write(project, "src/main.c", MAIN)
    write(project, "include/handsh/base.h", CLEAN)
    write(project, "include/handsh/command.h", HEADER)
    write(project, "man/a.1", PAGE)
    for place, name in COMMANDS.items():
        write(project, place, command(name))
        write(project, f"tests/scripts/{name}.hsh", f"{name} 1\nexpect error USAGE {{ {name} }}\n")
    for name, text in planted.items():
        write(project, name, text)


def table(folder):
    """The table of commands, as src/CMakeLists.txt generates it."""
    externs, lists, chapters = "", "", ""
    for chapter in sorted(os.listdir(folder)):
        names = []
        for path in sorted(glob.glob(os.path.join(folder, chapter, "*.c"))):
            with open(path, encoding="utf-8") as file:
                names += re.findall(r"^const struct command (command_\w+) =", file.read(), re.M)
        externs += "".join(f"extern const struct command {name};\n" for name in names)
        lists += f"static const struct command *const chapter_{chapter}[] = " \
                 f"{{&{', &'.join(names)}, NULL}};\n"
        chapters += f'\t{{"{chapter}", chapter_{chapter}}},\n'
    return TABLE.format(externs=externs, lists=lists, chapters=chapters)


def build(project):
    """Builds the program in the folder build, with the names of files that CMake gives."""
    source = os.path.join(project, "src")
    write(project, "build/src/command_table.c", table(os.path.join(source, "commands")))
    places = {"base": "src/base", "commands": OBJECTS}
    made, objects = {"base": [], "commands": []}, ""
    for layer, place in places.items():
        for path in sorted(glob.glob(os.path.join(source, layer, "**", "*.c"), recursive=True)):
            target = f"{place}/{os.path.relpath(path, os.path.join(source, layer))}.o"
            objects += f"build {target}: cc {path}\n"
            made[layer].append(target)
    text = NINJA.format(project=project, objects=objects,
                        **{layer: " ".join(targets) for layer, targets in made.items()})
    write(project, "build/build.ninja", text)
    subprocess.run(["ninja", "-C", os.path.join(project, "build"), "src/handsh"], check=True,
                   stdout=subprocess.DEVNULL)
