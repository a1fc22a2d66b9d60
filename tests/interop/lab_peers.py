#!/usr/bin/python3
# Servers and clients that people have, on hosts of the lab: over its wire, which loses some of their
# packets. As this user, and, where that is root, as nobody too.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   lab_peers.py HANDSH [TEST…]

import os
import tempfile

import peer
from lab import as_users, script
from peer import HANDSH, LESSONS, check, same

NGINX = """{1}daemon off;
pid {0}/pid;
error_log {0}/errors;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {0}/body;
    proxy_temp_path {0}/proxy;
    fastcgi_temp_path {0}/fastcgi;
    uwsgi_temp_path {0}/uwsgi;
    scgi_temp_path {0}/scgi;
    server {{ listen 80; listen [::]:80; root {0}; }}
}}
"""
# It says nothing when it is there.
LISTENS = """loop {
	s = b.socket tcp
	try { s.connect localhost 80; break } catch ECONNREFUSED { s.close }
}
"""
LOSSY = "impair loss 3% --seed 7\n"


def alone(user):
    """Root's would start workers that are another user, and on a host there is none."""
    return "user root;\nmaster_process off;\n" if os.getuid() == 0 and not user else ""


class Folder:
    """That each of the users may write in."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp")
        os.chmod(self.folder.name, 0o777)
        return self.folder.name

    def __exit__(self, *exception):
        self.folder.cleanup()


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
    return path


def test_nginx_and_curl():
    nginx, _ = peer.need("nginx"), peer.need("curl")
    for user in as_users():
        with Folder() as folder:
            conf = write(folder, "conf", NGINX.format(folder, alone(user)))
            page = write(folder, "page", "a line of a page\n" * 20000)
            shown = script(f"""host a b
p = b.process "exec {nginx} -e {folder}/errors -c {conf}"
{LISTENS}
{LOSSY}
a.!curl -sS http://b/page | cmp - {page} && echo the same
a.!curl -sS http://b6/page | cmp - {page} && echo by IPv6
a.!curl -sS -o /dev/null -w '%{{http_code}}\\n' http://b/none
impair off
""", user)
            check("the same\nby IPv6\n404\n" in shown, "pages:", shown)


def test_iperf3():
    peer.need("iperf3")
    for user in as_users():
        shown = script(f"""host a b
p = b.process 'exec iperf3 --server --one-off --forceflush 2>/dev/null'
p.recv --until listening
{LOSSY}
a.!iperf3 --client b --bytes 3M
impair off
""", user, "/tmp")
        check("iperf Done." in shown and "sender" in shown, "shown:", shown)


def test_ping():
    peer.need("ping")
    for user in as_users():
        shown = script("""host a b
a.!ping -c1 b
a.!ping -c1 b6
impair loss 50% icmp --seed 3
a.!ping -c 20 -i 0.01 -W 0.2 b || true
impair off
""", user)
        same(shown.count("1 received, 0% packet loss"), 2, shown)
        check("20 packets transmitted" in shown and " 20 received" not in shown, "a lossy wire:",
              shown)


def test_dig():
    """The name server is a script of handsh, run as a program on its host."""
    peer.need("dig")
    for user in as_users():
        shown = script(f"""host b
host c --dns b
p = b.process "exec '{HANDSH}' -q '{LESSONS}/dns-server.hsh' 53 853"
p.recv --until 'tls port 853'
{LOSSY}
c.!dig +short home.test MX
c.!dig +short +tcp large.home.test TXT | wc -c
impair off
print (c.resolve home.test)
""", user)
        lines = shown.splitlines()
        same(lines[-3:-1], ["10 mail.home.test.", "759"], shown)
        check("127.0.0.1:0 127.0.0.2:0" in lines[-1] and "[::1]:0" in lines[-1], shown)


def test_traceroute():
    peer.need("traceroute")
    for user in as_users():
        shown = script("""host a --wire w1
host r --wire w1,w2 --router
host s --wire w2,w3 --router
host z --wire w3
a.!traceroute -n -q 1 z | tail -n +2 | awk '{print $2}'
""", user)
        same(shown.splitlines()[-3:], ["10.0.0.2", "10.0.1.2", "10.0.2.2"], shown)


peer.main(globals())
