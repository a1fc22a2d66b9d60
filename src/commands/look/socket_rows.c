/*
 * socket_rows: see socket_rows.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/look/socket_rows.h"

#include <string.h>

/* Columns that only stand where something is in one of their rows. */
enum { EXTRA_KEPT = 1, EXTRA_SAME = 2, EXTRA_HOST = 4 };

/* All that there can be, in their order; extra: where it only stands for that. */
static const struct {
	struct column column;
	unsigned extra;
} all_columns[] = {
	{{"HOST", .rank = 9}, EXTRA_HOST},
	{{"NAME"}, 0},
	{{"FD", true, .rank = 8}, 0},
	{{"KIND", .rank = 7}, 0},
	{{"STATE"}, 0},
	{{"LOCAL", .rank = 1, .least = 9}, 0},
	{{"PEER", .rank = 2, .least = 9}, 0},
	{{"RECV-Q", true, .rank = 4}, 0},
	{{"SEND-Q", true, .rank = 5}, 0},
	{{"KEPT", true, .rank = 3}, EXTRA_KEPT},
	{{"SAME AS", .rank = 6}, EXTRA_SAME},
	{{"CHANGED", .rank = 6, .sparse = true}, 0},
};
#define COLUMNS_MOST (sizeof(all_columns) / sizeof(*all_columns))

/* Before the title of the first there is room for the mark of the current socket. */
static void choose_columns(struct column columns[COLUMNS_MOST + 1], unsigned extra)
{
	unsigned count = 0;
	for (size_t i = 0; i < COLUMNS_MOST; i++)
		if (!all_columns[i].extra || all_columns[i].extra & extra)
			columns[count++] = all_columns[i].column;
	columns[0].title = extra & EXTRA_HOST ? "  HOST" : "  NAME";
	columns[count] = (struct column){0};
}

static unsigned extra_of(const struct socket_table *table)
{
	unsigned extra = 0;
	for (const struct handle *handle = socket_table_first(table); handle; handle = handle->next)
		extra |= (handle->shared->kept ? EXTRA_KEPT : 0u) |
			 (handle->shared->count > 1 ? EXTRA_SAME : 0u) |
			 (handle->host ? EXTRA_HOST : 0u);
	return extra;
}

static void address_cell(struct table *table, struct host *host,
			 const struct socket_address *address)
{
	address_format(host, &address->any, address->length, &table->text);
	table_next(table);
}

static void queue_cells(struct table *table, const struct facts *facts)
{
	const struct queues *queues = &facts->queues;
	if (!facts->queues_known) {
		table_text(table, "-");
		table_text(table, "-");
	} else if (queues->listener) {
		buffer_int(&table->text, queues->receive);
		buffer_byte(&table->text, '/');
		table_int(table, queues->receive_limit);
		table_text(table, "-");
	} else {
		table_int(table, queues->receive);
		if (queues->send < 0)
			table_text(table, "-");
		else
			table_int(table, queues->send);
	}
}

/* What reads a stream may read more than is wanted of it. */
static bool may_keep(const struct handle *handle)
{
	return !handle_is_socket(handle) ||
	       (handle->type == SOCK_STREAM && !handle->shared->listening);
}

static void extra_cells(struct table *table, const struct handle *handle, unsigned extra,
			struct buffer *scratch)
{
	if (extra & EXTRA_KEPT && may_keep(handle))
		table_int(table, (int64_t)handle_kept(handle));
	else if (extra & EXTRA_KEPT)
		table_text(table, "-");
	if (extra & EXTRA_SAME) {
		scratch->length = 0;
		handle_copies(handle, scratch);
		table_text(table, scratch->length ? buffer_cstring(scratch) : "-");
	}
}

/* ---- what has changed since the table was last shown ---- */

/* The elements of shell->shown_sockets' lists: the change that is shown, and until when. */
enum { SHOWN_STATE, SHOWN_RECEIVE, SHOWN_SEND, SHOWN_CHANGE, SHOWN_UNTIL };

static struct list *shown_of(const struct facts *facts)
{
	const bool known = facts->queues_known;
	struct list *list = list_append(list_new(5), value_bytes(bytes_text(facts->state)));
	list = list_append(list, value_int(known ? facts->queues.receive : 0));
	return list_append(list, value_int(known ? facts->queues.send : 0));
}

static void put_change(struct buffer *text, const char *name, const struct list *before,
		       const struct list *now, size_t index)
{
	if (value_equal(list_at(before, index), list_at(now, index)))
		return;
	buffer_format(text, "%s%swas ", text->length ? ", " : "", name);
	value_format(list_at(before, index), text);
}

/* Nothing has changed anew: what had before may still be shown. */
static void put_lasting(struct buffer *text, const struct list *before, int64_t time,
			int64_t *until)
{
	const struct bytes *change = list_at(before, SHOWN_CHANGE).bytes;
	if (text->length || list_at(before, SHOWN_UNTIL).integer <= time)
		return;
	buffer_append(text, change->data, change->length);
	*until = list_at(before, SHOWN_UNTIL).integer;
}

static void find_change(const struct socket_rows *rows, const struct buffer *name,
			const struct list *now, struct buffer *text, int64_t *until)
{
	struct value before;
	if (!rows->before)
		return;
	if (!map_get(rows->before, name->data, name->length, &before)) {
		buffer_text(text, rows->partly ? "" : "new");
		return;
	}
	put_change(text, "", before.list, now, SHOWN_STATE);
	put_change(text, "recv-q ", before.list, now, SHOWN_RECEIVE);
	put_change(text, "send-q ", before.list, now, SHOWN_SEND);
	put_lasting(text, before.list, rows->time, until);
}

