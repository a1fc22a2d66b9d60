/*
 * name_question: a question about names, and its way to a process on a host.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_NAME_QUESTION_H
#define HANDSH_CMD_NAME_QUESTION_H

#include "handsh/host_names.h"
#include "handsh/name_lookup.h"

#define QUESTION_NAME 256 /* bytes, with the NUL: no name of the Internet is longer, RFC 1035 */
#define QUESTION_PORT 64  /* the same of a service */

struct name_question {
	int32_t family, type; /* of the addresses */
	uint32_t flags;       /* NI_, of an address */
	struct socket_address address;
	char name[QUESTION_NAME]; /* "": of an address */
	char port[QUESTION_PORT]; /* "": none */
};

/* Follows: of a name count addresses (struct socket_address), of an address its host and service. */
struct name_answer {
	int32_t number; /* lookup_number */
	uint32_t count;
};

struct name_pair {
	char host[NI_MAXHOST], service[QUESTION_PORT];
};

/*
 * Asks on the host, from exec: call->state is NULL at first, and again at the end. RUN_DONE with
 * *number: as lookup_number, or EPROTO where there is no answer. A new *rest follows the answer's
 * head, of count addresses or a pair.
 */
enum run question_ask(struct call *call, struct host *on, const struct name_question *question,
		      int *number, struct bytes **rest);

#endif
