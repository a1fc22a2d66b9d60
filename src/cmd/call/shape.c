/*
 * shape: what of a command's signature its calls need, worked out once for all of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "cmd/call/signature.h"

/* The kind reads what the signature says, as if it had been typed. One that it does not take would
 * end every start of the program. */
static struct value read_default(const struct command *command, const struct parameter *parameter)
{
	struct call call = {.command = command};
	if (!parameter->fallback)
		return VALUE_UNSET;
	struct value value = value_bytes(bytes_text(parameter->fallback));
	if (!argument_convert(&call, parameter, &value))
		abort();
	return value;
}

static void read_defaults(const struct command *command, struct shape *shape)
{
	const struct command_option *option = command->options;
	struct value *value = memory_zeroed(shape->fixed + shape->values, sizeof(*value));
	shape->defaults = value;
	for (unsigned i = 0; i < shape->fixed; i++)
		*value++ = read_default(command, &command->parameters[i]);
	for (; !option_ends(option); option++) {
		if (!option->value)
			continue;
		*value = read_default(command, option->value);
		if (value++->type != TYPE_UNSET)
			shape->usual = shape->values;
	}
}

struct shape command_shape(const struct command *command)
{
	struct shape shape = {0};
	const struct parameter *parameter = command->parameters;
	for (; !parameter_ends(parameter); parameter++) {
		shape.least += parameter->arity == ARGUMENT_REQUIRED;
		shape.fixed += parameter->arity != ARGUMENT_REST;
		shape.rest = parameter->arity == ARGUMENT_REST;
	}
	for (const struct command_option *option = command->options; !option_ends(option); option++)
		shape.values += option->value != NULL;
	if (shape.fixed + shape.values)
		read_defaults(command, &shape);
	return shape;
}
