#!/usr/bin/python3
# The package of Debian: lintian finds nothing to say about it, and an empty system in which it is
# installed has a handsh that works, and after its removal nothing of it.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   package.py HANDSH      of a build without libraries in the program, which can be placed anywhere

import atexit
import glob
import os
import shutil
import subprocess
import sys
import tempfile

import peer
from peer import check, same

# What it puts where others look for it.
FILES = ("usr/bin/handsh", "usr/share/man/man1/handsh.1.gz", "usr/share/man/man7/handsh-lang.7.gz",
         "usr/share/man/man7/handsh-ideas.7.gz", "usr/share/bash-completion/completions/handsh",
         "usr/share/zsh/vendor-completions/_handsh",
         "usr/share/fish/vendor_completions.d/handsh.fish", "usr/share/nano/handsh.nanorc",
         "usr/share/vim/vimfiles/syntax/handsh.vim", "usr/share/doc/handsh/copyright",
         "usr/share/doc/handsh/changelog.gz", "usr/share/handsh/lessons/echo-server.hsh",
         "etc/apparmor.d/handsh")
BUILD = os.path.dirname(os.path.dirname(peer.HANDSH))
PARSER = ("apparmor_parser", "--skip-kernel-load", "--skip-cache", "--quiet")


def call(*words):
    done = subprocess.run(words, cwd=peer.ROOT, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          timeout=100)
    same(done.returncode, 0, f"{words[0]}: {done.stdout}")
    return done.stdout


def make_package(folder):
    for program in ("cpack", "dpkg-deb", "dpkg-shlibdeps", "dpkg"):
        peer.need(program)
    call("cpack", "--config", os.path.join(BUILD, "CPackConfig.cmake"), "-B", folder)
    packages = glob.glob(os.path.join(folder, "*.deb"))
    same(len(packages), 1, "packages")
    return packages[0]


def tree(root):
    """All but what dpkg keeps for itself."""
    found = set()
    for path, folders, names in os.walk(root):
        if path == os.path.join(root, "var", "lib"):
            folders.remove("dpkg")
        found.update(os.path.relpath(os.path.join(path, name), root) for name in folders + names)
    return found


def empty_system(folder):
    root = os.path.join(folder, "root")
    for name in ("info", "updates", "triggers"):
        os.makedirs(os.path.join(root, "var", "lib", "dpkg", name))
    for name in ("status", "available"):
        with open(os.path.join(root, "var", "lib", "dpkg", name), "w", encoding="ascii"):
            pass
    return root


def dpkg(root, *words):
    as_root = [] if os.geteuid() == 0 else [peer.need("fakeroot")]
    call(*as_root, "dpkg", f"--root={root}", "--force-depends", "--force-not-root",
         "--force-bad-path", "--force-script-chrootless", f"--log={root}/var/lib/dpkg/log", *words)


FOLDER = tempfile.mkdtemp(prefix="hsh", dir="/tmp")
atexit.register(shutil.rmtree, FOLDER)


def package():
    """Made by the first test that wants it."""
    return (glob.glob(os.path.join(FOLDER, "*.deb")) or [make_package(FOLDER)])[0]


def test_it_is_put_in_and_taken_away():
    root = empty_system(FOLDER)
    before = tree(root)
    dpkg(root, "--install", package())
    for name in FILES:
        check(os.path.exists(os.path.join(root, name)), f"there is no {name}")
    program = os.path.join(root, "usr", "bin", "handsh")
    same(call(program, "-q", "-c", "[a b] = socketpair; a.send hi; print (b.recv)"), "hi\n")
    check("sticky packets" in call(program, "-c", "help"), "no help")
    dpkg(root, "--purge", "handsh")
    same(sorted(tree(root) - before), [], "what is left of it")


def parsed(profile):
    return subprocess.run([*PARSER, profile], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False, timeout=peer.DEADLINE)


def test_profile_of_apparmor():
    """An old parser, which does not know its one rule, does not see it; another takes it as it is."""
    peer.need(PARSER[0])
    root = empty_system(os.path.join(FOLDER, "profiles"))
    dpkg(root, "--install", package())
    profile = os.path.join(root, "etc", "apparmor.d", "handsh")
    off = os.path.join(root, "etc", "apparmor.d", "disable", "handsh")
    if parsed(profile).returncode:
        same(os.readlink(off), "/dev/null", "the profile is switched off by")
        with open(profile, encoding="ascii") as file:
            text = file.read()
        same(text.count("  userns,\n") + text.count("abi/4.0"), 2, "what is new in it")
        older = os.path.join(FOLDER, "older")
        with open(older, "w", encoding="ascii") as file:
            file.write(text.replace("  userns,\n", "").replace("abi/4.0", "abi/3.0"))
        same((parsed(older).returncode, parsed(older).stdout), (0, ""), "the rest of it")
    else:
        check(not os.path.lexists(off), "the profile is switched off")
    # What its user has switched off stays off, and what was to be seen by none goes with the package.
    if os.path.lexists(off):
        os.remove(off)
    os.makedirs(os.path.dirname(off), exist_ok=True)
    os.symlink(profile, off)
    dpkg(root, "--install", package())
    same(os.readlink(off), profile, "the user's own link")
    dpkg(root, "--purge", "handsh")
    same(os.readlink(off), profile, "the user's own link after the package")


def test_lintian():
    peer.need("lintian")
    said = call("lintian", "--no-cfg", "--fail-on", "error,warning", package())
    check("W: " not in said and "E: " not in said, "lintian finds", said)


if __name__ == "__main__":
    with open(os.path.join(BUILD, "CMakeCache.txt"), encoding="utf-8") as cache:
        if not {"HANDSH_ARCHIVES:BOOL=OFF\n", "HANDSH_FIXED:BOOL=OFF\n"} <= set(cache):
            print("no package is made of this build")
            sys.exit(77)
    peer.main(globals())
