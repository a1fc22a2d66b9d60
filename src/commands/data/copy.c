/*
 * copy: moves bytes from one stream socket to another inside the kernel, through a pipe, with
 * splice(2): they never come into this program's memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "handsh/socket.h"

#define PIPE_SIZE (1 << 20) /* the most that an unprivileged pipe may have, pipe(7) */

/* The pipe of a copy under way: closed also when the call is abandoned. */
struct conduit {
	struct object object;
	int in, out;
	size_t held; /* bytes in the pipe */
};

static void conduit_destroy(struct object *object)
{
	struct conduit *conduit = (struct conduit *)object;
	close(conduit->in);
	close(conduit->out);
	free(conduit);
}

static const struct behaviour conduit_behaviour = {.destroy = conduit_destroy};

static struct conduit *conduit_open(struct call *call)
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
	call->state = &conduit->object;
	return conduit;
}

static enum run copy_refused(struct call *call, const struct handle *handle, int number)
{
	struct answer answer = answer_is("splice", handle, -1, number);
	call_refused(call, &answer);
	error_detail(call->error, " after %" PRIu64 " bytes", call->done);
	return RUN_FAIL;
}

/* One step: fills the empty pipe, or empties it. RUN_DONE: and on; *end: nothing more will come. */
static enum run copy_step(struct call *call, struct handle *from, struct handle *to,
			  struct conduit *conduit, bool *end)
{
	bool fill = !conduit->held;
	struct handle *handle = fill ? from : to;
	enum direction direction = fill ? WAIT_READ : WAIT_WRITE;
	if (!call_turn(call, &handle->watch, direction))
		return RUN_WAIT;
	ssize_t moved =
		TEMP_FAILURE_RETRY(fill ? splice(from->watch.fd, NULL, conduit->in, NULL, PIPE_SIZE,
						 SPLICE_F_MOVE | SPLICE_F_NONBLOCK)
					: splice(conduit->out, NULL, to->watch.fd, NULL,
						 conduit->held, SPLICE_F_MOVE | SPLICE_F_NONBLOCK));
	int number = moved < 0 ? errno : 0;
	if (number == EAGAIN) {
		call->waited = true;
		call_on(call, &handle->object);
		return call_wait(call, &handle->watch, direction);
	}
	if (number)
		return copy_refused(call, handle, number);
	*end = moved == 0;
	if (fill) {
		conduit->held = (size_t)moved;
	} else {
		conduit->held -= (size_t)moved;
		call->done += (uint64_t)moved;
	}
	return RUN_DONE;
}

static enum run copy_exec(struct call *call)
{
	struct handle *from = (struct handle *)call_argument(call, 0).object;
	struct handle *to = (struct handle *)call_argument(call, 1).object;
	/* The kernel would take datagrams, and lose where each ends. */
	if (from->type != SOCK_STREAM || to->type != SOCK_STREAM)
		return copy_refused(call, from->type != SOCK_STREAM ? from : to, EINVAL);
	struct conduit *conduit = conduit_open(call);
	bool end = false;
	if (!conduit)
		return call_errno(call, "pipe2", errno, NULL);
	while (!end) {
		if (from->watch.fd < 0 || to->watch.fd < 0)
			return copy_refused(call, from->watch.fd < 0 ? from : to, EBADF);
		enum run run = copy_step(call, from, to, conduit, &end);
		if (run != RUN_DONE)
			return run;
		if (!end && call_overdue(call)) {
			call_keep(call, &from->watch, WAIT_READ);
			return call_yield(call);
		}
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
		"shutdown it to pass the end on. Two of them as tasks, one each way, are a relay.",
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
};
