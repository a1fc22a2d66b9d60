#!/usr/bin/python3
# The SMTP client against aiosmtpd, with STARTTLS and without.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import logging
import ssl

import authority
import peer
from peer import Skip, check, same
from servers import free_port, lesson

try:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP
except ImportError:
    Controller = object

logging.getLogger("mail.log").disabled = True # it writes about a client that refuses its certificate
LETTER = b"Subject: dots\n\n.one\n..\n.\n\nthe end"
ARRIVED = b"Subject: dots\r\n\r\n.one\r\n..\r\n.\r\n\r\nthe end\r\n"


class Box(Controller):
    """A server in a thread, with the letters that have come."""

    def __init__(self, context=None):
        if Controller is object:
            raise Skip("needs python3-aiosmtpd")
        self.letters, self.context = [], context
        super().__init__(self, hostname="127.0.0.1", port=free_port())

    def factory(self):
        return SMTP(self.handler, tls_context=self.context, require_starttls=bool(self.context))

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == "nobody@b.test":
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.mail_from, envelope.rcpt_tos, envelope.content,
                             session.ssl is not None))
        return "250 taken"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop()

    def send(self, *words, to="you@b.test", status=0):
        return lesson("smtp-client", "localhost", self.port, "me@a.test", to, *words, input=LETTER,
                      status=status)


def test_plain():
    with Box() as box:
        shown = box.send()
        same(box.letters, [("me@a.test", ["you@b.test"], ARRIVED, False)])
        check("> DATA\n< 354" in shown and "< 250 taken\n> QUIT\n" in shown, shown)


def test_starttls():
    with authority.Authority() as ca:
        ca.issue("good")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(ca.path("good.pem"), ca.path("good.key"))
        with Box(context) as box:
            shown = box.send(ca.path("ca.pem"))
            same(box.letters, [("me@a.test", ["you@b.test"], ARRIVED, True)])
            check("= TLSv1.3\n" in shown, shown)
            check("UNABLE_TO" in box.send(status=1), "an unknown issuer was taken")
            same(len(box.letters), 1)


def test_refused():
    with Box() as box:
        shown = box.send(to="nobody@b.test", status=1)
        check("SMTP: 550 nobody of that name" in shown, shown)
        same(box.letters, [])


def test_bytes_before_tls():
    """Somebody on the way adds an answer to the one that starts TLS."""
    with peer.listener() as listener:
        def serve():
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as lines:
                connection.sendall(b"220 hi\r\n")
                lines.readline()
                connection.sendall(b"250-box\r\n250 STARTTLS\r\n")
                lines.readline()
                connection.sendall(b"220 go\r\n250 STARTTLS\r\n")
                lines.read()
        python = peer.Background(serve)
        shown = lesson("smtp-client", "localhost", listener.getsockname()[1], "a", "b", input=LETTER,
                       status=1)
        check("EPROTO" in shown, shown)
        python.result()


peer.main(globals())
