/*
 * fuzz_option: a value becomes the setting of a socket option, or is refused; what the setting
 * gives as a value makes the same setting again. And whatever the kernel gives can be shown. The
 * first byte chooses the option.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket_option.h"

#include <string.h>

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
	const struct socket_option *option = socket_option_find(buffer_cstring(&name));
	check(!option || strcasestr(option->c_name, name.data) ||
	      strcasecmp(option->name, name.data) == 0);
	buffer_free(&name);
}

static void check_error(const struct error *error)
{
	struct buffer text = {0};
	check(strcmp(error->name, "TYPE") == 0 || strcmp(error->name, "RANGE") == 0 ||
	      strcmp(error->name, "USAGE") == 0);
	error_message(error, &text);
	check_shown(text.data, text.length, true, "");
	check(text.length < 1000);
	buffer_free(&text);
}

/* It can be shown, and given back. */
static void check_setting(const struct socket_option *option, const union option_setting *setting)
{
	struct buffer text = {0};
	struct value value = socket_option_value(option, setting);
	socket_option_format(option, setting, &text);
	check(text.length > 0);
	value_format(value, &text);
	check_shown(text.data, text.length, false, "");
	buffer_free(&text);
	value_release(value);
}

static void check_converted(const struct socket_option *option, const union option_setting *setting)
{
	union option_setting again;
	struct error *error = NULL;
	struct value value = socket_option_value(option, setting);
	memset(&again, 0, sizeof(again));
	check(socket_option_convert(option, value, &again, &error));
	struct value other = socket_option_value(option, &again);
	check(value_equal(value, other));
	value_release(value);
	value_release(other);
}

/* Times from the kernel are those that gettimeofday(2) could give. */
static void set_as_kernel(union option_setting *setting, const struct bytes *bytes)
{
	size_t length = bytes->length < sizeof(*setting) ? bytes->length : sizeof(*setting);
	memcpy(setting, bytes->data, length);
	setting->time.tv_sec &= INT64_MAX;
	setting->time.tv_usec = (setting->time.tv_usec & INT32_MAX) % 1000000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	const struct socket_option *option = choose(take(&input));
	struct value value = take_value(&input);
	union option_setting setting;
	struct error *error = NULL;
	memset(&setting, 0, sizeof(setting));
	bool converted = socket_option_convert(option, value, &setting, &error);
	check(converted == !error);
	if (converted) {
		check_setting(option, &setting);
		check_converted(option, &setting);
	} else {
		check_error(error);
	}
	struct bytes *rest = take_rest(&input);
	set_as_kernel(&setting, rest);
	check_setting(option, &setting);
	check_name(rest);
	object_release(rest);
	object_release(error);
	value_release(value);
	return 0;
}
