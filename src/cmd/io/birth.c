/*
 * birth: see birth.h.
 *
 * vfork, because the child must have the old descriptor limit and maybe the terminal, for which
 * posix_spawn(3) has no attributes; lowering the shell's own limit would let the resolver's thread
 * fail meanwhile.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/io/birth.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "handsh/host_entry.h"

/* fd -1: the descriptor stays as it is. False with errno. */
static bool become(int fd, int descriptor)
{
	return fd < 0 || TEMP_FAILURE_RETRY(dup2(fd, descriptor)) >= 0;
}

/* Before descriptor 0, the terminal, may become a pipe. Who asks for it from the background is
 * stopped, unless SIGTTOU is blocked: tcsetpgrp(3). */
static void come_forward(void)
{
	sigset_t stop;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTTOU);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	tcsetpgrp(STDIN_FILENO, getpid());
}

static void take_place(const struct birth *birth)
{
	if (birth->beside || birth->foreground)
		setpgid(0, 0);
	if (birth->beside) /* nobody ends it if the shell cannot */
		prctl(PR_SET_PDEATHSIG, SIGHUP);
	if (birth->foreground)
		come_forward();
}

/* The given descriptors are above 2, so no dup2 hits another's source. False with errno. */
static bool take_descriptors(const struct birth *birth)
{
	return become(birth->input, STDIN_FILENO) && become(birth->output, STDOUT_FILENO) &&
	       become(birth->error, STDERR_FILENO);
}

static void stay(const struct birth *birth)
{
	char *const words[] = {(char *)"sh", (char *)"-c", (char *)birth->text, NULL};
	sigset_t none;
	sigemptyset(&none);
	take_place(birth);
	if (take_descriptors(birth) && sigprocmask(SIG_SETMASK, &none, NULL) == 0)
		execve("/bin/sh", words, birth->environment);
}

static void __attribute__((noreturn)) child_run(struct birth *birth)
{
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	setrlimit(RLIMIT_NOFILE, &birth->descriptors);
	if (!birth->entry)
		stay(birth);
	else if (take_descriptors(birth))
		host_entry_execute(birth->entry, birth->environment);
	birth->number = errno;
	_exit(127);
}

pid_t give_birth(struct birth *birth)
{
	pid_t pid = vfork();
	if (pid == 0)
		child_run(birth);
	return pid;
}
