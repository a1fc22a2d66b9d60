/*
 * test_packet: frames in short, as a line, in full and with their bytes; and what is wrong with them.
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

#include <netinet/in.h>

#include <linux/if_ether.h>

#include "frames.h"
#include "handsh/packet.h"

static uint8_t frame[4096];
static size_t length;

static void read_frame(const char *digits)
{
	length = frame_read(digits, frame, sizeof(frame));
}

/* A copy of just that length, so that a sanitizer sees what is read after its end. */
static void expect_line_of(size_t size, const char *line)
{
	struct packet_decoded decoded = {0};
	struct buffer text = {0};
	uint8_t *copy = memory_allocate(size ? size : 1);
	memcpy(copy, frame, size);
	packet_decode(copy, size, NULL, &decoded);
	packet_line(&decoded, &text);
	assert_string_equal(buffer_cstring(&text), line);
	buffer_free(&text);
	packet_decoded_free(&decoded);
	free(copy);
}

static void expect_line(const char *digits, const char *line)
{
	read_frame(digits);
	expect_line_of(length, line);
}

static void lines_say_what_a_packet_is(void **state)
{
	(void)state;
	expect_line(frame_arp_request, "ARP request  who has 10.0.0.2? tell 10.0.0.1");
	expect_line(frame_arp_reply, "ARP reply  10.0.0.2 is at 02:00:00:00:00:02");
	expect_line(frame_syn, "10.0.0.1:59056 > 10.0.0.2:80  SYN  seq 3745616039  win 64240  "
			       "mss 1460 sackOK ts wscale 10");
	expect_line(frame_data, "10.0.0.1:59056 > 10.0.0.2:80  PSH ACK  seq 3745616040 ack "
				"478027215  win 63  9 bytes");
	expect_line(frame_syn6, "[fd00::1]:40870 > [fd00::2]:80  SYN  seq 3090279645  win 64800  "
				"mss 1440 sackOK ts wscale 10");
	expect_line(frame_mptcp_syn,
		    "10.0.0.1:47740 > 10.0.0.2:81  SYN  seq 1904524952  win 64240  "
		    "mss 1460 sackOK ts wscale 10 mptcp MP_CAPABLE");
	expect_line(frame_udp, "10.0.0.1:40688 > 10.0.0.2:9  UDP  5 bytes");
	expect_line(frame_udplite, "10.0.0.1:56907 > 10.0.0.2:9  UDP-Lite  coverage 12  7 bytes");
}

static void messages_are_said_in_words(void **state)
{
	(void)state;
	expect_line(frame_port_unreachable, "10.0.0.2 > 10.0.0.1  ICMP port unreachable  "
					    "(10.0.0.1:40688 > 10.0.0.2:9  UDP  5 bytes)");
	expect_line(frame_port_unreachable6, "fd00::2 > fd00::1  ICMPv6 port unreachable  "
					     "([fd00::1]:46861 > [fd00::2]:9  UDP  5 bytes)");
	expect_line(frame_record_route, "10.0.0.1 > 10.0.0.2  record route 10.0.0.1  "
					"ICMP echo request  ident 7 seq 1  4 bytes");
	expect_line(frame_solicitation6,
		    "fd00::1 > ff02::1:ff00:2  ICMPv6 neighbour solicitation  target fd00::2");
	expect_line(frame_advertisement6,
		    "fd00::2 > fd00::1  ICMPv6 neighbour advertisement  target fd00::2");
	expect_line(frame_router_solicitation,
		    "fe80::ff:fe00:2 > ff02::2  ICMPv6 router solicitation");
	expect_line(frame_igmp_report, "10.0.0.1 > 224.0.0.22  router alert  IGMP membership "
				       "report, version 3  to exclude 239.1.2.3");
	expect_line(frame_listener_report,
		    "fe80::ff:fe00:1 > ff02::16  router alert  ICMPv6 multicast listener report, "
		    "version 2  to exclude ff15::7");
}

static void parts_are_called_parts(void **state)
{
	(void)state;
	expect_line(frame_last_fragment,
		    "10.0.0.1 > 10.0.0.2  fragment of 0x227a at 1480, the last  UDP  28 bytes");
	expect_line(frame_last_fragment6,
		    "fd00::1 > fd00::2  fragment of 0x27225719 at 1448, the last  UDP  60 bytes");
}

static void what_has_no_decoder_is_named(void **state)
{
	(void)state;
	expect_line("02000000000202000000000188cc0203", "02:00:00:00:00:01 > 02:00:00:00:00:02  "
							"ETH_P_LLDP  2 bytes");
	expect_line("0200000000020200000000010004aaaa0300",
		    "02:00:00:00:00:01 > 02:00:00:00:00:02  length 4  4 bytes");
	expect_line("02000000000202000000000108004500001500010000408400000a0000010a0000020a",
		    "10.0.0.1 > 10.0.0.2  SCTP  1 byte");
	expect_line("02000000000202000000000108004500001500010000400000000a0000010a0000020a",
		    "10.0.0.1 > 10.0.0.2  IP  1 byte");
	expect_line("02000000000202000000000108004500001500010000404f00000a0000010a0000020a",
		    "10.0.0.1 > 10.0.0.2  protocol 79  1 byte");
}

