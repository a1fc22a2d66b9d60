/*
 * process: a child shell on the event loop; see process.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/process.h"

#include "cmd/io/process_tree.h"
#include "handsh/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PIECE 65536

/* ---- the child's side ---- */

/* What the child is to be, and what stopped it: vfork(2) shares the memory until execve(2). */
struct birth {
	const char *text;
	int input, output; /* -1: as the shell's own */
	struct rlimit limit;
	volatile int number;
};

/* fd -1: the descriptor stays as it is. False with errno. */
static bool become(int fd, int descriptor)
{
	return fd < 0 || TEMP_FAILURE_RETRY(dup2(fd, descriptor)) >= 0;
}

static void __attribute__((noreturn)) child_run(struct birth *birth)
{
	char *const words[] = {(char *)"sh", (char *)"-c", (char *)birth->text, NULL};
	sigset_t none;
	sigemptyset(&none);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	setrlimit(RLIMIT_NOFILE, &birth->limit);
	/* The pipes' own descriptors are above 2, so neither dup2 hits the other's source. */
	if (become(birth->input, STDIN_FILENO) && become(birth->output, STDOUT_FILENO) &&
	    sigprocmask(SIG_SETMASK, &none, NULL) == 0)
		execve("/bin/sh", words, environ);
	birth->number = errno;
	_exit(127);
}

/*
 * vfork, because the child must have the old descriptor limit, for which posix_spawn(3) has no
 * attribute, and lowering the shell's own would let the resolver's thread fail meanwhile.
 */
static pid_t give_birth(struct birth *birth)
{
	pid_t pid = vfork();
	if (pid == 0)
		child_run(birth);
	return pid;
}

/* ---- the end ---- */

static void close_end(struct process *process, struct observer *observer)
{
	int descriptor = observer->watch.fd;
	watch_close(process->machine, &observer->watch);
	if (descriptor >= 0)
		close(descriptor);
}

static void process_stop(struct process *process)
{
	close_end(process, &process->to);
	close_end(process, &process->from);
	close_end(process, &process->exit);
	alarm_clear(process->machine, &process->look);
	if (process->lent)
		input_lend(((struct shell *)machine_shell(process->machine))->input, false);
	process->lent = false;
	if (process->call)
		call_wake(process->call);
	process->ended = true;
}

static bool reap(struct process *process, int flags)
{
	if (TEMP_FAILURE_RETRY(waitpid(process->pid, &process->status, flags)) == 0)
		return false;
	process->pid = 0;
	return true;
}

/* An abandoned child has this long to go by itself before it is killed; in milliseconds. */
#define GRACE 50

static void process_destroy(struct object *object)
{
	struct process *process = (struct process *)object;
	process->call = NULL;
	if (process->pid) {
		struct pollfd gone = {.fd = process->exit.watch.fd, .events = POLLIN};
		process_tree_signal(process->pid, SIGTERM);
		if (TEMP_FAILURE_RETRY(poll(&gone, 1, GRACE)) <= 0)
			process_tree_signal(process->pid, SIGKILL);
		reap(process, 0);
	}
	process_stop(process);
	object_release(process->input);
	buffer_free(&process->output);
	free(process);
}

static const struct behaviour process_behaviour = {.destroy = process_destroy};

/* ---- the shell's side ---- */

/* Reads what is there. False: the end. */
static bool drain(struct process *process)
{
	for (;;) {
		char *room = buffer_reserve(&process->output, PIECE);
		ssize_t got = TEMP_FAILURE_RETRY(read(process->from.watch.fd, room, PIECE));
		if (got < 0 && errno == EAGAIN)
			return true;
		if (got < 0)
			process->number = errno;
		if (got <= 0)
			return false;
		process->output.length += (size_t)got;
		if (process->output.length > BYTES_MAX) {
			process->overflow = true;
			return false;
		}
		if (got < PIECE)
			return true;
	}
}

static void output_ready(struct machine *machine, struct observer *observer, uint32_t events)
{
	struct process *process = observer->context;
	(void)machine;
	(void)events;
	if (drain(process))
		return;
	close_end(process, &process->from);
	if (process->overflow || process->number)
		process_tree_signal(process->pid, SIGTERM);
}

