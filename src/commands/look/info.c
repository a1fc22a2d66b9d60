/*
 * info: all that is known of one socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/show.h"
#include "handsh/socket.h"
#include "handsh/socket_option.h"

#include <inttypes.h>
#include <linux/tcp.h>
#include <string.h>

/* A unix path may hold anything, also what would look like a line of its own. */
static void line(struct buffer *text, const char *name, const struct buffer *shown)
{
	buffer_format(text, "%s: ", name);
	escape_line(text, shown->data, shown->length);
	buffer_byte(text, '\n');
}

static void address(struct buffer *text, const char *name, const struct socket_address *address)
{
	struct buffer shown = {0};
	address_format(&address->any, address->length, &shown);
	line(text, name, &shown);
	buffer_free(&shown);
}

static void identity(struct buffer *text, const struct handle *handle, const struct facts *facts)
{
	buffer_text(text, "name: ");
	handle_full_name(handle, text);
	buffer_format(text, "\nfd: %d\nkind: %s\nstate: %s\n", handle->watch.fd,
		      handle_kind(handle), facts->state);
	address(text, "local", &facts->local);
	address(text, "peer", &facts->peer);
	buffer_format(text, "nonblock: %s\n", handle->nonblocking ? "on" : "off");
}

static void queues(struct buffer *text, const struct handle *handle, const struct facts *facts)
{
	const struct queues *queue = &facts->queues;
	if (!facts->queues_known)
		return;
	if (queue->listener)
		buffer_format(text,
			      "waiting for accept: %" PRId64 "\nbacklog: %d (the kernel's: %" PRId64
			      ")\n",
			      queue->receive, handle->backlog, queue->receive_limit);
	else
		buffer_format(text, "recv-q: %" PRId64 "\n", queue->receive);
	if (!queue->listener && queue->send >= 0)
		buffer_format(text, "send-q: %" PRId64 "\n", queue->send);
	if (handle->kept)
		buffer_format(text, "kept: %zu\n", handle_kept(handle));
}

static void tcp(struct buffer *text, const struct handle *handle)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);
	memset(&info, 0, sizeof(info));
	if (getsockopt(handle->watch.fd, IPPROTO_TCP, TCP_INFO, &info, &size) < 0 ||
	    handle->listening || !handle->connected)
		return;
	buffer_format(text, "rtt: %u us (varies by %u us)\nretransmission timeout: %u us\n",
		      info.tcpi_rtt, info.tcpi_rttvar, info.tcpi_rto);
	buffer_format(text, "cwnd: %u segments\nmss: %u bytes sent, %u received\npath mtu: %u\n",
		      info.tcpi_snd_cwnd, info.tcpi_snd_mss, info.tcpi_rcv_mss, info.tcpi_pmtu);
	buffer_format(text, "unacknowledged: %u segments\nlost: %u\nretransmitted: %u in all\n",
		      info.tcpi_unacked, info.tcpi_lost, info.tcpi_total_retrans);
	buffer_format(text, "bytes acked: %llu\nbytes received: %llu\n",
		      (unsigned long long)info.tcpi_bytes_acked,
		      (unsigned long long)info.tcpi_bytes_received);
	buffer_format(text, "segments out: %u\nsegments in: %u\n", info.tcpi_segs_out,
		      info.tcpi_segs_in);
}

/* Those that the socket has and that may change; not the error, which reading would take away. */
static void options(struct buffer *text, const struct handle *handle)
{
	struct buffer shown = {0};
	const struct socket_option *option = NULL;
	union option_setting setting;
	while ((option = socket_option_next(option))) {
		if (option->access == OPTION_TAKEN || option->access == OPTION_CONSTANT ||
		    socket_option_get(handle, option, &setting) != 0)
			continue;
		struct value value = socket_option_value(option, &setting);
		if (value.type == TYPE_BOOL)
			buffer_text(&shown, value.boolean ? "on" : "off");
		else
			value_format(value, &shown);
		line(text, option->name, &shown);
		value_release(value);
		shown.length = 0;
	}
	buffer_free(&shown);
}

static enum run info_exec(struct call *call)
{
	struct facts facts;
	struct buffer text = {0};
	struct handle *handle = call_socket_argument(call, 0);
	if (!handle)
		return RUN_FAIL;
	if (handle_open(handle)) {
		handle_facts(handle, &facts);
		identity(&text, handle, &facts);
		queues(&text, handle, &facts);
		tcp(&text, handle);
		options(&text, handle);
	} else {
		buffer_text(&text, "name: ");
		handle_table_name(handle, &text);
		buffer_format(&text, "\nkind: %s\nstate: CLOSED\n", handle_kind(handle));
	}
	call_print(call, text.data, text.length);
	buffer_free(&text);
	return call_return(call, VALUE_NIL);
}

static const struct parameter parameters[] = {
	{"SOCKET", &kind_socket, ARGUMENT_OPTIONAL,
	 .text = "a name or a value; none: the current socket"},
	{0},
};

const struct command command_info = {
	.name = "info",
	.summary = "show all that is known of one socket",
	.flags = COMMAND_ON_SOCKET,
	.parameters = parameters,
	.calls = "getsockopt(2) TCP_INFO and the options, getsockname(2), getpeername(2)",
	.help = "One line for each: addresses, state, queues, "
		"what tcp measures (round-trip time, congestion window, retransmissions, "
		"bytes) and the socket options. The waiting error is not read, "
		"since reading takes it away: getsockopt error.",
	.python = "s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)",
	.c = "struct tcp_info info;\ngetsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size);",
	.example = "s = socket tcp\n"
		   "info s\n"
		   "s.close\n"
		   "expect error USAGE { info }\n",
	.exec = info_exec,
};
