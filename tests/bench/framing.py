# The workloads of messages in a stream: of servers that find them in what they have read ahead.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time

from harness import Failure, Process, rounds
from report import Row

PATIENCE = 30
SHAPES = ((16, 1), (16, 64), (64, 8), (512, 1), (512, 64)) # bytes of a message, messages at once
PIPELINES = ((1, 0.95), (16, 0.75)) # commands at once, and how near to redis-server


def servers(bench, form):
    """(name, words) of the servers of a form."""
    found = [("C", [bench.c("framed"), form])]
    found += [(who, [place, "-q", bench.script("framed.hsh"), form]) for who, place in bench.ours()]
    if bench.peer("python3"):
        found += [(name, [bench.python, bench.script(f"peers/framed_{name}.py"), form])
                  for name in ("asyncio", "makefile")]
    return found


def under_bursts(bench, words, form, size, segment):
    """Messages a second."""
    messages, seconds = bench.few(100000, 1000000), bench.few(1, 2)
    with bench.server(words) as server:
        load = [bench.c("burst"), form, server.line().split()[-1], size, segment, messages, seconds]
        with Process([str(word) for word in load], bench.load_core) as burst:
            burst.line(PATIENCE)
            burst.tell()
            answered, elapsed = burst.line(PATIENCE + seconds).split()
    return [int(answered) / float(elapsed)]


def framing(bench):
    """Lines, and messages of a length and a body, that come one by one and many at once."""
    rows = []
    for form in ("lines", "lengths"):
        for size, segment in bench.few(SHAPES[1:3], SHAPES):
            row = Row(f"{form} of {size}, {segment} at once", "messages a second", "more", "C", 0.8)

            def measure(words, form=form, size=size, segment=segment):
                return lambda: under_bursts(bench, words, form, size, segment)
            rows += rounds(bench, [row], [(name, measure(words))
                                          for name, words in servers(bench, form)])
    return rows


def redis_words(bench):
    """(port, words) of redis-server, to which redis-tools has another name; None: not installed."""
    server = shutil.which("redis-server")
    tools = None if server else bench.peer("redis-check-rdb")
    if not server and not tools:
        return None
    with socket.create_server(("127.0.0.1", 0)) as free: # it does not tell a port of the kernel's
        port = free.getsockname()[1]
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", bench.scratch]
    named = ["bash", "-c", 'exec -a redis-server "$0" "$@"', tools]
    return port, ([server] if server else named) + words


def wait_for_port(port):
    """Until somebody answers there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)) as s:
            s.sendall(b"PING\r\n")
            if s.recv(7) == b"+PONG\r\n":
                return
        time.sleep(0.01)
    raise Failure("redis-server: silent")


def requests(bench, port, pipeline):
    """SET and GET a second, as redis-benchmark has it."""
    count = bench.few(20000, 100000) * (1 if pipeline == 1 else 5)
    words = ["taskset", "-c", str(bench.load_core), "redis-benchmark", "-p", str(port), "-P",
             str(pipeline), "-n", str(count), "-t", "set,get", "--csv"]
    answer = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    rates = [float(rate) for rate in re.findall(r'^"(?:SET|GET)","([0-9.]+)"', answer.stdout, re.M)]
    if answer.returncode or len(rates) != 2:
        raise Failure(f"redis-benchmark: {answer.stderr[-200:]}")
    return [2 / sum(1 / rate for rate in rates)]


def of_lesson(bench, place, pipeline):
    lesson = os.path.join(bench.folder, "..", "..", "src", "lessons", "resp-server.hsh")
    with bench.server([place, "-q", lesson, "0"]) as server:
        return requests(bench, server.line().split()[-1], pipeline)


def of_redis(bench, pipeline):
    port, words = redis_words(bench)
    with bench.server(words):
        wait_for_port(port)
        return requests(bench, port, pipeline)


def resp(bench):
    """The lesson that speaks Redis's protocol, under redis-benchmark."""
    rows = []
    if not bench.peer("redis-benchmark") or not redis_words(bench):
        return rows
    for pipeline, target in PIPELINES:
        row = Row(f"resp, {pipeline} at once", "requests a second", "more", "redis", target)
        measures = [("redis", lambda pipeline=pipeline: of_redis(bench, pipeline))]
        measures += [(who, lambda place=place, pipeline=pipeline: of_lesson(bench, place, pipeline))
                     for who, place in bench.ours()]
        rows += rounds(bench, [row], measures)
    return rows
