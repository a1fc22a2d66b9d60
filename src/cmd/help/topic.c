/*
 * topic: all about one command, or one word of the language.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <limits.h>

#include "cmd/help/page.h"
#include "handsh/help.h"

/* Bounds that are only those of the type say nothing. */
static void describe_bounds(struct buffer *line, const struct parameter *parameter)
{
	bool least = parameter->least > INT_MIN, most = parameter->most < INT64_MAX;
	if (!parameter->least && !parameter->most)
		return;
	if (least && most)
		buffer_format(line, "; %" PRId64 " to %" PRId64, parameter->least, parameter->most);
	else if (least)
		buffer_format(line, "; %" PRId64 " or more", parameter->least);
}

static void parameter_line(struct page *page, const char *term, const struct parameter *parameter,
			   const char *text)
{
	struct buffer line = {0};
	buffer_text(&line, text ? text : parameter ? parameter->kind->name : "");
	if (parameter)
		describe_bounds(&line, parameter);
	if (parameter && parameter->fallback)
		buffer_format(&line, "; %s when left out", parameter->fallback);
	page_entry(page, term, buffer_cstring(&line), 14);
	buffer_free(&line);
}

static void describe_arguments(struct page *page, const struct command *command)
{
	const struct parameter *parameter = command->parameters;
	if (parameter && parameter->name)
		page_title(page, "arguments");
	for (; parameter && parameter->name; parameter++)
		parameter_line(page, parameter->name, parameter, parameter->text);
	const struct command_option *option = command->options;
	if (option && (option->letter || option->name))
		page_title(page, "options");
	for (; option && (option->letter || option->name); option++) {
		struct buffer term = {0};
		if (option->letter)
			buffer_format(&term, "-%c%s", option->letter, option->name ? ", " : "");
		if (option->name)
			buffer_format(&term, "--%s", option->name);
		if (option->value)
			buffer_format(&term, " %s", option->value->name);
		parameter_line(page, buffer_cstring(&term), option->value, option->text);
		buffer_free(&term);
	}
}

static void describe_errors(struct page *page, const struct command_error *error)
{
	if (error && error->name)
		page_title(page, "errors");
	for (; error && error->name; error++)
		page_entry(page, error->name, error->text, 17);
}

void help_command(const struct command *command, unsigned width, struct buffer *text)
{
	struct page page = {.text = *text, .width = width};
	struct buffer synopsis = {0};
	command_synopsis(command, &synopsis);
	page_wrap(&page, buffer_cstring(&synopsis), 0);
	buffer_free(&synopsis);
	page_wrap(&page, command->summary, 2);
	describe_arguments(&page, command);
	page_prose(&page, "result", command->result);
	page_prose(&page, "calls", command->calls);
	describe_errors(&page, command->errors);
	page_prose(&page, "more", command->help);
	page_code(&page, "in Python", command->python);
	page_code(&page, "in C", command->c);
	page_code(&page, "example", command->example);
	*text = page.text;
}

void help_form(const struct form *form, unsigned width, struct buffer *text)
{
	struct page page = {.text = *text, .width = width};
	page_wrap(&page, form->synopsis, 0);
	page_wrap(&page, form->summary, 2);
	page_prose(&page, "more", form->help);
	page_code(&page, "example", form->example);
	*text = page.text;
}
