/*
 * sockets: the table of open sockets, as the kernel sees them now.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

#define COLUMNS                                                                                    \
	{"  NAME"}, {"FD", true, .rank = 8}, {"KIND", .rank = 7}, {"STATE"},                       \
		{"LOCAL", .rank = 1, .least = 9}, {"PEER", .rank = 2, .least = 9},                 \
		{"RECV-Q", true, .rank = 4},                                                       \
	{                                                                                          \
		"SEND-Q", true, .rank = 5                                                          \
	}

/* Columns that only stand where something is in one of their rows; bits of the array's index. */
enum { EXTRA_KEPT = 1, EXTRA_SAME = 2 };

#define CHANGED                                                                                    \
	{                                                                                          \
		"CHANGED", .rank = 6, .sparse = true                                               \
	}

static const struct column columns[][12] = {
	{COLUMNS, CHANGED},
	[EXTRA_KEPT] = {COLUMNS, {"KEPT", true, .rank = 3}, CHANGED},
	[EXTRA_SAME] = {COLUMNS, {"SAME AS", .rank = 6}, CHANGED},
	[EXTRA_KEPT |
		EXTRA_SAME] = {COLUMNS, {"KEPT", true, .rank = 3}, {"SAME AS", .rank = 6}, CHANGED},
};

static unsigned extra_of(const struct socket_table *table)
{
	unsigned extra = 0;
	for (const struct handle *handle = socket_table_first(table); handle; handle = handle->next)
		extra |= (handle->shared->kept ? EXTRA_KEPT : 0u) |
			 (handle->shared->count > 1 ? EXTRA_SAME : 0u);
	return extra;
}

