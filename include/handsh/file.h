/*
 * file: files that commands read and write.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_FILE_H
#define HANDSH_FILE_H

#include <sys/stat.h>

#include "handsh/command.h"

/*
 * The whole of a script's file, open(2), read(2); NULL with errno (EFBIG above BYTES_MAX). A file
 * that could keep its reader waiting, such as a FIFO, is refused with EINVAL unless patient.
 */
struct bytes *script_read(const char *path, bool patient);

#define FILE_PIECE ((size_t)1 << 20) /* bytes read or written at once */

/* An open file that a call reads or writes, and that is closed with the call. */
struct file {
	struct object object;
	struct machine *machine;
	struct watch watch; /* for FIFOs, terminals and the like */
	struct stat status;
	char *path;
};

/* Opens the file that argument 0 names, non-blocking; -1 with call->error. */
int file_descriptor(struct call *call, int flags);
/* The same, and keeps it in call->state; NULL with call->error. */
struct file *file_open(struct call *call, int flags);
/* The one that file_open has kept. */
static inline struct file *file_of(const struct call *call)
{
	return (struct file *)call->state;
}
/*
 * A read gave no bytes, but not because it is at its end: it is a FIFO that no writer has opened yet.
 * begun: something has been read before.
 */
bool fifo_awaited(int fd, bool begun);
/* Closes it now; false with errno: the system has noticed only now that data was lost. */
bool file_close(struct file *file);

#endif
