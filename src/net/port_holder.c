/*
 * port_holder: who keeps a port from being bound. Only sock_diag(7) knows of the sockets of other
 * programs, and of connections in TIME_WAIT, which are no program's any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/holder.h"
#include "handsh/net.h"
#include "net/inet_diag.h"
#include "net/socket_table.h"

#define TIMER_TIME_WAIT 3 /* idiag_timer: idiag_expires is what is left of TIME_WAIT */

/* ---- the kernel's list ---- */

/* Does a socket of that address keep the wanted one, of the same port, from being bound? */
static bool in_the_way(const struct address *wanted, const struct inet_diag_msg *socket)
{
	static const uint32_t any[4];
	const bool wanted6 = wanted->any.sa_family == AF_INET6;
	const bool socket6 = socket->idiag_family == AF_INET6;
	const uint32_t *own =
		wanted6 ? (const uint32_t *)&wanted->in6.sin6_addr : &wanted->in.sin_addr.s_addr;
	const uint32_t *other = socket->id.idiag_src;
	if (memcmp(own, any, wanted6 ? 16 : 4) == 0 || memcmp(other, any, socket6 ? 16 : 4) == 0)
		return true;
	if (wanted6 == socket6)
		return memcmp(own, other, wanted6 ? 16 : 4) == 0;
	return own[wanted6 ? 3 : 0] == other[socket6 ? 3 : 0]; /* ::ffff:127.0.0.1 */
}

/* The more it is in use, the more likely it is the reason. */
enum { OLD = 1, CONNECTION, BOUND, LISTENER };

static unsigned weight(const struct inet_diag_msg *socket)
{
	const unsigned state = socket->idiag_state;
	if (!socket->idiag_inode)
		return OLD;
	return state == STATE_LISTEN                          ? LISTENER
	       : state == STATE_BOUND || state == STATE_CLOSE ? BOUND
							      : CONNECTION;
}

struct search {
	const struct address *wanted;
	struct port_holder *holder;
};

static void consider(void *context, const struct inet_diag_msg *socket)
{
	const struct search *search = context;
	if (!in_the_way(search->wanted, socket) || weight(socket) <= search->holder->weight)
		return;
	*search->holder = (struct port_holder){
		.weight = weight(socket),
		.state = socket->idiag_state,
		.connection = weight(socket) < BOUND,
		.inode = socket->idiag_inode,
		.left = socket->idiag_timer == TIMER_TIME_WAIT ? socket->idiag_expires : 0,
	};
}

bool port_holder_find(const struct handle *handle, const struct address *wanted,
		      struct port_holder *holder)
{
	struct search search = {wanted, holder};
	*holder = (struct port_holder){0};
	inet_diag_each(&handle->table->libraries, handle->host,
		       handle->type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP,
		       wanted->in.sin_port, /* at the same place in both families */
		       consider, &search);
	if (holder->inode)
		socket_program_find(holder->inode, &holder->program);
	return holder->weight != 0;
}
