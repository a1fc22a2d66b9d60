/*
 * member: the members of structures that options are: from values, and as values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "net/option/option.h"

#define SHOWN 60 /* bytes of a wrong value in a message */

static bool wrong(const struct option_wish *wish, const struct option_member *member,
		  struct value value, const char *takes)
{
	struct buffer text = {0};
	value_literal_cut(value, &text, SHOWN);
	*wish->error = error_new("TYPE", wish->call, "%s: %s is %s, not %s", wish->option->name,
				 member->name, takes, buffer_cstring(&text));
	error_hint(*wish->error, "%s: %s", wish->option->name, wish->option->text);
	buffer_free(&text);
	return false;
}

/* A word as a C string, "" where it is none. */
static const char *word_of(struct value value, struct buffer *text)
{
	if (value.type == TYPE_BYTES && !memchr(value.bytes->data, '\0', value.bytes->length))
		buffer_append(text, value.bytes->data, value.bytes->length);
	return buffer_cstring(text);
}

/* ---- numbers ---- */

static uint64_t number_of(const struct option_member *member, const char *structure)
{
	uint64_t number = 0;
	memcpy(&number, structure + member->offset, member->size);
	return member->bits ? number >> member->shift & ((UINT64_C(1) << member->bits) - 1)
			    : number;
}

static int64_t signed_of(const struct option_member *member, const char *structure)
{
	const unsigned unused = 64 - 8u * member->size;
	return (int64_t)(number_of(member, structure) << unused) >> unused;
}

/* The largest that the member holds. */
static int64_t most_of(const struct option_member *member)
{
	const unsigned bits = 8u * member->size - (member->form == MEMBER_SIGNED);
	return bits > 63 ? INT64_MAX : (int64_t)((UINT64_C(1) << bits) - 1);
}

static bool put_number(const struct option_wish *wish, const struct option_member *member,
		       int64_t number, char *structure)
{
	const int64_t most = most_of(member);
	const int64_t least = member->form == MEMBER_SIGNED ? -most - 1 : 0;
	if (number < least || number > most) {
		*wish->error = error_new("RANGE", wish->call,
					 "%s: %s is %" PRId64 " to %" PRId64 ", not %" PRId64,
					 wish->option->name, member->name, least, most, number);
		return false;
	}
	memcpy(structure + member->offset, &number, member->size);
	return true;
}

static bool read_number(const struct option_wish *wish, const struct option_member *member,
			struct value value, char *structure)
{
	int64_t number;
	if (value.type == TYPE_INT)
		number = value.integer;
	else if (value.type != TYPE_BYTES || !bytes_to_int(value.bytes, &number))
		return wrong(wish, member, value, "a number");
	return put_number(wish, member, number, structure);
}

/* A name of the list, or a number. */
static bool read_name(const struct option_wish *wish, const struct option_member *member,
		      struct value value, char *structure)
{
	int number;
	struct buffer text = {0};
	bool known = name_number_short(member->names, word_of(value, &text), &number);
	buffer_free(&text);
	return known ? put_number(wish, member, number, structure)
		     : read_number(wish, member, value, structure);
}

/* Several of them, with | between. */
static bool read_flags(const struct option_wish *wish, const struct option_member *member,
		       struct value value, char *structure)
{
	int bits;
	if (value.type == TYPE_BYTES && name_flags_number(member->names, value.bytes, &bits))
		return put_number(wish, member, (uint32_t)bits, structure);
	return read_number(wish, member, value, structure);
}

static struct value name_value(const struct option_member *member, const char *structure)
{
	const int64_t number = (int64_t)number_of(member, structure);
	const char *name = number <= INT32_MAX ? name_of(member->names, (int)number) : NULL;
	return name ? value_bytes(bytes_text(name)) : value_int(number);
}

static struct value flags_value(const struct option_member *member, const char *structure)
{
	struct buffer text = {0};
	name_flags(member->names, (int)number_of(member, structure), &text);
	return value_bytes(bytes_from(&text));
}

/* ---- addresses ---- */

static bool read_ip(const struct option_wish *wish, const struct option_member *member,
		    struct value value, char *structure)
{
	struct buffer text = {0};
	const bool v4 = member->form == MEMBER_IP4;
	const char *word = word_of(value, &text);
	bool good = inet_pton(v4 ? AF_INET : AF_INET6, word, structure + member->offset) == 1;
	buffer_free(&text);
	return good || wrong(wish, member, value, v4 ? "an IPv4 address" : "an IPv6 address");
}

/* The family is that of what was typed. */
static bool read_host(const struct option_wish *wish, const struct option_member *member,
		      struct value value, char *structure)
{
	struct buffer text = {0};
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	const char *word = word_of(value, &text);
	bool v4 = inet_pton(AF_INET, word, &in.sin_addr) == 1;
	bool v6 = !v4 && inet_pton(AF_INET6, word, &in6.sin6_addr) == 1;
	buffer_free(&text);
	if (v4)
		memcpy(structure + member->offset, &in, sizeof(in));
	else if (v6)
		memcpy(structure + member->offset, &in6, sizeof(in6));
	return v4 || v6 || wrong(wish, member, value, "an IPv4 or IPv6 address");
}

static struct value ip_value(int family, const void *address)
{
	char text[INET6_ADDRSTRLEN];
	return value_bytes(bytes_text(inet_ntop(family, address, text, sizeof(text))));
}

static struct value host_value(const char *place)
{
	struct sockaddr_in6 in6; /* as large as both */
	struct sockaddr_in in;
	memcpy(&in6, place, sizeof(in6));
	memcpy(&in, place, sizeof(in));
	if (in.sin_family == AF_INET)
		return ip_value(AF_INET, &in.sin_addr);
	return in6.sin6_family == AF_INET6 ? ip_value(AF_INET6, &in6.sin6_addr) : VALUE_NIL;
}

