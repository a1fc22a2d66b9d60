/*
 * test_packet_match: which packets the words of a filter mean, and what is wrong with those that are none.
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
#include "handsh/packet_match.h"

/* a and b, of which b has a second name for its address of IPv6. */
static bool host_named(void *context, const char *name, struct packet_host *host)
{
	(void)context;
	*host = (struct packet_host){.ipv4 = {10, 0, 0, 1}, .ipv6 = {0xfd, [15] = 1}};
	if (strcmp(name, "a") == 0) {
		host->name = "a";
		host->has_ipv4 = host->has_ipv6 = true;
	} else if (strcmp(name, "b") == 0 || strcmp(name, "b6") == 0) {
		host->name = "b";
		host->ipv4[3] = host->ipv6[15] = 2;
		host->has_ipv4 = !name[1];
		host->has_ipv6 = true;
	}
	return host->name;
}

static const struct packet_hosts hosts = {.named = host_named};

/* The words, which blanks separate, or what stands in ' '. */
static struct list *list_of(const char *words)
{
	struct list *list = list_new(0);
	while (*words) {
		const bool quoted = *words == '\'';
		const size_t length = strcspn(words + quoted, quoted ? "'" : " ");
		list = list_append(list, value_bytes(bytes_new(words + quoted, length)));
		words += length + 2 * quoted;
		words += *words == ' ';
	}
	return list;
}

static struct packet_match *match_of(const char *words, struct error **error)
{
	struct list *list = list_of(words);
	struct packet_match *match = packet_match_new(list, &hosts, "hold", error);
	object_release(list);
	return match;
}

static bool fits_noted(const char *words, const char *digits, const struct flow_note *note)
{
	uint8_t frame[200];
	struct packet_summary summary;
	struct error *error = NULL;
	struct packet_match *match = match_of(words, &error);
	assert_null(error);
	assert_non_null(match);
	const size_t length = frame_read(digits, frame, sizeof(frame));
	packet_summarize(frame, length, &summary);
	const bool from_a = summary.source[3] == 1 || summary.source[15] == 1;
	const struct packet_seen seen = {
		frame, length, &summary, note, from_a ? "a" : "b", from_a ? "b" : "a"};
	const bool fits = packet_match(match, &seen);
	packet_match_free(match);
	return fits;
}

static bool fits(const char *words, const char *digits)
{
	return fits_noted(words, digits, NULL);
}

static void words_of_our_own(void **state)
{
	(void)state;
	assert_true(fits("", frame_arp_request));
	assert_true(fits("syn", frame_syn) && fits("syn", frame_syn6));
	assert_false(fits("syn", frame_syn_ack) || fits("syn", frame_ack));
	assert_true(fits("synack", frame_syn_ack));
	assert_false(fits("synack", frame_syn));
	assert_true(fits("ack", frame_ack));
	assert_false(fits("ack", frame_data) || fits("ack", frame_fin) ||
		     fits("ack", frame_syn_ack));
	assert_true(fits("fin", frame_fin));
	assert_false(fits("rst", frame_fin));
	assert_true(fits("data", frame_data) && fits("data", frame_udp));
	assert_false(fits("data", frame_ack) || fits("data", frame_port_unreachable));
	assert_true(fits("arp", frame_arp_request));
	assert_false(fits("arp", frame_syn) || fits("tcp", frame_arp_request));
	assert_true(fits("icmp", frame_port_unreachable) && fits("icmp", frame_solicitation6));
	assert_true(fits("udp", frame_udp) && fits("tcp", frame_syn6));
	assert_false(fits("udp", frame_udplite) || fits("udp", frame_syn));
}

static void retransmissions(void **state)
{
	struct flow_note note = {.known = true, .segment = SEGMENT_RETRANSMISSION};
	(void)state;
	assert_true(fits_noted("retransmission", frame_data, &note));
	note.segment = SEGMENT_USUAL;
	assert_false(fits_noted("retransmission", frame_data, &note));
	assert_false(fits("retransmission", frame_data));
}

static void hosts_by_name(void **state)
{
	(void)state;
	assert_true(fits("from a", frame_syn) && fits("to b", frame_syn));
	assert_false(fits("from b", frame_syn) || fits("to a", frame_syn));
	assert_true(fits("from a to b", frame_syn));
	assert_true(fits("from b6", frame_syn_ack));
}

static void all_must_hold(void **state)
{
	(void)state;
	assert_true(fits("from a syn tcp", frame_syn));
	assert_false(fits("from a syn udp", frame_syn));
	assert_false(fits("fin data", frame_fin));
	assert_true(fits("syn port 80", frame_syn));
	assert_true(fits("port 80 syn 'ip proto 6'", frame_syn));
	assert_false(fits("port 81 syn", frame_syn));
	/* What stands in one quote is whole, unless it lacks something. */
	assert_true(fits("'ip proto 6' 'port 80'", frame_syn));
	assert_false(fits("'ip proto 6' 'port 81'", frame_syn));
	assert_true(fits("tcp 'port 80' 'len > 60'", frame_syn));
	assert_true(fits("'dst port' 80 'src or' dst host b", frame_syn));
	assert_true(fits("'port 81' or 'port 80' 'ip proto 6'", frame_syn));
	assert_false(fits("not 'port 80' 'ip proto 6'", frame_syn));
}

