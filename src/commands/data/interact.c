/*
 * interact: joins the terminal to a socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>
#include <unistd.h>

#include "commands/data/flow.h"
#include "handsh/keyboard.h"
#include "handsh/remark.h"

enum { OPTION_RAW, OPTION_CRLF };
enum { TYPED, SHOWN }; /* the two flows */

/* What a call has beside its flows. */
struct session {
	struct object object;
	struct keyboard *keyboard; /* NULL: standard input and output are no terminal */
	bool after_return;         /* with --crlf: the latest byte was a CR */
};

static void session_destroy(struct object *object)
{
	struct session *session = (struct session *)object;
	object_release(session->keyboard);
	free(session);
}

static const struct behaviour session_behaviour = {.destroy = session_destroy};

static struct session *session_of(const struct flows *flows)
{
	return (struct session *)flows->beside;
}

static struct session *call_session(const struct call *call)
{
	return session_of((const struct flows *)call->state);
}

/* ---- ends of lines ---- */

/* How many newlines have no CR before them. */
static size_t count_bare(const struct bytes *bytes, bool after_return)
{
	size_t count = 0;
	for (size_t i = 0; i < bytes->length; i++) {
		count += bytes->data[i] == '\n' && !after_return;
		after_return = bytes->data[i] == '\r';
	}
	return count;
}

/* Each newline gets a CR before it, unless it has one. */
static struct bytes *add_returns(struct call *call, struct bytes *bytes)
{
	struct session *session = call_session(call);
	const size_t bare = count_bare(bytes, session->after_return);
	struct bytes *longer = bare ? bytes_allocate(bytes->length + bare) : object_retain(bytes);
	for (size_t i = 0, place = 0; i < bytes->length; i++) {
		if (bytes->data[i] == '\n' && !session->after_return)
			longer->data[place++] = '\r';
		if (bare)
			longer->data[place++] = bytes->data[i];
		session->after_return = bytes->data[i] == '\r';
	}
	object_release(bytes);
	return longer;
}

/* ---- the terminal in place of standard input and output ---- */

static enum run read_keys(struct call *call, struct flow *flow, struct bytes **bytes, int *number)
{
	struct keyboard *keyboard = call_session(call)->keyboard;
	enum run run = keyboard_read(call, keyboard, bytes, number);
	if (keyboard_left(keyboard)) /* the socket stays as it is */
		flow->passes_end = false;
	return run;
}

static enum run write_screen(struct call *call, struct flow *flow, const char *data, size_t length,
			     size_t *count, int *number)
{
	(void)flow;
	return keyboard_write(call, call_session(call)->keyboard, data, length, count, number);
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
	const struct keyboard *keyboard = session_of(flows)->keyboard;
	return peer_has_ended(flows) ||
	       (keyboard && keyboard_left(keyboard) && flows->flows[TYPED].state == FLOW_ENDED);
}

static const struct flow_device keys = {.read = read_keys},
				keys_crlf = {.read = read_keys, .change = add_returns},
				input_crlf = {.change = add_returns},
				screen = {.write = write_screen};

/* False: call->error. */
static bool take_terminal(struct call *call, struct flows *flows)
{
	const bool raw = call_option(call, OPTION_RAW);
	if (raw && !keyboard_is_there(call))
		call_fail(call, "USAGE", "--raw wants a terminal as standard input");
	if (!keyboard_is_there(call))
		return !raw;
	call_remark(call, raw ? "Ctrl-] leaves; all other keys are sent"
			      : "Ctrl-] leaves, Ctrl-D ends what is sent");
	session_of(flows)->keyboard = keyboard_take(call, raw);
	flows->flows[TYPED].device = call_option(call, OPTION_CRLF) ? &keys_crlf : &keys;
	if (display_is_terminal(call_shell(call)->display))
		flows->flows[SHOWN].device = &screen;
	return session_of(flows)->keyboard;
}

/* What was read of standard input before, and kept, goes the same way. */
static void end_lines(struct call *call, struct flow *typed)
{
	struct description *state = typed->from->shared;
	typed->device = &input_crlf;
	if (state->kept)
		state->kept = add_returns(call, state->kept);
	state->scanned = 0;
}

/* The flows and what is beside them. False: call->error. */
static bool join(struct call *call, struct handle *socket)
{
	struct socket_table *table = call_shell(call)->sockets;
	struct flows *flows = flows_of(call, 2);
	struct session *session = memory_zeroed(1, sizeof(*session));
	session->object = (struct object){&session_behaviour, 1};
	flows->beside = &session->object;
	flows->loose = true;
	flows->over = is_over;
	flows->flows[TYPED].passes_end = true;
	flows_join(flows, TYPED, socket_table_standard(table, STDIN_FILENO), socket);
	flows_join(flows, SHOWN, socket, socket_table_standard(table, STDOUT_FILENO));
	if (call_option(call, OPTION_CRLF))
		end_lines(call, &flows->flows[TYPED]);
	return take_terminal(call, flows);
}

/* False: call->error. */
static bool begin(struct call *call, struct handle *socket)
{
	const bool peerless = socket->type == SOCK_STREAM && !socket->shared->connected;
	struct answer useless =
		answer_is("interact", socket, -1, handle_open(socket) ? ENOTCONN : EBADF);
	if (!handle_open(socket) || peerless) {
		call_refused(call, &useless);
		return false;
	}
	if (call_option(call, OPTION_RAW) && call_option(call, OPTION_CRLF)) {
		call_fail(call, "USAGE", "--raw and --crlf exclude each other");
		return false;
	}
	return join(call, socket);
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
	[OPTION_CRLF] = {0, "crlf",
			 .text = "end each line that is sent with CR LF, as many protocols want"},
	{0},
};

static const struct command_error errors[] = {
	{"USAGE", "there is no terminal for --raw, a task asks for it, or --crlf does too"},
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
		"line. With --crlf each line ends with CR LF on its way to the peer, as HTTP, SMTP and "
		"IMAP want it; what comes stays as it is. With --raw nothing is escaped, each key is sent at once and Ctrl-C too: for a shell "
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
