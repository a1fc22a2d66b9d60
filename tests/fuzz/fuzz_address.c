/*
 * fuzz_address: what is typed as an address is parsed or refused with an error, and what is shown
 * of it can be typed again and means the same. The first byte chooses the family.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/net.h"

#include "target.h"

/* A new reference, or NULL: refused, or a name. */
static struct address *parse(int family, struct bytes *word)
{
	struct endpoint endpoint;
	struct address *address = NULL;
	struct error *error = NULL;
	int known = -1;
	if (endpoint_split(family, word, "bind", &endpoint, &error))
		known = address_parse(family, SOCK_STREAM, &endpoint, "bind", &address, &error);
	endpoint_release(&endpoint);
	check((known < 0) == (error != NULL));
	check((known > 0) == (address != NULL));
	object_release(error);
	return address;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int families[] = {AF_INET, AF_INET6, AF_UNIX, AF_PACKET};
	if (size < 1)
		return 0;
	int family = families[data[0] & 3];
	struct bytes *word = bytes_new(data + 1, size - 1);
	struct address *address = parse(family, word);
	/* "-" stands for no name at all, and is a path when it is typed. */
	if (address && address->length > sizeof(sa_family_t)) {
		struct buffer text = {0};
		address_format(&address->any, address->length, &text);
		struct bytes *shown = bytes_from(&text);
		struct address *again = parse(family, shown);
		check(again && address_behaviour.equal(&address->object, &again->object));
		object_release(again);
		object_release(shown);
	}
	object_release(address);
	object_release(word);
	return 0;
}
