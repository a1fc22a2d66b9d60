#!/bin/sh
# Fails when a layer holds a mutable global: one struct shell owns all.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   globals.sh PROJECT BUILD
#
# Looks at the sections of the symbols in the built libraries. A table of constants that holds
# pointers stands in .data.rel.ro, which the loader makes read-only: that is none.

set -u
build=$2

# readline calls its hooks without a context, so what they work on must be reachable from here.
allowed='^src/libhandsh-ui\.a .* prompt_hooked$'

cd "$build" || exit 1
libraries=$(find src -name 'libhandsh-*.a' | sort)
if [ -z "$libraries" ]; then
	echo "$build holds no built layer"
	exit 1
fi
found=$(
	for library in $libraries; do
		if nm "$library" 2>/dev/null | grep -q -e ' U __asan_' -e ' __sancov_'; then
			echo SANITIZED
			exit
		fi
		objdump --syms "$library" | awk -v library="$library" '
			/file format/ { sub(/:.*/, ""); object = $0 }
			/^[0-9a-f]+ / {
				section = ""
				for (i = 2; i < NF - 1 && section == ""; i++)
					if ($i ~ /^(\.|\*)/)
						section = $i
				size = $(NF - 1); name = $NF
				if (name == section || size ~ /^0+$/ || section ~ /^\.data\.rel\.ro/)
					next
				if (section ~ /^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)/)
					print library, object, section, name
			}'
	done
)
if [ "$found" = SANITIZED ]; then
	echo "sanitizers add globals of their own: run this on another build"
	exit 77
fi
found=$(printf '%s\n' "$found" | grep -v -e '^$' -e "$allowed")
if [ -n "$found" ]; then
	echo "mutable globals (library, object, section, name):"
	printf '%s\n' "$found"
	exit 1
fi
