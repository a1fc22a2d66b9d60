/*
 * piece: see piece.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/piece.h"

#include <inttypes.h>
#include <stdlib.h>
#include <utlist.h>

#define BYTES_SHOWN 40

static void destroy(struct object *object)
{
	struct piece *piece = (struct piece *)object;
	object_release(piece->bytes);
	object_release(piece->from);
	object_release(piece->to);
	free(piece);
}

static void format(const struct object *object, struct buffer *text)
{
	const struct piece *piece = (const struct piece *)object;
	struct buffer name = {0};
	buffer_format(text, "#%" PRIu32 "  %s > ", piece->id, handle_name(piece->from, &name));
	buffer_format(text, "%s  %zu byte%s  ", handle_name(piece->to, &name), piece->bytes->length,
		      piece->bytes->length == 1 ? "" : "s");
	literal_format_cut(text, piece->bytes->data, piece->bytes->length, BYTES_SHOWN);
	buffer_free(&name);
}

static const char *fate_name(const struct piece *piece)
{
	return packet_fate_named((enum packet_fate)piece->fate);
}

static struct value get_id(const struct object *object)
{
	return value_int(((const struct piece *)object)->id);
}

static struct value get_fate(const struct object *object)
{
	return value_bytes(bytes_text(fate_name((const struct piece *)object)));
}

static struct value name_value(const struct handle *handle)
{
	struct buffer name = {0};
	struct value value = value_bytes(bytes_text(handle_name(handle, &name)));
	buffer_free(&name);
	return value;
}

static struct value get_value(const struct object *object)
{
	const struct piece *piece = (const struct piece *)object;
	struct map *map = map_put_text(map_new(), "id", value_int(piece->id));
	map = map_put_text(map, "from", name_value(piece->from));
	map = map_put_text(map, "to", name_value(piece->to));
	map = map_put_text(map, "fate", get_fate(object));
	map = map_put_text(map, "length", value_int((int64_t)piece->bytes->length));
	return value_object(TYPE_MAP,
			    map_put_text(map, "payload", value_bytes(object_retain(piece->bytes))));
}

static const struct field fields[] = {
	{"id", get_id}, {"fate", get_fate}, {"outcome", get_fate}, {"value", get_value}, {0}};

const struct behaviour piece_behaviour = {.destroy = destroy, .format = format, .fields = fields};

static void tell(const struct piece *piece, const char *became)
{
	struct event event = {.kind = EVENT_PACKET,
			      .flags = EVENT_TOP,
			      .packet = {&piece->object, became, !became}};
	if (journal_wants_packet(&piece->shell->journal, true))
		journal_write(&piece->shell->journal, &event);
}

struct piece *piece_hold(struct call *call, struct handle *from, struct handle *to,
			 struct bytes *bytes)
{
	struct shell *shell = call_shell(call);
	struct piece *piece = memory_zeroed(1, sizeof(*piece));
	*piece = (struct piece){.object = {&piece_behaviour, 1},
				.id = shell->lab ? packet_skip(shell->lab) : ++shell->last_piece,
				.fate = PACKET_HELD,
				.bytes = object_retain(bytes),
				.from = object_retain(from),
				.to = object_retain(to),
				.call = call,
				.shell = shell};
	DL_APPEND2(shell->pieces, piece, previous, next);
	tell(piece, NULL);
	return piece;
}

static void leave_list(struct piece *piece)
{
	if (piece->call)
		DL_DELETE2(piece->shell->pieces, piece, previous, next);
	piece->call = NULL;
}

void piece_leave(struct piece *piece)
{
	if (piece)
		leave_list(piece);
	object_release(piece);
}

struct piece *piece_find(const struct shell *shell, int64_t id)
{
	struct piece *piece = shell->pieces;
	while (piece && piece->id != id)
		piece = piece->next;
	return piece;
}

void piece_decide(struct piece *piece, enum packet_fate fate)
{
	struct call *call = piece->call;
	leave_list(piece);
	piece->fate = (uint8_t)fate;
	tell(piece, fate_name(piece));
	call_wake(call);
}

void piece_change(struct piece *piece, struct bytes *bytes)
{
	object_release(piece->bytes);
	piece->bytes = bytes;
	piece->changed = true;
}
