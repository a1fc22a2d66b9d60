/*
 * options: the command line, by getopt_long(3).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ui/options.h"

static const char help_text[] =
	"usage: handsh [options] [FILE [ARGUMENT…]]\n"
	"\n"
	"A shell whose commands are socket calls. Without FILE: a prompt when standard\n"
	"input is a terminal, else the script on standard input. FILE may be -.\n"
	"\n"
	"  -c TEXT              run TEXT\n"
	"  -i                   prompt afterwards, or although stdin is no terminal\n"
	"  -q                   quiet: show only what print and friends write\n"
	"  -x                   trace: show every call\n"
	"  -k                   go on after an error\n"
	"  -n                   check without running: syntax, commands, options,\n"
	"                       numbers of arguments, variables that nobody sets\n"
	"      --json           each call, result and error as one JSON object a line\n"
	"      --log FILE       the same into FILE, beside what is shown\n"
	"      --color=WHEN     auto, always or never\n"
	"      --timeout D      of every wait: 200ms, 2s\n"
	"      --version, --help\n"
	"\n"
	"Type help at the prompt for the commands, help recv for one of them. A session:\n"
	"  socket tcp\n"
	"  connect 127.0.0.1 5000\n"
	"  send 'hello'\n"
	"  recv 1024\n"
	"See handsh(1), handsh-lang(7).\n";

enum long_option {
	OPTION_JSON = 256,
	OPTION_LOG,
	OPTION_COLOR,
	OPTION_TIMEOUT,
	OPTION_VERSION,
	OPTION_HELP
};

static const struct option long_options[] = {
	{"json", no_argument, NULL, OPTION_JSON},
	{"log", required_argument, NULL, OPTION_LOG},
	{"color", required_argument, NULL, OPTION_COLOR},
	{"timeout", required_argument, NULL, OPTION_TIMEOUT},
	{"version", no_argument, NULL, OPTION_VERSION},
	{"help", no_argument, NULL, OPTION_HELP},
	{NULL, 0, NULL, 0},
};

static enum options_end usage(const char *what, const char *word)
{
	fprintf(stderr, "handsh: %s %s (handsh --help lists the options)\n", what, word);
	return OPTIONS_WRONG;
}

static enum options_end say(const char *text)
{
	fputs(text, stdout);
	return fflush(stdout) == 0 ? OPTIONS_SAID : OPTIONS_LOST;
}

static enum options_end read_color(const char *word, struct options *options)
{
	static const char *const names[] = {"auto", "always", "never"};
	for (unsigned i = 0; i < 3; i++) {
		if (strcmp(word, names[i]) == 0) {
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
		return say("handsh " HANDSH_VERSION "\n");
	default:
		return say(help_text);
	}
}

enum options_end options_read(int count, char **words, struct options *options)
{
	*options = (struct options){
		.display = {.output = STDOUT_FILENO, .error = STDERR_FILENO},
	};
	opterr = 0;
	int letter;
	while ((letter = getopt_long(count, words, "+:c:iqxkn", long_options, NULL)) != -1) {
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
