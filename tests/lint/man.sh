#!/bin/sh
# Fails when mandoc finds anything to say about the manual pages.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   man.sh PROJECT BUILD

command -v mandoc >/dev/null || {
	echo "mandoc is not installed"
	exit 77
}
set -- "$1"/man/*.[1-9] "$2"/share/man/man*/*.[1-9]
pages=0
failed=0
for page; do
	[ -f "$page" ] || continue
	pages=$((pages + 1))
	# Which other pages are installed here says nothing about ours.
	said=$(mandoc -T lint "$page" | grep -v 'referenced manual not found')
	if [ -n "$said" ]; then
		printf '%s\n' "$said"
		failed=1
	fi
done
if [ $pages -eq 0 ]; then
	echo "no manual page found"
	exit 1
fi
exit $failed
