/*
 * spare: bytes that were let go of and serve again. The loop of a server makes and drops bytes of
 * about the same length for each message; a few spares spare it the allocator. They are kept while
 * nobody holds them, not with the connection, so that an idle one costs nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/machine.h"

#ifdef __SANITIZE_ADDRESS__
#define SPARE_MOST 0 /* none is kept, so that a use after the last release is caught */
#define SPARE_LEAST 1
#else
#define SPARE_MOST ((size_t)1 << 16) /* bytes of capacity; larger ones go back to the system */
#define SPARE_LEAST 32 /* bytes of capacity that a result has, so that it serves for others too */
#endif
#define SPARE_SLACK 256 /* bytes of capacity that a result may waste, beside its length */

void spare_take(struct machine *machine, struct bytes *bytes)
{
	if (bytes->object.references != 1 || bytes->owner || bytes->capacity > SPARE_MOST ||
	    bytes->capacity < SPARE_LEAST) {
		machine_release(machine, value_bytes(bytes));
		return;
	}
	if (machine->spare_count == SPARES) { /* of sizes that nobody wants: the newest will do */
		object_release(machine->spares[0]);
		machine->spares[0] = machine->spares[--machine->spare_count];
	}
	machine->spares[machine->spare_count++] = bytes;
}

void call_spare(struct call *call, struct bytes *bytes)
{
	spare_take(task_of(call)->machine, bytes);
}

struct bytes *call_bytes(struct call *call, size_t length)
{
	struct machine *machine = task_of(call)->machine;
	for (uint32_t i = machine->spare_count; i-- > 0;) {
		struct bytes *spare = machine->spares[i];
		if (spare->capacity < length || spare->capacity - length > length + SPARE_SLACK)
			continue;
		machine->spares[i] = machine->spares[--machine->spare_count];
		spare->data = spare->storage;
		spare->length = length;
		spare->appended = 0;
		return spare;
	}
	struct bytes *bytes = bytes_allocate(length < SPARE_LEAST ? SPARE_LEAST : length);
	bytes->length = length;
	return bytes;
}

void spares_free(struct machine *machine)
{
	while (machine->spare_count)
		object_release(machine->spares[--machine->spare_count]);
}
