/*
 * byte_stream: see byte_stream.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/byte_stream.h"

#include <errno.h>
#include <unistd.h>

#include "handsh/file.h"
#include "handsh/input.h"

#define LOOK (NANOSECONDS / 100) /* whether there is room where no event tells */

static bool is_standard(const struct handle *handle, int fd)
{
	return handle->series == SERIES_STANDARD && handle->watch.fd == fd;
}

/* ---- reading ---- */

static enum run read_file(struct call *call, struct handle *handle, size_t most,
			  struct bytes **bytes, int *number)
{
	struct bytes *room = bytes_allocate(most);
	ssize_t got = TEMP_FAILURE_RETRY(read(handle->watch.fd, room->data, most));
	*number = got < 0 ? errno : 0;
	if (*number == EAGAIN ||
	    (got == 0 && fifo_awaited(handle->watch.fd, handle->shared->connected))) {
		object_release(room);
		return call_wait(call, &handle->watch, WAIT_READ);
	}
	handle->shared->connected = true; /* whoever writes to a FIFO has come */
	*bytes = bytes_shrink(room, got > 0 ? (size_t)got : 0);
	return RUN_DONE;
}

enum run stream_read(struct call *call, struct handle *handle, struct object **place, size_t most,
		     struct bytes **bytes, int *number)
{
	if (most > STREAM_PIECE)
		most = STREAM_PIECE;
	*bytes = NULL;
	if (is_standard(handle, STDOUT_FILENO)) { /* a terminal would let it be read */
		*number = EBADF;
		return RUN_DONE;
	}
	enum run run = is_standard(handle, STDIN_FILENO)
			       ? input_take(call, place, most, bytes, number)
			       : read_file(call, handle, most, bytes, number);
	if (run == RUN_DONE && *number) {
		object_release(*bytes);
		*bytes = NULL;
	}
	return run;
}

const char *stream_end(const struct handle *handle)
{
	switch ((enum medium)handle->medium) {
	case MEDIUM_FILE:
		return "end of the file";
	case MEDIUM_PIPE:
		return "end of stream: nobody writes to the pipe any more";
	default:
		return "end of file";
	}
}

/* ---- writing ---- */

/* Where what is shown is more than its bytes: escaped on a terminal, objects of JSON. */
static enum run show(struct call *call, const char *data, size_t length, size_t *count)
{
	struct display *display = call_shell(call)->display;
	enum display_stream stream = display_stream(display, EVENT_PRINT);
	if (display_crowded(display, stream))
		return call_look(call, LOOK);
	*count = length < STREAM_PIECE ? length : STREAM_PIECE;
	call_print(call, data, *count);
	return RUN_DONE;
}

static enum run write_output(struct call *call, struct handle *handle, const char *data,
			     size_t length, size_t *count, int *number)
{
	const struct shell *shell = call_shell(call);
	if (shell->json || display_is_terminal(shell->display))
		return show(call, data, length, count);
	ssize_t put = display_pass(shell->display, data, length);
	*number = put < 0 ? errno : 0;
	*count = put < 0 ? 0 : (size_t)put;
	if (*number != EAGAIN)
		return RUN_DONE;
	/* The display watches the descriptor itself as long as it has something for it. */
	return display_waiting(shell->display, DISPLAY_OUTPUT)
		       ? call_look(call, LOOK)
		       : call_wait(call, &handle->watch, WAIT_WRITE);
}

enum run stream_write(struct call *call, struct handle *handle, const char *data, size_t length,
		      size_t *count, int *number)
{
	*count = 0;
	*number = is_standard(handle, STDIN_FILENO) ? EBADF : 0;
	if (*number)
		return RUN_DONE;
	if (is_standard(handle, STDOUT_FILENO))
		return write_output(call, handle, data, length, count, number);
	ssize_t put = TEMP_FAILURE_RETRY(write(handle->watch.fd, data, length));
	*number = put < 0 ? errno : 0;
	*count = put < 0 ? 0 : (size_t)put;
	return *number == EAGAIN ? call_wait(call, &handle->watch, WAIT_WRITE) : RUN_DONE;
}
