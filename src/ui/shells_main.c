/*
 * handsh-shells: writes what lets bash, zsh and fish complete the command line of handsh, made from
 * its options and, for -c, from the command table. The shell's name is the argument.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include "handsh/help.h"
#include "handsh/lang.h"
#include "ui/command_line.h"

static const char head[] = "# Completion of handsh(1), generated from its tables.\n"
			   "#\n"
			   "# SPDX-License-Identifier: GPL-3.0-or-later\n\n";

/* ---- what all of them need ---- */

static void put_command(void *context, const struct command *command)
{
	(void)context;
	printf("%s ", command->name);
}

/* What a script begins with, with blanks between. */
static void put_script_words(void)
{
	help_each_command(command_chapters, put_command, NULL);
	for (unsigned i = 0; language_word(i).text; i++)
		printf("%s%s", i ? " " : "", language_word(i).text);
}

static void put_listed(const struct program_option *option)
{
	for (const char *const *word = option->words; *word; word++)
		printf("%s%s", word == option->words ? "" : " ", *word);
}

static void put_name(const struct program_option *option)
{
	struct buffer name = {0};
	program_option_name(option, &name);
	fputs(buffer_cstring(&name), stdout);
	buffer_free(&name);
}

/* On one line, with a \ before those characters. */
static void put_text(const struct program_option *option, const char *escaped)
{
	for (const char *letter = option->text; *letter; letter++) {
		if (strchr(escaped, *letter))
			putchar('\\');
		putchar(*letter == '\n' ? ' ' : *letter);
	}
}

/* ---- bash ---- */

/* Those whose value is such, as a pattern of case. */
static bool put_pattern(enum program_value kind)
{
	bool any = false;
	for (const struct program_option *option = program_options; option->code; option++) {
		if (!option->value || option->kind != kind)
			continue;
		fputs(any ? "|" : "\t", stdout);
		put_name(option);
		any = true;
	}
	if (any)
		fputs(") ", stdout);
	return any;
}

static void put_bash_words(void)
{
	for (const struct program_option *option = program_options; option->code; option++) {
		if (option->kind != PROGRAM_WORDS)
			continue;
		fputs("\t", stdout);
		put_name(option);
		fputs(") candidates=\"", stdout);
		put_listed(option);
		puts("\" ;;");
	}
}

static void write_bash(void)
{
	puts("_handsh()\n{\n"
	     "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} candidates=\n"
	     "\t# --color=auto is three words: = parts them.\n"
	     "\tif [[ $word == = ]]; then\n"
	     "\t\tword=\n"
	     "\telif [[ $before == = ]]; then\n"
	     "\t\tbefore=${COMP_WORDS[COMP_CWORD-2]}\n"
	     "\tfi\n"
	     "\tCOMPREPLY=()\n"
	     "\tcase $before in");
	if (put_pattern(PROGRAM_SCRIPT)) {
		fputs("candidates=\"", stdout);
		put_script_words();
		puts("\" ;;");
	}
	put_bash_words();
	if (put_pattern(PROGRAM_FILE))
		puts("return ;;");
	if (put_pattern(PROGRAM_DURATION))
		puts("compopt +o default; return ;;");
	fputs("\t*) [[ $word == -* ]] && candidates=\"", stdout);
	for (const struct program_option *option = program_options; option->code; option++) {
		fputs(option == program_options ? "" : " ", stdout);
		put_name(option);
	}
	puts("\" ;;\n"
	     "\tesac\n"
	     "\tif [[ $candidates ]]; then\n"
	     "\t\tmapfile -t COMPREPLY < <(compgen -W \"$candidates\" -- \"$word\")\n"
	     "\telse\n"
	     "\t\tcompopt -o filenames\n"
	     "\t\tmapfile -t COMPREPLY < <(compgen -f -X '!*.hsh' -- \"$word\"\n"
	     "\t\t\tcompgen -d -- \"$word\")\n"
	     "\tfi\n"
	     "}\n"
	     "complete -o default -F _handsh handsh");
}

/* ---- zsh ---- */

static void put_zsh_value(const struct program_option *option)
{
	printf(":%s:", option->value);
	switch (option->kind) {
	case PROGRAM_SCRIPT:
	case PROGRAM_WORDS:
		putchar('(');
		if (option->kind == PROGRAM_SCRIPT)
			put_script_words();
		else
			put_listed(option);
		putchar(')');
		break;
	case PROGRAM_FILE:
		fputs("_files", stdout);
		break;
	case PROGRAM_DURATION:
		putchar(' ');
		break;
	}
}

static void write_zsh(void)
{
	puts("_arguments -s -S \\");
	for (const struct program_option *option = program_options; option->code; option++) {
		fputs("\t'", stdout);
		put_name(option);
		fputs(!option->value ? "[" : option->name ? "=[" : "+[", stdout);
		put_text(option, "[]:\\");
		putchar(']');
		if (option->value)
			put_zsh_value(option);
		puts("' \\");
	}
	puts("\t'1:script:_files -g \"*.hsh\"' \\\n"
	     "\t'*::argument:_files'");
}

/* ---- fish ---- */

static void put_fish_value(const struct program_option *option)
{
	if (!option->value)
		return;
	fputs(option->kind == PROGRAM_FILE ? " -r -F" : " -x", stdout);
	if (option->kind != PROGRAM_SCRIPT && option->kind != PROGRAM_WORDS)
		return;
	fputs(" -a '", stdout);
	if (option->kind == PROGRAM_SCRIPT)
		put_script_words();
	else
		put_listed(option);
	putchar('\'');
}

static void write_fish(void)
{
	for (const struct program_option *option = program_options; option->code; option++) {
		if (option->name)
			printf("complete -c handsh -l %s", option->name);
		else
			printf("complete -c handsh -s %c", option->code);
		put_fish_value(option);
		fputs(" -d '", stdout);
		put_text(option, "'\\");
		puts("'");
	}
}

int main(int count, char **words)
{
	const char *shell = count == 2 ? words[1] : "";
	if (strcmp(shell, "zsh") == 0)
		puts("#compdef handsh");
	fputs(head, stdout);
	if (strcmp(shell, "bash") == 0)
		write_bash();
	else if (strcmp(shell, "zsh") == 0)
		write_zsh();
	else if (strcmp(shell, "fish") == 0)
		write_fish();
	else
		return 2;
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
