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
static const char named_elsewhere[] = " port portrange proto protochain ";
/* What is no word; any other byte would begin a name. */
static const char signs[] = "()[]!&|^+-*/%<>=:\\";

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

bool expression_goes_on(struct expression *expression)
{
	static const char wanting[] =
		" dst src host net mask port portrange proto protochain gateway less "
		"greater & | = < > ! + - * / ";
	return expression_is_open(expression) ||
	       (expression->previous.length &&
		stands_in(wanting, expression->previous.data, expression->previous.length));
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
	while (is_word_byte(text[length]) || text[length] == ':')
		length++;
	return length;
}

static size_t sign_length(const char *text)
{
	static const char two[] = " && || << >> <= >= == != ";
	return !byte_is_blank(text[0]) && text[1] && stands_in(two, text, 2) ? 2 : 1;
}

/* ---- numbers and addresses: what libpcap takes for no name ---- */

static size_t digits_length(const char *word, size_t length)
{
	size_t count = 0;
	while (count < length && word[count] >= '0' && word[count] <= '9')
		count++;
	return count;
}

/* Digits, so many times at most, with that between them. */
static bool is_digits(const char *word, size_t length, char between, unsigned most)
{
	for (unsigned i = 0; i < most; i++) {
		const size_t count = digits_length(word, length);
		if (!count || count == length)
			return count;
		if (word[count] != between)
			return false;
		word += count + 1;
		length -= count + 1;
	}
	return false;
}

static bool is_hexadecimal(const char *word, size_t length)
{
	bool good = length > 2 && word[0] == '0' && (word[1] | 0x20) == 'x';
	for (size_t i = 2; good && i < length; i++)
		good = digit_value(word[i]) >= 0;
	return good;
}

/* Six bytes, of one or two digits. */
static bool is_link_address(const char *word, size_t length)
{
	unsigned bytes = 0;
	for (size_t at = 0; at < length; at++, bytes++) {
		size_t digits = 0;
		while (at < length && digit_value(word[at]) >= 0)
			at++, digits++;
		if (!digits || digits > 2 || (at < length && word[at] != ':') || at + 1 == length)
			return false;
	}
	return bytes == 6;
}

/* A hardware address, one of IPv6, or the place and the size in brackets. */
static bool is_colon_word(const char *word, size_t length)
{
	char text[INET6_ADDRSTRLEN] = "";
	struct in6_addr address;
	const size_t first = digits_length(word, length);
	if (first < length && word[first] == ':' &&
	    first + 1 + digits_length(word + first + 1, length - first - 1) == length)
		return true;
	if (is_link_address(word, length))
		return true;
	if (length >= sizeof(text))
		return false;
	memcpy(text, word, length);
	return inet_pton(AF_INET6, text, &address) == 1;
}

static bool is_numeric(const struct expression *expression, const char *word, size_t length)
{
	static const char range[] = " portrange ";
	const struct buffer *previous = &expression->previous;
	if (memchr(word, ':', length))
		return is_colon_word(word, length);
	if (previous->length && stands_in(range, previous->data, previous->length) &&
	    is_digits(word, length, '-', 2))
		return true;
	return is_digits(word, length, '.', 4) || is_hexadecimal(word, length);
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

static bool refuse(struct expression *expression, const char *word, size_t length)
{
	struct buffer name = {0}, shown = {0};
	buffer_append(&name, word, length);
	literal_format(&shown, word, length);
	*expression->error = error_new("TYPE", expression->call, "%s is no word of a filter",
				       buffer_cstring(&shown));
	match_hint(*expression->error, buffer_cstring(&name));
	buffer_free(&name);
	buffer_free(&shown);
	return false;
}

static bool append_name(struct expression *expression, const char *word, size_t length)
{
	const struct buffer *previous = &expression->previous;
	struct buffer name = {0};
	if (previous->length && stands_in(named_elsewhere, previous->data, previous->length)) {
		buffer_append(&expression->text, word, length);
		return true;
	}
	buffer_append(&name, word, length);
	const bool good = append_host(expression, buffer_cstring(&name));
	buffer_free(&name);
	return good || refuse(expression, word, length);
}

static bool append_word(struct expression *expression, const char *word, size_t length)
{
	if (!is_numeric(expression, word, length) && !stands_in(vocabulary, word, length))
		return append_name(expression, word, length);
	buffer_append(&expression->text, word, length);
	return true;
}

/* A backslash makes a name of the word after it, which only protocols may be. */
static bool append_sign(struct expression *expression, const char *sign, size_t length)
{
	static const char before_names[] = " proto protochain ";
	const struct buffer *previous = &expression->previous;
	const bool named =
		previous->length && stands_in(before_names, previous->data, previous->length);
	if (!byte_is_blank(*sign) && (!strchr(signs, *sign) || (*sign == '\\' && !named)))
		return refuse(expression, sign, length);
	buffer_append(&expression->text, sign, length);
	return true;
}

bool expression_add(struct expression *expression, const char *words)
{
	buffer_text(&expression->text, expression->text.length ? " " : "");
	while (*words) {
		const size_t length = word_length(words),
			     size = length ? length : sign_length(words);
		if (length ? !append_word(expression, words, length)
			   : !append_sign(expression, words, size))
			return false;
		/* What stands after a backslash is named as what stands before it says. */
		if (!byte_is_blank(*words) && *words != '\\') {
			expression->previous.length = 0;
			buffer_append(&expression->previous, words, size);
		}
		words += size;
	}
	return true;
}