static void tags_are_passed(void **state)
{
	struct packet_summary summary;
	(void)state;
	expect_line("020000000002020000000001810020058100000788cc00",
		    "02:00:00:00:00:01 > 02:00:00:00:00:02  vlan 5  vlan 7  1 byte");
	read_frame(
		"02000000000202000000000181000005080045000021755940004011b1700a0000010a0000029ef0"
		"0009000d090668656c6c6f");
	expect_line_of(length, "10.0.0.1:40688 > 10.0.0.2:9  vlan 5  UDP  5 bytes");
	packet_summarize(frame, length, &summary);
	assert_int_equal(summary.ether_type, ETH_P_IP);
	assert_int_equal(summary.destination_port, 9);
	assert_int_equal(summary.payload_length, 5);
}

/* IPv6 with every extension header before an empty datagram. */
static void extension_headers_are_passed(void **state)
{
	struct packet_summary summary;
	(void)state;
	read_frame("02000000000202000000000186dd60000000005800fffd000000000000000000000000000001"
		   "fd000000000000000000000000000002"
		   "2b00c20400010000"
		   "3c02020100000000fd000000000000000000000000000003"
		   "3300010400000000"
		   "2c04000000000001000000020102030405060708090a0b0c"
		   "1100000000000007"
		   "00070009000845b5"
		   "0000000000000000");
	expect_line_of(length,
		       "[fd00::1]:7 > [fd00::2]:9  jumbo payload 65536  home address segments left "
		       "1  spi 0x00000001  fragment of 0x00000007 at 0, the last  UDP  0 bytes");
	packet_summarize(frame, length, &summary);
	assert_int_equal(summary.version, 6);
	assert_int_equal(summary.protocol, IPPROTO_UDP);
	assert_true(summary.transport_whole);
	assert_false(summary.fragment);
	assert_int_equal(summary.source_port, 7);
	assert_int_equal(summary.payload_length, 0);
}

static void what_is_wrong_is_said(void **state)
{
	(void)state;
	read_frame(frame_syn);
	expect_line_of(0, "cut after 0 of 14 bytes");
	expect_line_of(20, "cut after 6 of 20 bytes");
	expect_line_of(40,
		       "10.0.0.1:59056 > 10.0.0.2:80  cut after 26 of 60 bytes  TCP cut after 6 "
		       "of 20 bytes");
	frame[14] = 0x44;
	expect_line_of(length, "10.0.0.1 > 10.0.0.2  version 4 with a header of 16 bytes, where 60 "
			       "are  40 bytes");
	read_frame(frame_syn);
	frame[46] = 0xf0; /* a header of 60 bytes */
	expect_line_of(length, "10.0.0.1:59056 > 10.0.0.2:80  SYN  seq 3745616039  win 64240  a "
			       "header of 60 bytes, where 40 are  20 bytes");
	read_frame(frame_syn);
	frame[55] = 5; /* an MSS of five bytes, after which others are read */
	expect_line_of(length, "10.0.0.1:59056 > 10.0.0.2:80  SYN  seq 3745616039  win 64240  an "
			       "option mss of 5 bytes  an option mss of 8 bytes");
}

/* ---- summaries ---- */

static void summaries_have_what_flows_and_filters_need(void **state)
{
	struct packet_summary summary;
	(void)state;
	read_frame(frame_data);
	packet_summarize(frame, length, &summary);
	assert_int_equal(summary.ether_type, ETH_P_IP);
	assert_int_equal(summary.version, 4);
	assert_int_equal(summary.protocol, IPPROTO_TCP);
	assert_true(summary.transport_whole);
	assert_memory_equal(summary.source, "\x0a\0\0\x01", 5);
	assert_memory_equal(summary.destination, "\x0a\0\0\x02", 5);
	assert_int_equal(summary.source_port, 59056);
	assert_int_equal(summary.destination_port, 80);
	assert_int_equal(summary.flags, TCP_PSH | TCP_ACK);
	assert_int_equal(summary.seq, 3745616040);
	assert_int_equal(summary.ack, 478027215);
	assert_int_equal(summary.window, 63);
	assert_int_equal(summary.network, 14);
	assert_int_equal(summary.transport, 34);
	assert_int_equal(summary.payload_length, 9);
	assert_memory_equal(frame + summary.payload, "Thank you", 9);
	read_frame(frame_port_unreachable);
	packet_summarize(frame, length, &summary);
	assert_int_equal(summary.type, 3);
	assert_int_equal(summary.code, 3);
	read_frame(frame_last_fragment);
	packet_summarize(frame, length, &summary);
	assert_true(summary.later_fragment && !summary.transport_whole);
	assert_int_equal(summary.payload_length, 28);
}

