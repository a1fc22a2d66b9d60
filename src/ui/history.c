/*
 * history: readline's history list and its file. Entries are appended one by one as they are
 * typed, so that sessions side by side lose nothing of each other's. A line of # and a time in
 * front of each keeps units of several lines together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/history.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>

#include "handsh/base.h"

#define HISTORY_LINES 10000
#define ENTRY_MAX (64 * 1024) /* a pasted file is no history */

char *xdg_path(const char *variable, const char *fallback, const char *file)
{
	const char *directory = getenv(variable), *home = getenv("HOME");
	struct buffer path = {0};
	if (directory && *directory == '/')
		buffer_format(&path, "%s/%s", directory, file);
	else if (home && *home == '/')
		buffer_format(&path, "%s/%s/%s", home, fallback, file);
	else
		return NULL;
	char *copy = memory_copy(path.data, path.length);
	buffer_free(&path);
	return copy;
}

/* mkdir -p of what stands before the last slash. */
static void make_directories(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
}

char *history_open(void)
{
	using_history();
	stifle_history(HISTORY_LINES);
	history_comment_char = '#';
	history_write_timestamps = 1;
	char *path = xdg_path("XDG_STATE_HOME", ".local/state", "handsh/history");
	if (!path)
		return NULL;
	make_directories(path);
	int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	struct stat status;
	if (descriptor < 0 || fstat(descriptor, &status) < 0 || !S_ISREG(status.st_mode)) {
		if (descriptor >= 0)
			close(descriptor);
		free(path);
		return NULL;
	}
	close(descriptor);
	history_truncate_file(path, HISTORY_LINES);
	read_history(path);
	return path;
}

static bool worth_keeping(const char *text, size_t length)
{
	if (length > ENTRY_MAX || text[strspn(text, " \t\r\n")] == '\0')
		return false;
	/* Would read as the time of an entry. */
	if (text[0] == '#' && isdigit((unsigned char)text[1]))
		return false;
	const HIST_ENTRY *last =
		history_length ? history_get(history_base + history_length - 1) : NULL;
	return !last || strcmp(last->line, text) != 0;
}

void history_keep(const char *path, const char *text, size_t length)
{
	while (length && text[length - 1] == '\n')
		length--;
	char *entry = memory_copy(text, length);
	if (worth_keeping(entry, length)) {
		add_history(entry);
		if (path)
			append_history(1, path);
	}
	free(entry);
}
