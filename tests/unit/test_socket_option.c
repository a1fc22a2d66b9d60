/*
 * Every row of the tables of socket options: the ends of its range are taken, and what lies beyond is
 * refused; it has its names, its text and its unit. Words and maps become structures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "net/option/option.h"

static bool settable(const struct socket_option *option)
{
	return option->access == OPTION_SETTABLE || option->access == OPTION_SET_ONLY;
}

static bool converts(const struct socket_option *option, struct value value, struct buffer *setting,
		     const char *refusal)
{
	struct error *error = NULL;
	setting->length = 0;
	bool converted = socket_option_convert(option, NULL, value, setting, &error);
	if (!converted && strcmp(error->name, refusal) != 0)
		fail_msg("%s: %s, not %s", option->name, error->name, refusal);
	assert_int_equal(converted, !error);
	object_release(error);
	value_release(value);
	return converted;
}

/* ---- names and words ---- */

static void expect_found(const char *name, const struct socket_option *option)
{
	char upper[64] = "";
	for (size_t i = 0; name[i]; i++)
		upper[i] = (char)toupper((unsigned char)name[i]);
	assert_ptr_equal(socket_option_find(name, NULL), option);
	assert_ptr_equal(socket_option_find(upper, NULL), option);
}

/* Those of both families have one name in C. */
static bool is_of_both_families(const struct socket_option *option)
{
	return strncmp(option->c_name, "MCAST_", 6) == 0;
}

static void every_row_is_found_by_its_names(void **state)
{
	(void)state;
	unsigned count = 0;
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option))) {
		expect_found(option->name, option);
		if (!is_of_both_families(option))
			expect_found(option->c_name, option);
		assert_ptr_equal(socket_option_at(option->level->number, option->c_name), option);
		count++;
	}
	assert_true(count > 200);
	assert_null(socket_option_find("", NULL));
	assert_null(socket_option_find("REUSEADDRR", NULL));
	assert_null(socket_option_find("SO_", NULL));
	assert_null(socket_option_at(SOL_SOCKET, "TCP_NODELAY"));
}

/* In small letters, with what stands before the first _ where another has the rest as well. */
static void names_are_those_of_c(void **state)
{
	(void)state;
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option))) {
		const char *start = strcasestr(option->c_name, option->name);
		bool end = start && start[strlen(option->name)] == '\0';
		bool both = is_of_both_families(option) &&
			    strcasecmp(strstr(option->name, "mcast_"), option->c_name) == 0;
		if (!end && !both && strcmp(option->name, "ipv6only") != 0)
			fail_msg("%s is no name for %s", option->name, option->c_name);
	}
}

/* A name that several levels have is that of the socket's own. */
static void the_socket_decides(void **state)
{
	(void)state;
	struct handle udp = {.family = AF_INET, .type = SOCK_DGRAM};
	struct handle udp6 = {.family = AF_INET6, .type = SOCK_DGRAM};
	struct handle packet = {.family = AF_PACKET, .type = SOCK_RAW};
	static const struct {
		const char *typed, *udp, *udp6, *packet;
	} rows[] = {
		{"mtu_discover", "IP_MTU_DISCOVER", "IPV6_MTU_DISCOVER", "IP_MTU_DISCOVER"},
		{"add_membership", "IP_ADD_MEMBERSHIP", "IPV6_ADD_MEMBERSHIP",
		 "PACKET_ADD_MEMBERSHIP"},
		{"multicast_if", "IP_MULTICAST_IF", "IPV6_MULTICAST_IF", "IP_MULTICAST_IF"},
		{"timestamp", "SO_TIMESTAMP", "SO_TIMESTAMP", "SO_TIMESTAMP"},
		{"protocol", "SO_PROTOCOL", "SO_PROTOCOL", "SO_PROTOCOL"},
		{"nodelay", "TCP_NODELAY", "TCP_NODELAY", "TCP_NODELAY"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *typed = rows[i].typed;
		assert_string_equal(socket_option_find(typed, &udp)->c_name, rows[i].udp);
		assert_string_equal(socket_option_find(typed, &udp6)->c_name, rows[i].udp6);
		assert_string_equal(socket_option_find(typed, &packet)->c_name, rows[i].packet);
	}
	assert_string_equal(socket_option_of(IPPROTO_TCP, 1)->c_name, "TCP_NODELAY");
	assert_null(socket_option_of(IPPROTO_TCP, 9999));
}

static void every_row_says_what_it_is(void **state)
{
	(void)state;
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option))) {
		struct buffer takes = {0}, all = {0};
		assert_true(strlen(option->text) >= 8);
		assert_non_null(option->level->name);
		socket_option_takes(option, &takes);
		socket_option_explain(option, &all);
		assert_true(takes.length > 0);
		assert_non_null(strstr(buffer_cstring(&all), option->c_name));
		assert_true(settable(option) ? option->least <= option->most
					     : !option->least && !option->most);
		assert_true(!option->type->ranged || !settable(option) || option->most > 0);
		assert_int_equal(option->type == &option_structure, option->structure != NULL);
		assert_int_equal(option->type == &option_name || option->type == &option_flags,
				 option->names != NULL);
		buffer_free(&takes);
		buffer_free(&all);
	}
}

