/*
 * process: a program at the other end of a socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "handsh/process.h"
#include "handsh/socket.h"

/* Both as the table has them; the program's own waits, as programs expect. False with errno. */
static bool open_pair(struct host *host, int ends[2])
{
	if (host_socketpair(host, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return false;
	if (fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
		return true;
	int number = errno;
	close(ends[0]);
	close(ends[1]);
	errno = number;
	return false;
}

static struct handle *enter(struct call *call, int fd, struct process *process)
{
	struct handle *handle = call_create(call, fd, SERIES_MADE, AF_UNIX, SOCK_STREAM, 0);
	handle->shared->connected = true;
	handle->shared->companion = &process->object;
	process->socket = handle;
	task_own(call_task(call), &handle->object);
	return handle;
}

static enum run process_exec(struct call *call)
{
	int ends[2];
	const struct bytes *text = call_argument(call, 0).bytes;
	struct process *process;
	if (memchr(text->data, '\0', text->length))
		return call_fail(call, "RANGE",
				 "TEXT holds a NUL byte, where /bin/sh sees its end");
	if (!open_pair(call_host(call), ends)) {
		struct answer answer = answer_of("socketpair", NULL, -1);
		return call_refused(call, &answer);
	}
	const struct process_plan plan = {
		.text = text,
		.host = call_host(call),
		.peer = ends[1],
		.beside = true,
		.error = isatty(STDERR_FILENO) ? PROCESS_ERROR_SHOWN : PROCESS_ERROR_INHERITED,
	};
	enum run run = process_start(call, &plan, &process);
	close(ends[1]);
	if (run != RUN_DONE) {
		close(ends[0]);
		return run;
	}
	struct answer answer = answer_is("socketpair", NULL, 0, 0);
	struct buffer pair = {0};
	buffer_format(&pair, "[%d, %d]", ends[0], ends[1]);
	answer_make(&answer, enter(call, ends[0], process));
	answer.result_kind = RESULT_STATUS;
	run = call_answered(call, &answer, argument_named(&names_families, AF_UNIX),
			    argument_named(&names_types, SOCK_STREAM), argument_int(0),
			    argument_text(&pair));
	buffer_free(&pair);
	return run;
}

static const struct parameter parameters[] = {
	{"TEXT", &kind_bytes, ARGUMENT_REQUIRED, .text = "what /bin/sh is to run"},
	{0},
};

static const struct command_error errors[] = {
	{"RANGE", "the text holds a NUL byte"},
	ERRORS_OF_DESCRIPTORS,
	{0},
};

const struct command command_process = {
	.name = "process",
	.summary = "run a program, and get a socket to its standard input and output",
	.parameters = parameters,
	.result = "the socket, whose peer is the program",
	.flags = COMMAND_ON_HOST,
	.calls = "socketpair(2), vfork(2), execve(2)",
	.errors = errors,
	.help = "The program runs beside the shell. What is sent is its standard input, what it "
		"writes to standard output is received; its standard error is the shell's, where on a "
		"terminal its lines stand after the socket's name. "
		"The current socket stays as it is.\n"
		"shutdown write ends its input. close ends it too, and then the program: it has a second "
		"to go by itself. When the shell ends, so does the program. On a host of the lab, after use a or "
		"as a.process TEXT, both are there.",
	.python = "p = subprocess.Popen(TEXT, shell=True, stdin=s, stdout=s)",
	.c = "socketpair(AF_UNIX, SOCK_STREAM, 0, fds);\n"
	     "if (fork() == 0) {\n"
	     "\tdup2(fds[1], 0);\n"
	     "\tdup2(fds[1], 1);\n"
	     "\texecl(\"/bin/sh\", \"sh\", \"-c\", TEXT, NULL);\n"
	     "}",
	.example = "p = process 'tr a-z A-Z'\n"
		   "p.sendall 'hello'\n"
		   "p.shutdown write\n"
		   "expect (p.recv) == 'HELLO'\n"
		   "expect (p.recv) == ''\n"
		   "p.close\n",
	.exec = process_exec,
};
