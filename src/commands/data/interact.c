/*
 * interact: joins the terminal to a socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <unistd.h>

#include "commands/data/flow.h"
#include "handsh/keyboard.h"
#include "handsh/remark.h"

enum { OPTION_RAW };
enum { TYPED, SHOWN }; /* the two flows */

static struct keyboard *keyboard_of(const struct flows *flows)
{
	return (struct keyboard *)flows->beside;
}

/* ---- the terminal in place of standard input and output ---- */

static enum run read_keys(struct call *call, struct flow *flow, struct bytes **bytes, int *number)
{
	struct keyboard *keyboard = keyboard_of((struct flows *)call->state);
	enum run run = keyboard_read(call, keyboard, bytes, number);
	if (keyboard_left(keyboard)) /* the socket stays as it is */
		flow->passes_end = false;
	return run;
}

static enum run write_screen(struct call *call, struct flow *flow, const char *data, size_t length,
			     size_t *count, int *number)
{
	(void)flow;
	return keyboard_write(call, keyboard_of((struct flows *)call->state), data, length, count,
			      number);
}

/* ---- the whole ---- */

static bool peer_has_ended(const struct flows *flows)
{
	const struct flow *shown = &flows->flows[SHOWN];
	return shown->state == FLOW_ENDED && shown->source_ended;
}

/* What is typed before Ctrl-] is sent. After the peer's end it is no failure that it cannot be. */
static bool is_over(const struct flows *flows)
{
	const struct keyboard *keyboard = keyboard_of(flows);
	return peer_has_ended(flows) ||
	       (keyboard && keyboard_left(keyboard) && flows->flows[TYPED].state == FLOW_ENDED);
}

/* False: call->error. */
static bool take_terminal(struct call *call, struct flows *flows)
{
	static const struct flow_device keys = {.read = read_keys},
					screen = {.write = write_screen};
	const bool raw = call_option(call, OPTION_RAW);
	if (raw && !keyboard_is_there(call))
		call_fail(call, "USAGE", "--raw wants a terminal as standard input");
	if (!keyboard_is_there(call))
		return !raw;
	call_remark(call, raw ? "Ctrl-] leaves; all other keys are sent"
			      : "Ctrl-] leaves, Ctrl-D ends what is sent");
	struct keyboard *keyboard = keyboard_take(call, raw);
	flows->beside = (struct object *)keyboard;
	flows->flows[TYPED].device = &keys;
	if (display_is_terminal(call_shell(call)->display))
		flows->flows[SHOWN].device = &screen;
	return keyboard;
}

/* False: call->error. */
static bool begin(struct call *call, struct handle *socket)
{
	struct socket_table *table = call_shell(call)->sockets;
	const bool peerless = socket->type == SOCK_STREAM && !socket->shared->connected;
	struct answer useless =
		answer_is("interact", socket, -1, handle_open(socket) ? ENOTCONN : EBADF);
	if (!handle_open(socket) || peerless) {
		call_refused(call, &useless);
		return false;
	}
	struct flows *flows = flows_of(call, 2);
	flows->loose = true;
	flows->over = is_over;
	flows->flows[TYPED].passes_end = true;
	flows_join(flows, TYPED, socket_table_standard(table, STDIN_FILENO), socket);
	flows_join(flows, SHOWN, socket, socket_table_standard(table, STDOUT_FILENO));
	return take_terminal(call, flows);
}

static enum run interact_exec(struct call *call)
{
	struct handle *socket = call_socket_argument(call, 0) ? call_socket(call) : NULL;
	if (!socket || (!call->state && !begin(call, socket)))
		return RUN_FAIL;
	struct flows *flows = (struct flows *)call->state;
	enum run run = flows_run(call, flows);
	if (run != RUN_DONE)
		return run;
	const size_t left = handle_kept(flows->flows[TYPED].from);
	struct buffer note = {0};
	buffer_text(&note,
		    peer_has_ended(flows) ? "the peer has closed its side" : "left by Ctrl-]");
	if (left)
		buffer_format(&note, "; %zu bytes were not sent", left);
	flows->note = buffer_cstring(&note);
	run = flows_answered(call, flows, flows_result(flows));
	buffer_free(&note);
	return run;
}

static const struct parameter parameters[] = {
	{"SOCKET", &kind_socket, ARGUMENT_OPTIONAL,
	 .text = "a name or a value; none: the current socket"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_RAW] = {'r', "raw",
			.text = "send each key as it is typed, and write what comes to the "
				"terminal as it is: for a program of your own"},
	{0},
};

static const struct command_error errors[] = {
	{"USAGE", "there is no terminal for --raw, or a task asks for it"},
	{"ENOTCONN", "the socket has no peer", "connect first"},
	ERRORS_OF_FLOWS,
	{0},
};

const struct command command_interact = {
	.name = "interact",
	.summary = "join the terminal to a socket",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.options = options,
	.result = "a map {sent received}: the numbers of bytes",
	.calls = "read(2) and send(2), recv(2) and write(2), as often as it takes; shutdown(2)",
	.errors = errors,
	.help = "Each line that is typed is sent, and what comes is shown, until the peer has closed "
		"its side or Ctrl-] is typed. Ctrl-D ends what is sent (shutdown write), and what "
		"comes is still shown; Ctrl-C stops it. The socket stays open. What the shell and "
		"its tasks show meanwhile waits until then.\n"
		"What comes is escaped, so that no peer can drive the terminal; \\r\\n is an end of "
		"line. With --raw nothing is, each key is sent at once and Ctrl-C too: for a shell "
		"or an editor of your own at the other end, such as "
		"process 'script -qc bash /dev/null'.\n"
		"Where standard input is no terminal it joins that and standard output, as they are.",
	.python = "import telnetlib\nt = telnetlib.Telnet()\nt.sock = s\nt.interact()",
	.c = "for (;;) {\n"
	     "\tpoll(both, 2, -1);\n"
	     "\tif (both[0].revents && (n = read(0, buffer, sizeof buffer)) > 0)\n"
	     "\t\tsend_all(fd, buffer, n);\n"
	     "\tif (both[1].revents && (n = recv(fd, buffer, sizeof buffer, 0)) > 0)\n"
	     "\t\twrite_all(1, buffer, n);\n"
	     "}",
	.example = "pair = socketpair\n"
		   "a = $pair[0]\n"
		   "b = $pair[1]\n"
		   "b.send \"a greeting\\n\"\n"
		   "b.close\n"
		   "expect (interact a).received == 11\n",
	.exec = interact_exec,
	.abandon = flows_abandon,
};
