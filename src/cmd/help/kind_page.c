/*
 * kind_page: the name of a page of help, as an argument.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/completion.h"
#include "handsh/help.h"

/* Names of commands are such names, and nil and true have pages too. */
static bool convert(struct call *call, const struct parameter *parameter, struct value *value)
{
	return kind_command.convert(call, parameter, value);
}

static void offer(void *completion, const char *name, const char *text)
{
	completion_describe(completion, name, text);
}

static void complete(struct shell *shell, const struct parameter *parameter, const char *prefix,
		     struct completion *completion)
{
	(void)parameter;
	complete_commands(shell, completion);
	complete_forms(completion);
	for (const struct idea *idea = ideas; idea->name; idea++)
		completion_describe(completion, idea->name, idea->about);
	if (*prefix) /* for they are many */
		help_offer_facts(offer, completion);
}

const struct kind kind_page = {
	.name = "the name of a page of help", .convert = convert, .complete = complete};
