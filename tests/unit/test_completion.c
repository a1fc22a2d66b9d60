/*
 * Completion and the kinds of live things, on a real machine and socket table: what Tab offers at
 * each kind of place, and what the words that it offers become.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "handsh/completion.h"
#include "run/machine.h"

static enum run run_nothing(struct call *call)
{
	(void)call;
	return RUN_DONE;
}

static void complete_given(struct shell *shell, const struct parameter *parameter,
			   const char *prefix, struct completion *completion)
{
	(void)shell, (void)parameter, (void)prefix;
	completion_offer(completion, "a plain one");
	completion_offer(completion, "a plain two");
	completion_offer(completion, "it's");
	completion_offer(completion, "new\n!touch pwned");
	completion_offer(completion, "12");
	completion_offer(completion, "-n");
	completion_offer_part(completion, "of a folder/", NULL);
	completion_offer_typed(completion, "77", NULL);
	completion_offer(completion, "\xc3\xa9 1");
	completion_offer(completion, "\xc3\xa8 1");
}

static const struct kind kind_names = {.name = "a name", .complete = complete_given};
static const struct parameter names[] = {{.name = "NAME", .kind = &kind_names}, {0}};
static const struct parameter delay[] = {{.name = "D", .kind = &kind_switch}, {0}};
static const struct parameter paths[] = {
	{.name = "S", .kind = &kind_socket}, {.name = "D", .kind = &kind_switch}, {0}};
static const struct command commands[] = {
	{.name = "use",
	 .flags = COMMAND_ON_SOCKET,
	 .parameters =
		 (const struct parameter[]){
			 {.name = "SOCKET", .kind = &kind_socket, .arity = ARGUMENT_OPTIONAL}, {0}},
	 .exec = run_nothing},
	{.name = "upper",
	 .parameters = (const struct parameter[]){{.name = "B", .kind = &kind_bytes}, {0}},
	 .exec = run_nothing},
	{.name = "opt",
	 .flags = COMMAND_ON_SOCKET,
	 .parameters =
		 (const struct parameter[]){
			 {.name = "NAME", .kind = &kind_option},
			 {.name = "VALUE", .kind = &kind_option_value, .arity = ARGUMENT_REST},
			 {0}},
	 .exec = run_nothing},
	{.name = "nodelay",
	 .parameters =
		 (const struct parameter[]){
			 {.name = "SOCKET", .kind = &kind_socket},
			 {.name = "SWITCH", .kind = &kind_switch, .arity = ARGUMENT_REST},
			 {0}},
	 .options = (const struct command_option[]){{.letter = 'd', .value = delay},
						    {.name = "both", .value = paths},
						    {.name = "raw"},
						    {.name = "delay", .value = delay},
						    {.name = "name", .value = names},
						    {0}},
	 .exec = run_nothing},
};

static int open_shell(void **state)
{
	struct shell *shell = memory_zeroed(1, sizeof(*shell));
	shell->machine = machine_new(&shell_hooks, &shell->journal, shell);
	shell->sockets = socket_table_new(shell->machine);
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		machine_command(shell->machine, &commands[i]);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_true(fd >= 0);
	struct handle *handle =
		handle_new(shell->sockets, fd, SERIES_MADE, AF_INET, SOCK_STREAM, IPPROTO_TCP);
	machine_set_global(shell->machine, "server", value_object(TYPE_SOCKET, handle));
	machine_set_global(shell->machine, "number", value_int(1));
	*state = shell;
	return 0;
}

static int close_shell(void **state)
{
	struct shell *shell = *state;
	machine_set_global(shell->machine, "server", VALUE_NIL);
	socket_table_free(shell->sockets);
	machine_free(shell->machine);
	journal_free(&shell->journal);
	free(shell);
	return 0;
}

/* The words offered at the end of line, with blanks between; start is where they go. */
static void expect_offer(struct shell *shell, const char *line, size_t start, const char *words)
{
	struct completion completion;
	struct buffer text = {0};
	complete_line(shell, line, strlen(line), &completion);
	for (uint32_t i = 0; i < completion.count; i++) {
		if (i)
			buffer_byte(&text, ' ');
		buffer_text(&text, completion.words[i].text);
	}
	assert_string_equal(buffer_cstring(&text), words);
	if (completion.count)
		assert_int_equal(completion.cursor.start, start);
	completion_free(&completion);
	buffer_free(&text);
}

