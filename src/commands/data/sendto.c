/*
 * sendto: sends a datagram to an address.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/transmit.h"

static enum run sendto_exec(struct call *call)
{
	struct handle *handle;
	const struct address *address;
	enum run run = socket_with_address(call, "sendto", &handle, &address);
	if (run != RUN_DONE)
		return run;
	return transmit(call, handle, call_argument(call, 1).bytes, address, false);
}

static const struct parameter parameters[] = {
	{"ADDRESS", &kind_address, ARGUMENT_REQUIRED,
	 .text = "HOST PORT, HOST:PORT, a unix path, @name, INTERFACE/PROTOCOL/HARDWARE, or an "
		 "address value such as $m.from"},
	{"DATA", &kind_bytes, ARGUMENT_REQUIRED, .text = "what to send"},
	{0},
};

static const struct command_option options[] = {
	TRANSMIT_OPTIONS,
	{0},
};

const struct command command_sendto = {
	.name = "sendto",
	.summary = "send a datagram to an address",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.options = options,
	.result = "the number of bytes",
	.calls = "sendto(2), getaddrinfo(3) for names",
	.errors = transmit_errors,
	.help = "For sockets without a connection: udp, udp6, unix-dgram, raw, icmp, packet. "
		"Nobody tells whether the datagram has arrived. "
		"A socket that was not bound gets a port of the kernel's choice.",
	.python = "s.sendto(b'hello', ('127.0.0.1', 5000))",
	.c = "sendto(fd, \"hello\", 5, 0, (struct sockaddr *)&address, sizeof address);",
	.example = "a = socket udp\n"
		   "a.bind 127.0.0.1 0\n"
		   "b = socket udp\n"
		   "b.sendto (a.getsockname) hello\n"
		   "m = a.recvfrom\n"
		   "expect $m.data == 'hello'\n"
		   "a.sendto $m.from back\n"
		   "expect (b.recv) == 'back'\n",
	.exec = sendto_exec,
	.ends = ends_by_room,
};
