/*
 * transfer: the words of send(2), recv(2) and shutdown(2), and the states of a connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "handsh/names.h"
#include "names/list.h"

/* send(2), recv(2); numbers of include/linux/socket.h */
static const struct name messages[] = {
	{"MSG_OOB", MSG_OOB, "urgent data"},
	{"MSG_PEEK", MSG_PEEK, "look, and leave the data in the queue"},
	{"MSG_DONTROUTE", MSG_DONTROUTE, "to hosts of the own networks only"},
	{"MSG_CTRUNC", MSG_CTRUNC, "control data was cut short"},
	{"MSG_PROXY", MSG_PROXY, "an address of this end's choosing"},
	{"MSG_TRUNC", MSG_TRUNC, "give the true length of a datagram, even when it is cut"},
	{"MSG_DONTWAIT", MSG_DONTWAIT, "fail with EAGAIN rather than wait"},
	{"MSG_EOR", MSG_EOR, "a record ends here"},
	{"MSG_WAITALL", MSG_WAITALL, "wait until all that was asked for is there"},
	{"MSG_FIN", MSG_FIN, "the end of the stream"},
	{"MSG_SYN", MSG_SYN, "the beginning of the stream"},
	{"MSG_CONFIRM", MSG_CONFIRM, "the neighbour has answered: no need to ask ARP again"},
	{"MSG_RST", MSG_RST, "a reset"},
	{"MSG_ERRQUEUE", MSG_ERRQUEUE, "from the queue of errors"},
	{"MSG_NOSIGNAL", MSG_NOSIGNAL, "no SIGPIPE when the peer has gone"},
	{"MSG_MORE", MSG_MORE, "more follows: hold the packet back"},
	{"MSG_WAITFORONE", MSG_WAITFORONE, "recvmmsg(2): wait for the first message only"},
	{"MSG_BATCH", MSG_BATCH, "sendmmsg(2): more messages come"},
	{"MSG_ZEROCOPY", MSG_ZEROCOPY, "send from the program's own memory"},
	{"MSG_FASTOPEN", MSG_FASTOPEN, "data in the SYN, RFC 7413"},
	{"MSG_CMSG_CLOEXEC", MSG_CMSG_CLOEXEC, "close-on-exec for descriptors received"},
	{"MSG_TRYHARD", MSG_TRYHARD, "another name of MSG_DONTROUTE"},
};

/* shutdown(2) */
static const struct name shutdowns[] = {
	{"SHUT_RD", SHUT_RD, "nothing more is received"},
	{"SHUT_WR", SHUT_WR, "nothing more is sent: the peer sees the end of the stream"},
	{"SHUT_RDWR", SHUT_RDWR, "nothing more is received or sent"},
};

/* include/net/tcp_states.h, spelled as ss(8) and the RFC know them but for the underscores */
static const struct name states[] = {
	{"ESTABLISHED", TCP_ESTABLISHED, "connected"},
	{"SYN_SENT", TCP_SYN_SENT, "connect has asked, no answer yet"},
	{"SYN_RECV", TCP_SYN_RECV, "asked, answered, not yet confirmed"},
	{"FIN_WAIT1", TCP_FIN_WAIT1, "this side has closed, unconfirmed"},
	{"FIN_WAIT2", TCP_FIN_WAIT2, "this side has closed, the peer has not"},
	{"TIME_WAIT", TCP_TIME_WAIT, "both have closed; late packets are waited for"},
	{"CLOSE", TCP_CLOSE, "not connected"},
	{"CLOSE_WAIT", TCP_CLOSE_WAIT, "the peer has closed, this side has not"},
	{"LAST_ACK", TCP_LAST_ACK, "both have closed, this side last, unconfirmed"},
	{"LISTEN", TCP_LISTEN, "waiting for connections"},
	{"CLOSING", TCP_CLOSING, "both have closed at the same time, unconfirmed"},
	{"NEW_SYN_RECV", 12, "a connection request in the listener's queue"},
};

const struct names names_messages = {"message flag", NAMES(messages)};
const struct names names_shutdowns = {"direction", NAMES(shutdowns)};
const struct names names_states = {"TCP state", NAMES(states)};
