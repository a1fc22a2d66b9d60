/*
 * test_tcp_flow: relative numbers, and what segments are in the light of those before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <netinet/in.h>

#include "frames.h"
#include "handsh/packet.h"

static struct flows *flows;
static struct flow_note note;
static int64_t now;

static int set_up(void **state)
{
	(void)state;
	flows = flows_new(2);
	now = 0;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	flows_free(flows);
	return 0;
}

/* A segment of the connection between ports 1000, a's, and 80, b's. */
static struct packet_summary segment(char from, unsigned flags, uint32_t seq, uint32_t ack,
				     uint32_t payload)
{
	struct packet_summary summary = {
		.version = 4,
		.protocol = IPPROTO_TCP,
		.transport_whole = true,
		.source = {10, 0, 0, from == 'a' ? 1 : 2},
		.destination = {10, 0, 0, from == 'a' ? 2 : 1},
		.source_port = from == 'a' ? 1000 : 80,
		.destination_port = from == 'a' ? 80 : 1000,
		.flags = (uint16_t)flags,
		.window = 1000,
		.seq = seq,
		.ack = ack,
		.payload_length = payload,
	};
	return summary;
}

static void take(struct packet_summary summary)
{
	flows_take(flows, &summary, now, &note);
	assert_true(note.known);
}

static void expect(struct packet_summary summary, const char *name)
{
	struct buffer text = {0};
	take(summary);
	flow_segment_name(&note, &text);
	assert_string_equal(buffer_cstring(&text), name);
	buffer_free(&text);
}

/* Both know each other: a's numbers begin with 1001 and b's with 5001. */
static void open_connection(void)
{
	take(segment('a', TCP_SYN, 1000, 0, 0));
	take(segment('b', TCP_SYN | TCP_ACK, 5000, 1001, 0));
	take(segment('a', TCP_ACK, 1001, 5001, 0));
	assert_int_equal(note.segment, SEGMENT_USUAL);
}

static void numbers_are_relative(void **state)
{
	static const char *const frames[] = {
		frame_syn,    frame_syn_ack,    frame_ack, frame_data,     frame_data_ack,
		frame_answer, frame_answer_ack, frame_fin, frame_fin_back, frame_fin_ack};
	static const uint32_t numbers[][2] = {{0, 0},  {0, 1},   {1, 1},   {1, 1},   {1, 10},
					      {1, 10}, {10, 10}, {10, 10}, {10, 11}, {11, 11}};
	uint8_t frame[200];
	(void)state;
	for (size_t i = 0; i < 10; i++) {
		struct packet_summary summary;
		packet_summarize(frame, frame_read(frames[i], frame, sizeof(frame)), &summary);
		take(summary);
		assert_int_equal(note.seq, numbers[i][0]);
		assert_int_equal(note.ack, numbers[i][1]);
		assert_int_equal(note.segment, SEGMENT_USUAL);
		assert_int_equal(note.seq_base + note.seq, summary.seq);
		assert_int_equal(note.window,
				 i < 2 ? summary.window : (uint32_t)summary.window << 10);
	}
}

static void numbers_wrap(void **state)
{
	(void)state;
	take(segment('a', TCP_SYN, UINT32_MAX - 1, 0, 0));
	take(segment('b', TCP_SYN | TCP_ACK, UINT32_MAX, UINT32_MAX, 0));
	assert_int_equal(note.ack, 1);
	expect(segment('a', TCP_ACK, UINT32_MAX, 0, 10), "");
	assert_int_equal(note.seq, 1);
	assert_int_equal(note.ack, 1);
	expect(segment('a', TCP_ACK, 9, 0, 10), "");
	assert_int_equal(note.seq, 11);
	expect(segment('a', TCP_ACK, UINT32_MAX, 0, 10), "retransmission");
	expect(segment('b', TCP_ACK, 0, 19, 0), "");
	assert_int_equal(note.ack, 21);
}

