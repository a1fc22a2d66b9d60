/*
 * socket_create: sockets that commands make: their kinds, their place in the table, and what to say
 * when there are no descriptors left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <sys/resource.h>

#include "handsh/socket.h"

static const struct socket_kind kinds[] = {
	{"tcp", AF_INET, SOCK_STREAM, IPPROTO_TCP},
	{"udp", AF_INET, SOCK_DGRAM, IPPROTO_UDP},
	{"tcp6", AF_INET6, SOCK_STREAM, IPPROTO_TCP},
	{"udp6", AF_INET6, SOCK_DGRAM, IPPROTO_UDP},
	{"unix", AF_UNIX, SOCK_STREAM, 0},
	{"unix-dgram", AF_UNIX, SOCK_DGRAM, 0},
	{"unix-seqpacket", AF_UNIX, SOCK_SEQPACKET, 0},
	{0},
};

const struct socket_kind *socket_kind_find(const struct bytes *name)
{
	for (const struct socket_kind *kind = kinds; kind->name; kind++) {
		if (bytes_is(name, kind->name))
			return kind;
	}
	return NULL;
}

static void complete_kind(struct shell *shell, const struct parameter *parameter,
			  const char *prefix, struct completion *completion)
{
	(void)shell, (void)parameter, (void)prefix;
	for (const struct socket_kind *kind = kinds; kind->name; kind++)
		completion_offer(completion, kind->name);
}

const struct kind kind_socket_kind = {.name = "a kind of socket", .complete = complete_kind};

struct handle *call_create(struct call *call, int fd, char letter, int family, int type,
			   int protocol)
{
	struct handle *handle =
		handle_new(call_shell(call)->network, fd, letter, family, type, protocol);
	handle->alias = call->target;
	return handle;
}

const char *call_created_name(const struct call *call, const struct handle *handle,
			      struct buffer *buffer)
{
	/* The variable holds it only after the call. */
	if (call->target)
		return machine_global_name(call_machine(call), call->target - 1);
	return handle_name(handle, buffer);
}

enum run call_descriptors(struct call *call, const char *name, int number)
{
	struct rlimit limit;
	uint32_t count = network_count(call_shell(call)->network);
	if (number == EMFILE && getrlimit(RLIMIT_NOFILE, &limit) == 0)
		call_errno(call, name, number,
			   "%u socket%s open, and the limit is %llu descriptors", count,
			   count == 1 ? " is" : "s are", (unsigned long long)limit.rlim_cur);
	else
		call_errno(call, name, number, NULL);
	error_hint(call->error, "close sockets that are not needed (sockets shows them), "
				"or start handsh with a higher limit (ulimit -n)");
	return RUN_FAIL;
}
