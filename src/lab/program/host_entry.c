/*
 * host_entry: the shell's side of a program's way into a host.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/host_entry.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/program/entry.h"
#include "lab/table.h"

static bool failed(struct lab_failure *failure, enum lab_step step, int number)
{
	*failure = (struct lab_failure){step, number};
	return number == 0;
}

/* ---- the files that it is to have ---- */

/* In memory. -1 with errno. */
static int file_open(const struct lab_host *host,
		     void (*write_text)(const struct lab_host *host, struct buffer *text))
{
	struct buffer text = {0};
	write_text(host, &text);
	const int file = memfd_create("file", MFD_CLOEXEC);
	ssize_t size = 0;
	for (size_t written = 0; file >= 0 && written < text.length; written += (size_t)size) {
		size = TEMP_FAILURE_RETRY(write(file, text.data + written, text.length - written));
		if (size >= 0)
			continue;
		const int number = errno;
		close(file);
		buffer_free(&text);
		errno = number;
		return -1;
	}
	buffer_free(&text);
	return file;
}

/* ---- what is at hand before ---- */

static int open_descriptors(struct lab_host *host, struct host_entry *entry)
{
	int report[2];
	const struct keeper_link *keeper = &host->lab->keeper;
	entry->kept[ENTRY_USERS] = keeper->namespaces[KEEPER_OWNER];
	entry->kept[ENTRY_NETWORK] = host->network;
	entry->kept[ENTRY_PROCESSES] = keeper->namespaces[KEEPER_PROCESSES];
	entry->kept[ENTRY_NAMES] = file_open(host, host_names_text);
	if (entry->kept[ENTRY_NAMES] < 0)
		return errno;
	entry->kept[ENTRY_SERVERS] = file_open(host, host_servers_text);
	if (entry->kept[ENTRY_SERVERS] < 0 || pipe2(report, O_CLOEXEC) < 0)
		return errno;
	entry->kept[ENTRY_REPORT] = report[1];
	entry->report = report[0];
	return 0;
}

static char *descriptors_word(const int kept[ENTRY_DESCRIPTORS])
{
	struct buffer text = {0};
	for (unsigned i = 0; i < ENTRY_DESCRIPTORS; i++)
		buffer_format(&text, "%s%d", i ? "," : "", kept[i]);
	buffer_byte(&text, '\0');
	return text.data;
}

static char *copy(const char *text)
{
	return memory_copy(text, strlen(text));
}

bool host_entry_open(struct host *host, const struct host_program *program,
		     struct host_entry *entry, struct lab_failure *failure)
{
	struct lab_host *own = (struct lab_host *)host;
	*entry = (struct host_entry){.report = -1};
	for (unsigned i = 0; i < ENTRY_DESCRIPTORS; i++)
		entry->kept[i] = -1;
	if (!own->lab)
		return failed(failure, LAB_ENTER, EBADF);
	if (!lab_guard(own->lab, failure) ||
	    !failed(failure, LAB_START, open_descriptors(own, entry)))
		return false;
	entry->path = lab_program();
	if (!entry->path)
		return failed(failure, LAB_START, errno);
	entry->words[0] = copy("handsh");
	entry->words[1] = copy(ENTRY_WORD);
	entry->words[2] = descriptors_word(entry->kept);
	entry->words[3] = copy(program->foreground ? ENTRY_FOREGROUND
			       : program->beside   ? ENTRY_BESIDE
						   : ENTRY_ALONG);
	entry->words[4] = copy(program->text);
	return true;
}

static void drop(int *descriptor)
{
	if (*descriptor >= 0)
		close(*descriptor);
	*descriptor = -1;
}

void host_entry_close(struct host_entry *entry)
{
	for (unsigned i = 0; i < ENTRY_WORDS; i++)
		free(entry->words[i]);
	free(entry->path);
	drop(&entry->kept[ENTRY_NAMES]);
	drop(&entry->kept[ENTRY_SERVERS]);
	drop(&entry->kept[ENTRY_REPORT]);
	drop(&entry->report);
}

/* Signals wait for the program: what becomes it is ended by none. */
void host_entry_execute(const struct host_entry *entry, char *const *environment)
{
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	for (unsigned i = 0; i < ENTRY_DESCRIPTORS; i++)
		if (fcntl(entry->kept[i], F_SETFD, 0) < 0) /* in the table of the child */
			return;
	execve(entry->path, entry->words, environment);
}

/* ---- after it was executed ---- */

/* All that they say; the program's beginning closes the last other end. */
static pid_t take_reports(int from, struct lab_failure *failure)
{
	struct entry_report report;
	pid_t child = 0;
	*failure = (struct lab_failure){LAB_STEPS, 0};
	while (TEMP_FAILURE_RETRY(read(from, &report, sizeof(report))) == sizeof(report)) {
		if (report.number > 0 && report.step < LAB_STEPS)
			*failure = (struct lab_failure){report.step, report.number};
		else if (report.number)
			*failure = (struct lab_failure){LAB_ENTER, EPROTO};
		else
			child = report.child;
	}
	if (!child && !failure->number)
		*failure = (struct lab_failure){LAB_ENTER, ECHILD}; /* a signal has ended it */
	return child;
}

pid_t host_entry_finish(struct host_entry *entry, pid_t helper, struct lab_failure *failure)
{
	int status;
	drop(&entry->kept[ENTRY_REPORT]);
	pid_t child = take_reports(entry->report, failure);
	TEMP_FAILURE_RETRY(waitpid(helper, &status, 0));
	if (!failure->number)
		return child;
	if (child)
		TEMP_FAILURE_RETRY(waitpid(child, &status, 0));
	return 0;
}
