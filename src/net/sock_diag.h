/*
 * sock_diag: a request to sock_diag(7), and what the kernel answers, by libmnl, which is loaded for
 * the first of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_SOCK_DIAG_H
#define HANDSH_NET_SOCK_DIAG_H

#include <libmnl/libmnl.h>
#include <linux/sock_diag.h>

#include "handsh/library.h"

#define SOCK_DIAG_ANSWER 16384 /* a part of the answer has at most so many bytes */

/* clang-format off */
#define MNL_FUNCTIONS(X)                                                                           \
	X(mnl_socket_open2) X(mnl_socket_bind) X(mnl_socket_get_portid) X(mnl_socket_close)        \
	X(mnl_socket_sendto) X(mnl_socket_recvfrom)                                                \
	X(mnl_cb_run) X(mnl_attr_parse)
/* clang-format on */

struct mnl {
	MNL_FUNCTIONS(LIBRARY_POINTER)
};

extern const struct library library_mnl;

/* A message of the answer, whose length is in its header. */
typedef void sock_diag_reader(const struct mnl *mnl, const struct nlmsghdr *message, void *context);

/* The request has its header's length, type and flags. Without a word where nothing answers. */
void sock_diag_ask(struct libraries *libraries, struct nlmsghdr *request, sock_diag_reader *reader,
		   void *context);
/* Reads a part of the answer. False: it is the last, or makes no sense. port: of netlink(7). */
bool sock_diag_read(const struct mnl *mnl, const void *answer, size_t size, unsigned port,
		    sock_diag_reader *reader, void *context);

#endif
