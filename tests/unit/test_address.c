/*
 * Addresses: what users type, what is shown, and that the one can be typed as the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "handsh/net.h"

/* As a command would: one word, or host and port. NULL: the error's name is in *name. "" stands for
 * a name that must be resolved. */
static char *parse_for(const struct socket_form *form, const char *first, const char *second,
		       const char **name)
{
	static char shown[256];
	struct endpoint endpoint = {0};
	struct address *address = NULL;
	struct error *error = NULL;
	struct bytes *word = bytes_text(first);
	int known = -1;
	*name = NULL;
	if (second) {
		endpoint.host = object_retain(word);
		endpoint.port = bytes_text(second);
	} else {
		endpoint_split(form, word, "bind", &endpoint, &error);
	}
	if (!error)
		known = address_parse(form, &endpoint, "bind", &address, &error);
	shown[0] = '\0';
	if (known > 0) {
		struct buffer text = {0};
		address_format(NULL, &address->any, address->length, &text);
		snprintf(shown, sizeof(shown), "%s", buffer_cstring(&text));
		buffer_free(&text);
	}
	if (error) {
		*name = error->name;
		assert_non_null(error->detail);
		assert_true(known < 0);
	}
	endpoint_release(&endpoint);
	object_release(word);
	object_release(address);
	object_release(error);
	return known < 0 ? NULL : shown;
}

static char *parse(int family, const char *first, const char *second, const char **name)
{
	const struct socket_form form = {.family = family, .type = SOCK_STREAM};
	return parse_for(&form, first, second, name);
}

static void good(int family, const char *first, const char *second, const char *expected)
{
	const char *name;
	char *shown = parse(family, first, second, &name);
	if (!shown)
		fail_msg("%s %s: %s", first, second ? second : "", name);
	assert_string_equal(shown, expected);
}

static void bad(int family, const char *first, const char *second, const char *expected)
{
	const char *name;
	char *shown = parse(family, first, second, &name);
	if (shown)
		fail_msg("%s %s gave %s", first, second ? second : "", shown);
	assert_string_equal(name, expected);
}

static void ipv4(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 256; i++) {
		char word[32];
		snprintf(word, sizeof(word), "%u.%u.1.%u:5000", i, 255 - i, i);
		good(AF_INET, word, NULL, word);
	}
	good(AF_INET, "", "5000", "0.0.0.0:5000");
	good(AF_INET, "5000", NULL, "0.0.0.0:5000");
	good(AF_INET, ":5000", NULL, "0.0.0.0:5000");
	good(AF_INET, "127.0.0.1", "0", "127.0.0.1:0");
	good(AF_INET, "127.0.0.1:65535", NULL, "127.0.0.1:65535");
	good(AF_INET, "10.0.0.1", "http", "10.0.0.1:80");
	good(AF_INET, "localhost", "80", "");
	good(AF_INET, "example.com:80", NULL, "");
	good(AF_INET, "127.1", "80", ""); /* getaddrinfo knows these forms */
	bad(AF_INET, "::1", "80", "EAFNOSUPPORT");
	bad(AF_INET, "[::1]:80", NULL, "EAFNOSUPPORT");
	bad(AF_INET, "127.0.0.1", NULL, "USAGE");
	bad(AF_INET, "", NULL, "USAGE");
	bad(AF_INET, "host:", NULL, "USAGE");
}

static void ipv6(void **state)
{
	(void)state;
	good(AF_INET6, "", "5000", "[::]:5000");
	good(AF_INET6, "::1", "80", "[::1]:80");
	good(AF_INET6, "[::1]:80", NULL, "[::1]:80");
	good(AF_INET6, "[]:80", NULL, "[::]:80");
	good(AF_INET6, "fe80::1%lo", "80", "[fe80::1%lo]:80");
	good(AF_INET6, "[fe80::1%lo]:80", NULL, "[fe80::1%lo]:80");
	good(AF_INET6, "127.0.0.1", "80", "[::ffff:127.0.0.1]:80");
	good(AF_INET6, "name", "80", "");
	bad(AF_INET6, "::1", NULL, "USAGE");
	bad(AF_INET6, "[::1]", NULL, "USAGE");
	bad(AF_INET6, "[::1", NULL, "USAGE");
	bad(AF_INET6, "[::1]80", NULL, "USAGE");
	bad(AF_INET6, "::1::2", "80", "RANGE");
	bad(AF_INET6, "fe80::1%nosuch", "80", "ENODEV");
	bad(AF_INET6, "fe80::1%99999999999", "80", "ENODEV");
}

static void ports(void **state)
{
	(void)state;
	bad(AF_INET, "", "70000", "RANGE");
	bad(AF_INET, "", "65536", "RANGE");
	bad(AF_INET, "", "-1", "RANGE");
	bad(AF_INET, "70000", NULL, "RANGE");
	bad(AF_INET, "", "99999999999999999999999", "RANGE");
	bad(AF_INET, "", "abc", "RANGE");
	bad(AF_INET, "", "1x", "RANGE");
	bad(AF_INET, "", "a b", "RANGE");
	bad(AF_INET, "", "", "USAGE");
	bad(AF_NETLINK, "", "80", "USAGE");
}

