/*
 * Standard input as a pipe, a file, /dev/null and closed: what is read, what is left over, and
 * that nothing blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "handsh/input.h"

struct fixture {
	struct shell shell;
	struct machine *machine;
};

static int set_up(void **state)
{
	static struct fixture fixture;
	fixture = (struct fixture){0};
	struct shell *shell = &fixture.shell;
	const struct display_settings settings = {.output = STDOUT_FILENO, .error = STDERR_FILENO};
	fixture.machine = shell->machine = machine_new(&shell_hooks, &shell->journal, shell);
	shell->display = display_new(&shell->journal, &settings);
	*state = &fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	struct census census = machine_census(fixture->machine);
	assert_int_equal(census.watches, 0);
	machine_free(fixture->machine);
	display_free(fixture->shell.display);
	journal_free(&fixture->shell.journal);
	return 0;
}

/* Everything up to the end, or until there is nothing now. */
static enum input_status read_all(struct input *input, struct buffer *all)
{
	enum input_status status;
	const char *text;
	size_t length;
	while ((status = input_peek(input, &text, &length)) == INPUT_MORE) {
		buffer_append(all, text, length);
		input_consume(input, length);
	}
	return status;
}

static void expect_text(struct buffer *all, const char *text)
{
	assert_string_equal(buffer_cstring(all), text);
	buffer_free(all);
}

static void pipe_waits(void **state)
{
	struct fixture *fixture = *state;
	struct buffer all = {0};
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	struct input *input = input_new(fixture->machine, ends[0]);
	assert_int_equal(read_all(input, &all), INPUT_LATER);
	assert_true(input_watch(input));
	assert_int_equal(machine_census(fixture->machine).watches, 1);
	assert_int_equal(write(ends[1], "one\ntwo", 7), 7);
	machine_round(fixture->machine, 10 * NANOSECONDS);
	/* Level-triggered, so it is armed for one event only. */
	assert_int_equal(machine_census(fixture->machine).watches, 0);
	assert_int_equal(read_all(input, &all), INPUT_LATER);
	assert_int_equal(write(ends[1], "\n", 1), 1);
	close(ends[1]);
	assert_int_equal(read_all(input, &all), INPUT_END);
	assert_int_equal(read_all(input, &all), INPUT_END);
	expect_text(&all, "one\ntwo\n");
	input_free(input);
	close(ends[0]);
}

static void left_over_grows(void **state)
{
	struct fixture *fixture = *state;
	int ends[2];
	const char *text;
	size_t length;
	assert_int_equal(pipe(ends), 0);
	struct input *input = input_new(fixture->machine, ends[0]);
	assert_int_equal(write(ends[1], "ab", 2), 2);
	assert_int_equal(input_peek(input, &text, &length), INPUT_MORE);
	input_consume(input, 1);
	assert_int_equal(write(ends[1], "cd", 2), 2);
	assert_int_equal(input_peek(input, &text, &length), INPUT_MORE);
	assert_int_equal(length, 1); /* reads only when nothing is left over */
	assert_int_equal(input_fill(input), INPUT_MORE);
	assert_int_equal(input_peek(input, &text, &length), INPUT_MORE);
	assert_memory_equal(text, "bcd", 3);
	assert_int_equal(input_fill(input), INPUT_LATER);
	close(ends[1]);
	assert_int_equal(input_fill(input), INPUT_END);
	assert_int_equal(input_peek(input, &text, &length), INPUT_MORE);
	assert_int_equal(length, 3);
	input_free(input);
	close(ends[0]);
}

static void file_and_null(void **state)
{
	struct fixture *fixture = *state;
	struct buffer all = {0};
	FILE *file = tmpfile();
	assert_non_null(file);
	assert_true(fputs("from a file", file) >= 0 && fflush(file) == 0);
	assert_int_equal(lseek(fileno(file), 0, SEEK_SET), 0);
	struct input *input = input_new(fixture->machine, fileno(file));
	assert_int_equal(read_all(input, &all), INPUT_END);
	expect_text(&all, "from a file");
	input_free(input);
	fclose(file);
	int null = open("/dev/null", O_RDONLY);
	input = input_new(fixture->machine, null);
	assert_int_equal(read_all(input, &all), INPUT_END);
	input_free(input);
	close(null);
}

static void broken(void **state)
{
	struct fixture *fixture = *state;
	struct buffer all = {0};
	int folder = open("/", O_RDONLY | O_DIRECTORY);
	struct input *input = input_new(fixture->machine, folder);
	assert_int_equal(read_all(input, &all), INPUT_FAILED);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(read_all(input, &all), INPUT_FAILED);
	input_free(input);
	close(folder);
	input = input_new(fixture->machine, folder); /* closed by now */
	assert_int_equal(read_all(input, &all), INPUT_FAILED);
	assert_int_equal(errno, EBADF);
	input_free(input);
	buffer_free(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pipe_waits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(left_over_grows, set_up, tear_down),
		cmocka_unit_test_setup_teardown(file_and_null, set_up, tear_down),
		cmocka_unit_test_setup_teardown(broken, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
