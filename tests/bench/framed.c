/*
 * framed: a server of messages that keeps a buffer of its own for each connection, the limit for
 * handsh's recv --line and recv --exactly. Each message is answered by itself, with a send.
 *
 *   framed lines|lengths
 *
 * A line ends with \n; the other messages are a length of 4 bytes, the highest first, and as many
 * bytes. It writes its port and runs until it is killed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define ROOM 65536
#define BATCH 64

struct connection {
	int fd;
	size_t length; /* of what stands in data: less than a message */
	char data[ROOM];
};

/* The length of the message that begins there; 0: it is not whole yet. */
static size_t message(bool lines, const char *data, size_t length)
{
	uint32_t body;
	if (lines) {
		const char *end = memchr(data, '\n', length);
		return end ? (size_t)(end - data) + 1 : 0;
	}
	if (length < sizeof body)
		return 0;
	memcpy(&body, data, sizeof body);
	size_t whole = sizeof body + ntohl(body);
	return whole <= length ? whole : 0;
}

static void drop(struct connection *connection)
{
	close(connection->fd);
	free(connection);
}

static void answer(struct connection *connection, bool lines)
{
	char *data = connection->data;
	ssize_t got = recv(connection->fd, data + connection->length, ROOM - connection->length,
			   MSG_DONTWAIT);
	if (got < 0 && errno == EAGAIN)
		return;
	if (got <= 0) {
		drop(connection);
		return;
	}
	size_t start = 0, end = connection->length + (size_t)got, length;
	while ((length = message(lines, data + start, end - start))) {
		if (send(connection->fd, data + start, length, MSG_NOSIGNAL) != (ssize_t)length) {
			drop(connection);
			return;
		}
		start += length;
	}
	connection->length = end - start;
	memmove(data, data + start, connection->length);
}

static void interest(int epoll, int fd, struct connection *connection)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
	check("epoll_ctl", epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event));
}

static void admit(int epoll, int listener)
{
	const int on = 1;
	struct connection *connection = malloc(sizeof *connection);
	if (!connection)
		die_errno("malloc");
	connection->length = 0;
	connection->fd = (int)check("accept", accept4(listener, NULL, NULL, SOCK_CLOEXEC));
	check("setsockopt", setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
	interest(epoll, connection->fd, connection);
}

int main(int count, char **words)
{
	if (count != 2 || (strcmp(words[1], "lines") != 0 && strcmp(words[1], "lengths") != 0))
		die("usage: framed lines|lengths");
	const bool lines = strcmp(words[1], "lines") == 0;
	const int epoll = (int)check("epoll_create1", epoll_create1(EPOLL_CLOEXEC));
	struct epoll_event events[BATCH];
	uint16_t port;
	const int listener = listen_anywhere(0, &port);
	interest(epoll, listener, NULL);
	announce(port);
	for (;;) {
		int ready = (int)check("epoll_wait", epoll_wait(epoll, events, BATCH, -1));
		for (int i = 0; i < ready; i++) {
			if (events[i].data.ptr)
				answer(events[i].data.ptr, lines);
			else
				admit(epoll, listener);
		}
	}
}
