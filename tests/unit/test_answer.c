/*
 * How a command ends by a system call's answer, and what the call's event says of it: shown by a
 * command that is none of handsh's and has the signature of sendmsg, addresses and descriptors in
 * options that may be given again, several data, control values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/socket.h"

/* ---- the command ---- */

enum { OPTION_TO, OPTION_FD, OPTION_CONTROL, OPTION_MORE };

/* What one call takes at the most. */
#define PIECES 8
#define CONTROL_ROOM 256

struct message {
	const struct address *to;
	unsigned pieces;
	struct iovec vector[PIECES];
	alignas(struct cmsghdr) char control[CONTROL_ROOM];
	size_t control_length;
};

static const struct list *option_list(const struct call *call, unsigned i)
{
	static const struct list none = {.count = 0};
	struct value value = call_option_value(call, i);
	return value.type == TYPE_LIST ? value.list : &none;
}

static void put_control(struct message *message, int level, int type, const void *data, size_t size)
{
	struct cmsghdr *header =
		(struct cmsghdr *)(void *)(message->control + message->control_length);
	assert_true(message->control_length + CMSG_SPACE(size) <= CONTROL_ROOM);
	*header = (struct cmsghdr){
		.cmsg_len = CMSG_LEN(size), .cmsg_level = level, .cmsg_type = type};
	memcpy(CMSG_DATA(header), data, size);
	message->control_length += CMSG_SPACE(size);
}

static void put_descriptors(struct message *message, const struct list *sockets)
{
	int fds[PIECES];
	for (size_t i = 0; i < sockets->count; i++)
		fds[i] = ((const struct handle *)list_at(sockets, i).object)->watch.fd;
	if (sockets->count)
		put_control(message, SOL_SOCKET, SCM_RIGHTS, fds, sockets->count * sizeof(*fds));
}

static void put_values(struct message *message, const struct list *values)
{
	for (size_t i = 0; i < values->count; i++) {
		const struct list *row = list_at(values, i).list;
		int value = (int)list_at(row, 2).integer;
		put_control(message, (int)list_at(row, 0).integer, (int)list_at(row, 1).integer,
			    &value, sizeof(value));
	}
}

static int push(const struct call *call, const struct handle *handle, struct message *message)
{
	memset(message->control, 0, sizeof(message->control));
	message->control_length = 0;
	put_descriptors(message, option_list(call, OPTION_FD));
	put_values(message, option_list(call, OPTION_CONTROL));
	for (message->pieces = 0; message->pieces < call->count; message->pieces++) {
		const struct bytes *data = call_argument(call, message->pieces).bytes;
		message->vector[message->pieces] = (struct iovec){data->data, data->length};
	}
	struct msghdr header = {
		.msg_name = message->to ? (void *)(uintptr_t)&message->to->any : NULL,
		.msg_namelen = message->to ? message->to->length : 0,
		.msg_iov = message->vector,
		.msg_iovlen = message->pieces,
		.msg_control = message->control_length ? message->control : NULL,
		.msg_controllen = message->control_length,
	};
	return (int)sendmsg(handle->watch.fd, &header, call_flags(call) | MSG_NOSIGNAL);
}

/* ---- what its event says: the arguments are parts of the message ---- */

struct parts {
	struct event_argument message[4];
	struct event_argument data[PIECES + 1], rights[PIECES + 1], control[PIECES + 1];
	struct event_argument right[4], row[PIECES][4];
};

