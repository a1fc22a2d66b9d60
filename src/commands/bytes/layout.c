/*
 * layout: see layout.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "commands/bytes/layout.h"

#include <stdlib.h>
#include <string.h>

/* ---- letters ---- */

/* Sizes are 0 where there is no such letter. Only native fields are aligned. */
struct letter {
	uint8_t kind, size, native_size, alignment;
};

#define STEPS_A_LOOK 16 /* small ones mostly: a look at the time costs as much as one */

#define STANDARD(kind, size, type)                                                                 \
	{                                                                                          \
		kind, size, sizeof(type), _Alignof(type)                                           \
	}
#define NATIVE(kind, type)                                                                         \
	{                                                                                          \
		kind, 0, sizeof(type), _Alignof(type)                                              \
	}

static const struct letter letters[128] = {
	['x'] = STANDARD(FIELD_PAD, 1, char),
	['c'] = STANDARD(FIELD_BYTE, 1, char),
	['s'] = STANDARD(FIELD_TEXT, 1, char),
	['p'] = STANDARD(FIELD_COUNTED, 1, char),
	['?'] = STANDARD(FIELD_BOOL, 1, bool),
	['b'] = STANDARD(FIELD_SIGNED, 1, char),
	['B'] = STANDARD(FIELD_UNSIGNED, 1, char),
	['h'] = STANDARD(FIELD_SIGNED, 2, short),
	['H'] = STANDARD(FIELD_UNSIGNED, 2, short),
	['i'] = STANDARD(FIELD_SIGNED, 4, int),
	['I'] = STANDARD(FIELD_UNSIGNED, 4, int),
	['l'] = STANDARD(FIELD_SIGNED, 4, long),
	['L'] = STANDARD(FIELD_UNSIGNED, 4, long),
	['q'] = STANDARD(FIELD_SIGNED, 8, long long),
	['Q'] = STANDARD(FIELD_UNSIGNED, 8, long long),
	['n'] = NATIVE(FIELD_SIGNED, ssize_t),
	['N'] = NATIVE(FIELD_UNSIGNED, size_t),
	['P'] = NATIVE(FIELD_POINTER, void *),
	['e'] = STANDARD(FIELD_REAL, 2, short),
	['f'] = STANDARD(FIELD_REAL, 4, float),
	['d'] = STANDARD(FIELD_REAL, 8, double),
};

/* ---- reading a format ---- */

/* Without one of these in front, a format is native. */
static void read_order(struct layout *layout)
{
	const bool machine_big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
	char sign = layout->next < layout->end ? *layout->next : '\0';
	layout->native = true;
	layout->big = machine_big;
	if (!sign || !strchr("@=<>!", sign))
		return;
	layout->next++;
	layout->native = sign == '@';
	if (sign == '>' || sign == '!')
		layout->big = true;
	else if (sign == '<')
		layout->big = false;
}

/* One that is larger than bytes can be is BYTES_MAX + 1. */
static size_t read_count(struct layout *layout)
{
	size_t count = 0;
	if (layout->next == layout->end || *layout->next < '0' || *layout->next > '9')
		return 1;
	for (; layout->next < layout->end; layout->next++) {
		unsigned digit = (unsigned)*layout->next - '0';
		if (digit > 9)
			break;
		count = count > BYTES_MAX ? count : 10 * count + digit;
	}
	return count > BYTES_MAX ? BYTES_MAX + 1 : count;
}

static enum run refuse_letter(struct call *call, const struct layout *layout)
{
	const struct bytes *format = call_argument(call, 0).bytes;
	size_t place = (size_t)(layout->next - format->data);
	if (layout->next == layout->end)
		return call_fail(call, "USAGE", "the format ends with a count that has no letter");
	unsigned char byte = (unsigned char)*layout->next;
	if (byte < sizeof(letters) / sizeof(*letters) && letters[byte].kind)
		return call_fail(call, "USAGE", "%c has no size but this machine's: it wants @",
				 byte);
	if (byte_is_blank((char)byte))
		return call_fail(call, "USAGE", "a count and its letter touch");
	if (byte > ' ' && byte <= '~')
		return call_fail(call, "USAGE", "%c, byte %zu of the format, is no letter of it",
				 byte, place);
	return call_fail(call, "USAGE", "byte %zu of the format is no letter of it", place);
}

