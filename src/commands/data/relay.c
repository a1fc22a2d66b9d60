/*
 * relay: moves bytes between two streams, both ways, until both have ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <unistd.h>

#include "commands/data/flow.h"

enum { OPTION_SHOW, OPTION_HOLD };

/* Standard input and output are two ends of the table, and one of a relay, by either name. */
static struct handle *end_of(struct call *call, unsigned i, int standard)
{
	struct handle *handle = (struct handle *)call_argument(call, i).object;
	return handle->series == SERIES_STANDARD
		       ? socket_table_standard(call_shell(call)->sockets, standard)
		       : handle;
}

static enum run relay_exec(struct call *call)
{
	struct flows *flows = flows_of(call, 2);
	for (unsigned i = 0; i < flows->count; i++) {
		flows_join(flows, i, end_of(call, i, STDIN_FILENO),
			   end_of(call, !i, STDOUT_FILENO));
		flows->flows[i].passes_end = true;
		flows->flows[i].shown = call_option(call, OPTION_SHOW);
		flows->flows[i].holds = call_option(call, OPTION_HOLD);
	}
	call_on(call, &flows->flows[0].from->object);
	enum run run = flows_run(call, flows);
	return run == RUN_DONE ? flows_answered(call, flows, flows_result(flows)) : run;
}

static const struct parameter parameters[] = {
	{"A", &kind_stream, ARGUMENT_REQUIRED, .text = "a socket, stdin, stdout or a file"},
	{"B", &kind_stream, ARGUMENT_REQUIRED, .text = "the other"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_SHOW] = {'s', "show",
			 .text = "print what passes: from whom to whom, how much, and the bytes"},
	[OPTION_HOLD] =
		{.name = "hold",
		 .text = "number each piece, and let it wait for pass, drop or pass N --as BYTES"},
	{0},
};

static const struct command_error errors[] = {
	ERRORS_OF_FLOWS,
	{0},
};

const struct command command_relay = {
	.name = "relay",
	.summary = "move everything between two streams, both ways",
	.parameters = parameters,
	.options = options,
	.result = "a map {sent received}: the numbers of bytes from A to B, and from B to A",
	.calls =
		"recv(2) and send(2), or splice(2), as often as it takes, and shutdown(2); read(2), "
		"write(2) of what is no socket",
	.errors = errors,
	.help = "What ends on one side is ended on the other (shutdown write), while the way back "
		"stays open, until that ends too. Both sockets stay open then: close them. "
		"The line shows the calls as one.\n"
		"--show prints each piece as it passes, a line for it and its text below, escaped; of a "
		"long one the middle is left out. As JSON it is a table {from to bytes data}.\n"
		"--hold gives each piece a number, as packets have, and shows it: pass lets it go on, as it is "
		"or with other bytes, drop takes it out. One of each direction waits, those after it come then; an "
		"end is passed on when all before it has gone. What waits when the relay is ended stays with its "
		"socket.\n"
		"stdin and stdout are one end, whichever is named. Between sockets that keep "
		"messages apart, such as udp, each message is one on the other side too; udp does "
		"not end.\n"
		"When one side fails, what the other has sent so far is passed on, if it can be, and "
		"then relay fails. When it is ended, what was received and could not go on stays "
		"with its socket: the next recv, copy or relay takes it first.",
	.python = "threading.Thread(target=copy, args=(a, b)).start()\ncopy(b, a)",
	.c = "for (;;) {\n"
	     "\tpoll(both, 2, -1);\n"
	     "\tfor (int i = 0; i < 2; i++)\n"
	     "\t\tif (both[i].revents && (n = recv(both[i].fd, buffer, sizeof buffer, 0)) > 0)\n"
	     "\t\t\tsend_all(both[!i].fd, buffer, n);\n"
	     "}",
	.example = "a = socketpair\n"
		   "b = socketpair\n"
		   "t = spawn { relay $a[1] $b[0] }\n"
		   "left = $a[0]\n"
		   "right = $b[1]\n"
		   "left.send 'a question'\n"
		   "left.shutdown write\n"
		   "expect (right.recv --all) == 'a question'\n"
		   "right.send 'the answer'\n"
		   "right.shutdown write\n"
		   "expect (left.recv --all) == 'the answer'\n"
		   "expect (wait $t).sent == 10\n",
	.exec = relay_exec,
	.abandon = flows_abandon,
	.measure = flows_measure,
};
