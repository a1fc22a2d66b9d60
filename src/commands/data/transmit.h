/*
 * transmit: what send, sendall and sendto share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_DATA_TRANSMIT_H
#define HANDSH_COMMANDS_DATA_TRANSMIT_H

#include "handsh/socket.h"

/*
 * Sends data on the call's socket, to an address when there is one; all: until everything is sent.
 * The call's options are TRANSMIT_OPTIONS.
 */
enum run transmit(struct call *call, struct handle *handle, const struct bytes *data,
		  const struct address *to, bool all);
/* Of a command whose argument 0 is the data. */
void transmit_abandon(struct call *call, struct error *error);

/* send --line: the data, argument 0, ends with CR LF from now on. */
void transmit_line(struct call *call);

enum transmit_option {
	TRANSMIT_DONTWAIT,
	TRANSMIT_OOB,
	TRANSMIT_MORE,
	TRANSMIT_CONFIRM,
	TRANSMIT_LINE, /* of those that have it */
};

/* clang-format off */
#define TRANSMIT_OPTIONS                                                                           \
	[TRANSMIT_DONTWAIT] = {'d', "dontwait", .flag = MSG_DONTWAIT,                              \
			       .text = "MSG_DONTWAIT: fail with EAGAIN instead of waiting"},       \
	[TRANSMIT_OOB] = {'o', "oob", .flag = MSG_OOB,                                             \
			  .text = "MSG_OOB: the last byte is urgent data"},                        \
	[TRANSMIT_MORE] = {'m', "more", .flag = MSG_MORE,                                          \
			   .text = "MSG_MORE: hold it back, more will follow at once"},            \
	[TRANSMIT_CONFIRM] = {0, "confirm", .flag = MSG_CONFIRM,                                   \
			      .text = "MSG_CONFIRM: the neighbour has answered, ARP need not ask"}

#define TRANSMIT_LINE_OPTION                                                                       \
	[TRANSMIT_LINE] = {0, "line", .text = "a line: CR LF is put after DATA"}

#define TRANSMIT_ERRORS                                                                            \
	{"EPIPE", "nobody reads it any more", NULL, when_no_socket},                               \
	{"EPIPE", "the socket listens", "accept first, and send on the socket that it gives",      \
	 when_listening},                                                                          \
	{"EPIPE", "the socket is not connected", "connect first", when_unconnected},               \
	{"EPIPE", "the connection is closed for sending (by the peer, or by shutdown write)"},     \
	{"ECONNRESET",                                                                             \
	 "the peer has reset the connection (it closed with bytes unread, or with linger 0)"},     \
	{"ENOTCONN", "the socket has no peer", "connect first, or for datagrams sendto"},          \
	{"EDESTADDRREQ", "the socket has no peer", "sendto takes the address with the data"},      \
	{"EISCONN", "the socket has its peer already", "send needs no address"},                   \
	{"EMSGSIZE", "the datagram is too large (of udp 65507 bytes over IPv4 are the most, "      \
		     "of unix sockets what sndbuf allows)"},                                       \
	{"ECONNREFUSED",                                                                           \
	 "nobody receives there; for udp an earlier datagram may have found that out"},            \
	{"EACCES", "a broadcast address needs setsockopt broadcast on"},                           \
	{"ENETUNREACH", "there is no way to that address"},                                        \
	{"EAFNOSUPPORT", "the address is of another family than the socket"},                      \
	{"EOPNOTSUPP", "this kind of socket takes no such flag or address"},                       \
	ERRORS_OF_WAITING,                                                                         \
	ERROR_DONTWAIT,                                                                            \
	{"ENOSPC", "the disk is full"},                                                            \
	{"EFBIG", "the file would be longer than files may be"},                                   \
	ERRORS_OF_STREAMS,                                                                         \
	ERRORS_OF_TLS
/* clang-format on */

extern const struct command_error transmit_errors[];

/* Datagrams to an unconnected unix socket whose queue is full: epoll calls ours writable. */
bool transmit_is_blind(const struct handle *handle, const struct address *to);

#endif
