/*
 * server: an epoll server written by hand, the limit for handsh's serve.
 *
 *   server echo|reverse|thanks
 *
 * It writes its port and runs until it is killed. Level-triggered: a message costs one read and
 * one write, and an epoll_wait shared by all that are ready. An answer that does not fit into the
 * socket's buffer waits in the connection, which is not read meanwhile.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define READ_SIZE 4096
#define BATCH 256

enum mode { MODE_ECHO, MODE_REVERSE, MODE_THANKS };

struct pending { /* of a connection whose peer does not read */
	char *data;
	size_t length;
};

struct server {
	int epoll, listener;
	enum mode mode;
	struct pending *pending; /* by descriptor */
	size_t room;
};

static void interest(struct server *server, int operation, int fd, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.fd = fd};
	check("epoll_ctl", epoll_ctl(server->epoll, operation, fd, &event));
}

static void drop(struct server *server, int fd)
{
	free(server->pending[fd].data);
	server->pending[fd] = (struct pending){0};
	close(fd);
}

static void admit(struct server *server, int fd)
{
	if (server->mode == MODE_THANKS) {
		send(fd, THANKS, strlen(THANKS), MSG_NOSIGNAL);
		close(fd);
		return;
	}
	if ((size_t)fd >= server->room)
		die("accept: more connections than descriptors");
	interest(server, EPOLL_CTL_ADD, fd, EPOLLIN);
}

static void accept_all(struct server *server)
{
	for (;;) {
		int fd = accept4(server->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0 && (errno == EAGAIN || errno == ECONNABORTED))
			return;
		admit(server, (int)check("accept", fd));
	}
}

static void reverse(char *data, size_t length)
{
	for (char *end = data + length; data < --end; data++) {
		char byte = *data;
		*data = *end;
		*end = byte;
	}
}

static void keep(struct server *server, int fd, const char *data, size_t length)
{
	struct pending *pending = &server->pending[fd];
	pending->data = malloc(length);
	if (!pending->data)
		die_errno("malloc");
	memcpy(pending->data, data, length);
	pending->length = length;
	interest(server, EPOLL_CTL_MOD, fd, EPOLLOUT);
}

static void answer(struct server *server, int fd)
{
	char data[READ_SIZE];
	ssize_t got = recv(fd, data, sizeof data, 0);
	if (got < 0 && errno == EAGAIN)
		return;
	if (got <= 0) {
		drop(server, fd);
		return;
	}
	if (server->mode == MODE_REVERSE)
		reverse(data, (size_t)got);
	ssize_t sent = send(fd, data, (size_t)got, MSG_NOSIGNAL);
	if (sent < 0 && errno != EAGAIN)
		drop(server, fd);
	else if (sent < got)
		keep(server, fd, data + (sent > 0 ? sent : 0),
		     (size_t)(got - (sent > 0 ? sent : 0)));
}

static void flush(struct server *server, int fd)
{
	struct pending *pending = &server->pending[fd];
	ssize_t sent = send(fd, pending->data, pending->length, MSG_NOSIGNAL);
	if (sent < 0 && errno == EAGAIN)
		return;
	if (sent < 0) {
		drop(server, fd);
		return;
	}
	pending->length -= (size_t)sent;
	memmove(pending->data, pending->data + sent, pending->length);
	if (pending->length)
		return;
	free(pending->data);
	*pending = (struct pending){0};
	interest(server, EPOLL_CTL_MOD, fd, EPOLLIN);
}

static void run(struct server *server)
{
	struct epoll_event events[BATCH];
	for (;;) {
		int count = (int)check("epoll_wait", epoll_wait(server->epoll, events, BATCH, -1));
		for (int i = 0; i < count; i++) {
			int fd = events[i].data.fd;
			if (fd == server->listener)
				accept_all(server);
			else if (server->pending[fd].length)
				flush(server, fd);
			else
				answer(server, fd);
		}
	}
}

int main(int count, char **words)
{
	static const char *const names[] = {"echo", "reverse", "thanks"};
	struct server server = {0};
	while (count == 2 && server.mode < 3 && strcmp(words[1], names[server.mode]) != 0)
		server.mode++;
	if (count != 2 || server.mode == 3)
		die("usage: server echo|reverse|thanks");
	raise_descriptor_limit();
	server.room = (size_t)check("sysconf", sysconf(_SC_OPEN_MAX));
	server.pending = calloc(server.room, sizeof *server.pending);
	if (!server.pending)
		die_errno("calloc");
	server.epoll = (int)check("epoll_create1", epoll_create1(EPOLL_CLOEXEC));
	uint16_t port;
	server.listener = listen_anywhere(SOCK_NONBLOCK, &port);
	interest(&server, EPOLL_CTL_ADD, server.listener, EPOLLIN);
	announce(port);
	run(&server);
}
