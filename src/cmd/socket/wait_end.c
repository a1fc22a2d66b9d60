/*
 * wait_end: what could end the wait of a call, for a notice: whom it waits for, and what they would
 * have to do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <string.h>

#include "handsh/socket.h"
#include "handsh/wire.h"

static bool is_any(const struct address *address)
{
	static const struct in6_addr any6 = IN6ADDR_ANY_INIT;
	if (address->any.sa_family == AF_INET)
		return address->in.sin_addr.s_addr == INADDR_ANY;
	return address->any.sa_family == AF_INET6 &&
	       memcmp(&address->in6.sin6_addr, &any6, sizeof(any6)) == 0;
}

bool handle_reached(const struct handle *handle, const struct host *from,
		    const struct address *address, struct buffer *host)
{
	const bool v6 = address->any.sa_family == AF_INET6;
	if (!is_any(address))
		return false;
	if (handle->host == from)
		buffer_text(host, v6 ? "::1" : "127.0.0.1");
	else
		buffer_format(host, "%s%s", host_name(handle->host), v6 ? "6" : "");
	return true;
}

/* As it is typed: 127.0.0.1 5000, /tmp/x. */
static void put_typed(const struct handle *handle, struct value address, struct buffer *text)
{
	struct buffer whole = {0}, host = {0};
	const struct address *known = (const struct address *)address.object;
	const bool reached = handle_reached(handle, NULL, known, &host);
	value_format(address, &whole);
	const char *colon = whole.length ? memrchr(whole.data, ':', whole.length) : NULL;
	if (known->any.sa_family == AF_UNIX || !colon) {
		literal_format_cut(text, whole.data, whole.length, 60);
	} else {
		const char *start = whole.data + (*whole.data == '[');
		if (!reached)
			buffer_append(&host, start, (size_t)(colon - start) - (*whole.data == '['));
		buffer_format(text, "%s %.*s", buffer_cstring(&host),
			      (int)(whole.data + whole.length - colon - 1), colon + 1);
	}
	buffer_free(&whole);
	buffer_free(&host);
}

/* Who can reach it: hosts of the lab are on no wire with this machine, unix sockets on none. */
static const char *whence(const struct handle *handle)
{
	if (!handle->host)
		return "another shell";
	return handle->family == AF_UNIX ? "the same host" : "another host";
}

/* ", 0.0.0.0:5000; from another shell: connect 127.0.0.1 5000" */
static void put_invitation(const struct handle *handle, const char *command, const char *after,
			   struct buffer *text)
{
	struct value local = handle_local(handle);
	if (local.type == TYPE_ADDRESS) {
		buffer_text(text, ", ");
		value_format(local, text);
		buffer_format(text, "; from %s: ", whence(handle));
		if (handle->family != AF_INET || handle->type != SOCK_STREAM)
			buffer_format(text, "socket %s; ", handle_kind(handle));
		buffer_format(text, "%s ", command);
		put_typed(handle, local, text);
		buffer_text(text, after);
	}
	value_release(local);
}

/* The other end of a connection, if it is a socket of ours: borrowed. */
static const struct handle *other_end(const struct call *call, struct value local,
				      struct value peer)
{
	const struct handle *handle = socket_table_first(call_shell(call)->sockets);
	for (; handle; handle = handle->next) {
		struct value its_local = handle_local(handle), its_peer = handle_peer(handle);
		bool found = its_local.type == TYPE_ADDRESS && value_equal(its_local, peer) &&
			     its_peer.type == TYPE_ADDRESS && value_equal(its_peer, local);
		value_release(its_local);
		value_release(its_peer);
		if (found)
			break;
	}
	return handle;
}

/* "; c1 is its other end: Ctrl-Z, c1.send" */
static void put_peer(const struct call *call, const struct handle *handle, struct value peer,
		     const char *ours, const char *theirs, struct buffer *text)
{
	struct value local = handle_local(handle);
	const struct handle *other = NULL;
	struct buffer name = {0};
	if (local.type == TYPE_ADDRESS && peer.type == TYPE_ADDRESS)
		other = other_end(call, local, peer);
	if (other)
		buffer_format(text, "; %s is its other end: Ctrl-Z, %s.%s",
			      handle_name(other, &name), handle_name(other, &name), ours);
	else
		buffer_text(text, "; ");
	if (!other && peer.type == TYPE_ADDRESS)
		value_format(peer, text);
	else if (!other)
		buffer_text(text, "its peer");
	if (!other)
		buffer_format(text, " has to %s", theirs);
	buffer_free(&name);
	value_release(local);
}

/* The socket that the call works on; NULL: it is none, or closed. */
static const struct handle *socket_of(const struct call *call)
{
	const struct handle *handle = (const struct handle *)call->subject;
	return handle && handle_is_socket(handle) && handle_open(handle) ? handle : NULL;
}

void ends_by_client(const struct call *call, struct buffer *text)
{
	const struct handle *handle = socket_of(call);
	if (handle)
		put_invitation(handle, "connect", "", text);
}

void ends_by_bytes(const struct call *call, struct buffer *text)
{
	const struct handle *handle = socket_of(call);
	if (!handle)
		return;
	struct value peer = handle_peer(handle);
	if (peer.type == TYPE_ADDRESS || handle->type != SOCK_DGRAM)
		put_peer(call, handle, peer, "send", "send, or close", text);
	else
		put_invitation(handle, "sendto", " hello", text);
	value_release(peer);
}

void ends_by_peer(const struct call *call, const char *ours, const char *theirs,
		  struct buffer *text)
{
	const struct handle *handle = socket_of(call);
	if (!handle)
		return;
	struct value peer = handle_peer(handle);
	put_peer(call, handle, peer, ours, theirs, text);
	value_release(peer);
}

void ends_by_room(const struct call *call, struct buffer *text)
{
	ends_by_peer(call, "recv", "receive: there is no more room", text);
}

void ends_by_answer(const struct call *call, struct buffer *text)
{
	struct facts facts;
	const struct handle *handle = socket_of(call);
	if (!handle)
		return;
	const struct lab *lab = call_shell(call)->lab;
	const struct packet *packet = handle->host ? packet_oldest_held(lab, NULL) : NULL;
	if (packet) {
		buffer_format(text, "; packet %" PRIu32 " is held: Ctrl-Z, pass", packet->id);
		return;
	}
	handle_facts(handle, &facts);
	if (facts.peer.length <= sizeof(sa_family_t))
		return;
	buffer_text(text, "; ");
	address_format(handle->host, &facts.peer.any, facts.peer.length, text);
	buffer_text(text, " has not answered: its backlog may be full, or nobody be there");
}
