/*
 * flow_shown: what passes, for a person to read.
 *
 *	a > b  18 bytes
 *	  GET / HTTP/1.0\r\n
 *	  \r\n
 *
 * The text is a peer's: its lines are indented, so that none can look like a line of ours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "commands/data/flow.h"

#define ROWS ((size_t)12) /* of a piece: from its beginning, and from its end */
#define ROW ((size_t)200) /* bytes without an end of line */
#define LOOK (NANOSECONDS / 100)

bool flow_show_waits(struct call *call)
{
	const struct display *display = call_shell(call)->display;
	if (!display_crowded(display, display_stream(display, EVENT_PRINT)))
		return false;
	call_look(call, LOOK);
	return true;
}

/* How many bytes the first row takes. */
static size_t row_of(const char *data, size_t length)
{
	const size_t most = length < ROW ? length : ROW;
	const char *newline = memchr(data, '\n', most);
	return newline ? (size_t)(newline - data) + 1 : most;
}

static void put_rows(struct buffer *text, const char *data, size_t length)
{
	for (size_t row; length; data += row, length -= row) {
		row = row_of(data, length);
		buffer_text(text, "  ");
		escape_line(text, data, row);
		buffer_byte(text, '\n');
	}
}

static size_t rows_of(const char *data, size_t length, size_t rows)
{
	size_t done = 0;
	for (; rows && done < length; rows--)
		done += row_of(data + done, length - done);
	return done;
}

/* Where the last rows begin. */
static size_t tail_of(const char *data, size_t length)
{
	size_t start = length > ROWS * ROW ? length - ROWS * ROW : 0, rows = 0;
	for (size_t i = start; i < length; i += row_of(data + i, length - i))
		rows++;
	return start + rows_of(data + start, length - start, rows > ROWS ? rows - ROWS : 0);
}

static void put_bytes(struct buffer *text, const char *data, size_t length)
{
	const size_t head = rows_of(data, length, ROWS);
	const size_t tail = head + tail_of(data + head, length - head);
	put_rows(text, data, head);
	if (tail > head)
		buffer_format(text, "  ... %zu bytes left out ...\n", tail - head);
	put_rows(text, data + tail, length - tail);
}

/* "[1] a > b  ": with the number of the task in front, as call lines have it. */
static void put_way(struct buffer *text, struct call *call, const struct flow *flow)
{
	const uint32_t task = task_id(call_task(call));
	struct buffer name = {0};
	if (task)
		buffer_format(text, "[%u] ", task);
	buffer_text(text, handle_name(flow->from, &name));
	buffer_text(text, " > ");
	buffer_text(text, handle_name(flow->to, &name));
	buffer_text(text, "  ");
	buffer_free(&name);
}

static struct value socket_value(struct handle *handle)
{
	return value_object(TYPE_SOCKET, object_retain(handle));
}

static struct map *way_of(const struct flow *flow)
{
	struct map *map = map_put_text(map_new(), "from", socket_value(flow->from));
	return map_put_text(map, "to", socket_value(flow->to));
}

void flow_show(struct call *call, const struct flow *flow, size_t count)
{
	struct bytes *pending = (struct bytes *)(uintptr_t)flow_pending(flow);
	struct buffer text = {0};
	if (call_wants_rows(call)) {
		struct map *map = map_put_text(way_of(flow), "bytes", value_int((int64_t)count));
		map = map_put_text(map, "data", value_bytes(bytes_slice(pending, 0, count)));
		call_print_rows(call, value_object(TYPE_MAP, map));
	}
	put_way(&text, call, flow);
	buffer_format(&text, "%zu byte%s\n", count, count == 1 ? "" : "s");
	put_bytes(&text, pending->data, count);
	call_print_table(call, &text);
	buffer_free(&text);
}

void flow_show_end(struct call *call, const struct flow *flow)
{
	struct buffer text = {0};
	if (call_wants_rows(call))
		call_print_rows(call, value_object(TYPE_MAP, map_put_text(way_of(flow), "end",
									  value_bool(true))));
	put_way(&text, call, flow);
	buffer_text(&text, "end\n");
	call_print_table(call, &text);
	buffer_free(&text);
}
