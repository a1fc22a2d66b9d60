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
static char *parse(int family, const char *first, const char *second, const char **name)
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
		endpoint_split(family, word, "bind", &endpoint, &error);
	}
	if (!error)
		known = address_parse(family, SOCK_STREAM, &endpoint, "bind", &address, &error);
	shown[0] = '\0';
	if (known > 0) {
		struct buffer text = {0};
		address_format(&address->any, address->length, &text);
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
	bad(AF_PACKET, "", "80", "USAGE");
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

static void nul_bytes(void **state)
{
	static const char text[] = "a\0b";
	struct error *error = NULL;
	struct address *address = NULL;
	struct bytes *word = bytes_new(text, 3), *port = bytes_text("80");
	struct endpoint host = {.host = word, .port = port}, path = {.path = word},
			service = {.host = port, .port = word};
	(void)state;
	assert_int_equal(address_parse(AF_INET, SOCK_STREAM, &host, NULL, &address, &error), -1);
	assert_string_equal(error->name, "RANGE");
	object_release(error);
	assert_int_equal(address_parse(AF_UNIX, SOCK_STREAM, &path, NULL, &address, &error), -1);
	assert_string_equal(error->name, "RANGE");
	object_release(error);
	assert_int_equal(address_parse(AF_INET, SOCK_STREAM, &service, NULL, &address, &error), -1);
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
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	(void)state;
	for (socklen_t length = 0; length <= sizeof(in6); length++) {
		struct buffer text = {0};
		struct address *address = address_new((struct sockaddr *)&in6, length);
		address_format(&address->any, address->length, &text);
		assert_true(text.length > 0);
		buffer_free(&text);
		object_release(address);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ipv4),       cmocka_unit_test(ipv6),      cmocka_unit_test(ports),
		cmocka_unit_test(unix_names), cmocka_unit_test(nul_bytes), cmocka_unit_test(fields),
		cmocka_unit_test(cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
