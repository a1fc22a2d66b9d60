/*
 * reception: where the bytes of a receive come from: from what is kept with the socket, and from
 * the kernel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/reception.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "commands/data/envelope.h"
#include "handsh/byte_stream.h"
#include "handsh/tls.h"
#include "handsh/transport.h"

bool stream_at_end(const struct handle *handle)
{
	struct pollfd poll_fd = {.fd = handle->watch.fd, .events = POLLRDHUP};
	if (handle->shared->tls)
		return tls_ended(handle);
	return TEMP_FAILURE_RETRY(poll(&poll_fd, 1, 0)) == 1 &&
	       poll_fd.revents & (POLLRDHUP | POLLHUP | POLLERR);
}

const char *reception_end(const struct handle *handle)
{
	if (!handle_is_socket(handle))
		return stream_end(handle);
	if (handle->shared->read_shut)
		return "end of stream: this side is shut down for reading";
	return tls_cut(handle) ? "end of stream without close-notify: it may have been cut"
			       : "end of stream: the peer has closed its side";
}

/* ---- the call ---- */

bool reception_is_direct(const struct reception *reception)
{
	return !reception->handle->shared->tls || reception->flags & MSG_ERRQUEUE;
}

static ssize_t call_kernel(struct reception *reception, char *room)
{
	int fd = reception->handle->watch.fd;
	/* MSG_TRUNC tells a datagram's whole length, so that a cut can be noticed. */
	int flags = reception->flags | (reception->stream ? 0 : MSG_TRUNC);
	const struct handle *handle = reception->handle;
	if (reception->envelope && reception_is_direct(reception))
		return envelope_receive(reception, room, flags);
	if (!reception->sender || handle->shared->tls)
		return handle->shared->transport->receive(reception->handle, room, reception->size,
							  flags);
	reception->from_length = sizeof(reception->from);
	return TEMP_FAILURE_RETRY(recvfrom(fd, room, reception->size, flags,
					   (struct sockaddr *)&reception->from,
					   &reception->from_length));
}

static bool throws_away(const struct reception *reception)
{
	return reception->stream && reception->flags & MSG_TRUNC &&
	       reception->handle->family != AF_UNIX;
}

/* How much of it stands in the room. */
static size_t delivered(const struct reception *reception)
{
	if (throws_away(reception))
		return 0;
	return (size_t)reception->count < reception->size ? (size_t)reception->count
							  : reception->size;
}

static int take_small(struct reception *reception)
{
	char room[RECEPTION_SMALL];
	reception->count = call_kernel(reception, room);
	if (reception->count < 0)
		return errno;
	size_t length = delivered(reception);
	reception->data = call_bytes(reception->call, length);
	memcpy(reception->data->data, room, length);
	return 0;
}

static int take_large(struct reception *reception)
{
	struct bytes *room = bytes_allocate(reception->size);
	reception->count = call_kernel(reception, room->data);
	int number = reception->count < 0 ? errno : 0;
	if (number)
		object_release(room);
	else
		reception->data = bytes_shrink(room, delivered(reception));
	return number;
}

static void note_drained(const struct reception *reception)
{
	if (reception->count > 0 && reception->stream &&
	    !(reception->flags & (MSG_PEEK | MSG_TRUNC | RECEPTION_APART)))
		socket_received(reception->handle, (size_t)reception->count, reception->size);
}

/* From the kernel: 0 with data, or errno. left: how much is still wanted. */
static int take(struct reception *reception, size_t left)
{
	struct handle *handle = reception->handle;
	int number = socket_turn(reception->call, handle, WAIT_READ, reception->patient);
	if (!number && handle->shared->kept_number && !(reception->flags & RECEPTION_APART)) {
		number = handle->shared->kept_number;
		handle->shared->kept_number = 0;
		return number;
	}
	number = socket_ready(reception->call, handle, WAIT_READ, reception->patient);
	if (number)
		return number;
	reception->size = left < RECEPTION_LARGE ? left : RECEPTION_LARGE;
	number = reception->size < RECEPTION_SMALL ? take_small(reception) : take_large(reception);
	if (!number)
		note_drained(reception);
	return number;
}

