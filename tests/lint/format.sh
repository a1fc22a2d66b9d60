#!/bin/sh
# Fails when clang-format would change a C file. Versions of it differ: where it is not version 14,
# Debian 12's, the test is skipped.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   format.sh PROJECT

cd "$1" || exit 1
case $(clang-format --version 2>/dev/null) in
*' version 14.'*) ;;
*)
	echo "clang-format 14 is not installed"
	exit 77
	;;
esac
changed=$(find include src tests -name '*.[ch]' -exec clang-format --dry-run {} + 2>&1 |
	sed -n 's/:[0-9]*:[0-9]*: warning:.*//p' | sort -u)
[ -z "$changed" ] && exit 0
printf 'clang-format would change (clang-format -i does it):\n%s\n' "$changed"
exit 1
