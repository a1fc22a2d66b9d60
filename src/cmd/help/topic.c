/*
 * topic: all about one command, or one word of the language.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <limits.h>

#include "handsh/help.h"
#include "handsh/page.h"

#define WORD_COLUMN 19 /* after the longest word of a kind */

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

void parameter_text(const struct parameter *parameter, const char *text, struct buffer *buffer)
{
	buffer_text(buffer, text ? text : parameter ? parameter->kind->name : "");
	if (!parameter)
		return;
	describe_bounds(buffer, parameter);
	if (parameter->fallback)
		buffer_format(buffer, "; %s when left out", parameter->fallback);
}

void option_term(const struct command_option *option, struct buffer *buffer)
{
	if (option->letter)
		buffer_format(buffer, "-%c%s", option->letter, option->name ? ", " : "");
	if (option->name)
		buffer_format(buffer, "--%s", option->name);
	option_values(option, buffer);
	if (option->again)
		buffer_text(buffer, "…");
}

static void parameter_line(struct page *page, const char *term, const struct parameter *parameter,
			   const char *text)
{
	struct buffer line = {0};
	parameter_text(parameter, text, &line);
	page_entry(page, term, buffer_cstring(&line), 14);
	buffer_free(&line);
}

static void word_line(void *context, const char *word, const char *text)
{
	page_entry(context, word, text ? text : "", WORD_COLUMN);
}

static void describe_words(struct page *page, const struct parameter *parameter)
{
	for (; !parameter_ends(parameter); parameter++) {
		struct buffer title = {0};
		if (!parameter->listed)
			continue;
		buffer_format(&title, "%s is one of", parameter->name);
		page_title(page, buffer_cstring(&title));
		parameter->kind->words(word_line, page);
		buffer_free(&title);
	}
}

static void describe_arguments(struct page *page, const struct command *command)
{
	const struct parameter *parameter = command->parameters;
	if (!parameter_ends(parameter))
		page_title(page, "arguments");
	for (; !parameter_ends(parameter); parameter++)
		parameter_line(page, parameter->name, parameter, parameter->text);
	const struct command_option *option = command->options;
	if (!option_ends(option))
		page_title(page, "options");
	for (; !option_ends(option); option++) {
		struct buffer term = {0};
		option_term(option, &term);
		parameter_line(page, buffer_cstring(&term), option->value, option->text);
		buffer_free(&term);
	}
	describe_words(page, command->parameters);
	for (option = command->options; !option_ends(option); option++)
		describe_words(page, option->value);
}

static void describe_errors(struct page *page, const struct command_error *error)
{
	if (error && error->name)
		page_title(page, "errors");
	for (; error && error->name; error++) {
		struct buffer text = {0};
		command_error_format(error, &text);
		page_entry(page, error->name, buffer_cstring(&text), 17);
		buffer_free(&text);
	}
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
