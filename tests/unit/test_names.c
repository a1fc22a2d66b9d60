/*
 * test_names: the names of the kernel, and the errors that bear them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>

#include "handsh/names.h"

static void every_list_reads_what_it_writes(void **state)
{
	(void)state;
	static const struct names *const all[] = {
		&names_families,
		&names_types,
		&names_protocols,
		&names_levels,
		&names_errors,
		&names_resolver,
		&names_states,
		&names_messages,
		&names_shutdowns,
		&names_signals,
		&names_tcp_flags,
		&names_tcp_options,
		&names_mptcp,
		&names_ip6_options,
		&names_ecn,
		&names_arp,
		&names_neighbour_options,
		&names_igmp,
		&names_group_records,
		&names_routing,
	};
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		const struct names *names = all[i];
		assert_non_null(names->what);
		assert_true(names->count > 0);
		for (size_t j = 0; j < names->count; j++) {
			int number = -12345;
			assert_true(name_number(names, names->list[j].text, &number));
			/* Two entries of one text would fail here. */
			assert_int_equal(number, names->list[j].number);
			assert_true(name_number(names, name_of(names, number), &number));
			assert_int_equal(number, names->list[j].number);
		}
		int number;
		assert_false(name_number(names, "", &number));
		assert_false(name_number(names, "NONSENSE", &number));
		assert_null(name_of(names, -12345));
	}
}

static void errors_are_complete(void **state)
{
	(void)state;
	for (int number = 1; number < 134; number++) {
		const char *name = strerrorname_np(number);
		if (name)
			assert_string_equal(error_name(number), name);
	}
	int number;
	assert_true(name_number(&names_errors, "ewouldblock", &number));
	assert_int_equal(number, EAGAIN);
	assert_string_equal(error_name(EAGAIN), "EAGAIN");
	assert_string_equal(error_name(EOPNOTSUPP), "EOPNOTSUPP");
	assert_string_equal(error_name(EDEADLK), "EDEADLK");
}

static void unknown_errors_have_names(void **state)
{
	(void)state;
	for (int number = 0; number < 4096; number++) {
		char expected[16];
		snprintf(expected, sizeof(expected), "E%d", number);
		if (!name_of(&names_errors, number))
			assert_string_equal(error_name(number), expected);
	}
	assert_string_equal(error_name(-1), "E?");
	assert_string_equal(error_name(4096), "E?");
}

static void first_names_are_the_usual_ones(void **state)
{
	(void)state;
	assert_string_equal(name_of(&names_families, AF_UNIX), "AF_UNIX");
	assert_string_equal(name_of(&names_protocols, 0), "IPPROTO_IP");
	assert_string_equal(name_of(&names_levels, IPPROTO_TCP), "IPPROTO_TCP");
	assert_string_equal(name_of(&names_states, 1), "ESTABLISHED");
	assert_string_equal(name_of(&names_states, 5), "FIN_WAIT2");
	assert_string_equal(name_of(&names_messages, MSG_DONTROUTE), "MSG_DONTROUTE");
	assert_string_equal(name_of(&names_shutdowns, SHUT_RDWR), "SHUT_RDWR");
	assert_string_equal(name_meaning(&names_shutdowns, SHUT_RD), "nothing more is received");
	assert_null(name_meaning(&names_shutdowns, 99));
	assert_string_equal(name_of(&names_signals, SIGABRT), "SIGABRT");
	assert_string_equal(name_of(&names_resolver, EAI_NONAME), "EAI_NONAME");
}

static void assert_flags(int bits, const char *expected)
{
	struct buffer text = {0};
	name_flags(&names_messages, bits, &text);
	assert_string_equal(buffer_cstring(&text), expected);
	buffer_free(&text);
}

static void flags(void **state)
{
	(void)state;
	assert_flags(0, "0");
	assert_flags(MSG_PEEK, "MSG_PEEK");
	assert_flags(MSG_DONTWAIT | MSG_PEEK, "MSG_PEEK|MSG_DONTWAIT");
	assert_flags(MSG_PEEK | 1 << 27, "MSG_PEEK|0x8000000");
	assert_flags(1 << 27, "0x8000000");
}

static void assert_error(struct error *error, const char *whole, const char *message)
{
	struct buffer text = {0};
	error_format(error, &text);
	assert_string_equal(buffer_cstring(&text), whole);
	text.length = 0;
	error_message(error, &text);
	assert_string_equal(buffer_cstring(&text), message);
	buffer_free(&text);
	object_release(error);
}

static void error_texts(void **state)
{
	(void)state;
	assert_error(error_errno(ECONNREFUSED, "connect", "%s:%d", "127.0.0.1", 80),
		     "connect: ECONNREFUSED: Connection refused: 127.0.0.1:80",
		     "Connection refused: 127.0.0.1:80");
	assert_error(error_errno(EBADF, "recv", NULL), "recv: EBADF: Bad file descriptor",
		     "Bad file descriptor");
	assert_error(error_errno(3000, NULL, NULL), "E3000: Unknown error 3000",
		     "Unknown error 3000");
	assert_error(error_errno(EAI_NONAME, "getaddrinfo", "%s", "nowhere"),
		     "getaddrinfo: EAI_NONAME: Name or service not known: nowhere",
		     "Name or service not known: nowhere");
	assert_error(error_new("TYPE", "len", "nil has no length"), "len: TYPE: nil has no length",
		     "nil has no length");
	assert_error(error_new("FAIL", NULL, NULL), "FAIL", "");
}

static struct value field_of(struct error *error, const char *name)
{
	struct value value = VALUE_UNSET;
	struct bytes *word = bytes_text(name);
	object_field(&error->object, word, &value);
	object_release(word);
	return value;
}

static void error_fields(void **state)
{
	(void)state;
	struct error *error = error_errno(EPIPE, "send", NULL);
	struct value name = field_of(error, "name"), call = field_of(error, "call");
	struct value message = field_of(error, "message");
	assert_true(bytes_is(name.bytes, "EPIPE"));
	assert_true(bytes_is(call.bytes, "send"));
	assert_true(bytes_is(message.bytes, "Broken pipe"));
	assert_int_equal(field_of(error, "other").type, TYPE_UNSET);
	value_release(name);
	value_release(call);
	value_release(message);
	error_hint(error, "first");
	error_hint(error, "%s", "second");
	assert_true(bytes_is(error->hint, "second"));
	object_release(error);
	error = error_new("X", NULL, NULL);
	assert_int_equal(field_of(error, "call").type, TYPE_NIL);
	object_release(error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_list_reads_what_it_writes),
		cmocka_unit_test(errors_are_complete),
		cmocka_unit_test(unknown_errors_have_names),
		cmocka_unit_test(first_names_are_the_usual_ones),
		cmocka_unit_test(flags),
		cmocka_unit_test(error_texts),
		cmocka_unit_test(error_fields),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
