/*
 * test_too_big: fragments come together to the packet that was cut up, and its sender is told as the
 * RFCs have it.
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

#include "handsh/internet_checksum.h"
#include "handsh/packet_map.h"
#include "lab/packet/headers.h"
#include "lab/packet/too_big.h"

/* A frame as inject would make it. */
static void build(struct buffer *frame, struct map *map)
{
	struct error *error = NULL;
	const struct packet_wish wish = {.map = map, .call = "test"};
	assert_true(packet_build(&wish, frame, &error));
	object_release(map);
}

static struct map *datagram(const char *source, const char *destination, size_t payload)
{
	char *data = memory_zeroed(1, payload + 1);
	for (size_t i = 0; i < payload; i++)
		data[i] = (char)('a' + i % 26);
	struct map *map = map_put_text(map_new(), "proto", value_bytes(bytes_text("udp")));
	map = map_put_text(map, "src", value_bytes(bytes_text(source)));
	map = map_put_text(map, "dst", value_bytes(bytes_text(destination)));
	if (strchr(source, '.'))
		map = map_put_text(map, "df", value_bool(false));
	map = map_put_text(map, "payload", value_bytes(bytes_text(data)));
	free(data);
	return map;
}

static struct packet_summary summary_of(const struct buffer *frame)
{
	struct packet_summary summary;
	packet_summarize(frame->data, frame->length, &summary);
	return summary;
}

/* The payloads of all fragments, at their places; gives how many there were. */
static unsigned put_together(const struct buffer *frame, uint32_t mtu, struct buffer *whole)
{
	const struct packet_summary summary = summary_of(frame);
	struct buffer fragment = {0};
	size_t done = 0;
	unsigned count = 0;
	bool more = true;
	while (packet_fragment(frame->data, frame->length, &summary, mtu, &done, &fragment)) {
		const struct packet_summary part = summary_of(&fragment);
		const uint8_t *header = (const uint8_t *)fragment.data + part.network;
		assert_true(more);
		assert_true(part.fragment);
		assert_true(get16(header + 2) <= mtu);
		assert_int_equal(internet_checksum(internet_sum(0, header, IPV4_SIZE)), 0);
		assert_int_equal(ipv4_fragment_offset(header), whole->length);
		more = ipv4_more_fragments(header);
		buffer_append(whole, header + IPV4_SIZE, get16(header + 2) - (size_t)IPV4_SIZE);
		fragment.length = 0;
		count++;
	}
	assert_false(more);
	buffer_free(&fragment);
	return count;
}

static void fragments_are_the_packet(void **state)
{
	(void)state;
	for (size_t payload = 60; payload < 1400; payload += 67) {
		struct buffer frame = {0}, whole = {0};
		build(&frame, datagram("10.0.0.1", "10.0.0.2", payload));
		const struct packet_summary summary = summary_of(&frame);
		const size_t all = payload + UDP_SIZE;
		assert_true(packet_is_larger(frame.data, &summary, 68));
		assert_false(packet_is_larger(frame.data, &summary, (uint32_t)all + IPV4_SIZE));
		assert_true(packet_may_be_fragmented(frame.data, &summary));
		assert_int_equal(put_together(&frame, 68, &whole), (all + 47) / 48);
		assert_int_equal(whole.length, all);
		assert_memory_equal(whole.data, frame.data + ETHERNET_SIZE + IPV4_SIZE, all);
		buffer_free(&frame);
		buffer_free(&whole);
	}
}

/* A fragment that is cut up once more keeps its place and that there is more. */
static void fragments_of_a_fragment(void **state)
{
	(void)state;
	struct buffer frame = {0}, first = {0}, second = {0};
	build(&frame, datagram("10.0.0.1", "10.0.0.2", 1000));
	struct packet_summary summary = summary_of(&frame);
	size_t done = 0;
	assert_true(packet_fragment(frame.data, frame.length, &summary, 620, &done, &first));
	summary = summary_of(&first);
	done = 0;
	while (packet_fragment(first.data, first.length, &summary, 320, &done, &second)) {
		const uint8_t *header = (const uint8_t *)second.data + ETHERNET_SIZE;
		assert_true(ipv4_more_fragments(header));
		if (done == 600)
			assert_int_equal(ipv4_fragment_offset(header), 592);
		second.length = 0;
	}
	assert_int_equal(done, 600);
	buffer_free(&frame);
	buffer_free(&first);
	buffer_free(&second);
}

