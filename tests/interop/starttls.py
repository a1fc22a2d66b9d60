#!/usr/bin/python3
# TLS that begins in the midst of a conversation, with servers that others have written: PostgreSQL and
# Dovecot. With an SMTP server it is the lesson's test.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import grp
import os
import pwd

import authority
import peer
from peer import same
from servers import Server, ordinary

CA = authority.shared()
TLS = f"tls --name localhost --ca {CA.path('ca.pem')}"


def own_files():
    """The certificate and its key, readable by who runs the server."""
    found = {}
    for name in ("good.pem", "good.key"):
        with open(CA.path(name), encoding="ascii") as file:
            found[name] = file.read()
    return found


def client(server, text):
    return peer.run("-q", "-c", f"socket tcp; connect localhost {server.port}\n{text}").text()


POSTGRESQL = f"""
send (pack '!II' 8 80877103)
expect (recv 1) == 'S'
{TLS}
words = "user\\0chief\\0database\\0postgres\\0\\0"
send ((pack '!II' (8 + (len $words)) 196608) + $words)
print (recv --exactly 1) # who are you?
tls --off
"""


def test_postgresql():
    words = ("-D", "{folder}/data", "-c", "port={port}", "-c", "listen_addresses=127.0.0.1", "-c",
             "unix_socket_directories=", "-c", "fsync=off", "-c", "ssl=on", "-c",
             "ssl_cert_file={folder}/good.pem", "-c", "ssl_key_file={folder}/own/good.key")
    server = Server("postgres", *words, ready="ready to accept connections", files=own_files())
    server.run("initdb", "-N", "-D", "{folder}/data", "-U", "chief", "-A", "trust", "--locale=C")
    server.run("install", "-D", "-m600", "{folder}/good.key", "{folder}/own/good.key")
    with server:
        same(client(server, POSTGRESQL), "R\n")


DOVECOT = """protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = /dev/stderr
ssl = required
ssl_cert = <{folder}/good.pem
ssl_key = <{folder}/good.key
default_internal_user = USER
default_internal_group = GROUP
default_login_user = USER
mail_location = maildir:{folder}/mail
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = {port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = static
  args = password=open
}
userdb {
  driver = static
  args = uid=USER gid=GROUP home={folder}
}
"""
IMAP = f"""
recv --line
send --line 'a STARTTLS'
expect ('a OK' in (recv --line))
{TLS}
send --line 'b LOGIN me open'
while not ('b ' == (l = recv --line)[:2]) {{ }}
print $l[:4]
send --line 'c LOGOUT'
expect ('c OK' in (recv --all))
print (info).tls_end
"""


def test_imap():
    own = {"user": pwd.getpwuid(os.getuid()).pw_name, "group": grp.getgrgid(os.getgid()).gr_name}
    who = ordinary() or own
    text = DOVECOT.replace("USER", who["user"]).replace("GROUP", who["group"])
    with Server("dovecot", "-F", "-c", "{folder}/conf", files={**own_files(), "conf": text}) as server:
        same(client(server, IMAP), "b OK\nclose-notify\n")


peer.main(globals())