static void address_cell(struct table *table, const struct socket_address *address)
{
	address_format(&address->any, address->length, &table->text);
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

/* What was shown of each socket, and what is shown now; NULL: it does not matter. */
struct changes {
	const struct map *before;
	struct map *now;
};

enum { SHOWN_STATE, SHOWN_RECEIVE, SHOWN_SEND };

static struct list *shown_of(const struct facts *facts)
{
	const bool known = facts->queues_known;
	struct list *list = list_append(list_new(3), value_bytes(bytes_text(facts->state)));
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

static void changed_cell(struct table *table, const struct handle *handle,
			 const struct facts *facts, struct changes *changes)
{
	struct buffer name = {0}, change = {0};
	struct value before;
	if (changes->now) {
		struct list *now = shown_of(facts);
		handle_table_name(handle, &name);
		if (changes->before && !map_get(changes->before, name.data, name.length, &before)) {
			buffer_text(&change, "new");
		} else if (changes->before) {
			put_change(&change, "", before.list, now, SHOWN_STATE);
			put_change(&change, "recv-q ", before.list, now, SHOWN_RECEIVE);
			put_change(&change, "send-q ", before.list, now, SHOWN_SEND);
		}
		changes->now =
			map_put(changes->now, bytes_from(&name), value_object(TYPE_LIST, now));
	}
	table_text(table, buffer_cstring(&change));
	buffer_free(&change);
	buffer_free(&name);
}

/* Only whoever looks at a screen has seen the one before. */
static struct changes changes_begin(const struct shell *shell)
{
	const bool seen = shell->interactive && display_is_terminal(shell->display);
	return (struct changes){shell->shown_sockets, seen ? map_new() : NULL};
}

static void changes_end(struct shell *shell, const struct changes *changes)
{
	if (!changes->now)
		return;
	if (shell->shown_sockets)
		object_release(shell->shown_sockets);
	shell->shown_sockets = changes->now;
}

static void row(struct table *table, const struct handle *handle, bool current, unsigned extra,
		struct buffer *scratch, struct changes *changes)
{
	struct facts facts;
	handle_facts(handle, &facts);
	buffer_text(&table->text, current ? "* " : "  ");
	table_text(table, handle_name(handle, scratch));
	table_int(table, handle->watch.fd);
	table_text(table, handle_kind(handle));
	table_text(table, facts.state);
	address_cell(table, &facts.local);
	address_cell(table, &facts.peer);
	queue_cells(table, &facts);
	extra_cells(table, handle, extra, scratch);
	changed_cell(table, handle, &facts, changes);
}

static void sockets_text(struct call *call, struct buffer *text)
{
	struct table table;
	struct buffer name = {0};
	const struct object *current = task_current(call_task(call));
	const struct socket_table *sockets = call_shell(call)->sockets;
	const unsigned extra = extra_of(sockets);
	struct changes changes = changes_begin(call_shell(call));
	table_begin(&table, columns[extra]);
	for (const struct handle *handle = socket_table_first(sockets); handle;
	     handle = handle->next)
		row(&table, handle, &handle->object == current, extra, &name, &changes);
	changes_end(call_shell(call), &changes);
	table_fit(&table, call_shell(call)->display);
	table_end(&table, text);
	buffer_free(&name);
}

/* ---- as values ---- */

static struct value sockets_value(struct call *call)
{
	struct list *list = list_new(0);
	for (struct handle *handle = socket_table_first(call_shell(call)->sockets); handle;
	     handle = handle->next)
		list = list_append(list, value_object(TYPE_SOCKET, object_retain(handle)));
	return value_object(TYPE_LIST, list);
}

static struct value address_or_nil(const struct socket_address *address)
{
	return address->length > sizeof(sa_family_t) ? address_value(&address->any, address->length)
						     : VALUE_NIL;
}

static struct map *put_queues(struct map *map, const struct handle *handle,
			      const struct facts *facts)
{
	const struct queues *queues = &facts->queues;
	bool known = facts->queues_known;
	if (known && queues->listener) {
		map = map_put_text(map, "waiting", value_int(queues->receive));
		return map_put_text(map, "backlog", value_int(queues->receive_limit));
	}
	map = map_put_text(map, "recv_q", known ? value_int(queues->receive) : VALUE_NIL);
	map = map_put_text(map, "send_q",
			   known && queues->send >= 0 ? value_int(queues->send) : VALUE_NIL);
	return map_put_text(map, "kept", value_int((int64_t)handle_kept(handle)));
}

static struct value row_value(const struct handle *handle, bool current, struct buffer *scratch)
{
	struct facts facts;
	struct map *map = map_new();
	handle_facts(handle, &facts);
	map = map_put_text(map, "name", value_bytes(bytes_text(handle_name(handle, scratch))));
	map = map_put_text(map, "current", value_bool(current));
	map = map_put_text(map, "fd", value_int(handle->watch.fd));
	map = map_put_text(map, "kind", value_bytes(bytes_text(handle_kind(handle))));
	map = map_put_text(map, "state", value_bytes(bytes_text(facts.state)));
	map = map_put_text(map, "local", address_or_nil(&facts.local));
	map = map_put_text(map, "peer", address_or_nil(&facts.peer));
	scratch->length = 0;
	handle_copies(handle, scratch);
	if (scratch->length)
		map = map_put_text(map, "same_as", value_bytes(bytes_from(scratch)));
	return value_object(TYPE_MAP, put_queues(map, handle, &facts));
}

static struct value sockets_rows(struct call *call)
{
	struct list *list = list_new(0);
	struct buffer name = {0};
	const struct object *current = task_current(call_task(call));
	for (const struct handle *handle = socket_table_first(call_shell(call)->sockets); handle;
	     handle = handle->next)
		list = list_append(list, row_value(handle, &handle->object == current, &name));
	buffer_free(&name);
	return value_object(TYPE_LIST, list);
}

static enum run sockets_exec(struct call *call)
{
	static const struct exhibit exhibit = {sockets_value, sockets_rows, sockets_text};
	return call_exhibit(call, &exhibit);
}

const struct command command_sockets = {
	.name = "sockets",
	.summary = "show the table of open sockets",
	.result = "where its value is taken: the list of open sockets",
	.calls = "getsockopt(2) TCP_INFO, getpeername(2), getsockname(2), "
		 "ioctl(2) SIOCINQ and SIOCOUTQ where TCP_INFO does not tell; "
		 "sock_diag(7) for the peer in SYN_SENT",
	.help = "* marks the current socket. STATE is the kernel's: CLOSE (udp and unix: "
		"UNCONN) is a socket without a connection, whose queues mean nothing: - stands there. "
		"RECV-Q is bytes that have come and were not received, "
		"of udp those of the next datagram; of a listening socket the connections that "
		"wait for accept, and how many may. SEND-Q is bytes that the peer has not "
		"acknowledged. KEPT, where something is, is bytes that were read and not taken: "
		"the next recv takes them. SAME AS, where dup has made copies, names the others. A terminal that is too narrow for "
		"all gets long addresses shortened in the middle, and the columns that tell most. At a "
		"prompt CHANGED says what is otherwise than when the table was last shown: a new "
		"socket, or the state and the queues as they were.",
	.python = "psutil.net_connections()",
	.c = "getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size);",
	.example = "s = socket tcp\n"
		   "sockets\n"
		   "expect (sockets)[0].state == 'CLOSE'\n",
	.exec = sockets_exec,
};
