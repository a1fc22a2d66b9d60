/*
 * address_packet: addresses of packet sockets, packet(7): INTERFACE/PROTOCOL/HARDWARE.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#include "net/address_family.h"
#include "net/link.h"

#define ANY '*' /* every interface */
#define HINT                                                                                       \
	"an address of a packet socket is an interface, a protocol and a hardware address: lo, "   \
	"eth0/ip, eth0/arp/ff:ff:ff:ff:ff:ff"

/* ---- as it is written ---- */

void hardware_format(const unsigned char *bytes, size_t length, struct buffer *buffer)
{
	for (size_t i = 0; i < length; i++)
		buffer_format(buffer, "%s%02x", i ? ":" : "", bytes[i]);
}

void packet_protocol_format(unsigned protocol, struct buffer *buffer)
{
	const char *name = name_of(&names_ether, (int)protocol);
	if (!name) {
		buffer_format(buffer, "0x%04x", protocol);
		return;
	}
	for (name += strlen("ETH_P_"); *name; name++)
		buffer_byte(buffer, (char)tolower((unsigned char)*name));
}

void packet_address_format(struct host *host, const struct sockaddr_ll *link, struct buffer *buffer)
{
	const size_t length = link->sll_halen < HARDWARE_MAX ? link->sll_halen : HARDWARE_MAX;
	if (link->sll_ifindex)
		interface_format(host, (unsigned)link->sll_ifindex, buffer);
	else
		buffer_byte(buffer, ANY);
	if (!link->sll_protocol && !length)
		return;
	buffer_byte(buffer, '/');
	packet_protocol_format(ntohs(link->sll_protocol), buffer);
	if (!length)
		return;
	buffer_byte(buffer, '/');
	hardware_format(link->sll_addr, length, buffer);
}

/* Where a packet came from, and whether it was meant for this machine, makes no other address. */
bool packet_address_equal(const struct sockaddr_ll *a, const struct sockaddr_ll *b)
{
	return a->sll_ifindex == b->sll_ifindex && a->sll_protocol == b->sll_protocol &&
	       a->sll_halen == b->sll_halen &&
	       memcmp(a->sll_addr, b->sll_addr, sizeof(a->sll_addr)) == 0;
}

/* ---- as it is typed ---- */

static bool parse_interface(struct host *host, const struct bytes *word, const char *call,
			    struct sockaddr_ll *link, struct error **error)
{
	const struct value value = {.type = TYPE_BYTES, .bytes = (struct bytes *)(uintptr_t)word};
	if (!word->length || (word->length == 1 && word->data[0] == ANY))
		return true;
	unsigned index;
	if (!interface_find(host, value, call, &index, error))
		return false;
	link->sll_ifindex = (int)index;
	return true;
}

static bool parse_protocol(const struct bytes *word, const char *call, struct sockaddr_ll *link,
			   struct error **error)
{
	int number;
	int64_t integer;
	struct buffer text = {0};
	if (!memchr(word->data, '\0', word->length))
		buffer_append(&text, word->data, word->length);
	bool known = name_number_short(&names_ether, buffer_cstring(&text), &number);
	if (!known && bytes_to_int(word, &integer) && integer >= 0 && integer <= UINT16_MAX) {
		number = (int)integer;
		known = true;
	}
	buffer_free(&text);
	if (!known)
		return address_wrong(error, "RANGE", call, word, "is no protocol of Ethernet",
				     "a protocol is all, ip, ipv6, arp …, or a number to 0xffff");
	link->sll_protocol = htons((uint16_t)number);
	return true;
}

static bool parse_hardware(const struct bytes *word, const char *call, struct sockaddr_ll *link,
			   struct error **error)
{
	struct buffer text = {0};
	if (!memchr(word->data, '\0', word->length))
		buffer_append(&text, word->data, word->length);
	link->sll_halen = (unsigned char)hardware_parse(buffer_cstring(&text), link->sll_addr);
	buffer_free(&text);
	return link->sll_halen ||
	       address_wrong(error, "RANGE", call, word, "is no hardware address", HINT);
}

/* The parts of a word, by their slashes. False: there are more than three. */
static bool split(struct bytes *word, struct bytes *parts[3])
{
	size_t start = 0;
	for (unsigned i = 0; i < 3; i++) {
		const char *rest = word->data + start;
		const char *slash = memchr(rest, '/', word->length - start);
		size_t length = slash ? (size_t)(slash - rest) : word->length - start;
		parts[i] = bytes_slice(word, start, length);
		start += length + 1;
		if (!slash)
			return true;
	}
	return false;
}

static bool parse_parts(struct host *host, struct bytes *parts[3], const char *call,
			struct sockaddr_ll *link, struct error **error)
{
	return parse_interface(host, parts[0], call, link, error) &&
	       (!parts[1] || parse_protocol(parts[1], call, link, error)) &&
	       (!parts[2] || parse_hardware(parts[2], call, link, error));
}

int packet_address_parse(struct host *host, const struct endpoint *endpoint, const char *call,
			 struct address **result, struct error **error)
{
	struct sockaddr_ll link = {.sll_family = AF_PACKET};
	struct bytes *parts[3] = {NULL};
	bool good = split(endpoint->host, parts);
	if (good && endpoint->port && parts[1])
		good = false;
	else if (endpoint->port)
		parts[1] = object_retain(endpoint->port);
	if (!good)
		address_wrong(error, "USAGE", call, endpoint->host, "has too many parts", HINT);
	good = good && parse_parts(host, parts, call, &link, error);
	for (unsigned i = 0; i < 3; i++)
		object_release(parts[i]);
	if (!good)
		return -1;
	*result = address_new_on(host, (const struct sockaddr *)&link, sizeof(link));
	return 1;
}
