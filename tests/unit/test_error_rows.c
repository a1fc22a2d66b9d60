/*
 * The rows of the commands' errors: each can be found by a failure, and a failure finds its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "handsh/command.h"
#include "handsh/names.h"

/* Errors that the language has besides the kernel's and the resolver's. */
static bool is_own(const char *name)
{
	static const char *const own[] = {"USAGE", "TYPE", "RANGE", "UNKNOWN", "SYNTAX",
					  "EXIT",  "EOF",  "DEPTH", NULL};
	for (const char *const *known = own; *known; known++)
		if (strcmp(*known, name) == 0)
			return true;
	return false;
}

static bool is_known(const char *name)
{
	int number;
	if (name_number(&names_errors, name, &number))
		return strcmp(error_name(number), name) == 0; /* no second name of a number */
	return name_number(&names_resolver, name, &number) || is_own(name);
}

static void check_row(const struct command *command, const struct command_error *row)
{
	if (row->reason ? !error_name_fits(row->name, strlen(row->name)) : !is_known(row->name))
		fail_msg("%s: no error is named %s", command->name, row->name);
	assert_non_null(row->meaning);
	for (const struct command_error *earlier = command->errors; earlier < row; earlier++) {
		if (strcmp(earlier->name, row->name) == 0 && !earlier->when)
			fail_msg("%s: a row of %s is never reached", command->name, row->name);
	}
}

static void every_row_can_be_found(void **state)
{
	(void)state;
	for (const struct chapter *chapter = command_chapters; chapter->name; chapter++)
		for (const struct command *const *command = chapter->commands; *command; command++)
			for (const struct command_error *row = (*command)->errors; row && row->name;
			     row++)
				check_row(*command, row);
}

static bool when_late(const struct call *call)
{
	return call->timed_out;
}

static const struct command command_like = {
	.name = "try",
	.errors = (const struct command_error[]){
		{"EAGAIN", "it was late", "begin earlier", when_late},
		{"EAGAIN", "it was not late"},
		{"ENOTCONN", "nobody is there", "connect first"},
		{"RANGE", "it is too large", "take less"},
		{"TYPE", "it is something else"},
		{0},
	}};

static void expect_hint(struct call *call, const char *hint)
{
	call_explain(call);
	if (hint)
		assert_true(call->error->hint && bytes_is(call->error->hint, hint));
	else
		assert_null(call->error->hint);
	object_release(call->error);
}

static void the_kernels_error_gets_meaning_and_advice(void **state)
{
	(void)state;
	struct call call = {.command = &command_like};
	call_errno(&call, "recv", ENOTCONN, NULL);
	expect_hint(&call, "nobody is there: connect first");
	call_errno(&call, "recv", EPIPE, NULL);
	expect_hint(&call, NULL);
}

static void the_first_row_that_fits_holds(void **state)
{
	(void)state;
	struct call call = {.command = &command_like};
	call_errno(&call, "recv", EAGAIN, NULL);
	expect_hint(&call, "it was not late");
	call.timed_out = true;
	call_errno(&call, "recv", EAGAIN, NULL);
	expect_hint(&call, "it was late: begin earlier");
}

static void other_errors_say_themselves_what_is_wrong(void **state)
{
	(void)state;
	struct call call = {.command = &command_like};
	call_fail(&call, "RANGE", "5 is more than 3");
	expect_hint(&call, "take less");
	call_fail(&call, "TYPE", "a list");
	expect_hint(&call, NULL);
	call_fail(&call, "RANGE", "5 is more than 3");
	error_hint(call.error, "3 is the most");
	expect_hint(&call, "3 is the most");
}

static void a_command_may_have_no_rows(void **state)
{
	(void)state;
	static const struct command plain = {.name = "plain"};
	struct call call = {.command = &plain};
	call_errno(&call, "recv", ENOTCONN, NULL);
	expect_hint(&call, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_can_be_found),
		cmocka_unit_test(the_kernels_error_gets_meaning_and_advice),
		cmocka_unit_test(the_first_row_that_fits_holds),
		cmocka_unit_test(other_errors_say_themselves_what_is_wrong),
		cmocka_unit_test(a_command_may_have_no_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
