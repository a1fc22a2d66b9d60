#!/usr/bin/python3
# --json and --log: every kind of event, checked against the schema that ships by a validator that is
# not ours.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import tempfile
import time

import jsonschema

import peer
from peer import check, same

with open(os.path.join(peer.ROOT, "src", "show", "events.schema.json"), encoding="utf-8") as file:
    SCHEMA = json.load(file)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def unique(pairs):
    found = dict(pairs)
    same(len(found), len(pairs), f"keys of {pairs}")
    return found


def read(text):
    """The events of the lines, each of which the schema allows."""
    events = [json.loads(line, object_pairs_hook=unique) for line in text.splitlines()]
    for event in events:
        wrong = jsonschema.exceptions.best_match(VALIDATOR.iter_errors(event))
        check(not wrong, f"{event}: {wrong}")
    return events


def run(*words, status=0, **more):
    handsh = peer.run("--json", *words, expected=status, **more)
    same(handsh.errors(), "")
    return read(handsh.text())


def of(events, *kinds):
    return [event for event in events if event["event"] in kinds]


def one(events, kind):
    found = of(events, kind)
    same(len(found), 1, f"events {kind} in {events}")
    return found[0]


EVERYTHING = r"""
print hello
1 + 1
s = socket udp; s.bind 127.0.0.1 0
t = s.recv &
s.recv &
cancel $t
try { wait $t } catch { }
sleep 0 &
spawn { fail BROKEN }
sleep 0
socket tcp; bind 127.0.0.1 0; listen
accept &
sockets
host a b
hold
u = a.socket udp; u.sendto b 53 hello
packet udp
release
c = a.socket tcp; c.connect b 80
print (
"""


def test_every_kind():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    events = run("-k", input=EVERYTHING, status=2)
    same({event["event"] for event in events}, set(SCHEMA["properties"]["event"]["enum"]))


def test_schema_refuses():
    """What the schema does not name is not allowed, so that nothing is forgotten in it."""
    event = one(run("-c", "1"), "value")
    for wrong in ({**event, "more": 1}, {**event, "value": {"$more": 1}}, {**event, "event": "x"},
                  {key: event[key] for key in event if key != "column"},
                  {**event, "value": {"$hex": "f"}}):
        check(not VALIDATOR.is_valid(wrong), "the schema allows", wrong)


def test_bytes_and_keys():
    events = run("-c", r"""
        "\xff\x00"; "é\x00"; ''; ({"\$hex": "ff" '$$': 1 '': 2}); ({"\xff": [1 nil true]})
        socket udp; [$s1]""")
    same([event["value"] for event in of(events, "value")],
         [{"$hex": "ff00"}, "é\0", "", {"$$hex": "ff", "$$$": 1, "": 2},
          {"$map": [[{"$hex": "ff"}, [1, None, True]]]}, [{"$socket": "s1"}]])


def test_times_and_places():
    before, clock = time.time_ns(), time.monotonic_ns()
    events = run("-c", "u = socket udp\nu.bind 127.0.0.1 0\ndef f {\n  print é; u.send x }\n"
                 "try { f } catch { }\nw = u.recv &; u.sendto (getsockname) hi; wait $w\n")
    for event in events:
        check(before <= event["wall"] <= time.time_ns(), event)
        check(clock <= event["time"] <= time.monotonic_ns(), event)
    check(all(a["time"] <= b["time"] for a, b in zip(events, events[1:])), events)
    printed = one(events, "print")
    same((printed["file"], printed["line"], printed["column"]), ("-c", 4, 3))
    calls = {event["call"]: event for event in of(events, "call")}
    same((calls["send"]["line"], calls["send"]["column"]), (4, 14))
    check(calls["recv"]["begin"] < calls["recv"]["time"], calls["recv"])
    same(calls["send"]["begin"], calls["send"]["time"])


def test_places_of_statements():
    """What a statement shows has its place, and what a task tells that of what has started it."""
    events = run("-c", "def f { wait (sleep 0 &) }\n  f; [1]\nsave a.hsh '\n 2'; source a.hsh\n"
                 "sleep 0 &\nif true {\n t = spawn {\n fail NO } }\ntry { wait $t } catch { }\n")
    def places(*kinds):
        return [(event["event"], event["file"], event["line"], event["column"])
                for event in of(events, *kinds)]
    same(places("value"), [("value", "-c", 2, 6), ("value", "a.hsh", 2, 2)])
    same(places("wait", "notice"), [("wait", "-c", 5, 1), ("notice", "-c", 5, 1)])
    same(places("task-begin"), [("task-begin", "-c", 1, 15), ("task-begin", "-c", 5, 1),
                                ("task-begin", "-c", 7, 6)])
    same([place[1:] for place in places("task-end")],
         [place[1:] for place in places("task-begin")])


def test_long_message():
    error = one(run("-c", "fail LONG (repeat é 100000)", status=1), "error")
    same(error["message"], 2000 * "é" + "...")