static void test_heads(void **state)
{
	static const char *const before[] = {
		"",
		"x = ",
		"use s1; ",
		"recv | ",
		"print (",
		"print [1 (",
		"if $x { ",
		"if ",
		"if $x { } else { ",
		"while ",
		"loop ",
		"loop { ",
		"for x in ",
		"timeout 1s { ",
		"expect ",
		"expect within 1s ",
		"spawn ",
		"serve ",
		"server.serve ",
		"try { } catch e { ",
		"def f a { return ",
		"print ${",
		"print \"a ${",
	};
	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++) {
		struct buffer line = {0};
		buffer_format(&line, "%sus", before[i]);
		expect_offer(*state, buffer_cstring(&line), strlen(before[i]), "use");
		buffer_free(&line);
	}
	expect_offer(*state, "server.u", 7, "use");
	expect_offer(*state, "${server.u", 9, "use");
	expect_offer(*state, "if not u", 7, "");
	expect_offer(*state, "[u", 1, "");
}

static void test_words(void **state)
{
	expect_offer(*state, "wh", 0, "while");
	expect_offer(*state, "x = d", 4, "");
	expect_offer(*state, "serv", 0, "serve server.");
	expect_offer(*state, "print (serv", 7, "serve server.");
	expect_offer(*state, "upper x | serv", 10, "server.");
	expect_offer(*state, "server.s", 7, "serve");
	expect_offer(*state, "if $x { } e", 10, "else");
	expect_offer(*state, "if $x { } else ", 15, "if");
	expect_offer(*state, "try { } c", 8, "catch");
	expect_offer(*state, "try { } f", 8, "finally");
	expect_offer(*state, "try { } catch ECONNR", 14, "ECONNREFUSED ECONNRESET");
	expect_offer(*state, "try { } catch EOF UNS", 18, "UNSET");
	expect_offer(*state, "expect error DIV", 13, "DIVIDE");
	expect_offer(*state, "for x ", 6, "in");
	expect_offer(*state, "expect t", 7, "timeout took true try");
	expect_offer(*state, "if not t", 7, "true");
	expect_offer(*state, "if $x == 1 a", 11, "and");
}

static void test_arguments(void **state)
{
	expect_offer(*state, "use ", 4, "s1 server");
	expect_offer(*state, "use 's", 4, "s1 server");
	expect_offer(*state, "use \"s\\x65", 4, "server");
	expect_offer(*state, "use \"$x", 6, "");
	expect_offer(*state, "s1.use s1", 7, "s1");
	expect_offer(*state, "if (use s", 8, "s1 server");
	expect_offer(*state, "print \"${use s", 13, "s1 server");
	expect_offer(*state, "nodelay s1 o", 11, "off on");
	expect_offer(*state, "nodelay -d on s", 14, "s1 server");
	expect_offer(*state, "nodelay -d o", 11, "off on");
	expect_offer(*state, "nodelay --both s", 15, "s1 server");
	expect_offer(*state, "nodelay --both s1 o", 18, "off on");
	expect_offer(*state, "nodelay --both s1 on s", 21, "s1 server");
	expect_offer(*state, "nodelay -", 8, "--both --delay --name --raw -d");
	expect_offer(*state, "nodelay '-", 8, "");
	expect_offer(*state, "nodelay -- -", 11, "");
	expect_offer(*state, "nodelay -- s", 11, "s1 server");
	expect_offer(*state, "nodelay --raw s", 14, "s1 server");
	expect_offer(*state, "nodelay (upper x) o", 18, "off on");
	expect_offer(*state, "nodelay \\\ns1 o", 13, "off on");
	expect_offer(*state, "nodelay --delay=o", 16, "off on");
	expect_offer(*state, "nodelay --delay=", 16, "off on");
	expect_offer(*state, "nodelay s1 --delay=of", 19, "off");
	expect_offer(*state, "nodelay -- --delay=o", 11, "");
	expect_offer(*state, "nodelay --both=s", 8, "");
	expect_offer(*state, "nodelay --raw=s", 8, "");
	expect_offer(*state, "nodelay --none=s", 8, "");
	expect_offer(*state, "upper x", 6, "");
	expect_offer(*state, "unknown x", 8, "");
}