/* ---- ranges ---- */

static bool is_number(const struct socket_option *option)
{
	return option->type == &option_int || option->type == &option_unsigned ||
	       option->type == &option_wide || option->type == &option_duration ||
	       option->type == &option_linger;
}

/* The last of its range, and what comes after it: RANGE. */
static void expect_range(const struct socket_option *option)
{
	struct buffer setting = {0};
	assert_true(converts(option, value_int(option->least), &setting, ""));
	assert_true(converts(option, value_int(option->most), &setting, ""));
	assert_false(converts(option, value_int(option->least - 1), &setting, "RANGE"));
	if (option->most < INT64_MAX)
		assert_false(converts(option, value_int(option->most + 1), &setting, "RANGE"));
	assert_false(converts(option, value_bytes(bytes_text("soon")), &setting, "TYPE"));
	assert_false(converts(option, value_object(TYPE_LIST, list_new(0)), &setting, "TYPE"));
	buffer_free(&setting);
}

static void expect_switch(const struct socket_option *option)
{
	struct buffer setting = {0};
	assert_true(converts(option, value_int(0), &setting, ""));
	assert_true(converts(option, value_bool(true), &setting, ""));
	assert_int_equal(option_integer(&setting), 1);
	assert_false(converts(option, value_int(2), &setting, "TYPE"));
	assert_false(converts(option, value_bytes(bytes_text("soon")), &setting, "TYPE"));
	buffer_free(&setting);
}

static void ranges_are_those_of_the_rows(void **state)
{
	(void)state;
	const struct socket_option *option = NULL;
	while ((option = socket_option_next(option))) {
		struct buffer setting = {0};
		if (!settable(option))
			assert_false(converts(option, value_int(1), &setting, "USAGE"));
		else if (is_number(option))
			expect_range(option);
		else if (option->type == &option_bool)
			expect_switch(option);
		else
			assert_false(converts(option, value_object(TYPE_MAP, map_new()), &setting,
					      option->type == &option_link ||
							      option->type == &option_link_net ||
							      option->type == &option_link4
						      ? "ENODEV"
						      : "TYPE"));
		buffer_free(&setting);
	}
}

static void expect_shown(const struct socket_option *option, struct value value, const char *shown)
{
	struct buffer text = {0}, setting = {0};
	assert_true(converts(option, value, &setting, ""));
	socket_option_format(option, NULL, &setting, &text);
	assert_string_equal(buffer_cstring(&text), shown);
	buffer_free(&text);
	buffer_free(&setting);
}

static void expect_format(const char *name, const char *word, const char *shown)
{
	expect_shown(socket_option_find(name, NULL), value_bytes(bytes_text(word)), shown);
}

/* Several words, with blanks between them. */
static void expect_words(const char *name, const char *words, const char *shown)
{
	struct list *list = list_new(0);
	while (*words) {
		size_t length = strcspn(words, " ");
		list = list_append(list, value_bytes(bytes_new(words, length)));
		words += length + (words[length] == ' ');
	}
	expect_shown(socket_option_find(name, NULL), value_object(TYPE_LIST, list), shown);
}

static void expect_refused(const char *name, const char *word, const char *refusal)
{
	struct buffer setting = {0};
	assert_false(converts(socket_option_find(name, NULL), value_bytes(bytes_text(word)),
			      &setting, refusal));
	buffer_free(&setting);
}

static void words_are_read_and_settings_shown(void **state)
{
	(void)state;
	expect_format("reuseaddr", "on", "1");
	expect_format("reuseaddr", "no", "0");
	expect_format("rcvbuf", "64k", "65536");
	expect_format("maxseg", "1k", "1024");
	expect_format("keepidle", "20", "20");
	expect_format("linger", "off", "{0, 0}");
	expect_format("linger", "5", "{1, 5}");
	expect_format("rcvtimeo", "2500ms", "{2, 500000}");
	expect_format("congestion", "reno", "\"reno\"");
	expect_format("max_pacing_rate", "unlimited", "18446744073709551615");
	expect_format("mtu_discover", "do", "IP_PMTUDISC_DO");
	expect_format("mtu_discover", "IP_PMTUDISC_WANT", "IP_PMTUDISC_WANT");
	expect_format("mtu_discover", "3", "IP_PMTUDISC_PROBE");
	expect_format("timestamping", "software|rx_software",
		      "SOF_TIMESTAMPING_RX_SOFTWARE|SOF_TIMESTAMPING_SOFTWARE");
	expect_format("bindtoifindex", "lo", "lo");
	expect_format("bindtoifindex", "127.0.0.1", "lo");
	expect_format("unicast_if", "1", "lo");
	expect_format("multicast_if", "lo", "lo");
	expect_format("multicast_if", "127.0.0.1", "127.0.0.1");
	expect_format("icmp_filter", "8", "[8]");
	expect_format("txtime", "tai", "{CLOCK_TAI, 0}");
	expect_refused("keepidle", "1k", "TYPE");
	expect_refused("rcvtimeo", "0.1us", "RANGE");
	expect_refused("congestion", "much too long a name", "RANGE");
	expect_refused("mtu_discover", "never", "TYPE");
	expect_refused("mtu_discover", "6", "RANGE");
	expect_refused("bindtoifindex", "no such", "ENODEV");
}

