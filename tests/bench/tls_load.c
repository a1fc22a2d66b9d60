/*
 * tls_load: the load on a server that speaks TLS.
 *
 *   tls_load echo PORT CONNECTIONS MESSAGES   connections in ping-pong with 64 bytes
 *   tls_load visit PORT VISITS full|resume    a handshake and one message each
 *   tls_load send PORT SIZE                   so many bytes through one connection
 *   tls_load receive PORT                     reads one connection to its end
 *
 * It writes "ready" when its connections stand (of visits: after the first), waits for a line on
 * standard input, and writes how many messages, visits or bytes it were and the seconds they took. With
 * resume each visit has a session of the one before, and dies if the server does not take it. Answers
 * are compared. Sockets block: a message that waits holds up the others, and the server is never
 * idle.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <openssl/ssl.h>

#include "bench.h"

#define BATCH 256
#define PIECE (256 * 1024)

static SSL_SESSION *session; /* the latest, of visits */

static int keep_session(SSL *ssl, SSL_SESSION *given)
{
	(void)ssl;
	SSL_SESSION_free(session);
	session = given;
	return 1;
}

static SSL *meet(SSL_CTX *context, uint16_t port)
{
	SSL *ssl = SSL_new(context);
	if (!ssl)
		die("SSL_new: no memory");
	SSL_set_fd(ssl, connect_from(0, port));
	if (session)
		SSL_set_session(ssl, session);
	if (SSL_connect(ssl) != 1)
		die("SSL_connect: the server has refused");
	return ssl;
}

static void say(SSL *ssl, uint32_t sequence)
{
	char message[MESSAGE_SIZE];
	memset(message, 'm', sizeof message);
	memcpy(message, &sequence, sizeof sequence);
	if (SSL_write(ssl, message, sizeof message) != sizeof message)
		die("SSL_write: not the whole message");
}

static void hear(SSL *ssl, uint32_t sequence)
{
	char answer[MESSAGE_SIZE];
	uint32_t heard;
	for (size_t got = 0, count; got < sizeof answer; got += count) {
		if (SSL_read_ex(ssl, answer + got, sizeof answer - got, &count) != 1)
			die("SSL_read: the server has closed the connection");
	}
	memcpy(&heard, answer, sizeof heard);
	if (heard != sequence || answer[MESSAGE_SIZE - 1] != 'm')
		die("answer %u is not the right one", sequence);
}

static int64_t begin(void)
{
	char byte;
	puts("ready");
	fflush(stdout);
	while (read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n')
		continue;
	return nanoseconds();
}

static void end(int64_t count, int64_t start)
{
	printf("%lld %.9f\n", (long long)count, (double)(nanoseconds() - start) / 1e9);
	fflush(stdout);
}

static void part(SSL *ssl)
{
	int fd = SSL_get_fd(ssl);
	SSL_shutdown(ssl);
	SSL_free(ssl);
	close(fd);
}

static void echo(SSL_CTX *context, char **words)
{
	uint32_t count = (uint32_t)number(words[3], 1, 100000);
	int64_t wanted = number(words[4], 1, INT64_C(1000000000)), sent = 0, answered = 0;
	SSL **connections = calloc(count, sizeof(SSL *));
	uint32_t *sequences = calloc(count, sizeof *sequences);
	struct epoll_event events[BATCH];
	int epoll = (int)check("epoll_create1", epoll_create1(EPOLL_CLOEXEC));
	if (!connections || !sequences)
		die_errno("calloc");
	for (uint32_t i = 0; i < count; i++) {
		struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
		connections[i] = meet(context, (uint16_t)number(words[2], 1, UINT16_MAX));
		say(connections[i], 0);
		hear(connections[i], 0);
		check("epoll_ctl",
		      epoll_ctl(epoll, EPOLL_CTL_ADD, SSL_get_fd(connections[i]), &event));
	}
	int64_t start = begin();
	for (; sent < count && sent < wanted; sent++)
		say(connections[sent], ++sequences[sent]);
	while (answered < sent) {
		int ready = (int)check("epoll_wait", epoll_wait(epoll, events, BATCH, -1));
		for (int i = 0; i < ready; i++) {
			uint32_t index = events[i].data.u32;
			hear(connections[index], sequences[index]);
			answered++;
			if (sent < wanted) {
				say(connections[index], ++sequences[index]);
				sent++;
			}
		}
	}
	end(answered, start);
}

static void visit(SSL_CTX *context, char **words)
{
	uint16_t port = (uint16_t)number(words[2], 1, UINT16_MAX);
	int64_t visits = number(words[3], 1, 1000000), start = 0;
	bool resume = strcmp(words[4], "resume") == 0;
	if (resume) {
		SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT |
								SSL_SESS_CACHE_NO_INTERNAL_STORE);
		SSL_CTX_sess_set_new_cb(context, keep_session);
	}
	for (int64_t done = -1; done < visits; done++) {
		if (done == 0)
			start = begin();
		SSL *ssl = meet(context, port);
		if (resume && done >= 0 && !SSL_session_reused(ssl))
			die("the server did not resume the session");
		say(ssl, (uint32_t)done);
		hear(ssl, (uint32_t)done);
		part(ssl);
	}
	end(visits, start);
}

static void send_much(SSL_CTX *context, char **words)
{
	int64_t size = number(words[3], 1, INT64_C(1) << 40), left = size;
	char *piece = malloc(PIECE);
	SSL *ssl = meet(context, (uint16_t)number(words[2], 1, UINT16_MAX));
	if (!piece)
		die_errno("malloc");
	memset(piece, 'x', PIECE);
	int64_t start = begin();
	while (left > 0) {
		int sent = SSL_write(ssl, piece, left < PIECE ? (int)left : PIECE);
		if (sent <= 0)
			die("SSL_write: the server has closed the connection");
		left -= sent;
	}
	/* Tickets that nobody has read would make it a reset. */
	SSL_shutdown(ssl);
	size_t got;
	if (SSL_read_ex(ssl, piece, PIECE, &got) == 1)
		die("SSL_read: the server has answered");
	part(ssl);
	end(size, start);
}

static void receive_much(SSL_CTX *context, char **words)
{
	char *piece = malloc(PIECE);
	SSL *ssl = meet(context, (uint16_t)number(words[2], 1, UINT16_MAX));
	int64_t total = 0, start = begin();
	size_t got;
	if (!piece)
		die_errno("malloc");
	while (SSL_read_ex(ssl, piece, PIECE, &got) == 1)
		total += (int64_t)got;
	part(ssl);
	end(total, start);
}

int main(int count, char **words)
{
	static const struct {
		const char *name;
		int count;
		void (*run)(SSL_CTX *, char **);
	} modes[] = {{"echo", 5, echo},
		     {"visit", 5, visit},
		     {"send", 4, send_much},
		     {"receive", 3, receive_much}};
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	if (!context)
		die("SSL_CTX_new: no memory");
	signal(SIGPIPE, SIG_IGN);
	raise_descriptor_limit();
	limit_time(180);
	for (unsigned i = 0; count > 1 && i < sizeof modes / sizeof *modes; i++) {
		if (strcmp(words[1], modes[i].name) == 0 && count == modes[i].count) {
			modes[i].run(context, words);
			return 0;
		}
	}
	die("usage: tls_load echo PORT CONNECTIONS MESSAGES\n"
	    "       tls_load visit PORT VISITS full|resume\n"
	    "       tls_load send PORT SIZE\n"
	    "       tls_load receive PORT");
}
