/*
 * sockets: the table of open sockets, as the kernel sees them now.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/socket.h"

#define COLUMNS                                                                                    \
	{"  NAME", false}, {"FD", true}, {"KIND", false}, {"STATE", false}, {"LOCAL", false},      \
		{"PEER", false}, {"RECV-Q", true},                                                 \
	{                                                                                          \
		"SEND-Q", true                                                                     \
	}

static const struct column columns[] = {COLUMNS, {NULL, false}};
static const struct column columns_kept[] = {COLUMNS, {"KEPT", true}, {NULL, false}};

/* A column KEPT only where something is. */
static const struct column *columns_for(const struct socket_table *table)
{
	const struct handle *handle = socket_table_first(table);
	while (handle && !handle->kept)
		handle = handle->next;
	return handle ? columns_kept : columns;
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

static void row(struct table *table, const struct handle *handle, bool current,
		struct buffer *scratch)
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
	if (table->columns == columns_kept && handle->type == SOCK_STREAM && !handle->listening)
		table_int(table, (int64_t)handle_kept(handle));
	else if (table->columns == columns_kept)
		table_text(table, "-");
}

static enum run sockets_exec(struct call *call)
{
	struct table table;
	struct buffer text = {0}, name = {0};
	const struct object *current = task_current(call_task(call));
	const struct socket_table *sockets = call_shell(call)->sockets;
	table_begin(&table, columns_for(sockets));
	for (const struct handle *handle = socket_table_first(sockets); handle;
	     handle = handle->next)
		row(&table, handle, &handle->object == current, &name);
	table_fit(&table, call_shell(call)->display);
	table_end(&table, &text);
	call_print(call, text.data, text.length);
	buffer_free(&text);
	buffer_free(&name);
	return call_return(call, VALUE_NIL);
}

const struct command command_sockets = {
	.name = "sockets",
	.summary = "show the table of open sockets",
	.calls = "getsockopt(2) TCP_INFO, getpeername(2), getsockname(2), "
		 "ioctl(2) SIOCINQ and SIOCOUTQ where TCP_INFO does not tell; "
		 "sock_diag(7) for the peer in SYN_SENT",
	.help = "* marks the current socket. STATE is the kernel's: CLOSE (udp and unix: "
		"UNCONN) is a socket without a connection, whose queues mean nothing: - stands there. "
		"RECV-Q is bytes that have come and were not received, "
		"of udp those of the next datagram; of a listening socket the connections that "
		"wait for accept, and how many may. SEND-Q is bytes that the peer has not "
		"acknowledged. KEPT, where something is, is bytes that were read and not taken: "
		"the next recv takes them.",
	.python = "psutil.net_connections()",
	.c = "getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size);",
	.example = "s = socket tcp\n"
		   "sockets\n"
		   "expect $s.state == 'CLOSE'\n",
	.exec = sockets_exec,
};
