/*
 * match_expression: words of pcap-filter(7) before libpcap sees them. It would ask name servers for what
 * it does not know, while everything waits: so names are looked up here, among the hosts, and what is none
 * is refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <string.h>

#include "lab/packet/match.h"

/* The words of pcap-filter(7) for Ethernet, as the scanner of libpcap 1.10 has them, in blanks. */
static const char vocabulary[] =
	" dst src link ether arp rarp ip ip6 sctp tcp udp icmp icmp6 igmp igrp pim vrrp carp ah esp "
	"host net mask port portrange proto protochain gateway less greater byte broadcast multicast "
	"and or not len length inbound outbound ifindex vlan mpls pppoed pppoes geneve "
	"iso esis isis clnp stp ipx netbeui llc atalk aarp decnet lat moprc mopdl "
	"icmptype icmpcode icmp6type icmp6code tcpflags "
	"tcp-fin tcp-syn tcp-rst tcp-push tcp-ack tcp-urg tcp-ece tcp-cwr "
	"icmp-echoreply icmp-unreach icmp-sourcequench icmp-redirect icmp-echo icmp-routeradvert "
	"icmp-routersolicit icmp-timxceed icmp-paramprob icmp-tstamp icmp-tstampreply icmp-ireq "
	"icmp-ireqreply icmp-maskreq icmp-maskreply "
	"icmp6-echo icmp6-echoreply icmp6-destinationunreach icmp6-packettoobig icmp6-timeexceeded "
	"icmp6-parameterproblem icmp6-multicastlistenerquery icmp6-multicastlistenerreportv1 "
	"icmp6-multicastlistenerdone icmp6-routersolicit icmp6-routeradvert icmp6-neighborsolicit "
	"icmp6-neighboradvert icmp6-redirect icmp6-multicastlistenerreportv2 ";

/* After these a name is a service's or a protocol's, which files of this machine have. */
static const char named_elsewhere[] = " port portrange proto protochain \\ ";

/* The word begins with no blank. */
static bool stands_in(const char *list, const char *word, size_t length)
{
	for (const char *at = list; (at = memmem(at, strlen(at), word, length)); at++)
		if (at[-1] == ' ' && at[length] == ' ')
			return true;
	return false;
}

bool expression_is_open(struct expression *expression)
{
	static const char open[] = " not ! and && or || ( ";
	return expression->previous.length &&
	       stands_in(open, expression->previous.data, expression->previous.length);
}

static bool is_word_byte(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
	       (byte >= 'A' && byte <= 'Z') || byte == '_' || byte == '-' || byte == '.';
}

/* How long the word or address at the text's beginning is; 0: it is a sign. */
static size_t word_length(const char *text)
{
	size_t length = 0;
	while (is_word_byte(text[length]))
		length++;
	/* Colons are an address's where nothing but hexadecimal digits stands before the first. */
	for (size_t i = 0; i < length; i++)
		if (digit_value(text[i]) < 0)
			return length;
	if (text[length] != ':')
		return length;
	while (digit_value(text[length]) >= 0 || text[length] == ':' || text[length] == '.')
		length++;
	return length;
}

static size_t sign_length(const char *text)
{
	static const char two[] = " && || << >> <= >= == != ";
	return !byte_is_blank(text[0]) && text[1] && stands_in(two, text, 2) ? 2 : 1;
}

/* Numbers, ranges of them, and addresses: what libpcap takes for no name. */
static bool is_numeric(const char *word, size_t length)
{
	const bool hexadecimal = length > 2 && word[0] == '0' && (word[1] | 0x20) == 'x';
	if (memchr(word, ':', length))
		return true;
	for (size_t i = hexadecimal ? 2 : 0; i < length; i++)
		if (hexadecimal
			    ? digit_value(word[i]) < 0
			    : (word[i] < '0' || word[i] > '9') && word[i] != '.' && word[i] != '-')
			return false;
	return true;
}

/* ---- names ---- */

static bool append_host(struct expression *expression, const char *name)
{
	struct packet_host host;
	char address[INET6_ADDRSTRLEN];
	const struct packet_hosts *hosts = expression->hosts;
	if (!hosts || !hosts->named(hosts->context, name, &host))
		return false;
	if (!host.has_ipv4 && !host.has_ipv6)
		return false;
	buffer_text(&expression->text,
		    host.has_ipv4 ? inet_ntop(AF_INET, host.ipv4, address, sizeof(address))
				  : inet_ntop(AF_INET6, host.ipv6, address, sizeof(address)));
	return true;
}

static bool append_name(struct expression *expression, const char *word, size_t length)
{
	const struct buffer *previous = &expression->previous;
	struct buffer name = {0}, shown = {0};
	if (previous->length && stands_in(named_elsewhere, previous->data, previous->length)) {
		buffer_append(&expression->text, word, length);
		return true;
	}
	buffer_append(&name, word, length);
	const bool good = append_host(expression, buffer_cstring(&name));
	if (!good) {
		literal_format(&shown, word, length);
		*expression->error = error_new("TYPE", expression->call,
					       "%s is no word of a filter", buffer_cstring(&shown));
		match_hint(*expression->error, name.data);
	}
	buffer_free(&name);
	buffer_free(&shown);
	return good;
}

static bool append_word(struct expression *expression, const char *word, size_t length)
{
	if (!is_numeric(word, length) && !stands_in(vocabulary, word, length))
		return append_name(expression, word, length);
	buffer_append(&expression->text, word, length);
	return true;
}

bool expression_add(struct expression *expression, const char *words)
{
	buffer_text(&expression->text, expression->text.length ? " " : "");
	while (*words) {
		const size_t length = word_length(words),
			     size = length ? length : sign_length(words);
		if (length && !append_word(expression, words, length))
			return false;
		if (!length)
			buffer_append(&expression->text, words, size);
		if (!byte_is_blank(*words)) {
			expression->previous.length = 0;
			buffer_append(&expression->previous, words, size);
		}
		words += size;
	}
	return true;
}