static void describe(const struct call *call, const struct message *message, struct parts *parts)
{
	const struct list *sockets = option_list(call, OPTION_FD);
	const struct list *values = option_list(call, OPTION_CONTROL);
	unsigned control = 0;
	memset(parts, 0, sizeof(*parts));
	for (unsigned i = 0; i < message->pieces; i++)
		parts->data[i] =
			argument_bytes(message->vector[i].iov_base, message->vector[i].iov_len);
	for (size_t i = 0; i < sockets->count; i++)
		parts->rights[i] =
			argument_int(((const struct handle *)list_at(sockets, i).object)->watch.fd);
	if (sockets->count) {
		parts->right[0] = argument_named(&names_levels, SOL_SOCKET);
		parts->right[1] = argument_constant("SCM_RIGHTS");
		parts->right[2] = argument_list(parts->rights);
		parts->control[control++] = argument_struct(parts->right);
	}
	for (size_t i = 0; i < values->count; i++) {
		const struct list *row = list_at(values, i).list;
		parts->row[i][0] = argument_named(&names_levels, (int)list_at(row, 0).integer);
		parts->row[i][1] = argument_int(list_at(row, 1).integer);
		parts->row[i][2] = argument_int(list_at(row, 2).integer);
		parts->control[control++] = argument_struct(parts->row[i]);
	}
	parts->message[0] = message->to ? argument_address(message->to) : argument_none();
	parts->message[1] = argument_list(parts->data);
	parts->message[2] = control ? argument_list(parts->control) : argument_none();
}

static enum run message_exec(struct call *call)
{
	struct handle *handle = call_socket(call);
	struct message message = {0};
	if (!handle)
		return RUN_FAIL;
	if (call_option(call, OPTION_TO)) {
		const struct socket_form form = handle_form(handle);
		enum run run = address_argument(call, call_option_place(call, OPTION_TO), &form,
						&message.to);
		if (run != RUN_DONE)
			return run;
	}
	int number = socket_ready(call, handle, WAIT_WRITE, true), count = -1;
	if (!number) {
		count = push(call, handle, &message);
		number = count < 0 ? errno : 0;
	}
	if (socket_again(call, number, true))
		return socket_wait(call, handle, WAIT_WRITE);
	struct answer answer = answer_is("sendmsg", handle, count, number);
	struct parts parts;
	if (call_wanted(call))
		describe(call, &message, &parts);
	answer.value = value_int(count);
	answer.result_kind = RESULT_SENT;
	answer.data = number ? NULL : &parts.message[1];
	return call_answered(call, &answer, argument_struct(parts.message),
			     argument_flags(&names_messages, call_flags(call)));
}

static const struct parameter parameters[] = {
	{"DATA", &kind_bytes, ARGUMENT_REST, .text = "the pieces of the message"},
	{0},
};
static const struct parameter address_value_parameters[] = {{"ADDRESS", &kind_address}, {0}};
static const struct parameter socket_parameters[] = {{"SOCKET", &kind_socket}, {0}};
static const struct parameter control_parameters[] = {
	{"LEVEL", &kind_int}, {"TYPE", &kind_int}, {"VALUE", &kind_int}, {0}};

static const struct command_option options[] = {
	[OPTION_TO] = {0, "to", address_value_parameters, "where to"},
	[OPTION_FD] = {0, "fd", socket_parameters, "a socket to pass on", .again = true},
	[OPTION_CONTROL] = {0, "control", control_parameters, "a control value", .again = true},
	[OPTION_MORE] = {0, "more", .text = "more will follow", .flag = MSG_MORE},
	{0},
};

static const struct command_error errors[] = {
	{"EDESTADDRREQ", "the socket has no peer", "--to gives the address"},
	{0},
};

static const struct command command_message = {
	.name = "message",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.options = options,
	.errors = errors,
	.exec = message_exec,
};

/* ---- a shell of its own for each test ---- */

struct stage {
	struct shell shell;
	struct subscriber subscriber;
	struct buffer lines; /* of all calls */
	struct buffer errors;
	int64_t waited;    /* by the last call */
	uint32_t offset;   /* of the last call in its source */
	unsigned own_data; /* bytes that a statement of its own has received */
};

