/*
 * receive: what recv and recvfrom share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_DATA_RECEIVE_H
#define HANDSH_COMMANDS_DATA_RECEIVE_H

#include "commands/data/envelope.h"

/* Receives at most N (argument 0) bytes: the bytes, or with sender a map {data from}. */
enum run receive(struct call *call, bool sender);
/* The same with all that stands beside them: a map {data from flags fds control}. */
enum run receive_envelope(struct call *call, struct envelope *envelope);
void receive_abandon(struct call *call, struct error *error);

/* ---- rows that both have ---- */

/* clang-format off */
#define RECEIVE_PEEK_OPTION                                                                        \
	{'p', "peek", .flag = MSG_PEEK, .text = "MSG_PEEK: leave the bytes where they are"}
#define RECEIVE_DONTWAIT_OPTION                                                                    \
	{'d', "dontwait", .flag = MSG_DONTWAIT,                                                    \
	 .text = "MSG_DONTWAIT: fail with EAGAIN instead of waiting"}
#define RECEIVE_OOB_OPTION {'o', "oob", .flag = MSG_OOB, .text = "MSG_OOB: the urgent byte"}

#define RECEIVE_OPTIONS                                                                            \
	RECEIVE_PEEK_OPTION,                                                                       \
	{'a', "waitall", .flag = MSG_WAITALL,                                                      \
	 .text = "MSG_WAITALL: on a stream wait for all N bytes, or its end"},                     \
	RECEIVE_DONTWAIT_OPTION,                                                                   \
	RECEIVE_OOB_OPTION,                                                                        \
	{'t', "trunc", .flag = MSG_TRUNC,                                                          \
	 .text = "MSG_TRUNC: the line shows a datagram's whole length; "                           \
		 "a tcp stream's bytes are thrown away"}

#define RECEIVE_ERRORS                                                                             \
	{"ENOTCONN", "the socket listens",                                                         \
	 "accept first, and receive on the socket that it gives", when_listening},                 \
	{"ENOTCONN", "the socket has no peer", "connect first"},                                   \
	{"ECONNRESET",                                                                             \
	 "the peer has reset the connection (it closed with bytes unread, or with linger 0)"},     \
	{"ECONNREFUSED", "an earlier datagram came to a port where nobody receives"},              \
	{"ETIMEDOUT", "the peer does not answer any more (setsockopt keepalive)"},                 \
	{"EINVAL", "there is no urgent data, or the socket is not connected"},                     \
	ERRORS_OF_TLS,                                                                             \
	ERRORS_OF_WAITING,                                                                         \
	ERROR_DONTWAIT,                                                                            \
	ERRORS_OF_STREAMS
/* clang-format on */

#endif
