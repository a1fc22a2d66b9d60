/*
 * check_lab: everything that a lab needs, done once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "handsh/host_entry.h"
#include "lab/table.h"

static bool failed(struct lab_failure *failure, enum lab_step step, int number)
{
	*failure = (struct lab_failure){step, number};
	return number == 0;
}

static bool execute(struct host_entry *entry, struct lab_failure *failure)
{
	char *const environment[] = {NULL};
	int status;
	const pid_t helper = fork();
	if (helper == 0) {
		host_entry_execute(entry, environment);
		_exit(127);
	}
	if (helper < 0)
		return failed(failure, LAB_START, errno);
	const pid_t program = host_entry_finish(entry, helper, failure);
	if (!program)
		return false;
	TEMP_FAILURE_RETRY(waitpid(program, &status, 0));
	return failed(failure, LAB_STEPS, 0);
}

static bool run_program(struct host *host, struct lab_failure *failure)
{
	struct host_entry entry;
	const struct host_program program = {.text = ":"};
	const bool good =
		host_entry_open(host, &program, &entry, failure) && execute(&entry, failure);
	host_entry_close(&entry);
	return good;
}

bool lab_check(struct machine *machine, struct socket_table *sockets, struct lab_failure *failure)
{
	static const char *const wire = "wire";
	struct lab *lab = lab_new(machine, sockets);
	const struct host_plan plan = {.name = "check", .wires = &wire, .wire_count = 1};
	struct error *error; /* the plan is one */
	struct host *host = lab_try(lab, &plan, failure, &error);
	const bool good = host && run_program(host, failure);
	lab_free(lab);
	return good;
}
