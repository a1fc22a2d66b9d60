/*
 * byte_stream: descriptors of the table that are no sockets: standard input and output, files, FIFOs,
 * terminals. They are read and written to by read(2) and write(2), and cannot do what sockets can.
 *
 * O_NONBLOCK on descriptors 0 and 1 would reach every process that shares them: standard input is
 * read as its other readers read it (input.h), standard output written to as the display does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_BYTE_STREAM_H
#define HANDSH_BYTE_STREAM_H

#include "handsh/command.h"

#define STREAM_PIECE ((size_t)1 << 20) /* bytes read or shown at once */

/*
 * Reads at most so many bytes, empty at the end; from a prompt a whole line. *place is the call's
 * own from the first call, where it is NULL, to the end, where it is so again. RUN_DONE: *bytes is a
 * new reference, or *number an errno that is not 0. RUN_WAIT: parked. RUN_FAIL: call->error.
 */
enum run stream_read(struct call *call, struct handle *handle, struct object **place, size_t most,
		     struct bytes **bytes, int *number);
/* Writes what is taken without waiting: RUN_DONE with *count, or *number. Otherwise as above. */
enum run stream_write(struct call *call, struct handle *handle, const char *data, size_t length,
		      size_t *count, int *number);
/* How a reader learns that there is no more. */
const char *stream_end(const struct handle *handle);

#endif
