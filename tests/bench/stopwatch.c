/*
 * stopwatch: runs a program a number of times and says what a run took.
 *
 *   stopwatch CORE RUNS INPUT PROGRAM [ARGUMENT…]
 *
 * The program runs on CORE, reads INPUT and writes to /dev/null. For each run a line: nanoseconds
 * from before its start to its end, and nanoseconds of processor time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

extern char **environ;

static int64_t microseconds(struct timeval time)
{
	return time.tv_sec * INT64_C(1000000) + time.tv_usec;
}

static void run(posix_spawn_file_actions_t *files, char **words)
{
	pid_t pid;
	int status;
	struct rusage usage;
	int64_t start = nanoseconds();
	int error = posix_spawnp(&pid, words[0], files, NULL, words, environ);
	if (error)
		die("%s: %s", words[0], strerror(error));
	check("wait4", wait4(pid, &status, 0, &usage));
	int64_t end = nanoseconds();
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		die("%s: ended with %s %d", words[0], WIFEXITED(status) ? "status" : "signal",
		    WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	printf("%lld %lld\n", (long long)(end - start),
	       (long long)(microseconds(usage.ru_utime) + microseconds(usage.ru_stime)) * 1000);
}

int main(int count, char **words)
{
	if (count < 5)
		die("usage: stopwatch CORE RUNS INPUT PROGRAM [ARGUMENT…]");
	limit_time(300);
	cpu_set_t cores;
	CPU_ZERO(&cores);
	CPU_SET((size_t)number(words[1], 0, CPU_SETSIZE - 1), &cores);
	check("sched_setaffinity", sched_setaffinity(0, sizeof cores, &cores));
	int64_t runs = number(words[2], 1, 1000000);
	posix_spawn_file_actions_t files;
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, words[3], O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	while (runs-- > 0)
		run(&files, words + 4);
	posix_spawn_file_actions_destroy(&files);
	return 0;
}
