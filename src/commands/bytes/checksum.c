/*
 * checksum: the one of IP, TCP, UDP and ICMP: RFC 1071.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "handsh/command.h"
#include "handsh/internet_checksum.h"

struct adding {
	struct object object;
	uint64_t sum;
};

static void destroy(struct object *object)
{
	free(object);
}

static const struct behaviour adding_behaviour = {.destroy = destroy};

static enum run checksum_exec(struct call *call)
{
	const struct bytes *bytes = call_argument(call, 0).bytes;
	struct adding local = {{&adding_behaviour, 1}, 0}, *adding = &local;
	if (call->state)
		adding = (struct adding *)call->state;
	while (call->done < bytes->length) {
		size_t end = piece_end(call->done, bytes->length, PIECE_BYTES);
		adding->sum = internet_sum(adding->sum, bytes->data + call->done, end - call->done);
		call->done = end;
		if (end < bytes->length && call_overdue(call))
			return call_give_way(call, adding, sizeof(*adding));
	}
	return call_return(call, value_int(internet_checksum(adding->sum)));
}

static const struct parameter parameters[] = {
	{"BYTES", &kind_bytes, ARGUMENT_REQUIRED,
	 .text = "what it is of, with zeros where it is to stand; of an odd number a zero follows"},
	{0},
};

const struct command command_checksum = {
	.name = "checksum",
	.summary = "compute the checksum of IP, TCP, UDP and ICMP",
	.parameters = parameters,
	.result = "an int, 0 to 65535, to be packed with '>H'",
	.help = "RFC 1071: the ones' complement of the ones' complement sum of all 16-bit words. Of "
		"bytes in which it stands already it is 0 if they are whole. TCP and UDP count a "
		"pseudo-header before theirs: addresses, protocol and length.",
	.c = "while (n > 1) { sum += *p++; n -= 2; }\n"
	     "sum = (sum >> 16) + (sum & 0xffff);\nsum += sum >> 16;\nreturn ~sum;",
	.example = "expect (checksum \"\\x00\\x01\\xf2\\x03\\xf4\\xf5\\xf6\\xf7\") == 8717\n"
		   "ping = pack '>BBHHH4s' 8 0 0 1 1 data\n"
		   "ping = $ping[:2] + (pack '>H' (checksum $ping)) + $ping[4:]\n"
		   "expect (checksum $ping) == 0\n",
	.exec = checksum_exec,
	.measure = call_measure_first,
};
