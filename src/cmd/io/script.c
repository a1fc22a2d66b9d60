/*
 * script: reads the text of a script file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 65536

static struct bytes *read_all(int descriptor)
{
	struct buffer text = {0};
	for (;;) {
		char *room = buffer_reserve(&text, PIECE);
		ssize_t got = read(descriptor, room, PIECE);
		if (got == 0)
			return bytes_from(&text);
		if (got > 0)
			text.length += (size_t)got;
		else if (errno == EINTR)
			continue;
		if (got > 0 && text.length <= BYTES_MAX)
			continue;
		int number = got < 0 ? errno : EFBIG;
		buffer_free(&text);
		errno = number;
		return NULL;
	}
}

struct bytes *script_read(const char *path, bool patient)
{
	int descriptor = TEMP_FAILURE_RETRY(
		open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (patient ? 0 : O_NONBLOCK)));
	if (descriptor < 0)
		return NULL;
	struct stat status;
	struct bytes *text = NULL;
	int number = 0;
	if (fstat(descriptor, &status) < 0)
		number = errno;
	else if (!patient && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
		number = EINVAL;
	else if (!(text = read_all(descriptor)))
		number = errno;
	close(descriptor);
	errno = number;
	return text;
}
