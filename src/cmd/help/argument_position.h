/*
 * argument_position: which of a command's parameters the argument is for that is being typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_CMD_HELP_ARGUMENT_POSITION_H
#define HANDSH_CMD_HELP_ARGUMENT_POSITION_H

#include "handsh/command.h"
#include "handsh/cursor.h"

/* Where among the arguments the cursor stands, as the signature counts them. */
struct argument_position {
	unsigned index;                /* of the parameter */
	bool rest;                     /* what takes the rest has been given some */
	bool port;                     /* of it the host has been given, and the port may follow */
	const struct parameter *value; /* of an option, which comes next; or NULL */
	bool options_over;             /* after -- */
};

struct argument_position argument_position(const struct cursor *cursor, const char *text,
					   const struct command *command);
/* The word is another argument. */
void argument_pass(struct argument_position *position, const struct command *command,
		   const char *word, size_t length);
/* What the argument is for; NULL: nothing more is taken. */
const struct parameter *argument_expected(const struct argument_position *position,
					  const struct command *command);
/* The parameter with that index, the last where it takes the rest; NULL: there are fewer. */
const struct parameter *argument_parameter(const struct command *command, unsigned index);
/* What follows the host of an address. */
extern const struct parameter argument_port;

#endif
