/*
 * transmit: what send, sendall and sendto share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/transmit.h"

const struct command_option transmit_options[] = {
	{'d', "dontwait", .flag = MSG_DONTWAIT,
	 .text = "MSG_DONTWAIT: fail with EAGAIN instead of waiting"},
	{'o', "oob", .flag = MSG_OOB, .text = "MSG_OOB: the last byte is urgent data"},
	{'m', "more", .flag = MSG_MORE, .text = "MSG_MORE: hold it back, more will follow at once"},
	{0},
};

const struct command_error transmit_errors[] = {
	{"EPIPE", "the socket is not connected", "connect first", when_unconnected},
	{"EPIPE", "the connection is closed for sending (by the peer, or by shutdown write)"},
	{"ECONNRESET", "the peer has reset the connection (it closed with bytes unread, or died)"},
	{"ENOTCONN", "the socket has no peer", "connect first, or for datagrams sendto"},
	{"EDESTADDRREQ", "the socket has no peer", "sendto takes the address with the data"},
	{"EISCONN", "the socket has its peer already", "send needs no address"},
	{"EMSGSIZE", "the datagram is too large (of udp 65507 bytes over IPv4 are the most, "
		     "of unix sockets what sndbuf allows)"},
	{"ECONNREFUSED",
	 "nobody receives there; for udp an earlier datagram may have found that out"},
	{"EACCES", "a broadcast address needs setsockopt broadcast on"},
	{"ENETUNREACH", "there is no way to that address"},
	{"EAFNOSUPPORT", "the address is of another family than the socket"},
	{"EOPNOTSUPP", "this kind of socket takes no such flag or address"},
	ERRORS_OF_WAITING,
	ERROR_DONTWAIT,
	{0},
};

static void journal(struct call *call, struct handle *handle, const struct bytes *data,
		    const struct address *to, int number)
{
	struct buffer flags = {0};
	if (!call_wanted(call))
		return;
	struct event event = socket_event(to ? "sendto" : "send", handle,
					  number ? -1 : (int64_t)call->done, number);
	event_value(&event,
		    (struct value){.type = TYPE_BYTES, .bytes = (struct bytes *)(uintptr_t)data});
	event_int(&event, (int64_t)data->length);
	if (call_flags(call)) {
		name_flags(&names_messages, call_flags(call), &flags);
		event_word(&event, buffer_cstring(&flags));
	}
	if (to)
		event_address(&event, to);
	call_journal(call, handle, &event);
	buffer_free(&flags);
}

static enum run failed(struct call *call, struct handle *handle, const struct bytes *data,
		       const struct address *to, bool all, int number)
{
	socket_failed(call, handle, to ? "sendto" : "send", number);
	if (!all || !call->done)
		return RUN_FAIL;
	struct bytes *before = call->error->detail;
	call->error->detail =
		bytes_format("%.*s, after %llu of %zu bytes", (int)before->length, before->data,
			     (unsigned long long)call->done, data->length);
	object_release(before);
	return RUN_FAIL;
}

/* Datagrams to an unconnected unix socket whose queue is full: epoll calls ours writable. */
static bool blind(const struct handle *handle, const struct address *to)
{
	return to && handle->family == AF_UNIX && handle->type != SOCK_STREAM;
}

/* 0 or errno; what was sent is added to call->done. */
static int push(struct call *call, struct handle *handle, const struct bytes *data,
		const struct address *to)
{
	size_t start = call->done, left = data->length - start;
	int flags = call_flags(call) | MSG_NOSIGNAL;
	ssize_t count =
		to ? sendto(handle->watch.fd, data->data + start, left, flags, &to->any, to->length)
		   : send(handle->watch.fd, data->data + start, left, flags);
	if (count < 0)
		return errno;
	call->done += (size_t)count;
	if ((size_t)count < left && handle->type == SOCK_STREAM)
		watch_drained(&handle->watch, WAIT_WRITE);
	return 0;
}

/* One datagram. */
static enum run send_blind(struct call *call, struct handle *handle, const struct bytes *data,
			   const struct address *to, bool patient)
{
	if (!handle_open(handle))
		return socket_failed(call, handle, "sendto", EBADF);
	int number = push(call, handle, data, to);
	if (socket_again(call, number, patient))
		return socket_retry(call, handle);
	journal(call, handle, data, to, number);
	if (number)
		return failed(call, handle, data, to, false, number);
	return call_return(call, value_int((int64_t)call->done));
}

enum run transmit(struct call *call, struct handle *handle, const struct bytes *data,
		  const struct address *to, bool all)
{
	bool patient = !handle->nonblocking && !(call_flags(call) & MSG_DONTWAIT);
	int number;
	if (blind(handle, to))
		return send_blind(call, handle, data, to, patient);
	while (!(number = socket_ready(call, handle, WAIT_WRITE, patient)) &&
	       !(number = push(call, handle, data, to)) && all && call->done < data->length) {
		call->until = TIME_NEVER; /* SO_SNDTIMEO is of each wait */
		if (call_overdue(call)) {
			call_keep(call, &handle->watch, WAIT_WRITE);
			return call_yield(call);
		}
	}
	if (socket_again(call, number, patient))
		return socket_wait(call, handle, WAIT_WRITE);
	journal(call, handle, data, to, number);
	if (number)
		return failed(call, handle, data, to, all, number);
	return call_return(call, value_int((int64_t)call->done));
}
