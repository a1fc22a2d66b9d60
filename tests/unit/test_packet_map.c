/*
 * test_packet_map: packets as maps, and frames from maps: what was read comes back, what is changed is
 * right, what does not fit is named.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "frames.h"
#include "handsh/packet_map.h"

static uint8_t frame[2048];
static size_t length;

static void read_frame(const char *digits)
{
	length = frame_read(digits, frame, sizeof(frame));
}

static bool host_named(void *context, const char *name, struct packet_host *host)
{
	(void)context;
	*host = (struct packet_host){
		.name = name, .has_ipv4 = true, .ipv4 = {10, 0, 0, 1}, .link = {2, 0, 0, 0, 0, 1}};
	return strcmp(name, "a") == 0;
}

static bool host_at(void *context, const uint8_t *address, size_t size, struct packet_host *host)
{
	(void)context;
	*host = (struct packet_host){.name = "?", .link = {2, 0, 0, 0, 0, address[size - 1]}};
	return address[0] == 10 || address[0] == 0xfd;
}

static const struct packet_hosts hosts = {.named = host_named, .at = host_at};

/* ---- maps: key, value, key, value … ---- */

static struct value text(const char *string)
{
	return value_bytes(bytes_text(string));
}

static struct map *map_of(size_t count, ...)
{
	va_list arguments;
	struct map *map = map_new();
	va_start(arguments, count);
	for (size_t i = 0; i < count; i++) {
		const char *key = va_arg(arguments, const char *);
		map = map_put_text(map, key, va_arg(arguments, struct value));
	}
	va_end(arguments);
	return map;
}

static struct map *map_of_frame(void)
{
	return packet_to_map(map_new(), frame, length, NULL);
}

static struct map *map_without_bytes(void)
{
	struct map *map = map_new(), *whole = map_of_frame();
	for (const struct map_entry *entry = map_first(whole); entry; entry = map_next(entry))
		if (!bytes_is(map_key(entry), "bytes"))
			map = map_put(map, object_retain(map_key(entry)),
				      value_retain(map_value(entry)));
	object_release(whole);
	return map;
}

static void expect_literal(const struct map *map, const char *key, const char *literal)
{
	struct value value;
	struct buffer shown = {0};
	if (!map_get(map, key, strlen(key), &value))
		fail_msg("no %s", key);
	value_literal(value, &shown);
	assert_string_equal(buffer_cstring(&shown), literal);
	buffer_free(&shown);
}

/* ---- building ---- */

/* Takes map. What is built becomes the frame. */
static bool build(struct packet_wish wish, struct map *map, struct error **error)
{
	struct buffer built = {0};
	wish.map = map;
	wish.call = "inject";
	wish.hosts = &hosts;
	*error = NULL;
	const bool good = packet_build(&wish, &built, error);
	assert_int_equal(good, !*error);
	object_release(map);
	if (good) {
		assert_in_range(built.length, 0, sizeof(frame));
		memcpy(frame, built.data, built.length);
		length = built.length;
	}
	buffer_free(&built);
	return good;
}

static void expect_built(struct packet_wish wish, struct map *map)
{
	struct error *error;
	struct buffer shown = {0};
	if (build(wish, map, &error))
		return;
	error_format(error, &shown);
	fail_msg("%s", buffer_cstring(&shown));
}

static void change(struct map *map)
{
	uint8_t base[sizeof(frame)];
	memcpy(base, frame, length);
	expect_built((struct packet_wish){.base = base, .base_length = length}, map);
}

static void make(struct map *map)
{
	expect_built((struct packet_wish){0}, map);
}

/* Takes map. The error has the name, and a text in which that stands. */
static void expect_error(struct packet_wish wish, struct map *map, const char *name,
			 const char *part)
{
	struct error *error;
	struct buffer shown = {0};
	assert_false(build(wish, map, &error));
	assert_string_equal(error->name, name);
	error_format(error, &shown);
	if (error->hint)
		buffer_append(&shown, error->hint->data, error->hint->length);
	if (!strstr(buffer_cstring(&shown), part))
		fail_msg("%s: not in %s", part, shown.data);
	buffer_free(&shown);
	object_release(error);
}

static void refuse_change(const char *key, struct value value, const char *name, const char *part)
{
	expect_error((struct packet_wish){.base = frame, .base_length = length},
		     map_of(1, key, value), name, part);
}

/* The line, and that every checksum of it is right. */
static void expect_frame(const char *line)
{
	struct packet_decoded decoded = {0};
	struct buffer shown = {0};
	packet_decode(frame, length, NULL, &decoded);
	packet_line(&decoded, &shown);
	assert_string_equal(buffer_cstring(&shown), line);
	shown.length = 0;
	packet_full(&decoded, &shown);
	assert_null(strstr(buffer_cstring(&shown), "wrong"));
	buffer_free(&shown);
	packet_decoded_free(&decoded);
}

