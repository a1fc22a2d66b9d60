/*
 * burst: the load on a server of messages: several connections, each of which sends a segment of
 * messages and the next when all of it has been answered.
 *
 *   burst lines|lengths PORT SIZE SEGMENT MESSAGES SECONDS
 *
 * SIZE is a message's bytes, its line end or its length included; SEGMENT how many are sent at once.
 * Every answer is compared. It writes "ready" when each connection has been answered once, waits for a
 * line on standard input, and writes the answers and the seconds that they took.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define CONNECTIONS 8 /* the server has something to do while one is looked at */
#define SIZE_MOST 512
#define SEGMENT_MOST 64

struct burst {
	int fds[CONNECTIONS];
	size_t length; /* of a segment */
	char segment[SIZE_MOST * SEGMENT_MOST];
	char answer[SIZE_MOST * SEGMENT_MOST];
};

/* Messages of which no two are the same. */
static void compose(struct burst *burst, bool lines, size_t size, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *message = burst->segment + i * size;
		uint32_t body = htonl((uint32_t)(size - sizeof body));
		memset(message, 'a' + (int)(i % 26), size);
		if (lines)
			message[size - 1] = '\n';
		else
			memcpy(message, &body, sizeof body);
	}
	burst->length = size * count;
}

static void round_trip(struct burst *burst)
{
	for (int i = 0; i < CONNECTIONS; i++)
		write_all(burst->fds[i], burst->segment, burst->length);
	for (int i = 0; i < CONNECTIONS; i++) {
		read_all(burst->fds[i], burst->answer, burst->length);
		if (memcmp(burst->answer, burst->segment, burst->length) != 0)
			die("a wrong answer");
	}
}

int main(int count, char **words)
{
	static struct burst burst;
	const int on = 1;
	if (count != 7)
		die("usage: burst lines|lengths PORT SIZE SEGMENT MESSAGES SECONDS");
	const int64_t port = number(words[2], 1, 65535), size = number(words[3], 8, SIZE_MOST);
	const int64_t segment = number(words[4], 1, SEGMENT_MOST);
	const int64_t wanted = number(words[5], 1, INT64_MAX / 2),
		      seconds = number(words[6], 1, 600);
	limit_time((unsigned)seconds + 60);
	compose(&burst, strcmp(words[1], "lines") == 0, (size_t)size, (size_t)segment);
	for (int i = 0; i < CONNECTIONS; i++) {
		burst.fds[i] = connect_from(1, (uint16_t)port);
		check("setsockopt",
		      setsockopt(burst.fds[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
	}
	round_trip(&burst);
	puts("ready");
	fflush(stdout);
	if (getchar() < 0)
		return 0;
	int64_t answered = 0;
	const int64_t begin = nanoseconds(), end = begin + seconds * INT64_C(1000000000);
	while (answered < wanted && nanoseconds() < end) {
		round_trip(&burst);
		answered += CONNECTIONS * segment;
	}
	printf("%lld %.6f\n", (long long)answered, (double)(nanoseconds() - begin) / 1e9);
	return 0;
}