static void unix_names(void **state)
{
	char path[110];
	(void)state;
	good(AF_UNIX, "/tmp/x", NULL, "/tmp/x");
	good(AF_UNIX, "x", NULL, "x");
	good(AF_UNIX, "@name", NULL, "@name");
	good(AF_UNIX, "@", NULL, "@");
	good(AF_UNIX, "", NULL, "-");
	good(AF_UNIX, "5000", NULL, "5000");
	bad(AF_UNIX, "host", "80", "USAGE");
	memset(path, 'a', sizeof(path));
	path[107] = '\0';
	good(AF_UNIX, path, NULL, path);
	path[107] = 'a';
	path[108] = '\0';
	bad(AF_UNIX, path, NULL, "ENAMETOOLONG");
	path[0] = '@';
	good(AF_UNIX, path, NULL, path);
	path[108] = 'a';
	path[109] = '\0';
	bad(AF_UNIX, path, NULL, "ENAMETOOLONG");
}

/* raw and icmp: a host alone will do. */
static void without_ports(void **state)
{
	(void)state;
	static const struct socket_form raw = {AF_INET, SOCK_RAW, IPPROTO_ICMP},
					raw6 = {AF_INET6, SOCK_RAW, IPPROTO_ICMPV6},
					icmp = {AF_INET, SOCK_DGRAM, IPPROTO_ICMP};
	static const struct {
		const struct socket_form *form;
		const char *first, *second, *expected; /* NULL: USAGE */
	} rows[] = {
		{&raw, "127.0.0.1", NULL, "127.0.0.1:0"},
		{&raw, "127.0.0.1", "0", "127.0.0.1:0"},
		{&raw, "", NULL, "0.0.0.0:0"},
		{&raw, "localhost", NULL, ""},
		{&raw6, "::1", NULL, "[::1]:0"},
		{&raw6, "[::1]", NULL, "[::1]:0"},
		{&raw6, "[::1]:7", NULL, "[::1]:7"},
		{&raw6, "fe80::1%lo", NULL, "[fe80::1%lo]:0"},
		{&raw6, "[::1]x", NULL, NULL},
		{&icmp, "127.0.0.1", NULL, "127.0.0.1:0"},
		{&icmp, "127.0.0.1:77", NULL, "127.0.0.1:77"},
		{&icmp, "77", NULL, "0.0.0.0:77"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *name;
		char *shown = parse_for(rows[i].form, rows[i].first, rows[i].second, &name);
		if (rows[i].expected)
			assert_string_equal(shown, rows[i].expected);
		else
			assert_string_equal(name, "USAGE");
	}
}

static void packet(void **state)
{
	(void)state;
	good(AF_PACKET, "lo", NULL, "lo");
	good(AF_PACKET, "1", NULL, "lo");
	good(AF_PACKET, "127.0.0.1", NULL, "lo");
	good(AF_PACKET, "", NULL, "*");
	good(AF_PACKET, "*", NULL, "*");
	good(AF_PACKET, "lo", "ip", "lo/ip");
	good(AF_PACKET, "lo/ETH_P_ARP", NULL, "lo/arp");
	good(AF_PACKET, "lo/0x0806", NULL, "lo/arp");
	good(AF_PACKET, "*/2054", NULL, "*/arp");
	good(AF_PACKET, "lo/0x1234", NULL, "lo/0x1234");
	good(AF_PACKET, "lo/ip/02:00:00:00:00:0A", NULL, "lo/ip/02:00:00:00:00:0a");
	good(AF_PACKET, "lo/0/1:2", NULL, "lo/0x0000/01:02");
	bad(AF_PACKET, "no such", NULL, "ENODEV");
	bad(AF_PACKET, "lo/", NULL, "RANGE");
	bad(AF_PACKET, "lo/nothing", NULL, "RANGE");
	bad(AF_PACKET, "lo/65536", NULL, "RANGE");
	bad(AF_PACKET, "lo/ip/", NULL, "RANGE");
	bad(AF_PACKET, "lo/ip/1:2:3:4:5:6:7:8:9", NULL, "RANGE");
	bad(AF_PACKET, "lo/ip/123", NULL, "RANGE");
	bad(AF_PACKET, "lo/ip/1:", NULL, "RANGE");
	bad(AF_PACKET, "lo/ip/1:2/3", NULL, "USAGE");
	bad(AF_PACKET, "lo/ip", "ip", "USAGE");
}

static void vsock(void **state)
{
	(void)state;
	good(AF_VSOCK, "2:1234", NULL, "2:1234");
	good(AF_VSOCK, "host", "1234", "2:1234");
	good(AF_VSOCK, "local:5000", NULL, "1:5000");
	good(AF_VSOCK, "hypervisor", "1", "0:1");
	good(AF_VSOCK, "", "any", "any:any");
	good(AF_VSOCK, "5000", NULL, "any:5000");
	good(AF_VSOCK, "4294967294:4294967294", NULL, "4294967294:4294967294");
	bad(AF_VSOCK, "local", NULL, "USAGE");
	bad(AF_VSOCK, "guest:1", NULL, "RANGE");
	bad(AF_VSOCK, "2:4294967296", NULL, "RANGE");
	bad(AF_VSOCK, "2:-1", NULL, "RANGE");
	bad(AF_VSOCK, "2", "web", "RANGE");
}

static void nul_bytes(void **state)
{
	static const char text[] = "a\0b";
	struct error *error = NULL;
	struct address *address = NULL;
	struct bytes *word = bytes_new(text, 3), *port = bytes_text("80");
	struct endpoint host = {.host = word, .port = port}, path = {.path = word},
			service = {.host = port, .port = word};
	const struct socket_form tcp = {AF_INET, SOCK_STREAM, 0}, local = {AF_UNIX, SOCK_STREAM, 0};
	(void)state;
	assert_int_equal(address_parse(&tcp, &host, NULL, &address, &error), -1);
	assert_string_equal(error->name, "RANGE");
	object_release(error);
	assert_int_equal(address_parse(&local, &path, NULL, &address, &error), -1);
	assert_string_equal(error->name, "RANGE");
	object_release(error);
	assert_int_equal(address_parse(&tcp, &service, NULL, &address, &error), -1);
	assert_string_equal(error->name, "RANGE");
	object_release(error);
	object_release(word);
	object_release(port);
}

static void field_is(struct value address, const char *name, const char *expected)
{
	struct value value;
	struct buffer text = {0};
	struct bytes *word = bytes_text(name);
	assert_true(object_field(address.object, word, &value));
	object_release(word);
	value_format(value, &text);
	assert_string_equal(buffer_cstring(&text), expected);
	buffer_free(&text);
	value_release(value);
}

static void fields(void **state)
{
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(80)};
	struct sockaddr_un un = {.sun_family = AF_UNIX, .sun_path = "/tmp/x"};
	struct value value, a = address_value((struct sockaddr *)&in, sizeof(in)),
			    b = address_value((struct sockaddr *)&un, sizeof(un));
	(void)state;
	field_is(a, "family", "AF_INET");
	field_is(a, "host", "0.0.0.0");
	field_is(a, "port", "80");
	field_is(a, "path", "nil");
	field_is(b, "path", "/tmp/x");
	field_is(b, "port", "nil");
	struct sockaddr_ll link = {.sll_family = AF_PACKET,
				   .sll_protocol = htons(0x0800),
				   .sll_ifindex = 1,
				   .sll_pkttype = PACKET_OUTGOING,
				   .sll_halen = 6};
	value = address_value((struct sockaddr *)&link, sizeof(link));
	field_is(value, "family", "AF_PACKET");
	field_is(value, "interface", "lo");
	field_is(value, "protocol", "ip");
	field_is(value, "hardware", "00:00:00:00:00:00");
	field_is(value, "packet", "PACKET_OUTGOING");
	field_is(value, "host", "nil");
	field_is(a, "interface", "nil");
	value_release(value);
	struct sockaddr_vm vm = {.svm_family = AF_VSOCK, .svm_cid = 2, .svm_port = 70000};
	value = address_value((struct sockaddr *)&vm, sizeof(vm));
	field_is(value, "host", "2");
	field_is(value, "port", "70000");
	value_release(value);
	struct bytes *nosuch = bytes_text("nosuch");
	assert_false(object_field(a.object, nosuch, &value));
	object_release(nosuch);
	assert_false(address_behaviour.equal(a.object, b.object));
	in.sin_zero[0] = 1; /* padding */
	value = address_value((struct sockaddr *)&in, sizeof(in));
	assert_true(address_behaviour.equal(a.object, value.object));
	value_release(value);
	value_release(a);
	value_release(b);
}

/* Whatever the kernel gives, however short. */
static void cut(void **state)
{
	static const int families[] = {AF_INET, AF_INET6, AF_PACKET, AF_VSOCK, AF_NETLINK};
	(void)state;
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		struct sockaddr_storage storage = {.ss_family = (sa_family_t)families[i]};
		for (socklen_t length = 0; length <= 40; length++) {
			struct buffer text = {0};
			struct address *address = address_new((struct sockaddr *)&storage, length);
			address_format(NULL, &address->any, address->length, &text);
			assert_true(text.length > 0);
			buffer_free(&text);
			object_release(address);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ipv4),      cmocka_unit_test(ipv6),
		cmocka_unit_test(ports),     cmocka_unit_test(unix_names),
		cmocka_unit_test(nul_bytes), cmocka_unit_test(fields),
		cmocka_unit_test(cut),       cmocka_unit_test(without_ports),
		cmocka_unit_test(packet),    cmocka_unit_test(vsock),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
