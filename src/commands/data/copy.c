/*
 * copy: moves bytes from one stream socket to another inside the kernel, through a pipe, with
 * splice(2): they never come into this program's memory, unless they cannot go on: what is in the
 * pipe when the call ends is kept with the socket that it came from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "handsh/socket.h"

/* In larger pieces the bytes leave the processor's cache before they go on. */
#define PIPE_SIZE (1 << 18)

/* The pipe of a copy under way. */
struct conduit {
	struct object object;
	int in, out;
	size_t held;         /* bytes in the pipe */
	struct handle *from; /* held */
	struct turn turn;    /* as its reader, from the beginning to the end */
};

/* Bytes in the pipe come from where splice(2) has put them: a read gives them all. */
static void put_back(struct conduit *conduit)
{
	struct bytes *bytes = bytes_allocate(conduit->held);
	size_t done = 0;
	ssize_t got;
	do {
		got = TEMP_FAILURE_RETRY(
			read(conduit->out, bytes->data + done, conduit->held - done));
		done += got > 0 ? (size_t)got : 0;
	} while (got > 0 && done < conduit->held);
	handle_keep_before(conduit->from, bytes_shrink(bytes, done));
}

static void conduit_destroy(struct object *object)
{
	struct conduit *conduit = (struct conduit *)object;
	if (conduit->held)
		put_back(conduit);
	turn_leave(&conduit->turn);
	object_release(conduit->from);
	close(conduit->in);
	close(conduit->out);
	free(conduit);
}

static const struct behaviour conduit_behaviour = {.destroy = conduit_destroy};

static struct conduit *conduit_open(struct call *call, struct handle *from)
{
	int ends[2];
	if (call->state)
		return (struct conduit *)call->state;
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
		return NULL;
	fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE); /* the default serves too, slower */
	struct conduit *conduit = memory_zeroed(1, sizeof(*conduit));
	conduit->object = (struct object){&conduit_behaviour, 1};
	conduit->out = ends[0];
	conduit->in = ends[1];
	conduit->from = object_retain(from);
	call->state = &conduit->object;
	return conduit;
}

/* ---- how far it has come, where it does not come to the end ---- */

/* Bytes that were read and could not go on. */
static size_t left_over(const struct conduit *conduit)
{
	return conduit->held + handle_kept(conduit->from);
}

static void say_done(const struct call *call, struct error *error)
{
	const struct conduit *conduit = (const struct conduit *)call->state;
	const size_t left = conduit && handle_open(conduit->from) ? left_over(conduit) : 0;
	error->done = (int64_t)call->done;
	error_detail(error, ", after %" PRIu64 " bytes", call->done);
	if (left) {
		struct buffer name = {0};
		error_detail(error, "; %zu more are kept with %s", left,
			     handle_name(conduit->from, &name));
		buffer_free(&name);
	}
}

static enum run copy_refused(struct call *call, const struct handle *handle, int number)
{
	struct answer answer = answer_is("splice", handle, -1, number);
	call_refused(call, &answer);
	say_done(call, call->error);
	return RUN_FAIL;
}

static void copy_abandon(struct call *call, struct error *error)
{
	const struct handle *from = (const struct handle *)call_argument(call, 0).object;
	const struct handle *to = (const struct handle *)call_argument(call, 1).object;
	struct answer answer = answer_abandoned("splice", from, error);
	char note[64];
	snprintf(note, sizeof(note), "after %" PRIu64 " bytes", call->done);
	answer.note = note;
	call_journal(call, &answer, argument_int(to->watch.fd));
	say_done(call, error);
}

/* ---- one step ---- */

static enum run wait_for(struct call *call, struct handle *handle, enum direction direction)
{
	call->waited = true;
	call_on(call, &handle->object);
	return call_wait(call, &handle->watch, direction);
}

/* Fills the empty pipe. RUN_DONE: and on; *end: nothing more will come. */
static enum run fill(struct call *call, struct handle *from, struct conduit *conduit, bool *end)
{
	int number = from->kept_number;
	ssize_t moved = 0;
	from->kept_number = 0;
	if (!number) {
		moved = TEMP_FAILURE_RETRY(splice(from->watch.fd, NULL, conduit->in, NULL,
						  PIPE_SIZE, SPLICE_F_MOVE | SPLICE_F_NONBLOCK));
		number = moved < 0 ? errno : 0;
	}
	if (number == EAGAIN)
		return wait_for(call, from, WAIT_READ);
	if (number)
		return copy_refused(call, from, number);
	conduit->held = (size_t)moved;
	*end = moved == 0;
	return RUN_DONE;
}

