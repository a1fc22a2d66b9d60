/*
 * What the kernel knows of a socket: some calls are spared where TCP_INFO tells their answer too.
 * Here they are made, and must agree; for tcp in all its states, and for its relatives.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "handsh/net.h"

#define DEADLINE (20 * NANOSECONDS)

struct ends {
	struct socket_table *table;
	struct handle *listener, *client, *server;
};

/* ---- the calls themselves ---- */

static bool same_address(const struct socket_address *address,
			 int (*call)(int, struct sockaddr *, socklen_t *), int fd)
{
	struct socket_address own = {.length = sizeof(own.storage)};
	struct sockaddr_storage nothing = {0};
	if (call(fd, &own.any, &own.length) < 0)
		return address->length == 0;
	nothing.ss_family = own.any.sa_family;
	if (!address->length)
		return memcmp(&nothing, &own.storage, own.length) == 0;
	return address->length == own.length && memcmp(&address->any, &own.any, own.length) == 0;
}

static int peer_name(int fd, struct sockaddr *address, socklen_t *length)
{
	return getpeername(fd, address, length);
}

static int local_name(int fd, struct sockaddr *address, socklen_t *length)
{
	return getsockname(fd, address, length);
}

static bool same_queues(const struct handle *handle, const struct facts *facts)
{
	int waiting, unsent;
	bool known = ioctl(handle->watch.fd, SIOCINQ, &waiting) == 0 &&
		     ioctl(handle->watch.fd, SIOCOUTQ, &unsent) == 0;
	if (facts->queues.listener)
		return facts->queues_known && !known;
	if (facts->queues.send < 0) /* CLOSE */
		return facts->queues_known == (waiting > 0) && facts->queues.receive == waiting;
	if (known != facts->queues_known)
		return false;
	return !known || (facts->queues.receive == waiting && facts->queues.send == unsent);
}

/* The other end's acknowledgement may come between the calls: until the deadline they may differ.
 */
static void expect_facts(const struct handle *handle, const char *state, int64_t receive,
			 int64_t send)
{
	struct facts facts;
	int64_t end = clock_now() + DEADLINE;
	bool same;
	do {
		handle_facts(handle, &facts);
		same = same_queues(handle, &facts) &&
		       (receive < 0 || facts.queues.receive == receive) &&
		       (send < 0 || facts.queues.send == send) && strcmp(facts.state, state) == 0;
	} while (!same && clock_now() < end);
	assert_string_equal(facts.state, state);
	assert_string_equal(handle_state(handle), state);
	if (receive >= 0)
		assert_int_equal(facts.queues.receive, receive);
	if (send >= 0)
		assert_int_equal(facts.queues.send, send);
	assert_true(same);
	assert_true(same_address(&facts.local, local_name, handle->watch.fd));
	assert_true(same_address(&facts.peer, peer_name, handle->watch.fd));
}

/* ---- sockets ---- */

static struct handle *new_handle(struct socket_table *table, int fd, int family, int type,
				 int protocol)
{
	assert_true(fd >= 0);
	struct handle *handle = handle_new(table, fd, SERIES_MADE, family, type, protocol);
	object_release(handle); /* the table holds it */
	return handle;
}

static struct handle *new_socket(struct socket_table *table, int family, int type, int protocol)
{
	return new_handle(table, socket(family, type | SOCK_CLOEXEC, protocol), family, type,
			  protocol);
}

static void await(const struct handle *handle, short events)
{
	struct pollfd poll_ = {.fd = handle->watch.fd, .events = events};
	assert_int_equal(poll(&poll_, 1, DEADLINE / 1000000), 1);
}

static void new_listener(struct ends *ends, int family, int protocol)
{
	struct socket_address address = {.length = family == AF_INET ? sizeof(address.in)
								     : sizeof(address.in6)};
	ends->table = socket_table_new(NULL);
	ends->listener = new_socket(ends->table, family, SOCK_STREAM, protocol);
	address.any.sa_family = (sa_family_t)family;
	if (family == AF_INET)
		address.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	/* in6: any, so that it accepts v4-mapped too */
	assert_int_equal(bind(ends->listener->watch.fd, &address.any, address.length), 0);
	assert_int_equal(listen(ends->listener->watch.fd, 7), 0);
	ends->listener->shared->listening = true;
}

static struct handle *new_client(struct ends *ends, int family, int protocol)
{
	struct socket_address address = {.length = sizeof(address.storage)};
	struct handle *client = new_socket(ends->table, family, SOCK_STREAM, protocol);
	getsockname(ends->listener->watch.fd, &address.any, &address.length);
	in_port_t port = address.in.sin_port; /* at the same place in both */
	address.any.sa_family = (sa_family_t)family;
	if (family == AF_INET)
		address.in = (struct sockaddr_in){AF_INET, port, {htonl(INADDR_LOOPBACK)}, {0}};
	else
		address.in6.sin6_addr = in6addr_loopback;
	address.length = family == AF_INET ? sizeof(address.in) : sizeof(address.in6);
	assert_int_equal(connect(client->watch.fd, &address.any, address.length), 0);
	return client;
}

static void new_ends(struct ends *ends, int family, int client_family, int protocol)
{
	new_listener(ends, family, protocol);
	ends->client = new_client(ends, client_family, protocol);
	await(ends->listener, POLLIN);
	ends->server = new_handle(ends->table, accept(ends->listener->watch.fd, NULL, NULL), family,
				  SOCK_STREAM, protocol);
}

