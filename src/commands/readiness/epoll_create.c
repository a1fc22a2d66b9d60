/*
 * epoll_create: makes an epoll, which looks at many sockets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <sys/epoll.h>

#include "commands/readiness/interest.h"

static enum run epoll_create_exec(struct call *call)
{
	int fd = epoll_create1(EPOLL_CLOEXEC);
	struct answer answer = answer_of("epoll_create1", NULL, fd);
	if (fd < 0)
		return call_answered(call, &answer, argument_constant("EPOLL_CLOEXEC"));
	struct handle *handle = handle_new_epoll(call_shell(call)->sockets, fd);
	handle->shared->companion = &interests_new()->object;
	handle->alias = call_target(call);
	task_own(call_task(call), &handle->object);
	answer_make(&answer, handle);
	return call_answered(call, &answer, argument_constant("EPOLL_CLOEXEC"));
}

static const struct command_error errors[] = {
	ERRORS_OF_DESCRIPTORS,
	{0},
};

const struct command command_epoll_create = {
	.name = "epoll_create",
	.summary = "make an epoll, which looks at many sockets",
	.result = "the epoll, which stands in the table",
	.calls = "epoll_create1(2)",
	.errors = errors,
	.help = "epoll_ctl says what it looks at, epoll_wait waits for that, close closes it. The "
		"current socket stays as it is.",
	.python = "e = select.epoll()",
	.c = "int e = epoll_create1(0);",
	.example = "e = epoll_create\n"
		   "expect $e.kind == 'epoll'\n"
		   "e.close\n",
	.exec = epoll_create_exec,
};