/* Of the options only those that are for each fragment stand in the second: RFC 791 3.1. */
static void options_are_copied_as_they_say(void **state)
{
	(void)state;
	struct buffer frame = {0}, fragment = {0};
	static const uint8_t options[8] = {0x94, 4, 0, 0, 0x07, 3, 4, 0}; /* alert, record route */
	build(&frame, datagram("10.0.0.1", "10.0.0.2", 400));
	uint8_t *header =
		(uint8_t *)buffer_reserve(&frame, sizeof(options)) - frame.length + ETHERNET_SIZE;
	memmove(header + IPV4_SIZE + sizeof(options), header + IPV4_SIZE,
		frame.length - ETHERNET_SIZE - IPV4_SIZE);
	memcpy(header + IPV4_SIZE, options, sizeof(options));
	frame.length += sizeof(options);
	header[0] = 0x47;
	put16(header + 2, get16(header + 2) + (uint32_t)sizeof(options));
	const struct packet_summary summary = summary_of(&frame);
	size_t done = 0;
	assert_true(packet_fragment(frame.data, frame.length, &summary, 100, &done, &fragment));
	assert_memory_equal(fragment.data + ETHERNET_SIZE + IPV4_SIZE, options, sizeof(options));
	fragment.length = 0;
	assert_true(packet_fragment(frame.data, frame.length, &summary, 100, &done, &fragment));
	static const uint8_t left[8] = {0x94, 4, 0, 0, 1, 1, 1, 0};
	assert_memory_equal(fragment.data + ETHERNET_SIZE + IPV4_SIZE, left, sizeof(left));
	buffer_free(&frame);
	buffer_free(&fragment);
}

static void expect_answer(const char *source, const char *destination, const char *wanted)
{
	struct buffer frame = {0}, answer = {0}, line = {0};
	struct packet_decoded decoded = {0};
	build(&frame, datagram(source, destination, 1300));
	memcpy(frame.data, "\2\0\0\0\0\2\2\0\0\0\0\1", 2 * ETH_ALEN);
	const struct packet_summary summary = summary_of(&frame);
	assert_true(packet_too_big(frame.data, frame.length, &summary, 1280, &answer));
	assert_memory_equal(answer.data, "\2\0\0\0\0\1\2\0\0\0\0\2", 2 * ETH_ALEN);
	packet_decode(answer.data, answer.length, NULL, &decoded);
	packet_line(&decoded, &line);
	assert_string_equal(buffer_cstring(&line), wanted);
	line.length = 0;
	packet_full(&decoded, &line);
	assert_null(strstr(buffer_cstring(&line), "wrong"));
	packet_decoded_free(&decoded);
	/* Nobody is told of what was told. */
	const struct packet_summary again = summary_of(&answer);
	assert_false(packet_too_big(answer.data, answer.length, &again, 100, &line));
	buffer_free(&frame);
	buffer_free(&answer);
	buffer_free(&line);
}

static void the_sender_is_told(void **state)
{
	(void)state;
	expect_answer("10.0.0.1", "10.0.0.2",
		      "10.0.0.2 > 10.0.0.1  ICMP fragmentation needed  mtu 1280  "
		      "(10.0.0.1:0 > 10.0.0.2:0  UDP  520 bytes)");
	expect_answer("fd00::1", "fd00::2",
		      "fd00::2 > fd00::1  ICMPv6 packet too big  mtu 1280  "
		      "([fd00::1]:0 > [fd00::2]:0  UDP  1184 bytes)");
}

static void nobody_is_told(const char *source, const char *destination)
{
	struct buffer frame = {0}, answer = {0};
	build(&frame, datagram(source, destination, 1300));
	const struct packet_summary summary = summary_of(&frame);
	assert_false(packet_too_big(frame.data, frame.length, &summary, 1280, &answer));
	buffer_free(&frame);
	buffer_free(&answer);
}

static void groups_are_not_told_of(void **state)
{
	(void)state;
	nobody_is_told("10.0.0.1", "239.1.2.3");
	nobody_is_told("10.0.0.1", "255.255.255.255");
	nobody_is_told("0.0.0.0", "10.0.0.1");
	nobody_is_told("fd00::1", "ff02::1");
	nobody_is_told("::", "fd00::1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fragments_are_the_packet),
		cmocka_unit_test(fragments_of_a_fragment),
		cmocka_unit_test(options_are_copied_as_they_say),
		cmocka_unit_test(the_sender_is_told),
		cmocka_unit_test(groups_are_not_told_of),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
