/*
 * file: an open file that a call reads or writes, and that is closed with the call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_FILE_H
#define HANDSH_CMD_FILE_H

#include <sys/stat.h>

#include "handsh/cmd.h"

#define FILE_PIECE ((size_t)1 << 20) /* bytes read or written at once */

struct file {
	struct object object;
	struct machine *machine;
	struct watch watch; /* for FIFOs, terminals and the like */
	struct stat status;
	char *path;
};

/* Opens the file that argument 0 names and keeps it in call->state; NULL with call->error. */
struct file *file_open(struct call *call, int flags);
/* The one that file_open has kept. */
static inline struct file *file_of(const struct call *call)
{
	return (struct file *)call->state.object;
}
/* Closes it now; false with errno: the system has noticed only now that data was lost. */
bool file_close(struct file *file);

#endif
