/*
 * address: socket addresses as values, and how they are written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/address_family.h"
#include "net/link.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define UNIX_PATH offsetof(struct sockaddr_un, sun_path)
/* The kernel gives as much of the hardware address as there is. */
#define PACKET_LEAST offsetof(struct sockaddr_ll, sll_addr)

static void address_destroy(struct object *object)
{
	object_release(((struct address *)object)->host);
	free(object);
}

static bool address_equal(const struct object *a, const struct object *b)
{
	const struct address *x = (const struct address *)a, *y = (const struct address *)b;
	if (x->any.sa_family != y->any.sa_family)
		return false;
	switch (x->any.sa_family) {
	case AF_INET: /* the padding does not count */
		return x->in.sin_port == y->in.sin_port &&
		       x->in.sin_addr.s_addr == y->in.sin_addr.s_addr;
	case AF_INET6:
		return x->host == y->host && x->in6.sin6_port == y->in6.sin6_port &&
		       x->in6.sin6_scope_id == y->in6.sin6_scope_id &&
		       memcmp(&x->in6.sin6_addr, &y->in6.sin6_addr, sizeof(struct in6_addr)) == 0;
	case AF_PACKET:
		return x->host == y->host && packet_address_equal(&x->link, &y->link);
	case AF_VSOCK:
		return x->vm.svm_cid == y->vm.svm_cid && x->vm.svm_port == y->vm.svm_port;
	default:
		return x->length == y->length && memcmp(&x->any, &y->any, x->length) == 0;
	}
}

static void address_object_format(const struct object *object, struct buffer *buffer)
{
	const struct address *address = (const struct address *)object;
	address_format(address->host, &address->any, address->length, buffer);
}

/* inet_ntop(3) goes by way of printf(3), which shows in the time of a large table. */
static void format_ip4(const struct in_addr *address, struct buffer *buffer)
{
	const unsigned char *bytes = (const unsigned char *)&address->s_addr;
	char *start = buffer_reserve(buffer, INET_ADDRSTRLEN), *at = start;
	for (unsigned i = 0; i < 4; i++) {
		if (i)
			*at++ = '.';
		if (bytes[i] >= 100)
			*at++ = (char)('0' + bytes[i] / 100);
		if (bytes[i] >= 10)
			*at++ = (char)('0' + bytes[i] / 10 % 10);
		*at++ = (char)('0' + bytes[i] % 10);
	}
	buffer->length += (size_t)(at - start);
}

void address_host_format(struct host *host, const struct sockaddr *address, struct buffer *buffer)
{
	char text[INET6_ADDRSTRLEN];
	if (address->sa_family == AF_INET) {
		format_ip4(&((const struct sockaddr_in *)address)->sin_addr, buffer);
		return;
	}
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;
	buffer_text(buffer, inet_ntop(AF_INET6, &in6->sin6_addr, text, sizeof(text)));
	if (!in6->sin6_scope_id)
		return;
	buffer_byte(buffer, '%');
	interface_format(host, in6->sin6_scope_id, buffer);
}

/* An abstract name begins with a NUL, shown as @, and may hold more of them; see unix(7). */
static void format_unix(const struct sockaddr_un *un, socklen_t length, struct buffer *buffer)
{
	if (length <= UNIX_PATH) {
		buffer_byte(buffer, '-');
		return;
	}
	size_t size = length - UNIX_PATH;
	if (un->sun_path[0]) {
		buffer_append(buffer, un->sun_path, strnlen(un->sun_path, size));
		return;
	}
	buffer_byte(buffer, '@');
	buffer_append(buffer, un->sun_path + 1, size - 1);
}

void address_format(struct host *host, const struct sockaddr *address, socklen_t length,
		    struct buffer *buffer)
{
	if (length < sizeof(sa_family_t)) {
		buffer_byte(buffer, '-');
		return;
	}
	if (address->sa_family == AF_INET && length >= sizeof(struct sockaddr_in)) {
		address_host_format(host, address, buffer);
		buffer_byte(buffer, ':');
		buffer_int(buffer, ntohs(((const struct sockaddr_in *)address)->sin_port));
	} else if (address->sa_family == AF_INET6 && length >= sizeof(struct sockaddr_in6)) {
		buffer_byte(buffer, '[');
		address_host_format(host, address, buffer);
		buffer_text(buffer, "]:");
		buffer_int(buffer, ntohs(((const struct sockaddr_in6 *)address)->sin6_port));
	} else if (address->sa_family == AF_UNIX) {
		format_unix((const struct sockaddr_un *)address, length, buffer);
	} else if (address->sa_family == AF_PACKET && length >= PACKET_LEAST) {
		packet_address_format(host, (const struct sockaddr_ll *)address, buffer);
	} else if (address->sa_family == AF_VSOCK && length >= sizeof(struct sockaddr_vm)) {
		vsock_address_format((const struct sockaddr_vm *)address, buffer);
	} else {
		const char *family = name_of(&names_families, address->sa_family);
		buffer_text(buffer, family ? family : "AF_UNSPEC");
	}
}

/* ---- fields: nil where the family has no such thing ---- */

