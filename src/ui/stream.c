/*
 * stream: the script on standard input, read and run unit by unit as it arrives, so that a unit
 * runs before the next one has been typed, and ask finds the line behind the unit that asks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <string.h>

#include "ui/session.h"

#define NAME "<stdin>"
#define UNITS_A_LOOK 32 /* between two looks at signals and descriptors */

struct stream {
	struct shell *shell;
	bool keep_going, syntax_only;
	struct splitter splitter;
	size_t offset; /* what the splitter has read of the text that is left over */
	unsigned line; /* number of that text's first line */
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

static unsigned count_lines(const char *text, size_t length)
{
	unsigned count = 0;
	const char *end = text + length;
	while ((text = memchr(text, '\n', (size_t)(end - text)))) {
		count++;
		text++;
	}
	return count;
}

static void run_code(struct stream *stream, struct code *code)
{
	int status = stream->syntax_only ? -1 : unit_run(stream->shell, code);
	if (status < 0)
		return;
	if (machine_outcome(stream->shell->machine) == OUTCOME_FAILED)
		stream_fail(stream, status);
	else
		stream_end(stream, status);
}

/*
 * Compiles the text up to offset and runs it. A unit that is not whole is left, to be joined with
 * what follows, unless nothing follows.
 */
static void run_unit(struct stream *stream, const char *text, bool last)
{
	struct shell *shell = stream->shell;
	size_t length = stream->offset;
	struct source *source = source_new(NAME, bytes_new(text, length), stream->line);
	struct code *code;
	struct error *error = NULL;
	enum compile_status status = machine_compile(shell->machine, source, &code, &error);
	object_release(source);
	splitter_free(&stream->splitter);
	stream->splitter = (struct splitter){0};
	if (status == COMPILE_INCOMPLETE && !last) {
		object_release(error);
		return;
	}
	/* Consumed before it runs: the next line may be the answer to an ask. */
	stream->line += count_lines(text, length);
	stream->offset = 0;
	input_consume(shell->input, length);
	if (status != COMPILE_DONE) {
		unit_error(shell, error);
		stream_fail(stream, STATUS_USAGE);
		return;
	}
	run_code(stream, code);
	object_release(code);
	if (++stream->units % UNITS_A_LOOK == 0)
		stream_wait(stream, 0);
}

static void stream_failed(struct stream *stream)
{
	unit_error(stream->shell, error_errno(errno, "read", "standard input"));
	stream_end(stream, STATUS_USAGE);
}

/* What is left over does not end a unit: there must be more. */
static void read_more(struct stream *stream, size_t length)
{
	struct input *input = stream->shell->input;
	const char *text;
	if (length > BYTES_MAX) {
		unit_error(stream->shell, error_new("SYNTAX", NULL,
						    "a unit of the script is longer "
						    "than %zu bytes",
						    BYTES_MAX));
		stream_end(stream, STATUS_USAGE);
		return;
	}
	switch (input_fill(input)) {
	case INPUT_LATER:
		input_watch(input);
		stream_wait(stream, TIME_NEVER);
		break;
	case INPUT_END:
		input_peek(input, &text, &length); /* it may have moved */
		stream->offset = length;
		run_unit(stream, text, true);
		break;
	case INPUT_FAILED:
		stream_failed(stream);
		break;
	case INPUT_MORE:
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
		input_watch(input);
		stream_wait(stream, TIME_NEVER);
	} else if (status == INPUT_END) {
		stream->over = true;
	} else if (status == INPUT_FAILED) {
		stream_failed(stream);
	} else if (splitter_feed(&stream->splitter, text, length, &stream->offset)) {
		run_unit(stream, text, false);
	} else {
		read_more(stream, length);
	}
}

int stream_run(struct shell *shell, bool keep_going, bool syntax_only)
{
	struct stream stream = {
		.shell = shell,
		.keep_going = keep_going,
		.syntax_only = syntax_only,
		.line = 1,
	};
	shell->script_input = true;
	while (!stream.over)
		step(&stream);
	splitter_free(&stream.splitter);
	return stream.status;
}
