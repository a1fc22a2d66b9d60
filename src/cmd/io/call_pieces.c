/*
 * call_pieces: what commands compute in pieces, between which others have their turns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "handsh/command.h"

enum run call_pieces(struct call *call, enum run (*piece)(struct call *call))
{
	enum run run;
	while ((run = piece(call)) == RUN_WAIT) {
		if (call_overdue(call))
			return call_yield(call);
	}
	return run;
}

enum run call_give_way(struct call *call, const void *state, size_t size)
{
	if (!call->state)
		call->state = memcpy(memory_allocate(size), state, size);
	return call_yield(call);
}

enum run call_fill(struct call *call, size_t length,
		   void (*fill)(const struct call *call, char *data, size_t start, size_t end))
{
	if (!call->state)
		call->state = &call_bytes(call, length)->object;
	struct bytes *bytes = (struct bytes *)call->state;
	while (call->done < length) {
		size_t end = piece_end(call->done, length, PIECE_BYTES);
		fill(call, bytes->data, call->done, end);
		call->done = end;
		if (end < length && call_overdue(call))
			return call_yield(call);
	}
	call->state = NULL;
	return call_return(call, value_bytes(bytes));
}

bool call_measure_first(const struct call *call, struct measure *measure)
{
	return call_measure(call, 0, measure);
}

bool call_measure_filled(const struct call *call, struct measure *measure)
{
	*measure = (struct measure){call->done, ((const struct bytes *)call->state)->length};
	return true;
}

struct bytes *call_decoded(struct call *call, size_t most)
{
	if (!call->state) {
		struct bytes *bytes = bytes_allocate(most);
		bytes->length = 0;
		call->state = &bytes->object;
	}
	return (struct bytes *)call->state;
}

enum run call_return_decoded(struct call *call)
{
	struct bytes *bytes = (struct bytes *)call->state;
	call->state = NULL;
	return call_return(call, value_bytes(bytes_shrink(bytes, bytes->length)));
}