static struct value get_family(const struct object *object)
{
	int family = ((const struct address *)object)->any.sa_family;
	const char *name = name_of(&names_families, family);
	return name ? value_bytes(bytes_text(name)) : value_int(family);
}

static bool is_internet(const struct address *address)
{
	return address->any.sa_family == AF_INET || address->any.sa_family == AF_INET6;
}

static struct value get_host(const struct object *object)
{
	const struct address *address = (const struct address *)object;
	struct buffer text = {0};
	if (is_internet(address))
		address_host_format(address->host, &address->any, &text);
	else if (address->any.sa_family == AF_VSOCK)
		vsock_context_format(address->vm.svm_cid, &text);
	else
		return VALUE_NIL;
	return value_bytes(bytes_from(&text));
}

static struct value get_port(const struct object *object)
{
	const struct address *address = (const struct address *)object;
	if (address->any.sa_family == AF_VSOCK)
		return value_int(address->vm.svm_port);
	/* It lies at the same place in both families of IP. */
	return is_internet(address) ? value_int(ntohs(address->in.sin_port)) : VALUE_NIL;
}

static struct value get_path(const struct object *object)
{
	const struct address *address = (const struct address *)object;
	struct buffer text = {0};
	if (address->any.sa_family != AF_UNIX || address->length <= UNIX_PATH)
		return VALUE_NIL;
	format_unix(&address->un, address->length, &text);
	return value_bytes(bytes_from(&text));
}

/* ---- of packet sockets ---- */

static const struct sockaddr_ll *link_of(const struct object *object)
{
	const struct address *address = (const struct address *)object;
	return address->any.sa_family == AF_PACKET ? &address->link : NULL;
}

static struct value get_interface(const struct object *object)
{
	const struct sockaddr_ll *link = link_of(object);
	struct buffer text = {0};
	if (!link || !link->sll_ifindex)
		return VALUE_NIL;
	interface_format(((const struct address *)object)->host, (unsigned)link->sll_ifindex,
			 &text);
	return value_bytes(bytes_from(&text));
}

static struct value get_protocol(const struct object *object)
{
	const struct sockaddr_ll *link = link_of(object);
	struct buffer text = {0};
	if (!link)
		return VALUE_NIL;
	packet_protocol_format(ntohs(link->sll_protocol), &text);
	return value_bytes(bytes_from(&text));
}

static struct value get_hardware(const struct object *object)
{
	const struct sockaddr_ll *link = link_of(object);
	struct buffer text = {0};
	if (!link || !link->sll_halen)
		return VALUE_NIL;
	hardware_format(link->sll_addr,
			link->sll_halen < HARDWARE_MAX ? link->sll_halen : HARDWARE_MAX, &text);
	return value_bytes(bytes_from(&text));
}

static struct value get_packet(const struct object *object)
{
	const struct sockaddr_ll *link = link_of(object);
	const char *name = link ? name_of(&names_packet_types, link->sll_pkttype) : NULL;
	return name   ? value_bytes(bytes_text(name))
	       : link ? value_int(link->sll_pkttype)
		      : VALUE_NIL;
}

static const struct field fields[] = {
	{"family", get_family},     {"host", get_host},           {"port", get_port},
	{"path", get_path},         {"interface", get_interface}, {"protocol", get_protocol},
	{"hardware", get_hardware}, {"packet", get_packet},       {0},
};

const struct behaviour address_behaviour = {
	.destroy = address_destroy,
	.equal = address_equal,
	.format = address_object_format,
	.fields = fields,
};

/* Room for the whole of the family's structure, so that its fields may be read without a look at
 * the length; what the kernel did not give is zero. */
static size_t address_room(const struct sockaddr *address, socklen_t length)
{
	size_t least = sizeof(struct sockaddr);
	if (length >= sizeof(sa_family_t) && address->sa_family == AF_INET6)
		least = sizeof(struct sockaddr_in6);
	if (length >= sizeof(sa_family_t) && address->sa_family == AF_PACKET)
		least = sizeof(struct sockaddr_ll);
	return length > least ? length : least;
}

struct address *address_new(const struct sockaddr *address, socklen_t length)
{
	size_t room = address_room(address, length);
	struct address *copy = memory_zeroed(1, offsetof(struct address, any) + room);
	copy->object = (struct object){&address_behaviour, 1};
	copy->length = length;
	memcpy(&copy->any, address, length);
	return copy;
}

struct value address_value(const struct sockaddr *address, socklen_t length)
{
	return value_object(TYPE_ADDRESS, address_new(address, length));
}

/* Does it name an interface? */
static bool is_of_interface(const struct address *address)
{
	return (address->any.sa_family == AF_INET6 && address->in6.sin6_scope_id) ||
	       (address->any.sa_family == AF_PACKET && address->link.sll_ifindex);
}

struct address *address_new_on(struct host *host, const struct sockaddr *address, socklen_t length)
{
	struct address *copy = address_new(address, length);
	if (host && is_of_interface(copy))
		copy->host = object_retain(host);
	return copy;
}

struct value address_value_on(struct host *host, const struct sockaddr *address, socklen_t length)
{
	return value_object(TYPE_ADDRESS, address_new_on(host, address, length));
}
