/*
 * journal_filter: see journal_filter.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/look/journal_filter.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "handsh/piece.h"
#include "handsh/socket.h"
#include "handsh/wire.h"

/* A host, or a socket with the addresses that it has. */
struct journal_owner {
	const struct host *host; /* NULL: here */
	const struct handle *handle;
	struct facts facts;
};

void journal_filter_open(struct journal_filter *filter, const struct call *call)
{
	*filter = (struct journal_filter){
		.owners = memory_zeroed(call->count + 1, sizeof(*filter->owners))};
	for (unsigned i = 0; i < call->count && call_given(call, i); i++) {
		const struct value value = call_argument(call, i);
		struct journal_owner *owner = &filter->owners[filter->count];
		filter->count += value.type != TYPE_INT;
		if (value.type == TYPE_HOST)
			owner->host = (const struct host *)value.object;
		if (value.type != TYPE_SOCKET)
			continue;
		owner->handle = (const struct handle *)value.object;
		owner->host = owner->handle->host;
		if (handle_open(owner->handle))
			handle_facts(owner->handle, &owner->facts);
	}
}

void journal_filter_close(struct journal_filter *filter)
{
	free(filter->owners);
}

/* ---- packets ---- */

/* The numbers of a packet's end, as a socket of either family has them. */
static bool has(const struct socket_address *address, const struct packet_summary *summary,
		const uint8_t *ip, uint16_t port)
{
	static const uint8_t any[16], mapped[12] = {[10] = 0xff, [11] = 0xff};
	const bool six = address->any.sa_family == AF_INET6;
	const uint8_t *own =
		six ? address->in6.sin6_addr.s6_addr : (const uint8_t *)&address->in.sin_addr;
	const size_t size = summary->version == 6 ? 16 : 4;
	if (!address->length || ntohs(address->in.sin_port) != port)
		return false;
	if (memcmp(own, any, six ? 16 : 4) == 0)
		return true;
	if (six && size == 4)
		return memcmp(own, mapped, sizeof(mapped)) == 0 && memcmp(own + 12, ip, 4) == 0;
	return six == (size == 16) && memcmp(own, ip, size) == 0;
}

/* With the socket's own end there, and that of its peer at the other, if it has one. */
static bool is_between(const struct facts *facts, const struct packet_summary *summary, bool sent)
{
	const uint8_t *own = sent ? summary->source : summary->destination;
	const uint8_t *other = sent ? summary->destination : summary->source;
	const uint16_t port = sent ? summary->source_port : summary->destination_port;
	const uint16_t far_port = sent ? summary->destination_port : summary->source_port;
	return has(&facts->local, summary, own, port) &&
	       (!facts->peer.length || has(&facts->peer, summary, other, far_port));
}

static bool owns_packet(const struct journal_owner *owner, const struct packet *packet)
{
	const bool from = packet->from && packet->from == owner->host;
	const bool to = packet->to && packet->to == owner->host;
	if (!owner->handle)
		return from || to;
	return (from && is_between(&owner->facts, &packet->summary, true)) ||
	       (to && is_between(&owner->facts, &packet->summary, false));
}

static bool owns_piece(const struct journal_owner *owner, const struct piece *piece)
{
	if (owner->handle)
		return piece->from == owner->handle || piece->to == owner->handle;
	const char *name = host_name(owner->host);
	return strcmp(name, host_name(piece->from->host)) == 0 ||
	       strcmp(name, host_name(piece->to->host)) == 0;
}

/* ---- events ---- */

static bool is_named(const struct handle *handle, const struct event_socket *socket)
{
	return socket->letter == handle_letter(handle) && socket->number == handle->number;
}

static bool owns(const struct journal_owner *owner, const struct event *event)
{
	const bool call = event->kind == EVENT_CALL;
	const char *host = call ? event->call.host : event->state.host;
	const struct object *packet = event->packet.packet;
	if (event->kind == EVENT_PACKET)
		return packet->behaviour == &piece_behaviour
			       ? owns_piece(owner, (const struct piece *)packet)
			       : owns_packet(owner, (const struct packet *)packet);
	if (owner->handle)
		return is_named(owner->handle, call ? &event->call.socket : &event->state.socket);
	return strcmp(host ? host : host_name(NULL), host_name(owner->host)) == 0;
}

bool journal_filter_takes(const struct journal_filter *filter, const struct event *event)
{
	if (event->kind != EVENT_CALL && event->kind != EVENT_PACKET && event->kind != EVENT_STATE)
		return false;
	for (unsigned i = 0; i < filter->count; i++)
		if (owns(&filter->owners[i], event))
			return true;
	return !filter->count;
}
