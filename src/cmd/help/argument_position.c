/*
 * argument_position: see argument_position.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/help/argument_position.h"

#include <string.h>

#include "cmd/call/signature.h"

static void pass_option(struct argument_position *position, const struct command *command,
			const char *word, size_t length)
{
	if (length == 2 && memcmp(word, "--", 2) == 0) {
		position->options_over = true;
		return;
	}
	const struct command_option *option = option_find(command, word, length);
	if (option && !memchr(word, '=', length))
		position->value = option->value;
}

/* A word that needs a port beside it to be an address: HOST:PORT, a port, a path do not. */
static bool is_host(const char *word, size_t length)
{
	size_t digits = 0;
	while (digits < length && word[digits] >= '0' && word[digits] <= '9')
		digits++;
	for (size_t i = 0; i < length; i++)
		if (strchr(":/@$(", word[i]))
			return false;
	return digits < length;
}

void argument_pass(struct argument_position *position, const struct command *command,
		   const char *word, size_t length)
{
	const struct parameter *parameter = argument_parameter(command, position->index);
	bool address = parameter && parameter->kind == &kind_address;
	position->rest |= parameter && parameter->arity == ARGUMENT_REST;
	position->port = !position->port && address && is_host(word, length);
	if (!position->port)
		position->index++;
}

static size_t word_length(const struct cursor *cursor, uint32_t number, const char *text)
{
	uint32_t start = cursor->arguments[number].start;
	uint32_t end = number + 1 < cursor->argument_count ? cursor->arguments[number + 1].start
							   : cursor->start;
	while (end > start && strchr(" \t\n", text[end - 1]))
		end--;
	return end - start;
}

struct argument_position argument_position(const struct cursor *cursor, const char *text,
					   const struct command *command)
{
	struct argument_position position = {0};
	for (uint32_t i = 0; i < cursor->argument_count; i++) {
		const struct cursor_argument *argument = &cursor->arguments[i];
		const struct cursor_span option = argument->option;
		if (position.value)
			position.value =
				parameter_ends(position.value + 1) ? NULL : position.value + 1;
		else if (option.start < option.end && !position.options_over)
			pass_option(&position, command, text + option.start,
				    option.end - option.start);
		else
			argument_pass(&position, command, text + argument->start,
				      word_length(cursor, i, text));
	}
	return position;
}

const struct parameter argument_port = {.name = "PORT", .kind = &kind_port};

const struct parameter *argument_expected(const struct argument_position *position,
					  const struct command *command)
{
	if (position->value)
		return position->value;
	return position->port ? &argument_port : argument_parameter(command, position->index);
}

const struct parameter *argument_parameter(const struct command *command, unsigned index)
{
	const struct parameter *parameter = command->parameters;
	while (!parameter_ends(parameter) && index > 0 && parameter->arity != ARGUMENT_REST) {
		parameter++;
		index--;
	}
	return parameter_ends(parameter) ? NULL : parameter;
}