static void retransmissions_are_named(void **state)
{
	(void)state;
	take(segment('a', TCP_SYN, 1000, 0, 0));
	expect(segment('a', TCP_SYN, 1000, 0, 0), "retransmission");
	take(segment('b', TCP_SYN | TCP_ACK, 5000, 1001, 0));
	expect(segment('b', TCP_SYN | TCP_ACK, 5000, 1001, 0), "retransmission");
	expect(segment('a', TCP_ACK, 1001, 5001, 1), "");
	expect(segment('a', TCP_ACK, 1001, 5001, 1), "retransmission"); /* and no probe */
	expect(segment('a', TCP_ACK, 1002, 5001, 100), "");
	expect(segment('a', TCP_ACK, 1002, 5001, 200), "retransmission"); /* and what is new */
	expect(segment('a', TCP_FIN | TCP_ACK, 1202, 5001, 0), "");
	expect(segment('a', TCP_FIN | TCP_ACK, 1202, 5001, 0), "retransmission");
}

static void duplicates_are_counted(void **state)
{
	(void)state;
	open_connection();
	expect(segment('a', TCP_ACK, 1001, 5001, 100), "");
	expect(segment('a', TCP_ACK, 1101, 5001, 100), "");
	expect(segment('b', TCP_ACK, 5001, 1101, 0), "");
	expect(segment('b', TCP_ACK, 5001, 1101, 0), "duplicate ACK 1");
	expect(segment('b', TCP_ACK, 5001, 1101, 0), "duplicate ACK 2");
	struct packet_summary sack = segment('b', TCP_ACK, 5001, 1101, 0);
	sack.window = 90;
	sack.sack = true;
	expect(sack, "duplicate ACK 3");
	expect(segment('b', TCP_ACK, 5001, 1201, 0), "");
	/* Nothing is outstanding any more. */
	expect(segment('b', TCP_ACK, 5001, 1201, 0), "");
	expect(segment('a', TCP_ACK, 1201, 5001, 10), "");
	expect(segment('b', TCP_ACK, 5001, 1201, 0), "duplicate ACK 1");
}

static void probes_are_named(void **state)
{
	(void)state;
	open_connection();
	expect(segment('a', TCP_ACK, 1000, 5001, 0), "keep-alive probe");
	expect(segment('b', TCP_ACK, 5001, 1001, 0), "answer to the probe");
	expect(segment('a', TCP_ACK, 1000, 5001, 1), "keep-alive probe");
	expect(segment('b', TCP_ACK, 5001, 1001, 0), "answer to the probe");
	expect(segment('a', TCP_ACK, 1001, 5001, 100), "");
	struct packet_summary closed = segment('b', TCP_ACK, 5001, 1101, 0);
	closed.window = 0;
	expect(closed, "");
	expect(segment('a', TCP_ACK, 1100, 5001, 0), "zero-window probe");
	expect(closed, "answer to the probe");
	expect(segment('a', TCP_ACK, 1101, 5001, 1), "zero-window probe");
	expect(segment('a', TCP_ACK, 1101, 5001, 1), "zero-window probe");
	expect(closed, "answer to the probe");
	struct packet_summary opened = segment('b', TCP_ACK, 5001, 1101, 0);
	expect(opened, "window update");
}

static void gaps_are_filled(void **state)
{
	(void)state;
	open_connection();
	expect(segment('a', TCP_ACK, 1001, 5001, 100), "");
	expect(segment('a', TCP_ACK, 1201, 5001, 100), "");
	expect(segment('a', TCP_ACK, 1401, 5001, 100), "");
	expect(segment('a', TCP_ACK, 1301, 5001, 100), "out of order");
	expect(segment('a', TCP_ACK, 1301, 5001, 100), "retransmission");
	expect(segment('a', TCP_ACK, 1101, 5001, 50), "out of order");
	expect(segment('a', TCP_ACK, 1151, 5001, 50), "out of order");
	expect(segment('a', TCP_ACK, 1151, 5001, 50), "retransmission");
	expect(segment('a', TCP_ACK, 1501, 5001, 50), "");
}

static void another_connection_begins_anew(void **state)
{
	(void)state;
	open_connection();
	expect(segment('a', TCP_SYN, 90000, 0, 0), "");
	assert_int_equal(note.seq, 0);
	expect(segment('b', TCP_SYN | TCP_ACK, 70000, 90001, 0), "");
	assert_int_equal(note.seq, 0);
	assert_int_equal(note.ack, 1);
	take(segment('b', TCP_RST, 70001, 0, 0));
	expect(segment('a', TCP_SYN, 90000, 0, 0), "");
	take(segment('a', TCP_RST, 90001, 0, 0));
	now = 121 * NANOSECONDS;
	take(segment('b', TCP_ACK, 100, 90500, 10));
	assert_int_equal(note.seq, 1);
	assert_int_equal(note.ack, 1);
}

