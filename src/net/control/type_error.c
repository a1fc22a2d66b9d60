/*
 * type_error: control data that tells an error, ip(7): struct sock_extended_err, after which comes
 * the address of the machine that has sent it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include <linux/errqueue.h>

#include "net/control/control_types.h"

static const struct option_member members[] = {
	{"error", MEMBER_AT(sock_extended_err, ee_errno), MEMBER_NAME, .names = &names_errors},
	{"origin", MEMBER_AT(sock_extended_err, ee_origin), MEMBER_NAME,
	 .names = &names_error_origins},
	{"type", MEMBER_AT(sock_extended_err, ee_type), MEMBER_UNSIGNED},
	{"code", MEMBER_AT(sock_extended_err, ee_code), MEMBER_UNSIGNED},
	{"info", MEMBER_AT(sock_extended_err, ee_info), MEMBER_UNSIGNED},
	{"data", MEMBER_AT(sock_extended_err, ee_data), MEMBER_UNSIGNED},
	{0},
};

static void append_icmp(const struct sock_extended_err *error, struct buffer *text)
{
	const bool v6 = error->ee_origin == SO_EE_ORIGIN_ICMP6;
	const char *words =
		name_of(v6 ? &names_icmp6 : &names_icmp, error->ee_type * 256 + error->ee_code);
	buffer_text(text, v6 ? "ICMPv6: " : "ICMP: ");
	if (words)
		buffer_text(text, words);
	else
		buffer_format(text, "type %d, code %d", error->ee_type, error->ee_code);
}

/* In words; nil where there are none. */
static struct value message_of(const struct sock_extended_err *error)
{
	struct buffer text = {0};
	const char *words = NULL;
	switch (error->ee_origin) {
	case SO_EE_ORIGIN_ICMP:
	case SO_EE_ORIGIN_ICMP6:
		append_icmp(error, &text);
		break;
	case SO_EE_ORIGIN_TIMESTAMPING:
		words = name_of(&names_stamps, (int)error->ee_info);
		break;
	case SO_EE_ORIGIN_ZEROCOPY: /* errno is 0: no error */
		buffer_format(&text, "sends %u to %u are done", error->ee_info, error->ee_data);
		break;
	default:
		words = name_meaning(&names_errors, (int)error->ee_errno);
		break;
	}
	if (words)
		buffer_text(&text, words);
	return text.length ? value_bytes(bytes_from(&text)) : VALUE_NIL;
}

/* Of its own errors the machine tells no family. */
static struct value offender_of(struct host *host, const struct buffer *setting)
{
	struct sockaddr_in6 in6 = {0}; /* as large as both */
	const size_t start = sizeof(struct sock_extended_err), left = setting->length - start;
	memcpy(&in6, setting->data + start, left < sizeof(in6) ? left : sizeof(in6));
	const size_t size = in6.sin6_family == AF_INET    ? sizeof(struct sockaddr_in)
			    : in6.sin6_family == AF_INET6 ? sizeof(in6)
							  : SIZE_MAX;
	return left < size ? VALUE_NIL
			   : address_value_on(host, (const struct sockaddr *)&in6, (socklen_t)size);
}

static struct value error_to_value(struct host *host, const struct socket_option *option,
				   const struct buffer *setting)
{
	struct sock_extended_err error;
	struct map *map = map_new();
	(void)option;
	memcpy(&error, setting->data, sizeof(error));
	for (const struct option_member *member = members; member->name; member++)
		map = map_put_text(map, member->name, member_to_value(host, member, setting->data));
	map = map_put_text(map, "message", message_of(&error));
	return value_object(TYPE_MAP, map_put_text(map, "offender", offender_of(host, setting)));
}

const struct option_type control_error = {
	.size = sizeof(struct sock_extended_err),
	.to_value_on = error_to_value,
};