/* ---- in full ---- */

static const struct packet_field *field_of(struct packet_decoded *decoded, const char *layer,
					   const char *name)
{
	packet_decode(frame, length, NULL, decoded);
	const struct packet_field *field = packet_field(decoded, layer, name);
	assert_non_null(field);
	return field;
}

static void expect_remark(const char *layer, const char *name, const char *remark)
{
	struct packet_decoded decoded = {0};
	const struct packet_field *field = field_of(&decoded, layer, name);
	assert_int_equal(field->remark_length, strlen(remark));
	assert_memory_equal(decoded.text.data + field->text + field->text_length, remark,
			    strlen(remark));
	packet_decoded_free(&decoded);
}

static void checksums_are_checked(void **state)
{
	static const char *const whole[] = {frame_data, frame_data6, frame_syn6};
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		read_frame(whole[i]);
		expect_remark("TCP", "checksum", "right");
	}
	read_frame(frame_udp);
	expect_remark("UDP", "checksum", "right");
	expect_remark("IPv4", "checksum", "right");
	frame[length - 1] ^= 1;
	expect_remark("UDP", "checksum", "wrong, should be 0x0a06");
	frame[40] = frame[41] = 0;
	expect_remark("UDP", "checksum", "none");
	read_frame(frame_udplite);
	expect_remark("UDP-Lite", "checksum", "right");
	frame[length - 1] ^= 1; /* it is not covered */
	expect_remark("UDP-Lite", "checksum", "right");
	read_frame(frame_port_unreachable6);
	expect_remark("ICMPv6", "checksum", "right");
	read_frame(frame_igmp_report);
	expect_remark("IGMP", "checksum", "right");
}

static void fields_know_their_bits(void **state)
{
	struct packet_decoded decoded = {0};
	(void)state;
	read_frame(frame_syn);
	const struct packet_field *field = field_of(&decoded, "TCP", "flags");
	assert_int_equal(field->bit, (14 + 20 + 12) * 8 + 7);
	assert_int_equal(field->bits, 9);
	assert_int_equal(field->number, TCP_SYN);
	assert_true(packet_flip(frame, length, field->bit + 4)); /* ACK */
	field = field_of(&decoded, "TCP", "flags");
	assert_int_equal(field->number, TCP_SYN | TCP_ACK);
	assert_false(packet_flip(frame, length, length * 8));
	packet_decoded_free(&decoded);
}

static void bytes_are_marked(void **state)
{
	struct packet_decoded decoded = {0};
	struct buffer text = {0};
	(void)state;
	read_frame(frame_syn);
	packet_decode(frame, length, NULL, &decoded);
	packet_hex(&decoded, frame, length, &text);
	assert_non_null(strstr(buffer_cstring(&text),
			       "IPv4  20 bytes\n"
			       "   112  0100....                   version           4\n"
			       "   116  ....0101                   header            20 bytes\n"));
	assert_non_null(strstr(text.data,
			       "   480  08 0a 93 ea bc af 00 00    ts                2481634479 0\n"
			       "   544  00 00\n"
			       "   560  01                         nop\n"));
	text.length = 0;
	packet_full(&decoded, &text);
	assert_non_null(strstr(buffer_cstring(&text), "  checksum          0x9185  right\n"));
	packet_decoded_free(&decoded);
	buffer_free(&text);
}

static void peers_cannot_drive_the_terminal(void **state)
{
	struct packet_decoded decoded = {0};
	struct buffer text = {0};
	(void)state;
	read_frame(frame_udp);
	memcpy(frame + length - 5, "\033[2J\n", 5);
	packet_decode(frame, length, NULL, &decoded);
	packet_full(&decoded, &text);
	assert_non_null(strstr(buffer_cstring(&text), "\"\\e[2J\\n\"\n"));
	packet_decoded_free(&decoded);
	buffer_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_say_what_a_packet_is),
		cmocka_unit_test(messages_are_said_in_words),
		cmocka_unit_test(parts_are_called_parts),
		cmocka_unit_test(what_has_no_decoder_is_named),
		cmocka_unit_test(tags_are_passed),
		cmocka_unit_test(extension_headers_are_passed),
		cmocka_unit_test(what_is_wrong_is_said),
		cmocka_unit_test(summaries_have_what_flows_and_filters_need),
		cmocka_unit_test(checksums_are_checked),
		cmocka_unit_test(fields_know_their_bits),
		cmocka_unit_test(bytes_are_marked),
		cmocka_unit_test(peers_cannot_drive_the_terminal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
