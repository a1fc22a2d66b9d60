/*
 * outgoing: see outgoing.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/data/outgoing.h"

#include <stdlib.h>
#include <string.h>

#include "commands/data/envelope.h"

void outgoing_free(struct outgoing *outgoing)
{
	control_free(&outgoing->messages);
	buffer_free(&outgoing->control);
	free(outgoing->data);
}

/* ---- what stands beside the data ---- */

/* What was read ahead from the socket, or deciphered, would not go with its descriptor. */
static bool can_leave(struct call *call, const struct handle *handle)
{
	struct buffer name = {0};
	const char *shown = handle_name(handle, &name);
	bool good = false;
	if (!handle_open(handle))
		call_errno(call, "sendmsg", EBADF, "%s is closed", shown);
	else if (handle->shared->tls)
		call_fail(call, "USAGE", "%s speaks TLS, whose keys would stay here", shown);
	else if (handle_kept(handle))
		call_fail(call, "USAGE", "%zu bytes are kept with %s, which would stay here",
			  handle_kept(handle), shown);
	else
		good = true;
	buffer_free(&name);
	return good;
}

/* A socket, or a list of them. */
static bool append_numbers(struct call *call, struct value given, struct buffer *numbers)
{
	const struct handle *handle = (const struct handle *)given.object;
	if (given.type == TYPE_LIST) {
		for (size_t i = 0; i < given.list->count; i++)
			if (!append_numbers(call, list_at(given.list, i), numbers))
				return false;
		return true;
	}
	if (!can_leave(call, handle))
		return false;
	buffer_append(numbers, &handle->watch.fd, sizeof(int));
	return true;
}

static bool put_descriptors(struct outgoing *outgoing)
{
	struct value given = call_option_value(outgoing->call, OPTION_FD);
	struct buffer numbers = {0};
	bool good = given.type == TYPE_UNSET || append_numbers(outgoing->call, given, &numbers);
	if (good && numbers.length)
		control_append(&outgoing->control, SOL_SOCKET, SCM_RIGHTS, numbers.data,
			       numbers.length);
	buffer_free(&numbers);
	return good;
}

/* A word as a C string, "" where it is none. */
static const char *word_of(struct value value, struct buffer *text)
{
	text->length = 0;
	if (value.type == TYPE_INT)
		buffer_int(text, value.integer);
	else if (value.type == TYPE_BYTES && !memchr(value.bytes->data, '\0', value.bytes->length))
		buffer_append(text, value.bytes->data, value.bytes->length);
	return buffer_cstring(text);
}

static bool unknown(struct call *call, const char *what, struct value word, const char *hint)
{
	struct buffer shown = {0};
	value_literal_cut(word, &shown, 60);
	call_fail(call, "UNKNOWN", "there is no %s %s", what, buffer_cstring(&shown));
	error_hint(call->error, "%s", hint);
	buffer_free(&shown);
	return false;
}

static bool read_number(struct value value, int *number)
{
	int64_t integer;
	if (value.type == TYPE_INT)
		integer = value.integer;
	else if (value.type != TYPE_BYTES || !bytes_to_int(value.bytes, &integer))
		return false;
	*number = (int)integer;
	return integer >= 0 && integer <= INT32_MAX;
}

/* LEVEL and TYPE, names or numbers. */
static bool read_type(struct call *call, const struct list *words, struct control_message *message)
{
	struct value level = list_at(words, 0), type = list_at(words, 1);
	struct buffer text = {0};
	bool good = read_number(level, &message->level) ||
		    name_number(&names_levels, word_of(level, &text), &message->level) ||
		    unknown(call, "level", level, "SOL_SOCKET, IPPROTO_IP …, or a number");
	if (good && !read_number(type, &message->number)) {
		message->type = control_type_at(message->level, word_of(type, &text));
		good = message->type ||
		       unknown(call, "control data", type,
			       "help sendmsg lists it; by two numbers it may be any");
		message->number = good ? message->type->number : 0;
	}
	buffer_free(&text);
	return good;
}

static bool put_control(struct outgoing *outgoing)
{
	struct call *call = outgoing->call;
	struct value given = call_option_value(call, OPTION_CONTROL);
	for (size_t i = 0; given.type == TYPE_LIST && i < given.list->count; i++) {
		const struct list *words = list_at(given.list, i).list;
		struct control_message message = {.value = list_at(words, 2)};
		struct error *error;
		if (!read_type(call, words, &message))
			return false;
		if (!control_append_value(&outgoing->control, outgoing->handle, &message, &error)) {
			call_error(call, error);
			return false;
		}
	}
	return true;
}

void outgoing_put_data(struct outgoing *outgoing)
{
	const struct call *call = outgoing->call;
	outgoing->data = memory_zeroed((size_t)call->count + 1, sizeof(*outgoing->data));
	for (unsigned i = 0; i < call->count; i++) {
		struct bytes *bytes = call_argument(call, i).bytes;
		outgoing->data[i] = (struct iovec){bytes->data, bytes->length};
		outgoing->length += bytes->length;
	}
}

/* What stands beside the data would come between the records of TLS, or has no place there. */
static bool check_tls(struct outgoing *outgoing)
{
	if (!outgoing->handle->shared->tls)
		return true;
	call_fail(outgoing->call, "USAGE", "over TLS there is data alone");
	error_hint(outgoing->call->error, "send takes it; tls --off makes the socket plain again");
	return false;
}

bool outgoing_fill(struct outgoing *outgoing)
{
	if (!check_tls(outgoing) || !put_descriptors(outgoing) || !put_control(outgoing))
		return false;
	outgoing_put_data(outgoing);
	outgoing->messages = control_read(outgoing->handle->host, outgoing->control.data,
					  outgoing->control.length);
	return true;
}

/* ---- the call line ---- */

static struct event_argument *data_arguments(const struct outgoing *outgoing)
{
	const unsigned count = outgoing->call->count;
	struct event_argument *arguments = memory_zeroed((size_t)count + 1, sizeof(*arguments));
	for (unsigned i = 0; i < count; i++)
		arguments[i] = argument_value(call_argument(outgoing->call, i));
	return arguments;
}

void outgoing_tell(const struct outgoing *outgoing, struct answer *answer)
{
	struct event_argument *data = data_arguments(outgoing);
	struct event_argument *control = control_arguments(&outgoing->messages);
	const struct event_argument *message =
		ARGUMENTS(argument_list(data),
			  outgoing->messages.count ? argument_list(control) : argument_none(),
			  outgoing->to ? argument_address(outgoing->to) : argument_none());
	answer->result_kind = RESULT_SENT;
	answer->data = &message[0];
	call_journal(outgoing->call, answer, argument_struct(message),
		     argument_flags(&names_messages, call_flags(outgoing->call)));
	free(control);
	free(data);
}