static void input_ready(struct machine *machine, struct observer *observer, uint32_t events)
{
	struct process *process = observer->context;
	(void)machine;
	(void)events;
	size_t rest = process->input->length - process->written;
	ssize_t sent = write(observer->watch.fd, process->input->data + process->written,
			     rest < PIECE ? rest : PIECE);
	if (sent < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (sent > 0)
		process->written += (size_t)sent;
	/* An error is EPIPE: the child does not want the rest. */
	if (sent <= 0 || process->written == process->input->length)
		close_end(process, observer);
}

/*
 * The child has ended. What is in the pipe is its output; whoever it left behind with the pipe's
 * other end (a background program) is not waited for.
 */
static bool look(struct process *process)
{
	if (!reap(process, WNOHANG))
		return false;
	if (process->from.watch.fd >= 0)
		drain(process);
	process_stop(process);
	return true;
}

static void exit_ready(struct machine *machine, struct observer *observer, uint32_t events)
{
	(void)machine;
	(void)events;
	look(observer->context);
}

#define LOOK_AGAIN (NANOSECONDS / 100)

static void look_again(struct machine *machine, struct alarm *alarm)
{
	struct process *process =
		(struct process *)((char *)alarm - offsetof(struct process, look));
	if (!look(process))
		alarm_set(machine, alarm, clock_now() + LOOK_AGAIN, look_again);
}

static struct process *process_new(struct call *call, const struct process_plan *plan)
{
	struct process *process = memory_zeroed(1, sizeof(*process));
	process->object = (struct object){.behaviour = &process_behaviour, .references = 1};
	process->machine = call_machine(call);
	process->call = call;
	process->captured = plan->captured;
	if (plan->source == PROCESS_INPUT_BYTES)
		process->input = object_retain(plan->input);
	watch_open(&process->to.watch, -1);
	watch_open(&process->from.watch, -1);
	watch_open(&process->exit.watch, -1);
	return process;
}

static void close_both(const int ends[2])
{
	for (int i = 0; i < 2; i++) {
		if (ends[i] >= 0)
			close(ends[i]);
	}
}

/* O_NONBLOCK belongs to an end of a pipe: the child expects that its own block. */
static bool never_block(int end)
{
	return end < 0 || fcntl(end, F_SETFL, O_NONBLOCK) == 0;
}

/* The ends the child gets are [0] of input and [1] of output. False with errno. */
static bool open_pipes(const struct process_plan *plan, int input[2], int output[2],
		       const char **what)
{
	*what = "pipe2";
	if ((plan->source == PROCESS_INPUT_BYTES && pipe2(input, O_CLOEXEC) < 0) ||
	    (plan->captured && pipe2(output, O_CLOEXEC) < 0))
		return false;
	*what = "open";
	if (plan->source == PROCESS_INPUT_NONE &&
	    (input[0] = TEMP_FAILURE_RETRY(open("/dev/null", O_RDONLY | O_CLOEXEC))) < 0)
		return false;
	*what = "fcntl";
	return never_block(input[1]) && never_block(output[0]);
}

/* The parent's ends go to the process, the child's are closed. */
static bool begin(struct process *process, pid_t pid, int input[2], int output[2],
		  const char **what)
{
	*what = "epoll_ctl";
	process->pid = pid;
	int descriptor = (int)syscall(SYS_pidfd_open, pid, 0);
	bool fine = true;
	if (descriptor >= 0) {
		fine = observer_open(process->machine, &process->exit, descriptor, EPOLLIN,
				     exit_ready, process);
	} else {
		alarm_set(process->machine, &process->look, clock_now() + LOOK_AGAIN, look_again);
	}
	if (output[0] >= 0)
		fine = observer_open(process->machine, &process->from, output[0], EPOLLIN,
				     output_ready, process) &&
		       fine;
	if (input[1] >= 0)
		fine = observer_open(process->machine, &process->to, input[1], EPOLLOUT,
				     input_ready, process) &&
		       fine;
	output[0] = input[1] = -1;
	if (process->to.watch.fd >= 0 && process->input->length == 0)
		close_end(process, &process->to);
	return fine;
}

struct process *process_start(struct call *call, const struct process_plan *plan, const char **what)
{
	int input[2] = {-1, -1}, output[2] = {-1, -1};
	struct process *process = process_new(call, plan);
	bool fine = false;
	if (open_pipes(plan, input, output, what)) {
		struct birth birth = {.text = plan->text, .input = input[0], .output = output[1]};
		getrlimit(RLIMIT_NOFILE, &birth.limit);
		birth.limit.rlim_cur = plan->descriptors;
		*what = "vfork";
		pid_t pid = give_birth(&birth);
		if (pid > 0 && birth.number) {
			process->pid = pid;
			reap(process, 0);
			*what = "execve";
			errno = birth.number;
		} else if (pid > 0) {
			fine = begin(process, pid, input, output, what);
		}
	}
	int number = errno;
	close_both(input);
	close_both(output);
	if (fine)
		return process;
	object_release(process);
	errno = number;
	return NULL;
}
