/*
 * type_structure: options that are structures: a map of their members, or the values of these one
 * after the other, as one types them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "net/option/option.h"

/* In a call line. */
#define SHOWN 8        /* members */
#define SHOWN_BYTES 40 /* of a member that is bytes */

/* ---- from values ---- */

static unsigned count_of(const struct option_structure *structure, bool all)
{
	unsigned count = 0;
	while (structure->members[count].name && (all || !structure->members[count].optional))
		count++;
	return count;
}

static bool wrong_count(const struct option_wish *wish)
{
	struct buffer takes = {0};
	socket_option_takes(wish->option, &takes);
	*wish->error = error_new("TYPE", wish->call, "%s takes %s", wish->option->name,
				 buffer_cstring(&takes));
	error_hint(*wish->error, "%s: %s", wish->option->name, wish->option->text);
	buffer_free(&takes);
	return false;
}

/* One value is that of the only member that must be. */
static bool from_words(const struct option_wish *wish, char *data)
{
	const struct option_structure *structure = wish->option->structure;
	const struct value value = wish->value;
	const size_t given = value.type == TYPE_LIST ? value.list->count : 1;
	if (given < count_of(structure, false) || given > count_of(structure, true))
		return wrong_count(wish);
	for (size_t i = 0; i < given; i++) {
		struct value word = value.type == TYPE_LIST ? list_at(value.list, i) : value;
		if (!member_from_value(wish, &structure->members[i], word, data))
			return false;
	}
	return true;
}

/* A key that is none of the members. */
static bool unknown_key(const struct option_wish *wish, const struct bytes *key)
{
	struct buffer text = {0}, wanted = {0}, hint = {0};
	buffer_append(&wanted, key->data, key->length);
	struct nearest nearest = {.wanted = buffer_cstring(&wanted)};
	for (const struct option_member *member = wish->option->structure->members; member->name;
	     member++)
		nearest_offer(&nearest, member->name);
	nearest_format(&nearest, &hint);
	literal_format_cut(&text, key->data, key->length, 60);
	*wish->error = error_new("TYPE", wish->call, "%s has no member %s", wish->option->name,
				 buffer_cstring(&text));
	if (hint.length)
		error_hint(*wish->error, "%s", buffer_cstring(&hint));
	buffer_free(&text);
	buffer_free(&wanted);
	buffer_free(&hint);
	return false;
}

static bool known_keys(const struct option_wish *wish)
{
	for (const struct map_entry *entry = map_first(wish->value.map); entry;
	     entry = map_next(entry)) {
		const struct option_member *member = wish->option->structure->members;
		while (member->name && !bytes_is(map_key(entry), member->name))
			member++;
		if (!member->name)
			return unknown_key(wish, map_key(entry));
	}
	return true;
}

static bool from_map(const struct option_wish *wish, char *data)
{
	if (!known_keys(wish))
		return false;
	for (const struct option_member *member = wish->option->structure->members; member->name;
	     member++) {
		struct value value;
		bool given = map_get(wish->value.map, member->name, strlen(member->name), &value) &&
			     value.type != TYPE_NIL;
		if (!given && !member->optional)
			return wrong_count(wish);
		if (given && !member_from_value(wish, member, value, data))
			return false;
	}
	return true;
}

static bool structure_from_value(const struct option_wish *wish, struct buffer *setting)
{
	const socklen_t size = wish->option->structure->size;
	char *data = memset(buffer_reserve(setting, size), 0, size);
	setting->length += size;
	return wish->value.type == TYPE_MAP ? from_map(wish, data) : from_words(wish, data);
}

/* ---- to values ---- */

/* Has the kernel given it? An older one knows less of the structure. */
static bool is_there(const struct option_member *member, const struct buffer *setting)
{
	return (size_t)member->offset + member->size <= setting->length;
}

static struct value structure_to_value(struct host *host, const struct socket_option *option,
				       const struct buffer *setting)
{
	struct map *map = map_new();
	for (const struct option_member *member = option->structure->members; member->name;
	     member++)
		if (is_there(member, setting))
			map = map_put_text(map, member->name,
					   member_to_value(host, member, setting->data));
	return value_object(TYPE_MAP, map);
}

static void format_member(struct host *host, const struct option_member *member,
			  const struct buffer *setting, struct buffer *buffer)
{
	struct value value = member_to_value(host, member, setting->data);
	if (member->form == MEMBER_BYTES)
		value_literal_cut(value, buffer, SHOWN_BYTES);
	else
		value_format(value, buffer);
	value_release(value);
}

static void structure_format(struct host *host, const struct socket_option *option,
			     const struct buffer *setting, struct buffer *buffer)
{
	const struct option_member *member = option->structure->members;
	buffer_byte(buffer, '{');
	for (unsigned i = 0; i < SHOWN && member->name && is_there(member, setting); i++) {
		buffer_text(buffer, i ? ", " : "");
		format_member(host, member++, setting, buffer);
	}
	buffer_text(buffer, member->name && is_there(member, setting) ? ", ...}" : "}");
}

const struct option_type option_structure = {
	.takes = "a map",
	.several = true,
	.size = 1024, /* more than any, so that what a newer kernel knows is there */
	.from_value = structure_from_value,
	.to_value_on = structure_to_value,
	.format_on = structure_format,
};
