/*
 * option: what the tables of socket options are made of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_OPTION_OPTION_H
#define HANDSH_NET_OPTION_OPTION_H

#include "handsh/socket_option.h"

/* How settings of one C type are made and shown. */
struct option_type {
	const char *takes; /* what setsockopt wants: "on or off"; NULL: it is only read */
	bool ranged;       /* help says its range */
	socklen_t size;    /* of the member of union option_setting */
	bool (*from_value)(const struct socket_option *option, struct value value,
			   union option_setting *setting, struct error **error);
	struct value (*to_value)(const struct socket_option *option,
				 const union option_setting *setting);
	void (*format)(const struct socket_option *option, const union option_setting *setting,
		       struct buffer *buffer);
};

extern const struct option_type option_bool;     /* int: on or off */
extern const struct option_type option_int;      /* int: a number, of bytes also 64k */
extern const struct option_type option_linger;   /* struct linger: off, or seconds */
extern const struct option_type option_duration; /* struct timeval: "200ms", seconds */
extern const struct option_type option_name;     /* int: one of names, or a number. Only read */

const char *option_unit_suffix(enum option_unit unit); /* " bytes"; "" of none */

/* The tables: level_socket.c, level_tcp.c … */
extern const struct option_level level_socket, level_tcp, level_ip, level_ipv6;

#endif
