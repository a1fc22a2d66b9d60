/*
 * recvmsg: receives a message, and what stands beside its data.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/receive.h"
#include "commands/data/streaming.h"

enum { OPTION_CONTROL, OPTION_ERRQUEUE };

static const struct parameter control_room[] = {
	{"N", &kind_size, .most = 65536, .fallback = "8k",
	 .text = "the most bytes of control data to take, 8k when left out"},
	{0},
};

static enum run recvmsg_exec(struct call *call)
{
	const size_t room = (size_t)call_option_value(call, OPTION_CONTROL).integer;
	struct bytes *control = bytes_allocate(room);
	struct envelope envelope = {.control = control->data, .room = room};
	enum run run = receive_envelope(call, &envelope);
	object_release(control);
	return run;
}

static const struct parameter parameters[] = {
	{"N", &kind_size, ARGUMENT_OPTIONAL, .most = (int64_t)BYTES_MAX, .fallback = "4096",
	 .text = "the most bytes of data to take; 64k and 1M serve too"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_CONTROL] = {'c', "control", control_room, .text = "room for control data"},
	[OPTION_ERRQUEUE] =
		{'e', "errqueue", .flag = MSG_ERRQUEUE,
		 .text = "MSG_ERRQUEUE: from the queue of errors (setsockopt recverr on), and of times of "
			 "what was sent; never waits"},
	RECEIVE_PEEK_OPTION,
	RECEIVE_DONTWAIT_OPTION,
	RECEIVE_OOB_OPTION,
	{0},
};

static bool when_errors_wanted(const struct call *call)
{
	return call_option(call, OPTION_ERRQUEUE);
}

static const struct command_error errors[] = {
	{"EAGAIN", "no error is in the queue", NULL, when_errors_wanted},
	RECEIVE_ERRORS,
	{0},
};

const struct command command_recvmsg = {
	.name = "recvmsg",
	.summary = "receive a message with its flags, control data and descriptors",
	.parameters = parameters,
	.options = options,
	.flags = COMMAND_ON_SOCKET,
	.result =
		"a map: .data; .from, nil when the kernel does not tell; .flags, a list of names; "
		".fds, the descriptors that came; .control, a list of maps {level type value}",
	.calls = "recvmsg(2)",
	.errors = errors,
	.help = "What the kernel tells beside the data must be asked for with setsockopt: pktinfo, "
		"recvttl, recvtos, timestamp, timestampns, timestamping, passcred, gro, recverr … "
		"(of IPv6 recvpktinfo, recvhoplimit, recvtclass, ipv6_recverr); help sendmsg "
		"lists the types. Times are "
		"nanoseconds since 1970. A type without a name here comes by its numbers, with "
		"its bytes.\n"
		"Descriptors that a unix socket brings stand in the table at once, sockets and "
		"files each as what they are; they are closed on exec. A recvmsg whose value nobody takes, in a block or a "
		"task, closes them, and says so. recv and recvfrom lose them.\n"
		".flags has MSG_TRUNC when data, MSG_CTRUNC when control data was cut short: the "
		"message that was cut has its bytes as value, and descriptors beyond the room are "
		"lost. Bytes that are kept with the socket come first, and alone.\n"
		"With setsockopt recverr on, an error that ICMP brings fails the next call, and "
		"then recvmsg --errqueue tells it: .data is what had been sent, .from where to, "
		"and the control data's value says who has refused it, and why.",
	.python = "data, control, flags, sender = s.recvmsg(4096, 8192)",
	.c = "struct iovec vector = {buffer, sizeof buffer};\n"
	     "struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control,\n"
	     "\t.msg_controllen = sizeof control};\n"
	     "ssize_t n = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "u = socket udp\n"
		   "a.sendmsg --fd $u hello\n"
		   "m = b.recvmsg\n"
		   "expect $m.data == 'hello'\n"
		   "expect $m.fds[0].kind == 'udp'\n",
	.exec = recvmsg_exec,
	.ends = ends_by_bytes,
};
