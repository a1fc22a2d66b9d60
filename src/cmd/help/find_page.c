/*
 * find_page: the page of a name, whatever it is the name of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "cmd/help/item.h"
#include "handsh/help.h"
#include "handsh/page.h"

/* A def, and that it stands before a built-in command. */
static void describe_own(const struct code *definition, bool replaces, struct buffer *text)
{
	buffer_format(text, "%s\n  a command of your own (def)", definition->synopsis);
	if (replaces)
		buffer_format(text, "; builtin %s is this:\n", definition->name);
	buffer_byte(text, '\n');
}

static bool find_command(struct shell *shell, const char *name, unsigned width, struct buffer *text)
{
	const struct command *command = machine_find(shell->machine, name);
	const struct code *own = machine_definition(shell->machine, name);
	const struct form *form = form_find(name);
	if (command && command->flags & COMMAND_HIDDEN)
		command = NULL;
	if (own)
		describe_own(own, command, text);
	if (command)
		help_command(command, width, text);
	else if (form)
		help_form(form, width, text);
	return own || command || form;
}

/* An idea, and what the tables know of the same name. */
static bool find_other(const struct chapter *chapters, const char *name, struct page *page)
{
	const struct idea *idea = idea_find(name);
	if (idea)
		help_idea(idea, page);
	else
		page_wrap(page, name, 0);
	bool found = help_facts(chapters, name, page);
	if (idea)
		help_reading(idea, page);
	return found || idea;
}

bool help_find(struct shell *shell, const char *name, unsigned width, struct buffer *text)
{
	const size_t before = text->length;
	if (find_command(shell, name, width, text))
		return true;
	struct page page = {.text = *text, .width = width};
	bool found = help_equivalents(shell->chapters, name, &page) ||
		     find_other(shell->chapters, name, &page);
	*text = page.text;
	if (!found)
		text->length = before;
	return found;
}

bool help_point(const struct chapter *chapters, const char *name, struct buffer *text)
{
	struct page page = {.width = 80};
	const bool known = idea_find(name) || help_facts(chapters, name, &page);
	buffer_free(&page.text);
	if (known)
		buffer_format(text, "'help %s' explains it", name);
	return known;
}

static void offer_command(void *nearest, const char *name, const struct command *command)
{
	if (!command || !(command->flags & COMMAND_HIDDEN))
		nearest_offer(nearest, name);
}

static void offer_fact(void *nearest, const char *name, const char *text)
{
	(void)text;
	nearest_offer(nearest, name);
}

void help_offer(struct shell *shell, struct nearest *nearest)
{
	machine_each_command(shell->machine, offer_command, nearest);
	for (const struct form *form = forms; form->name; form++)
		nearest_offer(nearest, form->name);
	for (const struct idea *idea = ideas; idea->name; idea++) {
		struct item item = {0};
		nearest_offer(nearest, idea->name);
		while (item_next(idea->also, &item)) {
			char *also = memory_copy(item.text, item.length);
			nearest_offer(nearest, also);
			free(also);
		}
	}
	help_offer_facts(offer_fact, nearest);
}