static void notify(void *context, const struct event *event)
{
	struct stage *stage = context;
	if (event->kind == EVENT_ERROR) {
		error_report(event->error, event->task, 0, &stage->errors);
		return;
	}
	call_line(event, false, &stage->lines);
	buffer_byte(&stage->lines, '\n');
	stage->waited = event->time - event->call.begin;
	stage->offset = event->offset;
	assert_true(event->source->text->length > event->offset);
	size_t length = 0;
	if (event->flags & EVENT_OWN && event->call.result_kind == RESULT_RECEIVED)
		argument_data(event->call.data, &length);
	stage->own_data += (unsigned)length;
}

static int open_stage(void **state)
{
	struct stage *stage = memory_zeroed(1, sizeof(*stage));
	struct shell *shell = &stage->shell;
	shell->chapters = command_chapters;
	shell->machine = machine_new(&shell_hooks, &shell->journal, shell);
	shell->sockets = socket_table_new(shell->machine);
	for (const struct chapter *chapter = command_chapters; chapter->name; chapter++)
		for (const struct command *const *command = chapter->commands; *command; command++)
			machine_command(shell->machine, *command);
	machine_command(shell->machine, &command_message);
	stage->subscriber = (struct subscriber){EVENT_MASK(EVENT_CALL) | EVENT_MASK(EVENT_ERROR),
						notify, stage, NULL};
	journal_subscribe(&shell->journal, &stage->subscriber);
	*state = stage;
	return 0;
}

static int close_stage(void **state)
{
	struct stage *stage = *state;
	journal_unsubscribe(&stage->shell.journal, &stage->subscriber);
	socket_table_free(stage->shell.sockets);
	machine_free(stage->shell.machine);
	journal_free(&stage->shell.journal);
	buffer_free(&stage->lines);
	buffer_free(&stage->errors);
	free(stage);
	return 0;
}

static void run(struct stage *stage, const char *text)
{
	struct source *source = source_new(NULL, bytes_text(text), 1);
	struct code *code;
	struct error *error;
	assert_int_equal(machine_compile(stage->shell.machine, source, &code, &error),
			 COMPILE_DONE);
	object_release(source);
	machine_run(stage->shell.machine, code);
	object_release(code);
}

static void expect_last(struct stage *stage, const char *format, ...)
{
	struct buffer expected = {0};
	va_list arguments;
	va_start(arguments, format);
	buffer_vformat(&expected, format, arguments);
	va_end(arguments);
	const char *text = buffer_cstring(&stage->lines), *line = text;
	for (const char *next = line; (next = strchr(next, '\n')) && next[1]; line = ++next)
		;
	assert_int_equal(strlen(line), expected.length + 1);
	assert_memory_equal(line, expected.data, expected.length);
	buffer_free(&expected);
}

static int fd_of(struct stage *stage, const char *name)
{
	return socket_table_find(stage->shell.sockets, name)->watch.fd;
}

/* ---- tests ---- */

#define PAIR "p = socketpair unix-dgram; use $p[0]; "

static void test_several_data(void **state)
{
	struct stage *stage = *state;
	run(stage, PAIR "message head ' ' body");
	expect_last(stage, "s1  sendmsg(%d, {[\"head\", \" \", \"body\"]}) = 9",
		    fd_of(stage, "s1"));
	run(stage, "message --more");
	expect_last(stage, "s1  sendmsg(%d, {[]}, MSG_MORE) = 0", fd_of(stage, "s1"));
	run(stage, "use $p[1]; expect (recv) == 'head body'");
	assert_int_equal(stage->errors.length, 0);
}

static void test_descriptors(void **state)
{
	struct stage *stage = *state;
	run(stage, PAIR "a = socket udp; b = socket tcp; use $p[0]; message --fd a --fd $b x");
	expect_last(stage, "s1  sendmsg(%d, {[\"x\"], [{SOL_SOCKET, SCM_RIGHTS, [%d, %d]}]}) = 1",
		    fd_of(stage, "s1"), fd_of(stage, "s3"), fd_of(stage, "s4"));
}

