/*
 * packet_build: a frame from a map: the parts that there are, then each key in its place, then what follows
 * from them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "lab/packet/packet_draft.h"

void draft_parts(const struct draft *draft, struct frame_parts *parts)
{
	for (unsigned i = 0; i < PARTS; i++) {
		parts->data[i] = (const uint8_t *)draft->part[i].data;
		parts->length[i] = draft->part[i].length;
	}
	parts->ether_type = draft->ether_type;
	parts->version = draft->version;
	parts->protocol = draft->protocol;
	parts->fragment = draft->fragment;
	parts->later_fragment = draft->later_fragment;
}

void draft_free(struct draft *draft)
{
	for (unsigned i = 0; i < PARTS; i++)
		buffer_free(&draft->part[i]);
}

bool draft_refuse(struct draft *draft, const char *name, const char *key, const char *format, ...)
{
	va_list arguments;
	struct buffer text = {0};
	va_start(arguments, format);
	buffer_vformat(&text, format, arguments);
	va_end(arguments);
	*draft->error = error_new(name, draft->wish->call, "%s: %s", key, buffer_cstring(&text));
	buffer_free(&text);
	return false;
}

static bool given(const struct draft *draft, const char *name, struct value *value)
{
	return map_get(draft->wish->map, name, strlen(name), value);
}

/* ---- keys that are there ---- */

static bool is_known(const struct bytes *name)
{
	for (size_t i = 0; i < packet_key_count; i++)
		if (bytes_is(name, packet_keys[i].name))
			return true;
	return false;
}

static bool refuse_unknown(struct draft *draft, const struct bytes *name)
{
	struct buffer shown = {0}, hint = {0}, wanted = {0};
	buffer_append(&wanted, name->data, name->length);
	struct nearest nearest = {.wanted = buffer_cstring(&wanted)};
	literal_format_cut(&shown, name->data, name->length, NEAREST_LENGTH);
	draft_refuse(draft, "RANGE", buffer_cstring(&shown), "a packet has no such key");
	for (size_t i = 0; i < packet_key_count; i++)
		nearest_offer(&nearest, packet_keys[i].name);
	nearest_format(&nearest, &hint);
	buffer_text(&hint, hint.length ? " " : "");
	for (size_t i = 0; i < packet_key_count; i++)
		if (!i || strcmp(packet_keys[i].name, packet_keys[i - 1].name) != 0)
			buffer_format(&hint, "%s%s", i ? " " : "There are ", packet_keys[i].name);
	error_hint(*draft->error, "%s", buffer_cstring(&hint));
	buffer_free(&shown);
	buffer_free(&hint);
	buffer_free(&wanted);
	return false;
}

/* Has the packet, as it is now, a place for the key? What others say of a packet has none. */
static bool has_place(const struct draft *draft, const struct bytes *name)
{
	struct frame_parts parts;
	draft_parts(draft, &parts);
	for (size_t i = 0; i < packet_key_count; i++) {
		const struct packet_key *key = &packet_keys[i];
		if (bytes_is(name, key->name) &&
		    (key->place == AT_NOTHING || key->kind == KEY_MESSAGE ||
		     key_place(key, &parts)))
			return true;
	}
	return false;
}

static bool check_known(struct draft *draft)
{
	for (const struct map_entry *entry = map_first(draft->wish->map); entry;
	     entry = map_next(entry))
		if (!is_known(map_key(entry)))
			return refuse_unknown(draft, map_key(entry));
	return true;
}

static bool check_places(struct draft *draft)
{
	for (const struct map_entry *entry = map_first(draft->wish->map); entry;
	     entry = map_next(entry)) {
		const struct bytes *name = map_key(entry);
		struct frame_parts parts;
		struct buffer proto = {0}, key = {0};
		if (has_place(draft, name))
			continue;
		draft_parts(draft, &parts);
		struct value value = proto_value(&parts);
		if (value.type != TYPE_UNSET)
			value_format(value, &proto);
		buffer_append(&key, name->data, name->length);
		draft_refuse(draft, "RANGE", buffer_cstring(&key), "a packet of %s has none",
			     proto.length ? buffer_cstring(&proto) : "another protocol");
		value_release(value);
		buffer_free(&proto);
		buffer_free(&key);
		return false;
	}
	return true;
}

/* ---- values ---- */

/* What is as it was is left: of options the bytes may say more than the map. */
static bool is_as_before(const struct draft *draft, const struct packet_key *key,
			 const struct frame_parts *parts, struct value value)
{
	const struct flow_note note = {.known = true,
				       .seq_base = draft->wish->seq_base,
				       .ack_base = draft->wish->ack_base};
	struct value before = key_value(key, parts, &note);
	const bool same = value_equal(before, value);
	value_release(before);
	return same;
}

/* Numbers as they stand there win over those that count from a flow's beginning. */
static bool is_overruled(const struct draft *draft, const struct packet_key *key)
{
	struct value value;
	return (key->kind == KEY_SEQ && given(draft, "rawseq", &value)) ||
	       (key->kind == KEY_ACK && given(draft, "rawack", &value));
}

static bool set_keys(struct draft *draft, bool made)
{
	for (size_t i = 0; i < packet_key_count; i++) {
		const struct packet_key *key = &packet_keys[i];
		struct value value;
		struct frame_parts parts;
		if (key->made != made || !given(draft, key->name, &value) ||
		    is_overruled(draft, key))
			continue;
		draft_parts(draft, &parts);
		if (key->kind != KEY_PAYLOAD && !key_place(key, &parts))
			continue;
		if (!is_as_before(draft, key, &parts, value) && !draft_set(draft, key, value))
			return false;
	}
	return true;
}

/* Of a frame that was as it is meant nothing is made right. */
static bool fill(struct draft *draft)
{
	const bool as_is = draft->wish->as_is;
	const bool from_nothing = !draft->wish->base;
	if (!check_known(draft) || !draft_begin(draft) || !set_keys(draft, false) ||
	    !check_places(draft))
		return false;
	if ((!as_is || from_nothing) && !draft_make_right(draft))
		return false;
	return !as_is || set_keys(draft, true);
}

bool packet_build(const struct packet_wish *wish, struct buffer *frame, struct error **error)
{
	struct value bytes;
	struct packet_wish whole = *wish;
	struct draft draft = {.wish = &whole, .error = error};
	const bool given_whole = given(&draft, "bytes", &bytes);
	if (given_whole && bytes.type != TYPE_BYTES)
		return draft_refuse(&draft, "TYPE", "bytes", "it takes bytes, a whole frame");
	if (given_whole) {
		whole.base = bytes.bytes->data;
		whole.base_length = bytes.bytes->length;
	}
	const bool good = fill(&draft);
	for (unsigned i = 0; good && i < PARTS; i++)
		buffer_append(frame, draft.part[i].data, draft.part[i].length);
	draft_free(&draft);
	return good;
}
