/*
 * pingpong: N round trips of 64 bytes over one connection, both ends in one process.
 *
 *   pingpong N
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <sys/socket.h>

#include "bench.h"

static void pass(int from, int to, const char *message)
{
	char received[MESSAGE_SIZE];
	if (check("send", send(from, message, MESSAGE_SIZE, MSG_NOSIGNAL)) != MESSAGE_SIZE)
		die("send: not the whole message");
	if (check("recv", recv(to, received, sizeof received, 0)) != MESSAGE_SIZE)
		die("recv: not the whole message");
}

int main(int count, char **words)
{
	if (count != 2)
		die("usage: pingpong N");
	limit_time(120);
	int64_t trips = number(words[1], 1, 100000000);
	char message[MESSAGE_SIZE];
	memset(message, 'x', sizeof message);
	uint16_t port;
	int listener = listen_anywhere(0, &port);
	int client = connect_from(0, port);
	int server = (int)check("accept", accept4(listener, NULL, NULL, SOCK_CLOEXEC));
	for (int64_t i = 0; i < trips; i++) {
		pass(client, server, message);
		pass(server, client, message);
	}
	return 0;
}
