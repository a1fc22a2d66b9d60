/*
 * options: the command line, by getopt_long(3).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ui/command_line.h"
#include "ui/options.h"

static const char help_begin[] =
	"usage: handsh [options] [FILE [ARGUMENT…]]\n"
	"\n"
	"A shell whose commands are socket calls. Without FILE: a prompt when standard\n"
	"input is a terminal, else the script on standard input. FILE may be -.\n"
	"\n";

static const char help_end[] =
	"\n"
	"Type help at the prompt to begin, help recv for a command. A session:\n"
	"  socket tcp\n"
	"  connect 127.0.0.1 5000\n"
	"  send 'hello'\n"
	"  recv 1024\n"
	"See handsh(1), handsh-lang(7), handsh-ideas(7).\n";

/* The table as getopt_long(3) takes it. */
struct getopt_table {
	struct option options[PROGRAM_OPTIONS_MAX];
	char letters[2 * PROGRAM_OPTIONS_MAX + 3];
};

/* The first ends the options at the file, the second tells a missing value apart. */
static void fill(struct getopt_table *table)
{
	struct option *next = table->options;
	char *letter = stpcpy(table->letters, "+:");
	for (const struct program_option *row = program_options; row->code; row++) {
		if (row->name) {
			*next++ = (struct option){row->name, row->value != NULL, NULL, row->code};
		} else {
			*letter++ = (char)row->code;
			if (row->value)
				*letter++ = ':';
		}
	}
	*next = (struct option){0};
	*letter = '\0';
}

static enum options_end usage(const char *what, const char *word)
{
	fprintf(stderr, "handsh: %s %s (handsh --help lists the options)\n", what, word);
	return OPTIONS_WRONG;
}

static enum options_end said(void)
{
	return fflush(stdout) == 0 ? OPTIONS_SAID : OPTIONS_LOST;
}

static enum options_end say_version(void)
{
	fputs("handsh " HANDSH_VERSION "\n", stdout);
	return said();
}

static enum options_end say_help(void)
{
	struct buffer text = {0};
	program_option_help(&text);
	printf("%s%s%s", help_begin, buffer_cstring(&text), help_end);
	buffer_free(&text);
	return said();
}

/* In the order of enum color. */
static enum options_end read_color(const char *word, struct options *options)
{
	const struct program_option *row = program_options;
	while (row->code != OPTION_COLOR)
		row++;
	for (unsigned i = 0; row->words[i]; i++) {
		if (strcmp(word, row->words[i]) == 0) {
			options->display.color = (enum color)i;
			return OPTIONS_GO_ON;
		}
	}
	return usage("--color is auto, always or never, not", word);
}

static enum options_end read_timeout(const char *word, struct options *options)
{
	if (duration_parse(word, strlen(word), &options->wait_timeout) && options->wait_timeout > 0)
		return OPTIONS_GO_ON;
	return usage("--timeout is a duration such as 200ms or 2s, not", word);
}

/* getopt's own messages are off: one line, and the same form for all. */
static enum options_end refuse(int count, char **words, int letter)
{
	char short_name[] = {'-', (char)optopt, '\0'};
	const char *word = words[optind - 1 < count ? optind - 1 : count - 1];
	bool is_long = strncmp(word, "--", 2) == 0;
	if (letter == ':')
		return usage("a value is missing after", is_long ? word : short_name);
	return usage("unknown option", is_long ? word : short_name);
}

static enum options_end take(int letter, struct options *options)
{
	switch (letter) {
	case 'c':
		options->text = optarg;
		return OPTIONS_GO_ON;
	case 'i':
		options->interactive = true;
		return OPTIONS_GO_ON;
	case 'q':
		options->display.quiet = true;
		return OPTIONS_GO_ON;
	case 'x':
		options->display.trace = true;
		return OPTIONS_GO_ON;
	case 'k':
		options->keep_going = true;
		return OPTIONS_GO_ON;
	case 'n':
		options->syntax_only = true;
		return OPTIONS_GO_ON;
	case OPTION_JSON:
		options->display.json = true;
		return OPTIONS_GO_ON;
	case OPTION_LOG:
		options->display.log_path = optarg;
		return OPTIONS_GO_ON;
	case OPTION_COLOR:
		return read_color(optarg, options);
	case OPTION_TIMEOUT:
		return read_timeout(optarg, options);
	case OPTION_VERSION:
		return say_version();
	default:
		return say_help();
	}
}

enum options_end options_read(int count, char **words, struct options *options)
{
	*options = (struct options){
		.display = {.output = STDOUT_FILENO, .error = STDERR_FILENO},
	};
	struct getopt_table table;
	int letter;
	fill(&table);
	opterr = 0;
	while ((letter = getopt_long(count, words, table.letters, table.options, NULL)) != -1) {
		if (letter == '?' || letter == ':')
			return refuse(count, words, letter);
		enum options_end end = take(letter, options);
		if (end != OPTIONS_GO_ON)
			return end;
	}
	words += count ? optind : 0;
	if (!options->text && *words)
		options->file = *words++;
	options->arguments = words;
	return OPTIONS_GO_ON;
}
