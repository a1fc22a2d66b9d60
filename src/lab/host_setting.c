/*
 * host_setting: see handsh/host_setting.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/host_setting.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "handsh/base.h"

#define ROOT "/proc/sys/net/"
#define READ_MOST 4096 /* the kernel makes no longer text of a setting */
#define DEPTH_MOST 8

static int open_path(struct host *host, const char *path, bool writable)
{
	char whole[sizeof(ROOT) + SETTING_PATH];
	snprintf(whole, sizeof(whole), ROOT "%s", path);
	return host_open(host, whole, writable);
}

/* What a host does not have may be the machine's. -1 with errno. */
static int open_readable(struct host *host, const char *path)
{
	const int file = open_path(host, path, false);
	return file < 0 && errno == ENOENT && host ? open_path(NULL, path, false) : file;
}

/* ---- words ---- */

/* Cuts off what it begins with, if it does. */
static const char *without(const char *word, const char *start)
{
	const size_t length = strlen(start);
	return strncmp(word, start, length) == 0 ? word + length : word;
}

/* With slashes, where dots are not part of an interface's name: sysctl(8). */
static bool path_of(const char *word, char path[SETTING_PATH])
{
	word = without(word, "/proc/sys/");
	const bool dots = !strchr(word, '/');
	const size_t length = strlen(word);
	if (!length || length >= SETTING_PATH / 2)
		return false;
	for (size_t i = 0; i <= length; i++)
		path[i] = dots && word[i] == '.' ? '/' : word[i];
	const char *below = strcmp(path, "net") == 0 ? "" : without(path, "net/");
	memmove(path, below, strlen(below) + 1);
	return !strstr(path, "..") && !strstr(path, "//") && path[0] != '/';
}

/* Whether there is such a file or folder, whose path ends in a slash then. */
static bool exists(struct host *host, char path[SETTING_PATH])
{
	struct stat stat;
	const int file = open_readable(host, path);
	if (file < 0)
		return errno == EACCES; /* for writing only */
	const bool folder = fstat(file, &stat) == 0 && S_ISDIR(stat.st_mode);
	const size_t length = strlen(path);
	close(file);
	if (folder && length && path[length - 1] != '/')
		strcat(path, "/");
	return true;
}

bool setting_find(struct host *host, const char *word, char path[SETTING_PATH])
{
	static const char *const folders[] = {"", "ipv4/", "core/", "ipv6/", "mptcp/", "unix/"};
	char below[SETTING_PATH];
	if (!path_of(word, below))
		return false;
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		snprintf(path, SETTING_PATH, "%s%s", folders[i], below);
		if (exists(host, path))
			return true;
	}
	return false;
}

bool setting_is_folder(const char *path)
{
	const size_t length = strlen(path);
	return !length || path[length - 1] == '/';
}

void setting_format(const char *path, struct buffer *text)
{
	const bool slashes = strchr(path, '.') != NULL;
	buffer_text(text, slashes ? "net/" : "net.");
	for (; *path; path++)
		buffer_byte(text, *path == '/' && !slashes ? '.' : *path);
}

/* ---- their texts ---- */

#define WRITABLE (S_IWUSR | S_IWGRP | S_IWOTH)

static mode_t mode_here(const char *path)
{
	struct stat stat = {0};
	const int file = open_path(NULL, path, false);
	if (file >= 0) {
		fstat(file, &stat);
		close(file);
	}
	return stat.st_mode;
}

/* own: the file is the host's. */
static enum setting_owner owner_of(const struct host *host, const char *path, int file, bool own)
{
	struct stat stat;
	if (own && fstat(file, &stat) == 0 && stat.st_mode & WRITABLE)
		return SETTING_OF_HOST;
	return host && mode_here(path) & WRITABLE ? SETTING_OF_MACHINE : SETTING_OF_KERNEL;
}

/* Without the newline; what stands in columns has blanks between. */
static void add_line(const char *data, size_t length, struct buffer *text)
{
	while (length && (data[length - 1] == '\n' || data[length - 1] == '\t'))
		length--;
	for (size_t i = 0; i < length; i++)
		buffer_byte(text, data[i] == '\t' ? ' ' : data[i]);
}

int setting_read(struct host *host, const char *path, struct buffer *text,
		 enum setting_owner *owner)
{
	char data[READ_MOST];
	int file = open_path(host, path, false);
	const bool own = file >= 0;
	if (!own && errno == ENOENT && host)
		file = open_path(NULL, path, false);
	if (file < 0)
		return errno;
	const ssize_t size = TEMP_FAILURE_RETRY(read(file, data, sizeof(data)));
	const int number = size < 0 ? errno : 0;
	*owner = owner_of(host, path, file, own);
	close(file);
	if (!number)
		add_line(data, (size_t)size, text);
	return number;
}

int setting_write(struct host *host, const char *path, const char *text, size_t length,
		  const char **call)
{
	*call = "open";
	const int file = open_path(host, path, true);
	if (file < 0)
		return errno;
	*call = "write";
	const ssize_t size = TEMP_FAILURE_RETRY(write(file, text, length));
	const int number = size < 0 ? errno : 0;
	close(file);
	return number;
}

/* ---- all of them ---- */

struct tour {
	struct host *host;
	void (*tell)(void *context, const char *path);
	void *context;
};

static void visit(const struct tour *tour, const char *folder, unsigned depth);

static void meet(const struct tour *tour, const char *folder, const struct dirent *entry,
		 unsigned depth)
{
	char path[SETTING_PATH];
	const bool below = entry->d_type == DT_DIR;
	const int length =
		snprintf(path, sizeof(path), "%s%s%s", folder, entry->d_name, below ? "/" : "");
	if (entry->d_name[0] == '.' || length >= (int)sizeof(path))
		return;
	if (!below)
		tour->tell(tour->context, path);
	else if (depth)
		visit(tour, path, depth - 1);
}

/* The kernel has them in the order of their names. */
static void visit(const struct tour *tour, const char *folder, unsigned depth)
{
	const int file = open_readable(tour->host, folder);
	DIR *entries = file < 0 ? NULL : fdopendir(file);
	if (!entries) {
		if (file >= 0)
			close(file);
		return;
	}
	for (const struct dirent *entry; (entry = readdir(entries));)
		meet(tour, folder, entry, depth);
	closedir(entries);
}

void settings_walk(struct host *host, const char *folder,
		   void (*tell)(void *context, const char *path), void *context)
{
	const struct tour tour = {host, tell, context};
	visit(&tour, folder, DEPTH_MOST);
}
