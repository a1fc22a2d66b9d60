/*
 * entry: the way into a host, gone by this program in a process of its own: see handsh/host_entry.h.
 * Signals are blocked until the program begins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab/program/entry.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

struct entrance {
	int descriptors[ENTRY_DESCRIPTORS];
	const char *manner;
	char *text;
};

static int take_number(long result)
{
	return result < 0 ? errno : 0;
}

static void report(const struct entrance *entrance, enum lab_step step, int number, pid_t child)
{
	const struct entry_report message = {number, step, child};
	TEMP_FAILURE_RETRY(write(entrance->descriptors[ENTRY_REPORT], &message, sizeof(message)));
}

/* ---- the child ---- */

/* Those for the host's network pass on to whatever the program starts. */
static int keep_rights(void)
{
	static const unsigned kept[] = {CAP_NET_ADMIN, CAP_NET_RAW, CAP_NET_BIND_SERVICE};
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {{0}};
	if (syscall(SYS_capget, &header, data) < 0)
		return errno;
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		data[0].inheritable |= 1u << kept[i];
	if (syscall(SYS_capset, &header, data) < 0)
		return errno;
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, kept[i], 0, 0) < 0)
			return errno;
	return 0;
}

/* Standard input may be a pipe. */
static int come_forward(void)
{
	const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
	if (terminal < 0)
		return errno;
	const int number = take_number(tcsetpgrp(terminal, getpid()));
	close(terminal);
	return number;
}

static int take_place(const char *manner)
{
	const bool foreground = strcmp(manner, ENTRY_FOREGROUND) == 0;
	const bool beside = strcmp(manner, ENTRY_BESIDE) == 0;
	int number = 0;
	if (foreground || beside)
		number = take_number(setpgid(0, 0));
	if (beside) /* nobody ends it if the shell cannot */
		prctl(PR_SET_PDEATHSIG, SIGHUP);
	return number || !foreground ? number : come_forward();
}

static int read_text(int file, struct buffer *text)
{
	ssize_t size;
	do {
		size = TEMP_FAILURE_RETRY(
			pread(file, buffer_reserve(text, 4096), 4096, (off_t)text->length));
		text->length += size > 0 ? (size_t)size : 0;
	} while (size > 0);
	return take_number(size);
}

static int make_files(const int descriptors[ENTRY_DESCRIPTORS])
{
	struct buffer names = {0}, servers = {0};
	int number = read_text(descriptors[ENTRY_NAMES], &names);
	if (!number)
		number = read_text(descriptors[ENTRY_SERVERS], &servers);
	if (!number)
		number = own_files_mount(&names, &servers);
	buffer_free(&names);
	buffer_free(&servers);
	return number;
}

/* Up to the step that fails. */
_Noreturn static void become(const struct entrance *entrance)
{
	char *const words[] = {(char *)"sh", (char *)"-c", entrance->text, NULL};
	sigset_t none;
	sigemptyset(&none);
	enum lab_step step = LAB_FILES;
	int number = make_files(entrance->descriptors);
	if (!number) {
		step = LAB_PROGRAM_RIGHTS;
		number = keep_rights();
	}
	if (!number) {
		step = LAB_TERMINAL;
		number = take_place(entrance->manner);
	}
	if (!number) {
		step = LAB_SHELL;
		sigprocmask(SIG_SETMASK, &none, NULL);
		number = take_number(execv("/bin/sh", words));
	}
	report(entrance, step, number, 0);
	_exit(127);
}

/* ---- the helper ---- */

static bool take_words(char **words, struct entrance *entrance)
{
	char *rest = words[2];
	for (unsigned i = 0; i < ENTRY_DESCRIPTORS; i++) {
		const char *word = strsep(&rest, ",");
		entrance->descriptors[i] = word ? atoi(word) : -1;
		if (fcntl(entrance->descriptors[i], F_SETFD, FD_CLOEXEC) < 0)
			return false;
	}
	entrance->manner = words[3];
	entrance->text = words[4];
	return true;
}

/* The namespace of processes is that of the children. */
static int enter(const struct entrance *entrance)
{
	int number = take_number(setns(entrance->descriptors[ENTRY_USERS], CLONE_NEWUSER));
	if (!number)
		number = take_number(setns(entrance->descriptors[ENTRY_NETWORK], CLONE_NEWNET));
	if (!number)
		number = take_number(setns(entrance->descriptors[ENTRY_PROCESSES], CLONE_NEWPID));
	return number;
}

_Noreturn void entry_main(char **words)
{
	struct entrance entrance;
	if (!take_words(words, &entrance))
		_exit(127);
	const int number = enter(&entrance);
	if (number) {
		report(&entrance, LAB_ENTER, number, 0);
		_exit(127);
	}
	const long child = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL);
	if (child == 0)
		become(&entrance);
	report(&entrance, LAB_BIRTH, take_number(child), (pid_t)child);
	_exit(child < 0 ? 127 : 0);
}
