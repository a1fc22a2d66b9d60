/*
 * stream: the script on standard input, read and run unit by unit as it arrives, so that a unit
 * runs before the next one has been typed, and ask finds the line after the unit that asks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <string.h>

#include "handsh/check.h"
#include "ui/session.h"

#define NAME "<stdin>"
#define UNITS_A_LOOK 32 /* between two looks at signals and descriptors */

struct stream {
	struct shell *shell;
	bool keep_going;
	struct check *check; /* nothing is run; NULL: it is */
	struct unit_reader reader;
	int64_t quiet; /* since when standard input has given nothing; 0: it has */
	unsigned units;
	int status;
	bool over; /* nothing more is to be run */
};

static void stream_end(struct stream *stream, int status)
{
	stream->over = true;
	stream->status = status;
}

/* A failure that -k passes over. A syntax error outweighs what failed. */
static void stream_fail(struct stream *stream, int status)
{
	if (status > stream->status)
		stream->status = status;
	stream->over = !stream->keep_going;
}

/* A round of the scheduler, until something happens. */
static void stream_wait(struct stream *stream, int64_t timeout)
{
	machine_round(stream->shell->machine, timeout);
	if (shell_session(stream->shell)->interrupted)
		stream_end(stream, STATUS_INTERRUPTED);
	else if (machine_outcome(stream->shell->machine) == OUTCOME_EXIT)
		stream_end(stream, machine_status(stream->shell->machine));
}

static void run_code(struct stream *stream, struct code *code)
{
	if (stream->check) {
		unit_checked(stream->shell, code);
		return;
	}
	int status = unit_run(stream->shell, code);
	if (status < 0)
		return;
	if (machine_outcome(stream->shell->machine) == OUTCOME_FAILED)
		stream_fail(stream, status);
	else
		stream_end(stream, status);
}

/* Reads the first unit of the text and runs it. False: more is needed. */
static bool run_unit(struct stream *stream, const char *text, size_t length, enum arrival arrival)
{
	struct shell *shell = stream->shell;
	struct unit unit;
	stream->reader.line = input_line(shell->input);
	enum compile_status status =
		machine_read(shell->machine, &stream->reader, text, length, arrival, &unit);
	if (status == COMPILE_INCOMPLETE) {
		input_hold(shell->input, length);
		return false;
	}
	/* Consumed before it runs: the next line may be the answer to an ask. */
	input_consume(shell->input, unit.length);
	stream->quiet = 0;
	if (status == COMPILE_ERROR) {
		unit_refused(shell, unit.error);
		stream_fail(stream, STATUS_USAGE);
		return true;
	}
	run_code(stream, unit.code);
	object_release(unit.code);
	if (++stream->units % UNITS_A_LOOK == 0)
		stream_wait(stream, 0);
	return true;
}

/* errno says why the system call has failed. */
static void stream_failed(struct stream *stream, const char *call)
{
	unit_error(stream->shell, error_errno(errno, call, "standard input"));
	stream_end(stream, STATUS_USAGE);
}

/* Until standard input gives more, or for so long. */
static void wait_for_input(struct stream *stream, int64_t timeout)
{
	if (input_watch(stream->shell->input))
		stream_wait(stream, timeout);
	else
		stream_failed(stream, "epoll_ctl");
}

/* Reads what is left over, which may have moved, once more. */
static bool run_rest(struct stream *stream, enum arrival arrival)
{
	const char *text;
	size_t length;
	input_peek(stream->shell->input, &text, &length);
	return run_unit(stream, text, length, arrival);
}

/* Nothing more is there: what is left over may be a unit all the same. */
static void stream_pause(struct stream *stream)
{
	int64_t wait = unit_patience(&stream->reader), now = clock_now();
	if (!stream->quiet)
		stream->quiet = now;
	if (wait != TIME_NEVER) {
		wait = stream->quiet + wait - now;
		if (wait <= 0 && run_rest(stream, ARRIVAL_PAUSED))
			return;
	}
	wait_for_input(stream, wait > 0 ? wait : TIME_NEVER);
}

/* What is left over does not end a unit: there must be more. */
static void read_more(struct stream *stream, size_t length)
{
	if (length > BYTES_MAX) {
		unit_refused(stream->shell,
			     error_new("SYNTAX", NULL,
				       "a unit of the script is longer than %zu bytes", BYTES_MAX));
		stream_end(stream, STATUS_USAGE);
		return;
	}
	switch (input_fill(stream->shell->input)) {
	case INPUT_LATER:
		stream_pause(stream);
		break;
	case INPUT_END:
		run_rest(stream, ARRIVAL_ENDED);
		break;
	case INPUT_FAILED:
		stream_failed(stream, "read");
		break;
	case INPUT_MORE:
		stream->quiet = 0;
		break;
	}
}

static void step(struct stream *stream)
{
	struct input *input = stream->shell->input;
	const char *text;
	size_t length;
	if (input_asked(input)) { /* a task asked first */
		stream_wait(stream, TIME_NEVER);
		return;
	}
	enum input_status status = input_peek(input, &text, &length);
	if (status == INPUT_LATER) {
		wait_for_input(stream, TIME_NEVER);
	} else if (status == INPUT_END) {
		stream->over = true;
	} else if (status == INPUT_FAILED) {
		stream_failed(stream, "read");
	} else if (!run_unit(stream, text, length, ARRIVAL_MORE)) {
		read_more(stream, length);
	}
}

int stream_run(struct shell *shell, bool keep_going, bool syntax_only)
{
	struct stream stream = {
		.shell = shell,
		.keep_going = keep_going,
		.check = syntax_only ? check_new(shell) : NULL,
		.reader = {.name = NAME},
	};
	if (stream.check)
		stream.reader.surveyor = check_surveyor(stream.check);
	shell->script_input = true;
	while (!stream.over)
		step(&stream);
	if (stream.check && check_end(stream.check, unit_error) && stream.status == STATUS_OK)
		stream.status = STATUS_FAILED;
	unit_reader_free(&stream.reader);
	return stream.status;
}
