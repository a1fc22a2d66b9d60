/*
 * socket_program: whose socket it is, of this machine's programs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "handsh/holder.h"
#include "handsh/net.h"

static bool is_socket(const char *link, uint32_t inode)
{
	char target[64], name[64];
	ssize_t length = readlink(link, target, sizeof(target) - 1);
	snprintf(name, sizeof(name), "socket:[%u]", inode);
	if (length < 0)
		return false;
	target[length] = '\0';
	return strcmp(target, name) == 0;
}

static bool has_socket(const char *pid, uint32_t inode)
{
	char path[300], link[600];
	bool found = false;
	snprintf(path, sizeof(path), "/proc/%s/fd", pid);
	DIR *folder = opendir(path);
	for (const struct dirent *entry; folder && !found && (entry = readdir(folder));) {
		snprintf(link, sizeof(link), "%s/%s", path, entry->d_name);
		found = is_socket(link, inode);
	}
	if (folder)
		closedir(folder);
	return found;
}

static void read_name(struct socket_program *program)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/comm", program->pid);
	FILE *file = fopen(path, "re");
	if (!file || !fgets(program->name, sizeof(program->name), file))
		strcpy(program->name, "a program");
	program->name[strcspn(program->name, "\n")] = '\0';
	if (file)
		fclose(file);
}

void socket_program_find(uint32_t inode, struct socket_program *program)
{
	*program = (struct socket_program){0};
	DIR *processes = opendir("/proc");
	for (const struct dirent *entry; processes && (entry = readdir(processes));) {
		if (!isdigit((unsigned char)entry->d_name[0]) || !has_socket(entry->d_name, inode))
			continue;
		program->pid = atoi(entry->d_name);
		read_name(program);
		break;
	}
	if (processes)
		closedir(processes);
}
