/*
 * tls_server: an epoll server on OpenSSL written by hand, the limit for handsh's.
 *
 *   tls_server echo CERTIFICATE KEY        sends back what comes, on any number of connections
 *   tls_server take CERTIFICATE KEY        reads each to its end, and writes how much that was
 *   tls_server give CERTIFICATE KEY SIZE   sends each so much, and then the end
 *
 * It writes its port and runs until it is killed. Level-triggered: a message costs one SSL_read and
 * one SSL_write, and an epoll_wait shared by all that are ready. The settings are OpenSSL's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/ssl.h>

#include "bench.h"

#define MESSAGE_MOST 4096
#define PIECE (256 * 1024)
#define BATCH 256

enum mode { MODE_ECHO, MODE_TAKE, MODE_GIVE };

struct connection {
	SSL *ssl;
	bool open;     /* the handshake is done */
	int64_t total; /* bytes taken, or given */
	int length;    /* of an answer that waits for room */
	char data[MESSAGE_MOST];
};

struct server {
	int epoll, listener;
	enum mode mode;
	int64_t size;
	SSL_CTX *context;
	struct connection **connections; /* by descriptor */
	size_t room;
	char *piece;
};

static void interest(struct server *server, int operation, int fd, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.fd = fd};
	check("epoll_ctl", epoll_ctl(server->epoll, operation, fd, &event));
}

static void drop(struct server *server, int fd)
{
	struct connection *connection = server->connections[fd];
	if (server->mode == MODE_TAKE) {
		printf("%lld\n", (long long)connection->total);
		fflush(stdout);
	}
	SSL_shutdown(connection->ssl);
	SSL_free(connection->ssl);
	free(connection);
	server->connections[fd] = NULL;
	close(fd);
}

/* False: it is over. What OpenSSL waits for is what epoll is asked for. */
static bool wants(struct server *server, int fd, int answer)
{
	switch (SSL_get_error(server->connections[fd]->ssl, answer)) {
	case SSL_ERROR_WANT_READ:
		interest(server, EPOLL_CTL_MOD, fd, EPOLLIN);
		return true;
	case SSL_ERROR_WANT_WRITE:
		interest(server, EPOLL_CTL_MOD, fd, EPOLLOUT);
		return true;
	default:
		drop(server, fd);
		return false;
	}
}

static void accept_all(struct server *server)
{
	const int on = 1;
	for (;;) {
		int fd = accept4(server->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0 && (errno == EAGAIN || errno == ECONNABORTED))
			return;
		if ((size_t)check("accept", fd) >= server->room)
			die("accept: more connections than descriptors");
		struct connection *connection = calloc(1, sizeof *connection);
		if (!connection || !(connection->ssl = SSL_new(server->context)))
			die("SSL_new: no memory");
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* after its tickets */
		SSL_set_fd(connection->ssl, fd);
		SSL_set_accept_state(connection->ssl);
		server->connections[fd] = connection;
		interest(server, EPOLL_CTL_ADD, fd, EPOLLIN);
	}
}

/* ---- what is done with a connection that is ready ---- */

static void echo(struct server *server, int fd)
{
	struct connection *connection = server->connections[fd];
	if (!connection->length) {
		int got = SSL_read(connection->ssl, connection->data, MESSAGE_MOST);
		if (got <= 0) {
			wants(server, fd, got);
			return;
		}
		connection->length = got;
	}
	int sent = SSL_write(connection->ssl, connection->data, connection->length);
	if (sent <= 0) {
		wants(server, fd, sent);
		return;
	}
	connection->length = 0;
}

static void take(struct server *server, int fd)
{
	struct connection *connection = server->connections[fd];
	int got = SSL_read(connection->ssl, server->piece, PIECE);
	if (got <= 0)
		wants(server, fd, got);
	else
		connection->total += got;
}

static void give(struct server *server, int fd)
{
	struct connection *connection = server->connections[fd];
	int sent = 1;
	while (connection->total < server->size &&
	       (sent = SSL_write(connection->ssl, server->piece, PIECE)) > 0)
		connection->total += sent;
	if (sent <= 0)
		wants(server, fd, sent);
	else
		drop(server, fd);
}

static void serve(struct server *server, int fd)
{
	static void (*const serves[])(struct server *, int) = {echo, take, give};
	struct connection *connection = server->connections[fd];
	if (!connection->open) {
		int answer = SSL_accept(connection->ssl);
		if (answer != 1) {
			wants(server, fd, answer);
			return;
		}
		connection->open = true;
		interest(server, EPOLL_CTL_MOD, fd, server->mode == MODE_GIVE ? EPOLLOUT : EPOLLIN);
		return;
	}
	serves[server->mode](server, fd);
}

static void run(struct server *server)
{
	struct epoll_event events[BATCH];
	for (;;) {
		int count = (int)check("epoll_wait", epoll_wait(server->epoll, events, BATCH, -1));
		for (int i = 0; i < count; i++) {
			if (events[i].data.fd == server->listener)
				accept_all(server);
			else
				serve(server, events[i].data.fd);
		}
	}
}

static SSL_CTX *context_of(const char *certificate, const char *key)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	if (!context || SSL_CTX_use_certificate_chain_file(context, certificate) != 1 ||
	    SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1)
		die("SSL_CTX_new: the certificate or its key cannot be used");
	SSL_CTX_set_mode(context,
			 SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_ENABLE_PARTIAL_WRITE);
	return context;
}

int main(int count, char **words)
{
	static const char *const names[] = {"echo", "take", "give"};
	struct server server = {0};
	while (count > 3 && server.mode < 3 && strcmp(words[1], names[server.mode]) != 0)
		server.mode++;
	if (count != (server.mode == MODE_GIVE ? 5 : 4) || server.mode > MODE_GIVE)
		die("usage: tls_server echo|take|give CERTIFICATE KEY [SIZE]");
	if (server.mode == MODE_GIVE)
		server.size = number(words[4], 1, INT64_C(1) << 40);
	signal(SIGPIPE, SIG_IGN);
	raise_descriptor_limit();
	server.context = context_of(words[2], words[3]);
	server.room = (size_t)check("sysconf", sysconf(_SC_OPEN_MAX));
	server.connections = calloc(server.room, sizeof(struct connection *));
	server.piece = malloc(PIECE);
	if (!server.connections || !server.piece)
		die_errno("malloc");
	memset(server.piece, 'x', PIECE);
	server.epoll = (int)check("epoll_create1", epoll_create1(EPOLL_CLOEXEC));
	uint16_t port;
	server.listener = listen_anywhere(SOCK_NONBLOCK, &port);
	interest(&server, EPOLL_CTL_ADD, server.listener, EPOLLIN);
	announce(port);
	run(&server);
}