/* ---- tests ---- */

static void maps_say_what_packets_are(void **state)
{
	(void)state;
	read_frame(frame_syn);
	struct map *map = map_of_frame();
	expect_literal(map, "proto", "\"tcp\"");
	expect_literal(map, "src", "\"10.0.0.1\"");
	expect_literal(map, "dport", "80");
	expect_literal(map, "flags", "\"SYN\"");
	expect_literal(map, "rawseq", "3745616039");
	expect_literal(map, "win", "64240");
	expect_literal(map, "options", "{mss: 1460 sackOK: true ts: [2481634479 0] wscale: 10}");
	expect_literal(map, "payload", "\"\"");
	expect_literal(map, "ttl", "64");
	expect_literal(map, "df", "true");
	expect_literal(map, "hwsrc", "\"02:00:00:00:00:01\"");
	object_release(map);
	read_frame(frame_arp_reply);
	map = map_of_frame();
	expect_literal(map, "proto", "\"arp\"");
	expect_literal(map, "op", "2");
	expect_literal(map, "src", "\"10.0.0.2\"");
	object_release(map);
	read_frame(frame_port_unreachable6);
	map = map_of_frame();
	expect_literal(map, "proto", "\"icmp6\"");
	expect_literal(map, "message", "\"port unreachable\"");
	object_release(map);
}

static void numbers_are_relative(void **state)
{
	const struct flow_note note = {.known = true,
				       .segment = SEGMENT_RETRANSMISSION,
				       .seq_base = 3745616039,
				       .ack_base = 478027214};
	(void)state;
	read_frame(frame_data);
	struct map *map = packet_to_map(map_new(), frame, length, &note);
	expect_literal(map, "seq", "1");
	expect_literal(map, "ack", "1");
	expect_literal(map, "rawseq", "3745616040");
	expect_literal(map, "note", "\"retransmission\"");
	object_release(map);
	uint8_t base[200];
	memcpy(base, frame, length);
	expect_built((struct packet_wish){.base = base,
					  .base_length = length,
					  .seq_base = note.seq_base,
					  .ack_base = note.ack_base},
		     map_of(3, "flags", text("RST"), "seq", value_int(101), "payload", text("")));
	expect_frame("10.0.0.1:59056 > 10.0.0.2:80  RST  seq 3745616140  win 63");
}

/* A map that is as it was read makes the same frame, whatever there is in it. */
static void what_was_read_comes_back(void **state)
{
	static const char *const frames[] = {frame_arp_request,
					     frame_syn,
					     frame_data,
					     frame_syn6,
					     frame_mptcp_data,
					     frame_udp,
					     frame_port_unreachable,
					     frame_port_unreachable6,
					     frame_udplite,
					     frame_last_fragment,
					     frame_last_fragment6,
					     frame_igmp_report,
					     frame_listener_report,
					     frame_record_route,
					     frame_solicitation6};
	uint8_t before[sizeof(frame)];
	(void)state;
	for (size_t i = 0; i < sizeof(frames) / sizeof(*frames); i++) {
		read_frame(frames[i]);
		const size_t size = length;
		memcpy(before, frame, length);
		make(map_of_frame());
		assert_int_equal(length, size);
		assert_memory_equal(frame, before, size);
	}
}

/* Without bytes what the keys say is all there is; Linux's own frames have nothing else. */
static void keys_alone_are_enough(void **state)
{
	static const char *const frames[] = {frame_udp, frame_udplite, frame_ack, frame_arp_reply};
	uint8_t before[sizeof(frame)];
	(void)state;
	for (size_t i = 0; i < sizeof(frames) / sizeof(*frames); i++) {
		read_frame(frames[i]);
		const size_t size = length;
		memcpy(before, frame, length);
		struct map *map = map_without_bytes();
		if (frames[i] == frame_ack) /* two nops before the timestamps */
			map = map_put_text(map, "options",
					   text("nop nop ts 2481634479 2222758631"));
		make(map);
		assert_int_equal(length, size);
		assert_memory_equal(frame, before, size);
	}
}

