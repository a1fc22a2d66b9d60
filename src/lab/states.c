/*
 * states: what a packet does to the state of the connection that it is of. The receiving kernel has dealt
 * with it when it has been sent: it is asked before and after.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "lab/table.h"

/* Made when it is first needed; -1: none can be. */
static int diag_socket(struct lab_host *host)
{
	if (host->diag < 0)
		host->diag =
			descriptor_aside(lab_socket(host->lab, host->network, AF_NETLINK,
						    SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
	return host->diag;
}

static struct connection_ends ends_of(const struct packet *packet, const struct station *to)
{
	const struct packet_summary *summary = &packet->summary;
	return (struct connection_ends){
		.family = summary->version == 6 ? AF_INET6 : AF_INET,
		.interface = to->end.index,
		.local = summary->destination,
		.peer = summary->source,
		.local_port = summary->destination_port,
		.peer_port = summary->source_port,
	};
}

static bool is_of_connection(const struct packet_summary *summary)
{
	return summary->protocol == IPPROTO_TCP && summary->transport_whole && !summary->fragment;
}

/* What is established stays so unless it hears of a beginning or an end. */
static bool may_change(const struct packet_summary *summary, const struct connection *connection)
{
	return connection->state && (connection->state != TCP_ESTABLISHED ||
				     summary->flags & (TCP_SYN | TCP_FIN | TCP_RST));
}

static const char *state_name(const struct connection *connection)
{
	const char *name =
		name_of(&names_states, connection->state ? connection->state : TCP_CLOSE);
	return name ? name : "UNKNOWN";
}

bool state_before(struct lab *lab, const struct packet *packet, struct state_look *look)
{
	look->to = NULL;
	look->told = packet_is_told(packet);
	if (!packet->to || !is_of_connection(&packet->summary) ||
	    !journal_wants_state(machine_journal(lab->machine), look->told))
		return false;
	const struct station *to = traffic_to(packet->wire, packet->frame);
	const int socket = to && !to->cut ? diag_socket(to->host) : -1;
	if (socket < 0)
		return false;
	const struct connection_ends ends = ends_of(packet, to);
	connection_ask(lab->mnl, socket, &ends, &look->before);
	if (!may_change(&packet->summary, &look->before))
		return false;
	look->to = to;
	return true;
}

void state_after(struct lab *lab, const struct packet *packet, const struct state_look *look)
{
	struct connection after;
	if (!look->to)
		return;
	const int socket = look->to->host->diag;
	const struct connection_ends ends = ends_of(packet, look->to);
	connection_ask(lab->mnl, socket, &ends, &after);
	if (after.state == look->before.state && after.cookie == look->before.cookie)
		return;
	struct event event = {
		.kind = EVENT_STATE,
		.flags = look->told ? EVENT_TOP : 0,
		.state = {.host = look->to->host->host.name,
			  .before = state_name(&look->before),
			  .after = state_name(&after),
			  .socket = connection_socket(lab->sockets, lab->mnl, socket, &ends,
						      &look->before),
			  .packet = packet->id},
	};
	journal_write(machine_journal(lab->machine), &event);
}
