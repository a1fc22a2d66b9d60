#!/usr/bin/python3
# TLS against openssl s_server and s_client, Python's ssl, curl and nginx, in both roles: versions,
# names, protocols, client certificates, sessions, keys for Wireshark, upgrade and downgrade; and
# every certificate that does not do. All on 127.0.0.1, with a CA of the run's own.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile

import authority
import peer
from peer import Background, check, same

CA = authority.shared()
VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}
MUCH = bytes(range(256)) * 1000


def own(name="good"):
    return f"--cert {CA.path(name + '.pem')} --key {CA.path(name + '.key')}"


def known(name="ca"):
    return f"--ca {CA.path(name + '.pem')}"


GOOD = f"--name localhost {known()}"
SERVER = f"--server {own()}"
ECHO = """
s = socket tcp
s.bind 127.0.0.1 0
s.listen
print -n "port ${(s.getsockname).port}\\n"
s.serve { tls OPTIONS; while data = recv 64k { sendall $data } }
"""


def server(options, body=None):
    """handsh as a server; the body is what it does with a connection."""
    text = ECHO.replace("tls OPTIONS; while data = recv 64k { sendall $data }", body) if body else ECHO
    handsh = peer.Handsh("-q")
    handsh.type(text.replace("OPTIONS", options))
    return handsh


def client(port, *lines, expected=0):
    """handsh as a client of that port; what it prints."""
    return peer.run("-q", input="\n".join(["socket tcp", f"connect 127.0.0.1 {port}", *lines, ""])
                    .encode(), expected=expected).text()


# ---- what fails, by its name ----

