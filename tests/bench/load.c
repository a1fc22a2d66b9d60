/*
 * load: the load on a server: connections in ping-pong, or visits to a server that says thank you.
 *
 *   load echo|reverse PORT CONNECTIONS MESSAGES SECONDS
 *   load thanks PORT VISITS
 *
 * With echo and reverse it opens the connections, passes one message over each, writes "ready" and
 * waits for a line on standard input. Then each connection sends a message, and the next when the
 * answer has come, until MESSAGES have been answered or SECONDS are over; each answer is compared.
 * It writes the answers, the seconds from the first message to the last answer, and waits for the
 * end of standard input, so that idle connections can be looked at. Connections come from several
 * addresses of 127.0.0.0/8, since one has only so many ports.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define BATCH 256
#define PER_SOURCE 8000
#define UNANSWERED                                                                                 \
	64 /* connections that the server may not have accepted yet: below any backlog             \
	    */
#define VISITS_AT_ONCE 32

struct connection {
	int fd;
	uint32_t sequence; /* of the message that is on its way */
	uint32_t received; /* bytes of its answer */
	char answer[MESSAGE_SIZE];
};

struct load {
	bool reversed;
	uint16_t port;
	int epoll;
	uint32_t count;
	struct connection *connections;
	int64_t wanted, sent, answered;
};

/* No two messages are the same, so that a late or a stranger's answer is seen. */
static void compose(uint32_t index, uint32_t sequence, char message[MESSAGE_SIZE])
{
	memset(message, 'm', MESSAGE_SIZE);
	memcpy(message, &index, sizeof index);
	memcpy(message + sizeof index, &sequence, sizeof sequence);
}

static void compare(const struct load *load, uint32_t index)
{
	const struct connection *connection = &load->connections[index];
	char expected[MESSAGE_SIZE], message[MESSAGE_SIZE];
	compose(index, connection->sequence, expected);
	if (load->reversed) {
		for (unsigned i = 0; i < MESSAGE_SIZE; i++)
			message[i] = expected[MESSAGE_SIZE - 1 - i];
		memcpy(expected, message, sizeof expected);
	}
	if (memcmp(expected, connection->answer, MESSAGE_SIZE) != 0)
		die("connection %u: answer %u is not the right one", index, connection->sequence);
}

static void say(struct load *load, uint32_t index)
{
	char message[MESSAGE_SIZE];
	struct connection *connection = &load->connections[index];
	compose(index, ++connection->sequence, message);
	connection->received = 0;
	ssize_t sent = send(connection->fd, message, sizeof message, MSG_NOSIGNAL);
	if (check("send", sent) != MESSAGE_SIZE)
		die("send: not the whole message");
	load->sent++;
}

/* Reads what is there; true when the answer is whole. */
static bool hear(struct load *load, uint32_t index)
{
	struct connection *connection = &load->connections[index];
	ssize_t got = recv(connection->fd, connection->answer + connection->received,
			   MESSAGE_SIZE - connection->received, 0);
	if (check("recv", got) == 0)
		die("connection %u: closed by the server", index);
	connection->received += (uint32_t)got;
	if (connection->received < MESSAGE_SIZE)
		return false;
	compare(load, index);
	return true;
}

static void first_answer(struct load *load, uint32_t index)
{
	while (!hear(load, index))
		continue;
	struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.u32 = index};
	check("epoll_ctl",
	      epoll_ctl(load->epoll, EPOLL_CTL_ADD, load->connections[index].fd, &event));
}

static void open_connections(struct load *load)
{
	for (uint32_t i = 0; i < load->count; i++) {
		load->connections[i].fd = connect_from(i / PER_SOURCE, load->port);
		say(load, i);
		if (i >= UNANSWERED)
			first_answer(load, i - UNANSWERED);
	}
	uint32_t rest = load->count > UNANSWERED ? load->count - UNANSWERED : 0;
	for (; rest < load->count; rest++)
		first_answer(load, rest);
}

static void play(struct load *load, int64_t deadline)
{
	struct epoll_event events[BATCH];
	load->sent = 0;
	for (uint32_t i = 0; i < load->count && load->sent < load->wanted; i++)
		say(load, i);
	while (load->answered < load->sent) {
		int count = (int)check("epoll_wait", epoll_wait(load->epoll, events, BATCH, -1));
		if (nanoseconds() > deadline)
			load->wanted = 0;
		for (int i = 0; i < count; i++) {
			if (!hear(load, events[i].data.u32))
				continue;
			load->answered++;
			if (load->sent < load->wanted)
				say(load, events[i].data.u32);
		}
	}
}

static void wait_for_line(void)
{
	char byte;
	while (read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n')
		continue;
}

static void exchange(char **words)
{
	struct load load = {.reversed = strcmp(words[1], "reverse") == 0};
	load.port = (uint16_t)number(words[2], 1, UINT16_MAX);
	load.count = (uint32_t)number(words[3], 1, 1000000);
	load.wanted = number(words[4], 0, INT64_C(1000000000));
	int64_t seconds = number(words[5], 1, 3600);
	limit_time((unsigned)seconds + 120);
	raise_descriptor_limit();
	load.connections = calloc(load.count, sizeof *load.connections);
	if (!load.connections)
		die_errno("calloc");
	load.epoll = (int)check("epoll_create1", epoll_create1(EPOLL_CLOEXEC));
	open_connections(&load);
	puts("ready");
	fflush(stdout);
	wait_for_line();
	int64_t start = nanoseconds();
	play(&load, start + seconds * INT64_C(1000000000));
	printf("%lld %.9f\n", (long long)load.answered, (double)(nanoseconds() - start) / 1e9);
	fflush(stdout);
	wait_for_line();
}

/* Reads until the server closes, which is what ends a visit. */
static void visit_end(int fd)
{
	char text[1024];
	read_all(fd, text, strlen(THANKS));
	if (memcmp(text, THANKS, strlen(THANKS)) != 0)
		die("not thanked for connecting");
	if (check("recv", recv(fd, text, sizeof text, 0)) != 0)
		die("more than thanks");
	close(fd);
}

static void visit(char **words)
{
	uint16_t port = (uint16_t)number(words[2], 1, UINT16_MAX);
	int64_t visits = number(words[3], 1, 1000000);
	int fds[VISITS_AT_ONCE];
	limit_time(120);
	int64_t start = nanoseconds();
	for (int64_t done = 0; done < visits;) {
		int count = 0;
		for (; count < VISITS_AT_ONCE && done < visits; count++, done++)
			fds[count] = connect_from((unsigned)(done / PER_SOURCE), port);
		while (count > 0)
			visit_end(fds[--count]);
	}
	printf("%lld %.9f\n", (long long)visits, (double)(nanoseconds() - start) / 1e9);
}

int main(int count, char **words)
{
	if (count == 6 && (strcmp(words[1], "echo") == 0 || strcmp(words[1], "reverse") == 0))
		exchange(words);
	else if (count == 4 && strcmp(words[1], "thanks") == 0)
		visit(words);
	else
		die("usage: load echo|reverse PORT CONNECTIONS MESSAGES SECONDS\n"
		    "       load thanks PORT VISITS");
	return 0;
}
