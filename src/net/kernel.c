/*
 * kernel: what the kernel knows of a socket: its state, its queues, its addresses. It is asked each
 * time; nothing is remembered that could be out of date.
 *
 * Each socket is asked for itself. One dump of sock_diag(7) would tell of all, but walks the
 * connections of the whole machine, those of other namespaces and TIME_WAIT too; and each of ours
 * must still be asked which one it is. With 10,000 sockets that took four fifths of the time on a
 * machine that had no others, and about the same where there were as many again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/holder.h"
#include "net/socket_table.h"

#include <errno.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <string.h>
#include <sys/ioctl.h>

#include "net/inet_diag.h"

static bool is_tcp(const struct handle *handle)
{
	return handle->type == SOCK_STREAM &&
	       (handle->family == AF_INET || handle->family == AF_INET6);
}

/* Nothing is read of struct tcp_info after its field notsent_bytes. */
#define INFO_SIZE (offsetof(struct tcp_info, tcpi_notsent_bytes) + sizeof(uint32_t))

/* Gives how much of INFO_SIZE the kernel knows, older ones less; the rest is zero. 0: not tcp. */
static socklen_t tcp_info(const struct handle *handle, struct tcp_info *info)
{
	socklen_t size = INFO_SIZE;
	memset(info, 0, INFO_SIZE);
	if (!is_tcp(handle) || getsockopt(handle->watch.fd, IPPROTO_TCP, TCP_INFO, info, &size) < 0)
		return 0;
	return size;
}

/* ---- addresses ---- */

/* 0.0.0.0:0 and an empty unix name are no addresses yet. */
static bool is_named(const struct socket_address *address)
{
	static const struct in6_addr any6;
	switch (address->any.sa_family) {
	case AF_INET:
		return address->in.sin_port || address->in.sin_addr.s_addr;
	case AF_INET6:
		return address->in6.sin6_port ||
		       memcmp(&address->in6.sin6_addr, &any6, sizeof(any6)) != 0;
	case AF_PACKET:
		return address->link.sll_ifindex || address->link.sll_protocol;
	case AF_VSOCK:
		return address->vm.svm_port != VMADDR_PORT_ANY;
	default:
		return address->length > sizeof(sa_family_t);
	}
}

static void ask_local(int fd, struct socket_address *address)
{
	address->length = sizeof(address->storage);
	if (getsockname(fd, &address->any, &address->length) < 0 || !is_named(address))
		address->length = 0;
}

/* 0: there is a peer, if only one without a name; else errno. */
static int ask_peer(int fd, struct socket_address *address)
{
	address->length = sizeof(address->storage);
	int number = getpeername(fd, &address->any, &address->length) < 0 ? errno : 0;
	if (number || !is_named(address))
		address->length = 0;
	return number;
}

static struct value value_of(const struct handle *handle, const struct socket_address *address)
{
	return address->length ? address_value_on(handle->host, &address->any, address->length)
			       : VALUE_NIL;
}

struct value handle_local(const struct handle *handle)
{
	struct socket_address address;
	ask_local(handle->watch.fd, &address);
	return value_of(handle, &address);
}

struct value handle_peer(const struct handle *handle)
{
	struct socket_address address, local;
	if (ask_peer(handle->watch.fd, &address) == ENOTCONN && handle->shared->connecting) {
		ask_local(handle->watch.fd, &local);
		inet_diag_peer(handle, &local, &address);
	}
	return value_of(handle, &address);
}

/* The kernel remembers the peer of a connection that is no more, and tells it by SO_PEERNAME alone,
 * socket(7); for the length of its addresses, no more. */
struct value handle_last_peer(const struct handle *handle)
{
	struct socket_address address;
	address.length = handle->family == AF_INET6 ? sizeof(struct sockaddr_in6)
						    : sizeof(struct sockaddr_in);
	bool inet = handle->family == AF_INET || handle->family == AF_INET6;
	if (!handle_open(handle) || !inet ||
	    getsockopt(handle->watch.fd, SOL_SOCKET, SO_PEERNAME, &address.storage,
		       &address.length) < 0 ||
	    !is_named(&address))
		return VALUE_NIL;
	return value_of(handle, &address);
}

/* ---- state ---- */

static bool accepts(int fd)
{
	int on = 0;
	socklen_t size = sizeof(on);
	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &on, &size) == 0 && on;
}

static const char *tcp_state(const struct tcp_info *info)
{
	const char *name = name_of(&names_states, info->tcpi_state);
	return name ? name : "UNKNOWN";
}

/* peer: as ask_peer has answered; packet sockets never have one. */
static const char *other_state(int fd, int peer)
{
	return accepts(fd)                              ? "LISTEN"
	       : !peer                                  ? "ESTABLISHED"
	       : peer == ENOTCONN || peer == EOPNOTSUPP ? "UNCONN"
							: "UNKNOWN";
}

const char *handle_state(const struct handle *handle)
{
	struct tcp_info info;
	struct socket_address peer;
	if (!handle_open(handle))
		return "CLOSED";
	if (!handle_is_socket(handle))
		return "OPEN";
	if (tcp_info(handle, &info))
		return tcp_state(&info);
	return other_state(handle->watch.fd, ask_peer(handle->watch.fd, &peer));
}

/* ---- queues ---- */

/* The queue of accept, which these two count for a listener: tcp_diag's habit. */
static void accept_queue(const struct tcp_info *info, struct queues *queues)
{
	queues->listener = true;
	queues->receive = info->tcpi_unacked;
	queues->receive_limit = info->tcpi_sacked;
}

