/*
 * ends: see ends.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cmd/io/ends.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

void ends_close(const struct ends *ends)
{
	const int all[] = {ends->input[0],  ends->input[1], ends->output[0],
			   ends->output[1], ends->error[0], ends->error[1]};
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		if (all[i] >= 0)
			close(all[i]);
	}
}

/* O_NONBLOCK belongs to an end of a pipe: the child expects that its own block. */
static bool never_block(int end)
{
	return end < 0 || fcntl(end, F_SETFL, O_NONBLOCK) == 0;
}

bool ends_open(const struct process_plan *plan, struct ends *ends, const char **what)
{
	*ends = (struct ends){{-1, -1}, {-1, -1}, {-1, -1}};
	*what = "pipe2";
	if ((plan->source == PROCESS_INPUT_BYTES && pipe2(ends->input, O_CLOEXEC) < 0) ||
	    (plan->output != PROCESS_OUTPUT_INHERITED && pipe2(ends->output, O_CLOEXEC) < 0) ||
	    (plan->error == PROCESS_ERROR_SHOWN && pipe2(ends->error, O_CLOEXEC) < 0))
		return false;
	ends->error[0] = descriptor_aside(ends->error[0]);
	*what = "open";
	if (plan->source == PROCESS_INPUT_NONE && !plan->peer &&
	    (ends->input[0] = TEMP_FAILURE_RETRY(open("/dev/null", O_RDONLY | O_CLOEXEC))) < 0)
		return false;
	*what = "fcntl";
	return never_block(ends->input[1]) && never_block(ends->output[0]) &&
	       never_block(ends->error[0]);
}
