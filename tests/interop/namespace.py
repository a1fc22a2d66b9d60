# Scripts run where traffic stays in a network namespace of their own, in which they may do all.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import shutil
import subprocess

import peer
from peer import Skip


def isolated(script, prepare="true", runner=""):
    """Runs the script after a line of sh, by a program; gives status, output and errors."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        raise Skip("unshare or ip is not here")
    if subprocess.run(["unshare", "-Urn", "true"], check=False, capture_output=True).returncode:
        raise Skip("no network namespace of one's own can be made")
    line = f"ip link set lo up && {prepare} && exec {runner} \"$0\" -q -c \"$1\""
    process = subprocess.run(["unshare", "-Urn", "sh", "-c", line, peer.HANDSH, script],
                             capture_output=True, timeout=peer.DEADLINE, check=False,
                             env=peer.environment())
    return process.returncode, process.stdout.decode(), process.stderr.decode()