/* Every state of two ends, one after the other. */
static void through_its_life(struct ends *ends)
{
	char byte;
	int server = ends->server->watch.fd, client = ends->client->watch.fd;
	expect_facts(ends->client, "ESTABLISHED", 0, 0);
	expect_facts(ends->server, "ESTABLISHED", 0, 0);
	assert_int_equal(send(client, "unread", 6, 0), 6);
	await(ends->server, POLLIN);
	expect_facts(ends->server, "ESTABLISHED", 6, 0);
	expect_facts(ends->client, "ESTABLISHED", 0, 0);
	assert_int_equal(recv(server, &byte, 1, 0), 1);
	expect_facts(ends->server, "ESTABLISHED", 5, 0);
	shutdown(client, SHUT_WR);
	await(ends->server, POLLRDHUP);
	expect_facts(ends->server, "CLOSE_WAIT", 5, 0);
	expect_facts(ends->client, "FIN_WAIT2", 0, 0);
	shutdown(server, SHUT_WR);
	await(ends->client, POLLRDHUP);
	expect_facts(ends->server, "CLOSE", 5, -1);
	expect_facts(ends->client, "CLOSE", 0, -1);
}

/* ---- tests ---- */

static void test_tcp(void **state)
{
	(void)state;
	struct ends ends;
	new_ends(&ends, AF_INET, AF_INET, 0);
	through_its_life(&ends);
	socket_table_free(ends.table);
}

static void test_tcp6(void **state)
{
	(void)state;
	struct ends ends;
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = in6addr_loopback};
	int failed = fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0;
	close(fd);
	if (failed)
		skip();
	new_ends(&ends, AF_INET6, AF_INET6, 0);
	through_its_life(&ends);
	socket_table_free(ends.table);
	new_ends(&ends, AF_INET6, AF_INET, 0); /* ::ffff:127.0.0.1 */
	through_its_life(&ends);
	socket_table_free(ends.table);
}

static void test_mptcp(void **state)
{
	(void)state;
	struct ends ends;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_MPTCP);
	if (fd < 0)
		skip();
	close(fd);
	new_ends(&ends, AF_INET, AF_INET, IPPROTO_MPTCP);
	assert_int_equal(send(ends.client->watch.fd, "unread", 6, 0), 6);
	await(ends.server, POLLIN);
	expect_facts(ends.server, "ESTABLISHED", 6, 0);
	expect_facts(ends.client, "ESTABLISHED", 0, 0);
	socket_table_free(ends.table);
}

static void test_listener(void **state)
{
	(void)state;
	struct ends ends;
	struct facts facts;
	new_listener(&ends, AF_INET, 0);
	expect_facts(ends.listener, "LISTEN", 0, -1);
	for (int64_t waiting = 1; waiting <= 3; waiting++) {
		new_client(&ends, AF_INET, 0);
		expect_facts(ends.listener, "LISTEN", waiting, -1);
	}
	handle_facts(ends.listener, &facts);
	assert_int_equal(facts.queues.receive_limit, 7);
	shutdown(ends.listener->watch.fd, SHUT_RDWR);
	expect_facts(ends.listener, "CLOSE", 0, -1); /* SIOCOUTQ: what disconnecting left */
	socket_table_free(ends.table);
}

static void test_unsent(void **state)
{
	(void)state;
	struct ends ends;
	static char data[65536];
	new_ends(&ends, AF_INET, AF_INET, 0);
	int fd = ends.client->watch.fd;
	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (send(fd, data, sizeof(data), 0) > 0)
		continue;
	assert_int_equal(errno, EAGAIN);
	expect_facts(ends.client, "ESTABLISHED", 0, -1);
	expect_facts(ends.server, "ESTABLISHED", -1, 0);
	struct facts facts;
	handle_facts(ends.client, &facts);
	assert_true(facts.queues.send > 0);
	/* Who closes with unread bytes resets the connection; what was unsent is gone. */
	handle_close(ends.server);
	await(ends.client, POLLHUP);
	expect_facts(ends.client, "CLOSE", 0, -1);
	socket_table_free(ends.table);
}

static void test_unbound(void **state)
{
	(void)state;
	struct socket_table *table = socket_table_new(NULL);
	struct sockaddr none = {.sa_family = AF_UNSPEC};
	expect_facts(new_socket(table, AF_INET, SOCK_STREAM, 0), "CLOSE", 0, -1);
	expect_facts(new_socket(table, AF_INET, SOCK_DGRAM, 0), "UNCONN", 0, 0);
	expect_facts(new_socket(table, AF_UNIX, SOCK_STREAM, 0), "UNCONN", -1, -1);
	expect_facts(new_socket(table, AF_UNIX, SOCK_DGRAM, 0), "UNCONN", 0, 0);
	socket_table_free(table);
	struct ends ends;
	new_ends(&ends, AF_INET, AF_INET, 0);
	assert_int_equal(send(ends.server->watch.fd, "x", 1, 0), 1);
	await(ends.client, POLLIN);
	connect(ends.client->watch.fd, &none, sizeof(none)); /* disconnects */
	expect_facts(ends.client, "CLOSE", -1, -1);
	socket_table_free(ends.table);
}

static void test_unix(void **state)
{
	(void)state;
	int pair[2];
	struct socket_table *table = socket_table_new(NULL);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	struct handle *one = new_handle(table, pair[0], AF_UNIX, SOCK_STREAM, 0);
	struct handle *other = new_handle(table, pair[1], AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(send(pair[0], "unread", 6, 0), 6);
	expect_facts(one, "ESTABLISHED", 0, -1);
	expect_facts(other, "ESTABLISHED", 6, 0);
	socket_table_free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tcp),    cmocka_unit_test(test_tcp6),
		cmocka_unit_test(test_mptcp),  cmocka_unit_test(test_listener),
		cmocka_unit_test(test_unsent), cmocka_unit_test(test_unbound),
		cmocka_unit_test(test_unix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
