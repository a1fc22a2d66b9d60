/*
 * Every row of the tables of socket options, on sockets that have it: what is read can be set, and
 * reads the same; and what it says of new sockets is so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
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

/* ---- what is read can be set ---- */

/* What reads otherwise than it was set: the kernel doubles it, or puts what it means in its place. */
static bool reads_otherwise(const struct socket_option *option)
{
	static const char *const names[] = {"rcvbuf", "sndbuf", "attach_filter"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(option->name, names[i]) == 0)
			return true;
	return false;
}

static bool reads_as(const struct handle *handle, const struct socket_option *option,
		     struct value wanted)
{
	struct buffer setting = {0};
	assert_int_equal(socket_option_get(handle->watch.fd, option, &setting), 0);
	struct value value = socket_option_value(option, NULL, &setting);
	bool same = value_equal(value, wanted);
	value_release(value);
	buffer_free(&setting);
	return same;
}

/* Sets it to what was read. False: the socket has no such option; some can be read all the same. */
static bool set_again(struct handle *handle, const struct socket_option *option, struct value value)
{
	struct buffer setting = {0};
	struct error *error;
	assert_true(socket_option_convert(option, handle, value, &setting, &error));
	int number = socket_option_set(handle, option, &setting);
	if (!number && !reads_as(handle, option, value))
		fail_msg("%s reads otherwise than it was set", option->name);
	buffer_free(&setting);
	return number == 0;
}

/* False: the socket has no such option. */
static bool goes_round(struct handle *handle, const struct socket_option *option)
{
	struct buffer setting = {0};
	bool good = socket_option_get(handle->watch.fd, option, &setting) == 0;
	if (good) {
		struct value value = socket_option_value(option, NULL, &setting);
		if (option->access == OPTION_SETTABLE && !reads_otherwise(option))
			good = set_again(handle, option, value);
		value_release(value);
	}
	buffer_free(&setting);
	return good;
}

static void expect_remembered(const struct handle *handle, const struct socket_option *option)
{
	bool timed = option->number == SO_RCVTIMEO || option->number == SO_SNDTIMEO;
	bool own = option->level->number == SOL_SOCKET;
	assert_int_equal(handle->shared->timed, own && timed);
	assert_int_equal(handle->shared->lingers, own && option->number == SO_LINGER);
}

/* On how many kinds of sockets it was proved. */
static unsigned prove(struct socket_table *table, const struct socket_option *option)
{
	unsigned proved = 0;
	for (const struct socket_kind *kind = socket_kinds; kind->name; kind++) {
		struct handle *handle = new_socket(table, kind);
		if (!handle)
			continue; /* not on this machine */
		if (option->level->fits(handle) && goes_round(handle, option)) {
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
		bool proved = option->access == OPTION_SET_ONLY || prove(table, option);
		if (!proved && option->basic)
			fail_msg("%s was proved on no kind of socket", option->name);
		if (!proved)
			print_message("%s: on no kind of socket here\n", option->name);
	}
	socket_table_free(table);
}

/* ---- what new sockets have ---- */

/* net.ipv4.ip_default_ttl as /proc/sys has it; "" when this machine has no such setting. */
static void system_setting(const char *name, char *text, size_t size)
{
	char path[128] = "/proc/sys/";
	size_t length = strlen(path);
	for (; *name && length + 1 < sizeof(path); name++)
		path[length++] = *name == '.' ? '/' : *name;
	path[length] = '\0';
	FILE *file = fopen(path, "re");
	*text = '\0';
	if (file && !fgets(text, (int)size, file))
		*text = '\0';
	if (file)
		fclose(file);
	text[strcspn(text, "\n")] = '\0';
}

/* As a row writes it. */
static void write_value(struct value value, struct buffer *text)
{
	if (value.type == TYPE_BOOL)
		buffer_text(text, value.boolean ? "on" : "off");
	else if (value.type == TYPE_BYTES && !value.bytes->length)
		buffer_text(text, "''");
	else
		value_format(value, text);
}

static bool is_usual(const struct socket_option *option, struct value value)
{
	char wanted[256];
	struct buffer text = {0};
	write_value(value, &text);
	snprintf(wanted, sizeof(wanted), "%s", option->usual);
	if (strncmp(option->usual, "net.", 4) == 0)
		system_setting(option->usual, wanted, sizeof(wanted));
	bool same = strcmp(buffer_cstring(&text), wanted) == 0;
	if (value.type == TYPE_BOOL)
		same |= strcmp(wanted, value.boolean ? "1" : "0") == 0;
	buffer_free(&text);
	return same;
}

/* On how many kinds the row is right, and on how many there is such an option at all. */
static void count_usual(struct socket_table *table, const struct socket_option *option,
			unsigned *right, unsigned *all)
{
	*right = *all = 0;
	for (const struct socket_kind *kind = socket_kinds; kind->name; kind++) {
		struct handle *handle = new_socket(table, kind);
		struct buffer setting = {0};
		if (!handle)
			continue;
		if (option->level->fits(handle) &&
		    socket_option_get(handle->watch.fd, option, &setting) == 0) {
			struct value value = socket_option_value(option, NULL, &setting);
			*all += 1;
			*right += is_usual(option, value);
			value_release(value);
		}
		buffer_free(&setting);
		handle_close(handle);
		object_release(handle);
	}
}

/* The buffers of tcp go by settings of its own. */
static void new_sockets_have_what_rows_say(void **state)
{
	(void)state;
	unsigned wrong = 0;
	struct socket_table *table = socket_table_new(NULL);
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option))) {
		unsigned right = 0, all = 0;
		if (option->usual)
			count_usual(table, option, &right, &all);
		if (all && !right) {
			wrong++;
			print_error("a new socket has no %s %s\n", option->name, option->usual);
		}
	}
	socket_table_free(table);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_read_can_be_set),
		cmocka_unit_test(new_sockets_have_what_rows_say),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
