/*
 * fuzz_address: what is typed as an address is parsed or refused with an error, and what is shown
 * of it can be typed again and means the same. The first byte chooses
 * the kind of socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/net.h"

#include "target.h"

/* A new reference, or NULL: refused, or a name. */
static struct address *parse(const struct socket_form *form, struct bytes *word)
{
	struct endpoint endpoint;
	struct address *address = NULL;
	struct error *error = NULL;
	int known = -1;
	if (endpoint_split(form, word, "bind", &endpoint, &error))
		known = address_parse(form, &endpoint, "bind", &address, &error);
	endpoint_release(&endpoint);
	check((known < 0) == (error != NULL));
	check((known > 0) == (address != NULL));
	object_release(error);
	return address;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct socket_form forms[] = {
		{AF_INET, SOCK_STREAM, 0},
		{AF_INET6, SOCK_STREAM, 0},
		{AF_UNIX, SOCK_STREAM, 0},
		{AF_PACKET, SOCK_RAW, 0},
		{AF_VSOCK, SOCK_STREAM, 0},
		{AF_INET, SOCK_RAW, IPPROTO_ICMP},
		{AF_INET6, SOCK_RAW, IPPROTO_ICMPV6},
		{AF_INET, SOCK_DGRAM, IPPROTO_ICMP},
	};
	if (size < 1)
		return 0;
	const struct socket_form *form = &forms[data[0] & 7];
	struct bytes *word = bytes_new(data + 1, size - 1);
	struct address *address = parse(form, word);
	/* "-" stands for no name at all, and is a path when it is typed. */
	if (address && address->length > sizeof(sa_family_t)) {
		struct buffer text = {0};
		address_format(NULL, &address->any, address->length, &text);
		struct bytes *shown = bytes_from(&text);
		struct address *again = parse(form, shown);
		check(again && address_behaviour.equal(&address->object, &again->object));
		object_release(again);
		object_release(shown);
	}
	object_release(address);
	object_release(word);
	return 0;
}
