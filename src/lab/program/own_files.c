/*
 * own_files: files that a program on a host sees in the place of the machine's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab/program/entry.h"

#define ROOM "/tmp" /* where they are written, out of sight afterwards */
#define NAME_SERVICES "/etc/nsswitch.conf"
#define UNPRIVILEGED (MS_NOSUID | MS_NODEV | MS_NOEXEC)

static int take_number(int result)
{
	return result < 0 ? errno : 0;
}

static int write_file(const char *path, const void *text, size_t length)
{
	const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (file < 0)
		return errno;
	const ssize_t size = TEMP_FAILURE_RETRY(write(file, text, length));
	const int number = size == (ssize_t)length ? 0 : size < 0 ? errno : ENOSPC;
	close(file);
	return number;
}

/* The target has the text from now on. */
static int replace(const char *target, const void *text, size_t length)
{
	char path[64];
	snprintf(path, sizeof(path), ROOM "/%s", strrchr(target, '/') + 1);
	const int number = write_file(path, text, length);
	return number ? number : take_number(mount(path, target, NULL, MS_BIND, NULL));
}

/* Where the machine has no such file nobody reads it: nothing has to be done. */
static int replace_present(const char *target, const void *text, size_t length)
{
	const int number = replace(target, text, length);
	return number == ENOENT ? 0 : number;
}

/* ---- the text of nsswitch.conf(5) ---- */

static bool is_of_hosts(const char *line)
{
	line += strspn(line, " \t");
	return strncmp(line, "hosts:", strlen("hosts:")) == 0;
}

/* Without the services that would ask a daemon of the machine, which has the machine's network. */
static int replace_name_services(void)
{
	struct buffer text = {0};
	char line[1024];
	FILE *file = fopen(NAME_SERVICES, "re");
	if (!file)
		return errno == ENOENT ? 0 : errno;
	while (fgets(line, sizeof(line), file))
		if (!is_of_hosts(line))
			buffer_text(&text, line);
	fclose(file);
	buffer_text(&text, "\nhosts: files dns\n");
	const int number = replace(NAME_SERVICES, text.data, text.length);
	buffer_free(&text);
	return number;
}

/* ---- all of them ---- */

static int replace_all(const struct buffer *names, const struct buffer *servers)
{
	int number = replace("/etc/hosts", names->data, names->length);
	if (!number && servers->length)
		number = replace("/etc/resolv.conf", servers->data, servers->length);
	else if (!number)
		number = replace_present("/etc/resolv.conf", "", 0);
	if (!number)
		number = replace_name_services();
	if (!number) /* of a cache, nscd(8): a socket's name reaches beyond namespaces of networks */
		number = replace_present("/run/nscd/socket", "", 0);
	return number;
}

int own_files_mount(const struct buffer *names, const struct buffer *servers)
{
	const mode_t mask = umask(0);
	int number = take_number(unshare(CLONE_NEWNS));
	if (!number) /* what the machine takes away later goes here as well */
		number = take_number(mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL));
	if (!number)
		number = take_number(mount("tmpfs", ROOM, "tmpfs", UNPRIVILEGED, "mode=0755"));
	if (!number) {
		number = replace_all(names, servers);
		umount2(ROOM, MNT_DETACH);
	}
	umask(mask);
	/* Refused where what there is of them has parts covered, as in containers: that is seen then. */
	mount("sysfs", "/sys", "sysfs", UNPRIVILEGED, NULL);
	mount("proc", "/proc", "proc", UNPRIVILEGED, NULL);
	return number;
}
