#!/usr/bin/env python3
# The benchmark: handsh beside hand-written C and the scripting languages that are installed.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   run.py [HANDSH] [--before HANDSH] [--short] [--only WORKLOAD]… [--peers NAME,NAME|none]
#          [--json FILE]
#
# HANDSH is the program in its build folder; $HANDSH when left out. README.md says what is measured.

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import harness  # noqa: E402
import report  # noqa: E402
from workloads import WORKLOADS  # noqa: E402

CONGESTION = "/proc/sys/net/ipv4/tcp_congestion_control"
ALL = tuple(WORKLOADS)
SHORT = tuple(name for name in ALL if name != "growth")
OWN_NAMESPACE = ("bulk", "relay", "table")
BUSY = 0.5  # load average from which on the figures say less


def arguments():
    parser = argparse.ArgumentParser(description="handsh beside hand-written C and its peers")
    parser.add_argument("handsh", nargs="?", default=os.environ.get("HANDSH"))
    parser.add_argument("--before", metavar="HANDSH", help="an older one, measured beside it")
    parser.add_argument("--short", action="store_true", help="less of everything, while working")
    parser.add_argument("--only", action="append", choices=WORKLOADS, metavar="WORKLOAD",
                        help="one of " + ", ".join(WORKLOADS) + "; may be repeated")
    parser.add_argument("--peers", help="only these, with commas between; or none")
    parser.add_argument("--json", metavar="FILE", help="all figures of all rounds")
    parser.add_argument("--programs", metavar="FOLDER", help="where the C programs are")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.handsh or not os.access(options.handsh, os.X_OK):
        parser.error("where is handsh? run.py BUILD/src/handsh")
    options.handsh = os.path.realpath(options.handsh)
    if options.before:
        if not os.access(options.before, os.X_OK):
            parser.error(f"--before: {options.before} is no program")
        options.before = os.path.realpath(options.before)
    return options


def c_programs(handsh):
    """Builds the C programs in a folder beside handsh, and gives that folder."""
    source = os.path.dirname(os.path.abspath(__file__))
    folder = os.path.join(os.path.dirname(handsh), "bench-programs")
    for words in (["cmake", "-S", source, "-B", folder],
                  ["cmake", "--build", folder, "--target", "bench-programs"]):
        answer = subprocess.run(words, capture_output=True, text=True, check=False)
        if answer.returncode:
            sys.exit(f"run.py: the C programs cannot be built:\n{answer.stdout}{answer.stderr}")
    return folder


def go_program(folder):
    """Builds the peer in Go beside the C programs, where Go is installed."""
    program, go = os.path.join(folder, "go-peer"), shutil.which("go")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers", "peer.go")
    if not go or os.path.exists(program) and os.path.getmtime(program) > os.path.getmtime(source):
        return
    environment = {**os.environ, "GO111MODULE": "off", "CGO_ENABLED": "0",
                   "GOCACHE": os.path.join(folder, "go-cache")}
    answer = subprocess.run([go, "build", "-o", program, source], env=environment,
                            capture_output=True, text=True, check=False)
    if answer.returncode:
        print(f"run.py: the peer in Go cannot be built:\n{answer.stderr}", file=sys.stderr)


def in_namespace(options, name):
    """
    The rows of a workload that runs in a network namespace of its own: bulk, since a machine's
    congestion control may pace even the loopback device; table, so that ss lists no others.
    """
    with tempfile.NamedTemporaryFile() as file:
        words = ["unshare", "-n" if os.getuid() == 0 else "-rn", sys.executable, __file__,
                 options.handsh, "--inside", "--only", name, "--json", file.name,
                 "--programs", options.programs]
        words += ["--short"] if options.short else []
        words += ["--peers", options.peers] if options.peers else []
        words += ["--before", options.before] if options.before else []
        if subprocess.run(words, stdout=subprocess.DEVNULL, check=False).returncode:
            print(f"{name}: left out: no network namespace of its own", file=sys.stderr)
            return [], None
        data = json.load(file)
    return [report.Row.from_dict(row) for row in data["rows"]], data["congestion"]


def prepare_namespace():
    """A loopback device, and cubic; a namespace may be refused it, then reno, which is not paced
    either."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for name in ("cubic", "reno"):
        try:
            with open(CONGESTION, "w", encoding="ascii") as file:
                file.write(name)
            break
        except OSError:
            continue


def congestion():
    with open(CONGESTION, encoding="ascii") as file:
        return file.read().strip()


def measure(options, bench):
    """All rows, each workload's shown as it ends, and the congestion control of bulk."""
    rows, bulk_congestion = [], None
    for name, workload in WORKLOADS.items():
        if name not in (options.only or (ALL if not options.short else SHORT)):
            continue
        begin = time.monotonic()
        if name in OWN_NAMESPACE and not options.inside:
            found, used = in_namespace(options, name)
            bulk_congestion = used if name == "bulk" else bulk_congestion
        else:
            found = workload(bench)
        if not options.inside:
            print(f"{name}: {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
        rows += found
    return rows, bulk_congestion


def show(rows, bench, known, bulk_congestion, busy, seconds):
    print(report.table(rows, bool(bench.before)))
    print()
    for line in report.failures(rows):
        print(f"fails: {line}")
    if bench.missing:
        print("not installed: " + ", ".join(sorted(bench.missing)))
    print("versions: " + "; ".join(f"{name}: {text}" for name, text in known.items()))
    print(f"machine: {harness.machine()}, {time.strftime('%Y-%m-%d')}")
    if busy > BUSY:
        print(f"the machine was busy: a load average of {busy:.1f} before it began")
    note = f", in bulk {bulk_congestion}" if bulk_congestion else ""
    print(f"congestion control: {congestion()}{note}; {bench.rounds} rounds, {seconds:.0f} s")


def main():
    options = arguments()
    if options.inside:
        prepare_namespace()
    harness.raise_descriptor_limit()
    peers = None if options.peers is None else set(options.peers.split(","))
    if not options.programs:
        options.programs = c_programs(options.handsh)
        if peers is None or "go" in peers:
            go_program(options.programs)
    begin, busy = time.monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as scratch:
        bench = harness.Bench(options, peers, scratch)
        rows, bulk_congestion = measure(options, bench)
        known = harness.versions(bench)
    show(rows, bench, known, bulk_congestion, busy, time.monotonic() - begin)
    if options.json:
        data = {"date": time.strftime("%Y-%m-%d"), "machine": harness.machine(),
                "short": options.short, "load average": busy, "versions": known,
                "congestion": bulk_congestion or congestion(),
                "rows": [row.as_dict() for row in rows]}
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1)


if __name__ == "__main__":
    main()
