/*
 * handsh-ideas: makes ideas.c of ideas.txt, which says how it is written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The records: the first line's word, and the array that they become. */
static const struct kind {
	const char *word, *array;
} kinds[] = {
	{"idea", "const struct idea ideas"},
	{"error", "const struct idea help_errors"},
	{"subject", "const struct help_words help_subjects"},
	{"page", "const struct help_words help_pages"},
};
/* The lines of a record: their word, and the member that they become. */
static const struct {
	const char *word, *member;
} fields[] = {
	{"also", "also"}, {"about", "about"}, {"words", "words"},
	{"see", "see"},   {"man", "manual"},  {"rfc", "standard"},
};

enum part { PART_NONE, PART_HEAD, PART_TEXT, PART_EXAMPLE };

struct reader {
	const char *path;
	FILE *input, *output;
	unsigned line;
	const struct kind *kind; /* whose records are written; others are passed over */
	bool wanted;             /* the record is such */
	enum part part;          /* of the record, which has been written so far */
	bool paragraph;          /* the next line of text begins one */
};

static void fail(const struct reader *reader, const char *message)
{
	fprintf(stderr, "%s:%u: %s\n", reader->path, reader->line, message);
	exit(1);
}

static void put(const struct reader *reader, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void put(const struct reader *reader, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	if (reader->wanted)
		vfprintf(reader->output, format, arguments);
	va_end(arguments);
}

/* As a string of C, which the next one continues. */
static void put_string(const struct reader *reader, const char *before, const char *text,
		       const char *after)
{
	put(reader, "\n\t\t\"%s", before);
	for (; *text; text++)
		put(reader, "%s%c", strchr("\"\\", *text) ? "\\" : "", *text);
	put(reader, "%s\"", after);
}

/* What stands after "word: " at the start of the line; NULL: it starts otherwise. */
static const char *after_word(const char *line, const char *word)
{
	size_t length = strlen(word);
	bool found = strncmp(line, word, length) == 0 && strncmp(line + length, ": ", 2) == 0;
	return found ? line + length + 2 : NULL;
}

static void end_record(struct reader *reader)
{
	if (reader->part != PART_NONE)
		put(reader, "},\n");
	reader->part = PART_NONE;
	reader->wanted = false;
}

/* Is it a record's first line? */
static bool begin_record(struct reader *reader, const char *line)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const char *name = after_word(line, kinds[i].word);
		if (!name)
			continue;
		end_record(reader);
		reader->wanted = &kinds[i] == reader->kind;
		reader->part = PART_HEAD;
		put(reader, "\t{.name =");
		put_string(reader, "", name, "");
		return true;
	}
	return false;
}

static void read_field(const struct reader *reader, const char *line)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		const char *text = after_word(line, fields[i].word);
		if (!text)
			continue;
		put(reader, ",\n\t .%s =", fields[i].member);
		put_string(reader, "", text, "");
		return;
	}
	fail(reader, "no such field");
}

static void read_text(struct reader *reader, const char *line)
{
	if (reader->part != PART_TEXT)
		put(reader, ",\n\t .text =");
	const char *between = reader->part != PART_TEXT ? "" : reader->paragraph ? "\\n\\n" : " ";
	put_string(reader, between, line, "");
	reader->part = PART_TEXT;
	reader->paragraph = false;
}

static void read_example(struct reader *reader, const char *line)
{
	if (reader->part != PART_EXAMPLE)
		put(reader, ",\n\t .example =");
	put_string(reader, "", line, "\\n");
	reader->part = PART_EXAMPLE;
}

static void read_line(struct reader *reader, const char *line)
{
	if (*line == '#')
		return;
	if (begin_record(reader, line)) {
		reader->paragraph = false;
		return;
	}
	if (reader->part == PART_NONE && *line)
		fail(reader, "it belongs to no record");
	if (!*line) {
		reader->paragraph = true;
		return;
	}
	if (*line == '\t')
		read_example(reader, line + 1);
	else if (reader->part == PART_HEAD && !reader->paragraph)
		read_field(reader, line);
	else if (reader->part == PART_EXAMPLE)
		fail(reader, "text after what to try");
	else
		read_text(reader, line);
}

static void write_array(struct reader *reader)
{
	char *line = NULL;
	size_t room = 0;
	rewind(reader->input);
	reader->line = 0;
	fprintf(reader->output, "\n%s[] = {\n", reader->kind->array);
	while (getline(&line, &room, reader->input) > 0) {
		line[strcspn(line, "\n")] = 0;
		reader->line++;
		read_line(reader, line);
	}
	end_record(reader);
	fputs("\t{0},\n};\n", reader->output);
	free(line);
}

int main(int count, char **words)
{
	struct reader reader = {.path = words[1]};
	if (count == 3) {
		reader.input = fopen(words[1], "r");
		reader.output = fopen(words[2], "w");
	}
	if (!reader.input || !reader.output) {
		fprintf(stderr, "usage: handsh-ideas INPUT OUTPUT\n");
		return 2;
	}
	fputs("/* Generated from ideas.txt. */\n#include \"handsh/help.h\"\n", reader.output);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		reader.kind = &kinds[i];
		write_array(&reader);
	}
	bool failed = ferror(reader.input) || ferror(reader.output);
	fclose(reader.input);
	return fclose(reader.output) != 0 || failed;
}
