/*
 * netlink: requests to netlink(7) and the kernel's answers, by libmnl, which is loaded for the first
 * of them. The kernel has answered by the time that a request is sent; of a list it makes the next
 * part when one has been read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NETLINK_H
#define HANDSH_NETLINK_H

#include <libmnl/libmnl.h>

#include "handsh/library.h"

#define NETLINK_ANSWER 32768 /* a part of the answer has at most so many bytes */

/* clang-format off */
#define MNL_FUNCTIONS(X)                                                                           \
	X(mnl_cb_run2) X(mnl_attr_parse)                                                           \
	X(mnl_nlmsg_put_header) X(mnl_nlmsg_put_extra_header)                                      \
	X(mnl_attr_put) X(mnl_attr_put_u32) X(mnl_attr_put_strz)                                   \
	X(mnl_attr_nest_start) X(mnl_attr_nest_end)
/* clang-format on */

struct mnl {
	MNL_FUNCTIONS(LIBRARY_POINTER)
};

extern const struct library library_mnl;

/* A message of the answer, whose length is in its header. */
typedef void netlink_reader(const struct mnl *mnl, const struct nlmsghdr *message, void *context);

/*
 * Asks by a socket of AF_NETLINK, and reads all of the answer; reader may be NULL where only the outcome
 * matters. The request has its header's length and type, and of its flags those beyond NLM_F_REQUEST; a
 * list (NLM_F_DUMP) or one outcome (NLM_F_ACK) is asked for by them. 0, or errno: the kernel's, or
 * EPROTO where its answer makes no sense.
 */
int netlink_ask(const struct mnl *mnl, int socket, struct nlmsghdr *request, netlink_reader *reader,
		void *context);
/* Reads a part of an answer. 1: more comes, 0: it was the last, -1 with errno. */
int netlink_read(const struct mnl *mnl, const void *answer, size_t size, netlink_reader *reader,
		 void *context);

#endif
