/*
 * date: the time of day as a text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <inttypes.h>
#include <time.h>

#include "handsh/command.h"

enum { OPTION_UTC, OPTION_HTTP, OPTION_MAIL };

#define FORMAT_MOST ((size_t)1 << 12) /* bytes */
#define TEXT_MOST ((size_t)1 << 16)

/* What strftime(3) has not: %N, nanoseconds; or takes for the time of this place: %s, seconds. */
static bool expand_letter(char letter, int64_t seconds, int64_t nanoseconds, struct buffer *out)
{
	if (letter == 's')
		buffer_int(out, seconds);
	else if (letter == 'N')
		buffer_format(out, "%09" PRId64, nanoseconds);
	return letter == 's' || letter == 'N';
}

static void expand(const struct bytes *format, int64_t seconds, int64_t nanoseconds,
		   struct buffer *out)
{
	const bool plus = format->length && *format->data == '+'; /* as date(1) wants it */
	for (size_t i = plus; i < format->length; i++) {
		const char *next = &format->data[i];
		if (*next != '%' || i + 1 == format->length) {
			buffer_byte(out, *next);
			continue;
		}
		if (!expand_letter(next[1], seconds, nanoseconds, out))
			buffer_append(out, next, 2);
		i++;
	}
	/* A text that is not empty: then strftime's 0 can mean but one thing. */
	buffer_byte(out, '.');
}

static enum run return_text(struct call *call, const char *format, const struct tm *parts)
{
	struct bytes *text = bytes_allocate(TEXT_MOST);
	size_t length = strftime(text->data, TEXT_MOST, format, parts);
	if (length)
		return call_return(call, value_bytes(bytes_shrink(text, length - 1)));
	object_release(text);
	return call_fail(call, "RANGE", "the text would be longer than %zu bytes", TEXT_MOST);
}

/* The options stand for a format of their own. */
static enum run write_date(struct call *call, const char *format, int64_t seconds)
{
	const bool utc = call_option(call, OPTION_UTC) || call_option(call, OPTION_HTTP);
	const time_t when = seconds;
	struct tm parts;
	if (!(utc ? gmtime_r(&when, &parts) : localtime_r(&when, &parts)))
		return call_fail(call, "RANGE", "no calendar has a year for %" PRId64 " seconds",
				 seconds);
	if (call_option(call, OPTION_HTTP))
		format = "%a, %d %b %Y %H:%M:%S GMT.";
	else if (call_option(call, OPTION_MAIL))
		format = "%a, %d %b %Y %H:%M:%S %z.";
	return return_text(call, format, &parts);
}

static enum run date_exec(struct call *call)
{
	const struct bytes *format = call_argument(call, 0).bytes;
	const struct value given = call_argument(call, 1);
	const int64_t now = clock_wall();
	const bool past = given.type == TYPE_INT;
	const int64_t seconds = past ? given.integer : now / NANOSECONDS;
	struct buffer expanded = {0};
	char text[FORMAT_MOST];
	if (!bytes_cstring(format, text, sizeof(text)))
		return call_fail(call, "RANGE", "FORMAT has a NUL in it, or more than %zu bytes",
				 FORMAT_MOST - 1);
	expand(format, seconds, past ? 0 : now % NANOSECONDS, &expanded);
	enum run run = write_date(call, buffer_cstring(&expanded), seconds);
	buffer_free(&expanded);
	return run;
}

static const struct parameter parameters[] = {
	{"FORMAT", &kind_bytes, ARGUMENT_OPTIONAL, .fallback = "%Y-%m-%dT%H:%M:%S%z",
	 .text = "as of strftime(3), maybe with a + before it; %N are nanoseconds"},
	{"SECONDS", &kind_int, ARGUMENT_OPTIONAL, .text = "since 1970; now when left out"},
	{0},
};

static const struct command_option options[] = {
	[OPTION_UTC] = {'u', "utc", .text = "in UTC, not in the time of this place"},
	[OPTION_HTTP] = {0, "http", .text = "as HTTP's headers have it: RFC 9110, in UTC"},
	[OPTION_MAIL] = {0, "mail", .text = "as mail's headers have it: RFC 5322"},
	{0},
};

static const struct command_error errors[] = {
	{"RANGE", "the text would be too long, or SECONDS are beyond the calendar"},
	{0},
};

const struct command command_date = {
	.name = "date",
	.summary = "write the time of day",
	.parameters = parameters,
	.options = options,
	.result = "the text",
	.calls = "clock_gettime(2)",
	.errors = errors,
	.help = "Names of days and months are English, whatever the user's language is. "
		"For seconds as a number: int (date %s). How long something takes clock tells.",
	.python = "time.strftime('%Y-%m-%dT%H:%M:%S%z')",
	.c = "strftime(text, sizeof text, \"%FT%T%z\", localtime_r(&now, &parts));",
	.example = "expect (date -u %F 0) == '1970-01-01'\n"
		   "expect (date --http '' 784111777) == 'Sun, 06 Nov 1994 08:49:37 GMT'\n"
		   "expect (int (date %s)) > 1700000000\n",
	.exec = date_exec,
};
