/*
 * unix_diag: sock_diag(7) of unix sockets: how many connections wait in a listener's queue, which no
 * option tells, and who has which path.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/unix_diag.h"

#include <linux/netlink.h>
#include <linux/unix_diag.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "net/socket_table.h"

/* Linux takes those of tcp, <netinet/tcp.h>. */
enum { STATE_ESTABLISHED = 1, STATE_LISTEN = 10 };
/* The kernel's own form of a device, unlike that of stat(2). */
#define MINOR_BITS 20

/* ---- requests, and what all answers are made of ---- */

static void ask(struct libraries *libraries, struct host *host, unsigned flags, uint32_t inode,
		uint32_t show, netlink_reader *reader, void *context)
{
	struct {
		struct nlmsghdr header;
		struct unix_diag_req body;
	} request = {
		.header = {.nlmsg_len = sizeof(request),
			   .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			   .nlmsg_flags = (uint16_t)flags},
		.body = {.sdiag_family = AF_UNIX,
			 .udiag_states = UINT32_MAX,
			 .udiag_ino = inode,
			 .udiag_show = show,
			 .udiag_cookie = {UINT32_MAX, UINT32_MAX}}, /* any */
	};
	sock_diag_ask(libraries, host, &request.header, reader, context);
}

static unsigned type_of(const struct nlattr *attribute)
{
	return attribute->nla_type & NLA_TYPE_MASK;
}

static const void *payload(const struct nlattr *attribute)
{
	return (const char *)attribute + NLA_HDRLEN;
}

static size_t payload_length(const struct nlattr *attribute)
{
	return attribute->nla_len - (size_t)NLA_HDRLEN;
}

/* ---- one listener's queue ---- */

static int read_lengths(const struct nlattr *attribute, void *data)
{
	struct unix_queue *queue = data;
	const struct unix_diag_rqlen *lengths = payload(attribute);
	if (type_of(attribute) == UNIX_DIAG_RQLEN && payload_length(attribute) >= sizeof(*lengths))
		*queue = (struct unix_queue){
			.known = true,
			.waiting = lengths->udiag_rqueue,
			.limit = lengths->udiag_wqueue,
		};
	return MNL_CB_OK;
}

static void read_queue(const struct mnl *mnl, const struct nlmsghdr *message, void *context)
{
	mnl->mnl_attr_parse(message, sizeof(struct unix_diag_msg), read_lengths, context);
}

struct unix_queue unix_diag_read(const struct mnl *mnl, const void *answer, size_t size)
{
	struct unix_queue queue = {.known = false};
	netlink_read(mnl, answer, size, read_queue, &queue);
	return queue;
}

bool unix_listen_queue(const struct handle *handle, int64_t *waiting, int64_t *limit)
{
	struct stat status;
	struct unix_queue queue = {.known = false};
	if (fstat(handle->watch.fd, &status) < 0)
		return false;
	ask(&handle->table->libraries, handle->host, 0, (uint32_t)status.st_ino, UDIAG_SHOW_RQLEN,
	    read_queue, &queue);
	*waiting = queue.waiting;
	*limit = queue.limit;
	return queue.known;
}

/* ---- all sockets ---- */

struct reading {
	unix_diag_reader *reader;
	void *context;
};

static void read_file(const struct nlattr *attribute, struct unix_socket *socket)
{
	const struct unix_diag_vfs *file = payload(attribute);
	if (payload_length(attribute) < sizeof(*file))
		return;
	const uint32_t device = file->udiag_vfs_dev;
	socket->file = file->udiag_vfs_ino;
	socket->device = (uint32_t)makedev(device >> MINOR_BITS, device & ((1u << MINOR_BITS) - 1));
}

static int read_name(const struct nlattr *attribute, void *data)
{
	struct unix_socket *socket = data;
	if (type_of(attribute) == UNIX_DIAG_VFS) {
		read_file(attribute, socket);
	} else if (type_of(attribute) == UNIX_DIAG_NAME) {
		socket->name = payload(attribute);
		socket->length = payload_length(attribute);
	}
	return MNL_CB_OK;
}

static void read_socket(const struct mnl *mnl, const struct nlmsghdr *message, void *context)
{
	const struct reading *reading = context;
	const struct unix_diag_msg *body = NLMSG_DATA(message);
	if (message->nlmsg_len < NLMSG_LENGTH(sizeof(*body)))
		return;
	struct unix_socket socket = {
		.inode = body->udiag_ino,
		.listening = body->udiag_state == STATE_LISTEN,
		.connected = body->udiag_state == STATE_ESTABLISHED,
	};
	mnl->mnl_attr_parse(message, sizeof(*body), read_name, &socket);
	reading->reader(reading->context, &socket);
}

int unix_diag_read_sockets(const struct mnl *mnl, const void *answer, size_t size,
			   unix_diag_reader *reader, void *context)
{
	struct reading reading = {reader, context};
	return netlink_read(mnl, answer, size, read_socket, &reading);
}

void unix_diag_each(struct libraries *libraries, struct host *host, unix_diag_reader *reader,
		    void *context)
{
	struct reading reading = {reader, context};
	ask(libraries, host, NLM_F_DUMP, 0, UDIAG_SHOW_NAME | UDIAG_SHOW_VFS, read_socket,
	    &reading);
}
