/*
 * streams: see streams.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "show/streams.h"

#include <errno.h>

void streams_open(struct streams *streams, int output, int error, int log)
{
	output_open(&streams->outputs[DISPLAY_OUTPUT], output);
	output_open(&streams->outputs[DISPLAY_ERROR], error);
	output_open(&streams->outputs[DISPLAY_LOG], log);
	streams->same =
		output_same(&streams->outputs[DISPLAY_OUTPUT], &streams->outputs[DISPLAY_ERROR]);
	for (unsigned i = 0; i < DISPLAY_STREAMS; i++)
		streams->files[i] = (struct stream_file){streams, i};
}

void streams_close(struct streams *streams)
{
	for (unsigned i = 0; i < DISPLAY_STREAMS; i++)
		output_close(&streams->outputs[i]);
	buffer_free(&streams->gathered);
}

static void make_way(const struct streams *streams)
{
	if (streams->before)
		streams->before(streams->context);
}

static void come_back(const struct streams *streams)
{
	if (streams->after)
		streams->after(streams->context);
}

static void tell_blocked(const struct streams *streams, enum display_stream stream)
{
	if (streams->outputs[stream].blocked && streams->blocked)
		streams->blocked(streams->blocked_context, stream);
}

/* Not the log, which no program has. */
static bool is_held(const struct streams *streams, enum display_stream stream)
{
	return streams->held && stream != DISPLAY_LOG;
}

/* What portions have to say. */
static void tell_said(struct streams *streams, struct output *output)
{
	struct buffer said = output->said;
	if (!said.length)
		return;
	output->said = (struct buffer){0};
	buffer_byte(&said, '\n');
	output_add(stream_output(streams, DISPLAY_ERROR), said.data, said.length);
	buffer_free(&said);
}

static void write_one(struct streams *streams, enum display_stream stream)
{
	if (is_held(streams, stream))
		return;
	output_write(&streams->outputs[stream]);
	tell_said(streams, &streams->outputs[stream]);
	tell_blocked(streams, stream);
}

static void write_all(struct streams *streams)
{
	for (unsigned i = 0; i < DISPLAY_STREAMS; i++)
		write_one(streams, i);
}

static void put_gathered(struct streams *streams)
{
	output_add(&streams->outputs[DISPLAY_OUTPUT], streams->gathered.data,
		   streams->gathered.length);
	streams->gathered.length = 0;
}

/* What had no room is told when there is some again. */
static void tell_left_out(struct streams *streams, enum display_stream stream)
{
	static const char *const names[] = {"accepts", "errors and notices"};
	struct buffer text = {0};
	unsigned count = streams->left_out[stream];
	if (!count || streams->held ||
	    output_waiting(stream_output(streams, stream)) >= STREAM_ROOM / 2)
		return;
	streams->left_out[stream] = 0;
	buffer_format(&text, "%u more %s had no room\n", count, names[stream]);
	streams_report(streams, &text, false);
	buffer_free(&text);
}

bool streams_flush(struct streams *streams)
{
	if (streams->gathered.length) {
		make_way(streams);
		put_gathered(streams);
		come_back(streams);
	}
	write_all(streams);
	tell_left_out(streams, DISPLAY_OUTPUT);
	tell_left_out(streams, DISPLAY_ERROR);
	return !streams->outputs[DISPLAY_OUTPUT].failed;
}

void streams_put(struct streams *streams, const void *data, size_t length)
{
	struct output *output = &streams->outputs[DISPLAY_OUTPUT];
	if (output->failed || !length)
		return;
	if (streams->before) {
		buffer_append(&streams->gathered, data, length);
		if (streams->gathered.length > STREAM_ROOM)
			streams_flush(streams);
		return;
	}
	if (length < STREAM_ROOM || streams->held) {
		output_add(output, data, length);
		if (output_waiting(output) <= STREAM_ROOM || streams->held)
			return;
		output_write(output);
	} else {
		output_pass(output, data, length);
	}
	tell_blocked(streams, DISPLAY_OUTPUT);
}

/* Around the prompt all is made at once, for which it makes way but once. */
static void gather_portion(struct streams *streams, struct portion *portion)
{
	struct buffer said = {0};
	while (!portion_make(portion, &said))
		;
	buffer_append(&streams->gathered, portion->text, portion->length);
	portion_free(portion);
	streams_report(streams, &said, false);
	buffer_free(&said);
}