/* RFC 5961 4: one side has forgotten the connection, the other has not. */
static void a_challenge_is_of_the_old_connection(void **state)
{
	(void)state;
	open_connection();
	expect(segment('a', TCP_ACK, 1001, 5001, 10), "");
	expect(segment('b', TCP_ACK, 5001, 1011, 0), "");
	expect(segment('a', TCP_SYN, 90000, 0, 0), "");
	assert_int_equal(note.seq, 0);
	assert_int_equal(note.seq_base, 90000);
	expect(segment('a', TCP_SYN, 90000, 0, 0), "retransmission");
	expect(segment('b', TCP_ACK, 5001, 1011, 0), "");
	assert_int_equal(note.seq, 1);
	assert_int_equal(note.ack, 11);
	expect(segment('a', TCP_RST, 1011, 0, 0), "");
	assert_int_equal(note.seq, 11);
	expect(segment('a', TCP_SYN, 90000, 0, 0), "");
	expect(segment('b', TCP_SYN | TCP_ACK, 7, 90001, 0), "");
	assert_int_equal(note.seq, 0);
	assert_int_equal(note.ack, 1);
}

static void what_is_outside_the_window_changes_nothing(void **state)
{
	(void)state;
	open_connection();
	take(segment('a', TCP_RST, 1001 + 5000, 0, 0));
	take(segment('a', TCP_ACK, 1001 + 5000, 5001, 10));
	take(segment('b', TCP_ACK, 5001, 99999, 0));
	take(segment('b', TCP_RST, 4000, 0, 0));
	expect(segment('a', TCP_ACK, 1001, 5001, 10), "");
	expect(segment('b', TCP_ACK, 5001, 1011, 0), "");
	/* And the connection has not ended. */
	now = 200 * NANOSECONDS;
	expect(segment('a', TCP_ACK, 1011, 5001, 10), "");
	assert_int_equal(note.seq, 11);
}

static void what_was_not_seen_to_begin_begins_with_one(void **state)
{
	(void)state;
	expect(segment('a', TCP_ACK, 777, 888, 10), "");
	assert_int_equal(note.seq, 1);
	assert_int_equal(note.ack, 1);
	expect(segment('b', TCP_ACK, 888, 787, 5), "");
	assert_int_equal(note.seq, 1);
	assert_int_equal(note.ack, 11);
}

static void the_oldest_is_forgotten(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		struct packet_summary summary = segment('a', TCP_SYN, 1000, 0, 0);
		summary.source_port = (uint16_t)(2000 + i);
		expect(summary, "");
	}
	struct packet_summary summary = segment('a', TCP_SYN, 1000, 0, 0);
	summary.source_port = 2001;
	expect(summary, "retransmission");
	summary.source_port = 2000;
	expect(summary, ""); /* and 2002 is forgotten for it */
	summary.source_port = 2001;
	expect(summary, "retransmission");
	summary.source_port = 2002;
	expect(summary, "");
}

static void others_have_no_flow(void **state)
{
	(void)state;
	struct packet_summary summary = segment('a', TCP_SYN, 1000, 0, 0);
	summary.protocol = IPPROTO_UDP;
	flows_take(flows, &summary, now, &note);
	assert_false(note.known);
	summary.protocol = IPPROTO_TCP;
	summary.fragment = true;
	flows_take(flows, &summary, now, &note);
	assert_false(note.known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(numbers_are_relative, set_up, tear_down),
		cmocka_unit_test_setup_teardown(numbers_wrap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(retransmissions_are_named, set_up, tear_down),
		cmocka_unit_test_setup_teardown(duplicates_are_counted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(probes_are_named, set_up, tear_down),
		cmocka_unit_test_setup_teardown(gaps_are_filled, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_connection_begins_anew, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_challenge_is_of_the_old_connection, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_is_outside_the_window_changes_nothing, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_was_not_seen_to_begin_begins_with_one, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(the_oldest_is_forgotten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(others_have_no_flow, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