static void words_of_pcap(void **state)
{
	(void)state;
	assert_true(fits("port 80", frame_syn) && fits("'port 80'", frame_syn));
	assert_true(fits("port http", frame_syn));
	assert_true(fits("'tcp[tcpflags] & tcp-syn != 0'", frame_syn));
	assert_false(fits("'tcp[tcpflags] & tcp-syn != 0'", frame_ack));
	assert_true(fits("'tcp[12:2] & 0xff == 2'", frame_syn));
	assert_true(fits("'len > 60' from a", frame_syn));
	assert_true(fits("not arp", frame_syn));
	assert_false(fits("not arp", frame_arp_request));
	assert_true(fits("arp or icmp", frame_port_unreachable) &&
		    fits("arp or icmp", frame_arp_reply));
	assert_false(fits("arp or icmp", frame_syn));
	assert_true(fits("tcp and port 80 syn", frame_syn));
	assert_true(fits("'ip proto \\tcp'", frame_syn));
	assert_true(fits("net 10.0.0.0/8", frame_syn) && fits("ip6 net fd00::/16", frame_syn6));
	assert_true(fits("ether src 02:00:00:00:00:01", frame_syn));
	assert_true(fits("portrange 70-90", frame_syn) && fits("host 0x0a000001", frame_syn));
	assert_true(fits("'ip[6:2] & 0x4000 != 0'", frame_syn) && fits("net 10", frame_syn));
	/* Hosts of the lab. */
	assert_true(fits("src a", frame_syn) && fits("host b", frame_syn));
	assert_false(fits("src b", frame_syn));
	assert_true(fits("ip6 dst b6", frame_syn6));
}

static void expect_error(const char *words, const char *name, const char *part)
{
	struct error *error = NULL;
	struct buffer text = {0};
	assert_null(match_of(words, &error));
	assert_non_null(error);
	assert_string_equal(error->name, name);
	error_format(error, &text);
	if (error->hint)
		buffer_append(&text, error->hint->data, error->hint->length);
	if (!strstr(buffer_cstring(&text), part))
		fail_msg("%s: %s", words, text.data);
	buffer_free(&text);
	object_release(error);
}

static void what_is_wrong_is_named(void **state)
{
	(void)state;
	expect_error("synn", "TYPE", "\"synn\" is no word of a filter");
	expect_error("synn", "TYPE", "did you mean syn");
	expect_error("host www.example.com", "TYPE", "\"www.example.com\" is no word");
	expect_error("3com", "TYPE", "\"3com\" is no word");
	expect_error("gateway c", "TYPE", "\"c\" is no word");
	/* libpcap would ask a name server for each of these. */
	expect_error("host 1-2", "TYPE", "\"1-2\" is no word");
	expect_error("host 1.2.3.4.5", "TYPE", "\"1.2.3.4.5\" is no word");
	expect_error("host 1.", "TYPE", "\"1.\" is no word");
	expect_error("host aa:bb", "TYPE", "\"aa:bb\" is no word");
	expect_error("host fe80::1-x", "TYPE", "\"fe80::1-x\" is no word");
	expect_error("host \xff"
		     "arp",
		     "TYPE", "is no word");
	expect_error("host $x", "TYPE", "is no word");
	expect_error("host \\tcp", "TYPE", "is no word");
	expect_error("from c", "UNKNOWN", "there is no host \"c\"");
	expect_error("from", "TYPE", "from has no host after it");
	expect_error("from a from b", "TYPE", "from stands there twice");
	expect_error("not syn", "TYPE", "not joins words of pcap-filter(7) alone");
	expect_error("syn and port 80", "TYPE", "and joins words");
	expect_error("port 80 or", "TYPE", "or joins words");
	expect_error("'port 80 or' syn", "TYPE", "or joins words");
	expect_error("'(port 80'", "TYPE", "hold: TYPE: ");
	expect_error("port 99999", "TYPE", "hold: TYPE: ");
	expect_error("''", "TYPE", "a word of a filter is empty");
	struct buffer text = {0};
	while (text.length < 2050)
		buffer_text(&text, "port 80 or ");
	expect_error(buffer_cstring(&text), "RANGE", "at most 2048 bytes");
	buffer_free(&text);
}

static void other_values_are_no_words(void **state)
{
	struct error *error = NULL;
	(void)state;
	struct list *list = list_append(list_append(list_new(2), value_bytes(bytes_text("port"))),
					value_int(80));
	struct packet_match *match = packet_match_new(list, NULL, "hold", &error);
	assert_non_null(match);
	packet_match_free(match);
	list = list_append(list, VALUE_NIL);
	assert_null(packet_match_new(list, NULL, "hold", &error));
	assert_string_equal(error->name, "TYPE");
	object_release(error);
	object_release(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_our_own),
		cmocka_unit_test(retransmissions),
		cmocka_unit_test(hosts_by_name),
		cmocka_unit_test(all_must_hold),
		cmocka_unit_test(words_of_pcap),
		cmocka_unit_test(what_is_wrong_is_named),
		cmocka_unit_test(other_values_are_no_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
