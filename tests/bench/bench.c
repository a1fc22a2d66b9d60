/*
 * bench: sockets, clock and errors for the benchmark's C programs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BACKLOG 4096

void die(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fprintf(stderr, "%s: ", program_invocation_short_name);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	exit(1);
}

void die_errno(const char *call)
{
	die("%s: %s", call, strerror(errno));
}

int64_t check(const char *call, int64_t result)
{
	if (result < 0)
		die_errno(call);
	return result;
}

int64_t nanoseconds(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

void raise_descriptor_limit(void)
{
	struct rlimit limit;
	check("getrlimit", getrlimit(RLIMIT_NOFILE, &limit));
	limit.rlim_cur = limit.rlim_max;
	check("setrlimit", setrlimit(RLIMIT_NOFILE, &limit));
}

void limit_time(unsigned seconds)
{
	alarm(seconds);
}

int64_t number(const char *word, int64_t least, int64_t most)
{
	char *end;
	errno = 0;
	int64_t value = strtoll(word, &end, 10);
	if (errno || *end || end == word || value < least || value > most)
		die("%s: wanted a number from %lld to %lld", word, (long long)least,
		    (long long)most);
	return value;
}

int listen_anywhere(int flags, uint16_t *port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t length = sizeof address;
	int fd = (int)check("socket", socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
	check("bind", bind(fd, (struct sockaddr *)&address, length));
	check("listen", listen(fd, BACKLOG));
	check("getsockname", getsockname(fd, (struct sockaddr *)&address, &length));
	*port = ntohs(address.sin_port);
	return fd;
}

void announce(uint16_t port)
{
	printf("%u\n", port);
	if (fflush(stdout) != 0)
		die_errno("write");
}

int connect_from(unsigned source, uint16_t port)
{
	struct sockaddr_in from = {.sin_family = AF_INET,
				   .sin_addr = {htonl(INADDR_LOOPBACK + source)}};
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons(port),
				 .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int on = 1;
	int fd = (int)check("socket", socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
	if (source) { /* the port is chosen at connect, where another peer's does not count */
		check("setsockopt",
		      setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on));
		check("bind", bind(fd, (struct sockaddr *)&from, sizeof from));
	}
	check("connect", connect(fd, (struct sockaddr *)&to, sizeof to));
	return fd;
}

void write_all(int fd, const void *data, size_t length)
{
	const char *rest = data;
	while (length) {
		size_t written = (size_t)check("write", write(fd, rest, length));
		rest += written;
		length -= written;
	}
}

void read_all(int fd, void *data, size_t length)
{
	char *rest = data;
	while (length) {
		size_t got = (size_t)check("read", read(fd, rest, length));
		if (got == 0)
			die("read: the peer has closed the connection");
		rest += got;
		length -= got;
	}
}
