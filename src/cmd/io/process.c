/*
 * process: a child shell on the event loop; see process.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd/io/birth.h"
#include "cmd/io/ends.h"
#include "cmd/io/environment.h"
#include "cmd/io/error_lines.h"
#include "cmd/io/foreground.h"
#include "cmd/io/process_tree.h"
#include "cmd/io/suspension.h"
#include "handsh/host_entry.h"
#include "handsh/socket.h"

#define PIECE 65536

/* ---- the end ---- */

static void close_watched(struct process *process, struct watch *watch)
{
	int descriptor = watch->fd;
	watch_close(process->machine, watch);
	if (descriptor >= 0)
		close(descriptor);
}

void process_give_back(struct process *process, bool broken)
{
	if (!process->terminal)
		return;
	suspension_forget(process);
	foreground_take_back(process->terminal, broken);
	free(process->terminal);
	process->terminal = NULL;
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

static bool goes_soon(const struct process *process)
{
	struct pollfd gone = {.fd = process->exit.watch.fd, .events = POLLIN};
	return TEMP_FAILURE_RETRY(poll(&gone, 1, GRACE)) > 0;
}

/* Whose input has just ended, because its socket is closed, mostly goes by itself. */
static void end_child(struct process *process)
{
	if (process->call || !goes_soon(process)) {
		process_tree_signal(process->pid, SIGTERM);
		if (!goes_soon(process))
			process_tree_signal(process->pid, SIGKILL);
	}
	reap(process, 0);
}

static void process_destroy(struct object *object)
{
	struct process *process = (struct process *)object;
	if (process->pid)
		end_child(process);
	process_give_back(process, false);
	error_lines_end(process);
	close_watched(process, &process->to.watch);
	close_watched(process, &process->from);
	close_watched(process, &process->exit.watch);
	alarm_clear(process->machine, &process->look);
	object_release(process->input);
	buffer_free(&process->output);
	free(process);
}

void process_lend(struct process *process)
{
	process->terminal = memory_allocate(sizeof(*process->terminal));
	suspension_expect();
	foreground_lend(process->terminal, machine_shell(process->machine));
}

struct process *process_of(const struct call *call)
{
	bool runs = call && call->state && call->state->behaviour->destroy == process_destroy;
	return runs ? (struct process *)call->state : NULL;
}

static bool process_alive(const struct object *object)
{
	return !((const struct process *)object)->ended;
}

static const struct behaviour process_behaviour = {.destroy = process_destroy,
						   .alive = process_alive};

/* What is in the pipe is its output; whoever it left behind with the other end (a background
 * program) is not waited for. */
static void note_rest(struct process *process)
{
	int rest = 0;
	if (process->from.fd >= 0 && ioctl(process->from.fd, FIONREAD, &rest) == 0)
		process->rest = (size_t)rest;
}

/* False: it has not ended. */
static bool look(struct process *process)
{
	if (!reap(process, WNOHANG))
		return false;
	note_rest(process);
	error_lines_take(process);
	close_watched(process, &process->to.watch);
	close_watched(process, &process->exit.watch);
	process_give_back(process, WIFSIGNALED(process->status));
	process->ended = true;
	if (process->call)
		call_wake(process->call);
	return true;
}

static void exit_ready(struct machine *machine, struct observer *observer, uint32_t events)
{
	(void)machine, (void)events;
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

/* ---- what it writes and reads ---- */

static void end_output(struct process *process)
{
	close_watched(process, &process->from);
	if ((process->overflow || process->number) && process->pid)
		process_tree_signal(process->pid, SIGTERM);
}

bool process_read(struct process *process, size_t limit)
{
	struct buffer *output = &process->output;
	while (process->from.fd >= 0 && output->length < limit && !call_overdue(process->call)) {
		char *room = buffer_reserve(output, PIECE);
		size_t most = process->ended && process->rest < PIECE ? process->rest : PIECE;
		ssize_t got = TEMP_FAILURE_RETRY(read(process->from.fd, room, most));
		if (got < 0 && errno == EAGAIN)
			return false;
		process->number = got < 0 ? errno : 0;
		output->length += got > 0 ? (size_t)got : 0;
		process->rest -= process->ended && got > 0 ? (size_t)got : 0;
		process->overflow = output->length > BYTES_MAX;
		if (got <= 0 || process->overflow)
			end_output(process);
	}
	return process->from.fd >= 0;
}

enum run process_wait(struct call *call, struct process *process)
{
	return process->from.fd >= 0 ? call_wait(call, &process->from, WAIT_READ)
				     : call_pause(call);
}

static void input_ready(struct machine *machine, struct observer *observer, uint32_t events)
{
	struct process *process = observer->context;
	(void)machine, (void)events;
	size_t rest = process->input->length - process->written;
	ssize_t sent = write(observer->watch.fd, process->input->data + process->written,
			     rest < PIECE ? rest : PIECE);
	if (sent < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (sent > 0)
		process->written += (size_t)sent;
	/* An error is EPIPE: the child does not want the rest. */
	if (sent <= 0 || process->written == process->input->length)
		close_watched(process, &observer->watch);
}

/* ---- the beginning ---- */

static struct process *process_new(struct call *call, const struct process_plan *plan)
{
	struct process *process = memory_zeroed(1, sizeof(*process));
	process->object = (struct object){.behaviour = &process_behaviour, .references = 1};
	process->machine = call_machine(call);
	process->call = plan->peer ? NULL : call;
	if (plan->source == PROCESS_INPUT_BYTES)
		process->input = object_retain(plan->input);
	watch_open(&process->to.watch, -1);
	watch_open(&process->from, -1);
	watch_open(&process->exit.watch, -1);
	watch_open(&process->stops.watch, -1);
	watch_open(&process->errors.watch, -1);
	return process;
}

/* The child runs: our ends are the process's. False with errno. */
static bool begin(struct process *process, struct ends *ends, const char **what)
{
	bool fine = true;
	*what = "epoll_ctl";
	int descriptor = (int)syscall(SYS_pidfd_open, process->pid, 0);
	if (descriptor >= 0)
		fine = observer_open(process->machine, &process->exit, descriptor, EPOLLIN,
				     exit_ready, process);
	else
		alarm_set(process->machine, &process->look, clock_now() + LOOK_AGAIN, look_again);
	if (ends->output[0] >= 0)
		watch_open(&process->from, ends->output[0]);
	if (ends->input[1] >= 0 && process->input->length) {
		fine = observer_open(process->machine, &process->to, ends->input[1], EPOLLOUT,
				     input_ready, process) &&
		       fine;
		ends->input[1] = -1;
	}
	ends->output[0] = -1;
	if (ends->error[0] >= 0)
		fine = error_lines_begin(process, ends->error[0]) && fine;
	ends->error[0] = -1;
	if (!process->terminal || !fine)
		return fine;
	*what = "signalfd";
	return suspension_watch(process);
}

/* The program on a host is another process than the one that was born. False with call->error, *what
 * NULL. */
static bool bear_on_host(struct call *call, struct process *process, struct host *host,
			 struct birth *birth, const char **what)
{
	struct host_entry entry;
	struct lab_failure failure;
	const struct host_program program = {birth->text, birth->beside, birth->foreground};
	birth->entry = &entry;
	if (host_entry_open(host, &program, &entry, &failure)) {
		const pid_t helper = give_birth(birth);
		failure = (struct lab_failure){LAB_START, errno};
		if (helper > 0)
			process->pid = host_entry_finish(&entry, helper, &failure);
		if (birth->number)
			failure = (struct lab_failure){LAB_START, birth->number};
	}
	host_entry_close(&entry);
	if (process->pid)
		return true;
	call->error = lab_error(&failure, call->command->name);
	*what = NULL;
	return false;
}

/* False with errno. */
static bool bear(struct process *process, struct birth *birth, const char **what)
{
	*what = "vfork";
	pid_t pid = give_birth(birth);
	if (pid < 0)
		return false;
	process->pid = pid;
	if (!birth->number)
		return true;
	reap(process, 0);
	*what = "execve";
	errno = birth->number;
	return false;
}

/* False with errno and *what, the call; or, *what NULL, with call->error. */
static bool start(struct call *call, struct process *process, const struct process_plan *plan,
		  char **environment, const char **what)
{
	struct shell *shell = machine_shell(process->machine);
	struct ends ends;
	char *text = memory_copy(plan->text->data, plan->text->length);
	bool fine = ends_open(plan, &ends, what);
	if (fine) {
		struct birth birth = {
			.text = text,
			.environment = environment,
			.input = plan->peer ? plan->peer : ends.input[0],
			.output = plan->peer ? plan->peer : ends.output[1],
			.error = plan->error == PROCESS_ERROR_OUTPUT ? ends.output[1]
								     : ends.error[1],
			.beside = plan->beside,
			.foreground = plan->terminal && foreground_ours(),
		};
		getrlimit(RLIMIT_NOFILE, &birth.descriptors);
		birth.descriptors.rlim_cur = shell->descriptors;
		if (plan->terminal)
			process_lend(process);
		fine = (plan->host ? bear_on_host(call, process, plan->host, &birth, what)
				   : bear(process, &birth, what)) &&
		       begin(process, &ends, what);
	}
	int number = errno;
	free(text);
	ends_close(&ends);
	errno = number;
	return fine;
}

enum run process_start(struct call *call, const struct process_plan *plan, struct process **process)
{
	const char *what;
	char **environment = environment_of(call);
	if (!environment)
		return RUN_FAIL;
	*process = process_new(call, plan);
	if (!start(call, *process, plan, environment, &what)) {
		if (what)
			call_errno(call, what, errno, "/bin/sh");
		object_release(*process);
		*process = NULL;
	}
	environment_free(environment);
	return *process ? RUN_DONE : RUN_FAIL;
}
