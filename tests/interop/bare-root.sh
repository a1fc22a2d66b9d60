#!/bin/sh
# The README's two commands on a Debian 12 that has git and nothing else: installs one into a folder
# with debootstrap, clones the project into it, and runs each command twice as root.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   HANDSH_BARE_ROOT=1 tests/interop/bare-root.sh
#
# Takes some minutes, 2 GB in TMPDIR, and a Debian mirror: the one this machine's apt is set to. So
# it runs only when asked to; without debootstrap, root or a mirror that answers it skips.

set -u
project=$(cd -- "$(dirname -- "$0")/../.." && pwd -P)

skip() {
	echo "skipped: $*"
	exit 77
}

[ "${HANDSH_BARE_ROOT-}" = 1 ] || skip "takes minutes; set HANDSH_BARE_ROOT=1 to run it"
[ "$(id -u)" -eq 0 ] || skip "needs root"
command -v debootstrap >/dev/null || skip "needs debootstrap"

# The first mirror with the main archive, of either format of apt's lists.
mirror=$(sed -n -e 's/^URIs:[[:space:]]*\([^[:space:]]*\).*/\1/p' \
	-e 's/^deb[[:space:]]\(\[[^]]*\][[:space:]]*\)\{0,1\}\([^[:space:]]*\).*/\2/p' \
	/etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list \
	2>/dev/null | grep '/debian/\{0,1\}$' | head -n 1)
[ -n "$mirror" ] || skip "apt names no Debian mirror"

root=$(mktemp -d "${TMPDIR:-/tmp}/handsh-root.XXXXXX") || exit 1
finish() {
	mountpoint -q "$root/dev" && umount -R "$root/dev"
	mountpoint -q "$root/proc" && umount "$root/proc"
	rm -rf --one-file-system "$root"
}
trap finish EXIT
trap 'exit 130' INT TERM

inside() {
	env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
		chroot "$root" /bin/sh -c "cd /root/handsh && $1"
}

# Shows how long a command took, and its output if it fails.
step() {
	begin=$(date +%s)
	if ! inside "$2" >"$root/output" 2>&1 </dev/null; then
		cat "$root/output"
		echo "FAIL: $1"
		exit 1
	fi
	elapsed=$(($(date +%s) - begin))
	echo "$1: ${elapsed} s"
}

debootstrap --variant=minbase --include=git,ca-certificates bookworm "$root" "$mirror" \
	>"$root.log" 2>&1 || { tail -n 20 "$root.log"; rm -f "$root.log"; skip "debootstrap failed"; }
rm -f "$root.log"
# apt inside goes the way that it goes here.
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null
apt-config dump | grep -i -e '^Acquire::http.*::Proxy ' -e '^Acquire::https.*::Proxy ' \
	>"$root/etc/apt/apt.conf.d/90proxy"
mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" &&
	mount --make-rslave "$root/dev" || skip "cannot mount /proc and /dev"
git clone -q "$project" "$root/root/handsh" || exit 1

step "first run" './run -c "print hello" | grep -qx hello'
step "second run" 'echo "print hello" | ./run | grep -qx hello'
[ "$elapsed" -le 3 ] || { echo "FAIL: the second run took $elapsed s"; exit 1; }
step "first test" './run --test'
tail -n 12 "$root/output"
step "second test" './.ci/run'
tail -n 3 "$root/output"
