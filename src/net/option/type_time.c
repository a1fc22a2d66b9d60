/*
 * type_time: options that are times: struct timeval, and struct linger.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <sys/time.h>
#include <time.h>

#include "net/option/option.h"

#define MICROSECOND INT64_C(1000)

/* ---- linger ---- */

static struct linger linger_of(const struct buffer *setting)
{
	struct linger linger = {0};
	if (setting->length >= sizeof(linger))
		memcpy(&linger, setting->data, sizeof(linger));
	return linger;
}

static bool linger_from_value(const struct option_wish *wish, struct buffer *setting)
{
	const struct value value = wish->value;
	int64_t seconds = 0;
	bool off = value.type == TYPE_NIL || (value.type == TYPE_BOOL && !value.boolean) ||
		   (value.type == TYPE_BYTES && bytes_is(value.bytes, "off"));
	if (!off && !option_read_number(wish, &seconds))
		return false;
	struct linger linger = {.l_onoff = !off, .l_linger = (int)seconds};
	buffer_append(setting, &linger, sizeof(linger));
	return true;
}

static struct value linger_to_value(const struct socket_option *option,
				    const struct buffer *setting)
{
	struct linger linger = linger_of(setting);
	(void)option;
	return linger.l_onoff ? value_int(linger.l_linger) : value_bytes(bytes_text("off"));
}

static void linger_format(const struct socket_option *option, const struct buffer *setting,
			  struct buffer *buffer)
{
	struct linger linger = linger_of(setting);
	(void)option;
	buffer_format(buffer, "{%d, %d}", linger.l_onoff, linger.l_linger);
}

/* ---- duration ---- */

static struct timeval time_of(const struct buffer *setting)
{
	struct timeval time = {0};
	if (setting->length >= sizeof(time))
		memcpy(&time, setting->data, sizeof(time));
	return time;
}

static bool read_duration(const struct option_wish *wish, int64_t *time)
{
	const struct value value = wish->value;
	const int64_t most = wish->option->most;
	if (value.type == TYPE_INT && value.integer >= 0 && value.integer <= most)
		*time = value.integer * NANOSECONDS;
	else if (value.type == TYPE_INT)
		return option_wrong(wish, "RANGE", "a duration from 0 on");
	else if (value.type != TYPE_BYTES ||
		 !duration_parse(value.bytes->data, value.bytes->length, time))
		return option_wrong_type(wish);
	if (*time / NANOSECONDS > most || (*time && *time < MICROSECOND))
		return option_wrong(wish, "RANGE", "at least 1us, at most 68 years");
	return true;
}

static bool duration_from_value(const struct option_wish *wish, struct buffer *setting)
{
	int64_t time;
	if (!read_duration(wish, &time))
		return false;
	struct timeval result = {.tv_sec = time / NANOSECONDS,
				 .tv_usec = time % NANOSECONDS / MICROSECOND};
	buffer_append(setting, &result, sizeof(result));
	return true;
}

static struct value duration_to_value(const struct socket_option *option,
				      const struct buffer *setting)
{
	const int64_t most = TIME_NEVER / NANOSECONDS - 1; /* Linux lets it be longer */
	struct timeval time = time_of(setting);
	struct buffer word = {0};
	(void)option;
	int64_t seconds = time.tv_sec < most ? time.tv_sec : most;
	duration_format(seconds * NANOSECONDS + time.tv_usec * MICROSECOND, &word);
	return value_bytes(bytes_from(&word));
}

static void timeval_format(const struct socket_option *option, const struct buffer *setting,
			   struct buffer *buffer)
{
	struct timeval time = time_of(setting);
	(void)option;
	buffer_format(buffer, "{%lld, %lld}", (long long)time.tv_sec, (long long)time.tv_usec);
}

/* ---- points in time ---- */

struct value option_time_value(int64_t seconds, int64_t nanoseconds)
{
	int64_t time;
	if (__builtin_mul_overflow(seconds, NANOSECONDS, &time) ||
	    __builtin_add_overflow(time, nanoseconds, &time))
		return VALUE_NIL;
	return value_int(time);
}

static struct value timeval_to_value(const struct socket_option *option,
				     const struct buffer *setting)
{
	struct timeval time = time_of(setting);
	int64_t nanoseconds;
	(void)option;
	if (__builtin_mul_overflow((int64_t)time.tv_usec, MICROSECOND, &nanoseconds))
		return VALUE_NIL;
	return option_time_value(time.tv_sec, nanoseconds);
}

static struct value timespec_to_value(const struct socket_option *option,
				      const struct buffer *setting)
{
	struct timespec time = {0};
	(void)option;
	if (setting->length >= sizeof(time))
		memcpy(&time, setting->data, sizeof(time));
	return option_time_value(time.tv_sec, time.tv_nsec);
}

const struct option_type option_linger = {
	.takes = "off or a number of seconds",
	.size = sizeof(struct linger),
	.from_value = linger_from_value,
	.to_value = linger_to_value,
	.format = linger_format,
};

const struct option_type option_duration = {
	.takes = "a duration (200ms, 2s)",
	.size = sizeof(struct timeval),
	.from_value = duration_from_value,
	.to_value = duration_to_value,
	.format = timeval_format,
};

const struct option_type option_timeval = {
	.size = sizeof(struct timeval),
	.to_value = timeval_to_value,
};

const struct option_type option_timespec = {
	.size = sizeof(struct timespec),
	.to_value = timespec_to_value,
};
