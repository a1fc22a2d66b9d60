/*
 * handsh-manual: writes the chapter on commands of handsh(1), or with the word ideas that on ideas of
 * handsh-ideas(7), in mdoc(7), made from the program's own tables, so that the manual cannot say
 * anything else than the program does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "handsh/help.h"

/* One word of running text; a full stop at its end ends the line, as mdoc wants it. */
static size_t put_word(const char *word, size_t length, size_t column)
{
	if (column && column + length > 72) {
		putchar('\n');
		column = 0;
	} else if (column) {
		putchar(' ');
		column++;
	}
	if (!column && (word[0] == '.' || word[0] == '\''))
		fputs("\\&", stdout);
	for (size_t i = 0; i < length; i++) {
		if (word[i] == '\\')
			fputs("\\e", stdout);
		else
			putchar(word[i]);
	}
	bool stop = strchr(".:!?", word[length - 1]) ||
		    (length > 1 && word[length - 1] == ')' && word[length - 2] == '.');
	if (!stop)
		return column + length;
	putchar('\n');
	return 0;
}

/* Running text; an empty line in it begins a paragraph. */
static void write_text(const char *text)
{
	size_t column = 0;
	while (*text) {
		size_t blanks = strspn(text, " \n");
		if (memchr(text, '\n', blanks) && blanks > 1 && text[blanks]) {
			printf("%s.Pp\n", column ? "\n" : "");
			column = 0;
		}
		text += blanks;
		size_t length = strcspn(text, " \n");
		if (length)
			column = put_word(text, length, column);
		text += length;
	}
	if (column)
		putchar('\n');
}

static void write_literal(const char *text)
{
	bool start = true;
	puts(".Bd -literal -offset indent");
	for (; *text; text++) {
		if (start && (*text == '.' || *text == '\''))
			fputs("\\&", stdout);
		start = *text == '\n';
		if (start && !text[1])
			break;
		if (*text == '\\')
			fputs("\\e", stdout);
		else
			putchar(*text);
	}
	puts("\n.Ed");
}

/* "[-n] N V…" as one argument of a macro. */
static void write_quoted(const char *text)
{
	putchar('"');
	for (; *text; text++)
		fputs(*text == '"' ? "\\(dq" : *text == '\\' ? "\\e" : (char[]){*text, 0}, stdout);
	puts("\"");
}

static void write_item(const char *name, const char *text)
{
	fputs(".It Ar ", stdout);
	write_quoted(name);
	write_text(text);
}

static void write_parameter(const char *name, const struct parameter *parameter, const char *text)
{
	struct buffer line = {0};
	parameter_text(parameter, text, &line);
	write_item(name, buffer_cstring(&line));
	buffer_free(&line);
}

static void write_word(void *context, const char *word, const char *text)
{
	(void)context;
	write_item(word, text ? text : "");
}

static void write_words(const struct parameter *parameter)
{
	printf(".Pp\n%s is one of\n.Bl -tag -width Ds -compact\n", parameter->name);
	parameter->kind->words(write_word, NULL);
	puts(".El");
}

static void write_listed(const struct parameter *parameter)
{
	for (; !parameter_ends(parameter); parameter++)
		if (parameter->listed)
			write_words(parameter);
}

static void write_arguments(const struct command *command)
{
	const struct parameter *parameter = command->parameters;
	const struct command_option *option = command->options;
	if (parameter_ends(parameter) && option_ends(option))
		return;
	puts(".Bl -tag -width Ds -compact");
	for (; !parameter_ends(parameter); parameter++)
		write_parameter(parameter->name, parameter, parameter->text);
	for (; !option_ends(option); option++) {
		struct buffer term = {0};
		option_term(option, &term);
		write_parameter(buffer_cstring(&term), option->value, option->text);
		buffer_free(&term);
	}
	puts(".El");
	write_listed(command->parameters);
	for (option = command->options; !option_ends(option); option++)
		write_listed(option->value);
}

static void write_errors(const struct command_error *error)
{
	if (!error || !error->name)
		return;
	puts(".Pp\nErrors:\n.Bl -tag -width Ds -compact");
	for (; error->name; error++) {
		struct buffer text = {0};
		command_error_format(error, &text);
		printf(".It Er %s\n", error->name);
		write_text(buffer_cstring(&text));
		buffer_free(&text);
	}
	puts(".El");
}

static void write_command(const struct command *command)
{
	struct buffer text = {0};
	command_synopsis(command, &text);
	fputs(".It Ic ", stdout);
	write_quoted(buffer_cstring(&text));
	text.length = 0;
	buffer_format(&text, "%c%s.", command->summary[0] & ~32, command->summary + 1);
	write_text(buffer_cstring(&text));
	if (command->help) {
		puts(".Pp");
		write_text(command->help);
	}
	write_arguments(command);
	text.length = 0;
	if (command->result)
		buffer_format(&text, "Gives %s.\n", command->result);
	if (command->calls)
		buffer_format(&text, "Calls %s.", command->calls);
	if (text.length) {
		puts(".Pp");
		write_text(buffer_cstring(&text));
	}
	write_errors(command->errors);
	if (command->example) {
		puts(".Pp\nExample:");
		write_literal(command->example);
	}
	buffer_free(&text);
}

static bool shown(const struct command *command)
{
	return !(command->flags & COMMAND_HIDDEN);
}

static void write_chapter(const struct chapter *chapter)
{
	printf(".Ss %c%s\n.Bl -tag -width Ds\n", chapter->name[0] & ~32, chapter->name + 1);
	for (const struct command *const *command = chapter->commands; *command; command++)
		if (shown(*command))
			write_command(*command);
	puts(".El");
}

static void write_line(const char *title, const char *text)
{
	if (!text)
		return;
	printf(".It %s\n", title);
	write_text(text);
}

static void write_idea(const struct idea *idea)
{
	fputs(".Ss ", stdout);
	write_quoted(idea->name);
	struct buffer about = {0};
	buffer_format(&about, "%c%s.", toupper((unsigned char)idea->about[0]), idea->about + 1);
	write_text(buffer_cstring(&about));
	buffer_free(&about);
	puts(".Pp");
	write_text(idea->text);
	write_literal(idea->example);
	puts(".Bl -tag -width Ds -compact");
	write_line("help", idea->see);
	write_line("man", idea->manual);
	write_line("specified in", idea->standard);
	puts(".El");
}

static void write_commands(void)
{
	for (const struct chapter *chapter = command_chapters; chapter->name; chapter++)
		write_chapter(chapter);
}

int main(int count, char **words)
{
	if (count > 1 && strcmp(words[1], "ideas") == 0) {
		for (const struct idea *idea = ideas; idea->name; idea++)
			write_idea(idea);
	} else {
		write_commands();
	}
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
