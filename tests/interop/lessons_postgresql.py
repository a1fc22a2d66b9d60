#!/usr/bin/python3
# The client of PostgreSQL against a cluster of the test's own, with each way to show a password.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import peer
from peer import check, same
from servers import Server, lesson

PASSWORD = "se cret"
RULES = """host all plain 127.0.0.1/32 password
host all digest 127.0.0.1/32 md5
host all trusted 127.0.0.1/32 trust
host all all 127.0.0.1/32 scram-sha-256
"""
USERS = f"""select 'é', null, '' union all select 'b', 'two words', 'x';
create user plain password '{PASSWORD}'; create user trusted;
set password_encryption = md5; create user digest password '{PASSWORD}'"""


def test_postgresql():
    words = ("-D", "{folder}/data", "-c", "port={port}", "-c", "listen_addresses=127.0.0.1", "-c",
             "unix_socket_directories=", "-c", "fsync=off", "-c", "hba_file={folder}/rules")
    server = Server("postgres", *words, ready="ready to accept connections",
                    files={"rules": RULES, "password": PASSWORD})
    server.run("initdb", "-N", "-D", "{folder}/data", "-U", "chief", "--auth=scram-sha-256", "-E", "UTF8",
               "--locale=C", "--pwfile={folder}/password")
    with server:
        def query(user, text, password=PASSWORD, status=0):
            return lesson("postgresql-client", "127.0.0.1", server.port, user, "postgres", text,
                          password, status=status)
        same(query("chief", USERS), "?column? | ?column? | ?column?\né | NULL | \nb | two words | x\n"
             "SELECT 2\nCREATE ROLE\nCREATE ROLE\nSET\nCREATE ROLE\n")
        for user in ("plain", "digest", "trusted"):
            same(query(user, "select current_user as me"), f"me\n{user}\nSELECT 1\n")
        for user in ("plain", "digest", "chief"):
            check("28P01 password authentication failed" in query(user, "select 1", "wrong", 1), user)
        check("22012 division by zero" in query("chief", "select 1 / 0", status=1), "no error")
        same(query("chief", "select repeat('x', 100000) as long").split("\n")[1], "x" * 100000)


peer.main(globals())
