/*
 * connections: the end of all connections of a network namespace.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_LAB_CONNECTIONS_H
#define HANDSH_LAB_CONNECTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* Destroys those of tcp and mptcp, sock_diag(7), by two sockets of NETLINK_SOCK_DIAG that are in the
 * namespace: one to list them, one to destroy each. Their programs get ECONNABORTED, their peers a
 * reset. */
void connections_destroy(int list, int netlink);

#endif
