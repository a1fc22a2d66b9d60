/*
 * descriptor: numbers of descriptors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/base.h"

#include <fcntl.h>
#include <unistd.h>

#define DESCRIPTORS_ASIDE 200 /* from here on; the kernel's table for them stays small */

int descriptor_aside(int fd)
{
	if (fd < 0)
		return fd; /* errno says why */
	int aside = fcntl(fd, F_DUPFD_CLOEXEC, DESCRIPTORS_ASIDE);
	if (aside < 0)
		return fd;
	close(fd);
	return aside;
}
