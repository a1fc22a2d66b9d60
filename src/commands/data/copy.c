/*
 * copy: moves bytes from one stream to another until its end.
 *
 * It receives and sends, in large pieces. splice(2), by which the bytes would not come into this
 * program's memory, hands pages of 4 KiB to TCP, 16 at a time: each 64 KiB wake the reader and are
 * paced on their own by bbr, and by the time somebody reads them they have left the processor's
 * cache. On loopback, beside a loop of recv 64k and sendall, splice was faster between three
 * processes (1.1 to 1.8 times), and slower where one has both ends (0.79 with bbr). This is
 * faster than the loop in all of these (1.1 to 1.5 times): tests/bench/README.md.
 *
 * Bytes that were received and cannot go on yet are kept with FROM at once. So there are none here
 * that the end of the call could lose, wherever it comes from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "commands/data/streaming.h"
#include "handsh/byte_stream.h"
#include "handsh/transport.h"

/* With less the ends are woken more often; with more it leaves the processor's cache. */
#define PIECE ((size_t)1 << 20)

/* Its turn as FROM's reader, from the beginning to the end. */
struct reader {
	struct object object;
	struct turn turn;
	struct object *place; /* of stream_read */
	bool ended;           /* FROM */
};

static void reader_destroy(struct object *object)
{
	struct reader *reader = (struct reader *)object;
	turn_leave(&reader->turn);
	object_release(reader->place);
	free(reader);
}

static const struct behaviour reader_behaviour = {.destroy = reader_destroy};

static struct reader *reader_of(struct call *call)
{
	if (!call->state) {
		struct reader *reader = memory_zeroed(1, sizeof(*reader));
		reader->object = (struct object){&reader_behaviour, 1};
		call->state = &reader->object;
	}
	return (struct reader *)call->state;
}

static struct handle *from_of(const struct call *call)
{
	return (struct handle *)call_argument(call, 0).object;
}

static struct handle *to_of(const struct call *call)
{
	return (struct handle *)call_argument(call, 1).object;
}

/* ---- how far it has come, where it does not come to the end ---- */

static void say_done(const struct call *call, struct error *error)
{
	struct handle *from = from_of(call);
	const size_t left = handle_kept(from);
	struct buffer name = {0};
	error->done = (int64_t)call->done;
	error_detail(error, ", after %" PRIu64 " bytes", call->done);
	if (left && handle_open(from)) {
		error_detail(error, "; %zu more are kept with %s", left, handle_name(from, &name));
	} else if (left) { /* nobody can receive them there any more */
		error_detail(error, "; %zu more had come", left);
		error->data = handle_take_kept(from, left);
	}
	buffer_free(&name);
}

/* call_answered has made the error. */
static enum run told(struct call *call, enum run run)
{
	say_done(call, call->error);
	return run;
}

static enum run recv_refused(struct call *call, int number)
{
	struct answer answer = answer_is(handle_is_socket(from_of(call))
						 ? from_of(call)->shared->transport->receive_name
						 : "read",
					 from_of(call), -1, number);
	call_on(call, &from_of(call)->object);
	return told(call, call_answered(call, &answer, argument_int((int64_t)PIECE)));
}

static enum run send_refused(struct call *call, int number)
{
	const struct bytes *kept = from_of(call)->shared->kept;
	struct answer answer = answer_is(
		handle_is_socket(to_of(call)) ? to_of(call)->shared->transport->send_name : "write",
		to_of(call), -1, number);
	call_on(call, &to_of(call)->object);
	if (!kept)
		return told(call, call_answered(call, &answer));
	return told(call, call_answered(call, &answer, argument_bytes(kept->data, kept->length),
					argument_int((int64_t)kept->length)));
}

static void copy_abandon(struct call *call, struct error *error)
{
	struct answer answer = answer_abandoned("copy", from_of(call), error);
	char note[64];
	snprintf(note, sizeof(note), "after %" PRIu64 " bytes", call->done);
	answer.note = note;
	tls_flush_later(to_of(call));
	call_journal(call, &answer, argument_int(to_of(call)->watch.fd));
	say_done(call, error);
}

/* ---- one step ---- */

static enum run wait_for(struct call *call, struct handle *handle, enum direction direction)
{
	call->waited = true;
	call_on(call, &handle->object);
	return socket_park(call, handle, direction);
}

/* One receive. 0, and *end where nothing more will come; or errno. */
static int receive(struct handle *from, bool *end)
{
	int number = from->shared->kept_number;
	from->shared->kept_number = 0;
	if (number)
		return number;
	if (!from->shared->listening && !socket_promises(from, WAIT_READ))
		return EAGAIN;
	struct bytes *room = bytes_allocate(PIECE);
	ssize_t got = from->shared->transport->receive(from, room->data, PIECE, MSG_DONTWAIT);
	number = got < 0 ? errno : 0;
	*end = got == 0;
	if (got > 0)
		socket_received(from, (size_t)got, PIECE);
	room->length = got > 0 ? (size_t)got : 0;
	handle_keep(from, room);
	return number;
}

static enum run take_stream(struct call *call, struct handle *from, bool *end)
{
	struct bytes *bytes = NULL;
	int number = 0;
	call->waited = true;
	call_on(call, &from->object);
	enum run run = stream_read(call, from, &reader_of(call)->place, PIECE, &bytes, &number);
	if (run != RUN_DONE)
		return run;
	if (number)
		return recv_refused(call, number);
	*end = !bytes->length;
	handle_keep(from, bytes);
	return RUN_DONE;
}