/* What is kept goes first. */
static ssize_t push(struct handle *to, struct conduit *conduit)
{
	const struct bytes *kept = conduit->from->kept;
	if (conduit->held)
		return splice(conduit->out, NULL, to->watch.fd, NULL, conduit->held,
			      SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
	return send(to->watch.fd, kept->data, kept->length, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* Empties the pipe, or takes from what is kept. */
static enum run empty(struct call *call, struct handle *to, struct conduit *conduit)
{
	if (!call_turn(call, &to->watch, WAIT_WRITE))
		return RUN_WAIT;
	ssize_t moved = TEMP_FAILURE_RETRY(push(to, conduit));
	int number = moved < 0 ? errno : 0;
	if (number == EAGAIN)
		return wait_for(call, to, WAIT_WRITE);
	if (number)
		return copy_refused(call, to, number);
	if (conduit->held)
		conduit->held -= (size_t)moved;
	else
		object_release(handle_take_kept(conduit->from, (size_t)moved));
	call->done += (uint64_t)moved;
	return RUN_DONE;
}

static enum run give_way(struct call *call, struct handle *from, struct handle *to, bool writes)
{
	if (writes)
		call_keep(call, &to->watch, WAIT_WRITE);
	else
		call_keep(call, &from->watch, WAIT_READ);
	return call_yield(call);
}

static enum run copy_exec(struct call *call)
{
	struct handle *from = (struct handle *)call_argument(call, 0).object;
	struct handle *to = (struct handle *)call_argument(call, 1).object;
	/* The kernel would take datagrams, and lose where each ends. */
	if (from->type != SOCK_STREAM || to->type != SOCK_STREAM)
		return copy_refused(call, from->type != SOCK_STREAM ? from : to, EINVAL);
	struct conduit *conduit = conduit_open(call, from);
	if (!conduit)
		return call_errno(call, "pipe2", errno, NULL);
	for (bool end = false; !end;) {
		if (!handle_open(from) || !handle_open(to))
			return copy_refused(call, handle_open(from) ? to : from, EBADF);
		if (!turn_take(&conduit->turn, call, &from->watch, WAIT_READ))
			return RUN_WAIT;
		const bool writes = left_over(conduit) != 0;
		enum run run = writes ? empty(call, to, conduit) : fill(call, from, conduit, &end);
		if (run != RUN_DONE)
			return run;
		if (!end && call_overdue(call))
			return give_way(call, from, to, left_over(conduit) != 0);
	}
	struct answer answer = answer_is("splice", from, (int64_t)call->done, 0);
	answer.value = value_int(answer.result);
	return call_answered(call, &answer, argument_int(to->watch.fd));
}

static const struct parameter parameters[] = {
	{"FROM", &kind_socket, ARGUMENT_REQUIRED, .text = "the stream socket to read"},
	{"TO", &kind_socket, ARGUMENT_REQUIRED, .text = "the stream socket to write"},
	{0},
};

static const struct command_error errors[] = {
	{"EINVAL", "one of the two is no stream socket", "datagrams are received and sent"},
	{"EPIPE", "the peer of TO has closed the connection"},
	{0},
};

const struct command command_copy = {
	.name = "copy",
	.summary = "move everything from one socket to another until the end of the stream",
	.parameters = parameters,
	.result = "the number of bytes",
	.calls = "splice(2)",
	.errors = errors,
	.help = "The bytes stay inside the kernel. TO stays open: "
		"shutdown it to pass the end on. Two of them as tasks, one each way, are a relay. "
		"What was read and could not go on when it is ended stays with FROM.",
	.python = "while chunk := from_.recv(65536):\n    to.sendall(chunk)",
	.c = "while ((n = splice(from, NULL, p[1], NULL, size, 0)) > 0)\n"
	     "\tsplice(p[0], NULL, to, NULL, n, 0);",
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
