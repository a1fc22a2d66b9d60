/*
 * link: the interfaces of a host, by name, number or address, and their hardware addresses. This machine
 * is asked by the C library; another host by rtnetlink(7), as a whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "net/link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

#include "handsh/interface.h"
#include "handsh/names.h"

/* ---- of another host ---- */

/* None, where it cannot be asked. */
static void ask(struct host *host, struct interfaces *interfaces)
{
	struct error *error = NULL;
	*interfaces = (struct interfaces){0};
	if (host->libraries)
		interfaces_ask(host->libraries, host, "interfaces", interfaces, &error);
	object_release(error);
}

static const struct interface *with_index(const struct interfaces *interfaces, unsigned index)
{
	for (uint32_t i = 0; i < interfaces->count; i++)
		if (interfaces->all[i].index == index)
			return &interfaces->all[i];
	return NULL;
}

static const struct interface *with_name(const struct interfaces *interfaces, const char *name)
{
	for (uint32_t i = 0; i < interfaces->count; i++)
		if (strcmp(interfaces->all[i].name, name) == 0)
			return &interfaces->all[i];
	return NULL;
}

/* Its first of the family, or with that address; NULL: it has none. */
static const struct interface_address *address_of(const struct interface *interface, int family,
						  const void *address)
{
	const size_t length = family == AF_INET ? sizeof(struct in_addr) : sizeof(struct in6_addr);
	for (uint32_t i = 0; i < interface->address_count; i++) {
		const struct interface_address *one = &interface->addresses[i];
		if (one->family == family &&
		    (!address || memcmp(one->address, address, length) == 0))
			return one;
	}
	return NULL;
}

static const struct interface *with_address(const struct interfaces *interfaces, int family,
					    const void *address)
{
	for (uint32_t i = 0; i < interfaces->count; i++)
		if (address_of(&interfaces->all[i], family, address))
			return &interfaces->all[i];
	return NULL;
}

/* ---- of this machine ---- */

static bool has_address(const struct ifaddrs *entry, int family, const void *address)
{
	if (!entry->ifa_addr || entry->ifa_addr->sa_family != family)
		return false;
	const struct sockaddr_in *in = (const struct sockaddr_in *)entry->ifa_addr;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)entry->ifa_addr;
	return family == AF_INET ? memcmp(&in->sin_addr, address, sizeof(struct in_addr)) == 0
				 : memcmp(&in6->sin6_addr, address, sizeof(struct in6_addr)) == 0;
}

static unsigned own_with_address(int family, const void *address)
{
	struct ifaddrs *all = NULL;
	unsigned index = 0;
	if (getifaddrs(&all) < 0)
		return 0;
	for (const struct ifaddrs *entry = all; entry && !index; entry = entry->ifa_next)
		if (has_address(entry, family, address))
			index = if_nametoindex(entry->ifa_name);
	freeifaddrs(all);
	return index;
}

static void tell_own(void (*tell)(void *context, const char *word, const char *text), void *context)
{
	struct if_nameindex *all = if_nameindex();
	for (const struct if_nameindex *one = all; one && one->if_index; one++)
		tell(context, one->if_name, NULL);
	if (all)
		if_freenameindex(all);
}

static bool own_ip4(unsigned index, struct in_addr *address)
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

/* ---- of either ---- */

unsigned interface_index(struct host *host, const char *name)
{
	struct interfaces interfaces;
	if (!host)
		return if_nametoindex(name);
	ask(host, &interfaces);
	const struct interface *found = with_name(&interfaces, name);
	const unsigned index = found ? found->index : 0;
	interfaces_free(&interfaces);
	return index;
}

/* That which has the address; 0: none. */
static unsigned index_by_address(struct host *host, const char *word)
{
	unsigned char address[sizeof(struct in6_addr)];
	const int family = strchr(word, ':') ? AF_INET6 : AF_INET;
	struct interfaces interfaces;
	if (inet_pton(family, word, address) != 1)
		return 0;
	if (!host)
		return own_with_address(family, address);
	ask(host, &interfaces);
	const struct interface *found = with_address(&interfaces, family, address);
	const unsigned index = found ? found->index : 0;
	interfaces_free(&interfaces);
	return index;
}

void interfaces_tell(struct host *host,
		     void (*tell)(void *context, const char *word, const char *text), void *context)
{
	struct interfaces interfaces;
	if (!host) {
		tell_own(tell, context);
		return;
	}
	ask(host, &interfaces);
	for (uint32_t i = 0; i < interfaces.count; i++)
		tell(context, interfaces.all[i].name, NULL);
	interfaces_free(&interfaces);
}

static void append_name(void *context, const char *word, const char *text)
{
	(void)text;
	buffer_format(context, " %s", word);
}

static void unknown(struct host *host, const char *shown, const char *call, struct error **error)
{
	struct buffer names = {0};
	interfaces_tell(host, append_name, &names);
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

bool interface_find(struct host *host, struct value value, const char *call, unsigned *index,
		    struct error **error)
{
	struct buffer word = {0}, shown = {0};
	if (is_number(value, index))
		return true;
	if (value.type == TYPE_BYTES && !memchr(value.bytes->data, '\0', value.bytes->length))
		buffer_append(&word, value.bytes->data, value.bytes->length);
	*index = interface_index(host, buffer_cstring(&word));
	if (!*index)
		*index = index_by_address(host, word.data);
	if (!*index) {
		value_literal_cut(value, &shown, 60);
		unknown(host, buffer_cstring(&shown), call, error);
	}
	buffer_free(&word);
	buffer_free(&shown);
	return *index;
}

/* False: there is none of that number. */
static bool name_of_index(struct host *host, unsigned index, char name[IF_NAMESIZE])
{
	struct interfaces interfaces;
	if (!host)
		return if_indextoname(index, name);
	ask(host, &interfaces);
	const struct interface *found = with_index(&interfaces, index);
	if (found)
		memcpy(name, found->name, IF_NAMESIZE);
	interfaces_free(&interfaces);
	return found;
}

void interface_format(struct host *host, unsigned index, struct buffer *buffer)
{
	char name[IF_NAMESIZE];
	if (index && name_of_index(host, index, name))
		buffer_text(buffer, name);
	else
		buffer_int(buffer, index);
}

bool interface_ip4(struct host *host, unsigned index, struct in_addr *address)
{
	struct interfaces interfaces;
	if (!host)
		return own_ip4(index, address);
	ask(host, &interfaces);
	const struct interface *found = with_index(&interfaces, index);
	const struct interface_address *ip4 = found ? address_of(found, AF_INET, NULL) : NULL;
	if (ip4)
		memcpy(address, ip4->address, sizeof(*address));
	interfaces_free(&interfaces);
	return ip4;
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
