/*
 * control_types: the tables of control data, and the types that no socket option has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_CONTROL_CONTROL_TYPES_H
#define HANDSH_NET_CONTROL_CONTROL_TYPES_H

#include "net/option/option.h"

extern const struct option_type control_descriptors; /* several int: a list of them */
extern const struct option_type control_error;       /* struct sock_extended_err */
extern const struct option_type control_address;     /* an address, with its port */

/* A table a level. */
extern const struct option_level control_socket, control_ip, control_ipv6, control_udp, control_tcp,
	control_packet;

#endif
