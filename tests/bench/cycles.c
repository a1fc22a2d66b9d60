/*
 * cycles: N times connect, accept, send, recv, close, close, in one process.
 *
 *   cycles N
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

static void cycle(int listener, const struct sockaddr_in *address)
{
	char text[1024];
	int client = (int)check("socket", socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
	check("connect", connect(client, (const struct sockaddr *)address, sizeof *address));
	struct sockaddr_in peer;
	socklen_t length = sizeof peer;
	int server = (int)check("accept",
				accept4(listener, (struct sockaddr *)&peer, &length, SOCK_CLOEXEC));
	check("send", send(server, THANKS, strlen(THANKS), MSG_NOSIGNAL));
	if (recv(client, text, sizeof text, 0) != (ssize_t)strlen(THANKS))
		die("recv: not the text that was sent");
	check("close", close(server));
	check("close", close(client));
}

int main(int count, char **words)
{
	if (count != 2)
		die("usage: cycles N");
	limit_time(120);
	int64_t cycles = number(words[1], 1, 1000000);
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	uint16_t port;
	int listener = listen_anywhere(0, &port);
	address.sin_port = htons(port);
	for (int64_t i = 0; i < cycles; i++)
		cycle(listener, &address);
	return 0;
}
