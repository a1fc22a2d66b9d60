/*
 * output: descriptors that text is written to, and whether it may be colored.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/output.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int output_all(int descriptor, const void *data, size_t length)
{
	if (!length) /* data may be NULL */
		return 0;
	const char *next = data, *end = next + length;
	while (next < end) {
		ssize_t written = write(descriptor, next, (size_t)(end - next));
		if (written >= 0) {
			next += written;
			continue;
		}
		int number = errno;
		/* Another process may have made the description that we share non-blocking. */
		if (number == EAGAIN)
			poll(&(struct pollfd){.fd = descriptor, .events = POLLOUT}, 1, -1);
		else if (number != EINTR)
			return number;
	}
	return 0;
}

bool color_allowed(enum color color, int descriptor)
{
	const char *declined = getenv("NO_COLOR"), *terminal = getenv("TERM");
	if (color == COLOR_NEVER || (declined && *declined))
		return false;
	if (terminal && strcmp(terminal, "dumb") == 0)
		return false;
	return color == COLOR_ALWAYS || (terminal && *terminal && isatty(descriptor));
}
