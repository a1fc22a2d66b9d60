/*
 * interfaces_ask: see handsh/interface.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/interface.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "handsh/grow.h"
#include "handsh/names.h"
#include "handsh/netlink.h"

/* ---- attributes ---- */

#define ATTRIBUTES (IFLA_MAX > IFA_MAX ? IFLA_MAX : IFA_MAX)

struct attributes {
	const struct nlattr *all[ATTRIBUTES + 1];
};

static int note(const struct nlattr *attribute, void *data)
{
	struct attributes *attributes = data;
	const unsigned type = attribute->nla_type & NLA_TYPE_MASK;
	if (type <= ATTRIBUTES)
		attributes->all[type] = attribute;
	return MNL_CB_OK;
}

static size_t length_of(const struct nlattr *attribute)
{
	return attribute && attribute->nla_len > NLA_HDRLEN ? attribute->nla_len - NLA_HDRLEN : 0;
}

/* Up to size bytes; the rest of the place stays. How many. */
static size_t take(const struct attributes *attributes, unsigned type, void *place, size_t size)
{
	const struct nlattr *attribute = attributes->all[type];
	const size_t length = length_of(attribute) < size ? length_of(attribute) : size;
	if (length)
		memcpy(place, (const char *)attribute + NLA_HDRLEN, length);
	return length;
}

/* ---- links ---- */

static void read_link(const struct mnl *mnl, const struct nlmsghdr *message, void *context)
{
	struct interfaces *interfaces = context;
	const struct ifinfomsg *link = NLMSG_DATA(message);
	struct attributes attributes = {{NULL}};
	if (message->nlmsg_type != RTM_NEWLINK || message->nlmsg_len < NLMSG_LENGTH(sizeof(*link)))
		return;
	mnl->mnl_attr_parse(message, sizeof(*link), note, &attributes);
	interfaces->all = grow_array(interfaces->all, interfaces->count, &interfaces->room, 8,
				     sizeof(*interfaces->all));
	struct interface *interface = &interfaces->all[interfaces->count++];
	*interface =
		(struct interface){.index = (unsigned)link->ifi_index, .flags = link->ifi_flags};
	take(&attributes, IFLA_IFNAME, interface->name, sizeof(interface->name) - 1);
	interface->hardware_length = (unsigned)take(&attributes, IFLA_ADDRESS, interface->hardware,
						    sizeof(interface->hardware));
}

/* ---- addresses ---- */

static struct interface *find(const struct interfaces *interfaces, unsigned index)
{
	for (uint32_t i = 0; i < interfaces->count; i++)
		if (interfaces->all[i].index == index)
			return &interfaces->all[i];
	return NULL;
}

/* IFA_LOCAL is the own one where there is another end, which IFA_ADDRESS is then. */
static void read_address(const struct mnl *mnl, const struct nlmsghdr *message, void *context)
{
	const struct ifaddrmsg *head = NLMSG_DATA(message);
	struct attributes attributes = {{NULL}};
	if (message->nlmsg_type != RTM_NEWADDR || message->nlmsg_len < NLMSG_LENGTH(sizeof(*head)))
		return;
	struct interface *interface = find(context, head->ifa_index);
	if (!interface || (head->ifa_family != AF_INET && head->ifa_family != AF_INET6))
		return;
	mnl->mnl_attr_parse(message, sizeof(*head), note, &attributes);
	interface->addresses =
		grow_array(interface->addresses, interface->address_count, &interface->address_room,
			   4, sizeof(*interface->addresses));
	struct interface_address *address = &interface->addresses[interface->address_count++];
	*address = (struct interface_address){.family = head->ifa_family,
					      .prefix = head->ifa_prefixlen};
	take(&attributes, IFA_ADDRESS, address->address, sizeof(address->address));
	if (!attributes.all[IFA_LOCAL])
		return;
	if (interface->flags & IFF_POINTOPOINT)
		memcpy(address->peer, address->address, sizeof(address->peer));
	take(&attributes, IFA_LOCAL, address->address, sizeof(address->address));
	take(&attributes, IFA_BROADCAST, address->broadcast, sizeof(address->broadcast));
}

/* ---- asking ---- */

static int dump(const struct mnl *mnl, int socket, uint16_t type, netlink_reader *reader,
		struct interfaces *interfaces)
{
	union {
		struct nlmsghdr header;
		char bytes[NLMSG_SPACE(sizeof(struct ifinfomsg))];
	} request = {{0}};
	mnl->mnl_nlmsg_put_header(&request);
	request.header.nlmsg_type = type;
	request.header.nlmsg_flags = NLM_F_DUMP;
	mnl->mnl_nlmsg_put_extra_header(&request.header, sizeof(struct ifinfomsg));
	return netlink_ask(mnl, socket, &request.header, reader, interfaces);
}

static int ask_both(const struct mnl *mnl, struct host *host, struct interfaces *interfaces)
{
	const int socket = host_socket(host, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (socket < 0)
		return errno;
	int number = dump(mnl, socket, RTM_GETLINK, read_link, interfaces);
	if (!number)
		number = dump(mnl, socket, RTM_GETADDR, read_address, interfaces);
	close(socket);
	return number;
}

bool interfaces_ask(struct libraries *libraries, struct host *host, const char *call,
		    struct interfaces *interfaces, struct error **error)
{
	const struct mnl *mnl = library_load(libraries, &library_mnl, error);
	*interfaces = (struct interfaces){0};
	if (!mnl)
		return false;
	const int number = ask_both(mnl, host, interfaces);
	if (!number)
		return true;
	interfaces_free(interfaces);
	*error = error_errno(number, call, "rtnetlink(7)");
	return false;
}

void interfaces_free(struct interfaces *interfaces)
{
	for (uint32_t i = 0; i < interfaces->count; i++)
		free(interfaces->all[i].addresses);
	free(interfaces->all);
	*interfaces = (struct interfaces){0};
}
