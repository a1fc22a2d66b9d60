/*
 * history: readline's history list and its file. Entries are appended one by one as they are
 * typed, under a lock, so that sessions side by side lose nothing of each other's. A line of # and
 * a time in front of each keeps units of several lines together.
 *
 * Readline's own functions for the file follow symbolic links and read it whole, whatever stands
 * there: what comes from the file comes to the terminal at a key.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <readline/history.h>

#include "handsh/state_file.h"
#include "ui/history_text.h"
#include "ui/session.h"

#define HISTORY_LINES 10000
#define FILE_MAX ((off_t)4096 * 1024) /* what is read of the file, from its end */

/* ---- the file ---- */

static void refuse(struct shell *shell, const struct buffer *why)
{
	unit_error(shell,
		   error_new("EPERM", "history", "not kept: %.*s", (int)why->length, why->data));
}

/* False: others can still read it. */
static bool tighten(struct shell *shell, int descriptor, const char *path, struct buffer *why)
{
	if (fchmod(descriptor, S_IRUSR | S_IWUSR) < 0) {
		buffer_format(why, "others can read %s", path);
		return false;
	}
	struct event event = {.kind = EVENT_NOTICE};
	struct buffer text = {0};
	buffer_format(&text, "history: others could read %s: from now on only you can", path);
	event.text = buffer_cstring(&text);
	journal_write(&shell->journal, &event);
	buffer_free(&text);
	return true;
}

/* The end of the file, NUL-terminated, from the beginning of a line on. */
static void read_end(int descriptor, off_t size, struct buffer *text)
{
	off_t start = size > FILE_MAX ? size - FILE_MAX : 0;
	char *room = buffer_reserve(text, (size_t)(size - start) + 1);
	ssize_t got;
	while (text->length < (size_t)(size - start) &&
	       (got = pread(descriptor, room + text->length, (size_t)(size - start) - text->length,
			    start + (off_t)text->length)) > 0)
		text->length += (size_t)got;
	char *newline = start ? memchr(room, '\n', text->length) : NULL;
	if (newline) {
		text->length -= (size_t)(newline + 1 - room);
		memmove(room, newline + 1, text->length);
	}
	room[text->length] = '\0';
}

static void remember(void *context, const char *entry, const char *time)
{
	(void)context;
	add_history(entry);
	if (time)
		add_history_time(time);
}

static void format_entry(struct buffer *text, const HIST_ENTRY *entry)
{
	history_put(text, entry->line, entry->timestamp);
}

/* Puts a file of what is remembered in the place of one that has grown too long. */
static void shorten(const char *path)
{
	struct buffer text = {0};
	for (int i = 0; i < history_length; i++)
		format_entry(&text, history_get(history_base + i));
	state_file_replace(path, &text); /* if that fails, the next session shortens it */
	buffer_free(&text);
}

static bool read_file(struct shell *shell, const char *path, struct buffer *why)
{
	struct stat status;
	struct buffer text = {0};
	int descriptor = state_file_open(path, &status, why);
	if (descriptor < 0)
		return false;
	bool fine = !(status.st_mode & STATE_FILE_OTHERS) || tighten(shell, descriptor, path, why);
	if (fine)
		read_end(descriptor, status.st_size, &text);
	if (text.length &&
	    (history_read(text.data, remember, NULL) > HISTORY_LINES || status.st_size > FILE_MAX))
		shorten(path);
	close(descriptor);
	buffer_free(&text);
	return fine;
}

char *history_open(struct shell *shell)
{
	using_history();
	stifle_history(HISTORY_LINES);
	char *path = state_file_path("history");
	struct buffer why = {0};
	if (!path)
		return NULL;
	if (!read_file(shell, path, &why)) {
		if (why.length)
			refuse(shell, &why);
		free(path);
		path = NULL;
	}
	buffer_free(&why);
	return path;
}

/* ---- entries ---- */

static bool worth_keeping(const char *text, size_t length)
{
	if (!history_holds(text, length) || *text == ' ' || *text == '\t')
		return false;
	const HIST_ENTRY *last =
		history_length ? history_get(history_base + history_length - 1) : NULL;
	return !last || strcmp(last->line, text) != 0;
}

/* In one piece, so that it stands together whoever else appends. */
static void append_entry(const char *path, const HIST_ENTRY *entry)
{
	struct buffer text = {0}, why = {0};
	struct stat status;
	int descriptor = state_file_open(path, &status, &why);
	if (descriptor >= 0) {
		format_entry(&text, entry);
		ssize_t written = write(descriptor, text.data, text.length);
		(void)written; /* a full disk costs the entry in later sessions */
		close(descriptor);
	}
	buffer_free(&text);
	buffer_free(&why);
}

void history_keep(const char *path, const char *text, size_t length)
{
	while (length && text[length - 1] == '\n')
		length--;
	char *entry = memory_copy(text, length), time_text[32];
	if (worth_keeping(entry, length)) {
		snprintf(time_text, sizeof(time_text), "#%lld", (long long)time(NULL));
		add_history(entry);
		add_history_time(time_text);
		if (path)
			append_entry(path, history_get(history_base + history_length - 1));
	}
	free(entry);
}
