/*
 * text: a script that is there as a whole: a file, or the text of -c. It is compiled before
 * anything of it runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/check.h"
#include "ui/session.h"

static int check_alone(struct shell *shell, struct source *source)
{
	struct check *check = check_new(shell);
	check_text(check, source);
	return check_end(check, unit_error) ? STATUS_FAILED : STATUS_OK;
}

int text_run(struct shell *shell, const char *name, struct bytes *text, bool syntax_only)
{
	struct source *source = source_new(name, text, 1);
	struct code *code;
	struct error *error = NULL;
	enum compile_status status = machine_compile(shell->machine, source, &code, &error);
	object_release(source);
	if (status != COMPILE_DONE) {
		unit_refused(shell, error);
		return STATUS_USAGE;
	}
	int result = -1;
	if (syntax_only)
		result = check_alone(shell, code->source);
	else
		result = unit_run(shell, code);
	if (syntax_only)
		unit_checked(shell, code);
	object_release(code);
	return result < 0 ? STATUS_OK : result;
}
