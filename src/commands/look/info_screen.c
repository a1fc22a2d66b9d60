/*
 * info_screen: see info_screen.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/look/info_screen.h"

#include <inttypes.h>
#include <linux/tcp.h>
#include <string.h>

#include "handsh/show.h"
#include "handsh/socket_option.h"

#define MILLISECOND (NANOSECONDS / 1000)
#define MICROSECOND (MILLISECOND / 1000)
#define OPTIONS_MAX 8 /* lines of options that differ */

/* The subject that a line begins with; more lines of it begin with "". */
static void subject(struct buffer *text, const char *name)
{
	buffer_format(text, "%-11s", name);
}

static void put_count(struct buffer *text, uint64_t count, const char *what)
{
	buffer_format(text, "%" PRIu64 " %s%s", count, what, count == 1 ? "" : "s");
}

static void put_address(struct buffer *text, struct host *host,
			const struct socket_address *address)
{
	struct buffer shown = {0};
	address_format(host, &address->any, address->length, &shown);
	escape_line(text, shown.data, shown.length);
	buffer_free(&shown);
}

static void put_identity(struct buffer *text, const struct handle *handle,
			 const struct facts *facts)
{
	struct buffer name = {0};
	handle_full_name(handle, &name);
	escape_line(text, name.data, name.length);
	buffer_free(&name);
	buffer_format(text, "  %s  %s  descriptor %d%s\n", handle_kind(handle), facts->state,
		      handle->watch.fd, handle->shared->nonblocking ? "  nonblock" : "");
	subject(text, "local");
	put_address(text, handle->host, &facts->local);
	buffer_byte(text, '\n');
	subject(text, "peer");
	put_address(text, handle->host, &facts->peer);
	buffer_byte(text, '\n');
}

static void put_listener(struct buffer *text, const struct handle *handle,
			 const struct queues *queues)
{
	subject(text, "backlog");
	buffer_format(
		text,
		"%" PRId64 " wait for accept; listen %d, of which the kernel takes %" PRId64 "\n",
		(int64_t)queues->receive, handle->shared->backlog, (int64_t)queues->receive_limit);
}

static void put_queues(struct buffer *text, const struct handle *handle, const struct facts *facts)
{
	const struct queues *queues = &facts->queues;
	if (!facts->queues_known)
		return;
	if (queues->listener) {
		put_listener(text, handle, queues);
		return;
	}
	subject(text, "queues");
	size_format((uint64_t)queues->receive, text);
	buffer_text(text, " to receive");
	if (handle->shared->kept) {
		buffer_text(text, ", ");
		size_format(handle_kept(handle), text);
		buffer_text(text, " kept");
	}
	if (queues->send >= 0) {
		buffer_text(text, ", ");
		size_format((uint64_t)queues->send, text);
		buffer_text(text, " not acknowledged");
	}
	buffer_byte(text, '\n');
}

static void put_copies(struct buffer *text, const struct handle *handle)
{
	struct buffer names = {0};
	handle_copies(handle, &names);
	if (names.length) {
		subject(text, "same as");
		buffer_format(text, "%s\n", buffer_cstring(&names));
	}
	buffer_free(&names);
}

/* A line an entry, but of a chain, which has a line each. */
static void put_tls(struct buffer *text, const struct handle *handle)
{
	if (tls_phase(handle) != TLS_OPEN)
		return;
	struct map *details = tls_details(handle);
	const char *title = "tls";
	for (const struct map_entry *entry = map_first(details); entry; entry = map_next(entry)) {
		struct buffer shown = {0};
		const struct bytes *key = map_key(entry);
		socket_option_show(map_value(entry), &shown);
		subject(text, title);
		buffer_format(text, "%.*s: ", (int)key->length, key->data);
		escape_line(text, shown.data, shown.length);
		buffer_byte(text, '\n');
		buffer_free(&shown);
		title = "";
	}
	object_release(details);
}

/* ---- what tcp measures ---- */