/*
 * Two more calls a socket are a quarter of the time that asking takes. TCP_INFO, where it
 * is whole, spares them: who has never received holds nothing, and who has no segment underway and
 * none unsent lacks no acknowledgement. Of a closed connection it counts only what is left of it,
 * and of mptcp only one of its paths.
 */
static bool byte_queues(const struct handle *handle, const struct tcp_info *info, socklen_t size,
			struct queues *queues)
{
	int fd = handle->watch.fd, waiting = 0, unsent = 0;
	bool told = size == INFO_SIZE && info->tcpi_state != STATE_CLOSE &&
		    handle->protocol != IPPROTO_MPTCP;
	bool none_came = told && !info->tcpi_bytes_received;
	bool all_acked = told && !info->tcpi_unacked && !info->tcpi_notsent_bytes;
	if ((!none_came && ioctl(fd, SIOCINQ, &waiting) < 0) ||
	    (!all_acked && ioctl(fd, SIOCOUTQ, &unsent) < 0))
		return false;
	queues->receive = waiting;
	queues->send = unsent;
	return true;
}

/* Without a connection nothing is underway; what has come before its end may still be there. */
static bool closed_queues(int fd, struct queues *queues)
{
	int waiting = 0;
	queues->send = -1;
	if (ioctl(fd, SIOCINQ, &waiting) < 0 || !waiting)
		return false;
	queues->receive = waiting;
	return true;
}

static bool ask_queues(const struct handle *handle, const struct tcp_info *info, socklen_t size,
		       struct queues *queues)
{
	*queues = (struct queues){0};
	/* Of mptcp SIOCINQ gives 1 then, for an end that a recv would see. */
	if (size && info->tcpi_state == STATE_CLOSE)
		return handle->protocol != IPPROTO_MPTCP && closed_queues(handle->watch.fd, queues);
	if (size && info->tcpi_state == STATE_LISTEN) {
		accept_queue(info, queues);
		return true;
	}
	if (handle->family == AF_UNIX && handle->shared->listening) {
		queues->listener = true;
		return unix_listen_queue(handle, &queues->receive, &queues->receive_limit);
	}
	return byte_queues(handle, info, size, queues);
}

void handle_facts(const struct handle *handle, struct facts *facts)
{
	struct tcp_info info;
	int fd = handle->watch.fd;
	if (!handle_is_socket(handle)) {
		*facts = (struct facts){.state = "OPEN"};
		return;
	}
	socklen_t size = tcp_info(handle, &info);
	int peer = ask_peer(fd, &facts->peer);
	ask_local(fd, &facts->local);
	if (size && info.tcpi_state == STATE_SYN_SENT)
		inet_diag_peer(handle, &facts->local, &facts->peer);
	facts->state = size ? tcp_state(&info) : other_state(fd, peer);
	facts->queues_known = ask_queues(handle, &info, size, &facts->queues);
}

int64_t handle_timeout(const struct handle *handle, enum direction direction)
{
	struct timeval time = {0};
	socklen_t size = sizeof(time);
	int option = direction == WAIT_READ ? SO_RCVTIMEO : SO_SNDTIMEO;
	if (!handle->shared->timed)
		return 0;
	if (getsockopt(handle->watch.fd, SOL_SOCKET, option, &time, &size) < 0)
		return -1;
	return time.tv_sec * NANOSECONDS + time.tv_usec * 1000;
}

int handle_linger(const struct handle *handle)
{
	struct linger linger = {0};
	socklen_t size = sizeof(linger);
	if (!handle->shared->lingers ||
	    getsockopt(handle->watch.fd, SOL_SOCKET, SO_LINGER, &linger, &size) < 0)
		return -1;
	return linger.l_onoff ? linger.l_linger : -1;
}

/* ---- who holds an address ---- */

static uint16_t port_of(const struct sockaddr *address)
{
	return ((const struct sockaddr_in *)address)->sin_port; /* at the same place in both */
}

static bool any_host(const struct sockaddr *address)
{
	static const struct in6_addr any6;
	if (address->sa_family == AF_INET)
		return ((const struct sockaddr_in *)address)->sin_addr.s_addr == 0;
	return memcmp(&((const struct sockaddr_in6 *)address)->sin6_addr, &any6, sizeof(any6)) == 0;
}

static bool is_internet(const struct address *address)
{
	return address->any.sa_family == AF_INET || address->any.sa_family == AF_INET6;
}

/* Would the one keep the other from being bound? */
static bool in_the_way(const struct address *wanted, const struct address *used)
{
	if (!is_internet(wanted) || !is_internet(used))
		return address_behaviour.equal(&wanted->object, &used->object);
	return port_of(&wanted->any) == port_of(&used->any) &&
	       (any_host(&wanted->any) || any_host(&used->any) ||
		address_behaviour.equal(&wanted->object, &used->object));
}

struct handle *handle_holder(const struct handle *bound, const struct address *address)
{
	struct handle *holder = NULL;
	for (struct handle *handle = bound->table->first; handle; handle = handle->next) {
		if (handle->type != bound->type || handle->host != bound->host ||
		    (holder && !handle->shared->listening))
			continue;
		struct value local = handle_local(handle);
		if (local.type == TYPE_ADDRESS &&
		    in_the_way(address, (const struct address *)local.object))
			holder = handle;
		value_release(local);
		if (holder && holder->shared->listening)
			break;
	}
	return holder;
}