static enum run take(struct call *call, struct handle *from, bool *end)
{
	if (!handle_is_socket(from))
		return take_stream(call, from, end);
	int number = receive(from, end);
	if (number == EAGAIN)
		return wait_for(call, from, WAIT_READ);
	return number ? recv_refused(call, number) : RUN_DONE;
}

/* One send, or write. RUN_DONE: *gone bytes, or *number. */
static enum run push(struct call *call, struct handle *to, const struct bytes *kept, size_t *gone,
		     int *number)
{
	if (!handle_is_socket(to)) {
		call->waited = true;
		call_on(call, &to->object);
		return stream_write(call, to, kept->data, kept->length, gone, number);
	}
	ssize_t sent = to->shared->transport->send(to, kept->data, kept->length,
						   MSG_DONTWAIT | MSG_NOSIGNAL);
	*number = sent < 0 ? errno : 0;
	*gone = sent < 0 ? 0 : (size_t)sent;
	return *number == EAGAIN ? wait_for(call, to, WAIT_WRITE) : RUN_DONE;
}

static enum run give(struct call *call, struct handle *from, struct handle *to)
{
	size_t gone = 0;
	int number = 0;
	if (!call_turn(call, &to->watch, WAIT_WRITE))
		return RUN_WAIT;
	enum run run = push(call, to, from->shared->kept, &gone, &number);
	if (run != RUN_DONE)
		return run;
	handle_drop_kept(from, gone);
	if (number)
		return send_refused(call, number);
	call->done += gone;
	return RUN_DONE;
}

static enum run give_way(struct call *call, struct handle *from, struct handle *to)
{
	if (from->shared->kept)
		call_keep(call, &to->watch, WAIT_WRITE);
	else
		call_keep(call, &from->watch, WAIT_READ);
	return call_yield(call);
}

/* Of others, where each datagram ends would be lost. */
static bool is_stream(const struct handle *handle)
{
	return !handle_is_socket(handle) || handle->type == SOCK_STREAM;
}

static enum run copy_exec(struct call *call)
{
	struct handle *from = from_of(call), *to = to_of(call);
	struct turn *turn = &reader_of(call)->turn;
	if (!is_stream(from))
		return recv_refused(call, EINVAL);
	if (!is_stream(to))
		return send_refused(call, EINVAL);
	for (bool *end = &reader_of(call)->ended; !*end;) {
		if (!handle_open(to))
			return send_refused(call, EBADF);
		/* What had come before FROM was closed goes on. */
		if (!from->shared->kept && !handle_open(from))
			return recv_refused(call, EBADF);
		if (handle_open(from) && !turn_take(turn, call, &from->watch, WAIT_READ))
			return RUN_WAIT;
		enum run run = from->shared->kept ? give(call, from, to) : take(call, from, end);
		if (run != RUN_DONE)
			return run;
		if (!*end && call_overdue(call))
			return give_way(call, from, to);
	}
	int number = handle_open(to) ? tls_flush(to) : EBADF;
	if (number)
		return number == EAGAIN ? wait_for(call, to, WAIT_WRITE)
					: send_refused(call, number);
	struct answer answer = answer_is("copy", from, (int64_t)call->done, 0);
	answer.value = value_int(answer.result);
	return call_answered(call, &answer, argument_int(to->watch.fd));
}

static const struct parameter parameters[] = {
	{"FROM", &kind_stream, ARGUMENT_REQUIRED,
	 .text = "the stream to read: a socket, stdin or a file"},
	{"TO", &kind_stream, ARGUMENT_REQUIRED,
	 .text = "the stream to write: a socket, stdout or a file"},
	{0},
};

static const struct command_error errors[] = {
	{"EINVAL", "one of the two is no stream", "datagrams are received and sent"},
	{"EPIPE", "nobody reads what is written any more", NULL, when_no_socket},
	{"EPIPE", "the peer of TO has closed the connection"},
	{"ENOSPC", "the disk is full"},
	{"EFBIG", "the file would be longer than files may be"},
	ERRORS_OF_STREAMS,
	{0},
};

const struct command command_copy = {
	.name = "copy",
	.summary = "move everything from one stream to another until its end",
	.parameters = parameters,
	.result = "the number of bytes",
	.calls =
		"recv(2) and send(2), as often as it takes; read(2), write(2) of what is no socket",
	.errors = errors,
	.help = "TO stays open: shutdown it to pass the end on. "
		"Two of them as tasks, one each way, are a relay. The line shows the calls as one.\n"
		"stdin is what follows the script's own text where that is the script, and at a prompt "
		"the lines that are typed, until Ctrl-D.\n"
		"When it is ended, what was received and could not go on stays with FROM: the next "
		"recv or copy takes it first. When FROM is closed under it, that still goes on to "
		"TO; then it fails with EBADF.",
	.python = "while chunk := from_.recv(65536):\n    to.sendall(chunk)",
	.c = "while ((n = recv(from, buffer, sizeof buffer, 0)) > 0)\n"
	     "\tfor (ssize_t done = 0; done < n;)\n"
	     "\t\tdone += send(to, buffer + done, n - done, MSG_NOSIGNAL);",
	.example = "a = socketpair\n"
		   "b = socketpair\n"
		   "use $a[0]\n"
		   "send 'through two pairs'\n"
		   "shutdown write\n"
		   "expect (copy $a[1] $b[0]) == 17\n"
		   "use $b[1]\n"
		   "expect (recv) == 'through two pairs'\n",
	.exec = copy_exec,
	.abandon = copy_abandon,
};