static void structures_are_read_as_words(void **state)
{
	(void)state;
	expect_format("add_membership", "239.1.2.3", "{239.1.2.3, 0.0.0.0}");
	expect_words("add_membership", "239.1.2.3 lo", "{239.1.2.3, lo}");
	expect_words("add_membership", "239.1.2.3 127.0.0.1", "{239.1.2.3, 127.0.0.1}");
	expect_words("add_source_membership", "232.1.2.3 127.0.0.2 lo",
		     "{232.1.2.3, 127.0.0.2, 127.0.0.1}");
	expect_words("join_group", "ff02::1:2 lo", "{ff02::1:2, lo}");
	expect_words("mcast_join_group", "239.1.2.3 lo", "{239.1.2.3, lo}");
	expect_words("mcast_join_source_group", "ff3e::1 2001:db8::1 1",
		     "{ff3e::1, 2001:db8::1, lo}");
	expect_words("local_port_range", "40000 40010", "{40000, 40010}");
	expect_words("packet_add_membership", "lo promisc", "{lo, PACKET_MR_PROMISC, }");
	expect_words("packet_add_membership", "lo multicast 01:00:5e:1:2:3",
		     "{lo, PACKET_MR_MULTICAST, 01:00:5e:01:02:03}");
	expect_words("icmp_filter", "0 8", "[0 8]");
	expect_words("timestamping", "software rx_software",
		     "SOF_TIMESTAMPING_RX_SOFTWARE|SOF_TIMESTAMPING_SOFTWARE");
	expect_refused("add_membership", "no.group", "TYPE");
	expect_refused("local_port_range", "1", "TYPE");
	expect_refused("icmp_filter", "32", "RANGE");
}

static void structures_are_read_from_maps(void **state)
{
	(void)state;
	struct buffer setting = {0};
	const struct socket_option *join = socket_option_find("add_membership", NULL);
	struct map *map = map_put_text(map_new(), "interface", value_int(1));
	assert_false(converts(join, value_object(TYPE_MAP, object_retain(map)), &setting, "TYPE"));
	map = map_put_text(map, "group", value_bytes(bytes_text("239.1.2.3")));
	expect_shown(join, value_object(TYPE_MAP, object_retain(map)), "{239.1.2.3, lo}");
	map = map_put_text(map, "grope", value_int(1));
	assert_false(converts(join, value_object(TYPE_MAP, map), &setting, "TYPE"));
	buffer_free(&setting);
}

/* Of a kernel that knows less of a structure than the table, or more: what came. */
static void structures_may_be_shorter_or_longer(void **state)
{
	(void)state;
	char zeros[2000] = "";
	const struct socket_option *info = socket_option_find("tcp_info", NULL);
	static const struct {
		size_t length, members;
	} rows[] = {{0, 0}, {1, 1}, {6, 6}, {7, 8}, {11, 10}, {12, 11}, {248, 61}, {2000, 61}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buffer setting = {zeros, rows[i].length, sizeof(zeros)}, text = {0};
		struct value value = socket_option_value(info, NULL, &setting);
		assert_int_equal(value.type, TYPE_MAP);
		assert_int_equal(map_count(value.map), rows[i].members);
		socket_option_format(info, NULL, &setting, &text);
		assert_true(text.length >= 2);
		value_release(value);
		buffer_free(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_found_by_its_names),
		cmocka_unit_test(names_are_those_of_c),
		cmocka_unit_test(the_socket_decides),
		cmocka_unit_test(every_row_says_what_it_is),
		cmocka_unit_test(ranges_are_those_of_the_rows),
		cmocka_unit_test(words_are_read_and_settings_shown),
		cmocka_unit_test(structures_are_read_as_words),
		cmocka_unit_test(structures_are_read_from_maps),
		cmocka_unit_test(structures_may_be_shorter_or_longer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
