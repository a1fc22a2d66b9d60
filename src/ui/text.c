/*
 * text: a script that is there as a whole: a file, or the text of -c. It is compiled before
 * anything of it runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/check.h"
#include "ui/session.h"

static int refuse(struct shell *shell, struct error *error)
{
	unit_refused(shell, error);
	return STATUS_USAGE;
}

static int check_alone(struct shell *shell, struct source *source)
{
	struct check *check = check_new(shell);
	struct code *code;
	struct error *error = NULL;
	enum compile_status status =
		machine_survey(shell->machine, source, check_surveyor(check), &code, &error);
	bool faults = check_end(check, unit_error);
	if (status != COMPILE_DONE)
		return refuse(shell, error);
	unit_checked(shell, code);
	object_release(code);
	return faults ? STATUS_FAILED : STATUS_OK;
}

static int run_alone(struct shell *shell, struct source *source)
{
	struct code *code;
	struct error *error = NULL;
	if (machine_compile(shell->machine, source, &code, &error) != COMPILE_DONE)
		return refuse(shell, error);
	int result = unit_run(shell, code);
	object_release(code);
	return result < 0 ? STATUS_OK : result;
}

int text_run(struct shell *shell, const char *name, struct bytes *text, bool syntax_only)
{
	struct source *source = source_new(name, text, 1);
	int status = syntax_only ? check_alone(shell, source) : run_alone(shell, source);
	object_release(source);
	return status;
}