def test_bytes_in_and_out():
    listener = peer.listener()
    port = listener.getsockname()[1]

    def answer():
        connection, _ = listener.accept()
        peer.receive_exactly(connection, 5)
        connection.sendall(b"\xff\n")
        connection.close()
    other = peer.Background(answer)
    events = run("-c", f"socket tcp; connect 127.0.0.1 {port}; send hello; x = recv --waitall 2; recv")
    other.result()
    sent, *received = [event for event in of(events, "call") if event["call"] in ("send", "recv")]
    same((sent["out"], sent["result"], sent["error"]), ("hello", 5, None))
    same(sent["arguments"][1:3], [{"$out": True}, 5])
    same([event.get("in") for event in received], [{"$hex": "ff0a"}, ""])
    check("note" in received[1] and "in" not in sent, received)


def test_messages():
    events = run("-c", r"""[a b] = socketpair; u = socket udp
        a.sendmsg --fd $u one "\xff"; x = b.recvmsg --control 0 9""")
    sent, received = [event for event in of(events, "call") if event["call"].endswith("msg")]
    same((sent["out"], sent["result"]), (["one", {"$hex": "ff"}], 4))
    same(sent["arguments"][1][0], {"$out": True})
    same(sent["arguments"][1][1][0][:2], ["SOL_SOCKET", "SCM_RIGHTS"])
    same(received["arguments"][1:], [[[9], "MSG_CTRUNC"]])
    same((received["in"], received["note"]), ({"$hex": "6f6e65ff"}, "control data was cut short"))


def test_each_unit_has_one_end():
    units = ["", "# a comment", "print 1; print 2", "if true {\n  print 3\n}", "x = = 1", "1 / 0",
             "exit 4", "print never"]
    events = run("-k", input="\n".join(units) + "\n", status=4)
    ends = of(events, "unit-end")
    same([(end["line"], end["status"]) for end in ends],
         [(1, "done"), (2, "done"), (3, "done"), (4, "done"), (7, "syntax"), (8, "failed"),
          (9, "exit")])
    statements = of(events, "statement-end")
    same([(end["line"], end["column"], end["status"]) for end in statements],
         [(3, 1, "done"), (3, 10, "done"), (4, 1, "done"), (8, 1, "failed"), (9, 1, "exit")])
    same([end.get("error") for end in statements], [None] * 3 + ["DIVIDE", None])
    # Without -k the first failure is the last end, and a file is one unit.
    same(len(of(run(input="1 / 0\nprint 1\n", status=1), "unit-end")), 1)
    end = one(run("-c", "1\n2\n", ), "unit-end")
    same((end["file"], end["line"], end["status"]), ("-c", 1, "done"))
    same(one(run("-n", "-c", "1\n2\n"), "unit-end")["status"], "done")


def test_statements_around_a_sourced_file():
    handsh = peer.Handsh("--json", "-c", "save a.hsh \"1\\nfail NO\\n2\\n\"; source a.hsh")
    with handsh:
        handsh.wait(1)
        events = read(handsh.text())
    same([(end["file"], end["line"], end["status"]) for end in of(events, "statement-end")],
         [("-c", 1, "done"), ("a.hsh", 1, "done"), ("a.hsh", 2, "failed"), ("-c", 1, "failed")])


def test_tasks_begin_and_end():
    events = run("-c", "a = spawn { b = spawn { 5 }; wait $b }\nwait $a\nc = spawn { fail NO }\n"
                 "try { wait $c } catch { }\nd = sleep 1000s &\ncancel $d\ntry { wait $d } catch { }\n"
                 "e = sleep 1000s &\n")
    begins = of(events, "task-begin")
    same([(event["task"], event["name"], event["starter"], event["line"]) for event in begins],
         [(1, "spawn", 0, 1), (2, "spawn", 1, 1), (3, "spawn", 0, 3), (4, "sleep", 0, 5),
          (5, "sleep", 0, 8)])
    ends = of(events, "task-end")
    same([(event["task"], event["status"], event.get("value"), event.get("error")) for event in ends],
         [(2, "done", 5, None), (1, "done", 5, None), (3, "failed", None, "NO"),
          (4, "canceled", None, "ECANCELED"), (5, "canceled", None, "ECANCELED")])


def test_interrupted():
    with peer.Handsh("--json") as handsh:
        handsh.type("print begun; sleep 1000s\n")
        handsh.out.expect("begun")
        handsh.process.send_signal(2)
        handsh.wait(130)
        events = read(handsh.text())
    same([event["status"] for event in of(events, "statement-end", "unit-end")],
         ["done", "interrupted", "interrupted"])


def test_prompt_ended_by_a_signal():
    """A statement's end comes before that of its unit, and finally before both."""
    with peer.Handsh("--json", "-i") as handsh:
        handsh.type("try { print begun; sleep 1000s } finally { print over }\n")
        handsh.out.expect("begun")
        handsh.process.send_signal(15)
        handsh.wait(143)
        events = read(handsh.text())
    same([event.get("text", event.get("status")) for event in events
          if event["event"] in ("print", "statement-end", "unit-end")],
         ["begun\n", "over\n", "interrupted", "interrupted"])


