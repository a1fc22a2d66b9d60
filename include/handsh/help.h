/*
 * help: what the command table says of a command, the words of the language that are no commands,
 * and ideas; for the terminal, completion and the manual.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_HELP_H
#define HANDSH_HELP_H

#include "handsh/command.h"

struct form {
	const char *name;     /* "timeout": what help takes */
	const char *synopsis; /* "timeout D { … }" */
	const char *summary;  /* one line, no full stop */
	const char *help;     /* paragraphs; NULL: the summary says it all */
	const char *example;  /* a script; may be NULL */
};

/* Visits every command that has a page, chapter by chapter. */
void help_each_command(const struct chapter *chapters,
		       void (*visit)(void *context, const struct command *command), void *context);

extern const struct form forms[]; /* name NULL at the end */
const struct form *form_find(const char *name);

/* ---- ideas: src/cmd/help/ideas.txt ---- */

/* A name that is no command: of an error, a state, or something that learners ask for. */
struct idea {
	const char *name;     /* "TIME_WAIT" */
	const char *also;     /* other names, with commas between; may be NULL */
	const char *about;    /* one line, no full stop */
	const char *words;    /* how learners say it, with commas between */
	const char *text;     /* paragraphs */
	const char *example;  /* a script, whose expectations the text claims */
	const char *see;      /* pages of help, with commas between */
	const char *manual;   /* "tcp(7), socket(7)"; or NULL */
	const char *standard; /* "RFC 9293, section 3.6"; or NULL */
};

extern const struct idea ideas[];               /* name NULL at the end; the first steps first */
const struct idea *idea_find(const char *name); /* in any case; a blank, - and _ are one sign */

/* Of errors that are no ideas: name, example, see, manual and standard. */
extern const struct idea help_errors[];

/* A name, and words with commas between. */
struct help_words {
	const char *name, *words;
};
extern const struct help_words help_subjects[]; /* of the first screen, and their pages */
extern const struct help_words help_pages[];    /* pages that are no ideas, as learners say it */

/* ---- pages for a terminal of width columns, appended to text ---- */

/* How a command is typed: "recv [N]", "print [-n] [--raw] V…". */
void command_synopsis(const struct command *command, struct buffer *buffer);
void command_form(const struct command *command, struct buffer *buffer); /* without options */
/* "-k, --keep COUNT"; "how many events; 0 to 9; 4 when left out". Of an option text is its own, and
 * parameter its value's, or NULL. */
void option_term(const struct command_option *option, struct buffer *buffer);
void option_values(const struct command_option *option, struct buffer *buffer); /* " COUNT" */
void parameter_text(const struct parameter *parameter, const char *text, struct buffer *buffer);

void help_subjects_page(unsigned width, struct buffer *text);
void help_lines(const struct chapter *chapters, unsigned width, struct buffer *text);
void help_command(const struct command *command, unsigned width, struct buffer *text);
void help_form(const struct form *form, unsigned width, struct buffer *text);
/* The page of a name: a command, a word of the language, an idea, a name of the tables (an error, a
 * socket option …), python or c. False: there is none, text is unchanged. */
bool help_find(struct shell *shell, const char *name, unsigned width, struct buffer *text);
void help_offer(struct shell *shell, struct nearest *nearest); /* all names of pages */
/* Appends "'help backlog' explains it", of an idea or a name of the tables. False: there is none. */
bool help_point(const struct chapter *chapters, const char *name, struct buffer *text);
/* A line for each page in which the words stand, best first. False: there is none. */
bool help_search(const struct chapter *chapters, const char *words, unsigned width,
		 struct buffer *text);
/* The best of them, "type help bind", a line each. False: none, hint is unchanged. */
bool help_suggest(const struct chapter *chapters, const char *words, struct buffer *hint);

/* The parts of pages: of an idea, and what to read about it; of a name of the tables (false: it is
 * none); of python or c (the same). */
struct page;
void help_idea(const struct idea *idea, struct page *page);
void help_reading(const struct idea *idea, struct page *page);
bool help_facts(const struct chapter *chapters, const char *name, struct page *page);
bool help_equivalents(const struct chapter *chapters, const char *language, struct page *page);
void help_offer_facts(void (*offer)(void *context, const char *name, const char *text),
		      void *context);

extern const struct kind kind_page; /* the name of a page: bytes */

/* The folder in which man(1) finds the manual, appended. False: it is not there, or compressed. */
bool manual_pages(struct buffer *folder);

#endif
