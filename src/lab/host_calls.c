/*
 * host_calls: system calls on a host, which the keeper makes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lab/table.h"

static int ask(struct lab *lab, const struct keeper_request *request, int namespace_, int made[2])
{
	const int number = keeper_ask(&lab->keeper, request, namespace_, made);
	errno = number;
	return number ? -1 : 0;
}

int lab_socket(struct lab *lab, int namespace_, int family, int type, int protocol)
{
	int made[2];
	const struct keeper_request request = {
		.task = KEEPER_MAKE, .family = family, .type = type, .protocol = protocol};
	return ask(lab, &request, namespace_, made) < 0 ? -1 : made[0];
}

static struct lab_host *open_host(struct host *host)
{
	if (host->open)
		return (struct lab_host *)host;
	errno = EBADF;
	return NULL;
}

static int host_make(struct host *host, int family, int type, int protocol)
{
	struct lab_host *own = open_host(host);
	return own ? lab_socket(own->lab, own->network, family, type, protocol) : -1;
}

static int host_pair(struct host *host, int family, int type, int protocol, int pair[2])
{
	struct lab_host *own = open_host(host);
	const struct keeper_request request = {
		.task = KEEPER_PAIR, .family = family, .type = type, .protocol = protocol};
	return own ? ask(own->lab, &request, own->network, pair) : -1;
}

static int host_open_file(struct host *host, const char *path, bool writable)
{
	int made[2];
	struct lab_host *own = open_host(host);
	struct keeper_request request = {.task = KEEPER_OPEN, .writable = writable};
	if (!own)
		return -1;
	if (strlen(path) >= sizeof(request.path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	snprintf(request.path, sizeof(request.path), "%s", path);
	return ask(own->lab, &request, own->network, made) < 0 ? -1 : made[0];
}

const struct host_operations lab_operations = {host_make, host_pair, host_open_file};