static void changes_win(void **state)
{
	(void)state;
	read_frame(frame_data);
	struct map *other = map_of_frame();
	read_frame(frame_udp);
	change(other); /* its bytes are those of the other frame */
	change(map_of(2, "payload", text("odd"), "dport", value_int(81)));
	expect_frame("10.0.0.1:59056 > 10.0.0.2:81  PSH ACK  seq 3745616040 ack 478027215  win 63  "
		     "3 bytes");
	change(map_of(1, "options", text("mss 536 sackOK wscale 14 sack 1-2")));
	expect_frame("10.0.0.1:59056 > 10.0.0.2:81  PSH ACK  seq 3745616040 ack 478027215  win 63  "
		     "sack 1-2  3 bytes");
	change(map_of(
		1, "options",
		value_object(TYPE_MAP, map_of(2, "ts", value_bool(false), "77", text("ab")))));
	expect_frame("10.0.0.1:59056 > 10.0.0.2:81  PSH ACK  seq 3745616040 ack 478027215  win 63  "
		     "option 77  3 bytes");
	change(map_of(2, "proto", text("udp"), "src", text("a")));
	expect_frame("10.0.0.1:59056 > 10.0.0.2:81  UDP  3 bytes");
	change(map_of(2, "ttl", value_int(1), "mf", value_bool(true)));
	expect_frame("10.0.0.1:59056 > 10.0.0.2:81  fragment of 0xa063 at 0, more follow  UDP  "
		     "3 bytes");
	read_frame(frame_data6);
	change(map_of(1, "payload", text("x")));
	expect_frame("[fd00::1]:40870 > [fd00::2]:80  PSH ACK  seq 3090279646 ack 2552715685  "
		     "win 64  1 byte");
}

static void packets_are_made_of_nothing(void **state)
{
	(void)state;
	make(map_of(7, "proto", text("tcp"), "src", text("a"), "dst", text("10.0.0.2"), "sport",
		    value_int(1), "dport", value_int(2), "flags", text("syn"), "rawseq",
		    value_int(7)));
	expect_frame("10.0.0.1:1 > 10.0.0.2:2  SYN  seq 7  win 65535");
	assert_memory_equal(frame, "\2\0\0\0\0\2\2\0\0\0\0\1\x08\0", 14);
	make(map_of(4, "proto", text("udp"), "src", text("fd00::1"), "dst", text("ff02::1"),
		    "payload", text("x")));
	expect_frame("[fd00::1]:0 > [ff02::1]:0  UDP  1 byte");
	assert_memory_equal(frame, "\x33\x33\0\0\0\1", 6);
	make(map_of(5, "proto", text("icmp"), "src", text("a"), "dst", text("10.0.0.2"), "ident",
		    value_int(3), "seq", value_int(4)));
	expect_frame("10.0.0.1 > 10.0.0.2  ICMP echo request  ident 3 seq 4");
	make(map_of(3, "proto", text("icmp6"), "src", text("fd00::1"), "dst", text("fd00::2")));
	expect_frame("fd00::1 > fd00::2  ICMPv6 echo request  ident 0 seq 0");
	make(map_of(3, "proto", text("arp"), "src", text("a"), "dst", text("10.0.0.2")));
	expect_frame("ARP request  who has 10.0.0.2? tell 10.0.0.1");
	assert_memory_equal(frame, "\xff\xff\xff\xff\xff\xff\2\0\0\0\0\1", 12);
	make(map_of(4, "proto", value_int(200), "src", text("a"), "dst", text("224.0.0.1"),
		    "payload", text("xy")));
	expect_frame("10.0.0.1 > 224.0.0.1  protocol 200  2 bytes");
	assert_memory_equal(frame, "\1\0\x5e\0\0\1", 6);
}

/* RFC 768: a sum of 0 is written as 0xffff. */
static void no_checksum_of_udp_is_zero(void **state)
{
	unsigned seen = 0;
	(void)state;
	for (unsigned i = 0; i <= UINT16_MAX && !seen; i++) {
		make(map_of(4, "proto", text("udp"), "src", text("a"), "dst", text("10.0.0.2"),
			    "sport", value_int(i)));
		assert_false(frame[40] == 0 && frame[41] == 0);
		seen += frame[40] == 0xff && frame[41] == 0xff;
	}
	assert_int_equal(seen, 1);
	expect_frame("10.0.0.1:60379 > 10.0.0.2:0  UDP  0 bytes");
}

static void as_it_is_nothing_is_made_right(void **state)
{
	struct packet_wish wish = {.as_is = true};
	uint8_t base[200];
	(void)state;
	read_frame(frame_udp);
	memcpy(base, frame, length);
	wish.base = base;
	wish.base_length = length;
	expect_built(wish, map_of(2, "payload", text("hell"), "checksum", value_int(1)));
	assert_int_equal(length, wish.base_length - 1);
	assert_memory_equal(frame + 38, "\0\x0d\0\1hell", 8); /* the length is the old one */
	wish.base = NULL;
	expect_built(wish, map_of(4, "proto", text("udp"), "src", text("a"), "dst",
				  text("10.0.0.2"), "iplength", value_int(5)));
	assert_memory_equal(frame + 16, "\0\5", 2);
	assert_memory_equal(frame + 38, "\0\x08", 2); /* what nobody says is right */
}

