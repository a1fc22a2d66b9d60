/*
 * fuzz_option: a value becomes the setting of a socket option, or is refused; what the setting
 * gives as a value makes the same setting again. And whatever the kernel gives can be shown. The
 * first byte chooses the option.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket_option.h"

#include <string.h>
#include <sys/time.h>

#include "target.h"

/* They come in their order, again and again. */
static const struct socket_option *choose(unsigned number)
{
	const struct socket_option *option = socket_option_next(NULL);
	for (; number; number--) {
		option = socket_option_next(option);
		if (!option)
			option = socket_option_next(NULL);
	}
	return option;
}

static void check_name(const struct bytes *word)
{
	struct buffer name = {0};
	buffer_append(&name, word->data, word->length);
	const struct socket_option *option = socket_option_find(buffer_cstring(&name), NULL);
	check(!option || strcasestr(option->c_name, name.data) ||
	      strcasecmp(option->name, name.data) == 0);
	buffer_free(&name);
}

static void check_error(const struct error *error)
{
	static const char *const names[] = {"TYPE",   "RANGE",   "USAGE",
					    "ENODEV", "ELIBACC", "EADDRNOTAVAIL"};
	struct buffer text = {0};
	size_t i = 0;
	while (i < sizeof(names) / sizeof(*names) && strcmp(error->name, names[i]) != 0)
		i++;
	check(i < sizeof(names) / sizeof(*names));
	error_message(error, &text);
	check_shown(text.data, text.length, true, "");
	check(text.length < 2000);
	buffer_free(&text);
}

/* It can be shown, and is a value. */
static void check_setting(const struct socket_option *option, const struct buffer *setting)
{
	struct buffer text = {0};
	struct value value = socket_option_value(option, NULL, setting);
	socket_option_format(option, NULL, setting, &text);
	value_literal(value, &text);
	check(text.length > 0);
	check_shown(text.data, text.length, true, "");
	buffer_free(&text);
	value_release(value);
}

/* Orders are not read, and an empty filter is none. */
static bool comes_back(const struct socket_option *option)
{
	return option->access == OPTION_SETTABLE && strcmp(option->name, "attach_filter") != 0;
}

static void check_converted(const struct socket_option *option, const struct buffer *setting)
{
	struct buffer again = {0};
	struct error *error = NULL;
	struct value value = socket_option_value(option, NULL, setting);
	check(socket_option_convert(option, NULL, value, &again, &error));
	struct value other = socket_option_value(option, NULL, &again);
	check(value_equal(value, other));
	value_release(value);
	value_release(other);
	buffer_free(&again);
}

/* Times from the kernel are those that gettimeofday(2) could give. */
static void make_time(struct buffer *setting)
{
	struct timeval time;
	if (setting->length < sizeof(time))
		return;
	memcpy(&time, setting->data, sizeof(time));
	time.tv_sec &= INT64_MAX;
	time.tv_usec = (time.tv_usec & INT32_MAX) % 1000000;
	memcpy(setting->data, &time, sizeof(time));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	const struct socket_option *option = choose(take(&input));
	struct value value = take_value(&input);
	struct buffer setting = {0}, given = {0};
	struct error *error = NULL;
	bool converted = socket_option_convert(option, NULL, value, &setting, &error);
	check(converted == !error);
	if (converted) {
		check_setting(option, &setting);
		if (comes_back(option))
			check_converted(option, &setting);
	} else {
		check_error(error);
	}
	struct bytes *rest = take_rest(&input);
	buffer_append(&given, rest->data, rest->length);
	make_time(&given);
	check_setting(option, &given);
	check_name(rest);
	buffer_free(&setting);
	buffer_free(&given);
	object_release(rest);
	object_release(error);
	value_release(value);
	return 0;
}
