/*
 * unix_diag: sock_diag(7) of unix sockets: how many connections wait in a listener's queue, which no
 * option tells, and who has which path.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/unix_diag.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "net/socket_table.h"

#define SEQUENCE 1
#define ANSWER_SIZE 16384
/* Linux takes those of tcp, <netinet/tcp.h>. */
enum { STATE_ESTABLISHED = 1, STATE_LISTEN = 10 };
/* The kernel's own form of a device, unlike that of stat(2). */
#define MINOR_BITS 20

/* ---- one listener's queue ---- */

static int read_message(const struct nlmsghdr *header, void *data)
{
	struct unix_queue *queue = data;
	const struct nlattr *attribute;
	mnl_attr_for_each(attribute, header, sizeof(struct unix_diag_msg))
	{
		const struct unix_diag_rqlen *lengths = mnl_attr_get_payload(attribute);
		if (mnl_attr_get_type(attribute) == UNIX_DIAG_RQLEN &&
		    mnl_attr_get_payload_len(attribute) >= sizeof(*lengths))
			*queue = (struct unix_queue){
				.known = true,
				.waiting = lengths->udiag_rqueue,
				.limit = lengths->udiag_wqueue,
			};
	}
	return MNL_CB_OK;
}

struct unix_queue unix_diag_read(const void *answer, size_t size, unsigned port)
{
	const struct nlmsghdr *header = answer;
	struct unix_queue queue = {.known = false};
	/* One request, one message. libmnl would take a length above INT_MAX for one below 0. */
	if (size >= sizeof(*header) && NLMSG_ALIGN((size_t)header->nlmsg_len) <= size &&
	    mnl_cb_run(answer, header->nlmsg_len, SEQUENCE, port, read_message, &queue) >= 0)
		return queue;
	return (struct unix_queue){.known = false};
}

/* The kernel has answered by the time sendto returns. NULL: it will not. */
static struct mnl_socket *netlink_open(void)
{
	struct mnl_socket *netlink =
		mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (netlink && mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) < 0) {
		mnl_socket_close(netlink);
		return NULL;
	}
	return netlink;
}

static struct nlmsghdr *put_request(void *memory, unsigned flags, uint32_t inode, uint32_t show)
{
	struct nlmsghdr *header = mnl_nlmsg_put_header(memory);
	header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	header->nlmsg_flags = (uint16_t)flags;
	header->nlmsg_seq = SEQUENCE;
	struct unix_diag_req *request = mnl_nlmsg_put_extra_header(header, sizeof(*request));
	request->sdiag_family = AF_UNIX;
	request->udiag_states = UINT32_MAX;
	request->udiag_ino = inode;
	request->udiag_show = show;
	request->udiag_cookie[0] = request->udiag_cookie[1] = UINT32_MAX; /* any */
	return header;
}

static struct unix_queue ask(struct mnl_socket *netlink, uint32_t inode)
{
	char memory[1024] __attribute__((aligned(8)));
	struct nlmsghdr *header = put_request(memory, NLM_F_REQUEST, inode, UDIAG_SHOW_RQLEN);
	if (TEMP_FAILURE_RETRY(mnl_socket_sendto(netlink, header, header->nlmsg_len)) < 0)
		return (struct unix_queue){.known = false};
	ssize_t size = TEMP_FAILURE_RETRY(mnl_socket_recvfrom(netlink, memory, sizeof(memory)));
	return unix_diag_read(memory, size > 0 ? (size_t)size : 0, mnl_socket_get_portid(netlink));
}

bool unix_listen_queue(int fd, int64_t *waiting, int64_t *limit)
{
	struct stat status;
	struct unix_queue queue = {.known = false};
	if (fstat(fd, &status) < 0)
		return false;
	struct mnl_socket *netlink = netlink_open();
	if (!netlink)
		return false;
	queue = ask(netlink, (uint32_t)status.st_ino);
	mnl_socket_close(netlink);
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
	const struct unix_diag_vfs *file = mnl_attr_get_payload(attribute);
	if (mnl_attr_get_payload_len(attribute) < sizeof(*file))
		return;
	const uint32_t device = file->udiag_vfs_dev;
	socket->file = file->udiag_vfs_ino;
	socket->device = (uint32_t)makedev(device >> MINOR_BITS, device & ((1u << MINOR_BITS) - 1));
}

static int read_socket(const struct nlmsghdr *header, void *data)
{
	const struct reading *reading = data;
	const struct unix_diag_msg *message = mnl_nlmsg_get_payload(header);
	const struct nlattr *attribute;
	if (mnl_nlmsg_get_payload_len(header) < sizeof(*message))
		return MNL_CB_OK;
	struct unix_socket socket = {
		.inode = message->udiag_ino,
		.listening = message->udiag_state == STATE_LISTEN,
		.connected = message->udiag_state == STATE_ESTABLISHED,
	};
	mnl_attr_for_each(attribute, header, sizeof(*message))
	{
		if (mnl_attr_get_type(attribute) == UNIX_DIAG_VFS) {
			read_file(attribute, &socket);
		} else if (mnl_attr_get_type(attribute) == UNIX_DIAG_NAME) {
			socket.name = mnl_attr_get_payload(attribute);
			socket.length = mnl_attr_get_payload_len(attribute);
		}
	}
	reading->reader(reading->context, &socket);
	return MNL_CB_OK;
}

bool unix_diag_read_sockets(const void *answer, size_t size, unsigned port,
			    unix_diag_reader *reader, void *context)
{
	struct reading reading = {reader, context};
	return size <= ANSWER_SIZE &&
	       mnl_cb_run(answer, size, SEQUENCE, port, read_socket, &reading) > MNL_CB_STOP;
}

static void ask_all(struct mnl_socket *netlink, unix_diag_reader *reader, void *context)
{
	char memory[ANSWER_SIZE] __attribute__((aligned(8)));
	struct nlmsghdr *header = put_request(memory, NLM_F_REQUEST | NLM_F_DUMP, 0,
					      UDIAG_SHOW_NAME | UDIAG_SHOW_VFS);
	ssize_t size = TEMP_FAILURE_RETRY(mnl_socket_sendto(netlink, header, header->nlmsg_len));
	do {
		size = size < 0 ? size
				: TEMP_FAILURE_RETRY(
					  mnl_socket_recvfrom(netlink, memory, sizeof(memory)));
	} while (size > 0 &&
		 unix_diag_read_sockets(memory, (size_t)size, mnl_socket_get_portid(netlink),
					reader, context));
}

void unix_diag_each(unix_diag_reader *reader, void *context)
{
	struct mnl_socket *netlink = netlink_open();
	if (!netlink)
		return;
	ask_all(netlink, reader, context);
	mnl_socket_close(netlink);
}
