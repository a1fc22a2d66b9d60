/*
 * call_text: the text of a call's values, made in pieces between which others have their turns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "handsh/command.h"
#include "handsh/walk.h"

#define VALUES_AT_ONCE 256
#define SHORT 4096 /* bytes */

struct making {
	struct object object;
	struct formatted formatted;
	size_t done; /* values */
};

static void destroy(struct object *object)
{
	struct making *making = (struct making *)object;
	formatted_end(&making->formatted);
	free(making);
}

static const struct behaviour making_behaviour = {.destroy = destroy};

/* Adds values as long as they are short; the last may have been begun. */
static size_t add_short(const struct call *call, const struct texts *texts,
			struct formatted *formatted)
{
	struct buffer *text = &formatted->text;
	size_t i = 0;
	for (; i < texts->count; i++) {
		struct value value = texts->value_at(call, i);
		if (i)
			buffer_append(text, texts->between, texts->between_length);
		if (value.type == TYPE_BYTES && value.bytes->length <= SHORT)
			buffer_append(text, value.bytes->data, value.bytes->length);
		else if (!value_counted(value))
			value_format(value, text);
		else if (formatted_add(formatted, value) != FORMATTED_DONE)
			break;
	}
	return i;
}

/* A piece of a long one, or some that are short. */
static enum formatted_state go_on(struct making *making, const struct call *call,
				  const struct texts *texts)
{
	for (unsigned i = 0; i < VALUES_AT_ONCE && making->done < texts->count; i++) {
		struct value value = texts->value_at(call, making->done);
		enum formatted_state state = formatted_add(&making->formatted, value);
		if (state == FORMATTED_DONE && ++making->done < texts->count)
			state = formatted_letters(&making->formatted, texts->between,
						  texts->between_length);
		if (state != FORMATTED_DONE)
			return state;
	}
	return making->done < texts->count ? FORMATTED_MORE : FORMATTED_DONE;
}

static enum run make(struct call *call, const struct texts *texts, struct making *making,
		     struct formatted *text)
{
	enum formatted_state state;
	while ((state = go_on(making, call, texts)) == FORMATTED_MORE) {
		if (call_overdue(call))
			return call_give_way(call, making, sizeof(*making));
	}
	*text = making->formatted;
	if (call->state) /* which ends with the call */
		formatted_begin(&making->formatted);
	if (state == FORMATTED_DONE)
		return RUN_DONE;
	formatted_end(text);
	return call_fail(call, "RANGE", "the text would be longer than %zu bytes", BYTES_MAX);
}

enum run call_text(struct call *call, const struct texts *texts, struct formatted *text)
{
	if (call->state)
		return make(call, texts, (struct making *)call->state, text);
	formatted_begin(text);
	size_t done = texts->count < VALUES_AT_ONCE ? add_short(call, texts, text) : 0;
	if (done == texts->count)
		return RUN_DONE;
	struct making making = {{&making_behaviour, 1}, *text, done};
	return make(call, texts, &making, text);
}
