/*
 * synopsis: how a command is typed, from its signature.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/help.h"

void option_values(const struct command_option *option, struct buffer *buffer)
{
	for (const struct parameter *value = option->value; !parameter_ends(value); value++)
		buffer_format(buffer, " %s", value->name);
}

static void append_option(const struct command_option *option, struct buffer *buffer)
{
	if (option->letter)
		buffer_format(buffer, " [-%c", option->letter);
	else
		buffer_format(buffer, " [--%s", option->name);
	option_values(option, buffer);
	buffer_text(buffer, option->again ? "]…" : "]");
}

static void append_parameter(const struct parameter *parameter, struct buffer *buffer)
{
	bool optional = parameter->arity == ARGUMENT_OPTIONAL;
	buffer_text(buffer, optional ? " [" : " ");
	buffer_text(buffer, parameter->name);
	if (optional)
		buffer_byte(buffer, ']');
	if (parameter->arity == ARGUMENT_REST)
		buffer_text(buffer, "…");
}

static void append_parameters(const struct command *command, struct buffer *buffer)
{
	const struct parameter *parameter = command->parameters;
	for (; !parameter_ends(parameter); parameter++)
		append_parameter(parameter, buffer);
}

void command_form(const struct command *command, struct buffer *buffer)
{
	buffer_text(buffer, command->name);
	append_parameters(command, buffer);
}

void command_synopsis(const struct command *command, struct buffer *buffer)
{
	const struct command_option *option = command->options;
	buffer_text(buffer, command->name);
	for (; !option_ends(option); option++)
		append_option(option, buffer);
	append_parameters(command, buffer);
}
