/*
 * process_tree: see process_tree.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/io/process_tree.h"

#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define TREE_DEPTH 16
#define STOP_LOOKS 1000 /* until a process has stopped; it takes a few */
#define CHILDREN_MAX 64

/* Is the process stopped, or gone? Its state stands after the last parenthesis, proc_pid_stat(5).
 */
static bool is_stopped(pid_t pid)
{
	char path[64], text[512] = "";
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	FILE *file = fopen(path, "re");
	const char *line = file ? fgets(text, sizeof(text), file) : NULL;
	if (file)
		fclose(file);
	const char *name_end = line ? strrchr(line, ')') : NULL;
	return !name_end || !name_end[1] || strchr("TtZX", name_end[2]);
}

/* proc_pid_task(5) */
static void kill_tree(pid_t pid, int number, unsigned depth)
{
	char path[64];
	pid_t children[CHILDREN_MAX];
	unsigned count = 0;
	/* Stopped first, or it would start another that the list misses, or go on with its next
	 * command. */
	kill(pid, SIGSTOP);
	for (unsigned looks = 0; looks < STOP_LOOKS && !is_stopped(pid); looks++)
		sched_yield();
	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, pid);
	FILE *file = depth ? fopen(path, "re") : NULL;
	while (file && count < CHILDREN_MAX && fscanf(file, "%d", &children[count]) == 1)
		count++;
	if (file)
		fclose(file);
	kill(pid, number);
	while (count)
		kill_tree(children[--count], number, depth - 1);
	kill(pid, SIGCONT);
}

void process_tree_signal(pid_t pid, int number)
{
	kill_tree(pid, number, TREE_DEPTH);
	kill(-pid, number); /* where it has a group: also those that could not be found */
}