static void put_times(struct buffer *text, const struct tcp_info *info)
{
	subject(text, "times");
	buffer_text(text, "round trip ");
	duration_format(info->tcpi_rtt * MICROSECOND, text);
	buffer_text(text, ", varies by ");
	duration_format(info->tcpi_rttvar * MICROSECOND, text);
	buffer_text(text, "; sent again after ");
	duration_format(info->tcpi_rto * MICROSECOND, text);
	buffer_byte(text, '\n');
	subject(text, "timers");
	buffer_text(text, "sent data ");
	duration_format(info->tcpi_last_data_sent * MILLISECOND, text);
	buffer_text(text, " ago, received data ");
	duration_format(info->tcpi_last_data_recv * MILLISECOND, text);
	buffer_text(text, " ago");
	if (info->tcpi_backoff || info->tcpi_retransmits)
		buffer_format(text, "; waits for its %u. answer", info->tcpi_retransmits + 1u);
	if (info->tcpi_probes)
		buffer_format(text, "; %u probes without an answer", info->tcpi_probes);
	buffer_byte(text, '\n');
}

static void put_traffic(struct buffer *text, const struct tcp_info *info)
{
	subject(text, "received");
	size_format(info->tcpi_bytes_received, text);
	buffer_text(text, " in ");
	put_count(text, info->tcpi_segs_in, "segment");
	buffer_byte(text, '\n');
	subject(text, "sent");
	size_format(info->tcpi_bytes_sent - info->tcpi_bytes_retrans, text);
	buffer_text(text, " in ");
	put_count(text, info->tcpi_segs_out, "segment");
	buffer_format(text, "; %u under way, %u lost, %u sent again\n", info->tcpi_unacked,
		      info->tcpi_lost, info->tcpi_total_retrans);
	subject(text, "sizes");
	buffer_text(text, "segments of ");
	size_format(info->tcpi_snd_mss, text);
	buffer_format(text, ", %u of them may be under way; path MTU ", info->tcpi_snd_cwnd);
	size_format(info->tcpi_pmtu, text);
	buffer_byte(text, '\n');
}

static void put_tcp(struct buffer *text, const struct handle *handle)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);
	memset(&info, 0, sizeof(info));
	if (handle->shared->listening || !handle->shared->connected ||
	    getsockopt(handle->watch.fd, IPPROTO_TCP, TCP_INFO, &info, &size) < 0)
		return;
	put_times(text, &info);
	put_traffic(text, &info);
}

/* ---- options that differ ---- */

static void put_option(struct buffer *text, const struct option_finding *finding, unsigned count)
{
	subject(text, count ? "" : "options");
	buffer_format(text, "%s ", finding->option->name);
	socket_option_show(finding->value, text);
	const char *unit = socket_option_unit(finding->option);
	buffer_format(text, "%s%s (a new socket has ", *unit ? " " : "", unit);
	socket_option_show(finding->usual, text);
	buffer_text(text, ")\n");
}

/* What a connection has made of them by itself is not the user's doing. */
static bool chosen(const struct option_finding *finding)
{
	return finding->differs && finding->option->basic;
}

static void put_options(struct buffer *text, const struct handle *handle)
{
	unsigned count = 0;
	struct option_finding finding;
	struct option_survey survey = option_survey_begin(handle);
	while (option_survey_next(&survey, &finding)) {
		if (chosen(&finding) && count < OPTIONS_MAX)
			put_option(text, &finding, count);
		count += chosen(&finding);
		value_release(finding.value);
		value_release(finding.usual);
	}
	option_survey_end(&survey);
	if (count > OPTIONS_MAX) {
		subject(text, "");
		buffer_format(text, "and %u more: options shows them\n", count - OPTIONS_MAX);
	}
}

void info_screen(const struct handle *handle, struct buffer *text)
{
	struct facts facts;
	handle_facts(handle, &facts);
	put_identity(text, handle, &facts);
	put_copies(text, handle);
	put_queues(text, handle, &facts);
	put_tls(text, handle);
	put_tcp(text, handle);
	put_options(text, handle);
}
