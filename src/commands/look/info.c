/*
 * info: all that is known of one socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/look/info_screen.h"
#include "handsh/show.h"
#include "handsh/socket_option.h"

#include <linux/tcp.h>
#include <string.h>

enum { OPTION_ALL };

/* What is known: a map, and the same as lines. */
struct picture {
	struct map *map;
	struct buffer text;
};

/* name: 44 us. A unix path may hold anything, also what would look like a line of its own. */
static void put(struct picture *picture, const char *name, struct value value, const char *unit)
{
	struct buffer shown = {0};
	if (value.type == TYPE_NIL)
		buffer_byte(&shown, '-');
	else if (value.type == TYPE_BOOL)
		buffer_text(&shown, value.boolean ? "on" : "off");
	else
		value_format(value, &shown);
	for (const char *letter = name; *letter; letter++)
		buffer_byte(&picture->text, *letter == '_' ? ' ' : *letter);
	buffer_text(&picture->text, ": ");
	escape_line(&picture->text, shown.data, shown.length);
	buffer_format(&picture->text, "%s\n", unit);
	buffer_free(&shown);
	picture->map = map_put_text(picture->map, name, value);
}

static void put_int(struct picture *picture, const char *name, int64_t integer)
{
	put(picture, name, value_int(integer), "");
}

static void put_text(struct picture *picture, const char *name, const char *text)
{
	put(picture, name, value_bytes(bytes_text(text)), "");
}

static void put_name(struct picture *picture, const struct handle *handle)
{
	struct buffer name = {0};
	if (handle_open(handle))
		handle_full_name(handle, &name);
	else
		handle_table_name(handle, &name);
	put(picture, "name", value_bytes(bytes_from(&name)), "");
}

static void put_address(struct picture *picture, const char *name, const struct handle *handle,
			const struct socket_address *address)
{
	bool known = address->length > sizeof(sa_family_t);
	put(picture, name,
	    known ? address_value_on(handle->host, &address->any, address->length) : VALUE_NIL, "");
}

static void identity(struct picture *picture, const struct handle *handle,
		     const struct facts *facts)
{
	put_name(picture, handle);
	put_int(picture, "fd", handle->watch.fd);
	put_text(picture, "kind", handle_kind(handle));
	put_text(picture, "state", facts->state);
	put_address(picture, "local", handle, &facts->local);
	put_address(picture, "peer", handle, &facts->peer);
	put(picture, "nonblock", value_bool(handle->shared->nonblocking), "");
}

static void queues(struct picture *picture, const struct handle *handle, const struct facts *facts)
{
	const struct queues *queue = &facts->queues;
	if (!facts->queues_known)
		return;
	if (queue->listener) {
		put_int(picture, "waiting_for_accept", queue->receive);
		put_int(picture, "backlog", handle->shared->backlog);
		put_int(picture, "backlog_of_the_kernel", queue->receive_limit);
	} else {
		put_int(picture, "recv_q", queue->receive);
	}
	if (!queue->listener && queue->send >= 0)
		put_int(picture, "send_q", queue->send);
}

static void same(struct picture *picture, const struct handle *handle)
{
	struct buffer names = {0};
	handle_copies(handle, &names);
	if (names.length)
		put(picture, "same_as", value_bytes(bytes_from(&names)), "");
}

static void kept(struct picture *picture, const struct handle *handle)
{
	if (handle->shared->kept)
		put_int(picture, "kept", (int64_t)handle_kept(handle));
}

/* tls version: TLSv1.3. Of the chain one line a certificate. */
static void tls(struct picture *picture, const struct handle *handle)
{
	if (tls_phase(handle) != TLS_OPEN)
		return;
	struct map *details = tls_details(handle);
	const struct map_entry *entry = map_first(details);
	for (; entry; entry = map_next(entry)) {
		struct buffer name = {0};
		const struct bytes *key = map_key(entry);
		buffer_format(&name, "tls_%.*s", (int)key->length, key->data);
		put(picture, buffer_cstring(&name), value_retain(map_value(entry)), "");
		buffer_free(&name);
	}
	object_release(details);
}

