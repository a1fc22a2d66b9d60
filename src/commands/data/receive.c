/*
 * receive: what recv and recvfrom share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/receive.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SMALL ((size_t)1 << 16) /* below, bytes are received on the stack and copied */
#define LARGE ((size_t)1 << 20) /* the most that one call takes; it may give less anyway */

const struct parameter receive_parameters[] = {
	{"N", &kind_size, ARGUMENT_OPTIONAL, .most = (int64_t)BYTES_MAX, .fallback = "4096",
	 .text = "the most bytes to take; 64k and 1M serve too"},
	{0},
};

const struct command_option receive_options[] = {
	{'p', "peek", .flag = MSG_PEEK, .text = "MSG_PEEK: leave the bytes where they are"},
	{'a', "waitall", .flag = MSG_WAITALL,
	 .text = "MSG_WAITALL: on a stream wait for all N bytes, or its end"},
	{'d', "dontwait", .flag = MSG_DONTWAIT,
	 .text = "MSG_DONTWAIT: fail with EAGAIN instead of waiting"},
	{'o', "oob", .flag = MSG_OOB, .text = "MSG_OOB: the urgent byte"},
	{'t', "trunc", .flag = MSG_TRUNC,
	 .text = "MSG_TRUNC: the line shows a datagram's whole length; "
		 "a tcp stream's bytes are thrown away"},
	{0},
};

const struct command_error receive_errors[] = {
	{"ENOTCONN", "the socket listens", "accept first, and receive on the socket that it gives",
	 when_listening},
	{"ENOTCONN", "the socket has no peer", "connect first"},
	{"ECONNRESET", "the peer has reset the connection (it closed with bytes unread, or died)"},
	{"ECONNREFUSED", "an earlier datagram came to a port where nobody receives"},
	{"ETIMEDOUT", "the peer does not answer any more (setsockopt keepalive)"},
	{"EINVAL", "there is no urgent data, or the socket is not connected"},
	ERRORS_OF_WAITING,
	ERROR_DONTWAIT,
	{0},
};

/* One system call, what went in and what came out. */
struct reception {
	struct call *call;
	struct handle *handle;
	size_t wanted; /* bytes that the user wants */
	int flags;     /* the user's */
	bool stream, sender, patient;
	bool overdue;  /* the task has had its time, and there may be more */
	size_t size;   /* room that was offered */
	ssize_t count; /* the kernel's answer; of a datagram its whole length */
	struct bytes *data;
	struct sockaddr_storage from;
	socklen_t from_length;
	char note[64];
};

/* Has the peer closed its side? */
static bool at_end(const struct handle *handle)
{
	struct pollfd poll_fd = {.fd = handle->watch.fd, .events = POLLRDHUP};
	return TEMP_FAILURE_RETRY(poll(&poll_fd, 1, 0)) == 1 &&
	       poll_fd.revents & (POLLRDHUP | POLLHUP | POLLERR);
}

/* ---- the call ---- */

static ssize_t call_kernel(struct reception *reception, char *room)
{
	int fd = reception->handle->watch.fd;
	/* MSG_TRUNC tells a datagram's whole length, so that a cut can be noticed. */
	int flags = reception->flags | (reception->stream ? 0 : MSG_TRUNC);
	if (!reception->sender)
		return TEMP_FAILURE_RETRY(recv(fd, room, reception->size, flags));
	reception->from_length = sizeof(reception->from);
	return TEMP_FAILURE_RETRY(recvfrom(fd, room, reception->size, flags,
					   (struct sockaddr *)&reception->from,
					   &reception->from_length));
}

static size_t kept(const struct reception *reception)
{
	if (reception->stream && reception->flags & MSG_TRUNC &&
	    reception->handle->family != AF_UNIX)
		return 0;
	return (size_t)reception->count < reception->size ? (size_t)reception->count
							  : reception->size;
}

static int take_small(struct reception *reception)
{
	char room[SMALL];
	reception->count = call_kernel(reception, room);
	if (reception->count < 0)
		return errno;
	size_t length = kept(reception);
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
		reception->data = bytes_shrink(room, kept(reception));
	return number;
}

/*
 * A short read has drained a tcp stream, so that the next call may wait without asking. Not where
 * the kernel stops at a mark: urgent data, or descriptors in a unix stream.
 */
static void note_drained(const struct reception *reception)
{
	struct handle *handle = reception->handle;
	if (reception->count > 0 && (size_t)reception->count < reception->size &&
	    reception->stream && handle->family != AF_UNIX &&
	    !(reception->flags & (MSG_PEEK | MSG_OOB | MSG_TRUNC)))
		watch_drained(&handle->watch, WAIT_READ);
}

/* 0 with data, or errno. left: how much is still wanted. */
static int take(struct reception *reception, size_t left)
{
	int number =
		socket_ready(reception->call, reception->handle, WAIT_READ, reception->patient);
	if (number)
		return number;
	reception->size = left < LARGE ? left : LARGE;
	number = reception->size < SMALL ? take_small(reception) : take_large(reception);
	if (!number)
		note_drained(reception);
	return number;
}

/* ---- MSG_WAITALL: bytes gather in call->state until all are there ---- */

static void gather(struct reception *reception)
{
	struct call *call = reception->call;
	struct bytes *all = call->state ? (struct bytes *)call->state : bytes_new("", 0);
	all = bytes_append(all, reception->data->data, reception->data->length);
	call->state = &all->object;
	call->done += (uint64_t)reception->count;
	object_release(reception->data);
	reception->data = NULL;
}

