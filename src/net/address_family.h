/*
 * address_family: what the files of addresses share: those of the families that are neither IP nor
 * unix, and errors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NET_ADDRESS_FAMILY_H
#define HANDSH_NET_ADDRESS_FAMILY_H

#include "handsh/net.h"

/* "word" as a literal, with what is wrong after it: false, with *error. */
bool address_wrong(struct error **error, const char *name, const char *call,
		   const struct bytes *word, const char *what, const char *hint);

/* As address_parse, without names to be resolved: 1, or -1 with *error. */
int packet_address_parse(struct host *host, const struct endpoint *endpoint, const char *call,
			 struct address **result, struct error **error);
int vsock_address_parse(const struct endpoint *endpoint, const char *call, struct address **result,
			struct error **error);

void packet_address_format(struct host *host, const struct sockaddr_ll *link,
			   struct buffer *buffer);
void vsock_address_format(const struct sockaddr_vm *vm, struct buffer *buffer);
bool packet_address_equal(const struct sockaddr_ll *a, const struct sockaddr_ll *b);

/* lo, ip: the parts as they are written. */
void packet_protocol_format(unsigned protocol, struct buffer *buffer);
void vsock_context_format(unsigned context, struct buffer *buffer);

#endif
