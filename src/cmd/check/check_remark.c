/*
 * check_remark: what is right, and may not be what was meant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/check/findings.h"
#include "handsh/grow.h"
#include "handsh/names.h"

/* catch econnrefused { … } takes every error into a variable of that name. */
void check_catches(struct surveyor *surveyor, const struct survey_place *place, const char *name)
{
	int number;
	char upper[32] = "";
	bool lower = strlen(name) < sizeof(upper);
	for (size_t i = 0; lower && name[i]; i++) {
		upper[i] = (char)toupper((unsigned char)name[i]);
		lower = !isupper((unsigned char)name[i]);
	}
	if (!lower || (!name_number(&names_errors, upper, &number) && strcmp(upper, "EOF") != 0))
		return;
	struct kept_place kept = {place->source, place->offset};
	struct error *error = check_found((struct check *)surveyor, &kept, "REMARK", NULL,
					  "%s is a variable here, and takes every error", name);
	error_hint(error, "to catch that error alone type catch %s { … }", upper);
}

/* ---- loops that end at something empty ---- */

static bool argument_is(const struct survey_argument *argument, const char *text)
{
	return argument->text && argument->length == strlen(text) &&
	       memcmp(argument->text, text, argument->length) == 0;
}

static bool has_option(const struct survey_call *call, const char *option)
{
	for (unsigned i = 0; i < call->count; i++)
		if (call->arguments[i].option && argument_is(&call->arguments[i], option))
			return true;
	return false;
}

void check_assign(struct surveyor *surveyor, const char *name, const struct survey_call *call)
{
	static const char *const kinds[] = {"udp", "udp6", "unix-dgram", "udplite",
					    "raw", "icmp", "icmp6",      "raw6"};
	struct check *check = (struct check *)surveyor;
	if (strcmp(call->name, "socket") != 0 || call->count == 0)
		return;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (argument_is(&call->arguments[0], kinds[i]))
			check_name(check, name)->datagrams = true;
}

static void remark_line(struct check *check, const struct survey_place *place, const char *name,
			const char *command)
{
	struct kept_place kept = {place->source, place->offset};
	struct error *error =
		check_found(check, &kept, "REMARK", NULL, "this loop ends at an empty line too");
	error_hint(error, "to go on to the end type while (%s = %s) != nil { … }", name, command);
}

void check_loop(struct surveyor *surveyor, const struct survey_place *place, const char *name,
		const char *socket, const struct survey_call *call)
{
	struct check *check = (struct check *)surveyor;
	bool receives = strcmp(call->name, "recv") == 0;
	if (strcmp(call->name, "ask") == 0)
		remark_line(check, place, name, "ask");
	else if (receives && has_option(call, "--line"))
		remark_line(check, place, name, "recv --line");
	if (!receives || !socket)
		return;
	check->loops = grow_array(check->loops, check->loop_count, &check->loop_capacity, 4,
				  sizeof(*check->loops));
	check->loops[check->loop_count++] =
		(struct loop_end){{object_retain(place->source), place->offset},
				  check_name(check, socket),
				  memory_copy(name, strlen(name))};
}

void check_loops(struct check *check)
{
	for (uint32_t i = 0; i < check->loop_count; i++) {
		struct loop_end *loop = &check->loops[i];
		if (loop->socket->datagrams) {
			struct error *error = check_found(check, &loop->place, "REMARK", NULL,
							  "this loop ends at an empty datagram");
			error_hint(error, "to go on after one type loop { %s = %s.recv; … }",
				   loop->name, loop->socket->name);
		}
		object_release(loop->place.source);
		free(loop->name);
	}
	free(check->loops);
}
