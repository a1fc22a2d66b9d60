/*
 * relay: passes connections on both ways, as the limit for handsh's relay.
 *
 *   relay splice PORT   by splice(2), through a pipe of 1 MiB for each direction
 *   relay loop PORT     by recv(2) and send(2), with a block of 256 KiB
 *
 * It writes the port that it listens on and runs until it is killed. Each client is joined to a
 * connection of its own to PORT; level-triggered epoll waits for all of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define BLOCK (256 * 1024)
#define PIPE_SIZE (1024 * 1024)
#define BATCH 256

/* One direction of a pair. */
struct way {
	int from, to;
	int pipe[2];    /* of splice; -1 until bytes come */
	char *block;    /* of a loop: bytes that TO had no room for, or NULL */
	size_t start;   /* in block */
	size_t pending; /* bytes in either */
	bool ended;
};

struct pair {
	struct way ways[2];
	uint32_t interest[2]; /* of each way's FROM */
};

struct relay {
	int epoll, listener;
	uint16_t port;
	bool splices;
	char *block;         /* of all that loop */
	struct pair **pairs; /* by descriptor */
	size_t room;
};

static void change(struct relay *relay, int operation, int fd, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.fd = fd};
	check("epoll_ctl", epoll_ctl(relay->epoll, operation, fd, &event));
}

/* ---- moving bytes: 0 with *moved, or errno ---- */

static int outcome(ssize_t result, size_t *moved)
{
	*moved = result < 0 ? 0 : (size_t)result;
	return result < 0 ? errno : 0;
}

static int take(struct relay *relay, struct way *way, size_t *moved)
{
	if (!relay->splices)
		return outcome(recv(way->from, relay->block, BLOCK, 0), moved);
	if (way->pipe[0] < 0) {
		check("pipe2", pipe2(way->pipe, O_CLOEXEC | O_NONBLOCK));
		check("fcntl", fcntl(way->pipe[1], F_SETPIPE_SZ, PIPE_SIZE));
	}
	return outcome(splice(way->from, NULL, way->pipe[1], NULL, PIPE_SIZE,
			      SPLICE_F_MOVE | SPLICE_F_NONBLOCK),
		       moved);
}

static int give(const struct relay *relay, const struct way *way, size_t *moved)
{
	const char *data = (way->block ? way->block : relay->block) + way->start;
	if (!relay->splices)
		return outcome(send(way->to, data, way->pending, MSG_NOSIGNAL), moved);
	return outcome(splice(way->pipe[0], NULL, way->to, NULL, way->pending,
			      SPLICE_F_MOVE | SPLICE_F_NONBLOCK),
		       moved);
}

/* The block that all share is free again. */
static void keep(const struct relay *relay, struct way *way)
{
	if (relay->splices || way->block)
		return;
	way->block = malloc(way->pending);
	if (!way->block)
		die_errno("malloc");
	memcpy(way->block, relay->block + way->start, way->pending);
	way->start = 0;
}

static int give_all(struct relay *relay, struct way *way)
{
	size_t moved;
	while (way->pending) {
		int number = give(relay, way, &moved);
		if (number == EAGAIN)
			keep(relay, way);
		if (number)
			return number;
		way->start += moved;
		way->pending -= moved;
	}
	free(way->block);
	way->block = NULL;
	way->start = 0;
	return 0;
}

/* 0, or errno; EAGAIN: it waits. */
static int pump(struct relay *relay, struct way *way)
{
	int number = give_all(relay, way);
	if (number || way->ended)
		return number ? number : EAGAIN;
	number = take(relay, way, &way->pending);
	if (number)
		return number;
	if (way->pending)
		return give_all(relay, way);
	way->ended = true;
	shutdown(way->to, SHUT_WR);
	return EAGAIN;
}

/* ---- pairs ---- */

static void drop(struct relay *relay, struct pair *pair)
{
	for (int i = 0; i < 2; i++) {
		struct way *way = &pair->ways[i];
		relay->pairs[way->from] = NULL;
		close(way->from);
		free(way->block);
		if (way->pipe[0] < 0)
			continue;
		close(way->pipe[0]);
		close(way->pipe[1]);
	}
	free(pair);
}

static void expect(struct relay *relay, struct pair *pair)
{
	for (int i = 0; i < 2; i++) {
		const struct way *out = &pair->ways[i], *in = &pair->ways[!i];
		uint32_t events =
			(out->pending || out->ended ? 0 : EPOLLIN) | (in->pending ? EPOLLOUT : 0u);
		if (events != pair->interest[i])
			change(relay, EPOLL_CTL_MOD, out->from, events);
		pair->interest[i] = events;
	}
}

static void serve(struct relay *relay, struct pair *pair)
{
	for (int i = 0; i < 2; i++) {
		int number = pump(relay, &pair->ways[i]);
		if (number && number != EAGAIN) {
			drop(relay, pair);
			return;
		}
	}
	if (pair->ways[0].ended && pair->ways[1].ended && !pair->ways[0].pending &&
	    !pair->ways[1].pending)
		drop(relay, pair);
	else
		expect(relay, pair);
}

static void enter(struct relay *relay, struct pair *pair, int fd)
{
	if ((size_t)fd >= relay->room)
		die("more connections than descriptors");
	relay->pairs[fd] = pair;
	change(relay, EPOLL_CTL_ADD, fd, EPOLLIN);
}

static void admit(struct relay *relay)
{
	int client = accept4(relay->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (client < 0)
		return;
	int server = connect_from(0, relay->port);
	check("fcntl", fcntl(server, F_SETFL, O_NONBLOCK));
	struct pair *pair = calloc(1, sizeof(*pair));
	if (!pair)
		die_errno("calloc");
	pair->ways[0] = (struct way){.from = client, .to = server, .pipe = {-1, -1}};
	pair->ways[1] = (struct way){.from = server, .to = client, .pipe = {-1, -1}};
	pair->interest[0] = pair->interest[1] = EPOLLIN;
	enter(relay, pair, client);
	enter(relay, pair, server);
}

static void run(struct relay *relay)
{
	struct epoll_event events[BATCH];
	for (;;) {
		int count = (int)check("epoll_wait", epoll_wait(relay->epoll, events, BATCH, -1));
		for (int i = 0; i < count; i++) {
			struct pair *pair = relay->pairs[events[i].data.fd];
			if (events[i].data.fd == relay->listener)
				admit(relay);
			else if (pair)
				serve(relay, pair);
		}
	}
}

int main(int count, char **words)
{
	if (count != 3 || (strcmp(words[1], "splice") != 0 && strcmp(words[1], "loop") != 0))
		die("usage: relay splice|loop PORT");
	limit_time(120);
	raise_descriptor_limit();
	uint16_t port;
	struct relay relay = {.splices = words[1][0] == 's', .room = 1 << 20};
	relay.port = (uint16_t)number(words[2], 1, UINT16_MAX);
	relay.listener = listen_anywhere(SOCK_NONBLOCK, &port);
	relay.epoll = (int)check("epoll_create1", epoll_create1(EPOLL_CLOEXEC));
	relay.pairs = calloc(relay.room, sizeof(*relay.pairs));
	relay.block = malloc(BLOCK);
	if (!relay.pairs || !relay.block)
		die_errno("malloc");
	change(&relay, EPOLL_CTL_ADD, relay.listener, EPOLLIN);
	announce(port);
	run(&relay);
}
