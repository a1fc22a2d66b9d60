/*
 * entry: what the parts of a program's way into a host share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_ENTRY_H
#define HANDSH_LAB_ENTRY_H

#include <stdint.h>

#include "handsh/host_entry.h"

/* How the program stands to the terminal, as a word. */
#define ENTRY_ALONG "along"
#define ENTRY_BESIDE "beside"
#define ENTRY_FOREGROUND "foreground"

/* Written to ENTRY_REPORT: by the helper once, when it has a child or could have none; by the child if
 * it could not become the program. */
struct entry_report {
	int32_t number; /* errno; 0: child */
	uint32_t step;  /* enum lab_step, of the errno */
	int32_t child;
};

/* In a namespace of mounts that nobody else sees: /etc/hosts and /etc/resolv.conf have those texts, name
 * servers and caches of the machine are out of sight; /proc and /sys show the program's own namespaces,
 * where that is allowed. 0 or errno. */
int own_files_mount(const struct buffer *names, const struct buffer *servers);

#endif
