#!/usr/bin/python3
# What a start pays for that does nothing: no library but the C library, and few pages of its own.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import subprocess

import counting
import peer
from peer import check, same

PAGES = 50 # that it may touch beside those of a program that does nothing; 30 when this was written


# What cannot be loaded later: C, and the terminal's where they are not linked statically.
LINKED = re.compile(r"(ld-linux|libc|libreadline|libtinfo)\b")


def test_a_start_loads_the_libraries_of_c_and_the_terminal_alone():
    counting.need_plain_build()
    words = [peer.HANDSH, "-q", "-c", "print (load /proc/self/maps)"]
    maps = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=peer.DEADLINE, env=peer.environment(), check=True).stdout
    found = {os.path.basename(name) for name in re.findall(r"/\S+\.so\b\S*", maps)}
    same({name for name in found if not LINKED.match(name)}, set(), "libraries")


def page_faults(words):
    process = os.posix_spawn(words[0], words, peer.environment())
    _, status, usage = os.wait4(process, 0)
    same(status, 0, "status")
    return usage.ru_minflt


def test_a_start_touches_few_pages():
    counting.need_plain_build()
    preset = os.environ.get("HANDSH_PRESET", "release")
    if preset != "release":
        raise peer.Skip(f"the program of the preset release is meant, this is {preset}")
    nothing = min(page_faults(["/bin/true"]) for _ in range(5))
    own = min(page_faults([peer.HANDSH, "-c", "exit"]) for _ in range(5))
    print(f"  {own} pages, {nothing} of a program that does nothing")
    check(own <= nothing + PAGES, "pages, and those of a program that does nothing:", own, nothing)


peer.main(globals())
