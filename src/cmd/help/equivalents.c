/*
 * equivalents: the calls of Python or C, and the line to type for each. A call stands with its
 * command; the line is what the reader of habits makes of it, else the command and its arguments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/help.h"
#include "handsh/lang.h"
#include "handsh/page.h"

#define LINE_COLUMN 44 /* where ours stands */
#define TYPE "type "   /* what hints of habits begin with */

struct line {
	const char *text;
	size_t length;
};

/* Does the text have the name as a word? */
static bool names(struct line line, const char *name)
{
	static const char of_words[] = "abcdefghijklmnopqrstuvwxyz_0123456789";
	const size_t length = strlen(name);
	for (size_t i = 0; i + length <= line.length; i++) {
		char before = i ? line.text[i - 1] : ' ', after = line.text[i + length];
		if (memcmp(line.text + i, name, length) == 0 && !strchr(of_words, before) &&
		    (!after || !strchr(of_words, after)))
			return true;
	}
	return false;
}

/* What is typed here instead, if that is the command. */
static bool translate(struct line line, const char *name, struct buffer *ours)
{
	static const enum habit_found ways[] = {HABIT_SYNTAX, HABIT_UNKNOWN};
	bool known = false;
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways) && !known; i++) {
		struct buffer hint = {0};
		if (habit_hint(line.text, line.length, 0, ways[i], &hint) &&
		    strncmp(buffer_cstring(&hint), TYPE, strlen(TYPE)) == 0) {
			const char *typed = hint.data + strlen(TYPE);
			struct line found = {typed, strcspn(typed, "\n")};
			known = names(found, name);
			if (known)
				buffer_append(ours, found.text, found.length);
		}
		buffer_free(&hint);
	}
	return known;
}

static bool next_line(const char *code, struct line *line)
{
	const char *next = line->text ? line->text + line->length : code;
	next += strspn(next, "\n\t ");
	*line = (struct line){next, strcspn(next, "\n")};
	return line->length > 0;
}

/* The line that can be typed here, else the one with the command's name, else the first call. */
static struct line choose(const char *code, const char *name, struct buffer *ours)
{
	struct line line = {0}, call = {0}, named = {0};
	while (next_line(code, &line)) {
		if (translate(line, name, ours))
			return line;
		if (!call.text && memchr(line.text, '(', line.length))
			call = line;
		if (!named.text && names(line, name))
			named = line;
	}
	return named.text ? named : call;
}

static void put_row(struct page *page, const struct command *command, const char *code)
{
	struct buffer ours = {0}, theirs = {0};
	struct line line = choose(code, command->name, &ours);
	if (!ours.length)
		command_form(command, &ours);
	buffer_append(&theirs, line.text, line.length);
	page_entry(page, buffer_cstring(&theirs), buffer_cstring(&ours), LINE_COLUMN);
	buffer_free(&theirs);
	buffer_free(&ours);
}

/* The commands that are calls; of the others their own pages say it. */
static void put_chapter(struct page *page, const struct chapter *chapter, bool python)
{
	bool titled = false;
	for (const struct command *const *command = chapter->commands; *command; command++) {
		const char *code = python ? (*command)->python : (*command)->c;
		if (!code || !(*command)->calls || (*command)->flags & COMMAND_HIDDEN)
			continue;
		if (!titled)
			page_title(page, chapter->name);
		titled = true;
		put_row(page, *command, code);
	}
}

bool help_equivalents(const struct chapter *chapters, const char *language, struct page *page)
{
	const bool python = strcasecmp(language, "python") == 0;
	if (!python && strcasecmp(language, "c") != 0)
		return false;
	page_wrap(page,
		  python ? "Python, and what is typed here"
			 : "C, and what is typed here (fd is a variable: fd = socket tcp)",
		  0);
	for (const struct chapter *chapter = chapters; chapter->name; chapter++)
		put_chapter(page, chapter, python);
	return true;
}
