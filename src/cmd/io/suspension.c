/*
 * suspension: see suspension.h. A pidfd tells only of a program's end; that it has stopped is told by
 * SIGCHLD, which is blocked and read from a signalfd(2) as long as a program has the terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/io/suspension.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd/io/foreground.h"
#include "cmd/io/process_tree.h"

static sigset_t of_children(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	return set;
}

/* The kernel knows whether the process group is orphaned: then SIGTSTP stops nothing. */
void suspend_shell(void)
{
	const struct timespec none = {0};
	sigset_t stop, go_on, before;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	sigemptyset(&go_on);
	sigaddset(&go_on, SIGCONT);
	sigprocmask(SIG_UNBLOCK, &stop, &before);
	raise(SIGTSTP);
	sigprocmask(SIG_SETMASK, &before, NULL);
	sigtimedwait(&go_on, NULL, &none); /* that it goes on is known here */
}

/* Before the program runs, for it may be stopped at once. */
void suspension_expect(void)
{
	const sigset_t children = of_children();
	sigprocmask(SIG_BLOCK, &children, NULL);
}

static void say_stopped(struct process *process)
{
	char text[64];
	const struct task *task = call_task(process->call);
	struct event event = {.kind = EVENT_NOTICE, .flags = EVENT_TOP, .task = task_id(task)};
	event.source = task_statement(task, &event.offset);
	snprintf(text, sizeof(text), "stopped; wait %u gives it the terminal again", event.task);
	event.text = text;
	journal_write(machine_journal(process->machine), &event);
}

/* At the prompt it becomes a task, or what has waited for it as one does. */
static void set_aside(struct process *process)
{
	process->stopped = true;
	process_give_back(process, true);
	machine_detach(process->machine);
	say_stopped(process);
}

/* Should there be no descriptor for noticing it the next time, it goes on all the same. */
static void go_on(struct process *process)
{
	process->stopped = false;
	process_lend(process);
	foreground_pass_on(process->terminal, process->pid);
	suspension_watch(process);
}

/* A script stops with its program, and goes on with it. */
static void stop_too(struct process *process)
{
	process_give_back(process, true);
	suspend_shell();
	go_on(process);
}

static void child_changed(struct machine *machine, struct observer *observer, uint32_t events)
{
	struct process *process = observer->context;
	struct shell *shell = machine_shell(machine);
	struct signalfd_siginfo information;
	siginfo_t change = {.si_pid = 0};
	(void)events;
	while (read(observer->watch.fd, &information, sizeof(information)) > 0)
		continue;
	if (!process->pid || waitid(P_PID, (id_t)process->pid, &change, WSTOPPED | WNOHANG) < 0 ||
	    !change.si_pid)
		return;
	if (shell->interactive)
		set_aside(process);
	else
		stop_too(process);
}

bool suspension_watch(struct process *process)
{
	const sigset_t children = of_children();
	if (!process->terminal->jobs)
		return true; /* it would stop with the shell */
	int fd = descriptor_aside(signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK));
	if (fd < 0)
		return false;
	return observer_open(process->machine, &process->stops, fd, EPOLLIN, child_changed,
			     process);
}

void suspension_forget(struct process *process)
{
	const sigset_t children = of_children();
	int fd = process->stops.watch.fd;
	watch_close(process->machine, &process->stops.watch);
	if (fd >= 0)
		close(fd);
	sigprocmask(SIG_UNBLOCK, &children, NULL);
}

void process_go_on(const struct call *call)
{
	const struct process *process = process_of(call);
	if (process && process->pid)
		process_tree_signal(process->pid, SIGCONT);
}

void process_resume(const struct call *call)
{
	struct process *process = process_of(call);
	if (process && process->stopped)
		go_on(process);
}