static void what_does_not_fit_is_named(void **state)
{
	(void)state;
	read_frame(frame_data);
	refuse_change("flag", text("SYN"), "RANGE", "\"flag\": a packet has no such key");
	refuse_change("flag", text("SYN"), "RANGE", "did you mean flags");
	refuse_change("type", value_int(1), "RANGE", "type: a packet of tcp has none");
	refuse_change("dport", value_int(65536), "RANGE", "dport: it takes 0 to 65535, not 65536");
	refuse_change("dport", text("http"), "TYPE", "dport: it takes an int");
	refuse_change("offset", value_int(7), "RANGE", "offset: it takes 0 to 65528 in eights");
	refuse_change("flags", text("SYN FOO"), "RANGE",
		      "flags: it takes words of SYN FIN RST PSH ACK");
	refuse_change("flags", VALUE_NIL, "TYPE", "flags: it takes words: SYN ACK");
	refuse_change("df", value_int(1), "TYPE", "df: it takes true or false");
	refuse_change("src", text("fd00::1"), "RANGE", "src: it takes an address of IPv4");
	refuse_change("hwsrc", text("02:00"), "RANGE", "hwsrc: it takes a hardware address");
	refuse_change("payload", value_int(1), "TYPE", "payload: it takes bytes");
	refuse_change("bytes", value_int(1), "TYPE", "bytes: it takes bytes, a whole frame");
	refuse_change("proto", text("tpc"), "RANGE", "proto: it takes tcp, udp");
	refuse_change("proto", text("arp"), "RANGE", "proto: arp and what is none of IP");
	refuse_change("seq", value_int(INT64_C(1) << 32), "RANGE", "seq: it takes");
	struct bytes *large = bytes_allocate(65500);
	memset(large->data, 'x', large->length);
	refuse_change("payload", value_bytes(large), "RANGE", "payload: the packet would have 655");
}

static void options_that_do_not_fit_are_named(void **state)
{
	(void)state;
	read_frame(frame_data);
	refuse_change("options", text("mss"), "RANGE",
		      "options: mss: it takes a number, 0 to 65535");
	refuse_change("options", text("mss 65536"), "RANGE", "options: mss: it takes a number");
	refuse_change("options", text("ts 1"), "RANGE", "options: ts: it takes two numbers");
	refuse_change("options", text("sack 1"), "RANGE", "options: sack: it takes pairs");
	refuse_change("options", text("foo 1"), "RANGE",
		      "options: none is called foo; there are end");
	refuse_change("options", text("77 abc"), "RANGE", "options: 77: it takes bytes");
	refuse_change("options", VALUE_NIL, "TYPE", "options: it takes a map");
	refuse_change("options", text("sack 1-2 3-4 5-6 7-8 9-10"), "RANGE", "at most 40 bytes");
	refuse_change("options", text("ts 1 2 ts 1 2 ts 1 2 ts 1 2 ts 1 2"), "RANGE",
		      "they have at most 40 bytes");
	refuse_change("options", value_object(TYPE_MAP, map_of(1, "mss", text("1"))), "RANGE",
		      "options: mss: it takes a number");
}

static void what_is_made_of_nothing_needs_something(void **state)
{
	const struct packet_wish wish = {0};
	(void)state;
	expect_error(wish, map_of(1, "src", text("a")), "RANGE", "proto: a packet that is made of");
	expect_error(wish, map_of(2, "proto", text("tcp"), "src", text("a")), "RANGE",
		     "dst: a packet that is made of nothing needs both addresses");
	expect_error(wish, map_of(3, "proto", text("tcp"), "src", text("c"), "dst", text("a")),
		     "RANGE", "src: it takes an address of IPv4, or a host's name");
	expect_error(wish, map_of(3, "proto", text("tcp"), "src", text("a"), "dst", text("::1")),
		     "RANGE", "src: a has no address of IPv6");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(maps_say_what_packets_are),
		cmocka_unit_test(numbers_are_relative),
		cmocka_unit_test(what_was_read_comes_back),
		cmocka_unit_test(keys_alone_are_enough),
		cmocka_unit_test(changes_win),
		cmocka_unit_test(packets_are_made_of_nothing),
		cmocka_unit_test(no_checksum_of_udp_is_zero),
		cmocka_unit_test(as_it_is_nothing_is_made_right),
		cmocka_unit_test(what_does_not_fit_is_named),
		cmocka_unit_test(options_that_do_not_fit_are_named),
		cmocka_unit_test(what_is_made_of_nothing_needs_something),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
