/*
 * sendfile: sends a file without its bytes coming through this program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "handsh/socket.h"

#define PIECE ((size_t)1 << 20) /* before the task looks at its time */

static const struct handle *file_of(const struct call *call)
{
	return (const struct handle *)call_argument(call, 0).object;
}

/* Of COUNT, when it was given. */
static size_t left_of(const struct call *call)
{
	if (!call_given(call, 2))
		return PIECE;
	uint64_t left = (uint64_t)call_argument(call, 2).integer - call->done;
	return left < PIECE ? (size_t)left : PIECE;
}

static void say_done(const struct call *call, struct error *error)
{
	error->done = (int64_t)call->done;
	if (call->done)
		error_detail(error, ", after %" PRIu64 " bytes", call->done);
}

static enum run ended(struct call *call, struct handle *to, int number)
{
	struct answer answer = answer_is("sendfile", to, (int64_t)call->done, number);
	answer.value = value_int(answer.result);
	enum run run =
		call_answered(call, &answer, argument_int(file_of(call)->watch.fd),
			      call_given(call, 1) ? argument_int(call_argument(call, 1).integer)
						  : argument_constant("NULL"),
			      call_given(call, 2) ? argument_int(call_argument(call, 2).integer)
						  : argument_none());
	if (number)
		say_done(call, call->error);
	return run;
}

static void sendfile_abandon(struct call *call, struct error *error)
{
	struct answer answer = answer_abandoned("sendfile", (struct handle *)call->subject, error);
	call_journal(call, &answer, argument_int(file_of(call)->watch.fd));
	say_done(call, error);
}

/* 0, and *end where the file has no more; or errno. */
static int push(struct call *call, struct handle *to, bool *end)
{
	const int fd = file_of(call)->watch.fd;
	off_t offset = call_given(call, 1)
			       ? (off_t)(call_argument(call, 1).integer + (int64_t)call->done)
			       : 0;
	const size_t size = left_of(call);
	ssize_t count =
		size ? TEMP_FAILURE_RETRY(sendfile(to->watch.fd, fd,
						   call_given(call, 1) ? &offset : NULL, size))
		     : 0;
	if (count < 0)
		return errno;
	call->done += (uint64_t)count;
	*end = count == 0;
	return 0;
}

static enum run sendfile_exec(struct call *call)
{
	struct handle *to = call_socket(call);
	bool end = false;
	int number = 0;
	if (!to)
		return RUN_FAIL;
	if (to->shared->tls) /* the kernel would send the bytes as they are */
		return ended(call, to, EOPNOTSUPP);
	if (!handle_open(file_of(call)))
		return ended(call, to, EBADF);
	while (!end && !(number = socket_ready(call, to, WAIT_WRITE, true)) &&
	       !(number = push(call, to, &end))) {
		if (!end && call_overdue(call)) {
			call_keep(call, &to->watch, WAIT_WRITE);
			return call_yield(call);
		}
	}
	if (socket_again(call, number, !to->shared->nonblocking || call->done))
		return socket_wait(call, to, WAIT_WRITE);
	return ended(call, to, number);
}

/* Up to the end of the file, or as many as were asked for. */
static bool sendfile_measure(const struct call *call, struct measure *measure)
{
	const int fd = file_of(call)->watch.fd;
	struct stat status;
	*measure = (struct measure){.done = call->done};
	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
		return true;
	const off_t start = call_given(call, 1) ? (off_t)call_argument(call, 1).integer
						: lseek(fd, 0, SEEK_CUR) - (off_t)call->done;
	measure->total = start < status.st_size ? (uint64_t)(status.st_size - start) : 0;
	if (call_given(call, 2) && (uint64_t)call_argument(call, 2).integer < measure->total)
		measure->total = (uint64_t)call_argument(call, 2).integer;
	return true;
}

static const struct parameter parameters[] = {
	{"FILE", &kind_stream, ARGUMENT_REQUIRED, .text = "what file has opened"},
	{"OFFSET", &kind_size, ARGUMENT_OPTIONAL, .most = INT64_MAX,
	 .text = "where to begin; where the file stands when left out, which it moves"},
	{"COUNT", &kind_size, ARGUMENT_OPTIONAL, .most = INT64_MAX,
	 .text = "the most bytes; up to the end when left out"},
	{0},
};

static const struct command_error errors[] = {
	{"EINVAL", "FILE is no file that can be mapped, or the socket is no stream",
	 "copy takes any two streams"},
	{"EOPNOTSUPP", "TLS has to see the bytes", "copy sends them through it"},
	{"EBADF", "FILE is closed, or not open for reading"},
	{"EPIPE", "the connection is closed for sending (by the peer, or by shutdown write)"},
	{"ECONNRESET", "the peer has reset the connection"},
	{"ENOTCONN", "the socket has no peer", "connect first"},
	ERRORS_OF_WAITING,
	{0},
};

const struct command command_sendfile = {
	.name = "sendfile",
	.summary = "send a file, which the kernel reads by itself",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.result = "the number of bytes",
	.calls = "sendfile(2), as often as it takes",
	.errors = errors,
	.help = "The bytes do not come through this program, which a server of files saves. The line "
		"shows the calls as one.",
	.python = "s.sendfile(open('PATH', 'rb'))",
	.c = "sendfile(fd, file, NULL, size);",
	.example = "save /tmp/handsh-example 'some text'\n"
		   "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "f = file /tmp/handsh-example\n"
		   "expect (a.sendfile $f) == 9\n"
		   "expect (a.sendfile $f 5 2) == 2\n"
		   "expect (b.recv) == 'some textte'\n"
		   "!rm /tmp/handsh-example\n",
	.exec = sendfile_exec,
	.abandon = sendfile_abandon,
	.measure = sendfile_measure,
};
