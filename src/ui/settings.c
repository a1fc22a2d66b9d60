/*
 * settings: rc.hsh, which is run before the first prompt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <stdlib.h>

#include "handsh/file.h"
#include "handsh/state_file.h"
#include "handsh/trust.h"
#include "ui/session.h"

static void refuse(struct shell *shell, const struct buffer *why)
{
	struct error *error =
		error_new("EPERM", "rc.hsh", "not run: %.*s", (int)why->length, why->data);
	error_hint(error, "it could run anything as you: chmod go-w keeps others out");
	unit_error(shell, error);
}

void settings_run(struct shell *shell)
{
	char *path = xdg_path("XDG_CONFIG_HOME", ".config", "handsh/rc.hsh");
	struct buffer why = {0};
	struct bytes *text = NULL;
	if (path && file_trusted(path, &why))
		text = script_read(path, false);
	if (text)
		text_run(shell, path, text, false);
	else if (why.length)
		refuse(shell, &why);
	else if (path && errno != ENOENT && errno != ENOTDIR)
		unit_error(shell, error_errno(errno, "open", "%s", path));
	buffer_free(&why);
	free(path);
}
