/*
 * The table of socket kinds: what makes a socket of a kind names it again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "handsh/socket.h"

static const struct socket_kind *find(const char *name)
{
	struct bytes *bytes = bytes_text(name);
	const struct socket_kind *kind = socket_kind_find(bytes);
	object_release(bytes);
	return kind;
}

static void every_kind_names_itself(void **state)
{
	(void)state;
	for (const struct socket_kind *kind = socket_kinds; kind->name; kind++) {
		int protocol = kind->of_protocol ? IPPROTO_TCP : kind->protocol;
		assert_non_null(kind->text);
		assert_ptr_equal(socket_kind_of(kind->family, kind->type, protocol), kind);
		assert_ptr_equal(find(kind->name), kind);
	}
	assert_null(find("tpc"));
	assert_null(find(""));
}

/* What socket(2) makes of protocol 0 is what the table says. */
static void protocol_0_is_the_usual_one(void **state)
{
	(void)state;
	for (const struct socket_kind *kind = socket_kinds; kind->name; kind++) {
		int protocol = -1;
		if (kind->of_protocol)
			continue;
		socklen_t size = sizeof(protocol);
		int fd = socket(kind->family, kind->type | SOCK_CLOEXEC, 0);
		if (fd < 0)
			continue; /* this machine has no such family, or there is no usual one */
		assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size), 0);
		close(fd);
		assert_ptr_equal(socket_kind_of(kind->family, kind->type, 0),
				 socket_kind_of(kind->family, kind->type, protocol));
	}
}

static const char *kind_of(int family, int type, int protocol)
{
	struct handle handle = {
		.family = (int16_t)family, .type = (int16_t)type, .protocol = (int16_t)protocol};
	handle.shared = &handle.own;
	return handle_kind(&handle);
}

static void others_are_named_by_their_family(void **state)
{
	(void)state;
	assert_string_equal(kind_of(AF_NETLINK, SOCK_RAW, 0), "AF_NETLINK");
	assert_string_equal(kind_of(AF_INET, SOCK_STREAM, 256 /* IPPROTO_SMC */), "AF_INET");
	assert_string_equal(kind_of(999, SOCK_RAW, 0), "other");
	assert_string_equal(kind_of(AF_INET, SOCK_RAW, IPPROTO_ICMP), "raw");
	assert_string_equal(kind_of(AF_PACKET, SOCK_RAW, 0x0800), "packet");
	assert_string_equal(kind_of(AF_UNIX, SOCK_DGRAM, PF_UNIX), "unix-dgram");
}

static void the_list_has_those_that_a_name_makes(void **state)
{
	(void)state;
	struct buffer words = {0};
	struct nearest nearest = {.wanted = "tpc"};
	kind_append(&kind_socket_kind, &words);
	assert_memory_equal(words.data, "tcp udp tcp6 udp6 unix ", 23);
	assert_non_null(strstr(buffer_cstring(&words), " raw raw6 packet "));
	kind_offer(&kind_socket_kind, &nearest);
	assert_string_equal(nearest.names[0], "tcp");
	buffer_free(&words);
}

/* What socket(2) refuses is explained by facts, or not at all. */
static void refusals_are_explained(void **state)
{
	(void)state;
	static const struct {
		struct socket_form form;
		int number;
		const char *says;
	} rows[] = {
		{{AF_INET, SOCK_DGRAM, IPPROTO_ICMP}, EACCES, "net.ipv4.ping_group_range is '"},
		{{AF_TIPC, SOCK_DGRAM, 0}, EAFNOSUPPORT, "AF_TIPC"},
		{{AF_INET, SOCK_STREAM, IPPROTO_SCTP}, EPROTONOSUPPORT, "IPPROTO_SCTP"},
		{{AF_INET, SOCK_STREAM, IPPROTO_UDP}, EPROTOTYPE, NULL},
		{{AF_UNIX, SOCK_STREAM, 0}, EMFILE, NULL},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buffer text = {0};
		socket_refusal(&rows[i].form, rows[i].number, &text);
		if (rows[i].says)
			assert_non_null(strstr(buffer_cstring(&text), rows[i].says));
		else
			assert_int_equal(text.length, 0);
		buffer_free(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_names_itself),
		cmocka_unit_test(protocol_0_is_the_usual_one),
		cmocka_unit_test(others_are_named_by_their_family),
		cmocka_unit_test(the_list_has_those_that_a_name_makes),
		cmocka_unit_test(refusals_are_explained),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
