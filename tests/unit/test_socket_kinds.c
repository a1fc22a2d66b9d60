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
		assert_ptr_equal(find(kind->name), kind->of_protocol ? NULL : kind);
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

static void others_are_named_by_their_family(void **state)
{
	(void)state;
	struct handle handle = {.family = AF_NETLINK, .type = SOCK_RAW};
	assert_string_equal(handle_kind(&handle), "AF_NETLINK");
	handle = (struct handle){.family = AF_INET, .type = SOCK_STREAM, .protocol = IPPROTO_SCTP};
	assert_string_equal(handle_kind(&handle), "AF_INET");
	handle = (struct handle){.family = 999, .type = SOCK_RAW};
	assert_string_equal(handle_kind(&handle), "other");
	handle = (struct handle){.family = AF_INET, .type = SOCK_RAW, .protocol = IPPROTO_ICMP};
	assert_string_equal(handle_kind(&handle), "raw");
	handle = (struct handle){.family = AF_UNIX, .type = SOCK_DGRAM, .protocol = PF_UNIX};
	assert_string_equal(handle_kind(&handle), "unix-dgram");
}

static void the_list_has_those_that_a_name_makes(void **state)
{
	(void)state;
	struct buffer words = {0};
	struct nearest nearest = {.wanted = "tpc"};
	kind_append(&kind_socket_kind, &words);
	assert_memory_equal(words.data, "tcp udp tcp6 udp6 unix ", 23);
	assert_null(strstr(buffer_cstring(&words), "raw"));
	kind_offer(&kind_socket_kind, &nearest);
	assert_string_equal(nearest.names[0], "tcp");
	buffer_free(&words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_names_itself),
		cmocka_unit_test(protocol_0_is_the_usual_one),
		cmocka_unit_test(others_are_named_by_their_family),
		cmocka_unit_test(the_list_has_those_that_a_name_makes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
