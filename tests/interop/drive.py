#!/usr/bin/python3
# Drives a shell over pipes: what is typed is a unit, and the event unit-end is its end.
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import subprocess
import sys

shell = subprocess.Popen([sys.argv[1], "-k", "--json"], text=True,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def do(unit):
    """What the unit's last statement gives, and how it has ended: done, failed, syntax …"""
    print(unit, file=shell.stdin, flush=True)
    value = None
    for event in map(json.loads, shell.stdout):
        if event["event"] == "statement-end":
            value = event.get("value", event.get("error"))
        elif event["event"] == "unit-end":
            return value, event["status"]


do("server = socket tcp; bind 127.0.0.1 0; listen; t = accept &")
port, _ = do("(server.getsockname).port")
assert do(f"client = socket tcp; connect 127.0.0.1 {port}") == (None, "done")
do("c = wait $t; c.send 'hello'")
assert do("client.recv") == ("hello", "done")
assert do("client.bind 127.0.0.1 0") == ("EINVAL", "failed")
shell.stdin.close()
sys.exit(shell.wait() != 1)
