/*
 * error: values that say what went wrong. They are formatted when somebody reads them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "base/behaviours.h"

static void destroy(struct object *object)
{
	struct error *error = (struct error *)object;
	object_release(error->call);
	object_release(error->detail);
	object_release(error->hint);
	object_release(error->source);
	object_release(error->data);
	object_release(error->reason);
	free(error->own);
	free(error);
}

static void format(const struct object *object, struct buffer *buffer)
{
	error_format((const struct error *)object, buffer);
}

static struct value get_name(const struct object *object)
{
	return value_bytes(bytes_text(((const struct error *)object)->name));
}

static struct value get_message(const struct object *object)
{
	struct buffer message = {0};
	error_message((const struct error *)object, &message);
	return value_bytes(bytes_from(&message));
}

static struct value get_call(const struct object *object)
{
	struct bytes *call = ((const struct error *)object)->call;
	return call ? value_bytes(object_retain(call)) : VALUE_NIL;
}

static struct value get_done(const struct object *object)
{
	int64_t done = ((const struct error *)object)->done;
	return done < 0 ? VALUE_NIL : value_int(done);
}

static struct value get_data(const struct object *object)
{
	struct bytes *data = ((const struct error *)object)->data;
	return data ? value_bytes(object_retain(data)) : VALUE_NIL;
}

static struct value get_reason(const struct object *object)
{
	struct bytes *reason = ((const struct error *)object)->reason;
	return reason ? value_bytes(object_retain(reason)) : VALUE_NIL;
}

static struct value get_status(const struct object *object)
{
	int status = ((const struct error *)object)->status;
	return status < 0 ? VALUE_NIL : value_int(status);
}

static const struct field fields[] = {
	{"name", get_name}, {"message", get_message}, {"call", get_call},     {"done", get_done},
	{"data", get_data}, {"reason", get_reason},   {"status", get_status}, {0},
};

const struct behaviour error_behaviour = {.destroy = destroy, .format = format, .fields = fields};

bool error_name_fits(const char *text, size_t length)
{
	size_t i = 0;
	while (i < length && ((text[i] >= 'A' && text[i] <= 'Z') ||
			      (i > 0 && ((text[i] >= '0' && text[i] <= '9') || text[i] == '_'))))
		i++;
	return i == length && length >= 2;
}

static struct bytes *vformat(const char *pattern, va_list arguments)
{
	struct buffer buffer = {0};
	buffer_vformat(&buffer, pattern, arguments);
	return bytes_from(&buffer);
}

static struct error *make(const char *name, int number, const char *call, struct bytes *detail)
{
	struct error *error = memory_allocate(sizeof(*error));
	*error = (struct error){
		.object = {&error_behaviour, 1},
		.name = name,
		.number = number,
		.call = call ? bytes_text(call) : NULL,
		.detail = detail,
		.done = -1,
		.status = -1,
	};
	return error;
}

struct error *error_new(const char *name, const char *call, const char *pattern, ...)
{
	va_list arguments;
	va_start(arguments, pattern);
	struct bytes *detail = pattern ? vformat(pattern, arguments) : NULL;
	va_end(arguments);
	return make(name, 0, call, detail);
}

/* The first bytes, a reference; NULL is none. */
static struct bytes *first(struct bytes *bytes, size_t most)
{
	if (!bytes)
		return NULL;
	return bytes->length <= most ? object_retain(bytes) : bytes_new(bytes->data, most);
}

static bool is_longer(const struct bytes *bytes, size_t most)
{
	return bytes && bytes->length > most;
}

struct error *error_kept(const struct error *error, size_t data)
{
	const size_t shown = ERROR_SHOWN + 1; /* so that it is seen to be cut */
	if (!is_longer(error->data, data) && !is_longer(error->detail, shown))
		return object_retain((void *)error);
	struct error *kept = memory_allocate(sizeof(*kept));
	*kept = *error;
	kept->object.references = 1;
	if (error->own)
		kept->name = kept->own = memory_copy(error->own, strlen(error->own));
	kept->call = first(error->call, SIZE_MAX);
	kept->detail = first(error->detail, shown);
	kept->hint = first(error->hint, SIZE_MAX);
	kept->source = error->source ? object_retain(error->source) : NULL;
	kept->data = first(error->data, data);
	kept->reason = first(error->reason, SIZE_MAX);
	return kept;
}

struct error *error_kernel(const char *name, int number, const char *call, const char *pattern, ...)
{
	va_list arguments;
	va_start(arguments, pattern);
	struct bytes *detail = pattern ? vformat(pattern, arguments) : NULL;
	va_end(arguments);
	return make(name, number, call, detail);
}

struct error *error_own(const struct bytes *name, struct bytes *detail)
{
	char *copy = memory_copy(name->data, name->length);
	struct error *error = make(copy, 0, NULL, detail);
	error->own = copy;
	return error;
}

void error_detail(struct error *error, const char *pattern, ...)
{
	struct bytes *before = error->detail;
	struct buffer buffer = {0};
	va_list arguments;
	if (before)
		buffer_append(&buffer, before->data, before->length);
	va_start(arguments, pattern);
	buffer_vformat(&buffer, pattern, arguments);
	va_end(arguments);
	object_release(before);
	error->detail = bytes_from(&buffer);
}

void error_hint(struct error *error, const char *pattern, ...)
{
	va_list arguments;
	va_start(arguments, pattern);
	struct bytes *hint = vformat(pattern, arguments); /* which may hold the one before */
	va_end(arguments);
	object_release(error->hint);
	error->hint = hint;
}

/* What the kernel's errors, and the resolver's, begin with. */
static void put_description(const struct error *error, struct buffer *buffer)
{
	if (!error->number)
		return;
	/* The resolver's own errors, EAI_…, are negative: getaddrinfo(3). */
	const char *description =
		error->number < 0 ? gai_strerror(error->number) : strerrordesc_np(error->number);
	if (description)
		buffer_text(buffer, description);
	else
		buffer_format(buffer, "Unknown error %d", error->number);
	if (error->detail && error->detail->length)
		buffer_text(buffer, ": ");
}

static bool continues_character(char byte) /* of UTF-8 */
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

void error_message_cut(const struct error *error, struct buffer *buffer, size_t limit)
{
	put_description(error, buffer);
	if (!error->detail)
		return;
	const char *data = error->detail->data;
	size_t length = error->detail->length;
	if (length <= limit) {
		buffer_append(buffer, data, length);
		return;
	}
	while (limit && continues_character(data[limit]))
		limit--;
	buffer_append(buffer, data, limit);
	buffer_text(buffer, "...");
}

void error_message(const struct error *error, struct buffer *buffer)
{
	error_message_cut(error, buffer, SIZE_MAX);
}

void error_format_cut(const struct error *error, struct buffer *buffer, size_t limit)
{
	if (error->call) {
		buffer_append(buffer, error->call->data, error->call->length);
		buffer_text(buffer, ": ");
	}
	buffer_text(buffer, error->name);
	if (error->number || (error->detail && error->detail->length)) {
		buffer_text(buffer, ": ");
		error_message_cut(error, buffer, limit);
	}
}

void error_format(const struct error *error, struct buffer *buffer)
{
	error_format_cut(error, buffer, SIZE_MAX);
}
