/*
 * type_number: options that are numbers: on or off, counts, sizes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <string.h>

#include "net/option/option.h"

/* ---- what a setting holds ---- */

static uint64_t unsigned_of(const struct buffer *setting, size_t size)
{
	uint64_t number = 0; /* the low bytes come first: value.h */
	if (setting->length)
		memcpy(&number, setting->data, setting->length < size ? setting->length : size);
	return number;
}

int option_integer(const struct buffer *setting)
{
	return (int)unsigned_of(setting, sizeof(int));
}

static void put_integer(struct buffer *setting, int integer)
{
	buffer_append(setting, &integer, sizeof(integer));
}

/* ---- bool ---- */

/* on, off and their like; false: it is none of them. */
static bool read_switch(struct value value, bool *on)
{
	static const char *const words[] = {"off", "on", "false", "true", "no", "yes", "0", "1"};
	if (value.type == TYPE_BOOL)
		*on = value.boolean;
	else if (value.type == TYPE_INT && (value.integer == 0 || value.integer == 1))
		*on = value.integer;
	else if (value.type == TYPE_BYTES) {
		unsigned i = 0;
		while (i < 8 && !bytes_is(value.bytes, words[i]))
			i++;
		*on = i & 1;
		return i < 8;
	} else
		return false;
	return true;
}

static bool bool_from_value(const struct option_wish *wish, struct buffer *setting)
{
	bool on;
	if (!read_switch(wish->value, &on))
		return option_wrong_type(wish);
	put_integer(setting, on);
	return true;
}

static struct value bool_to_value(const struct socket_option *option, const struct buffer *setting)
{
	(void)option;
	return value_bool(option_integer(setting) != 0);
}

/* ---- int ---- */

bool option_read_number(const struct option_wish *wish, int64_t *number)
{
	const struct socket_option *option = wish->option;
	const struct value value = wish->value;
	bool size = option->unit == UNIT_BYTES || option->unit == UNIT_RATE;
	if (value.type == TYPE_INT)
		*number = value.integer;
	else if (value.type != TYPE_BYTES ||
		 (!bytes_to_int(value.bytes, number) &&
		  !(size && size_parse(value.bytes->data, value.bytes->length, number))))
		return option_wrong_type(wish);
	if (*number >= option->least && *number <= option->most)
		return true;
	*wish->error =
		error_new("RANGE", wish->call, "%s is %" PRId64 " to %" PRId64 "%s, not %" PRId64,
			  option->name, option->least, option->most,
			  option_unit_suffix(option->unit), *number);
	return false;
}

/* In so many of its low bytes. */
static bool read_into(const struct option_wish *wish, struct buffer *setting, size_t size)
{
	int64_t number;
	if (!option_read_number(wish, &number))
		return false;
	buffer_append(setting, &number, size);
	return true;
}

static bool int_from_value(const struct option_wish *wish, struct buffer *setting)
{
	return read_into(wish, setting, sizeof(int));
}

static bool half_from_value(const struct option_wish *wish, struct buffer *setting)
{
	return read_into(wish, setting, sizeof(uint16_t));
}

static bool byte_from_value(const struct option_wish *wish, struct buffer *setting)
{
	return read_into(wish, setting, sizeof(uint8_t));
}

static struct value int_to_value(const struct socket_option *option, const struct buffer *setting)
{
	(void)option;
	return value_int(option_integer(setting));
}

static void int_format(const struct socket_option *option, const struct buffer *setting,
		       struct buffer *buffer)
{
	(void)option;
	buffer_int(buffer, option_integer(setting));
}

static struct value unsigned_to_value(const struct socket_option *option,
				      const struct buffer *setting)
{
	(void)option;
	return value_int((int64_t)unsigned_of(setting, sizeof(uint32_t)));
}

static void unsigned_format(const struct socket_option *option, const struct buffer *setting,
			    struct buffer *buffer)
{
	(void)option;
	buffer_int(buffer, (int64_t)unsigned_of(setting, sizeof(uint32_t)));
}

/* ---- 64 bits: the largest of them stands for no limit ---- */

#define NO_LIMIT "unlimited"

struct value option_wide_value(uint64_t number)
{
	if (number == UINT64_MAX)
		return value_bytes(bytes_text(NO_LIMIT));
	return number > INT64_MAX ? value_bytes(bytes_format("%" PRIu64, number))
				  : value_int((int64_t)number);
}

static bool wide_from_value(const struct option_wish *wish, struct buffer *setting)
{
	const uint64_t unlimited = UINT64_MAX;
	if (wish->value.type != TYPE_BYTES || !bytes_is(wish->value.bytes, NO_LIMIT))
		return read_into(wish, setting, sizeof(uint64_t));
	buffer_append(setting, &unlimited, sizeof(unlimited));
	return true;
}

static struct value wide_to_value(const struct socket_option *option, const struct buffer *setting)
{
	(void)option;
	return option_wide_value(unsigned_of(setting, sizeof(uint64_t)));
}

static void wide_format(const struct socket_option *option, const struct buffer *setting,
			struct buffer *buffer)
{
	(void)option;
	buffer_format(buffer, "%" PRIu64, unsigned_of(setting, sizeof(uint64_t)));
}

const struct option_type option_bool = {
	.takes = "on or off",
	.size = sizeof(int),
	.from_value = bool_from_value,
	.to_value = bool_to_value,
	.format = int_format,
};

const struct option_type option_int = {
	.takes = "a number",
	.ranged = true,
	.size = sizeof(int),
	.from_value = int_from_value,
	.to_value = int_to_value,
	.format = int_format,
};

const struct option_type option_unsigned = {
	.takes = "a number",
	.ranged = true,
	.size = sizeof(uint32_t),
	.from_value = int_from_value,
	.to_value = unsigned_to_value,
	.format = unsigned_format,
};

const struct option_type option_half = {
	.takes = "a number",
	.ranged = true,
	.size = sizeof(uint16_t),
	.from_value = half_from_value,
	.to_value = unsigned_to_value,
	.format = unsigned_format,
};

const struct option_type option_byte = {
	.takes = "a number",
	.ranged = true,
	.size = sizeof(uint8_t),
	.from_value = byte_from_value,
	.to_value = unsigned_to_value,
	.format = unsigned_format,
};

const struct option_type option_wide = {
	.takes = "a number",
	.ranged = true,
	.size = sizeof(uint64_t),
	.from_value = wide_from_value,
	.to_value = wide_to_value,
	.format = wide_format,
};
