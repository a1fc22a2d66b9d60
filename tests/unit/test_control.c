/*
 * Control data: what every type becomes, whole and cut at every length.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <time.h>

#include <linux/errqueue.h>

#include "handsh/control.h"

static void expect_literal(const struct control_message *message, const char *expected)
{
	struct buffer text = {0};
	value_literal(message->value, &text);
	assert_string_equal(buffer_cstring(&text), expected);
	buffer_free(&text);
}

static void expect_one(int level, int number, const void *data, size_t length, const char *expected)
{
	struct buffer control = {0};
	control_append(&control, level, number, data, length);
	struct control_list list = control_read(NULL, control.data, control.length);
	assert_int_equal(list.count, 1);
	expect_literal(&list.messages[0], expected);
	control_free(&list);
	buffer_free(&control);
}

static void every_type_is_read_at_every_length(void **state)
{
	(void)state;
	const struct socket_option *type = NULL;
	char data[80];
	for (int fill = 0; fill < 256; fill += 51) {
		memset(data, fill, sizeof(data));
		while ((type = control_type_next(type))) {
			struct buffer control = {0};
			control_append(&control, type->level->number, type->number, data,
				       sizeof(data));
			for (size_t length = 0; length <= control.length; length++) {
				char *exact = memory_copy(control.data, length);
				struct control_list list = control_read(NULL, exact, length);
				assert_int_equal(list.count, length >= CMSG_LEN(0));
				control_free(&list);
				free(exact);
			}
			buffer_free(&control);
		}
	}
}

static void cut_data_is_bytes(void **state)
{
	(void)state;
	const struct timespec time = {1, 2};
	const int fds[] = {7, 8};
	expect_one(SOL_SOCKET, SO_TIMESTAMPNS, &time, sizeof(time), "1000000002");
	expect_one(SOL_SOCKET, SO_TIMESTAMPNS, &time, 3, "\"\\x01\\x00\\x00\"");
	expect_one(SOL_SOCKET, SCM_RIGHTS, fds, sizeof(fds), "[7 8]");
	expect_one(SOL_SOCKET, SCM_RIGHTS, fds, 7, "[7]");
	expect_one(99, 98, "abc", 3, "\"abc\"");
}

static void times_that_are_no_int_are_nil(void **state)
{
	(void)state;
	const struct timespec late = {INT64_MAX, 0};
	expect_one(SOL_SOCKET, SO_TIMESTAMPNS, &late, sizeof(late), "nil");
}

/* As the kernel writes it: the error, and the address of who has refused. */
static void errors_have_their_words(void **state)
{
	(void)state;
	struct {
		struct sock_extended_err error;
		struct sockaddr_in offender;
	} data = {
		{.ee_errno = EMSGSIZE,
		 .ee_origin = SO_EE_ORIGIN_ICMP,
		 .ee_type = 3,
		 .ee_code = 4,
		 .ee_info = 1400},
		{.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)},
	};
	expect_one(IPPROTO_IP, IP_RECVERR, &data, sizeof(data),
		   "{error: \"EMSGSIZE\" origin: \"SO_EE_ORIGIN_ICMP\" type: 3 code: 4 info: 1400 "
		   "data: 0 message: \"ICMP: fragmentation needed\" offender: 127.0.0.1:0}");
	data.error.ee_code = 77;
	expect_one(IPPROTO_IP, IP_RECVERR, &data, sizeof(data.error) + 8,
		   "{error: \"EMSGSIZE\" origin: \"SO_EE_ORIGIN_ICMP\" type: 3 code: 77 info: 1400 "
		   "data: 0 message: \"ICMP: type 3, code 77\" offender: nil}");
	data.error.ee_origin = SO_EE_ORIGIN_ZEROCOPY;
	data.error.ee_errno = 0;
	data.error.ee_data = 1402;
	expect_one(IPPROTO_IP, IP_RECVERR, &data, sizeof(data.error),
		   "{error: 0 origin: \"SO_EE_ORIGIN_ZEROCOPY\" type: 3 code: 77 info: 1400 "
		   "data: 1402 message: \"sends 1400 to 1402 are done\" offender: nil}");
}

/* A level has no number twice, but where what is sent differs from what comes. */
static void numbers_stand_once(void **state)
{
	(void)state;
	const struct socket_option *type = NULL;
	while ((type = control_type_next(type))) {
		const struct socket_option *first =
			control_type_of(type->level->number, type->number);
		if (first != type && first->access == type->access)
			fail_msg("%s has the number of %s", type->c_name, first->c_name);
		if (type->access == OPTION_SETTABLE)
			assert_ptr_equal(control_type_at(type->level->number, type->c_name), type);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_is_read_at_every_length),
		cmocka_unit_test(cut_data_is_bytes),
		cmocka_unit_test(times_that_are_no_int_are_nil),
		cmocka_unit_test(errors_have_their_words),
		cmocka_unit_test(numbers_stand_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
