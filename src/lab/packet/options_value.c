/*
 * options_value: the options of TCP as a map: of those that are known what they say, of others their
 * bytes. Of two of one kind the later; what is not whole is left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/packet/packet_key.h"
#include "lab/packet/tcp_option.h"

static struct value numbers_value(const uint8_t *data, size_t length)
{
	struct list *list = list_new(length / 4);
	for (size_t i = 0; i + 4 <= length; i += 4)
		list = list_append(list, value_int(get32(data + i)));
	return value_object(TYPE_LIST, list);
}

static struct value option_value(const uint8_t *option, size_t length)
{
	const uint8_t *data = option + 2;
	switch (option[0]) {
	case TCP_OPTION_MSS:
		return value_int(get16(data));
	case TCP_OPTION_WSCALE:
		return value_int(data[0]);
	case TCP_OPTION_SACK_OK:
		return value_bool(true);
	case TCP_OPTION_SACK:
	case TCP_OPTION_TS:
		return numbers_value(data, length - 2);
	default:
		return value_bytes(bytes_new(data, length - 2));
	}
}

static struct map *add_option(struct map *map, const uint8_t *option, size_t length)
{
	const char *name = name_of(&names_tcp_options, option[0]);
	struct bytes *key = name ? bytes_text(name) : bytes_format("%u", option[0]);
	return map_put(map, key, option_value(option, length));
}

struct value options_value(const uint8_t *options, size_t length)
{
	struct map *map = map_new();
	for (size_t at = 0, size; at < length && options[at] != TCP_OPTION_END; at += size) {
		size = tcp_option_length(options + at, length - at);
		if (!size)
			break;
		if (options[at] != TCP_OPTION_NOP && tcp_option_fits(options[at], size))
			map = add_option(map, options + at, size);
	}
	return value_object(TYPE_MAP, map);
}
