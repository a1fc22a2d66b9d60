/*
 * lesson_progress: see lesson_progress.h. The file has a line for each lesson: steps done, steps, its key. Lines
 * that are none stay as they are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/lesson/lesson_progress.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handsh/state_file.h"

#define FILE_NAME "lessons"
#define FILE_MOST ((off_t)1 << 20) /* bytes; a larger one is not what we have written */
#define STEPS_MOST 100000

/* ---- its lines ---- */

/* A line that begins at text, up to end; gives where its key begins, or NULL. */
static const char *read_line(const char *text, const char *end, unsigned *done, unsigned *steps)
{
	char numbers[32], *rest;
	size_t length =
		(size_t)(end - text) < sizeof(numbers) ? (size_t)(end - text) : sizeof(numbers) - 1;
	memcpy(numbers, text, length);
	numbers[length] = '\0';
	unsigned long first = strtoul(numbers, &rest, 10);
	if (rest == numbers || *rest != ' ')
		return NULL;
	unsigned long second = strtoul(rest + 1, &rest, 10);
	if (*rest != ' ' || second > STEPS_MOST || first > second)
		return NULL;
	*done = (unsigned)first;
	*steps = (unsigned)second;
	return text + (rest + 1 - numbers);
}

/* The line of the lesson: where it begins, and ends before its newline; NULL: there is none. */
static const char *find_line(const struct buffer *text, const char *key, const char **line_end,
			     unsigned *done, unsigned *steps)
{
	const size_t length = strlen(key);
	const char *line = text->data, *end = text->data + text->length;
	for (; line < end; line = *line_end + 1) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		*line_end = newline ? newline : end;
		const char *name = read_line(line, *line_end, done, steps);
		if (name && (size_t)(*line_end - name) == length && memcmp(name, key, length) == 0)
			return line;
	}
	return NULL;
}

bool progress_find(const struct buffer *text, const char *key, unsigned *done, unsigned *steps)
{
	const char *end;
	return find_line(text, key, &end, done, steps);
}

/* ---- the file ---- */

static bool read_all(int descriptor, const struct stat *status, struct buffer *text)
{
	if (status->st_size > FILE_MOST)
		return false;
	const size_t size = (size_t)status->st_size;
	char *room = buffer_reserve(text, size + 1);
	ssize_t got;
	while (text->length < size &&
	       (got = TEMP_FAILURE_RETRY(pread(descriptor, room + text->length, size - text->length,
					       (off_t)text->length))) > 0)
		text->length += (size_t)got;
	return text->length == size;
}

void progress_read(struct buffer *text)
{
	struct stat status;
	struct buffer why = {0};
	char *path = state_file_path(FILE_NAME);
	int descriptor = -1;
	if (path && access(path, F_OK) == 0) /* a look makes no file */
		descriptor = state_file_open(path, &status, &why);
	if (descriptor >= 0 && !read_all(descriptor, &status, text))
		text->length = 0;
	if (descriptor >= 0)
		close(descriptor);
	buffer_free(&why);
	free(path);
}

/* With the lesson's line changed, or added. False: it says so already. */
static bool change(struct buffer *text, const struct lesson_file *file, unsigned done)
{
	unsigned before = 0, steps = 0;
	const char *end, *line = find_line(text, file->key, &end, &before, &steps);
	if (line && steps == file->steps && before >= done)
		return false;
	struct buffer changed = {0};
	const size_t kept = line ? (size_t)(line - text->data) : text->length;
	buffer_append(&changed, text->data, kept);
	if (kept && text->data[kept - 1] != '\n')
		buffer_byte(&changed, '\n');
	buffer_format(&changed, "%u %u %s\n", done, file->steps, file->key);
	const char *rest = line ? end + (end < text->data + text->length) : NULL;
	if (rest)
		buffer_append(&changed, rest, (size_t)(text->data + text->length - rest));
	buffer_free(text);
	*text = changed;
	return true;
}

static void tell_lost(struct shell *shell, const char *why)
{
	struct event event = {.kind = EVENT_ERROR, .flags = EVENT_TOP};
	struct error *error = error_new("EPERM", "lesson", "progress is not kept: %s", why);
	event.error = error;
	journal_write(&shell->journal, &event);
	object_release(error);
}

static void note_in(int descriptor, const char *path, const struct stat *status,
		    const struct lesson_file *file, unsigned done, struct buffer *why)
{
	struct buffer text = {0};
	if (status->st_mode & STATE_FILE_OTHERS && fchmod(descriptor, S_IRUSR | S_IWUSR) < 0)
		buffer_format(why, "others can read %s", path);
	else if (!read_all(descriptor, status, &text))
		buffer_format(why, "%s is too large, or cannot be read", path);
	else if (change(&text, file, done) && !state_file_replace(path, &text))
		buffer_format(why, "%s: %s", path, strerror(errno));
	buffer_free(&text);
}

void progress_note(struct shell *shell, struct lesson_file *file, unsigned done)
{
	struct stat status;
	struct buffer why = {0};
	char *path = strchr(file->key, '\n') ? NULL : state_file_path(FILE_NAME);
	int descriptor = path ? state_file_open(path, &status, &why) : -1;
	if (descriptor >= 0) {
		note_in(descriptor, path, &status, file, done > file->steps ? file->steps : done,
			&why);
		close(descriptor);
	}
	if (why.length && !file->unkept)
		tell_lost(shell, buffer_cstring(&why));
	file->unkept |= why.length > 0;
	buffer_free(&why);
	free(path);
}
