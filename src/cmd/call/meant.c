/*
 * meant: calls whose arguments are wrong by a habit of another language, and what was meant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "cmd/call/signature.h"

/* Errors that such arguments end with. */
static bool is_of_arguments(const struct error *error)
{
	static const char *const names[] = {"USAGE", "TYPE", "EAI_NONAME"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(error->name, names[i]) == 0)
			return true;
	return false;
}

/*
 * Where more words were given than the command takes: its last argument, by its number among the
 * words, if that is bytes; an address may be two words. 0: it is none.
 */
static unsigned last_text(const struct call *call)
{
	const struct parameter *parameter = call->command->parameters;
	unsigned word = 0, i = 0;
	if (parameter_ends(parameter))
		return 0;
	for (; !parameter_ends(parameter + 1); parameter++, i++)
		word += 1 + (parameter->kind == &kind_address && i + 1 < call->values &&
			     call->arguments[i + 1].type == TYPE_INT);
	bool joins = parameter->kind == &kind_bytes && parameter->arity != ARGUMENT_REST;
	return joins && call->count > i + 1 ? word + 1 : 0;
}

bool call_meant(struct call *call)
{
	if (!is_of_arguments(call->error))
		return false;
	uint32_t place;
	const struct bytes *text = call_place(call, &place)->text;
	const unsigned last = last_text(call);
	struct buffer hint = {0};
	bool known = habit_hint(text->data, text->length, place, HABIT_USAGE, &hint) ||
		     (last && habit_join(text->data, text->length, place, last, &hint));
	if (known)
		error_hint(call->error, "%s", buffer_cstring(&hint));
	buffer_free(&hint);
	return known;
}
