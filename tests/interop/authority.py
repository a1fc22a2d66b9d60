# The small CA of the tests: a folder of certificates, made by the openssl program, of which each
# is good, or bad in one way. Gone with its folder.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import atexit
import datetime
import os
import shutil
import subprocess
import tempfile

import peer

CONFIGURATION = """
[ca]
default_ca = {name}
[{name}]
dir = {folder}
certificate = {folder}/{name}.pem
private_key = {folder}/{name}.key
new_certs_dir = {folder}
database = {folder}/{name}.index
crlnumber = {folder}/{name}.number
rand_serial = yes
default_md = sha256
default_crl_days = 30
policy = any
unique_subject = no
email_in_dn = no
[any]
commonName = optional
"""

EC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
SERVER = "extendedKeyUsage=serverAuth"
CLIENT = "extendedKeyUsage=clientAuth"
LOCAL = "subjectAltName=DNS:localhost,IP:127.0.0.1"


def openssl(*words, **more):
    program = shutil.which("openssl")
    if not program:
        raise peer.Skip("openssl is not installed")
    done = subprocess.run([program, *words], stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=peer.DEADLINE, **more)
    peer.check(done.returncode == 0, "openssl:", words, done.stderr)
    return done.stdout


def moment(days):
    time = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    return time.strftime("%Y%m%d%H%M%SZ")


class Authority:
    """Use it in a with statement. Each certificate is NAME.pem, its key NAME.key."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="hshca", dir="/tmp")
        try:
            self.begin("ca")
        except BaseException:
            self.end()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.end()

    def end(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def begin(self, name):
        """An issuer of its own."""
        self.write(name + ".index", "")
        self.write(name + ".number", "01\n")
        self.write(name + ".conf", CONFIGURATION.format(name=name, folder=self.folder))
        openssl("req", "-x509", *EC, "-nodes", "-keyout", self.path(name + ".key"), "-out",
                self.path(name + ".pem"), "-days", "30", "-subj", f"/CN=the issuer {name}",
                "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    def request(self, name, subject, key):
        openssl("req", "-new", *key, "-nodes", "-keyout", self.path(name + ".key"), "-out",
                self.path(name + ".request"), "-subj", subject, "-utf8")

    def issue(self, name, *extensions, days=(-1, 30), key=EC, by="ca", subject=None):
        """Signs one: valid between two days from now."""
        self.request(name, subject or f"/CN={name}", key)
        lines = "\n".join(extensions or (LOCAL, SERVER))
        self.write(name + ".extensions", "[all]\n" + lines + "\n")
        openssl("ca", "-batch", "-notext", "-config", self.path(by + ".conf"), "-in",
                self.path(name + ".request"), "-out", self.path(name + ".pem"), "-startdate",
                moment(days[0]), "-enddate", moment(days[1]), "-extfile",
                self.path(name + ".extensions"), "-extensions", "all")
        return self.path(name + ".pem")

    def revoke(self, name, by="ca"):
        openssl("ca", "-config", self.path(by + ".conf"), "-revoke", self.path(name + ".pem"))

    def revoked(self, name, by="ca"):
        """The list of what it has revoked so far, in a file of that name."""
        openssl("ca", "-config", self.path(by + ".conf"), "-gencrl", "-out", self.path(name))
        return self.path(name)

    def usual(self):
        """What most tests need: one of each kind."""
        self.begin("other")
        self.issue("good")
        self.issue("client", "subjectAltName=DNS:client.example", CLIENT)
        self.issue("expired", days=(-9, -1))
        self.issue("early", days=(5, 9))
        self.issue("wrong", "subjectAltName=DNS:elsewhere.example", SERVER)
        self.issue("foreign", by="other")
        self.issue("weak", key=("-newkey", "rsa:1024"))
        self.issue("revoked")
        self.revoke("revoked")
        self.revoked("ca.crl")
        self.revoked("other.crl", "other")
        openssl("pkey", "-in", self.path("good.key"), "-aes256", "-passout", "pass:x", "-out",
                self.path("locked.key"))
        return self


def shared():
    """One for the whole run of a test program."""
    made = Authority()
    atexit.register(made.end)
    return made.usual()