static void test_address_and_control(void **state)
{
	struct stage *stage = *state;
	/* IP_TTL, ip(7): of one datagram. */
	run(stage, "r = socket udp; r.bind 127.0.0.1 0; s = socket udp; a = r.getsockname; "
		   "s.message --to $a --control 0 2 9 --control 0 1 16 hi");
	struct value address = handle_local(socket_table_find(stage->shell.sockets, "s1"));
	struct buffer text = {0};
	value_format(address, &text);
	expect_last(stage,
		    "s  sendmsg(%d, {%s, [\"hi\"], [{IPPROTO_IP, 2, 9}, {IPPROTO_IP, 1, 16}]}) = 2",
		    fd_of(stage, "s2"), buffer_cstring(&text));
	run(stage, "expect (r.recv) == 'hi'");
	assert_int_equal(stage->errors.length, 0);
	buffer_free(&text);
	value_release(address);
}

static void test_failure_finds_its_row(void **state)
{
	struct stage *stage = *state;
	run(stage, "s = socket udp; s.message hi");
	expect_last(stage, "s  sendmsg(%d, {[\"hi\"]}) = -1 EDESTADDRREQ", fd_of(stage, "s1"));
	assert_string_equal(buffer_cstring(&stage->errors),
			    "sendmsg: EDESTADDRREQ: Destination address required: s\n"
			    "  the socket has no peer: --to gives the address\n");
}

/* The ring has the message when all that it was made of is gone. */
static void test_message_in_the_ring(void **state)
{
	struct stage *stage = *state;
	struct event event;
	struct buffer line = {0};
	unsigned index = 0;
	journal_keep(&stage->shell.journal, 10);
	run(stage, PAIR "q = socket udp; use $p[0]; message --fd q (repeat a 100) 'two'");
	run(stage, "q.close; q = 1");
	while (journal_kept(&stage->shell.journal, index, &event) &&
	       (event.kind != EVENT_CALL || strcmp(event.call.name, "sendmsg") != 0))
		index++;
	call_line(&event, false, &line);
	assert_non_null(strstr(buffer_cstring(&line), "aaaa\"..., \"two\"], [{SOL_SOCKET, "));
	assert_int_equal(event.call.data->kind, ARGUMENT_LIST);
	assert_int_equal(event.call.data->list[0].length, 64);
	buffer_free(&line);
}

static void test_time_and_place(void **state)
{
	struct stage *stage = *state;
	static const char text[] = "t = spawn { use $p[1]; recv }\nmessage hi\nwait $t\n";
	run(stage, PAIR "5");
	assert_int_equal(stage->waited, 0);
	run(stage, text);
	expect_last(stage, "[1] s2  recv(%d, 4096) = 2", fd_of(stage, "s2"));
	assert_true(stage->waited > 0);
	assert_int_equal(stage->offset, strstr(text, "recv") - text);
}

/* Of what statements receive, what is their value is shown. */
static void test_own(void **state)
{
	struct stage *stage = *state;
	run(stage,
	    PAIR "message 1; message 22; message 333; message 4444; message 55555; use $p[1]");
	run(stage, "d = recv\nif true { recv }\nprint (recv)\n");
	assert_int_equal(stage->own_data, 0);
	run(stage, "recv\n'8' | recv\n");
	assert_int_equal(stage->own_data, 4 + 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_several_data, open_stage, close_stage),
		cmocka_unit_test_setup_teardown(test_descriptors, open_stage, close_stage),
		cmocka_unit_test_setup_teardown(test_address_and_control, open_stage, close_stage),
		cmocka_unit_test_setup_teardown(test_failure_finds_its_row, open_stage,
						close_stage),
		cmocka_unit_test_setup_teardown(test_message_in_the_ring, open_stage, close_stage),
		cmocka_unit_test_setup_teardown(test_time_and_place, open_stage, close_stage),
		cmocka_unit_test_setup_teardown(test_own, open_stage, close_stage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