/* ---- bytes that are kept with the socket come first ---- */

static void take_kept(struct reception *reception)
{
	struct handle *handle = reception->handle;
	size_t kept = handle_kept(handle);
	size_t count = reception->wanted < kept ? reception->wanted : kept;
	struct bytes *data = reception->flags & MSG_PEEK
				     ? bytes_slice(handle->shared->kept, 0, count)
				     : handle_take_kept(handle, count);
	reception->data = throws_away(reception) ? bytes_keep(data, 0, 0) : data;
	reception->count = (ssize_t)count;
	reception->from_length = 0;
}

/* An error after some bytes is the next call's. */
static void keep_number(struct reception *reception, int number)
{
	if (number && number != EAGAIN)
		reception->handle->shared->kept_number = number;
	object_release(reception->data);
	reception->data = NULL;
}

/* ---- MSG_WAITALL: bytes are kept with the socket until all are there ---- */

static int take_all(struct reception *reception)
{
	struct handle *handle = reception->handle;
	int number = 0;
	while (handle_kept(handle) < reception->wanted) {
		reception->data = NULL;
		number = take(reception, reception->wanted - handle_kept(handle));
		if (number || reception->count == 0)
			break;
		if (!handle->shared->kept && (size_t)reception->count == reception->wanted)
			return 0;
		handle_keep(handle, reception->data);
		reception->call->phase = 1;
		reception->overdue =
			handle_kept(handle) < reception->wanted && call_overdue(reception->call);
		if (reception->overdue)
			return EAGAIN;
	}
	if (!handle->shared->kept || (handle_kept(handle) < reception->wanted &&
				      socket_again(reception->call, number, reception->patient)))
		return number;
	if (handle_kept(handle) < reception->wanted)
		keep_number(reception, number);
	take_kept(reception);
	return 0;
}

/* With MSG_PEEK nothing is taken: the wait is for as much as was wanted to be there. */
static int peek_all(struct reception *reception)
{
	struct handle *handle = reception->handle;
	int number = take(reception, reception->wanted - handle_kept(handle));
	if (!number && (size_t)reception->count < reception->size && reception->patient &&
	    !reception->call->timed_out && !stream_at_end(handle)) {
		object_release(reception->data);
		reception->data = NULL;
		return EAGAIN;
	}
	if (!handle->shared->kept || socket_again(reception->call, number, reception->patient))
		return number;
	struct bytes *all = object_retain(handle->shared->kept);
	if (number)
		keep_number(reception, number);
	else
		all = bytes_append(all, reception->data->data, reception->data->length);
	object_release(reception->data);
	reception->data = all;
	reception->count = (ssize_t)all->length;
	return 0;
}

bool reception_wants_all(const struct handle *handle, int flags)
{
	return handle->type == SOCK_STREAM && flags & MSG_WAITALL &&
	       !(flags & (MSG_TRUNC | RECEPTION_APART));
}

int reception_take(struct reception *reception)
{
	const struct handle *handle = reception->handle;
	bool all = reception->wanted && reception_wants_all(handle, reception->flags);
	if (handle->shared->kept && !(reception->flags & RECEPTION_APART) &&
	    (!all || handle_kept(handle) >= reception->wanted)) {
		int number = socket_turn(reception->call, handle, WAIT_READ, reception->patient);
		if (number)
			return number;
		if (!reception->call->phase) /* else it has gathered them itself */
			reception->kept = handle_kept(handle);
		take_kept(reception);
		return 0;
	}
	if (!all)
		return take(reception, reception->wanted);
	return reception->flags & MSG_PEEK ? peek_all(reception) : take_all(reception);
}

void reception_spare(struct reception *reception)
{
	reception->spared = true;
	reception->count = 0;
	reception->from_length = 0;
	reception->data = call_bytes(reception->call, 0);
}
