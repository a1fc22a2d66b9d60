/*
 * type_name: options that are one of a list of names, or several of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "net/option/option.h"

#define FEW 8 /* names that a message lists */

static void put_integer(struct buffer *setting, int integer)
{
	buffer_append(setting, &integer, sizeof(integer));
}

/* ---- one of them ---- */

static bool read_name(const struct names *names, const struct bytes *word, int *number)
{
	struct buffer text = {0};
	buffer_append(&text, word->data, word->length);
	bool known = !memchr(buffer_cstring(&text), '\0', text.length) &&
		     name_number_short(names, text.data, number);
	buffer_free(&text);
	return known;
}

static bool wrong_name(const struct option_wish *wish)
{
	struct buffer takes = {0};
	const struct names *names = wish->option->names;
	for (size_t i = 0; i < names->count && names->count <= FEW; i++)
		buffer_format(&takes, "%s%s", i ? ", " : "", names->list[i].text);
	if (names->count > FEW)
		buffer_format(&takes, "a name that options %s lists", wish->option->name);
	buffer_text(&takes, " or a number");
	option_wrong(wish, "TYPE", buffer_cstring(&takes));
	buffer_free(&takes);
	return false;
}

static bool name_from_value(const struct option_wish *wish, struct buffer *setting)
{
	int number;
	int64_t digits;
	const struct value value = wish->value;
	bool named = value.type == TYPE_BYTES && !bytes_to_int(value.bytes, &digits);
	if (named ? !read_name(wish->option->names, value.bytes, &number)
		  : value.type != TYPE_INT && value.type != TYPE_BYTES)
		return wrong_name(wish);
	if (!named) {
		if (!option_read_number(wish, &digits))
			return false;
		number = (int)digits;
	}
	put_integer(setting, number);
	return true;
}

static struct value name_to_value(const struct socket_option *option, const struct buffer *setting)
{
	const char *name = name_of(option->names, option_integer(setting));
	return name ? value_bytes(bytes_text(name)) : value_int(option_integer(setting));
}

static void name_format(const struct socket_option *option, const struct buffer *setting,
			struct buffer *buffer)
{
	const char *name = name_of(option->names, option_integer(setting));
	if (name)
		buffer_text(buffer, name);
	else
		buffer_int(buffer, option_integer(setting));
}

/* ---- several of them ---- */

/* A number, a name, or several with | between them, as they are shown. */
static bool add_flags(const struct option_wish *wish, struct value value, int *flags)
{
	int bits;
	struct option_wish one = *wish;
	one.value = value;
	if (value.type == TYPE_INT)
		bits = (int)value.integer;
	else if (value.type != TYPE_BYTES ||
		 !name_flags_number(wish->option->names, value.bytes, &bits))
		return wrong_name(&one);
	if (bits < wish->option->least || bits > wish->option->most ||
	    (value.type == TYPE_INT && value.integer != bits))
		return option_wrong(&one, "RANGE", "bits that an int of C has");
	*flags |= bits;
	return true;
}

static bool flags_from_value(const struct option_wish *wish, struct buffer *setting)
{
	int flags = 0;
	const struct value value = wish->value;
	if (value.type != TYPE_LIST) {
		if (!add_flags(wish, value, &flags))
			return false;
	} else {
		for (size_t i = 0; i < value.list->count; i++)
			if (!add_flags(wish, list_at(value.list, i), &flags))
				return false;
	}
	put_integer(setting, flags);
	return true;
}

static void flags_format(const struct socket_option *option, const struct buffer *setting,
			 struct buffer *buffer)
{
	name_flags(option->names, option_integer(setting), buffer);
}

static struct value flags_to_value(const struct socket_option *option, const struct buffer *setting)
{
	struct buffer text = {0};
	if (!option_integer(setting))
		return value_int(0);
	flags_format(option, setting, &text);
	return value_bytes(bytes_from(&text));
}

const struct option_type option_name = {
	.takes = "a name or its number",
	.size = sizeof(int),
	.from_value = name_from_value,
	.to_value = name_to_value,
	.format = name_format,
};

const struct option_type option_flags = {
	.takes = "names, or a number",
	.several = true,
	.size = sizeof(int),
	.from_value = flags_from_value,
	.to_value = flags_to_value,
	.format = flags_format,
};