/* Those of the socket in front of the dot, all where there is none; their values by the name. */
static void test_socket_options(void **state)
{
	expect_offer(*state, "opt nod", 4, "nodefrag nodelay");
	expect_offer(*state, "server.opt nod", 11, "nodefrag nodelay");
	expect_offer(*state, "opt ipv6o", 4, "ipv6only");
	expect_offer(*state, "server.opt ipv6o", 11, "");
	expect_offer(*state, "server.opt nodelay ", 19, "off on");
	expect_offer(*state, "server.opt TCP_NODELAY of", 23, "off");
	expect_offer(*state, "server.opt linger ", 18, "off");
	expect_offer(*state, "server.opt mtu_discover IP_PMTUDISC_DO", 24,
		     "IP_PMTUDISC_DO IP_PMTUDISC_DONT");
	expect_offer(*state, "server.opt multicast_if l", 24, "lo");
	expect_offer(*state, "server.opt add_membership 239.1.2.3 l", 36, "lo");
	expect_offer(*state, "server.opt nothing o", 19, "");
	expect_offer(*state, "unknown.opt nodelay o", 20, "off on");
}

static void test_variables(void **state)
{
	struct map *map = map_put_text(map_new(), "name", value_int(1));
	map = map_put_text(map, "no name", value_int(1));
	machine_set_global(((struct shell *)*state)->machine, "map",
			   value_object(TYPE_MAP, map_put_text(map, "next", value_int(2))));
	expect_offer(*state, "print $nu", 7, "number");
	expect_offer(*state, "print \"a $s", 10, "s1 server");
	expect_offer(*state, "print \"a ${s", 11, "s1 serve server spawn step");
	expect_offer(*state, "print ${nu", 8, "number");
	expect_offer(*state, "def f { global nu", 15, "number");
	expect_offer(*state, "print '$s", 6, "");
	expect_offer(*state, "print $map.", 11, "name next");
	expect_offer(*state, "print $map.na", 11, "name");
	expect_offer(*state, "print $s1.st", 10, "state");
	expect_offer(*state, "print $server.fd", 14, "fd");
	expect_offer(*state, "print $unknown.a", 15, "");
	expect_offer(*state, "print $number.a", 14, "");
}

/* What is wrong before does not matter to a statement of its own. */
static void test_after_an_error(void **state)
{
	expect_offer(*state, "x = = 1; u", 9, "until upper use");
	expect_offer(*state, "x = = 1; use s", 13, "s1 server");
	expect_offer(*state, "if $x {\n\tx = = '; u'\n\tuse s", 26, "s1 server");
	expect_offer(*state, "if x == = 3 { u", 14, "until upper use");
	expect_offer(*state, "x = = (1; print $nu", 17, "");
	expect_offer(*state, "def 1 { print \"${u", 17, "until upper use");
	expect_offer(*state, "x = = 1; # u", 11, "");
	expect_offer(*state, "x = = 1 u", 8, "");
	expect_offer(*state, "x = = 1; y = = u", 15, "");
}

static void test_nothing(void **state)
{
	expect_offer(*state, "# u", 3, "");
	expect_offer(*state, "!u", 2, "");
	expect_offer(*state, "# u\nu", 4, "until upper use");
	for (unsigned depth = 1000; depth <= 1001; depth++) {
		struct buffer deep = {0};
		for (unsigned i = 0; i < depth; i++)
			buffer_byte(&deep, '(');
		buffer_byte(&deep, 'u');
		expect_offer(*state, buffer_cstring(&deep), depth,
			     depth == 1000 ? "until upper use" : "");
		buffer_free(&deep);
	}
	expect_offer(*state, ")))}u", 4, "");
}

/* ---- what is inserted ---- */

/* What the line is when the one word that is offered is taken, or what all have in common. */
static void expect_inserted(struct shell *shell, const char *line, const char *expected)
{
	struct completion completion;
	struct buffer out = {0};
	size_t length = strlen(line);
	complete_line(shell, line, length, &completion);
	assert_true(completion.count > 0);
	buffer_append(&out, line, completion.cursor.start);
	if (completion.count == 1)
		completion_insert(&completion, line, length, completion.words, &out);
	else
		completion_insert_common(&completion, line, length, &out);
	assert_string_equal(buffer_cstring(&out), expected);
	completion_free(&completion);
	buffer_free(&out);
}

static const struct command command_names = {
	.name = "names",
	.parameters = (const struct parameter[]){{.name = "NAME", .kind = &kind_names}, {0}},
	.exec = run_nothing,
};

