/*
 * monotonic_clock: the time that deadlines are made of, which no one can set back, and the time of
 * day.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <time.h>

#include "handsh/base.h"

static int64_t nanoseconds(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * NANOSECONDS + now.tv_nsec;
}

int64_t clock_now(void)
{
	return nanoseconds(CLOCK_MONOTONIC);
}

int64_t clock_wall(void)
{
	return nanoseconds(CLOCK_REALTIME);
}
