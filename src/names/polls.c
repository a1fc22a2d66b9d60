/*
 * polls: the words of poll(2) and epoll_ctl(2).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <poll.h>
#include <sys/epoll.h>

#include "handsh/names.h"
#include "names/list.h"

/* poll(2) */
static const struct name polls[] = {
	{"POLLIN", POLLIN, "something can be received, or accepted"},
	{"POLLPRI", POLLPRI, "urgent data"},
	{"POLLOUT", POLLOUT, "something can be sent"},
	{"POLLRDHUP", POLLRDHUP, "the peer has closed its side"},
	{"POLLERR", POLLERR, "an error waits"},
	{"POLLHUP", POLLHUP, "both sides are closed, or there is no connection"},
	{"POLLNVAL", POLLNVAL, "the descriptor is closed"},
};

/* epoll_ctl(2) */
static const struct name epolls[] = {
	{"EPOLLIN", (int)EPOLLIN, "something can be received, or accepted"},
	{"EPOLLPRI", (int)EPOLLPRI, "urgent data"},
	{"EPOLLOUT", (int)EPOLLOUT, "something can be sent"},
	{"EPOLLRDHUP", (int)EPOLLRDHUP, "the peer has closed its side"},
	{"EPOLLERR", (int)EPOLLERR, "an error waits"},
	{"EPOLLHUP", (int)EPOLLHUP, "both sides are closed, or there is no connection"},
	{"EPOLLET", (int)EPOLLET, "edge: told once, when it becomes so"},
	{"EPOLLONESHOT", (int)EPOLLONESHOT, "told once, and then not before it is set again"},
	{"EPOLLEXCLUSIVE", (int)EPOLLEXCLUSIVE, "of several epolls that wait one is told"},
	{"EPOLLWAKEUP", (int)EPOLLWAKEUP, "the machine does not sleep meanwhile"},
};

const struct names names_polls = {"event", NAMES(polls)};
const struct names names_epolls = {"event", NAMES(epolls)};