static void tcp(struct picture *picture, const struct handle *handle)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);
	memset(&info, 0, sizeof(info));
	if (getsockopt(handle->watch.fd, IPPROTO_TCP, TCP_INFO, &info, &size) < 0 ||
	    handle->shared->listening || !handle->shared->connected)
		return;
	put(picture, "rtt", value_int(info.tcpi_rtt), " us");
	put(picture, "rtt_variance", value_int(info.tcpi_rttvar), " us");
	put(picture, "retransmission_timeout", value_int(info.tcpi_rto), " us");
	put(picture, "cwnd", value_int(info.tcpi_snd_cwnd), " segments");
	put(picture, "mss", value_int(info.tcpi_snd_mss), " bytes");
	put(picture, "mss_received", value_int(info.tcpi_rcv_mss), " bytes");
	put(picture, "path_mtu", value_int(info.tcpi_pmtu), " bytes");
	put(picture, "unacknowledged", value_int(info.tcpi_unacked), " segments");
	put(picture, "lost", value_int(info.tcpi_lost), " segments");
	put(picture, "retransmitted", value_int(info.tcpi_total_retrans), " segments in all");
	put_int(picture, "bytes_acked", (int64_t)info.tcpi_bytes_acked);
	put_int(picture, "bytes_received", (int64_t)info.tcpi_bytes_received);
	put_int(picture, "segments_out", info.tcpi_segs_out);
	put_int(picture, "segments_in", info.tcpi_segs_in);
}

/* The usual ones that the socket has and that may change; not the error, which reading would take
 * away. */
static void options(struct picture *picture, const struct handle *handle)
{
	const struct socket_option *option = NULL;
	struct buffer setting = {0};
	while ((option = socket_option_next(option))) {
		if (!option->basic || option->access == OPTION_TAKEN ||
		    option->access == OPTION_CONSTANT ||
		    socket_option_get(handle->watch.fd, option, &setting) != 0)
			continue;
		put(picture, option->name, socket_option_value(option, handle->host, &setting), "");
	}
	buffer_free(&setting);
}

static void look(struct picture *picture, const struct handle *handle)
{
	struct facts facts;
	*picture = (struct picture){.map = map_new()};
	if (!handle_open(handle)) {
		put_name(picture, handle);
		put_text(picture, "kind", handle_kind(handle));
		put_text(picture, "state", handle_state(handle));
		return;
	}
	handle_facts(handle, &facts);
	identity(picture, handle, &facts);
	queues(picture, handle, &facts);
	same(picture, handle);
	kept(picture, handle);
	tls(picture, handle);
	tcp(picture, handle);
	options(picture, handle);
}

static struct value info_value(struct call *call)
{
	struct picture picture;
	look(&picture, (const struct handle *)call->subject);
	buffer_free(&picture.text);
	return value_object(TYPE_MAP, picture.map);
}

static void info_text(struct call *call, struct buffer *text)
{
	struct picture picture;
	const struct handle *handle = (const struct handle *)call->subject;
	if (handle_open(handle) && !call_option(call, OPTION_ALL)) {
		info_screen(handle, text);
		return;
	}
	look(&picture, handle);
	object_release(picture.map);
	*text = picture.text;
}

static enum run info_exec(struct call *call)
{
	static const struct exhibit exhibit = {
		.value = info_value, .text = info_text, .page = true};
	return call_socket_argument(call, 0) ? call_exhibit(call, &exhibit) : RUN_FAIL;
}

static const struct parameter parameters[] = {
	{"SOCKET", &kind_socket, ARGUMENT_OPTIONAL,
	 .text = "a name or a value; none: the current socket"},
	{0},
};

static const struct command_option options_of_info[] = {
	[OPTION_ALL] = {'a', "all", .text = "all of it, a line each"},
	{0},
};

const struct command command_info = {
	.name = "info",
	.summary = "show all that is known of one socket",
	.result =
		"where its value is taken: a map of the same, times in microseconds: (info c1).rtt",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.options = options_of_info,
	.calls = "getsockopt(2) TCP_INFO and the options, getsockname(2), getpeername(2)",
	.help = "One screen: addresses, state, queues, what tcp measures (round-trip time, "
		"retransmissions, bytes), and of the usual socket options those that a new socket of "
		"the same kind has not; --all is a line for each, and of all the usual options; "
		"options shows the others too. The waiting error is not read, since reading takes it "
		"away: getsockopt error.",
	.python = "s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)",
	.c = "struct tcp_info info;\ngetsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size);",
	.example = "s = socket tcp\n"
		   "info s\n"
		   "info --all s\n"
		   "expect (info s).state == 'CLOSE'\n"
		   "s.close\n"
		   "expect error USAGE { info }\n",
	.exec = info_exec,
};