def test_quiet_and_traced():
    script = "socket udp\nprint 1\nif true { socket udp }\n2\nt = spawn { 5 }; wait $t\n"
    kinds = {event["event"] for event in run("-q", "-c", script)}
    same(kinds, {"print", "statement-end", "unit-end"})
    same(one(run("-q", "-c", "fail NO", status=1), "error")["error"], "NO")
    traced = [event["event"] for event in run("-x", "-c", script)]
    same(traced, [event["event"] for event in run("-c", script)])
    same(traced.count("call"), 2)


def test_tables():
    events = run("-c", "u = socket udp; u.bind 127.0.0.1 0; t = u.recv &\nsockets\ninfo u\ntasks\n"
                 "journal -k 9; u.close; journal\nx = sockets; y = info t1 | keys\n"
                 .replace("info t1", "info $u"), status=1) # for the task fails
    tables = {event["name"]: event["value"] for event in of(events, "table")}
    same(list(tables), ["sockets", "info", "tasks", "journal"])
    row, = tables["sockets"]
    same((row["name"], row["kind"], row["current"], row["peer"]), ("u", "udp", True, None))
    check(row["local"]["$address"].startswith("127.0.0.1:") and row["fd"] == 3, row)
    same({key: tables["info"][key] for key in ("fd", "local", "nonblock")},
         {"fd": 3, "local": row["local"], "nonblock": False})
    same(tables["tasks"], [{"task": 1, "runs": "recv", "does": "recv: waiting on u",
                            "socket": {"$socket": "u"}}])
    same([(call["call"], call["arguments"][1:], call["result"]) for call in tables["journal"]],
         [("close", [], 0), ("recv", [4096], -1)])
    same(of(events, "print"), [])
    same(of(run("-q", "-c", "sockets"), "table")[0]["value"], [])


SOMETHING = "u = socket udp\nif true { u.bind 127.0.0.1 0 }\nprint shown\nw = spawn { 5 }\nwait $w\n"


def test_hosts():
    """Of calls, once there has been one."""
    events = run("-c", "socket udp; host a; u = a.socket udp; socket udp; close u")
    same([event.get("host") for event in of(events, "call")], [None, "a", "here", "a"])


def test_log():
    """The same events, beside what is shown and whatever that is."""
    def told(events):
        return [{key: value for key, value in event.items() if key not in ("wall", "time", "begin")}
                for event in events]
    expected = told(run("-c", SOMETHING))
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        with open(log, "w", encoding="utf-8") as before:
            before.write("what was there\n" * 1000)
        for words in ((), ("-q",), ("--json",)):
            plain = peer.run(*words, "-c", SOMETHING)
            logged = peer.run(*words, "--log", log, "-c", SOMETHING)
            if words != ("--json",):
                same(logged.text(), plain.text())
            same(logged.errors(), "")
            with open(log, encoding="ascii") as text:
                same(told(read(text.read())), expected)


def test_log_that_cannot_be_written():
    for path, number in (("/dev/full", "ENOSPC"), ("/nowhere/at/all", "ENOENT"), ("/", "EISDIR")):
        handsh = peer.run("--log", path, "-c", "print one\nwait (spawn { 5 })\nprint two\n")
        same(handsh.text(), "one\n5\ntwo\n")
        errors = handsh.errors()
        check(number in errors and path in errors and errors.count("\n") == 1, errors)


def test_log_whose_reader_goes():
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        os.mkfifo(log)
        reader = os.open(log, os.O_RDONLY | os.O_NONBLOCK)
        with peer.Handsh("--log", log) as handsh:
            handsh.type("print one\n")
            handsh.out.expect("one")
            os.close(reader)
            handsh.type("loop 1000 { x = socket udp; x.close }\nprint two\n")
            handsh.out.expect("two")
            handsh.wait()
            check("EPIPE" in handsh.errors() and handsh.errors().count("\n") == 1, handsh.errors())


def test_log_whose_reader_is_slow():
    """Nothing is lost, and what has no room yet waits, with who made it."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        os.mkfifo(log)
        reader = os.open(log, os.O_RDONLY | os.O_NONBLOCK)
        with peer.Handsh("--log", log, "-q", "-c", "for n in (range 0 5000) { print $n }") as handsh:
            handsh.out.expect("^100$")
            os.set_blocking(reader, True)
            data = b"".join(iter(lambda: os.read(reader, 65536), b""))
            os.close(reader)
            handsh.wait()
        same([event["text"] for event in of(read(data.decode()), "print")],
             [f"{number}\n" for number in range(5000)])


def test_programs():
    events = run("-c", "!echo hi\nx = !echo there\n")
    same(one(events, "print")["text"], "hi\n")
    same([event["value"] for event in of(events, "statement-end")], [None, None])


def test_a_name_that_is_no_text():
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(os.fsencode(folder), b"\xff")
        with open(script, "w", encoding="utf-8") as text:
            text.write("1\n")
        events = run(os.fsdecode(script))
    same(one(events, "unit-end")["file"], {"$hex": script.hex()})


peer.main(globals())
