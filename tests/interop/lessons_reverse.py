#!/usr/bin/python3
# The string-reverse lessons against Python, both ways, and many clients at once.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import peer
import tutorials
from peer import Background, lesson, same

MESSAGE = b"shaurya says geeksforgeeks"


def test_server_serves_python():
    with lesson("reverse-server", 0) as server:
        same(tutorials.reverse(server.port(), MESSAGE, 5), [MESSAGE[::-1]] * 5)


def test_server_serves_clients_that_come_between():
    with lesson("reverse-server", 0) as server:
        port = server.port()
        def one(number):
            message = f"client {number} of many".encode()
            return tutorials.reverse(port, message, 10) == [message[::-1]] * 10
        clients = [Background(one, number) for number in range(30)]
        same([client.result() for client in clients], [True] * 30)


def console(answers, expected_rounds):
    listener = peer.listener()
    server = Background(tutorials.reverse_once, listener)
    with lesson("reverse-client", listener.getsockname()[1]) as client:
        client.type(answers)
        client.wait()
        same(server.result(), expected_rounds, "rounds")
        return client.text()


RECEIVED = "Received from the server : skeegrofskeeg syas ayruahs\n\n"
QUESTION = "Do you want to continue(y/n) :"


def test_client_shows_what_the_tutorial_shows():
    shown = console("y\nn\n", 2)
    # What is typed is not on standard output when standard input is no terminal.
    same(shown.replace(QUESTION + "\n", QUESTION), (RECEIVED + QUESTION) * 2)


def test_client_leaves_at_the_end_of_its_input():
    shown = console("", 1)
    same(shown.rstrip("\n"), RECEIVED + QUESTION)


def test_pair():
    with lesson("reverse-server", 0) as server:
        with lesson("reverse-client", server.port()) as client:
            client.type("y\ny\nno\n")
            client.wait()
            same(client.text().count("skeegrofskeeg syas ayruahs"), 3)


peer.main(globals())