/* The next byte of the format is no blank. */
static enum run read_field(struct call *call, struct layout *layout, struct layout_field *field)
{
	field->count = read_count(layout);
	unsigned char byte = layout->next < layout->end ? (unsigned char)*layout->next : 0;
	const struct letter *letter =
		byte < sizeof(letters) / sizeof(*letters) ? &letters[byte] : &letters[0];
	field->kind = letter->kind;
	field->size = layout->native ? letter->native_size : letter->size;
	if (!field->size)
		return refuse_letter(call, layout);
	field->letter = (char)byte;
	layout->next++;
	field->padding = layout->native ? -layout->size % letter->alignment : 0;
	if (field->count > (BYTES_MAX - layout->size - field->padding) / field->size)
		return call_fail(call, "RANGE", "the format describes more than %zu bytes",
				 BYTES_MAX);
	layout->size += field->padding + field->count * field->size;
	return RUN_DONE;
}

static bool skip_blanks(struct layout *layout, const char *end)
{
	while (layout->next < end && byte_is_blank(*layout->next))
		layout->next++;
	return layout->next < end;
}

/* ---- the passage ---- */

static void destroy(struct object *object)
{
	object_release(((struct passage *)object)->made);
	free(object);
}

static const struct behaviour passage_behaviour = {.destroy = destroy};

static void rewind_format(struct passage *passage, const struct bytes *format)
{
	passage->layout = (struct layout){format->data, format->data + format->length};
	read_order(&passage->layout);
}

/* A part of the format. */
static enum run measure(struct call *call, struct passage *passage)
{
	struct layout *layout = &passage->layout;
	size_t left = (size_t)(layout->end - layout->next);
	const char *end = layout->next + piece_end(0, left, PIECE_BYTES);
	while (skip_blanks(layout, end)) {
		if (read_field(call, layout, &passage->field) != RUN_DONE)
			return RUN_FAIL;
		passage->values += field_values(&passage->field);
	}
	return layout->next < layout->end ? RUN_WAIT : RUN_DONE;
}

static size_t field_piece(const struct layout_field *field)
{
	return field->kind <= FIELD_COUNTED ? PIECE_BYTES : PIECE_ELEMENTS;
}

/* A part of a field, or the blanks before the next one. */
static enum run put_piece(struct call *call, struct passage *passage,
			  const struct layout_work *work)
{
	struct layout *layout = &passage->layout;
	struct layout_field *field = &passage->field;
	if (passage->done == field->count) {
		size_t left = (size_t)(layout->end - layout->next);
		if (!skip_blanks(layout, layout->next + piece_end(0, left, PIECE_BYTES)))
			return layout->next < layout->end ? RUN_WAIT : RUN_DONE;
		passage->place = layout->size;
		read_field(call, layout, field);
		passage->place += field->padding;
		passage->done = 0;
	}
	size_t end = piece_end(passage->done, field->count, field_piece(field));
	return work->put(call, passage, end) ? RUN_WAIT : RUN_FAIL;
}

static enum run measured(struct call *call, struct passage *passage, const struct layout_work *work)
{
	passage->size = passage->layout.size;
	passage->field.count = passage->done = 0;
	rewind_format(passage, call_argument(call, 0).bytes);
	call->phase = 1;
	return work->begin(call, passage) ? RUN_WAIT : RUN_FAIL;
}

static enum run go_on(struct call *call, struct passage *passage, const struct layout_work *work)
{
	if (call->phase)
		return put_piece(call, passage, work);
	enum run run = measure(call, passage);
	return run == RUN_DONE ? measured(call, passage, work) : run;
}

enum run layout_exec(struct call *call, const struct layout_work *work)
{
	struct passage local, *passage = &local;
	enum run run;
	unsigned steps = 0;
	if (call->state) {
		passage = (struct passage *)call->state;
	} else {
		local = (struct passage){.object = {&passage_behaviour, 1}};
		rewind_format(passage, call_argument(call, 0).bytes);
	}
	while ((run = go_on(call, passage, work)) == RUN_WAIT) {
		if (++steps % STEPS_A_LOOK == 0 && call_overdue(call))
			return call_give_way(call, passage, sizeof(*passage));
	}
	struct object *made = passage->made;
	passage->made = NULL;
	if (run == RUN_DONE)
		return call_return(call, value_object(work->made, made));
	object_release(made);
	return run;
}