WEAK = "--ciphers DEFAULT@SECLEVEL=0"
# The server's options, the client's, and what each of the two says.
REFUSALS = (
    (SERVER, GOOD, "well", "well"),
    (SERVER, f"--insecure {known()}", "well", "well"),
    ("--self-signed", "--insecure", "well", "well"),
    (f"--server {own('expired')}", GOOD, "SSLV3_ALERT_CERTIFICATE_EXPIRED", "CERT_HAS_EXPIRED"),
    (f"--server {own('early')}", GOOD, "SSLV3_ALERT_BAD_CERTIFICATE", "CERT_NOT_YET_VALID"),
    (f"--server {own('wrong')}", GOOD, "SSLV3_ALERT_BAD_CERTIFICATE", "HOSTNAME_MISMATCH"),
    (f"--server {own('wrong')}", f"--name 127.0.0.1 {known()}", "SSLV3_ALERT_BAD_CERTIFICATE",
     "IP_ADDRESS_MISMATCH"),
    (f"--server {own('foreign')}", GOOD, "TLSV1_ALERT_UNKNOWN_CA",
     "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"),
    (SERVER, "--name localhost", "TLSV1_ALERT_UNKNOWN_CA", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"),
    ("--self-signed", GOOD, "TLSV1_ALERT_UNKNOWN_CA", "DEPTH_ZERO_SELF_SIGNED_CERT"),
    (f"--server {own('weak')} {WEAK}", f"{GOOD} --ciphers DEFAULT@SECLEVEL=2",
     "SSLV3_ALERT_BAD_CERTIFICATE", "EE_KEY_TOO_SMALL"),
    (f"--server {own('client')}", f"--name client.example {known()}",
     "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE", "INVALID_PURPOSE"),
    (f"--server {own('revoked')}", f"{GOOD} --crl {CA.path('ca.crl')}",
     "SSLV3_ALERT_CERTIFICATE_REVOKED", "CERT_REVOKED"),
    (f"--server {own('revoked')}", GOOD, "well", "well"),
    (SERVER, f"{GOOD} --crl {CA.path('ca.crl')}", "well", "well"),
    (SERVER, f"{GOOD} --crl {CA.path('other.crl')}", "TLSV1_ALERT_UNKNOWN_CA", "UNABLE_TO_GET_CRL"),
    (f"{SERVER} {known()} --require", "--insecure", "PEER_DID_NOT_RETURN_A_CERTIFICATE",
     "TLSV13_ALERT_CERTIFICATE_REQUIRED"),
    (f"{SERVER} {known()} --require", "--insecure --max 1.2", "PEER_DID_NOT_RETURN_A_CERTIFICATE",
     "SSLV3_ALERT_HANDSHAKE_FAILURE"),
    (f"{SERVER} {known()} --require", f"--insecure {own('client')}", "well", "well"),
    (f"{SERVER} {known()}", "--insecure", "well", "well"),
    (f"{SERVER} {known('other')} --require", f"--insecure {own('client')}",
     "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "TLSV1_ALERT_UNKNOWN_CA"),
    (f"{SERVER} {known()} --require", f"--insecure {own('good')}", "INVALID_PURPOSE",
     "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE"),
    (f"{SERVER} --alpn h2", "--insecure --alpn http/1.1", "NO_APPLICATION_PROTOCOL",
     "TLSV1_ALERT_NO_APPLICATION_PROTOCOL"),
    (f"{SERVER} --min 1.3", "--insecure --max 1.2", "UNSUPPORTED_PROTOCOL",
     "TLSV1_ALERT_PROTOCOL_VERSION"),
    (f"{SERVER} --max 1.2 --ciphers ECDHE-ECDSA-AES128-GCM-SHA256",
     "--insecure --ciphers ECDHE-ECDSA-CHACHA20-POLY1305", "NO_SHARED_CIPHER",
     "SSLV3_ALERT_HANDSHAKE_FAILURE"),
    (f"{SERVER} --min 1.3 --ciphers TLS_AES_128_GCM_SHA256",
     "--insecure --ciphers TLS_CHACHA20_POLY1305_SHA256", "NO_SHARED_CIPHER",
     "SSLV3_ALERT_HANDSHAKE_FAILURE"),
    (f"--server --cert {CA.path('good.pem')} --key {CA.path('locked.key')}", "--insecure",
     "INTERRUPTED_OR_CANCELLED", "closed"),
    (f"--server --cert {CA.path('good.pem')} --key {CA.path('wrong.key')}", "--insecure",
     "KEY_VALUES_MISMATCH", "closed"),
    (f"--server --cert {CA.path('good.key')}", "--insecure", "NO_START_LINE", "closed"),
    (f"--server --cert {CA.path('good.pem')}", "--insecure", "UNSUPPORTED", "closed"),
    (f"--server {own('weak')} --ciphers DEFAULT@SECLEVEL=2", "--insecure", "EE_KEY_TOO_SMALL",
     "closed"),
    (f"{SERVER} --ciphers nosuch", "--insecure", "NO_CIPHER_MATCH", "closed"),
    (SERVER, f"--name localhost --ca {CA.path('good.key')}", "UNEXPECTED_EOF_WHILE_READING",
     "NO_CERTIFICATE_OR_CRL_FOUND"),
    (SERVER, f"{GOOD} --crl {CA.path('good.pem')}", "UNEXPECTED_EOF_WHILE_READING", "NO_START_LINE"),
)
PAIR = """
[a b] = socketpair
t = spawn {{
    try {{ b.tls {}; b.send hi; b.recv; 'well' }} catch TLS e {{ $e.reason }} finally {{ b.close }}
}}
said = try {{ a.tls {}; a.send hi; a.recv; 'well' }} catch TLS e {{ $e.reason }} catch EPIPE ECONNRESET {{ 'closed' }}
a.close
print (wait $t) $said
"""


def test_refusals():
    given = peer.run("-q", input="".join(PAIR.format(server, client) for server, client, *_ in REFUSALS)
                     .encode()).text().splitlines()
    for (*options, server, client), line in zip(REFUSALS, given, strict=True):
        same(line, f"{server} {client}", str(options))


def test_what_fails_says_what_to_do():
    """Each reason that a tls of these gives has a line of its own for it."""
    for server, client, *reasons in REFUSALS:
        names = {reason for reason in reasons if reason.isupper()}
        if not names:
            continue
        text = (f"[a b] = socketpair\nt = spawn {{ try {{ b.tls {server}; b.recv }} finally {{ b.close }} }}\n"
                f"try {{ a.tls {client}; a.recv }} finally {{ a.close }}\nwait $t\n")
        shown = peer.run("-k", input=text.encode(), expected=1).errors()
        for name in names:
            check(re.search(rf"TLS: {name}: .*\n.*\n *\^\n  \S", shown), f"no advice for {name}:", shown)


# ---- Python's ssl ----

def python_context(role, version, **more):
    context = ssl.SSLContext(role)
    context.minimum_version = context.maximum_version = VERSIONS[version]
    context.load_cert_chain(CA.path("good.pem"), CA.path("good.key"))
    if role == ssl.PROTOCOL_TLS_CLIENT:
        context.load_verify_locations(CA.path("ca.pem"))
    return context


def python_echo(listener, context, visits=1):
    """Echoes a stream to its end; gives what it knew of the last peer."""
    for _ in range(visits):
        raw, _ = listener.accept()
        with context.wrap_socket(raw, server_side=True) as connection:
            known = (connection.version(), connection.selected_alpn_protocol(),
                     connection.session_reused, connection.getpeercert())
            while piece := connection.recv(65536):
                connection.sendall(piece)
            connection.unwrap()
    return known


def python_visit(port, context, data=MUCH, **more):
    raw = socket.create_connection(("127.0.0.1", port))
    with context.wrap_socket(raw, server_hostname="localhost", **more) as connection:
        # Not from two threads: Python 3.11 lets them into OpenSSL at the same time.
        for start in range(0, len(data), 1 << 16):
            piece = data[start:start + (1 << 16)]
            connection.sendall(piece)
            same(peer.receive_exactly(connection, len(piece)), piece)
        known = (connection.version(), connection.selected_alpn_protocol(),
                 connection.session_reused, connection.getpeercert())
        session = connection.session
        connection.unwrap()
    return known, session


def test_python_is_the_server():
    for version in VERSIONS:
        listener = peer.listener()
        context = python_context(ssl.PROTOCOL_TLS_SERVER, version)
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(CA.path("ca.pem"))
        context.set_alpn_protocols(["echo", "other"])
        names = []
        context.sni_callback = lambda connection, name, context: names.append(name)
        echo = Background(python_echo, listener, context)
        out = client(listener.getsockname()[1], f"tls {GOOD} {own('client')} --alpn x,echo",
                     "data = repeat 'much of it ' 20000", "t = spawn { sendall $data; shutdown write }",
                     "back = recv --waitall (len $data)", "expect $back == $data", "expect (recv) == ''",
                     "i = info", "print $i.tls_version $i.tls_alpn $i.tls_name $i.tls_verified $i.tls_end")
        same(out, f"TLSv{version} echo localhost true close-notify\n")
        known = echo.result()
        same(known[:3], (f"TLSv{version}", "echo", False))
        same(known[3]["subject"], ((("commonName", "client"),),))
        same(names, ["localhost"])


def test_python_is_the_client():
    for version in VERSIONS:
        context = python_context(ssl.PROTOCOL_TLS_CLIENT, version)
        context.load_cert_chain(CA.path("client.pem"), CA.path("client.key"))
        context.set_alpn_protocols(["echo"])
        with server(f"{SERVER} --alpn x,echo {known()} --require") as handsh:
            port = handsh.port()
            (seen, session) = python_visit(port, context)
            same(seen[:3], (f"TLSv{version}", "echo", False))
            (seen, session) = python_visit(port, context, session=session)
            same(seen[:3], (f"TLSv{version}", "echo", True), "resumed")


def test_sessions_of_a_client():
    """The file is this user's alone, and is of no use for another name, or to prove what was not."""
    for version in VERSIONS:
        listener = peer.listener()
        echo = Background(python_echo, listener, python_context(ssl.PROTOCOL_TLS_SERVER, version), 5)
        port = listener.getsockname()[1]
        with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder:
            file = os.path.join(folder, "session")
            def visit(options):
                return client(port, f"tls --session {file} {options}", "send x", "expect (recv) == 'x'",
                              "print (info).tls_resumed", "shutdown write", "recv")
            same([visit(GOOD), visit(GOOD)], ["false\n", "true\n"], version)
            same(os.stat(file).st_mode & 0o777, 0o600, "mode")
            same(visit(f"{known()} --name 127.0.0.1"), "true\n", "another of its names")
            os.unlink(file)
            same(visit("--insecure"), "false\n")
            same(visit(GOOD), "false\n", "a session that was never verified")
        echo.result()


def test_off_by_either_side():
    for first in ("handsh", "python"):
        listener = peer.listener()
        def plain_again():
            raw, _ = listener.accept()
            connection = python_context(ssl.PROTOCOL_TLS_SERVER, "1.3").wrap_socket(raw, server_side=True)
            same(connection.recv(100), b"ciphered")
            if first == "handsh":
                same(connection.recv(100), b"")
            plain = connection.unwrap()
            plain.sendall(b"plain again")
            same(peer.receive_all(plain), b"plain too")
            plain.close()
        python = Background(plain_again)
        wait = [] if first == "handsh" else ["expect (recv) == ''"]
        client(listener.getsockname()[1], f"tls {GOOD}", "send ciphered", *wait, "tls --off",
               "expect (recv) == 'plain again'", "send 'plain too'", "close")
        python.result()


def test_plain_bytes_in_the_piece_of_the_end():
    """What comes with the close-notify is received by the same call as that, and is not TLS's."""
    listener = peer.listener()
    def end_and_go_on():
        raw, _ = listener.accept()
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = python_context(ssl.PROTOCOL_TLS_SERVER, "1.3").wrap_bio(incoming, outgoing, True)
        def waits(what):
            try:
                what()
                return False
            except ssl.SSLWantReadError:
                return True
        while waits(tls.do_handshake):
            raw.sendall(outgoing.read())
            incoming.write(raw.recv(65536))
        waits(tls.unwrap)
        raw.sendall(outgoing.read() + b"plain again\nand on")
        with raw:
            peer.receive_all(raw)
    python = Background(end_and_go_on)
    client(listener.getsockname()[1], f"tls {GOOD}", "expect (recv) == ''", "tls --off",
           "expect (recv --line) == 'plain again'", "expect (recv) == 'and on'", "close")
    python.result()


# ---- openssl s_server and s_client ----

class Openssl:
    """A program of openssl, ended by its id."""

    def __init__(self, *words):
        self.process = subprocess.Popen([peer.need("openssl"), *words], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.out = peer.Stream(self.process.stdout)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()

    def type(self, text):
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()


def s_server(*words):
    program = Openssl("s_server", "-accept", "127.0.0.1:0", "-cert", CA.path("good.pem"), "-key",
                      CA.path("good.key"), "-rev", *words)
    return program, int(program.out.expect(r"ACCEPT 127\.0\.0\.1:(\d+)").group(1))


def s_client(port, *words):
    return Openssl("s_client", "-connect", f"127.0.0.1:{port}", "-CAfile", CA.path("ca.pem"),
                   "-verify_return_error", "-verify_hostname", "localhost", *words)


def test_s_server():
    for version in VERSIONS:
        program, port = s_server("-alpn", "rev", f"-tls{version.replace('.', '_')}")
        with program:
            out = client(port, f"tls {GOOD} --alpn rev", "send \"abc\\n\"",
                         "print (recv --waitall 4) (info).tls_version (info).tls_alpn",
                         "print (info).tls_chain[0].subject (len (info).tls_chain)")
            same(out, f"cba\n TLSv{version} rev\nCN=good 1\n")


def test_keys_for_wireshark():
    """The same lines as those of s_server, which has the other end of the same keys."""
    for version in VERSIONS:
        with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder:
            ours, theirs = os.path.join(folder, "ours"), os.path.join(folder, "theirs")
            program, port = s_server("-keylogfile", theirs, f"-tls{version.replace('.', '_')}")
            with program:
                client(port, f"tls {GOOD} --keylog {ours}", "send \"abc\\n\"", "recv")
                with open(theirs) as file:
                    expected = sorted(line for line in file if not line.startswith("#"))
            with open(ours) as file:
                same(sorted(file), expected, version)
            check(len(expected) == (1 if version == "1.2" else 5), "lines:", expected)
            same(os.stat(ours).st_mode & 0o777, 0o600, "mode")


def test_s_client():
    for version in VERSIONS:
        with server(f"{SERVER} --alpn echo") as handsh, tempfile.TemporaryDirectory(dir="/tmp") as folder:
            port = handsh.port()
            file = os.path.join(folder, "session")
            words = (f"-tls{version.replace('.', '_')}", "-alpn", "echo")
            with s_client(port, *words, "-sess_out", file, "-ign_eof") as program:
                program.out.expect("New, TLSv|Verify return code: 0")
                program.type("hello\n")
                program.out.expect("^hello")
            with s_client(port, *words, "-sess_in", file) as program:
                program.out.expect("Reused, TLSv")
                program.type("again\n")
                program.out.expect("^again")
                if version == "1.3": # it asks for new keys, and goes on with them
                    program.type("K\n")
                    program.out.expect("KEYUPDATE")
                    program.type("with new keys\n")
                    program.out.expect("^with new keys")


# ---- curl ----

PAGE = ("tls OPTIONS; request = ''; while not (\"\\r\\n\\r\\n\" in $request) { request = $request + (recv) }; "
        "send \"HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nConnection: close\\r\\n\\r\\nhello\"")


def curl(port, *words, expected=(0,)):
    done = subprocess.run([peer.need("curl"), "-sS", "--noproxy", "*", "--max-time", str(peer.DEADLINE),
                           "--resolve", f"localhost:{port}:127.0.0.1", *words, f"https://localhost:{port}/"],
                          capture_output=True, timeout=2 * peer.DEADLINE)
    check(done.returncode in expected, f"curl {words}: {done.stderr}:", done.returncode)
    return done.stdout


def test_curl():
    trust = ("--cacert", CA.path("ca.pem"))
    with server(f"{SERVER} --alpn http/1.1", PAGE) as handsh:
        port = handsh.port()
        same(curl(port, *trust), b"hello")
        same(curl(port, *trust, "--tls-max", "1.2"), b"hello")
        curl(port, expected=(60,))
        handsh.err.expect("TLSV1_ALERT_UNKNOWN_CA")
    with server(f"--server {own('wrong')}", PAGE) as handsh:
        curl(handsh.port(), *trust, expected=(60,))
    with server(f"{SERVER} {known()} --require", PAGE) as handsh:
        port = handsh.port()
        same(curl(port, *trust, "--cert", CA.path("client.pem"), "--key", CA.path("client.key")), b"hello")
        curl(port, *trust, expected=(55, 56)) # the alert, or the end that comes with it
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        file = os.path.join(folder, "made.pem")
        with server(f"--self-signed --cert {file}", PAGE) as handsh:
            port = handsh.port()
            curl(port, *trust, expected=(60,))
            same(curl(port, "--cacert", file), b"hello")


# ---- nginx ----

NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
    access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;
    fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate {certificate}; ssl_certificate_key {key};
        ssl_client_certificate {issuer}; ssl_verify_client optional;
        ssl_session_cache builtin;
        location / {{ return 200 "$ssl_protocol $ssl_server_name $ssl_client_verify $ssl_session_reused"; }}
    }}
}}
"""


def test_nginx():
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if not program:
        raise peer.Skip("nginx is not installed")
    with tempfile.TemporaryDirectory(prefix="hsh", dir="/tmp") as folder:
        with peer.listener() as free:
            port = free.getsockname()[1]
        text = NGINX.format(folder=folder, port=port, certificate=CA.path("good.pem"),
                            key=CA.path("good.key"), issuer=CA.path("ca.pem"))
        file = os.path.join(folder, "nginx.conf")
        with open(file, "w") as out:
            out.write(text)
        nginx = subprocess.Popen([program, "-e", os.path.join(folder, "error.log"), "-p", folder, "-c",
                                  file], stdin=subprocess.DEVNULL)
        try:
            wait_for(port, nginx)
            ask = ["send \"GET / HTTP/1.0\\r\\n\\r\\n\"", "text = ''",
                   "while data = recv { text = $text + $data }", "print (split $text \"\\r\\n\\r\\n\")[1]"]
            for version in VERSIONS:
                session = os.path.join(folder, "session" + version)
                options = f"tls {GOOD} --max {version} --session {session}"
                same([client(port, options, *ask), client(port, options, *ask)],
                     [f"TLSv{version} localhost NONE {how}\n" for how in (".", "r")])
                same(client(port, f"tls {GOOD} --max {version} {own('client')}", *ask),
                     f"TLSv{version} localhost SUCCESS .\n")
        finally:
            nginx.send_signal(signal.SIGQUIT)
            nginx.wait(peer.DEADLINE)


def wait_for(port, program):
    """Its log names no port, and so it is asked until it answers."""
    while program.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            pass
    raise peer.Failure("nginx has ended")


# ---- upgrade by hand ----

def upgraded(lines, answers, greeting=b""):
    """A server that speaks plain until its last answer, then TLS, and echoes."""
    listener = peer.listener()
    def serve():
        raw, _ = listener.accept()
        raw.sendall(greeting)
        for line, answer in zip(lines, answers):
            same(peer.receive_exactly(raw, len(line)), line)
            raw.sendall(answer)
        with python_context(ssl.PROTOCOL_TLS_SERVER, "1.3").wrap_socket(raw, server_side=True) as c:
            c.sendall(c.recv(100))
            same(c.recv(100), b"")
    return Background(serve), listener.getsockname()[1]


AFTER = (f"tls {GOOD}", "send 'now ciphered'", "print (recv)", "close")


def test_starttls_of_smtp():
    python, port = upgraded([b"EHLO me\r\n", b"STARTTLS\r\n"], [b"250-it\r\n250 STARTTLS\r\n", b"220 go\r\n"],
                            b"220 it ESMTP\r\n")
    same(client(port, "recv", "send \"EHLO me\\r\\n\"", "recv", "send \"STARTTLS\\r\\n\"", "recv", *AFTER),
         "now ciphered\n")
    python.result()


def test_starttls_of_imap():
    python, port = upgraded([b"a STARTTLS\r\n"], [b"a OK begin\r\n"], b"* OK it\r\n")
    same(client(port, "recv", "send \"a STARTTLS\\r\\n\"", "recv", *AFTER), "now ciphered\n")
    python.result()


def test_request_of_postgresql():
    python, port = upgraded([bytes.fromhex("0000000804d2162f")], [b"S"])
    same(client(port, "send (pack '!II' 8 80877103)", "expect (recv 1) == 'S'", *AFTER), "now ciphered\n")
    python.result()


STARTTLS = {
    "smtp": ("send \"220 it ESMTP\\r\\n\"; recv; send \"250-it\\r\\n250 STARTTLS\\r\\n\"; recv; "
             "send \"220 go\\r\\n\"; "),
    "imap": ("send \"* OK it\\r\\n\"; recv; send \"* CAPABILITY IMAP4rev1 STARTTLS\\r\\n. OK done\\r\\n\"; "
             "recv; send \". OK go\\r\\n\"; "),
    "postgres": "expect (recv 8) == (pack '!II' 8 80877103); send S; ",
}


def test_starttls_of_s_client():
    for protocol, before in STARTTLS.items():
        body = before + "tls OPTIONS; while data = recv 64k { sendall $data }"
        with server(SERVER, body) as handsh:
            with s_client(handsh.port(), "-starttls", protocol) as program:
                program.out.expect("Verify return code: 0")
                program.type("hello\n")
                program.out.expect("^hello")


def test_bytes_injected_before_tls():
    """What came before TLS is never taken for what was said in it."""
    listener = peer.listener()
    def inject():
        for _ in range(2):
            raw, _ = listener.accept()
            with raw:
                raw.sendall(b"220 go\r\nevil command\r\n")
                try:
                    peer.receive_all(raw)
                except ConnectionResetError: # for what it has not read
                    pass
    python = Background(inject)
    port = listener.getsockname()[1]
    same(client(port, "expect (recv --waitall 8) == \"220 go\\r\\n\"",
                f"print (try {{ tls {GOOD} }} catch TLS e {{ $e.reason }})"), "WRONG_VERSION_NUMBER\n")
    same(client(port, "try { timeout 50ms { recv --waitall 100 } } catch ETIMEDOUT { }",
                f"print (try {{ tls {GOOD} }} catch e {{ $e.name }})"), "EPROTO\n")
    python.result()


def test_bytes_injected_into_a_servers_reading():
    """A command after STARTTLS in the same piece stands among what was read ahead, and ends it there."""
    body = "print (recv --line); send go; print (try { tls OPTIONS } catch e { $e.name })"
    with server(SERVER, body) as handsh:
        with socket.create_connection(("127.0.0.1", handsh.port())) as connection:
            connection.sendall(b"STARTTLS\r\nRCPT TO:<evil>\r\n")
            handsh.out.expect("STARTTLS\nEPROTO")


peer.main(globals())
