/*
 * signature: what the files of this folder share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_CALL_SIGNATURE_H
#define HANDSH_CMD_CALL_SIGNATURE_H

#include "handsh/command.h"

#define OPTIONS_MAX 16 /* struct call keeps one bit each */

/* The new value takes the place of the old one, which is released. */
static inline bool replace(struct value *value, struct value with)
{
	value_release(*value);
	*value = with;
	return true;
}

static inline bool option_takes_several(const struct command_option *option)
{
	return option->value && !parameter_ends(option->value + 1);
}

/* By the parameter's kind; what is UNSET stays so. False: call->error. */
static inline bool argument_convert(struct call *call, const struct parameter *parameter,
				    struct value *value)
{
	const struct kind *kind = parameter->kind;
	return !kind || !kind->convert || value->type == TYPE_UNSET ||
	       kind->convert(call, parameter, value);
}

/* False with a USAGE error whose hint is the synopsis. */
bool bind_usage(struct call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What was meant by a call that has failed takes the place of the hint of call->error. False: that
 * is not known. */
bool call_meant(struct call *call);
/* False with a TYPE error: N is a number, not "abc". */
bool kind_mismatch(struct call *call, const struct parameter *parameter, struct value value);

/* Is it a host, or the name of one? Then *value is the host. */
bool find_place(struct call *call, struct value *value);

/* The option that the word (-n, --name, --name=value) names, or NULL. */
const struct command_option *option_find(const struct command *command, const char *word,
					 size_t length);

/*
 * Takes the options out of the call's first given arguments. True: *given is how many are left, in
 * front, and values[i] is the value of option i or UNSET. False: call->error; the stack still owns
 * all that it did.
 */
bool options_take(struct call *call, unsigned *given, struct value values[OPTIONS_MAX]);

#endif