/* The gathered bytes become the result. */
static void ungather(struct reception *reception)
{
	object_release(reception->data);
	reception->data = (struct bytes *)reception->call->state;
	reception->count = (ssize_t)reception->data->length;
	reception->call->state = NULL;
}

static int take_all(struct reception *reception)
{
	struct call *call = reception->call;
	int number;
	for (;;) {
		reception->data = NULL;
		number = take(reception, reception->wanted - call->done);
		if (number || reception->count == 0)
			break;
		gather(reception);
		if (call->done >= reception->wanted)
			break;
		reception->overdue = call_overdue(call);
		if (reception->overdue)
			return EAGAIN;
	}
	if (socket_again(call, number, reception->patient))
		return number;
	if (call->done) { /* an error after some bytes is the next call's */
		ungather(reception);
		number = 0;
	}
	return number;
}

/* With MSG_PEEK nothing is taken: the wait is for as much as was wanted to be there. */
static int peek_all(struct reception *reception)
{
	int number = take(reception, reception->wanted);
	if (number || (size_t)reception->count >= reception->size || !reception->patient ||
	    reception->call->timed_out || at_end(reception->handle))
		return number;
	object_release(reception->data);
	reception->data = NULL;
	return EAGAIN;
}

static int take_as_told(struct reception *reception)
{
	bool all = reception->stream && reception->flags & MSG_WAITALL &&
		   !(reception->flags & (MSG_OOB | MSG_TRUNC));
	if (!all)
		return take(reception, reception->wanted);
	return reception->flags & MSG_PEEK ? peek_all(reception) : take_all(reception);
}

/* ---- what is said about it ---- */

static const char *note_of(struct reception *reception)
{
	const struct handle *handle = reception->handle;
	size_t count = (size_t)reception->count, length = reception->data->length;
	if (!reception->stream && count > length) {
		bool peek = reception->flags & MSG_PEEK;
		snprintf(reception->note, sizeof(reception->note),
			 peek ? "%zu bytes more are in the datagram"
			      : "cut short: %zu bytes of the datagram were lost",
			 count - length);
		return reception->note;
	}
	if (count || !reception->wanted || reception->flags & MSG_OOB)
		return NULL;
	if (handle->type == SOCK_DGRAM || handle->type == SOCK_RAW)
		return "an empty datagram";
	if (handle->read_shut)
		return "end of stream: this side is shut down for reading";
	if (handle->type == SOCK_SEQPACKET && !at_end(handle))
		return "an empty record";
	return "end of stream: the peer has closed its side";
}

static struct value sender_of(const struct reception *reception)
{
	if (!reception->sender || reception->from_length <= sizeof(sa_family_t))
		return VALUE_UNSET; /* a stream, or a unix socket without a name */
	return address_value((const struct sockaddr *)&reception->from, reception->from_length);
}

static struct value result_of(const struct reception *reception, struct value from)
{
	if (!reception->sender)
		return value_bytes(reception->data);
	if (from.type == TYPE_UNSET)
		from = VALUE_NIL;
	struct map *map = map_put_text(map_new(), "data", value_bytes(reception->data));
	return value_object(TYPE_MAP, map_put_text(map, "from", from));
}

/* Ends the call, well or not. */
static enum run ended(struct reception *reception, int number)
{
	struct call *call = reception->call;
	struct value from = number ? VALUE_UNSET : sender_of(reception);
	if (!number && !call_wanted(call))
		return call_return(call, result_of(reception, from));
	struct answer answer = answer_is(reception->sender ? "recvfrom" : "recv", reception->handle,
					 reception->count, number);
	struct event_argument data;
	answer.result_kind = RESULT_RECEIVED;
	if (!number) {
		const struct bytes *bytes = reception->data;
		if (!(reception->flags & MSG_TRUNC))
			answer.result = (int64_t)bytes->length;
		data = argument_bytes(bytes->data, bytes->length);
		answer.data = &data;
		answer.note = note_of(reception);
		answer.gave_kind = from.type == TYPE_UNSET ? GAVE_NOTHING : GAVE_SENDER;
		answer.gave = argument_value(from);
		answer.value = result_of(reception, from);
	}
	return call_answered(call, &answer, argument_int((int64_t)reception->wanted),
			     argument_flags(&names_messages, reception->flags));
}

/* Nobody can wait for urgent data, nor receive where others accept: the kernel answers at once. */
static bool is_patient(const struct handle *handle, int flags)
{
	return !handle->nonblocking && !handle->listening && !(flags & (MSG_DONTWAIT | MSG_OOB));
}

enum run receive(struct call *call, bool sender)
{
	struct handle *handle = call_socket(call);
	if (!handle)
		return RUN_FAIL;
	/* No initializer: it would clear the address and the note, which few calls use. */
	struct reception reception;
	reception.call = call;
	reception.handle = handle;
	reception.sender = sender;
	reception.data = NULL;
	reception.overdue = false;
	reception.wanted = (size_t)call_argument(call, 0).integer;
	reception.flags = call_flags(call);
	reception.stream = handle->type == SOCK_STREAM;
	reception.patient = is_patient(handle, reception.flags);
	int number = take_as_told(&reception);
	if (reception.overdue) {
		call_keep(call, &handle->watch, WAIT_READ);
		return call_yield(call);
	}
	if (socket_again(call, number, reception.patient))
		return socket_wait(call, handle, WAIT_READ);
	return ended(&reception, number);
}
