/*
 * ahead: how a receive for a message ends, and what is said about it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/ahead.h"

#include <unistd.h>

#include "commands/data/reception.h"
#include "handsh/input.h"
#include "handsh/remark.h"
#include "handsh/transport.h"

#define MARK_SHOWN 40 /* bytes of what ends a message, in an error */

static bool is_of_input(const struct call *call, const struct handle *handle)
{
	return handle->series == SERIES_STANDARD && handle->number == STDIN_FILENO &&
	       !input_has_prompt(call_shell(call)->input);
}

static struct ahead ahead_of(struct call *call, struct handle *handle,
			     const struct message *message)
{
	return (struct ahead){
		.call = call,
		.handle = handle,
		.message = *message,
		.patient = reception_patient(handle, call_flags(call)),
		.of_input = is_of_input(call, handle),
		.room = RECEPTION_SMALL,
	};
}

/* ---- what has come of a message that is not whole ---- */

static void append_left(const struct ahead *ahead, struct buffer *text)
{
	buffer_int(text, (int64_t)ahead_left(ahead));
	if (ahead->message.form == MESSAGE_EXACTLY) {
		buffer_text(text, " of ");
		buffer_int(text, (int64_t)ahead->message.most);
	}
	buffer_text(text, " bytes");
}

/* They stay, and the error has them too. */
static void say_left(const struct ahead *ahead, struct error *error)
{
	struct buffer text = {0};
	error->data = ahead_copy(ahead);
	if (!error->data)
		return;
	append_left(ahead, &text);
	error_detail(error,
		     handle_open(ahead->handle) ? "; %s have come, and are kept" : "; %s had come",
		     buffer_cstring(&text));
	buffer_free(&text);
}

/* ---- the line ---- */

static const char *name_of_call(const struct handle *handle)
{
	return handle_is_socket(handle) ? handle->shared->transport->receive_name : "read";
}

static void note_taken(const struct ahead *ahead, struct buffer *note)
{
	const size_t left = ahead_left(ahead), whole = ahead->size.whole;
	if (!ahead_asked(ahead->call) && !left && !whole)
		buffer_text(note, "no bytes were wanted");
	else if (!ahead_asked(ahead->call))
		buffer_format(note, "%zu of %zu bytes kept", whole, whole + left);
	else if (left)
		buffer_format(note, "%zu of %zu bytes taken, %zu kept", whole, whole + left, left);
	else if (whole > ahead->call->done)
		buffer_format(note, "%zu bytes taken", whole);
}

/* The end of the stream is what ends --all, and a last line without its end. */
static bool has_ended(const struct ahead *ahead)
{
	return ahead->state == MESSAGE_CUT || ahead->state == MESSAGE_NONE ||
	       (ahead->state == MESSAGE_WHOLE && ahead_asked(ahead->call) &&
		(ahead->message.form == MESSAGE_ALL ||
		 (ahead->message.form == MESSAGE_LINE && ahead->size.length &&
		  ahead->size.length == ahead->size.whole)));
}

static void write_note(const struct ahead *ahead, struct buffer *note)
{
	if (ahead->state == MESSAGE_WHOLE) {
		note_taken(ahead, note);
	} else if (ahead_left(ahead)) {
		append_left(ahead, note);
		buffer_text(note, " kept");
	}
	if (has_ended(ahead)) {
		buffer_text(note, note->length ? "; " : "");
		buffer_text(note, reception_end(ahead->handle));
	}
}

/* Writes the call to the journal, if one was made, or bytes that were kept were taken. */
static enum run told(struct ahead *ahead, struct value value)
{
	struct call *call = ahead->call;
	const bool silent = ahead->state == MESSAGE_TOO_LONG && !ahead_asked(call);
	if (!ahead->number && (silent || !call_wanted(call)))
		return call_return(call, value);
	struct buffer note = {0};
	const struct bytes *data = ahead->data;
	const struct event_argument bytes = data ? argument_held(data) : argument_bytes(NULL, 0);
	const size_t came = ahead_asked(call) ? call->done : ahead->size.whole;
	struct answer answer =
		answer_is(name_of_call(ahead->handle), ahead->handle, (int64_t)came, ahead->number);
	answer.value = value;
	answer.result_kind = RESULT_RECEIVED;
	if (!ahead->number) {
		write_note(ahead, &note);
		answer.kept = !ahead_asked(call);
		answer.data = &bytes;
		answer.note = note.length ? buffer_cstring(&note) : NULL;
	}
	enum run run = call_answered(call, &answer, argument_int((int64_t)ahead->room),
				     argument_flags(&names_messages, call_flags(call)));
	buffer_free(&note);
	return run;
}

/* ---- the end ---- */

static void cut_short(const struct ahead *ahead, const char *mark)
{
	if (ahead->message.form == MESSAGE_UNTIL)
		call_fail(ahead->call, "EOF", "the stream has ended before %s has come", mark);
	else
		call_fail(ahead->call, "EOF", "the stream has ended too early");
}

static void too_long(const struct ahead *ahead, const char *mark)
{
	const size_t most = ahead->message.most;
	if (ahead->message.form == MESSAGE_UNTIL)
		call_fail(ahead->call, "RANGE", "%s is not among the first %zu bytes", mark, most);
	else
		call_fail(ahead->call, "RANGE", "the %s has more than %zu bytes",
			  ahead->message.form == MESSAGE_LINE ? "line" : "stream", most);
}

static enum run failed(struct ahead *ahead)
{
	const struct bytes *mark = ahead->message.mark;
	struct buffer shown = {0};
	told(ahead, VALUE_NIL);
	if (mark)
		literal_format_cut(&shown, mark->data, mark->length, MARK_SHOWN);
	if (ahead->state == MESSAGE_CUT)
		cut_short(ahead, buffer_cstring(&shown));
	else if (!ahead->number)
		too_long(ahead, buffer_cstring(&shown));
	buffer_free(&shown);
	say_left(ahead, ahead->call->error);
	return RUN_FAIL;
}

enum run ahead_receive(struct call *call, const struct message *message)
{
	struct handle *handle = call_stream(call);
	if (!handle)
		return RUN_FAIL;
	struct bytes *data = call_wanted(call) ? NULL : ahead_take_kept(call, handle, message);
	if (data)
		return call_return(call, value_bytes(data));
	struct ahead ahead = ahead_of(call, handle, message);
	const bool waited = call->waited;
	enum run run = ahead_read(&ahead);
	if (run == RUN_WAIT && call->waited && !waited && message->form == MESSAGE_EXACTLY)
		call_remark_length(call, (int64_t)message->most);
	if (run != RUN_DONE)
		return run;
	if (ahead.number || ahead.state == MESSAGE_CUT || ahead.state == MESSAGE_TOO_LONG)
		return failed(&ahead);
	return told(&ahead, ahead.data ? value_bytes(ahead.data) : VALUE_NIL);
}

void ahead_abandon(struct call *call, struct error *error, const struct message *message)
{
	if (!ahead_begun(call))
		return;
	struct handle *handle = (struct handle *)call->subject;
	const struct ahead ahead = ahead_of(call, handle, message);
	struct buffer note = {0};
	struct answer answer = answer_abandoned(name_of_call(handle), handle, error);
	write_note(&ahead, &note);
	answer.note = note.length ? buffer_cstring(&note) : NULL;
	say_left(&ahead, error);
	call_journal(call, &answer, argument_int((int64_t)ahead.room),
		     argument_flags(&names_messages, call_flags(call)));
	buffer_free(&note);
}
