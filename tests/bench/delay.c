/*
 * delay: how long single messages to an echo server are under way.
 *
 *   delay PORT IDLE MESSAGES SECONDS
 *
 * It opens IDLE connections, passes one message over each and leaves them alone; it opens one more
 * and writes "ready". Then, for each line on standard input, that one passes MESSAGES messages of
 * 64 bytes, or as many as go into SECONDS, with pauses of varying length between them, so that they
 * come at any moment of what the server does. It writes how many there were, and the median and
 * the longest of their round trips in nanoseconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#define UNANSWERED 64 /* connections that the server may not have accepted yet */
#define LONGEST_PAUSE 2000000
#define SECOND INT64_C(1000000000)

static void say(int fd, uint32_t number)
{
	char message[MESSAGE_SIZE] = {0};
	memcpy(message, &number, sizeof number);
	write_all(fd, message, sizeof message);
}

static void hear(int fd, uint32_t expected)
{
	char message[MESSAGE_SIZE];
	uint32_t number;
	read_all(fd, message, sizeof message);
	memcpy(&number, message, sizeof number);
	if (number != expected)
		die("answer %u is not the right one", expected);
}

static void open_idle(uint16_t port, uint32_t count)
{
	int *fds = calloc(count + 1, sizeof *fds);
	if (!fds)
		die_errno("calloc");
	for (uint32_t i = 0; i < count + UNANSWERED; i++) {
		if (i < count) {
			fds[i] = connect_from(0, port);
			say(fds[i], i);
		}
		if (i >= UNANSWERED && i - UNANSWERED < count)
			hear(fds[i - UNANSWERED], i - UNANSWERED);
	}
	free(fds); /* the connections stay */
}

/* From a generator of our own, so that each run has the same pauses. */
static void pause_a_while(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	struct timespec time = {.tv_nsec = (*state >> 8) % LONGEST_PAUSE};
	ppoll(NULL, 0, &time, NULL);
}

static int by_value(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
	return (a > b) - (a < b);
}

static void measure(int fd, int64_t *times, int64_t most, int64_t seconds)
{
	int64_t count = 0, start = nanoseconds();
	uint32_t state = 1;
	while (count < most && nanoseconds() - start < seconds * SECOND) {
		pause_a_while(&state);
		int64_t sent = nanoseconds();
		say(fd, (uint32_t)count);
		hear(fd, (uint32_t)count);
		times[count++] = nanoseconds() - sent;
	}
	qsort(times, (size_t)count, sizeof *times, by_value);
	printf("%lld %lld %lld\n", (long long)count, (long long)times[count / 2],
	       (long long)times[count - 1]);
	fflush(stdout);
}

int main(int count, char **words)
{
	char line[16];
	if (count != 5)
		die("usage: delay PORT IDLE MESSAGES SECONDS");
	uint16_t port = (uint16_t)number(words[1], 1, UINT16_MAX);
	uint32_t idle = (uint32_t)number(words[2], 0, 10000);
	int64_t most = number(words[3], 1, 1000000), seconds = number(words[4], 1, 60);
	int64_t *times = calloc((size_t)most, sizeof *times);
	if (!times)
		die_errno("calloc");
	limit_time(120);
	raise_descriptor_limit();
	open_idle(port, idle);
	int fd = connect_from(0, port);
	say(fd, 0);
	hear(fd, 0);
	puts("ready");
	fflush(stdout);
	while (fgets(line, sizeof line, stdin))
		measure(fd, times, most, seconds);
	free(times);
	return 0;
}
