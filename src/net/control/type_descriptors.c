/*
 * type_descriptors: control data that brings descriptors, or an address.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "net/control/control_types.h"

static struct value descriptors_to_value(const struct socket_option *option,
					 const struct buffer *setting)
{
	struct list *list = list_new(setting->length / sizeof(int));
	(void)option;
	for (size_t at = 0; at + sizeof(int) <= setting->length; at += sizeof(int)) {
		int fd;
		memcpy(&fd, setting->data + at, sizeof(fd));
		list = list_append(list, value_int(fd));
	}
	return value_object(TYPE_LIST, list);
}

static struct value address_to_value(struct host *host, const struct socket_option *option,
				     const struct buffer *setting)
{
	struct sockaddr_storage address = {0};
	const size_t length = setting->length < sizeof(address) ? setting->length : sizeof(address);
	(void)option;
	memcpy(&address, setting->data, length);
	return address_value_on(host, (const struct sockaddr *)&address, (socklen_t)length);
}

const struct option_type control_descriptors = {.to_value = descriptors_to_value};

const struct option_type control_address = {
	.size = sizeof(struct sockaddr_in),
	.to_value_on = address_to_value,
};
