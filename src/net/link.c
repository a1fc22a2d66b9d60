/*
 * link: the interfaces of this machine, by name, number or address, and their hardware addresses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

#include "handsh/names.h"
#include "net/link.h"

static bool has_address(const struct ifaddrs *entry, int family, const void *address)
{
	if (!entry->ifa_addr || entry->ifa_addr->sa_family != family)
		return false;
	const struct sockaddr_in *in = (const struct sockaddr_in *)entry->ifa_addr;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)entry->ifa_addr;
	return family == AF_INET ? memcmp(&in->sin_addr, address, sizeof(struct in_addr)) == 0
				 : memcmp(&in6->sin6_addr, address, sizeof(struct in6_addr)) == 0;
}

/* That which has the address; 0: none. */
static unsigned index_by_address(const char *word)
{
	struct ifaddrs *all = NULL;
	unsigned char address[sizeof(struct in6_addr)];
	int family = strchr(word, ':') ? AF_INET6 : AF_INET;
	unsigned index = 0;
	if (inet_pton(family, word, address) != 1 || getifaddrs(&all) < 0)
		return 0;
	for (const struct ifaddrs *entry = all; entry && !index; entry = entry->ifa_next)
		if (has_address(entry, family, address))
			index = if_nametoindex(entry->ifa_name);
	freeifaddrs(all);
	return index;
}

void interfaces_tell(void (*tell)(void *context, const char *word, const char *text), void *context)
{
	struct if_nameindex *all = if_nameindex();
	for (const struct if_nameindex *one = all; one && one->if_index; one++)
		tell(context, one->if_name, NULL);
	if (all)
		if_freenameindex(all);
}

static void append_name(void *context, const char *word, const char *text)
{
	(void)text;
	buffer_format(context, " %s", word);
}

static void unknown(const char *shown, const char *call, struct error **error)
{
	struct buffer names = {0};
	interfaces_tell(append_name, &names);
	*error = error_errno(ENODEV, call, "there is no interface %s", shown);
	error_hint(*error, "interfaces:%s", buffer_cstring(&names));
	buffer_free(&names);
}

static bool is_number(struct value value, unsigned *index)
{
	int64_t number = value.integer;
	if (value.type == TYPE_BYTES ? !bytes_to_int(value.bytes, &number) : value.type != TYPE_INT)
		return false;
	*index = (unsigned)number;
	return number >= 0 && number <= INT32_MAX;
}

bool interface_find(struct value value, const char *call, unsigned *index, struct error **error)
{
	struct buffer word = {0}, shown = {0};
	if (is_number(value, index))
		return true;
	if (value.type == TYPE_BYTES && !memchr(value.bytes->data, '\0', value.bytes->length))
		buffer_append(&word, value.bytes->data, value.bytes->length);
	*index = if_nametoindex(buffer_cstring(&word));
	if (!*index)
		*index = index_by_address(word.data);
	if (!*index) {
		value_literal_cut(value, &shown, 60);
		unknown(buffer_cstring(&shown), call, error);
	}
	buffer_free(&word);
	buffer_free(&shown);
	return *index;
}

void interface_format(unsigned index, struct buffer *buffer)
{
	char name[IF_NAMESIZE];
	if (index && if_indextoname(index, name))
		buffer_text(buffer, name);
	else
		buffer_int(buffer, index);
}

bool interface_ip4(unsigned index, struct in_addr *address)
{
	char name[IF_NAMESIZE];
	struct ifaddrs *all = NULL;
	bool found = false;
	if (!if_indextoname(index, name) || getifaddrs(&all) < 0)
		return false;
	for (const struct ifaddrs *entry = all; entry && !found; entry = entry->ifa_next) {
		found = strcmp(entry->ifa_name, name) == 0 && entry->ifa_addr &&
			entry->ifa_addr->sa_family == AF_INET;
		if (found)
			*address = ((const struct sockaddr_in *)entry->ifa_addr)->sin_addr;
	}
	freeifaddrs(all);
	return found;
}

/* ---- hardware addresses ---- */

static int hex_digit(char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *at =
		digit ? strchr(digits, digit >= 'A' && digit <= 'F' ? digit | 0x20 : digit) : NULL;
	return at ? (int)(at - digits) : -1;
}

size_t hardware_parse(const char *text, unsigned char bytes[HARDWARE_MAX])
{
	size_t length = 0;
	while (length < HARDWARE_MAX) {
		int high = hex_digit(*text), low = high < 0 ? -1 : hex_digit(text[1]);
		if (high < 0)
			return 0;
		bytes[length++] = (unsigned char)(low < 0 ? high : high << 4 | low);
		text += low < 0 ? 1 : 2;
		if (!*text)
			return length;
		if (*text++ != ':')
			return 0;
	}
	return 0;
}
