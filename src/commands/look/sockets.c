/*
 * sockets: the table of open sockets, as the kernel sees them now.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/look/socket_rows.h"
#include "commands/look/sockets_watch.h"

enum { OPTION_ALL, OPTION_WATCH };

/* ---- as text ---- */

/* Only whoever looks at a screen has seen the one before. */
static void sockets_text(struct call *call, struct buffer *text)
{
	struct shell *shell = call_shell(call);
	const bool seen = shell->interactive && display_is_terminal(shell->display);
	struct socket_rows rows = {.before = shell->shown_sockets, .now = seen ? map_new() : NULL};
	socket_rows_format(call, &rows, text);
	if (seen)
		socket_rows_seen(shell, rows.now);
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

static struct value address_or_nil(struct host *host, const struct socket_address *address)
{
	return address->length > sizeof(sa_family_t)
		       ? address_value_on(host, &address->any, address->length)
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
	if (handle->host)
		map = map_put_text(map, "host", value_bytes(bytes_text(handle->host->name)));
	map = map_put_text(map, "fd", value_int(handle->watch.fd));
	map = map_put_text(map, "kind", value_bytes(bytes_text(handle_kind(handle))));
	map = map_put_text(map, "state", value_bytes(bytes_text(facts.state)));
	map = map_put_text(map, "local", address_or_nil(handle->host, &facts.local));
	map = map_put_text(map, "peer", address_or_nil(handle->host, &facts.peer));
	scratch->length = 0;
	handle_copies(handle, scratch);
	if (scratch->length)
		map = map_put_text(map, "same_as", value_bytes(bytes_from(scratch)));
	return value_object(TYPE_MAP, put_queues(map, handle, &facts));
}

/* What a host's kernel knows, and no descriptor is for, stands after the sockets in their list. */
struct ghost_values {
	struct list *list;
	const struct host *host;
};

static void ghost_value(void *context, const struct ghost *ghost)
{
	struct ghost_values *values = context;
	struct map *map = map_put_text(map_new(), "name", VALUE_NIL);
	map = map_put_text(map, "current", value_bool(false));
	map = map_put_text(map, "host", value_bytes(bytes_text(values->host->name)));
	map = map_put_text(map, "fd", VALUE_NIL);
	map = map_put_text(map, "kind", value_bytes(bytes_text(ghost_kind(ghost))));
	map = map_put_text(map, "state", value_bytes(bytes_text(ghost->state)));
	map = map_put_text(map, "local", address_or_nil(NULL, &ghost->local));
	map = map_put_text(map, "peer", address_or_nil(NULL, &ghost->peer));
	map = map_put_text(map, "recv_q", value_int(ghost->receive));
	map = map_put_text(map, "send_q", value_int(ghost->send));
	map = map_put_text(map, "kept", value_int(0));
	values->list = list_append(values->list, value_object(TYPE_MAP, map));
}

static struct value sockets_rows(struct call *call)
{
	const struct shell *shell = call_shell(call);
	struct ghost_values values = {list_new(0), NULL};
	struct buffer name = {0};
	struct host *host = NULL;
	const struct object *current = task_current(call_task(call));
	for (const struct handle *handle = socket_table_first(shell->sockets); handle;
	     handle = handle->next)
		values.list = list_append(values.list,
					  row_value(handle, &handle->object == current, &name));
	while ((host = lab_next(shell->lab, host))) {
		values.host = host;
		ghosts_each(shell->sockets, host, ghost_value, &values);
	}
	buffer_free(&name);
	return value_object(TYPE_LIST, values.list);
}

static const struct exhibit exhibit = {sockets_value, sockets_rows, sockets_text};
static const struct exhibit all = {sockets_rows, sockets_rows, sockets_text};

static enum run sockets_exec(struct call *call)
{
	if (call_option(call, OPTION_WATCH))
		return sockets_watch(call, sockets_rows);
	return call_exhibit(call, call_option(call, OPTION_ALL) ? &all : &exhibit);
}

static const struct command_option options[] = {
	[OPTION_ALL] = {'a', "all", .text = "the value is the rows, also those without a name"},
	[OPTION_WATCH] = {'w', "watch",
			  .text = "show it again and again in place, until a key is typed"},
	{0},
};

static const struct command_error errors[] = {
	{"USAGE", "there is no prompt on a terminal for --watch, or a task asks for it",
	 "a script waits with until, and shows the table with loop { sockets; sleep 1s }"},
	{0},
};

const struct command command_sockets = {
	.name = "sockets",
	.summary = "show the table of open sockets",
	.flags = COMMAND_PATIENT,
	.options = options,
	.errors = errors,
	.result =
		"where its value is taken: the list of open sockets; of --all of maps, as of info: "
		"name current host fd kind state local peer …",
	.calls = "getsockopt(2) TCP_INFO, getpeername(2), getsockname(2), "
		 "ioctl(2) SIOCINQ and SIOCOUTQ where TCP_INFO does not tell; "
		 "sock_diag(7) for the peer in SYN_SENT",
	.help = "* marks the current socket. STATE is the kernel's: CLOSE (udp and unix: "
		"UNCONN) is a socket without a connection, whose queues mean nothing: - stands there. "
		"RECV-Q is bytes that have come and were not received, "
		"of udp those of the next datagram; of a listening socket the connections that "
		"wait for accept, and how many may. SEND-Q is bytes that the peer has not "
		"acknowledged. KEPT, where something is, is bytes that were read and not taken: "
		"the next recv takes them. SAME AS, where dup has made copies, names the others. Beside hosts "
		"HOST is where a socket was made, and rows without a name are connections that their "
		"kernels have and no program: in SYN_RECV, waiting for accept, or closed and in "
		"TIME_WAIT. A terminal that is too narrow for all gets long addresses shortened in the "
		"middle, and the columns that tell most. At a prompt CHANGED says what is otherwise than when the table was last shown: a new "
		"socket, or the state and the queues as they were.\n"
		"--watch goes on until a key is typed, while tasks go on and what they show comes to "
		"stand above the table. It follows what happens in the shell, ten times a second at "
		"most, and asks the kernel twice a second for what only that knows. CHANGED keeps a "
		"change for three seconds; of more sockets than there are rows the first are shown, "
		"and how many more there are. q, Enter, the space bar and Ctrl-C only end it, any "
		"other key begins the next line. At a prompt only.",
	.python = "psutil.net_connections()",
	.c = "getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size);",
	.example = "s = socket tcp\n"
		   "sockets\n"
		   "expect (sockets)[0].state == 'CLOSE'\n",
	.exec = sockets_exec,
};
