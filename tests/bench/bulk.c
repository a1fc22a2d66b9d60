/*
 * bulk: many bytes through one connection.
 *
 *   bulk send PORT BYTES   writes them, and the seconds until the receiver has closed its side
 *   bulk receive           reads to the end, as the limit for recv
 *   bulk discard           takes the bytes without looking at them: the far end of a relay
 *   bulk relay PORT        passes them on with splice(2), as the limit for copy
 *   bulk pass PORT         the same with recv and send
 *   bulk echo              gives them back
 *   bulk exchange PORT BYTES
 *                          writes them to one that gives them back: how many came, and the seconds
 *
 * All but the senders write the port they listen on and take one connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define BLOCK (256 * 1024)
#define PIPE_SIZE (1024 * 1024)

static int accept_one(void)
{
	uint16_t port;
	int listener = listen_anywhere(0, &port);
	announce(port);
	return (int)check("accept", accept4(listener, NULL, NULL, SOCK_CLOEXEC));
}

static char *block_new(void)
{
	char *block = malloc(BLOCK);
	if (!block)
		die_errno("malloc");
	memset(block, 'b', BLOCK);
	return block;
}

static void send_bytes(uint16_t port, int64_t bytes)
{
	char *block = block_new();
	int fd = connect_from(0, port);
	int64_t start = nanoseconds();
	for (int64_t rest = bytes; rest > 0; rest -= BLOCK)
		write_all(fd, block, rest < BLOCK ? (size_t)rest : BLOCK);
	check("shutdown", shutdown(fd, SHUT_WR));
	while (check("read", read(fd, block, BLOCK)) > 0)
		continue;
	printf("%lld %.9f\n", (long long)bytes, (double)(nanoseconds() - start) / 1e9);
	free(block);
}

static void receive(int flags)
{
	char *block = block_new();
	int fd = accept_one();
	int64_t total = 0, got;
	while ((got = check("recv", recv(fd, block, BLOCK, flags))) > 0)
		total += got;
	printf("%lld\n", (long long)total);
	free(block);
}

static void relay(uint16_t port)
{
	int ends[2];
	int from = accept_one();
	int to = connect_from(0, port);
	check("pipe2", pipe2(ends, O_CLOEXEC));
	check("fcntl", fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE));
	for (;;) {
		int64_t inside = check("splice",
				       splice(from, NULL, ends[1], NULL, PIPE_SIZE, SPLICE_F_MOVE));
		if (inside == 0)
			return;
		while (inside > 0)
			inside -= check("splice", splice(ends[0], NULL, to, NULL, (size_t)inside,
							 SPLICE_F_MOVE));
	}
}

static void pass(uint16_t port)
{
	char *block = block_new();
	int from = accept_one();
	int to = connect_from(0, port);
	int64_t got;
	while ((got = check("recv", recv(from, block, BLOCK, 0))) > 0)
		write_all(to, block, (size_t)got);
	free(block);
}

static void exchange(uint16_t port, int64_t bytes)
{
	char *block = block_new();
	int fd = connect_from(0, port);
	int64_t start = nanoseconds(), total = 0, got;
	if (check("fork", fork()) == 0) {
		for (int64_t rest = bytes; rest > 0; rest -= BLOCK)
			write_all(fd, block, rest < BLOCK ? (size_t)rest : BLOCK);
		check("shutdown", shutdown(fd, SHUT_WR));
		_exit(0);
	}
	while ((got = check("recv", recv(fd, block, BLOCK, MSG_TRUNC))) > 0)
		total += got;
	printf("%lld %.9f\n", (long long)total, (double)(nanoseconds() - start) / 1e9);
	free(block);
}

static void echo(void)
{
	char *block = block_new();
	int fd = accept_one();
	int64_t got;
	while ((got = check("read", read(fd, block, BLOCK))) > 0)
		write_all(fd, block, (size_t)got);
	check("shutdown", shutdown(fd, SHUT_WR));
	free(block);
}

int main(int count, char **words)
{
	limit_time(120);
	if (count == 4 && strcmp(words[1], "send") == 0)
		send_bytes((uint16_t)number(words[2], 1, UINT16_MAX),
			   number(words[3], 1, INT64_C(1) << 40));
	else if (count == 2 && strcmp(words[1], "receive") == 0)
		receive(0);
	else if (count == 2 && strcmp(words[1], "discard") == 0)
		receive(MSG_TRUNC);
	else if (count == 3 && strcmp(words[1], "relay") == 0)
		relay((uint16_t)number(words[2], 1, UINT16_MAX));
	else if (count == 3 && strcmp(words[1], "pass") == 0)
		pass((uint16_t)number(words[2], 1, UINT16_MAX));
	else if (count == 2 && strcmp(words[1], "echo") == 0)
		echo();
	else if (count == 4 && strcmp(words[1], "exchange") == 0)
		exchange((uint16_t)number(words[2], 1, UINT16_MAX),
			 number(words[3], 1, INT64_C(1) << 40));
	else
		die("usage: bulk send PORT BYTES | receive | discard | relay PORT | pass PORT | "
		    "echo | exchange PORT BYTES");
	return 0;
}
