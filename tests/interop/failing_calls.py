#!/usr/bin/python3
# Calls that hardly ever fail: what is said when one does.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import peer
from peer import check, run

MOST = 20 # calls before it


def test_a_file_of_issuers_that_goes_away():
    """Between two looks at it, of which each may be the one that fails."""
    script = ("save ca.pem ''; [a b] = socketpair\n"
              "try { a.tls --name localhost --ca ca.pem } catch e { print $e.name }")
    said = {run("-q", "-c", script, env=peer.unlucky(f"stat:{n}:EIO")).text()
            for n in range(1, MOST)}
    check(said == {"TLS\n", "EIO\n"}, "what is said:", said)


def test_a_name_that_the_kernel_was_to_choose():
    """It is no other socket's that has none."""
    script = "socketpair; u = socket unix; u.bind ''"
    err = run("-q", "-c", script, env=peer.unlucky("bind:1:EADDRINUSE"), expected=1).errors()
    check("EADDRINUSE" in err and "bound" not in err and "listening" not in err, "said:", err)


peer.main(globals())
