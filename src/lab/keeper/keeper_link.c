/*
 * keeper_link: starts the keeper and asks it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/keeper/keeper_link.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "handsh/base.h"
#include "handsh/lab.h"

#define PATIENCE 10 /* seconds: what takes a keeper microseconds has been stopped then */

void keeper_link_init(struct keeper_link *link)
{
	*link = (struct keeper_link){.socket = -1, .guardian = -1};
	for (unsigned i = 0; i < KEEPER_NAMESPACES; i++)
		link->namespaces[i] = -1;
}

static void drop(int *descriptor)
{
	if (*descriptor >= 0)
		close(*descriptor);
	*descriptor = -1;
}

static void end_keeper(struct keeper_link *link)
{
	drop(&link->socket); /* which ends it */
	if (!link->pid)
		return;
	int status;
	kill(link->pid, SIGKILL);
	TEMP_FAILURE_RETRY(waitpid(link->pid, &status, 0));
	link->pid = 0;
}

void keeper_end(struct keeper_link *link)
{
	end_keeper(link);
	drop(&link->guardian);
	for (unsigned i = 0; i < KEEPER_NAMESPACES; i++)
		drop(&link->namespaces[i]);
}

/* ---- starting one ---- */

/* Only what signal-safety(7) allows: other threads may hold locks for ever here. */
_Noreturn static void become(const char *path, const int given[KEEPER_DESCRIPTORS])
{
	char *const words[] = {(char *)(uintptr_t)path, (char *)(uintptr_t)KEEPER_WORD, NULL};
	char *const environment[] = {NULL};
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int signal_ = 1; signal_ < NSIG; signal_++)
		signal(signal_, SIG_DFL);
	for (int i = 0; i < KEEPER_DESCRIPTORS; i++) {
		if (given[i] >= 0)
			dup2(given[i], i);
		else
			close(i);
	}
	close_range(KEEPER_DESCRIPTORS, ~0u, 0);
	execve(path, words, environment);
	_exit(errno);
}

/* All of them above those that they become, so that none takes another's place. */
static bool lift(int *descriptor)
{
	if (*descriptor < 0)
		return true;
	const int lifted = fcntl(*descriptor, F_DUPFD_CLOEXEC, KEEPER_DESCRIPTORS);
	if (lifted < 0)
		return false;
	close(*descriptor);
	*descriptor = lifted;
	return true;
}

/* Its path, not the link in /proc: by that a profile is found, and a program that this one runs in, as
 * valgrind, would be executed instead. */
char *lab_program(void)
{
	char path[4096];
	const ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
	if (length < (ssize_t)sizeof(path))
		return length < 0 ? NULL : memory_copy(path, (size_t)length);
	errno = ENAMETOOLONG;
	return NULL;
}

static int start_process(struct keeper_link *link, int given[KEEPER_DESCRIPTORS])
{
	char *path = lab_program();
	if (!path)
		return errno;
	for (int i = 0; i < KEEPER_DESCRIPTORS; i++) {
		if (!lift(&given[i])) {
			const int number = errno;
			free(path);
			return number;
		}
	}
	const pid_t pid = fork();
	if (pid == 0)
		become(path, given);
	const int number = errno;
	free(path);
	if (pid < 0)
		return number;
	link->pid = pid;
	return 0;
}

/* Both sides of a connection to it: its own, and that of the shell, which waits so long. */
static bool connect_to(int *its, int *ours)
{
	int pair[2];
	const struct timeval patience = {.tv_sec = PATIENCE};
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return false;
	*its = pair[0];
	*ours = descriptor_aside(pair[1]);
	setsockopt(*ours, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(*ours, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	return true;
}

int keeper_start(struct keeper_link *link, enum lab_step *step)
{
	int given[KEEPER_DESCRIPTORS], number = 0;
	*step = LAB_START;
	if (link->pid)
		return 0;
	for (int i = 0; i < KEEPER_DESCRIPTORS; i++)
		given[i] = -1;
	const bool first = link->guardian < 0, fresh = link->namespaces[KEEPER_OWNER] < 0;
	for (int i = 0; i < KEEPER_SOCKET && !number; i++)
		if ((given[i] = TEMP_FAILURE_RETRY(open("/dev/null", O_RDWR | O_CLOEXEC))) < 0)
			number = errno;
	if (!number && !connect_to(&given[KEEPER_SOCKET], &link->socket))
		number = errno;
	if (!number && first && !connect_to(&given[KEEPER_GUARDED], &link->guardian))
		number = errno;
	if (!number && link->namespaces[KEEPER_OWNER] >= 0 &&
	    (given[KEEPER_USER] = fcntl(link->namespaces[KEEPER_OWNER], F_DUPFD_CLOEXEC, 0)) < 0)
		number = errno;
	if (!number)
		number = start_process(link, given);
	for (int i = 0; i < KEEPER_DESCRIPTORS; i++)
		drop(&given[i]);
	if (!number)
		number = keeper_take_first(link, step);
	if (number && fresh) {
		keeper_end(link);
	} else if (number) {
		end_keeper(link);
		if (first)
			drop(&link->guardian);
	}
	return number;
}

bool keeper_is_guarded(const struct keeper_link *link)
{
	struct pollfd end = {.fd = link->guardian, .events = POLLIN};
	return link->guardian >= 0 && TEMP_FAILURE_RETRY(poll(&end, 1, 0)) == 0;
}

int keeper_start_guardian(struct keeper_link *link, enum lab_step *step)
{
	end_keeper(link);
	drop(&link->guardian);
	drop(&link->namespaces[KEEPER_PROCESSES]);
	return keeper_start(link, step);
}

/* ---- asking ---- */

int keeper_ask(struct keeper_link *link, const struct keeper_request *request, int where,
	       int made[2])
{
	enum lab_step step;
	const bool fresh = !link->pid;
	int number = keeper_start(link, &step);
	if (!number)
		number = keeper_exchange(link, request, where, made);
	if (number != EPIPE || fresh)
		return number;
	end_keeper(link); /* that one has died, or makes no sense any more */
	number = keeper_start(link, &step);
	return number ? number : keeper_exchange(link, request, where, made);
}

void keeper_guard(const struct keeper_link *link, uint32_t number, int network)
{
	parcel_send(link->guardian, &number, sizeof(number), &network, network >= 0);
}