/* ---- interfaces ---- */

static bool read_link(const struct option_wish *wish, const struct option_member *member,
		      struct value value, char *structure)
{
	unsigned index;
	if (!interface_find(option_host(wish), value, wish->call, &index, wish->error))
		return false;
	memcpy(structure + member->offset, &index, sizeof(index));
	return true;
}

static bool is_ip4(struct value value, struct in_addr *address)
{
	struct buffer text = {0};
	bool good = inet_pton(AF_INET, word_of(value, &text), address) == 1;
	buffer_free(&text);
	return good;
}

/* An address is left to the kernel, which looks for the interface that has it. */
static bool read_link4(const struct option_wish *wish, const struct option_member *member,
		       struct value value, char *structure)
{
	char *place = structure + member->offset;
	struct in_addr address = {0};
	unsigned index = 0;
	if (!is_ip4(value, &address) &&
	    !interface_find(option_host(wish), value, wish->call, &index, wish->error))
		return false;
	memcpy(place, &address, sizeof(address));
	memcpy(place + sizeof(address), &index, sizeof(index));
	return true;
}

static bool read_link_ip(const struct option_wish *wish, const struct option_member *member,
			 struct value value, char *structure)
{
	struct in_addr address = {0};
	unsigned index = 0;
	if (!is_ip4(value, &address) &&
	    !interface_find(option_host(wish), value, wish->call, &index, wish->error))
		return false;
	if (index && !interface_ip4(option_host(wish), index, &address)) {
		*wish->error =
			error_errno(EADDRNOTAVAIL, wish->call, "the interface has no IPv4 address");
		error_hint(*wish->error, "%s finds an interface by its address",
			   wish->option->c_name);
		return false;
	}
	memcpy(structure + member->offset, &address, sizeof(address));
	return true;
}

static struct value link_value(struct host *host, unsigned index)
{
	struct buffer text = {0};
	interface_format(host, index, &text);
	return value_bytes(bytes_from(&text));
}

static struct value link4_value(struct host *host, const char *place)
{
	unsigned index;
	struct in_addr address;
	memcpy(&address, place, sizeof(address));
	memcpy(&index, place + sizeof(address), sizeof(index));
	return index ? link_value(host, index) : ip_value(AF_INET, &address);
}

/* ---- times ---- */

static struct value time_value(const char *place)
{
	struct timespec time;
	memcpy(&time, place, sizeof(time));
	return option_time_value(time.tv_sec, time.tv_nsec);
}

/* ---- bytes ---- */

static bool read_bytes(const struct option_wish *wish, const struct option_member *member,
		       struct value value, char *structure)
{
	if (value.type != TYPE_BYTES || value.bytes->length > member->size)
		return wrong(wish, member, value, "bytes that fit");
	memcpy(structure + member->offset, value.bytes->data, value.bytes->length);
	return true;
}

static bool read_hardware(const struct option_wish *wish, const struct option_member *member,
			  struct value value, char *structure)
{
	struct buffer text = {0};
	unsigned char bytes[8] = {0};
	uint16_t length = (uint16_t)hardware_parse(word_of(value, &text), bytes);
	buffer_free(&text);
	if (!length)
		return wrong(wish, member, value, "a hardware address such as 01:00:5e:01:02:03");
	memcpy(structure + member->offset, &length, sizeof(length));
	memcpy(structure + member->offset + sizeof(length), bytes, sizeof(bytes));
	return true;
}

static struct value hardware_value(const char *place)
{
	uint16_t length;
	struct buffer text = {0};
	memcpy(&length, place, sizeof(length));
	hardware_format((const unsigned char *)place + sizeof(length), length < 8 ? length : 8,
			&text);
	return value_bytes(bytes_from(&text));
}

/* ---- all of them ---- */

bool member_from_value(const struct option_wish *wish, const struct option_member *member,
		       struct value value, char *structure)
{
	static bool (*const readers[])(const struct option_wish *, const struct option_member *,
				       struct value, char *) = {
		[MEMBER_UNSIGNED] = read_number, [MEMBER_SIGNED] = read_number,
		[MEMBER_NAME] = read_name,       [MEMBER_FLAGS] = read_flags,
		[MEMBER_IP4] = read_ip,          [MEMBER_IP6] = read_ip,
		[MEMBER_HOST] = read_host,       [MEMBER_LINK] = read_link,
		[MEMBER_LINK4] = read_link4,     [MEMBER_LINK_IP] = read_link_ip,
		[MEMBER_BYTES] = read_bytes,     [MEMBER_HARDWARE] = read_hardware,
	};
	return readers[member->form](wish, member, value, structure);
}

struct value member_to_value(struct host *host, const struct option_member *member,
			     const char *structure)
{
	const char *place = structure + member->offset;
	switch (member->form) {
	case MEMBER_SIGNED:
		return value_int(signed_of(member, structure));
	case MEMBER_NAME:
		return name_value(member, structure);
	case MEMBER_FLAGS:
		return flags_value(member, structure);
	case MEMBER_IP4:
	case MEMBER_LINK_IP:
		return ip_value(AF_INET, place);
	case MEMBER_IP6:
		return ip_value(AF_INET6, place);
	case MEMBER_HOST:
		return host_value(place);
	case MEMBER_LINK:
		return link_value(host, (unsigned)number_of(member, structure));
	case MEMBER_LINK4:
		return link4_value(host, place);
	case MEMBER_BYTES:
		return value_bytes(bytes_new(place, member->size));
	case MEMBER_TIME:
		return time_value(place);
	case MEMBER_HARDWARE:
		return hardware_value(place);
	default:
		return option_wide_value(number_of(member, structure));
	}
}
