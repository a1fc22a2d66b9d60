# One run of a script under the shim, and whether what came of it will do.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import errno
import glob
import importlib.machinery
import importlib.util
import mmap
import os
import re
import shlex
import shutil
import signal
import struct
import subprocess
import tempfile

from failures import ALLOCATORS, is_invisible

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RECORD = struct.Struct("=24sQ")
HEAD = struct.Struct("=QQ")
OUT_OF_MEMORY = "out of memory"
LEDGER_SIZE = 8192
NOT_REPORTED = 2 ** 64 - 1
VARIABLE = ( # from run to run
    (re.compile(r"(?<=:)\d{4,5}\b"), "PORT"),
    (re.compile(r"\b\d+(\.\d+)? ?(us|µs|ms|s)\b"), "TIME"),
    (re.compile(" +"), " "), # a column is as wide as its ports
)
DIGITS = re.compile(r"\d+")


def load_run_script():
    """tests/run-script, which knows how a script of the tests is to be run."""
    path = os.path.join(ROOT, "tests", "run-script")
    loader = importlib.machinery.SourceFileLoader("run_script", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("run_script", loader))
    loader.exec_module(module)
    return module


run_script = load_run_script()


class Outcome:
    def __init__(self, out, err, status, hung, left, ledger):
        self.out, self.err, self.status, self.hung, self.left = out, err, status, hung, left
        self.delivered, self.descriptors = HEAD.unpack_from(ledger)
        records = (RECORD.unpack_from(ledger, place) for place in
                   range(HEAD.size, LEDGER_SIZE - RECORD.size, RECORD.size))
        self.counts = {name.rstrip(b"\0").decode(): count for name, count in records if count}

    def comparable(self, masked):
        texts = [self.out, self.err]
        for pattern, word in VARIABLE + (((DIGITS, "N"),) if masked else ()):
            texts = [pattern.sub(word, text) for text in texts]
        return (*texts, self.status)


class Trial:
    """A script, and how it is run."""

    def __init__(self, path, handsh, shim, deadline):
        self.script, self.handsh, self.shim = run_script.Script(path), handsh, shim
        self.deadline = deadline
        self.is_piped = self.script.modes() == ["stdin"]

    def words(self):
        script = self.script
        # No script waits for ever because one of its tasks has failed.
        wait = f"{self.deadline / 5:g}s"
        words = ["--timeout", wait, *shlex.split(script.get("options", ""))]
        if self.is_piped:
            return words
        return [*words, script.name, *shlex.split(script.get("args", ""))]

    def prepare(self, folder):
        script = self.script
        shutil.copyfile(script.path, os.path.join(folder, script.name))
        for name in script.lists["file"]:
            target = os.path.join(folder, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copyfile(os.path.join(os.path.dirname(script.path), name), target)

    def environment(self, folder, ledger, wish):
        env = run_script.environment(self.script, folder, self.handsh)
        env.update(LD_PRELOAD=self.shim, HANDSH_TORTURE_FILE=ledger)
        # Its runtime would like to be the first library; the allocator must be able to say no.
        env["ASAN_OPTIONS"] += ":verify_asan_link_order=0"
        if wish:
            env["HANDSH_TORTURE"] = wish
        return env

    def run(self, wish=None):
        """Runs the script; wish is what HANDSH_TORTURE says."""
        with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder, \
                tempfile.NamedTemporaryFile(dir="/tmp") as ledger:
            ledger.truncate(LEDGER_SIZE)
            self.prepare(folder)
            process = subprocess.Popen(
                [self.handsh, *self.words()], cwd=folder, stdin=subprocess.PIPE,
                env=self.environment(folder, ledger.name, wish), stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, start_new_session=True,
                preexec_fn=run_script.run_limits(self.script) if self.script.get("nofile") else None)
            return self.finish(process, ledger)

    def finish(self, process, ledger):
        given = "".join(line + "\n" for line in self.script.lists["stdin"]).encode()
        if self.is_piped:
            given = self.script.data + given
        hung = False
        try:
            out, err = process.communicate(given, timeout=self.deadline)
        except subprocess.TimeoutExpired:
            hung = True
            process.kill()
            end_group(process.pid)
            out, err = process.communicate()
        left = end_group(process.pid)
        with mmap.mmap(ledger.fileno(), LEDGER_SIZE) as memory:
            return Outcome(run_script.text_of(out), run_script.text_of(err), process.returncode,
                           hung, left, memory)


def lives(group):
    """Has the process group a member that is no zombie, which the system only has to reap?"""
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path, encoding="ascii", errors="replace") as file:
                state, _, member = file.read().rpartition(")")[2].split()[:3]
        except OSError:
            continue # gone meanwhile
        if int(member) == group and state not in "ZX":
            return True
    return False


def end_group(group):
    """Ends what is left of a session; whether there was anything."""
    try:
        os.killpg(group, 0)
        left = lives(group)
        os.killpg(group, signal.SIGKILL)
        return left
    except ProcessLookupError:
        return False


def says(text, failure):
    """Does the text tell of the failure, by its name or in words?"""
    number = getattr(errno, failure, None)
    return failure in text or (number and os.strerror(number) in text)


def judge(good, outcome, call, failure, masked):
    """What is wrong with an outcome, or None. masked: None where outputs cannot be compared."""
    if outcome.hung:
        return "hangs"
    if outcome.status == run_script.SANITIZER_STATUS or run_script.SANITIZER.search(outcome.err):
        return "a sanitizer speaks"
    if outcome.status < 0:
        return f"dies from {signal.Signals(-outcome.status).name}"
    return judge_words(good, outcome, call, failure, masked) or \
        judge_leftovers(good, outcome, call)


DIFFERS = ("is not invisible", "succeeds in silence with another output")


def is_comparison(fault):
    """Was it found by comparing with the untroubled run, which other things may upset?"""
    return fault in DIFFERS


def judge_words(good, outcome, call, failure, masked):
    """What the program said and gave."""
    gone = (call, failure) == ("write", "EPIPE") # nobody is there to be told
    named = says(outcome.out + outcome.err, failure)
    if outcome.status != good.status and not outcome.err and not named and not gone:
        return f"ends with status {outcome.status} without a word"
    if masked is None:
        return None
    if "ETIMEDOUT" in outcome.err and "ETIMEDOUT" not in good.err and not named:
        return "waits for what does not come, and does not say why"
    if is_invisible(call, failure) and not (failure == "EAGAIN" and named): # asked not to wait
        same = outcome.comparable(masked) == good.comparable(masked)
        return None if same else DIFFERS[0]
    # A descriptor may have another number now.
    same = outcome.comparable(True) == good.comparable(True)
    said = outcome.err != good.err or named
    if outcome.status == good.status == 0 and not same and not said:
        return DIFFERS[1]
    return None


def judge_leftovers(good, outcome, call):
    if call in ALLOCATORS and (outcome.status != good.status or OUT_OF_MEMORY in outcome.err):
        return None # it ended where it stood
    if outcome.left and not good.left:
        return "leaves a process behind"
    if outcome.descriptors == NOT_REPORTED and good.descriptors != NOT_REPORTED:
        return "ends without tidying up"
    if outcome.descriptors > good.descriptors:
        return f"leaves {outcome.descriptors - good.descriptors} descriptors open"
    return None
