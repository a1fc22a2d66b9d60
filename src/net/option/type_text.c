/*
 * type_text: options that are texts, bytes as they stand, several numbers, or nothing at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "net/option/option.h"

#define SHOWN 60 /* bytes in a call line */

static const char *start_of(const struct buffer *setting)
{
	return setting->length ? setting->data : "";
}

/* What was read is in the setting. */
static bool fits(const struct option_wish *wish, const struct buffer *setting)
{
	if ((int64_t)setting->length <= wish->option->most)
		return true;
	*wish->error = error_new("RANGE", wish->call, "%s has at most %d bytes, not %zu",
				 wish->option->name, (int)wish->option->most, setting->length);
	return false;
}

/* ---- texts ---- */

static bool text_from_value(const struct option_wish *wish, struct buffer *setting)
{
	const struct value value = wish->value;
	if (value.type != TYPE_INT &&
	    (value.type != TYPE_BYTES || memchr(value.bytes->data, '\0', value.bytes->length)))
		return option_wrong_type(wish);
	value_format(value, setting);
	return fits(wish, setting);
}

static size_t text_length(const struct buffer *setting)
{
	return setting->length ? strnlen(setting->data, setting->length) : 0;
}

static struct value text_to_value(const struct socket_option *option, const struct buffer *setting)
{
	(void)option;
	return value_bytes(bytes_new(start_of(setting), text_length(setting)));
}

static void text_format(const struct socket_option *option, const struct buffer *setting,
			struct buffer *buffer)
{
	(void)option;
	literal_format_cut(buffer, start_of(setting), text_length(setting), SHOWN);
}

/* ---- bytes ---- */

static bool bytes_from_value(const struct option_wish *wish, struct buffer *setting)
{
	const struct value value = wish->value;
	if (value.type != TYPE_BYTES)
		return option_wrong_type(wish);
	buffer_append(setting, value.bytes->data, value.bytes->length);
	return fits(wish, setting);
}

static struct value bytes_to_value(const struct socket_option *option, const struct buffer *setting)
{
	(void)option;
	return value_bytes(bytes_new(start_of(setting), setting->length));
}

static void bytes_format_cut(const struct socket_option *option, const struct buffer *setting,
			     struct buffer *buffer)
{
	(void)option;
	literal_format_cut(buffer, start_of(setting), setting->length, SHOWN);
}

/* ---- several numbers ---- */

static struct value groups_to_value(const struct socket_option *option,
				    const struct buffer *setting)
{
	struct list *list = list_new(setting->length / sizeof(uint32_t));
	(void)option;
	for (size_t at = 0; at + sizeof(uint32_t) <= setting->length; at += sizeof(uint32_t)) {
		uint32_t number;
		memcpy(&number, setting->data + at, sizeof(number));
		list = list_append(list, value_int(number));
	}
	return value_object(TYPE_LIST, list);
}

static void list_format(const struct socket_option *option, const struct buffer *setting,
			struct buffer *buffer)
{
	struct value list = option->type->to_value(option, setting);
	value_literal_cut(list, buffer, SHOWN);
	value_release(list);
}

/* ---- bits ---- */

/* In words of 32, of which each has its lowest bit first: RFC 3542, section 3.2. */
static bool set_bit(const struct option_wish *wish, struct value value, struct buffer *setting)
{
	struct option_wish one = *wish;
	int64_t number;
	one.value = value;
	if (!option_read_number(&one, &number))
		return false;
	setting->data[number / 8] |= (char)(1 << number % 8);
	return true;
}

static bool bits_from_value(const struct option_wish *wish, struct buffer *setting)
{
	const socklen_t size = wish->option->type->size;
	const struct value value = wish->value;
	memset(buffer_reserve(setting, size), 0, size);
	setting->length += size;
	if (value.type != TYPE_LIST)
		return set_bit(wish, value, setting);
	for (size_t i = 0; i < value.list->count; i++)
		if (!set_bit(wish, list_at(value.list, i), setting))
			return false;
	return true;
}

static struct value bits_to_value(const struct socket_option *option, const struct buffer *setting)
{
	struct list *list = list_new(0);
	(void)option;
	for (size_t i = 0; i < setting->length * 8; i++)
		if (setting->data[i / 8] & (1 << i % 8))
			list = list_append(list, value_int((int64_t)i));
	return value_object(TYPE_LIST, list);
}

/* ---- nothing: what the kernel asks for all the same is a number that it does not look at ---- */

static bool none_from_value(const struct option_wish *wish, struct buffer *setting)
{
	const int ignored = 0;
	const struct value value = wish->value;
	if (value.type != TYPE_LIST || value.list->count)
		return option_wrong_type(wish);
	buffer_append(setting, &ignored, sizeof(ignored));
	return true;
}

static struct value none_to_value(const struct socket_option *option, const struct buffer *setting)
{
	(void)option;
	return value_int(option_integer(setting));
}

static void none_format(const struct socket_option *option, const struct buffer *setting,
			struct buffer *buffer)
{
	(void)option;
	buffer_int(buffer, option_integer(setting));
}

const struct option_type option_text = {
	.takes = "a text",
	.size = 4096,
	.from_value = text_from_value,
	.to_value = text_to_value,
	.format = text_format,
};

const struct option_type option_bytes = {
	.takes = "bytes, as pack makes them",
	.size = 4096,
	.from_value = bytes_from_value,
	.to_value = bytes_to_value,
	.format = bytes_format_cut,
};

const struct option_type option_groups = {
	.size = 4096,
	.to_value = groups_to_value,
	.format = list_format,
};

const struct option_type option_bits = {
	.takes = "numbers",
	.several = true,
	.ranged = true,
	.size = 4,
	.from_value = bits_from_value,
	.to_value = bits_to_value,
	.format = list_format,
};

const struct option_type option_bits256 = {
	.takes = "numbers",
	.several = true,
	.ranged = true,
	.size = 32,
	.from_value = bits_from_value,
	.to_value = bits_to_value,
	.format = list_format,
};

const struct option_type option_none = {
	.takes = "no value",
	.size = sizeof(int),
	.from_value = none_from_value,
	.to_value = none_to_value,
	.format = none_format,
};