static void changed_cell(struct table *table, const struct handle *handle,
			 const struct facts *facts, struct socket_rows *rows)
{
	struct buffer name = {0}, change = {0};
	if (rows->now) {
		struct list *now = shown_of(facts);
		int64_t until = rows->time + rows->lasts;
		handle_table_name(handle, &name);
		find_change(rows, &name, now, &change, &until);
		now = list_append(now, value_bytes(bytes_new(change.data, change.length)));
		now = list_append(now, value_int(until));
		rows->now = map_put(rows->now, bytes_from(&name), value_object(TYPE_LIST, now));
	}
	table_text(table, buffer_cstring(&change));
	buffer_free(&change);
	buffer_free(&name);
}

void socket_rows_seen(struct shell *shell, struct map *now)
{
	object_release(shell->shown_sockets);
	shell->shown_sockets = now;
}

/* ---- rows ---- */

static void row(struct table *table, const struct handle *handle, bool current, unsigned extra,
		struct buffer *scratch, struct socket_rows *rows)
{
	struct facts facts;
	handle_facts(handle, &facts);
	buffer_text(&table->text, current ? "* " : "  ");
	if (extra & EXTRA_HOST)
		table_text(table, host_name(handle->host));
	table_text(table, handle_name(handle, scratch));
	table_int(table, handle->watch.fd);
	table_text(table, handle_kind(handle));
	table_text(table, facts.state);
	address_cell(table, handle->host, &facts.local);
	address_cell(table, handle->host, &facts.peer);
	queue_cells(table, &facts);
	extra_cells(table, handle, extra, scratch);
	changed_cell(table, handle, &facts, rows);
}

/* What a host's kernel knows, and no descriptor is for. */
struct ghost_rows {
	struct table *table;
	const struct host *host;
	unsigned extra;
	size_t count;
};

static void ghost_row(void *context, const struct ghost *ghost)
{
	struct ghost_rows *rows = context;
	struct table *table = rows->table;
	buffer_text(&table->text, "  ");
	table_text(table, host_name(rows->host));
	table_text(table, "-");
	table_text(table, "-");
	table_text(table, ghost_kind(ghost));
	table_text(table, ghost->state);
	address_cell(table, NULL, &ghost->local);
	address_cell(table, NULL, &ghost->peer);
	table_int(table, ghost->receive);
	table_int(table, ghost->send);
	if (rows->extra & EXTRA_KEPT)
		table_text(table, "-");
	if (rows->extra & EXTRA_SAME)
		table_text(table, "-");
	table_text(table, "");
	rows->count++;
}

/* Only beside hosts: of this machine there would be those of all its programs. */
static size_t ghost_rows(struct call *call, struct table *table, unsigned extra)
{
	struct shell *shell = call_shell(call);
	struct ghost_rows rows = {.table = table, .extra = extra};
	struct host *host = NULL;
	while (extra & EXTRA_HOST && (host = lab_next(shell->lab, host))) {
		rows.host = host;
		ghosts_each(shell->sockets, host, ghost_row, &rows);
	}
	return rows.count;
}

static size_t count_lines(const struct buffer *text)
{
	size_t count = 0;
	const char *end = text->data + text->length, *next = text->data;
	for (; next < end && (next = memchr(next, '\n', (size_t)(end - next))); next++)
		count++;
	return count;
}

/* To so many lines, one of which says how many sockets there are beyond those of the first shown. On
 * a narrow screen each of them takes several, and so do the titles. */
static void cut(struct buffer *text, size_t most, size_t shown, size_t total,
		const struct display *display)
{
	const size_t each = count_lines(text) / (shown + 1);
	const size_t kept = most > each ? (most - 1) / each : 0; /* the titles are one of them */
	const char *next = text->data;
	for (size_t line = 0; line < kept * each; line++)
		next = (char *)memchr(next, '\n', text->length) + 1;
	text->length = (size_t)(next - text->data);
	buffer_format(text, "%s and %zu more\n", display_knows_utf8(display) ? "…" : "..",
		      total - (kept ? kept - 1 : 0));
}

void socket_rows_format(struct call *call, struct socket_rows *rows, struct buffer *text)
{
	struct table table;
	struct buffer name = {0};
	const struct object *current = task_current(call_task(call));
	const struct display *display = call_shell(call)->display;
	const struct socket_table *sockets = call_shell(call)->sockets;
	const unsigned extra = extra_of(sockets);
	struct column columns[COLUMNS_MOST + 1];
	size_t shown = 0;
	choose_columns(columns, extra);
	table_begin(&table, columns);
	for (const struct handle *handle = socket_table_first(sockets);
	     handle && (!rows->most || shown < rows->most); handle = handle->next, shown++)
		row(&table, handle, &handle->object == current, extra, &name, rows);
	const size_t ghosts = ghost_rows(call, &table, extra);
	table_fit(&table, display);
	if (rows->width)
		table.width = rows->width;
	table_end(&table, text);
	rows->cut = rows->most && count_lines(text) > rows->most;
	if (rows->cut)
		cut(text, rows->most, shown + ghosts, socket_table_count(sockets) + ghosts,
		    display);
	buffer_free(&name);
}