void streams_put_portions(struct streams *streams, const struct buffer *text,
			  struct portions *portions)
{
	struct output *output = &streams->outputs[DISPLAY_OUTPUT];
	size_t start = 0;
	while (portions->first) {
		struct portion *portion = portions_take(portions);
		streams_put(streams, text->data + start, portion->place - start);
		start = portion->place;
		if (streams->before)
			gather_portion(streams, portion);
		else
			output_add_portion(output, portion);
	}
	streams_put(streams, text->data + start, text->length - start);
}

bool streams_make(const struct streams *streams)
{
	for (unsigned i = 0; i < DISPLAY_STREAMS; i++) {
		const struct output *output = &streams->outputs[i];
		if (output->portions.first && !output->blocked && !is_held(streams, i))
			return true;
	}
	return false;
}

ssize_t streams_pass(struct streams *streams, const void *data, size_t length)
{
	struct output *output = &streams->outputs[DISPLAY_OUTPUT];
	streams_flush(streams);
	if (output->failed) {
		errno = output->failed;
		return -1;
	}
	if (is_held(streams, DISPLAY_OUTPUT) || !output_idle(output)) {
		errno = EAGAIN;
		return -1;
	}
	return output_try(output, data, length);
}

static bool is_full(const struct streams *streams, const struct output *output)
{
	bool held = is_held(streams, (enum display_stream)(output - streams->outputs));
	return (output->blocked || held || output->portions.first) &&
	       output_waiting(output) >= STREAM_ROOM;
}

bool streams_crowded(const struct streams *streams, enum display_stream stream)
{
	return is_full(streams, &streams->outputs[stream]);
}

bool streams_spare(struct streams *streams)
{
	const bool full = is_full(streams, &streams->outputs[DISPLAY_OUTPUT]);
	streams->left_out[DISPLAY_OUTPUT] += full;
	return !full;
}

void streams_hold(struct streams *streams, bool held)
{
	bool crowded[2] = {streams_crowded(streams, DISPLAY_OUTPUT),
			   streams_crowded(streams, DISPLAY_ERROR)};
	if (held)
		make_way(streams);
	streams->held = held;
	if (held)
		return;
	streams_flush(streams);
	for (unsigned i = 0; i < 2; i++) {
		if (crowded[i] && streams->blocked)
			streams->blocked(streams->blocked_context, i);
	}
}

void streams_log(struct streams *streams, const struct buffer *text, struct portions *portions)
{
	struct output *log = &streams->outputs[DISPLAY_LOG];
	size_t start = 0;
	while (portions->first) {
		struct portion *portion = portions_take(portions);
		output_add(log, text->data + start, portion->place - start);
		start = portion->place;
		output_add_portion(log, portion);
	}
	output_add(log, text->data + start, text->length - start);
	if (output_waiting(log) <= STREAM_ROOM)
		return;
	output_write(log);
	tell_blocked(streams, DISPLAY_LOG);
}

void streams_report(struct streams *streams, const struct buffer *text, bool spare)
{
	struct output *error = stream_output(streams, DISPLAY_ERROR);
	if (spare && is_full(streams, error)) {
		streams->left_out[DISPLAY_ERROR]++;
		return;
	}
	make_way(streams);
	put_gathered(streams);
	output_add(error, text->data, text->length);
	come_back(streams);
	write_all(streams);
}

/* ---- past all forms ---- */

void streams_draw(struct streams *streams, enum display_stream stream, const void *data,
		  size_t length)
{
	struct output *output = stream_output(streams, stream);
	output_add(output, data, length);
	if (streams->held)
		return;
	output_write(output);
	tell_blocked(streams, (enum display_stream)(output - streams->outputs));
}

static ssize_t file_write(void *cookie, const char *data, size_t length)
{
	const struct stream_file *file = cookie;
	streams_draw(file->streams, file->stream, data, length);
	return (ssize_t)length;
}

FILE *streams_file(struct streams *streams, enum display_stream stream)
{
	return fopencookie(&streams->files[stream], "w",
			   (cookie_io_functions_t){.write = file_write});
}
