/*
 * type_link: options that are an interface.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <arpa/inet.h>
#include <string.h>

#include "net/option/option.h"

static bool put_link(const struct option_wish *wish, struct buffer *setting, bool network)
{
	unsigned index;
	if (!interface_find(option_host(wish), wish->value, wish->call, &index, wish->error))
		return false;
	if (network)
		index = htonl(index);
	buffer_append(setting, &index, sizeof(index));
	return true;
}

static struct value link_value(struct host *host, unsigned index)
{
	struct buffer text = {0};
	if (!index)
		return value_int(0);
	interface_format(host, index, &text);
	return value_bytes(bytes_from(&text));
}

/* ---- in the machine's own order ---- */

static bool link_from_value(const struct option_wish *wish, struct buffer *setting)
{
	return put_link(wish, setting, false);
}

static struct value link_to_value(struct host *host, const struct socket_option *option,
				  const struct buffer *setting)
{
	(void)option;
	return link_value(host, (unsigned)option_integer(setting));
}

static void link_format(struct host *host, const struct socket_option *option,
			const struct buffer *setting, struct buffer *buffer)
{
	(void)option;
	interface_format(host, (unsigned)option_integer(setting), buffer);
}

/* ---- in network order ---- */

static bool link_net_from_value(const struct option_wish *wish, struct buffer *setting)
{
	return put_link(wish, setting, true);
}

static struct value link_net_to_value(struct host *host, const struct socket_option *option,
				      const struct buffer *setting)
{
	(void)option;
	return link_value(host, ntohl((uint32_t)option_integer(setting)));
}

static void link_net_format(struct host *host, const struct socket_option *option,
			    const struct buffer *setting, struct buffer *buffer)
{
	(void)option;
	interface_format(host, ntohl((uint32_t)option_integer(setting)), buffer);
}

/* ---- IP_MULTICAST_IF: set as struct ip_mreqn, read as the struct in_addr that was in it ---- */

static const struct option_member through = {
	"interface", offsetof(struct ip_mreqn, imr_address),
	sizeof(struct ip_mreqn) - offsetof(struct ip_mreqn, imr_address), MEMBER_LINK4};
static const struct option_member source = {"address", 0, sizeof(struct in_addr), MEMBER_IP4};

static bool link4_from_value(const struct option_wish *wish, struct buffer *setting)
{
	struct ip_mreqn request = {0};
	bool good = member_from_value(wish, &through, wish->value, (char *)&request);
	buffer_append(setting, &request, sizeof(request));
	return good;
}

static struct value link4_to_value(struct host *host, const struct socket_option *option,
				   const struct buffer *setting)
{
	(void)option;
	if (setting->length < sizeof(struct in_addr))
		return VALUE_NIL;
	return member_to_value(host, setting->length < sizeof(struct ip_mreqn) ? &source : &through,
			       setting->data);
}

static void link4_format(struct host *host, const struct socket_option *option,
			 const struct buffer *setting, struct buffer *buffer)
{
	struct value value = link4_to_value(host, option, setting);
	value_format(value, buffer);
	value_release(value);
}

const struct option_type option_link = {
	.takes = "an interface: its name, number or address; 0: none",
	.size = sizeof(int),
	.from_value = link_from_value,
	.to_value_on = link_to_value,
	.format_on = link_format,
};

const struct option_type option_link_net = {
	.takes = "an interface: its name, number or address; 0: none",
	.size = sizeof(int),
	.from_value = link_net_from_value,
	.to_value_on = link_net_to_value,
	.format_on = link_net_format,
};

const struct option_type option_link4 = {
	.takes = "an interface: its name, number or address; 0: the kernel chooses",
	.size = sizeof(struct in_addr),
	.from_value = link4_from_value,
	.to_value_on = link4_to_value,
	.format_on = link4_format,
};
