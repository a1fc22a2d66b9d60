/*
 * value_queue: queues of values. A queue is the one value that changes, so it can come to hold itself:
 * the machine lists all queues, and empties them when it ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/grow.h"
#include "handsh/queue.h"
#include "run/machine.h"

#include <stdlib.h>
#include <utlist.h>

#define CAPACITY_KEPT 64 /* of values, by a queue that is empty */

/* ---- the ring ---- */

static void ring_grow(struct queue *queue)
{
	size_t capacity = grow_capacity(queue->capacity, queue->count + 1, 4);
	struct value *values = memory_allocate(capacity * sizeof(*values));
	for (size_t i = 0; i < queue->count; i++)
		values[i] = queue->values[(queue->first + i) % queue->capacity];
	free(queue->values);
	queue->values = values;
	queue->capacity = capacity;
	queue->first = 0;
}

static void ring_put(struct queue *queue, struct value value)
{
	if (queue->count == queue->capacity)
		ring_grow(queue);
	value.flags = 0; /* an option is one only where it was typed */
	queue->values[(queue->first + queue->count++) % queue->capacity] = value;
}

static struct value ring_take(struct queue *queue)
{
	struct value value = queue->values[queue->first];
	queue->first = (queue->first + 1) % queue->capacity;
	if (--queue->count == 0 && queue->capacity > CAPACITY_KEPT) {
		free(queue->values);
		queue->values = NULL;
		queue->first = queue->capacity = 0;
	}
	return value;
}

static void ring_empty(struct queue *queue)
{
	while (queue->count)
		value_release(ring_take(queue));
}

/* ---- life ---- */

static void queue_free(struct queue *queue)
{
	ring_empty(queue);
	free(queue->values);
	free(queue);
}

/*
 * A queue in a queue in a queue …: one that is let go of while another is freed waits in the list,
 * so that the C stack does not grow with the chain.
 */
static void queue_destroy(struct object *object)
{
	struct queue *queue = (struct queue *)object;
	struct machine *machine = queue->machine;
	if (!machine) {
		queue_free(queue);
		return;
	}
	DL_DELETE2(machine->queues, queue, previous, next);
	struct queue *emptied = machine->doomed;
	struct queue **place = emptied ? &emptied->next : &machine->doomed;
	queue->next = *place;
	*place = queue;
	while (!emptied && (queue = machine->doomed)) {
		ring_empty(queue);
		machine->doomed = queue->next;
		queue_free(queue);
	}
}

static void queue_format(const struct object *object, struct buffer *buffer)
{
	const struct queue *queue = (const struct queue *)object;
	buffer_format(buffer, "[queue: %zu", queue->count);
	if (queue->most < LIST_MAX)
		buffer_format(buffer, " of %zu", queue->most);
	buffer_text(buffer, queue->closed ? ", closed]" : "]");
}

static const struct behaviour queue_behaviour = {
	.destroy = queue_destroy,
	.format = queue_format,
};

struct queue *queue_new(struct machine *machine, size_t most)
{
	struct queue *queue = memory_zeroed(1, sizeof(*queue));
	queue->object = (struct object){&queue_behaviour, 1};
	queue->machine = machine;
	queue->most = most;
	DL_PREPEND2(machine->queues, queue, previous, next);
	return queue;
}

void queues_empty(struct machine *machine)
{
	for (struct queue *queue = machine->queues, *next; queue; queue = next) {
		object_retain(queue);
		ring_empty(queue);
		next = queue->next;
		object_release(queue);
	}
}

void queues_leave(struct machine *machine)
{
	for (struct queue *queue = machine->queues; queue; queue = queue->next)
		queue->machine = NULL;
}

/* ---- calls ---- */

static enum run wait_turn(struct call *call, struct queue *queue, struct call_queue *waiting)
{
	call_on(call, &queue->object);
	if (!call->queue)
		call_enqueue(call, waiting);
	return call_pause(call);
}

/* Is nobody before it? */
static bool has_turn(const struct call *call, const struct call_queue *waiting)
{
	return !waiting->first || waiting->first == call;
}

static void wake_first(struct call_queue *waiting)
{
	if (waiting->first)
		call_wake(waiting->first);
}

enum run queue_put(struct call *call, struct queue *queue, struct value value)
{
	if (queue->closed)
		return call_fail(call, "EOF", "the queue is closed");
	if (!has_turn(call, &queue->putters) || queue->count >= queue->most)
		return wait_turn(call, queue, &queue->putters);
	ring_put(queue, value_retain(value));
	wake_first(&queue->takers);
	return call_return(call, VALUE_NIL);
}

enum run queue_take(struct call *call, struct queue *queue)
{
	if (!has_turn(call, &queue->takers) || (!queue->count && !queue->closed))
		return wait_turn(call, queue, &queue->takers);
	if (!queue->count)
		return call_return(call, VALUE_NIL);
	wake_first(&queue->putters);
	return call_return(call, ring_take(queue));
}

void queue_close(struct queue *queue)
{
	queue->closed = true;
	call_wake_all(&queue->putters);
	call_wake_all(&queue->takers);
}