static void test_inserted(void **state)
{
	machine_command(((struct shell *)*state)->machine, &command_names);
	expect_inserted(*state, "up", "upper");
	expect_inserted(*state, "print \"a ${nu", "print \"a ${number");
	expect_inserted(*state, "nodelay --r", "nodelay --raw");
	expect_inserted(*state, "use 's1", "use 's1'");
	expect_inserted(*state, "names i", "names \"it's\"");
	expect_inserted(*state, "names 'i", "names 'i'\"t's\"");
	expect_inserted(*state, "names \"i", "names \"it's\"");
	expect_inserted(*state, "names 'i't", "names 'i't\"'s\"");
	expect_inserted(*state, "names n", "names \"new\\n!touch pwned\"");
	expect_inserted(*state, "names \"new\\n", "names \"new\\n!touch pwned\"");
	expect_inserted(*state, "names 'n", "names 'n'\"ew\\n!touch pwned\"");
	expect_inserted(*state, "names 1", "names '12'");
	expect_inserted(*state, "names 7", "names 77");
	expect_inserted(*state, "names \"7", "names \"77\"");
	expect_inserted(*state, "names '-", "names '-n'");
	expect_inserted(*state, "names o", "names 'of a folder/");
	expect_inserted(*state, "names 'of a", "names 'of a folder/");
	expect_inserted(*state, "names 'of a folder/'", "names 'of a folder/'");
	expect_inserted(*state, "names a", "names 'a plain ");
	expect_inserted(*state, "names 'a pl", "names 'a plain ");
	expect_inserted(*state, "names 'a plain ", "names 'a plain ");
	expect_inserted(*state, "names ", "names ");
	expect_inserted(*state, "names \"\\xc3", "names \"\\xc3");
	/* After --name= nothing can be quoted. */
	expect_inserted(*state, "nodelay --name=1", "nodelay --name=12");
	expect_inserted(*state, "nodelay --name=-", "nodelay --name=-n");
	expect_inserted(*state, "nodelay --name=", "nodelay --name=");
	expect_offer(*state, "nodelay --name=", 15, "12 77 -n");
}

/* ---- what the words become ---- */

static bool convert(struct shell *shell, const struct kind *kind, struct value *value,
		    struct error **error)
{
	const struct parameter parameter = {.name = "WHAT", .kind = kind};
	struct call *call = &machine_main(shell->machine)->call;
	call->command = &commands[0];
	bool converted = kind->convert(call, &parameter, value);
	*error = call->error;
	return converted;
}

static void expect_socket(struct shell *shell, const char *name)
{
	struct error *error;
	struct value value = value_bytes(bytes_text(name));
	assert_true(convert(shell, &kind_socket, &value, &error));
	assert_int_equal(value.type, TYPE_SOCKET);
	assert_ptr_equal(value.object, socket_table_first(shell->sockets));
	value_release(value);
}

static void expect_refused(struct shell *shell, const struct kind *kind, struct value value,
			   const char *message)
{
	struct error *error;
	struct buffer text = {0};
	assert_false(convert(shell, kind, &value, &error));
	error_format(error, &text);
	assert_string_equal(buffer_cstring(&text), message);
	buffer_free(&text);
	object_release(error);
	value_release(value);
}

static void test_sockets(void **state)
{
	expect_socket(*state, "server");
	expect_socket(*state, "s1");
	expect_refused(*state, &kind_socket, value_bytes(bytes_text("servre")),
		       "use: UNKNOWN: there is no socket \"servre\"");
	expect_refused(*state, &kind_socket, value_bytes(bytes_text("number")),
		       "use: TYPE: WHAT is a socket, not 1");
	expect_refused(*state, &kind_socket, value_int(3), "use: TYPE: WHAT is a socket, not 3");
}

static void test_tasks(void **state)
{
	expect_refused(*state, &kind_task, value_int(3), "use: UNKNOWN: there is no task 3");
	expect_refused(*state, &kind_task, value_bytes(bytes_text("x")),
		       "use: TYPE: WHAT is a task or its number, not \"x\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_heads, open_shell, close_shell),
		cmocka_unit_test_setup_teardown(test_words, open_shell, close_shell),
		cmocka_unit_test_setup_teardown(test_arguments, open_shell, close_shell),
		cmocka_unit_test_setup_teardown(test_socket_options, open_shell, close_shell),
		cmocka_unit_test_setup_teardown(test_variables, open_shell, close_shell),
		cmocka_unit_test_setup_teardown(test_after_an_error, open_shell, close_shell),
		cmocka_unit_test_setup_teardown(test_nothing, open_shell, close_shell),
		cmocka_unit_test_setup_teardown(test_inserted, open_shell, close_shell),
		cmocka_unit_test_setup_teardown(test_sockets, open_shell, close_shell),
		cmocka_unit_test_setup_teardown(test_tasks, open_shell, close_shell),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
