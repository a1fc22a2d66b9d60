/*
 * kernel: what the kernel knows of a socket: its state, its queues, its addresses. It is asked each
 * time; nothing is remembered that could be out of date.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/network.h"

#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>

static bool is_tcp(const struct handle *handle)
{
	return handle->type == SOCK_STREAM &&
	       (handle->family == AF_INET || handle->family == AF_INET6);
}

static bool tcp_info(const struct handle *handle, struct tcp_info *info)
{
	socklen_t size = sizeof(*info);
	memset(info, 0, sizeof(*info));
	return is_tcp(handle) &&
	       getsockopt(handle->watch.fd, IPPROTO_TCP, TCP_INFO, info, &size) == 0;
}

static bool accepts(int fd)
{
	int on = 0;
	socklen_t size = sizeof(on);
	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &on, &size) == 0 && on;
}

static bool has_peer(int fd)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof(address);
	return getpeername(fd, (struct sockaddr *)&address, &length) == 0;
}

const char *handle_state(const struct handle *handle)
{
	struct tcp_info info;
	int fd = handle->watch.fd;
	if (!handle_open(handle))
		return "CLOSED";
	if (tcp_info(handle, &info)) {
		const char *name = name_of(&names_states, info.tcpi_state);
		return name ? name : "UNKNOWN";
	}
	if (accepts(fd))
		return "LISTEN";
	return has_peer(fd) ? "ESTABLISHED" : "UNCONN";
}

bool handle_queues(const struct handle *handle, struct queues *queues)
{
	struct tcp_info info;
	int fd = handle->watch.fd, waiting = 0, unsent = 0;
	*queues = (struct queues){0};
	if (!handle_open(handle))
		return false;
	if (handle->listening && tcp_info(handle, &info) && info.tcpi_state == TCP_LISTEN) {
		/* For a listener these two count the queue of accept: tcp_diag's habit. */
		queues->listener = true;
		queues->receive = info.tcpi_unacked;
		queues->receive_limit = info.tcpi_sacked;
		return true;
	}
	if (handle->family == AF_UNIX && handle->listening) {
		queues->listener = true;
		return unix_listen_queue(fd, &queues->receive, &queues->receive_limit);
	}
	if (ioctl(fd, SIOCINQ, &waiting) < 0 || ioctl(fd, SIOCOUTQ, &unsent) < 0)
		return false;
	queues->receive = waiting;
	queues->send = unsent;
	return true;
}

/* 0.0.0.0:0 and an empty unix name are no addresses yet. */
static bool is_named(const struct sockaddr_storage *address, socklen_t length)
{
	static const struct in6_addr any6;
	const struct sockaddr_in *in = (const struct sockaddr_in *)address;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;
	switch (address->ss_family) {
	case AF_INET:
		return in->sin_port || in->sin_addr.s_addr;
	case AF_INET6:
		return in6->sin6_port || memcmp(&in6->sin6_addr, &any6, sizeof(any6)) != 0;
	default:
		return length > sizeof(sa_family_t);
	}
}

static struct value address_or_nil(int failed, const struct sockaddr_storage *address,
				   socklen_t length)
{
	if (failed || !is_named(address, length))
		return VALUE_NIL;
	return address_value((const struct sockaddr *)address, length);
}

struct value handle_local(const struct handle *handle)
{
	struct sockaddr_storage address = {0};
	socklen_t length = sizeof(address);
	int failed = getsockname(handle->watch.fd, (struct sockaddr *)&address, &length);
	return address_or_nil(failed, &address, length);
}

struct value handle_peer(const struct handle *handle)
{
	struct sockaddr_storage address = {0};
	socklen_t length = sizeof(address);
	int failed = getpeername(handle->watch.fd, (struct sockaddr *)&address, &length);
	return address_or_nil(failed, &address, length);
}

int64_t handle_timeout(const struct handle *handle, enum direction direction)
{
	struct timeval time = {0};
	socklen_t size = sizeof(time);
	int option = direction == WAIT_READ ? SO_RCVTIMEO : SO_SNDTIMEO;
	if (!handle->timed || getsockopt(handle->watch.fd, SOL_SOCKET, option, &time, &size) < 0)
		return 0;
	return time.tv_sec * NANOSECONDS + time.tv_usec * 1000;
}

int handle_linger(const struct handle *handle)
{
	struct linger linger = {0};
	socklen_t size = sizeof(linger);
	if (!handle->lingers ||
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

/* Would the one keep the other from being bound? */
static bool in_the_way(const struct address *wanted, const struct address *used)
{
	if (wanted->any.sa_family == AF_UNIX || used->any.sa_family == AF_UNIX)
		return address_class.equal(&wanted->object, &used->object);
	return port_of(&wanted->any) == port_of(&used->any) &&
	       (any_host(&wanted->any) || any_host(&used->any) ||
		address_class.equal(&wanted->object, &used->object));
}

struct handle *network_holder(const struct network *network, const struct address *address,
			      int type)
{
	struct handle *holder = NULL;
	for (struct handle *handle = network->first; handle; handle = handle->next) {
		if (handle->type != type || (holder && !handle->listening))
			continue;
		struct value local = handle_local(handle);
		if (local.type == TYPE_ADDRESS &&
		    in_the_way(address, (const struct address *)local.object))
			holder = handle;
		value_release(local);
		if (holder && holder->listening)
			break;
	}
	return holder;
}
