/*
 * foreground: see foreground.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/io/foreground.h"

#include <signal.h>
#include <unistd.h>

#include "handsh/input.h"

bool foreground_ours(void)
{
	return tcgetpgrp(STDIN_FILENO) == getpgrp();
}

void foreground_lend(struct foreground *foreground, struct shell *shell)
{
	input_lend(shell->input, LENT_TO_PROGRAM);
	display_hold(shell->display, true);
	*foreground = (struct foreground){.shell = shell, .jobs = foreground_ours()};
	foreground->has_mode = foreground->jobs && tcgetattr(STDIN_FILENO, &foreground->mode) == 0;
}

void foreground_pass_on(const struct foreground *foreground, pid_t group)
{
	if (foreground->jobs)
		tcsetpgrp(STDIN_FILENO, group);
	kill(-group, SIGCONT);
}

/* The shell is in the background until then, where these two stop whoever does not block SIGTTOU. */
static void come_forward(const struct foreground *foreground)
{
	sigset_t stop, before;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTTOU);
	sigprocmask(SIG_BLOCK, &stop, &before);
	if (foreground->jobs)
		tcsetpgrp(STDIN_FILENO, getpgrp());
	if (foreground->has_mode)
		tcsetattr(STDIN_FILENO, TCSANOW, &foreground->mode);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

void foreground_take_back(struct foreground *foreground, bool broken)
{
	struct shell *shell = foreground->shell;
	if (!shell)
		return;
	foreground->shell = NULL;
	come_forward(foreground);
	if (broken)
		display_break_line(shell->display);
	display_hold(shell->display, false);
	input_lend(shell->input, LENT_NOT);
}
