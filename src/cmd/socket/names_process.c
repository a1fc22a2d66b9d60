/*
 * names_process: the process that asks for names on a host. It is alone there, and may wait.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/socket/name_question.h"

static bool makes_sense(const struct name_question *question)
{
	return memchr(question->name, '\0', sizeof(question->name)) &&
	       memchr(question->port, '\0', sizeof(question->port)) &&
	       question->address.length <= sizeof(question->address.storage) &&
	       (question->name[0] || question->address.length);
}

static bool put(const void *data, size_t size)
{
	return fwrite(data, 1, size, stdout) == size;
}

static bool put_addresses(const struct addrinfo *found)
{
	for (; found; found = found->ai_next) {
		struct socket_address address = {.length = found->ai_addrlen};
		memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
		if (!put(&address, sizeof(address)))
			return false;
	}
	return true;
}

static bool put_names(char names[2][NI_MAXHOST])
{
	struct name_pair pair = {{0}};
	snprintf(pair.host, sizeof(pair.host), "%s", names[0]);
	snprintf(pair.service, sizeof(pair.service), "%.*s", QUESTION_PORT - 1, names[1]);
	return put(&pair, sizeof(pair));
}

/* With the answer that it has. */
static bool write_answer(struct lookup *lookup)
{
	struct name_answer answer = {.number = lookup_number(lookup)};
	for (const struct addrinfo *each = lookup->answer; each; each = each->ai_next)
		answer.count++;
	if (!put(&answer, sizeof(answer)))
		return false;
	if (answer.number)
		return true;
	return lookup->address.length ? put_names(lookup->names) : put_addresses(lookup->answer);
}

_Noreturn void names_main(void)
{
	struct name_question question;
	if (fread(&question, sizeof(question), 1, stdin) != 1 || !makes_sense(&question))
		exit(2);
	struct lookup lookup = {.host = question.name,
				.port = question.port[0] ? question.port : NULL,
				.hints = lookup_hints(question.family, question.type),
				.address = question.address,
				.flags = (int)question.flags};
	lookup_answer(&lookup);
	const bool good = write_answer(&lookup) && fflush(stdout) == 0;
	if (lookup.answer)
		freeaddrinfo(lookup.answer);
	exit(good ? 0 : 1);
}
