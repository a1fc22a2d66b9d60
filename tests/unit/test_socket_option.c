/*
 * Every row of the tables of socket options, on sockets that have it: what is read can be set, and
 * reads the same; the ends of its range are taken, and what lies beyond is refused; it has its
 * names, its text and its unit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "handsh/socket_option.h"

static struct handle *new_socket(struct socket_table *table, const struct socket_kind *kind)
{
	int fd = socket(kind->family, kind->type | SOCK_CLOEXEC, kind->protocol);
	return fd < 0 ? NULL
		      : handle_new(table, fd, SERIES_MADE, kind->family, kind->type,
				   kind->protocol);
}

static bool settable(const struct socket_option *option)
{
	return option->access == OPTION_SETTABLE;
}

static bool converts(const struct socket_option *option, struct value value,
		     union option_setting *setting, const char *refusal)
{
	struct error *error = NULL;
	bool converted = socket_option_convert(option, value, setting, &error);
	if (!converted)
		assert_string_equal(error->name, refusal);
	assert_int_equal(converted, !error);
	object_release(error);
	value_release(value);
	return converted;
}

/* ---- names and words ---- */

static void expect_found(const char *name, const struct socket_option *option)
{
	char upper[64] = "";
	for (size_t i = 0; name[i]; i++)
		upper[i] = (char)toupper((unsigned char)name[i]);
	assert_ptr_equal(socket_option_find(name), option);
	assert_ptr_equal(socket_option_find(upper), option);
}

static void every_row_is_found_by_its_names(void **state)
{
	(void)state;
	unsigned count = 0;
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option))) {
		expect_found(option->name, option);
		expect_found(option->c_name, option);
		expect_found(strchr(option->c_name, '_') + 1, option);
		count++;
	}
	assert_true(count > 20);
	assert_null(socket_option_find(""));
	assert_null(socket_option_find("REUSEADDRR"));
	assert_null(socket_option_find("SO_"));
}

static void every_row_says_what_it_is(void **state)
{
	(void)state;
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option))) {
		struct buffer takes = {0};
		assert_true(strlen(option->text) > 10);
		assert_non_null(option->level->name);
		socket_option_takes(option, &takes);
		assert_true(takes.length > 0);
		if (option->unit == UNIT_BYTES)
			assert_non_null(strstr(buffer_cstring(&takes), "bytes"));
		assert_true(settable(option) ? option->least <= option->most
					     : !option->least && !option->most);
		buffer_free(&takes);
	}
}

/* ---- ranges ---- */

static void ranges_are_those_of_the_rows(void **state)
{
	(void)state;
	union option_setting setting;
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option))) {
		if (!settable(option)) {
			assert_false(converts(option, value_int(1), &setting, "USAGE"));
			continue;
		}
		bool number = option->most > 0;
		int64_t most = number ? option->most : 1; /* on or off */
		const char *refusal = number ? "RANGE" : "TYPE";
		assert_true(converts(option, value_int(option->least), &setting, refusal));
		assert_true(converts(option, value_int(most), &setting, refusal));
		assert_false(converts(option, value_int(option->least - 1), &setting, refusal));
		assert_false(converts(option, value_int(most + 1), &setting, refusal));
		assert_false(converts(option, value_bytes(bytes_text("soon")), &setting, "TYPE"));
		assert_false(
			converts(option, value_object(TYPE_LIST, list_new(0)), &setting, "TYPE"));
	}
}

static void expect_format(const char *name, const char *word, const char *shown)
{
	struct buffer text = {0};
	union option_setting setting;
	const struct socket_option *option = socket_option_find(name);
	assert_true(converts(option, value_bytes(bytes_text(word)), &setting, ""));
	socket_option_format(option, &setting, &text);
	assert_string_equal(buffer_cstring(&text), shown);
	buffer_free(&text);
}

static void words_are_read_and_settings_shown(void **state)
{
	(void)state;
	expect_format("reuseaddr", "on", "1");
	expect_format("reuseaddr", "no", "0");
	expect_format("rcvbuf", "64k", "65536");
	expect_format("maxseg", "1k", "1024");
	expect_format("keepidle", "20", "20");
	expect_format("linger", "off", "{0, 0}");
	expect_format("linger", "5", "{1, 5}");
	expect_format("rcvtimeo", "2500ms", "{2, 500000}");
	union option_setting setting;
	const struct socket_option *idle = socket_option_find("keepidle");
	const struct socket_option *timeout = socket_option_find("rcvtimeo");
	assert_false(converts(idle, value_bytes(bytes_text("1k")), &setting, "TYPE"));
	assert_false(converts(timeout, value_bytes(bytes_text("0.1us")), &setting, "RANGE"));
}

/* ---- the kernel ---- */

/* The kernel doubles what these are set to, and reads the doubled. */
static bool is_doubled(const struct socket_option *option)
{
	return option->number == SO_RCVBUF || option->number == SO_SNDBUF;
}

static bool reads_as(const struct handle *handle, const struct socket_option *option,
		     struct value wanted)
{
	union option_setting setting;
	assert_int_equal(socket_option_get(handle, option, &setting), 0);
	struct value value = socket_option_value(option, &setting);
	bool same = value_equal(value, wanted);
	value_release(value);
	return same;
}

/* False: the socket has no such option; some can be read all the same. */
static bool goes_round(struct handle *handle, const struct socket_option *option)
{
	union option_setting setting;
	if (socket_option_get(handle, option, &setting) != 0)
		return false;
	struct value value = socket_option_value(option, &setting), given = value;
	if (!settable(option)) {
		value_release(value);
		return true;
	}
	if (option->level->number == SOL_SOCKET && is_doubled(option))
		given = value_int(value.integer / 2);
	assert_true(converts(option, value_retain(given), &setting, ""));
	int number = socket_option_set(handle, option, &setting);
	if (number)
		assert_true(number == EOPNOTSUPP || number == ENOPROTOOPT);
	else
		assert_true(reads_as(handle, option, value));
	value_release(value);
	return number == 0;
}

static void expect_remembered(const struct handle *handle, const struct socket_option *option)
{
	bool timed = option == socket_option_find("rcvtimeo") ||
		     option == socket_option_find("sndtimeo");
	assert_int_equal(handle->timed, timed);
	assert_int_equal(handle->lingers, option == socket_option_find("linger"));
}

/* On how many kinds of sockets it was proved. */
static unsigned prove(struct socket_table *table, const struct socket_option *option)
{
	unsigned proved = 0;
	for (const struct socket_kind *kind = socket_kinds; kind->name; kind++) {
		struct handle *handle = new_socket(table, kind);
		if (!handle)
			continue; /* not on this machine */
		if (goes_round(handle, option)) {
			proved++;
			expect_remembered(handle, option);
		}
		handle_close(handle);
		object_release(handle);
	}
	return proved;
}

static void what_is_read_can_be_set(void **state)
{
	(void)state;
	struct socket_table *table = socket_table_new(NULL);
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option))) {
		if (!prove(table, option))
			fail_msg("%s was proved on no kind of socket", option->name);
	}
	socket_table_free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_found_by_its_names),
		cmocka_unit_test(every_row_says_what_it_is),
		cmocka_unit_test(ranges_are_those_of_the_rows),
		cmocka_unit_test(words_are_read_and_settings_shown),
		cmocka_unit_test(what_is_read_can_be_set),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
